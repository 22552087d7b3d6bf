"""The page for authors holds: every row of its tables is read as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.model.target import Target
from charter.reading.target_chunks import plain
from tests.reading.test_targets import reading_of

PAGE = (Path(__file__).parents[2] / "docs" / "targets.md").read_text(encoding="utf-8")


def table_rows(*heads: str) -> list[list[str]]:
    found, is_open = [], False
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if tuple(cells) == heads:
            is_open = True
        elif not cells:
            is_open = False
        elif is_open and not set(cells[0]) <= {"-"}:
            found.append(cells)
    return found


def summary(target: Target) -> str:
    value = target.level if target.value is None else " ".join(filter(None, (plain(target.value), target.unit)))
    parts = [target.measure.value, value]
    if target.threshold is not None:
        parts.append(f"{plain(target.threshold)} {target.threshold_unit}")
    if target.clock is not None:
        parts.append(target.clock.value)
    return ", ".join(part for part in parts if part)


@pytest.mark.parametrize(("line", "reading"), table_rows("You write", "It is read as"))
def test_a_line_is_read_as_the_page_says(line: str, reading: str) -> None:
    assert summary(reading_of(line).value) == reading


@pytest.mark.parametrize(("line", "reading"), table_rows("Vous écrivez", "Lu comme"))
def test_a_french_line_is_read_as_the_page_says(line: str, reading: str) -> None:
    assert summary(reading_of(line, language="fr").value) == reading


@pytest.mark.parametrize(("line", "words"), table_rows("You write", "The words that are kept"))
def test_the_words_are_kept_that_the_page_says(line: str, words: str) -> None:
    assert reading_of(line).value.condition == words


@pytest.mark.parametrize(("line", "why", "instead"), table_rows("You wrote", "Why", "Write instead"))
def test_a_line_is_not_computed_and_its_replacement_is(line: str, why: str, instead: str) -> None:
    reading = reading_of(line)

    assert not reading.value.is_computed
    assert [each.code for each in reading.diagnostics] == [why.partition(":")[0]]
    assert reading_of(instead).value.is_computed


def test_the_first_example_and_the_words_in_running_text_are_read() -> None:
    lines = re.findall(r"^- Target(?: \(.*?\))?: (.+)$", PAGE, re.MULTILINE)

    assert len(lines) == 2
    for line in [*lines, "within ten working days", "within half an hour", "within a fortnight", "5% or less",
                 "95% within 4h", "95% within 30 min", "95% within 45 secs", "within 2 wks"]:  # fmt: skip
        assert reading_of(line).value.is_computed, line


def test_no_table_of_the_page_is_left_out() -> None:
    assert len(re.findall(r"^\|---", PAGE, re.MULTILINE)) == 8
