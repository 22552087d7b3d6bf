"""What opens a gap between what is expected and what is: one function for each of six kinds.

After the gaps model of service quality (Parasuraman, Zeithaml and Berry 1985) and, for the sixth, two scores of one
promise kept apart. Each reason says how wide it is, from 1 to 4, so that kinds can be put in one order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from charter.compare.lives import Lives, matched_lives_of
from charter.measure.feedback import Heard, feedback_of
from charter.measure.judging import Judged
from charter.measure.results import PromiseResults, Result, Results
from charter.measure.rhythm import Stretch, measured_every, missing_periods
from charter.measure.scores import Mark, Point, Row, Scores
from charter.model.cadence import add_months
from charter.model.records import Feedback, Outcome, Period
from charter.model.target import Measure
from charter.model.text import CharterText, Expectation, FieldKey
from charter.reading.translation import check_translation
from charter.standing import Standing, State

WIDEST = 4
"""No gap counts for more, so that neither a loud week nor a long silence outweighs everything else."""
_LOOKED_AT = 4
"""So many periods, the last ones with cases, say how often a promise was missed."""
_REMEMBERED = timedelta(days=365)
"""What people said about nothing promised counts for a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Those promised to say that a criterion matters more than those who promise think."""

    period: Period
    row: Row
    theirs: Mark
    own: Mark

    @property
    def size(self) -> int:
        """How many degrees of importance lie between the two."""
        return (self.theirs.importance or 0) - (self.own.importance or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard:
    """Remarks that nobody answered, or, where no promise is meant, that led to nothing."""

    remarks: tuple[Feedback, ...]
    """Newest first."""
    is_promised: bool
    """Whether they are about a promise."""

    @property
    def size(self) -> int:
        """How many there are, up to 4."""
        return min(WIDEST, len(self.remarks))


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A promise that nobody can keep, measure, answer for or judge as it is written."""

    fields: tuple[FieldKey, ...]
    """Which of target, measure, owner and rubric it lacks."""

    @property
    def size(self) -> int:
        """How many of the four it lacks."""
        return len(self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A target that was missed when there were cases last."""

    segment: str | None
    result: Result
    misses: int
    """In how many of the last periods with cases it was missed."""
    periods: int
    """Of how many, at most 4."""

    @property
    def size(self) -> int:
        """In how many of the last four periods it was missed."""
        return self.misses


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreported:
    """A promise is published, and for some periods nothing says whether it was kept; for none at all if never."""

    periods: tuple[Stretch, ...]
    """Empty where nothing was ever reported."""

    @property
    def size(self) -> int:
        """How many periods are missing, up to 4; 4 where nothing was ever reported."""
        return min(WIDEST, len(self.periods)) or WIDEST


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAgreed:
    """What the site shows binds nobody."""

    state: State
    size: int = WIDEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """A translation gives other numbers than the working text: it was not brought up to date."""

    language: str
    size: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A party that is promised to gave less than was agreed as good enough."""

    period: Period
    row: Row
    mark: Mark

    @property
    def size(self) -> int:
        """How many steps short it is."""
        return -(self.mark.steps or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Differs:
    """Those who promise and those promised to see one criterion differently."""

    period: Period
    row: Row
    own: Mark
    """The median of the side that promises."""
    theirs: Mark
    """The median of the side that is promised to."""

    @property
    def steps(self) -> int:
        """How many steps higher those who promise see it; below zero where the others do."""
        return (self.own.steps or 0) - (self.theirs.steps or 0)

    @property
    def size(self) -> int:
        """How many steps apart they are."""
        return abs(self.steps)


Reason = Wanted | Unheard | Lacking | Missed | Unreported | NotAgreed | Translated | Below | Differs
Found = tuple[str | None, Reason]
"""The ref of a promise, `None` for the charter as a whole, and what is the matter."""


@dataclass(frozen=True)
class Ground:
    """Everything that gaps are looked for in."""

    standing: Standing
    scores: Scores
    results: Results

    @cached_property
    def text(self) -> CharterText | None:
        """What the charter's page shows."""
        return self.standing.shown

    @cached_property
    def promises(self) -> tuple[Expectation, ...]:
        """The promises that the charter's page shows."""
        return self.text.expectations if self.text else ()

    @cached_property
    def label(self) -> str:
        """The label of the version shown, empty for the working text."""
        return self.standing.in_force.version.label if self.standing.in_force else ""

    @cached_property
    def lives(self) -> Lives:
        """What each promise was ever called."""
        return matched_lives_of(self.standing.charter, with_draft=self.standing.is_draft_different)

    @cached_property
    def heard(self) -> Heard:
        """What people said."""
        return feedback_of(self.standing.charter, self.standing)

    def newest(self, promise: Expectation) -> Iterator[tuple[Point, ...]]:
        """Yield the periods of each criterion that the promise still has, newest first."""
        for key, points in self.scores.of(promise.ref).items():
            if self.scores.has_criterion(self.label, promise, key):
                yield points[::-1]

    def results_of(self, promise: Expectation) -> PromiseResults | None:
        """Return what was measured of a promise."""
        return self.results.of(promise.ref)

    def is_counted(self, promise: Expectation) -> bool:
        """Whether numbers can keep or miss the promise; levels are given in assessments."""
        return any(item.is_computed and item.measure is not Measure.LEVEL for item in promise.targets)


def listening(ground: Ground) -> Iterator[Found]:
    """Yield what matters more to those promised to than to those who promise, and what nobody replied to."""
    for promise in ground.promises:
        for points in ground.newest(promise):
            pairs = ((point, _wanted(point)) for point in points)
            wanted = next((wanted for _, wanted in pairs if wanted), None)
            if wanted and wanted.size > 0:
                yield promise.ref, wanted
        waiting = tuple(said.remark for said in reversed(ground.heard.of(promise.ref).waiting))
        if waiting:
            yield promise.ref, Unheard(remarks=waiting, is_promised=True)
    since = ground.standing.today - _REMEMBERED
    said = (said.remark for said in ground.heard.general.remarks)
    loose = (remark for remark in said if remark.date > since and not remark.action)
    if remarks := tuple(remark for remark in loose if (remark.score or 0) <= 0):
        yield None, Unheard(remarks=remarks, is_promised=False)


def _wanted(point: Point) -> Wanted | None:
    """Return the two importances of a criterion in one period; `None` unless both sides gave one."""
    theirs = max(point.row.theirs, key=lambda mark: mark.importance or 0, default=None)
    own = max(point.row.own, key=lambda mark: mark.importance or 0, default=None)
    if theirs is None or own is None or not theirs.importance or not own.importance:
        return None
    return Wanted(period=point.period, row=point.row, theirs=theirs, own=own)


def design(ground: Ground) -> Iterator[Found]:
    """Yield the promises that lack a target, a measure, an owner or a rubric."""
    for promise in ground.promises:
        there = {
            FieldKey.TARGET: bool(promise.targets),
            FieldKey.MEASURED: bool(promise.field_text(FieldKey.MEASURED)),
            FieldKey.OWNER: bool(promise.field_text(FieldKey.OWNER)),
            FieldKey.RUBRIC: promise.rubric is not None,
        }
        if fields := tuple(key for key, is_there in there.items() if not is_there):
            yield promise.ref, Lacking(fields=fields)


def delivery(ground: Ground) -> Iterator[Found]:
    """Yield the targets in force that were missed when there were cases last."""
    for promise in ground.promises:
        held = ground.results_of(promise)
        for series in held.series if held else ():
            decided = [result for result in series.results if result.ruling.is_decided]
            if series.is_current and series.latest and series.latest.judged is Judged.MISSED:
                last = decided[-_LOOKED_AT:]
                misses = sum(result.judged is Judged.MISSED for result in last)
                yield (
                    promise.ref,
                    Missed(segment=series.segment, result=series.latest, misses=misses, periods=len(last)),
                )


def words(ground: Ground) -> Iterator[Found]:
    """Yield what is said and not shown to be so: unreported, not agreed, or translated with other numbers."""
    text = ground.text
    if text and ground.standing.in_force is None:
        yield None, NotAgreed(state=ground.standing.state)
    for promise in ground.promises if text else ():
        if text and ground.is_counted(promise) and (found := _unreported(ground, text, promise)):
            yield promise.ref, found
    yield from _translated(ground)


def _unreported(ground: Ground, text: CharterText, promise: Expectation) -> Unreported | None:
    names = set(held.refs if (held := ground.results_of(promise)) else (promise.ref,))
    rows: list[Outcome] = [row for row in ground.standing.charter.records.outcomes if row.ref in names]
    rows.sort(key=lambda row: (row.period.first, row.period.last))
    today = ground.standing.today
    if rows:
        missing = missing_periods(promise, text.language, rows, today)
        return Unreported(periods=missing) if missing else None
    months, since = measured_every(promise, text.language), _since(ground, promise)
    is_late = months is not None and since is not None and add_months(since, 2 * months) <= today
    return Unreported(periods=()) if is_late else None


def _since(ground: Ground, promise: Expectation) -> date | None:
    """Return since when a promise was first in force."""
    labels = [edition.label for edition, _ in ground.lives.moments(promise.ref)]
    days = (at.in_force_from for label in labels if (at := ground.standing.version(label)))
    return next((day for day in days if day), None)


def _translated(ground: Ground) -> Iterator[Found]:
    """Yield the promises that a translation gives with other numbers; one it leaves out is shown in the original."""
    original, shown = ground.standing.charter.text, {promise.ref for promise in ground.promises}
    for language, translation in ground.standing.charter.translations if original else ():
        lines = [item.span.line or 0 for item in check_translation(original, translation)] if original else []
        for promise in translation.expectations:
            first, last = promise.span.line or 0, promise.span.end_line or 0
            if promise.ref in shown and any(first <= line <= last for line in lines):
                yield promise.ref, Translated(language=language)


def customer(ground: Ground) -> Iterator[Found]:
    """Yield the levels below what was agreed that those promised to gave last: each party, each criterion."""
    for promise in ground.promises:
        for points in ground.newest(promise):
            judged: set[str] = set()
            for point in points:
                for mark in point.row.theirs:
                    if mark.steps is None or mark.party in judged:
                        continue
                    judged.add(mark.party)
                    if mark.steps < 0:
                        yield promise.ref, Below(period=point.period, row=point.row, mark=mark)


def mirror(ground: Ground) -> Iterator[Found]:
    """Yield the criteria that both sides judged and saw differently, as of the last period that both judged."""
    for promise in ground.promises:
        for points in ground.newest(promise):
            point = next((point for point in points if point.row.difference is not None), None)
            if point and point.row.difference and (pair := point.row.medians):
                yield promise.ref, Differs(period=point.period, row=point.row, own=pair[0], theirs=pair[1])
