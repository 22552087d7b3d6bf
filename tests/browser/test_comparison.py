"""A comparison in a real browser: two wordings beside each other without script, and marks that are heard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.builders import charter_text, promise
from tests.site.builders import charter_of, site_of, theme

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

OLD = "## Notes\n\nSee [the desk](https://example.org/a) soon.\n\n- one thing\n- two others\n- three more"
NEW = "## Notes\n\nSee [the desk](https://example.org/b) today.\n\n- three more\n- one thing\n- two others"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a site with an English comparison and a French one, and return its folder."""
    root = tmp_path_factory.mktemp("compared")
    charters = []
    words = "\n\n".join([promise(), promise("gone", title="Gone"), OLD])
    for name, front in (("support", ""), ("soutien", "language: fr")):
        old = charter_text(front=front, promises=words, version="1.0")
        new = charter_text(front=front, promises=f"{promise(target='95% within 4 hours')}\n\n{NEW}", version="2.0")
        charters.append(charter_of(new, versions={"1.0": old, "2.0": new}, id=name))
    for path, page in site_of(*charters).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    for path, data in theme().assets():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "support/compare/1.0..2.0.html").as_uri())
    yield page
    context.close()


def heard(page: Page) -> str:
    """Return what assistive technology is told, in order."""
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {node["nodeId"]: node for node in nodes}

    def texts(node: dict[str, Any]) -> Iterator[str]:
        if node.get("role", {}).get("value") == "StaticText":
            yield node["name"]["value"]
            return
        for child in node.get("childIds", ()):
            if child in by_id:
                yield from texts(by_id[child])

    return " ".join(" ".join(texts(nodes[0])).split())


def test_marks_are_heard_as_words(page: Page) -> None:
    assert "removed: 90% added: 95% within 4 hours" in heard(page)
    assert "moved here three more" in heard(page)
    assert "leads elsewhere: the desk led to https://example.org/a" in heard(page)


def test_marks_are_heard_in_the_language_of_the_page(browser: Browser, folder: Path) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((folder / "soutien/compare/1.0..2.0.html").as_uri())
    assert "retiré : 90% ajouté : 95% within 4 hours" in heard(page)
    assert "déplacé ici three more" in heard(page)
    context.close()


def test_the_keyboard_lays_two_wordings_beside_each_other_without_script(page: Page) -> None:
    one, two = page.locator(".as-one").first, page.locator(".as-two").first
    assert (one.is_visible(), two.is_visible()) == (True, False)
    page.get_by_role("radio", name="in one text").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("radio", name="side by side").is_checked()
    assert (one.is_visible(), two.is_visible()) == (False, True)
    left, right = (box.bounding_box() for box in two.locator("> div").all())
    assert left
    assert right
    assert left["x"] + left["width"] < right["x"]
    assert left["y"] == right["y"]
    assert "removed: 90% within 4 hours" in heard(page)
    page.keyboard.press("ArrowUp")
    assert (one.is_visible(), two.is_visible()) == (True, False)


def test_a_promise_that_is_gone_stands_on_the_side_of_the_old_text(page: Page) -> None:
    page.get_by_role("radio", name="side by side").check()
    gone, main = page.locator(".promise.went").bounding_box(), page.locator("main").bounding_box()
    assert gone
    assert main
    assert gone["x"] + gone["width"] < main["x"] + main["width"] / 2


def test_where_there_is_no_room_or_the_style_sheet_cannot_tell_there_is_one_text(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 900})
    assert not page.get_by_role("group", name="How to show it").is_visible()
    assert page.locator(".as-one").first.is_visible()
    page.set_viewport_size({"width": 1280, "height": 900})


def test_without_a_style_sheet_each_wording_is_there_once(browser: Browser, folder: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.route("**/*.css", lambda route: route.abort())
    page.goto((folder / "support/compare/1.0..2.0.html").as_uri())
    assert page.locator(".as-one").first.is_visible()
    assert not page.locator(".as-two").first.is_visible()
    assert not page.get_by_role("radio").first.is_visible()
    context.close()


def test_what_is_chosen_is_printed_without_the_choice(page: Page) -> None:
    page.get_by_role("radio", name="side by side").check()
    page.set_viewport_size({"width": 680, "height": 900})
    assert page.locator(".as-one").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".as-two").first.is_visible()
    assert not page.locator("fieldset").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_beside_each_other(scheme: str, browser: Browser, folder: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.goto((folder / "support/compare/1.0..2.0.html").as_uri())
    page.get_by_role("radio", name="side by side").check()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    found = Axe().run(page).response["violations"]
    context.close()
    assert [(item["id"], [node["html"] for node in item["nodes"]]) for item in found] == []
