from __future__ import annotations

from pathlib import Path

from charter.source import Severity
from tests.builders import charter_text, write
from tests.check.gate.branch import DESK, TWO, committed, desk, found, gate, sheet, text, told
from tests.repositories import commit_all, git

VERSION = f"{DESK}/versions/1.0.md"


def test_an_untouched_project_has_nothing_to_report(tmp_path: Path) -> None:
    root = committed(tmp_path)
    result = gate(root)
    assert (result.diagnostics, result.comparisons, result.added, result.note) == ((), (), (), None)


def test_one_letter_of_a_released_version_is_found_and_the_hint_puts_it_back(tmp_path: Path) -> None:
    root = committed(tmp_path)
    before = (root / VERSION).read_bytes()
    write(root / VERSION, before.replace(b"We fix it, or say why.", b"We fix it, or say how."))
    (item,) = found(root)
    assert told([item]) == [("CH501", f"{VERSION}:1:1")]
    assert item.message == "1.0 was released on 15 December 2025 and signed by 2 parties"
    assert [(span.line, span.column) for span in item.related] == [(27, 19)]
    assert item.hint == f"put it back with: git checkout main -- {VERSION}"
    git(root, *item.hint.partition("git ")[2].split())
    assert (root / VERSION).read_bytes() == before
    assert found(root) == []


def test_a_changed_blank_in_a_released_version_is_an_edit_and_a_line_end_is_none(tmp_path: Path) -> None:
    root = committed(tmp_path)
    plain = (root / VERSION).read_bytes()
    for same in (plain.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + plain, plain):
        write(root / VERSION, same)
        assert found(root) == []
    write(root / VERSION, plain + b"\n")
    assert told(found(root)) == [("CH501", f"{VERSION}:1:1")]


def test_bytes_that_are_no_text_are_compared_too(tmp_path: Path) -> None:
    bad = text("1.0").encode().replace(b"Rosa", b"Ros\xe9")
    root = committed(tmp_path, {"desk": desk(**{"versions/1.0.md": bad})})
    write(root / VERSION, bad.replace(b"\xe9", b"\xe8"))
    assert ("CH501", f"{VERSION}:1:1") in told(found(root))


def test_a_released_version_taken_out_is_found_at_its_old_place(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"versions/2.0.md": text("2.0")})})
    (root / VERSION).unlink()
    (item,) = found(root)
    assert told([item]) == [("CH502", f"{VERSION}:1:1")]
    assert item.message == "1.0 was released on 15 December 2025 and signed by 2 parties, and its file is gone"
    assert item.hint == f"put it back with: git checkout main -- {VERSION}"


def test_all_versions_or_a_whole_charter_taken_out_are_one_finding(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"versions/2.0.md": text("2.0")}), "other": text()})
    git(root, "rm", "-q", "-r", f"{DESK}/versions")
    (item,) = found(root)
    assert item.code == "CH502"
    assert item.message == "all 2 released versions are gone: 1.0 and 2.0"
    assert item.hint == f"put them back with: git checkout main -- {DESK}/versions"
    git(root, "rm", "-q", "-r", DESK)
    (item,) = found(root)
    assert item.message == "the charter desk is gone, with its 2 released versions: 1.0 and 2.0"
    assert item.hint == f"put it back with: git checkout main -- {DESK}"
    write(root / DESK / "reviews.md", "# Reviews\n")
    assert [item.code for item in found(root)] == ["CH502"]


def test_a_draft_may_go(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(), "draft": text(), "single.md": text()})
    git(root, "rm", "-q", "-r", "content/draft", "content/single.md")
    assert found(root) == []


def test_a_version_released_again_under_its_label_is_another_text(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / VERSION, text("1.0", target="80% within 4 hours", released="2026-05-01"))
    items = [item for item in found(root) if item.code.startswith("CH50")]
    assert told(items) == [("CH503", f"{VERSION}:9:11")]
    assert items[0].message == "1.0 was released on 15 December 2025 already, as another text"


