from __future__ import annotations

import json

import pytest

from charter.source import MAX_TEXT_BYTES
from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

BOTH = "agreement: one decider from every party"
WEAKER = promise(target="80% within 4 hours")
STRONGER = promise(target="95% within 4 hours")
TEXT = "content/support-desk/charter.md"
FIRST = "content/support-desk/versions/1.0.md"


def a_project(shell: Shell, text: str | None = None, **more: str) -> None:
    project(shell.root, {"support-desk": text or charter_text(front=BOTH), **more})


def test_the_first_release_says_when_it_binds_and_who_is_to_sign(shell: Shell) -> None:
    a_project(shell)
    done = shell("release", "--effective", "2026-02-01", "--note", "First charter")
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "support-desk 1.0, in force from 1 February 2026 once both sides have signed.\n"
        f"  Written: {FIRST}   (never edit it; commit it)\n"
        "  To sign: desk (Rosa Lindqvist), staff (Noor Haddad)\n"
    )


def test_the_version_is_the_working_text_with_a_stamp_below_its_title(shell: Shell) -> None:
    working = charter_text(front=BOTH).replace("\n", "\r\n").encode("utf-8-sig")
    project(shell.root, {"support-desk": working})
    assert shell("release", "--effective", "2026-02-01", "--note", 'We said: "yes"').code == 0
    stamp = 'version: "1.0"\nreleased: 2026-01-05\neffective: 2026-02-01\nnote: "We said: \\"yes\\""\n'
    title = b"title: Support desk\r\n"
    assert (shell.root / FIRST).read_bytes() == working.replace(title, title + stamp.replace("\n", "\r\n").encode())
    assert (shell.root / TEXT).read_bytes() == working


def test_without_a_rule_it_binds_by_its_date_alone(shell: Shell) -> None:
    a_project(shell, charter_text())
    done = shell("release", "--effective", "2026-02-01")
    assert done.out.startswith("support-desk 1.0, in force from 1 February 2026.\n  Written: ")
    assert "To sign" not in done.out


def test_one_side_or_many_are_named_or_counted(shell: Shell) -> None:
    people = "[{name: A, decides: yes}, {name: B, decides: yes}]"
    many = f"  - {{id: board, role: customer, name: Board, representatives: {people}}}"
    a_project(shell, charter_text(front=f"{many}\nagreement: desk and 1 of 2 board's deciders"))
    done = shell("release")
    assert "once both sides have signed" in done.out
    assert "  To sign: desk (Rosa Lindqvist), board (A or B)\n" in done.out
    a_project(shell, charter_text(front="agreement: desk"))
    assert "once desk has signed" in shell("release", "2.0").out
    a_project(shell, charter_text(front=f"{many}\nagreement: everyone who decides"))
    done = shell("release", "3.0")
    assert "once all 3 sides have signed" in done.out
    assert "board (A and B)" in done.out


def test_nothing_is_written_in_a_dry_run(shell: Shell) -> None:
    a_project(shell)
    before = tree(shell.root)
    done = shell("release", "--dry-run")
    assert f"  Would be written: {FIRST}\n" in done.out
    assert tree(shell.root) == before


@pytest.mark.parametrize("words", [("support-desk", "minor"), ("minor", "support-desk"), ("1.1", "support-desk")])
def test_charter_and_label_stand_in_either_order(shell: Shell, words: tuple[str, str]) -> None:
    a_project(shell, other=charter_text(title="Other"))
    shell("release", "support-desk")
    write(shell.root / TEXT, charter_text(front=BOTH, promises=STRONGER))
    assert "support-desk 1.1, in force" in shell("release", *words).out


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        ((), "there are 2 charters; say which one", "one of: other, support-desk"),
        (("suport-desk",), '"suport-desk" is neither a charter', 'did you mean "support-desk"?'),
        (("other", "majr"), '"majr" is neither a charter', 'did you mean "major"?'),
        (("other", "support-desk"), "more than one charter", "charter release --help"),
        (("other", "1.0", "minor"), "more than one charter and one label", "charter release --help"),
    ],
)
def test_words_that_are_not_one_charter_and_one_label_are_refused(
    shell: Shell, words: tuple[str, ...], message: str, hint: str
) -> None:
    a_project(shell, other=charter_text(title="Other"))
    done = shell("release", *words)
    assert done.code == 2
    assert message in done.err
    assert hint in done.err


