"""Promises that no customer could check: efforts, praise of oneself, numbers that only the team sees."""

from __future__ import annotations

from collections.abc import Iterator

from charter.check.limits import is_of_somebody
from charter.check.passages import passage
from charter.check.phrases import phrasebook_for
from charter.check.sayings import sayings
from charter.check.subject import Subject
from charter.check.wording import firm_hint, rubric_head
from charter.model.target import Measure
from charter.model.text import FieldKey
from charter.reading.keywords import keywords_for
from charter.source import Diagnostic, diagnose


def find_efforts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield words that promise an effort, of which a customer sees nothing: "all reasonable efforts"."""
    for held in subject.spoken:
        book = held.speech.book
        label = keywords_for(held.text.language).labels[FieldKey.TARGET]
        for saying in sayings(held, "effort"):
            if saying.passage.key not in {None, FieldKey.REMEDY}:
                continue
            message = f'"{saying.words}" promises an effort; what a customer sees is the result'
            is_verb = saying.words.casefold().endswith(" to")
            hint = firm_hint(saying, book) if is_verb else f"- {label}: {book.hints['when']}"
            yield diagnose("CH234", saying.place, message, hint)


def find_empty_praise(subject: Subject) -> Iterator[Diagnostic]:
    """Yield superlatives that no rubric and no score of the customers gives a meaning."""
    for held in subject.spoken:
        judged = held.promise.rubric is not None or any(
            target.measure in {Measure.SCORE, Measure.LEVEL} for target in held.promise.targets
        )
        for saying in sayings(held, "praise"):
            if (
                not judged
                and saying.passage.key is None
                and is_of_somebody(saying.passage, saying.sentence, held.speech)
            ):
                message = f'"{saying.words}" is praise that nobody can check'
                yield diagnose("CH236", saying.place, message, rubric_head(held.text, held.speech.book))


def find_inner_measures(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what only the team sees, in a target of a promise that does not say how it is measured."""
    text = subject.text
    book = phrasebook_for(text.language) if text is not None else None
    if text is None or book is None:
        return
    label = keywords_for(text.language).labels[FieldKey.MEASURED]
    for promise in text.expectations:
        if promise.field(FieldKey.MEASURED) is not None:
            continue
        for item in promise.fields:
            if item.key is not FieldKey.TARGET:
                continue
            line = passage(item.value, subject.charter.source, key=item.key)
            for sentence in line.sentences:
                if sentence.is_endless:
                    continue
                for found in book.find(sentence):
                    if found.kind == "inner":
                        start, end = sentence.words[found.first].start, sentence.words[found.last - 1].end
                        words = sentence.text[start:end]
                        message = f'"{words}" is something that only those who promise can see'
                        hint = f"- {label}: {book.hints['measured']}"
                        yield diagnose("CH239", line.place(sentence.start + start, sentence.start + end), message, hint)
