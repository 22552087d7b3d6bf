"""Words that leave a promise open: when, how well, how much, whether at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.check.limits import has_time, is_of_somebody, is_promised, limits_said
from charter.check.passages import Sentence
from charter.check.phrases import Phrasebook, phrase_of
from charter.check.sayings import Saying, Spoken, sayings
from charter.check.speech import Speech
from charter.check.subject import Subject
from charter.model.target import Measure, Target
from charter.model.text import CharterText, Expectation, FieldKey
from charter.reading.keywords import keywords_for
from charter.reading.target_words import words_for
from charter.source import Diagnostic, diagnose

_LONGEST_HINT = 160
_BEFORE_SIGN = re.compile(r" (?=[:.,;!])")


def find_vague_times(subject: Subject) -> Iterator[Diagnostic]:
    """Yield words such as "promptly" where no target of the promise says when."""
    for held in subject.spoken:
        book, language = held.speech.book, held.text.language
        found = list(sayings(held, "when", "often"))
        is_fixed = bool(found) and _is_fixed_in_time(held)
        for saying in found:
            is_allowing = held.speech.is_allowing(saying.sentence, saying.found.first)
            is_elsewhere = saying.passage.key is None and is_fixed
            if is_allowing or is_elsewhere or has_time(saying.around, book):
                continue
            asks = "when" if saying.kind == "when" else "how often"
            message = f'"{saying.words}" does not say {asks}, and no target of this promise does'
            if saying.passage.key is not None:
                message = f'"{saying.words}" does not say {asks}'
            yield diagnose("CH230", saying.place, message, f"- {_target_label(language)}: {book.hints[saying.kind]}")


def find_vague_qualities(subject: Subject) -> Iterator[Diagnostic]:
    """Yield words such as "appropriate" where neither a target nor a rubric says what they mean."""
    for held in subject.spoken:
        for saying in sayings(held, "quality"):
            if saying.passage.key is None and not _is_measured(held.promise) and _is_of_service(held, saying):
                message = f'"{saying.words}" means something else to every reader, and nothing here says what'
                yield diagnose("CH231", saying.place, message, rubric_head(held.text, held.speech.book))


def find_vague_amounts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield words such as "as much as possible" where no target gives a number."""
    for held in subject.spoken:
        book = held.speech.book
        for saying in sayings(held, "amount"):
            if saying.passage.key is None and not _is_measured(held.promise):
                message = f'"{saying.words}" does not say how much, and no target of this promise does'
                hint = f"- {_target_label(held.text.language)}: {book.hints['amount']}"
                yield diagnose("CH232", saying.place, message, hint)


def find_hedged_promises(subject: Subject) -> Iterator[Diagnostic]:
    """Yield words by which those who promise hold their own verb back: "we aim to answer"."""
    for held in subject.spoken:
        for saying in sayings(held, "hedge", "hedge-verb", "hedge-often"):
            if saying.passage.key in {None, FieldKey.REMEDY} and _is_hedging(held, saying):
                message = f'"{saying.words}" makes a wish of a promise'
                yield diagnose("CH233", saying.place, message, firm_hint(saying, held.speech.book))


def find_open_exceptions(subject: Subject) -> Iterator[Diagnostic]:
    """Yield exceptions that let everything through: "at our discretion"."""
    for held in subject.spoken:
        book = held.speech.book
        label = keywords_for(held.text.language).labels[FieldKey.EXCEPT]
        for saying in sayings(held, "open"):
            if _is_exception(held, saying):
                message = f'"{saying.words}" lets those who promise decide afterwards whether they had to'
                yield diagnose("CH235", saying.place, message, f"- {label}: {book.hints['except']}")


