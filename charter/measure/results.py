"""Every result of a charter against the target that was in force in its period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise

from charter.compare.lives import matched_lives_of
from charter.compare.segments import compare_segments, is_catch_all
from charter.measure.judging import NO_CASES, Judged, Ruling, Why, unclear
from charter.measure.numbers import Numbers, add, numbers_of
from charter.measure.stood import Held, Stood, line_of
from charter.measure.windows import WindowRuling, judge_window
from charter.model.charter import Charter
from charter.model.records import Outcome, Period
from charter.model.text import CharterText, Expectation
from charter.reading.keywords import fold
from charter.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured in one period, held against the target of that period."""

    period: Period
    numbers: Numbers
    held: Held
    """The target by which it is judged."""
    ruling: Ruling
    counted: Numbers
    """What was judged: the period's own numbers, or the sums over the target's window up to the period's end."""
    first: date
    """The first day that `counted` is of."""
    is_mixed: bool
    """Whether another target was in force for a part of the period."""
    outcomes: tuple[Outcome, ...]
    """The rows it comes from; more than one where the promise was recorded under two names."""

    @property
    def judged(self) -> Judged:
        """What the numbers say about the target."""
        return self.ruling.judged

    @property
    def is_windowed(self) -> bool:
        """Whether more was judged than the period's own numbers."""
        return self.first < self.period.first

    @property
    def months(self) -> int:
        """Over how many months `counted` was judged."""
        last = self.period.last
        return 12 * (last.year - self.first.year) + last.month - self.first.month + 1

    @property
    def source(self) -> str:
        """Where the numbers come from."""
        return "; ".join(dict.fromkeys(outcome.source for outcome in self.outcomes if outcome.source))

    @property
    def note(self) -> str:
        """What was noted beside them."""
        return "; ".join(dict.fromkeys(outcome.note for outcome in self.outcomes if outcome.note))


@dataclass(frozen=True)
class Series:
    """The results of one promise for one segment, the oldest period first."""

    segment: str | None
    """As the newest text or row calls it; `None` for all cases."""
    held: tuple[Held, ...]
    """The target in each text that holds the promise, oldest first, the working text last."""
    results: tuple[Result, ...] = ()
    is_current: bool = True
    """Whether the text that the charter's page shows has a target for these cases."""

    @property
    def latest(self) -> Result | None:
        """The result of the last period in which there were cases; of the last period where there never were any."""
        counted = [result for result in self.results if result.judged is not Judged.NO_CASES]
        return (counted or self.results or (None,))[-1]

    @property
    def standing(self) -> Result | None:
        """The result by which it is kept or missed today: the latest, or the one before while a year is not over."""
        open_ones = (Judged.NO_CASES, Judged.UNCLEAR)
        for result in reversed(self.results):
            if result.judged not in open_ones or (result.ruling.why not in {None, Why.WINDOW_OPEN}):
                return result
        return self.latest

    @property
    def has_cases(self) -> bool:
        """Whether anything was ever counted."""
        return any(not result.numbers.is_empty for result in self.results)


