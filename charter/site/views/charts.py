"""Pictures of results: places on a sheet of `width` by `height`, counted from its upper left corner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from charter.model.records import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A line across the picture at a round figure."""

    y: float
    figure: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A word below the picture: the month, quarter or year that begins on `day`."""

    x: float
    day: date
    width: str
    """`month`, `letter` for the month's first letter, `quarter` or `year`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """One result; `judged` is a word of `charter.measure.judging.Judged`."""

    x: float
    y: float
    figure: Decimal
    period: Period
    judged: str
    is_few: bool
    label_y: float | None
    """Where the figure is written; `None` where there is no room for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Where another target came into force."""

    x: float
    label: str
    """Of the version that brought it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """Results over time with the target as it stood."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    is_share: bool
    unit: str
    """What the figures count, for those that are no shares."""
    levels: tuple[Level, ...]
    ticks: tuple[Tick, ...]
    years: tuple[Tick, ...]
    borders: tuple[float, ...]
    """Where one year ends and the next begins."""
    lines: tuple[str, ...]
    """The points that follow each other without a gap, as `x,y x,y`."""
    dots: tuple[Dot, ...]
    empty: tuple[float, ...]
    """Where there were no cases."""
    target: str
    """The path of the target."""
    goal: Level | None
    """The target at the end."""
    turns: tuple[Turn, ...]
    periods: int
    """How many periods it shows."""
    is_whole: bool
    """Whether it shows every period."""

    @property
    def lowest(self) -> Decimal:
        """The smallest figure."""
        return min(dot.figure for dot in self.dots)

    @property
    def highest(self) -> Decimal:
        """The largest figure."""
        return max(dot.figure for dot in self.dots)

    @property
    def kept(self) -> int:
        """How many of the results are kept."""
        return sum(dot.judged == "kept" for dot in self.dots)

    @property
    def judged(self) -> int:
        """How many of the results are kept or missed."""
        return self.kept + sum(dot.judged == "missed" for dot in self.dots)