def firm_hint(saying: Saying, book: Phrasebook) -> str:
    """Return the sentence without what holds it back."""
    before, after = saying.sentence.text[: saying.start].rstrip(" ,"), saying.sentence.text[saying.end :].lstrip("' ,")
    is_verb = saying.kind in {"hedge-verb", "effort"}
    if is_verb and not book.will:
        return f'say what you promise, without "{saying.words}"'
    # "We will try to" has its verb already, and "we always try to" needs none.
    has_verb = bool(book.auxiliaries.intersection(phrase_of(before)[-1:]))
    will = book.will if is_verb and before and not has_verb else ""
    firm = " ".join(f"{before} {will}{after}".split())
    firm = _BEFORE_SIGN.sub("", firm[:1].upper() + firm[1:])
    if not firm or len(firm) > _LONGEST_HINT:
        return f'say what you promise, without "{saying.words}"'
    return firm


def rubric_head(text: CharterText, book: Phrasebook) -> str:
    """Return the head of a rubric with the levels of the charter."""
    return f"| {' | '.join((book.hints['look'], *(text.scale.levels or book.hints['levels'])))} |"


def _target_label(language: str) -> str:
    return keywords_for(language).labels[FieldKey.TARGET]


def _is_fixed_in_time(held: Spoken) -> bool:
    """Whether a target, the rubric or a limit in the prose says when."""
    return (
        held.promise.rubric is not None
        or any(_fixes_time(target, held.speech.book) for target in held.promise.targets)
        or bool(limits_said(held.passages, held.speech))
    )


def _fixes_time(target: Target, book: Phrasebook) -> bool:
    if not target.is_computed:
        return False
    if target.measure is Measure.SHARE:
        words = f"{target.of or ''} {target.condition or ''}"
        named = words_for(book.language).sets["time_words"]
        return target.threshold is not None or has_time(words, book) or bool(named.intersection(phrase_of(words)))
    # Whoever scores or judges a level looks at how long it took as well.
    return target.measure is not Measure.COUNT or target.window is not None


def _is_measured(promise: Expectation) -> bool:
    return promise.rubric is not None or any(target.is_computed for target in promise.targets)


def _is_of_service(held: Spoken, saying: Saying) -> bool:
    """Whether words say how well a service is done; those that stand before the name of one always do."""
    is_named = phrase_of(saying.words) in held.speech.book.only_before
    return is_named or is_promised(saying.passage, saying.sentence, saying.start, held.speech)


def _is_exception(held: Spoken, saying: Saying) -> bool:
    """Whether words take something out of a promise of the provider, or stand where exceptions do."""
    if saying.passage.key is not None:
        return saying.passage.key in {FieldKey.EXCEPT, FieldKey.REMEDY}
    book, sentence = held.speech.book, saying.sentence
    is_occasion = sentence.words[saying.found.last - 1].key in book.occasions
    is_offer = is_occasion and bool(book.may.intersection(sentence.keys))
    return held.speech.voice.is_providing and not is_offer and is_of_somebody(saying.passage, sentence, held.speech)


def _is_hedging(held: Spoken, saying: Saying) -> bool:
    """Whether a hedge is about what those who promise do themselves."""
    subject = held.speech.subject(saying.sentence, saying.found.first)
    if saying.kind == "hedge-verb":
        return subject is not None or not held.speech.is_relative(saying.sentence, saying.found.first)
    is_own = _leads_to_own(held.speech, saying) if subject is None else subject[1]
    if saying.kind == "hedge":
        return is_own or _names_us(held.speech, saying.sentence)
    is_share = any(
        target.measure is Measure.DURATION
        or (target.measure is Measure.SHARE and not target.is_implied and target.value != 100)
        for target in held.promise.targets
    )
    return is_own and not is_share


def _leads_to_own(speech: Speech, saying: Saying) -> bool:
    """Whether words begin a sentence, and those who promise come right after them: "normally, we answer"."""
    after = [word.key for word in saying.sentence.words[saying.found.last :]]
    if after and after[0] in words_for(speech.book.language).sets["determiners"]:
        del after[0]
    return saying.found.first == 0 and bool(after) and after[0] in speech.voice.own


def _names_us(speech: Speech, sentence: Sentence) -> bool:
    return any(word.key in speech.voice.own for word in sentence.words) or any(
        word.key in speech.book.acts for word in sentence.words
    )
