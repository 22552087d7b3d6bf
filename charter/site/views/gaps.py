"""The gaps of a charter, what to mend first on top."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charter.model.records import Period
from charter.site.views.results import Aim, Figures


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What is the matter. `what` says which of the others are set."""

    what: str
    """`wanted`, `unheard`, `unasked`, `lacking`, `missed`, `unreported`, `not agreed`, `translated`, `below` or
    `differs`."""
    criterion: str = ""
    period: Period | None = None
    party: str = ""
    """Of those promised to."""
    other: str = ""
    """Of those who promise."""
    level: str = ""
    other_level: str = ""
    steps: int = 0
    """From the expected level, or between the two."""
    importance: int = 0
    other_importance: int = 0
    evidence: str = ""
    segment: str = ""
    figures: Figures | None = None
    months: int = 0
    """Over how many months up to the period's end they were counted; 0 for the period alone."""
    aim: Aim | None = None
    misses: int = 0
    count: int = 0
    said: tuple[str, ...] = ()
    """What people said, or the periods that are missing."""
    fields: tuple[str, ...] = ()
    state: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An open action."""

    words: str
    owner: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GapView:
    """One gap. `number` is its place in the list and in the picture."""

    number: int
    kind: str
    """A word of `charter.measure.gaps.GapKind`."""
    title: str
    """Empty for the charter as a whole."""
    href: str
    importance: int | None
    counted: int
    """The importance that it counts for."""
    size: int
    weight: int
    feedback: int
    reasons: tuple[Why, ...]
    actions: tuple[Doing, ...]
    is_met: bool
    """Whether the target is met and those promised to are not content."""
    discontent: tuple[str, ...]
    """The names of those who are not."""
    is_flattering: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in the picture of importance against size, and the numbers of the gaps that lie there."""

    x: float
    y: float
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A figure beside the picture."""

    at: float
    figure: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GapChart:
    """Importance against size."""

    width: int
    height: int
    left: float
    bottom: float
    radius: float
    rows: tuple[Tick, ...]
    """Importance, 5 on top."""
    columns: tuple[Tick, ...]
    """Size, from the left."""
    spots: tuple[Spot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dark:
    """The promises of which nothing says whether there is a gap of this kind."""

    kind: str
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapsView:
    """Every gap, what is not known, and the open actions that name no promise."""

    to_mend: tuple[GapView, ...]
    flattering: tuple[GapView, ...]
    chart: GapChart | None
    unknown: tuple[Dark, ...]
    others: tuple[Doing, ...]
