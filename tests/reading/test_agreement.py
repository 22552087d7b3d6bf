from __future__ import annotations

import pytest

from charter.model.text import Party, Representative, Role
from charter.reading.agreement import read_agreement
from charter.source import Diagnostic, Span

HERE = Span("charter.md", 5, 12, 5, 60)


def party(id: str, name: str, *, deciders: int = 1, role: Role = Role.CUSTOMER) -> Party:
    people = tuple(Representative(name=f"{id} {n}", decides=True) for n in range(deciders))
    return Party(id=id, name=name, role=role, representatives=(*people, Representative(name="Guest")))


PARTIES = (
    party("utility", "Rivermouth Water", role=Role.PROVIDER),
    party("residents", "Residents' water panel", deciders=3),
    party("safety", "Health and safety, and more", deciders=2),
    party("council", "Town Council", role=Role.OBSERVER),
)


def clauses(
    text: str, parties: tuple[Party, ...] = PARTIES, language: str = "en"
) -> tuple[dict[str, int], tuple[Diagnostic, ...]]:
    reading = read_agreement(text, parties, HERE, language=language)
    assert reading.value.text == text
    return {clause.party: clause.count for clause in reading.value.clauses}, reading.diagnostics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one decider from every party", {"utility": 1, "residents": 1, "safety": 1}),
        ("One decider from each party.", {"utility": 1, "residents": 1, "safety": 1}),
        ("everyone who decides", {"utility": 1, "residents": 3, "safety": 2}),
        ("Rivermouth Water and 2 of 3 residents' deciders", {"utility": 1, "residents": 2}),
        ("rivermouth  water, two of the 3 residents’ deciders", {"utility": 1, "residents": 2}),
        ("the utility; 2 of 3 Residents' water panel's deciders", {"utility": 1, "residents": 2}),
        ("2 of residents' deciders and utility", {"residents": 2, "utility": 1}),
        ("2 deciders from residents", {"residents": 2}),
        ("all residents' deciders", {"residents": 3}),
        ("all of the residents, and both of safety's deciders", {"residents": 3, "safety": 2}),
        ("both safety deciders and the utility's decider", {"safety": 2, "utility": 1}),
        ("Health and safety, and more and utility", {"safety": 1, "utility": 1}),
        ("utility, residents and safety", {"utility": 1, "residents": 1, "safety": 1}),
        ("utility, residents, and town council", {"utility": 1, "residents": 1, "council": 1}),
        ("residents and 2 of 3 residents' deciders", {"residents": 2}),
        ("everyone who decides for residents", {"residents": 3}),
    ],
)
def test_a_rule_names_parties_and_how_many(text: str, expected: dict[str, int]) -> None:
    assert clauses(text) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un décideur de chaque partie", {"utility": 1, "residents": 1, "safety": 1}),
        ("toutes les personnes qui decident", {"utility": 1, "residents": 3, "safety": 2}),
        ("Rivermouth Water et 2 des 3 décideurs des residents", {"utility": 1, "residents": 2}),
        ("deux décideurs sur trois de residents", {"residents": 2}),
        ("l'utility, les residents", {"utility": 1, "residents": 1}),
        ("one decider from every party", {"utility": 1, "residents": 1, "safety": 1}),
    ],
)
def test_a_rule_may_be_in_french(text: str, expected: dict[str, int]) -> None:
    assert clauses(text, language="fr") == (expected, ())


@pytest.mark.parametrize(
    ("text", "column", "words", "hint"),
    [
        (
            "utility and 2 of 4 residents' deciders",
            24,
            "Residents' water panel has 3",
            "agreement: utility and 2 of 3 residents' deciders",
        ),
        ("4 of residents' deciders", 12, "asks for 4", "agreement: 3 of 3 residents' deciders"),
        ("0 of 3 residents' deciders", 12, "asks for 0", "agreement: 1 of 3 residents' deciders"),
        ("both residents' deciders", 12, "speaks of 2", "agreement: 2 of 3 residents' deciders"),
        ("all deciders from the utility and 2 of 2 utility's deciders", 46, "has 1", None),
    ],
)
def test_numbers_that_the_party_does_not_have_are_told(text: str, column: int, words: str, hint: str | None) -> None:
    _, (found,) = clauses(text)
    assert (found.code, found.span.line, found.span.column) == ("CH109", 5, column)
    assert words in found.message
    assert hint is None or found.hint == hint


@pytest.mark.parametrize(
    ("text", "column", "rest"),
    [
        ("whoever is there", 12, "whoever is there"),
        ("utility and whoever", 24, "whoever"),
        ("utility or residents", 12, "utility or residents"),
        ("2 of 3", 12, "2 of 3"),
        ("utility,", 12, "utility,"),
        ("4:30", 12, "4:30"),
    ],
)
def test_a_rule_that_cannot_be_read_asks_every_party_rather_than_nobody(text: str, column: int, rest: str) -> None:
    read, (found,) = clauses(text)
    assert read == {"utility": 1, "residents": 1, "safety": 1}
    assert (found.code, found.span.column) == ("CH109", column)
    assert f'"{rest}"' in found.message
    assert "agreement: one decider from every party" in (found.hint or "")


def test_a_misspelt_party_is_guessed() -> None:
    _, (found,) = clauses("utility and residnets")
    assert 'did you mean "residents"?' in (found.hint or "")


def test_a_party_that_must_sign_needs_somebody_who_decides() -> None:
    parties = (party("desk", "Desk", role=Role.PROVIDER), party("staff", "Staff", deciders=0))
    for text in ("one decider from every party", "desk and staff", "desk and 2 of 3 staff's deciders"):
        _, (found,) = clauses(text, parties)
        assert found.code == "CH109"
        assert "nobody in Staff decides" in found.message
        assert found.hint == 'after "name: Guest", or another name of Staff: decides: yes'
    assert clauses("everyone who decides", parties) == ({"desk": 1}, ())


def test_a_party_without_people_is_told_where_to_name_one() -> None:
    span = Span("charter.md", 4, 5)
    parties = (party("desk", "Desk", role=Role.PROVIDER), Party(id="staff", name="S", role=Role.CUSTOMER, span=span))
    _, (found,) = clauses("desk and staff", parties)
    assert found.hint == 'under "id: staff" in line 4: representatives: [{name: NAME, decides: yes}]'


def test_a_rule_that_asks_nobody_is_told() -> None:
    read, (found,) = clauses("everyone who decides", ())
    assert not read
    assert "asks nobody" in found.message


def test_names_that_look_like_patterns_are_only_names() -> None:
    odd = (party("a.b", "A (and) B*", role=Role.PROVIDER), party("c", "C+"))
    assert clauses("A (and) B* and c+", odd) == ({"a.b": 1, "c": 1}, ())


def test_letters_that_only_look_alike_are_no_party() -> None:
    parties = (party("idesk", "I desk", role=Role.PROVIDER),)
    _, (found,) = clauses("\u0131desk", parties)
    assert found.code == "CH109"


def test_numbers_and_rules_without_end_are_refused() -> None:
    for text in ("9" * 5000 + " of residents' deciders", "utility, " * 500 + "utility"):
        _, (found,) = clauses(text)
        assert found.code == "CH109"
        assert len(found.message) < 250


@pytest.mark.parametrize("text", ["2 of residents", "2 residents", "2 of the Residents"])
def test_a_count_without_the_word_deciders_is_offered_whole(text: str) -> None:
    (found,) = clauses(text)[1]
    assert found.hint == "agreement: 2 of 3 residents' deciders"
    assert clauses("2 of 3 residents' deciders") == ({"residents": 2}, ())
