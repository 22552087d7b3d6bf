"""Business time the slow and obvious way: every minute is looked at on a wall."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from charter.model.text import Calendar

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def is_open(moment: datetime, calendar: Calendar, closed: Collection[date]) -> bool:
    """Whether a wall in the calendar's zone shows an open time."""
    wall = moment.astimezone(ZoneInfo(calendar.timezone or "UTC"))
    if wall.date() in closed:
        return False
    now = wall.hour * 60 + wall.minute
    return any(
        hours.opens.hour * 60 + hours.opens.minute <= now < (hours.closes.hour * 60 + hours.closes.minute or 24 * 60)
        for hours in calendar.hours
        if wall.weekday() in hours.days
    )


@dataclass(frozen=True)
class Minutes:
    """Whether it is open in each minute since `first`."""

    first: datetime
    open: bytes

    @staticmethod
    def of(calendar: Calendar, closed: Collection[date], first: datetime, last: datetime) -> Minutes:
        count = (last - first) // MINUTE
        return Minutes(first, bytes(is_open(first + number * MINUTE, calendar, closed) for number in range(count)))

    def between(self, start: datetime, end: datetime) -> int:
        """How many open minutes lie between two whole minutes."""
        return sum(self.open[(start - self.first) // MINUTE : (end - self.first) // MINUTE])


def open_days(start: datetime, end: datetime, calendar: Calendar, closed: Collection[date]) -> int:
    """How many open days begin after `start` and not after `end`."""
    zone = ZoneInfo(calendar.timezone or "UTC")
    weekdays = {day for hours in calendar.hours for day in hours.days}
    day, count = start.astimezone(zone).date(), 0
    while day < end.astimezone(zone).date():
        day += DAY
        count += day.weekday() in weekdays and day not in closed
    return count


def seconds(moment: datetime) -> int:
    return int(moment.astimezone(UTC).timestamp())
