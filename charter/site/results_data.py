"""What was measured, for programs: every result of a promise with what it was held against."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from charter.measure.results import PromiseResults, Result


def results_data(measured: PromiseResults | None) -> list[dict[str, Any]]:
    """Return every result of a promise, segment by segment, the oldest period first."""
    if measured is None:
        return []
    return [_result(result, series.segment) for series in measured.series for result in series.results]


def _result(result: Result, segment: str | None) -> dict[str, Any]:
    numbers, held, ruling = result.numbers, result.held, result.ruling
    return {
        "period": str(result.period),
        "segment": segment,
        "good": amount(numbers.good),
        "total": amount(numbers.total),
        "value": amount(numbers.value),
        "unit": numbers.unit,
        "judged": ruling.judged.value,
        "why": ruling.why.name.lower().replace("_", "-") if ruling.why else None,
        "version": held.label or None,
        "target": held.target.text if held.target else None,
        "mixed": result.is_mixed,
        "source": result.source or None,
        "note": result.note or None,
    }


def amount(number: Decimal | None) -> str | None:
    """Return an amount with no more figures than it needs: `95`, `99.9`, `4.5`."""
    if number is None:
        return None
    words = f"{number:f}"
    return words.rstrip("0").rstrip(".") or "0" if "." in words else words
