from __future__ import annotations

import pytest

from tests.builders import charter_text, project
from tests.cli.commands import Shell, tree


def test_a_new_charter_has_no_findings_and_builds(shell: Shell) -> None:
    project(shell.root)
    done = shell("new", "library")
    assert (done.code, done.out.startswith("Made content/library/charter.md\n")) == (0, True)
    assert shell("check").out == "2 charters, nothing to report\n"
    assert shell("build").code == 0


def test_the_title_is_made_of_the_name_or_given(shell: Shell) -> None:
    project(shell.root, {})
    shell("new", "front-desk")
    assert 'title: "Front desk"\n' in (shell.root / "content/front-desk/charter.md").read_text("utf-8")
    shell("new", "library", "--title", "Die Bücherei")
    assert "# Die Bücherei\n" in (shell.root / "content/library/charter.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Support Desk", "support-desk"),
        ("Ünder wäter!", "under-water"),
        ("../evil", "evil"),
        ("a/b", "a-b"),
        ("assets", "assets-charter"),
        ("README", "readme-charter"),
        ("_draft", "draft"),
    ],
)
def test_a_name_that_cannot_be_is_answered_with_one_that_can(name: str, better: str, shell: Shell) -> None:
    project(shell.root)
    before = tree(shell.root)
    done = shell("new", name)
    assert done.code == 2
    assert f"hint: charter new {better}\n" in done.err
    assert tree(shell.root) == before


@pytest.mark.parametrize("name", ["support-desk", "Support-Desk", "single"])
def test_a_name_that_is_taken_is_refused(name: str, shell: Shell) -> None:
    project(shell.root, {"support-desk": charter_text(), "single.md": charter_text()})
    before = tree(shell.root)
    done = shell("new", name)
    assert done.code == 2
    assert "already" in done.err
    assert tree(shell.root) == before


def test_charters_kept_elsewhere_get_company_there(shell: Shell) -> None:
    project(shell.root, {}, config='title = "T"\ncontent = "docs/charters"\n')
    assert shell("new", "library").code == 0
    assert (shell.root / "docs/charters/library/charter.md").is_file()


def test_a_dry_run_makes_nothing(shell: Shell) -> None:
    project(shell.root, {})
    assert shell("new", "library", "--dry-run").out.startswith("Would make content/library/charter.md")
    assert not (shell.root / "content/library").exists()


@pytest.mark.parametrize(("name", "hint"), [("", "my-charter"), ("../x", "x"), ("..", "my-charter")])
def test_a_name_that_is_a_path_or_nothing_is_answered_with_one_that_works(shell: Shell, name: str, hint: str) -> None:
    project(shell.root, {})
    done = shell("new", name)
    assert (done.code, done.err.splitlines()[1]) == (2, f"  hint: charter new {hint}")
    assert "notes to authors" not in done.err
    assert shell("new", hint).code == 0
