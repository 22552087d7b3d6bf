"""A promise's nodes → its prose, fields, targets and rubric."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from charter.model.prose import Block, BlockKind, Inline
from charter.model.target import Measure, Target
from charter.model.text import Expectation, Field, FieldKey, Rubric, Scale
from charter.reading.keywords import canonical_value, fold, nearest
from charter.reading.nodes import ListItem, Node
from charter.reading.refs import read_ref, read_was
from charter.reading.rubrics import SINGLE_POINT_LEVELS, read_rubric, read_single_point
from charter.reading.scale import find_level
from charter.reading.sections import (
    Promise,
    Wording,
    example_party,
    field_key,
    is_field_list,
    promised_key,
    read_promised,
    split_label,
)
from charter.reading.shapes import quoted
from charter.reading.targets import read_target
from charter.reading.values import Refusal, parse_date
from charter.reading.written import placed
from charter.source import Diagnostic, Span, diagnose

_HEADING_TAGS = re.compile(r"^<h[1-6][^>]*>|</h[1-6]>\s*$")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_REPEATABLE = frozenset({FieldKey.TARGET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the promises of one charter are measured with."""

    scale: Scale
    has_calendar: bool


def read_expectation(promise: Promise, wording: Wording, measures: Measures, found: list[Diagnostic]) -> Expectation:
    """Return the promise under a heading. Its ref may not be its own yet: see `refs.with_unique_refs`."""
    nodes = promise.nodes
    at = next((index for index, node in enumerate(nodes) if is_field_list(node, wording.keywords)), None)
    items = nodes[at].items if at is not None else ()
    fields = tuple(_read_field(item, wording) for item in items)
    found.extend(_judge_fields(items, fields, wording))
    if at is None:
        found.extend(_almost_fields(nodes, wording))
    written: dict[FieldKey, ListItem] = {}
    for item, field in zip(items, fields, strict=True):
        if field.key:
            written.setdefault(field.key, item)
    rubric = _read_rubric(nodes, fields, wording, measures, found)
    ref, has_own_ref = read_ref(promise, written.get(FieldKey.REF), found)
    promised = _read_promised(promise, items, wording, found)
    return Expectation(
        ref=ref,
        title=title_of(promise.heading),
        promised_by=promised["promised_by"],
        promised_to=promised["promised_to"],
        before=_blocks(nodes if at is None else nodes[:at], rubric),
        fields=fields,
        after=() if at is None else _blocks(nodes[at + 1 :], rubric),
        targets=_read_targets(items, fields, rubric, wording, measures, found),
        rubric=rubric[1] if rubric else None,
        was=read_was(written.get(FieldKey.WAS), ref, found),
        has_own_ref=has_own_ref,
        heading_anchor=promise.heading.block.anchor or "",
        span=whole_span(promise.heading, nodes),
    )


def is_single_point(promise: Promise, wording: Wording) -> bool:
    """Whether the promise's fields ask for a single-point rubric."""
    language = wording.keywords.language
    return any(
        field_key(item, wording.keywords) is FieldKey.RUBRIC
        and canonical_value(FieldKey.RUBRIC, item.value.text if item.value else "", language) is not None
        for node in promise.nodes
        for item in node.items
    )


def title_of(heading: Node) -> Inline:
    """Return the words of a heading as written, with its number."""
    block = heading.block
    span = heading.heading.span if heading.heading else heading.span
    return Inline(text=block.text, html=_HEADING_TAGS.sub("", block.html), links=block.links, span=span)


def whole_span(heading: Node | None, nodes: Sequence[Node]) -> Span:
    """Return where something begins and where the last of its nodes ends."""
    first = heading or nodes[0]
    last = nodes[-1] if nodes else first
    return Span(first.span.path, first.span.line, first.span.column, last.span.end_line, last.span.end_column)


def _blocks(nodes: Sequence[Node], rubric: tuple[Node, Rubric] | None) -> tuple[Block, ...]:
    return tuple(
        Block(kind=BlockKind.RUBRIC, text="", html="", span=node.span) if rubric and node is rubric[0] else node.block
        for node in nodes
    )


