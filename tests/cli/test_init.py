from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from charter.__main__ import run
from tests.builders import project
from tests.cli.commands import Shell, tree


def test_a_new_project_has_one_charter_without_findings_that_builds(shell: Shell) -> None:
    assert run(["init", str(shell.root), "--today", "2026-01-05"]) == 0
    assert set(tree(shell.root)) == {".gitignore", "charter.toml", "content/support-desk/charter.md"}
    assert shell("check").out == "1 charter, nothing to report\n"
    assert shell("build").code == 0
    assert "every 3 months from 2026-01-05" in (shell.root / "content/support-desk/charter.md").read_text("utf-8")


@pytest.mark.parametrize(
    "title",
    [
        "IT support",
        'Tom & "Jerry": #1 <b>',
        "Accueil de l'école",
        "*stars* [and] `ticks`",
        "- a list?",
        "1. One",
        "水道",
    ],
)
def test_any_title_is_the_title(title: str, shell: Shell) -> None:
    import json

    assert run(["init", str(shell.root), "--title", title]) == 0
    assert shell("check").out == "1 charter, nothing to report\n"
    assert json.loads(shell("export", "json").out)["title"] == title


def test_the_way_on_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init", str(tmp_path / "support")])
    told = capsys.readouterr().out
    assert told.startswith(
        f"Made {tmp_path / 'support'}/ with one charter to make your own:\n\n  content/support-desk/"
    )
    assert "charter build" in told


@pytest.mark.parametrize("title", ["", "  ", "---", "a\x07b"])
def test_a_title_of_nothing_is_a_usage_error(title: str, tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "p"), "--title", title]) == 2
    assert not (tmp_path / "p").exists()


def test_a_title_that_the_site_needs_itself_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "p"), "--title", "Assets"]) == 2
    assert not (tmp_path / "p").exists()


def test_a_project_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p")
    before = tree(root)
    assert run(["init", str(root)]) == 2
    assert "hint: charter new NAME" in capsys.readouterr().err
    assert tree(root) == before


def test_charters_without_settings_are_a_project_too(tmp_path: Path) -> None:
    root = project(tmp_path / "p", config=None)
    assert run(["init", str(root)]) == 2


def test_other_files_of_the_folder_stay_and_gitignore_gains_lines(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / ".gitignore").write_text("*.pyc\nsite/")
    assert run(["init", str(tmp_path)]) == 0
    assert (tmp_path / "README.md").read_text() == "mine"
    assert (tmp_path / ".gitignore").read_text() == "*.pyc\nsite/\n/.charter/\n"


def test_settings_are_such_as_are_read(tmp_path: Path) -> None:
    run(["init", str(tmp_path / "p")])
    assert tomllib.loads((tmp_path / "p/charter.toml").read_text("utf-8")) == {
        "title": "Our service charters",
        "language": "en",
    }


def test_a_dry_run_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "p"), "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith("Would make ")
    assert not (tmp_path / "p").exists()


def test_a_file_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("")
    assert run(["init", str(tmp_path / "p")]) == 2
