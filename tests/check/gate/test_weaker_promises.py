from __future__ import annotations

from datetime import date
from pathlib import Path

from charter.source import Severity
from tests.builders import promise, write
from tests.check.gate.branch import DESK, RULE, TWO, committed, desk, found, gate, text, told
from tests.repositories import commit_all

CALENDAR = f"{RULE}\ncalendar: {{timezone: UTC, hours: 'Mon-Fri 09:00-17:00'}}"
NEXT = f"{DESK}/versions/1.1.md"


def test_a_weakened_promise_in_a_minor_version_is_found_in_the_working_text(tmp_path: Path) -> None:
    old = {"front": CALENDAR, "target": "95% within 4 business hours"}
    new = {"front": CALENDAR, "target": "80% within 2 working days"}
    root = committed(tmp_path, {"desk": desk(**{"charter.md": text(**old), "versions/1.0.md": text("1.0", **old)})})
    write(root / DESK / "charter.md", text(**new))
    assert found(root) == []
    write(root / NEXT, text("1.1", **new))
    (item,) = found(root)
    assert item.message == '"95% within 4 business hours" became "80% within 2 working days", version 1.1'
    assert told([item]) == [("CH510", f"{DESK}/charter.md:21:11")]
    assert [(span.path, span.line, span.column) for span in item.related] == [(NEXT, 24, 11)]
    (change,) = gate(root).comparisons[0].changes.changes
    assert item.hint == (
        f'rm {NEXT} && charter release desk major, or record why in acks.toml: [[ack]] change = "{change.fingerprint}"'
    )


def test_where_the_working_text_says_something_else_the_version_is_the_place(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / NEXT, text("1.1", target="80% within 4 hours"))
    assert told(found(root)) == [("CH510", f"{NEXT}:23:11")]


def test_a_withdrawn_promise_stands_nowhere_but_in_the_versions_label(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / NEXT, text("1.1", promises=promise()))
    (item,) = found(root)
    assert told([item]) == [("CH510", f"{NEXT}:7:11")]
    assert item.message == '"We fix it" is not promised any more, version 1.1'


def test_a_major_version_may_weaken_and_a_stronger_one_need_not_be_major(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / DESK / "versions/1.1.md", text("1.1", target="95% within 4 hours"))
    write(root / DESK / "versions/2.0.md", text("2.0", target="50% within 4 hours"))
    assert found(root) == []


def test_what_is_not_decided_is_said_to_be_that(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / NEXT, text("1.1", target="95% within 8 hours"))
    (item,) = found(root)
    assert item.message == '"90% within 4 hours" became "95% within 8 hours", which may be less, version 1.1'


def test_a_word_that_many_promises_lean_on_is_one_finding(tmp_path: Path) -> None:
    def words(meaning: str) -> str:
        many = "\n".join(promise(f"p{n}", title=f"Promise {n}", words="Every working day counts.") for n in range(5))
        return f"{many}\n\n## Words\n\n| Term | Meaning |\n|---|---|\n| working day | {meaning} |"

    old, new = words("Monday to Friday"), words("Monday to Thursday")
    root = committed(
        tmp_path, {"desk": desk(**{"charter.md": text(promises=old), "versions/1.0.md": text("1.0", promises=old)})}
    )
    write(root / NEXT, text("1.1", promises=new))
    items = [item for item in found(root) if item.code == "CH510"]
    assert len(items) == 1
    assert items[0].message.startswith('"working day" means something else for "Promise 0", "Promise 1"')
    change = gate(root).comparisons[0].changes.changes[-1].fingerprint
    ack = f'[[ack]]\nchange = "{change}"\nwho = "Rosa"\nwhy = "agreed"\nuntil = 2026-12-31\n'
    write(root / "acks.toml", ack)
    assert [item for item in found(root) if item.code.startswith(("CH51", "CH53"))] == []


