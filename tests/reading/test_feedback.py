from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Feedback
from charter.reading.feedback import read_feedback
from charter.source import Reading, SourceText

from .found import hints, spots

HEAD = "date,party,channel,ref,score,said,answered,action\n"


def read(rows: str, head: str = HEAD) -> Reading[tuple[Feedback, ...]]:
    return read_feedback(SourceText("feedback.csv", head + rows))


def test_a_remark_is_read() -> None:
    reading = read('2026-02-03,teaching,phone,first-reply,-2,"Nobody, for an hour",2026-02-04,rota changed\n')
    assert spots(reading) == []
    assert reading.value == (
        Feedback(
            date=date(2026, 2, 3),
            party="teaching",
            channel="phone",
            ref="first-reply",
            score=-2,
            said="Nobody, for an hour",
            answered=date(2026, 2, 4),
            action="rota changed",
        ),
    )


def test_only_date_and_party_are_needed() -> None:
    reading = read("staff,2026-02-03\n", "party,date\n")
    assert spots(reading) == []
    assert reading.value == (Feedback(date=date(2026, 2, 3), party="staff"),)


@pytest.mark.parametrize(("written", "score"), [("-2", -2), ("\u22121", -1), ("0", 0), ("+2", 2), ("", None)])
def test_a_score_goes_from_minus_two_to_plus_two(written: str, score: int | None) -> None:
    reading = read(f"2026-02-03,staff,,,{written},,,\n")
    assert spots(reading) == []
    assert reading.value[0].score == score


@pytest.mark.parametrize(
    ("row", "spot", "hint"),
    [
        ("03/13/2026,staff,,,,,,", ("CH406", 2, 1), "write 2026-03-13"),
        (",staff,,,,,,", ("CH406", 2, 1), "write the date"),
        ("2026-02-03,,,,,,,", ("CH411", 2, 12), "write the party"),
        ("2026-02-03,staff,,,3,,,", ("CH450", 2, 20), "write 2"),
        ("2026-02-03,staff,,,-9,,,", ("CH450", 2, 20), "write -2"),
        ("2026-02-03,staff,,,0.6,,,", ("CH450", 2, 20), "write 1"),
        ("2026-02-03,staff,,,good,,,", ("CH411", 2, 20), "write -2, -1, 0, 1 or 2"),
        ("2026-02-03,staff,,,,,yes,", ("CH406", 2, 22), "write year, month and day, e.g. 2026-02-01"),
        ("2026-02-03,staff,,,,@me,,", ("CH412", 2, 21), "write me"),
    ],
)
def test_what_is_wrong_with_a_remark_is_said_at_its_cell(row: str, spot: tuple[str, int, int], hint: str) -> None:
    reading = read(row + "\n2026-02-04,staff,,,,fine,,\n")
    assert spots(reading) == [spot]
    assert hints(reading) == [hint]
    assert reading.value[-1].said == "fine"


def test_a_remark_with_an_impossible_score_is_kept_without_it() -> None:
    assert [(remark.score, remark.said) for remark in read("2026-02-03,staff,,,7,Thanks,,\n").value] == [
        (None, "Thanks")
    ]


@given(st.text(st.sampled_from('2026-0,;"=a.\n '), max_size=60))
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(text, "")
