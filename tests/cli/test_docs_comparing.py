"""The examples of `docs/comparing.md`, run from top to bottom on one day, in the project they describe."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.builders import project
from tests.cli.commands import Shell

PAGE = Path(__file__).parents[2] / "docs" / "comparing.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


def blocks(language: str) -> list[str]:
    return [words for name, words in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if name == language]


def run_line(shell: Shell, line: str) -> str:
    """Run one line of an example; of `sed` only what the examples need is understood."""
    words = shlex.split(line)
    if words[0] == "sed":
        _, old, new, _ = words[2].split("/")
        path = shell.root / words[3]
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return ""
    assert words[0] == "charter"
    done = shell(*words[1:])
    return done.out + done.err


def test_the_examples_print_what_the_page_says(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765756800")
    (text,) = blocks("markdown")
    project(shell.root, {"support-desk": text})
    assert shell("release").code == 0
    steps = [step for block in blocks("console") for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    assert len(steps) == 8
    for step in steps:
        line, _, expected = step.partition("\n")
        assert run_line(shell, line) == expected, line
