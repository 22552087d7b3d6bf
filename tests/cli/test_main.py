from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import click
import pytest

from charter import __version__
from charter.__main__ import run
from charter.cli import COMMANDS, main
from charter.cli.context import resolve_day, shows_colours
from charter.source import CharterError, UsageError
from tests.builders import charter_text, project

ROOT = Path(__file__).parents[2]
NOTHING = "0 charters, nothing to report\n  hint: charter new my-charter\n"


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def raising(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    @click.command()
    def build() -> None:
        raise error

    monkeypatch.setattr("charter.cli.build.build", build)


def test_the_version_is_told_without_the_command_line_being_loaded() -> None:
    code = "import sys; from charter.__main__ import run; run(['--version']); print('click' in sys.modules)"
    told = python("-c", code)
    assert told.stdout.split("\n")[:2] == [f"charter {__version__}", "False"]


def test_the_version_is_told_among_other_options(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--project", str(tmp_path), "--version"]) == 0
    assert capsys.readouterr().out == f"charter {__version__}\n"


def test_help_loads_click_and_a_table_and_nothing_else() -> None:
    code = (
        "import sys; from charter.__main__ import run; run(['--help']); "
        "print('MODULES', *sorted(name for name in sys.modules if name.startswith('charter.') or name in "
        "{'yaml', 'jinja2', 'markdown_it', 'babel', 'json', 'tomllib'}))"
    )
    loaded = python("-c", code).stdout.split("MODULES ")[1].split()
    assert loaded == ["charter.__main__", "charter.cli", "charter.cli.context"]


def test_help_needs_little_processor_time() -> None:
    def seconds(*arguments: str) -> float:
        times = []
        for _ in range(5):
            before = os.times()
            python(*arguments)
            after = os.times()
            times.append(after.children_user + after.children_system - before.children_user - before.children_system)
        return min(times)

    assert seconds("-m", "charter", "--help") - seconds("-c", "pass") < 0.15


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_row_of_the_table_is_a_command_that_says_the_same_of_itself(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert COMMANDS[name].help.endswith(".")
    assert len(COMMANDS[name].help) < 66


@pytest.mark.parametrize("words", [[], *([name] for name in COMMANDS), ["export", "json"]])
def test_help_fits_a_terminal_and_has_an_example(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*words, "--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    assert any("charter " in line for line in lines[lines.index("  Example:") :])


def test_an_unknown_command_is_answered_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["biuld"]) == 2
    assert "error: No such command 'biuld'. Did you mean 'build'?" in capsys.readouterr().err


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--nonsense"]) == 2
    assert "--nonsense" in capsys.readouterr().err


def test_an_unknown_command_like_no_other_is_answered_with_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", "xml"]) == 2
    assert capsys.readouterr().err == ("error: No such command 'xml'. There is: json.\n  hint: charter export --help\n")


@pytest.mark.parametrize("group", [[], ["export"]])
def test_no_command_is_answered_with_the_help_alone(group: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(group) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith(f"Usage: {' '.join(['charter', *group])} ")
    assert told.err.count("Usage: ") == 1
    assert "error:" not in told.err


@pytest.mark.parametrize(
    "words", [["sign"], ["new"], ["build", "more"], ["sign", "--decision", "yes"], ["build", "--today"]]
)
def test_wrong_usage_is_a_sentence_and_a_hint(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(words) == 2
    error, hint = capsys.readouterr().err.splitlines()
    assert error.startswith("error: ")
    assert hint in {f"  hint: charter {words[0]} --help", "  hint: charter --help"}


def test_too_little_memory_is_no_bug(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    raising(monkeypatch, MemoryError())
    assert run(["build"]) == 3
    assert capsys.readouterr().err.startswith("error: there is not enough memory\n")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_closed_streams_are_no_reason_to_stop(closed: str, tmp_path: Path) -> None:
    root = project(tmp_path / "here", {})
    command = f'exec "$0" -m charter --project "$1" check {closed}'
    done = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, root],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["--version"], ["--help"]])
def test_a_full_disk_is_a_sentence(words: list[str]) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "charter", *words],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (3, "error: No space left on device\n")


def test_what_is_wrong_with_the_settings_is_told_when_they_name_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "here", {}, config="content = charters\n")
    (root / "content").rmdir()
    assert run(["--project", str(root), "check"]) == 3
    told = capsys.readouterr().err
    assert "charter.toml:1:11: error CH140" in told
    assert 'error: the folder for charters, "content", is not there\n  hint: charter new my-charter\n' in told


def test_what_the_user_can_mend_is_a_sentence_and_a_hint(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, CharterError("the disk is full", "make room"))
    assert run(["build"]) == 3
    assert capsys.readouterr().err == "error: the disk is full\n  hint: make room\n"
    raising(monkeypatch, UsageError("not like that"))
    assert run(["build"]) == 2
    assert capsys.readouterr().err == "error: not like that\n"


def test_a_refusal_of_the_system_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    raising(monkeypatch, PermissionError(13, "Permission denied", "/srv/site"))
    assert run(["build"]) == 3
    assert capsys.readouterr().err == "error: /srv/site: Permission denied\n"


def test_a_bug_is_owned_to_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CHARTER_DEBUG", raising=False)
    error = ValueError("seven")
    error.add_note("while looking at support-desk")
    raising(monkeypatch, error)
    assert run(["build"]) == 3
    told = capsys.readouterr().err
    assert "a bug in charter, not in your files (while looking at support-desk): ValueError: seven" in told
    assert "Traceback" not in told
    monkeypatch.setenv("CHARTER_DEBUG", "1")
    assert run(["build"]) == 3
    assert "Traceback" in capsys.readouterr().err


def test_an_interrupted_command_says_so_by_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    raising(monkeypatch, KeyboardInterrupt())
    assert run(["build"]) == 130


def test_a_reader_who_leaves_is_no_error() -> None:
    code = "import os, sys; os.close(0); from charter.__main__ import run; sys.exit(run(['--help']))"
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(writer)
    assert done.stderr == ""


def test_the_day_is_the_one_asked_for_then_the_epochs_then_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767571200")
    assert resolve_day(date(2025, 3, 1)) == date(2025, 3, 1)
    assert resolve_day(None) == date(2026, 1, 5)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    assert resolve_day(None) >= date(2026, 1, 1)


def test_the_epochs_day_is_that_of_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767657599")
    assert resolve_day(None) == date(2026, 1, 5)


@pytest.mark.parametrize("epoch", ["yesterday", "1e9", "99999999999999999"])
def test_an_epoch_that_is_none_is_told(epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(CharterError, match="not a number of seconds"):
        resolve_day(None)


@pytest.mark.parametrize("words", ["20260105", "2026-W02", "2026-13-01", "today", "2026-1-5", "٢٠٢٦-٠١-٠٥"])
def test_a_day_that_is_none_is_a_usage_error(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--today", words]) == 2
    assert "2026-01-05" in capsys.readouterr().err


def test_colours_are_for_terminals_whose_owner_did_not_refuse_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shows_colours(err=True)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    assert shows_colours(err=True)
    monkeypatch.setenv("TERM", "dumb")
    assert not shows_colours(err=True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not shows_colours(err=True)


@pytest.mark.parametrize("before", [True, False])
def test_the_project_may_be_named_before_or_after_the_command(
    before: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = project(tmp_path / "here", {})
    named = ["--project", str(root)]
    assert run([*named, "check"] if before else ["check", *named]) == 0
    assert capsys.readouterr().out == NOTHING


def test_without_a_project_the_way_out_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "charter", "check"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert "hint: charter init" in done.stderr


def test_the_project_is_found_from_a_folder_inside_it(tmp_path: Path) -> None:
    root = project(tmp_path / "here", {})
    done = subprocess.run(
        [sys.executable, "-m", "charter", "check"],
        cwd=root / "content",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, NOTHING)


def test_a_terminal_that_lacks_letters_is_no_reason_to_stop(tmp_path: Path) -> None:
    root = project(tmp_path / "here", {"accueil": charter_text(front="水: é")})
    done = python("-m", "charter", "--project", str(root), "check", PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert 'unknown-key: "\\u6c34"' in done.stdout
