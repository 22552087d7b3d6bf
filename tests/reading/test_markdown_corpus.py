"""What must hold of any Markdown, held against real documents and against what chance makes of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from charter.reading.decode import decode
from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from charter.reading.nodes import Node
from charter.source import SourceText
from tests.corpus import texts
from tests.reading.safe_html import check

WORD = re.compile(r"\w+")
PLAIN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@cache
def source(path: Path) -> SourceText:
    return decode(path.name, path.read_bytes()).value


def body(path: Path) -> tuple[SourceText, int]:
    text = source(path)
    return text, read_front_matter(text).value.body_line


def inline_words(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("inline", "image"):
            yield from inline_words(token.children or ())
        elif token.content:
            yield token.content
        elif token.type in ("softbreak", "hardbreak"):
            yield " "
        if token.type in ("inline", "fence", "code_block"):
            yield "\n"


def words_of(markdown: str) -> Counter[str]:
    """The words that markdown-it-py finds, and those in the table cells that it drops."""
    tokens = PLAIN.parse(markdown)
    words = Counter(WORD.findall(re.sub(r"(?m)^\[[xX]\] ", "", "".join(inline_words(tokens)))))
    lines = markdown.split("\n")
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row = lines[token.map[0]].strip().strip("|")
            dropped = re.split(r"(?<!\\)\|", row)
            shown = sum(1 for t in tokens if t.type in ("td_open", "th_open") and t.map == token.map)
            for cell in dropped[shown:] if shown else ():
                words.update(WORD.findall(cell))
    return words


def check_all(nodes: Sequence[Node]) -> None:
    for node in nodes:
        shown = " ".join(check(node.block.html).split())
        if not node.block.links and "☐" not in shown and "☑" not in shown and "\n" not in node.block.text:
            assert shown == " ".join(node.block.text.split())
        for item in node.items:
            check(item.words.html)
            check(item.value.html if item.value else "")
        if node.heading:
            check(node.heading.html)
        for row in (node.table.head, *node.table.rows) if node.table else ():
            for cell in row:
                check(cell.words.html)


def test_no_word_of_the_corpus_is_lost_and_all_html_is_safe() -> None:
    assert texts()
    for path in texts():
        text, first = body(path)
        nodes = read_nodes(text, first).value
        found = Counter(WORD.findall("\n".join(f"{node.block.text} {node.heading_id or ''}" for node in nodes)))
        missing = words_of("\n".join(text.text.split("\n")[first - 1 :])) - found
        assert not missing, (path, missing)
        check_all(nodes)


def test_every_line_with_words_is_in_the_span_of_a_node() -> None:
    reference = re.compile(r"\s*\[[^\]]+\]:")
    for path in texts():
        text, first = body(path)
        covered = {
            line
            for node in read_nodes(text, first).value
            for line in range(node.span.line or 0, (node.span.end_line or 0) + 1)
        }
        for number in range(first, text.line_count + 1):
            words = text.line(number)
            assert not words.strip() or number in covered or reference.match(words), (path, number, words)


def test_cells_and_values_stand_where_their_spans_say() -> None:
    for path in texts():
        text, first = body(path)
        for node in read_nodes(text, first).value:
            rows = (node.table.head, *node.table.rows) if node.table else ()
            for cell in (cell for row in rows for cell in row):
                span = cell.span
                raw = text.line(span.line or 0)[(span.column or 1) - 1 : (span.end_column or 1) - 1]
                assert raw == raw.strip()
                assert set(WORD.findall(cell.words.text)) <= set(WORD.findall(raw)) or "&" in raw, (path, span)
            for item in node.items:
                if item.value and item.value.text and item.value_span:
                    raw = text.line(item.value_span.line or 0)[(item.value_span.column or 1) - 1 :]
                    first_word = WORD.search(item.value.text)
                    assert first_word is None or first_word[0] in raw or not raw, (path, item.value_span)
                    assert not raw.startswith((" ", ":")), (path, item.value_span)


PIECES = st.sampled_from(
    ["# ", "## 1. ", "- ", "* ", "1. ", "> ", "    ", "\t", "\n", "\n\n", "  \n", "```", "~~~", "---", "===", "+++",
     "`", "``", "*", "**", "_", "~~", "[", "]", "(", ")", "](", "![", "[a]: ", "[x] ", "<", ">", "<b>", "<!--", "-->",
     "<!-- charter: ", "&", "&lt;", "&#", "\\", ":", ": ", "Key: ", "{#", "}", "|", "\\|", "|a|b|\n|-|-|\n|c|d|e|\n",
     "javascript:", "https://", "www.", 'href="', "'", '"', "a", "é", "日本", " ", "\0", "\r", "\u2028", "\ufeff"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60))
@example("- [x] \n")
@example("[\n]: b")
@example("<!-- charter: a -->")
@example("+++\n+++")
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_into_safe_html_and_always_the_same(text: str) -> None:
    made = SourceText("a.md", text)
    front = read_front_matter(made)
    reading = read_nodes(made, front.value.body_line)
    check_all(reading.value)
    assert read_nodes(made, front.value.body_line) == reading


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_real_texts_with_a_piece_cut_out_or_put_in_are_read_as_safely(data: st.DataObject) -> None:
    text = source(data.draw(st.sampled_from(texts()))).text
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 200)))
    made = text[:start] + data.draw(st.lists(PIECES, max_size=6).map("".join)) + text[end:]
    reading = read_nodes(SourceText("a.md", made))
    check_all(reading.value)
