"""Laws of the comparison of targets, held against outcomes made up to break them."""

from __future__ import annotations

from datetime import time
from decimal import ROUND_CEILING, Decimal
from functools import cache
from itertools import combinations_with_replacement

from hypothesis import given, settings
from hypothesis import strategies as st

from charter.compare.amounts import Amount, compare_amounts
from charter.compare.changes import Direction
from charter.compare.targets import compare_targets
from charter.model.target import Clock, Measure, Target
from charter.model.text import Calendar, OpeningHours
from charter.reading.targets import read_target
from charter.source import Span

WEEK = (0, 1, 2, 3, 4)
SHOP = Calendar(
    hours=(
        OpeningHours(days=WEEK, opens=time(9), closes=time(18)),
        OpeningHours(days=(5,), opens=time(9), closes=time(13)),
    )
)
MIRROR = {Direction.STRONGER: Direction.WEAKER, Direction.WEAKER: Direction.STRONGER}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@cache
def target(words: str) -> Target:
    return read_target(words, span=Span("charter.md", 1, 1)).value


def way(before: str, after: str) -> Direction | None:
    return compare_targets(target(before), target(after), calendar_before=SHOP, calendar_after=SHOP)


numbers = st.integers(1, 6)
amounts = st.builds(
    "{} {}".format,
    numbers,
    st.sampled_from(
        [
            "minutes",
            "hours",
            "days",
            "weeks",
            "months",
            "quarters",
            "years",
            "business hours",
            "working days",
            "business weeks",
        ]
    ),
)
windows = st.sampled_from(
    [
        "",
        " each month",
        " each quarter",
        " each year",
        " in any 12 months",
        " in any 30 days",
        " each week",
        " each day",
    ]
)
shares = st.builds(
    "{}{}% {}{}".format,
    st.sampled_from(["at least ", "more than ", "no more than ", "under "]),
    st.sampled_from([0.5, 5, 50, 95, 99.9]),
    st.one_of(st.just("of calls"), st.builds("of calls within {}".format, amounts)),
    windows,
)
phrases = st.one_of(
    shares,
    st.builds("within {}".format, amounts),
    st.builds("every {}".format, amounts),
    st.builds("at least {} notice".format, amounts),
    st.builds(
        "{} {} {}".format,
        st.sampled_from(["average", "median", "p90", "p95"]),
        st.sampled_from(["under", "no more than"]),
        amounts,
    ),
    st.builds(
        "{} {} visits{}".format,
        st.sampled_from(["at least", "no more than", "fewer than", "more than"]),
        numbers,
        windows,
    ),
    st.builds("{} out of {} or better{}".format, numbers, st.sampled_from([7, 10]), windows),
    st.builds(
        "{}by {}:{} the same day".format,
        st.sampled_from(["", "95% ", "98% "]),
        st.integers(10, 18),
        st.sampled_from(["00", "30"]),
    ),
    st.sampled_from(
        [
            "every time",
            "no visits",
            "promptly",
            "once a month",
            "every month",
            "daily",
            "every working day",
            "by Friday",
        ]
    ),
)


@settings(max_examples=600, deadline=None)
@given(phrases, phrases)
def test_the_way_back_mirrors_the_way_there(before: str, after: str) -> None:
    there = way(before, after)
    assert way(after, before) == MIRROR.get(there, there) if there else way(after, before) is None


@settings(max_examples=300, deadline=None)
@given(phrases)
def test_nothing_changes_between_equal_targets(words: str) -> None:
    assert way(words, words) is None
    assert way(words, words.replace(" ", "  ")) is None


lengths = st.builds(
    Amount,
    numbers.map(Decimal),
    st.sampled_from(["minute", "hour", "day", "week", "month", "quarter", "year"]),
    st.sampled_from(list(Clock)),
)


@settings(max_examples=1500, deadline=None)
@given(lengths, lengths, lengths)
def test_of_three_amounts_the_order_that_is_decided_holds_together(one: Amount, two: Amount, three: Amount) -> None:
    calendars = (SHOP, SHOP)
    if compare_amounts(one, two, calendars) == 1 and compare_amounts(two, three, calendars) == 1:
        assert compare_amounts(one, three, calendars) in {1, None}


