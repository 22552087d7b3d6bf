"""The documentation's links lead somewhere, and it speaks of the project alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\(([^)\s]+)\)")


def slugs(page: Path) -> set[str]:
    from charter.reading.slugs import anchor

    tokens = MarkdownIt().parse(page.read_text(encoding="utf-8"))
    return {anchor(after.content) for before, after in zip(tokens, tokens[1:], strict=False) if before.type == "heading_open"}


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
