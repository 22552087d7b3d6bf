from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.build.manifest import read_manifest
from charter.build.plan import Failure, Output, Plan
from charter.build.run import Result, check_output_folder, run
from charter.files import TEMPORARY_PREFIX
from charter.source import CharterError, UsageError

MANIFEST = Path(".charter/cache/build.json")


def a_plan(files: Mapping[str, str], *, failing: Mapping[str, Exception] | None = None) -> Plan:
    def fail(error: Exception) -> bytes:
        raise error

    plan = Plan()
    plan.add(Output(path, partial(str.encode, words)) for path, words in files.items())
    plan.add(Output(path, partial(fail, error)) for path, error in (failing or {}).items())
    return plan


def build(root: Path, files: Mapping[str, str], *, folder: str = "site", is_dry: bool = False) -> Result:
    return run(a_plan(files), root, check_output_folder(root, root / folder, "content"), is_dry=is_dry)


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def folders(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir()}


def test_every_file_of_the_plan_is_written(tmp_path: Path) -> None:
    result = build(tmp_path, {"index.html": "home", "a/index.html": "A"})
    assert tree(tmp_path / "site") == {"index.html": "home", "a/index.html": "A"}
    assert result == Result(("index.html", "a/index.html"), (), 0, ())


def test_nothing_changed_means_nothing_written(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": "home"})
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert build(tmp_path, {"index.html": "home"}) == Result((), (), 1, ())
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": "home", "a.html": "A"})
    assert build(tmp_path, {"index.html": "home", "a.html": "B"}).written == ("a.html",)


def test_what_is_no_longer_made_is_removed_with_the_folders_it_leaves_empty(tmp_path: Path) -> None:
    build(tmp_path, {"index.html": "home", "a/v/1.0.html": "1", "a/index.html": "A"})
    assert build(tmp_path, {"index.html": "home", "a/index.html": "A"}).removed == ("a/v/1.0.html",)
    assert folders(tmp_path / "site") == {"a"}
    build(tmp_path, {"index.html": "home"})
    assert folders(tmp_path / "site") == set()


def test_files_of_others_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site/a").mkdir(parents=True)
    (tmp_path / "site/README.md").write_text("note")
    (tmp_path / "site/a/CNAME").write_text("mine")
    build(tmp_path, {"a/index.html": "A"})
    build(tmp_path, {"index.html": "home"})
    assert tree(tmp_path / "site") == {"README.md": "note", "a/CNAME": "mine", "index.html": "home"}


def test_each_output_folder_has_its_own_past(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": "A"}, folder="one")
    build(tmp_path, {"b.html": "B"}, folder="two")
    assert build(tmp_path, {"b.html": "B"}, folder="one").removed == ("a.html",)
    assert tree(tmp_path / "two") == {"b.html": "B"}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 0, "outputs": {"site": ["a.html"]}}',
        '{"format": 1}',
        '{"format": 1, "outputs": {"site": "a.html"}}',
        '{"format": 1, "outputs": {"site": ["../keep.txt"]}}',
        '{"format": 1, "outputs": {"site": ["/etc/passwd"]}}',
        "[" * 5000,
    ],
)
def test_with_a_damaged_manifest_nothing_is_removed_and_all_is_built(tmp_path: Path, damage: str) -> None:
    (tmp_path / "keep.txt").write_text("keep")
    build(tmp_path, {"a.html": "A"})
    (tmp_path / MANIFEST).write_text(damage)
    assert build(tmp_path, {"b.html": "B"}) == Result(("b.html",), (), 0, ())
    assert tree(tmp_path / "site") == {"a.html": "A", "b.html": "B"}
    assert (tmp_path / "keep.txt").exists()
    assert read_manifest(tmp_path) == {"site": frozenset({"b.html"})}


