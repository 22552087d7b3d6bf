"""Charters that nobody hopes for, in a real browser: nothing is cut off at any width or size of the text."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from charter.model.records import Decision
from tests.builders import charter_text, promise
from tests.site.builders import charter_of, sign, site_of, theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LEVELS = [f"Level {number}" for number in range(12)]
TABLE = f"| {' | '.join('abcdefghijkl')} |\n{'|---' * 12}|\n{f'| {WORD[:30]} ' * 12}|"
DEEP = "\n".join(f"{'  ' * depth}- {depth} words that go on and on" for depth in range(12))
RUBRIC = f"#### How we will know\n\n| What | {' | '.join(LEVELS)} |\n{'|---' * 13}|\n{f'| {WORD[:25]} ' * 13}|"
LONG = promise(
    "long", title=f"{WORD} and more", words=f"`{'code' * 60}`\n\n{TABLE}\n\n{DEEP}\n\nAnd so on.", after=RUBRIC
)
PEOPLE = "".join(f"{{name: Person {number} {WORD[:40]}, decides: yes}}, " for number in range(20))
HELD = {"effective": "2026-01-05", "released": "2025-12-15"}


def crowded(version: str | None = None) -> str:
    front = f"levels: [{', '.join(LEVELS)}]\nexpected: Level 8\nagreement: everyone who decides\nreview: every year"
    text = charter_text(title=f"{WORD} charter", front=front, promises=LONG, version=version, **HELD)
    return text.replace("representatives: [{name: Noor", f"representatives: [{PEOPLE}{{name: Noor")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site of a crowded charter, an empty one and one written from the right, and return its folder."""
    rows = [sign()] + [
        sign(f"Person {number} {WORD[:40]}", "staff", decision=Decision.DISAGREE, note=WORD * 3) for number in range(20)
    ]
    site = site_of(
        charter_of(crowded(), id="crowded", versions={"1.0": crowded("1.0")}, signed={"1.0": rows}),
        charter_of("# \n\n## \n\n### \n\n## Same\n\n## Same\n", id="empty"),
        charter_of(charter_text(title="ميثاق خدمة المكتبة", front="language: ar"), id="from-the-right"),
        title=f"Charters of the {WORD}",
    )
    root = tmp_path_factory.mktemp("odd")
    for path, page in site.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    for path, data in theme().assets():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture(params=[(320, 100), (768, 100), (1280, 200)], ids=["phone", "tablet", "large text"])
def sheet(request: pytest.FixtureRequest, browser: Browser) -> Iterator[tuple[Page, int, int]]:
    width, percent = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True)
    yield context.new_page(), width, percent
    context.close()


def test_nothing_scrolls_sideways_or_is_cut_off(sheet: tuple[Page, int, int], folder: Path) -> None:
    page, width, percent = sheet
    for file in sorted(folder.rglob("*.html")):
        name = posixpath.join(*file.relative_to(folder).parts)
        page.goto(file.as_uri())
        page.add_style_tag(content=f"html {{ font-size: {percent}% }}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        cut = page.evaluate(
            "[...document.querySelectorAll('.seal')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.innerText)"
        )
        assert cut == [], name
        # A label that takes more lines than its cell would lie on the next one.
        low = page.evaluate(
            "[...document.querySelectorAll('.records td')].filter(e => e.scrollHeight > e.clientHeight + 1)"
            ".map(e => e.dataset.label)"
        )
        assert low == [], name


def test_axe_finds_nothing_in_a_crowded_charter_and_an_empty_one(browser: Browser, folder: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 320, "height": 900}, bypass_csp=True)
    page = context.new_page()
    for path in ("crowded/index.html", "crowded/promises/long.html", "empty/index.html", "from-the-right/index.html"):
        page.goto((folder / path).as_uri())
        found = Axe().run(page).response["violations"]
        assert [(path, item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
    context.close()
