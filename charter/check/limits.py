"""Limits that prose names: "within 5 working days", "48 hours' notice"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charter.check.passages import Passage, Sentence
from charter.check.phrases import Phrasebook, phrase_of
from charter.check.speech import Speech, begins
from charter.model.prose import NOWHERE
from charter.model.target import Measure, Target
from charter.reading.target_words import words_for
from charter.reading.targets import read_target

_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:h]\d{2}(?!\d)")
_SHORT = 9
"""A sentence of fewer words may name a limit without a verb: "An answer within 2 days."."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in prose, read as a target; `start` and `end` are where it stands in its passage."""

    target: Target
    passage: Passage
    sentence: Sentence
    start: int
    end: int

    @property
    def words(self) -> str:
        """The limit as it is written."""
        return self.passage.words[self.start : self.end]


def limits_said(passages: Iterable[Passage], speech: Speech) -> list[Limit]:
    """Return the limits that the title and the prose promise, in order; those of other cases and sides are left out."""
    return [
        limit
        for limit in all_limits(passages, speech.book)
        if is_promised(limit.passage, limit.sentence, limit.start - limit.sentence.start, speech)
    ]


def all_limits(passages: Iterable[Passage], book: Phrasebook) -> list[Limit]:
    """Return every limit that the title and the prose name, in order."""
    return [
        limit
        for passage in passages
        if passage.key is None
        for sentence in passage.sentences
        for limit in _limits(passage, sentence, book)
    ]


def has_time(words: str, book: Phrasebook) -> bool:
    """Whether words name an amount of time, a day or a time of day: "in 2 hours", "on the same day"."""
    found = phrase_of(words)
    return (
        bool(_amount(book).search(words))
        or bool(_CLOCK.search(words))
        or any(begins(found, at, book.times) for at in range(len(found)))
    )


def has_limit(words: str, book: Phrasebook) -> bool:
    """Whether words name a limit: "within 2 hours"."""
    return bool(_within(book).search(words))


def is_promised(passage: Passage, sentence: Sentence, at: int, speech: Speech) -> bool:
    """Whether what stands at `at` in a sentence is plainly what those who promise do."""
    index = next((place for place, word in enumerate(sentence.words) if word.start >= at), None)
    if index is None or not speech.promises(sentence, index):
        return False
    before = [word.key for word in sentence.words[:index]]
    subject = speech.subject(sentence, index)
    if _is_of_case(before[subject[0] + 1 :] if subject else before, speech.book):
        return False
    if subject is not None:
        return not any(word in speech.book.may for word in before[subject[0] + 1 :])
    is_title = passage.is_title or len(sentence.words) < _SHORT
    return is_title or any(word in speech.book.acts for word in before)


def is_of_somebody(passage: Passage, sentence: Sentence, speech: Speech) -> bool:
    """Whether a sentence names those who promise or are promised to, or is too short to name anybody."""
    if passage.is_title or len(sentence.words) < _SHORT:
        return True
    named = {*speech.voice.own, *speech.voice.others, *speech.book.ours, *speech.book.us}
    singular = speech.vocabulary.singular
    keys = sentence.keys if not sentence.lead else (*sentence.keys, *speech.voice.own)
    return any(key in named or singular(key) in named for key in keys)


def _is_of_case(before: Sequence[str], book: Phrasebook) -> bool:
    """Whether a limit is of something done by another: "appeals sent within 14 days", not "answers are sent within"."""
    return any(word in book.made and not (at and before[at - 1] in book.acts) for at, word in enumerate(before))


def _limits(passage: Passage, sentence: Sentence, book: Phrasebook) -> Iterator[Limit]:
    if sentence.is_endless or not _openings(book).intersection(sentence.keys):
        return
    for measure, pattern in ((Measure.SHARE, _within(book)), (Measure.NOTICE, _notice(book))):
        for match in pattern.finditer(sentence.text):
            target = read(match[0], book)
            if target is None and measure is Measure.NOTICE:
                target = read(f"{words_for(book.language).examples['at_least']} {match[0]}", book)
            if target is not None and target.measure is measure and target.threshold is not None:
                yield Limit(target, passage, sentence, sentence.start + match.start(), sentence.start + match.end())


def read(words: str, book: Phrasebook) -> Target | None:
    """Return the target that words are, when all of them are computed."""
    target = read_target(" ".join(words.split()), language=book.language, span=NOWHERE).value
    return target if target.is_computed and target.condition is None else None


@lru_cache(maxsize=16)
def _amount(book: Phrasebook) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){_amount_pattern(book.language)}(?![^\W_])", re.IGNORECASE)


def _amount_pattern(language: str) -> str:
    words = words_for(language)
    after = {
        " ".join(phrase)
        for rows in words.phrases.values()
        for phrase, meanings in rows
        if any(meaning.kind == "clock_after" for meaning in meanings)
    }
    number = rf"(?:[0-9]+(?:[.,][0-9]+)?[\s-]*|(?:{_any([*words.numbers, *words.sets['articles']])})[\s-]+)"
    units = _any([*words.units, *words.multiples])
    return rf"{number}(?:(?:{_any(words.clocks)})[\s-]+)?(?:{units})(?:\s+(?:{_any(after)}))?"


@lru_cache(maxsize=16)
def _within(book: Phrasebook) -> re.Pattern[str]:
    leads = "|".join(
        lead.replace(" ", r"\s+") + ("" if lead.endswith("'") else r"\s+")
        for lead in sorted(book.within, key=len, reverse=True)
    )
    return re.compile(rf"(?<![^\W_])(?:{leads}){_amount_pattern(book.language)}(?![^\W_])", re.IGNORECASE)


@lru_cache(maxsize=16)
def _notice(book: Phrasebook) -> re.Pattern[str]:
    pattern = book.notice.replace("{amount}", _amount_pattern(book.language))
    return re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])", re.IGNORECASE)


@lru_cache(maxsize=16)
def _openings(book: Phrasebook) -> frozenset[str]:
    """Return words of which a sentence with a limit has one; most sentences have none, and are not searched."""
    return frozenset((*(phrase_of(lead)[0] for lead in book.within), *book.notices))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True)) or r"(?!)"
