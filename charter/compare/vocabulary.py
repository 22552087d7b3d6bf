"""What a language's words mean to the comparison of wording: hedges, negations, numbers, money, endings."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from charter.reading.keywords import keywords_for


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """The words of one language, in small letters; phrases are tuples of words."""

    hedging_verbs: tuple[tuple[str, ...], ...]
    """Longest first, as all phrases."""
    hedging_adverbs: tuple[tuple[str, ...], ...]
    hedging_phrases: tuple[tuple[str, ...], ...]
    doubts: frozenset[str]
    """Modal verbs that allow nothing: they hold back whatever anybody is promised."""
    permissions: frozenset[str]
    firm: frozenset[str]
    """Modal verbs that hold nothing back, auxiliaries, and what contracts to them."""
    kept: frozenset[str]
    months: frozenset[str]
    same_verbs: dict[str, str]
    verb_endings: tuple[str, ...]
    verb_stems: tuple[tuple[str, str], ...]
    """Letters that change within a verb, and what they are compared as: "libèrent", "libérer"."""
    we: frozenset[str]
    you: frozenset[str]
    customers: frozenset[str]
    """Whom a service is for, whatever it calls them."""
    workers: frozenset[str]
    """Who works for those that write."""
    groups: frozenset[str]
    """Words for some of those that "of" names: a member of staff."""
    belonging: frozenset[str]
    determiners: frozenset[str]
    prepositions: frozenset[str]
    clauses: frozenset[str]
    negations: frozenset[str]
    negating_endings: tuple[str, ...]
    contractions: Mapping[str, tuple[str, ...]]
    """Words with a negation in them, to the words they are short for."""
    same_negations: Mapping[tuple[str, ...], str]
    """Pairs of words to the one word that says the same."""
    prefixes: tuple[str, ...]
    hyphened_prefixes: frozenset[str]
    """Prefixes that stand as words of their own where a hyphen follows them."""
    lookalikes: frozenset[str]
    """Words that only look like another word with a negating prefix."""
    numbers: dict[str, Decimal]
    fractions: dict[str, Decimal]
    """Parts of a whole, behind a number or an article: a third of it."""
    spans: dict[str, Decimal]
    """Words for so many days: a fortnight."""
    each: dict[tuple[str, ...], Decimal]
    """Words before a unit that say how many of it, though no number stands there: "every", "every other"."""
    within: frozenset[str]
    """Words before an article and a unit that make a limit of them: "within an hour"."""
    adverbs: dict[str, str]
    """Words for something that comes once in a unit: "monthly"."""
    dozens: dict[str, Decimal]
    """Words that multiply the number before them, small as it may be."""
    ordinals: dict[str, Decimal]
    articles: frozenset[str]
    """Words that may stand where "one" stood; they are no numbers themselves."""
    wholes: frozenset[str]
    """Words before a part that are no article and make one of it: "la moitié"."""
    of: frozenset[str]
    """What may follow a part of a whole."""
    ands: frozenset[str]
    percent: frozenset[str]
    decimal: str
    money: dict[str, str]
    units: dict[str, str]
    clocks: frozenset[str]
    clock_words: frozenset[str]
    halves_of_day: dict[tuple[str, ...], int]
    """What may follow an hour, and the hours that it adds: "pm"."""
    hour_signs: frozenset[str]
    named_times: dict[str, str]
    """Words for a time of day: noon."""
    open_hours: tuple[str, ...]
    """Phrases that mean the hours of the calendar without naming a number of them."""
    joins: tuple[str, ...]
    nothing: frozenset[str]
    forms: dict[str, str]
    elides: bool
    possessives: tuple[str, ...]
    plurals: tuple[tuple[str, str], ...]
    """Endings of many and of one; the first that fits is the likeliest."""
    other_plurals: tuple[tuple[str, str], ...]
    """Endings that fit some words beside those: "heroes", "shelves"."""
    feminines: tuple[tuple[str, str], ...]

    def singular(self, word: str) -> str:
        """Return a word in small letters without its possessive and plural endings."""
        for ending in self.possessives:
            word = word.removesuffix(ending)
        if word in self.forms:
            return self.forms[word]
        for ending, instead in self.plurals:
            if word.endswith(ending) and len(word) > len(ending) + 1:
                return word.removesuffix(ending) + instead
        return word

    def stems(self, word: str) -> frozenset[str]:
        """Return every word in small letters of which this one may be a form: "buses" of "bus" and of "buse"."""
        return _stems(self, word)

    def is_form(self, one: str, other: str) -> bool:
        """Whether two words in small letters may be forms of one."""
        return one == other or not _stems(self, one).isdisjoint(_stems(self, other))


@lru_cache(maxsize=8192)
def _stems(vocabulary: Vocabulary, word: str) -> frozenset[str]:
    for ending in vocabulary.possessives:
        word = word.removesuffix(ending)
    found = {word, vocabulary.singular(word)}
    if word not in vocabulary.forms:
        found |= _without(word, vocabulary.other_plurals)
    return frozenset(found.union(*(_without(one, vocabulary.feminines) for one in found)))


def _without(word: str, endings: tuple[tuple[str, str], ...]) -> set[str]:
    return {
        word.removesuffix(ending) + instead
        for ending, instead in endings
        if word.endswith(ending) and len(word) > len(ending) + 1
    }


@lru_cache(maxsize=32)
def vocabulary_for(language: str) -> Vocabulary:
    """Return the words of `language`; a language without a file is read with the English words."""
    tag = language.replace("_", "-").split("-")[0].lower()
    data = (_catalog(tag) if tag.isalpha() else None) or _catalog("en") or {}
    hedges, modals, speakers, negations = data["hedges"], data["modals"], data["speakers"], data["negations"]
    words, endings = data["number_words"], data["endings"]
    articles = frozenset(words["articles"])
    units = dict(data["units"])
    clocks = frozenset(units.pop("clocks"))
    numbers = {**keywords_for(language).numbers, **data["numbers"]}
    elides = endings["elides"]
    return Vocabulary(
        hedging_verbs=_phrases(hedges["verbs"], elides=elides),
        hedging_adverbs=_phrases(hedges["adverbs"], elides=elides),
        hedging_phrases=_phrases(hedges["phrases"], elides=elides),
        doubts=frozenset(hedges["doubts"]),
        permissions=frozenset(hedges["permissions"]),
        firm=frozenset([*modals["firm"], *modals["contracted"], *modals["auxiliaries"]]),
        kept=frozenset(word.strip("'") for word in modals["kept"]),
        months=frozenset(modals["months"]),
        same_verbs=modals["same"],
        verb_endings=tuple(sorted(modals["endings"], key=len, reverse=True)),
        verb_stems=tuple((one, other) for one, other in modals["stems"]),
        we=frozenset(speakers["we"]),
        you=frozenset(speakers["you"]),
        customers=frozenset(speakers["customers"]),
        workers=frozenset(speakers["workers"]),
        groups=frozenset(speakers["groups"]),
        belonging=frozenset(word.strip("'") for word in speakers["belonging"]),
        determiners=frozenset(word.strip("'") for word in speakers["determiners"]),
        prepositions=frozenset(speakers["prepositions"]),
        clauses=frozenset(speakers["clauses"]),
        negations=frozenset(word.strip("'") for word in negations["words"]),
        negating_endings=tuple(negations["endings"]),
        contractions={one: tuple(other.split()) for one, other in negations["same"] if " " in other},
        same_negations={tuple(one.split()): other for one, other in negations["same"] if " " not in other},
        prefixes=tuple(sorted(negations["prefixes"], key=len, reverse=True)),
        hyphened_prefixes=frozenset(negations["hyphened"]),
        lookalikes=frozenset(negations["lookalikes"]),
        numbers=_decimals({word: value for word, value in numbers.items() if word not in articles}),
        fractions={word: Decimal(1) / Decimal(parts) for word, parts in data["fractions"].items()},
        spans=_decimals(data["spans"]),
        each={
            **{(article,): Decimal(1) for article in articles},
            **{tuple(said.split()): Decimal(number) for said, number in data["each"].items()},
        },
        within=frozenset(words["within"]),
        adverbs=_by_word(data["frequencies"]),
        dozens=_decimals(data["dozens"]),
        ordinals=_decimals(data["ordinals"]),
        articles=articles,
        wholes=frozenset(words["wholes"]),
        of=frozenset(word.strip("'") for word in words["of"]),
        ands=frozenset(words["and"]),
        percent=frozenset(words["percent"]),
        decimal=words["decimal"],
        money=_by_word(data["money"]),
        units=_by_word(units),
        clocks=clocks,
        clock_words=frozenset(data["clock"]["words"]),
        halves_of_day={tuple(words.split()): hours for words, hours in data["times"]["halves"].items()},
        hour_signs=frozenset(data["times"]["hour_signs"]),
        named_times={
            **dict.fromkeys(data["times"]["noon"], "12:0"),
            **dict.fromkeys(data["times"]["midnight"], "0:0"),
        },
        open_hours=tuple(data["calendar"]["hours"]),
        joins=tuple(sorted(data["lists"]["and"], key=len, reverse=True)),
        nothing=frozenset(data["lists"]["nothing"]),
        forms=data["forms"],
        elides=elides,
        possessives=tuple(endings["possessive"]),
        plurals=tuple((one, other) for one, other in endings["plural"]),
        other_plurals=tuple((one, other) for one, other in endings["plural_too"]),
        feminines=tuple((one, other) for one, other in endings["feminine"]),
    )


@lru_cache(maxsize=8)
def _catalog(tag: str) -> dict[str, Any] | None:
    path = files("charter.reading") / "languages" / tag / "comparison.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _phrases(words: list[str], *, elides: bool) -> tuple[tuple[str, ...], ...]:
    """Return phrases as words, longest first; what ends with "de" may stand before a vowel too: "tente d'ouvrir"."""
    found = {tuple(phrase.replace("'", " ").split()) for phrase in words}
    if elides:
        found |= {(*phrase[:-1], "d") for phrase in found if phrase[-1] == "de"}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


def _decimals(table: dict[str, float]) -> dict[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in table.items()}
