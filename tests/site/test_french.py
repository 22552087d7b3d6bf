"""A French charter's pages: every word of the theme is French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from charter.model.charter import Charter
from charter.model.records import Decision, Outcome, Period
from charter.site.render import theme_folder
from tests.site.builders import charter_of, sign, site_of

HEAD = """---
title: Charte de la bibliothèque
language: fr
parties:
  - {{id: equipe, role: provider, name: Équipe, representatives: [{{name: {decider}, decides: yes}}, {{name: Aïcha}}]}}
  - {{id: lecteurs, role: customer, name: Lecteurs, representatives: [{{name: Noor Haddad, decides: yes}}]}}
  - {{id: mairie, role: observer, name: Mairie}}
audience: {audience}
agreement: one decider from every party
review: every 3 months from 2026-01-05
levels: [Non, Presque, Oui]
expected: Oui
calendar: {{timezone: Europe/Paris, hours: "{hours}", closed: [{closed}]}}
{stamp}
---

# Charte

{introduction}

## Nos engagements

- Promis par: equipe
- Promis à: lecteurs

"""
PARTS = """### {title}

{prose}

- Cible : {target}
- Cible (enfants) : dans la limite du possible
- Mesure : {measure}
- Responsable : {owner}
- Sauf : {but}
- Réparation : un livre
{fields}
- Réf. : {ref}

#### Comment le savoir

| Critère | Non | Presque | Oui |
|---|---|---|---|
| Accueil | froid | poli | {warm} |

"""
ASKS = """## Ce que nous vous demandons

- Promis par: lecteurs
- Promis à: equipe

### {title}

{prose}

- Cible : {target}
- Réf. : retour

## Mots

| Terme | Sens |
|---|---|
| jour férié | {term} |

## Divers

{notes}
"""
OLD = {
    "audience": "Tout le monde", "hours": "Mon-Fri 09:00-17:00", "closed": "2026-12-25",
    "introduction": "Bonjour à tous.", "decider": "Rosa Lindqvist",
}  # fmt: skip
NEW = {
    "audience": "Chacun", "hours": "Mon-Sat 09:00-18:00", "closed": "2026-12-25, 2026-07-14",
    "introduction": "Bonjour à toutes et à tous.", "decider": "Tom Okafor",
}  # fmt: skip


def part(**changed: str) -> str:
    usual = {
        "title": "Le livre arrive", "prose": "Un livre demandé arrive, jour férié ou non.",
        "target": "90 % dans les 4 heures ouvrées", "measure": "chaque mois", "owner": "Rosa", "but": "tempête",
        "fields": "- Statut : ferme", "ref": "livre", "warm": "chaleureux",
    }  # fmt: skip
    return PARTS.format(**{**usual, **changed})


def asks(**changed: str) -> str:
    usual = {
        "title": "Rendre à temps", "prose": "Rendez les livres.", "target": "90 % dans les 21 jours",
        "term": "jour de fermeture", "notes": "Voir [le site](https://example.org/a).\n\nFin.",
    }  # fmt: skip
    return ASKS.format(**{**usual, **changed})


def french() -> Charter:
    """Return a charter of which the versions and the draft differ in every way that pages tell."""
    stamps = [f'version: "{n}.0"\nreleased: 2026-0{n}-01\neffective: 2026-0{n}-05\nnote: Une note' for n in (1, 2, 3)]
    versions = {
        "1.0": HEAD.format(**OLD, stamp=stamps[0]) + part() + part(ref="journal", title="Le journal") + asks(),
        "2.0": HEAD.format(**NEW, stamp=stamps[1])
        + part(
            target="80 % dans les 4 heures ouvrées", measure="chaque trimestre", owner="Aïcha", but="tempête, neige",
            warm="souriant", fields="- Statut : essai", prose="Un livre demandé arrive vite, jour férié ou non.",
        )
        + part(ref="chaleur", title="Il fait chaud")
        + asks(title="Rendre vite", target="95 % dans les 21 jours", term="dimanche"),
        "3.0": HEAD.format(**NEW, stamp=stamps[2])
        + part(title="Le livre vient", fields="- Anciennement : livre", ref="ouvrage")
        + part(ref="chaleur", title="Il fait chaud", target="95 % dans les 2 heures ouvrées")
        + asks(notes="Voir [le site](https://example.org/b).\n\nFin de tout."),
    }  # fmt: skip
    draft = (
        HEAD.format(**NEW, stamp="")
        + part(title="Le livre vient", ref="ouvrage")
        + asks(target="50 % dans les 21 jours")
    )
    rows = [
        sign("Rosa Lindqvist", "equipe", on=date(2026, 1, 2)),
        sign("Noor Haddad", "lecteurs", decision=Decision.RESERVATION, on=date(2026, 1, 3), note="livre : trop lent"),
    ]
    again = [sign("Tom Okafor", "equipe", on=date(2026, 3, 2))]
    outcomes = [Outcome(ref="livre", period=Period(year=2026, quarter=1), good=Decimal(9), total=Decimal(10))]
    return charter_of(draft, versions=versions, signed={"1.0": rows, "3.0": again}, outcomes=outcomes)


_PLACE = re.compile(r"%\(\w+\)s")
SAID = frozenset({"alt", "aria-label", "data-label", "data-level", "data-said"})


class Words(HTMLParser):
    """Every run of words that a page says, also in attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [
            value for name, value in attrs if value and name in {"aria-label", "data-said", "data-label", "alt"}
        ]

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append(" ".join(data.split()))


