"""Nothing is lost: the words of the parts of a charter are the words of its Markdown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from charter.model.text import CharterText, Expectation
from charter.reading.charter import read_charter
from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from charter.source import SourceText
from tests import corpus

CONTENT = sorted((Path(__file__).parents[2] / "content").glob("*/**/*.md"))
PROMISED = re.compile(r"^[-*] (Promised|Promis) (by|to|par|à)\b.*$", re.MULTILINE)


def parts(text: CharterText) -> Iterator[str]:
    yield text.heading.text if text.heading else ""
    yield from (block.text for block in text.introduction)
    for section in text.sections:
        yield section.title.text if section.title else ""
        for item in section.items:
            if isinstance(item, Expectation):
                yield from expectation_parts(item)
            else:
                yield item.text


def expectation_parts(item: Expectation) -> Iterator[str]:
    yield item.title.text
    yield from (block.text for block in (*item.before, *item.after))
    for field in item.fields:
        yield from (field.label, field.segment or "", field.value.text)
    if item.rubric:
        yield from (item.rubric.head, *item.rubric.levels)
        for row in item.rubric.criteria:
            yield from (row.name.text, *(cell.text for cell in row.descriptors))


def words(texts: Iterator[str]) -> Counter[str]:
    return Counter(word.casefold() for text in texts for word in re.findall(r"\w+", text))


def assert_nothing_is_lost(source: SourceText) -> None:
    nodes = read_nodes(source, read_front_matter(source).value.body_line).value
    assert words(parts(read_charter(source).value)) == words(node.block.text for node in nodes)


def test_no_word_of_a_real_document_is_lost() -> None:
    assert CONTENT
    for path in [*CONTENT, *corpus.texts()]:
        text = PROMISED.sub("", path.read_text(encoding="utf-8").replace("\r\n", "\n"))
        assert_nothing_is_lost(SourceText(path.name, text))


def test_a_real_document_that_is_no_charter_gets_one_remark_on_its_front_matter_at_most() -> None:
    for path in corpus.texts():
        source = SourceText(path.name, path.read_text(encoding="utf-8").replace("\r\n", "\n"))
        found = [item for item in read_charter(source).diagnostics if item.code in ("CH101", "CH102", "CH106", "CH111")]
        assert len(found) <= 1
        assert all(item.severity == "info" for item in found)


LINES = st.sampled_from(
    [
        "# One", "## Two", "### Three", "#### Four", "Words here.", "- Ref: one", "- Target: 90% within 4 hours",
        "- plain", "1. first", "> ### quoted", "", "", "| Look | Poor | Good |", "|---|---|---|", "| a | b | c | d |",
        "- Colour: blue", "- Rubric: single point", "***", "    code", "| Term | Means |", "- Owner:", "\tTab",
        "### {#x}", "Two\n---", "- Ref: ../x", "- Target (a): 5%", "| | | |", "```", "<b>x</b>",
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=25))
def test_no_word_is_lost_however_lines_follow_each_other(lines: list[str]) -> None:
    text = "---\ntitle: T\nlevels: [Poor, Good]\n---\n" + "\n".join(lines) + "\n"
    if "single point" not in text:  # its middle column names the criterion as well, so that it counts twice
        assert_nothing_is_lost(SourceText("x.md", text))


@given(st.lists(LINES, max_size=25))
def test_every_ref_is_good_and_no_other_has_it(lines: list[str]) -> None:
    text = "---\ntitle: T\n---\n## S\n\n- Promised by: x\n\n" + "\n".join(lines) + "\n"
    refs = [item.ref for item in read_charter(SourceText("x.md", text)).value.expectations]
    assert len(set(refs)) == len(refs)
    assert all(re.fullmatch(r"[a-z0-9-]{1,83}", ref) for ref in refs)


@given(st.text(max_size=300))
def test_any_text_at_all_is_read(text: str) -> None:
    reading = read_charter(SourceText("x.md", text))
    assert reading.value.title


@given(st.text(alphabet=":-[]{}ab 0\n'\"#&*!|>\t", max_size=120))
def test_any_front_matter_at_all_is_read(text: str) -> None:
    assert read_charter(SourceText("x.md", f"---\nparties: {text}\ncalendar: {text}\n---\n")).value.title


def test_fifty_levels_of_lists_and_quotes_are_read() -> None:
    deep = "\n".join("  " * level + f"- level {level}" for level in range(50)) + "\n\n" + "> " * 50 + "end\n"
    reading = read_charter(SourceText("x.md", f"# Deep\n\n{deep}"))
    assert len(reading.value.introduction) >= 2


def test_tabs_and_crlf_leave_the_parts_alone() -> None:
    text = "# T\n\n## S\n\n-\tPromised by: us\n\n### P\n\n-\tRef: one\n-\tOwner: Rosa\n"
    (promise,) = read_charter(SourceText("x.md", text)).value.expectations
    assert (promise.ref, promise.field_text(promise.fields[1].key)) == ("one", "Rosa")  # type: ignore[arg-type]
