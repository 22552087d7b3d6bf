from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.builders import project
from tests.check.page_cases import complete
from tests.cli.commands import Shell


def test_a_project_without_findings_is_clean(shell: Shell) -> None:
    project(shell.root, {"desk": complete()})
    done = shell("check")
    assert (done.code, done.out, done.err) == (0, "1 charter, nothing to report\n", "")


def test_findings_name_file_line_and_column_and_are_counted(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet"), "b": complete(front="title: Twice")})
    done = shell("check")
    assert done.code == 1
    assert "content/a/charter.md:3:1: warning CH102 unknown-key: " in done.out
    assert "content/b/charter.md:3:1: error CH103 duplicate-key: " in done.out
    assert done.out.endswith("1 error, 1 warning in 2 files; 2 charters checked\n")


def test_a_warning_is_a_finding_and_a_note_is_not(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet")})
    assert shell("check").code == 1
    project(shell.root, {"a": complete().replace("- Ref: capable-colleague\n", "")})
    done = shell("check")
    assert (done.code, done.out.endswith("1 note in 1 file; 1 charter checked\n")) == (0, True)


def test_what_stands_on_a_day_is_checked_too(shell: Shell) -> None:
    text = complete("1.0")
    sheet = "---\nversion: 9.9\n---\n\n| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n"
    project(shell.root, {"a": {"charter.md": complete(), "versions/1.0.md": text, "signoffs/9.9.md": sheet}})
    done = shell("check")
    assert done.code == 1
    assert " CH404 sign-off-of-unknown-version: " in done.out


def test_settings_are_checked_too(shell: Shell) -> None:
    project(shell.root, {"desk": complete()}, config='titel = "T"\n')
    assert "charter.toml:1:1: warning CH141 unknown-setting" in shell("check").out


def test_paths_choose_what_is_told(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet"), "ab": complete(front="colour: red")})
    assert "flavour" in shell("check", str(shell.root / "content/a")).out
    assert "colour" not in shell("check", str(shell.root / "content/a")).out
    assert "colour" in shell("check", str(shell.root / "content/ab/charter.md")).out
    assert shell("check", str(shell.root)).out == shell("check").out


def test_a_path_outside_the_project_is_a_usage_error(shell: Shell) -> None:
    project(shell.root, {"desk": complete()})
    assert shell("check", str(shell.root.parent)).code == 2
    assert shell("check", str(shell.root / "nowhere")).code == 2


def test_findings_as_json(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet")})
    done = shell("check", "--format", "json")
    report = json.loads(done.out)
    assert done.code == 1
    assert report["summary"] == {"error": 0, "warning": 1, "info": 0}
    assert (report["diagnostics"][0]["path"], report["diagnostics"][0]["line"]) == ("content/a/charter.md", 3)


@pytest.mark.parametrize(
    ("format", "start"),
    [
        ("sarif", '{\n  "$schema": "https://docs.oasis-open.org/sarif/'),
        ("github", "::warning file=content/a/charter.md,line=3,col=1,title=CH102 unknown-key::"),
        ("gitlab", '[\n  {\n    "description": "'),
        ("junit", '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="charter check" tests="1" failures="1"'),
    ],
)
def test_findings_in_the_formats_of_build_servers(shell: Shell, format: str, start: str) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet")})
    done = shell("check", "--format", format)
    assert done.code == 1
    assert done.out.startswith(start)


def test_a_project_deep_in_a_repository_is_named_from_its_top(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    root = tmp_path / "docs" / "charters"
    project(root, {"a": complete(front="flavour: sweet")})
    done = shell("--project", str(root), "check", "--format", "github")
    assert "file=docs/charters/content/a/charter.md," in done.out


def test_files_are_kept_apart_by_an_empty_line(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet"), "b": complete(front="colour: red")})
    first, second, summary = shell("check").out.split("\n\n")
    assert first.startswith("content/a/")
    assert second.startswith("content/b/")
    assert summary == "2 warnings in 2 files; 2 charters checked\n"


def bare(label: str | None = None) -> str:
    """A whole charter that needs no signatures."""
    return complete(label).replace("agreement: one decider from every party\n", "")


def a_branch(shell: Shell) -> Path:
    """A project with one version, all of it on the branch main; return the charter's folder."""
    project(shell.root, {"a": {"charter.md": bare(), "versions/1.0.md": bare("1.0")}})
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "base"]):
        who = ("-c", "user.name=Rosa", "-c", "user.email=rosa@example.org")
        subprocess.run(["git", *who, *words], cwd=shell.root, check=True)
    return shell.root / "content/a"


def test_the_gate_tells_what_a_branch_does_to_promises_made(shell: Shell) -> None:
    folder = a_branch(shell)
    assert shell("check", "--against", "main").code == 0
    (folder / "versions/1.0.md").write_text(bare("1.0") + "\nMore.\n", encoding="utf-8")
    done = shell("check", "--against", "main")
    assert done.code == 1
    assert "content/a/versions/1.0.md:1:1: error CH501 released-version-edited: " in done.out
    assert "CH501" not in shell("check").out


OVERDUE = ("--today", "2030-01-01")


def test_what_only_time_did_does_not_stop_a_merge_request(shell: Shell) -> None:
    a_branch(shell)
    plain = shell("check", *OVERDUE)
    assert plain.code == 1
    assert "warning CH424 overdue-review" in plain.out
    done = shell("check", *OVERDUE, "--against", "main")
    assert done.code == 0
    assert "info CH424 overdue-review" in done.out


def test_a_project_may_stop_merge_requests_until_its_review_is_held(shell: Shell) -> None:
    a_branch(shell)
    settings = '[rules.overdue-review]\nseverity = "error"\nreason = "nothing goes on without the other side"\n'
    (shell.root / "charter.toml").write_text(settings, encoding="utf-8")
    done = shell("check", *OVERDUE, "--against", "main")
    assert done.code == 1
    assert "error CH424 overdue-review" in done.out


def test_the_comment_on_a_merge_request_begins_with_the_promises(shell: Shell) -> None:
    weaker = bare().replace("Target: level Met", "Target: level Getting there")
    (a_branch(shell) / "charter.md").write_text(weaker, encoding="utf-8")
    done = shell("check", "--against", "main", "--format", "markdown")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("<!-- charter: ")
    assert lines[1] == "### What this changes in *Help desk*"
    assert "level ~~Met~~ **Getting there** or better" in done.out


def test_without_a_base_the_comment_has_the_findings_alone(shell: Shell) -> None:
    project(shell.root, {"a": complete(front="flavour: sweet")})
    done = shell("check", "--format", "markdown")
    assert done.code == 1
    assert "CH102" in done.out
    assert "No promise changes" not in done.out


def test_a_base_that_is_not_there_says_what_to_type(shell: Shell) -> None:
    a_branch(shell)
    done = shell("check", "--against", "origin/main")
    assert done.code == 2
    assert "hint: " in done.err
