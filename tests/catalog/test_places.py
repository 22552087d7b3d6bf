"""Charters are found where they are, and what only looks like one is said to be none."""

from __future__ import annotations

import os
import threading
import unicodedata
from pathlib import Path

import pytest
from builders import charter_text, project, write

from charter.catalog import Catalog, load_catalog
from charter.config import Config
from charter.source import CharterError

from .loading import found, ids, load, one

TEXT = charter_text()


def test_a_folder_is_a_charter_and_a_file_is_one_too(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"b-desk": TEXT, "a-note.md": "# A note\n\nAll prose.\n"})
    assert [(charter.id, charter.folder) for charter in catalog.charters] == [
        ("a-note", None),
        ("b-desk", "content/b-desk"),
    ]
    assert catalog.find("b-desk") is catalog.charters[1]
    assert catalog.find("gone") is None
    assert [charter.span.path for charter in catalog.charters] == ["content/a-note.md", "content/b-desk/charter.md"]
    assert all(charter.source and charter.fingerprint for charter in catalog.charters)


def test_readme_and_names_that_begin_with_an_underscore_or_dot_are_no_charters(tmp_path: Path) -> None:
    names = ["README.md", "readme.MD", "_draft.md", ".hidden.md"]
    catalog = load(tmp_path, dict.fromkeys(names, TEXT) | {"_old": TEXT, ".git": TEXT, "desk": TEXT})
    assert ids(catalog) == ["desk"]
    assert found(catalog) == []


def test_content_may_lie_elsewhere_in_the_project(tmp_path: Path) -> None:
    root = project(tmp_path, {}, files={"texts/ours/desk/charter.md": TEXT})
    catalog = load_catalog(root, Config(content="texts/ours"))
    assert [charter.folder for charter in catalog.charters] == ["texts/ours/desk"]


def test_a_project_without_charters_is_empty(tmp_path: Path) -> None:
    assert load(tmp_path, {}) == Catalog(charters=())


@pytest.mark.parametrize("is_file", [True, False])
def test_a_project_without_a_folder_for_charters_is_an_error_with_the_way_out(tmp_path: Path, is_file: bool) -> None:
    if is_file:
        write(tmp_path / "content", "")
    with pytest.raises(CharterError) as caught:
        load_catalog(tmp_path, Config())
    assert '"content"' in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "id", ["it-service-desk", "IT_Desk", "qualité", "2026", "v1.2", "服务", "हिन्दी", "a", "x" * 100]
)
def test_names_in_any_language_are_ids(tmp_path: Path, id: str) -> None:
    catalog = load(tmp_path, {id: TEXT})
    assert ids(catalog) == [unicodedata.normalize("NFC", id)]
    assert found(catalog) == []


