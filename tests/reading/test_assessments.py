from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Assessment, Judgement, Period
from charter.reading.assessments import read_assessment
from charter.source import Reading, SourceText

from .found import hints, spots

FRONT = '---\nversion: "2.0"\nperiod: 2026-Q1\nparty: desk\ndate: 2026-04-08\nby: Rosa\n---\n\n# How it went\n\n'
HEAD = "| Expectation | What we look at | Level | Evidence | Importance |\n|---|---|---|---|---|\n"


def read(text: str, period: str = "2026-Q1", party: str = "desk") -> Reading[Assessment | None]:
    return read_assessment(SourceText("desk.md", text), period, party)


def test_an_assessment_is_read() -> None:
    reading = read(
        FRONT
        + "Together.\n\n"
        + HEAD
        + "| first-reply | Speed | Not yet | 118 of 124 | 5 |\n| respect | Plain words | Met | | |\n"
    )
    assert spots(reading) == []
    assert reading.value is not None
    assert [block.text for block in reading.value.prose] == ["Together."]
    assert reading.value == Assessment(
        period=Period(year=2026, quarter=1),
        party="desk",
        version="2.0",
        date=date(2026, 4, 8),
        by="Rosa",
        judgements=(
            Judgement(ref="first-reply", criterion="Speed", level="Not yet", evidence="118 of 124", importance=5),
            Judgement(ref="respect", criterion="Plain words", level="Met"),
        ),
        title="How it went",
        prose=reading.value.prose,
    )
    assert [judgement.span.line for judgement in reading.value.judgements] == [15, 16]


def test_columns_stand_in_any_order_and_two_are_optional() -> None:
    reading = read("| Level | What we look at | Expectation |\n|---|---|---|\n| Met | Speed | first-reply |\n")
    assert spots(reading) == []
    assert reading.value is not None
    assert reading.value.judgements == (Judgement(ref="first-reply", criterion="Speed", level="Met"),)


def test_judgements_of_several_tables_are_read() -> None:
    reading = read(FRONT + HEAD + "| a | x | Met | | |\n\n## More\n\n" + HEAD + "| b | x | Met | | |\n")
    assert spots(reading) == []
    assert reading.value is not None
    assert [judgement.ref for judgement in reading.value.judgements] == ["a", "b"]


def test_the_folder_and_the_file_name_hold() -> None:
    reading = read(FRONT + HEAD, period="2026-Q2", party="teaching")
    assert spots(reading) == [("CH430", 3, 9), ("CH430", 4, 8)]
    assert hints(reading) == ["period: 2026-Q2", "party: teaching"]
    assert reading.value is not None
    assert (str(reading.value.period), reading.value.party) == ("2026-Q2", "teaching")


def test_a_folder_that_is_no_period_is_reported() -> None:
    reading = read(FRONT + HEAD, period="spring")
    assert spots(reading) == [("CH414", 1, 1)]
    assert reading.value is not None
    assert str(reading.value.period) == "2026-Q1"


def test_without_any_period_there_is_no_assessment() -> None:
    reading = read(FRONT.replace("2026-Q1", "Q1 2026") + HEAD, period="spring")
    assert spots(reading) == [("CH414", 1, 1), ("CH414", 3, 9)]
    assert hints(reading)[1] == "write 2026-Q1"
    assert reading.value is None


@pytest.mark.parametrize(
    ("row", "spot", "hint"),
    [
        ("| a | x | Met | | 6 |", ("CH411", 14, 19), "write 1 (little), 2, 3, 4 or 5 (most)"),
        ("| a | x | Met | | high |", ("CH411", 14, 19), "write 1 (little), 2, 3, 4 or 5 (most)"),
        ("| | x | Met | | |", ("CH411", 14, 3), "write the promise's ref"),
        ("| b | y | Not yet | | |", ("CH434", 14, 7), "keep one of the two rows"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_at_its_cell(row: str, spot: tuple[str, int, int], hint: str) -> None:
    reading = read(FRONT + HEAD + "| b | y | Met | | |\n" + row + "\n")
    assert spots(reading) == [spot]
    assert hints(reading) == [hint]


def test_a_date_that_cannot_be_read_is_reported() -> None:
    assert spots(read(FRONT.replace("2026-04-08", "8 April 2026") + HEAD)) == [("CH406", 5, 7)]


def test_a_missing_table_is_reported() -> None:
    assert spots(read(FRONT)) == [("CH413", 1, 1)]


def test_a_missing_column_is_reported() -> None:
    assert spots(read(FRONT + "| Expectation | Level |\n|---|---|\n| a | Met |\n")) == [("CH409", 11, 3)]


@given(st.text() | st.text(st.sampled_from("-|: \n#a2")), st.text(max_size=8))
def test_any_text_is_read(text: str, period: str) -> None:
    read(text, period)
    read(FRONT + HEAD + text)


def test_blind_is_yes_or_no_and_what_cannot_be_read_is_reported_and_keeps_scores_out_of_sight() -> None:
    table = "\n| Expectation | What we look at | Level |\n|---|---|---|\n| answer | Speed | Met |\n"
    held = {word: read(f"---\nblind: {word}\n---\n{table}") for word in ("yes", "no", "perhaps")}
    assert [(word, item.value.is_blind) for word, item in held.items() if item.value] == [
        ("yes", True),
        ("no", False),
        ("perhaps", True),
    ]
    (found,) = held["perhaps"].diagnostics
    assert (found.code, found.span.line, found.span.column) == ("CH411", 2, 8)
    assert '"perhaps"' in found.message
