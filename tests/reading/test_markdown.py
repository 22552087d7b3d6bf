"""Markdown as nodes: the specimens, places in the file, links, and words that must not be lost."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from charter.model.prose import BlockKind
from charter.reading.markdown import read_nodes
from charter.reading.nodes import Node
from charter.source import SourceText
from tests.reading.md_outline import cases, outline
from tests.reading.safe_html import check

SPECIMENS = [
    pytest.param(text, expected, id=f"{path.stem}: {name}")
    for path in sorted((Path(__file__).parent / "specimens").glob("md-*.md"))
    for name, text, expected in cases(path)
]


def nodes(text: str, first_line: int = 1) -> tuple[Node, ...]:
    return read_nodes(SourceText("charter.md", text), first_line).value


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in read_nodes(SourceText("charter.md", text)).diagnostics]


@pytest.mark.parametrize(("text", "expected"), SPECIMENS)
def test_specimens_read_as_written_beside_them(text: str, expected: str) -> None:
    assert outline(text) == expected
    for node in nodes(text):
        check(node.block.html)


def test_places_count_from_the_start_of_the_file_not_of_the_body() -> None:
    text = "---\ntitle: é\n---\n\n# Heading\n\n| a |\n|---|\n| wörd [x](y.md) |\n\n- Key: value\n"
    heading, table, items = nodes(text, 4)
    assert heading.heading
    assert table.table
    assert (heading.span.line, heading.heading.span.column) == (5, 3)
    cell = table.table.rows[0][0]
    assert (cell.span.line, cell.span.column, cell.span.end_column) == (9, 3, 17)
    assert table.block.links[0].span.column == 12
    value_span = items.items[0].value_span
    assert value_span
    assert (value_span.line, value_span.column) == (11, 8)


def test_a_body_after_the_last_line_is_empty() -> None:
    assert nodes("---\na: b\n---", 4) == ()
    assert nodes("", 1) == ()


@pytest.mark.parametrize("was_enabled", [True, False])
def test_the_garbage_collector_is_left_as_it_was(was_enabled: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_enabled else gc.disable)()
        nodes("# a\n\nb")
        assert gc.isenabled() is was_enabled
    finally:
        (gc.enable if before else gc.disable)()


def test_html_is_reported_once_per_file() -> None:
    assert codes("<b>a</b>\n\n<i>b</i>\n\n<!-- c -->\n") == ["CH133"]
    assert codes("`<b>` &lt;b&gt; \\<b>\n\n    <b>\n") == []


def test_the_same_heading_in_another_place_has_another_anchor() -> None:
    anchors = [node.block.anchor for node in nodes("# a\n# a\n# b {#a-1}\n# a\n")]
    assert anchors == ["a", "a-2", "a-1", "a-3"]


def test_an_id_that_no_page_can_have_is_kept_for_the_reader_and_not_used() -> None:
    (heading,) = nodes('## Promise {#"><b>}\n')
    assert heading.heading_id == '"><b>'
    assert heading.block.html == '<h2 id="promise">Promise</h2>\n'


def test_rows_longer_than_the_head_lose_nothing() -> None:
    text = "| a |\n|---|\n" + "|".join(f" cell{n} " for n in range(50)) + "\n"
    (table,) = nodes(text)
    assert all(f"cell{n}" in table.block.text.split("\n") for n in range(50))
    assert all(f"<td>cell{n}</td>" in table.block.html for n in range(50))
    assert codes(text) == ["CH134"]


def test_code_keeps_every_letter() -> None:
    code = "  two\n\n\ttab  \n<b>&amp;\n"
    (node,) = nodes(f"```\n{code}```\n")
    assert node.block.kind is BlockKind.CODE
    assert node.block.text == code.rstrip("\n")
    assert check(node.block.html) == code + "\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("![a *b* `c`](x.png)", "a b c"),
        ("[a\nb](x)  \nc&nbsp;&nbsp;d", "a b c d"),
        ("\\*a\\* &lt;b&gt; &#42;", "*a* <b> *"),
        ("a\u00a0 b\u2009c", "a b c"),
    ],
)
def test_words_are_what_a_reader_sees(text: str, words: str) -> None:
    assert nodes(text)[0].block.text == words