@pytest.mark.parametrize(
    ("front", "promises", "label", "again"),
    [
        ("", WEAKER, "2.0", "staff"),
        ("", STRONGER, "1.1", "desk"),
        ("", promise(words="You hear from a nmaed person."), "1.0.1", "nobody"),
        ("standards: [ISO 10001:2018]", promise(), "1.1", "nobody"),
    ],
)
def test_a_second_release_takes_the_number_that_the_changes_call_for(
    shell: Shell, front: str, promises: str, label: str, again: str
) -> None:
    a_project(shell)
    shell("release")
    write(shell.root / TEXT, charter_text(front=f"{BOTH}\n{front}", promises=promises))
    done = shell("release")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"support-desk {label}, in force")
    assert f"  To sign again: {again}   (charter diff says why)\n" in done.out


@pytest.mark.parametrize("asked", ["minor", "patch", "1.1", "1.0.7"])
def test_a_smaller_number_than_the_changes_call_for_needs_force_and_a_note(shell: Shell, asked: str) -> None:
    a_project(shell)
    shell("release")
    write(shell.root / TEXT, charter_text(front=BOTH, promises=f"{WEAKER}\n\n{promise('new', title='New')}"))
    before = tree(shell.root)
    done = shell("release", asked)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith('A person answers you quickly: the target is weaker, from "90% within 4 hours"')
    assert "New" not in done.err
    assert "is a smaller number than these changes call for: after 1.0 comes 2.0" in done.err
    assert "hint: charter release support-desk major, or add: --force --note" in done.err
    done = shell("release", asked, "--force")
    assert (done.code, done.out) == (2, "")
    assert "--force needs a --note that says why" in done.err
    assert tree(shell.root) == before
    assert shell("release", asked, "--force", "--note", "A slip in 1.0").code == 0


def test_a_larger_number_than_the_changes_call_for_is_taken(shell: Shell) -> None:
    a_project(shell)
    shell("release")
    write(shell.root / TEXT, charter_text(front=BOTH, promises=STRONGER))
    assert shell("release", "major").out.startswith("support-desk 2.0, ")


def test_an_unchanged_text_is_not_released_again(shell: Shell) -> None:
    a_project(shell)
    shell("release")
    done = shell("release", "major")
    assert (done.code, done.out) == (2, "")
    assert f"there is nothing to release: {TEXT} says what 1.0 says" in done.err


@pytest.mark.parametrize("label", ["1.0", "1.0.0", "0.9"])
def test_no_version_is_ever_written_over(shell: Shell, label: str) -> None:
    a_project(shell)
    shell("release")
    write(shell.root / TEXT, charter_text(front=BOTH, promises=WEAKER))
    before = tree(shell.root)
    assert shell("release", label).code == 2
    assert tree(shell.root) == before


def test_a_version_that_cannot_be_read_is_not_written_over_either(shell: Shell) -> None:
    a_project(shell)
    write(shell.root / FIRST, b"\xff\xfe\x00")
    before = tree(shell.root)
    assert shell("release", "1.0").code != 0
    assert tree(shell.root) == before


def test_a_text_with_errors_is_not_released_and_the_errors_are_listed(shell: Shell) -> None:
    a_project(shell, charter_text(front=BOTH, promises=promise() + "\n\n" + promise(title="The same again")))
    done = shell("release")
    assert (done.code, done.out) == (1, "")
    assert " error CH201 duplicate-ref: " in done.err
    assert "support-desk is not released" in done.err
    assert not (shell.root / FIRST).exists()


def test_a_charter_that_is_one_file_says_how_to_get_a_folder(shell: Shell) -> None:
    project(shell.root, {"desk.md": charter_text()})
    done = shell("release")
    assert done.code == 2
    assert "hint: mkdir content/desk && git mv content/desk.md content/desk/charter.md" in done.err


def test_an_effective_date_that_is_no_date_is_a_usage_error(shell: Shell) -> None:
    a_project(shell)
    done = shell("release", "--effective", "5 January")
    assert done.code == 2
    assert "'5 January' is not a date" in done.err


def test_too_short_a_notice_of_a_change_is_said(shell: Shell) -> None:
    a_project(shell, charter_text(front="notice: 30"))
    assert shell("release").err == ""
    write(shell.root / TEXT, charter_text(front="notice: 30", promises=WEAKER))
    done = shell("release", "major", "--effective", "2026-01-20", "--dry-run")
    assert done.code == 0
    assert "warning: support-desk gives 30 days' notice" in done.err
    assert "this one gives 15; --effective 2026-02-04 would keep to it" in done.err
    assert shell("release", "major", "--effective", "2026-02-04").err == ""


