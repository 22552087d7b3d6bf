"""Every example in `docs/format.md` is read, and earns what its fence says: nothing, or one code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.model.text import FieldKey
from charter.reading.charter import read_charter
from charter.reading.header import KNOWN_KEYS, STAMP_KEYS
from charter.reading.keywords import keywords_for
from charter.source import SourceText

PAGE = (Path(__file__).parents[2] / "docs" / "format.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^(`{3,4})(markdown|yaml)(?: (CH\d+))?\n(.*?)^\1$", PAGE, re.MULTILINE | re.DOTALL)
FRONT = """title: Support desk
parties:
  - {id: desk, role: provider, name: Support desk}
  - {id: staff, role: customer, name: Teaching staff}
levels: [Not yet, Getting there, Met, Above and beyond]
calendar: {timezone: Europe/London, hours: Mon-Fri 08:00-17:30}
"""


def whole(language: str, words: str) -> str:
    if language == "yaml":
        title = "" if words.startswith("title:") else "title: Support desk\n"
        return f"---\n{title}{words}---\n"
    return words if words.startswith("---") else f"---\n{FRONT}---\n{words}"


@pytest.mark.parametrize(("language", "code", "words"), [example[1:] for example in EXAMPLES])
def test_an_example_earns_what_its_fence_says(language: str, code: str, words: str) -> None:
    reading = read_charter(SourceText("content/desk/charter.md", whole(language, words)))
    assert [item.code for item in reading.diagnostics if item.severity != "info"] == ([code] if code else [])


def test_there_are_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) > 12
    assert sum(1 for example in EXAMPLES if example[2]) >= 4


def test_the_page_names_every_key_and_every_field() -> None:
    assert all(f"`{key}`" in PAGE for key in (*KNOWN_KEYS, *STAMP_KEYS) if key != "translates")
    for language in ("en", "fr"):
        labels = keywords_for(language).labels
        assert all(labels[key] in PAGE for key in FieldKey), language


def test_the_agreement_rules_of_the_page_can_be_read() -> None:
    part = PAGE[PAGE.index("### Who must sign") : PAGE.index("### The calendar")]
    rules = re.findall(r"^\| `([^`]+)` \| [^|]*\|$", part, re.MULTILINE)
    people = "representatives: [{name: A, decides: yes}, {name: B, decides: yes}"
    parties = (
        f"parties:\n  - {{id: desk, role: provider, {people}]}}\n  - {{id: staff, role: customer, {people}, "
        f"{{name: C, decides: yes}}]}}\n  - {{id: residents, role: customer, {people}]}}\n"
    )
    assert len(rules) == 4
    for rule in rules:
        text = f"---\ntitle: T\n{parties}agreement: {rule}\n---\n"
        assert not read_charter(SourceText("content/desk/charter.md", text)).diagnostics, rule
