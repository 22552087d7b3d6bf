"""Every rule has a page, and its examples fail and pass as the page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.codes import CODES
from tests.check.page_cases import FOLDER, RULES, Case, Page, complete, find, read_page

PATHS = sorted(RULES.glob("CH*.md"))
PAGES: list[Page] = [read_page(path) for path in PATHS]
FAILS = [case for page in PAGES for case in page.fails]
PASSES = [case for page in PAGES for case in page.passes]

NOT_RUN = {
    "CH120": "tests/reading/test_decode.py",
    "CH121": "tests/reading/test_decode.py",
    "CH122": "tests/reading/test_decode.py",
    "CH125": "tests/catalog/test_places.py",
    "CH127": "tests/catalog/test_places.py",
    "CH129": "tests/test_files.py",
    "CH135": "tests/catalog/test_places.py",
    "CH194": "tests/check/test_external.py",
    "CH195": "tests/check/test_external.py",
    "CH196": "tests/check/test_external.py",
    "CH197": "tests/check/test_external.py",
    "CH500": "tests/check/gate/test_base.py",
}
"""Codes that no block of code can show, and the file of the test that shows them."""


def _id(case: Case) -> str:
    return f"{case.code}-{case.number}"


@pytest.mark.parametrize("case", FAILS, ids=_id)
def test_what_fails_is_reported_at_its_place(case: Case, tmp_path: Path) -> None:
    found = find(case, tmp_path)
    places = {(item.span.path, item.span.line, item.span.column) for item in found if item.code == case.code}
    assert places == case.places, "\n".join(map(str, found))


@pytest.mark.parametrize("case", PASSES, ids=_id)
def test_what_passes_is_not_reported(case: Case, tmp_path: Path) -> None:
    assert [item for item in find(case, tmp_path) if item.code == case.code] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.code)
def test_a_page_has_its_parts(page: Page) -> None:
    wanted = ["Why", "Example"] if page.code in NOT_RUN else ["Why", "Fails", "Passes"]
    assert [name for name in page.sections if name != "Before"] == wanted
    assert page.code in CODES
    assert page.name == CODES[page.code].name
    if page.code not in NOT_RUN:
        assert page.fails
        assert page.passes
        assert all(case.places for case in page.fails), "a block needs the place of the finding"
        assert not any(case.places for case in page.passes)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_page_has_the_name_of_its_code(path: Path) -> None:
    assert read_page(path).code == path.stem


def test_every_code_has_a_page() -> None:
    assert sorted(set(CODES) - {path.stem for path in PATHS}) == []


def test_what_no_page_shows_is_shown_by_a_test() -> None:
    root = RULES.parents[1]
    assert [code for code, test in NOT_RUN.items() if code not in (root / test).read_text(encoding="utf-8")] == []


def test_the_charter_around_an_example_is_free_of_findings(tmp_path: Path) -> None:
    page = tmp_path / "CH101.md"
    page.write_text("# CH101 x\n\nWords.\n\n## Passes\n\n```text ../../note.txt\n```\n", encoding="utf-8")
    (case,) = read_page(page).passes
    assert find(case, tmp_path / "project") == []
    assert (tmp_path / "project" / FOLDER / "charter.md").read_text(encoding="utf-8") == complete()


def test_lines_of_an_example_count_from_its_own_first_line(tmp_path: Path) -> None:
    page = tmp_path / "CH207.md"
    example = "```markdown charter.md:1:21\n- Target: we answer promptly\n```"
    page.write_text(
        f"# CH207 x\n\nWords.\n\n## Why\n\nBecause.\n\n## Fails\n\n{example}\n\n{example}\n", encoding="utf-8"
    )
    first, second = read_page(page).fails
    found = [item for item in find(first, tmp_path / "project") if item.code == "CH207"]
    line = complete().count("\n") + 4
    assert [(item.span.line, item.span.column) for item in found] == [(line, 21)]
    assert first.places == second.places == {("content/desk/charter.md", line, 21)}
