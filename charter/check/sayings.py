"""The promises of a text as words, and what they say that leaves them open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from charter.check.passages import Passage, Sentence, passages
from charter.check.phrases import Found, phrasebook_for
from charter.check.speech import Speech
from charter.compare.modality import voice_of
from charter.compare.vocabulary import vocabulary_for
from charter.model.charter import Charter
from charter.model.prose import NOWHERE
from charter.model.text import CharterText, Expectation
from charter.reading.keywords import fold
from charter.source import Span


@dataclass(frozen=True, slots=True)
class Spoken:
    """One promise with its words and how they are understood."""

    promise: Expectation
    passages: tuple[Passage, ...]
    speech: Speech
    text: CharterText


@dataclass(frozen=True, slots=True)
class Saying:
    """A phrase in a promise."""

    kind: str
    passage: Passage
    sentence: Sentence
    found: Found

    @property
    def start(self) -> int:
        """Where the phrase begins in its sentence."""
        return self.sentence.words[self.found.first].start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.sentence.words[self.found.last - 1].end

    @property
    def place(self) -> Span:
        """Where it stands in the file."""
        return self.passage.place(self.sentence.start + self.start, self.sentence.start + self.end)

    @property
    def words(self) -> str:
        """The phrase as written."""
        return self.sentence.text[self.start : self.end]

    @property
    def around(self) -> str:
        """The sentence without the phrase."""
        return self.sentence.text[: self.start] + self.sentence.text[self.end :]


def spoken(charter: Charter) -> Iterator[Spoken]:
    """Yield the promises of the working text, in a language whose words we know."""
    text = charter.text
    book = phrasebook_for(text.language) if text is not None else None
    if text is None or book is None:
        return
    vocabulary = vocabulary_for(text.language)
    for promise in text.expectations:
        speech = Speech(book, vocabulary, voice_of(promise, text.parties, vocabulary))
        yield Spoken(promise, tuple(passages(promise, charter.source)), speech, text)


def sayings(held: Spoken, *kinds: str) -> Iterator[Saying]:
    """Yield the phrases of these kinds that a promise says of what is promised, in order."""
    for passage in held.passages:
        for sentence, found in _phrases(passage.words, passage.lead, held.text.language):
            for item in found:
                if item.kind in kinds and held.speech.promises(sentence, item.first):
                    saying = Saying(item.kind, passage, sentence, item)
                    if not _is_defined(saying, held.text) and not _is_name(saying):
                        yield saying


@lru_cache(maxsize=8192)
def _phrases(words: str, lead: str, language: str) -> tuple[tuple[Sentence, tuple[Found, ...]], ...]:
    book = phrasebook_for(language)
    sentences = Passage(words, NOWHERE, None, lead=lead).sentences
    return tuple(
        (sentence, found)
        for sentence in sentences
        if book and not sentence.is_endless and (found := book.find(sentence))
    )


def _is_defined(saying: Saying, text: CharterText) -> bool:
    words = fold(saying.words)
    return any(words in fold(term.word) for term in text.terms) or any(
        words == fold(level) for level in text.scale.levels
    )


def _is_name(saying: Saying) -> bool:
    """Whether a capital inside a sentence says that the words are a name: "Customer Service Excellence"."""
    if saying.passage.is_title or saying.found.first == 0:
        return False
    return saying.words[0].isupper()
