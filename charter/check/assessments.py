"""Rules on assessments: that both sides judge, that a period is over when it is judged, and that judgements are fair.

An assessment dated after `today` has not been written. Who looks back is not told about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby

from charter.check.looking_back import texts_between
from charter.check.places import key_of
from charter.check.subject import Subject
from charter.measure.scores import scores_of
from charter.model.records import Assessment, Period
from charter.model.text import CharterText, Role
from charter.source import Diagnostic, Severity, diagnose

WAIT = timedelta(days=30)
"""So long after a period, and after the first side judged it, the other side has time to do so."""
_ENOUGH = 3
"""Fewer judgements tell nothing."""


def find_one_sided_assessments(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the periods that only the providers or only the customers judged."""
    for period, judged in _by_period(subject):
        text = _text_of(subject, judged[0])
        roles = {party.id: party.role for party in text.parties} if text else {}
        sides = {role for item in judged if (role := roles.get(item.party)) not in {None, Role.OBSERVER}}
        since = max([period.last, *(item.date for item in judged if item.date)])
        if len(sides) != 1 or subject.today - since <= WAIT:
            continue
        other = Role.CUSTOMER if Role.PROVIDER in sides else Role.PROVIDER
        lacking = [party for party, role in roles.items() if role is other]
        if lacking:
            first = next(item for item in judged if roles.get(item.party) in sides)
            message = f'"{period}" was judged by "{first.party}" alone; what {" and ".join(lacking)} saw is not known'
            hint = f"assessments/{period}/{lacking[0]}.md"
            yield diagnose("CH436", key_of(subject.charter, first.span, "party"), message, hint)


def find_early_assessments(subject: Subject) -> Iterator[Diagnostic]:
    """Yield assessments of a period that had not begun when they were written, or was far from over.

    As with reviews, the last quarter of a period is late enough: a year can be judged in October.
    """
    for assessment in _written(subject):
        period, written = assessment.period, assessment.date
        if written is None:
            continue
        place = key_of(subject.charter, assessment.span, "date")
        days = (period.last - period.first).days + 1
        left = (period.last - written).days
        if written < period.first:
            message = f'"{written}" is before "{period}" began, on {period.first}'
            yield diagnose("CH437", place, message, f"date: {period.last}, or the day on which it was judged")
        elif 4 * left > days:
            message = f'"{written}" is {left} days before "{period}" ended, on {period.last}'
            hint = "judge the period again once it is over"
            yield diagnose("CH437", place, message, hint, severity=Severity.INFO)


def find_uneven_scores(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the periods in which one customer party got more than was agreed and another less, throughout."""
    if len({assessment.party for assessment in _written(subject)}) < 2:
        return
    # A blind period has no rows before it may be seen.
    for scores in scores_of(subject.charter, subject.standing).periods:
        steps: dict[str, list[int]] = {}
        for row in scores.rows:
            for mark in row.theirs:
                if mark.role is Role.CUSTOMER and mark.steps is not None:
                    steps.setdefault(mark.party, []).append(mark.steps)
        told = {party: found for party, found in steps.items() if len(found) >= _ENOUGH}
        well = [party for party, found in told.items() if min(found) >= 0 < max(found)]
        badly = [party for party, found in told.items() if max(found) <= 0 > min(found)]
        if well and badly:
            worse = next(item for item in scores.assessments if item.party == badly[0])
            message = f'in "{scores.period}", "{badly[0]}" never got more than was agreed, and "{well[0]}" never less'
            hint = f"ask in the review why {badly[0]} fares worse"
            yield diagnose("CH438", key_of(subject.charter, worse.span, "party"), message, hint)


def find_assessments_without_evidence(subject: Subject) -> Iterator[Diagnostic]:
    """Yield assessments that give levels and for none of them what shows it."""
    for assessment in _written(subject):
        given = [item for item in assessment.judgements if item.level]
        if len(given) >= _ENOUGH and not any(item.evidence for item in given):
            message = f'"{assessment.party}" judged "{assessment.period}" without a word of evidence'
            hint = "write under Evidence what each level rests on: a number, a date, what happened"
            yield diagnose("CH439", given[0].span, message, hint)


def _written(subject: Subject) -> Iterator[Assessment]:
    for assessment in subject.charter.records.assessments:
        if (assessment.date or assessment.period.last) <= subject.today:
            yield assessment


def _by_period(subject: Subject) -> Iterator[tuple[Period, list[Assessment]]]:
    found = sorted(_written(subject), key=lambda item: (str(item.period), item.party))
    for _, group in groupby(found, key=lambda item: str(item.period)):
        judged = list(group)
        yield judged[0].period, judged


def _text_of(subject: Subject, assessment: Assessment) -> CharterText | None:
    """Return what an assessment judged: the version it names, else what was in force in its period, else the text."""
    version = subject.charter.version(assessment.version) if assessment.version else None
    if version:
        return version.text
    texts = texts_between(subject.standing, assessment.period.first, assessment.period.last)
    return next(texts, None) or subject.charter.text
