from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import write
from tests.check.gate.branch import DESK, ROWS, committed, desk, fingerprint_of, found, gate, sheet, text, told

SHEET = f"{DESK}/signoffs/1.0.md"
ROSA, NOOR = ROWS


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (NOOR.replace("agree", "disagree"), "11:3"),
        (NOOR.replace("2025-12-17", "2026-01-17"), "11:3"),
        (NOOR.replace("| |", "| Only for a year |"), "11:3"),
    ],
)
def test_a_row_that_says_something_else_is_found_where_it_stands(tmp_path: Path, row: str, place: str) -> None:
    root = committed(tmp_path)
    write(root / SHEET, sheet(text("1.0"), ROSA, row))
    (item,) = found(root)
    assert told([item]) == [("CH505", f"{SHEET}:{place}")]
    assert (
        item.message == 'Noor Haddad (staff) said "agree" of 1.0 on 17 December 2025, and the row says something else'
    )
    assert item.hint == f"who changes their mind adds a row; put this one back with: git checkout main -- {SHEET}"


def test_a_row_that_was_taken_out_is_found(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / SHEET, sheet(text("1.0"), ROSA))
    (item,) = found(root)
    assert told([item]) == [("CH505", f"{SHEET}:1:1")]
    assert item.message.endswith("and the row is gone")


def test_a_sheet_that_was_taken_out_is_one_finding(tmp_path: Path) -> None:
    root = committed(tmp_path)
    (root / SHEET).unlink()
    (item,) = found(root)
    assert told([item]) == [("CH505", f"{SHEET}:1:1")]
    assert item.message == "the sign-off of 1.0 is gone, with what 2 people signed"


def test_who_changes_their_mind_adds_a_row(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / SHEET, sheet(text("1.0"), ROSA, NOOR, NOOR.replace("agree", "disagree").replace("17", "18")))
    assert found(root) == []


def test_the_order_of_one_persons_rows_is_what_they_said_last(tmp_path: Path) -> None:
    later = NOOR.replace("agree", "disagree")
    root = committed(tmp_path, {"desk": desk(**{"signoffs/1.0.md": sheet(text("1.0"), ROSA, NOOR, later)})})
    write(root / SHEET, sheet(text("1.0"), NOOR, later, ROSA))
    assert found(root) == []
    write(root / SHEET, sheet(text("1.0"), ROSA, later, NOOR))
    assert [item.code for item in found(root)] == ["CH505"]


def test_the_shape_of_a_table_and_the_words_around_it_may_change(tmp_path: Path) -> None:
    root = committed(tmp_path)
    moved = (
        sheet(text("1.0"))
        .replace("| agree |", "|    agree    |")
        .replace("# Sign-off", "Signed in the hall.\n\n# Sign-off")
    )
    write(root / SHEET, moved)
    assert found(root) == []


@pytest.mark.parametrize(
    "row",
    [
        "| desk | Rosa Lindqvst | agree | 2025-12-16 | |",
        "| desks | Rosa Lindqvist | agree | 2025-12-16 | |",
        "| desk | Rosa Lindqvist | agre | 2025-12-16 | |",
        "| desk | Rosa Lindqvist | agree | 16.12. | |",
        "| desk | Rosa Lindqvist | agree | 2025-12-01 | |",
    ],
)
def test_a_row_that_never_counted_may_be_mended(tmp_path: Path, row: str) -> None:
    root = committed(tmp_path, {"desk": desk(**{"signoffs/1.0.md": sheet(text("1.0"), row, NOOR)})})
    write(root / SHEET, sheet(text("1.0")))
    assert found(root) == []


def test_a_sheet_turned_to_an_edited_text_is_found_with_the_edit(tmp_path: Path) -> None:
    root = committed(tmp_path)
    edited = text("1.0", target="50% within 4 hours")
    write(root / DESK / "versions/1.0.md", edited)
    write(root / SHEET, sheet(edited))
    items = found(root)
    assert told(items) == [("CH501", f"{DESK}/versions/1.0.md:1:1"), ("CH506", f"{SHEET}:3:15")]
    assert items[1].message == (
        f'"{fingerprint_of(edited)}" was not signed; those on this sheet signed "{fingerprint_of(text("1.0"))}"'
    )


def test_a_fingerprint_may_be_written_down_later_but_not_taken_out(tmp_path: Path) -> None:
    signed = sheet(text("1.0"))
    bare = signed.replace(f'"{fingerprint_of(text("1.0"))}"', '""')
    root = committed(tmp_path, {"desk": desk(**{"signoffs/1.0.md": bare}), "other": desk()})
    write(root / SHEET, signed)
    assert found(root) == []
    write(root / SHEET, sheet("c1:" + "0" * 64))
    assert [item.message for item in found(root)] == [f'"c1:{"0" * 64}" is not the fingerprint of 1.0']
    write(root / SHEET, signed)
    write(root / "content/other/signoffs/1.0.md", bare)
    assert told(found(root)) == [("CH506", "content/other/signoffs/1.0.md:1:1")]


def test_a_signature_that_does_not_carry_over_is_told_with_whom_and_why(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / DESK / "versions/2.0.md", text("2.0", target="80% within 4 hours", released="2026-05-01"))
    items = [item for item in gate(root).diagnostics if item.code == "CH507"]
    assert [item.message for item in items] == [
        'Noor Haddad\'s signature of 1.0 for staff will not hold for 2.0: "A person answers you quickly" changed'
    ]
    assert told(items) == [("CH507", f"{DESK}/versions/2.0.md:7:11")]
    assert items[0].hint == 'charter sign desk --version 2.0 --party staff --name "Noor Haddad"'


def test_who_signed_the_new_version_already_is_not_told(tmp_path: Path) -> None:
    root = committed(tmp_path)
    newer = text("2.0", target="80% within 4 hours", released="2026-05-01")
    write(root / DESK / "versions/2.0.md", newer)
    write(root / DESK / "signoffs/2.0.md", sheet(newer, NOOR.replace("2025-12-17", "2026-05-02"), label="2.0"))
    assert gate(root).diagnostics == ()
