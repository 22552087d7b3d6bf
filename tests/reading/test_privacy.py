"""What was meant for the parties alone is not published by a slip."""

from __future__ import annotations

import time

import pytest

from charter.model.text import Visibility
from charter.reading.charter import read_charter
from charter.source import Reading, SourceText

REST = "parties:\n  - {id: a, role: provider}\n"


def read(text: str) -> Reading[object]:
    return read_charter(SourceText("content/desk/charter.md", text))


def is_published(text: str) -> bool:
    return read_charter(SourceText("content/desk/charter.md", text)).value.visibility is Visibility.PUBLIC


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: T\nvisiblity: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nVisibility: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nVISIBILITY: internal\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibilité: privé\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisable: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: public\nvisibility: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: public\nvisibility:\n  parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: public\nvisibility: >-\n  parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nnotice:\n  visibility: 'parties'\n{REST}---\n# T\n",
        "---\n{title: T, more: {visibility: parties}}\n---\n# T\n",
        f"\n---\ntitle: T\nvisibility: parties\n{REST}---\n# T\n",
        f" ---\ntitle: T\nvisibility: parties\n{REST}---\n# T\n",
        f"title: T\nvisibility: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: parties\n{REST}\n# T\n",
        f"---\ntitle: T\n{REST}\nvisibility: parties\n\n# T\n",
        f"---\ntitle: T\n{REST}# who may read it\nvisibility: parties\n\n# T\n",
        "---\nHello\nvisibility: parties\n---\n# T\n",
        "+++\nvisibility = 'parties'\n+++\n# T\n",
        "```yaml\nvisibility: parties\n```\n# T\n",
        "> **Visibility:** parties only\n\n# T\n",
        "visibility: parties",
        f"<<<<<<< HEAD\n---\nvisibility: public\n=======\n---\nvisibility: parties\n>>>>>>> b\n{REST}---\n# T\n",
    ],
)
def test_a_text_is_published_only_when_that_is_certain(text: str) -> None:
    assert not is_published(text)
    assert read(text).diagnostics


@pytest.mark.parametrize(
    "text",
    [
        f"---\ntitle: T\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: public\n{REST}---\n# T\n",
        f"---\ntitle: T\nVisibility: Public\n{REST}---\n# T\n",
        f"---\ntitle: T\n# visibility: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\nvisibility: public # not visibility: parties\n{REST}---\n# T\n",
        f"---\ntitle: T\n{REST}---\n# T\n\nvisibility: parties\n",
        f"---\ntitle: T\navailability: 99%\nusability: good\nvision: parties agree\n{REST}---\n# T\n",
        "Visits: parties of ten book ahead.\n\n# T\n",
        "Its visibility: who are the parties to it?\n\n# T\n",
    ],
)
def test_other_texts_are_published(text: str) -> None:
    assert is_published(text)
    assert "CH114" not in {found.code for found in read(text).diagnostics}


def test_the_doubt_is_an_error_that_says_where_and_what_to_write() -> None:
    text = f"---\ntitle: T\nvisibility: public\nvisibility: parties\n{REST}---\n# T\n"
    (found,) = [item for item in read(text).diagnostics if item.code == "CH114"]
    assert (found.severity, found.span.line, found.span.column, found.span.end_column) == ("error", 4, 1, 20)
    assert '"visibility: parties"' in found.message
    assert "not published until" in found.message
    assert found.hint == "visibility: parties"


def test_a_key_in_another_case_is_told_as_such() -> None:
    found = read(f"---\nTitle: Desk\n{REST}---\n# Something else\n").diagnostics
    assert [(item.code, item.severity, item.hint) for item in found] == [("CH102", "warning", "title: Desk")]
    assert '"Title" is written "title"' in found[0].message


def test_a_key_in_another_case_is_told_where_nothing_else_makes_a_charter() -> None:
    (found,) = read("---\nlayout: page\nParties: []\ntitle: T\n---\n# T\n").diagnostics
    assert (found.code, found.severity, found.hint) == ("CH102", "info", "parties: []")


@pytest.mark.parametrize(
    "piece", ["vis", "vis_", "visibility: ", "vis: * ", "vis *", "visibility:\n", "visibility: part"]
)
def test_a_long_text_without_headings_takes_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    before = time.process_time()
    is_published(text)
    assert time.process_time() - before < 3
