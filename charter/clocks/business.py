"""Business time and days of the calendar, as meters.

Open is every moment at which a wall in the calendar's zone shows a time within the opening hours of that weekday, on a
day that is not closed. So an hour that the wall shows twice counts twice, and one that it leaps over not at all.
A day counts when it is over its midnight: what comes in on Monday and is answered on Tuesday took one day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from charter.clocks.meter import Meter, Stretch, steps
from charter.clocks.zone import DAY_SECONDS, EPOCH_DAY, OffsetStretch, day_start, midnights, offset_stretches
from charter.model.text import Calendar, OpeningHours

ALWAYS = Meter((Stretch(-DAY_SECONDS, 2**40, -DAY_SECONDS),))
"""Time that never stands still, in seconds since 1970."""


def open_seconds(calendar: Calendar, zone: str, closed: Collection[date], first: date, last: date) -> Meter:
    """Return the meter of business time, in seconds, from the beginning of `first` to the end of `last`."""
    passed = 0
    stretches = [Stretch(begin := day_start(first) - 2 * DAY_SECONDS, begin, 0)]
    for opens, closes in _openings(calendar, zone, closed, first, last):
        stretches.append(Stretch(opens, closes, passed))
        passed += closes - opens
    return Meter(tuple(stretches))


def open_days(calendar: Calendar, zone: str, closed: Collection[date], first: date, last: date) -> Meter:
    """Return the meter that counts open days: one more from the midnight on with which an open day begins."""
    weekdays = {day for hours in calendar.hours for day in hours.days}
    count = 0
    values = []
    for day, moment in midnights(zone, first - timedelta(days=1), last + timedelta(days=1)):
        count += day.weekday() in weekdays and day not in closed
        values.append((moment, count))
    return steps(values)


def calendar_days(zone: str, first: date, last: date) -> Meter:
    """Return the meter that shows the day, counted from 1970."""
    days = midnights(zone, first - timedelta(days=1), last + timedelta(days=1))
    return steps((moment, day.toordinal() - EPOCH_DAY) for day, moment in days)


def _openings(
    calendar: Calendar, zone: str, closed: Collection[date], first: date, last: date
) -> list[tuple[int, int]]:
    """Return when it opens and closes, in order."""
    stretches = offset_stretches(zone, first, last)
    found = []
    at = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        hours = [_seconds(item) for item in calendar.hours if day.weekday() in item.days] if day not in closed else []
        wall = day_start(day)
        while at + 1 < len(stretches) and wall >= stretches[at].ends + stretches[at].offset:
            at += 1
        for opens, closes in hours:
            shown = (_within(stretch, wall + opens, wall + closes) for stretch in stretches[at : at + 3])
            found += [moments for moments in shown if moments]
    # Where the clocks go back over midnight, an hour of one day lies after the beginning of the next.
    return sorted(found)


def _within(stretch: OffsetStretch, opens: int, closes: int) -> tuple[int, int] | None:
    """Return the moments of a stretch at which a wall shows a time from `opens` to `closes`."""
    begin, end = max(opens - stretch.offset, stretch.begins), min(closes - stretch.offset, stretch.ends)
    return (begin, end) if begin < end else None


def _seconds(hours: OpeningHours) -> tuple[int, int]:
    opens = hours.opens.hour * 3600 + hours.opens.minute * 60
    return opens, (hours.closes.hour * 3600 + hours.closes.minute * 60) or DAY_SECONDS
