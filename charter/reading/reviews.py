"""The review log: `reviews.md`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from charter.model.prose import Block
from charter.model.records import PromiseVerdict, Review, Verdict
from charter.reading import actions
from charter.reading.keywords import fold, nearest
from charter.reading.nodes import ListItem, Node
from charter.reading.recordhead import read_parts
from charter.reading.recordtable import Column, RecordRow, has_columns, read_record_table
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, SourceText, diagnose

_COLUMNS = (
    Column("Promise", aliases=("Expectation", "Ref")),
    Column("Verdict"),
    Column("Note", is_required=False),
)
_FIELDS = {
    "due": "due",
    "reviewed version": "version",
    "version": "version",
    "present": "present",
    "result": "result",
    "next review": "next",
    "next": "next",
}
_VERDICTS = {verdict.value: verdict for verdict in Verdict}
_LABELS = {*_FIELDS, *actions.LABELS, "change"}
_HEADING = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?![\w-])\s*(?:[:.,–—-]\s*)?(.*)", re.DOTALL)
_NAMES = re.compile(r"\s*[,;]\s*")


def read_reviews(source: SourceText) -> Reading[tuple[Review, ...]]:
    """Return the reviews of a log, newest first. Text above the first one is about the log, and is left out."""
    parts = read_parts(source, (), "a review log")
    found = parts.found
    reviews = []
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
        is_meant = words[:1].isdigit() or any(_is_fields(node.items) for node in nodes)
        if is_meant:
            found.append(diagnose("CH420", heading.span, f"a review begins with its day: {held.message}", held.hint))
        return None
    fields: dict[str, ListItem] = {}
    others: list[tuple[str, str]] = []
    changes: list[str] = []
    verdicts: list[PromiseVerdict] = []
    prose: list[Block] = []
    items: list[ListItem] = []
    for node in nodes:
        is_whole = False
        if _is_fields(node.items):
            items.extend(node.items)
            is_whole = all(item.label for item in node.items)
        elif node.table and has_columns(node.table, _COLUMNS):
            table = read_record_table(node.table, _COLUMNS)
            found += table.diagnostics
            verdicts += (_verdict(row, found) for row in table.value.rows)
            is_whole = not table.value.others
        if not is_whole:
            prose.append(node.block)
    for item in items:
        label, value = fold(item.label or ""), item.value.text if item.value else ""
        key = _FIELDS.get(label)
        if key and key in fields:
            message = f'"{item.label}" stands twice in one review; the first one is read'
            found.append(diagnose("CH420", item.span, message, "delete the one that does not hold"))
            others.append((item.label or "", value))
        elif key:
            fields[key] = item
        elif label == "change":
            changes.append(value)
        elif label and label not in actions.LABELS:
            others.append((item.label or "", value))
    todo = actions.read_actions(source, items)
    found += todo.diagnostics
    return Review(
        held=held,
        title=match[2].strip() if match else "",
        due=_day(fields.get("due"), found),
        version=_words(fields.get("version")) or None,
        present=tuple(name for name in _NAMES.split(_words(fields.get("present"))) if name),
        result=_words(fields.get("result")) or None,
        next=_day(fields.get("next"), found),
        verdicts=tuple(verdicts),
        actions=todo.value,
        changes=tuple(changes),
        fields=tuple(others),
        prose=tuple(prose),
        span=heading.span,
    )


def _is_fields(items: Sequence[ListItem]) -> bool:
    return any(fold(item.label) in _LABELS for item in items if item.label)


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
    verdict = _VERDICTS.get(fold(text))
    if verdict:
        return verdict
    near = nearest(text, _VERDICTS)
    return Refusal(f'"{text}" is not a verdict', f"write {near}" if near else "write keep, change, withdraw or park")
