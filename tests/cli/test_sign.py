from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

ROOT = Path(__file__).parents[2]
TEXT = "content/support-desk/charter.md"
FIRST = "content/support-desk/versions/1.0.md"
SHEET = "content/support-desk/signoffs/1.0.md"
FRONT = "agreement: one decider from every party"
NOOR = ("--party", "staff", "--name", "Noor Haddad")
ROSA = ("--party", "desk", "--name", "Rosa Lindqvist")


@pytest.fixture
def desk(shell: Shell) -> Shell:
    """A shell in a project whose one charter was released, effective a month from now."""
    project(shell.root, {"support-desk": charter_text(front=FRONT)})
    assert shell("release", "--effective", "2026-02-05").code == 0
    return shell


def rows(shell: Shell, sheet: str = SHEET) -> list[str]:
    lines = (shell.root / sheet).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.startswith("|")][2:]


def fingerprint(shell: Shell) -> str:
    return str(json.loads(shell("verify", "--format", "json").out)["versions"][0]["fingerprint"])


def test_signing_says_what_was_signed_and_who_is_still_to_sign(desk: Shell) -> None:
    digits = fingerprint(desk)[3:]
    shown = f"c1:{digits[:4]} {digits[4:8]} {digits[8:12]} …"
    done = desk("sign", "support-desk", *NOOR)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        f"Noor Haddad (staff) agrees to support-desk 1.0, fingerprint {shown}\n"
        "  1 of 2 signatures. Still to sign: desk (Rosa Lindqvist)\n"
    )
    assert desk("sign", *ROSA).out.endswith("  2 of 2 signatures. In force from 5 February 2026.\n")


def test_the_sheet_holds_the_fingerprint_and_a_row_for_each_person(desk: Shell) -> None:
    desk("sign", *NOOR)
    desk("sign", *ROSA, "--decision", "reservation", "--note", "Hard | in August", "--date", "2026-01-07")
    text = (desk.root / SHEET).read_text(encoding="utf-8")
    assert text.startswith(f'---\nversion: "1.0"\nfingerprint: "{fingerprint(desk)}"\n---\n')
    assert rows(desk) == [
        "| staff | Noor Haddad | agree | 2026-01-05 | |",
        "| desk | Rosa Lindqvist | agree with a reservation | 2026-01-07 | Hard \\| in August |",
    ]


@pytest.mark.parametrize(
    ("decision", "words", "outcome"),
    [
        ("agree", "agrees to support-desk 1.0,", "1 of 2 signatures. Still to sign: staff (Noor Haddad)"),
        ("reservation", "agrees to support-desk 1.0 with a reservation,", "1 of 2 signatures."),
        ("disagree", "disagrees with support-desk 1.0,", "0 of 2 signatures."),
        ("abstain", "abstains on support-desk 1.0,", "0 of 2 signatures."),
    ],
)
def test_each_decision_has_its_words_and_its_weight(desk: Shell, decision: str, words: str, outcome: str) -> None:
    done = desk("sign", *ROSA, "--decision", decision, "--note", "Because")
    assert done.code == 0
    assert f"Rosa Lindqvist (desk) {words}" in done.out
    assert f"\n  {outcome}" in done.out


@pytest.mark.parametrize("decision", ["reservation", "disagree"])
def test_a_reservation_or_a_disagreement_needs_words(desk: Shell, decision: str) -> None:
    done = desk("sign", *ROSA, "--decision", decision)
    assert done.code == 2
    assert 'hint: --note "' in done.err
    assert not (desk.root / SHEET).exists()


