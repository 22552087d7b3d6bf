from __future__ import annotations

import json
from pathlib import Path

import pytest

from charter.codes import CODES
from tests.cli.commands import Shell


@pytest.fixture(autouse=True)
def no_project(shell: Shell) -> None:
    """Explaining needs a folder to be in, and nothing in it."""
    shell.root.mkdir()


PAGES = Path(__file__).parents[2] / "docs" / "rules"


@pytest.mark.parametrize("rule", ["CH101", "ch101", "missing-title", "Missing Title"])
def test_a_rule_is_explained_by_its_page(shell: Shell, rule: str) -> None:
    done = shell("explain", rule)
    page = (PAGES / "CH101.md").read_text(encoding="utf-8")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# CH101 missing-title\n\nUsually: error\n")
    assert page.partition("\n")[2] in done.out
    assert "[rules.missing-title]" in done.out
    assert "<!-- charter: allow missing-title: why -->" in done.out


def test_a_rule_is_explained_to_programs(shell: Shell) -> None:
    told = json.loads(shell("explain", "too-many-promises", "--format", "json").out)
    assert told["page"] == (PAGES / "CH179.md").read_text(encoding="utf-8")
    assert {key: told[key] for key in ("schema", "code", "name", "severity", "is_on", "limit")} == {
        "schema": 1, "code": "CH179", "name": "too-many-promises", "severity": "info", "is_on": True, "limit": 12,
    }  # fmt: skip


def test_every_rule_is_listed_once_below_its_family(shell: Shell) -> None:
    lines = shell("explain").out.splitlines()
    assert lines[0] == "Files and shape"
    assert [line.split()[0] for line in lines if line.startswith("  CH")] == sorted(CODES)
    listed = json.loads(shell("explain", "--format", "json").out)["rules"]
    assert [rule["code"] for rule in listed] == sorted(CODES)


@pytest.mark.parametrize(
    ("rule", "hint"), [("vage-time", "charter explain vague-time"), ("CH2O7", "charter explain CH207"),
                       ("207", "charter explain CH207"), ("xyzzy", "charter explain"), ("x" * 1000, "charter explain")]
)  # fmt: skip
def test_an_unknown_rule_is_answered_with_the_nearest(shell: Shell, rule: str, hint: str) -> None:
    done = shell("explain", rule)
    assert done.code == 2
    assert f"hint: {hint}\n" in done.err


def test_it_needs_no_project(shell: Shell) -> None:
    assert shell("explain", "CH101").code == 0
    assert list(shell.root.iterdir()) == []
