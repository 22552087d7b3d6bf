from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from charter.__main__ import run
from tests.builders import charter_text, project
from tests.cli.commands import Shell, tree
from tests.repositories import commit_all, make_repository


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


GITHUB = [f".github/workflows/charter-{name}.yml" for name in ("check", "comment", "publish", "reminder")]
GITLAB = [".gitlab-ci.yml", ".gitlab/charter.yml", ".gitlab/charter_post.py"]


@pytest.mark.parametrize(("host", "files"), [("github", GITHUB), ("gitlab", GITLAB)])
def test_a_new_project_may_begin_with_what_its_host_is_to_do(host: str, files: list[str], shell: Shell) -> None:
    assert run(["init", str(shell.root), "--ci", host]) == 0
    made = set(tree(shell.root))
    assert made == {".gitignore", "charter.toml", "content/support-desk/charter.md", *files}
    assert shell("check").out == "1 charter, nothing to report\n"


def test_a_project_that_is_there_gains_those_files_and_nothing_else(tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = tree(root)
    assert run(["init", str(root), "--ci", "github"]) == 0
    after = tree(root)
    assert {path: after[path] for path in before} == before
    assert set(after) - set(before) == set(GITHUB)


def test_the_project_is_found_from_one_of_its_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path / "p")
    assert run(["--project", str(root), "init", "--ci", "gitlab"]) == 0
    assert (root / ".gitlab-ci.yml").is_file()


def test_files_go_to_the_top_of_the_repository(tmp_path: Path) -> None:
    make_repository(tmp_path)
    root = project(tmp_path / "services/it")
    assert run(["init", str(root), "--ci", "github"]) == 0
    assert 'working-directory: "services/it"' in (tmp_path / GITHUB[0]).read_text("utf-8")
    assert not (root / ".github").exists()


def test_no_file_is_written_over_and_that_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p", files={GITHUB[0]: "mine\n"})
    assert run(["init", str(root), "--ci", "github"]) == 0
    assert (root / GITHUB[0]).read_text() == "mine\n"
    told = capsys.readouterr().out
    assert f"Left as they are, because they were there:\n  {GITHUB[0]}\n" in told
    before = tree(root)
    assert run(["init", str(root), "--ci", "github"]) == 0
    assert tree(root) == before
    assert "is written already" in capsys.readouterr().out


def test_a_pipeline_that_is_there_is_left_alone_with_what_to_add(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "p", files={".gitlab-ci.yml": "test:\n  script: make\n"})
    assert run(["init", str(root), "--ci", "gitlab"]) == 0
    assert (root / ".gitlab-ci.yml").read_text() == "test:\n  script: make\n"
    assert "so add to it:\n\n  include:\n    - local: .gitlab/charter.yml\n" in capsys.readouterr().out
    (root / ".gitlab-ci.yml").write_text("include:\n  - local: .gitlab/charter.yml\n  - local: x.yml\n")
    assert run(["init", str(root), "--ci", "gitlab"]) == 0
    assert "Left as" not in capsys.readouterr().out


def test_a_dry_run_writes_nothing_for_a_host_either(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "p"), "--ci", "github", "--dry-run"]) == 0
    assert "Would write what GitHub is to do" in capsys.readouterr().out
    assert not (tmp_path / "p").exists()


def test_where_charter_comes_from_is_told_when_nobody_knows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("charter.cli.ci.installed_source", lambda: None)
    root = project(tmp_path / "p")
    run(["init", str(root), "--ci", "github"])
    assert "CHARTER_SOURCE" in capsys.readouterr().out
    assert 'CHARTER_SOURCE: ""' in (root / GITHUB[0]).read_text("utf-8")


@pytest.mark.parametrize(
    ("origin", "source"),
    [
        (
            {"url": "https://git.example.org/c", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}},
            "charter @ git+https://git.example.org/c@0123abc",
        ),
        ({"url": "https://example.org/c.whl", "archive_info": {}}, "charter @ https://example.org/c.whl"),
        ({"url": "file:///home/rosa/charter", "dir_info": {"editable": True}}, None),
        ({"url": "https://rosa:secret@example.org/c.whl", "archive_info": {}}, None),
        ({"url": 3}, None),
        ([], None),
        (None, None),
    ],
)
def test_it_comes_from_where_this_one_came_from(
    origin: object, source: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import json

    from charter.cli import ci

    class Installed:
        def read_text(self, name: str) -> str | None:
            assert name == "direct_url.json"
            return None if origin is None else json.dumps(origin)

    monkeypatch.setattr(ci.metadata, "distribution", lambda _name: Installed())
    assert ci.installed_source() == source


@pytest.mark.parametrize("words", [["--source", "x"], ["--ci", "github", "--title", "Mine"], ["--ci", "jenkins"]])
def test_words_that_would_do_nothing_are_refused(words: list[str], tmp_path: Path) -> None:
    root = project(tmp_path / "p")
    before = tree(root)
    assert run(["init", str(root), *words]) == 2
    assert tree(root) == before


def test_owners_are_suggested_by_their_own_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "p", {"desk": {"charter.md": charter_text()}, "alone.md": charter_text()})
    run(["init", str(root), "--ci", "gitlab"])
    told = capsys.readouterr().out
    assert "  /content/desk/versions/  <Desk: Rosa Lindqvist> <Staff: Noor Haddad>\n" in told
    assert "  /acks.toml  <who may answer" in told
    assert "@" not in told.partition("CODEOWNERS")[2]
    assert "alone" not in told.partition("CODEOWNERS")[2]


@pytest.mark.parametrize(("branch", "published"), [("trunk", "trunk"), ("master", "master"), ("main", "main")])
def test_the_branch_that_is_published_is_the_one_of_the_repository(branch: str, published: str, tmp_path: Path) -> None:
    from tests.repositories import git

    root = project(make_repository(tmp_path / "p"))
    git(root, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    commit_all(root)
    assert run(["init", str(root), "--ci", "github"]) == 0
    assert f'branches: ["{published}"]' in (root / GITHUB[2]).read_text("utf-8")


def test_the_documentation_shows_what_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs/ci.md").read_text("utf-8")
    shown = page.partition("```console\n$ charter init --ci github\n")[2].partition("```")[0]
    root = project(tmp_path / "p")
    run(["init", str(root), "--ci", "github"])
    assert capsys.readouterr().out.replace(f" in {root}/", "").startswith(shown)
