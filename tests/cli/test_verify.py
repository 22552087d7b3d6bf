from __future__ import annotations

import json

import pytest

from tests.builders import charter_text, project, write
from tests.cli.commands import Shell

FIRST = "content/support-desk/versions/1.0.md"
SHEET = "content/support-desk/signoffs/1.0.md"
FRONT = "agreement: one decider from every party"
HEAD = "| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n"


@pytest.fixture
def desk(shell: Shell) -> Shell:
    """A shell in a project whose one charter was released and signed by both sides."""
    project(shell.root, {"support-desk": charter_text(front=FRONT)})
    shell("release")
    shell("sign", "--party", "desk", "--name", "Rosa Lindqvist")
    shell("sign", "--party", "staff", "--name", "Noor Haddad")
    return shell


def edit(shell: Shell, path: str, old: str, new: str) -> None:
    text = (shell.root / path).read_bytes()
    assert old.encode() in text
    write(shell.root / path, text.replace(old.encode(), new.encode()))


def fingerprint(shell: Shell) -> str:
    return str(json.loads(shell("verify", "--format", "json").out)["versions"][0]["fingerprint"])


def test_versions_that_read_as_they_were_signed_hold(desk: Shell) -> None:
    done = desk("verify")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("support-desk 1.0: holds, as Rosa Lindqvist and Noor Haddad signed it, c1:")
    assert done.out.endswith("1 version: 1 as signed.\n")


def test_one_word_in_a_promise_breaks_a_signature(desk: Shell) -> None:
    signed = fingerprint(desk)
    edit(desk, FIRST, "named person", "kind person")
    done = desk("verify")
    assert done.code == 1
    assert (
        f"support-desk 1.0: signed by Rosa Lindqvist and Noor Haddad as {signed}, but the file now reads "
        f"{fingerprint(desk)}; put it back with git checkout $(git log"
    ) in done.out
    assert f"{SHEET}:1:1: error CH403 stale-sign-off" in done.out
    assert done.out.endswith("1 version: 1 not as signed.\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You hear from a named person.", "You hear\nfrom a *named* person."),
        ("\n", "\r\n"),
        ("# Support", "#  Support"),
    ],
)
def test_what_does_not_change_the_meaning_breaks_nothing(desk: Shell, old: str, new: str) -> None:
    edit(desk, FIRST, old, new)
    assert desk("verify").code == 0


def test_a_version_nobody_signed_is_said_and_is_no_error(shell: Shell) -> None:
    project(shell.root)
    shell("release")
    done = shell("verify")
    assert (done.code, done.out) == (0, "support-desk 1.0: nobody has signed it yet.\n1 version: 1 not signed.\n")


def test_a_project_without_versions_has_nothing_to_verify(shell: Shell) -> None:
    project(shell.root)
    assert (shell("verify").code, shell("verify").out) == (0, "0 versions.\n")


def test_who_disagrees_is_named_as_such(desk: Shell) -> None:
    desk("sign", "--party", "staff", "--name", "Noor Haddad", "--decision", "disagree", "--note", "Too slow")
    assert "Noor Haddad (disagree)" in desk("verify").out


def test_a_sheet_without_a_fingerprint_holds_nothing(desk: Shell) -> None:
    found = fingerprint(desk)
    edit(desk, SHEET, found, "")
    done = desk("verify")
    assert done.code == 1
    assert found in done.out
    assert "but the sheet does not say which text" in done.out
    assert "CH407 sign-off-without-fingerprint" in done.out
    assert done.out.endswith("1 version: 1 signed without a fingerprint.\n")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("| desk | Tomas Beck | agree | 2026-01-05 | |", "CH401 sign-off-without-right"),
        ("| desk | Rosa Lindqvist | agree | 2026-01-04 | |", "CH402 sign-off-before-text"),
        ("| board | Rosa Lindqvist | agree | 2026-01-05 | |", "CH107 unknown-party"),
        ("| desk | Rosa Lindqvist | perhaps | 2026-01-05 | |", "CH405 bad-decision"),
    ],
)
def test_a_signature_that_is_not_right_is_an_error_with_its_line(shell: Shell, row: str, code: str) -> None:
    project(shell.root, {"support-desk": charter_text(front=FRONT)})
    shell("release")
    front = f'---\nversion: "1.0"\nfingerprint: "{fingerprint(shell)}"\n---\n\n'
    write(shell.root / SHEET, f"{front}{HEAD}{row}\n")
    done = shell("verify")
    assert done.code == 1
    assert f"{SHEET}:8:" in done.out
    assert f": error {code}: " in done.out


