"""What was measured: `outcomes.csv`."""

from __future__ import annotations

from charter.model.records import Outcome
from charter.reading.csvtable import CsvRow, read_csv_rows
from charter.reading.values import parse_count, parse_decimal, parse_period
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

_REQUIRED = ("period", "ref")
_OPTIONAL = ("segment", "good", "total", "value", "unit", "source", "note")


def read_outcomes(source: SourceText) -> Reading[tuple[Outcome, ...]]:
    """Return the outcomes of a CSV file, in its order. A row without a period or a ref is reported and left out."""
    rows = read_csv_rows(source, _REQUIRED, _OPTIONAL)
    found = list(rows.diagnostics)
    outcomes = []
    first: dict[tuple[object, ...], Span] = {}
    for row in rows.value:
        outcome = _outcome(row, found)
        if outcome is None:
            continue
        key = (outcome.period, outcome.ref, outcome.segment, outcome.unit)
        related = first.setdefault(key, outcome.span)
        if related is not outcome.span:
            found.append(_duplicate(row, outcome, related))
        outcomes.append(outcome)
    return Reading(tuple(outcomes), tuple(found))


def _outcome(row: CsvRow, found: list[Diagnostic]) -> Outcome | None:
    period = row.required("period", parse_period, "CH414", found)
    ref = row.required("ref", str, "CH411", found)
    good = row.value("good", parse_count, "CH411", found)
    total = row.value("total", parse_count, "CH411", found)
    value = row.value("value", parse_decimal, "CH411", found)
    unit = row.text("unit") or None
    if good is not None and total is not None and good > total:
        message = f"{good:f} good cases of {total:f} is more than there were"
        found.append(diagnose("CH440", row.span("good"), message, f"write at most {total:f}"))
    if good is not None and total is None and not row.text("total"):
        message = f'"{row.text("good")}" good cases, and no total says of how many'
        found.append(diagnose("CH411", row.span("good"), message, "write the number of all cases under total"))
    if value is not None and unit is None:
        message = f'"{row.text("value")}" has no unit'
        found.append(diagnose("CH411", row.span("value"), message, "write its unit under unit, e.g. working days"))
    if period is None or ref is None:
        return None
    return Outcome(
        period=period,
        ref=ref,
        segment=row.text("segment") or None,
        good=good,
        total=total,
        value=value,
        unit=unit,
        source=row.text("source"),
        note=row.text("note"),
        span=row.span(),
    )


def _duplicate(row: CsvRow, outcome: Outcome, first: Span) -> Diagnostic:
    words = ", ".join(filter(None, (str(outcome.period), outcome.ref, outcome.segment, outcome.unit)))
    message = f'"{words}" was measured in line {first.line} already'
    return diagnose("CH443", row.span("period"), message, "add the numbers up in one row", related=(first,))
