"""Early warnings: a promise that is still kept and may not be for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from charter.measure.judging import Judged, measured_in
from charter.measure.results import Result, Series
from charter.measure.stood import counts_the_same
from charter.model.target import Measure, Target

_FALLS = 2
_SHARES = frozenset({Measure.SHARE, Measure.NOTICE, Measure.DEADLINE})
_MOST = Decimal(1)
_PART_OF_ROOM = Decimal(4)


class Sign(StrEnum):
    """What gives the warning."""

    FALLING = "falling"
    """Two periods, each worse than the one before."""
    NEAR = "near"
    """Less than one unit from the target."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyWarning:
    """A warning and the figures that give it, the oldest first; each on the scale of the target's bound."""

    sign: Sign
    results: tuple[Result, ...]
    figures: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    """The number to keep to, which way is better, and how much better than it anything can be."""

    number: Decimal
    better: int
    room: Decimal


def early_warnings(series: Series) -> tuple[EarlyWarning, ...]:
    """Return what warns of the latest result: none where it is missed already, or too few cases say little.

    It falls when two periods with cases were each worse than the one before. It is near when it is within one unit of
    the target: one percentage point for a share, one of its unit for a time, a score or a count, and never more than a
    quarter of the room that is left between the target and the best there can be.
    """
    latest = series.latest
    if latest is None or latest.judged is not Judged.KEPT or latest.held.target is None or not series.is_current:
        return ()
    found = [*_comparable(series.results, latest)]
    return tuple(_warnings(latest.held.target, found)) if found and found[-1][0] is latest else ()


def _warnings(target: Target, found: Sequence[tuple[Result, Decimal]]) -> Iterator[EarlyWarning]:
    bound = _bound(target, found[-1][0])
    last = found[-_FALLS - 1 :]
    margins = [bound.better * (figure - bound.number) for _, figure in last]
    if len(last) > _FALLS and all(later < earlier for earlier, later in pairwise(margins)):
        yield _warning(Sign.FALLING, last)
    if bound.room > 0 and margins[-1] <= min(_MOST, bound.room / _PART_OF_ROOM):
        yield _warning(Sign.NEAR, last[-1:])


def _warning(sign: Sign, found: Iterable[tuple[Result, Decimal]]) -> EarlyWarning:
    results, figures = zip(*found, strict=True)
    return EarlyWarning(sign=sign, results=results, figures=figures)


def _comparable(results: Iterable[Result], latest: Result) -> Iterator[tuple[Result, Decimal]]:
    """Yield the results that counted what the latest one counted, with their figures, up to the latest."""
    target = latest.held.target
    for result in results:
        theirs = result.held.target
        if target is None or theirs is None or not counts_the_same(target, theirs):
            continue
        if result.counted.is_empty or result.counted.is_few or result.period.months != latest.period.months:
            continue
        figure = measured_in(target, result.counted, latest.held.terms)
        if figure is not None:
            yield result, figure


def _bound(target: Target, result: Result) -> _Bound:
    number = target.value or Decimal(0)
    if target.measure is Measure.NOTICE and result.counted.value is not None and target.threshold is not None:
        # The shortest notice that was given: the longer, the better.
        return _Bound(target.threshold, 1, target.threshold)
    if target.op not in {">", ">="}:
        return _Bound(number, -1, number)
    if target.measure is Measure.SCORE and target.unit and target.unit.rpartition(" ")[2].isdigit():
        return _Bound(number, 1, Decimal(target.unit.rpartition(" ")[2]) - number)
    return _Bound(number, 1, 100 - number if target.measure in _SHARES else number)
