"""The examples of `docs/versions.md`, run from top to bottom on one day, in the project they describe."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from tests.builders import project
from tests.cli.commands import Shell

PAGE = Path(__file__).parents[2] / "docs" / "versions.md"
BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
DIGITS = re.compile(r"c1:[0-9a-f ]+[0-9a-f](?: ?…)?|c1:[0-9a-f]+…")


def blocks(language: str) -> list[str]:
    return [words for name, words in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if name == language]


def without_digits(words: str) -> str:
    return DIGITS.sub("c1:…", words)


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
    examples = [re.split(r"^\$ ", block, flags=re.MULTILINE)[1:] for block in blocks("console")]
    assert len(examples) == 5
    for example in examples:
        for step in example:
            line, _, expected = step.partition("\n")
            assert without_digits(run_line(shell, line)) == without_digits(expected), line


def test_the_stamp_is_the_one_on_the_page(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1765756800")
    (text,) = blocks("markdown")
    (stamp,) = blocks("yaml")
    project(shell.root, {"support-desk": text})
    shell("release", "--effective", "2026-01-05", "--note", "First charter")
    version = (shell.root / "content/support-desk/versions/1.0.md").read_text(encoding="utf-8")
    assert version.startswith(f"---\n{stamp}parties:\n")
