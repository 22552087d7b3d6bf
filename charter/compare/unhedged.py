"""A target line without the words that hold it back: "we aim to reply within 2 days" is "within 2 days", hedged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product, zip_longest

from charter.compare.modality import Voice, Voices, hedge_at, is_same_verb
from charter.compare.tokens import Token, keys, tokens
from charter.compare.vocabulary import Vocabulary
from charter.model.target import Target
from charter.model.words import canonical
from charter.reading.target_words import words_for
from charter.reading.targets import read_target

_MOST_WORDS = 4
"""Words after a hedge that may go with it: "we try to get back to you within …"."""

_Cut = tuple[int, int]


def unhedged_pairs(
    before: Target, after: Target, vocabulary: Vocabulary, voices: Voices, language: str
) -> list[tuple[Target, Target]]:
    """Return how two lines, of which one is hedged or both are, read without hedges; what drops least comes first.

    A hedge takes who holds back along, and may take the verb after it and what hangs on the verb; which is meant only
    the other line can tell. A line without hedges is read as it is, without "we will", and without that verb.
    """
    old, new = (_Line(target, vocabulary, voice) for target, voice in zip((before, after), voices, strict=True))
    if old.hedges and new.hedges:
        readings = list(zip_longest(old.readings, new.readings))
        pairs = [(one or old.readings[-1], other or new.readings[-1]) for one, other in readings]
    elif old.hedges:
        pairs = list(product(old.readings, new.plain_readings(old.verbs, language)))
    else:
        pairs = [(one, other) for other, one in product(new.readings, old.plain_readings(new.verbs, language))]
    return [(old.read(one, language), new.read(other, language)) for one, other in pairs]


class _Line:
    """The words of a target line, and which of them hold it back."""

    def __init__(self, target: Target, vocabulary: Vocabulary, voice: Voice) -> None:
        self.target = target
        self.words = canonical(target.text)
        self.vocabulary = vocabulary
        self.tokens = tokens(self.words, vocabulary)
        self.speaking = vocabulary.firm | voice.own
        """Words that go with a verb that is held back, or not: "we will"."""
        self.hedges = list(_hedges(self.tokens, vocabulary, voice))

    @property
    def verbs(self) -> list[str]:
        """The words that hedges hold back."""
        after = (
            self.tokens[end] for begin, end in self.hedges if end < len(self.tokens) and self._has_verb(begin, end)
        )
        return [token.key for token in after if _is_running(token)]

    @property
    def readings(self) -> list[str]:
        """The line without its hedges in several ways, each once."""
        cuts = [self._around_hedges(more) for more in range(_MOST_WORDS + 1)]
        return list(dict.fromkeys(self._without(cut) for cut in cuts))

    def plain_readings(self, verbs: Sequence[str], language: str) -> list[str]:
        """Return the line as it is, without who speaks, and without verbs that the other line holds back."""
        first = next((at for at, token in enumerate(self.tokens) if token.key not in self.speaking), 0)
        spoken = [(0, first)] if first else []
        endings = words_for(language).verb_endings
        held = [
            (at, at + 1)
            for at, token in enumerate(self.tokens)
            if any(is_same_verb(token.key, verb, self.vocabulary, endings) for verb in verbs)
        ]
        return list(dict.fromkeys(self._without(cut) for cut in ([], spoken, held)))

    def read(self, words: str, language: str) -> Target:
        """Return the target that such words are."""
        return read_target(words, segment=self.target.segment, language=language, span=self.target.span).value

    def _has_verb(self, begin: int, end: int) -> bool:
        """Whether a hedge stands before a verb, unlike "where possible"."""
        return tuple(keys(self.tokens[begin:end])) not in self.vocabulary.hedging_adverbs

    def _around_hedges(self, more: int) -> list[_Cut]:
        """Return each hedge with who speaks before it and so many words more after it, but for numbers."""
        cuts: list[_Cut] = []
        left = 0
        ends = [begin for begin, _ in self.hedges[1:]] + [len(self.tokens)]
        for (begin, end), stop in zip(self.hedges, ends, strict=True):
            first = begin
            while first > left and self.tokens[first - 1].key in self.speaking:
                first -= 1
            if first < begin and first > left and self.tokens[first - 1].key in self.vocabulary.determiners:
                first -= 1
            left, most = end, end + (more if self._has_verb(begin, end) else 0)
            while left < min(most, stop) and _is_running(self.tokens[left]):
                left += 1
            cuts.append((first, left))
        return cuts

    def _without(self, cuts: Sequence[_Cut]) -> str:
        places = list(self._places())
        words = self.words
        for begin, end in reversed(cuts):
            before, after = words[: places[begin][0]], words[places[end - 1][1] :]
            words = f"{before.rstrip(' ,')} {after.lstrip(' ,:')}".strip()
        return words

    def _places(self) -> Iterator[_Cut]:
        end = 0
        for token in self.tokens:
            begin = self.words.index(token.raw, end)
            end = begin + len(token.raw)
            yield begin, end


def _hedges(found: Sequence[Token], vocabulary: Vocabulary, voice: Voice) -> Iterator[_Cut]:
    clause = at = 0
    while at < len(found):
        if found[at].is_first_in_clause or found[at].key in vocabulary.clauses:
            clause = at
        width = hedge_at(found, at, clause, vocabulary, voice)
        if width:
            yield at, at + width
        at += width or 1


def _is_running(token: Token) -> bool:
    """Whether a word goes on in the clause of the one before it, and is no number."""
    return token.key.isalpha() and not token.is_first_in_clause
