"""Which target stood when: for one promise, through all its names and versions, and for some cases or for all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from charter.compare.changes import Direction
from charter.compare.lexicon import is_same_thing, lexicon_for
from charter.compare.lives import Edition
from charter.compare.segments import is_catch_all
from charter.compare.targets import compare_targets
from charter.measure.judging import Terms, Why, why_not_judged
from charter.model.target import Measure, Target
from charter.model.text import Expectation
from charter.model.words import canonical
from charter.reading.keywords import fold
from charter.standing import Standing, VersionStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The target for some cases in one text; `target` is `None` where there was none, and `why` says so."""

    version: VersionStanding | None
    """`None` for the working text, and where nothing was in force."""
    target: Target | None
    why: Why | None = None
    terms: Terms = Terms()

    @property
    def label(self) -> str:
        """The label of the version, empty for the working text."""
        return self.version.version.label if self.version else ""


def is_same_target(one: Held, other: Held) -> bool:
    """Whether two texts hold the same target for the same cases, in whatever words."""
    if one.target is None or other.target is None:
        return one.target is other.target
    if canonical(one.target.text) == canonical(other.target.text):
        return True
    moved = compare_targets(
        one.target,
        other.target,
        calendar_before=one.terms.calendar,
        calendar_after=other.terms.calendar,
        language=other.terms.language,
    )
    return one.target.is_computed and moved in {None, Direction.NEUTRAL}


def counts_the_same(one: Target, other: Target) -> bool:
    """Whether what was counted for one target can be held against the other: only the bound may differ."""
    return _what_counts(one) == _what_counts(other)


def _what_counts(target: Target) -> tuple[object, ...]:
    has_limit, is_score = target.threshold is not None, target.measure is Measure.SCORE
    return (
        target.measure,
        target.stat,
        target.op in {">", ">="},
        fold(target.of or ""),
        (target.threshold, target.threshold_unit, target.clock, target.is_strict) if has_limit else None,
        target.unit if is_score else None,
        canonical(target.condition or "") if target.measure is Measure.DEADLINE else None,
    )


@dataclass(frozen=True)
class Stood:
    """Everything one promise ever promised. `moments` are the texts that hold it, oldest first."""

    standing: Standing
    moments: tuple[tuple[Edition, Expectation], ...]

    def between(self, first: date, last: date) -> tuple[tuple[Edition, Expectation], ...]:
        """Return the texts that were in force on some of these days, the one that held on most of them last.

        Of two that held equally long, the later comes last.
        """
        days = {label: version.days_in_force(first, last) for label, version in self._versions.items()}
        held = [moment for moment in self.moments if days.get(moment[0].label)]
        return tuple(sorted(held, key=lambda moment: days[moment[0].label]))

    def held(self, label: str | None, first: date, last: date) -> tuple[Held, bool]:
        """Return the target for a segment that judges what happened between two days: the one that stood longest.

        And whether another one stood on some of these days.
        """
        every = [self.at(label, *moment) for moment in self.between(first, last)]
        if not every:
            is_charter_there = any(version.days_in_force(first, last) for version in self._versions.values())
            why = Why.NOT_PROMISED if is_charter_there else Why.NOT_IN_FORCE
            return Held(version=None, target=None, why=why), False
        return every[-1], any(not is_same_target(every[-1], other) for other in every)

    def at(self, label: str | None, edition: Edition, promise: Expectation) -> Held:
        """Return the target for a segment as one text has it."""
        language = edition.text.language
        target = self._line(label, promise, language)
        if target is None:
            why: Why | None = Why.NO_SEGMENT if promise.targets else Why.NO_TARGET
        else:
            why = why_not_judged(target)
        return Held(
            version=self._versions.get(edition.label),
            target=target,
            why=why,
            terms=Terms(language=language, calendar=edition.text.calendar),
        )

    def every(self, label: str | None) -> Iterator[Held]:
        """Yield the target for a segment in each text, oldest first, the working text last."""
        for edition, promise in self.moments:
            yield self.at(label, edition, promise)

    @cached_property
    def _versions(self) -> dict[str, VersionStanding]:
        return {item.version.label: item for item in self.standing.versions}

    def _line(self, label: str | None, promise: Expectation, language: str) -> Target | None:
        """Return the line for a segment: of its label, else the line for everybody whom no other line names."""
        lines = promise.targets
        if line := line_of(label, lines, language):
            return line
        rest = [line for line in lines if is_catch_all(line.segment, language=language)]
        everybody = min(rest, key=lambda line: line.segment is None, default=None)
        if is_catch_all(label, language=language):
            return everybody or (lines[0] if len(lines) == 1 and label is None else None)
        # A label may also part two measures of one promise ("abandoned"): those of the others say nothing of it.
        named = (
            line
            for edition, other in self.moments
            if (line := line_of(label, other.targets, edition.text.language)) is not None
        )
        is_alike = everybody is not None and any(_is_alike(everybody, line) for line in named)
        return everybody if is_alike else None


def line_of(label: str | None, lines: tuple[Target, ...], language: str) -> Target | None:
    """Return the target line with this label, however it is typed."""
    wanted, lexicon = fold(label or ""), lexicon_for(language)
    same = (line for line in lines if fold(line.segment or "") == wanted)
    like = (line for line in lines if label and line.segment and is_same_thing(line.segment, label, lexicon))
    return next(same, None) or next(like, None)


def _is_alike(one: Target, other: Target) -> bool:
    """Whether two lines count the same kind of thing, so that one can stand for the other."""
    kinds = {
        (line.measure, line.op in {">", ">="}, line.threshold is None, fold(line.of or "")) for line in (one, other)
    }
    return len(kinds) == 1
