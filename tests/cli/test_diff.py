from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from charter.__main__ import run
from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

WEAKER = promise(target="80% within 4 hours")
STRONGER = promise(target="95% within 4 hours")


def a_project(shell: Shell, working: str = STRONGER, **versions: str) -> None:
    """Write a charter with version 1.0, the `versions` (`v2_0` is 2.0) and a working text."""
    held = {"v1_0": promise(), **versions}
    texts = {"charter.md": charter_text(promises=working)}
    for name, promises in held.items():
        label = name[1:].replace("_", ".")
        texts[f"versions/{label}.md"] = charter_text(promises=promises, version=label)
    project(shell.root, {"support-desk": texts})


def commit(root: Path, message: str = "say it") -> None:
    who = ("-c", "user.name=Rosa", "-c", "user.email=rosa@example.org", "-c", "init.defaultBranch=main")
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", message]):
        subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


def names(shell: Shell, *words: str) -> tuple[str | None, str | None, str | None]:
    data = json.loads(shell("diff", *words, "--format", "json").out)
    return data["charter"], data["from"], data["to"]


def test_the_version_in_force_is_compared_with_the_working_text(shell: Shell) -> None:
    a_project(shell)
    before = tree(shell.root)
    done = shell("diff")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Support desk, 1.0 → working text                                   calls for 1.1\n"
        "\n"
        "stronger   A person answers you quickly              first-reply\n"
        "           Target   [-90%-]{+95%+} within 4 hours\n"
        "\n"
        "1 promise matters to Desk, 1 to Staff; none is untouched.\n"
        "To sign again: desk.\n"
    )
    assert tree(shell.root) == before


def test_exit_code_says_on_demand_whether_something_changed(shell: Shell) -> None:
    a_project(shell)
    assert shell("diff", "--exit-code").code == 1
    assert shell("diff", "1.0", "1.0.0", "--exit-code").code == 0


def test_from_is_in_force_or_else_the_newest(shell: Shell) -> None:
    a_project(shell, v2_0=WEAKER)
    assert names(shell) == ("support-desk", "2.0", None)
    assert names(shell, "--today", "2025-12-20") == ("support-desk", "2.0", None)
    path = shell.root / "content/support-desk/versions/2.0.md"
    path.write_text(path.read_text().replace("effective: 2026-01-05", "effective: 2027-01-05"))
    assert names(shell) == ("support-desk", "1.0", None)


def test_an_unreleased_text_becomes_the_version_after_the_newest_and_a_released_one_is_numbered_from_the_first(
    shell: Shell,
) -> None:
    a_project(shell, v2_0=WEAKER)
    assert shell("diff", "1.0").out.splitlines()[0].endswith("calls for 2.1")
    assert shell("diff", "1.0", "2.0").out.splitlines()[0].endswith("calls for 2.0")
    a_project(shell, WEAKER, v2_0=WEAKER)
    assert shell("diff", "1.0").out.splitlines()[0].endswith("calls for 2.0")


def test_without_a_version_it_says_with_what_one_can_compare(shell: Shell) -> None:
    project(shell.root)
    done = shell("diff")
    assert done.code == 2
    assert "support-desk has no version yet to compare with" in done.err
    assert "hint: charter diff support-desk HEAD" in done.err


def test_a_git_ref_is_the_working_text_as_it_was(shell: Shell) -> None:
    a_project(shell)
    commit(shell.root)
    write(shell.root / "content/support-desk/charter.md", charter_text(promises=WEAKER))
    done = shell("diff", "HEAD")
    assert "Target   [-95%-]{+80%+} within 4 hours" in done.out
    assert done.out.splitlines()[0].endswith("calls for a major version")
    assert names(shell, "support-desk", "1.0", "HEAD") == ("support-desk", "1.0", "HEAD")
    assert shell("diff", "HEAD", "HEAD").out.endswith("No word changed.\n")


