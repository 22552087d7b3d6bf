"""Git itself runs the driver here, on real repositories."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from charter.__main__ import run
from tests.builders import charter_text, promise, write

ROOT = Path(__file__).parents[2]
CHARTER = "content/support-desk/charter.md"
WEAKER = charter_text(promises=promise(target="80% within 4 hours"))


class Repository:
    """A repository in which git shows charters through the driver."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        driver = f"{shlex.quote(sys.executable)} -m charter git-diff-driver"
        self.git("config", "diff.charter.command", driver)
        write(root / ".gitattributes", "content/**/charter.md diff=charter\n")
        self.commit("attributes")

    def git(self, *words: str) -> str:
        settings = {
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in WHO.items()},
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ["git", *words], cwd=self.root, env={**kept, **settings}, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        assert done.stderr == b"" or words[0] in {"init", "commit", "add"}, done.stderr.decode()
        return done.stdout.decode()

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def last(self, *words: str) -> str:
        """Return what the last commit changed."""
        return self.git("log", "-p", "--ext-diff", "-1", "--format=", *words)


WHO = {"NAME": "Rosa", "EMAIL": "rosa@example.org", "DATE": "2026-01-05T12:00:00Z"}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    write(tmp_path / CHARTER, charter_text())
    made.commit("one")
    return made


def test_an_edit_reads_as_a_change_of_promises_in_diff_and_in_log(repository: Repository) -> None:
    write(repository.root / CHARTER, WEAKER)
    told = (
        f"{CHARTER}\n"
        "Support desk                                           calls for a major version\n"
        "\n"
        "weaker     A person answers you quickly              first-reply\n"
        "           Target   [-90%-]{+80%+} within 4 hours\n"
        "\n"
        "1 promise matters to Desk, 1 to Staff; none is untouched.\n"
        "To sign again: staff.\n"
        "\n"
    )
    assert repository.git("diff") == told
    assert repository.git("diff", "--no-ext-diff").startswith("diff --git")
    repository.commit("two")
    assert repository.last() == told
    assert repository.git("-C", "content", "show", "--ext-diff", "--format=") == told


def test_a_new_charter_is_its_promises_and_a_deleted_one_too(repository: Repository) -> None:
    lines = repository.last().splitlines()
    assert lines[:2] == [f"{CHARTER} (new)", "Support desk: 1 promise"]
    assert "added      A person answers you quickly              first-reply" in lines
    assert "           Target   90% within 4 hours" in lines
    repository.git("rm", "-q", CHARTER)
    repository.commit("gone")
    lines = repository.last().splitlines()
    assert lines[:2] == [f"{CHARTER} (deleted)", "Support desk: 1 promise"]
    assert "withdrawn  A person answers you quickly              first-reply" in lines


def test_a_charter_that_moved_is_compared_with_what_it_was(repository: Repository) -> None:
    (repository.root / "content/desk").mkdir()
    repository.git("mv", CHARTER, "content/desk/charter.md")
    write(repository.root / "content/desk/charter.md", WEAKER)
    repository.commit("moved")
    out = repository.last("-M")
    assert out.startswith(f"{CHARTER} → content/desk/charter.md\n")
    assert "[-90%-]{+80%+}" in out


def test_line_ends_alone_are_no_change_and_a_mode_is_told(repository: Repository) -> None:
    write(repository.root / CHARTER, charter_text().replace("\n", "\r\n"))
    (repository.root / CHARTER).chmod(0o755)
    repository.commit("windows")
    lines = repository.last().splitlines()
    assert lines == [CHARTER, "a file became a file that can be run", "Support desk", "No word changed.", ""]


def test_prose_reads_as_prose(repository: Repository) -> None:
    write(repository.root / "content/rules/charter.md", "# Rules\n\nBe kind every day.\n")
    repository.commit("prose")
    assert repository.last().splitlines()[1] == "Rules: 0 promises"
    write(repository.root / "content/rules/charter.md", "# Rules\n\nBe kind every hour.\n")
    repository.commit("more")
    assert "[-day-]{+hour+}" in repository.last()


def test_bytes_that_are_no_text_stop_nothing(repository: Repository) -> None:
    write(repository.root / CHARTER, bytes(range(256)) * 10)
    repository.commit("binary")
    assert "this is not text in UTF-8" in repository.last()
    write(repository.root / CHARTER, b"")
    repository.commit("empty")
    write(repository.root / CHARTER, charter_text())
    repository.commit("back")
    assert "added      A person answers you quickly" in repository.last()
    lines = repository.git("log", "-p", "--ext-diff", "--format=%s").splitlines()
    assert [line for line in lines if line.startswith(CHARTER) and ".md:" not in line] == [
        *3 * [CHARTER],
        f"{CHARTER} (new)",
    ]


def test_a_link_and_another_repository_are_told_as_what_they_are(repository: Repository) -> None:
    (repository.root / CHARTER).unlink()
    (repository.root / CHARTER).symlink_to("../elsewhere.md")
    out = repository.git("diff", "--cached", "HEAD")
    assert out == ""
    repository.commit("link")
    assert "after: a link to ../elsewhere.md" in repository.last()
    (repository.root / CHARTER).unlink()
    repository.git("rm", "-q", "--cached", CHARTER)
    head = repository.git("rev-parse", "HEAD").strip()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{head},{CHARTER}")
    repository.git("commit", "-q", "-m", "module")
    assert head in repository.last()


def test_a_charter_that_is_not_merged_is_named(repository: Repository) -> None:
    repository.git("checkout", "-q", "-b", "other")
    write(repository.root / CHARTER, WEAKER)
    repository.commit("weaker")
    repository.git("checkout", "-q", "main")
    write(repository.root / CHARTER, WEAKER.replace("80%", "99%"))
    repository.commit("stronger")
    with pytest.raises(AssertionError):
        repository.git("merge", "-q", "other")
    assert f"{CHARTER} (not merged yet)" in repository.git("diff", "--cached")


def test_colours_reach_the_pager_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = write(tmp_path / "old.md", charter_text()), write(tmp_path / "new.md", WEAKER)
    words = ["git-diff-driver", "charter.md", str(old), "0", "100644", str(new), "0", "100644"]
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert run(words) == 0
    assert "\x1b" not in capsys.readouterr().out
    monkeypatch.setenv("GIT_PAGER_IN_USE", "true")
    assert run(words) == 0
    assert "\x1b[31m[-90%-]\x1b[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert run(words) == 0
    assert "\x1b" not in capsys.readouterr().out


def test_whoever_types_it_is_told_how_git_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["git-diff-driver", "a", "b"]) == 2
    assert 'hint: git config diff.charter.command "charter git-diff-driver"' in capsys.readouterr().err
    assert run(["git-diff-driver", "--help"]) == 0
    assert "git log -p --ext-diff" in capsys.readouterr().out


def test_a_pager_that_is_closed_early_is_no_failure(repository: Repository) -> None:
    write(repository.root / CHARTER, charter_text(promises="\n\n".join(promise(f"p{n}") for n in range(400))))
    words = [sys.executable, "-m", "charter", "git-diff-driver", "x.md", os.devnull, "0", "0", CHARTER, "0", "100644"]
    with subprocess.Popen(
        words,
        cwd=repository.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0
