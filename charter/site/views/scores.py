"""How both sides see it, wherever a page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from charter.model.records import Period
from charter.site.views.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """A party that judged. `shape` is its mark: `disc`, `up`, `down`, `diamond`, `square` or `ring`."""

    name: str
    shape: str
    side: str
    """`promise` for a provider, `ask` for a customer, empty for an observer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The level that a party gave. `steps` count from the level agreed as good enough, below zero short of it."""

    judge: Judge
    level: str
    """Empty while none is given."""
    steps: int | None
    """`None` where the level is not on the scale."""
    period: Period
    version: str
    """What was judged; empty for the working text."""
    evidence: str
    importance: int | None
    is_other_scale: bool = False
    """Whether it was read on other levels than those it is shown on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One criterion in one period; `given` stands in the order of the promise's judges."""

    period: Period
    criterion: str
    """Empty for the promise as a whole."""
    version: Link | None
    given: tuple[Given | None, ...]
    difference: int | None
    """How many steps the side that promises is above the other; `None` unless both judged."""
    is_break: bool
    """Whether the scale is another one than the time before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLevel:
    """A line of the picture."""

    y: float
    name: str
    is_expected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartPeriod:
    """A column of the picture."""

    x: float
    period: Period
    has_year: bool
    break_at: float | None
    """Where a line says that the levels are others from here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartMark:
    """A mark in the picture."""

    x: float
    y: float
    judge: Judge


@dataclass(frozen=True, slots=True, kw_only=True)
class MarksChart:
    """The marks of one criterion over time."""

    place: str
    """The id of the picture's words."""
    width: int
    height: int
    left: float
    right: float
    bottom: float
    levels: tuple[ChartLevel, ...]
    """Highest first."""
    periods: tuple[ChartPeriod, ...]
    marks: tuple[ChartMark, ...]
    short: int
    """How many of the marks are short of what was agreed."""
    is_whole: bool
    """Whether every period is there."""

    @property
    def has_break(self) -> bool:
        """Whether the levels became others on the way."""
        return any(period.break_at is not None for period in self.periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCriterion:
    """One criterion with its picture, where it was judged more than once."""

    name: str
    narrow: MarksChart | None
    wide: MarksChart | None
    """Where it shows more periods."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPromise:
    """Everything that was judged of one promise."""

    ref: str
    title: str
    place: str
    href: str
    side: str
    judges: tuple[Judge, ...]
    criteria: tuple[JudgedCriterion, ...]
    rows: tuple[Judged, ...]
    """Newest period first."""

    @property
    def has_break(self) -> bool:
        """Whether a picture shows that the levels became others."""
        charts = (chart for criterion in self.criteria for chart in (criterion.wide, criterion.narrow) if chart)
        return any(chart.has_break for chart in charts)

    @property
    def periods(self) -> int:
        """How many periods it was judged in."""
        return len({row.period for row in self.rows})


@dataclass(frozen=True, slots=True, kw_only=True)
class SideTally:
    """How one side saw a period: `middle` is its median in steps from what was agreed."""

    short: int
    as_agreed: int
    beyond: int
    middle: int | None

    @property
    def placed(self) -> int:
        """How many levels could be placed."""
        return self.short + self.as_agreed + self.beyond

    @property
    def held(self) -> int:
        """How many were as agreed or better."""
        return self.as_agreed + self.beyond


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A blind period whose scores are out of sight; names of parties."""

    given: tuple[str, ...]
    begun: tuple[str, ...]
    awaited: str
    """`provider`, `customer`, or empty where only those who began are waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPeriod:
    """One period: who judged it, and what came of it."""

    period: Period
    judges: tuple[str, ...]
    versions: tuple[Link, ...]
    providers: SideTally
    customers: SideTally
    differing: int
    compared: int
    """How many criteria both sides judged."""
    sealed: Sealed | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresView:
    """How both sides saw every period."""

    periods: tuple[JudgedPeriod, ...]
    """Newest first."""
    judges: tuple[Judge, ...]
    promises: tuple[JudgedPromise, ...]
    """Those of the text in force, in its order, then those that ended."""

    @property
    def latest(self) -> JudgedPeriod | None:
        """The last period whose scores may be seen."""
        return next((item for item in self.periods if item.sealed is None), None)
