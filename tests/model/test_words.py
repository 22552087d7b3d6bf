"""The same words, however they were typed."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.words import canonical, without_number


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("95 %", "95%"),
        ("95\u202f%", "95%"),
        ("≥ 95 %", "≥95%"),
        ("€ 30", "€30"),
        ("30 €", "30€"),
        ("don’t", "don't"),
        ("“quick”", '"quick"'),
        ("« vite »", '"vite"'),
        ("Monday – Friday", "Monday - Friday"),
        ("now — or", "now -- or"),
        ("two\n  lines", "two lines"),
        ("caf\u0065\u0301", "café"),
        ("a\u00a0b", "a b"),
        ("re\u00adply", "reply"),
    ],
)
def test_shapes_do_not_count(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4 hours", "5 hours"),
        ("Reply", "reply"),
        ("we will", "we will."),
        ("95%", "95"),
        ("1 0", "10"),
        ("re ply", "reply"),
    ],
)
def test_words_count(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize("run", [" ", "\n", "\u00a0 ", "-", "«", "» ", "5 ", "% ", "§ "])
def test_long_runs_of_one_sign_take_no_time(run: str) -> None:
    words = f"a{run * 100_000}b " * 4
    before = time.process_time()
    canonical(words)
    assert time.process_time() - before < 2


@given(st.text(alphabet="ab«» \n\u00a0\u200b-–5%€"))
def test_blanks_around_guillemets_and_signs_do_not_count(words: str) -> None:
    assert canonical(words.replace(" ", "  \n")) == canonical(words)


@given(st.text())
def test_canonical_words_stay_as_they_are(words: str) -> None:
    once = canonical(words)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize(
    ("heading", "words"),
    [
        ("1. Fees", "Fees"),
        ("2.1 Fees", "Fees"),
        ("2.1.3) Fees", "Fees"),
        ("(3) Fees", "Fees"),
        ("§ 4 Fees", "Fees"),
        ("IV. Fees", "Fees"),
        ("24 hours a day", "24 hours a day"),
        ("3 promises", "3 promises"),
        ("2026 in numbers", "2026 in numbers"),
        ("99.9% of the time", "99.9% of the time"),
        ("I. Introduction", "Introduction"),
        ("Is it fair?", "Is it fair?"),
        ("1.", "1."),
        ("Fees", "Fees"),
    ],
)
def test_a_heading_loses_its_own_number_only(heading: str, words: str) -> None:
    assert without_number(heading) == words