def test_the_cache_may_be_deleted(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": "A"})
    (tmp_path / MANIFEST).unlink()
    assert build(tmp_path, {"a.html": "A"}).unchanged == 1


def test_a_killed_build_is_made_right_by_the_next(tmp_path: Path) -> None:
    def killed() -> bytes:
        raise KeyboardInterrupt

    build(tmp_path, {"old.html": "old"})
    plan = a_plan({"a.html": "A"})
    plan.add([Output("b.html", killed), Output("c.html", killed)])
    with pytest.raises(KeyboardInterrupt):
        run(plan, tmp_path, tmp_path / "site")
    assert tree(tmp_path / "site")["a.html"] == "A"
    (tmp_path / "site" / f"{TEMPORARY_PREFIX}0123").write_text("half")
    build(tmp_path, {"b.html": "B"})
    assert tree(tmp_path / "site") == {"b.html": "B"}


def test_a_dry_run_tells_all_and_touches_nothing(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": "A", "b.html": "B"})
    before = tree(tmp_path)
    result = build(tmp_path, {"a.html": "A2", "c/d.html": "D"}, is_dry=True)
    assert result == Result(("a.html", "c/d.html"), ("b.html",), 0, ())
    assert tree(tmp_path) == before
    assert build(tmp_path / "fresh", {"a.html": "A"}, is_dry=True).written == ("a.html",)
    assert not (tmp_path / "fresh").exists()


def test_a_file_that_cannot_be_made_stays_as_it_was_and_the_others_are_made(tmp_path: Path) -> None:
    build(tmp_path, {"a.html": "A", "b.html": "B"})
    error = ValueError("bug")
    result = run(a_plan({"c.html": "C"}, failing={"a.html": error}), tmp_path, tmp_path / "site")
    assert result == Result(("c.html",), ("b.html",), 0, (Failure("a.html", error),))
    assert tree(tmp_path / "site") == {"a.html": "A", "c.html": "C"}
    assert build(tmp_path, {"c.html": "C"}).removed == ("a.html",)


def test_a_file_may_become_a_folder_and_a_folder_a_file(tmp_path: Path) -> None:
    build(tmp_path, {"a": "A", "b/c": "C"})
    build(tmp_path, {"a/b": "B", "b": "B"})
    assert tree(tmp_path / "site") == {"a/b": "B", "b": "B"}


def test_a_page_that_is_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("mine")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").symlink_to(outside)
    build(tmp_path, {"index.html": "home"})
    assert outside.read_text() == "mine"
    assert not (tmp_path / "site/index.html").is_symlink()


def test_a_linked_folder_is_neither_written_through_nor_removed_through(tmp_path: Path) -> None:
    build(tmp_path, {"a/index.html": "A"})
    outside = tmp_path / "outside"
    (tmp_path / "site/a").rename(outside)
    (tmp_path / "site/a").symlink_to(outside)
    with pytest.raises(CharterError, match="is a link"):
        build(tmp_path, {"a/index.html": "B"})
    build(tmp_path, {"index.html": "home"})
    assert tree(outside) == {"index.html": "A"}


@pytest.mark.parametrize(
    "folder",
    [".", "..", "content", "content/site", "templates", "templates/site", ".git", ".charter/cache", "site/../content"],
)
def test_the_site_is_not_written_among_the_sources(tmp_path: Path, folder: str) -> None:
    root = tmp_path / "project"
    (root / "content").mkdir(parents=True)
    with pytest.raises(UsageError):
        check_output_folder(root, root / folder, "content")


def test_the_site_is_not_written_over_charters_kept_elsewhere(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        check_output_folder(tmp_path, tmp_path / "docs", "docs/charters")


def test_a_linked_output_folder_must_not_lead_out_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (tmp_path / "home").mkdir()
    (root / "site").symlink_to(tmp_path / "home")
    with pytest.raises(UsageError, match="leads out"):
        check_output_folder(root, root / "site", "content")
    assert check_output_folder(root, tmp_path / "home", "content") == tmp_path / "home"


def test_a_file_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        check_output_folder(tmp_path, tmp_path / "site", "content")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a/index.html", "A/index.html"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("a", "a/b"),
        ("a/b", "A"),
        ("stra\u00dfe", "STRASSE"),
        ("same", "same"),
    ],
)
def test_two_files_in_one_place_are_named_and_the_first_stays(one: str, other: str) -> None:
    plan = a_plan({})
    plan.add([Output(one, bytes), Output(other, bytes)])
    assert [output.path for output in plan.outputs] == [one]
    (failure,) = plan.failures
    assert failure.path == other
    assert f'"{other}"' in str(failure.error)
    assert f'"{one}"' in str(failure.error)


def test_neighbours_do_not_clash() -> None:
    paths = ["a/index.html", "a/v/1.0.html", "a/v/1.0.1.html", "a.html", "ab/index.html", "_headers"]
    plan = a_plan(dict.fromkeys(paths, ""))
    assert [output.path for output in plan.outputs] == paths
    assert plan.failures == []


@pytest.mark.parametrize(
    "path",
    ["../a", "a/../b", "/a", "a//b", "a/", "", ".", "a\\b", "a\x00b", "a\nb", "\udcff", "é" * 128, "a/" + "b" * 256],
)
def test_no_path_leads_out_of_the_site_or_is_more_than_a_disk_takes(path: str) -> None:
    plan = a_plan({path: ""})
    assert plan.outputs == []
    assert len(plan.failures) == 1


NAMES = st.sampled_from(["a", "A", "b", "c.html", "d"])
SITES = st.dictionaries(st.lists(NAMES, min_size=1, max_size=3).map("/".join), st.text("xyz", max_size=2), max_size=6)


@given(st.lists(SITES, min_size=1, max_size=4))
def test_after_any_series_of_builds_the_site_is_what_a_clean_build_makes(
    tmp_path_factory: pytest.TempPathFactory, series: list[dict[str, str]]
) -> None:
    root = tmp_path_factory.mktemp("series")
    for files in series:
        build(root, files)
    clean = tmp_path_factory.mktemp("clean")
    build(clean, series[-1])
    assert tree(root / "site") == tree(clean / "site")
    assert folders(root / "site") == folders(clean / "site")


def test_one_build_waits_for_the_other_and_says_so_in_the_end(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    from charter.build.lock import only_build

    (tmp_path / ".charter").mkdir()
    handle = os.open(tmp_path / ".charter/lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(CharterError, match="another build"), only_build(tmp_path, wait_seconds=0.1):
        pytest.fail("the lock was not held")
    os.close(handle)
    with only_build(tmp_path, wait_seconds=0.1):
        pass


def test_the_lock_is_not_looked_for_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".charter").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CharterError, match="is a link"):
        build(tmp_path, {"index.html": "home"})


def test_the_manifest_begins_with_its_format(tmp_path: Path) -> None:
    build(tmp_path, {"b.html": "", "a.html": ""})
    text = (tmp_path / MANIFEST).read_text()
    assert next(iter(json.loads(text))) == "format"
    assert json.loads(text)["outputs"] == {"site": ["a.html", "b.html"]}
