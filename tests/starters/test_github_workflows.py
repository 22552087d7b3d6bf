"""The steps of the workflows are run as GitHub would run them; only `gh` and `pip` are stand-ins."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from charter.report.merge_request import MARKER
from tests.builders import write
from tests.repositories import commit_all, git
from tests.starters.machine import (
    DESK,
    FEBRUARY,
    GH,
    JUNE,
    SOURCE,
    Done,
    GitHubJob,
    Machine,
    copy_upstream,
    read_yaml,
    script,
)

REPOSITORY = "team/charters"
TEXT = f"{DESK}/charter.md"
FIRST = f"{DESK}/versions/1.0.md"
TARGET = "90% within 4 business hours"


def need_jq() -> None:
    """Leave the test where `jq` is missing: `gh` has it built in, its stand-in has not."""
    if shutil.which("jq") is None:
        pytest.skip("the stand-in for gh needs jq")


@dataclass(slots=True)
class GitHub:
    """What GitHub knows of one repository, and the runs of its workflows."""

    folder: Path
    place: str = "."
    runs: int = 0

    def __post_init__(self) -> None:
        copy_upstream(self.upstream, "github", self.place)
        self._save({"repository": REPOSITORY, "pulls": {}, "artifacts": {}, "comments": [], "issues": [], "writes": []})

    @property
    def upstream(self) -> Path:
        return self.folder / "upstream"

    @property
    def root(self) -> Path:
        return self.upstream / self.place

    @property
    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "github.json").read_text("utf-8"))
        return found

    def _save(self, state: dict[str, Any]) -> None:
        (self.folder / "github.json").write_text(json.dumps(state), "utf-8")

    def change(self, **more: Any) -> None:
        self._save({**self.state, **more})

    def comments(self) -> list[str]:
        return [item["body"] for item in self.state["comments"]]

    def request(self, branch: str, files: dict[str, str | bytes | None], number: str = "7") -> None:
        """Commit files on a branch, made from main when it is new, and open a pull request for it."""
        is_new = not git(self.upstream, "branch", "--list", branch)
        git(self.upstream, "checkout", "-q", *(["-b", branch, "main"] if is_new else [branch]))
        for name, data in files.items():
            if data is None:
                (self.root / name).unlink()
            else:
                write(self.root / name, data)
        sha = commit_all(self.upstream)
        git(self.upstream, "checkout", "-q", "main")
        head = {"sha": sha, "ref": branch, "repo": {"full_name": REPOSITORY}}
        self.change(pulls={**self.state["pulls"], number: {"state": "open", "head": head}})

    def edited(self, path: str, **replaced: str) -> str:
        """Return a file of main with another target, or with more replaced."""
        text = (self.root / path).read_text("utf-8")
        for old, new in {TARGET: "80% within 2 working days", **replaced}.items():
            assert old in text
            text = text.replace(old, new)
        return text

    def _machine(self, ref: str) -> Machine:
        """Return a machine with a fresh checkout of `ref`, as actions/checkout leaves it."""
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        work = folder / "work"
        folder.mkdir()
        git(self.folder, "clone", "-q", "--no-local", str(self.upstream), str(work))
        if ref != "main":
            # What GitHub tests is the merge, with a commit of nobody's branch.
            git(work, "checkout", "-q", "--detach", "origin/main")
            git(work, "merge", "-q", "--no-ff", "-m", "merge", f"origin/{ref}")
            git(work, "update-ref", "-d", "refs/heads/main")
        machine = Machine.make(folder, work)
        write(folder / "gh.py", GH)
        script(folder / "bin" / "gh", f'exec python "{folder / "gh.py"}" "$@"')
        machine.environment["FAKE_GITHUB"] = str(self.folder / "github.json")
        return machine

    def _job(self, machine: Machine, workflow: str, name: str, **context: object) -> GitHubJob:
        loaded = read_yaml(self.upstream / f".github/workflows/charter-{workflow}.yml")
        whole = {"github.repository": REPOSITORY, "github.token": "the token"}
        return GitHubJob(machine, loaded, name, {**whole, **context})

    def check(self, branch: str, number: str = "7") -> Done:
        """Run "Charter check" for a pull request, as it comes from the branch, and keep what it uploads."""
        job = self._job(
            self._machine(branch), "check", "check",
            **{"github.event.pull_request.number": number, "github.base_ref": "main"},
        )  # fmt: skip
        done = job.run()
        if "charter-comment" in job.uploaded:
            self.upload(job.uploaded["charter-comment"])
        return done

    def upload(self, folder: Path, size: int = 900) -> None:
        """Make a folder the artifact of the newest run."""
        artifact = {"name": "charter-comment", "size": size, "folder": str(folder)}
        self.change(artifacts={**self.state["artifacts"], str(self.runs): artifact})

    def comment(self, branch: str, number: str = "7", **context: object) -> Done:
        """Run "Charter comment" for the newest run, which was of this pull request."""
        need_jq()
        run, head = self.runs, self.state["pulls"][number]["head"]
        event = {
            "github.event.workflow_run.id": run,
            "github.event.workflow_run.head_sha": head["sha"],
            "github.event.workflow_run.head_repository.full_name": REPOSITORY,
            "github.event.workflow_run.head_branch": branch,
        }
        return self._job(self._machine("main"), "comment", "comment", **{**event, **context}).run()

    def job(self, workflow: str, name: str) -> GitHubJob:
        return self._job(self._machine("main"), workflow, name)


@pytest.fixture
def github(tmp_path: Path) -> GitHub:
    return GitHub(tmp_path)


def test_a_weakened_promise_fails_is_shown_beside_the_line_and_told_in_a_comment(github: GitHub) -> None:
    new = github.edited(FIRST, **{'version: "1.0"': 'version: "1.1"', "effective: 2026-01-05": "effective: 2026-03-05"})
    github.request("weaker", {TEXT: github.edited(TEXT), f"{DESK}/versions/1.1.md": new})
    done = github.check("weaker")
    assert done.code == 1
    assert f"::error file={DESK}/charter.md,line=46,col=11,title=CH510 weaker-without-major::" in done.out
    assert github.comment("weaker").code == 0
    [comment] = github.comments()
    assert comment.startswith(MARKER)
    assert "A person answers you quickly" in comment
    assert "80%" in comment
    assert "CH510" in comment


def test_an_edited_release_fails_and_the_annotation_says_how_to_put_it_back(github: GitHub) -> None:
    github.request("edited", {FIRST: github.edited(FIRST)})
    done = github.check("edited")
    assert done.code == 1
    assert "CH501 released-version-edited" in done.out
    assert f"git checkout origin/main -- {DESK}/versions/1.0.md" in done.out


def test_a_request_that_touches_no_charter_passes_and_nobody_is_told(github: GitHub) -> None:
    github.request("clean", {"README.md": "mine\n"})
    assert github.check("clean").code == 0
    assert github.comment("clean").code == 0
    assert github.state["writes"] == []


def test_two_runs_keep_one_comment_and_leave_those_of_others_alone(github: GitHub) -> None:
    others = [
        {"id": 1, "issue": "7", "user": {"login": "mallory"}, "body": f"{MARKER}\nmine"},
        {"id": 2, "issue": "7", "user": {"login": "github-actions[bot]"}, "body": "another tool"},
        {"id": 3, "issue": "8", "user": {"login": "github-actions[bot]"}, "body": f"{MARKER}\nof another request"},
    ]
    github.change(comments=others)
    github.request("weaker", {TEXT: github.edited(TEXT)})
    github.check("weaker")
    github.comment("weaker")
    github.request("weaker", {TEXT: github.edited(TEXT).replace("80%", "70%")})
    github.check("weaker")
    github.comment("weaker")
    assert [item[:2] for item in github.state["writes"]] == [
        ["POST", "issues/7/comments"],
        ["PATCH", "issues/comments/103"],
    ]
    assert github.comments()[:3] == [item["body"] for item in others]
    assert "70%" in github.comments()[3]


def test_a_comment_that_is_there_is_told_when_nothing_changes_any_more(github: GitHub) -> None:
    github.request("weaker", {TEXT: github.edited(TEXT)})
    github.check("weaker")
    github.comment("weaker")
    github.request("weaker", {TEXT: (github.root / TEXT).read_text("utf-8")})
    assert github.check("weaker").code == 0
    github.comment("weaker")
    [comment] = github.comments()
    assert "No promise changes" in comment


def test_a_check_that_could_not_run_fails_and_posts_nothing(github: GitHub) -> None:
    github.request("broken", {TEXT: github.edited(TEXT)})
    git(github.upstream, "branch", "-m", "main", "trunk")
    git(github.upstream, "branch", "main", "broken")
    git(github.upstream, "checkout", "-q", "main")
    job = github._job(
        github._machine("broken"), "check", "check",
        **{"github.event.pull_request.number": "7", "github.base_ref": "never-was"},
    )  # fmt: skip
    assert job.run().code == 2
    assert job.uploaded == {}
    assert "wrote no comment" in github.comment("broken").out
    assert github.state["writes"] == []


def test_the_job_installs_charter_from_where_it_was_told(github: GitHub) -> None:
    github.request("clean", {"README.md": "mine\n"})
    job = github._job(
        github._machine("clean"), "check", "check",
        **{"github.event.pull_request.number": "7", "github.base_ref": "main"},
    )  # fmt: skip
    assert job.run().code == 0
    assert job.machine.installed() == [SOURCE]


def test_a_job_that_was_not_told_where_charter_comes_from_says_so(github: GitHub) -> None:
    job = github.job("publish", "build")
    job.workflow["env"]["CHARTER_SOURCE"] = ""
    done = job.run()
    assert done.code == 3
    assert "set CHARTER_SOURCE" in done.out
    assert job.machine.installed() == []


def test_a_project_below_the_top_of_its_repository_is_checked_there(tmp_path: Path) -> None:
    github = GitHub(tmp_path, "our charters/it")
    github.request("edited", {FIRST: github.edited(FIRST)})
    done = github.check("edited")
    assert done.code == 1
    assert f"file=our charters/it/{FIRST},line=" in done.out
    assert github.comment("edited").code == 0
    assert len(github.comments()) == 1


class TestTheFileThatARequestMade:
    """Whoever opens a pull request decides what is in it."""

    @pytest.fixture
    def posed(self, github: GitHub) -> GitHub:
        github.request("mine", {TEXT: github.edited(TEXT)}, "7")
        github.request("others", {"README.md": "theirs\n"}, "8")
        github.runs = 1
        return github

    def pose(self, github: GitHub, size: int = 900, **files: str | bytes) -> Done:
        folder = github.folder / "posed"
        whole = {"comment_md": f"{MARKER}\nwords\n", "number": "7\n", **files}
        for name, data in whole.items():
            write(folder / name.replace("_md", ".md"), data)
        github.upload(folder, size)
        return github.comment("mine")

    def test_is_posted_when_all_is_well(self, posed: GitHub) -> None:
        assert self.pose(posed).code == 0
        assert posed.comments() == [f"{MARKER}\nwords\n"]

    @pytest.mark.parametrize(
        "files",
        [
            {"number": "7; echo pwned > /dev/stderr"},
            {"number": "$(touch pwned)"},
            {"number": "../7"},
            {"number": "07"},
            {"number": "7\n8"},
            {"number": ""},
            {"number": "7" * 40},
            {"comment_md": "no marker\n"},
            {"comment_md": f" {MARKER}\n"},
            {"comment_md": ""},
            {"comment_md": MARKER + "\n" + "x" * 65_536},
            {"comment_md": MARKER + "\n" + "x" * 300_000},
        ],
        ids=lambda files: repr(next(iter(files.items())))[:40],
    )
    def test_is_refused_when_it_is_not_what_the_check_writes(self, posed: GitHub, files: dict[str, str]) -> None:
        done = self.pose(posed, **files)
        assert done.code == 1
        assert "::error::" in done.out
        assert posed.state["writes"] == []

    def test_is_refused_when_it_is_large(self, posed: GitHub) -> None:
        done = self.pose(posed, size=50_000_000)
        assert done.code == 1
        assert "too large" in done.out
        assert posed.state["writes"] == []

    def test_is_refused_when_it_is_a_link(self, posed: GitHub) -> None:
        secret = posed.folder / "secret"
        secret.write_text(f"{MARKER}\nsecret\n")
        folder = posed.folder / "posed"
        write(folder / "number", "7\n")
        (folder / "comment.md").symlink_to(secret)
        posed.upload(folder)
        assert posed.comment("mine").code == 1
        assert posed.state["writes"] == []

    def test_cannot_speak_on_another_request(self, posed: GitHub) -> None:
        done = self.pose(posed, number="8\n")
        assert done.code == 0
        assert "nothing to post" in done.out
        assert posed.state["writes"] == []

    def test_cannot_speak_on_another_request_of_the_same_commit(self, posed: GitHub) -> None:
        pulls = posed.state["pulls"]
        pulls["8"]["head"] = {**pulls["7"]["head"], "ref": "theirs", "repo": {"full_name": "theirs/charters"}}
        posed.change(pulls=pulls)
        assert "nothing to post" in self.pose(posed, number="8\n").out
        assert posed.state["writes"] == []

    def test_is_not_posted_once_there_are_newer_commits_or_it_is_closed(self, posed: GitHub) -> None:
        pulls = posed.state["pulls"]
        posed.change(pulls={**pulls, "7": {**pulls["7"], "state": "closed"}})
        assert "nothing to post" in self.pose(posed).out
        assert posed.state["writes"] == []

    @pytest.mark.parametrize("branch", ["$(touch pwned)", "a`touch pwned`", 'a"; touch pwned; "'])
    def test_names_of_branches_are_only_words(self, posed: GitHub, branch: str) -> None:
        pulls = posed.state["pulls"]
        pulls["7"]["head"]["ref"] = branch
        posed.change(pulls=pulls)
        write(posed.folder / "posed/number", "7\n")
        write(posed.folder / "posed/comment.md", f"{MARKER}\nwords\n")
        posed.upload(posed.folder / "posed")
        assert posed.comment(branch).code == 0
        assert len(posed.comments()) == 1
        assert not list(posed.folder.rglob("pwned"))


def test_the_site_is_built_and_handed_to_pages(github: GitHub) -> None:
    job = github.job("publish", "build")
    assert job.run().code == 0
    assert (job.uploaded["github-pages"] / "index.html").is_file()
    assert git(job.machine.work, "status", "--porcelain") == ""


def test_a_site_with_findings_is_not_published(github: GitHub) -> None:
    write(github.root / f"{DESK}/versions/2.0.md", "<<<<<<< HEAD\n")
    commit_all(github.upstream)
    job = github.job("publish", "build")
    assert job.run().code == 1
    assert job.uploaded == {}


class TestTheReminder:
    def remind(self, github: GitHub, today: str = JUNE) -> Done:
        need_jq()
        job = github.job("reminder", "remind")
        job.machine.environment["SOURCE_DATE_EPOCH"] = today
        done = job.run()
        done.out += (job.machine.folder / "summary.md").read_text("utf-8") if not done.code else ""
        return done

    def hold_review(self, github: GitHub) -> None:
        write(github.root / DESK / "reviews.md", "# Reviews\n\n## 2026-06-01\n\n- Due: 2026-06-01\n- Version: 1.0\n")
        commit_all(github.upstream)

    def test_opens_one_issue_keeps_it_up_to_date_and_closes_it(self, github: GitHub) -> None:
        assert self.remind(github).code == 0
        assert self.remind(github, str(int(JUNE) + 7 * 86_400)).code == 0
        [issue] = github.state["issues"]
        assert (issue["state"], issue["title"]) == ("open", "Reviews are overdue")
        assert "review overdue by 99 days" in issue["body"]
        self.hold_review(github)
        assert self.remind(github).code == 0
        [issue] = github.state["issues"]
        assert issue["state"] == "closed"
        assert "No review is overdue." in issue["body"]

    def test_opens_another_one_once_the_last_is_closed(self, github: GitHub) -> None:
        marker = "<!-- charter: reviews that are overdue -->"
        me = {"login": "github-actions[bot]"}
        github.change(issues=[{"number": 1, "state": "closed", "user": me, "body": f"{marker}\nlong ago"}])
        self.remind(github)
        assert [issue["state"] for issue in github.state["issues"]] == ["closed", "open"]

    def test_says_nothing_when_nothing_is_overdue(self, github: GitHub) -> None:
        done = self.remind(github, FEBRUARY)
        assert done.code == 0
        assert "No review is overdue." in done.out
        assert github.state["writes"] == []

    def test_leaves_issues_of_others_alone(self, github: GitHub) -> None:
        marker = "<!-- charter: reviews that are overdue -->"
        theirs = [
            {"number": 1, "state": "open", "user": {"login": "mallory"}, "body": f"{marker}\nmine"},
            {"number": 2, "state": "open", "user": {"login": "github-actions[bot]"}, "body": None},
        ]
        github.change(issues=theirs)
        self.remind(github)
        assert github.state["issues"][:2] == theirs
        assert len(github.state["issues"]) == 3

    def test_fails_when_it_could_not_look(self, github: GitHub) -> None:
        git(github.upstream, "rm", "-q", "-r", "content", "charter.toml")
        git(github.upstream, "commit", "-q", "-m", "gone")
        assert self.remind(github).code == 3
        assert github.state["writes"] == []
