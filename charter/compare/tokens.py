"""A text as words, and its words as sentences: what is compared when wording is compared."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charter.compare.vocabulary import Vocabulary
from charter.model.words import canonical

_TOKEN = re.compile(
    r"""\d{1,3}(?:[ ]\d{3})+(?!\d) | \d+(?:[.,:]\d+)*      # 1 000, 1,000.5, 09:30
      | [^\W_]+(?:'[^\W_]+)*'?                             # words, with their apostrophes
      | [%‰€£$¥₹&+=<>≥≤×°]""",
    re.VERBOSE,
)
_BOUNDARY = re.compile(r"[,;:()]| - ")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]*[^\W\d_a-z])|\n+")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `key` is what it is compared by: small letters, without quotes around it."""

    key: str
    raw: str
    """As written; empty for what a contraction before it holds."""
    is_first_in_clause: bool = False
    """Whether punctuation or the beginning of the sentence stands before it."""


@lru_cache(maxsize=4096)
def tokens(words: str, vocabulary: Vocabulary) -> tuple[Token, ...]:
    """Return the words of a text in order; contractions of a negation are written out."""
    return tuple(_merge(_read(words, vocabulary), vocabulary))


def keys(found: Iterable[Token]) -> list[str]:
    """Return what tokens are compared by."""
    return [token.key for token in found]


def letters(found: Iterable[Token]) -> str:
    """Return the letters of words as they are written, without case, blanks and punctuation."""
    return "".join(token.raw for token in found).casefold().replace("'", "").replace(" ", "")


def sentences(words: str) -> list[str]:
    """Return the sentences of a text; a line of its own, such as a list item, is one too."""
    return [part for part in (canonical(part) for part in _SENTENCE.split(words)) if part]


def similarity(before: Sequence[str], after: Sequence[str]) -> float:
    """Return how alike two lists of words are, from 0 to 1: the share of words and of neighbours that both have.

    It is the same in both directions, unlike the ratio of a matcher.
    """
    if not before or not after:
        return 0.0
    old, new = _bag(before), _bag(after)
    return 2 * (old & new).total() / (old.total() + new.total())


def pair_up(scores: Iterable[tuple[float, int, int]]) -> list[tuple[int, int]]:
    """Return pairs of which each is the best that is left, as (before, after); ties go to the first in the texts."""
    pairs: list[tuple[int, int]] = []
    old: set[int] = set()
    new: set[int] = set()
    for _, one, other in sorted(scores, key=lambda item: (-item[0], item[1] + item[2], item[1])):
        if one not in old and other not in new:
            pairs.append((one, other))
            old.add(one)
            new.add(other)
    return pairs


def _bag(words: Sequence[str]) -> Counter[tuple[str, ...]]:
    return Counter([*((word,) for word in words), *itertools.pairwise(words)])


def _read(words: str, vocabulary: Vocabulary) -> Iterator[Token]:
    text = canonical(words)
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        is_first = end == 0 or (between != " " and bool(_BOUNDARY.search(between)))
        written = match[0]
        for part in _parts(written, vocabulary):
            yield Token(part.casefold().strip("'") or part, written, is_first)
            is_first, written = False, ""
        end = match.end()


def _merge(found: Iterable[Token], vocabulary: Vocabulary) -> Iterator[Token]:
    """Yield tokens with pairs such as "no one" as one."""
    held: Token | None = None
    for token in found:
        if held is not None and (held.key, token.key) in vocabulary.same_negations:
            said = vocabulary.same_negations[held.key, token.key]
            held = Token(said, f"{held.raw} {token.raw}", held.is_first_in_clause)
            continue
        if held is not None:
            yield held
        held = token
    if held is not None:
        yield held


def _parts(raw: str, vocabulary: Vocabulary) -> list[str]:
    """Return a word in its parts: "don't" says "do not", "we'll" "we 'll", "n'est" "n' est"."""
    small = raw.casefold()
    if small in vocabulary.contractions:
        return list(vocabulary.contractions[small])
    for ending in vocabulary.negating_endings:
        if small.endswith(ending) and len(small) > len(ending):
            return [raw[: -len(ending)], "not"]
    if vocabulary.elides and "'" in raw:
        head, _, tail = raw.partition("'")
        return [f"{head}'", *([tail] if tail else [])]
    if small.endswith("'ll"):
        return [raw[:-3], "will"]
    return [raw]
