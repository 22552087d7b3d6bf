"""Thousands of cases counted by the engine, and by looking at every minute of every case."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from charter.model.text import Calendar
from charter.reading.charter import read_charter
from charter.source import SourceText
from tests.clocks import slow
from tests.clocks.slow import DAY, MINUTE, Minutes
from tests.measuring.counting import PAUSED, count, csv, desk, shares

CASES = 500
HOURS = (
    "Mon-Fri 09:00-17:00",
    "Mon-Thu 08:00-12:00, 13:00-18:30, Fri 20:00-24:00, Sat 00:00-04:15",
    "daily 00:00-24:00",
)
# Around the days on which the clocks of each zone change.
PLACES = {
    "Europe/Berlin": date(2026, 3, 29),
    "America/New_York": date(2026, 11, 1),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "Asia/Kolkata": date(2026, 6, 1),
}


@dataclass(frozen=True)
class Case:
    start: datetime
    end: datetime | None
    pause: tuple[datetime, datetime | None] | None


@cache
def calendar_of(zone: str, hours: str) -> tuple[str, Calendar]:
    around = PLACES[zone]
    closed = f"[{around}, {around + 2 * DAY}, {around - 7 * DAY}]"
    words = f'{{timezone: {zone}, hours: "{hours}", closed: {closed}}}'
    text = read_charter(SourceText("c.md", f"---\ntitle: T\nparties: []\ncalendar: {words}\n---\n")).value
    assert text.calendar
    return words, text.calendar


@cache
def minutes_of(zone: str, hours: str) -> Minutes:
    _, calendar = calendar_of(zone, hours)
    # Cases begin within 15 days of the change and take at most 12.
    begin = datetime.combine(PLACES[zone] - 16 * DAY, time(), UTC)
    return Minutes.of(calendar, calendar.closed, begin, begin + 46 * DAY)


def cases(zone: str, seed: int) -> Iterator[Case]:
    """Yield cases of some weeks around the change of the clocks, some paused, some open."""
    chance = random.Random(seed)
    begin = datetime.combine(PLACES[zone] - 15 * DAY, time(), UTC)
    for _ in range(CASES):
        start = begin + chance.randrange(30 * 1440) * MINUTE
        end = start + min(int(chance.expovariate(1 / 1500)), 12 * 1440) * MINUTE
        pause = None
        if chance.random() < 0.4:
            # Some begin before the case or end after it.
            first = start + chance.randrange(-600, 3000) * MINUTE
            pause = (first, first + chance.randrange(3000) * MINUTE if chance.random() < 0.9 else None)
        yield Case(start, end if chance.random() < 0.93 else None, pause)


def written(moment: datetime | None, zone: str, chance: random.Random) -> str:
    """Return a moment as some export would write it."""
    if moment is None:
        return chance.choice(("", "-", "NULL"))
    wall = moment.astimezone(ZoneInfo(zone))
    choice = chance.randrange(5)
    # Without an offset an hour that the wall shows twice is the first of the two.
    if choice == 0 and not wall.fold:
        return f"{wall:%Y-%m-%d %H:%M}"
    if choice == 1:
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
    if choice == 2:
        return wall.isoformat()
    if choice == 3:
        return f"{wall:%Y-%m-%d %H:%M:%S %z}"
    return f"{moment.astimezone(ZoneInfo('Asia/Kathmandu')):%Y-%m-%dT%H:%M:%S.000%z}"


Passed = Callable[[datetime, datetime], int]


def month_later(start: datetime, zone: str) -> date:
    day = start.astimezone(ZoneInfo(zone)).date()
    following = (day.replace(day=1) + 32 * DAY).replace(day=1)
    last = (following + 32 * DAY).replace(day=1) - DAY
    return following.replace(day=min(day.day, last.day))


def slow_tally(
    zone: str, every: list[Case], passed: Passed, is_good: Callable[[Case, int], bool]
) -> dict[str, list[int]]:
    """Return good and total by month of the start."""
    info = ZoneInfo(zone)
    moments = [moment for case in every for moment in (case.start, case.end, *(case.pause or ())) if moment]
    latest = max(moments)
    tally: dict[str, list[int]] = {}
    for case in every:
        wall = case.start.astimezone(info)
        next_month = (wall.replace(day=1, hour=0, minute=0, tzinfo=None) + timedelta(days=32)).replace(day=1)
        seen = max(case.start, min(latest, next_month.replace(tzinfo=info).astimezone(UTC)))
        end = case.end or seen
        took = passed(case.start, end)
        if case.pause:
            begin, finish = (min(max(moment or end, case.start), end) for moment in case.pause)
            took -= passed(begin, max(begin, finish))
        good = is_good(case, max(0, took))
        months = tally.setdefault(f"{wall:%Y-%m}", [0, 0])
        if case.end or not good:
            months[0] += good and case.end is not None
            months[1] += 1
    return tally


@pytest.mark.parametrize("zone", PLACES)
@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize(
    ("target", "clock"),
    [
        ("90% within 4 business hours", "open minutes"),
        ("90% in less than 90 business minutes", "open minutes"),
        ("90% within 2 working days", "open days"),
        ("90% within 1 business week", "open days"),
        ("90% within 3 calendar days", "days"),
        ("90% within 25 hours", "minutes"),
        ("90% within 1 month", "days"),
    ],
)
def test_the_engine_counts_what_the_slow_way_counts(
    tmp_path: Path, zone: str, hours: str, target: str, clock: str
) -> None:
    words, calendar = calendar_of(zone, hours)
    info = ZoneInfo(zone)
    root = desk(tmp_path, target, calendar=words)
    every = list(cases(zone, seed=len(target)))
    chance = random.Random(7)
    rows = [
        ",".join(
            written(moment, zone, chance)
            for moment in (case.start, case.end, *(case.pause or ("", None)))
            if moment != ""
        )
        if case.pause
        else f"{written(case.start, zone, chance)},{written(case.end, zone, chance)},,"
        for case in every
    ]
    week = len({day for item in calendar.hours for day in item.days})
    limit = {
        "90% within 4 business hours": 240,
        "90% in less than 90 business minutes": 89,
        "90% within 2 working days": 2,
        "90% within 1 business week": week,
        "90% within 3 calendar days": 3,
        "90% within 25 hours": 25 * 60,
    }
    ways: dict[str, Passed] = {
        "open minutes": minutes_of(zone, hours).between,
        "open days": lambda start, end: slow.open_days(start, end, calendar, calendar.closed),
        "days": lambda start, end: (end.astimezone(info).date() - start.astimezone(info).date()).days,
        "minutes": lambda start, end: (end - start) // MINUTE,
    }

    def is_good(case: Case, took: int) -> bool:
        if target in limit:
            return took <= limit[target]
        return case.start.astimezone(info).date() + took * DAY <= month_later(case.start, zone)

    found = count(root, csv(*rows, head="opened,done,waits,goes on"), columns=PAUSED)
    unread = Counter({item.why: item.count for item in found.unread})
    reversed_pauses = [case for case in every if case.pause and case.pause[1] and case.pause[1] < case.pause[0]]
    assert not reversed_pauses
    assert not unread
    expected = slow_tally(zone, every, ways[clock], is_good)
    assert shares(found) == [(month, None, *numbers) for month, numbers in sorted(expected.items())]
    assert 0 < sum(numbers[0] for numbers in expected.values()) < CASES
