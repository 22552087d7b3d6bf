from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from charter import git
from charter.git import blob_id, find_fork, list_files, read_at, read_blobs
from charter.source import CharterError, UsageError
from tests.builders import write

WHO = ("-c", "user.name=Rosa", "-c", "user.email=rosa@example.org", "-c", "init.defaultBranch=main")


def run_git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def a_repository(folder: Path, *texts: str, path: str = "content/desk/charter.md") -> Path:
    """Return a repository with one commit for each text."""
    folder.mkdir(parents=True, exist_ok=True)
    run_git(folder, "init", "-q")
    for text in texts:
        write(folder / path, text)
        run_git(folder, "add", "-A")
        run_git(folder, "commit", "-q", "--allow-empty", "-m", f"say {text!r}")
    return folder


def refusal(root: Path, ref: str, path: str = "content/desk/charter.md") -> CharterError:
    with pytest.raises(CharterError) as caught:
        read_at(root, ref, path)
    return caught.value


def test_a_file_is_read_as_it_was_whatever_lies_there_now(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "old\r\n", "new\n")
    write(root / "content/desk/charter.md", "working\n")
    assert read_at(root, "HEAD", "content/desk/charter.md") == b"new\n"
    assert read_at(root, "main~1", "content/desk/charter.md") == b"old\r\n"
    assert read_at(root, run_git(root, "rev-parse", "HEAD~1")[:10], "content/desk/charter.md") == b"old\r\n"
    run_git(root, "tag", "-a", "first", "-m", "the first", "HEAD~1")
    assert read_at(root, "first", "content/desk/charter.md") == b"old\r\n"


def test_paths_are_those_of_the_project_also_where_it_is_a_part_of_the_repository(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "inner\n", path="desk/content/charter.md")
    assert read_at(root / "desk", "HEAD", "content/charter.md") == b"inner\n"
    assert refusal(root, "HEAD", "content/charter.md").exit_code == 2


def test_names_are_taken_literally(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "starred\n", path="content/a [*] b/charter.md")
    assert read_at(root, "HEAD", "content/a [*] b/charter.md") == b"starred\n"
    assert "is not in" in refusal(root, "HEAD", "content/*/charter.md").message


@pytest.mark.parametrize("ref", ["nowhere", "--help", "--output=x", "-h", "HEAD:content", "a..b", "", "a\nb", "\udcff"])
def test_what_is_no_commit_is_refused_and_said(tmp_path: Path, ref: str) -> None:
    error = refusal(a_repository(tmp_path, "text\n"), ref)
    assert isinstance(error, UsageError)
    assert "is not" in error.message
    assert error.hint == "git log --oneline --all"
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", "content"]


def test_a_branch_that_was_never_fetched_says_how_to_fetch_it(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "text\n")
    run_git(root, "remote", "add", "origin", "https://example.org/desk.git")
    fetch = "git fetch origin +refs/heads/main:refs/remotes/origin/main"
    assert refusal(root, "origin/main").hint == fetch


def test_a_file_that_was_not_there_yet_is_said(tmp_path: Path) -> None:
    error = refusal(a_repository(tmp_path, "text\n"), "HEAD", "content/other/charter.md")
    assert (error.exit_code, error.message) == (2, '"content/other/charter.md" is not in "HEAD"')


def test_a_folder_and_a_link_are_no_files(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "text\n")
    (root / "link.md").symlink_to("/etc/hostname")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "link")
    assert '"link.md" is a link in "HEAD"' in refusal(root, "HEAD", "link.md").message
    assert '"content" is a folder in "HEAD"' in refusal(root, "HEAD", "content").message


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "x" * 2_000)
    assert len(read_at(root, "HEAD", "content/desk/charter.md", limit=2_000)) == 2_000
    with pytest.raises(UsageError, match="is not read"):
        read_at(root, "HEAD", "content/desk/charter.md", limit=1_999)


