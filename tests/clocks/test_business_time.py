"""The meters of business time, beside a computation that looks at every minute."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.clocks.business import calendar_days, open_days, open_seconds
from charter.clocks.zone import is_zone, wall_offsets
from charter.model.text import Calendar, OpeningHours
from tests.clocks import slow
from tests.clocks.slow import DAY, MINUTE, Minutes, seconds

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca", "UTC")
CHANGES = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
)
"""When the clocks of Berlin, New York and Lord Howe Island change."""


@st.composite
def hours(draw: st.DrawFn) -> tuple[OpeningHours, ...]:
    """Opening hours with up to three openings a day; some end at midnight, some are whole days."""
    found = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        marks = sorted(draw(st.sets(st.sampled_from(range(0, 24 * 60 + 1, 15)), min_size=2, max_size=6)))
        for opens, closes in zip(marks[::2], marks[1::2], strict=False):
            found.append(
                OpeningHours(
                    days=(day,), opens=time(opens // 60, opens % 60), closes=time(closes // 60 % 24, closes % 60)
                )
            )
    return tuple(found)


calendars = st.builds(
    Calendar,
    timezone=st.sampled_from(ZONES),
    hours=st.one_of(hours(), st.just((OpeningHours(days=tuple(range(7)), opens=time(), closes=time()),))),
)


@given(st.data(), calendars, st.sampled_from(CHANGES))
@settings(max_examples=60, deadline=None)
def test_open_minutes_are_those_at_which_a_wall_shows_an_open_time(
    data: st.DataObject, calendar: Calendar, around: date
) -> None:
    first, last = around - 3 * DAY, around + 3 * DAY
    closed = data.draw(st.sets(st.sampled_from([around, around - DAY, around + DAY])))
    begin = datetime.combine(first, time(), UTC)
    minutes = Minutes.of(calendar, closed, begin, begin + 7 * DAY)
    meter = open_seconds(calendar, calendar.timezone or "UTC", closed, first - DAY, last + DAY)
    moments = st.integers(0, 7 * 24 * 60).map(lambda number: begin + number * MINUTE)
    for _ in range(10):
        start, end = sorted((data.draw(moments), data.draw(moments)))
        assert meter.passed(seconds(start), seconds(end)) == 60 * minutes.between(start, end)


@given(st.data(), calendars, st.sampled_from(CHANGES))
@settings(max_examples=60, deadline=None)
def test_days_are_counted_by_their_midnights(data: st.DataObject, calendar: Calendar, around: date) -> None:
    zone = calendar.timezone or "UTC"
    closed = data.draw(st.sets(st.sampled_from([around, around + DAY])))
    begin = datetime.combine(around - 10 * DAY, time(), UTC)
    moments = st.integers(0, 20 * 24 * 60).map(lambda number: begin + number * MINUTE)
    start, end = sorted((data.draw(moments), data.draw(moments)))
    days = around - 12 * DAY, around + 12 * DAY
    open_meter = open_days(calendar, zone, closed, *days)
    assert open_meter.passed(seconds(start), seconds(end)) == slow.open_days(start, end, calendar, closed)
    walls = [moment.astimezone(ZoneInfo(zone)).date() for moment in (start, end)]
    assert calendar_days(zone, *days).passed(seconds(start), seconds(end)) == (walls[1] - walls[0]).days


@given(st.sampled_from(ZONES), st.sampled_from(CHANGES), st.integers(-3 * 1440, 3 * 1440))
@settings(deadline=None)
def test_a_wall_time_is_the_first_moment_that_shows_it(zone: str, around: date, minutes: int) -> None:
    wall = datetime.combine(around, time()) + minutes * MINUTE
    shown = seconds(wall.replace(tzinfo=UTC))
    expected = seconds(wall.replace(tzinfo=ZoneInfo(zone)))
    assert shown - wall_offsets(zone, around - 4 * DAY, around + 4 * DAY).read(shown) == expected


def test_an_hour_that_the_wall_shows_twice_counts_twice_and_one_it_leaps_over_not_at_all() -> None:
    calendar = Calendar(timezone="Europe/Berlin", hours=(OpeningHours(days=(6,), opens=time(2), closes=time(3)),))
    for day, hours_open in ((date(2026, 3, 29), 0), (date(2026, 10, 25), 2), (date(2026, 7, 5), 1)):
        meter = open_seconds(calendar, "Europe/Berlin", (), day, day)
        begin = datetime.combine(day, time(), ZoneInfo("Europe/Berlin"))
        assert meter.passed(seconds(begin), seconds(begin + DAY)) == 3600 * hours_open


def test_half_an_hour_is_lost_and_won_on_lord_howe_island() -> None:
    always = Calendar(hours=(OpeningHours(days=tuple(range(7)), opens=time(), closes=time()),))
    for day, hours_open in ((date(2026, 4, 5), 24.5), (date(2026, 10, 4), 23.5)):
        meter = open_seconds(always, "Australia/Lord_Howe", (), day, day)
        assert meter.read(2**40) == 3600 * hours_open


def test_midnight_leapt_over_begins_the_day_with_the_leap() -> None:
    # In Santiago the clocks go from 24:00 on Saturday to 01:00 on Sunday.
    meter = calendar_days("America/Santiago", date(2026, 9, 5), date(2026, 9, 6))
    leap = seconds(datetime(2026, 9, 6, 4, tzinfo=UTC))
    assert meter.read(leap) - meter.read(leap - 1) == 1
    assert meter.read(leap + 22 * 3600) == meter.read(leap)


@pytest.mark.parametrize(
    ("name", "is_known"), [("Europe/Berlin", True), ("Berlin", False), ("../etc", False), ("", False)]
)
def test_a_zone_is_one_that_this_machine_knows(name: str, is_known: bool) -> None:
    assert is_zone(name) is is_known


def test_before_its_first_stretch_a_meter_shows_what_the_first_shows() -> None:
    meter = calendar_days("UTC", date(2026, 1, 1), date(2026, 1, 2))
    assert meter.read(0) == meter.read(seconds(datetime(2025, 12, 31, tzinfo=UTC)))
    assert timedelta(days=meter.read(0)) == timedelta(days=(date(2025, 12, 31) - date(1970, 1, 1)).days)
