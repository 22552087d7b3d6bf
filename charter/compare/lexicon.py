"""The words by which texts are compared, per language: data, in `languages/TAG/` of `reading`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from charter.compare.vocabulary import vocabulary_for
from charter.compare.wording import is_slip
from charter.model.words import canonical

_NO_LETTERS = re.compile(r"[^\w%@]+")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of a charter's language and the English ones, as `letters` writes them, longest first."""

    rest: tuple[str, ...]
    """Labels for everybody whom no other label names."""
    rest_of: tuple[str, ...]
    """How such a label may begin."""
    narrowing: tuple[str, ...]
    """How a condition begins that takes something out of a promise."""
    joiners: tuple[str, ...]
    times: tuple[str, ...]
    """What is counted where nothing is named: three times a year."""
    is_form: tuple[Callable[[str, str], bool], ...]
    """Per language, whether two words may be forms of one."""
    noon: tuple[str, ...]
    midnight: tuple[str, ...]
    hour_signs: tuple[str, ...]
    """What may follow a full hour of the day: `16 h`."""
    beyond: tuple[str, ...]
    """Before an amount: what lasts longer than it is meant."""
    negations: tuple[str, ...]


def letters(words: str) -> str:
    """Return words in canonical form without case and punctuation."""
    return _NO_LETTERS.sub(" ", canonical(words).casefold()).strip()


def begins(words: str, openings: tuple[str, ...]) -> str | None:
    """Return the first of `openings` with which `words` begin, as whole words; both as `letters` writes them."""
    return next((opening for opening in openings if f"{words} ".startswith(f"{opening} ")), None)


def is_same_thing(one: str | None, other: str | None, lexicon: Lexicon) -> bool:
    """Whether two names are the same but for case, punctuation, slips, and one or many: `outage`, `Outages`."""
    words, others = letters(one or "").split(), letters(other or "").split()
    return len(words) == len(others) and all(
        is_slip(word, second) or any(is_form(word, second) for is_form in lexicon.is_form)
        for word, second in zip(words, others, strict=True)
    )


def is_same_wording(one: str, other: str) -> bool:
    """Whether words, as `letters` writes them, are equal but for slips."""
    words, others = one.split(), other.split()
    return len(words) == len(others) and all(
        word == second or is_slip(word, second) for word, second in zip(words, others, strict=True)
    )


@lru_cache(maxsize=32)
def lexicon_for(language: str) -> Lexicon:
    """Return the words for a charter in `language`; those of a language without a file are the English ones."""
    tags = dict.fromkeys((language.replace("_", "-").split("-")[0].lower(), "en"))
    comparison = [catalog for tag in tags if (catalog := _catalog(tag)) is not None]

    def words(part: str, key: str) -> tuple[str, ...]:
        return _longest_first(word for catalog in comparison for word in catalog[part][key])

    return Lexicon(
        rest=words("segments", "rest"),
        rest_of=words("segments", "rest_of"),
        narrowing=words("conditions", "narrowing"),
        joiners=words("conditions", "joiners"),
        times=words("counted", "times"),
        is_form=tuple(vocabulary_for(tag).is_form for tag in tags),
        noon=words("times", "noon"),
        midnight=words("times", "midnight"),
        hour_signs=words("times", "hour_signs"),
        beyond=words("thresholds", "beyond"),
        negations=words("thresholds", "not"),
    )


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(letters, words), key=lambda word: (-len(word), word)))


def _catalog(tag: str) -> dict[str, Any] | None:
    if not tag.isalpha():
        return None
    path = files("charter.reading") / "languages" / tag / "comparison.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
