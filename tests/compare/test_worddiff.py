"""What a person is shown of two texts: laws that hold for any words, and examples to read."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from charter.compare.worddiff import Piece, PieceKind, diff_words, terminal_words
from charter.model.words import canonical

SAME, REMOVED, INSERTED = PieceKind.SAME, PieceKind.REMOVED, PieceKind.INSERTED
VOCABULARY = (
    "we reply within 4 business hours or 95 % of requests the a of and to you may not never “quoted” 'so' dit «oui» "
    "e-mail self-service desk. Sentence, end. Next; (aside) hours: 2.0 €5 10,000 — a--b https://x.org/a. "
    "Ünit naïve 日本語。"
)
words = st.lists(st.sampled_from(VOCABULARY.split()), max_size=40).map(" ".join)
texts = st.one_of(
    words, st.text(max_size=60), st.text(alphabet=" ab.,«»\"“”'’-—–5%€$\u00a0\u200b\u00ad\n", max_size=30)
)


def joined(pieces: tuple[Piece, ...], *kinds: PieceKind) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in kinds)


def seen(text: str) -> list[str]:
    return text.replace("\u200b", "").replace("\u00ad", "").split()


def edited(text: str, cuts: list[int]) -> str:
    """The text with a few words taken out, doubled or replaced."""
    parts = text.split()
    for cut in cuts:
        if parts:
            at = cut % len(parts)
            parts[at : at + 1] = ([], [parts[at], "urgent"], ["other"])[cut % 3]
    return " ".join(parts)


pairs = st.one_of(
    st.tuples(texts, texts),
    st.tuples(words, st.lists(st.integers(0, 999), max_size=6)).map(lambda given: (given[0], edited(*given))),
)


@given(pairs)
def test_what_stays_and_what_comes_are_the_words_of_the_new_text(pair):
    before, after = pair
    pieces = diff_words(before, after)
    # A mark that nobody sees is no part of a word.
    assert seen(joined(pieces, SAME, INSERTED)) == seen(after)


@given(pairs)
@example(("x a", "a"))
@example(("a", "x a"))
@example(("a x.", "a."))
@example(("a, b", "a or b"))
def test_what_stays_and_what_goes_are_the_words_of_the_old_text(pair):
    before, after = pair
    assert canonical(joined(diff_words(before, after), SAME, REMOVED)) == canonical(before)


@given(texts)
def test_a_text_does_not_differ_from_itself(text):
    assert all(piece.kind is SAME for piece in diff_words(text, text))


@given(pairs)
def test_swapped_texts_give_swapped_pieces(pair):
    before, after = pair
    there, back = diff_words(before, after), diff_words(after, before)
    assert [
        sorted(canonical(piece.text) for piece in pieces if piece.kind is kind)
        for pieces, kind in ((there, REMOVED), (there, INSERTED))
    ] == [
        sorted(canonical(piece.text) for piece in pieces if piece.kind is kind)
        for pieces, kind in ((back, INSERTED), (back, REMOVED))
    ]


@given(words)
def test_other_quotes_dashes_and_line_ends_are_no_difference(text):
    typed = text.replace("“", '"').replace("”", '"').replace("—", "–").replace("'", "’").replace("95 %", "95%")
    pieces = diff_words(text, typed.replace(" ", "\n"))
    assert all(piece.kind is SAME for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("90% within 4 business hours", "95% within 4 business hours", "[-90%-]{+95%+} within 4 business hours"),
        ("90 % of calls", "95% of calls", "[-90 %-]{+95%+} of calls"),
        ("95 % of calls", "95% of calls", "95% of calls"),
        ("within 4 hours", "within 8 hours", "within [-4-]{+8+} hours"),
        ("Monday to Friday, always.", "Monday to Thursday, always.", "Monday to [-Friday-]{+Thursday+}, always."),
        ("We reply in 4 hours", "We reply in 4 hours or less", "We reply in 4 hours {+or less+}"),
        ("Call us, please.", "Call us; please.", "Call us[-,-]{+;+} please."),
        ("Please call.", "call.", "[-Please-] call."),
        ("A first. B second. C third.", "A first. C third.", "A first. [-B second.-] C third."),
        (
            "You may reach us by phone.",
            "Customers may contact us through phone.",
            "[-You may reach us by-]{+Customers may contact us through+} phone.",
        ),
        ("We answer, in 4 days, mail.", "They reply, in 4 days, calls.",
         "[-We answer, in 4 days, mail.-]{+They reply, in 4 days, calls.+}"),
        ("", "New words", "{+New words+}"),
        ("Old words", "", "[-Old words-]"),
        ("self-service", "full-service", "[-self-]{+full+}-service"),
    ],
)  # fmt: skip
def test_differences_read_well(before, after, shown):
    assert terminal_words(before, after) == shown


def test_a_rewritten_sentence_is_shown_whole_and_its_neighbours_stay():
    before = "The desk is open daily. If you write to us we will try to answer you on the same day. Calls are free."
    after = "The desk is open daily. Mail that reaches the team is read, and a person answers by noon. Calls are free."
    pieces = diff_words(before, after)
    assert [piece.kind for piece in pieces] == [SAME, REMOVED, INSERTED, SAME]
    assert pieces[1].text.startswith("If you write")
    assert pieces[2].text.startswith("Mail that reaches")


def test_a_tag_of_another_tool_is_one_word():
    before = 'You pay the <span class="a b" id="fee">Fee</span>, <b>yearly</b>.'
    after = 'You pay the <span class="a c" id="fee">Fee</span>, <b>monthly</b>.'
    assert terminal_words(before, after) == (
        'You pay the [-<span class="a b" id="fee">-]{+<span class="a c" id="fee">+}Fee</span>, '
        "<b>[-yearly-]{+monthly+}</b>."
    )
    assert terminal_words("If a <b and c> d.", "If a <b and e> d.") == "If a <b and [-c>-]{+e>+} d."


def test_the_marks_can_be_chosen():
    assert terminal_words("4 h", "5 h", ("<", ">"), ("(", ")")) == "<4>(5) h"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the desk of a team is open " * 4000, "a team of the desk is shut " * 4000),
        ("a b " * 25_000, "a c " * 25_000),
        (" ".join(f"w{n} x" for n in range(9000)), " ".join(f"w{n} y" for n in range(9000))),
        ("." * 100_000, ".!" * 50_000),
        ("We reply soon. " * 7000, "We reply late. " * 7000),
    ],
)
def test_a_rewritten_page_in_one_paragraph_takes_no_longer_than_a_breath(before, after):
    begin = time.process_time()
    pieces = diff_words(before, after)
    assert time.process_time() - begin < 4  # about one second on an ordinary machine
    assert re.sub(r"\s", "", joined(pieces, SAME, INSERTED)) == re.sub(r"\s", "", after)
