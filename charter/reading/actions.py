"""Actions in reviews and incidents: `Action: words (owner, by 2026-05-01)`, and how one is closed.

An action is closed by `[x]` before it, by `done` with or without a day after its brackets or in them, or by a line
`Done: 2026-05-02` below it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from charter.model.records import Action
from charter.reading.keywords import fold
from charter.reading.nodes import ListItem
from charter.reading.reviewwords import ReviewWords, every_language, field_keys
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose


def _any_of(kind: Callable[[ReviewWords], Iterable[str]]) -> str:
    """Return a pattern for the words of every language, longer ones first; their last letter ends a word."""
    words = {word for language in every_language() for word in kind(language)}
    patterns = (re.escape(word) for word in sorted(words, key=len, reverse=True))
    return rf"(?:{'|'.join(patterns)})\b".replace(r"\ ", r"\s+").replace("'", "['’]")


_SAID_DONE = _any_of(lambda words: words.done)
_DONE_AFTER = re.compile(rf"(?<=\))[\s,;.:–—-]*{_SAID_DONE}[\s:]*([0-9]\S*?)?\.?$", re.IGNORECASE)
_DONE = re.compile(rf"{_SAID_DONE}[\s:]*(.*)", re.IGNORECASE)
_BY = re.compile(
    rf"{_any_of(lambda words: words.by)}\s+(.+)|([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})", re.IGNORECASE | re.DOTALL
)


def read_actions(source: SourceText, items: Iterable[ListItem]) -> Reading[tuple[Action, ...]]:
    """Return the actions that the items of lists hold, in their order."""
    actions: list[Action] = []
    found: list[Diagnostic] = []
    for item in items:
        key = field_keys().get(fold(item.label or ""))
        if key == "action":
            actions.append(_action(source, item, found))
        elif key == "done":
            done_on = _day(source, item, item.value.text if item.value else "", found)
            if done_on and actions:
                actions[-1] = replace(actions[-1], is_done=True, done_on=done_on)
            elif done_on:
                message = f'"{item.words.text}" has no action above it'
                found.append(diagnose("CH422", item.span, message, "put it right under the line of its action"))
    return Reading(tuple(actions), tuple(found))


@dataclass(slots=True)
class _Note:
    """What is said beside the words of an action."""

    owner: str | None = None
    due: date | None = None
    is_done: bool = False
    done_on: date | None = None


def _action(source: SourceText, item: ListItem, found: list[Diagnostic]) -> Action:
    written, _, more = (item.value.text if item.value else "").partition("\n")
    words = written
    note = _Note(is_done=bool(item.is_checked))
    problems = len(found)
    if match := _DONE_AFTER.search(words):
        note.is_done = True
        note.done_on = _day(source, item, match[1] or "", found)
        words = words[: match.start()]
    before, inside = _last_brackets(words)
    if inside and _read_note(source, item, inside, note, found):
        words = before
    if len(found) > problems:  # a day that was not read must not be lost
        words = written
    words = f"{words.strip()}\n{more}".strip()
    lacking = " and ".join(part for part, there in (("who", note.owner), ("by when", note.due)) if not there)
    if not words:
        found.append(diagnose("CH422", _place(item), "an action without words", _example("what will be done", note)))
    elif lacking and not note.is_done and len(found) == problems:
        found.append(diagnose("CH422", _place(item), f'"{words}" does not say {lacking}', _example(words, note)))
    return Action(
        words=words, owner=note.owner, due=note.due, is_done=note.is_done, done_on=note.done_on, span=item.span
    )


def _read_note(source: SourceText, item: ListItem, inside: str, note: _Note, found: list[Diagnostic]) -> bool:
    """Read the brackets at the end of an action into `note`; return whether they are more than a remark."""
    owners = []
    is_note = False
    for part in map(str.strip, inside.split(",")):
        if match := _DONE.fullmatch(part):
            note.is_done = is_note = True
            note.done_on = _day(source, item, match[1], found)
        elif match := _BY.fullmatch(part):
            is_note = True
            note.due = _day(source, item, match[1] or match[2], found)
        elif part:
            owners.append(part)
    if is_note:
        note.owner = ", ".join(owners) or None
    return is_note


def _example(words: str, note: _Note) -> str:
    return f"Action: {words} ({note.owner or 'Rosa Lindqvist'}, by {note.due or '2026-05-01'})"


def _last_brackets(words: str) -> tuple[str, str]:
    """Return the words before the brackets at the end, and those in them."""
    words = words.rstrip(" .;")
    if not words.endswith(")"):
        return words, ""
    depth = 0
    for at in range(len(words) - 1, -1, -1):
        depth += (words[at] == ")") - (words[at] == "(")
        if depth == 0:
            return words[:at], words[at + 1 : -1]
    return words, ""


def _day(source: SourceText, item: ListItem, text: str, found: list[Diagnostic]) -> date | None:
    """Return the day that a part of an action names; nothing for no words."""
    if not text:
        return None
    day = parse_date(text)
    if isinstance(day, Refusal):
        found.append(diagnose("CH422", _place_of(source, item, text), day.message, day.hint))
        return None
    return day


def _place(item: ListItem) -> Span:
    return item.value_span or item.span


def _place_of(source: SourceText, item: ListItem, words: str) -> Span:
    """Return where `words` stand in an item; the item itself when markup or a line end is among them."""
    place = _place(item)
    first, last = place.line or 1, place.end_line or place.line or 1
    for line in range(first, last + 1):
        span = source.span_of(words, line, after=(place.column or 1) if line == first else 1)
        if span.end_line:
            return span
    return place
