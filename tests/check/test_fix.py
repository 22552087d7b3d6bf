"""Repairs of one file: what each does, what it leaves alone, and the laws that hold for all of them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.check.fix.fields import FIELD_ORDER
from charter.check.fix.keys import KEY_ORDER
from charter.check.fix.mend import mend_record, mend_text
from charter.check.fix.tables import aligned_lines, display_width
from charter.model.fingerprint import expectation_fingerprint, fingerprint, text_digest
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.reading.keywords import keywords_for
from tests import corpus
from tests.builders import charter_text, promise

PATH = "content/desk/charter.md"
HEAD = charter_text(promises="").rstrip("\n") + "\n\n"


def mended(text: str) -> str:
    """Return a working text after its repairs."""
    return mend_text(PATH, text.encode()).data.decode()


def body(promises: str, front: str = "") -> str:
    """Return what repairs make of the promises of a charter."""
    head = charter_text(promises="", front=front).rstrip("\n") + "\n\n"
    done = mended(head + promises)
    assert done.startswith(head)
    return done.removeprefix(head)


def read(data: bytes) -> CharterText:
    return read_charter(decode(PATH, data).value).value


def says(data: bytes) -> tuple[object, ...]:
    text = read(data)
    return fingerprint(text), text_digest(text), [expectation_fingerprint(item) for item in text.expectations]


def test_a_ref_becomes_the_last_field() -> None:
    assert body("### A person answers\n\nWords.\n\n- Owner: Rosa\n\nMore.\n") == (
        "### A person answers\n\nWords.\n\n- Owner: Rosa\n- Ref: a-person-answers\n\nMore.\n"
    )


def test_a_ref_without_fields_becomes_a_list_below_all_else() -> None:
    assert body("### One\n\nWords.\n\n### Two\n") == "### One\n\nWords.\n\n- Ref: one\n\n### Two\n\n- Ref: two\n"


def test_a_ref_below_a_list_of_prose_stands_in_the_heading() -> None:
    assert body("### One\n\nWords:\n\n- a\n- b\n") == "### One {#one}\n\nWords:\n\n- a\n- b\n"
    assert body("### Ответ\n\n- a\n- b\n") == "### Ответ\n\n- a\n- b\n"  # links to the heading would die


def test_a_ref_is_written_as_the_text_writes() -> None:
    french = HEAD.replace("title: Support desk\n", "title: Support desk\nlanguage: fr\n")
    assert mended(f"{french}### Une réponse\n\n-  Cible : 90 % en 4 heures\n").endswith(
        "-  Cible : 90 % en 4 heures\n-  Réf. : une-reponse\n"
    )


def test_a_ref_that_is_meant_to_be_missing_is_not_written() -> None:
    words = "### One <!-- charter: allow ref-from-heading: it is a trial -->\n\n- Owner: Rosa\n"
    assert body(words) == words


def test_refs_of_a_translation_are_those_of_its_original() -> None:
    text = (
        "---\ntitle: T\ntranslates: charter.md\n---\n\n## P\n\n- Promised by: a\n\n### Une réponse\n\n- Owner: Rosa\n"
    )
    assert mended(text) == text


def test_of_two_promises_with_one_heading_nothing_is_guessed() -> None:
    text = "### One\n\n- Owner: Rosa\n\n### One\n\n- Owner: Tom\n"
    assert body(text) == text.replace("- Owner: Rosa\n", "- Owner: Rosa\n- Ref: one\n", 1)


def test_fields_come_in_order_with_all_their_lines() -> None:
    given = """\
### One

- Ref: one
- Odd: kept
- Target (b): 90% within 2 hours,
  of the calls
- Owner: Rosa <!-- charter: allow unknown-owner: she comes in May -->
- Target: 90% within 3 hours
- Promised to: desk
"""
    assert (
        body(given)
        == """\
### One

- Promised to: desk
- Target (b): 90% within 2 hours,
  of the calls
