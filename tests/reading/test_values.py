from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Period
from charter.reading.values import Refusal, parse_count, parse_date, parse_decimal, parse_period


def hint(value: object) -> str | None:
    assert isinstance(value, Refusal)
    return value.hint


@given(st.dates())
def test_every_day_is_read_as_it_is_written(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("01/02/2026", "write 2026-02-01 for 1 February, or 2026-01-02 for 2 January"),
        ("13/02/2026", "write 2026-02-13"),
        ("02/02/2026", "write 2026-02-02"),
        ("13.2.26", "write 2026-02-13"),
        ("2026/2/1", "write 2026-02-01"),
        ("2026-2-1", "write 2026-02-01"),
        ("2026-02-01T09:30", "write 2026-02-01"),
        ("1 February 2026", "write 2026-02-01"),
        ("1er février 2026", "write 2026-02-01"),
        ("1-Feb-26", "write 2026-02-01"),
        ("Feb 1, 2026", "write 2026-02-01"),
        ("45658", "write 2025-01-01"),
        ("yes", "write year, month and day, e.g. 2026-02-01"),
        ("31 Smarch 2026", "write year, month and day, e.g. 2026-02-01"),
    ],
)
def test_another_notation_of_a_date_is_refused_with_the_date_to_write(text: str, wanted: str) -> None:
    assert hint(parse_date(text)) == wanted


def test_a_day_that_no_month_has_is_refused() -> None:
    refusal = parse_date("2026-02-30")
    assert isinstance(refusal, Refusal)
    assert refusal.message == '"2026-02-30" is not a day of the calendar'


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", Period(year=2026)),
        ("2026-Q1", Period(year=2026, quarter=1)),
        ("2026-q4", Period(year=2026, quarter=4)),
        ("2026-03", Period(year=2026, month=3)),
    ],
)
def test_a_period_is_a_year_a_quarter_or_a_month(text: str, period: Period) -> None:
    assert parse_period(text) == period
    assert str(period) == text.upper()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Jan-26", "write 2026-01"),
        ("janv.-26", "write 2026-01"),
        ("März 2026", "write a year, a quarter or a month, e.g. 2026, 2026-Q1 or 2026-03"),
        ("March 2026", "write 2026-03"),
        ("2026-3", "write 2026-03"),
        ("03/2026", "write 2026-03"),
        ("2026-03-01", "write 2026-03"),
        ("Q1 2026", "write 2026-Q1"),
        ("2026Q1", "write 2026-Q1"),
        ("2026 T2", "write 2026-Q2"),
        ("2026-13", "write a year, a quarter or a month, e.g. 2026, 2026-Q1 or 2026-03"),
        ("2026-Q5", "write a year, a quarter or a month, e.g. 2026, 2026-Q1 or 2026-03"),
        ("0000", "write a year, a quarter or a month, e.g. 2026, 2026-Q1 or 2026-03"),
    ],
)
def test_what_a_spreadsheet_made_of_a_period_is_refused_with_the_period_to_write(text: str, wanted: str) -> None:
    assert hint(parse_period(text)) == wanted


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3))
def test_every_decimal_is_read_as_it_is_written(number: Decimal) -> None:
    assert parse_decimal(f"{number:f}") == number


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("4,1", "write it with a decimal point: 4.1"),
        ("1,204", "write 1204, or with a decimal point 1.204"),
        ("1,204,000", "write 1204000, without separators"),
        ("1 204", "write 1204, without separators"),
        ("1\u202f204,5", "write 1204.5, without separators"),
        ("1.204,50", "write 1204.50, without separators"),
        ("1,204.50", "write 1204.50, without separators"),
        ("1'204", "write 1204, without separators"),
        ("1.2E+03", "write 1200"),
        ("82%", "write the number alone: 82"),
        ("2.6 days", "write the number alone: 2.6"),
        ("NaN", "write digits, with a point for decimals, e.g. 4.5"),
        ("many", "write digits, with a point for decimals, e.g. 4.5"),
        ("٣", "write digits, with a point for decimals, e.g. 4.5"),
    ],
)
def test_another_notation_of_a_number_is_refused_with_the_number_to_write(text: str, wanted: str) -> None:
    assert hint(parse_decimal(text)) == wanted


def test_a_typographic_minus_is_a_minus() -> None:
    assert parse_decimal("\u22122") == Decimal(-2)


@pytest.mark.parametrize(("text", "count"), [("0", 0), ("118", 118), ("118.0", 118), ("9" * 40, int("9" * 40))])
def test_a_count_is_a_whole_number_not_below_zero(text: str, count: int) -> None:
    assert parse_count(text) == count


@pytest.mark.parametrize("text", ["-1", "1.5", "1,5", "x"])
def test_what_counts_nothing_is_refused(text: str) -> None:
    assert isinstance(parse_count(text), Refusal)


@given(st.text())
def test_no_text_is_too_odd_to_be_refused(text: str) -> None:
    for parse in (parse_date, parse_period, parse_decimal, parse_count):
        value = parse(text)
        assert not isinstance(value, Refusal) or value.hint
