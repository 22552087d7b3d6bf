"""What went wrong, and what changes: `incidents/DATE-….md`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from charter.model.prose import Block
from charter.model.records import Incident
from charter.reading.actions import read_actions
from charter.reading.keywords import fold
from charter.reading.nodes import Node
from charter.reading.recordhead import RecordParts, read_parts
from charter.reading.shapes import list_of
from charter.reading.values import Refusal, parse_date
from charter.source import Reading, SourceText, diagnose

_PARTS = {
    "stop": "What did people need straight away?",
    "pause": "What did we know, and what not?",
    "analyse": "What led to it? Not: who?",
}
_SPELLINGS = {"analyze": "analyse"}
_NAMED_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")


def read_incident(source: SourceText, name: str) -> Reading[Incident]:
    """Return the note `name`, which is the file's name without its ending.

    Its day may stand in the front matter or begin its name. Text above the first part is a part without a heading.
    """
    parts = read_parts(source, ("date", "expectations", "status"), "an incident")
    found = parts.found
    title, nodes = "", list(parts.nodes)
    if nodes and nodes[0].heading and nodes[0].block.level == 1:
        title = nodes.pop(0).block.text
    sections = tuple(_sections(nodes))
    there = {_SPELLINGS.get(fold(heading), fold(heading)) for heading, _ in sections}
    for part, question in _PARTS.items():
        if part not in there:
            hint = f"## {part.capitalize()}\n\n{question}"
            message = f'there is no part "{part.capitalize()}"'
            found.append(diagnose("CH460", source.span(1, 1), message, hint))
    actions = read_actions(source, (item for node in nodes for item in node.items))
    found += actions.diagnostics
    refs = parts.mapping.get("expectations")
    incident = Incident(
        name=name,
        title=title or name,
        date=_day(parts, name),
        expectations=()
        if refs is None
        else tuple(item.text.strip() for item in list_of(refs, "expectations", found, "expectations: [first-reply]")),
        status=parts.text("status", "status: closed") or None,
        parts=sections,
        actions=actions.value,
        span=source.span(1, 1),
    )
    return Reading(incident, tuple(found))


def _sections(nodes: list[Node]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    heading, blocks = "", list[Block]()
    for node in nodes:
        if node.heading and (node.block.level or 0) <= 2:
            if heading or blocks:
                yield heading, tuple(blocks)
            heading, blocks = node.heading.text, []
        else:
            blocks.append(node.block)
    if heading or blocks:
        yield heading, tuple(blocks)


def _day(parts: RecordParts, name: str) -> date | None:
    if parts.mapping.get("date"):
        return parts.date("date")
    match = _NAMED_DAY.match(name)
    day = parse_date(match[0]) if match else Refusal("the incident does not say when it happened", "date: 2026-02-03")
    if isinstance(day, Refusal):
        parts.found.append(diagnose("CH406", parts.mapping.span, day.message, day.hint))
        return None
    return day