def test_a_shallow_copy_says_how_to_get_the_rest(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "whole", "one\n", "two\n")
    run_git(tmp_path, "clone", "-q", "--depth=1", root.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    assert read_at(shallow, "HEAD", "content/desk/charter.md") == b"two\n"
    for ref in ("HEAD~1", "some-branch", run_git(root, "rev-parse", "HEAD~1")):
        error = refusal(shallow, ref)
        assert error.exit_code == 3
        assert error.hint
        assert error.hint.startswith("git fetch --unshallow")


def test_a_shallow_copy_of_one_branch_says_how_to_get_the_other(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "whole", "one\n", "two\n")
    run_git(root, "checkout", "-q", "-b", "work")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "work")
    run_git(tmp_path, "clone", "-q", "--depth=1", "--branch=work", root.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    hint = refusal(shallow, "origin/main").hint
    assert hint == "git fetch --unshallow origin +refs/heads/main:refs/remotes/origin/main"
    run_git(shallow, *hint.split()[1:])
    fork = find_fork(shallow, "origin/main")
    assert (fork.commit, fork.trouble) == (run_git(root, "rev-parse", "main"), None)


def test_a_fork_is_where_the_branch_left(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "one\n")
    left = run_git(root, "rev-parse", "HEAD")
    run_git(root, "checkout", "-q", "-b", "work")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "work")
    run_git(root, "checkout", "-q", "main")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "main goes on")
    tip = run_git(root, "rev-parse", "HEAD")
    run_git(root, "checkout", "-q", "work")
    fork = find_fork(root, "main")
    assert (fork.tip, fork.commit, fork.trouble) == (tip, left, None)
    run_git(root, "merge", "-q", "-m", "merge", "main")
    assert find_fork(root, "main").commit == tip


def test_a_fork_that_is_not_in_a_shallow_copy_is_said(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "whole", "one\n", "two\n")
    run_git(root, "checkout", "-q", "-b", "work", "HEAD~1")
    for words in ("a", "b"):
        run_git(root, "commit", "-q", "--allow-empty", "-m", words)
    run_git(tmp_path, "clone", "-q", "--depth=1", "--no-single-branch", "--branch=work", root.as_uri(), "shallow")
    fork = find_fork(tmp_path / "shallow", "origin/main")
    assert fork.commit == fork.tip == run_git(root, "rev-parse", "main")
    assert fork.trouble
    assert fork.trouble.endswith("to fetch it: git fetch --unshallow")


def test_what_a_host_tests_is_a_merge_whose_parents_were_not_fetched(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "whole", "one\n")
    run_git(root, "checkout", "-q", "-b", "work")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "work")
    run_git(root, "checkout", "-q", "main")
    run_git(root, "commit", "-q", "--allow-empty", "-m", "main goes on")
    run_git(root, "checkout", "-q", "-b", "merged")
    run_git(root, "merge", "-q", "--no-ff", "-m", "merge", "work")
    run_git(tmp_path, "clone", "-q", "--depth=1", "--branch=merged", root.as_uri(), "shallow")
    shallow = tmp_path / "shallow"
    run_git(shallow, "fetch", "-q", "--depth=1", "origin", "+refs/heads/main:refs/remotes/origin/main")
    fork = find_fork(shallow, "origin/main")
    assert (fork.commit, fork.trouble) == (run_git(root, "rev-parse", "main"), None)


def test_branches_without_a_common_commit_are_said(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "one\n")
    run_git(root, "checkout", "-q", "--orphan", "new")
    run_git(root, "commit", "-q", "-m", "new")
    assert find_fork(root, "main").trouble == "this branch has no commit in common with it"


def test_a_repository_without_a_commit_of_its_own_has_the_base_for_a_fork(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "one\n")
    tip = run_git(root, "rev-parse", "HEAD")
    run_git(root, "checkout", "-q", "--orphan", "new")
    fork = find_fork(root, "main")
    assert (fork.commit, fork.trouble) == (tip, None)


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_files_of_a_commit_are_listed_and_read(tmp_path: Path, format: str) -> None:
    root = tmp_path
    run_git(root, "init", "-q", f"--object-format={format}")
    odd = "content/a\tb\n\u00e9 [x].md"
    for path, words in {odd: "odd", "content/b.md": "b", "content/large.md": "x" * 100, "other/c.md": "c"}.items():
        write(root / path, words)
    (root / "content/link.md").symlink_to("b.md")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "all")
    listed = {entry.path: entry for entry in list_files(root, "HEAD", "content", "not there")}
    assert sorted(listed) == sorted([odd, "content/b.md", "content/large.md", "content/link.md"])
    assert [path for path, entry in listed.items() if not entry.is_file] == ["content/link.md"]
    assert blob_id(b"b", listed["content/b.md"].blob) == listed["content/b.md"].blob
    read = read_blobs(root, [entry.blob for entry in listed.values()], limit=99)
    assert read[listed[odd].blob] == b"odd"
    assert read[listed["content/large.md"].blob] is None
    assert read_blobs(root, []) == {}


