from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from charter.adoption.history import History, read_history
from charter.source import CharterError, UsageError
from tests import corpus
from tests.adoption.repositories import Commit, a_repository

ONE = b"# Support\n\nWe answer in a day.\n"
TWO = b"# Support\n\nWe answer in two days.\n"
THREE = b"# Help\n\nWe try.\n"


def edit(data: bytes, path: str = "support.md", **more: Any) -> Commit:
    return Commit(files=((path, data),), **more)


def texts(history: History) -> list[bytes]:
    return [edition.data for edition in history.editions]


def test_each_distinct_text_comes_once_oldest_first_with_its_day_and_words(tmp_path: Path) -> None:
    again = Commit(files=(("other.txt", b"x"),), subject="elsewhere")
    first = edit(ONE, subject="First", date="2020-02-29T23:30:00+02:00")
    root = a_repository(tmp_path, [first, again, edit(TWO, subject="Slower"), edit(ONE, subject="Back")])
    history = read_history(root, "support.md")
    assert texts(history) == [ONE, TWO, ONE]
    assert [edition.subject for edition in history.editions] == ["First", "Slower", "Back"]
    assert history.editions[0].date == date(2020, 2, 29)


def test_a_file_that_was_moved_and_rewritten_in_one_commit_is_followed(tmp_path: Path) -> None:
    moved = Commit(files=(("help/index.md", THREE),), gone=("support.md",))
    root = a_repository(tmp_path, [edit(ONE), edit(TWO), moved])
    history = read_history(root, "help/index.md")
    assert texts(history) == [ONE, TWO, THREE]
    assert [(move.before, move.after) for move in history.moves] == [("support.md", "help/index.md")]
    assert history.moves[0].likeness < 0.5


def test_a_file_that_went_away_and_came_back_to_its_place_is_followed_both_ways(tmp_path: Path) -> None:
    away = Commit(files=(("help.md", TWO),), gone=("support.md",))
    back = Commit(files=(("support.md", THREE),), gone=("help.md",))
    root = a_repository(tmp_path, [edit(ONE), away, back])
    assert texts(read_history(root, "support.md")) == [ONE, TWO, THREE]


def test_a_file_that_was_deleted_for_a_while_keeps_what_it_said_before(tmp_path: Path) -> None:
    root = a_repository(tmp_path, [edit(ONE), Commit(gone=("support.md",)), edit(TWO)])
    assert texts(read_history(root, "support.md")) == [ONE, TWO]


def test_a_move_in_two_commits_is_found_by_the_bytes(tmp_path: Path) -> None:
    root = a_repository(tmp_path, [edit(ONE), edit(ONE, "help.md"), Commit(gone=("support.md",)), edit(TWO, "help.md")])
    assert texts(read_history(root, "help.md")) == [ONE, TWO]


def test_of_several_files_that_went_the_one_with_the_same_words_is_followed(tmp_path: Path) -> None:
    start = Commit(files=(("a.md", ONE), ("b.md", b"# Refunds\n\nThirty days, no questions.\n"), ("c.txt", b"c")))
    moves = Commit(
        files=(("x/one.md", ONE + b"\nAlways.\n"), ("x/two.md", b"# Refunds\n\nSixty days, no questions.\n")),
        gone=("a.md", "b.md", "c.txt"),
    )
    root = a_repository(tmp_path, [start, moves])
    assert texts(read_history(root, "x/one.md"))[0] == ONE
    assert texts(read_history(root, "x/two.md"))[0].startswith(b"# Refunds\n\nThirty")


def test_a_new_file_does_not_take_over_the_history_of_others_that_went(tmp_path: Path) -> None:
    start = Commit(files=(("a.md", b"# Cats\n\nPurr.\n"), ("b.md", b"# Dogs\n\nBark.\n")))
    root = a_repository(tmp_path, [start, Commit(files=(("support.md", ONE),), gone=("a.md", "b.md"))])
    history = read_history(root, "support.md")
    assert (texts(history), history.moves) == ([ONE], ())


def test_of_a_merge_counts_what_the_branch_got(tmp_path: Path) -> None:
    side = [edit(b"# Draft\n", parent=1), edit(TWO)]
    root = a_repository(tmp_path, [edit(ONE), *side, edit(TWO, parent=1, merged=3, subject="Merge the new text")])
    history = read_history(root, "support.md")
    assert texts(history) == [ONE, TWO]
    assert history.editions[1].subject == "Merge the new text"


def test_a_file_that_came_with_a_merged_repository_keeps_the_history_it_had_there(tmp_path: Path) -> None:
    commits = [Commit(files=(("readme.txt", b"x"),)), edit(ONE), edit(TWO)]
    merge = Commit(files=(("support.md", TWO),), parent=1, merged=3)
    assert texts(read_history(a_repository(tmp_path, [*commits, merge]), "support.md")) == [ONE, TWO]


