from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import write
from tests.cli.commands import Shell, tree
from tests.measuring.counting import csv, desk

ROWS = csv("2026-01-02T10:00Z,2026-01-02T11:00Z", "2026-01-03T10:00Z,2026-01-03T15:00Z", "soon,")
COLUMNS = ("--ref", "first-reply", "--start", "opened", "--end", "done")


@pytest.fixture
def tickets(shell: Shell, tmp_path: Path) -> str:
    desk(shell.root, "90% within 2 hours")
    return str(write(tmp_path / "tickets.csv", ROWS))


def outcomes(shell: Shell) -> str:
    return (shell.root / "content/support-desk/outcomes.csv").read_text("utf-8")


def test_an_export_becomes_outcomes_and_the_same_again_changes_nothing(shell: Shell, tickets: str) -> None:
    done = shell("measure", "import", tickets, *COLUMNS)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "tickets.csv: 2 of 3 rows counted",
        "  2026-01  1 of 2  1.0: 90% within 2 hours  new",
        '  left out: 1 row with a start that is no time: line 4 "soon, nothing"',
        '    hint: write times as 2026-01-31T17:00, or say how: --time-format "%d/%m/%Y %H:%M"',
        "  not over when the file was made: 2026-01; import a later file again",
        "Written: content/support-desk/outcomes.csv",
    ]
    assert outcomes(shell).splitlines()[1:] == ['2026-01,first-reply,,1,2,,,"tickets.csv, elapsed time",']
    before = tree(shell.root)
    again = shell("measure", "import", tickets, *COLUMNS)
    assert (again.code, again.out.splitlines()[-1]) == (
        0, "Nothing to write: content/support-desk/outcomes.csv says so already.",
    )  # fmt: skip
    assert tree(shell.root) == before


def test_a_dry_run_says_what_would_be_written(shell: Shell, tickets: str) -> None:
    before = tree(shell.root)
    done = shell("measure", "import", tickets, *COLUMNS, "--dry-run")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Would be written: content/support-desk/outcomes.csv")
    assert tree(shell.root) == before


def test_a_row_typed_by_hand_stays_until_it_is_to_be_replaced(shell: Shell, tickets: str) -> None:
    typed = "period,ref,segment,good,total,value,unit,source,note\n2026-01,first-reply,,5,6,,,,\n"
    path = write(shell.root / "content/support-desk/outcomes.csv", typed)
    done = shell("measure", "import", tickets, *COLUMNS)
    assert done.code == 1
    assert "content/support-desk/outcomes.csv:2:1: error CH443 duplicate-outcome:" in done.err
    assert "left alone" in done.out
    assert path.read_text() == typed
    assert shell("measure", "import", tickets, *COLUMNS, "--replace").code == 0
    assert ",1,2,," in outcomes(shell)


def test_json_says_the_same(shell: Shell, tickets: str) -> None:
    done = shell("measure", "import", tickets, *COLUMNS, "--format", "json", "--as-of", "2026-01-31")
    assert json.loads(done.out) == {
        "schema": 1,
        "charter": "support-desk",
        "ref": "first-reply",
        "file": "tickets.csv",
        "rows": 3,
        "timezone": "Europe/Berlin",
        "timezone_assumed": False,
        "holidays": [],
        "outcomes": [
            {"period": "2026-01", "segment": None, "good": 1, "total": 2, "value": None, "unit": None,
             "source": "tickets.csv, elapsed time", "version": "1.0", "target": "90% within 2 hours",
             "targets_mixed": False, "period_running": False, "open_late": 0, "open_left_out": 0, "row": "new"}
        ],
        "not_counted": [],
        "unread": [{"why": "with a start that is no time", "rows": 1, "lines": [4]}],
        "path": "content/support-desk/outcomes.csv",
        "written": True,
    }  # fmt: skip


def test_words_for_segments_are_kept_in_the_settings_or_given(shell: Shell, tmp_path: Path) -> None:
    desk(shell.root, "- Target (outages): 100% within 1 hour", "- Target (everything else): 90% within 8 hours")
    write(shell.root / "charter.toml", '[measure.first-reply.segments]\nP1 = "outages"\n"*" = "everything else"\n')
    rows = csv("2026-01-02,2026-01-02,P1", "2026-01-02,2026-01-02,P2", head="opened,done,priority")
    tickets = str(write(tmp_path / "t.csv", rows))
    done = shell("measure", "import", tickets, *COLUMNS, "--segment", "priority", "--segment-map", "P2=outages")
    assert done.code == 0
    assert outcomes(shell).splitlines()[1:] == [
        '2026-01,first-reply,outages,2,2,,,"t.csv, elapsed time",',
    ]
    named = shell("measure", "import", tickets, *COLUMNS, "--segment", "priority", "--source", "desk system")
    assert named.code == 1
    assert outcomes(shell).splitlines()[2:] == [
        '2026-01,first-reply,everything else,1,1,,,"desk system, elapsed time",'
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--timezone", "Berlin"), "write it as Europe/Berlin"),
        (("--as-of", "soon"), "write it as 2026-01-31"),
        (("--segment-map", "P1"), "write it as P1=outages"),
        (("--pause-start", "opened"), "--pause-end COLUMN"),
        (("--pause-start", "opened", "--pause-end", "done", "--paused-minutes", "done"), "leave out --paused-minutes"),
        (("--charter", "support"), "support-desk"),
        (("--start", "openend"), '--start "opened"'),
        (("--period", "week"), "'month', 'quarter', 'year'"),
        (("--ref", "first"), "first-reply"),
        (("--time-format", "%Q"), "%d/%m/%Y"),
    ],
)
def test_what_cannot_be_done_as_asked_is_said_with_what_to_type(
    shell: Shell, tickets: str, arguments: tuple[str, ...], words: str
) -> None:
    before = tree(shell.root)
    done = shell("measure", "import", tickets, *COLUMNS, *arguments)
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    assert tree(shell.root) == before


def test_nothing_that_counts_is_a_finding(shell: Shell, tmp_path: Path) -> None:
    desk(shell.root, "level Met or better")
    done = shell("measure", "import", str(write(tmp_path / "t.csv", ROWS)), *COLUMNS)
    assert done.code == 1
    assert "left out: 2 rows of 2026-01: a level is judged by scores" in done.out
    assert not (shell.root / "content/support-desk/outcomes.csv").exists()


def test_a_charter_in_one_file_has_no_place_for_outcomes(shell: Shell, tickets: str) -> None:
    text = (shell.root / "content/support-desk/charter.md").read_text()
    write(shell.root / "content/alone.md", text)
    done = shell("measure", "import", tickets, *COLUMNS, "--charter", "alone")
    assert done.code == 2
    assert "mkdir content/alone" in done.err


def test_pauses_need_an_end_to_be_taken_off(shell: Shell, tickets: str) -> None:
    done = shell("measure", "import", tickets, "--ref", "first-reply", "--start", "opened", "--paused-minutes", "done")
    assert done.code == 2
    assert "--end COLUMN" in done.err


def test_the_day_given_with_as_of_is_over(shell: Shell, tmp_path: Path) -> None:
    desk(shell.root, "90% within 30 hours")
    tickets = str(write(tmp_path / "t.csv", csv("2026-01-02T10:00,")))
    for day, late in (("2026-01-02", 0), ("2026-01-03", 1), ("2026-01-03T15:59", 0), ("2026-01-03T15:01:00Z", 1)):
        done = shell("measure", "import", tickets, *COLUMNS, "--format", "json", "--dry-run", "--as-of", day)
        assert json.loads(done.out)["outcomes"][0]["open_late"] == late, day
