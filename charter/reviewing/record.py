"""A review as an entry of `reviews.md`, and the log with a new entry on top."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from charter.model.records import Action, Review
from charter.reading.frontmatter import read_front_matter
from charter.reading.keywords import fold
from charter.reading.markdown import read_nodes
from charter.reading.nodes import ListItem, Node
from charter.reading.recordtable import escaped_cell, table_row
from charter.reading.reviews import read_reviews
from charter.reading.reviewwords import field_keys, review_words
from charter.source import CharterError, Diagnostic, SourceText, UsageError

_LINE_END = re.compile(r"\r\n|\r|\n")
_BLANK = " \t\r\n"
_OF_HEADINGS = re.compile(r"[{}#]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A review and the lines that say it, which end with one line end; every line end is a line feed."""

    review: Review
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was wrong with it where it was read from."""


def write_entry(review: Review, language: str, *, said: str = "") -> Entry:
    """Return the entry of a review in the words of `language`; `said` is prose, in Markdown.

    Raises `UsageError` for words that would be read as something else, such as a name with a comma in it.
    """
    text = "\n".join(_lines(review, language, said)) + "\n"
    reading = read_reviews(SourceText("", text))
    read = reading.value[0] if reading.value else None
    if read is None or len(reading.value) > 1 or replace(read, prose=()) != replace(review, prose=()):
        raise UsageError(
            "some of these words would be read otherwise than they are meant",
            "one name for each --present, and brackets at the end of an action only for who and by when",
        )
    return Entry(review=read, text=text, diagnostics=reading.diagnostics)


def cut_entry(source: SourceText) -> Entry:
    """Return the one review that a filled-in sheet holds, as it is written there.

    What stands above it is not part of it, and fields that were left empty are left out. Raises `UsageError` for a
    sheet with no review, or with several.
    """
    left_empty = {item.span.line for node in _nodes(source) for item in node.items if _is_left_empty(item)}
    lines = ["" if at in left_empty else source.line(at) for at in range(1, source.line_count + 1)]
    filled = SourceText(source.path, "\n".join(lines))
    reading = read_reviews(filled)
    if len(reading.value) != 1:
        count = len(reading.value)
        message = f'"{source.path}" holds {count} reviews' if count else f'there is no review in "{source.path}"'
        raise UsageError(message, "a review begins with its day: ## 2026-04-14: review")
    (review,) = reading.value
    first = review.span.line or 1
    headings = (node.span.line or 0 for node in _nodes(filled) if node.heading and (node.block.level or 0) <= 2)
    last = next((line for line in headings if line > first), source.line_count + 1)
    text = "\n".join(source.line(at) for at in range(first, last) if at not in left_empty)
    return Entry(review=review, text=text.strip("\n") + "\n", diagnostics=reading.diagnostics)


def add_entry(log: str | None, entry: Entry, language: str) -> str:
    """Return the log with a new entry before all others, and everything that was there as it was.

    `log` is the text on disk, with its byte order mark and its own line ends; without one, a log is made. Raises
    `CharterError` when the log is such that the entry would not be read in it.
    """
    if log is None or not log.strip(f"\ufeff{_BLANK}"):
        return f"{log or ''}# {review_words(language).log}\n\n{entry.text}"
    before = _read(log)
    lines = [review.span.line for review in before if review.span.line]
    at = _offset(log, min(lines)) if lines else len(log)
    above, below = log[:at], log[at:]
    end = "\r\n" if "\r\n" in log else "\n"
    gap = above[len(above.rstrip(_BLANK)) :]
    lacking = 2 - len(_LINE_END.findall(gap)) if above.strip(f"\ufeff{_BLANK}") else 0
    added = end * max(lacking, 0) + entry.text.replace("\n", end) + (end if below else "")
    whole = above + added + below
    expected = sorted((entry.review, *before), key=lambda review: review.held, reverse=True)
    if _meanings(_read(whole)) != _meanings(expected):
        raise CharterError(
            "the new review would not be read in reviews.md as it is meant",
            "look for a block of code there that is never closed: charter check",
        )
    return whole


def action_words(action: Action, language: str = "en") -> str:
    """Return an action as a log writes it, but for markup: `words (owner, by 2026-05-01), done 2026-05-02`."""
    words = review_words(language)
    by, done = words.by[0], words.done[0]
    notes = [action.owner, action.due and f"{by} {action.due}"]
    if action.is_done and not action.due:
        # Brackets that hold a name alone are no more than brackets.
        notes.append(f"{done} {action.done_on}" if action.done_on else done)
    told = ", ".join(note for note in notes if note)
    if not told:
        return action.words
    after = ""
    if action.is_done and action.due:
        after = f", {done} {action.done_on}" if action.done_on else f", {done}"
    return f"{action.words} ({told}){after}"


def blank_entry(review: Review, language: str) -> str:
    """Return the entry of a review to be held, with room for who is there, what comes of it, and one more action."""
    return "\n".join(_lines(review, language, "", has_room=True)) + "\n"


def _lines(review: Review, language: str, said: str, *, has_room: bool = False) -> Iterator[str]:
    words = review_words(language)
    title = _OF_HEADINGS.sub(r"\\\g<0>", escaped_cell(review.title))
    yield f"## {review.held}{words.colon} {title}" if title else f"## {review.held}"
    yield ""
    known = {
        "due": str(review.due or ""),
        "version": review.version or "",
        "present": ", ".join(review.present),
        "result": review.result or "",
        "next": str(review.next or ""),
    }
    room = {"present", "result"} if has_room else set()
    fields = [(words.fields[key][0], value) for key, value in known.items() if value or key in room]
    yield from (_item(label, value, words.colon) for label, value in (*fields, *review.fields))
    if said.strip():
        yield from ("", said.strip("\n"))
    if review.verdicts:
        heads = [words.columns[name][0] for name in ("Promise", "Verdict", "Note")]
        yield from ("", table_row(heads), "|---|---|---|")
        for row in review.verdicts:
            verdict = words.verdicts[row.verdict][0] if row.verdict else ""
            yield table_row([escaped_cell(row.ref), verdict, escaped_cell(row.note)])
    todo = [("action", action_words(action, language)) for action in review.actions]
    todo += [("action", "")] if has_room else []
    todo += [("change", change) for change in review.changes]
    if todo:
        yield ""
        yield from (_item(words.fields[key][0], value, words.colon) for key, value in todo)


def _item(label: str, value: str, colon: str) -> str:
    return f"- {escaped_cell(label)}{colon} {escaped_cell(value)}".rstrip()


def _nodes(source: SourceText) -> tuple[Node, ...]:
    return read_nodes(source, read_front_matter(source).value.body_line).value


def _is_left_empty(item: ListItem) -> bool:
    is_known = fold(item.label or "") in field_keys()
    return is_known and item.is_simple and not (item.value and item.value.text.strip())


def _read(log: str) -> tuple[Review, ...]:
    return read_reviews(SourceText("", _LINE_END.sub("\n", log.removeprefix("\ufeff")))).value


def _meanings(reviews: Iterable[Review]) -> list[tuple[Review, tuple[str, ...]]]:
    """Return reviews without what depends on their place in the log, such as the ids of headings."""
    return [(replace(review, prose=()), tuple(block.text for block in review.prose)) for review in reviews]


def _offset(log: str, line: int) -> int:
    """Return where a line begins, counted from 1."""
    ends = [match.end() for match in _LINE_END.finditer(log)]
    return 0 if line <= 1 else ends[line - 2]
