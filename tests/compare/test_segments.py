from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from charter.compare.modality import hedges_in, service_voice
from charter.compare.segments import SegmentChange, compare_segments, is_catch_all
from charter.compare.vocabulary import vocabulary_for
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
    ("the rest is named", {None: SLOW}, {"all other requests": SLOW},
     [("all other requests", "reworded", "neutral")]),
    ("the rest is named beside another", {"a": FAST, None: SLOW}, {"a": FAST, "all other places": SLOW},
     [("all other places", "reworded", "neutral")]),
    ("the rest loses its name beside another", {"a": FAST, "all other places": SLOW}, {"a": FAST, None: SLOW},
     [(None, "reworded", "neutral")]),
    ("the rest loses its name while another comes", {"a": FAST, "all other places": SLOW},
     {"a": FAST, "b": SLOW, None: SLOW}, [("b", "segment", "neutral"), (None, "reworded", "neutral")]),
    ("the rest needs a name", {None: SLOW}, {"a": FAST, "all other places": SLOW}, [("a", "segment", "stronger")]),
    ("the rest is named and gains", {"a": FAST, None: SLOW}, {"a": FAST, "all others": "90% within 3 hours"},
     [("all others", "target", "stronger")]),
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
    ("another hedge", {"a": "normally within 2 days"}, {"a": "usually within 2 days"}, [("a", "reworded", "neutral")]),
    ("a hedge and a value", {"a": "within 2 days"}, {"a": "usually within 3 days"},
     [("a", "target", "weaker"), ("a", "modality", "weaker")]),
    ("a hedge and a condition", {"a": "normally within 2 hours"}, {"a": "within 2 hours, except at night"},
     [("a", "scope", "weaker"), ("a", "modality", "stronger")]),
    ("a hedge and other words", {"a": "within 2 days"}, {"a": "up to 2 days normally"},
     [("a", "reworded", "neutral"), ("a", "modality", "weaker")]),
    ("came hedged", {"the rest": SLOW}, {"vip": f"normally {SLOW}", "the rest": SLOW}, [("vip", "segment", "weaker")]),
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


@pytest.mark.parametrize(
    ("firm", "hedged"),
    [
        ("90% within 2 days", "aim for 90% within 2 days"),
        ("90% within 2 days, for members", "we aim for 90% within 2 days, for members"),
        ("90% within 2 days", "90% within 2 days, where possible"),
        ("90% within 2 days", "90%, where possible, within 2 days"),
        ("within 2 days", "normally within 2 days"),
        ("within 2 days", "within 2 days whenever we can"),
        ("within 2 days", "should be within 2 days"),
        ("within 2 days", "we aim to reply within 2 days"),
        ("reply within 2 days", "we aim to reply within 2 days"),
        ("we will reply within 2 days", "we aim to reply within 2 days"),
        ("we will reply within 2 days", "we will aim to reply within 2 days"),
        ("within 2 days", "we try to get back to you within 2 days"),
        ("90% of calls answered within 2 days", "we try to answer 90% of calls within 2 days"),
        ("by noon", "where possible, by noon"),
        ("at least 2 days' notice", "normally at least 2 days' notice"),
        ("no more than 3 outages a month", "ideally no more than 3 outages a month"),
        ("4 out of 5", "we hope for 4 out of 5"),
        ("every month", "usually every month"),
        ("soon enough", "usually soon enough"),
    ],
)
def test_a_hedge_in_a_line_is_told_once(firm: str, hedged: str) -> None:
    assert told({None: firm}, {None: hedged}) == [(None, "modality", "weaker")]
    assert told({None: hedged}, {None: firm}) == [(None, "modality", "stronger")]


@pytest.mark.parametrize(
    ("firm", "hedged"),
    [
        ("90 % en 2 jours", "nous visons 90 % en 2 jours"),
        ("90 % en 2 jours", "90 % en 2 jours, si possible"),
        ("90 % en 2 jours", "nous essayons de répondre à 90 % en 2 jours"),
    ],
)
def test_a_french_hedge_is_told_once(firm: str, hedged: str) -> None:
    assert told({None: firm}, {None: hedged}, "fr") == [(None, "modality", "weaker")]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_hedge_that_a_target_is_read_with_holds_it_back(language: str) -> None:
    words = tomllib.loads(
        (files("charter.reading") / "languages" / language / "targets.toml").read_text(encoding="utf-8")
    )
    vocabulary = vocabulary_for(language)
    for hedge in words["hedges"]:
        assert hedges_in(f"{hedge} 90% in 2", vocabulary, service_voice(vocabulary)) == 1, hedge