def test_two_files_need_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = write(tmp_path / "old.md", charter_text(promises=promise()))
    new = write(tmp_path / "new.md", charter_text(promises=WEAKER))
    assert run(["diff", str(old), str(new), "--format", "json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["charter"], data["from"], data["to"], data["bump"]) == (None, str(old), str(new), "major")
    assert [change["direction"] for change in data["changes"]] == ["weaker"]


def test_a_file_can_stand_for_either_text(shell: Shell, tmp_path: Path) -> None:
    a_project(shell)
    other = write(tmp_path / "other.md", charter_text(promises=WEAKER))
    assert names(shell, str(other)) == ("support-desk", str(other), None)
    assert names(shell, "1.0", str(other)) == ("support-desk", "1.0", str(other))


def test_of_several_charters_one_must_be_named(shell: Shell) -> None:
    a_project(shell)
    write(shell.root / "content/other/charter.md", charter_text())
    done = shell("diff")
    assert done.code == 2
    assert "there are 2 charters; say which one" in done.err
    assert names(shell, "support-desk") == ("support-desk", "1.0", None)
    assert names(shell, "1.0", "support-desk") == ("support-desk", "1.0", None)


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("9.9",), '"9.9" is neither a version of support-desk, nor a file', "versions of support-desk: 1.0"),
        (("suport-desk",), '"suport-desk" is neither a version', 'did you mean "support-desk"?'),
        (("1",), '"1" is neither a version of support-desk', 'did you mean "1.0"?'),
        (("v1",), '"v1" is neither a version of support-desk', 'did you mean "1.0"?'),
        (("support-desk", "support-desk"), '"support-desk" is a charter', "charter diff support-desk 1.0"),
        (("suport-desk", "1.0", "2.0"), 'there is no charter "suport-desk"', 'did you mean "support-desk"?'),
        (("nowhere",), '"nowhere" is not a commit, branch or tag', "git log"),
        (("--", "--output=x"), '"--output=x" is not a commit', "git log"),
        (("a", "b", "c", "d"), "is more than a charter and two texts", "charter diff --help"),
        (("./no/such.md",), 'there is no file "./no/such.md"', "hint"),
    ],
)
def test_what_is_no_text_is_said(shell: Shell, words: tuple[str, ...], message: str, hint: str) -> None:
    a_project(shell)
    commit(shell.root)
    done = shell("diff", *words)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert hint in done.err


def test_outside_a_repository_a_ref_is_a_matter_of_the_machine(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    a_project(shell)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(shell.root.parent))
    done = shell("diff", "main")
    assert done.code == 3
    assert "git cannot read a repository here" in done.err


def test_errors_in_the_texts_are_told_and_stop_nothing(shell: Shell) -> None:
    a_project(shell, f"{STRONGER}\n\n{promise()}")
    done = shell("diff")
    assert done.code == 0
    assert "error CH201 duplicate-ref" in done.err
    assert "[-90%-]{+95%+}" in done.out


def test_a_comment_for_a_merge_request(shell: Shell) -> None:
    a_project(shell)
    done = shell("diff", "--format", "markdown")
    assert done.out.startswith(
        "### What this changes in *Support desk*\n\n| Promise | Change | For Desk | For Staff |\n"
    )
    assert done.out.endswith("untouched.\n")


def test_a_pipe_gets_no_colours(shell: Shell) -> None:
    a_project(shell)
    assert "\x1b" not in shell("diff").out


@pytest.mark.parametrize("name", ["nope.md", "folder.md"])
def test_a_file_that_is_not_there_is_named_also_where_there_is_no_project(shell: Shell, name: str) -> None:
    here = write(shell.root / "a.md", "# A\n")
    (shell.root / "folder.md").mkdir()
    done = shell("diff", str(here), str(shell.root / name))
    assert done.code == 2
    assert f'{name}"' in done.err
    assert "charter.toml" not in done.err


def test_one_page_of_html_needs_no_other_file(shell: Shell) -> None:
    a_project(shell)
    done = shell("diff", "--format", "html")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("<!doctype html>")
    assert "What would change from 1.0 to the draft" in done.out
    assert "These changes call for version 1.1." in done.out
    assert re.search(r"<del\b[^>]*>90%</del><ins\b[^>]*>95%</ins> within 4 hours", done.out)


def test_on_the_page_files_are_called_by_what_tells_them_apart(shell: Shell) -> None:
    for path in ("old/desk.md", "new/desk.md", "new/other.md"):
        write(shell.root / path, charter_text(promises=WEAKER if path.startswith("new") else None))

    def heading(old: str, new: str) -> str:
        page = shell("diff", str(shell.root / old), str(shell.root / new), "--format", "html").out
        return re.findall("<h1>(.*?)</h1>", page)[0]

    assert heading("old/desk.md", "new/desk.md") == "What changed from old/desk.md to new/desk.md"
    assert heading("old/desk.md", "new/other.md") == "What changed from desk.md to other.md"
    same = str(shell.root / "old/desk.md")
    assert heading("old/desk.md", "old/desk.md") == f"What changed from {same} to {same}"