- Target: 90% within 3 hours
- Owner: Rosa <!-- charter: allow unknown-owner: she comes in May -->
- Odd: kept
- Ref: one
"""
    )


def test_blanks_that_broke_no_line_once_a_field_moved_go_too() -> None:
    given = "### One\n\n- Odd: x\n\n- Owner: Rosa  \n* a\n* b\n"
    assert body(given) == "### One\n\n- Owner: Rosa\n\n- Odd: x\n- Ref: one\n* a\n* b\n"


def test_the_lines_that_say_who_promises_come_in_order() -> None:
    text = HEAD.replace("## ", "## P\n\n* Promised to: staff\n* Promised by: desk\n\n## ", 1)
    assert "## P\n\n- Promised by: desk\n- Promised to: staff\n" in mended(text)


def test_a_comment_between_fields_keeps_its_place() -> None:
    text = "### One\n\n- Ref: one\n<!-- charter: allow unknown-owner: soon -->\n- Owner: Rosa\n"
    assert body(text) == text


def test_bullets_of_fields_are_hyphens_and_others_stay() -> None:
    given = "### One\n\n* a\n* b\n\nWords.\n\n+ Owner: Rosa\n+ Ref: one\n\n* c\n"
    assert body(given) == "### One\n\n* a\n* b\n\nWords.\n\n- Owner: Rosa\n- Ref: one\n\n* c\n"
    neighbours = "### One\n\nWords.\n\n* Owner: Rosa\n* Ref: one\n\n- c\n"
    assert body(neighbours) == neighbours  # one list of three would be no fields


def test_the_lines_that_say_who_promises_are_straightened_too() -> None:
    text = charter_text().replace("- Promised", "* Promised")
    assert mended(text) == charter_text()


def test_keys_come_in_order_with_the_comments_above_them() -> None:
    given = """\
---
# about all

visibility: public
odd: 1  # stays
# who
# and whom
parties:
- {id: desk, role: provider, name: Desk}
# still the parties
- {id: staff, role: customer, name: Staff}

audience: >
  Everyone

  who works here
title: Desk
# the end
---

# Desk
"""
    assert (
        mended(given)
        == """\
---
# about all

title: Desk
# who
# and whom
parties:
- {id: desk, role: provider, name: Desk}
# still the parties
- {id: staff, role: customer, name: Staff}

audience: >
  Everyone

  who works here
visibility: public
odd: 1  # stays
# the end
---

# Desk
"""
    )


@pytest.mark.parametrize(
    "front",
    [
        "audience: a\ntitle: T\ntitle: U",
        "audience: [a\ntitle: T",
        "{audience: a, title: T}",
        "audience: &a b\ntitle: T",
        "layout: y\ntitle: T",
    ],
)
def test_keys_that_are_broken_or_of_another_tool_stay(front: str) -> None:
    text = f"---\n{front}\n---\n\n# T\n"
    assert mended(text) == text


def test_rubrics_and_terms_are_aligned_and_other_tables_are_prose() -> None:
    given = """\
### One

- Ref: one

|Look|No|Yes|
|---|:-:|--:|
| Speed \\| pace | slow |*quick*| <!-- charter: allow vague-descriptor: soon -->
|日本 | e\u0301|  |

## Words

| Term | Means |
|-|-|
| Day | 24 hours |

| Place | Open |
|-|-|
| Here | always |
"""
    assert (
        body(given, "levels: [No, Yes]")
        == """\
### One

- Ref: one

| Look          |  No  |     Yes |
|---------------|:----:|--------:|
| Speed \\| pace | slow | *quick* | <!-- charter: allow vague-descriptor: soon -->
| 日本          |  e\u0301   |         |

## Words

| Term | Means    |
|------|----------|
| Day  | 24 hours |

