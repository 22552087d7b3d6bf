from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from charter.model.text import FieldKey, Party, Role
from charter.reading import keywords as module
from charter.reading.keywords import canonical_value, fold, keywords_for, languages, nearest, tag_of_language
from charter.reading.names import read_party_names

CATALOGS = {
    tag: tomllib.loads((Path(module.__file__).parent / "languages" / tag / "keywords.toml").read_text(encoding="utf-8"))
    for tag in languages()
}
FRENCH = [
    "Réf.", "Anciennement", "Cible", "Mesure", "Responsable", "Nature", "Dimension", "Conforme à", "Fondement",
    "Réparation", "Sauf", "Dépend de", "Statut", "Demandé par", "Par exemple", "Répond à", "Retrait le", "Grille",
]  # fmt: skip
ENGLISH = [
    "Ref", "Was", "Target", "Measured", "Owner", "Kind", "Dimension", "Aligned to", "Basis", "Remedy", "Except",
    "Depends on", "Status", "Asked by", "Looks like", "Lives up to", "Withdraw on", "Rubric",
]  # fmt: skip
KEYS = [
    FieldKey.REF, FieldKey.WAS, FieldKey.TARGET, FieldKey.MEASURED, FieldKey.OWNER, FieldKey.KIND, FieldKey.DIMENSION,
    FieldKey.ALIGNED_TO, FieldKey.BASIS, FieldKey.REMEDY, FieldKey.EXCEPT, FieldKey.DEPENDS_ON, FieldKey.STATUS,
    FieldKey.ASKED_BY, FieldKey.LOOKS_LIKE, FieldKey.LIVES_UP_TO, FieldKey.WITHDRAW_ON, FieldKey.RUBRIC,
]  # fmt: skip


@pytest.mark.parametrize(("french", "english", "key"), list(zip(FRENCH, ENGLISH, KEYS, strict=True)))
def test_a_french_charter_reads_french_and_english_keys(french: str, english: str, key: FieldKey) -> None:
    fields = keywords_for("fr").fields
    assert fields[fold(french)] is fields[fold(english)] is fields[fold(french.upper())] is key
    assert keywords_for("en").fields.get(fold(french)) in ((None,) if fold(french) != fold(english) else (key,))


@pytest.mark.parametrize("tag", list(CATALOGS))
def test_every_language_has_every_word_that_english_has(tag: str) -> None:
    def keys(table: object, path: str = "") -> set[str]:
        if not isinstance(table, dict):
            return {path}
        return {path}.union(*(keys(value, f"{path}.{key}") for key, value in table.items()))

    ours = {key for key in keys(CATALOGS[tag]) if not key.startswith(".numbers.")}
    assert ours == {key for key in keys(CATALOGS["en"]) if not key.startswith(".numbers.")}
    assert set(CATALOGS[tag]["numbers"].values()) == set(range(1, 13))


@pytest.mark.parametrize("tag", list(CATALOGS))
def test_no_word_of_a_language_means_two_fields(tag: str) -> None:
    words = [fold(word) for words in CATALOGS[tag]["fields"].values() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("tag", list(CATALOGS))
def test_the_agreement_patterns_are_regular_expressions(tag: str) -> None:
    for patterns in CATALOGS[tag]["agreement"].values():
        for pattern in patterns:
            re.compile(pattern.format(count="1", total="2", party="x"))


@pytest.mark.parametrize(
    ("key", "text", "language", "canonical"),
    [
        (FieldKey.KIND, "Process", "en", "process"),
        (FieldKey.KIND, "Processus", "fr", "process"),
        (FieldKey.KIND, "process", "fr", "process"),
        (FieldKey.KIND, "processus", "en", None),
        (FieldKey.KIND, "no", "en", None),
        (FieldKey.DIMENSION, "Réactivité", "fr-CA", "responsiveness"),
        (FieldKey.DIMENSION, "fiabilite", "fr", "reliability"),
        (FieldKey.STATUS, "à l'essai", "fr", "trial"),
        (FieldKey.STATUS, "à l’essai", "fr", "trial"),
        (FieldKey.STATUS, "Firm", "sv", "firm"),
        (FieldKey.RUBRIC, "point unique", "fr", "single point"),
        (FieldKey.OWNER, "Rosa Lindqvist", "fr", "Rosa Lindqvist"),
    ],
)
def test_values_mean_one_word_in_every_language(key: FieldKey, text: str, language: str, canonical: str | None) -> None:
    assert canonical_value(key, text, language) == canonical


def test_folding_leaves_out_what_does_not_matter() -> None:
    assert fold("  RÉF.  ") == fold("Ref") == fold("réf :") == "ref"
    assert fold("l’eau") == fold("L'EAU") == "l'eau"


def test_the_nearest_word_is_found_or_none() -> None:
    assert nearest("reveiw", ["review", "levels"]) == "review"
    assert nearest("zzz", ["review", "levels"]) is None
    assert nearest("", []) is None


def test_languages_are_found_by_their_names() -> None:
    assert (tag_of_language("Français"), tag_of_language("english"), tag_of_language("Klingon")) == ("fr", "en", None)


@pytest.mark.parametrize("language", ["../../etc", "", "zz", "en-GB-oxendict", "FR"])
def test_any_language_tag_reads_english_words(language: str) -> None:
    assert keywords_for(language).fields["ref"] is FieldKey.REF


PARTIES = tuple(
    Party(id=party_id, name=name, role=Role.CUSTOMER)
    for party_id, name in (
        ("desk", "IT Service Desk"),
        ("hs", "Health and safety, all"),
        ("eau", "L'eau de Rivermouth"),
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IT Service Desk", ["desk"]),
        ("the desk", ["desk"]),
        ("it  service desk, Health and Safety, all and eau.", ["desk", "hs", "eau"]),
        ("desk; hs", ["desk", "hs"]),
        ("desk, and hs", ["desk", "hs"]),
        ("desk & hs", ["desk", "hs"]),
        ("L’eau de Rivermouth", ["eau"]),
        ("deskwork and hs", ["?deskwork", "hs"]),
        ("desk of the town, hs", ["?desk of the town", "hs"]),
        ("somebody", ["?somebody"]),
        ("", []),
        (" , ; ", []),
        ("Armand", ["?Armand"]),
    ],
)
def test_lists_of_parties_are_taken_apart(text: str, expected: list[str]) -> None:
    found = read_party_names(text, PARTIES, keywords_for("en"))
    assert [name.party.id if name.party else f"?{name.words}" for name in found] == expected
    assert all(text[name.offset :].startswith(name.words) for name in found)