def _letters(phrase: str) -> str:
    return "".join(phrase.split())


def english() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield each phrase of the theme that reads otherwise in French, as a pattern."""
    from babel.messages.pofile import read_po

    with (theme_folder() / "words" / "fr.po").open("rb") as file:
        for message in read_po(file):
            ids = (message.id,) if isinstance(message.id, str) else message.id
            texts = (message.string,) if isinstance(message.string, str) else message.string
            for phrase in ids:
                if phrase and _letters(phrase) not in map(_letters, texts):
                    parts = _PLACE.split(phrase.replace("%%", "%"))
                    if any(part.strip(" .,:;()“”") for part in parts):
                        yield phrase, re.compile(".+".join(re.escape(re.sub(r"\s+", " ", part)) for part in parts))


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return site_of(french(), language="fr", title="Nos chartes")


def test_no_page_of_a_french_charter_says_an_english_word_of_the_theme(site: dict[str, str]) -> None:
    phrases = list(english())
    found = [
        (path, phrase, words)
        for path, page in site.items()
        for words in dict.fromkeys(Words(page).said)
        for phrase, pattern in phrases
        if pattern.fullmatch(words)
    ]
    assert found == []


def test_nothing_that_code_writes_is_english_on_such_a_page(site: dict[str, str]) -> None:
    """Values that are no phrase of the theme: roles, states, kinds and directions of changes, decisions."""
    from charter.compare.changes import Direction, Effect, Kind
    from charter.model.text import Role
    from charter.standing import State

    words = {str(one) for enum in (Direction, Effect, Kind, Role, State, Decision) for one in enum}
    words |= {"decides", "closed", "Mon", "Sat", "Fri"}
    french_too = {"segment", "rubric"}
    pattern = re.compile(rf"\b({'|'.join(sorted(words - french_too, key=len, reverse=True))})\b")
    said = {
        (path, match[0], text)
        for path, page in site.items()
        for text in Words(page).said
        for match in pattern.finditer(text)
    }
    assert said == set()


def test_a_comparison_is_told_in_french_with_the_right_numbers(site: dict[str, str]) -> None:
    page = " ".join(Words(site["support/compare/1.0..2.0.html"]).said)
    assert "Ce qui a changé de 1.0 à 2.0" in page
    assert "Ce que cela change pour Lecteurs" in page
    history = " ".join(Words(site["support/history.html"]).said)
    assert "engagement" in history


def test_every_placeholder_of_a_phrase_is_in_its_translation() -> None:
    from babel.messages.pofile import read_po

    with (theme_folder() / "words" / "fr.po").open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        if not message.id:
            continue
        ids = (message.id,) if isinstance(message.id, str) else message.id
        texts = (message.string,) if isinstance(message.string, str) else message.string
        assert len(texts) == (1 if isinstance(message.id, str) else catalogue.num_plurals), message.id
        asked = set(_PLACE.findall(" ".join(ids)))
        for text in texts:
            assert asked - {"%(count)s"} <= set(_PLACE.findall(text)) <= asked, message.id


def test_the_levels_of_a_single_point_are_french_also_where_the_text_has_other_words() -> None:
    fields = "- Grille : point unique\n- Réf. : poli\n\n"
    rubric = fields + "| Pas encore | Critère | Au-delà |\n|---|---|---|\n| non | poli | gai |\n"
    text = HEAD.format(**OLD, stamp="") + "### Nous sommes polis\n\nToujours.\n\n" + rubric
    pages = site_of(charter_of(text, id="polis"))
    heads = re.findall(r"<th role=\"columnheader\" scope=\"col\"[^>]*>([^<]*)", pages["polis/index.html"])
    assert [head.strip() for head in heads][-3:] == ["en deçà", "comme décrit", "au-delà"]