HOURS = (1, 2, 3, 5, 8, 24, 30, 48, 60)
hour_limits = st.sampled_from(["1 hour", "120 minutes", "3 hours", "1 day", "48 hours", "60 hours"])
kept_within = st.one_of(
    st.builds(
        "{} {}% of calls within {}".format,
        st.sampled_from(["at least", "more than"]),
        st.sampled_from([25, 50, 75, 90]),
        hour_limits,
    ),
    st.builds("all calls within {}".format, hour_limits),
    st.builds("at least {}% of calls".format, st.sampled_from([25, 50, 75])),
    st.builds(
        "{} {}% of calls lost within {}".format,
        st.sampled_from(["no more than", "less than"]),
        st.sampled_from([25, 50, 75]),
        hour_limits,
    ),
)
noticed = st.builds("at least {} notice, for {}% of visits".format, hour_limits, st.sampled_from([50, 75, 100]))
lasting = st.builds(
    "{} {} {}".format, st.sampled_from(["p50", "p75", "p90"]), st.sampled_from(["under", "no more than"]), hour_limits
)


def hours_of(number: Decimal | None, unit: str | None) -> Decimal:
    return (number or Decimal(0)) * {"minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(24)}[unit or "hour"]


def is_within(op: str | None, number: Decimal, limit: Decimal) -> bool:
    return {">=": number >= limit, ">": number > limit, "<=": number <= limit, "<": number < limit}[op or ""]


def is_met(words: str, times: tuple[int, ...]) -> bool:
    read = target(words)
    if read.measure is Measure.DURATION:
        share = Decimal((read.stat or "p0")[1:]) / 100
        rank = max(1, int((len(times) * share).to_integral_value(ROUND_CEILING)))
        return is_within(read.op, Decimal(sorted(times)[rank - 1]), hours_of(read.value, read.unit))
    limit = hours_of(read.threshold, read.threshold_unit)
    if read.measure is Measure.NOTICE:
        good = sum(time >= limit for time in times)
    else:
        good = sum(read.threshold is None or time <= limit for time in times)
    return is_within(read.op, Decimal(100 * good) / len(times), read.value or Decimal(0))


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.tuples(kept_within, kept_within), st.tuples(noticed, noticed), st.tuples(lasting, lasting)))
def test_whoever_keeps_the_stronger_target_keeps_the_weaker(pair: tuple[str, str]) -> None:
    before, after = pair
    there = way(before, after)
    if there not in {Direction.STRONGER, Direction.NEUTRAL}:
        return
    for count in (1, 2, 4):
        for times in combinations_with_replacement(HOURS, count):
            assert is_met(before, times) or not is_met(after, times), times
            if there is Direction.NEUTRAL:
                assert is_met(after, times) or not is_met(before, times), times


calendar_windows = st.sampled_from(sorted(MONTHS))
counted = st.builds(
    "{} {} visits per {}".format,
    st.sampled_from(["at least", "no more than", "more than", "fewer than"]),
    st.sampled_from([1, 2, 3, 4, 6, 8, 12, 24]),
    calendar_windows,
)


def is_count_met(words: str, visits: list[int]) -> bool:
    read = target(words)
    size = MONTHS[read.window or ""]
    return all(
        is_within(read.op, Decimal(sum(visits[at : at + size])), read.value or Decimal(0))
        for at in range(0, len(visits), size)
    )


@settings(max_examples=250, deadline=None)
@given(counted, counted, st.lists(st.lists(st.integers(0, 3), min_size=12, max_size=12), min_size=1, max_size=8))
def test_counts_that_keep_the_stronger_target_keep_the_weaker(before: str, after: str, years: list[list[int]]) -> None:
    if way(before, after) is not Direction.STRONGER:
        return
    steady = [[number] * 12 for number in range(13)]
    bundled = [([number] + [0] * (size - 1)) * (12 // size) for size in (3, 12) for number in range(25)]
    for visits in [*years, *steady, *bundled]:
        assert is_count_met(before, visits) or not is_count_met(after, visits), visits


rated = st.builds("at least {}% of calls per {}".format, st.sampled_from([50, 75, 100]), calendar_windows)


@settings(max_examples=250, deadline=None)
@given(rated, rated, st.lists(st.integers(0, 4), min_size=12, max_size=12))
def test_shares_by_a_shorter_window_keep_the_longer(before: str, after: str, good: list[int]) -> None:
    def is_kept(words: str) -> bool:
        read = target(words)
        size = MONTHS[read.window or ""]
        return all(
            Decimal(100 * sum(good[at : at + size])) / (4 * size) >= (read.value or 0) for at in range(0, 12, size)
        )

    if way(before, after) is Direction.STRONGER:
        assert is_kept(before) or not is_kept(after)
    if way(before, after) is Direction.NEUTRAL:
        assert is_kept(before) == is_kept(after)