| Place | Open |
|-|-|
| Here | always |
"""
    )


def test_a_table_too_wide_to_line_up_has_one_blank_around_each_cell() -> None:
    long = "words " * 20
    assert aligned_lines(["|Term|Means|", "|:---------|---|", f"|A|   {long}|"]) == [
        "| Term | Means |", "|:--|---|", f"| A | {long.strip()} |",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["| a | b |", "|---|---|", "| c |"],
        ["a | b", "--|--", "c | d"],
        ["| a |", "|---|", "| b"],
        ["| a | b |", "|---|---|", "", "| c | d |"],
    ],
)
def test_a_table_that_is_not_whole_is_left_alone(lines: list[str]) -> None:
    assert aligned_lines(lines) is None


def test_width_is_what_a_terminal_shows() -> None:
    assert [display_width(words) for words in ("abc", "日本", "e\u0301", "a\u200bb", "")] == [3, 4, 1, 2, 0]


def test_blanks_at_line_ends_go_but_for_breaks_and_code() -> None:
    given = "Words. \nBreak  \nhere\t\n  \nlast  \n\n```\ncode  \n \n```\n\n    code \n\n- a\\ \n"
    assert mended("# T \n\n" + given) == (
        "# T\n\n" + "Words.\nBreak  \nhere\n\nlast\n\n```\ncode  \n \n```\n\n    code \n\n- a\\ \n"
    )


def test_blanks_that_break_no_line_go_from_fields_and_rows() -> None:
    given = "### One\n\n- Owner: Rosa  \n- Ref: one   \n\n| a | b |  \n|---|---|  \n| c | d |  \n| e | f |\n"
    assert body(given) == "### One\n\n- Owner: Rosa\n- Ref: one\n\n| a | b |\n|---|---|\n| c | d |\n| e | f |\n"


def test_the_last_line_ends() -> None:
    assert mended("# T\n\nWords.") == "# T\n\nWords.\n"
    assert mended("") == ""


def test_line_ends_and_the_byte_order_mark_stay() -> None:
    text = (
        "\ufeff" + charter_text(promises="### One\n\n* Ref: one \n* Owner: Rosa").replace("\n", "\r\n") + "\r\nEnd. \nx"
    )
    done = mended(text)
    assert done.startswith("\ufeff---\r\n")
    assert done.endswith("### One\r\n\r\n- Owner: Rosa\r\n- Ref: one\r\n\r\nEnd.\nx\r\n")
    assert done.replace("\r\n", "").count("\n") == 1


@pytest.mark.parametrize(
    "data",
    [b"# T \xff\n", b"# T \0\n", "# T \n".encode("utf-16"), b"# T \n<<<<<<< a\n=======\n>>>>>>> b\n",
     b"# T \n\n" + b"> " * 60 + b"x\n"],
)  # fmt: skip
def test_what_cannot_be_read_is_left_alone(data: bytes) -> None:
    assert mend_text(PATH, data).data == data
    assert mend_record("content/desk/reviews.md", data).data == data


def test_a_record_has_its_tables_aligned_and_nothing_else() -> None:
    given = (
        "---\nnote: x \nversion: 1.0\n---\n\n# R \n\n* Due: 2026-01-05 \n\n| Ref | Verdict |\n|-|-|\n| a-b-c | keep |\n"
    )
    done = mend_record("content/desk/reviews.md", given.encode())
    assert done.data.decode() == given.replace(
        "| Ref | Verdict |\n|-|-|\n| a-b-c | keep |", "| Ref   | Verdict |\n|-------|---------|\n| a-b-c | keep    |"
    )
    assert done.done == ("tables aligned",)
    assert mend_record("content/desk/reviews.md", done.data) == type(done)(done.data)


KEYS = [
    "title: Desk",
    "language: en",
    "audience: Everyone",
    "# a comment\nreview: every 3 months",
    "odd: kept",
    "levels: [No, Yes]",
    "expected: Yes",
    "notice: 14\n",
    "standards:\n- A\n# of\n- B",
    "visibility: public",
    "parties:\n  - {id: desk, role: provider, name: Desk}\n  - {id: staff, role: customer, name: Staff}",
]
FIELDS = [
    "Target: 90% within 4 hours",
    "Target (b): 80% within 2 days",
    "Owner: Rosa  ",
    "Measured: monthly,\n  by hand",
    "Odd: x",
    "Kind: process",
    "Ref: given",
    "Was: older",
    "Owner: Tom",
    "Depends on: given",
    "Rubric: single point",
    "Except: `a | b` <!-- charter: allow open-exception: so -->",
    "Promised to: staff",
    "Remedy: [x](#one)",
]
BLOCKS = [
    "Words. ",
    "Break  \nhere",
    "* a\n* b",
    "- c",
    "1. d",
    "```\ncode \n```",
    "> quote \n> more",
    "#### Under",
    "***",
    "|Look|No|Yes|\n|:-|-|-:|\n|a|b|*c*|\n|日本|e\u0301||",
    "| Term | Means |\n|-|-|\n|Day|24 hours| x |",
    "<!-- charter: allow vague-time: so -->",
    "| x |\n|---|\n| `a\\|b` |",
    "    code ",
    "\\",
    '[r]: #one "T"',
    "[a][r]",
    "`a \nb`",
]
TITLES = ["One", "One", "Two {#two}", "3. Three", "Ответ", "*Em* `code`", "Given", "A [b](#one)"]


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Charters in every notation that people use, and some that nobody should."""
    pieces = ["---", *draw(st.permutations(KEYS))[: draw(st.integers(1, len(KEYS)))], "---", "", "# Desk", ""]
    for _ in range(draw(st.integers(1, 3))):
        pieces += ["## " + draw(st.sampled_from(["Promises", "Words", "How we work", "Promises"])), ""]
        if draw(st.booleans()):
            pieces += [f"{draw(st.sampled_from('-*+'))} Promised by: desk", ""]
        for title in draw(st.lists(st.sampled_from(TITLES), max_size=3)):
            pieces += [f"### {title}", ""]
            for _ in range(draw(st.integers(0, 2))):
                pieces += [draw(st.sampled_from(BLOCKS)), ""]
            bullet = draw(st.sampled_from(["- ", "* ", "+ ", "-   ", " - "]))
            gap = draw(st.sampled_from(["\n", "\n", "\n\n"]))
            fields = draw(st.lists(st.sampled_from(FIELDS), max_size=6))
            pieces += [gap.join(bullet + item for item in fields)] + [""] * draw(st.integers(0, 2))
            for _ in range(draw(st.integers(0, 2))):
                pieces += [draw(st.sampled_from(BLOCKS)), *[""] * draw(st.integers(0, 1))]
    text = "\n".join(pieces) + draw(st.sampled_from(["", "\n", " \n\n"]))
    text = text.replace("\n", draw(st.sampled_from(["\n", "\r\n", "\r"])))
    return (draw(st.sampled_from(["", "\ufeff"])) + text).encode()


