"""The jobs of the pipeline are run as GitLab would run them; only `pip` and GitLab itself are stand-ins."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from charter.report.merge_request import MARKER
from tests.builders import write
from tests.repositories import commit_all, git
from tests.starters.gitlab import ME, TOKEN, Project, serving
from tests.starters.machine import DESK, FEBRUARY, JUNE, SOURCE, Done, Machine, copy_upstream, read_yaml

TEXT = f"{DESK}/charter.md"
FIRST = f"{DESK}/versions/1.0.md"
TARGET = "90% within 4 business hours"
MERGE_REQUEST = {"CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main"}
SCHEDULE = {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BRANCH": "main"}


def holds(rule: str, variables: dict[str, str]) -> bool:
    """Whether a rule of `==` and `&&` holds."""
    return all(
        _value(left, variables) == _value(right, variables)
        for left, right in (part.split("==") for part in rule.split("&&"))
    )


def _value(word: str, variables: dict[str, str]) -> str | None:
    word = word.strip()
    return word[1:-1] if word.startswith('"') else variables.get(word.removeprefix("$"))


@dataclass(slots=True)
class GitLab:
    """A project on GitLab, and its machines."""

    folder: Path
    place: str = "."
    runs: int = 0

    def __post_init__(self) -> None:
        copy_upstream(self.upstream, "gitlab", self.place)

    @property
    def upstream(self) -> Path:
        return self.folder / "upstream"

    @property
    def root(self) -> Path:
        return self.upstream / self.place

    def jobs(self) -> dict[str, dict[str, Any]]:
        """Return every job, with what it extends."""
        [include] = read_yaml(self.upstream / ".gitlab-ci.yml")["include"]
        loaded = read_yaml(self.upstream / include["local"])
        whole = {}
        for name, job in loaded.items():
            base = loaded.get(job.get("extends"), {})
            variables = {**base.get("variables", {}), **job.get("variables", {})}
            whole[name] = {**base, **job, "variables": variables}
        return {name: job for name, job in whole.items() if not name.startswith(".")}

    def chosen(self, **variables: str) -> list[str]:
        """Return the jobs of a pipeline with these variables."""
        known = {"CI_DEFAULT_BRANCH": "main", **variables}
        return [name for name, job in self.jobs().items() if any(holds(rule["if"], known) for rule in job["rules"])]

    def request(self, files: dict[str, str | bytes]) -> dict[str, str]:
        """Commit files on a branch that left main one commit ago; return what GitLab tells its jobs."""
        base = git(self.upstream, "rev-parse", "main")
        git(self.upstream, "checkout", "-q", "-b", "change", "main")
        for name, data in files.items():
            write(self.root / name, data)
        commit_all(self.upstream)
        git(self.upstream, "checkout", "-q", "main")
        write(self.upstream / "later.txt", "later\n")
        commit_all(self.upstream)
        return {**MERGE_REQUEST, "CI_MERGE_REQUEST_DIFF_BASE_SHA": base}

    def run(self, name: str, branch: str = "main", today: str = FEBRUARY, **variables: str) -> tuple[Done, Path]:
        """Run a job and return how it ended, with the work tree it leaves."""
        self.runs += 1
        folder = self.folder / f"run-{self.runs}"
        work = folder / "work"
        folder.mkdir()
        # As GitLab's runner does it: the commit, its history, and no branch.
        git(self.folder, "init", "-q", str(work))
        git(work, "fetch", "-q", str(self.upstream), branch)
        git(work, "checkout", "-q", "--detach", "FETCH_HEAD")
        machine = Machine.make(folder, work)
        job = self.jobs()[name]
        known = {"CI_PROJECT_DIR": str(work), "CI_PROJECT_ID": "1", "CI_DEFAULT_BRANCH": "main"}
        told = {**{key: str(value) for key, value in job["variables"].items()}, **known, **variables}
        script = "\n".join([*job.get("before_script", []), *job["script"]])
        done = machine.bash(script, {**told, "SOURCE_DATE_EPOCH": today}, work)
        assert machine.installed() == ([SOURCE] if "before_script" in job else [])
        return done, work

    def edited(self, path: str, new: str = "80% within 2 working days") -> str:
        text = (self.root / path).read_text("utf-8")
        assert TARGET in text
        return text.replace(TARGET, new)


@pytest.fixture
def gitlab(tmp_path: Path) -> GitLab:
    return GitLab(tmp_path)


def test_each_pipeline_has_its_jobs_and_no_other(gitlab: GitLab) -> None:
    assert gitlab.chosen(**MERGE_REQUEST) == ["charter check"]
    assert gitlab.chosen(CI_PIPELINE_SOURCE="push", CI_COMMIT_BRANCH="main") == ["pages"]
    assert gitlab.chosen(CI_PIPELINE_SOURCE="push", CI_COMMIT_BRANCH="change") == []
    assert gitlab.chosen(**SCHEDULE) == []
    assert gitlab.chosen(**SCHEDULE, CHARTER_TASK="publish") == ["pages"]
    assert gitlab.chosen(**SCHEDULE, CHARTER_TASK="reminder") == ["charter reminder"]
    assert gitlab.chosen(**SCHEDULE, CHARTER_TASK="comments") == ["charter comments"]
    other = {**SCHEDULE, "CI_COMMIT_BRANCH": "change"}
    assert gitlab.chosen(**other, CHARTER_TASK="comments") == []


def test_the_token_is_used_only_where_a_request_cannot_change_what_runs(gitlab: GitLab) -> None:
    for name, job in gitlab.jobs().items():
        words = " ".join(job["script"])
        if "charter_post" in words or "CHARTER_TOKEN" in words:
            assert all("CI_DEFAULT_BRANCH" in rule["if"] for rule in job["rules"]), name
            assert all('"schedule"' in rule["if"] for rule in job["rules"]), name


def test_an_edited_release_fails_with_everything_gitlab_shows(gitlab: GitLab) -> None:
    told = gitlab.request({FIRST: gitlab.edited(FIRST)})
    done, work = gitlab.run("charter check", "change", **told)
    assert done.code == 1
    assert "CH501 released-version-edited" in done.out
    assert f"git checkout origin/main -- {FIRST}" in done.out
    comment = (work / "charter-comment.md").read_text("utf-8")
    assert comment.startswith(MARKER)
    assert "CH501" in comment
    issues = json.loads((work / "charter-codequality.json").read_text("utf-8"))
    assert FIRST in {issue["location"]["path"] for issue in issues}
    assert ET.parse(work / "charter-junit.xml").getroot().tag == "testsuites"


def test_what_others_merged_since_is_not_the_doing_of_a_request(gitlab: GitLab) -> None:
    told = gitlab.request({"README.md": "mine\n"})
    write(gitlab.root / TEXT, gitlab.edited(TEXT))
    commit_all(gitlab.upstream)
    done, work = gitlab.run("charter check", "change", **told)
    assert done.code == 0
    assert "No promise changes" in (work / "charter-comment.md").read_text("utf-8")


def test_in_a_pipeline_of_the_merged_result_too(gitlab: GitLab) -> None:
    told = gitlab.request({"README.md": "mine\n"})
    write(gitlab.root / TEXT, gitlab.edited(TEXT))
    newer = commit_all(gitlab.upstream)
    git(gitlab.upstream, "checkout", "-q", "-b", "merged")
    git(gitlab.upstream, "merge", "-q", "--no-ff", "-m", "merge", "change")
    git(gitlab.upstream, "checkout", "-q", "main")
    done, work = gitlab.run("charter check", "merged", **told, CI_MERGE_REQUEST_TARGET_BRANCH_SHA=newer)
    assert done.code == 0
    assert "No promise changes" in (work / "charter-comment.md").read_text("utf-8")


def test_a_check_that_could_not_run_says_so_with_its_own_exit_code(gitlab: GitLab) -> None:
    told = gitlab.request({"README.md": "mine\n"})
    git(gitlab.upstream, "checkout", "-q", "change")
    git(gitlab.upstream, "rm", "-q", "-r", "content", "charter.toml")
    commit_all(gitlab.upstream)
    done, _ = gitlab.run("charter check", "change", **told)
    assert done.code == 3


def test_a_project_below_the_top_of_its_repository_is_checked_there(tmp_path: Path) -> None:
    gitlab = GitLab(tmp_path, "our charters/it")
    told = gitlab.request({FIRST: gitlab.edited(FIRST)})
    done, work = gitlab.run("charter check", "change", **told)
    assert done.code == 1
    issues = json.loads((work / "charter-codequality.json").read_text("utf-8"))
    assert f"our charters/it/{FIRST}" in {issue["location"]["path"] for issue in issues}
    done, work = gitlab.run("pages")
    assert done.code == 0
    assert (work / "public/index.html").is_file()


class TestTheReminder:
    def test_fails_without_a_token_so_that_gitlab_tells_somebody(self, gitlab: GitLab) -> None:
        done, _ = gitlab.run("charter reminder", today=JUNE)
        assert done.code == 1
        assert "review overdue by 92 days" in done.out
        assert gitlab.run("charter reminder")[0].code == 0

    def test_opens_one_issue_keeps_it_up_to_date_and_closes_it(self, gitlab: GitLab) -> None:
        marker = "<!-- charter: reviews that are overdue -->"
        theirs = [
            {"iid": 1, "state": "opened", "author": {"id": 9}, "description": f"{marker}\nmine"},
            {"iid": 2, "state": "opened", "author": {"id": ME}, "description": None},
        ]
        project = Project(issues=[dict(item) for item in theirs])
        with serving(project) as address:
            told = {"CHARTER_TOKEN": TOKEN, "CI_API_V4_URL": address}
            for today in (JUNE, str(int(JUNE) + 7 * 86_400)):
                assert gitlab.run("charter reminder", today=today, **told)[0].code == 0
            [issue] = project.issues[2:]
            assert (issue["state"], issue["title"]) == ("opened", "Reviews are overdue")
            assert "review overdue by 99 days" in issue["description"]
            assert gitlab.run("charter reminder", **told)[0].code == 0
        assert project.issues[2]["state"] == "closed"
        assert project.issues[:2] == theirs

    def test_a_token_that_does_not_hold_is_told_in_words(self, gitlab: GitLab) -> None:
        with serving(Project()) as address:
            told = {"CHARTER_TOKEN": "stale", "CI_API_V4_URL": address}
            done, _ = gitlab.run("charter reminder", today=JUNE, **told)
        assert done.code == 1
        assert "GitLab answered 401" in done.out
        assert "Traceback" not in done.out
        assert "stale" not in done.out


class TestTheComment:
    def project(self, text: bytes, **pipeline: Any) -> Project:
        return Project(
            requests=[{"iid": 7, "sha": "abc"}],
            pipelines={7: {"id": 70, "project_id": 1, "sha": "abc", **pipeline}},
            files={70: text},
        )

    def post(self, gitlab: GitLab, project: Project) -> Done:
        with serving(project) as address:
            return gitlab.run("charter comments", CHARTER_TOKEN=TOKEN, CI_API_V4_URL=address)[0]

    def test_is_what_the_check_wrote_and_stays_one(self, gitlab: GitLab) -> None:
        told = gitlab.request({TEXT: gitlab.edited(TEXT)})
        _, work = gitlab.run("charter check", "change", **told)
        project = self.project((work / "charter-comment.md").read_bytes())
        project.notes[7] = [
            {"id": 1, "author": {"id": 9}, "body": f"{MARKER}\nmine"},
            {"id": 2, "author": {"id": ME}, "body": "another"},
        ]
        assert self.post(gitlab, project).code == 0
        assert self.post(gitlab, project).code == 0
        project.files[70] = project.files[70].replace(b"80%", b"70%")
        assert self.post(gitlab, project).code == 0
        assert project.writes == [("POST", "merge_requests/7/notes"), ("PUT", "merge_requests/7/notes/102")]
        assert "70%" in project.notes[7][2]["body"]

    def test_is_not_begun_when_there_is_nothing_to_say(self, gitlab: GitLab) -> None:
        told = gitlab.request({"README.md": "mine\n"})
        _, work = gitlab.run("charter check", "change", **told)
        project = self.project((work / "charter-comment.md").read_bytes())
        assert self.post(gitlab, project).code == 0
        assert project.writes == []

    def test_says_that_nothing_changes_any_more_where_it_said_something(self, gitlab: GitLab) -> None:
        project = self.project(f"{MARKER}\nNo promise changes, compared with main.\n\nNothing to report.\n".encode())
        project.notes[7] = [{"id": 3, "author": {"id": ME}, "body": f"{MARKER}\nmuch"}]
        self.post(gitlab, project)
        assert project.notes[7][0]["body"].startswith(f"{MARKER}\nNo promise changes")

    @pytest.mark.parametrize(
        "text", [b"", b"no marker", b" " + MARKER.encode(), MARKER.encode() + b"\n" + b"x" * 300_000]
    )
    def test_is_refused_when_it_is_not_what_the_check_writes(self, gitlab: GitLab, text: bytes) -> None:
        project = self.project(text)
        assert self.post(gitlab, project).code == 0
        assert project.writes == []

    @pytest.mark.parametrize("pipeline", [{"sha": "old"}, {"project_id": 2}])
    def test_is_not_taken_from_another_commit_or_a_fork(self, gitlab: GitLab, pipeline: dict[str, Any]) -> None:
        project = self.project(f"{MARKER}\nwords\n".encode(), **pipeline)
        assert self.post(gitlab, project).code == 0
        assert project.writes == []

    @pytest.mark.parametrize(
        "command", ["/merge", "  /assign @mallory", "\t/close", "\u00a0/label ~ok", "a\r/merge", "a\x0b/merge"]
    )
    def test_no_line_of_it_is_a_command_to_gitlab(self, gitlab: GitLab, command: str) -> None:
        project = self.project(f"{MARKER}\nwords\n{command}\n".encode())
        assert self.post(gitlab, project).code == 0
        [note] = project.notes[7]
        assert not [line for line in note["body"].splitlines() if line.strip().startswith("/")]
