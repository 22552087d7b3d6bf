"""Cadences of the format, the dates they give, and what is overdue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.model.cadence import Cadence, Every, OnDays, ServiceWeek, add_months, service_week
from charter.reading.cadence import read_cadence
from charter.reading.charter import read_charter
from charter.schedule import counted_date, next_review, upcoming
from charter.source import SourceText

DATES = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("words", "cadence"),
    [
        ("every 3 months from 2026-01-05", Cadence((Every(3, "month", day("2026-01-05")),))),
        ("Every three months from 2026-01-05.", Cadence((Every(3, "month", day("2026-01-05")),))),
        ("every month", Cadence((Every(1, "month"),))),
        ("monthly", Cadence((Every(1, "month"),))),
        ("quarterly from 2026-01-31", Cadence((Every(3, "month", day("2026-01-31")),))),
        ("every quarter", Cadence((Every(3, "month"),))),
        ("every 2 quarters", Cadence((Every(6, "month"),))),
        ("every other week", Cadence((Every(14, "day"),))),
        ("every 10 days from last review", Cadence((Every(10, "day", None, from_last_review=True),))),
        ("every year from the last review", Cadence((Every(12, "month", None, from_last_review=True),))),
        ("once a year", Cadence((Every(12, "month"),))),
        ("every year in Customer Service Week", Cadence((ServiceWeek(),))),
        ("on 1 March and 1 September", Cadence((OnDays(((3, 1), (9, 1))),))),
        ("every year on 29 February", Cadence((OnDays(((2, 29),)),))),
        ("on 1 September, 1 June and the 1st of March", Cadence((OnDays(((3, 1), (6, 1), (9, 1))),))),
        ("on March 1, and September 1", Cadence((OnDays(((3, 1), (9, 1))),))),
        ("within 30 days of any change of law", Cadence((), ("within 30 days of any change of law",))),
        (
            "every year in Customer Service Week, and within 30 days of any outage over 24 hours",
            Cadence((ServiceWeek(),), ("within 30 days of any outage over 24 hours",)),
        ),
        (
            "every 6 months from 2026-01-05; within 10 working days of a breach, a fire or a flood",
            Cadence(
                (Every(6, "month", day("2026-01-05")),), ("within 10 working days of a breach, a fire or a flood",)
            ),
        ),
    ],
)
def test_a_cadence_is_read(words: str, cadence: Cadence) -> None:
    assert read_cadence(words) == cadence


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("tous les 3 mois à partir du 2026-01-05", "every 3 months from 2026-01-05"),
        ("Tous les deux ans", "every 2 years"),
        ("chaque trimestre", "every quarter"),
        ("une fois par an", "every year"),
        ("trimestriellement à compter du 2026-01-05", "quarterly from 2026-01-05"),
        ("tous les six mois à partir de la dernière revue", "every 6 months from last review"),
        ("tous les 6 mois depuis la dernière révision", "every 6 months from last review"),
        ("tous les 3 mois dès le 2026-01-05", "every 3 months from 2026-01-05"),
        ("le 1er mars, le 1er juin et le 1er septembre", "on 1 March, 1 June and 1 September"),
        ("chaque année pendant la Semaine du service à la clientèle", "every year in Customer Service Week"),
        ("le 1er mars et le 1er septembre", "on 1 March and 1 September"),
        ("every 3 months from 2026-01-05", "every 3 months from 2026-01-05"),
    ],
)
def test_a_cadence_is_read_in_the_charters_language(words: str, same: str) -> None:
    assert read_cadence(words, "fr-CA") == read_cadence(same)


def test_a_trigger_is_shown_and_not_computed_in_french_as_well() -> None:
    found = read_cadence("chaque trimestre, et dans les 30 jours suivant une panne de plus de 24 heures", "fr")
    assert found is not None
    assert found.rules == (Every(3, "month"),)
    assert len(found.triggers) == 1


def test_a_cadence_that_cannot_be_read_is_told_with_its_place() -> None:
    text = "---\ntitle: Library\nparties: []\nreview: now and then\n---\n"
    found = [item for item in read_charter(SourceText("c.md", text)).diagnostics if item.code == "CH112"]
    assert [(item.span.line, item.span.column) for item in found] == [(4, 9)]
    assert "now and then" in found[0].message


@pytest.mark.parametrize(
    "words",
    [
        "",
        "now and then",
        "every 0 months",
        "every 3 fortnights",
        "every 3 months from 2026-02-30",
        "on 31 April",
        "on 30 February",
        "every 3 months, more or less",
        "every 3 months from January",
    ],
)
def test_words_that_are_no_cadence_are_refused_whole(words: str) -> None:
    assert read_cadence(words) is None


@pytest.mark.parametrize(
    ("year", "monday"), [(2015, "2015-10-05"), (2018, "2018-10-01"), (2025, "2025-10-06"), (2026, "2026-10-05")]
)
def test_customer_service_week_begins_on_the_first_monday_of_october(year: int, monday: str) -> None:
    assert service_week(year) == day(monday)


def test_a_day_the_month_lacks_is_its_last_day_and_does_not_stay_clamped() -> None:
    cadence = Cadence((Every(1, "month", day("2026-01-31")),))
    dates = upcoming(cadence, None, [], day("2026-06-30"))
    assert [str(one) for one in dates] == ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]


@pytest.mark.parametrize(
    ("held", "due"),
    [
        ([], "2026-04-05"),  # one interval after the anchor
        (["2026-04-14"], "2026-07-05"),  # late: counts for the date before it
        (["2026-03-20"], "2026-07-05"),  # early by less than a quarter: counts for the coming date
        (["2026-02-10"], "2026-04-05"),  # too early for April, and nothing is due before
        (["2026-09-01"], "2026-10-05"),  # skipped July altogether: counts for July
        (["2026-09-20"], "2027-01-05"),
        (["2026-04-05", "2026-04-06"], "2026-07-05"),
    ],
)
def test_a_review_counts_for_one_date_and_the_next_is_due(held: list[str], due: str) -> None:
    cadence = Cadence((Every(3, "month", day("2026-01-05")),))
    assert next_review(cadence, None, [day(one) for one in held]) == day(due)


@pytest.mark.parametrize(
    ("held", "on", "due"),
    [
        ([], "2026-04-14", "2026-04-05"),  # late
        ([], "2026-03-20", "2026-04-05"),  # early
        ([], "2026-09-01", "2026-07-05"),  # April was skipped: this one is for the last date before it
        ([], "2026-02-10", None),  # too early for April, and nothing was due before
        (["2026-04-05"], "2026-05-01", None),  # between two dates
        (["2026-04-05"], "2026-06-30", "2026-07-05"),
    ],
)
def test_a_review_says_which_date_it_counts_for(held: list[str], on: str, due: str | None) -> None:
    cadence = Cadence((Every(3, "month", day("2026-01-05")),))
    found = counted_date(cadence, None, [day(one) for one in held], day(on))
    assert found == (day(due) if due else None)


def test_of_several_rules_a_review_counts_for_the_last_date() -> None:
    cadence = Cadence((OnDays(((3, 1),)), ServiceWeek()))
    assert counted_date(cadence, day("2026-01-01"), [], day("2026-10-07")) == day("2026-10-05")
    assert counted_date(cadence, day("2026-01-01"), [day("2026-10-05")], day("2026-10-07")) is None


def test_exactly_a_quarter_of_the_interval_early_still_counts() -> None:
    cadence = Cadence((Every(100, "day", day("2026-01-01")),))
    due = day("2026-01-01") + timedelta(days=100)
    assert next_review(cadence, None, [due - timedelta(days=25)]) == due + timedelta(days=100)
    assert next_review(cadence, None, [due - timedelta(days=26)]) == due


def test_without_an_anchor_dates_count_from_the_first_version() -> None:
    cadence = Cadence((Every(6, "month"),))
    assert next_review(cadence, day("2025-01-06"), []) == day("2025-07-06")
    assert next_review(cadence, None, []) is None


def test_from_last_review_counts_from_the_day_it_was_held() -> None:
    cadence = Cadence((Every(1, "month", None, from_last_review=True),))
    assert next_review(cadence, day("2026-01-01"), [day("2026-01-20")]) == day("2026-02-20")
    assert next_review(cadence, day("2026-01-01"), []) == day("2026-02-01")


def test_a_review_within_customer_service_week_counts_for_that_week() -> None:
    cadence = Cadence((ServiceWeek(),))
    assert next_review(cadence, day("2025-02-01"), [day("2025-10-09")]) == day("2026-10-05")


def test_dates_of_several_rules_are_taken_together() -> None:
    cadence = Cadence((OnDays(((3, 1), (9, 1))), ServiceWeek()))
    assert next_review(cadence, day("2026-01-01"), []) == day("2026-03-01")
    assert upcoming(cadence, day("2026-01-01"), [], day("2026-12-31")) == (
        day("2026-03-01"),
        day("2026-09-01"),
        day("2026-10-05"),
    )


def test_a_trigger_alone_gives_no_date() -> None:
    assert next_review(Cadence((), ("within 30 days of a fire",)), day("2026-01-01"), []) is None


def test_dates_end_before_the_calendar_does() -> None:
    assert next_review(Cadence((Every(9999, "month"),)), day("9900-01-01"), []) is None


@given(DATES, st.integers(0, 600))
def test_months_are_whole_and_the_day_is_kept_or_clamped(start: date, months: int) -> None:
    found = add_months(start, months)
    assert (found.year * 12 + found.month) - (start.year * 12 + start.month) == months
    assert found.day == start.day or (found.day < start.day and (found + timedelta(days=1)).day == 1)


@settings(deadline=None)  # counting days of a century may take long on a busy machine
@given(st.integers(1, 40), st.sampled_from(["day", "month"]), DATES, st.lists(DATES, max_size=6))
def test_one_more_review_never_brings_the_next_date_forward(
    count: int, unit: str, anchor: date, held: list[date]
) -> None:
    cadence = Cadence((Every(count, unit, anchor),))
    due = next_review(cadence, None, held)
    assert due is not None
    assert due > anchor
    for at in range(len(held)):
        fewer = next_review(cadence, None, held[:at] + held[at + 1 :])
        assert fewer is not None
        assert fewer <= due


@given(st.text(max_size=60))
def test_any_words_are_read_or_refused(words: str) -> None:
    assert read_cadence(words) is None or isinstance(read_cadence(words), Cadence)