@dataclass(frozen=True)
class PromiseResults:
    """Every result of one promise, under whatever names it had."""

    ref: str
    """What it is called in the text that counts today; where it is gone, what it was called last."""
    refs: tuple[str, ...]
    """Everything it was ever called, oldest first."""
    promise: Expectation
    is_shown: bool
    """Whether it stands in the text that the charter's page shows."""
    series: tuple[Series, ...]
    """One for each target line and each segment that was recorded, in the order of the lines."""

    @property
    def has_results(self) -> bool:
        """Whether any period was recorded, if only as one without cases."""
        return any(series.results for series in self.series)

    @cached_property
    def judged(self) -> Judged | None:
        """Whether the promise was kept when each of its segments was last judged: missed for one is missed.

        `None` where nothing was recorded of those it has a target for.
        """
        latest = {series.standing.judged for series in self.series if series.standing and series.is_current}
        order = (Judged.MISSED, Judged.KEPT, Judged.UNCLEAR, Judged.NO_CASES)
        return next((judged for judged in order if judged in latest), None)

    @property
    def latest_period(self) -> Period | None:
        """The last period by which any of its segments was kept or missed."""
        latest = [series.standing for series in self.series if series.standing and series.is_current]
        periods = [result.period for result in latest if result.ruling.is_decided]
        return max(periods, key=lambda period: (period.last, period.first), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many of the promises in force were kept when they were last counted, of those that were kept or missed."""

    kept: int
    missed: int
    period: Period | None
    """The period that all of them were last counted in; `None` where they differ."""

    @property
    def judged(self) -> int:
        """How many were kept or missed."""
        return self.kept + self.missed


@dataclass(frozen=True)
class Results:
    """Every result of one charter."""

    promises: tuple[PromiseResults, ...]
    """Those of the text that the charter's page shows in its order, then those that ended."""
    unknown: tuple[Outcome, ...] = ()
    """Rows of promises that no text ever had."""
    _by_ref: dict[str, PromiseResults] = field(default_factory=dict, repr=False, compare=False)

    def of(self, ref: str) -> PromiseResults | None:
        """Return the results of the promise that is, or was, called `ref`."""
        return self._by_ref.get(ref)

    @cached_property
    def count(self) -> Count:
        """How many promises in force were kept when they were last counted."""
        judged = [item for item in self.promises if item.is_shown and item.judged in {Judged.KEPT, Judged.MISSED}]
        periods = {item.latest_period for item in judged}
        kept = sum(item.judged is Judged.KEPT for item in judged)
        return Count(kept=kept, missed=len(judged) - kept, period=periods.pop() if len(periods) == 1 else None)


def results_of(charter: Charter, standing: Standing) -> Results:
    """Return every result of a charter, each held against the target that was in force in its period.

    A promise that was renamed is one, also where only the comparison takes the two for one. A promise whose results
    nobody recorded is there too, with a series for each of its target lines.
    """
    lives = matched_lives_of(charter, with_draft=standing.is_draft_different)
    shown = standing.shown
    in_order = [promise.ref for promise in shown.expectations] if shown else []
    refs = list(dict.fromkeys([*in_order, *lives.refs]))
    rows: dict[str, list[Outcome]] = {}
    unknown = []
    for outcome in charter.records.outcomes:
        if lives.moments(outcome.ref):
            rows.setdefault(lives.name(outcome.ref), []).append(outcome)
        else:
            unknown.append(outcome)
    promises: dict[str, PromiseResults] = {}
    for ref in refs:
        name = lives.name(ref)
        if name not in promises:
            moments = lives.moments(ref)
            said = next((promise for edition, promise in moments if edition.text is shown), None)
            promises[name] = PromiseResults(
                ref=(said or moments[-1][1]).ref,
                refs=tuple(dict.fromkeys(promise.ref for _, promise in moments)),
                promise=said or moments[-1][1],
                is_shown=said is not None,
                series=_series(Stood(standing, moments), rows.get(name, []), shown),
            )
    by_ref = {ref: promises[lives.name(ref)] for ref in lives.refs}
    return Results(tuple(promises.values()), tuple(unknown), by_ref)


def _series(stood: Stood, rows: Sequence[Outcome], shown: CharterText | None) -> tuple[Series, ...]:
    segments = _Segments(stood, rows)
    recorded: dict[str, list[Outcome]] = {}
    for row in rows:
        for key in segments.of_row(row):
            recorded.setdefault(key, []).append(row)
    labels: dict[str, str | None] = {}
    newest = stood.moments[-1][0]
    for edition, promise in reversed(stood.moments):
        for line in promise.targets:
            key = segments.key(line.segment)
            if edition is newest or key in recorded:
                labels.setdefault(key, line.segment)
    for key, found in recorded.items():
        labels.setdefault(key, found[-1].segment)
    current = [moment for moment in stood.moments if moment[0].text is shown]
    return tuple(
        Series(
            segment=label,
            held=tuple(stood.every(label)),
            is_current=any(stood.at(label, *moment).target for moment in current),
            results=tuple(_results(stood, label, recorded.get(key, ()))),
        )
        for key, label in labels.items()
    )


class _Segments:
    """Which target lines and rows are of one segment, whatever it was called in each text."""

    def __init__(self, stood: Stood, rows: Iterable[Outcome]) -> None:
        self._stood = stood
        self._language = stood.moments[-1][0].text.language
        self._renamed = dict(_renamed_segments(stood))
        every = {row.period for row in rows if row.segment is None and not numbers_of(row).is_empty}
        rest = {row.period for row in rows if row.segment and is_catch_all(row.segment, language=self._language)}
        # Where both were counted, "everything else" is not everything.
        self._is_rest_apart = bool(every & rest)

    def key(self, label: str | None) -> str:
        """Return one word for all labels of one segment: the folded newest one, empty for everybody else."""
        if is_catch_all(label, language=self._language) and not self._is_rest_apart:
            return ""
        key, seen = fold(label or ""), set[str]()
        while key in self._renamed and key not in seen:
            seen.add(key)
            key = self._renamed[key]
        return key

    def of_row(self, row: Outcome) -> tuple[str, ...]:
        """Return the segments that a row is of; one without label and numbers is of all that the promise then had."""
        if row.segment is None:
            held = self._stood.between(row.period.first, row.period.last) or self._stood.moments
            keys = tuple(dict.fromkeys(self.key(line.segment) for line in held[-1][1].targets))
            return keys if len(keys) == 1 or (keys and numbers_of(row).is_empty) else (self.key(None),)
        for edition, promise in reversed(self._stood.moments):
            if line := line_of(row.segment, promise.targets, edition.text.language):
                return (self.key(line.segment),)
        return (self.key(row.segment),)


def _renamed_segments(stood: Stood) -> Iterator[tuple[str, str]]:
    """Yield the old and the new label of lines that stayed as they were under another label."""
    for (_, before), (edition, after) in pairwise(stood.moments):
        old, new = ({fold(line.segment or "") for line in promise.targets} for promise in (before, after))
        if old == new:
            continue
        for change in compare_segments(before.targets, after.targets, language=edition.text.language):
            one, other = (fold(line.segment or "") if line else "" for line in (change.before, change.after))
            if one and other and one not in new and other not in old:
                yield one, other


def _results(stood: Stood, label: str | None, rows: Iterable[Outcome]) -> Iterator[Result]:
    counted = list(_counted(rows))
    known = [(period, numbers) for period, numbers, _ in counted]
    for period, numbers, outcomes in counted:
        held, is_mixed = stood.held(label, period.first, period.last)
        of_others = [item for item in known if item[0] != period]
        found = _ruled(held, period, [(period, numbers), *of_others])
        yield Result(
            period=period,
            numbers=numbers,
            held=held,
            ruling=found.ruling,
            counted=found.counted,
            first=found.first,
            is_mixed=is_mixed,
            outcomes=outcomes,
        )


def _ruled(held: Held, period: Period, known: Sequence[tuple[Period, Numbers]]) -> WindowRuling:
    numbers = known[0][1]
    if held.target is None or held.why:
        ruling = NO_CASES if numbers.is_empty or held.why is None else unclear(held.why)
        return WindowRuling(ruling=ruling, counted=numbers, first=period.first, last=period.last)
    return judge_window(held.target, period, known, held.terms)


def _counted(rows: Iterable[Outcome]) -> Iterator[tuple[Period, Numbers, tuple[Outcome, ...]]]:
    """Yield the numbers of each period, the oldest first; sums recorded twice, under two names, are added up."""
    by_period: dict[Period, list[Outcome]] = {}
    for row in rows:
        by_period.setdefault(row.period, []).append(row)
    for period in sorted(by_period, key=lambda period: (period.last, period.first)):
        held = by_period[period]
        sums = tuple(row for row in held if numbers_of(row).can_be_added)
        others = [row for row in held if row not in sums]
        if sums and (not others or any(not numbers_of(row).is_empty for row in sums)):
            yield period, add(map(numbers_of, sums)), sums
        for row in others:
            yield period, numbers_of(row), (row,)
