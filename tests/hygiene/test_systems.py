"""What docs/systems.md says of the sample site is so: every page, place, command, rule and document is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from charter.cli import COMMANDS, main
from charter.codes import CODES
from tests.site.builders import Anatomy

ROOT = Path(__file__).parents[2]
PATH = re.compile(r"`([\w./-]+\.(?:html|json|csv|txt|ics|xml)(?:#[^`]+)?)`")


def rows() -> list[list[str]]:
    lines = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [row for row in cells if row[0].isdigit()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("sample") / "site"
    built = CliRunner().invoke(
        main,
        ["--project", str(ROOT), "build", "--today", "2026-11-23", "--output", str(output)],
        catch_exceptions=False,
    )
    assert built.exit_code == 0, built.stderr
    return output


def test_there_are_36_rows_in_order_and_none_is_without_a_place() -> None:
    assert [row[0] for row in rows()] == [str(number) for number in range(1, 37)]
    assert [row[0] for row in rows() if len(row) != 4 or not PATH.search(row[2]) or not row[3]] == []


def test_every_page_and_every_place_on_it_is_in_the_sample_site(site: Path) -> None:
    lost = []
    ids: dict[Path, set[str]] = {}
    for number, _, where, _ in rows():
        for said in PATH.findall(where):
            path, _, place = said.partition("#")
            page = site / path
            if page.is_file() and place and page not in ids:
                ids[page] = set(Anatomy(page.read_text(encoding="utf-8")).ids)
            if not page.is_file() or (place and place not in ids[page]):
                lost.append((number, said))
    assert lost == []


def test_every_command_and_every_rule_that_it_names_is_there() -> None:
    made = " ".join(row[3] for row in rows())
    assert set(re.findall(r"`charter ([a-z-]+)", made)) <= set(COMMANDS)
    assert set(re.findall(r"CH\d{3}", made)) <= set(CODES)


def test_it_can_tell_a_place_that_is_not_there(site: Path) -> None:
    ids = Anatomy((site / "it-service-desk" / "results.html").read_text(encoding="utf-8")).ids
    assert "gaps" in ids
    assert "no-such-place" not in ids
