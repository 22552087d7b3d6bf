from __future__ import annotations

import csv
from datetime import time
from pathlib import Path

import pytest

from charter.compare.conditions import compare_conditions, conditions_of
from charter.compare.targets import compare_targets
from charter.model.target import Target
from charter.model.text import Calendar, OpeningHours
from charter.reading.targets import read_target
from charter.source import Span

WEEK = (0, 1, 2, 3, 4)
LEVELS = ("Poor", "Fair", "Good", "Excellent")
MIRROR = {"stronger": "weaker", "weaker": "stronger"}


def hours(days: tuple[int, ...], opens: time, closes: time) -> OpeningHours:
    return OpeningHours(days=days, opens=opens, closes=closes)


OFFICE = Calendar(hours=(hours(WEEK, time(8), time(17, 30)),))
SHOP = Calendar(hours=(hours(WEEK, time(9), time(18)), hours((5,), time(9), time(13))))
LUNCH = Calendar(hours=(hours(WEEK, time(9), time(12)), hours(WEEK, time(13), time(17))))
ALWAYS = Calendar(hours=(hours((*WEEK, 5, 6), time(), time()),))
CALENDARS = {"": None, "office": OFFICE, "shop": SHOP}


def target(words: str, language: str = "en") -> Target:
    return read_target(words, language=language, span=Span("charter.md", 1, 1)).value


def direction(
    before: str,
    after: str,
    *,
    calendar: Calendar | None = None,
    calendar_after: Calendar | None = None,
    levels: tuple[str, ...] = LEVELS,
    levels_after: tuple[str, ...] | None = None,
    language: str = "en",
) -> str:
    found = compare_targets(
        target(before, language) if before else None,
        target(after, language) if after else None,
        calendar_before=calendar,
        calendar_after=calendar_after or calendar,
        levels_before=levels,
        levels_after=levels if levels_after is None else levels_after,
        language=language,
    )
    return "none" if found is None else found.value


with (Path(__file__).parent / "targets.csv").open(encoding="utf-8", newline="") as lines:
    LABELLED = list(csv.DictReader(lines))


@pytest.mark.parametrize("row", LABELLED, ids=lambda row: f"{row['before']} → {row['after']}")
def test_labelled_targets_go_the_way_that_was_labelled(row: dict[str, str]) -> None:
    calendar = CALENDARS[row["calendar"]]
    there = direction(row["before"], row["after"], calendar=calendar, language=row["language"])
    back = direction(row["after"], row["before"], calendar=calendar, language=row["language"])
    assert there == row["direction"], row["why"]
    assert back == MIRROR.get(there, there)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("every time", "every time, each month", "neutral"),
        ("100% each month", "100% each quarter", "neutral"),
        ("every time", "99.9% each month", "weaker"),
        ("no outages each month", "no outages each year", "neutral"),
        ("95% each month", "95% in any 12 months", "weaker"),
        ("95% each day", "95% each working day", "weaker"),
        ("daily", "every working day", "weaker"),
        ("no more than 1 outage a week", "no more than 6 outages a month", "weaker"),
        ("no more than 1 outage a week", "no more than 5 outages a month", "traded"),
        ("at least 1 visit a week", "at least 3 visits a month", "weaker"),
        ("at least 1 visit a week", "at least 4 visits a month", "traded"),
        ("at least 1 visit in any 2 weeks", "at least 2 visits a month", "weaker"),
        ("at least 3 workshops", "at least 3 workshops a year", "unclear"),
    ],
)
def test_a_window_counts_for_what_it_implies(before: str, after: str, expected: str) -> None:
    assert direction(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("every 2 weeks", "at least twice a month", "weaker"),
        ("every 3 months", "at least 4 times a year", "weaker"),
        ("every 2 weeks", "at least 3 times a week", "stronger"),
        ("every 2 weeks", "at least 5 times a month", "unclear"),
        ("every 2 weeks", "no more than twice a month", "unclear"),
        ("every working day", "every day", "stronger"),
    ],
)
def test_intervals_and_counts_compare_where_one_implies_the_other(before: str, after: str, expected: str) -> None:
    assert direction(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "no more than 2% of repairs fail again within 30 days",
            "no more than 2% of repairs fail again within 60 days",
            "stronger",
        ),
        (
            "no more than 5% of calls answered in more than 60 seconds",
            "no more than 5% of calls answered in more than 30 seconds",
            "stronger",
        ),
        ("median at least 30 minutes", "median at least 20 minutes", "weaker"),
        ("average under 4 hours", "median under 4 hours", "unclear"),
        ("better than level Fair", "level Good or better", "neutral"),
    ],
)
def test_the_limit_is_read_the_way_the_bound_points(before: str, after: str, expected: str) -> None:
    assert direction(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "calendar", "expected"),
    [
        ("within 1 working day", "within 6.5 business hours", LUNCH, "stronger"),
        ("within 1 working day", "within 7.5 business hours", LUNCH, "weaker"),
        ("within 1 working day", "within 23 business hours", ALWAYS, "stronger"),
        ("within 2 business weeks", "within 9 working days", OFFICE, "stronger"),
        ("within 2 business weeks", "within 10 working days", OFFICE, "unclear"),
        ("within 2 business weeks", "within 9 working days", None, "unclear"),
        ("within 1 business week", "within 40 business hours", OFFICE, "stronger"),
        ("within 1 day", "within 10 business hours", OFFICE, "weaker"),
        ("within 1 day", "within 9 business hours", OFFICE, "unclear"),
        ("within 12 hours", "within 1 working day", None, "weaker"),
    ],
)
def test_business_time_is_measured_by_the_calendar(
    before: str, after: str, calendar: Calendar | None, expected: str
) -> None:
    assert direction(before, after, calendar=calendar) == expected


