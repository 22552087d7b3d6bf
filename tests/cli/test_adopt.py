from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.adoption.repositories import Commit, a_repository
from tests.cli.commands import Shell, tree

ONE = b"# Support\n\nWe answer in a day.\n"
TWO = b"# Support\n\nWe answer in two days.\n"


def a_handbook(root: Path, *more: Commit) -> Path:
    """Return a document that was moved once, in a repository that is a project too."""
    start = Commit(files=(("charter.toml", b'title = "T"\n'), ("help.md", ONE)), subject="First words")
    moved = Commit(
        files=(("handbook/support.md", TWO),), gone=("help.md",), subject="Move", date="2025-01-02T00:00:00Z"
    )
    return a_repository(root, [start, moved, *more]) / "handbook/support.md"


def test_each_text_becomes_a_version_and_the_newest_the_working_text(shell: Shell) -> None:
    path = a_handbook(shell.root)
    done = shell("adopt", str(path))
    assert (done.code, done.err) == (0, "")
    assert tree(shell.root / "content").keys() == {
        "support/charter.md", "support/versions/2024-03-01.md", "support/versions/2025-01-02.md",
    }  # fmt: skip
    assert (shell.root / "content/support/charter.md").read_bytes() == TWO
    assert "  2024-03-01    First words\n" in done.out
    assert "  moved: help.md → handbook/support.md (" in done.out
    assert "Written: 3 files in content/support/\n" in done.out
    assert shell("check").code == 0
    assert shell("diff", "support", "2024-03-01", "2025-01-02").out.startswith("Support, 2024-03-01 → 2025-01-02")
    assert not json.loads(shell("diff", "--format", "json").out)["changes"]


def test_adopting_again_adds_what_is_new_and_touches_nothing_else(shell: Shell) -> None:
    path = a_handbook(shell.root)
    shell("adopt", str(path))
    draft = shell.root / "content/support/charter.md"
    draft.write_text("# Support\n\nA better draft.\n", encoding="utf-8")
    before = tree(shell.root / "content")
    again = shell("adopt", str(path))
    assert again.out.endswith("Everything is here already; nothing was written.\n")
    assert tree(shell.root / "content") == before
    newer = Commit(files=(("handbook/support.md", ONE + TWO),), date="2025-06-01T00:00:00Z")
    other = a_handbook(shell.root.parent / "newer", newer)
    (other.parents[1] / "content").symlink_to(shell.root / "content")
    more = shell("--project", str(shell.root), "adopt", str(other))
    assert "Written: 1 file in content/support/" in more.out
    assert "Left as it is: content/support/charter.md, which says something else than 2025-06-01\n" in more.out
    assert more.out.endswith("Next:  charter diff support 2025-06-01\n")
    assert draft.read_text("utf-8").endswith("A better draft.\n")


def test_a_version_that_says_something_else_stops_everything(shell: Shell) -> None:
    path = a_handbook(shell.root)
    mine = shell.root / "content/support/versions/2025-01-02.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n", encoding="utf-8")
    done = shell("adopt", str(path))
    assert done.code == 3
    assert "is there already and says something else; nothing was written" in done.err
    assert tree(shell.root / "content") == {"support/versions/2025-01-02.md": b"mine\n"}


def test_versions_of_another_making_are_not_mixed_with_adopted_ones(shell: Shell) -> None:
    path = a_handbook(shell.root)
    mine = shell.root / "content/support/versions/1.0.md"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine\n", encoding="utf-8")
    assert shell("adopt", str(path)).code == 3
    assert len(tree(shell.root / "content")) == 1


def test_a_dry_run_writes_nothing(shell: Shell) -> None:
    path = a_handbook(shell.root)
    done = shell("adopt", "--dry-run", str(path))
    assert "Would write: 3 files in content/support/" in done.out
    assert not (shell.root / "content").exists()


def test_the_report_as_json(shell: Shell) -> None:
    report = json.loads(shell("adopt", str(a_handbook(shell.root)), "--as", "help-desk", "--format", "json").out)
    assert (report["schema"], report["charter"], report["path"]) == (1, "help-desk", "handbook/support.md")
    assert [item["version"] for item in report["versions"]] == ["2024-03-01", "2025-01-02"]
    assert [(move["from"], move["to"]) for move in report["moves"]] == [("help.md", "handbook/support.md")]
    assert report["written"][-1] == "content/help-desk/charter.md"


def test_a_deleted_document_can_be_adopted_too(shell: Shell) -> None:
    path = a_handbook(shell.root, Commit(gone=("handbook/support.md",)))
    assert not path.exists()
    assert shell("adopt", str(path)).code == 0
    assert (shell.root / "content/support/charter.md").read_bytes() == TWO


def test_an_index_is_named_after_its_folder(shell: Shell) -> None:
    start = Commit(files=(("charter.toml", b""), ("Refunds/README.md", ONE)))
    path = a_repository(shell.root, [start]) / "Refunds/README.md"
    shell("adopt", str(path))
    assert (shell.root / "content/refunds/charter.md").is_file()


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["handbook"], 2, "is a folder, not a document"),
        (["handbook/nothing.md"], 2, "git has no history of"),
        (["handbook/support.md", "--as", "../x"], 2, "cannot be the name of a charter"),
        (["handbook/support.md", "--since", "yesterday"], 2, '"yesterday" is not a commit'),
    ],
)
def test_what_cannot_be_adopted_is_said_with_a_way_out(shell: Shell, words: list[str], code: int, told: str) -> None:
    a_handbook(shell.root)
    done = shell("adopt", str(shell.root / words[0]), *words[1:])
    assert done.code == code
    assert told in done.err
    assert "hint: " in done.err
    assert not (shell.root / "content").exists()


def test_a_document_in_no_repository_says_so(shell: Shell) -> None:
    shell.root.mkdir(exist_ok=True)
    (shell.root / "charter.toml").write_text("", encoding="utf-8")
    (shell.root / "support.md").write_bytes(ONE)
    done = shell("adopt", str(shell.root / "support.md"))
    assert done.code == 3
    assert "git cannot read a repository here" in done.err
