"""The picture of one series: its results over time, and the target as it stood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from charter.measure.judging import Judged, Terms, measured_in
from charter.measure.numbers import Numbers
from charter.measure.results import Result, Series
from charter.measure.stood import Held
from charter.measure.units import read_unit
from charter.model.cadence import add_months
from charter.model.records import Period
from charter.model.target import Measure, Target
from charter.site.views.charts import Attainment, Dot, Level, Tick, Turn
from charter.site.views.results import rounded_share

WIDE, NARROW = 640, 256
_SHARES = frozenset({Measure.SHARE, Measure.NOTICE, Measure.DEADLINE})
_HUNDRED = Decimal(100)
_TOP, _BOTTOM, _HEIGHT = 24.0, 158.0, 206
_FEWEST_LEVELS = 3
_MONTH_WIDTH, _LETTER_WIDTH, _QUARTER_WIDTH, _YEAR_WIDTH, _LABEL_WIDTH = 30, 14, 26, 34, 38
_MOST_NARROW = 12
_MOST_YEARS = 30


@dataclass(frozen=True, slots=True)
class _Point:
    """A result with the figure that is drawn; `None` where there were no cases."""

    result: Result
    figure: Decimal | None


def attainment_of(series: Series, width: int, today: date) -> Attainment | None:
    """Return the picture of a series; `None` with fewer than two figures on one scale.

    A narrow one shows the last twelve periods. None shows a period that has not begun by `today`, nor one of so long
    ago that it would leave no room for the others: both are most likely slips.
    """
    target = _scale(series)
    if target is None:
        return None
    drawn = [point for point in _points(series, target) if point.result.period.first <= today]
    newest = max((point.result.period.first.year for point in drawn), default=0)
    every = [point for point in drawn if point.result.period.first.year > newest - _MOST_YEARS]
    points = every[-_MOST_NARROW:] if width < WIDE else every
    if sum(point.figure is not None for point in points) < 2:
        return None
    return _Sheet(series, target, points, width, is_whole=len(points) == len(every)).drawn()


def _scale(series: Series) -> Target | None:
    """Return the newest target with figures: other targets are drawn as far as they are on its scale."""
    judged = [result.held.target for result in series.results if result.held.target and not result.held.why]
    return judged[-1] if judged else None


def _points(series: Series, target: Target) -> Iterator[_Point]:
    """Yield what can be drawn, the oldest first; of periods inside one another, the shorter."""
    shortest = [
        result
        for result in series.results
        if not any(
            other.period != result.period
            and result.period.first <= other.period.first
            and other.period.last <= result.period.last
            for other in series.results
        )
    ]
    for result in shortest:
        theirs = result.held.target
        numbers = result.counted if target.measure is Measure.COUNT else result.numbers
        if numbers.is_empty:
            yield _Point(result, None)
        elif theirs is not None and _is_on(theirs, target):
            figure = _figure(target, numbers, result.held.terms)
            if figure is not None:
                yield _Point(result, figure)


def _figure(target: Target, numbers: Numbers, terms: Terms) -> Decimal | None:
    """Return what is drawn; nothing for a time where a share is drawn, such as the shortest notice that was given."""
    is_time = numbers.value is not None and read_unit(numbers.unit or "", terms.language).is_time
    return None if is_time and target.measure in _SHARES else measured_in(target, numbers, terms)


def _is_on(one: Target, other: Target) -> bool:
    """Whether two targets have one scale."""
    if one.measure in _SHARES and other.measure in _SHARES:
        return True
    return (one.measure, one.unit) == (other.measure, other.unit)


class _Sheet:
    """A sheet of paper with a scale on both sides."""

    def __init__(self, series: Series, target: Target, points: Sequence[_Point], width: int, *, is_whole: bool) -> None:
        self._series, self._target, self._points = series, target, points
        self._width, self._is_whole = width, is_whole
        self._left, self._right = (46.0, width - 56.0) if width == WIDE else (38.0, width - 44.0)
        self._first = points[0].result.period.first
        self._after = _day_after(points[-1].result.period)
        self._stood = [*self._steps()]
        figures = [point.figure for point in points if point.figure is not None]
        self._levels = _levels([*figures, *(bound for _, _, bound in self._stood)], target)

    def drawn(self) -> Attainment:
        dots = tuple(self._dots())
        goal = self._stood[-1][2] if self._stood and self._stood[-1][1] == self._after else None
        return Attainment(
            width=self._width,
            height=_HEIGHT,
            left=self._left,
            right=self._right,
            top=_TOP,
            bottom=_BOTTOM,
            is_share=self._target.measure in _SHARES,
            unit=self._unit(),
            levels=tuple(Level(y=self._y(figure), figure=figure) for figure in self._levels),
            ticks=tuple(self._ticks()),
            years=tuple(self._years()),
            borders=tuple(
                self._x(date(year, 1, 1))
                for year in range(self._first.year + 1, self._after.year + 1)
                if date(year, 1, 1) < self._after
            ),
            lines=tuple(self._lines()),
            dots=dots,
            empty=tuple(self._middle(point) for point in self._points if point.figure is None),
            target=self._path(),
            goal=None if goal is None else Level(y=self._y(goal), figure=goal),
            turns=tuple(self._turns()),
            periods=len(self._points),
            is_whole=self._is_whole,
        )

    def _unit(self) -> str:
        """Return the unit as it was recorded last, where nothing had to be converted."""
        drawn = [point for point in self._points if point.figure is not None]
        same = (point.result.numbers.unit for point in reversed(drawn) if point.figure == point.result.numbers.value)
        return next((unit for unit in same if unit), self._target.of or "")

    def _x(self, day: date) -> float:
        part = (day - self._first).days / (self._after - self._first).days
        return round(self._left + part * (self._right - self._left), 1)

    def _y(self, figure: Decimal) -> float:
        low, high = self._levels[0], self._levels[-1]
        return round(_BOTTOM - float((figure - low) / (high - low)) * (_BOTTOM - _TOP), 1)

    def _middle(self, point: _Point) -> float:
        period = point.result.period
        return round((self._x(period.first) + self._x(_day_after(period))) / 2, 1)

    def _dots(self) -> Iterator[Dot]:
        drawn = [
            (self._middle(point), point.figure, point.result) for point in self._points if point.figure is not None
        ]
        labelled: set[float] = set()
        # The last figure first, then what was missed, then what there is room for.
        by_weight = sorted(drawn, key=lambda item: (item != drawn[-1], item[2].judged is not Judged.MISSED, -item[0]))
        for x, _, _ in by_weight:
            if all(abs(x - other) >= _LABEL_WIDTH for other in labelled):
                labelled.add(x)
        is_share = self._target.measure in _SHARES
        for x, figure, result in drawn:
            yield Dot(
                x=x,
                y=self._y(figure),
                figure=rounded_share(figure) if is_share else figure,
                period=result.period,
                judged=result.judged.value,
                is_few=result.numbers.is_few,
                label_y=self._label(self._y(figure), result) if x in labelled else None,
            )

    def _label(self, y: float, result: Result) -> float:
        """Return where a figure is written: on the far side of the target, where no line crosses it."""
        is_high = (self._target.op in {">", ">="}) == (result.judged is not Judged.MISSED)
        above, below = round(y - 10, 1), round(y + 20, 1)
        return above if is_high or below > _BOTTOM - 4 else below

    def _lines(self) -> Iterator[str]:
        """Yield the runs of periods that follow each other; a gap stays open."""
        run: list[_Point] = []
        for point in (*self._points, None):
            follows = (
                point is not None
                and point.figure is not None
                and (not run or point.result.period.first <= _day_after(run[-1].result.period))
            )
            if not follows:
                if len(run) > 1:
                    yield " ".join(
                        f"{self._middle(item)},{self._y(item.figure)}" for item in run if item.figure is not None
                    )
                run = []
            if point is not None and point.figure is not None:
                run.append(point)

    def _steps(self) -> Iterator[tuple[date, date, Decimal]]:
        """Yield from when until when the target stood at which figure, on this scale and sheet."""
        for held in self._series.held:
            first, last = _days(held)
            begins, ends = max(first, self._first), min(last, self._after)
            if begins >= ends or held.target is None or held.why or not _is_on(held.target, self._target):
                continue
            if held.target.value is not None:
                yield begins, ends, held.target.value

    def _path(self) -> str:
        words: list[str] = []
        last: tuple[date, Decimal] | None = None
        for begins, ends, bound in self._stood:
            y = self._y(bound)
            if last is None or last[0] != begins:
                words.append(f"M{self._x(begins)} {y}")
            elif last[1] != bound:
                words.append(f"V{y}")
            words.append(f"H{self._x(ends)}")
            last = ends, bound
        return "".join(words)

    def _turns(self) -> Iterator[Turn]:
        """Yield where a target in other words began to stand."""
        held = [one for one in self._series.held if _days(one)[0] < _days(one)[1]]
        for before, after in pairwise(held):
            begins = _days(after)[0]
            is_other = (before.target and before.target.text) != (after.target and after.target.text)
            if is_other and self._first < begins < self._after:
                yield Turn(x=self._x(begins), label=after.label)

    def _ticks(self) -> Iterator[Tick]:
        months = round((self._after - self._first).days / 30.4375)
        per_month = (self._right - self._left) / max(1, months)
        shortest = min(point.result.period.months for point in self._points)
        if shortest == 1 and per_month >= _LETTER_WIDTH:
            yield from self._named(1, "month" if per_month >= _MONTH_WIDTH else "letter")
        elif shortest <= 3 and 3 * per_month >= _QUARTER_WIDTH:
            yield from self._named(3, "quarter")

    def _named(self, months: int, width: str) -> Iterator[Tick]:
        day = date(self._first.year, (self._first.month - 1) // months * months + 1, 1)
        while day < self._after:
            after = add_months(day, months)
            if day >= self._first and after <= self._after:
                yield Tick(x=round((self._x(day) + self._x(after)) / 2, 1), day=day, width=width)
            day = after

    def _years(self) -> Iterator[Tick]:
        for year in range(self._first.year, self._after.year + 1):
            begins, ends = max(self._first, date(year, 1, 1)), min(self._after, date(year + 1, 1, 1))
            if begins < ends and self._x(ends) - self._x(begins) >= _YEAR_WIDTH:
                yield Tick(x=round((self._x(begins) + self._x(ends)) / 2, 1), day=date(year, 1, 1), width="year")


def _day_after(period: Period) -> date:
    """Return the day after a period; of the last period that dates can name, its last day."""
    return period.last + timedelta(days=1) if period.last < date.max else date.max


def _days(held: Held) -> tuple[date, date]:
    """Return from when until when a target stood; the same day twice where it never did."""
    version = held.version
    if version is None or not version.days_in_force(date.min, date.max):
        return date.min, date.min
    return version.in_force_from or date.min, version.in_force_until or date.max


def _levels(figures: Sequence[Decimal], target: Target) -> tuple[Decimal, ...]:
    """Return the round figures from below the lowest to above the highest, three to six of them.

    A share that can be too low ends at 100 %, one that can be too high begins at 0; so do times and counts.
    """
    low, high = min(figures), max(figures)
    wants_more = target.op in {">", ">="}
    if target.measure in _SHARES and wants_more:
        high = _HUNDRED
    elif target.measure is not Measure.SCORE:
        low = Decimal(0)
    room = (high - low) or abs(high) or Decimal(1)
    steps = (Decimal(digit).scaleb(room.adjusted() + power) for power in (-1, 0) for digit in (1, 2, 5))
    step = next(step for step in steps if room / step <= _FEWEST_LEVELS + 1)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    if low == first * step and low > 0:
        first -= 1
    last = (high / step).to_integral_value(ROUND_CEILING)
    if high == last * step and not (target.measure in _SHARES and high == _HUNDRED):
        last += 1
    return tuple(step * at for at in range(int(max(first, Decimal(0))), int(last) + 1))