def test_two_calendars_must_decide_alike() -> None:
    assert (
        direction("within 1 working day", "within 3 business hours", calendar=OFFICE, calendar_after=SHOP) == "stronger"
    )
    assert (
        direction("within 1 working day", "within 8 business hours", calendar=OFFICE, calendar_after=SHOP) == "unclear"
    )
    assert (
        direction("within 4 business hours", "within 3 business hours", calendar=OFFICE, calendar_after=SHOP)
        == "stronger"
    )


def test_levels_need_a_scale_that_both_texts_agree_on() -> None:
    assert direction("level Fair or better", "level Good or better", levels=()) == "unclear"
    assert direction("level Fair or better", "level Fine or better") == "unclear"
    assert direction("level Fair or better", "level Good or better", levels_after=("Good", "Fair")) == "unclear"
    assert direction("level Fair or better", "level Good or better", levels_after=("Fair", "Good")) == "stronger"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("by 17:00", "by 5pm", "neutral"),
        ("by noon", "by 12:00", "neutral"),
        ("by midnight", "by 23:30", "stronger"),
        ("by 9.30am on Monday", "by 10:00 on Monday", "weaker"),
        ("by 17:00", "by 17:00 the same day", "unclear"),
    ],
)
def test_of_two_deadlines_the_earlier_time_of_day_is_stronger(before: str, after: str, expected: str) -> None:
    assert direction(before, after) == expected


def test_french_hours_are_times_of_day() -> None:
    assert direction("95 % avant 17 h 30 le même jour", "95 % avant midi le même jour", language="fr") == "stronger"
    assert direction("95 % avant 17 h le même jour", "95 % avant 17 h 30 le même jour", language="fr") == "weaker"


def test_what_cannot_be_read_is_unclear_unless_only_case_and_punctuation_moved() -> None:
    assert direction("as soon as possible", "As soon as possible.") == "neutral"
    assert direction("as soon as possible", "promptly") == "unclear"


def test_one_and_many_are_the_same_thing() -> None:
    assert direction("no more than 2 people hurt a year", "no more than 1 person hurt a year") == "stronger"
    assert direction("au plus 2 travaux par an", "au plus 1 travail par an", language="fr") == "stronger"
    assert direction("no more than 2 outages a year", "no more than 1 complaint a year") == "unclear"
    assert direction("once a year", "at least 3 times a year") == "stronger"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("within 4 hours", "within 4 hours, for urgent requests", "weaker"),
        ("within 4 hours, except at weekends", "within 4 hours", "stronger"),
        ("within 4 hours, except at weekends", "within 4 hours, except at weekends, for members", "weaker"),
        ("within 4 hours", "within 4 hours, and a phone call", "unclear"),
        ("within 4 hours, for members", "within 4 hours, for urgent requests", "unclear"),
        ("within 4 hours, except at weekends", "within 4 hours, except at weekends and at night", "unclear"),
        ("98% by 09:00 on the start date", "98% by 09:00 on the start date, except bank holidays", "weaker"),
        ("same day if ordered by 15:00", "same day if ordered by 13:00", "unclear"),
    ],
)
def test_a_condition_is_compared_apart_from_the_target(before: str, after: str, expected: str | None) -> None:
    old, new = conditions_of(target(before)), conditions_of(target(after))
    assert compare_conditions(old, new) == expected
    assert compare_conditions(new, old) == (MIRROR.get(expected, expected) if expected else None)
    assert direction(before, after) == "none"


def test_a_condition_in_another_order_or_case_is_neutral() -> None:
    assert compare_conditions("for members, except at night", "except at night, for members") == "neutral"
    assert compare_conditions("For members", "for members") == "neutral"
    assert compare_conditions("for members", "for members") is None


def test_french_conditions_narrow_too() -> None:
    assert compare_conditions(None, "sauf le dimanche", language="fr") == "weaker"
    assert compare_conditions("s'il y a du monde", None, language="fr") == "stronger"


def test_a_value_and_a_condition_that_moved_are_told_apart() -> None:
    old, new = target("within 4 hours for urgent requests"), target("within 2 hours")
    assert compare_targets(old, new, calendar_before=None, calendar_after=None) == "stronger"
    assert compare_conditions(conditions_of(old), conditions_of(new)) == "stronger"


def test_a_slip_is_no_other_word() -> None:
    assert direction("95% of requets within 4 hours", "95% of requests within 4 hours") == "neutral"
    assert direction("95% of requets within 4 hours", "95% of requests within 2 hours") == "stronger"
    assert direction("by the end of the next workng day", "by the end of the next working day") == "neutral"
    assert compare_conditions("of your arival", "of your arrival") == "neutral"
    assert compare_conditions("of your arival", "of your arrival, except at night") == "weaker"


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("95% within 4 hours", "95% in under 4 hours", "stronger"),
        ("95% in less than 4 hours", "95% within 4 hours", "weaker"),
        ("at least 48 hours' notice", "more than 48 hours' notice", "stronger"),
        ("95% within 4 hours", "95% in under 5 hours", "weaker"),
        ("95% within 4 hours", "95% in under 240 minutes", "stronger"),
    ],
)
def test_a_limit_that_is_out_itself_is_tighter(before: str, after: str, wanted: str) -> None:
    assert direction(before, after) == wanted
    assert direction(after, before) == MIRROR[wanted]