def test_paths_that_are_no_text_are_listed(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "text\n")
    name = os.fsencode(tmp_path) + b"/content/\xff.md"
    with open(name, "wb") as file:
        file.write(b"odd")
    run_git(root, "add", "-A")
    run_git(root, "commit", "-q", "-m", "odd")
    paths = [entry.path for entry in list_files(root, "HEAD", "content")]
    assert "content/\udcff.md" in paths


def test_more_than_can_be_held_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_repository(tmp_path, "some words\n")
    monkeypatch.setattr(git, "MAX_TOTAL_BYTES", 5)
    blobs = [entry.blob for entry in list_files(root, "HEAD", "content")]
    with pytest.raises(CharterError, match="is not read"):
        read_blobs(root, blobs)


def test_an_object_that_is_not_there_is_said(tmp_path: Path) -> None:
    root = a_repository(tmp_path, "text\n")
    with pytest.raises(CharterError, match="lacks the object 12345"):
        read_blobs(root, ["12345" * 8])


def test_outside_a_repository_git_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    error = refusal(tmp_path, "HEAD")
    assert error.exit_code == 3
    assert error.message.startswith("git cannot read a repository here: ")


def test_a_repository_that_belongs_to_somebody_else_says_how_to_trust_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = a_repository(tmp_path, "text\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    error = refusal(root, "HEAD")
    assert error.message == "git does not trust this repository: its folder belongs to somebody else"
    assert error.hint == f"git config --global --add safe.directory {root}"


def test_without_git_or_an_answer_the_command_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = a_repository(tmp_path / "repository", "text\n")
    slow = write(tmp_path / "bin/git", "#!/bin/sh\nexec sleep 5\n")
    slow.chmod(0o755)
    monkeypatch.setattr(git, "TIMEOUT_SECONDS", 0.1)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
        assert "did not answer within" in refusal(root, "HEAD").message
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    error = refusal(root, "HEAD")
    assert (error.exit_code, error.message) == (3, "there is no git on this machine")


def test_nothing_that_a_repository_names_is_run(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "repository", "text\n", "more\n")
    mark = tmp_path / "ran"
    program = write(tmp_path / "program", f"#!/bin/sh\ntouch {mark}\ncat\n")
    program.chmod(0o755)
    settings = {
        "core.fsmonitor": program, "core.pager": program, "core.sshCommand": program, "diff.external": program,
        "filter.evil.smudge": program, "filter.evil.clean": program, "diff.evil.textconv": program,
        "core.hooksPath": tmp_path, "alias.cat-file": f"!{program}", "alias.ls-tree": f"!{program}",
    }  # fmt: skip
    for key, value in settings.items():
        run_git(root, "config", key, str(value))
    write(root / ".git/info/attributes", "*.md filter=evil diff=evil\n")
    assert read_at(root, "HEAD~1", "content/desk/charter.md") == b"text\n"
    assert not mark.exists()


def test_nothing_is_fetched_into_a_partial_copy(tmp_path: Path) -> None:
    root = a_repository(tmp_path / "whole", "one\n", "two\n")
    run_git(root, "config", "uploadpack.allowFilter", "true")
    run_git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", root.as_uri(), "part")
    mark = tmp_path / "ran"
    program = write(tmp_path / "program", f"#!/bin/sh\ntouch {mark}\nexit 1\n")
    program.chmod(0o755)
    part = tmp_path / "part"
    run_git(part, "config", "remote.origin.uploadpack", str(program))
    error = refusal(part, "HEAD")
    assert (error.exit_code, mark.exists()) == (3, False)
    assert error.message == 'this copy of the repository lacks "content/desk/charter.md" in "HEAD"'