def holds(before: bytes) -> None:
    """Fixing changes no fingerprint, adds no finding, does nothing twice, and leaves what it does not mend."""
    done = mend_text(PATH, before)
    after = done.data
    assert says(after) == says(before)
    assert (after != before) == bool(done.done)
    assert mend_text(PATH, after).data == after
    found = [
        Counter(item.code for item in read_charter(decode(PATH, data).value).diagnostics) for data in (before, after)
    ]
    assert not found[1] - found[0]
    kept = [
        Counter(data.decode().replace("|", " ").replace("*", "-").replace("+", "-").split()) for data in (before, after)
    ]
    lost = kept[0] - kept[1]
    assert all(set(word) <= set(":-{}#") for word in lost), lost


@settings(max_examples=100, deadline=None)
@given(texts())
def test_fixing_never_changes_what_a_text_says_and_is_done_once(data: bytes) -> None:
    holds(data)


@pytest.mark.parametrize(
    "path", sorted(Path(__file__).parents[2].glob("content/*/charter*.md")), ids=lambda p: p.parent.name
)
def test_fixing_the_samples_changes_nothing_that_was_signed(path: Path) -> None:
    holds(path.read_bytes())


def test_fixing_real_documents_changes_nothing_they_say() -> None:
    for path in corpus.texts()[::9]:
        data = path.read_bytes()
        after = mend_text(PATH, data).data
        assert says(after) == says(data)
        assert mend_text(PATH, after).data == after
        assert after.split() == data.split() or "Term" in data.decode()


def test_the_order_is_the_one_that_the_page_tells() -> None:
    page = (Path(__file__).parents[2] / "docs/format.md").read_text(encoding="utf-8")
    section = page.partition("## The usual order")[2].partition("\n## ")[0]
    keys, fields = (re.findall("`([^`]+)`", line) for line in section.splitlines() if line.startswith("- "))
    labels = keywords_for("en").labels
    assert keys == list(KEY_ORDER)
    assert fields == ["Promised by", "Promised to", *(labels[key] for key in FIELD_ORDER), "Was", "Ref"]


def test_a_text_in_the_usual_notation_is_left_alone() -> None:
    text = charter_text(promises=promise())
    assert mend_text(PATH, text.encode()).done == ()
