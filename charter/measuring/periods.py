"""The periods that an export may be about: months, quarters or years, in the zone of a charter's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charter.clocks.meter import Meter, steps
from charter.clocks.zone import midnights
from charter.model.records import Period

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods that the file may be about, each with the moments at which it begins and is over."""

    zone: str
    periods: tuple[tuple[Period, int, int], ...]

    @staticmethod
    def of(zone: str, kind: str, first: date, last: date) -> Timeline:
        """Return the periods of one kind from the year of `first` to that of `last`."""
        days = midnights(zone, date(first.year, 1, 1), date(last.year + 1, 1, 1))
        begun = [(period, moment) for day, moment in days if (period := _beginning(day, kind))]
        ends = (moment for _, moment in begun[1:])
        return Timeline(zone, tuple((period, at, end) for (period, at), end in zip(begun, ends, strict=False)))

    def meter(self) -> Meter:
        """Return the meter that shows the place of the period in `periods`."""
        return steps((begins, place) for place, (_, begins, _) in enumerate(self.periods))


def _beginning(day: date, kind: str) -> Period | None:
    """Return the period that begins on a day."""
    if day.day != 1 or (day.month - 1) % MONTHS[kind]:
        return None
    if kind == "year":
        return Period(year=day.year)
    return (
        Period(year=day.year, quarter=day.month // 3 + 1)
        if kind == "quarter"
        else Period(year=day.year, month=day.month)
    )
