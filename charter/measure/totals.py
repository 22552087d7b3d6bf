"""Months together as quarters, years, or all there are: sums under one target, never means of shares."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from charter.measure.judging import Ruling, Why, judge, unclear
from charter.measure.numbers import Numbers, add
from charter.measure.results import Result, Series
from charter.measure.stood import Held, is_same_target
from charter.measure.windows import apart, judge_window
from charter.model.records import Period


class Span(StrEnum):
    """Over how long results are added up."""

    QUARTER = "quarter"
    YEAR = "year"
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sum of several results under one target. `period` is `None` for all of them."""

    period: Period | None
    first: date
    last: date
    held: Held
    numbers: Numbers
    ruling: Ruling
    results: tuple[Result, ...]
    months: int
    """How many months the results are of."""
    is_part: bool
    """Whether another target, with a total of its own, stood for the rest of the time."""


def totals_of(series: Series, span: Span) -> tuple[Total, ...]:
    """Return the sums over each quarter, each year, or everything, oldest first; a time of two targets has two.

    Only what is a sum is added up: good cases of all cases. A period that lies across two spans is in neither. Where a
    longer period was recorded beside shorter ones in it, the longer counts.
    """
    found: list[Total] = []
    for period, results in _groups(series.results, _SPANS[span]):
        parts = [*_by_target(results)]
        found.extend(_total(period, held, part, is_part=len(parts) > 1) for held, part in parts)
    return tuple(found)


def _groups(
    results: Sequence[Result], span: Callable[[Period], Period | None]
) -> Iterator[tuple[Period | None, list[Result]]]:
    groups: dict[Period | None, list[Result]] = {}
    for result in results:
        whole = span(result.period)
        is_inside = whole is None or (whole.first <= result.period.first and result.period.last <= whole.last)
        if is_inside and result.numbers.can_be_added:
            groups.setdefault(whole, []).append(result)
    yield from groups.items()


def _by_target(results: Sequence[Result]) -> Iterator[tuple[Held, list[Result]]]:
    longest_first = sorted(results, key=lambda result: -result.period.months)
    kept = {period for period, _ in apart([(result.period, result.numbers) for result in longest_first])}
    found: list[tuple[Held, list[Result]]] = []
    for result in results:
        if result.period not in kept:
            continue
        part = next((part for held, part in found if is_same_target(held, result.held)), None)
        if part is None:
            found.append((result.held, [result]))
        else:
            part.append(result)
    yield from found


def _total(period: Period | None, held: Held, results: Sequence[Result], *, is_part: bool) -> Total:
    numbers = add(result.numbers for result in results)
    first, last = min(result.period.first for result in results), max(result.period.last for result in results)
    months = sum(result.period.months for result in results)
    whole = period if period and not is_part and months == period.months else None
    return Total(
        period=period,
        first=first,
        last=last,
        held=held,
        numbers=numbers,
        ruling=_ruling(held, numbers, whole, results[-1].ruling),
        results=tuple(results),
        months=months,
        is_part=is_part,
    )


def _ruling(held: Held, numbers: Numbers, whole: Period | None, last: Ruling) -> Ruling:
    """Return what the sum says; `whole` is the period where all its months are there and have one target."""
    target = held.target
    if target is None or held.why:
        return last
    if whole:
        return judge_window(target, whole, [(whole, numbers)], held.terms).ruling
    return judge(target, numbers, held.terms) if target.window is None else unclear(Why.WINDOW_OPEN)


def _quarter(period: Period) -> Period:
    return Period(year=period.year, quarter=(period.first.month + 2) // 3)


_SPANS: dict[Span, Callable[[Period], Period | None]] = {
    Span.QUARTER: _quarter,
    Span.YEAR: lambda period: Period(year=period.year),
    Span.ALL: lambda period: None,  # noqa: ARG005
}