def test_a_sheet_without_its_version_is_an_error(desk: Shell) -> None:
    (desk.root / FIRST).unlink()
    done = desk("verify")
    assert done.code == 1
    assert f"{SHEET}:1:1: error CH404 sign-off-of-unknown-version" in done.out


def test_a_version_file_with_another_label_inside_is_an_error(desk: Shell) -> None:
    edit(desk, FIRST, 'version: "1.0"', 'version: "2.0"')
    done = desk("verify")
    assert done.code == 1
    assert "error CH150 label-mismatch" in done.out


def test_what_is_wrong_elsewhere_is_not_its_business(desk: Shell) -> None:
    write(desk.root / "content/support-desk/charter.md", b"\xff")
    write(desk.root / "content/other/charter.md", "---\ntitle: [\n---\n")
    done = desk("verify")
    assert (done.code, done.out.count("error")) == (0, 0)


def test_only_the_charters_asked_for_are_verified(desk: Shell) -> None:
    write(desk.root / "content/other/charter.md", charter_text(title="Other"))
    desk("release", "other")
    assert desk("verify", "other").out == "other 1.0: nobody has signed it yet.\n1 version: 1 not signed.\n"
    assert desk("verify").out.endswith("2 versions: 1 as signed, 1 not signed.\n")
    done = desk("verify", "othr")
    assert (done.code, 'did you mean "other"?' in done.err) == (2, True)


def test_json_holds_each_version_and_every_diagnostic(desk: Shell) -> None:
    signed = fingerprint(desk)
    edit(desk, FIRST, "named person", "kind person")
    done = desk("verify", "--format", "json")
    report = json.loads(done.out)
    assert done.code == 1
    assert report["schema"] == 1
    assert report["versions"] == [
        {
            "charter": "support-desk",
            "version": "1.0",
            "path": FIRST,
            "fingerprint": fingerprint(desk),
            "signed": signed,
            "signed_by": ["Rosa Lindqvist", "Noor Haddad"],
            "holds": False,
            "earlier": [],
        }
    ]
    assert [item["code"] for item in report["diagnostics"]] == ["CH403"]


@pytest.mark.parametrize("place", ["content/library", "content/library.md"])
def test_a_charter_that_cannot_be_read_is_not_passed_over(desk: Shell, place: str) -> None:
    (desk.root / place).symlink_to(desk.root.parent)
    done = desk("verify")
    assert done.code == 1
    assert f"{place}: error CH127 symbolic-link: " in done.out
    assert f"{place}: error CH127" not in desk("verify", "support-desk").out


def test_a_folder_of_versions_that_cannot_be_read_is_told(desk: Shell) -> None:
    (desk.root / FIRST).parent.rename(desk.root.parent / "versions")
    (desk.root / FIRST).parent.symlink_to(desk.root.parent / "versions")
    done = desk("verify")
    assert done.code == 1
    assert "content/support-desk/versions: error CH127 symbolic-link: " in done.out
    assert "CH404" not in done.out


def test_earlier_signatures_are_told_with_what_they_are_worth(desk: Shell) -> None:
    edit(desk, "content/support-desk/charter.md", "90% within", "80% within")
    desk("release", "--note", "We cannot keep it.")
    done = desk("verify")
    assert done.code == 0
    assert (
        "support-desk 2.0: nobody has signed it yet.\n"
        "  0 of 1 promise unchanged since desk (Rosa Lindqvist) signed 1.0, which holds for 2.0 too\n"
        "  0 of 1 promise unchanged since staff (Noor Haddad) signed 1.0, which does not hold for 2.0:\n"
        "    loses: A person answers you quickly: the target is weaker, from "
        '"90% within 4 hours" to "80% within 4 hours".\n'
    ) in done.out
    told = json.loads(desk("verify", "--format", "json").out)["versions"][1]["earlier"]
    assert [(item["party"], item["holds"], item["unchanged"], item["promises"]) for item in told] == [
        ("desk", True, 0, 1),
        ("staff", False, 0, 1),
    ]
    (because,) = told[1]["because"]
    assert (because["from"], because["to"], because["effect"]) == ("1.0", "2.0", "loses")
    assert because["change"]["ref"] == "first-reply"
