from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from charter.check.gate import read_base
from charter.config import Config
from charter.source import CharterError, UsageError
from tests.builders import project, write
from tests.check.gate.branch import DESK, committed, desk, found, gate, text, told
from tests.cli.commands import tree
from tests.repositories import commit_all, git, make_repository

VERSION = f"{DESK}/versions/1.0.md"


def test_what_is_checked_is_what_lies_there_committed_or_not(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    write(root / VERSION, text("1.0") + "more\n")
    assert [item.code for item in found(root)] == ["CH501"]
    git(root, "add", "-A")
    assert [item.code for item in found(root)] == ["CH501"]
    commit_all(root)
    assert [item.code for item in found(root)] == ["CH501"]
    write(root / VERSION, text("1.0"))
    assert found(root) == []


def test_nothing_of_the_repository_is_touched(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / VERSION, text("1.0") + "more\n")
    write(root / "new.md", "new\n")
    before = tree(root)
    found(root)
    assert tree(root) == before


def test_a_project_may_be_a_part_of_its_repository(tmp_path: Path) -> None:
    make_repository(tmp_path)
    root = project(tmp_path / "charters" / "ours", {"desk": desk()})
    commit_all(tmp_path)
    assert found(root) == []
    write(root / VERSION, text("1.0") + "more\n")
    assert told(found(root)) == [("CH501", f"{VERSION}:1:1")]


def test_a_project_that_was_not_there_yet_is_new(tmp_path: Path) -> None:
    make_repository(tmp_path)
    write(tmp_path / "README.md", "hello\n")
    commit_all(tmp_path)
    root = project(tmp_path / "ours", {"desk": desk()})
    result = gate(root)
    assert (result.diagnostics, [item.title for item in result.added]) == ((), ["Desk"])


def test_in_a_shallow_copy_the_base_is_enough(tmp_path: Path) -> None:
    whole = committed(tmp_path / "whole")
    git(whole, "checkout", "-q", "-b", "work")
    write(whole / DESK / "charter.md", text(target="95% within 4 hours"))
    commit_all(whole)
    commit_all(whole, "and once more")
    git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", whole.as_uri(), "copy")
    copy = tmp_path / "copy"
    with pytest.raises(CharterError) as caught:
        read_base(copy, Config(), "origin/main")
    assert caught.value.exit_code == 3
    assert caught.value.hint == "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"
    git(copy, "fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    result = gate(copy, "origin/main")
    assert len(result.comparisons) == 1
    assert result.note == (
        'compared with "origin/main" as it is now: the commit at which this branch left it is not in this copy of the '
        "repository; to fetch it: git fetch --unshallow"
    )
    git(copy, "fetch", "-q", "--unshallow")
    assert gate(copy, "origin/main").note is None


def test_without_git_or_a_repository_or_a_commit_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    root = project(tmp_path / "bare", {"desk": desk()})
    with pytest.raises(CharterError, match="git cannot read a repository here") as caught:
        read_base(root, Config(), "main")
    assert caught.value.exit_code == 3
    committed(tmp_path / "there")
    with pytest.raises(UsageError, match='"mian" is not a commit'):
        read_base(tmp_path / "there", Config(), "mian")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CharterError, match="there is no git on this machine"):
        read_base(tmp_path / "there", Config(), "main")


def test_other_repositories_and_links_are_not_compared_and_that_is_said(tmp_path: Path) -> None:
    other = committed(tmp_path / "other", {"inner": desk()})
    root = committed(tmp_path / "root", {"desk": desk()})
    git(root, "submodule", "add", "-q", other.as_uri(), "content/sub")
    (root / "content/twin").symlink_to("desk")
    commit_all(root)
    items = found(root)
    assert [(item.code, item.span.path) for item in items] == [("CH500", "content/sub"), ("CH500", "content/twin")]
    assert items[0].message == '"content/sub" was another repository at "main", so it is not compared'
    assert items[1].message == '"content/twin" was a link at "main", so it is not compared'


def test_a_project_in_a_submodule_is_compared_in_its_own_repository(tmp_path: Path) -> None:
    other = committed(tmp_path / "other")
    root = committed(tmp_path / "root", {"desk": desk()})
    git(root, "submodule", "add", "-q", other.as_uri(), "inner")
    commit_all(root)
    inner = root / "inner"
    write(inner / VERSION, text("1.0") + "more\n")
    assert [item.code for item in found(inner, "HEAD")] == ["CH501"]


def test_a_work_tree_beside_the_repository_works(tmp_path: Path) -> None:
    root = committed(tmp_path / "root")
    git(root, "worktree", "add", "-q", str(tmp_path / "beside"))
    write(tmp_path / "beside" / VERSION, text("1.0") + "more\n")
    assert [item.code for item in found(tmp_path / "beside")] == ["CH501"]


def test_what_a_copy_lacks_is_said(tmp_path: Path) -> None:
    whole = committed(tmp_path / "whole")
    git(whole, "config", "uploadpack.allowFilter", "true")
    write(whole / VERSION, text("1.0") + "more\n")
    commit_all(whole)
    git(tmp_path, "clone", "-q", "--filter=blob:none", whole.as_uri(), "part")
    shutil.rmtree(whole)
    with pytest.raises(CharterError, match="this copy of the repository lacks") as caught:
        read_base(tmp_path / "part", Config(), "HEAD~1")
    assert caught.value.hint == "git fetch --refetch --no-filter"


def test_folders_that_are_no_charters_and_their_notes_are_left_alone(tmp_path: Path) -> None:
    files = {"content/_drafts/versions/1.0.md": "x\n", "content/README.md": "x\n", "content/desk/_notes.md": "x\n"}
    root = committed(tmp_path, files={**files, "content/desk/versions/1.0.pdf": "scan\n"})
    for path in files:
        write(root / path, "y\n")
    assert found(root) == []


def test_settings_at_the_base_that_cannot_be_read_do_no_harm(tmp_path: Path) -> None:
    root = committed(tmp_path)
    for settings in ("content = \n", 'content = "../else"\n', "content = 1\n", "[tool]\n"):
        write(root / "charter.toml", settings)
        commit_all(root)
        write(root / "charter.toml", 'title = "Ours"\n')
        write(root / VERSION, text("1.0") + "more\n")
        assert [item.code for item in found(root)] == ["CH501"]
        write(root / VERSION, text("1.0"))


def test_the_folder_named_in_pyproject_at_the_base_is_read(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "rm", "-q", "charter.toml")
    git(root, "mv", "content", "ours")
    write(root / "pyproject.toml", '[tool.charter]\ncontent = "ours"\n')
    commit_all(root)
    write(root / "ours/desk/versions/1.0.md", text("1.0") + "more\n")
    assert [item.code for item in found(root)] == ["CH501"]


def test_a_file_that_is_too_large_is_said_not_to_be_compared(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"outcomes.csv": "x" * 8_000_001})})
    write(root / DESK / "outcomes.csv", "period,ref\n")
    assert [(item.code, item.span.path) for item in found(root)] == [("CH500", f"{DESK}/outcomes.csv")]


