"""Every trouble is made for real: in a repository, in a project, on a machine that lacks something."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from charter.__main__ import run
from charter.cli.ci import FILES, NEWEST
from charter.cli.health import machine
from charter.cli.health.finding import Finding
from charter.source import Severity
from tests.builders import project, write
from tests.check.gate.branch import DESK, desk, text
from tests.cli.commands import Shell, tree
from tests.repositories import commit_all, git, make_repository

BASE = 'title = "Our charters"\nbase_url = "https://charters.example.org/"\n'
FIRST = f"{DESK}/versions/1.0.md"


class Doctor:
    """The command in one project."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.root = shell.root

    def find(self) -> dict[str, dict[str, str]]:
        """Return the findings by name; of several with one name the last."""
        done = self.shell("doctor", "--format", "json")
        return {item["name"]: item for item in json.loads(done.out)["findings"]}

    def git(self, *words: str) -> str:
        return git(self.root, *words)

    def fetch(self, *words: str) -> Path:
        """Clone the project next to itself and go on there."""
        there = self.root.parent / "clone"
        git(self.root.parent, "clone", "-q", *words, f"file://{self.root}", str(there))
        self.root = self.shell.root = there
        return there


@pytest.fixture
def doctor(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Doctor:
    """A healthy project: committed, with a remote, checks and an address, on a healthy machine."""
    for name in ("SOURCE_DATE_EPOCH", "GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setattr(machine, "examine_python", lambda: iter(()))
    project(shell.root, {"desk": desk()}, config=BASE)
    make_repository(shell.root)
    run(["init", str(shell.root), "--ci", "github", "--source", "charter==1"])
    write(shell.root / ".gitignore", "/.charter/\n/site/\n")
    commit_all(shell.root)
    return Doctor(shell)


def test_a_healthy_checkout_has_nothing_wrong(doctor: Doctor) -> None:
    done = doctor.shell("doctor")
    assert done.out == "Nothing is wrong here.\n"
    assert done.code == 0


def test_it_changes_nothing(doctor: Doctor) -> None:
    write(doctor.root / FIRST, "changed\n")
    before = tree(doctor.root)
    doctor.shell("doctor")
    assert tree(doctor.root) == before


def test_each_finding_says_what_why_and_what_to_type(doctor: Doctor) -> None:
    (doctor.root / FIRST).unlink()
    done = doctor.shell("doctor")
    assert done.code == 1
    assert done.out == (
        f'error released-file-changed: "{FIRST}" is gone\n'
        "  why:  A released version is never edited: people signed it, and every signature is held against it.\n"
        f"  type: git checkout HEAD -- {FIRST}\n"
        "\n1 error\n"
    )
    doctor.git("checkout", "HEAD", "--", FIRST)
    assert doctor.shell("doctor").code == 0


def add(path: str, data: str | bytes) -> Callable[[Doctor], None]:
    return lambda doctor: (write(doctor.root / path, data), None)[1]


def committed(path: str, data: str | bytes) -> Callable[[Doctor], None]:
    def make(doctor: Doctor) -> None:
        write(doctor.root / path, data)
        commit_all(doctor.root)

    return make


def configured(name: str, value: str) -> Callable[[Doctor], None]:
    return lambda doctor: (doctor.git("config", name, value), None)[1]


def all_of(*makers: Callable[[Doctor], None]) -> Callable[[Doctor], None]:
    def make(doctor: Doctor) -> None:
        for maker in makers:
            maker(doctor)

    return make


def conflicting(doctor: Doctor) -> None:
    doctor.git("checkout", "-q", "-b", "other")
    write(doctor.root / f"{DESK}/charter.md", text(target="80% within 4 hours"))
    commit_all(doctor.root)
    doctor.git("checkout", "-q", "main")
    write(doctor.root / f"{DESK}/charter.md", text(target="70% within 4 hours"))
    commit_all(doctor.root)
    who = ["-c", "user.name=Rosa", "-c", "user.email=rosa@example.org"]
    done = subprocess.run(["git", *who, "merge", "-q", "other"], cwd=doctor.root, capture_output=True, check=False)
    assert done.returncode == 1


def submodule(doctor: Doctor) -> None:
    other = make_repository(doctor.root.parent / "other")
    commit_all(other)
    doctor.git("submodule", "--quiet", "add", str(other), "content/theirs")
    commit_all(doctor.root)


def clashing(doctor: Doctor) -> None:
    blob = doctor.git("rev-parse", f"HEAD:{DESK}/charter.md")
    for name in ("content/DESK/charter.md", "content/cafe\u0301.md", "content/caf\u00e9.md"):
        doctor.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{name}")
    doctor.git("commit", "-q", "-m", "clash")


LFS = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 12\n"
TROUBLES = {
    "released-file-changed": (add(FIRST, "changed\n"), "error"),
    "not-committed": (add(f"{DESK}/versions/1.1.md", text("1.1")), "warning"),
    "unmerged": (conflicting, "error"),
    "halfway": (conflicting, "warning"),
    "conflict": (conflicting, "error"),
    "submodule": (submodule, "warning"),
    "names-clash": (clashing, "error"),
    "name-not-composed": (committed("content/cafe\u0301.md", "# Café\n"), "warning"),
    "altered-by-git": (add(".gitattributes", "versions/*.md ident\n*.md ident\n"), "warning"),
    "line-ends-change": (configured("core.autocrlf", "true"), "info"),
    "half-a-diff-driver": (configured("diff.charter.command", "charter git-diff-driver"), "info"),
    "made-files-not-ignored": (all_of(add(".gitignore", ""), add("site/a.html", "")), "warning"),
    "lfs-pointer": (committed(f"{DESK}/outcomes.csv", LFS), "error"),
    "left-over": (committed(f"{DESK}/charter.md.orig", "old\n"), "warning"),
    "unknown-setting": (committed("charter.toml", BASE + "colour = 'red'\n"), "warning"),
    "no-base-url": (committed("charter.toml", "title = 'Ours'\n"), "info"),
    "no-settings": (lambda doctor: (doctor.root / "charter.toml").unlink(), "info"),
    "old-workflow": (committed(".github/workflows/charter-check.yml", "# charter-ci: 0\n"), "warning"),
    "missing-workflow": (lambda doctor: (doctor.root / ".github/workflows/charter-check.yml").unlink(), "warning"),
    "no-source": (committed(".github/workflows/charter-check.yml", "env:\n  CHARTER_SOURCE: \"\"\n"), "warning"),
    "no-checks": (lambda doctor: shutil.rmtree(doctor.root / ".github"), "info"),
    "workflow-not-included": (
        all_of(add(".gitlab/charter.yml", f"# charter-ci: {NEWEST}\n"), add(".gitlab-ci.yml", "a: b\n")),
        "warning",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TROUBLES)
def test_it_finds(name: str, doctor: Doctor) -> None:
    make, severity = TROUBLES[name]
    assert name not in doctor.find()
    make(doctor)
    found = doctor.find()
    assert found[name]["severity"] == severity
    assert found[name]["why"].endswith((".", "?"))
    assert found[name]["hint"]
    wrong = any(item["severity"] != "info" for item in found.values())
    assert doctor.shell("doctor").code == int(wrong)


def test_committed_files_of_a_build_are_told_but_not_a_readme_that_stands_in_for_them(doctor: Doctor) -> None:
    write(doctor.root / "site/README.md", "made by a build\n")
    doctor.git("add", "-f", "site/README.md")
    assert "made-files-committed" not in doctor.find()
    write(doctor.root / "site/index.html", "<p>")
    doctor.git("add", "-f", "site/index.html")
    assert doctor.find()["made-files-committed"]["hint"].startswith("git rm -r -q --cached site")


@pytest.mark.parametrize("attributes", ["* text=auto\n", "*.md text\n", ""])
def test_line_ends_alone_change_no_released_file(attributes: str, doctor: Doctor) -> None:
    write(doctor.root / ".gitattributes", attributes)
    data = (doctor.root / FIRST).read_bytes().replace(b"\n", b"\r\n")
    write(doctor.root / FIRST, data)
    assert "released-file-changed" not in doctor.find()


def test_attributes_that_settle_line_ends_need_no_note(doctor: Doctor) -> None:
    doctor.git("config", "core.autocrlf", "true")
    hint = doctor.find()["line-ends-change"]["hint"]
    subprocess.run(["sh", "-c", hint], cwd=doctor.root, check=True)
    assert "line-ends-change" not in doctor.find()


def test_a_filter_for_released_files_is_told_and_the_hint_ends_it(doctor: Doctor) -> None:
    write(doctor.root / ".gitattributes", "content/** filter=evil ident\n")
    marker = doctor.root / "ran"
    for kind in ("clean", "smudge", "process"):
        doctor.git("config", f"filter.evil.{kind}", f"touch {marker}")
    found = doctor.find()
    assert not marker.exists()
    subprocess.run(["sh", "-c", found["altered-by-git"]["hint"]], cwd=doctor.root, check=True)
    assert "altered-by-git" not in doctor.find()


class TestACopy:
    def test_of_everything_is_well(self, doctor: Doctor) -> None:
        doctor.fetch()
        assert doctor.find() == {}

    def test_of_the_newest_commit_alone_is_only_a_note(self, doctor: Doctor) -> None:
        doctor.git("commit", "-q", "--allow-empty", "-m", "second")
        doctor.fetch("--depth", "1")
        found = doctor.find()
        assert {name: item["severity"] for name, item in found.items()} == {"shallow": "info"}
        assert doctor.shell("doctor").code == 0
        doctor.git(*found["shallow"]["hint"].split()[1:])
        assert doctor.find() == {}

    def test_of_one_branch_lacks_the_one_to_compare_with(self, doctor: Doctor) -> None:
        doctor.git("checkout", "-q", "-b", "change")
        commit_all(doctor.root)
        doctor.git("checkout", "-q", "main")
        doctor.fetch("--single-branch", "--branch", "change")
        found = doctor.find()
        assert found["no-base-branch"]["what"] == "this copy of one branch has no branch of origin to compare with"
        subprocess.run(["sh", "-c", found["no-base-branch"]["hint"]], cwd=doctor.root, check=True, capture_output=True)
        assert doctor.find() == {}

    def test_in_a_job_is_asked_for_the_branch_that_the_job_names(
        self, doctor: Doctor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        doctor.git("branch", "release")
        doctor.fetch("--single-branch")
        assert doctor.find() == {}
        monkeypatch.setenv("GITHUB_BASE_REF", "release")
        found = doctor.find()
        assert found["no-base-branch"]["what"].startswith('"origin/release" is not in')
        subprocess.run(["sh", "-c", found["no-base-branch"]["hint"]], cwd=doctor.root, check=True, capture_output=True)
        assert doctor.find() == {}

    def test_that_does_not_reach_back_to_where_the_branch_began(self, doctor: Doctor) -> None:
        doctor.git("checkout", "-q", "-b", "change")
        commit_all(doctor.root, "mine")
        doctor.git("checkout", "-q", "main")
        commit_all(doctor.root, "theirs")
        doctor.fetch("--depth", "1", "--no-single-branch", "--branch", "change")
        found = doctor.find()
        assert found["no-common-commit"]["severity"] == "warning"
        doctor.git(*found["no-common-commit"]["hint"].split()[1:])
        assert doctor.find() == {}


def test_a_project_without_git_is_told_how_to_begin(doctor: Doctor) -> None:
    shutil.rmtree(doctor.root / ".git")
    found = doctor.find()
    assert list(found) == ["no-repository"]
    assert found["no-repository"]["hint"].startswith("git init && git add .")


def test_a_repository_of_another_user_is_told_with_what_git_asks_for(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    found = doctor.find()
    assert list(found) == ["repository-of-another"]
    assert found["repository-of-another"]["hint"] == f"git config --global --add safe.directory {doctor.root}"


def test_a_damaged_repository_keeps_the_rest_from_being_looked_at_and_nothing_else(doctor: Doctor) -> None:
    blob = doctor.git("rev-parse", f"HEAD:{FIRST}")
    (doctor.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    write(doctor.root / FIRST, "changed\n")
    (doctor.root / "charter.toml").unlink()
    assert {"repository-not-read", "no-settings"} <= set(doctor.find())


def test_a_repository_without_a_commit_has_releases_that_are_in_none(doctor: Doctor) -> None:
    shutil.rmtree(doctor.root / ".git")
    make_repository(doctor.root)
    assert set(doctor.find()) == {"not-committed"}


def test_a_folder_that_may_not_be_written_to_is_told(doctor: Doctor, monkeypatch: pytest.MonkeyPatch) -> None:
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: not str(path).endswith("content") and allowed(path, mode))
    assert doctor.find()["not-writable"]["hint"] == "chmod u+wx content"


def test_an_empty_folder_lacks_everything(tmp_path: Path, shell: Shell) -> None:
    shell.root.mkdir()
    done = shell("doctor", "--format", "json")
    lacking = {item["name"] for item in json.loads(done.out)["findings"] if item["area"] != "machine"}
    assert lacking == {"no-repository", "no-settings", "no-content", "no-checks"}


class TestTheMachine:
    def test_without_git_is_an_environment_that_fails(
        self, doctor: Doctor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        done = doctor.shell("doctor")
        assert done.code == 3
        assert "error no-git: there is no git on this machine" in done.out
        assert "type: install git" in done.out

    def test_with_an_old_git_is_told(self, tmp_path: Path) -> None:
        self.pose(tmp_path / "git", "echo git version 2.17.1.windows.2")
        [finding] = machine.examine_git({"PATH": str(tmp_path)})
        assert (finding.name, finding.what) == ("old-git", "git 2.17.1 is older than 2.30")

    def test_runs_no_git_that_lies_in_the_folder_where_one_stands(self) -> None:
        whole = Path(shutil.which("git") or "").parent
        assert list(machine.examine_git({"PATH": str(whole)})) == []
        [finding] = machine.examine_git({"PATH": os.path.relpath(whole)})
        assert finding.name == "no-git"

    def test_with_a_letter_it_cannot_show_is_told(self) -> None:
        assert [item.name for item in machine.examine_letters("latin-1")] == ["few-letters"]
        assert [item.name for item in machine.examine_letters("no-such")] == ["few-letters"]
        assert [item.name for item in machine.examine_letters(None)] == ["few-letters"]
        assert list(machine.examine_letters("utf-8")) == []

    def test_whose_clock_is_behind_the_newest_commit_is_told(self) -> None:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        [finding] = machine.examine_clock({}, now, now + timedelta(days=2))
        assert finding.what == "the clock says 2026-03-01, but the newest commit is of 2026-03-03"
        assert list(machine.examine_clock({}, now, now + timedelta(hours=20))) == []
        assert list(machine.examine_clock({}, now, None)) == []

    @pytest.mark.parametrize(
        ("epoch", "name", "severity"),
        [
            ("1767571200", "day-is-fixed", Severity.INFO),
            ("yesterday", "bad-day", Severity.ERROR),
            ("9" * 30, "bad-day", Severity.ERROR),
        ],
    )
    def test_told_which_day_it_is(self, epoch: str, name: str, severity: Severity) -> None:
        [finding] = machine.examine_clock({"SOURCE_DATE_EPOCH": epoch}, datetime.now(UTC), None)
        assert (finding.name, finding.severity) == (name, severity)

    def test_with_old_or_missing_libraries_is_told(self) -> None:
        requirements = [
            "babel>=2.14", "click>=8.1.7", "jinja2 (>=3.1.4)", "watchdog>=4.0,<9", 'pytest>=8; extra == "test"',
        ]  # fmt: skip
        installed = {"babel": "2.9.1", "jinja2": "3.1.4", "watchdog": "10.0"}
        found = list(machine.examine_versions(">=3.11", requirements, "3.10.2", installed.get))
        assert [(item.name, item.hint) for item in found] == [
            ("old-python", "install Python 3.11 or newer, and charter in it"),
            ("old-library", 'python -m pip install "babel>=2.14"'),
            ("missing-library", 'python -m pip install "click>=8.1.7"'),
        ]

    def test_that_lacks_a_font_is_only_told(self, tmp_path: Path) -> None:
        self.pose(tmp_path / "fc-list", 'case "$1" in :lang=ja) ;; *) echo Noto Sans ;; esac')
        found: list[Finding] = list(machine.examine_fonts(["en", "ja-JP", "ja"], {"PATH": str(tmp_path)}))
        assert [(item.name, item.severity) for item in found] == [("no-font", Severity.INFO)]
        assert '"ja"' in found[0].what

    def test_without_fontconfig_is_not_guessed_about(self, tmp_path: Path) -> None:
        assert list(machine.examine_fonts(["ja"], {"PATH": str(tmp_path)})) == []

    def pose(self, file: Path, words: str) -> None:
        write(file, f"#!/bin/sh\n{words}\n")
        file.chmod(0o755)


def test_the_package_says_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    from email.message import Message

    said = Message()
    said["Requires-Python"] = ">=3.11"
    said["Requires-Dist"] = "click>=900"
    monkeypatch.setattr(machine.metadata, "metadata", lambda _name: said)
    [finding] = machine.examine_python()
    assert finding.name == "old-library"


def test_every_file_of_a_host_is_looked_at(doctor: Doctor) -> None:
    for path in FILES["github"]:
        data = (doctor.root / path).read_bytes()
        (doctor.root / path).unlink()
        assert path in doctor.find()["missing-workflow"]["what"]
        write(doctor.root / path, data)
