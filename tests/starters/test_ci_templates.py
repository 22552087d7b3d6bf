"""What the files of the code hosts must be, whatever they do."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest

from charter.cli.ci import FILES, GITLAB_ENTRY, NEWEST, Setting, ci_files, mark_of
from charter.source import UsageError
from tests.starters.machine import read_yaml

SETTING = Setting(source="charter==1.2", folder=".", branch="main")
MAY_WRITE = {"charter-comment.yml": {"pull-requests"}, "charter-publish.yml": {"pages", "id-token"},
             "charter-reminder.yml": {"issues"}}  # fmt: skip


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for host in FILES:
        for path, data in ci_files(host, SETTING).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_bytes(data)
    return tmp_path


def workflows(written: Path) -> dict[str, dict[str, Any]]:
    return {file.name: read_yaml(file) for file in sorted((written / ".github/workflows").iterdir())}


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def test_every_file_says_which_template_it_was_written_from() -> None:
    for host in FILES:
        for path, data in ci_files(host, SETTING).items():
            assert mark_of(data) == (None if path == GITLAB_ENTRY else NEWEST), path
            assert not re.search(rb"@[A-Z]+@", data), path


def test_no_word_of_others_becomes_a_part_of_a_script(written: Path) -> None:
    for name, workflow in workflows(written).items():
        for step in steps(workflow):
            assert "${{" not in step.get("run", ""), name


def test_nothing_may_do_more_than_it_must(written: Path) -> None:
    for name, workflow in workflows(written).items():
        granted = [workflow["permissions"], *(job.get("permissions", {}) for job in workflow["jobs"].values())]
        may_write = {what for grant in granted for what, level in grant.items() if level == "write"}
        assert may_write == MAY_WRITE.get(name, set()), name


def test_what_runs_the_code_of_a_request_has_no_token_and_no_secret(written: Path) -> None:
    found = workflows(written)
    assert list(found["charter-check.yml"]["on"]) == ["pull_request"]
    assert "pull_request_target" not in "".join(map(str, found.values()))
    assert "secrets." not in "".join(map(str, found.values()))
    assert "github.token" not in str(found["charter-check.yml"])


def test_what_may_write_on_a_request_takes_nothing_from_it_but_words(written: Path) -> None:
    comment = workflows(written)["charter-comment.yml"]
    assert list(comment["on"]) == ["workflow_run"]
    assert comment["on"]["workflow_run"]["workflows"] == [workflows(written)["charter-check.yml"]["name"]]
    assert not [step for step in steps(comment) if "uses" in step]


def test_every_job_ends_and_gives_way(written: Path) -> None:
    for name, workflow in workflows(written).items():
        assert workflow["concurrency"]["group"], name
        for job in workflow["jobs"].values():
            assert job["timeout-minutes"] <= 15, name


def test_actions_are_those_of_the_host_at_a_major_version(written: Path) -> None:
    used = {step["uses"] for workflow in workflows(written).values() for step in steps(workflow) if "uses" in step}
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+", action)


def test_checkouts_leave_no_token_behind(written: Path) -> None:
    for workflow in workflows(written).values():
        for step in steps(workflow):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


def test_the_script_that_posts_on_gitlab_is_python(written: Path) -> None:
    ast.parse((written / ".gitlab/charter_post.py").read_text("utf-8"))


@pytest.mark.parametrize(
    ("folder", "branch", "source"),
    [
        ("a b/c", "main", "charter==1"),
        ("it's", "release/2.x", 'charter @ https://example.org/"x".whl'),
        ("é#: x", "main", "charter"),
    ],
)
def test_any_name_stays_what_it_is(folder: str, branch: str, source: str, tmp_path: Path) -> None:
    setting = Setting(source=source, folder=folder, branch=branch)
    for path, data in ci_files("github", setting).items():
        file = tmp_path / Path(path).name
        file.write_bytes(data)
        workflow = read_yaml(file)
        if "env" in workflow:
            assert workflow["env"]["CHARTER_SOURCE"] == source
            assert workflow["defaults"]["run"]["working-directory"] == folder
    assert read_yaml(tmp_path / "charter-publish.yml")["on"]["push"]["branches"] == [branch]


@pytest.mark.parametrize("bad", ["${{ secrets.X }}", "a\nb", "a\x1b[0m"])
def test_a_name_that_a_host_would_read_as_something_else_is_refused(bad: str) -> None:
    with pytest.raises(UsageError):
        ci_files("github", Setting(source=bad, folder=".", branch="main"))


def test_the_files_are_what_the_published_schemas_ask_for(written: Path) -> None:
    checker = pytest.importorskip("check_jsonschema", reason="its copies of the schemas are used")
    from check_jsonschema.builtin_schemas import get_builtin_schema
    from jsonschema import Draft7Validator

    assert checker
    for name, files in {
        "vendor.github-workflows": (written / ".github/workflows").iterdir(),
        "vendor.gitlab-ci": [written / GITLAB_ENTRY, written / ".gitlab/charter.yml"],
    }.items():
        validator = Draft7Validator(get_builtin_schema(name))
        for file in files:
            assert [error.message for error in validator.iter_errors(read_yaml(file))] == [], file.name