def test_an_empty_file_is_a_text_that_says_nothing(shell: Shell) -> None:
    full, empty = write(shell.root / "a.md", charter_text()), write(shell.root / "b.md", "\n")
    done = shell("diff", str(full), str(empty))
    assert done.code == 0
    assert done.err.count("error CH101") == 1
    assert "withdrawn  A person answers you quickly" in done.out
    assert done.out.startswith("Support desk, ")
    assert "added      A person answers you quickly" in shell("diff", str(empty), str(full)).out


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)) * 20, "this is not text in UTF-8"),
        (b"# A\n\0\n", "bad.md:2:1: this is not text in UTF-8"),
        ("# Café\n\nÀ bientôt\n".encode("cp1252"), 'bad.md:1:6: "E9" is not UTF-8'),
    ],
)
def test_bytes_that_are_no_text_are_refused_once(shell: Shell, data: bytes, message: str) -> None:
    good, bad = write(shell.root / "good.md", charter_text()), write(shell.root / "bad.md", data)
    for words in ((str(good), str(bad)), (str(bad), str(good))):
        done = shell("diff", *words)
        assert (done.code, done.out) == (2, "")
        assert message in done.err
        assert len(done.err.splitlines()) == 2


def test_a_version_that_is_no_text_is_refused_too(shell: Shell) -> None:
    a_project(shell)
    path = shell.root / "content/support-desk/versions/1.0.md"
    path.write_bytes(path.read_bytes().replace(b"named", b"n\xe9med"))
    done = shell("diff")
    assert (done.code, done.out) == (2, "")
    assert '"E9" is not UTF-8' in done.err


def test_a_text_in_another_encoding_that_was_read_whole_is_compared(shell: Shell) -> None:
    good = write(shell.root / "good.md", charter_text())
    other = write(shell.root / "other.md", charter_text(promises=WEAKER).encode("utf-16"))
    done = shell("diff", str(good), str(other))
    assert done.code == 0
    assert "Target   [-90%-]{+80%+} within 4 hours" in done.out
    assert done.err.count("error CH120") == 1


BUSINESS = promise(target="90% within 2 working days")
CALENDAR = """calendar:
  timezone: Europe/London
  hours: Mon-Fri 09:00-17:00
  closed: closed.csv"""


def with_calendar(promises: str, version: str | None = None) -> str:
    return charter_text(front=CALENDAR, promises=promises, version=version)


def test_closed_days_listed_in_a_file_are_those_of_the_commit(shell: Shell) -> None:
    texts = {"charter.md": with_calendar(BUSINESS), "closed.csv": "date,name\n2026-12-25,Christmas\n"}
    project(shell.root, {"support-desk": texts})
    commit(shell.root)
    assert shell("diff", "HEAD").out.endswith("No word changed.\n")
    write(shell.root / "content/support-desk/closed.csv", "date,name\n2026-12-24,Eve\n2026-12-25,Christmas\n")
    out = shell("diff", "HEAD").out
    assert "unclear    A person answers you quickly" in out
    assert "leans on the calendar, which changed" in out
    assert "2026-12-24" in out
    assert "2026-12-25" not in out


def test_closed_days_beside_a_file_count_and_a_commit_without_them_changes_nothing(shell: Shell) -> None:
    project(shell.root, {"support-desk": {"charter.md": with_calendar(BUSINESS)}})
    commit(shell.root)
    write(shell.root / "content/support-desk/closed.csv", "2026-12-24\n")
    assert shell("diff", "HEAD").out.endswith("No word changed.\n")
    for folder, days in (("old", "2026-12-25\n"), ("new", "2026-12-25\n2026-12-26\n")):
        write(shell.root / folder / "charter.md", with_calendar(BUSINESS))
        write(shell.root / folder / "closed.csv", days)
    out = shell("diff", str(shell.root / "old/charter.md"), str(shell.root / "new/charter.md")).out
    assert "closed 2026-12-26" in out


def test_long_names_of_files_leave_the_number_a_line_of_its_own(shell: Shell) -> None:
    name = "a-very-long-name-of-a-file-that-holds-a-charter-as-it-was-sent-to-us-by-somebody.md"
    old, new = (
        write(shell.root / f"old-{name}", charter_text()),
        write(shell.root / name, charter_text(promises=WEAKER)),
    )
    lines = shell("diff", str(old), str(new)).out.splitlines()
    assert lines[1].strip() == "calls for a major version"
    assert len(lines[1]) == 80