def _read_field(item: ListItem, wording: Wording) -> Field:
    label, segment = split_label(item.label or "")
    value = item.value or Inline(text="", span=item.span)
    return Field(key=field_key(item, wording.keywords), label=label, value=value, segment=segment, span=item.span)


def _judge_fields(items: Sequence[ListItem], fields: Sequence[Field], wording: Wording) -> Iterator[Diagnostic]:
    keywords = wording.keywords
    seen: dict[tuple[FieldKey, str], Span] = {}
    for item, field in zip(items, fields, strict=True):
        place = item.value_span or item.span
        if field.key is None:
            if not promised_key(item, keywords):
                close = nearest(field.label, keywords.labels.values())
                message = f'"{field.label}" is not a field we know; it is kept and shown'
                hint = f"- {close}: {field.value.text}" if close else None
                yield diagnose("CH216", _place_in(item, field.label, wording), message, hint)
            continue
        name = (field.key, fold(field.segment or ""))
        if name in seen and field.key not in _REPEATABLE:
            message = f'"{field.label}" stands twice in this promise; the first is read'
            yield diagnose("CH217", item.span, message, f"- {field.label}: one value", related=(seen[name],))
        seen.setdefault(name, item.span)
        words = field.value.text
        if not words:
            yield diagnose(
                "CH218", item.span, f'"{field.label}" says nothing', f"- {field.label}: {_example(field.key)}"
            )
        elif field.key is FieldKey.WITHDRAW_ON and isinstance(day := parse_date(words), Refusal):
            example = _ISO_DATE.search(day.hint or "") if any(map(str.isdigit, words)) else None
            hint = f"- {field.label}: {example[0] if example else '2026-12-31'}"
            yield diagnose("CH218", place, f"{day.message}; {field.label} needs one", hint)
        elif canonical_value(field.key, words, keywords.language) is None:
            allowed = keywords.value_labels[field.key]
            message = f"{quoted(words)} is not a value of {field.label}: it can be {', '.join(allowed)}"
            yield diagnose("CH218", place, message, f"- {field.label}: {nearest(words, allowed) or allowed[0]}")


def _place_in(item: ListItem, words: str, wording: Wording) -> Span:
    """Return where `words` stand in the first line of an item, after its bullet."""
    place = wording.source.span_of(words, item.span.line or 1, after=item.span.column or 1)
    return item.span if place.end_column is None else place


def _example(key: FieldKey) -> str:
    examples = {
        FieldKey.REF: "first-reply",
        FieldKey.TARGET: "90% within 4 business hours",
        FieldKey.MEASURED: "monthly, from the ticket system",
        FieldKey.KIND: "process",
        FieldKey.DIMENSION: "responsiveness",
        FieldKey.STATUS: "trial",
        FieldKey.RUBRIC: "single point",
    }
    return examples.get(key, "…")


_PLAIN_FIELDS = frozenset({FieldKey.REF, FieldKey.TARGET, FieldKey.MEASURED})
"""Keys that nobody writes in a list of prose."""


def _almost_fields(nodes: Sequence[Node], wording: Wording) -> Iterator[Diagnostic]:
    """Say why a list that looks like fields is read as prose."""
    for node in nodes:
        plain = [item for item in node.items if item.label is None]
        known = [item for item in node.items if item.label and field_key(item, wording.keywords)]
        is_meant = any(field_key(item, wording.keywords) in _PLAIN_FIELDS for item in known)
        if plain and (len(known) > len(plain) or is_meant):
            message = f'{quoted(plain[0].words.text)} is no "Key: value", so the whole list is read as prose'
            place = _place_in(plain[0], plain[0].words.text.partition(" ")[0], wording)
            hint = "move the line above the list"
            if len(plain) > 1:
                hint = f"begin the fields with another bullet, so that they are a list: * {known[0].words.text}"
            yield diagnose("CH216", place, message, hint)
            return
        if known and not plain and known[0].number is not None:
            words = known[0].words.text
            message = f"{quoted(words)} stands in a numbered list, which is prose; fields are bullets"
            yield diagnose("CH216", _place_in(known[0], words, wording), message, f"- {words}")
            return


