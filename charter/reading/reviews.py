"""The review log: `reviews.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from charter.model.prose import Block
from charter.model.records import PromiseVerdict, Review, Verdict
from charter.reading import actions
from charter.reading.keywords import fold, nearest
from charter.reading.nodes import ListItem, Node
from charter.reading.recordhead import read_parts
from charter.reading.recordtable import Column, RecordRow, has_columns, read_record_table
from charter.reading.reviewwords import column_names, field_keys, verdict_words
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, SourceText, diagnose

_COLUMNS = (
    Column("Promise", aliases=column_names("Promise")),
    Column("Verdict", aliases=column_names("Verdict")),
    Column("Note", aliases=column_names("Note"), is_required=False),
)
_REPEATED = frozenset({"action", "done", "change"})
_HEADING = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])\s*(?:[:.,–—-]\s*)?(.*)", re.DOTALL)
_NAMES = re.compile(r"\s*[,;]\s*")


def read_reviews(source: SourceText) -> Reading[tuple[Review, ...]]:
    """Return the reviews of a log, newest first. Text above the first one is about the log, and is left out."""
    parts = read_parts(source, (), "a review log")
    found = parts.found
    reviews: list[Review] = []
    for heading, nodes in _entries(parts.nodes):
        review = _review(source, heading, nodes, found)
        if review is None:
            continue
        if reviews and reviews[-1].held < review.held:
            message = f'"{review.held}" stands below "{reviews[-1].held}", which is older'
            hint = "put the newest review first"
            found.append(diagnose("CH421", review.span, message, hint, related=(reviews[-1].span,)))
        reviews.append(review)
    return Reading(tuple(sorted(reviews, key=lambda review: review.held, reverse=True)), tuple(found))


def _entries(nodes: Sequence[Node]) -> Iterator[tuple[Node, list[Node]]]:
    """Yield every first or second level heading with what stands below it."""
    heading: Node | None = None
    below: list[Node] = []
    for node in nodes:
        if node.heading and (node.block.level or 0) <= 2:
            if heading:
                yield heading, below
            heading, below = node, []
        else:
            below.append(node)
    if heading:
        yield heading, below


def _review(source: SourceText, heading: Node, nodes: Sequence[Node], found: list[Diagnostic]) -> Review | None:
    """Return the review under a heading; `None` for a heading of another kind, and for one whose day is unreadable."""
    words = heading.block.text
    match = _HEADING.fullmatch(words)
    held = parse_date(match[1] if match else words.partition(":")[0].strip())
    if isinstance(held, Refusal):
        if words[:1].isdigit() or any(_is_fields(node.items) for node in nodes):
            found.append(diagnose("CH420", heading.span, f"a review begins with its day: {held.message}", held.hint))
        return None
    content = _Content()
    for node in nodes:
        if not content.take(node, found):
            content.prose.append(node.block)
    fields = _sorted(content.items, found)
    todo = actions.read_actions(source, content.items)
    found += todo.diagnostics
    return Review(
        held=held,
        title=match[2].strip() if match else "",
        due=_day(fields.known.get("due"), found),
        version=_words(fields.known.get("version")) or None,
        present=tuple(name for name in _NAMES.split(_words(fields.known.get("present"))) if name),
        result=_words(fields.known.get("result")) or None,
        next=_day(fields.known.get("next"), found),
        verdicts=tuple(content.verdicts),
        actions=todo.value,
        changes=tuple(fields.changes),
        fields=tuple(fields.others),
        prose=tuple(content.prose),
        span=heading.span,
    )


@dataclass(slots=True)
class _Content:
    """What stands below the heading of a review, sorted by kind."""

    items: list[ListItem] = field(default_factory=list)
    verdicts: list[PromiseVerdict] = field(default_factory=list)
    prose: list[Block] = field(default_factory=list)

    def take(self, node: Node, found: list[Diagnostic]) -> bool:
        """Take in a field list or a table of verdicts; return whether every word of it was."""
        if _is_fields(node.items):
            self.items.extend(node.items)
            return all(item.label for item in node.items)
        if node.table and has_columns(node.table, _COLUMNS):
            table = read_record_table(node.table, _COLUMNS)
            found += table.diagnostics
            self.verdicts += (_verdict(row, found) for row in table.value.rows)
            return not table.value.others
        return False


@dataclass(slots=True)
class _Fields:
    known: dict[str, ListItem] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


def _sorted(items: Sequence[ListItem], found: list[Diagnostic]) -> _Fields:
    """Return the fields of a review but for its actions."""
    fields = _Fields()
    for item in items:
        key = field_keys().get(fold(item.label or ""))
        if key == "change":
            fields.changes.append(_words(item))
        elif key and key not in _REPEATED and key not in fields.known:
            fields.known[key] = item
        elif item.label and key not in _REPEATED:
            fields.others.append((item.label, _words(item)))
            if key:
                message = f'"{item.label}" stands twice in one review; the first one is read'
                found.append(diagnose("CH420", item.span, message, "delete the one that does not hold"))
    return fields


def _is_fields(items: Sequence[ListItem]) -> bool:
    return any(fold(item.label) in field_keys() for item in items if item.label)


def _words(item: ListItem | None) -> str:
    return item.value.text.strip() if item and item.value else ""


def _day(item: ListItem | None, found: list[Diagnostic]) -> date | None:
    words = _words(item)
    if item is None or not words:
        return None
    day = parse_date(words)
    if isinstance(day, Refusal):
        found.append(diagnose("CH406", item.value_span or item.span, f"{item.label}: {day.message}", day.hint))
        return None
    return day


def _verdict(row: RecordRow, found: list[Diagnostic]) -> PromiseVerdict:
    return PromiseVerdict(
        ref=row.required("Promise", str, "CH411", found, "write the promise's ref") or "",
        verdict=row.value("Verdict", _parse_verdict, "CH423", found),
        note=row.text("Note"),
        span=row.span,
    )


def _parse_verdict(text: str) -> Verdict | Refusal:
    verdict = verdict_words().get(fold(text))
    if verdict:
        return verdict
    near = nearest(text, Verdict)
    return Refusal(f'"{text}" is not a verdict', f"write {near}" if near else "write keep, change, withdraw or park")
