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
    permissions: frozenset[str]
    firm: frozenset[str]
    """Modal verbs that hold nothing back, auxiliaries, and what contracts to them."""
    kept: frozenset[str]
    months: frozenset[str]
    same_verbs: dict[str, str]
    verb_endings: tuple[str, ...]
    we: frozenset[str]
    you: frozenset[str]
    customers: frozenset[str]
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
    ordinals: dict[str, Decimal]
    articles: frozenset[str]
    """Words that may stand where "one" stood; they are no numbers themselves."""
    percent: frozenset[str]
    decimal: str
    money: dict[str, str]
    units: dict[str, str]
    clocks: frozenset[str]
    clock_words: frozenset[str]
    open_hours: tuple[str, ...]
    """Phrases that mean the hours of the calendar without naming a number of them."""
    joins: tuple[str, ...]
    nothing: frozenset[str]
    forms: dict[str, str]
    elides: bool
    possessives: tuple[str, ...]
    plurals: tuple[tuple[str, str], ...]

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
    return Vocabulary(
        hedging_verbs=_phrases(hedges["verbs"]),
        hedging_adverbs=_phrases(hedges["adverbs"]),
        hedging_phrases=_phrases(hedges["phrases"]),
        permissions=frozenset(hedges["permissions"]),
        firm=frozenset([*modals["firm"], *modals["contracted"], *modals["auxiliaries"]]),
        kept=frozenset(word.strip("'") for word in modals["kept"]),
        months=frozenset(modals["months"]),
        same_verbs=modals["same"],
        verb_endings=tuple(sorted(modals["endings"], key=len, reverse=True)),
        we=frozenset(speakers["we"]),
        you=frozenset(speakers["you"]),
        customers=frozenset(speakers["customers"]),
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
        ordinals=_decimals(data["ordinals"]),
        articles=articles,
        percent=frozenset(words["percent"]),
        decimal=words["decimal"],
        money=_by_word(data["money"]),
        units=_by_word(units),
        clocks=clocks,
        clock_words=frozenset(data["clock"]["words"]),
        open_hours=tuple(data["calendar"]["hours"]),
        joins=tuple(sorted(data["lists"]["and"], key=len, reverse=True)),
        nothing=frozenset(data["lists"]["nothing"]),
        forms=data["forms"],
        elides=endings["elides"],
        possessives=tuple(endings["possessive"]),
        plurals=tuple((one, other) for one, other in endings["plural"]),
    )


@lru_cache(maxsize=8)
def _catalog(tag: str) -> dict[str, Any] | None:
    path = files("charter.reading") / "languages" / tag / "comparison.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def _phrases(words: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(phrase.replace("'", " ").split()) for phrase in words), key=len, reverse=True))


def _by_word(table: dict[str, list[str]]) -> dict[str, str]:
    return {word: name for name, words in table.items() for word in words}


def _decimals(table: dict[str, float]) -> dict[str, Decimal]:
    return {word: Decimal(str(value)) for word, value in table.items()}
