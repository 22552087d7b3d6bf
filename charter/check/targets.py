"""Limits that the prose names and the targets do not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

from charter.check.limits import Limit, all_limits, has_limit, is_promised, limits_said, read
from charter.check.phrases import Phrasebook, phrase_of
from charter.check.sayings import Spoken
from charter.check.subject import Subject
from charter.compare.amounts import Amount, compare_amounts, limit_of, value_of
from charter.model.target import Measure, Target
from charter.model.text import FieldKey
from charter.reading.keywords import keywords_for
from charter.source import Diagnostic, Span, diagnose

_PERCENT = re.compile(r"(?<![\w.,])(\d+(?:[.,]\d+)?)\s?(?:%|percent\b|per cent\b|pour cent\b)")
_NEAR = 6
"""How many words after a share may name what is counted."""
_LIMITING = frozenset({Measure.SHARE, Measure.DURATION})


def find_targets_in_prose(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the first limit in the prose of a promise that has no target."""
    for held in subject.spoken:
        if any(field.key is FieldKey.TARGET for field in held.promise.fields):
            continue
        found = limits_said(held.passages, held.speech)
        if found:
            label = keywords_for(held.text.language).labels[FieldKey.TARGET]
            message = f'"{found[0].words}" stands in prose alone, so nobody computes whether it is kept'
            place = found[0].passage.place(found[0].start, found[0].end)
            yield diagnose("CH237", place, message, f"- {label}: {as_target(found[0], held.speech.book)}")


def find_contradicted_targets(subject: Subject) -> Iterator[Diagnostic]:
    """Yield a limit or a share in prose that differs from what every target of the promise says.

    Where the prose names several, or one that a target has, each may be about something else: nothing is said.
    """
    for held in subject.spoken:
        targets = held.promise.targets
        if targets and all(target.is_computed for target in targets):
            yield from _other_limit(held)
            yield from _other_share(held)


def _other_limit(held: Spoken) -> Iterator[Diagnostic]:
    targets = held.promise.targets
    found = limits_said(held.passages, held.speech)
    named = all_limits(held.passages, held.speech.book) if found else []
    for is_notice in (False, True):
        said = [limit for limit in found if (limit.target.measure is Measure.NOTICE) == is_notice]
        kinds = {Measure.NOTICE} if is_notice else _LIMITING
        known = [(target, amount) for target in targets if target.measure in kinds and (amount := _limit(target))]
        if not known or any(target.measure is Measure.DURATION for target, _ in known) or not _is_one(said):
            continue
        amount = limit_of(said[0].target)
        others = [limit_of(limit.target) for limit in named if limit.target.measure is said[0].target.measure]
        is_named = any(_is_same(other, amount) for other in others if other is not None for _, amount in known)
        if amount is not None and not is_named and all(_is_other(amount, other, held) for _, other in known):
            yield _contradiction(said[0].passage.place(said[0].start, said[0].end), said[0].words, known[0][0], held)


def _other_share(held: Spoken) -> Iterator[Diagnostic]:
    shares = [target for target in held.promise.targets if target.measure is Measure.SHARE and target.value is not None]
    found = [
        (passage, sentence.start + match.start(), sentence.start + match.end(), share)
        for passage in held.passages
        if passage.key is None and shares
        for sentence in passage.sentences
        if not sentence.is_endless
        and (match := _PERCENT.search(sentence.text)) is not None
        and (share := _number(match[1])) is not None
        and _is_of_same(sentence.text[match.end() :], shares, held)
        and is_promised(passage, sentence, match.start(), held.speech)
    ]
    values = {share for *_, share in found}
    if len(values) == 1 and not values & {target.value for target in shares}:
        passage, start, end, _ = found[0]
        yield _contradiction(passage.place(start, end), passage.words[start:end], shares[0], held)


def _is_of_same(after: str, shares: Sequence[Target], held: Spoken) -> bool:
    """Whether a share counts what a target counts: the same things, or what is within a limit."""
    singular = held.speech.vocabulary.singular
    small = held.speech.book.small
    named = {singular(word) for word in phrase_of(after)[:_NEAR]} - small
    counted = {singular(word) for target in shares for word in phrase_of(target.of or "")} - small
    return bool(named & counted) or has_limit(after, held.speech.book)


def _contradiction(place: Span, words: str, target: Target, held: Spoken) -> Diagnostic:
    label = keywords_for(held.text.language).labels[FieldKey.TARGET]
    segment = f" ({target.segment})" if target.segment else ""
    message = f'"{words}" is not what the target says: "{target.text}"'
    hint = f"say it in one place, which is the target: - {label}{segment}: {target.text}"
    return diagnose("CH238", place, message, hint, related=(target.span,))


def as_target(limit: Limit, book: Phrasebook) -> str:
    """Return a limit as the value of a target, with the share of cases where its sentence names one before it."""
    before = limit.passage.words[: limit.start]
    share = next(iter(_PERCENT.finditer(before, limit.sentence.start)), None)
    if share is not None:
        whole = limit.passage.words[share.start() : limit.end]
        target = read(whole, book)
        if target is not None and target.threshold is not None:
            return " ".join(whole.split())
    return limit.target.text


def _limit(target: Target) -> Amount | None:
    return value_of(target) if target.measure is Measure.DURATION else limit_of(target)


def _is_one(said: Sequence[Limit]) -> bool:
    return len({(limit.target.threshold, limit.target.threshold_unit, limit.target.clock) for limit in said}) == 1


def _is_same(one: Amount, other: Amount) -> bool:
    return (one.number, one.unit) == (other.number, other.unit)


def _is_other(said: Amount, target: Amount, held: Spoken) -> bool:
    """Whether two amounts are certainly not the same.

    "2 days", "48 hours" or "a week" may be short for working days, so on different clocks one must be twice the other.
    """
    if _is_same(said, target):
        return False
    if said.is_business != target.is_business:
        shorter, longer = sorted((said.seconds, target.seconds))
        return longer[0] >= 2 * shorter[1]
    return compare_amounts(said, target, (held.text.calendar, held.text.calendar)) in {-1, 1}


def _number(words: str) -> Decimal | None:
    try:
        return Decimal(words.replace(",", "."))
    except InvalidOperation:
        return None
