"""A comparison as one file, opened from a folder in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from charter.reading.charter import read_charter
from charter.site.comparison_file import comparison_file
from charter.source import SourceText

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser
VERSIONS = Path(__file__).parents[2] / "content/it-service-desk/versions"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    old, new = (
        read_charter(SourceText(name, (VERSIONS / name).read_text("utf-8"))).value for name in ("1.0.md", "2.0.md")
    )
    path = tmp_path_factory.mktemp("comparison") / "what-changed.html"
    path.write_bytes(comparison_file(old, new, before_name="1.0", after_name="2.0"))
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_loads_nothing_breaks_no_rule_and_fits(browser: Browser, file: Path, width: int, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=False)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('ins')).textDecorationLine") == "underline"
    context.close()
    # The rules are a script, which the page's own policy forbids.
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(file.as_uri())
    assert [item["id"] for item in Axe().run(page).response["violations"]] == []
    context.close()
