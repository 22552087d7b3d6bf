"""Whose verb is held back: theirs who promise, whatever they are called; and what is a permission to the others."""

from __future__ import annotations

import pytest

from charter.compare.compare import compare
from charter.reading.charter import read_charter
from charter.source import SourceText
from tests.compare.specimens import text, told

_CHARTER = """---
title: Keys
parties:
  - {{id: desk, role: provider, name: The desk}}
  - {{id: people, role: customer, name: {name}}}
---

# Keys

## What we promise

- Promised by: desk
- Promised to: people

### Keys are safe

{words}

- Ref: keys
"""
_BACK = {"weaker": "stronger", "neutral": "neutral"}


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("Our staff answer you.", "Our staff try to answer you.", "modality", "weaker"),
        ("Staff answer you.", "Staff aim to answer you.", "modality", "weaker"),
        ("Members of staff answer you.", "Members of staff seek to answer you.", "modality", "weaker"),
        ("Employees answer you.", "Employees hope to answer you.", "modality", "weaker"),
        ("Teachers answer you.", "Teachers may answer you.", "modality", "weaker"),
        ("A member of our team answers you.", "A member of our team endeavours to answer you.", "modality", "weaker"),
        ("Some of our colleagues answer you.", "Some of our colleagues might answer you.", "modality", "weaker"),
        ("You will receive a letter.", "You might receive a letter.", "modality", "weaker"),
        ("You may keep a letter.", "You might keep a letter.", "reworded", "neutral"),
        ("Members receive a letter.", "Members might receive a letter.", "modality", "weaker"),
        ("Books can be kept by members.", "Members of the library may keep books.", "reworded", "neutral"),
        ("Library members keep books.", "Library members may keep books.", "reworded", "neutral"),
        ("Any of you keep books.", "Any of you may keep books.", "reworded", "neutral"),
        (
            "Readers with a card of our library keep books.",
            "Readers with a card of our library may keep books.",
            "reworded",
            "neutral",
        ),
        ("Users of our library keep books.", "Users of our library may keep books.", "reworded", "neutral"),
        ("You and our staff agree on a day.", "You and our staff may agree on a day.", "modality", "weaker"),
        ("One of our librarians answers.", "One of our librarians tries to answer.", "modality", "weaker"),
    ],
)
def test_who_works_for_those_that_promise_is_held_to_the_verb(
    before: str, after: str, kind: str, direction: str
) -> None:
    assert told(compare(text(before), text(after))) == [(kind, direction, "prose")]
    assert told(compare(text(after), text(before))) == [(kind, _BACK[direction], "prose")]


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("L'agent répondra.", "L'agent tentera de répondre.", "modality", "weaker"),
        ("L'agent répond.", "L'agent essaiera de répondre.", "modality", "weaker"),
        ("Nous répondons.", "Nous nous efforcerons de répondre.", "modality", "weaker"),
        ("L'agent ouvre.", "L'agent s'efforcera d'ouvrir.", "modality", "weaker"),
        ("Le service ouvre.", "Le service cherchera à ouvrir.", "modality", "weaker"),
        ("Nous ouvrons.", "Nous tâcherons d'ouvrir.", "modality", "weaker"),
        ("Nous répondons.", "En principe, nous répondons.", "modality", "weaker"),
        ("Nous répondons.", "Nous répondons si possible.", "modality", "weaker"),
        ("Nous répondons.", "Nous répondons dans la mesure du possible.", "modality", "weaker"),
        ("Le service répond.", "Le service pourra répondre.", "modality", "weaker"),
        ("Le service répond.", "Le service peut répondre.", "modality", "weaker"),
        ("Vous entrez.", "Vous pouvez entrer.", "reworded", "neutral"),
        ("Vous recevrez une lettre.", "Vous pourriez recevoir une lettre.", "modality", "weaker"),
        ("Les abonnés entrent.", "Les abonnés peuvent entrer.", "reworded", "neutral"),
    ],
)
def test_a_verb_is_held_back_in_french(before: str, after: str, kind: str, direction: str) -> None:
    old, new = text(before, language="fr"), text(after, language="fr")
    assert told(compare(old, new)) == [(kind, direction, "prose")]
    assert told(compare(new, old)) == [(kind, _BACK[direction], "prose")]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Staff", "reworded"),
        ("Members of staff", "reworded"),
        ("Teachers and staff", "reworded"),
        ("Staff of the town", "reworded"),
        ("Friends of the staff", "modality"),
        ("Readers", "modality"),
    ],
)
def test_staff_to_whom_it_is_promised_are_permitted(name: str, kind: str) -> None:
    old, new = (
        read_charter(SourceText("desk/charter.md", _CHARTER.format(name=name, words=words))).value
        for words in ("Staff keep a key.", "Staff may keep a key.")
    )
    assert [change.kind for change in compare(old, new).changes] == [kind]


@pytest.mark.parametrize(
    ("firm", "infinitive"),
    [
        ("libère", "libérer"),
        ("complète", "compléter"),
        ("gère", "gérer"),
        ("répète", "répéter"),
        ("achète", "acheter"),
        ("appelle", "appeler"),
        ("renouvelle", "renouveler"),
        ("jette", "jeter"),
        ("paie", "payer"),
        ("paye", "payer"),
        ("envoie", "envoyer"),
        ("nettoie", "nettoyer"),
        ("libèrera", "libérer"),
    ],
)
def test_a_french_verb_is_one_verb_whatever_its_stem_does(firm: str, infinitive: str) -> None:
    before = text(f"Le service {firm} la salle.", language="fr")
    after = text(f"Le service peut {infinitive} la salle.", language="fr")
    assert told(compare(before, after)) == [("modality", "weaker", "prose")]
    assert told(compare(after, before)) == [("modality", "stronger", "prose")]


def test_another_french_verb_is_told_beside_its_hedge() -> None:
    found = compare(
        text("Nous achetons les livres.", language="fr"), text("Nous pouvons jeter les livres.", language="fr")
    )
    assert told(found) == [("modality", "weaker", "prose"), ("reworded", "neutral", "prose")]