@pytest.mark.parametrize(
    ("author", "subject"),
    [
        ("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", "Bump"),
        ("sync-bot <sync@example.org>", "Sync"),
        ("Rosa <rosa@example.org>", "[pre-commit.ci] auto fixes from pre-commit.com hooks"),
    ],
)
def test_commits_made_by_tools_are_known(tmp_path: Path, author: str, subject: str) -> None:
    root = a_repository(tmp_path, [edit(ONE), edit(TWO, author=author, subject=subject)])
    assert [edition.by_tool for edition in read_history(root, "support.md").editions] == [False, True]


@pytest.mark.parametrize("author", ["Abbot Smith <a@abbot.example>", "Robot Dreams <r@example.org>"])
def test_people_whose_names_sound_like_tools_are_people(tmp_path: Path, author: str) -> None:
    root = a_repository(tmp_path, [edit(ONE, author=author)])
    assert not read_history(root, "support.md").editions[0].by_tool


def test_since_a_day_begins_with_the_text_that_stood_on_it(tmp_path: Path) -> None:
    days = [edit(data, date=f"202{year}-05-01T00:00:00+00:00") for year, data in enumerate((ONE, TWO, THREE))]
    root = a_repository(tmp_path, days)
    assert texts(read_history(root, "support.md", since=date(2021, 12, 31))) == [TWO, THREE]
    assert texts(read_history(root, "support.md", since=date(2019, 1, 1))) == [ONE, TWO, THREE]
    assert texts(read_history(root, "support.md", since="main~1")) == [TWO, THREE]


def test_a_document_that_never_was_there_is_a_usage_error(tmp_path: Path) -> None:
    root = a_repository(tmp_path, [edit(ONE)])
    with pytest.raises(UsageError, match=r'no history of "nothing\.md"'):
        read_history(root, "nothing.md")
    with pytest.raises(UsageError):
        read_history(root, "support.md", since="nowhere")


def test_a_shallow_copy_is_refused_unless_the_old_is_not_asked_for(tmp_path: Path) -> None:
    a_repository(tmp_path / "whole", [edit(ONE), edit(TWO)])
    subprocess.run(["git", "clone", "-q", "--depth=1", f"file://{tmp_path}/whole", tmp_path / "part"], check=True)
    with pytest.raises(CharterError) as caught:
        read_history(tmp_path / "part", "support.md")
    assert (caught.value.hint or "").startswith("git fetch --unshallow")
    assert texts(read_history(tmp_path / "part", "support.md", since=date(2020, 1, 1))) == [TWO]


def test_a_link_in_the_documents_place_is_left_out_and_told(tmp_path: Path) -> None:
    root = a_repository(tmp_path, [edit(ONE)])
    (root / "support.md").unlink()
    (root / "support.md").symlink_to("elsewhere.md")
    subprocess.run(["git", "-c", "user.name=n", "-c", "user.email=e@x", "commit", "-qam", "link"], cwd=root, check=True)
    history = read_history(root, "support.md")
    assert texts(history) == [ONE]
    assert [why for _, why in history.skipped] == ["a link, not a text"]


def replayed(folder: Path, versions: list[dict[str, Any]], *, moves_alone: bool) -> Path:
    commits = [Commit(files=(("LICENSE", b"licence"),), subject="start")]
    before: dict[str, Any] | None = None
    for version in versions:
        data = (corpus.folder() / version["file"]).read_bytes()
        is_moved = before is not None and before["path"] != version["path"]
        gone = (before["path"],) if before and is_moved else ()
        if before and is_moved and moves_alone:
            old = (corpus.folder() / before["file"]).read_bytes()
            commits.append(Commit(files=((version["path"], old),), gone=gone, date=version["date"]))
            gone = ()
        commits.append(
            Commit(files=((version["path"], data),), gone=gone, subject=version["subject"], date=version["date"])
        )
        before = version
    return a_repository(folder, commits)


@pytest.mark.parametrize("moves_alone", [False, True], ids=["moved and edited at once", "moves alone"])
@pytest.mark.parametrize("document", corpus.manifest()["documents"], ids=lambda document: document["id"])
def test_a_real_document_is_found_whole(tmp_path: Path, document: dict[str, Any], moves_alone: bool) -> None:
    versions = document["versions"]
    root = replayed(tmp_path, versions, moves_alone=moves_alone)
    found = read_history(root, versions[-1]["path"]).editions
    assert [edition.data for edition in found] == [(corpus.folder() / v["file"]).read_bytes() for v in versions]
    assert [edition.date.isoformat() for edition in found] == [version["date"][:10] for version in versions]
