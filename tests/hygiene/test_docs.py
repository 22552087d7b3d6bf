"""The documentation's links lead somewhere, and it speaks of the project alone."""

from __future__ import annotations

import importlib.util
import re
from itertools import pairwise
from pathlib import Path

import click
import pytest
from markdown_it import MarkdownIt

from charter.cli import COMMANDS, main

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def slugs(page: Path) -> set[str]:
    from charter.reading.slugs import anchor

    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return {anchor(after.content) for before, after in pairwise(tokens) if before.type == "heading_open"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_local_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, fragment = target.partition("#")
        there = (page.parent / name).resolve() if name else page
        assert there.exists(), f"{target} in {page.name}"
        if fragment and there.suffix == ".md":
            assert fragment in slugs(there), f"{target} in {page.name}"


def test_there_are_pages_to_check() -> None:
    assert len(PAGES) > 5


@pytest.mark.parametrize("name", ["diagnostics.md", "commands.md"])
def test_generated_pages_say_what_the_code_says(name: str) -> None:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    page = ROOT / "docs" / name
    assert page.read_text(encoding="utf-8") == generate.PAGES[name](), "run: python docs/generate.py"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_helps_with_an_example_and_is_in_the_readme_or_the_docs(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    words = command.get_help(click.Context(command, info_name=name, **main.context_settings))
    assert f"charter {name}" in words, "an example is missing"
    assert COMMANDS[name].help in main.get_help(click.Context(main, **main.context_settings))