@pytest.mark.parametrize(
    ("id", "better"),
    [
        ("my desk", "my-desk"), ("a..b", "a.b"), ("-rf", "rf"), ("desk.", "desk"), ("a&b", "a-b"), ("a\nb", "a-b"),
        ("a\\b", "a-b"), ("a\u202eb", "a-b"), ("a%2fb", "a-2fb"), ("Assets", "Assets-charter"), ("$(id)", "id"),
        ("index.html", "index.html-charter"), ("feed.xml", "feed.xml-charter"), ("!!!", "my-charter"), ("a:b", "a-b"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["folder", "file"])
def test_names_that_would_harm_are_refused_with_a_better_one(tmp_path: Path, id: str, better: str, kind: str) -> None:
    catalog = load(tmp_path, {id if kind == "folder" else f"{id}.md": TEXT, "good": TEXT})
    assert ids(catalog) == ["good"]
    problem = one(catalog, "CH125")
    assert problem.hint is not None
    assert problem.hint.endswith(f"content/{better}{'' if kind == 'folder' else '.md'}")
    assert all(char.isprintable() for char in problem.message + problem.span.path + problem.hint)


def test_names_that_are_not_utf_8_are_refused(tmp_path: Path) -> None:
    catalog = load(tmp_path, {os.fsdecode(b"d\xe9sk"): TEXT, os.fsdecode(b"caf\xe9.md"): TEXT, "good": TEXT})
    assert ids(catalog) == ["good"]
    assert found(catalog) == [("caf\\xe9.md", "CH125"), ("d\\xe9sk", "CH125")]
    for item in catalog.diagnostics:
        f"{item.span.path}{item.message}{item.hint}".encode()


def test_accents_apart_and_together_are_one_name(tmp_path: Path) -> None:
    apart = unicodedata.normalize("NFD", "qualité")
    catalog = load(tmp_path, {apart: TEXT})
    assert [(charter.id, charter.folder) for charter in catalog.charters] == [("qualité", f"content/{apart}")]


def test_a_folder_wins_over_a_file_of_its_name(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": charter_text(title="Folder"), "desk.md": charter_text(title="File")})
    assert [charter.text.title for charter in catalog.charters if charter.text] == ["Folder"]
    problem = one(catalog, "CH126")
    assert problem.span.path == "content/desk.md"
    assert [span.path for span in problem.related] == ["content/desk"]
    assert '"content/desk"' in problem.message
    assert '"content/desk.md"' in problem.message


def test_what_was_released_wins_over_a_newcomer_of_its_name(tmp_path: Path) -> None:
    released = {"charter.md": TEXT, "versions/1.0.md": charter_text(version="1.0")}
    catalog = load(tmp_path, {"Desk": TEXT, "desk": released})
    if len(os.listdir(tmp_path / "content")) == 1:
        pytest.skip("this disk cannot hold both names")
    assert ids(catalog) == ["desk"]
    assert one(catalog, "CH126").hint == "git mv content/Desk content/Desk-2"


def test_a_folder_that_is_no_charter_leaves_its_name_to_the_file(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": {"photo.png": b"\x89PNG"}, "desk.md": TEXT})
    assert [charter.folder for charter in catalog.charters] == [None]
    assert found(catalog) == [("desk", "CH135")]


@pytest.mark.parametrize(("one_name", "other"), [("Desk", "desk"), ("STRASSE", "straße"), ("qualité", "qualite\u0301")])
def test_names_that_some_disks_take_for_one_are_reported(tmp_path: Path, one_name: str, other: str) -> None:
    catalog = load(tmp_path, {one_name: TEXT, other: TEXT})
    if len(os.listdir(tmp_path / "content")) == 1:
        pytest.skip("this disk cannot hold both names")
    assert len(ids(catalog)) == 1
    assert len(found(catalog, "CH126")) == 1


def test_the_order_of_the_disk_is_of_no_account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(
        tmp_path, {"desk": TEXT, "Desk": TEXT, "b": {"versions/1.0.md": "x", "versions/0.1.md": "y"}, "a": TEXT}
    )
    first = load_catalog(root, Config())
    scandir = os.scandir

    class Backwards:
        def __init__(self, path: object) -> None:
            with scandir(path) as entries:  # type: ignore[call-overload]
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> list[os.DirEntry[str]]:
            return self.entries

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Backwards)
    assert load_catalog(root, Config()) == first


def test_a_folder_without_a_charter_is_reported(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"images": {"a.png": b""}, "desk": TEXT})
    assert ids(catalog) == ["desk"]
    assert found(catalog) == [("images", "CH135")]


@pytest.mark.parametrize("name", ["Charter.md", "index.md", "charter.txt", "CHARTER.MD"])
def test_a_text_under_another_name_is_offered_as_the_charter(tmp_path: Path, name: str) -> None:
    catalog = load(tmp_path, {"desk": {name: TEXT, "a.png": b"", "README.md": "x"}})
    assert ids(catalog) == []
    assert one(catalog, "CH135").hint == f"git mv content/desk/{name} content/desk/charter.md"


def test_a_charter_of_which_only_versions_are_left_is_shown(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": {"versions/1.0.md": charter_text(version="1.0")}})
    charter = catalog.charters[0]
    assert (charter.text, charter.fingerprint, charter.source) == (None, None, None)
    assert [version.label for version in charter.versions] == ["1.0"]
    assert found(catalog) == [("desk", "CH135")]


def test_a_folder_of_versions_none_of_which_can_be_read_is_no_charter(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": {"versions/one.md": TEXT}})
    assert ids(catalog) == []
    assert found(catalog) == [("desk", "CH135"), ("desk/versions/one.md", "CH151")]


@pytest.mark.parametrize("has_outer", [True, False])
def test_charters_in_deeper_folders_are_reported(tmp_path: Path, has_outer: bool) -> None:
    files = {"desk/charter.md": TEXT, "more/deeper/charter.md": TEXT}
    catalog = load(tmp_path, {"group": {**files, "charter.md": TEXT} if has_outer else files})
    assert ids(catalog) == (["group"] if has_outer else [])
    assert found(catalog) == [("group/desk/charter.md", "CH128"), ("group/more/deeper/charter.md", "CH128")]
    assert catalog.diagnostics[0].hint == "git mv content/group/desk content/desk"


def test_files_that_nearly_are_charters_are_reported(tmp_path: Path) -> None:
    catalog = load(tmp_path, {}, files={"content/desk.markdown": TEXT, "content/notes.txt": "", "content/a.png": b""})
    assert found(catalog) == [("desk.markdown", "CH136"), ("notes.txt", "CH136")]
    assert catalog.diagnostics[0].hint == "git mv content/desk.markdown content/desk.md"


class TestLinks:
    """Symbolic links lead to other places in the project, or nowhere."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        write(tmp_path / "outside/charter.md", "# Secret\n")
        write(tmp_path / "outside/versions/1.0.md", "# Secret\n")
        return project(tmp_path / "project", {"good": TEXT})

    def load(self, root: Path) -> Catalog:
        catalog = load_catalog(root, Config())
        assert "good" in ids(catalog)
        assert "Secret" not in repr(catalog)
        return catalog

    def test_a_whole_charter_that_lies_elsewhere_is_refused(self, root: Path) -> None:
        (root / "content/desk").symlink_to(root.parent / "outside")
        assert found(self.load(root)) == [("desk", "CH127")]

    def test_a_text_that_lies_elsewhere_is_refused(self, root: Path) -> None:
        (root / "content/desk").mkdir()
        (root / "content/desk/charter.md").symlink_to(root.parent / "outside/charter.md")
        (root / "content/note.md").symlink_to(root.parent / "outside/charter.md")
        assert found(self.load(root)) == [("desk/charter.md", "CH127"), ("note.md", "CH127")]

    def test_versions_that_lie_elsewhere_are_refused(self, root: Path) -> None:
        write(root / "content/desk/charter.md", TEXT)
        (root / "content/desk/versions").symlink_to(root.parent / "outside/versions")
        (root / "content/good/versions").mkdir()
        (root / "content/good/versions/1.0.md").symlink_to(root.parent / "outside/versions/1.0.md")
        catalog = self.load(root)
        assert found(catalog) == [("desk/versions", "CH127"), ("good/versions/1.0.md", "CH127")]
        assert ids(catalog) == ["desk", "good"]

    def test_records_and_attachments_that_lie_elsewhere_are_refused(self, root: Path) -> None:
        for name in ("outcomes.csv", "reviews.md", "signoffs", "photo.png", "incidents"):
            (root / "content/good" / name).symlink_to(root.parent / "outside")
        assert {code for _, code in found(self.load(root))} == {"CH127"}
        assert len(found(self.load(root))) == 5

    def test_a_content_folder_that_lies_elsewhere_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path / "outside/desk/charter.md", "# Secret\n")
        root = tmp_path / "project"
        root.mkdir()
        (root / "content").symlink_to("../outside")
        with pytest.raises(CharterError, match='"content" is a link that leads out of the project'):
            load_catalog(root, Config())

    @pytest.mark.parametrize("target", ["gone", "desk.md"])
    def test_links_that_lead_nowhere_are_reported(self, root: Path, target: str) -> None:
        (root / "content/desk.md").symlink_to(target)
        (root / "content/desk").symlink_to("desk")
        assert set(found(self.load(root))) == {("desk", "CH127"), ("desk.md", "CH127")}

    def test_hidden_files_are_not_published_by_a_link(self, root: Path) -> None:
        write(root / ".git/config", "Secret")
        (root / "content/desk.md").symlink_to("../.git/config")
        assert found(self.load(root)) == [("desk.md", "CH127")]

    def test_a_link_to_another_place_in_the_project_is_followed(self, root: Path) -> None:
        write(root / "docs/desk.md", "# Desk\n")
        (root / "content/desk.md").symlink_to("../docs/desk.md")
        catalog = self.load(root)
        assert next(charter.text.title for charter in catalog.charters if charter.text) == "Desk"
        assert not found(catalog, "CH127")

    def test_a_link_back_to_content_does_not_go_round_for_ever(self, root: Path) -> None:
        (root / "content/loop").symlink_to(".")
        write(root / "content/good/up/x.png", "")
        (root / "content/good/up/again").symlink_to("../..")
        assert found(self.load(root)) == [("loop", "CH135")]


def test_a_pipe_in_a_texts_place_does_not_hang(tmp_path: Path) -> None:
    root = project(tmp_path, {"good": TEXT, "desk": {"versions/1.0.md": charter_text(version="1.0")}})
    for name in ("desk/charter.md", "note.md", "good/outcomes.csv", "good/versions"):
        os.mkfifo(root / "content" / name)
    loaded: list[Catalog] = []
    thread = threading.Thread(target=lambda: loaded.append(load_catalog(root, Config())), daemon=True)
    thread.start()
    thread.join(20)
    catalog = loaded[0]
    assert ids(catalog) == ["desk", "good"]
    assert set(found(catalog)) >= {
        ("desk/charter.md", "CH129"), ("note.md", "CH129"), ("good/outcomes.csv", "CH129"), ("good/versions", "CH129")
    }  # fmt: skip


def test_folders_and_files_that_may_not_be_read_harm_no_other_charter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, {"good": TEXT, "desk": TEXT, "closed": TEXT})
    open_, scandir = os.open, os.scandir

    def refuse_file(path: object, *args: object, **kwargs: object) -> int:
        if "desk" in os.fsdecode(path):  # type: ignore[arg-type]
            raise PermissionError(13, "Permission denied")
        return open_(path, *args, **kwargs)  # type: ignore[arg-type]

    def refuse_folder(path: object) -> object:
        if "closed" in os.fsdecode(path):  # type: ignore[arg-type]
            raise PermissionError(13, "Permission denied")
        return scandir(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "open", refuse_file)
    monkeypatch.setattr(os, "scandir", refuse_folder)
    catalog = load_catalog(root, Config())
    assert ids(catalog) == ["good"]
    assert found(catalog) == [("closed", "CH129"), ("desk/charter.md", "CH129")]


def test_only_the_charters_asked_for_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = b"\xff\xfe\xfd"
    root = project(tmp_path, {"a": broken, "b": TEXT, "c": broken, "bad id": TEXT, "b.md": TEXT, "empty": {}})
    catalog = load_catalog(root, Config(), only={"b", "gone"})
    assert ids(catalog) == ["b"]
    assert found(catalog) == [("b.md", "CH126")]
    assert load_catalog(root, Config(), only=()) == Catalog(charters=())


def test_only_never_answers_with_another_name(tmp_path: Path) -> None:
    root = project(tmp_path, {"Desk": TEXT})
    assert ids(load_catalog(root, Config(), only=["desk"])) == []
