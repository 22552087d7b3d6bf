"""A time zone over some days: which offset holds when, found by asking, for the zones' data are not open to look at.

Moments are whole seconds since 1970 in UTC; wall times are counted in the same way, as if the wall stood in UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from charter.clocks.meter import Meter, steps

DAY_SECONDS = 86_400
_STEP_SECONDS = DAY_SECONDS // 4
"""No zone changes its offset twice in so short a time."""
EPOCH_DAY = date(1970, 1, 1).toordinal()


class OffsetStretch(NamedTuple):
    """From the moment `begins` to `ends`, walls show `offset` seconds more than UTC."""

    begins: int
    ends: int
    offset: int


def day_start(day: date) -> int:
    """Return midnight of a day on a wall, in seconds since 1970."""
    return (day.toordinal() - EPOCH_DAY) * DAY_SECONDS


def is_zone(name: str) -> bool:
    """Whether this machine knows a time zone of that name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=64)
def offset_stretches(zone: str, first: date, last: date) -> tuple[OffsetStretch, ...]:
    """Return the offsets of a zone from two days before `first` to two days after `last`, without a gap."""
    info = ZoneInfo(zone)
    begin, end = day_start(first) - 2 * DAY_SECONDS, day_start(last) + 3 * DAY_SECONDS
    found = [begin]
    for at in range(begin, end, _STEP_SECONDS):
        after = min(at + _STEP_SECONDS, end)
        if _offset(info, at) != _offset(info, after):
            found.append(_change(info, at, after))
    return tuple(
        OffsetStretch(at, until, _offset(info, at)) for at, until in zip(found, (*found[1:], end), strict=True)
    )


def wall_offsets(zone: str, first: date, last: date) -> Meter:
    """Return what to take off a wall time to have its moment, as a meter of wall times.

    A time that a wall shows twice is the first one; a time that it leaps over is read as if it had not leapt yet
    (`fold=0` of PEP 495).
    """
    stretches = offset_stretches(zone, first, last)
    values = [(stretches[0].begins + stretches[0].offset, stretches[0].offset)]
    changes = ((after.begins + max(before.offset, after.offset), after.offset) for before, after in pairwise(stretches))
    return steps([*values, *changes])


def midnights(zone: str, first: date, last: date) -> Iterator[tuple[date, int]]:
    """Yield each day and the first moment at which walls show it, or a later day where the zone skipped it."""
    stretches = offset_stretches(zone, first, last)
    at = 0
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        wall = day_start(day)
        while at + 1 < len(stretches) and wall >= stretches[at].ends + stretches[at].offset:
            at += 1
        # Where midnight was leapt over, the day begins with the leap.
        yield day, max(wall - stretches[at].offset, stretches[at].begins)


def _change(info: ZoneInfo, before: int, after: int) -> int:
    """Return the first second with the offset that `after` has."""
    late = _offset(info, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(info, middle) == late:
            after = middle
        else:
            before = middle
    return after


def _offset(info: ZoneInfo, moment: int) -> int:
    found = datetime.fromtimestamp(moment, UTC).astimezone(info).utcoffset()
    return int(found.total_seconds()) if found else 0
