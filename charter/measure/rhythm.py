"""How often a promise is measured, and for which periods nobody reported it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from charter.model.cadence import Every, add_months
from charter.model.records import Outcome, Period
from charter.model.text import Expectation, FieldKey
from charter.reading.cadence import read_cadence
from charter.reading.target_chunks import chunks_of
from charter.reading.target_words import words_for

_WINDOWS = {"month": 1, "quarter": 3, "year": 12}
_REGULAR = 3
"""So many reports at equal distance say how often a promise is reported, where `Measured` does not."""
_LONGEST = 60
"""No promise is measured less often than once in so many months."""


def measured_every(promise: Expectation, language: str) -> int | None:
    """Return after how many months a promise is measured again: 1 for `monthly`, 3 for `every 3 months`.

    `None` for any other rhythm, and where `Measured` says nothing of one.
    """
    words = promise.field_text(FieldKey.MEASURED)
    return _months_in(words, language) if words else None


@dataclass(frozen=True, slots=True)
class Stretch:
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


def missing_periods(promise: Expectation, language: str, rows: Sequence[Outcome], today: date) -> tuple[Stretch, ...]:
    """Return the periods of the last year, since a promise was first reported on, that it was not reported for.

    `rows` are what was reported of it, the earliest period first. The last period that is over may still be counted.
    Of a promise that says no rhythm, and shows none, nothing is known to be missing.
    """
    begun = [row for row in rows if row.period.first <= today]
    if not begun or (step := _step(promise, language, begun)) is None:
        return ()
    reported = [(row.period.first, row.period.last) for row in begun]
    return tuple(
        period
        for period in _periods(begun, step, today)
        if not any(first <= period.last and period.first <= last for first, last in reported)
    )


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


def _step(promise: Expectation, language: str, rows: Sequence[Outcome]) -> int | None:
    """Return how many months lie between two reports.

    Who measures every month may report once a year; so no report is asked for more often than the last one was long.
    """
    measured = measured_every(promise, language)
    if measured is not None:
        return max(measured, rows[-1].period.months)
    firsts = sorted({row.period.first for row in rows})
    places = [12 * first.year + first.month for first in firsts]
    steps = {later - earlier for earlier, later in pairwise(places)}
    return steps.pop() if len(steps) == 1 and len(places) >= _REGULAR else None


def _periods(rows: Sequence[Outcome], step: int, today: date) -> Iterator[Stretch]:
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
            yield Stretch(first, last, step)
        at += 1
