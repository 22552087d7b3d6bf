"""Which of two counts promises more, and how a count compares with an interval."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from charter.compare.amounts import Calendars, compare_amounts, compare_spans, value_of
from charter.compare.axes import Bound, bound_of, combine, compare_bounds, compare_window_names, mirrored, toward
from charter.compare.changes import Direction
from charter.compare.windows import Window, fewest_inside, most_to_cover, read_window
from charter.model.target import Clock, Measure, Target
from charter.reading.targets import read_target


def compare_counts(before: Target, after: Target) -> Direction | None:
    """Return which of two counts promises more: 2 a quarter imply 8 a year; else number and window, each its way."""
    old, new = _whole(bound_of(before)), _whole(bound_of(after))
    if old.is_lower != new.is_lower:
        return Direction.UNCLEAR
    window_before, window_after = _window(before), _window(after)
    forwards = _implies(new, window_after, old, window_before)
    backwards = _implies(old, window_before, new, window_after)
    if forwards or backwards:
        return toward(forwards - backwards, better=1)
    window = compare_window_names(before.window, after.window, better=-1 if old.is_lower else 1)
    return combine((compare_bounds(old, new), window))


def compare_recurring(before: Target, after: Target, calendars: Calendars) -> Direction | None:
    """Compare "every 2 weeks" with "at least twice a month"; "every month" is every 1 month."""
    if before.measure is Measure.INTERVAL:
        return mirrored(compare_recurring(after, before, calendars[::-1]))
    count, window, interval = _whole(bound_of(before)), _window(before), value_of(after)
    if not count.is_lower or count.number < 1 or window is None or after.window is not None:
        return Direction.UNCLEAR
    moved = compare_amounts(window.length, interval, calendars)
    if count.number == 1:
        return toward(moved, better=-1)
    if moved is not None and moved >= 0:
        return Direction.WEAKER
    times = fewest_inside(Window(interval, is_rolling=True), window)
    return Direction.STRONGER if times is not None and times >= count.number else Direction.UNCLEAR


def with_period(target: Target, language: str) -> Target:
    """Return a count "every 6 months" with those months as its window; any other target as it is."""
    if target.measure is not Measure.COUNT or target.window is not None or not target.condition:
        return target
    period = read_target(target.condition, language=language, span=target.span).value
    if period.measure is not Measure.INTERVAL or period.condition or period.value is None or period.unit is None:
        return target
    clock = "business " if period.clock is Clock.BUSINESS else ""
    number = "" if period.value == 1 else f"{period.value.normalize():f} "
    return replace(target, window=f"{number}{clock}{period.unit}", condition=None)


def _window(target: Target) -> Window | None:
    return None if target.window is None else read_window(target.window)


def _whole(bound: Bound) -> Bound:
    """Return the bound on things that can be counted: fewer than 5 are at most 4."""
    inwards, step = (ROUND_CEILING, 1) if bound.is_lower else (ROUND_FLOOR, -1)
    number = bound.number.to_integral_value(inwards)
    if bound.is_strict and number == bound.number:
        number += step
    return Bound(number=number, is_lower=bound.is_lower, is_strict=False)


def _implies(first: Bound, window: Window | None, second: Bound, whole: Window | None) -> bool:
    """Whether who keeps the first bound in each of its windows keeps the second, both being lower or both upper."""
    if not first.is_lower and first.number <= 0:
        return second.number >= 0
    if second.is_lower and second.number <= 0:
        return True
    if window is None or whole is None:
        times = 1 if window is whole else None
    else:
        times = fewest_inside(window, whole) if first.is_lower else most_to_cover(window, whole)
    if times is None or (times == 1 and window and whole and _is_undecided(window, whole)):
        return False
    reached = first.number * Decimal(times)
    return reached >= second.number if first.is_lower else reached <= second.number


def _is_undecided(window: Window, whole: Window) -> bool:
    """Whether nothing tells which of two windows is longer: 28 days lie within what a month may be."""
    return window.length != whole.length and compare_spans(window.length, whole.length) is None
