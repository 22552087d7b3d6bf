from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from charter.check.gate.acks import Ack, read_acks
from tests.builders import write
from tests.check.gate.branch import DESK, RULE, committed, desk, found, gate, text, told
from tests.repositories import commit_all

NEXT = f"{DESK}/versions/1.1.md"


def ack(change: str, *, until: str = "2026-12-31") -> str:
    return f'[[ack]]\nchange = "{change}"\nwho = "Rosa Lindqvist"\nwhy = "agreed with the staff"\nuntil = {until}\n'


def weakened(folder: Path, front: str = RULE) -> tuple[Path, str]:
    """Return a project with a weakened promise in 1.1, and the fingerprint of that change."""
    root = committed(folder, {"desk": desk(**{"versions/1.0.md": text("1.0", front=front)})})
    write(root / NEXT, text("1.1", target="80% within 4 hours", front=front, released="2026-05-01"))
    (change,) = gate(root).comparisons[0].changes.changes
    return root, change.fingerprint


def test_without_a_file_nobody_answers_for_anything(tmp_path: Path) -> None:
    assert read_acks(tmp_path).value == read_acks(tmp_path).diagnostics == ()


def test_an_acknowledgement_is_read_with_its_places(tmp_path: Path) -> None:
    write(tmp_path / "acks.toml", "# for now\n\n" + ack("9f2c41d07ab3"))
    (item,) = read_acks(tmp_path).value
    assert item == Ack(
        change="9f2c41d07ab3", who="Rosa Lindqvist", why="agreed with the staff", until=date(2026, 12, 31)
    )
    assert (item.span.line, item.span.column) == (4, 11)
    assert (item.until_span.line, item.until_span.column) == (7, 9)


def test_a_change_that_somebody_answers_for_is_told_apart(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    assert [item.code for item in found(root)] == ["CH510"]
    write(root / "acks.toml", ack(change))
    result = gate(root)
    assert [item.code for item in result.diagnostics] == ["CH507"]
    (told_,) = result.acknowledged
    assert (told_.diagnostic.code, told_.who, told_.until) == ("CH510", "Rosa Lindqvist", date(2026, 12, 31))


def test_a_cut_notice_needs_an_answer_for_each_change(tmp_path: Path) -> None:
    front = f"{RULE}\nnotice: 30"
    old = text("1.0", front=front)
    root = committed(tmp_path, {"desk": desk(**{"versions/1.0.md": old, "charter.md": text(front=front)})})
    newer = text("2.0", front=front, target="80% within 4 hours", released="2026-05-01", effective="2026-05-02")
    write(root / DESK / "versions/2.0.md", newer.replace("or say why.", "or we may say why."))
    changes = [item for item in gate(root).comparisons[0].changes.changes if item.effects]
    assert len(changes) == 2
    write(root / "acks.toml", ack(changes[0].fingerprint))
    assert [item.code for item in found(root)] == ["CH512"]
    write(root / "acks.toml", "\n".join(ack(item.fingerprint) for item in changes))
    assert found(root) == []


def test_an_edited_version_cannot_be_acknowledged(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    write(root / "acks.toml", ack(change))
    write(root / DESK / "versions/1.0.md", text("1.0") + "\n")
    assert [item.code for item in found(root)] == ["CH501"]


def test_an_acknowledgement_ends(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    write(root / "acks.toml", ack(change, until="2026-06-01"))
    assert found(root, today=date(2026, 6, 1)) == []
    items = found(root, today=date(2026, 6, 2))
    assert told(items) == [("CH510", f"{NEXT}:23:11"), ("CH531", "acks.toml:5:9")]
    assert items[1].message == f'what Rosa Lindqvist answers for, "{change}", was acknowledged until 2026-06-01'


def test_an_acknowledgement_of_no_change_is_stale(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    write(root / "acks.toml", ack(change) + "\n" + ack("0" * 12))
    (item,) = found(root)
    assert told([item]) == [("CH532", "acks.toml:8:11")]
    assert item.message == f'"{"0" * 12}" is no change between two versions, nor one that is proposed'


def test_an_acknowledgement_stays_while_its_versions_are_neighbours(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    write(root / "acks.toml", ack(change))
    commit_all(root)
    assert found(root) == []
    write(root / DESK / "charter.md", text(target="80% within 4 hours"))
    assert found(root) == []


def test_the_charter_it_is_about_may_be_named_and_is_looked_through_alone(tmp_path: Path) -> None:
    root, change = weakened(tmp_path)
    write(root / "acks.toml", ack(change))
    commit_all(root)
    write(root / "acks.toml", ack(change) + 'charter = "desk"\n')
    assert found(root) == []
    write(root / "acks.toml", ack(change) + 'charter = "water"\n')
    assert [item.code for item in found(root)] == ["CH532"]


@pytest.mark.parametrize(
    ("words", "place", "message"),
    [
        (ack("9f2c41d07ab3").replace('who = "Rosa Lindqvist"\n', ""), "1:1", '"9f2c41d07ab3" does not say "who"'),
        (ack("9f2c41d07ab3").replace("agreed with the staff", " "), "4:8", '"why" of "9f2c41d07ab3" is not text'),
        (ack("9f2c41d07ab3", until='"soon"'), "5:10", '"until" of "9f2c41d07ab3" is not a day'),
        (ack("9f2c41d07ab3", until="2026-12-31T10:00:00"), "5:9", '"until" of "9f2c41d07ab3" is not a day'),
        (ack("9f2c41d07ab3").replace("until = 2026-12-31\n", ""), "1:1", '"9f2c41d07ab3" does not say "until"'),
        (ack("9f2c"), "2:11", '"9f2c" is not the fingerprint of a change, which has 12 hexadecimal digits'),
        (ack("9f2c41d07ab3") + "reason = 1\n", "6:10", '"reason" is not a key of an acknowledgement'),
        (ack("9f2c41d07ab3") * 2, "7:11", '"9f2c41d07ab3" stands twice'),
        ("[[ack]]\nchange = \n", "2:10", '"change =" is not TOML: invalid value'),
        ("[[ack]\n", "1:6", "\"[[ack]\" is not TOML: expected ']]' at the end of an array declaration"),
        ("[[acks]]\n", "1:1", '"acks" is not read here'),
        ("ack = 1\n", "1:7", '"ack" is not a list of tables'),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(tmp_path: Path, words: str, place: str, message: str) -> None:
    write(tmp_path / "acks.toml", words)
    item = read_acks(tmp_path).diagnostics[0]
    assert (item.code, item.message) == ("CH530", message)
    assert f"{item.span.line}:{item.span.column}" == place


def test_one_that_is_written_on_one_line_is_read_too(tmp_path: Path) -> None:
    row = '{change = "9f2c41d07ab3", who = "Rosa", why = "agreed", until = "2026-12-31"}'
    write(tmp_path / "acks.toml", f"ack = [\n  {row},\n  {row.replace('9', '8')},\n]\n")
    reading = read_acks(tmp_path)
    assert reading.diagnostics == ()
    assert [(item.change, item.span.line) for item in reading.value] == [("9f2c41d07ab3", 2), ("8f2c41d07ab3", 3)]


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    write(tmp_path / "acks.toml", b"\xff\xfe\xfd")
    assert read_acks(tmp_path).diagnostics != ()
    (tmp_path / "acks.toml").unlink()
    (tmp_path / "acks.toml").mkdir()
    assert [item.code for item in read_acks(tmp_path).diagnostics] == ["CH129"]
