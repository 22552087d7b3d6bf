"""Every code a diagnostic can carry is used, tested and told to users."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.codes import CODES

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in (ROOT / "charter").rglob("*.py") if path.name != "codes.py"
)
TESTS = "\n".join(
    path.read_text(encoding="utf-8")
    for path in [*(ROOT / "tests").rglob("*"), *(ROOT / "docs" / "rules").glob("CH*.md")]
    if path.suffix in {".py", ".md", ".csv", ".txt"} and "hygiene" not in path.parts and "data" not in path.parts
)
PAGE = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_used(code: str) -> None:
    assert f'"{code}"' in SOURCES


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_tested(code: str) -> None:
    assert code in TESTS


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_told_to_users(code: str) -> None:
    row = CODES[code]
    usually = row.severity if row.is_on else f"off ({row.severity})"
    assert f"| [{code}](rules/{code}.md) | `{row.name}` | {usually} | {row.summary} |" in PAGE


def test_no_code_is_used_that_is_not_in_the_table() -> None:
    assert set(re.findall(r'"(CH\d{3})"', SOURCES)) <= set(CODES)


def test_names_are_unique_and_name_the_bad_thing() -> None:
    names = [row.name for row in CODES.values()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


def test_severities_are_ours() -> None:
    assert {row.severity for row in CODES.values()} <= {"error", "warning", "info"}