def test_two_branches_that_released_one_label_are_told_before_they_meet(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    write(root / DESK / "versions/1.1.md", text("1.1", target="95% within 4 hours", released="2026-05-01"))
    commit_all(root)
    git(root, "checkout", "-q", "main")
    write(root / DESK / "versions/1.1.md", text("1.1", target="91% within 4 hours", released="2026-05-02"))
    commit_all(root)
    git(root, "checkout", "-q", "work")
    (item,) = found(root)
    assert told([item]) == [("CH503", f"{DESK}/versions/1.1.md:7:11")]
    assert item.message == '1.1 was released on "main" meanwhile, and says something else'
    assert item.hint == f"rm {DESK}/versions/1.1.md && charter release desk 1.2"


def test_a_branch_is_not_accused_of_what_the_other_side_did_since(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    write(root / DESK / "charter.md", text(target="91% within 4 hours"))
    commit_all(root)
    git(root, "checkout", "-q", "main")
    write(root / DESK / "versions/1.1.md", text("1.1"))
    write(root / DESK / "reviews.md", "# Reviews\n\n## 2026-04-05: spring\n\nWe met.\n")
    commit_all(root)
    git(root, "checkout", "-q", "work")
    result = gate(root)
    assert (result.diagnostics, result.note) == ((), None)
    assert len(result.comparisons) == 1
    git(root, "merge", "-q", "-m", "merge", "main")
    assert gate(root).diagnostics == ()


def test_a_version_put_in_before_a_released_one_is_found(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"versions/2.0.md": text("2.0")})})
    write(root / DESK / "versions/1.5.md", text("1.5"))
    (item,) = found(root)
    assert told([item]) == [("CH504", f"{DESK}/versions/1.5.md:7:11")]
    assert item.message == "1.5 comes before 2.0, which is released"
    assert item.hint == f"rm {DESK}/versions/1.5.md && charter release desk 2.1"


def test_a_version_that_the_other_side_overtook_is_out_of_order(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "checkout", "-q", "-b", "work")
    git(root, "checkout", "-q", "main")
    write(root / DESK / "versions/2.0.md", text("2.0"))
    commit_all(root)
    git(root, "checkout", "-q", "work")
    write(root / DESK / "versions/1.1.md", text("1.1"))
    assert [item.code for item in found(root)] == ["CH504"]


def test_the_history_of_a_document_may_be_put_in_before_its_first_version(tmp_path: Path) -> None:
    root = committed(tmp_path)
    older = charter_text(title="Desk", version="2024-03-01", released=None, effective=None, promises=TWO)
    write(root / DESK / "versions/2024-03-01.md", older)
    assert found(root) == []
    write(root / DESK / "versions/2026-03-01.md", older.replace("2024-03-01", "2026-03-01"))
    assert [item.code for item in found(root)] == ["CH504"]


def test_a_charter_that_moved_is_one_finding(tmp_path: Path) -> None:
    more = {"reviews.md": "# Reviews\n\n## 2026-04-05: spring\n\nWe met.\n", "versions/2.0.md": text("2.0")}
    root = committed(tmp_path, {"desk": desk(**more)})
    git(root, "mv", DESK, "content/help")
    (item,) = found(root)
    assert told([item]) == [("CH508", "content/help/charter.md:1:1")]
    assert item.message.startswith("desk is called help now: every address")
    assert item.hint == "git mv content/help content/desk"
    assert item.severity is Severity.WARNING
    assert gate(root).added == ()


def test_a_charter_that_moved_is_still_watched(tmp_path: Path) -> None:
    root = committed(tmp_path, {"desk": desk(**{"versions/2.0.md": text("2.0")})})
    git(root, "mv", DESK, "content/help")
    write(root / "content/help/versions/2.0.md", text("2.0", target="50% within 4 hours"))
    write(root / "content/help/signoffs/1.0.md", sheet(text("1.0"), "| staff | Noor Haddad | agree | 2025-12-17 | |"))
    assert sorted(item.code for item in found(root)) == ["CH501", "CH505", "CH508"]


def test_a_content_folder_under_another_name_is_no_removal(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "mv", "content", "charters")
    write(root / "charter.toml", 'title = "Our charters"\ncontent = "charters"\n')
    assert found(root) == []
    version = root / "charters/desk/versions/1.0.md"
    before = version.read_bytes()
    write(version, before + b"more\n")
    (item,) = found(root)
    assert item.span.path == "charters/desk/versions/1.0.md"
    assert item.hint == (
        "put it back with: git show main:./content/desk/versions/1.0.md > charters/desk/versions/1.0.md"
    )


def test_a_version_behind_a_link_that_leads_away_is_gone(tmp_path: Path) -> None:
    root = committed(tmp_path / "project")
    (root / VERSION).unlink()
    (root / VERSION).symlink_to(write(tmp_path / "elsewhere.md", text("1.0")))
    (item,) = [item for item in found(root) if item.code == "CH502"]
    assert item.message.endswith("and its file cannot be read")


def test_names_with_blanks_and_quotes_can_be_pasted(tmp_path: Path) -> None:
    root = committed(tmp_path)
    git(root, "branch", "it's")
    write(root / VERSION, text("1.0") + "more\n")
    (item,) = found(root, "it's")
    assert item.hint == f"put it back with: git checkout 'it'\"'\"'s' -- {VERSION}"


def test_a_new_charter_is_told_and_its_own_versions_are_compared(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / "content/new/charter.md", text(target="50% within 4 hours"))
    write(root / "content/new/versions/1.0.md", text("1.0"))
    write(root / "content/new/versions/1.1.md", text("1.1", target="50% within 4 hours"))
    result = gate(root)
    assert [item.title for item in result.added] == ["Desk"]
    assert [item.code for item in result.diagnostics] == ["CH510"]
