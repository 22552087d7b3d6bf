"""The words of targets in one language, and lines cut into the tokens that those words are made of.

The words are data: `languages/TAG/targets.toml`, read once per language.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_TOKEN = re.compile(
    r"""
    (?P<date> [0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?![\w]) | [0-9]{1,2}[./][0-9]{1,2}[./][0-9]{4}(?![\w]) )
  | (?P<time> [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![\w]) | [0-9]{1,2}(?:[:.][0-9]{2})?\ ?[ap]\.?m(?![\w])\.?
            | [0-9]{1,2}\ ?[hH]\ ?[0-9]{2}(?![\w%.,]) )
  | (?P<percentile> [pP][0-9]{1,3}(?:\.[0-9]{1,4})?(?![\w]) )
  | (?P<number> (?:(?<!\S)[-−])?[0-9]+(?:[.,][0-9]+)* )
  | (?P<word> [^\W\d_][\w\u0300-\u036f]*(?:[-\u2010\u2011][^\W\d_][\w\u0300-\u036f]*)* )
  | (?P<sign> [<>=]= | ['’‘ʼ′`´] | [^\s] )
    """,
    re.VERBOSE,
)
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ′`´", "'"),
        **dict.fromkeys("‐‑", "-"),
        **dict.fromkeys("\u00a0\u202f\u2009", " "),
        "٪": "%",
        "％": "%",
    }
)

Phrase = tuple[str, ...]


class Token(NamedTuple):
    """A word, number or sign; `word` is folded for look-up, `start` and `end` are offsets into the line."""

    kind: str
    word: str
    start: int
    end: int


class Meaning(NamedTuple):
    """One thing that a phrase can be: a kind and, for some kinds, which one of it."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language.

    `phrases` leads from a first word to every phrase that begins with it, longest first.
    """

    phrases: dict[str, tuple[tuple[Phrase, tuple[Meaning, ...]], ...]]
    numbers: dict[str, int]
    units: dict[str, str]
    larger_numbers: dict[str, int]
    multiples: dict[str, tuple[Decimal, str, str | None]]
    clocks: dict[str, str]
    sets: dict[str, frozenset[str]]
    over: frozenset[str]
    rolling: frozenset[str]
    rolling_after: frozenset[str]
    calendar: frozenset[str]
    ordinals: frozenset[str]
    verb_endings: tuple[str, ...]
    decimal: str
    thousands: str
    joiners: frozenset[str]
    examples: dict[str, str]


def fold(text: str) -> str:
    """Return `text` as it is looked up: composed, without case, quotes and blanks in one shape."""
    folded = text.casefold() if text.isascii() else unicodedata.normalize("NFC", text.casefold())
    return folded.translate(_FOLDED)


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of `text` in order; white space separates and is dropped."""
    found = _TOKEN.finditer(text)
    if text.isascii():  # folding then keeps every offset, so that once is enough
        folded = fold(text)
        return [Token(each.lastgroup or "sign", folded[each.start() : each.end()], *each.span()) for each in found]
    return [Token(each.lastgroup or "sign", fold(each.group()), *each.span()) for each in found]


def words_for(language: str) -> Words:
    """Return the words of `language`, which may carry a region (`fr-CA`); English where there is no catalog."""
    return _words(language.replace("_", "-").split("-")[0].lower())


@cache
def _words(tag: str) -> Words:
    path = files("charter.reading") / "languages" / tag / "targets.toml"
    if not tag.isalpha() or not path.is_file():
        return _words("en")
    return _compiled(tomllib.loads(path.read_text(encoding="utf-8")))


def _phrases(data: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Yield every phrase with what it can mean, first what is tried first."""
    windows = data["windows"]
    for kind in _PHRASES:
        yield from ((phrase, Meaning(kind)) for phrase in data[kind])
    yield from ((phrase, Meaning("within", "<")) for phrase in data["within_strict"])
    for kind in ("comparators", "comparators_after", "clocks_after"):
        for name, phrases in data[kind].items():
            yield from ((phrase, Meaning(kind.replace("clocks", "clock"), name)) for phrase in phrases)
    for name in ("mean", "median", "percentile"):
        yield from ((phrase, Meaning("statistics", name)) for phrase in data["statistics"][name])
    for name in ("rolling", "frequent", "before"):
        yield from ((phrase, Meaning(f"window_{name}")) for phrase in windows[name])
    for unit, phrases in windows["adverbs"].items():
        yield from ((phrase, Meaning("window_adverb", unit)) for phrase in phrases)
    yield from ((phrase, Meaning("once", str(number))) for phrase, number in data["once"].items())
    for kind in ("starts", "all"):
        yield from ((phrase, Meaning(kind)) for phrase in data[kind])


def _compiled(data: dict[str, Any]) -> Words:
    windows = data["windows"]
    found: dict[Phrase, list[Meaning]] = {}
    for written, meaning in _phrases(data):
        meanings = found.setdefault(tuple(token.word for token in tokens_of(written)), [])
        if meaning not in meanings:
            meanings.append(meaning)
    by_first: dict[str, list[tuple[Phrase, tuple[Meaning, ...]]]] = {}
    for key, meanings in found.items():
        by_first.setdefault(key[0], []).append((key, tuple(meanings)))
    return Words(
        phrases={first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()},
        numbers={fold(word): number for word, number in data["numbers"].items()},
        larger_numbers={fold(word): number for word, number in data["larger_numbers"].items()},
        units={fold(word): unit for unit, words in data["units"].items() for word in words},
        multiples={
            fold(word): (Decimal(str(row["number"])), row["unit"], row.get("clock"))
            for row in data["multiples"].values()
            for word in row["words"]
        },
        clocks={fold(word): clock for clock, words in data["clocks"].items() for word in words},
        sets={name: frozenset(fold(word) for word in data[name]) for name in _SETS},
        over=frozenset(fold(word) for word in windows["over"]),
        rolling=frozenset(fold(word) for word in windows["rolling_words"]),
        rolling_after=frozenset(fold(word) for word in windows["rolling_after"]),
        calendar=frozenset(fold(word) for word in windows["calendar_words"]),
        ordinals=frozenset(fold(word) for word in data["statistics"]["ordinals"]),
        verb_endings=tuple(data["verb_endings"]),
        decimal=data["decimal"][0],
        thousands=data["thousands"][0],
        joiners=frozenset(fold(word) for word in data["joiners"]),
        examples=data["examples"],
    )


_PHRASES = (
    "percent",
    "out_of",
    "halves",
    "and_a_half",
    "between",
    "within",
    "in",
    "every_time",
    "no",
    "updates",
    "every",
    "level",
    "by",
    "before",
    "notice",
    "notice_of",
    "possessive",
    "whole_day",
    "same_day",
    "joiners",
    "hedges",
    "vague",
    "vague_numbers",
    "approximate",
    "exact",
    "always_open",
    "of",
    "fraction",
    "refused",
)
_SETS = (
    "articles",
    "range",
    "between_and",
    "every_other",
    "for_share",
    "starts_outside_nouns",
    "changes",
    "remedies",
    "time_words",
    "plus",
    "number_joints",
    "copulas",
    "verbs",
    "imperatives",
    "dropped",
    "auxiliaries",
    "not_verbs",
    "relatives",
    "determiners",
    "adverbs",
    "prepositions",
    "pronouns",
)