def test_names_that_are_no_text_are_shown_as_such(tmp_path: Path) -> None:
    root = committed(tmp_path)
    odd = os.fsencode(tmp_path) + b"/content/b\xffd"
    os.makedirs(odd + b"/versions")
    for name in (b"/charter.md", b"/versions/1.0.md"):
        Path(os.fsdecode(odd + name)).write_text(text("1.0"), encoding="utf-8")
    commit_all(root)
    assert found(root) == []
    shutil.rmtree(odd)
    (item,) = found(root)
    assert item.span.path == r"content/b\xffd/versions/1.0.md"
    assert item.message == r"the charter b\xffd is gone, with its 1 released version: 1.0"


OFF = '[rules.released-version-edited]\nseverity = "off"\nreason = "we like it so"\n'


def test_a_branch_cannot_switch_off_what_is_found_in_it(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / VERSION, text("1.0") + "more\n")
    write(root / "charter.toml", OFF)
    assert [item.code for item in found(root)] == ["CH501"]


@pytest.mark.parametrize(
    ("name", "settings"), [("charter.toml", OFF), ("pyproject.toml", OFF.replace("[rules", "[tool.charter.rules"))]
)
def test_the_settings_at_the_base_count_for_the_gate(tmp_path: Path, name: str, settings: str) -> None:
    root = project(tmp_path, {"desk": desk()}, config=None, files={name: settings})
    make_repository(root)
    commit_all(root)
    write(root / VERSION, text("1.0") + "more\n")
    (root / name).unlink()
    write(root / "charter.toml", "")
    assert found(root) == []


def test_settings_that_could_not_be_read_at_the_base_switch_nothing_off(tmp_path: Path) -> None:
    root = project(tmp_path, {"desk": desk()}, config=f"{OFF}\ncontent = [")
    make_repository(root)
    commit_all(root)
    write(root / VERSION, text("1.0") + "more\n")
    write(root / "charter.toml", OFF)
    assert [item.code for item in found(root)] == ["CH501"]
