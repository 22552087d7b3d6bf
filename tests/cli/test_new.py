from __future__ import annotations

import json

import pytest

from tests.builders import charter_text, project, write
from tests.cli.commands import Done, Shell, tree


def test_a_new_charter_has_no_findings_and_builds(shell: Shell) -> None:
    project(shell.root, {})
    done = shell("new", "library")
    assert (done.code, done.out.startswith("Made content/library/charter.md\n")) == (0, True)
    assert shell("check").out == "1 charter, nothing to report\n"
    assert shell("build").code == 0


def test_the_title_is_made_of_the_name_or_given(shell: Shell) -> None:
    project(shell.root, {})
    shell("new", "front-desk")
    assert 'title: "Front desk"\n' in (shell.root / "content/front-desk/charter.md").read_text("utf-8")
    shell("new", "library", "--title", "Die Bücherei")
    assert "# Die Bücherei\n" in (shell.root / "content/library/charter.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Support Desk", "support-desk"),
        ("Ünder wäter!", "under-water"),
        ("../evil", "evil"),
        ("a/b", "a-b"),
        ("assets", "assets-charter"),
        ("README", "readme-charter"),
        ("_draft", "draft"),
    ],
)
def test_a_name_that_cannot_be_is_answered_with_one_that_can(name: str, better: str, shell: Shell) -> None:
    project(shell.root)
    before = tree(shell.root)
    done = shell("new", name)
    assert done.code == 2
    assert f"hint: charter new {better}\n" in done.err
    assert tree(shell.root) == before


@pytest.mark.parametrize("name", ["support-desk", "Support-Desk", "single"])
def test_a_name_that_is_taken_is_refused(name: str, shell: Shell) -> None:
    project(shell.root, {"support-desk": charter_text(), "single.md": charter_text()})
    before = tree(shell.root)
    done = shell("new", name)
    assert done.code == 2
    assert "already" in done.err
    assert tree(shell.root) == before


def test_charters_kept_elsewhere_get_company_there(shell: Shell) -> None:
    project(shell.root, {}, config='title = "T"\ncontent = "docs/charters"\n')
    assert shell("new", "library").code == 0
    assert (shell.root / "docs/charters/library/charter.md").is_file()


def test_a_dry_run_makes_nothing(shell: Shell) -> None:
    project(shell.root, {})
    assert shell("new", "library", "--dry-run").out.startswith("Would make content/library/charter.md")
    assert not (shell.root / "content/library").exists()


@pytest.mark.parametrize(("name", "hint"), [("", "my-charter"), ("../x", "x"), ("..", "my-charter")])
def test_a_name_that_is_a_path_or_nothing_is_answered_with_one_that_works(shell: Shell, name: str, hint: str) -> None:
    project(shell.root, {})
    done = shell("new", name)
    assert (done.code, done.err.splitlines()[1]) == (2, f"  hint: charter new {hint}")
    assert "notes to authors" not in done.err
    assert shell("new", hint).code == 0


POLICY = """# Refunds

If you are unhappy, tell us.

## How it works

We send your money back within 5 working days.
Say so at least 2 days before the month ends.
"""


def from_file(shell: Shell, data: str | bytes, *words: str, name: str = "policy.md") -> Done:
    return shell("new", "refunds", "--from", str(write(shell.root.parent / name, data)), *words)


def test_a_document_becomes_a_draft_to_the_last_word(shell: Shell) -> None:
    project(shell.root, {})
    done = from_file(shell, POLICY)
    text = (shell.root / "content/refunds/charter.md").read_text("utf-8")
    assert done.code == 0
    assert text == f'---\ntitle: "Refunds"\n---\n\n{POLICY}'
    assert not json.loads(shell("check", "--format", "json").out)["diagnostics"]


def test_what_a_document_lacks_is_told_with_what_to_write(shell: Shell) -> None:
    project(shell.root, {})
    done = from_file(shell, POLICY)
    assert "a promise: a heading ###" in done.out
    assert "the front matter lists no parties\n    hint: parties:\n            - {id: customers" in done.out
    assert "nothing says when the charter is looked at again\n    hint: review: every" in done.out
    assert "what to do when it goes wrong" not in done.out


def test_sentences_that_read_like_promises_are_told_with_their_places(shell: Shell) -> None:
    project(shell.root, {})
    done = from_file(shell, POLICY)
    assert '  content/refunds/charter.md:11:25: "within 5 working days"\n    hint: - Target: within 5' in done.out
    text = (shell.root / "content/refunds/charter.md").read_text("utf-8").splitlines()
    assert text[10][24:].startswith("within 5 working days")


def test_front_matter_of_a_document_is_kept(shell: Shell) -> None:
    project(shell.root, {})
    from_file(shell, "---\nlayout: page\nversion: 3\n---\n# Refunds\n")
    text = (shell.root / "content/refunds/charter.md").read_text("utf-8")
    assert "layout: page\noriginal-version: 3\n---\n# Refunds\n" in text


def test_a_document_in_the_projects_language_says_so(shell: Shell) -> None:
    project(shell.root, {}, config='language = "fr"\n')
    done = from_file(shell, "# Remboursements\n\nNous remboursons dans les 5 jours ouvrés.\n")
    assert "\nlanguage: fr\n" in (shell.root / "content/refunds/charter.md").read_text("utf-8")
    assert "hint: - Cible: dans les 5 jours ouvrés" in done.out


def test_a_dry_run_tells_what_is_lacking_and_writes_nothing(shell: Shell) -> None:
    project(shell.root, {})
    assert "Would make content/refunds/charter.md" in from_file(shell, POLICY, "--dry-run").out
    assert not (shell.root / "content/refunds").exists()


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (b"PK\x03\x04\0\0\0", "policy.docx", "pandoc policy.docx -t gfm"),
        (b"# x\n" * 3_000_000, "policy.md", "MB"),
    ],
)
def test_a_document_that_is_no_text_is_refused_with_a_way_out(shell: Shell, data: bytes, name: str, told: str) -> None:
    project(shell.root, {})
    done = from_file(shell, data, name=name)
    assert done.code in {2, 3}
    assert told in done.err
    assert not (shell.root / "content/refunds").exists()


def test_a_document_that_is_not_there_is_a_usage_error(shell: Shell) -> None:
    project(shell.root, {})
    assert shell("new", "refunds", "--from", str(shell.root / "nothing.md")).code == 2
    assert shell("new", "refunds", "--from", str(shell.root)).code == 2


def test_two_titles_are_one_too_many(shell: Shell) -> None:
    project(shell.root, {})
    done = from_file(shell, "---\ntitle: Mine\n---\n# Refunds\n", "--title", "Yours")
    assert done.code == 2
    assert "has a title of its own" in done.err