def test_names_and_parties_may_be_typed_in_any_case_and_are_written_as_the_charter_has_them(desk: Shell) -> None:
    assert desk("sign", "--party", "Staff", "--name", "noor  haddad").code == 0
    assert rows(desk) == ["| staff | Noor Haddad | agree | 2026-01-05 | |"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--party", "desk", "--name", "Tomas Beck"), '"Tomas Beck" may not sign 1.0 for desk; Rosa Lindqvist may'),
        (("--party", "staff", "--name", "Rosa Lindqvist"), '"Rosa Lindqvist" may not sign 1.0 for staff'),
        (("--party", "board", "--name", "Noor Haddad"), '"board" is not a party of 1.0'),
        ((*NOOR, "--version", "2.0"), "support-desk has no version 2.0"),
        ((*NOOR, "--date", "2026-01-04"), "2026-01-04 is before 1.0 was released, on 2026-01-05"),
        ((*NOOR, "--date", "soon"), "'soon' is not a date"),
        (("nobody", *NOOR), 'there is no charter "nobody"'),
    ],
)
def test_what_is_not_right_is_refused_with_a_reason(desk: Shell, arguments: tuple[str, ...], message: str) -> None:
    before = tree(desk.root)
    done = desk("sign", *arguments)
    assert done.code == 2
    assert message in done.err
    assert tree(desk.root) == before


def test_a_charter_without_versions_cannot_be_signed(shell: Shell) -> None:
    project(shell.root)
    done = shell("sign", *NOOR)
    assert done.code == 2
    assert "hint: charter release support-desk" in done.err


def test_an_edited_version_is_not_signed(desk: Shell) -> None:
    desk("sign", *NOOR)
    signed = fingerprint(desk)
    version = desk.root / FIRST
    write(version, version.read_bytes().replace(b"90%", b"60%"))
    before = tree(desk.root)
    done = desk("sign", *ROSA)
    assert done.code == 1
    assert f'was signed as "{signed}", but the file now reads "{fingerprint(desk)}"' in done.err
    assert f"-- {FIRST}) -- {FIRST}" in done.err
    assert tree(desk.root) == before


def test_signing_twice_adds_nothing(desk: Shell) -> None:
    desk("sign", *NOOR)
    before = tree(desk.root)
    done = desk("sign", *NOOR, "--today", "2026-01-09")
    assert done.code == 0
    assert "Noor Haddad (staff) agrees to support-desk 1.0, and said so on 5 January 2026; there is nothing" in done.out
    assert "1 of 2 signatures" in done.out
    assert tree(desk.root) == before


def test_the_same_reservation_needs_no_words_the_second_time_and_keeps_those_it_has(desk: Shell) -> None:
    desk("sign", *NOOR, "--decision", "reservation", "--note", "Hard in August")
    before = tree(desk.root)
    done = desk("sign", *NOOR, "--decision", "reservation")
    assert "there is nothing to add.\n  1 of 2" in done.out
    done = desk("sign", *NOOR, "--decision", "reservation", "--note", "And in July")
    assert f"  The note stays as it is; another one can be written in {SHEET}, line 10.\n" in done.out
    assert tree(desk.root) == before


def test_somebody_may_come_to_another_decision(desk: Shell) -> None:
    desk("sign", *NOOR, "--decision", "disagree", "--note", "Too slow")
    done = desk("sign", *NOOR, "--today", "2026-01-09")
    assert "1 of 2 signatures" in done.out
    assert [row.split(" | ")[2] for row in rows(desk)] == ["disagree", "agree"]
    assert desk("verify").code == 0


def test_a_date_to_come_counts_from_that_day(desk: Shell) -> None:
    done = desk("sign", *NOOR, "--date", "2026-01-20")
    assert "  It counts from 20 January 2026.\n  0 of 2 signatures." in done.out


def test_an_older_version_can_be_signed_by_its_label(desk: Shell) -> None:
    write(desk.root / TEXT, charter_text(front=FRONT, promises=promise(words="You hear soon.")))
    desk("release", "minor")
    assert "agrees to support-desk 1.1," in desk("sign", *NOOR).out
    assert "agrees to support-desk 1.0," in desk("sign", *NOOR, "--version", "1.0").out


def test_a_working_text_that_moved_on_is_said(desk: Shell) -> None:
    write(desk.root / TEXT, charter_text(front=FRONT, promises=promise(words="You hear soon.")))
    assert "note: the working text says something else by now; what was signed is 1.0" in desk("sign", *NOOR).err
    assert desk("sign", *ROSA, "--version", "1.0").err == ""


def test_a_charter_that_asks_nobody_says_so(shell: Shell) -> None:
    project(shell.root, {"support-desk": charter_text()})
    shell("release", "--effective", "2026-02-05")
    assert "  1.0 asks nobody to sign. In force from 5 February 2026.\n" in shell("sign", *NOOR).out


