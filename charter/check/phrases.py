"""Words that leave a promise open, per language: data, in `words/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from charter.check.passages import Sentence
from charter.compare.vocabulary import vocabulary_for

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s'-]*")
"""What may stand between the words of a phrase."""

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase in a sentence: words `first` to `last`, the last one out."""

    kind: str
    """`when`, `often`, `quality`, `amount`, `effort`, `open`, `praise`, `inner`; `hedge`, `hedge-often`."""
    first: int
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Phrasebook:
    """The phrases of one language and the words around them that make them ordinary."""

    language: str
    by_first: Mapping[str, tuple[tuple[Phrase, str], ...]]
    only_before: Mapping[Phrase, frozenset[str]]
    not_before: Mapping[Phrase, frozenset[str]]
    not_after: Mapping[Phrase, frozenset[str]]
    cases: frozenset[Phrase]
    ends: frozenset[Phrase]
    to: frozenset[str]
    asks: frozenset[Phrase]
    us: frozenset[str]
    gets: frozenset[str]
    gets_not: frozenset[str]
    auxiliaries: frozenset[str]
    acts: frozenset[str]
    expects: frozenset[str]
    ours: frozenset[str]
    made: frozenset[str]
    may: frozenset[str]
    occasions: frozenset[str]
    negations: frozenset[str]
    should: frozenset[str]
    will: str
    times: frozenset[Phrase]
    within: tuple[str, ...]
    notice: str
    notices: frozenset[str]
    hints: Mapping[str, Any]
    empty_levels: frozenset[str]
    small: frozenset[str]
    known: frozenset[str]

    def find(self, sentence: Sentence) -> tuple[Found, ...]:
        """Return the phrases of a sentence in order; of two that overlap the one that begins first, or is longer."""
        found = []
        at = 0
        while at < len(sentence.words):
            match = self._at(sentence, at)
            if match is not None:
                found.append(match)
            at = match.last if match is not None else at + 1
        return tuple(found)

    def _at(self, sentence: Sentence, at: int) -> Found | None:
        words = sentence.words
        for phrase, kind in self.by_first.get(words[at].key, ()):
            last = at + len(phrase)
            if tuple(word.key for word in words[at:last]) == phrase and is_joined(sentence, at, last):
                return None if self._is_ordinary(sentence, phrase, at, last) else Found(kind, at, last)
        return None

    def _is_ordinary(self, sentence: Sentence, phrase: Phrase, at: int, last: int) -> bool:
        before = sentence.words[at - 1].key if at else ""
        after = sentence.words[last].key if last < len(sentence.words) and _is_near(sentence, last) else ""
        is_compound = len(phrase) == 1 and at > 0 and sentence.between(at) == "-"
        wanted = self.only_before.get(phrase)
        # "." stands for the end of a clause that says of something that it is so: "our staff are efficient".
        is_said = wanted is not None and "." in wanted and not after and before in self.acts
        is_wanted = wanted is None or is_said or bool({after, after.removesuffix("s")} & wanted)
        is_other = after == "t" or bool({after, after.removesuffix("s")} & self.not_before.get(phrase, frozenset()))
        return is_compound or not is_wanted or is_other or before in self.not_after.get(phrase, frozenset())


def is_joined(sentence: Sentence, first: int, last: int) -> bool:
    """Whether nothing but blanks, hyphens and apostrophes stands between the words from `first` to `last`."""
    return all(_JOINT.fullmatch(sentence.between(at)) for at in range(first + 1, last))


@lru_cache(maxsize=32)
def phrasebook_for(language: str) -> Phrasebook | None:
    """Return the phrases of a charter's language; `None` for a language without a file, whose words nobody judges."""
    tag = language.replace("_", "-").split("-")[0].lower()
    path = files("charter.check") / "words" / f"{tag}.toml"
    if not tag.isalpha() or not path.is_file():
        return None
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    sentences = data["sentences"]
    return Phrasebook(
        language=tag,
        by_first=_by_first(data, tag),
        only_before=_around(data["only_before"]),
        not_before=_around(data["not_before"]),
        not_after=_around(data["not_after"]),
        cases=frozenset(map(phrase_of, sentences["cases"])),
        ends=frozenset(map(phrase_of, sentences["ends"])),
        to=frozenset(sentences["to"]),
        asks=frozenset(map(phrase_of, sentences["asks"])),
        us=frozenset(sentences["us"]),
        gets=frozenset(sentences["gets"]),
        gets_not=frozenset(sentences["gets_not"]),
        auxiliaries=frozenset(sentences["auxiliaries"]),
        acts=frozenset(sentences["acts"]),
        expects=frozenset(sentences["expects"]),
        ours=frozenset(sentences["ours"]),
        made=frozenset(sentences["made"]),
        may=frozenset(sentences["may"]),
        occasions=frozenset(sentences["occasions"]),
        negations=frozenset(sentences["not"]),
        should=frozenset(data["hedges"]["should"]),
        will=data["hedges"]["will"],
        within=tuple(data["limits"]["within"]),
        notice=data["limits"]["notice"],
        notices=frozenset(data["limits"]["notices"]),
        times=frozenset(map(phrase_of, sentences["times"])),
        hints=data["hints"],
        empty_levels=frozenset(data["levels"]["empty"]),
        small=frozenset(data["titles"]["small"]),
        known=frozenset(data["abbreviations"]["known"]),
    )


def phrase_of(words: str) -> Phrase:
    """Return a phrase as it is looked up: its words in small letters."""
    return tuple(_WORD.findall(words.casefold()))


def _by_first(data: dict[str, Any], tag: str) -> dict[str, tuple[tuple[Phrase, str], ...]]:
    kinds = {phrase_of(words): kind for kind, listed in data["phrases"].items() for words in listed}
    efforts = {phrase for phrase, kind in kinds.items() if kind == "effort"}
    for phrase, kind in _hedges(data["hedges"], tag):
        # "Make every effort to" promises an effort; it is told as one.
        kinds.setdefault(phrase, "effort" if any(_holds(phrase, effort) for effort in efforts) else kind)
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase, kind in kinds.items():
        found.setdefault(phrase[0], []).append((phrase, kind))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in found.items()}


def _hedges(own: dict[str, Any], tag: str) -> Iterable[tuple[Phrase, str]]:
    """Yield what the comparison counts as holding a verb back, without what is no hedge in a text that stands alone."""
    vocabulary = vocabulary_for(tag)
    left_out = set(map(phrase_of, own["not"]))
    often = set(map(phrase_of, own["often"]))
    for phrase in (*vocabulary.hedging_verbs, *vocabulary.hedging_phrases):
        if phrase not in left_out:
            yield phrase, "hedge-verb"
    for phrase in vocabulary.hedging_adverbs:
        yield phrase, "hedge-often" if phrase in often else "hedge"


def _holds(phrase: Phrase, other: Phrase) -> bool:
    return any(phrase[at : at + len(other)] == other for at in range(len(phrase)))


def _around(table: dict[str, list[str]]) -> dict[Phrase, frozenset[str]]:
    return {phrase_of(words): frozenset(around) for words, around in table.items()}


def _is_near(sentence: Sentence, at: int) -> bool:
    return bool(_JOINT.fullmatch(sentence.between(at)))
