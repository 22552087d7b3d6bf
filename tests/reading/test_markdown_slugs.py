"""Refs and anchors made of words."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.reading.slugs import Anchors, anchor, slug


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("A person answers you quickly", "a-person-answers-you-quickly"),
        ("  24/7 -- support!  ", "24-7-support"),
        ("Être à l'écoute", "etre-a-lecoute"),
        ("L’œuvre, Ærø & Straße", "loeuvre-aero-strasse"),
        ("Łódź Đurđa ıŞIK", "lodz-durda-isik"),
        ("ﬁle №5 ½", "file-no5-1-2"),
        ("we don't", "we-dont"),
        ("日本 desk", "desk"),
    ],
)
def test_refs_are_plain_latin(words: str, ref: str) -> None:
    assert slug(words) == ref


def test_words_without_latin_letters_have_a_ref_that_does_not_change() -> None:
    assert slug("問い合わせ") == "p-b6461f81"
    assert slug("が") == slug(unicodedata.normalize("NFD", "が"))
    assert slug("問") != slug("答")


@given(st.text())
def test_every_text_has_a_ref(words: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug(words))
    assert slug(slug(words)) == slug(words)


@given(st.text(max_size=30))
def test_every_heading_has_an_anchor_without_blanks_or_quotes(words: str) -> None:
    assert anchor(words)
    assert not re.search(r"""[\s"'<>&]""", anchor(words))


@given(st.lists(st.sampled_from(["a", "a-1", "a-1-1", "b", "a-2"])), st.sets(st.sampled_from(["a", "a-1", "b"])))
def test_anchors_are_given_once(wanted: list[str], reserved: set[str]) -> None:
    anchors = Anchors(reserved)
    given_out = [anchors.unique(words) for words in wanted]
    assert len(set(given_out)) == len(given_out)
    assert not set(given_out) & reserved
    assert [anchors.claim(words) for words in sorted(reserved)] == sorted(reserved)


def test_many_equal_headings_are_numbered_quickly() -> None:
    anchors = Anchors()
    assert [anchors.unique("a") for _ in range(20_000)][-1] == "a-19999"
