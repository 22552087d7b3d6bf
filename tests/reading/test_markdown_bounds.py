"""Markdown written to hurt: every text is read in bounded time and depth, and keeps its words."""

from __future__ import annotations

import re
import time

import pytest

from charter.model.fingerprint import text_digest
from charter.reading.charter import read_charter
from charter.reading.markdown import read_nodes
from charter.source import SourceText
from tests.reading.safe_html import check

SIZE = 60_000
HOSTILE = [
    "*", "a**b", "*a ", "_a ", "*a_ ", "~a~~", "[", "[a](", "![", "](", "[]", "[a][b]", "[a](b \"", "[a](<b", ")",
    "`", "`a `` ", "\\", "&", "&#x", "<", "<a ", "<a b=", "<b>", "<a@b ", "<!--", "<!-- charter: ", "<!-- charter: \n",
    ">", "> ", "> *", "> a\nb\n", "- ", "- > ", "- a\n", "- a: ", "a:", "(:", "1. ", "1.", "#", "# a\n", "{#",
    "|", "-|", "-|-\n", "a\n=\n", "```\n", "[a]: b\n", "[a]: b 'c\n", " ", "\t", "a\n", "a  \n", "\n\n",
    "www.", "https://a.b ",
]  # fmt: skip
PREFIXED = ["- ", "# ", "https://", "| a |\n|---|\n", "# x {#"]


def read_quickly(text: str) -> None:
    """Read a text; the limit is several times what is needed, and less than what a quadratic reader would take."""
    before = time.process_time()
    nodes = read_nodes(SourceText("a.md", text)).value
    assert time.process_time() - before < 10
    check("".join(node.block.html for node in nodes))


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_same_signs_over_and_over_take_seconds(piece: str) -> None:
    read_quickly(piece * (SIZE // len(piece)))


@pytest.mark.parametrize("start", PREFIXED)
def test_long_lines_take_seconds(start: str) -> None:
    for piece in (":", ")", "(", ".", "a:", " ", "{#", "|b", "]", "1."):
        read_quickly(start + piece * (SIZE // len(piece) // 4) + "x")


@pytest.mark.parametrize(
    "text",
    [
        " ".join("`" * length for length in range(1, 440)),
        "![" * 2000 + "a" + "](x)" * 2000,
        "[" * 20_000 + "a" + "]" * 20_000,
        "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|b|\n" * 10_000,
        "|a|\n|-|\n" + "|b" * 20_000 + "\n" + "|c|\n" * 2000,
        "".join(f"[a{n}]: b\n" for n in range(5000)) + "".join(f"[a{n}] " for n in range(5000)),
    ],
    ids=["code", "images", "brackets", "wide table", "one wide row", "references"],
)
def test_shapes_that_made_other_readers_slow_take_seconds(text: str) -> None:
    read_quickly(text)


def test_a_wide_table_is_not_filled_up_without_end() -> None:
    text = "|a" * 3000 + "|\n" + "|-" * 3000 + "|\n" + "|b|\n" * 3000
    (table,) = read_nodes(SourceText("a.md", text)).value
    assert table.block.html.count("<td></td>") <= 20_000


@pytest.mark.parametrize("marker", ["- ", "> ", "1. ", "- > ", "* 1) "])
def test_a_thousand_levels_in_one_line_keep_their_words(marker: str) -> None:
    reading = read_nodes(SourceText("a.md", "before\n\n" + marker * 1000 + "the words\nmore\n\nafter\n"))
    words = "\n".join(node.block.text for node in reading.value)
    assert re.findall(r"before|the words|more|after", words) == ["before", "the words", "more", "after"]
    assert [(d.code, d.span.line) for d in reading.diagnostics] == [("CH124", 3)]
    check("".join(node.block.html for node in reading.value))


def test_a_thousand_nested_lists_keep_every_word() -> None:
    text = "".join("  " * depth + f"- item{depth}\n" for depth in range(1000)) + "\nafter\n"
    reading = read_nodes(SourceText("a.md", text))
    words = "\n".join(node.block.text for node in reading.value)
    assert re.findall(r"item\d+|after", words) == [*(f"item{depth}" for depth in range(1000)), "after"]
    (diagnostic,) = reading.diagnostics
    assert diagnostic.code == "CH124"
    assert diagnostic.span.line == 21
    assert diagnostic.span.column == 43


def test_a_thousand_nested_lists_in_a_promise_are_read_and_fingerprinted_in_a_moment() -> None:
    deep = "".join("  " * depth + f"- item{depth}\n" for depth in range(1000))
    before = time.process_time()
    reading = read_charter(SourceText("a.md", f"## P\n\n- Promised by: a\n\n### One\n\n- Ref: one\n{deep}"))
    text_digest(reading.value)
    assert time.process_time() - before < 2
    assert "CH124" in {found.code for found in reading.diagnostics}
    (promise,) = reading.value.expectations
    assert "item999" in promise.before[0].text


def test_twenty_lists_in_each_other_are_still_lists() -> None:
    text = "".join("  " * depth + f"- item{depth}\n" for depth in range(20))
    reading = read_nodes(SourceText("a.md", text))
    assert not reading.diagnostics
    assert reading.value[0].block.html.count("<li>") == 20
