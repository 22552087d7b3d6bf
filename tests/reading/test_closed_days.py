from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import ClosedDay
from charter.reading.closed_days import read_closed_days
from charter.source import Reading, SourceText

from .found import hints, spots

DAYS = (ClosedDay(date=date(2026, 1, 1), name="New Year's Day"), ClosedDay(date=date(2026, 12, 25)))


def read(text: str) -> Reading[tuple[ClosedDay, ...]]:
    return read_closed_days(SourceText("closed.csv", text))


@pytest.mark.parametrize(
    "text",
    [
        "date,name\n2026-01-01,New Year's Day\n2026-12-25,\n",
        "name,date\nNew Year's Day,2026-01-01\n,2026-12-25\n",
        "2026-01-01,New Year's Day\n2026-12-25\n",
    ],
)
def test_days_are_read_with_and_without_a_head(text: str) -> None:
    assert read(text) == Reading(DAYS)


def test_days_alone_are_read() -> None:
    assert read("date\n2026-12-25\n") == read("2026-12-25\n") == Reading(DAYS[1:])


def test_a_day_that_cannot_be_read_is_reported_and_the_others_are_read() -> None:
    reading = read("date,name\n25/12/2026,Christmas\n2026-12-25,\n")
    assert spots(reading) == [("CH406", 2, 1)]
    assert hints(reading) == ["write 2026-12-25"]
    assert reading.value == DAYS[1:]


def test_a_first_line_with_a_wrong_day_is_no_head() -> None:
    assert spots(read("1/1/2026,New Year\n")) == [("CH406", 1, 1)]


def test_a_missing_column_is_reported() -> None:
    assert spots(read("day,name\n2026-01-01,x\n")) == [("CH410", 1, 1), ("CH409", 1, 1)]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read(text)
