"""Early warnings, the past under other targets, and sums over longer times."""

from __future__ import annotations

from decimal import Decimal

from charter.measure.judging import Judged, Why
from charter.measure.rescored import goalposts_of
from charter.measure.results import Series
from charter.measure.totals import Span, totals_of
from charter.measure.warnings import early_warnings
from charter.model.records import Period
from tests.measure.measured import promises, results, series_under


def signs(series: Series) -> list[str]:
    return [warning.sign.value for warning in early_warnings(series)]


def shares(*good: int, total: int = 100) -> str:
    return " ".join(f"2026-{month:02d},fast,,{number},{total}" for month, number in enumerate(good, 1))


def test_two_falling_periods_warn() -> None:
    assert signs(series_under("80% within 4 hours", shares(95, 93, 90))) == ["falling"]
    assert signs(series_under("80% within 4 hours", shares(95, 93, 93))) == []
    assert signs(series_under("80% within 4 hours", shares(95, 90))) == []
    assert signs(series_under("no more than 30% abandoned", shares(10, 12, 15))) == ["falling"]


def test_a_month_without_cases_is_no_fall() -> None:
    rows = "2026-01,fast,,95,100 2026-02,fast,,, 2026-03,fast,,93,100 2026-04,fast,,90,100"
    assert signs(series_under("80% within 4 hours", rows)) == ["falling"]


def test_within_one_unit_of_the_target_warns() -> None:
    assert signs(series_under("80% within 4 hours", shares(81))) == ["near"]
    assert signs(series_under("80% within 4 hours", shares(82))) == []
    assert signs(series_under("no more than 5% abandoned", shares(4))) == ["near"]
    assert signs(series_under("no more than 8 outages", "2026-01,fast,,,,7,outages")) == ["near"]
    assert signs(series_under("average under 30 minutes", "2026-01,fast,,,,29,minutes")) == ["near"]
    assert signs(series_under("average under 2 hours", "2026-01,fast,,,,100,minutes")) == ["near"]


def test_near_means_nearer_where_little_room_is_left() -> None:
    assert signs(series_under("98% within 4 hours", shares(985, total=1000))) == ["near"]
    assert signs(series_under("98% within 4 hours", shares(988, total=1000))) == []
    assert signs(series_under("every time", shares(100))) == []
    assert signs(series_under("4.6 out of 5 or better", "2026-01,fast,,,,4.8,out_of_5")) == []
    assert signs(series_under("4.6 out of 5 or better", "2026-01,fast,,,,4.7,out_of_5")) == ["near"]


def test_what_is_missed_or_of_few_cases_is_no_early_warning() -> None:
    assert signs(series_under("80% within 4 hours", shares(95, 90, 79))) == []
    assert signs(series_under("80% within 4 hours", shares(10, 9, 8, total=10))) == []


def test_the_past_is_worth_less_under_a_higher_target() -> None:
    texts = {"2025-01-01": promises("80% within 4 hours"), "2026-01-01": promises("90% within 4 hours")}
    rows = "2025-06,fast,,85,100 2025-07,fast,,95,100 2026-01,fast,,85,100 2026-02,fast,,"
    (series,) = results(texts, rows).promises[0].series
    found = goalposts_of(series)
    assert found is not None
    assert [goal.labels for goal in found.goals] == [("1.0",), ("2.0",)]
    assert [(item.year, [(score.kept, score.missed) for score in item.scores]) for item in found.years] == [
        (2025, [(2, 0), (1, 1)]),
        (2026, [(1, 0), (0, 1)]),
        (None, [(3, 0), (1, 2)]),
    ]
    assert found.can_be_compared


def test_a_coming_target_is_one_of_the_goals() -> None:
    rows = "2026-01,fast,,85,100"
    found = results({"2026-01-01": promises("80% within 4 hours")}, rows, draft=promises("90% within 4 hours"))
    goalposts = goalposts_of(found.promises[0].series[0])
    assert goalposts is not None
    assert [goal.labels for goal in goalposts.goals] == [("1.0",), ("",)]
    assert [score.kept for score in goalposts.years[0].scores] == [1, 0]


def test_what_was_counted_otherwise_cannot_be_scored_again() -> None:
    texts = {"2025-01-01": promises("80% within 1 working day"), "2026-01-01": promises("80% within 4 hours")}
    (series,) = results(texts, "2025-06,fast,,85,100 2026-06,fast,,85,100").promises[0].series
    found = goalposts_of(series)
    assert found is not None
    assert not found.can_be_compared
    assert [goal.labels for goal in found.others] == [("1.0",)]
    assert [item.year for item in found.years] == [2026]


def test_a_target_that_never_moved_has_no_goalposts() -> None:
    texts = {"2025-01-01": promises("80% within 1 hour"), "2026-01-01": promises("at least 80% within 60 minutes")}
    assert goalposts_of(results(texts, "2026-06,fast,,85,100").promises[0].series[0]) is None


def test_months_are_added_to_quarters_years_and_all() -> None:
    series = series_under("90% within 4 hours", shares(9, 80, 100, 100))
    quarters = totals_of(series, Span.QUARTER)
    assert [(total.numbers.good, total.numbers.total, total.ruling.judged) for total in quarters] == [
        (189, 300, Judged.MISSED),
        (100, 100, Judged.KEPT),
    ]
    assert [total.months for total in quarters] == [3, 1]
    (year,) = totals_of(series, Span.YEAR)
    assert (year.period, year.numbers.total) == (Period(year=2026), 400)
    (whole,) = totals_of(series, Span.ALL)
    assert (whole.period, whole.numbers.total) == (None, 400)


def test_a_year_of_two_targets_has_two_sums() -> None:
    texts = {"2026-01-01": promises("80% within 4 hours"), "2026-03-01": promises("90% within 4 hours")}
    (series,) = results(texts, shares(85, 85, 85, 85)).promises[0].series
    found = totals_of(series, Span.YEAR)
    assert [(total.held.label, total.numbers.good, total.ruling.judged, total.is_part) for total in found] == [
        ("1.0", 170, Judged.KEPT, True),
        ("2.0", 170, Judged.MISSED, True),
    ]


def test_means_are_not_added() -> None:
    assert totals_of(series_under("median under 3 days", "2026-01,fast,,,,2,days"), Span.YEAR) == ()


def test_a_year_recorded_beside_its_months_counts_once() -> None:
    (total,) = totals_of(series_under("90% within 4 hours", shares(90, 90) + " 2026,fast,,95,100"), Span.YEAR)
    assert total.numbers.total == Decimal(100)


def test_a_sum_of_a_part_of_the_year_says_nothing_of_a_target_for_the_year() -> None:
    (total,) = totals_of(series_under("at least 90% pass each year", shares(95, 95)), Span.YEAR)
    assert total.ruling.why is Why.WINDOW_OPEN
