"""A target's window against the periods that were measured: sums over a year, twelve months in a row, one quarter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charter.compare.amounts import Amount, compare_spans
from charter.compare.windows import Window, fewest_inside, most_to_cover, read_window
from charter.measure.judging import KEPT, MISSED, NO_CASES, Ruling, Terms, Why, judge, unclear, why_not_judged
from charter.measure.numbers import Numbers, add
from charter.model.records import Period
from charter.model.target import Clock, Measure, Target

_SHARES = frozenset({Measure.SHARE, Measure.NOTICE, Measure.DEADLINE})
_DAYS_OF_A_MONTH = Decimal(1461) / 48
_HUNDRED = Decimal(100)

Known = tuple[Period, Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowRuling:
    """What was decided, on which numbers, from the first to the last day that they are of."""

    ruling: Ruling
    counted: Numbers
    first: date
    last: date


def judge_window(target: Target, period: Period, known: Sequence[Known], terms: Terms) -> WindowRuling:
    """Return what is to be said at the end of `period`; `known` holds its numbers and those of other periods.

    Over a window longer than the period, sums are judged: those of the quarter or year so far, those of any twelve
    months up to the period's end. Before the window is over, or with months missing, only what can no longer change is
    decided. Over shorter windows, only what must hold of some of them is. "Any 90 days" are read as three months.
    """
    own = next(numbers for at, numbers in known if at == period)
    plain = WindowRuling(ruling=judge(target, own, terms), counted=own, first=period.first, last=period.last)
    if target.window is None or why_not_judged(target):
        return plain
    window = read_window(target.window)
    whole = Window(Amount(Decimal(period.months), "month", Clock.CALENDAR), is_rolling=False)
    order = compare_spans(whole.length, window.length)
    if order == -1:
        ruling = _over_shorter(target, own, window, whole, terms)
        return WindowRuling(ruling=ruling, counted=own, first=period.first, last=period.last)
    months = _months(window)
    if order != 1 or months <= period.months:
        return plain
    return _over_longer(target, period, known, window.is_rolling, months, terms)


def apart(known: Sequence[Known]) -> Iterator[Known]:
    """Yield periods that do not overlap, in the order given: a year beside its months would count them twice."""
    taken: list[Period] = []
    for period, numbers in known:
        if not any(period.first <= other.last and other.first <= period.last for other in taken):
            taken.append(period)
            yield period, numbers


def _months(window: Window) -> int:
    if window.length.months is not None:
        return int(window.length.months)
    days = window.length.seconds[0] / 86_400
    return int((days / _DAYS_OF_A_MONTH).to_integral_value())


def _over_longer(
    target: Target, period: Period, known: Sequence[Known], is_rolling: bool, months: int, terms: Terms
) -> WindowRuling:
    place = 12 * period.last.year + period.last.month
    begins = place - months if is_rolling else (place - 1) // months * months
    first = date(begins // 12, begins % 12 + 1, 1) if begins // 12 >= date.min.year else date.min
    inside = [item for item in known if first <= item[0].first and item[0].last <= period.last]
    inside.sort(key=lambda item: (item[0] != period, -item[0].first.toordinal()))
    parts = [*apart(inside)]
    counted = add(numbers for _, numbers in parts)
    is_over = is_rolling or place - begins == months
    is_whole = is_over and sum(at.months for at, _ in parts) == months
    own = next(numbers for at, numbers in known if at == period)
    ruling = _so_far(target, own, counted, terms) if not is_whole else judge(target, counted, terms)
    if target.measure is not Measure.COUNT and not all(numbers.can_be_added for _, numbers in parts):
        ruling, counted, first = unclear(Why.WINDOW_OPEN), own, period.first
    return WindowRuling(ruling=ruling, counted=counted, first=first, last=period.last)


def _so_far(target: Target, own: Numbers, counted: Numbers, terms: Terms) -> Ruling:
    """Return what a count can no longer become; a share can still become anything."""
    if own.is_empty:
        return NO_CASES
    if target.measure is Measure.COUNT:
        is_upper = target.op in {"<", "<="}
        now = judge(target, counted, terms)
        if now == (MISSED if is_upper else KEPT) or now.why not in {None, Why.WINDOW_OPEN}:
            return now
    return unclear(Why.WINDOW_OPEN)


def _over_shorter(target: Target, own: Numbers, window: Window, whole: Window, terms: Terms) -> Ruling:
    now = judge(target, own, terms)
    if not now.is_decided:
        return now
    if target.measure in _SHARES:
        # Who is below it on the whole was below it at least once; who never fails never did.
        is_absolute = target.value in {Decimal(0), _HUNDRED}
        return now if now == MISSED or is_absolute else unclear(Why.WINDOW_SHORT)
    if target.measure is not Measure.COUNT:
        return unclear(Why.WINDOW_SHORT)
    return _count_over_shorter(target, own, window, whole, now)


def _count_over_shorter(target: Target, own: Numbers, window: Window, whole: Window, now: Ruling) -> Ruling:
    number, bound = own.value if own.value is not None else own.good, target.value or Decimal(0)
    fewest, most = fewest_inside(window, whole), most_to_cover(window, whole)
    if number is None or fewest is None or most is None:
        return unclear(Why.WINDOW_SHORT)
    if target.op in {"<", "<="}:
        if now == KEPT:
            return KEPT
        return MISSED if number > bound * most else unclear(Why.WINDOW_SHORT)
    if own.total is not None and own.total <= most:
        # "9 of 10" months in which it happened at least once.
        return KEPT if own.good == own.total else MISSED
    return MISSED if number < bound * fewest else unclear(Why.WINDOW_SHORT)