def test_each_step_of_a_branch_is_looked_at_against_the_text_as_it_was(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / DESK / "versions/1.0.md", text("1.0", target="80% within 4 hours"))
    write(root / NEXT, text("1.1", target="80% within 4 hours"))
    write(root / DESK / "versions/1.2.md", text("1.2", target="70% within 4 hours"))
    items = [item for item in found(root) if item.code == "CH510"]
    assert [item.message for item in items] == [
        '"90% within 4 hours" became "80% within 4 hours", version 1.1',
        '"80% within 4 hours" became "70% within 4 hours", version 1.2',
    ]


def test_a_correction_that_promises_something_new_has_too_small_a_number(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / DESK / "versions/1.0.1.md", text("1.0.1", target="95% within 4 hours"))
    (item,) = found(root)
    assert told([item]) == [("CH511", f"{DESK}/versions/1.0.1.md:7:11")]
    assert item.severity is Severity.WARNING
    assert item.message == '1.0.1 calls itself a correction, and changes "A person answers you quickly"'


def notice(days: int) -> str:
    return f"{RULE}\nnotice: {days}"


def test_the_notice_is_that_of_the_version_in_force(tmp_path: Path) -> None:
    old = text("1.0", front=notice(30))
    root = committed(tmp_path, {"desk": desk(**{"versions/1.0.md": old, "charter.md": text(front=notice(30))})})
    dates = {"released": "2026-05-01", "effective": "2026-05-30"}
    write(root / DESK / "versions/2.0.md", text("2.0", front=notice(1), target="80% within 4 hours", **dates))
    (item,) = found(root)
    assert told([item]) == [("CH512", f"{DESK}/versions/2.0.md:9:12")]
    assert item.message == (
        "2.0 binds 29 days after its release; 1.0 gives 30 days' notice of what staff must sign again"
    )
    assert item.hint
    assert "--effective 2026-05-31, or record why in acks.toml" in item.hint
    dates["effective"] = "2026-05-31"
    write(root / DESK / "versions/2.0.md", text("2.0", front=notice(1), target="80% within 4 hours", **dates))
    assert found(root) == []


def test_without_a_notice_or_anybody_to_sign_again_no_time_is_cut(tmp_path: Path) -> None:
    old = text("1.0", front=notice(30))
    root = committed(tmp_path, {"desk": desk(**{"versions/1.0.md": old}), "free": desk()})
    dates = {"released": "2026-05-01", "effective": "2026-05-01"}
    write(root / DESK / "versions/1.1.md", text("1.1", front=notice(30), **dates).replace("or say why", "or tell you"))
    write(root / "content/free/versions/2.0.md", text("2.0", target="80% within 4 hours", **dates))
    assert found(root) == []


def test_a_notice_that_ends_after_all_days_is_no_traceback(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"versions/1.0.md": text("1.0", front=notice(30))})})
    dates = {"released": "9999-12-30", "effective": "9999-12-30"}
    write(root / DESK / "versions/2.0.md", text("2.0", target="80% within 4 hours", **dates))
    assert [item.code for item in found(root)] == ["CH512"]


def test_a_ref_that_comes_back_as_something_else_is_found(tmp_path: Path) -> None:
    other = promise("fix", title="Parking is free for visitors", words="Come by car, stay all day.", target=None)
    without = text("2.0", promises=promise())
    files = {"versions/2.0.md": without, "charter.md": text(promises=promise())}
    root = committed(tmp_path, {"desk": desk(**files)})
    write(root / DESK / "charter.md", text(promises=f"{promise()}\n{other}"))
    (item,) = found(root)
    assert told([item]) == [("CH513", f"{DESK}/charter.md:26:8")]
    assert item.message == '"fix" was the ref of "We fix it" until 1.0'
    assert item.hint == "- Ref: fix-2"
    commit_all(root)
    assert found(root) == []
    write(root / DESK / "charter.md", text(promises=TWO))
    assert found(root) == []


def test_everything_is_reckoned_from_the_day_that_is_given(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / NEXT, text("1.1", target="80% within 4 hours"))
    assert gate(root, today=date(2026, 6, 1)) == gate(root, today=date(2026, 6, 1))
