from __future__ import annotations

import pytest

from charter.compare.segments import SegmentChange, compare_segments, is_catch_all
from charter.model.target import Target
from charter.reading.targets import read_target
from charter.source import Span

Lines = dict[str | None, str]
MIRROR = {"stronger": "weaker", "weaker": "stronger"}
FAST, SLOW = "95% within 2 hours", "90% within 4 hours"


def targets(lines: Lines, language: str = "en") -> tuple[Target, ...]:
    span = Span("charter.md", 1, 1)
    return tuple(
        read_target(words, segment=segment, language=language, span=span).value for segment, words in lines.items()
    )


def changes(before: Lines, after: Lines, language: str = "en") -> tuple[SegmentChange, ...]:
    return compare_segments(targets(before, language), targets(after, language), language=language)


def told(before: Lines, after: Lines, language: str = "en") -> list[tuple[str | None, str, str]]:
    return [(change.segment, change.kind, change.direction) for change in changes(before, after, language)]


CASES: list[tuple[str, Lines, Lines, list[tuple[str | None, str, str]]]] = [
    ("nothing", {None: FAST, "urgent": SLOW}, {"urgent": SLOW, None: FAST}, []),
    ("a first target", {}, {None: FAST}, [(None, "target", "stronger")]),
    ("the last one gone", {"urgent": FAST}, {}, [("urgent", "target", "weaker")]),
    ("came without a catch-all", {"a": FAST}, {"a": FAST, "b": SLOW}, [("b", "segment", "stronger")]),
    ("came beside a catch-all", {"The rest": SLOW}, {"vip": FAST, "The rest": SLOW}, [("vip", "segment", "stronger")]),
    ("came with less", {None: FAST}, {None: FAST, "abroad": SLOW}, [("abroad", "segment", "weaker")]),
    ("came with as much", {None: FAST}, {None: FAST, "abroad": FAST}, [("abroad", "segment", "neutral")]),
    ("came both ways", {None: "95% within 4 hours"}, {None: "95% within 4 hours", "a": "90% within 2 hours"},
     [("a", "segment", "traded")]),
    ("came with a condition", {None: SLOW}, {None: SLOW, "a": f"{FAST}, except at weekends"},
     [("a", "segment", "traded")]),
    ("went beside a catch-all", {"vip": FAST, "everything else": SLOW}, {"everything else": SLOW},
     [("vip", "segment", "weaker")]),
    ("a catch-all came", {"vip": FAST}, {"vip": FAST, None: SLOW}, [(None, "segment", "stronger")]),
    ("the old and the new rest", {None: SLOW}, {"vip": FAST, "everyone else": "90% within 3 hours"},
     [("vip", "segment", "stronger"), ("everyone else", "target", "stronger")]),
    ("the rest is named", {None: SLOW}, {"all other requests": SLOW}, []),
    ("the rest renamed", {"the rest": SLOW}, {"everything else": SLOW}, [("everything else", "reworded", "neutral")]),
    ("narrowed to some", {None: SLOW}, {"urgent": SLOW},
     [("urgent", "segment", "neutral"), (None, "segment", "weaker")]),
    ("renamed", {"children": FAST}, {"young patients": "95% within 120 minutes"},
     [("young patients", "reworded", "neutral")]),
    ("another label and value", {"children": FAST}, {"adults": SLOW},
     [("adults", "segment", "stronger"), ("children", "segment", "weaker")]),
    ("one or many", {"urgent repair": SLOW}, {"Urgent repairs": FAST}, [("Urgent repairs", "target", "stronger")]),
    ("value and condition", {"a": SLOW}, {"a": f"{FAST} for members"},
     [("a", "target", "stronger"), ("a", "scope", "weaker")]),
    ("no longer computed", {"a": SLOW}, {"a": "promptly"}, [("a", "target", "unclear")]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_lines_are_matched_by_their_labels(
    before: Lines, after: Lines, expected: list[tuple[str | None, str, str]]
) -> None:
    assert told(before, after) == expected


@pytest.mark.parametrize(("before", "after"), [case[1:3] for case in CASES], ids=[case[0] for case in CASES])
def test_the_way_back_mirrors_the_way_there(before: Lines, after: Lines) -> None:
    there = sorted((change.kind, MIRROR.get(change.direction, change.direction)) for change in changes(before, after))
    assert sorted((change.kind, change.direction.value) for change in changes(after, before)) == there


def test_labels_of_the_rest_are_words_of_the_language() -> None:
    assert all(map(is_catch_all, [None, "Everything else", "all other faults", "the rest", "The rest of the calls"]))
    assert not any(map(is_catch_all, ["everything", "restaurants", "another office", "all calls"]))
    assert is_catch_all("toutes les autres demandes", language="fr")
    assert is_catch_all("Tout le reste", language="fr")
    assert not is_catch_all("tout le reste", language="en")


def test_a_french_rest_is_compared_with_who_came_out_of_it() -> None:
    lente, rapide = "90 % en moins de 4 heures", "95 % en moins de 2 heures"
    found = told({"le reste": lente}, {"urgences": rapide, "le reste": lente}, "fr")
    assert found == [("urgences", "segment", "stronger")]
