"""What came of an export of a ticket system: what was counted by which target, and what was not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from charter.measuring.ledger import Merged, key_of
from charter.measuring.measurement import Counted, Measurement, Unread
from charter.model.records import Outcome
from charter.report.lines import padded
from charter.report.text import number_of, visible


def measured_lines(found: Measurement, merged: Merged, file: str) -> list[str]:
    """Return a line for each row of outcomes, then what was left out."""
    counted = found.rows - sum(item.count for item in found.unread) - sum(item.cases for item in found.not_counted)
    return [
        f"{visible(file)}: {counted:,} of {number_of(found.rows, 'row', 'rows')} counted",
        *_table(found, _fates(merged)),
        *_left_out(found),
        *_remarks(found),
    ]


def measured_data(found: Measurement, merged: Merged) -> dict[str, Any]:
    """Return the same for a program."""
    fates = _fates(merged)
    return {
        "rows": found.rows,
        "timezone": found.zone,
        "timezone_assumed": found.is_zone_assumed,
        "holidays": [day.isoformat() for day in found.closed],
        "outcomes": [_outcome_data(item, fates) for item in found.counted],
        "not_counted": [
            {"period": str(item.period), "segment": item.segment, "cases": item.cases, "why": item.why}
            for item in found.not_counted
        ],
        "unread": [{"why": item.why, "rows": item.count, "lines": list(item.lines)} for item in found.unread],
    }


def _outcome_data(item: Counted, fates: Mapping[object, str]) -> dict[str, Any]:
    outcome = item.outcome
    return {
        "period": str(outcome.period),
        "segment": outcome.segment,
        "good": None if outcome.good is None else int(outcome.good),
        "total": None if outcome.total is None else int(outcome.total),
        "value": None if outcome.value is None else f"{outcome.value:f}",
        "unit": outcome.unit,
        "source": outcome.source,
        "version": item.held.label or None,
        "target": item.held.target.text if item.held.target else None,
        "targets_mixed": item.is_mixed,
        "period_running": item.is_running,
        "open_late": item.late,
        "open_left_out": item.left_out,
        "row": fates[key_of(outcome)],
    }


def _fates(merged: Merged) -> dict[object, str]:
    groups = (
        ("new", merged.added),
        ("changed", merged.changed),
        ("as before", merged.same),
        ("left alone", merged.others),
    )
    return {key_of(outcome): words for words, outcomes in groups for outcome in outcomes}


def _table(found: Measurement, fates: Mapping[object, str]) -> Iterator[str]:
    rows = [
        (
            str(item.outcome.period),
            visible(item.outcome.segment or ""),
            _numbers(item.outcome),
            f"{item.held.label}: {visible(item.held.target.text)}" if item.held.target else "",
            fates[key_of(item.outcome)],
        )
        for item in found.counted
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [padded(cell, width) for cell, width in zip(row, widths, strict=True) if width]
        yield f"  {'  '.join(cells)}".rstrip()


def _numbers(outcome: Outcome) -> str:
    if outcome.value is not None:
        return f"{outcome.value:f} {outcome.unit}"
    return f"{outcome.good:,} of {outcome.total:,}" if outcome.total else "no cases"


def _left_out(found: Measurement) -> Iterator[str]:
    for item in found.unread:
        yield f"  left out: {number_of(item.count, 'row', 'rows')} {item.why}{_places(item)}"
        if item.hint:
            yield f"    hint: {visible(item.hint)}"
    for other in found.not_counted:
        words = ", ".join(filter(None, (str(other.period), visible(other.segment or ""))))
        yield f"  left out: {number_of(other.cases, 'row', 'rows')} of {words}: {other.why}"


def _places(item: Unread) -> str:
    pairs = [
        " ".join(filter(None, (f"line {line}" if line else "", f'"{visible(words)}"' if words else "")))
        for line, words in zip_longest(item.lines, item.words)
    ]
    return f": {'; '.join(pairs)}{', …' if item.is_more else ''}" if pairs else ""


def _remarks(found: Measurement) -> Iterator[str]:
    late, left_out = sum(item.late for item in found.counted), sum(item.left_out for item in found.counted)
    if late:
        yield f"  {number_of(late, 'open case', 'open cases')} past the limit: counted as missed"
    if left_out:
        yield f"  {number_of(left_out, 'open case', 'open cases')} whose time is not known yet: not counted"
    if mixed := sorted({str(item.outcome.period) for item in found.counted if item.is_mixed}):
        yield f"  another target stood for a part of {', '.join(mixed)}: counted by the one that stood longer"
    if running := sorted({str(item.outcome.period) for item in found.counted if item.is_running}):
        yield f"  not over when the file was made: {', '.join(running)}; import a later file again"
    if found.is_zone_assumed:
        yield "  times without an offset were read as UTC, for neither the calendar nor --timezone says otherwise"
    if found.closed:
        yield f"  closed as public holidays: {', '.join(map(str, found.closed))}"
