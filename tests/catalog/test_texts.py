"""Texts, versions and translations are read once, in order, and each mistake is told at its file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from builders import charter_text, project, promise, write

from charter import files
from charter.catalog import load_catalog, shelf
from charter.config import Config
from charter.model.fingerprint import fingerprint
from charter.model.text import Visibility

from .loading import found, ids, load, one

TEXT = charter_text()


def version(label: str, **kwargs: str) -> str:
    return charter_text(version=label, **kwargs)


def test_versions_stand_oldest_first_with_their_fingerprints(tmp_path: Path) -> None:
    labels = ["10.0", "2.0", "1.10", "1.9", "1.9.1", "2020-01-01", "2020-01-01-2"]
    catalog = load(
        tmp_path, {"desk": {"charter.md": TEXT, **{f"versions/{label}.md": version(label) for label in labels}}}
    )
    charter = catalog.charters[0]
    expected = ["2020-01-01", "2020-01-01-2", "1.9", "1.9.1", "1.10", "2.0", "10.0"]
    assert [item.label for item in charter.versions] == expected
    assert [item.text.stamp.version for item in charter.versions] == expected
    assert all(item.fingerprint == fingerprint(item.text) for item in charter.versions)
    assert charter.text is not None
    assert charter.fingerprint == fingerprint(charter.text)
    assert charter.versions[0].source.path == "content/desk/versions/2020-01-01.md"
    assert found(catalog, "CH152") == []


def test_one_label_in_two_spellings_is_reported_and_nothing_is_hidden(tmp_path: Path) -> None:
    texts = {f"versions/{label}.md": version(label) for label in ("2.1", "2.1.0")}
    catalog = load(tmp_path, {"desk": {"charter.md": TEXT, **texts}})
    problem = one(catalog, "CH152")
    assert {problem.span.path, problem.related[0].path} == {f"content/desk/{name}" for name in texts}
    assert {item.label for item in catalog.charters[0].versions} == {"2.1", "2.1.0"}


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("v1.0.md", "1.0.md"), ("1.md", "1.0.md"), ("1.0.MD", "1.0.md"), ("1.0", "1.0.md"), ("1.0.txt", "1.0.md"),
        ("final.md", "1.0.md"), ("1.0.markdown", "1.0.md"), ("2024-02-30.md", "2024-02-30.md"), ("1.0.fr.md", "1.0.md"),
        ("01.02.md", "1.2.md"), ("1.0 (copy).md", "1.0.md"), ("1.0/charter.md", "1.0.md"),
        ("2.0 copy", "2.0.md"), ("2.0.final", "2.0.md"),
    ],
)  # fmt: skip
def test_files_among_the_versions_that_are_none_are_reported(tmp_path: Path, name: str, better: str) -> None:
    catalog = load(tmp_path, {"desk": {"charter.md": TEXT, f"versions/{name}": version("1.0")}})
    problem = one(catalog, "CH151")
    assert problem.span.path == f"content/desk/versions/{name}".removesuffix("/charter.md")
    assert problem.hint is not None
    assert problem.hint.endswith(f"content/desk/versions/{better}")
    assert catalog.charters[0].versions == ()


def test_notes_and_pictures_may_lie_among_the_versions(tmp_path: Path) -> None:
    names = ["README.md", "_notes.md", ".gitkeep", "1.0.pdf", "signed.jpg", files.TEMPORARY_PREFIX + "ab"]
    catalog = load(tmp_path, {"desk": {"charter.md": TEXT} | {f"versions/{name}": "x" for name in names}})
    assert found(catalog) == []


def test_a_version_that_contradicts_its_name_is_reported_at_the_stamp(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "versions/1.1.md": version("1.0")}})
    problem = one(catalog, "CH150")
    assert problem.span.path == "content/desk/versions/1.1.md"
    assert problem.span.line == version("1.0").split("\n").index('version: "1.0"') + 1
    assert [item.label for item in catalog.charters[0].versions] == ["1.1"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (TEXT.encode() + b"\xff\n", "CH120"), (TEXT.encode() + b"\0\n", "CH121"),
        (TEXT.encode() + b"x" * 20_000_000, "CH122"), (b"---\ntitle: [\n---\n", "CH105"),
        (TEXT.encode() + b"\n<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "CH123"),
    ],
    ids=["utf-8", "nul", "20 MB", "yaml", "conflict"],
)  # fmt: skip
@pytest.mark.parametrize("place", ["bad/charter.md", "bad/versions/1.0.md", "bad.md"])
def test_a_bad_file_is_reported_and_harms_no_other(tmp_path: Path, data: bytes, code: str, place: str) -> None:
    root = project(tmp_path, {"good": TEXT, "later": TEXT})
    if place.endswith("1.0.md"):
        write(root / "content/bad/charter.md", TEXT)
    write(root / "content" / place, data)
    catalog = load_catalog(root, Config())
    assert {"good", "later"} <= set(ids(catalog))
    assert (place, code) in found(catalog)
    assert {item.span.path for item in catalog.diagnostics} == {f"content/{place}"}
    if code != "CH122":
        assert "bad" in ids(catalog)


def test_an_empty_text_is_a_charter_of_no_words(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": "", "note.md": b""})
    assert ids(catalog) == ["desk", "note"]


def test_every_text_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = {
        "charter.md": charter_text(front="calendar: {timezone: UTC, hours: Mon-Fri 08:00-17:00, closed: days.csv}"),
        "charter.fr.md": "---\ntitle: Bureau\nlanguage: fr\ntranslates: charter.md\n---\n# Bureau\n",
        "versions/1.0.md": version(
            "1.0", front="calendar: {timezone: UTC, hours: Mon-Fri 08:00-17:00, closed: days.csv}"
        ),
        "versions/1.1.md": version("1.1"),
        "days.csv": "date,name\n2026-12-25,Christmas\n",
        "outcomes.csv": "period,ref,segment,good,total,value,unit,source,note\n2026,gone,,1,1,,,,\n",
        "feedback.csv": "date,party,channel,ref,score,said,answered,action\n2026-01-01,staff,,gone,1,,,\n",
        "signoffs/1.0.md": "| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n",
    }
    root = project(tmp_path, {"desk": desk, "note.md": TEXT})
    reads: Counter[str] = Counter()
    read_bytes = shelf.read_bytes

    def count(root: Path, path: Path, limit: int) -> object:
        reads[path.relative_to(root).as_posix()] += 1
        return read_bytes(root, path, limit)

    monkeypatch.setattr(shelf, "read_bytes", count)
    load_catalog(root, Config())
    assert reads == Counter([*(f"content/desk/{name}" for name in desk), "content/note.md"])


def test_a_charter_for_its_parties_alone_is_in_the_catalog(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk": charter_text(front="visibility: parties")})
    assert [charter.text.visibility for charter in catalog.charters if charter.text] == [Visibility.PARTIES]


class TestTranslations:
    """A translation is named in the front matter or found by its name."""

    FRENCH = "---\ntitle: Bureau\nlanguage: fr\ntranslates: charter.md\n---\n\n# Bureau\n"

    def test_one_beside_the_text_is_found_by_its_name(self, tmp_path: Path) -> None:
        catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "charter.fr-CA.md": self.FRENCH}})
        assert [(tag, text.title) for tag, text in catalog.charters[0].translations] == [("fr-CA", "Bureau")]
        assert found(catalog) == []

    def test_one_named_in_the_front_matter_may_have_any_name(self, tmp_path: Path) -> None:
        text = charter_text(front="translations: {fr: french/bureau.md}")
        catalog = load(tmp_path, {"desk": {"charter.md": text, "french/bureau.md": self.FRENCH}})
        assert [tag for tag, _ in catalog.charters[0].translations] == ["fr"]
        assert found(catalog) == []

    def test_one_named_and_found_is_read_once(self, tmp_path: Path) -> None:
        text = charter_text(front="translations: {fr: charter.fr.md}")
        catalog = load(tmp_path, {"desk": {"charter.md": text, "charter.fr.md": self.FRENCH}})
        assert [tag for tag, _ in catalog.charters[0].translations] == ["fr"]
        assert found(catalog) == []

    def test_the_one_named_counts_when_another_is_found(self, tmp_path: Path) -> None:
        text = charter_text(front="translations: {fr: bureau.md}")
        other = self.FRENCH.replace("Bureau", "Autre")
        catalog = load(tmp_path, {"desk": {"charter.md": text, "bureau.md": self.FRENCH, "charter.fr.md": other}})
        assert [item.title for _, item in catalog.charters[0].translations] == ["Bureau"]
        assert found(catalog) == [("desk/charter.fr.md", "CH136")]

    def test_one_that_is_missing_is_reported_where_it_is_named(self, tmp_path: Path) -> None:
        catalog = load(tmp_path, {"desk": charter_text(front="translations: {fr: charter.fr.md}")})
        problem = one(catalog, "CH131")
        line = (
            charter_text(front="translations: {fr: charter.fr.md}")
            .split("\n")
            .index("translations: {fr: charter.fr.md}")
        )
        assert (problem.span.path, problem.span.line, problem.span.column) == ("content/desk/charter.md", line + 1, 20)

    @pytest.mark.parametrize("name", ["../other/charter.md", "/etc/passwd", "a/../../b.md", "..\\b.md"])
    def test_one_elsewhere_is_refused(self, tmp_path: Path, name: str) -> None:
        text = charter_text(front=f"translations:\n  fr: {name}")
        catalog = load(tmp_path, {"desk": text, "other": TEXT})
        assert "CH130" in {code for _, code in found(catalog)} or "CH106" in {code for _, code in found(catalog)}
        assert catalog.charters[0].translations == ()

    def test_one_that_does_not_say_what_it_translates_is_reported(self, tmp_path: Path) -> None:
        catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "charter.fr.md": "---\ntitle: Bureau\n---\n"}})
        problem = one(catalog, "CH160")
        assert (problem.span.path, problem.hint) == ("content/desk/charter.fr.md", "translates: charter.md")

    def test_one_of_another_text_is_reported_where_it_says_so(self, tmp_path: Path) -> None:
        french = self.FRENCH.replace("charter.md", "other.md")
        catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "charter.fr.md": french}})
        problem = one(catalog, "CH160")
        assert (problem.span.line, problem.span.column) == (4, 13)
        assert '"other.md"' in problem.message

    def test_one_without_an_original_is_reported(self, tmp_path: Path) -> None:
        texts = {"charter.fr.md": self.FRENCH, "versions/1.0.md": version("1.0")}
        catalog = load(tmp_path, {"desk": texts})
        assert ("desk/charter.fr.md", "CH160") in found(catalog)

    def test_one_that_says_another_language_than_its_name_is_reported(self, tmp_path: Path) -> None:
        french = self.FRENCH.replace("language: fr", "language: de")
        catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "charter.fr.md": french}})
        assert one(catalog, "CH163").hint == "language: fr"

    def test_a_single_file_has_translations_too(self, tmp_path: Path) -> None:
        french = self.FRENCH.replace("charter.md", "desk.md")
        catalog = load(tmp_path, {"desk.md": TEXT, "desk.fr.md": french, "policy.v2.md": TEXT, "other.fr.md": TEXT})
        assert ids(catalog) == ["desk", "other.fr", "policy.v2"]
        assert [tag for tag, _ in catalog.charters[0].translations] == ["fr"]
        assert found(catalog) == []

    def test_a_single_file_that_is_a_translation_is_no_charter(self, tmp_path: Path) -> None:
        french = self.FRENCH.replace("charter.md", "desk.md")
        catalog = load(tmp_path, {"desk.md": TEXT, "bureau.md": french})
        assert ids(catalog) == ["desk"]
        problem = one(catalog, "CH160")
        assert (problem.span.path, problem.hint) == ("content/bureau.md", "git mv content/bureau.md content/desk.fr.md")

    @pytest.mark.parametrize("original", ["gone.md", "charter.md"])
    def test_a_working_text_that_says_it_is_a_translation_is_reported_and_shown(
        self, tmp_path: Path, original: str
    ) -> None:
        catalog = load(tmp_path, {"desk": self.FRENCH.replace("charter.md", original)})
        assert ids(catalog) == ["desk"]
        assert (one(catalog, "CH160").span.line, one(catalog, "CH160").span.column) == (4, 13)

    def test_a_text_is_no_translation_of_itself(self, tmp_path: Path) -> None:
        catalog = load(tmp_path, {"desk": charter_text(front="translations: {fr: charter.md}")})
        assert catalog.charters[0].translations == ()
        assert one(catalog, "CH160").hint == "fr: charter.fr.md"

    def test_numbers_are_compared_with_the_original(self, tmp_path: Path) -> None:
        promise = "### Une réponse\n\nQuelqu'un répond.\n\n- Cible: 80 % en moins de 4 heures\n- Réf.: first-reply\n"
        french = f"{self.FRENCH}\n## Nos promesses\n\n{promise}"
        catalog = load(tmp_path, {"desk": {"charter.md": TEXT, "charter.fr.md": french}})
        assert found(catalog, "CH161") == [("desk/charter.fr.md", "CH161")]


def test_diagnostics_stand_in_the_order_of_places(tmp_path: Path) -> None:
    twice = promise("a") + "\n\n" + promise("a")
    catalog = load(tmp_path, {"b": charter_text(promises=twice, front="colour: red"), "a": b"\xff", "c d": TEXT})
    places = [(item.span.path, item.span.line or 0, item.span.column or 0) for item in catalog.diagnostics]
    assert len(places) > 3
    assert places == sorted(places)
