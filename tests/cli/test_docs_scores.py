"""What docs/scores.md shows is what the commands print about the sample charters."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.cli.commands import Shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "scores.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```console\n\$ charter ([^\n]+)\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "charter.toml", tmp_path)
    # The page shows how this file is made, so it must not be there yet.
    (tmp_path / "content/it-service-desk/assessments/2026-Q1/teaching.md").rename(tmp_path / "teaching.md")
    return Shell(tmp_path, capsys, monkeypatch)


@pytest.mark.parametrize(("typed", "shown"), BLOCKS, ids=[typed for typed, _ in BLOCKS])
def test_an_example_of_the_page_prints_what_the_page_shows(shell: Shell, typed: str, shown: str) -> None:
    if " new " not in typed:
        (shell.root / "teaching.md").rename(shell.root / "content/it-service-desk/assessments/2026-Q1/teaching.md")
    done = shell(*typed.split(), "--today", "2026-11-23")
    assert done.code == 0
    printed = [told(line) for line in done.out.splitlines()]
    for line in shown.splitlines():
        assert line == "…" or told(line) in printed, line


def told(line: str) -> str:
    """Return a line without its numbers, which move when somebody adds to the samples."""
    return re.sub(r"\d+ remarks?", "0 remarks", re.sub(r"\d+", "0", line))


def test_there_are_examples() -> None:
    assert len(BLOCKS) == 3
