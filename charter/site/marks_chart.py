"""The picture of one criterion: the marks of each party over time, on the levels of its rubric."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from charter.measure.scores import Point
from charter.site.views.scores import ChartLevel, ChartMark, ChartPeriod, Judge, MarksChart

WIDE, NARROW = 372, 240
_TOP, _LINE, _FOOT = 16.0, 24.0, 40.0
_MARK_WIDTH, _BETWEEN = 10.0, 7.0
_LETTER_WIDTH, _MOST_GUTTER = 5.7, 92.0


def marks_chart(points: Sequence[Point], judges: Mapping[str, Judge], place: str, width: int) -> MarksChart | None:
    """Return the picture of a criterion's periods, oldest first; `None` with fewer than two that can be drawn.

    Marks stand by their steps from the expected level, so a scale that grew stays on one sheet: the newest one names
    the levels. It shows the last periods that there is room for.
    """
    drawn = [point for point in points if any(mark.steps is not None for mark in point.row.marks)]
    if len(drawn) < 2:
        return None
    parties = [party for party in judges if any(mark.party == party for point in drawn for mark in point.row.marks)]
    newest = drawn[-1].row.yardstick
    every = [mark.steps for point in drawn for mark in point.row.marks if mark.steps is not None]
    below, above = _reach(newest.levels, newest.expected)
    lowest, highest = min(below, *every), max(above, *every)
    names = {step: newest.at(step) or "" for step in range(lowest, highest + 1)}
    left = min(_MOST_GUTTER, max(len(name) for name in names.values()) * _LETTER_WIDTH + 10)
    room = (width - left) / (len(parties) * _MARK_WIDTH + _BETWEEN)
    shown = drawn[-max(2, int(room)) :]
    column = (width - left) / len(shown)
    heights = {step: _TOP + (highest - step) * _LINE for step in names}
    bottom = heights[lowest] + _LINE / 2
    middles = [round(left + column * (at + 0.5), 1) for at in range(len(shown))]
    return MarksChart(
        place=place,
        width=width,
        height=round(bottom + _FOOT),
        left=round(left, 1),
        right=float(width),
        bottom=bottom,
        levels=tuple(
            ChartLevel(y=heights[step], name=names[step], is_expected=step == 0) for step in sorted(names, reverse=True)
        ),
        periods=tuple(
            ChartPeriod(
                x=x,
                period=point.period,
                has_year=not at or shown[at - 1].period.year != point.period.year,
                break_at=round(x - column / 2, 1) if at and point.is_break else None,
            )
            for at, (x, point) in enumerate(zip(middles, shown, strict=True))
        ),
        marks=tuple(
            ChartMark(
                x=round(x + (parties.index(mark.party) - (len(parties) - 1) / 2) * _MARK_WIDTH, 1),
                y=heights[mark.steps],
                judge=judges[mark.party],
            )
            for x, point in zip(middles, shown, strict=True)
            for mark in point.row.marks
            if mark.steps is not None
        ),
        short=sum((mark.steps or 0) < 0 for point in shown for mark in point.row.marks),
        is_whole=len(shown) == len(points),
    )


def _reach(levels: Sequence[str], expected: str | None) -> tuple[int, int]:
    """Return how many steps the lowest and the highest level are from the expected one."""
    place = levels.index(expected) if expected in levels else 0
    return -place, max(len(levels) - 1 - place, 0)
