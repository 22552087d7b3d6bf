"""Marks inside safe HTML: what must hold for any two blocks, and examples to read."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.compare.markup import mark_html, mark_sides
from charter.model.words import canonical
from charter.reading.markdown import read_nodes
from charter.source import SourceText
from tests.corpus import documents
from tests.reading.safe_html import ATTRIBUTES, check

DEL = re.compile(r"<del[^>]*>.*?</del>", re.DOTALL)
INS = re.compile(r"<ins[^>]*>.*?</ins>", re.DOTALL)
MARK = re.compile(r"</?(?:ins|del)(?: class=\"(?:moved|address)\")?>")
WORDS = (
    "we reply within 4 **business** hours or 95 % of *all requests* the a [help page](/help) [help page](/other) "
    "`code` \n\n- \n- [ ] \n1. \n\n> \n\n|a|b|\n|--|--|\n|one|4 hours|\n|two|5_days|\n "
    "## Title \n\n--- ![map](m.png) ![map](n.png) \\ \n"
)
markdown = st.lists(st.sampled_from(re.split(r"(?<=\S) ", WORDS)), max_size=30).map(" ".join)


def html(text: str) -> str:
    return "".join(node.block.html for node in read_nodes(SourceText("t.md", text)).value)


def words(marked: str) -> list[str]:
    """The words that a browser shows, those of one block apart from those of the next."""
    apart = re.sub(r"</?(?:p|li|ul|ol|td|th|tr|table|thead|tbody|blockquote|pre|hr|br|h\d)\b[^>]*>", " \\g<0> ", marked)
    return shown(apart).split()


def shown(marked: str) -> str:
    """The words of well-formed HTML; an assertion fails where it is not well-formed."""
    return check(MARK.sub("", _balanced(marked)))


def _balanced(marked: str) -> str:
    """Assert that marks hold elements whole, or stand inside them whole."""
    open_tags: list[str] = []
    for closing, tag in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", marked):
        if tag in ("br", "img", "hr"):
            continue
        if closing:
            assert open_tags.pop() == tag, marked
        else:
            assert tag in (*ATTRIBUTES, "ins", "del")
            open_tags.append(tag)
    assert not open_tags
    return marked


@settings(deadline=None)
@given(markdown, markdown)
def test_without_what_is_removed_the_words_are_those_of_the_new_text(before, after):
    before, after = html(before), html(after)
    marked = mark_html(before, after)
    shown(marked)
    assert canonical(" ".join(words(DEL.sub("", marked)))) == canonical(" ".join(words(after)))


@settings(deadline=None)
@given(markdown, markdown)
def test_all_markup_of_the_new_text_is_kept(before, after):
    after = html(after)
    _, right = mark_sides(html(before), after)
    assert MARK.sub("", right) == after


@settings(deadline=None)
@given(markdown, markdown)
def test_side_by_side_each_text_has_its_own_marks_and_all_its_markup(before, after):
    before, after = html(before), html(after)
    left, right = mark_sides(before, after)
    assert (MARK.sub("", left), MARK.sub("", right)) == (before, after)
    assert "<ins" not in left
    assert "<del" not in right
    turned = mark_sides(after, before)
    assert turned == (
        right.replace("ins>", "del>").replace("<ins ", "<del "),
        left.replace("del>", "ins>").replace("<del ", "<ins "),
    )


@given(markdown)
def test_a_block_beside_itself_has_no_marks(text):
    assert mark_html(html(text), html(text)) == html(text)


@given(st.text(alphabet='<>/apuliolem "=&;strongtdhr\n', max_size=80), st.text(max_size=40))
def test_nothing_is_raised_whatever_is_given(before, after):
    assert isinstance(mark_html(before, after), str)
    assert isinstance(mark_html(after, before), str)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Reply *in* 4 hours to \"all\"", "Reply in\n4 **hours** to “all”"),
        ("- one\n- two", "1. one\n\n2. two"),
        ("|a|b|\n|-|-|\n|1|2|", "|b|a|\n|-|-|\n|2|1|"),
        ("at least 95 % - always", "at least 95% – always"),
    ],
)  # fmt: skip
def test_reflow_emphasis_and_quotes_get_no_marks(before, after):
    assert mark_html(html(before), html(after)) == html(after)


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Reply in **4 hours**.", "Reply in **8 hours**.",
         "<p>Reply in <strong><del>4</del><ins>8</ins> hours</strong>.</p>\n"),
        ("Call **now** please.", "Call please.", "<p>Call <strong><del>now</del></strong> please.</p>\n"),
        ("See [help](/old).", "See [help](/new).",
         '<p>See <ins class="address"><a href="/new">help</a></ins><del class="address">/old</del>.</p>\n'),
        ("![map](m.png)", "![map](n.png)",
         '<p><ins class="address"><img src="n.png" alt="map"></ins><del class="address">m.png</del></p>\n'),
        ("- alpha first\n- beta second\n- gamma third", "- gamma third\n- alpha first\n- beta second",
         '<ul>\n<li><ins class="moved"></ins>gamma third</li>\n<li>alpha first</li>\n<li>beta second</li>\n</ul>\n'),
        ("- one\n- two words\n- three", "- one\n- three",
         "<ul>\n<li>one</li>\n<li><del>two words</del></li>\n<li>three</li>\n</ul>\n"),
        ("|Kind|Time|\n|-|-|\n|Fault|4 hours|\n|Wish|2 days|", "|Time|Kind|\n|-|-|\n|3 hours|Fault|",
         '<table>\n<thead>\n<tr><th scope="col">Time</th><th scope="col">Kind</th></tr>\n</thead>\n<tbody>\n'
         "<tr><td><del>4</del><ins>3</ins> hours</td><td>Fault</td></tr>\n"
         "<tr><td><del>2 days</del></td><td><del>Wish</del></td></tr>\n</tbody>\n</table>\n"),
    ],
)  # fmt: skip
def test_marks_stand_where_a_person_would_put_them(before, after, marked):
    assert mark_html(html(before), html(after)) == marked


def test_paragraphs_that_became_a_list_are_compared_one_by_one():
    before = html("1. ## Uptime\n\n   We keep the desk open every day.\n\n   We answer all mail within 4 hours.")
    after = html("1. Uptime\n\n   1. We keep the desk open every day.\n\n   2. We answer all mail within 8 hours.")
    marked = mark_html(before, after)
    assert "<p>We keep the desk open every day.</p>" in marked
    assert "within <del>4</del><ins>8</ins> hours" in marked


def test_real_documents_keep_all_their_words_and_markup():
    for _, versions in documents()[::6]:
        read = [html(path.read_text("utf-8", "replace")) for path in versions[:4]]
        for before, after in pairwise(read):
            marked = mark_html(before, after)
            shown(marked)
            assert canonical(" ".join(words(DEL.sub("", marked)))) == canonical(" ".join(words(after)))
            left, right = mark_sides(before, after)
            assert (MARK.sub("", left), MARK.sub("", right)) == (before, after)
