"""What was measured, wherever a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from charter.model.records import Period
from charter.site.views.charts import Attainment
from charter.site.views.frame import Link

_FEW = 20


def rounded_share(share: Decimal) -> Decimal:
    """Return a share in per cent to one decimal; 0 and 100 only where none or all are good."""
    rounded = share.quantize(Decimal("0.1"))
    if rounded == 100 and share < 100:
        return Decimal("99.9")
    return Decimal("0.1") if rounded == 0 and share else rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """`good` of `total` cases, or a value with its unit, or no cases."""

    good: Decimal | None
    total: Decimal | None
    value: Decimal | None
    unit: str

    @property
    def share(self) -> Decimal | None:
        """The share of good cases in per cent, to one decimal; 0 and 100 only where none or all are good."""
        return None if self.good is None or not self.total else rounded_share(100 * self.good / self.total)

    @property
    def is_few(self) -> bool:
        """Whether there are too few cases to say much: under 20."""
        return bool(self.total) and self.total is not None and self.total < _FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target as it stood, and the version that it stood in; without one, a target that is still to come."""

    words: str
    version: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured in one period, and whether it kept the target of that time."""

    period: Period
    segment: str
    figures: Figures
    judged: str
    """A word of `charter.measure.judging.Judged`."""
    why: str
    """Where that is unclear, the name of a `charter.measure.judging.Why`; else empty."""
    aim: Aim | None
    """The target of that time."""
    is_mixed: bool
    """Whether another target stood for a part of the period."""
    over: Figures | None
    """What was judged, where that is the sum over a longer time."""
    over_months: int
    source: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The latest result for each target of a promise, and where all of them are told."""

    latest: tuple[Result, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """The results of a year together. `aim` is there where the year had several targets."""

    figures: Figures
    judged: str
    why: str
    aim: Aim | None
    months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The results of one year, newest first, and their sums: one, or one for each target, or none."""

    year: int
    results: tuple[Result, ...]
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """An early warning: `sign` is a word of `charter.measure.warnings.Sign`; the figures are oldest first."""

    sign: str
    is_share: bool
    figures: tuple[Decimal, ...]
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """So many of so many."""

    kept: int
    judged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescoring:
    """The same results under each of several targets; `year` is `None` for all of them."""

    year: int | None
    scores: tuple[Kept, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """Targets that moved, the oldest first, and how many periods keep each of them."""

    aims: tuple[Aim, ...]
    years: tuple[Rescoring, ...]
    others: tuple[Aim, ...]
    """Targets that counted something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesView:
    """The results of a promise for some cases, or for all of them."""

    place: str
    """The id of the picture's words."""
    segment: str
    is_current: bool
    """Whether there is a target for these cases today."""
    aim: Aim | None
    """The target of today."""
    why_none: str
    """Where nothing can be measured, the name of a `charter.measure.judging.Why`."""
    latest: Result | None
    years: tuple[Year, ...]
    """Newest first."""
    kept: Kept
    """Of all periods."""
    warnings: tuple[Warned, ...]
    goals: Goals | None
    wide: Attainment | None
    narrow: Attainment | None

    @property
    def periods(self) -> int:
        """How many periods were recorded."""
        return sum(len(year.results) for year in self.years)

    @property
    def common_source(self) -> str:
        """The source of every result, empty where they differ."""
        return self._sources.pop() if len(self._sources) == 1 else ""

    @property
    def has_sources(self) -> bool:
        """Whether results come from several sources."""
        return len(self._sources) > 1

    @property
    def _sources(self) -> set[str]:
        return {result.source for year in self.years for result in year.results}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many promises were kept when last counted. `period` is there where all were counted in the same one."""

    kept: int
    judged: int
    period: Period | None
    href: str
