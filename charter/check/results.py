"""Rules on what was measured: that it is reported, in time and not before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from charter.check.looking_back import latest_day
from charter.check.places import cell_of
from charter.check.subject import Subject
from charter.model.cadence import Every, add_months
from charter.model.records import Outcome, Period
from charter.model.target import Measure
from charter.model.text import CharterText, Expectation, FieldKey
from charter.reading.cadence import read_cadence
from charter.reading.target_chunks import chunks_of
from charter.reading.target_words import words_for
from charter.source import Diagnostic, Span, diagnose

_WINDOWS = {"month": 1, "quarter": 3, "year": 12}
_REGULAR = 3
"""So many reports at equal distance say how often a promise is reported, where `Measured` does not."""
_LONGEST = 60
"""No promise is measured less often than once in so many months."""
_SHOWN = 4


def find_missing_periods(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the periods of the last year, since a promise was first reported on, that it was not reported for.

    The last period that is over may still be counted; a row without numbers says that there were no cases. Promises
    that lack the same periods are told together.
    """
    lacking: dict[tuple[str, ...], list[Outcome]] = {}
    for promise, text in _reported_on(subject):
        rows = [row for row in _rows(subject, promise) if row.period.first <= subject.today]
        if not rows or (step := _step(promise, text, rows)) is None:
            continue
        reported = [(row.period.first, row.period.last) for row in rows]
        missing = tuple(
            str(period)
            for period in _periods(rows, step, subject.today)
            if not any(first <= period.last and period.first <= last for first, last in reported)
        )
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


@lru_cache(maxsize=1024)
def _months_in(words: str, language: str) -> int | None:
    for part in words.replace(";", ",").replace(":", ",").split(","):
        cadence = read_cadence(part.strip(), language)
        rule = cadence.rules[0] if cadence and len(cadence.rules) == 1 else None
        if isinstance(rule, Every):
            return rule.count if rule.unit == "month" and rule.count <= _LONGEST else None
        chunks = chunks_of(part.strip(), words_for(language))
        if len(chunks) == 1 and chunks[0].kind == "window":
            return _WINDOWS.get(chunks[0].name)
    return None


def measured_every(promise: Expectation, language: str) -> int | None:
    """Return after how many months a promise is measured again: 1 for `monthly`, 3 for `every 3 months`.

    `None` for any other rhythm, and where `Measured` says nothing of one.
    """
    words = promise.field_text(FieldKey.MEASURED)
    return _months_in(words, language) if words else None


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A period that may be longer than a month and shorter than a year: two quarters, half a year."""

    first: date
    last: date
    months: int

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        if self.months == 1:
            return str(Period(year=year, month=month))
        if self.months == 3 and month % 3 == 1:
            return str(Period(year=year, quarter=month // 3 + 1))
        if self.months == 12 and month == 1:
            return str(Period(year=year))
        return f"{Period(year=year, month=month)} to {Period(year=self.last.year, month=self.last.month)}"


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


def _step(promise: Expectation, text: CharterText, rows: Sequence[Outcome]) -> int | None:
    """Return how many months lie between two reports.

    Who measures every month may report once a year; so no report is asked for more often than the last one was long.
    """
    measured = measured_every(promise, text.language)
    if measured is not None:
        return max(measured, rows[-1].period.months)
    firsts = sorted({row.period.first for row in rows})
    places = [12 * first.year + first.month for first in firsts]
    steps = {later - earlier for earlier, later in pairwise(places)}
    return steps.pop() if len(steps) == 1 and len(places) >= _REGULAR else None


def _periods(rows: Sequence[Outcome], step: int, today: date) -> Iterator[_Stretch]:
    """Yield the periods to report on, oldest first: those after the first report that ended in the last year.

    They lie side by side, and one begins where the last report did. Of longer ones the last two are looked at.
    """
    anchor = rows[-1].period.first
    oldest = add_months(today, -max(12, 2 * step))
    at = -((12 * (anchor.year - oldest.year) + anchor.month - oldest.month) // step) - 1
    while True:
        first = add_months(anchor, at * step)
        next_first = add_months(first, step)
        last = date.fromordinal(next_first.toordinal() - 1)
        # After the last report somebody may still be counting, for as long again as the period was.
        if (next_first if last < anchor else add_months(next_first, step)) > today:
            return
        if last >= oldest and first > rows[0].period.first:
            yield _Stretch(first, last, step)
        at += 1


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