def _read_promised(
    promise: Promise, items: Sequence[ListItem], wording: Wording, found: list[Diagnostic]
) -> dict[str, tuple[str, ...]]:
    """Return who promises and to whom: the section's parties, or those of the promise's own fields."""
    promised = {"promised_by": promise.promised_by, "promised_to": promise.promised_to}
    for item in items:
        if key := promised_key(item, wording.keywords):
            promised[key] = read_promised(item, wording, found)
    missing = [wording.keywords.section_labels[key] for key, ids in promised.items() if not ids]
    if missing and not wording.is_translation and not promise.is_promised:
        message = f'"{promise.heading.block.text}" does not say {" or ".join(missing)}'
        hint = "\n".join(example_party(wording, key) for key, ids in promised.items() if not ids)
        found.append(diagnose("CH220", promise.heading.span, message, hint))
    return promised


def _read_rubric(
    nodes: Sequence[Node], fields: Sequence[Field], wording: Wording, measures: Measures, found: list[Diagnostic]
) -> tuple[Node, Rubric] | None:
    wanted = next((field for field in fields if field.key is FieldKey.RUBRIC), None)
    if wanted is None or canonical_value(FieldKey.RUBRIC, wanted.value.text, wording.keywords.language) is None:
        return read_rubric(nodes, measures.scale, found)
    rubric = read_single_point(nodes, wording.keywords, found)
    if rubric is None:
        message = f'"{wanted.value.text}" asks for a table of three columns, and there is none'
        found.append(diagnose("CH218", wanted.span, message, "| Short of it | As described | Beyond it |"))
    return rubric


def _read_targets(
    items: Sequence[ListItem],
    fields: Sequence[Field],
    rubric: tuple[Node, Rubric] | None,
    wording: Wording,
    measures: Measures,
    found: list[Diagnostic],
) -> tuple[Target, ...]:
    targets: list[Target] = []
    labels: dict[str, Span] = {}
    for item, field in zip(items, fields, strict=True):
        if field.key is not FieldKey.TARGET or not field.value.text:
            continue
        reading = read_target(
            field.value.text,
            segment=field.segment,
            language=wording.keywords.language,
            span=item.value_span or item.span,
            has_calendar=measures.has_calendar,
        )
        found.extend(placed(reading.diagnostics, field.value.text, item.value_span or item.span, wording.source))
        found.extend(_unknown_level(reading.value, rubric, wording, measures))
        label = fold(field.segment or "")
        if label in labels:
            said = (
                f'two targets are for "{field.segment}"'
                if field.segment
                else "a second target does not say whom it is for"
            )
            hint = f"- {field.label} (other cases): {field.value.text}"
            found.append(diagnose("CH211", item.span, said, hint, related=(labels[label],)))
        labels.setdefault(label, item.span)
        targets.append(_with_level(reading.value, rubric, measures))
    return tuple(targets)


def _levels_for(rubric: tuple[Node, Rubric] | None, measures: Measures) -> tuple[str, ...]:
    return SINGLE_POINT_LEVELS if rubric is not None and rubric[1].is_single_point else measures.scale.levels


def _with_level(target: Target, rubric: tuple[Node, Rubric] | None, measures: Measures) -> Target:
    """Return the target with its level spelled as on the scale."""
    level = find_level(target.level, _levels_for(rubric, measures)) if target.level else None
    return replace(target, level=level) if level else target


def _unknown_level(
    target: Target, rubric: tuple[Node, Rubric] | None, wording: Wording, measures: Measures
) -> Iterator[Diagnostic]:
    if target.measure is not Measure.LEVEL or target.level is None:
        return
    known = _levels_for(rubric, measures)
    if find_level(target.level, known):
        return
    if not known:
        if not wording.is_translation:
            message = f'"{target.level}" is named as a level, and the front matter lists none'
            hint = f"levels: [Not yet, Getting there, {target.level}]"
            yield diagnose("CH221", target.span, message, hint)
        return
    message = f'"{target.level}" is not on the scale: {", ".join(known)}'
    yield diagnose("CH221", target.span, message, f"level {nearest(target.level, known) or known[-1]} or better")
