from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import ComparedService, Comparison
from charter.model.text import Visibility
from charter.reading.comparison import read_comparison
from charter.source import Reading, SourceText

from .found import hints, spots

FRONT = "---\naudience: parties\ncompared-with: [A firm, A colleague]\ndate: 2025-11-20\n---\n\n# How we compare\n\n"
TABLE = (
    "| Service | Expectation | Us | A colleague | A firm | How we know |\n|---|---|---|---|---|---|\n"
    "| Help | first-reply | good | mixed | poor | Quotes |\n| Nights | | none | | good | |\n"
)


def read(text: str) -> Reading[Comparison]:
    return read_comparison(SourceText("comparison.md", text))


def test_a_comparison_is_read_with_the_marks_in_the_order_of_the_alternatives() -> None:
    reading = read(FRONT + TABLE)
    assert spots(reading) == []
    assert reading.value == Comparison(
        alternatives=("A firm", "A colleague"),
        services=(
            ComparedService(service="Help", ref="first-reply", us="good", marks=("poor", "mixed"), evidence="Quotes"),
            ComparedService(service="Nights", ref=None, us="none", marks=("good", "")),
        ),
        title="How we compare",
        date=date(2025, 11, 20),
    )


def test_without_a_list_every_further_column_is_an_alternative() -> None:
    reading = read("| Over and above? | Us | A firm | Service |\n|---|---|---|---|\n| yes | good | poor | Help |\n")
    assert spots(reading) == []
    assert reading.value.alternatives == ("A firm",)
    assert reading.value.services == (
        ComparedService(service="Help", ref=None, us="good", marks=("poor",), over_and_above="yes"),
    )


@pytest.mark.parametrize(
    ("front", "visibility", "found"),
    [
        ("---\naudience: public\n---\n", Visibility.PUBLIC, []),
        ("---\naudience: Parties\n---\n", Visibility.PARTIES, []),
        ("", Visibility.PARTIES, []),
        ("---\naudience: publik\n---\n", Visibility.PARTIES, [("CH106", 2, 11)]),
        ("---\nvisibility: public\n---\n", Visibility.PUBLIC, []),
        ("---\nvisibility: public\naudience: parties\n---\n", Visibility.PARTIES, []),
        ("---\naudience: public\nvisibility: pubic\n---\n", Visibility.PARTIES, [("CH106", 3, 13)]),
    ],
)
def test_a_comparison_is_private_unless_it_says_otherwise(
    front: str, visibility: Visibility, found: list[tuple[str, int, int]]
) -> None:
    reading = read(front + TABLE)
    assert spots(reading) == found
    assert reading.value.visibility is visibility


def test_an_alternative_without_its_column_is_reported() -> None:
    reading = read(
        FRONT + "| Service | Us | A firn | A colleague |\n|---|---|---|---|\n| Help | good | poor | mixed |\n"
    )
    assert spots(reading) == [("CH410", 9, 18), ("CH409", 9, 3)]
    assert hints(reading)[0] == "write A firm"
    assert reading.value.services[0].marks == ("", "mixed")


def test_a_row_without_a_service_is_reported_and_kept() -> None:
    reading = read(FRONT + TABLE + "| | | good | good | good | x |\n")
    assert spots(reading) == [("CH411", 13, 3)]
    assert reading.value.services[-1].evidence == "x"


def test_a_missing_table_is_reported_and_prose_is_kept() -> None:
    reading = read(FRONT + "Soon.\n")
    assert spots(reading) == [("CH413", 1, 1)]
    assert [block.text for block in reading.value.prose] == ["Soon."]


@given(st.text() | st.text(st.sampled_from("-|: \n#aUsService")))
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(FRONT + text)
