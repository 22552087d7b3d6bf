"""Rules by which the parties sit down again, and the dates that each rule gives."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_LAST_YEAR = 9990
"""Dates are not computed past this year: `date` ends at 9999."""


@dataclass(frozen=True, slots=True)
class Every:
    """A date every `count` days or months after the anchor; a day that a month lacks becomes its last day."""

    count: int
    unit: str
    """`day` or `month`."""
    anchor: date | None = None
    from_last_review: bool = False

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the dates after `anchor`, each counted from it, so that a clamped day does not stay clamped."""
        step = 0
        while True:
            step += self.count
            try:
                day = anchor + timedelta(days=step) if self.unit == "day" else add_months(anchor, step)
            except (OverflowError, ValueError):
                return
            if day.year > _LAST_YEAR:
                return
            yield day


@dataclass(frozen=True, slots=True)
class OnDays:
    """The same days each year, as pairs of month and day; 29 February is the 28th in other years."""

    days: tuple[tuple[int, int], ...]

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the dates after `anchor`."""
        for year in range(anchor.year, _LAST_YEAR):
            for month, day in self.days:
                found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
                if found > anchor:
                    yield found


@dataclass(frozen=True, slots=True)
class ServiceWeek:
    """Customer Service Week: Monday to Friday of the first Monday of October."""

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the Mondays after `anchor` on which such a week begins."""
        for year in range(anchor.year, _LAST_YEAR):
            monday = service_week(year)
            if monday > anchor:
                yield monday


Rule = Every | OnDays | ServiceWeek


@dataclass(frozen=True, slots=True)
class Cadence:
    """Rules whose dates are taken together, and triggers that are shown but not computed."""

    rules: tuple[Rule, ...]
    triggers: tuple[str, ...] = ()


def service_week(year: int) -> date:
    """Return the Monday on which Customer Service Week begins: the first Monday of October."""
    first = date(year, 10, 1)
    return first + timedelta(days=-first.weekday() % 7)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later; a day that the month lacks becomes its last day (31 January → 28 February).

    RFC 5545 §3.3.10 would skip that month, and a review must not be skipped.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
