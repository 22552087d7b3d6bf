"""Us beside the alternatives: `comparison.md`."""

from __future__ import annotations

from collections.abc import Sequence

from charter.model.records import ComparedService, Comparison
from charter.model.text import Visibility
from charter.reading.keywords import fold, nearest
from charter.reading.nodes import Table
from charter.reading.recordhead import RecordParts, read_parts
from charter.reading.recordtable import Column, RecordRow, missing_table, read_record_table, split_body
from charter.reading.shapes import list_of
from charter.source import Diagnostic, Reading, SourceText, diagnose

_COLUMNS = (
    Column("Service"),
    Column("Expectation", is_required=False, aliases=("Promise",)),
    Column("Us"),
    Column("How we know", is_required=False, aliases=("Evidence",)),
    Column("Over and above", is_required=False, aliases=("Over and above?",)),
)


def read_comparison(source: SourceText) -> Reading[Comparison]:
    """Return the comparison. It is for the parties alone unless it says `audience: public`.

    The alternatives are the columns that `compared-with` names; without that key, every column that is no other.
    """
    parts = read_parts(source, ("audience", "visibility", "compared-with", "date"), "a comparison")
    found = parts.found
    value = parts.mapping.get("compared-with")
    example = "compared-with: [Asking a colleague]"
    named = [] if value is None else [item.text.strip() for item in list_of(value, "compared-with", found, example)]
    alternatives = tuple(dict.fromkeys(named)) or _further_heads(split_body(parts.nodes, _COLUMNS).tables)
    columns = (*_COLUMNS, *map(Column, alternatives))
    body = split_body(parts.nodes, columns)
    services: list[ComparedService] = []
    for table in body.tables:
        reading = read_record_table(table, columns)
        found += reading.diagnostics
        services += (_service(row, alternatives, found) for row in reading.value.rows)
    if not body.tables:
        found.append(missing_table(source.span(1, 1), columns, "the comparison"))
    comparison = Comparison(
        alternatives=alternatives,
        services=tuple(services),
        title=body.title,
        date=parts.date("date"),
        visibility=_visibility(parts),
        prose=body.prose,
        span=source.span(1, 1),
    )
    return Reading(comparison, tuple(found))


def _further_heads(tables: Sequence[Table]) -> tuple[str, ...]:
    others = read_record_table(tables[0], _COLUMNS).value.others if tables else ()
    return tuple(dict.fromkeys(head.words.text for head in others))


def _service(row: RecordRow, alternatives: Sequence[str], found: list[Diagnostic]) -> ComparedService:
    return ComparedService(
        service=row.required("Service", str, "CH411", found, "write what the service is") or "",
        ref=row.text("Expectation") or None,
        us=row.text("Us"),
        marks=tuple(row.text(name) for name in alternatives),
        evidence=row.text("How we know"),
        over_and_above=row.text("Over and above"),
        span=row.span,
    )


def _visibility(parts: RecordParts) -> Visibility:
    """Return who may read it: the parties, unless every key that says something says that everybody may."""
    said = {found for key in ("audience", "visibility") if (found := _said(parts, key))}
    return Visibility.PUBLIC if said == {Visibility.PUBLIC} else Visibility.PARTIES


def _said(parts: RecordParts, key: str) -> Visibility | None:
    words = parts.text(key, f"{key}: parties")
    if not words:
        return None
    if fold(words) in tuple(Visibility):
        return Visibility(fold(words))
    message = f'"{words}" is neither public nor parties; the comparison is not published until it is'
    hint = f"{key}: {nearest(words, Visibility) or 'parties'}"
    parts.found.append(diagnose("CH106", parts.span(key), message, hint))
    return Visibility.PARTIES
