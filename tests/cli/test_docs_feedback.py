"""What docs/feedback.md shows works as it says."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from charter.config import read_config
from tests.builders import write
from tests.cli.commands import Shell

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "feedback.md").read_text(encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "charter.toml", tmp_path)
    return Shell(tmp_path, capsys, monkeypatch)


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_example_prints_what_the_page_shows(shell: Shell) -> None:
    typed, _, shown = block("console").removeprefix("$ charter ").partition("\n")
    done = shell(*shlex.split(typed), "--today", "2026-11-23")
    assert (done.code, done.out) == (0, shown)


def test_the_settings_of_the_page_read_a_form(shell: Shell) -> None:
    write(shell.root / "charter.toml", block("toml"))
    assert read_config(shell.root).diagnostics == ()
    head = "Timestamp,What happened?,How was it?,Who are you?,Which promise?\n"
    answers = (
        "20/11/2026 08:00:00,Late,Bad,I teach,first-reply\n20/11/2026 08:00:00,A map?,So-so,Guest,Something else\n"
    )
    write(shell.root / "answers.csv", head + answers)
    done = shell(
        "feedback", "import", str(shell.root / "answers.csv"), "--charter", "it-service-desk", "--today", "2026-11-23"
    )
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("it-service-desk: 2 answers new\n")
