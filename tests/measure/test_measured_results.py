"""Results against the target that was in force in their period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from charter.measure.judging import Judged, Why
from charter.model.records import Period
from tests.builders import promise
from tests.measure.measured import promises, results, results_under, series_under, told

OTHER = promise("other", title="Open on Sundays", words="Somebody opens the door.", target="every time")


def test_each_period_is_judged_by_the_target_of_its_time() -> None:
    found = results(
        {"2026-01-01": promises("80% within 4 hours"), "2026-03-01": promises("95% within 4 hours")},
        "2026-02,fast,,90,100 2026-03,fast,,90,100",
    ).of("fast")
    assert found is not None
    assert told(found.series[0]) == ["2026-02 kept", "2026-03 missed"]
    assert [result.held.label for result in found.series[0].results] == ["1.0", "2.0"]
    assert found.judged is Judged.MISSED


def test_a_period_of_two_targets_is_judged_by_the_one_that_stood_longest_and_says_so() -> None:
    texts = {"2026-01-01": promises("80% within 4 hours"), "2026-03-20": promises("95% within 4 hours")}
    (series,) = results(texts, "2026-02,fast,,90,100 2026-03,fast,,90,100 2026-04,fast,,90,100").promises[0].series
    assert told(series) == ["2026-02 kept", "2026-03 kept", "2026-04 missed"]
    assert [result.is_mixed for result in series.results] == [False, True, False]


def test_of_two_targets_that_stood_equally_long_the_later_judges() -> None:
    texts = {"2026-01-01": promises("80% within 4 hours"), "2026-04-16": promises("95% within 4 hours")}
    assert told(results(texts, "2026-04,fast,,90,100").promises[0].series[0]) == ["2026-04 missed"]


def test_a_target_in_other_words_does_not_mix_a_period() -> None:
    texts = {"2026-01-01": promises("80% within 1 hour"), "2026-03-20": promises("at least 80% within 60 minutes")}
    assert not results(texts, "2026-03,fast,,90,100").promises[0].series[0].results[0].is_mixed


def test_before_any_version_nothing_is_decided() -> None:
    (series,) = results({"2026-03-01": promises("80% within 4 hours")}, "2026-01,fast,,9,10").promises[0].series
    assert series.results[0].ruling.why is Why.NOT_IN_FORCE


def test_before_the_promise_was_made_nothing_is_decided() -> None:
    texts = {"2026-01-01": OTHER, "2026-03-01": promises("80% within 4 hours")}
    found = results(texts, "2026-01,fast,,9,10 2026-03,fast,,9,10").of("fast")
    assert found is not None
    assert found.series[0].results[0].ruling.why is Why.NOT_PROMISED
    assert found.series[0].results[1].judged is Judged.KEPT


def test_a_month_in_which_the_promise_came_is_judged_by_it() -> None:
    texts = {"2026-01-01": OTHER, "2026-03-25": promises("80% within 4 hours")}
    found = results(texts, "2026-03,fast,,9,10").of("fast")
    assert found is not None
    assert told(found.series[0]) == ["2026-03 kept"]


def test_a_renamed_promise_is_one_and_its_cases_of_one_month_are_added() -> None:
    texts = {
        "2026-01-01": promises("80% within 4 hours"),
        "2026-02-10": promises("80% within 4 hours", ref="quick", fields="- Was: fast"),
    }
    found = results(texts, "2026-01,fast,,9,10 2026-02,fast,,1,10 2026-02,quick,,9,10")
    (series,) = found.promises[0].series
    assert found.of("fast") is found.of("quick")
    assert found.promises[0].refs == ("fast", "quick")
    assert told(series) == ["2026-01 kept", "2026-02 missed"]
    assert series.results[1].numbers.total == 20


def test_a_promise_renamed_without_saying_so_is_followed_where_the_comparison_does() -> None:
    texts = {
        "2026-01-01": promises("80% within 4 hours"),
        "2026-02-01": promises("80% within 4 hours", ref="quick"),
    }
    assert results(texts, "2026-01,fast,,9,10").of("quick") is not None


def test_rows_of_a_segment_are_judged_by_its_line_and_the_others_by_the_rest() -> None:
    text = promises("urgent: 95% within 1 hour", "everything else: 80% within 4 hours")
    found = results({"2026-01-01": text}, "2026-02,fast,urgent,9,10 2026-02,fast,Everything_else,9,10").promises[0]
    assert [(series.segment, told(series)) for series in found.series] == [
        ("urgent", ["2026-02 missed"]),
        ("everything else", ["2026-02 kept"]),
    ]
    assert found.judged is Judged.MISSED


def test_a_row_without_a_segment_goes_on_as_everything_else() -> None:
    texts = {
        "2026-01-01": promises("80% within 4 hours"),
        "2026-02-01": promises("urgent: 95% within 1 hour", "everything else: 80% within 4 hours"),
    }
    found = results(texts, "2026-01,fast,,9,10 2026-02,fast,everything_else,9,10 2026-02,fast,urgent,10,10").promises[0]
    assert [(series.segment, told(series)) for series in found.series] == [
        ("urgent", ["2026-02 kept"]),
        ("everything else", ["2026-01 kept", "2026-02 kept"]),
    ]


def test_where_all_and_the_rest_are_counted_both_stay_apart() -> None:
    text = promises("urgent: 95% within 1 hour", "everything else: 80% within 4 hours")
    rows = "2026-02,fast,,19,20 2026-02,fast,urgent,10,10 2026-02,fast,everything_else,9,10"
    found = results({"2026-01-01": text}, rows).promises[0]
    assert [(series.segment, told(series)) for series in found.series] == [
        ("urgent", ["2026-02 kept"]),
        ("everything else", ["2026-02 kept"]),
        (None, ["2026-02 kept"]),
    ]


def test_no_cases_at_all_are_no_cases_of_each_segment() -> None:
    text = promises("urgent: 95% within 1 hour", "everything else: 80% within 4 hours")
    found = results({"2026-01-01": text}, "2026-02,fast,,,").promises[0]
    assert [told(series) for series in found.series] == [["2026-02 no cases"], ["2026-02 no cases"]]


def test_a_segment_that_was_not_apart_yet_is_judged_by_the_line_for_all() -> None:
    texts = {
        "2026-01-01": promises("80% within 4 hours"),
        "2026-03-01": promises("80% within 4 hours", "urgent: 95% within 1 hour"),
    }
    found = results(texts, "2026-01,fast,urgent,9,10 2026-03,fast,urgent,9,10").promises[0]
    assert told(found.series[1]) == ["2026-01 kept", "2026-03 missed"]


def test_another_measure_of_one_promise_is_not_judged_by_the_line_for_all() -> None:
    texts = {
        "2026-01-01": promises("80% of calls answered within 60 seconds"),
        "2026-03-01": promises("80% of calls answered within 60 seconds", "abandoned: no more than 5% of calls"),
    }
    found = results(texts, "2026-01,fast,abandoned,,,4,%").promises[0]
    assert found.series[1].results[0].ruling.why is Why.NO_SEGMENT


def test_a_label_that_was_changed_under_the_same_target_is_one_segment() -> None:
    texts = {
        "2026-01-01": promises("urgent: 95% within 1 hour", "everything else: 80% within 4 hours"),
        "2026-03-01": promises("people who cannot work: 95% within 1 hour", "everything else: 80% within 4 hours"),
    }
    rows = "2026-01,fast,urgent,10,10 2026-03,fast,people_who_cannot_work,10,10"
    found = results(texts, rows).promises[0]
    assert [(series.segment, len(series.results)) for series in found.series] == [
        ("people who cannot work", 2),
        ("everything else", 0),
    ]


def test_a_promise_without_rows_is_there_with_each_of_its_targets() -> None:
    found = results_under("90% within 4 hours", "")
    assert not found.has_results
    assert found.judged is None
    assert len(found.series) == 1


def test_a_promise_that_ended_keeps_its_results_and_counts_no_more() -> None:
    texts = {"2026-01-01": promises("80% within 4 hours") + "\n" + OTHER, "2026-03-01": OTHER}
    found = results(texts, "2026-01,fast,,1,10 2026-03,other,,10,10")
    assert [(item.ref, item.is_shown) for item in found.promises] == [("other", True), ("fast", False)]
    assert (found.count.kept, found.count.missed) == (1, 0)


def test_rows_of_a_promise_that_no_text_had_are_kept_apart() -> None:
    found = results({"2026-01-01": promises("80% within 4 hours")}, "2026-01,typo,,9,10")
    assert [outcome.ref for outcome in found.unknown] == ["typo"]


def test_promises_kept_are_counted_by_the_last_period_that_had_cases() -> None:
    text = promises("80% within 4 hours") + "\n" + promises("every time", ref="sure")
    found = results({"2026-01-01": text}, "2026-01,fast,,9,10 2026-02,fast,,8,10 2026-02,sure,,3,4 2026-03,sure,,,")
    assert (found.count.kept, found.count.missed, found.count.judged) == (1, 1, 2)
    assert found.count.period == Period(year=2026, month=2)


def test_a_count_in_any_twelve_months_is_judged_by_the_sum_of_twelve() -> None:
    months = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(15)]
    rows = " ".join(f"{month},fast,,,,{1 if at % 4 == 0 else 0},outages" for at, month in enumerate(months))
    series = series_under("no more than 3 outages in any 12 months", rows)
    assert told(series)[10:13] == ["2025-11 unclear", "2025-12 kept", "2026-01 kept"]
    assert series.results[12].counted.value == 3
    assert series.results[12].first == date(2025, 2, 1)


def test_a_count_that_is_already_too_high_is_missed_before_its_year_is_over() -> None:
    series = series_under(
        "no more than 3 outages in any 12 months", "2026-01,fast,,,,2,outages 2026-02,fast,,,,2,outages"
    )
    assert told(series) == ["2026-01 unclear", "2026-02 missed"]
    assert series.results[0].ruling.why is Why.WINDOW_OPEN


def test_a_count_that_is_reached_is_kept_before_its_quarter_is_over() -> None:
    talks = {"01": 1, "02": 1, "04": 1, "05": 0, "06": 0}
    rows = " ".join(f"2026-{month},fast,,,,{number},talks" for month, number in talks.items())
    series = series_under("at least 2 talks per quarter", rows)
    assert [item.split()[1] for item in told(series)] == ["unclear", "kept", "unclear", "unclear", "missed"]


def test_a_share_of_each_year_is_judged_when_the_year_is_over_and_whole() -> None:
    rows = " ".join(f"2025-{month:02d},fast,,{98 if month < 7 else 100},100" for month in range(1, 13))
    series = series_under("at least 99% of samples pass each year", rows)
    assert [result.judged for result in series.results] == [Judged.UNCLEAR] * 11 + [Judged.KEPT]
    assert series.results[-1].counted.good == Decimal(1188)


def test_periods_at_the_ends_of_time_are_judged_too() -> None:
    rows = "0001-01,fast,,,,1,outages 9999-12,fast,,,,1,outages"
    assert told(series_under("no more than 3 outages in any 12 months", rows)) == ["0001-01 unclear", "9999-12 unclear"]


def test_a_year_beside_its_months_is_not_counted_twice() -> None:
    rows = "2025-Q1,fast,,,,3,outages 2025-01,fast,,,,2,outages 2025-02,fast,,,,1,outages 2025-03,fast,,,,0,outages"
    series = series_under("no more than 4 outages each year", rows)
    assert max(result.counted.value or 0 for result in series.results) == 3


def test_a_year_says_of_each_month_only_what_must_be_so() -> None:
    assert told(series_under("at least 90% each month", "2025,fast,,80,100")) == ["2025 missed"]
    assert told(series_under("at least 90% each month", "2025,fast,,95,100")) == ["2025 unclear"]
    assert told(series_under("100% each month", "2025,fast,,100,100")) == ["2025 kept"]
    assert told(series_under("no more than 2 outages a month", "2025,fast,,,,2,outages")) == ["2025 kept"]
    assert told(series_under("no more than 2 outages a month", "2025,fast,,,,25,outages")) == ["2025 missed"]
    assert told(series_under("no more than 2 outages a month", "2025,fast,,,,9,outages")) == ["2025 unclear"]
    assert told(series_under("at least 1 talk a month", "2025,fast,,,,11,talks")) == ["2025 missed"]


def test_so_many_of_so_many_months_are_read_as_such() -> None:
    assert told(series_under("every month", "2025,fast,,9,10")) == ["2025 missed"]
    assert told(series_under("every month", "2025,fast,,12,12")) == ["2025 kept"]
    assert told(series_under("every month", "2025-01,fast,,1,1")) == ["2025-01 kept"]
