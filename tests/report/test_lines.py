from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.compare.worddiff import PieceKind
from charter.report.changes import Shown
from charter.report.lines import PLAIN, RED, WIDTH, columns, marked, padded, wrapped


@pytest.mark.parametrize(
    ("words", "wide"), [("", 0), ("desk", 4), ("é", 1), ("e\u0301", 1), ("窓口", 4), ("窓 x", 4), ("\x01a\x03", 1)]
)
def test_a_wide_letter_takes_two_columns_and_an_accent_none(words: str, wide: int) -> None:
    assert columns(words) == wide
    assert columns(padded(words, 10)) == 10


@given(st.lists(st.text("ab窓é-.", min_size=1, max_size=30), max_size=60))
def test_no_line_is_too_wide_and_no_word_is_lost(words: list[str]) -> None:
    lines = list(wrapped(" ".join(words), "    "))
    assert all(columns(line) <= WIDTH for line in lines)
    assert "".join("".join(lines).split()) == "".join(words)


def test_an_address_is_never_broken() -> None:
    address = "https://example.org/" + "a" * 90
    assert f"  {address}" in list(wrapped(f"see {address} there", "  "))


def test_a_text_without_blanks_is_broken_where_the_line_ends() -> None:
    lines = list(wrapped("窓" * 60, "  "))
    assert [columns(line) for line in lines] == [80, 44]


def test_a_colour_ends_with_its_line_and_begins_again_in_the_next() -> None:
    gone = Shown(PieceKind.REMOVED, "never ever " * 12)
    words = marked([Shown(PieceKind.SAME, "We "), gone, Shown(PieceKind.SAME, " x")])
    coloured, plain = list(wrapped(words, "  ", colours=True)), list(wrapped(words, "  "))
    assert len(coloured) > 1
    assert all(line.count(RED) == line.count(PLAIN) == 1 for line in coloured)
    assert [re.sub("\x1b\\[\\d*m", "", line) for line in coloured] == plain
    assert not re.search("[\x00-\x1f]", "".join(plain))
