"""Every kind of page in a real browser: reflow, contrast, structure, policy, without script."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

KINDS = {
    "home": "index.html",
    "reviews": "reviews.html",
    "charter": "it-service-desk/index.html",
    "charter with a quorum": "municipal-water/index.html",
    "draft": "*/draft.html",
    "old version": "it-service-desk/v/1.0.html",
    "proposed version": "town-library/v/2.0.html",
    "history": "it-service-desk/history.html",
    "comparison": "it-service-desk/compare/1.0..2.0.html",
    "results": "it-service-desk/results.html",
    "results of groups and windows": "municipal-water/results.html",
    "promise": "it-service-desk/promises/first-reply.html",
    "promise that is to end": "town-library/promises/new-books-list.html",
    "withdrawn promise": "it-service-desk/promises/newsletter.html",
    "on one page": "it-service-desk/summary.html",
    "who does what": "municipal-water/people.html",
    "year by year": "it-service-desk/years.html",
    "data": "town-library/data.html",
    "standards": "standards.html",
    "not found": "404.html",
}


def path_of(kind: str, site: Path) -> str:
    found = sorted(site.glob(KINDS[kind]))
    assert found, f"no page for {kind!r}"
    return found[0].relative_to(site).as_posix()


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (320, "dark"), (1280, "dark")])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    kind: str, width: int, scheme: str, browser: Browser, address: str, sample_site: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{address}/{path_of(kind, sample_site)}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_asks_no_other_host_and_breaks_no_policy(
    kind: str, browser: Browser, address: str, sample_site: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"failed: {request.url}"))
    page.goto(f"{address}/{path_of(kind, sample_site)}")
    context.close()
    assert said == []
    assert [url for url in asked if not url.startswith(address)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_reads_the_same_without_script_and_from_a_folder(
    kind: str, browser: Browser, address: str, sample_site: Path
) -> None:
    path = path_of(kind, sample_site)
    words = []
    for javascript, url in (
        (True, f"{address}/{path}"),
        (False, f"{address}/{path}"),
        (False, (sample_site / path).as_uri()),
    ):
        context = browser.new_context(java_script_enabled=javascript)
        page = context.new_page()
        page.goto(url)
        words.append(" ".join(page.inner_text("main").split()))
        context.close()
    assert words[0]
    assert words[0] == words[1] == words[2]


def test_a_customer_walks_from_the_first_page_to_the_life_of_a_promise(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample_site / "index.html").as_uri())
    page.get_by_role("link", name="IT Service Desk Charter").first.click()
    assert page.url.endswith("it-service-desk/index.html")
    page.locator("#first-reply").get_by_role("link", name=re.compile("[Ee]very wording")).click()
    assert page.url.endswith("it-service-desk/promises/first-reply.html")
    assert "90% within 1 working day" in page.inner_text("main")
    context.close()


def test_the_first_thing_the_keyboard_reaches_is_the_way_past_the_navigation(
    browser: Browser, sample_site: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((sample_site / "it-service-desk" / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    context.close()


def test_a_charter_prints_without_the_navigation(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((sample_site / "it-service-desk" / "index.html").as_uri())
    page.emulate_media(media="print")
    assert not page.locator("header nav").first.is_visible()
    assert page.locator("#first-reply").is_visible()
    context.close()
