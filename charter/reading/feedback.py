"""What people said: `feedback.csv`."""

from __future__ import annotations

from decimal import Decimal

from charter.model.records import Feedback
from charter.reading.csvtable import CsvRow, read_csv_rows
from charter.reading.values import Refusal, parse_date, parse_decimal
from charter.source import Diagnostic, Reading, SourceText, diagnose

_REQUIRED = ("date", "party")
_OPTIONAL = ("channel", "ref", "score", "said", "answered", "action", "source")
_SCORES = range(-2, 3)


def read_feedback(source: SourceText) -> Reading[tuple[Feedback, ...]]:
    """Return the remarks of a CSV file, in its order. A row without a date or a party is reported and left out."""
    rows = read_csv_rows(source, _REQUIRED, _OPTIONAL)
    found = list(rows.diagnostics)
    remarks = [remark for row in rows.value if (remark := _remark(row, found))]
    return Reading(tuple(remarks), tuple(found))


def _remark(row: CsvRow, found: list[Diagnostic]) -> Feedback | None:
    said_on = row.required("date", parse_date, "CH406", found)
    party = row.required("party", str, "CH411", found)
    score = row.value("score", _parse_score, "CH411", found)
    if score is not None and score not in _SCORES:
        message = f'"{row.text("score")}" is not a score: -2, -1, 0, 1 or 2'
        found.append(diagnose("CH450", row.span("score"), message, f"write {_nearest(score)}"))
        score = None
    answered = row.value("answered", parse_date, "CH406", found)
    if said_on is None or party is None:
        return None
    return Feedback(
        date=said_on,
        party=party,
        channel=row.text("channel"),
        ref=row.text("ref") or None,
        score=None if score is None else int(score),
        said=row.text("said"),
        answered=answered,
        action=row.text("action"),
        source=row.text("source"),
        span=row.span(),
    )


def _parse_score(text: str) -> Decimal | Refusal:
    number = parse_decimal(text)
    return Refusal(number.message, "write -2, -1, 0, 1 or 2") if isinstance(number, Refusal) else number


def _nearest(score: Decimal) -> int:
    return min(_SCORES, key=lambda one: abs(one - score))
