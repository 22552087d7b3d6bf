"""Whole texts and what is read from them, side by side in `specimens/ch-*.md`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.reading.charter import read_charter
from charter.source import SourceText
from tests.reading.outline import outline

SPECIMENS = Path(__file__).parent / "specimens"
CASE = re.compile(r"^## (.+)\n\n`{5}markdown\n((?:.*\n)*?)`{5}\n\n`{5}outline\n((?:.*\n)*?)`{5}$", re.MULTILINE)
CASES = [
    pytest.param(match[2], match[3], id=f"{path.stem}: {match[1]}")
    for path in sorted(SPECIMENS.glob("ch-*.md"))
    for match in CASE.finditer(path.read_text(encoding="utf-8"))
]


def test_every_case_of_every_specimen_is_found() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SPECIMENS.glob("ch-*.md")]
    assert len(CASES) == sum(text.count("`````outline\n") for text in texts) > 40


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_is_read_as_its_outline_says(text: str, expected: str) -> None:
    assert outline(read_charter(SourceText("content/desk/charter.md", text))) == expected
