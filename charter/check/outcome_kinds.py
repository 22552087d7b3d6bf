"""The rule that an outcome's numbers are of the kind that its target counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.check.looking_back import texts_between
from charter.check.places import cell_of
from charter.check.subject import Subject
from charter.measure.units import read_unit
from charter.model.records import Outcome
from charter.model.target import Clock, Measure, Target
from charter.model.text import CharterText
from charter.reading.keywords import fold
from charter.source import Diagnostic, diagnose

_TIMED = frozenset({Measure.DURATION, Measure.INTERVAL, Measure.NOTICE})
_SHARED = frozenset({Measure.SHARE, Measure.DEADLINE, Measure.INTERVAL, Measure.NOTICE})


def find_unfit_outcomes(subject: Subject) -> Iterator[Diagnostic]:
    """Yield outcomes of periods that are over whose numbers the target in force at that time cannot judge."""
    for row in subject.charter.records.outcomes:
        is_over = row.period.last < subject.today
        if not is_over or (row.value is None and row.total is None):
            continue
        texts = list(texts_between(subject.standing, row.period.first, row.period.last))
        targets = _targets(row, texts or list(subject.charter.texts))
        if not targets or any(_fits(row, target, language) for target, language in targets):
            continue
        target = targets[0][0]
        column = "unit" if row.value is not None and row.unit else "good"
        message = f'"{_given(row)}" cannot be judged by the target "{target.text}"'
        yield diagnose("CH446", cell_of(subject.charter, row.span, column), message, _wanted(target))


def _targets(row: Outcome, texts: Sequence[CharterText]) -> list[tuple[Target, str]]:
    """Return the targets that an outcome may be judged by, each with its language.

    Those with its segment's label, else those without one, else all of the promise's.
    """
    found = [
        (target, text.language)
        for text in texts
        for promise in text.expectations
        if row.ref in {promise.ref, *promise.was}
        for target in promise.targets
    ]
    label = fold(row.segment or "")
    same = [item for item in found if fold(item[0].segment or "") == label]
    chosen = same or found
    return chosen if all(target.is_computed and target.measure is not Measure.LEVEL for target, _ in chosen) else []


def _fits(row: Outcome, target: Target, language: str) -> bool:
    if row.total is not None and target.measure in _SHARED:
        return True
    if row.value is None:
        # "3 of 12" is three cases: a count can be read from it.
        return row.total is not None and target.measure is Measure.COUNT
    unit = read_unit(row.unit or "", language)
    if unit.name == "%":
        return target.measure in _SHARED
    if target.measure is Measure.SCORE:
        return fold(unit.name) == fold(target.unit or "")
    if target.measure is Measure.COUNT:
        return not unit.is_time and not unit.name.startswith("out of ")
    if target.measure in _TIMED:
        clock = target.clock or Clock.ELAPSED
        return unit.is_time and (unit.clock is Clock.BUSINESS) == (clock is Clock.BUSINESS)
    return False


def _wanted(target: Target) -> str:
    """Return what to write so that the target can judge it."""
    if target.measure is Measure.SCORE:
        return f"write the number under value, and {target.unit} under unit"
    if target.measure is Measure.DURATION:
        clock = "working " if target.clock is Clock.BUSINESS else ""
        return f"write the time under value, and {clock}{target.unit}s under unit"
    if target.measure is Measure.COUNT:
        return "write the number under value, and what was counted under unit"
    return "write under good how many were in time, and under total how many there were"


def _given(row: Outcome) -> str:
    if row.value is not None:
        return f"{row.value:f} {row.unit or ''}".strip()
    return f"{row.good:f} of {row.total:f}" if row.good is not None and row.total is not None else "the number of cases"