def test_an_observer_may_sign_and_is_not_waited_for(shell: Shell) -> None:
    council = "  - {id: council, role: observer, name: Council}"
    project(shell.root, {"support-desk": charter_text(front=f"{council}\n{FRONT}")})
    shell("release")
    done = shell("sign", "--party", "council", "--name", "Jo Park", "--decision", "abstain")
    assert (done.code, "0 of 2 signatures" in done.out) == (0, True)
    assert rows(shell) == ["| council | Jo Park | abstain | 2026-01-05 | |"]
    assert shell("verify").code == 0


def test_nothing_is_written_in_a_dry_run(desk: Shell) -> None:
    before = tree(desk.root)
    done = desk("sign", *NOOR, "--dry-run")
    assert done.out.endswith(f"  Would be written: {SHEET}\n")
    assert "1 of 2 signatures" in done.out
    assert tree(desk.root) == before


def test_line_ends_of_the_sheet_stay(desk: Shell) -> None:
    desk("sign", *NOOR)
    sheet = desk.root / SHEET
    write(sheet, sheet.read_bytes().replace(b"\n", b"\r\n"))
    desk("sign", *ROSA)
    data = sheet.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert len(rows(desk)) == 2


def test_a_sheet_that_is_not_utf_8_is_left_alone(desk: Shell) -> None:
    write(desk.root / SHEET, b"\xff\n")
    done = desk("sign", *NOOR)
    assert done.code == 3
    assert f'"{SHEET}" is not UTF-8' in done.err
    assert (desk.root / SHEET).read_bytes() == b"\xff\n"


def test_json_says_what_was_written_and_what_it_brought_about(desk: Shell) -> None:
    expected = fingerprint(desk)
    assert json.loads(desk("sign", *NOOR, "--format", "json").out) == {
        "schema": 1,
        "charter": "support-desk",
        "version": "1.0",
        "fingerprint": expected,
        "party": "staff",
        "name": "Noor Haddad",
        "decision": "agree",
        "date": "2026-01-05",
        "note": "",
        "path": SHEET,
        "written": True,
        "state": "proposed",
        "to_sign": [{"party": "desk", "count": 1, "names": ["Rosa Lindqvist"]}],
    }


def test_a_sheet_with_a_merge_conflict_gets_no_row_on_one_of_its_sides(desk: Shell) -> None:
    desk("sign", *NOOR)
    with open(desk.root / SHEET, "a", encoding="utf-8") as sheet:
        sheet.write("<<<<<<< HEAD\n=======\n>>>>>>> other\n")
    before = tree(desk.root)
    done = desk("sign", *ROSA)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f'error: there is a merge conflict in "{SHEET}"\n  hint: ')
    assert tree(desk.root) == before


def test_of_those_who_sign_at_once_nobody_is_lost(shell: Shell) -> None:
    people = [f"Person {number}" for number in range(5)]
    listed = ", ".join(f"{{name: {name}, decides: yes}}" for name in people)
    board = f"  - {{id: board, role: customer, name: Board, representatives: [{listed}]}}"
    project(shell.root, {"support-desk": charter_text(front=board)})
    shell("release")
    command = [sys.executable, "-m", "charter", "--project", str(shell.root), "sign", "--party", "board", "--name"]
    signing = [subprocess.Popen([*command, name], cwd=ROOT, stdout=subprocess.DEVNULL) for name in people]
    assert [process.wait(timeout=60) for process in signing] == [0] * len(people)
    assert sorted(row.split(" | ")[1] for row in rows(shell)) == people


def test_a_sheet_that_does_not_say_which_text_is_not_filled_in_for_those_who_signed_before(desk: Shell) -> None:
    sheet = desk.root / SHEET
    desk("sign", *ROSA)
    before = re.sub(r'fingerprint: "c1:[0-9a-f]+"', 'fingerprint: ""', sheet.read_text("utf-8"))
    sheet.write_text(before, "utf-8")
    done = desk("sign", *NOOR)
    assert done.code == 1
    assert "does not say which text" in done.err
    assert 'fingerprint: "c1:' in done.err
    assert sheet.read_text("utf-8") == before
