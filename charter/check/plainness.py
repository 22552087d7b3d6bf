"""Whether a promise is easy to read: its sentences, its length, its title, its abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from charter.check.phrases import Phrasebook, phrase_of, phrasebook_for
from charter.check.subject import Subject
from charter.compare.vocabulary import vocabulary_for
from charter.compare.wording import is_slip
from charter.model.text import CharterText, Expectation
from charter.source import Diagnostic, diagnose

_LETTER = re.compile(r"\w")
_TAG = re.compile(r"<[^>]*>")
_JOINTS = re.compile(r"; | – | — |, (?=and |but |so |which |or |et |mais |donc |ou |qui )")
_ABBREVIATION = re.compile(r"(?<![\w.@/-])[A-Z]{2,6}(?![\w.@/-])")
_NEAR = 200
"""How many promises back a title is looked for that is one slip away: each is held against each."""


def find_long_sentences(subject: Subject) -> Iterator[Diagnostic]:
    """Yield sentences that few people read to their end."""
    limit = subject.config.limit("CH240") or 0
    for held in subject.spoken:
        for passage in held.passages:
            for sentence in passage.sentences:
                text = _TAG.sub("", sentence.text)
                words = _count(text)
                if words > limit:
                    shown = " ".join(text.split()[:6])
                    message = f'"{shown} …" is a sentence of {words} words'
                    begin = sentence.start + len(sentence.text) - len(sentence.text.lstrip())
                    place = passage.place(begin, sentence.start + len(sentence.text))
                    yield diagnose("CH240", place, message, _split(text))


def find_long_promises(subject: Subject) -> Iterator[Diagnostic]:
    """Yield promises with more prose than anybody keeps in mind."""
    limit = subject.config.limit("CH241") or 0
    for held in subject.spoken:
        words = sum(_count(passage.words) for passage in held.passages if passage.key is None and not passage.is_title)
        if words > limit:
            title = held.promise.title
            message = f'"{title.text}" takes {words} words of prose; a promise that is remembered takes few'
            yield diagnose("CH241", title.span, message, f"## Background to: {title.text}")


def find_near_equal_titles(subject: Subject) -> Iterator[Diagnostic]:
    """Yield promises of one party whose title says the same as an earlier one's."""
    text = subject.text
    book = phrasebook_for(text.language) if text is not None else None
    if text is None or book is None:
        return
    told: list[tuple[Expectation, tuple[str, ...]]] = []
    first: dict[tuple[tuple[str, ...], tuple[str, ...]], Expectation] = {}
    for promise in text.expectations:
        said = _said(promise.title.text, text.language, book)
        near = (
            earlier
            for earlier, words in told[-_NEAR:]
            if promise.promised_by == earlier.promised_by and _is_one_slip_apart(said, words)
        )
        other = first.get((promise.promised_by, said)) or next(near, None)
        if other is not None and said:
            message = f'"{promise.title.text}" and "{other.title.text}" cannot be told apart'
            hint = f"### {promise.title.text}: what is different here"
            yield diagnose("CH242", promise.title.span, message, hint, related=(other.title.span,))
        told.append((promise, said))
        first.setdefault((promise.promised_by, said), promise)


def find_undefined_abbreviations(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the first place of each abbreviation that the charter neither spells out nor defines."""
    seen: set[str] = set()
    for held in subject.spoken:
        for passage in held.passages:
            for match in _ABBREVIATION.finditer(passage.words):
                short = match[0]
                if short not in seen and not _is_explained(short, held.text, subject, held.speech.book):
                    seen.add(short)
                    message = f'"{short}" is nowhere spelled out'
                    yield diagnose("CH243", passage.place(*match.span()), message, f"| {short} | what it stands for |")


def _count(text: str) -> int:
    return sum(1 for word in text.split() if _LETTER.search(word))


def _split(sentence: str) -> str:
    """Return where the sentence may end: at the joint nearest to its middle."""
    joints = [match for match in _JOINTS.finditer(sentence) if match.start() > 0]
    if not joints:
        return "say it in two sentences"
    joint = min(joints, key=lambda match: abs(match.start() - len(sentence) / 2))
    last = " ".join(sentence[: joint.start()].split()[-4:])
    return f'end a sentence here: "… {last}."'


def _is_one_slip_apart(words: Sequence[str], others: Sequence[str]) -> bool:
    if len(words) < 2 or len(words) != len(others):
        return False
    different = [(one, two) for one, two in zip(words, others, strict=True) if one != two]
    return len(different) == 1 and is_slip(*different[0])


def _said(title: str, language: str, book: Phrasebook) -> tuple[str, ...]:
    vocabulary = vocabulary_for(language)
    return tuple(vocabulary.singular(word) for word in phrase_of(title) if word not in book.small)


def _is_explained(short: str, text: CharterText, subject: Subject, book: Phrasebook) -> bool:
    if short in book.known or any(short in term.word for term in text.terms):
        return True
    names = (*(party.name for party in text.parties), *text.standards, text.title)
    if any(short in re.findall(r"\w+", name) for name in names):
        return True
    whole = subject.charter.source.text if subject.charter.source is not None else ""
    return f"({short})" in whole or f"{short} (" in whole
