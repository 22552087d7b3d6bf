from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Outcome, Period
from charter.reading.outcomes import read_outcomes
from charter.source import Reading, SourceText

from .found import hints, spots

HEAD = "period,ref,segment,good,total,value,unit,source,note\n"


def read(rows: str, head: str = HEAD) -> Reading[tuple[Outcome, ...]]:
    return read_outcomes(SourceText("outcomes.csv", head + rows))


def test_good_of_total_and_a_value_with_its_unit_are_read() -> None:
    reading = read("2026-01,first-reply,teaching now,118,124,,,tickets,ill\n2026-Q1,courtesy,,,,4.6,out of 5,,\n")
    assert spots(reading) == []
    assert reading.value == (
        Outcome(
            period=Period(year=2026, month=1),
            ref="first-reply",
            segment="teaching now",
            good=Decimal(118),
            total=Decimal(124),
            source="tickets",
            note="ill",
        ),
        Outcome(period=Period(year=2026, quarter=1), ref="courtesy", value=Decimal("4.6"), unit="out of 5"),
    )
    assert [outcome.span.line for outcome in reading.value] == [2, 3]


def test_a_row_without_numbers_is_a_period_without_cases() -> None:
    reading = read("2026-03,day-one,,,,,,checklist,no starters\n")
    assert spots(reading) == []
    assert reading.value[0].total is None


def test_only_period_and_ref_are_needed_in_any_order() -> None:
    reading = read("a,2026\n", "ref,period\n")
    assert spots(reading) == []
    assert reading.value == (Outcome(period=Period(year=2026), ref="a"),)


@pytest.mark.parametrize(
    ("row", "spot", "hint"),
    [
        ("Jan-26,a,,1,2,,,,", ("CH414", 2, 1), "write 2026-01"),
        (",a,,1,2,,,,", ("CH414", 2, 1), "write the period"),
        ("2026,,,1,2,,,,", ("CH411", 2, 6), "write the ref"),
        ('2026,a,,"1,204","2,000",,,,', ("CH411", 2, 9), "write 1204, or with a decimal point 1.204"),
        ("2026,a,,-1,2,,,,", ("CH411", 2, 9), "write how many there were, e.g. 0"),
        ("2026,a,,1.5,2,,,,", ("CH411", 2, 9), "write how many there were, e.g. 12"),
        ("2026,a,,1,,,,,", ("CH411", 2, 9), "write the number of all cases under total"),
        ('2026,a,,,,"4,1",days,,', ("CH411", 2, 11), "write it with a decimal point: 4.1"),
        ("2026,a,,,,4.1,,,", ("CH411", 2, 11), "write its unit under unit, e.g. working days"),
        ("2026,a,,3,2,,,,", ("CH440", 2, 9), "write at most 2"),
        ("2026,a,,1,2,,,,=1", ("CH412", 2, 16), "write 1"),
        ("2026,a,,=1,2,,,,", ("CH412", 2, 9), "write 1"),
        ("2026,a,,1,2,,,", ("CH415", 2, 15), "add , at the end"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_cell(row: str, spot: tuple[str, int, int], hint: str) -> None:
    reading = read(row + "\n2026,b,,1,2,,,,\n")
    assert spot in spots(reading)
    assert hints(reading)[spots(reading).index(spot)] == hint
    assert reading.value[-1].ref == "b"


def test_a_row_with_an_unreadable_number_is_kept_without_it() -> None:
    (outcome,) = read("2026,a,,x,2,,,phone,\n").value
    assert (outcome.good, outcome.total, outcome.source) == (None, Decimal(2), "phone")


def test_a_formula_instead_of_a_number_is_reported_once() -> None:
    assert spots(read("2026,a,,=1,2,,,,\n")) == [("CH412", 2, 9)]


def test_the_same_measurement_twice_is_reported_with_the_first_one() -> None:
    reading = read("2026,a,x,1,2,,,,\n2026,b,x,1,2,,,,\n2026,a,x,1,2,,,,\n")
    assert spots(reading) == [("CH443", 4, 1)]
    assert [span.line for span in reading.diagnostics[0].related] == [2]


def test_another_period_segment_or_unit_is_another_measurement() -> None:
    assert spots(read("2026,a,x,1,2,,,,\n2026-Q1,a,x,1,2,,,,\n2026,a,,1,2,,,,\n2026,a,x,,,3,days,,\n")) == []


def test_a_file_without_periods_has_no_outcomes_and_says_so_once() -> None:
    reading = read("a,1,2\nb,3,4\n", "ref,good,total\n")
    assert spots(reading) == [("CH409", 1, 1)]
    assert reading.value == ()


@given(st.text(st.sampled_from('2026-Q1,;"=a.\n '), max_size=60))
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(text, "")


def test_a_hundred_thousand_outcomes_are_read_in_time() -> None:
    text = "".join(f"2026-01,ref-{number},,12,14,,,ticket system,\n" for number in range(100_000))
    start = time.process_time()
    reading = read(text)
    assert time.process_time() - start < 4
    assert len(reading.value) == 100_000
