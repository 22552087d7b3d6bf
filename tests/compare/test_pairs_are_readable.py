"""The labelled pairs: whole, readable, and labelled in the words of the comparison."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from charter.model.text import CharterText, Role
from charter.reading.charter import read_charter
from charter.reading.targets import read_target
from charter.source import Severity, SourceText, Span

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "pairs").iterdir() if path.is_dir())
KINDS = {
    "added",
    "withdrawn",
    "target",
    "segment",
    "scope",
    "modality",
    "remedy",
    "status",
    "rubric",
    "definition",
    "reworded",
    "editorial",
    "measured",
    "renamed",
    "moved",
    "link",
    "owner",
    "basis",
    "frame",
}
MIRROR = {
    "stronger": ("gains", "asked"),
    "added": ("gains", "asked"),
    "weaker": ("loses", "eased"),
    "withdrawn": ("loses", "eased"),
    "traded": ("unclear", "unclear"),
    "unclear": ("unclear", "unclear"),
}
"""What a direction does to those promised to, and to those who promise."""
ALWAYS_NEUTRAL = {"editorial", "renamed", "moved", "link", "owner", "basis"}
PATCHES = {"renamed", "moved", "link", "editorial"}
KEYS = {"kind", "ref", "section", "segment", "term", "into", "from", "direction", "effects", "matched_by"}
MATCHED_BY = {"ref", "was", "title", "similarity"}


def _read(case: Path, side: str) -> CharterText:
    text = (case / f"{side}.md").read_text(encoding="utf-8")
    reading = read_charter(SourceText(f"content/{case.name}/charter.md", text))
    errors = [f"{item.code} {item.message}" for item in reading.diagnostics if item.severity is Severity.ERROR]
    assert errors == []
    return reading.value


def _expected(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return found


def _promise(text: CharterText, ref: str) -> tuple[set[str], set[str]]:
    found = next(item for item in text.expectations if item.ref == ref)
    return set(found.promised_by), set(found.promised_to)


each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


def test_there_are_enough_pairs_and_every_kind_has_one() -> None:
    kinds = {change["kind"] for case in CASES for change in _expected(case)["changes"]}
    french = [case for case in CASES if _read(case, "after").language == "fr"]
    assert len(CASES) >= 100
    assert len(french) >= 12
    assert kinds == KINDS


@each_case
def test_a_case_has_its_three_files(case: Path) -> None:
    assert {path.name for path in case.iterdir()} == {"before.md", "after.md", "expected.json"}


@each_case
def test_both_texts_are_read_without_errors(case: Path) -> None:
    assert _read(case, "before").title
    assert _read(case, "after").title


@each_case
def test_a_label_uses_the_words_of_the_comparison(case: Path) -> None:
    expected = _expected(case)
    assert set(expected) == {"bump", "sign_again", "changes"}
    assert expected["bump"] in {"major", "minor", "patch", "none"}
    for change in expected["changes"]:
        assert set(change) <= KEYS
        assert change["kind"] in KINDS
        assert change["direction"] in {*MIRROR, "neutral"}
        assert set(change["effects"].values()) <= {"gains", "loses", "asked", "eased", "unclear"}
        assert change.get("matched_by", "ref") in MATCHED_BY
        assert change["kind"] not in ALWAYS_NEUTRAL or change["direction"] == "neutral"
        assert (change["kind"] == "definition") == ("term" in change)
        assert "section" not in change or change["ref"] is None
        assert change["ref"] is not None or change["direction"] in {"neutral", "unclear"}


@each_case
def test_effects_mirror_each_other(case: Path) -> None:
    texts = _read(case, "before"), _read(case, "after")
    parties = {party.id: party.role for text in texts for party in text.parties}
    for change in _expected(case)["changes"]:
        effects = change["effects"]
        assert set(effects) <= {name for name, role in parties.items() if role is not Role.OBSERVER}
        if change["direction"] == "neutral":
            assert effects == {}
        elif change["ref"] is None:
            assert set(effects.values()) == {"unclear"}
            assert len(effects) == sum(role is not Role.OBSERVER for role in parties.values())
        else:
            promised_by, promised_to = _promise(texts[change["kind"] != "withdrawn"], change["ref"])
            to, by = MIRROR[change["direction"]]
            assert {effects[party] for party in promised_by} == {by}
            assert {value for party, value in effects.items() if party not in promised_by} == {to}
            if change["kind"] != "scope":
                # Only `scope` can touch somebody who is promised nothing any more.
                assert set(effects) <= promised_by | promised_to


@each_case
def test_refs_and_sections_stand_in_the_texts(case: Path) -> None:
    before, after = _read(case, "before"), _read(case, "after")
    refs = {item.ref: at for at, item in enumerate(after.expectations)}
    gone = {item.ref for item in before.expectations} - set(refs)
    order: list[int] = []
    for change in _expected(case)["changes"]:
        ref = change["ref"]
        if ref is None:
            text = before if change["kind"] == "withdrawn" else after
            titles = {section.title.text for section in text.sections if section.title}
            assert change.get("section") is None or change["section"] in titles
        elif change["kind"] == "withdrawn":
            assert ref in gone
            assert change.get("into") is None or change["into"] in refs
        else:
            order.append(refs[ref])
    assert order == sorted(order)


@each_case
def test_the_bump_and_who_signs_follow_from_the_effects(case: Path) -> None:
    expected, after = _expected(case), _read(case, "after")
    touched = [pair for change in expected["changes"] for pair in change["effects"].items()]
    customers = {party.id for party in after.parties if party.role is Role.CUSTOMER}
    values = {value for _, value in touched}
    if values & {"loses", "unclear"} or any(value == "asked" and party in customers for party, value in touched):
        bump = "major"
    elif values or any(change["kind"] not in PATCHES for change in expected["changes"]):
        bump = "minor"
    else:
        bump = "patch" if expected["changes"] else "none"
    signing = {party for party, value in touched if value in {"loses", "asked", "unclear"}}
    assert expected["bump"] == bump
    assert expected["sign_again"] == [party.id for party in after.parties if party.id in signing]


def test_every_target_pair_is_labelled_and_read_without_errors() -> None:
    with (HERE / "targets.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 160
    assert sum(row["language"] == "fr" for row in rows) >= 20
    assert len({(row["before"], row["after"], row["calendar"], row["language"]) for row in rows}) == len(rows)
    for row in rows:
        assert row["calendar"] in {"", "office", "shop"}
        assert row["direction"] in {*MIRROR, "neutral", "none"}
        assert row["why"]
        for text in filter(None, (row["before"], row["after"])):
            found = read_target(text, language=row["language"], span=Span("targets.csv")).diagnostics
            assert [item.message for item in found if item.severity is Severity.ERROR] == []