def test_a_date_that_has_passed_is_said(shell: Shell) -> None:
    a_project(shell, charter_text())
    done = shell("release", "--effective", "2025-06-01")
    assert "support-desk 1.0, in force from 5 January 2026.\n" in done.out
    assert "warning: 1 June 2025 has passed" in done.err


def test_today_is_the_day_of_release(shell: Shell) -> None:
    a_project(shell)
    shell("release", "--today", "2025-12-15")
    assert b"released: 2025-12-15\neffective: 2025-12-15\n" in (shell.root / FIRST).read_bytes()


def test_signatures_that_carry_over_are_said(shell: Shell) -> None:
    a_project(shell)
    shell("release")
    shell("sign", "--party", "staff", "--name", "Noor Haddad")
    write(shell.root / TEXT, charter_text(front=f"{BOTH}\naudience: Everybody"))
    done = shell("release")
    assert "support-desk 1.1, in force from 5 January 2026 once desk has signed." in done.out
    assert "  Signed already, with 1.0: Noor Haddad\n" in done.out


def test_json_says_what_was_written_and_who_is_to_sign(shell: Shell) -> None:
    a_project(shell)
    report = json.loads(shell("release", "--format", "json", "--note", "First").out)
    assert report.pop("fingerprint").startswith("c1:")
    assert report == {
        "schema": 1,
        "charter": "support-desk",
        "version": "1.0",
        "released": "2026-01-05",
        "effective": "2026-01-05",
        "note": "First",
        "state": "proposed",
        "path": FIRST,
        "written": True,
        "bump": None,
        "sign_again": [],
        "to_sign": [
            {"party": "desk", "count": 1, "names": ["Rosa Lindqvist"]},
            {"party": "staff", "count": 1, "names": ["Noor Haddad"]},
        ],
    }


@pytest.mark.parametrize(("typed", "meant"), [("2", "2.0"), ("v2", "2.0"), ("v2.1", "2.1"), ("majr", "major")])
def test_a_label_in_another_spelling_is_answered_with_the_label(shell: Shell, typed: str, meant: str) -> None:
    a_project(shell)
    done = shell("release", typed)
    assert done.code == 2
    assert done.err.endswith(f'  hint: did you mean "{meant}"?\n')


@pytest.mark.parametrize(("name", "data"), [("3.0.md", "x" * (MAX_TEXT_BYTES + 1)), ("v3.md", "# Support desk\n")])
def test_nothing_is_released_or_signed_while_a_version_cannot_be_read(shell: Shell, name: str, data: str) -> None:
    a_project(shell)
    shell("release")
    write(shell.root / TEXT, charter_text(front=BOTH, promises=WEAKER))
    path = write(shell.root / "content/support-desk/versions" / name, data)
    before = tree(shell.root)
    for words in (["release", "major"], ["sign", "--party", "desk", "--name", "Rosa Lindqvist"]):
        done = shell(*words)
        assert done.code == 1
        assert f"content/support-desk/versions/{name}: error CH1" in done.err
        assert "error: which version of support-desk is the newest is not known\n" in done.err
    assert tree(shell.root) == before
    assert shell("sign", "--version", "1.0", "--party", "desk", "--name", "Rosa Lindqvist").code == 0
    path.unlink()
    assert shell("release", "major").code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "its working text cannot be read without errors"),
        ("\n \n", "its working text cannot be read without errors"),
        ("---\ntitle: Support desk\n---\n", f"{TEXT} promises nothing yet"),
    ],
)
def test_a_text_without_words_is_not_released(shell: Shell, text: str, why: str) -> None:
    project(shell.root, {"support-desk": text})
    done = shell("release")
    assert (done.code, done.out) == (1, "")
    assert done.err.endswith(f"error: support-desk is not released: {why}\n  hint: charter check\n")
    assert not (shell.root / FIRST).exists()


@pytest.mark.parametrize("name", ["2.0", "minor"])
def test_a_charter_may_be_called_like_a_label(shell: Shell, name: str) -> None:
    project(shell.root, {name: charter_text(), "support-desk": charter_text()})
    assert shell("release", name, "--dry-run").out.startswith(f"{name} 1.0, ")
    assert shell("release", name, name, "--dry-run").out.startswith(f"{name} {'1.0' if name == 'minor' else name}, ")
    assert shell("release", name, "support-desk").code == 2
