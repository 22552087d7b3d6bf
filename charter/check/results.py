"""Rules on what was measured: that it is reported, in time and not before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from charter.check.looking_back import latest_day
from charter.check.places import cell_of
from charter.check.subject import Subject
from charter.measure.rhythm import measured_every, missing_periods
from charter.model.cadence import add_months
from charter.model.records import Outcome, Period
from charter.model.target import Measure
from charter.model.text import CharterText, Expectation, FieldKey
from charter.source import Diagnostic, Span, diagnose

_SHOWN = 4


def find_missing_periods(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the periods of the last year, since a promise was first reported on, that it was not reported for.

    The last period that is over may still be counted; a row without numbers says that there were no cases. Promises
    that lack the same periods are told together.
    """
    lacking: dict[tuple[str, ...], list[Outcome]] = {}
    for promise, text in _reported_on(subject):
        rows = [row for row in _rows(subject, promise) if row.period.first <= subject.today]
        missing = tuple(map(str, missing_periods(promise, text.language, rows, subject.today)))
        if missing:
            lacking.setdefault(missing, []).append(rows[-1])
    for missing, last in lacking.items():
        were = "was" if len(last) == 1 else "were"
        refs = [f'"{row.ref}"' for row in last]
        message = f"{_listed(refs)} {were} not reported for {_listed(missing)}"
        hint = f"{missing[0]},{last[0].ref},… with its numbers, or without any where there were no cases"
        yield diagnose("CH444", cell_of(subject.charter, last[0].span, "ref"), message, hint)


def find_unreported_promises(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the promises that say how often they are measured, and of which nothing was ever reported.

    A charter that reports nothing at all is told so once.
    """
    silent = [
        (promise, months)
        for promise, text in _reported_on(subject)
        if (months := measured_every(promise, text.language))
        and not _rows(subject, promise)
        and (since := _in_force_since(subject, promise)) is not None
        and add_months(since, 2 * months) <= subject.today
    ]
    if not silent:
        return
    if not subject.charter.records.outcomes:
        promise, months = silent[0]
        message = f"nothing that was measured was ever reported: {_listed([promise.ref for promise, _ in silent])}"
        yield diagnose("CH445", _place(subject, promise), message, _example(promise, months, subject.today))
        return
    for promise, months in silent:
        words = promise.field_text(FieldKey.MEASURED)
        message = f'"{words}", says "{promise.ref}", and no result was ever reported'
        yield diagnose("CH445", _place(subject, promise), message, _example(promise, months, subject.today))


def find_outcomes_to_come(subject: Subject) -> Iterator[Diagnostic]:
    """Yield outcomes with numbers of a period that has not begun."""
    latest: date | None = None
    for row in subject.charter.records.outcomes:
        if row.period.first > subject.today and (row.value is not None or row.total is not None):
            latest = latest or latest_day(subject)
            if row.period.first > latest:
                message = f'"{row.period}" begins on {row.period.first}, and numbers of it stand here already'
                hint = "write the period that was measured"
                yield diagnose("CH447", cell_of(subject.charter, row.span, "period"), message, hint)


def _reported_on(subject: Subject) -> Iterator[tuple[Expectation, CharterText]]:
    """Yield the promises in force whose results are numbers; levels are given in assessments."""
    text = subject.standing.in_force.version.text if subject.standing.in_force else None
    for promise in text.expectations if text else ():
        if text and any(item.is_computed and item.measure is not Measure.LEVEL for item in promise.targets):
            yield promise, text


def _rows(subject: Subject, promise: Expectation) -> list[Outcome]:
    """Return what was reported of a promise, under every name it had, the earliest period first."""
    names = {promise.ref, *promise.was}
    rows = [row for row in subject.charter.records.outcomes if row.ref in names]
    return sorted(rows, key=lambda row: (row.period.first, row.period.last))


def _in_force_since(subject: Subject, promise: Expectation) -> date | None:
    """Return since when a promise is in force without a break."""
    since: date | None = None
    names = {promise.ref, *promise.was}
    for item in subject.standing.versions:
        if not any(other.ref in names for other in item.version.text.expectations):
            since = None
        elif item.in_force_from and since is None:
            since = item.in_force_from
        if item is subject.standing.in_force:
            break
    return since


def _place(subject: Subject, promise: Expectation) -> Span:
    """Return where the working text says how the promise is measured; the version where it does not any more."""
    now = (
        [item for item in subject.charter.text.expectations if item.ref == promise.ref] if subject.charter.text else []
    )
    fields = [field for item in (*now, promise) for field in item.fields if field.key is FieldKey.MEASURED]
    return fields[0].span


def _example(promise: Expectation, months: int, today: date) -> str:
    """Return the row that is missing most: of the last period that is over."""
    before = add_months(today, -months)
    period = Period(year=before.year)
    if months == 1:
        period = Period(year=before.year, month=before.month)
    elif months == 3:
        period = Period(year=before.year, quarter=(before.month + 2) // 3)
    return f"outcomes.csv: {period},{promise.ref},… with how many of how many"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}"
