"""What people said, what went wrong, and how the charter's services stand beside others, as pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from charter.site.views.frame import Link

_AT_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One thing that somebody said."""

    day: date
    party: str
    """The party's own name."""
    channel: str
    score: int | None
    said: str
    answered: date | None
    action: str
    is_waiting: bool
    age: int
    """In days."""
    promise: Link | None
    """What it is about, on a page that tells of several promises; `None` for the charter as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many said what: so many of each score, the best first."""

    total: int
    scores: tuple[tuple[int, int], ...]
    unscored: int
    waiting: int

    def of(self, score: int) -> int:
        """Return how many have this score."""
        return dict(self.scores)[score]

    @property
    def is_extreme(self) -> bool:
        """Whether anybody gave the best or the worst score."""
        return any(count for score, count in self.scores if abs(score) == 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """How soon there were answers, in days."""

    count: int
    due: int
    """How many were answered or still wait."""
    median: Decimal
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was said about one promise, newest first."""

    counts: Counts
    answers: Answers | None
    remarks: tuple[Remark, ...]
    href: str
    """Where all of it is told."""

    @property
    def first(self) -> tuple[Remark, ...]:
        """What is shown at once."""
        return self.remarks[:_AT_ONCE]

    @property
    def rest(self) -> tuple[Remark, ...]:
        """What is shown on demand."""
        return self.remarks[_AT_ONCE:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """How many remarks there are about a charter, and where they are told."""

    counts: Counts
    href: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """One row of the table of promises; `promise` is `None` for what is about none."""

    promise: Link | None
    counts: Counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """What was said about a whole charter."""

    counts: Counts
    answers: Answers | None
    lines: tuple[HeardLine, ...]
    delighted: tuple[Remark, ...]
    upset: tuple[Remark, ...]
    waiting: tuple[Remark, ...]
    """The one that waits longest first."""
    general: tuple[Remark, ...]
    """About no promise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that changes after an incident."""

    words: str
    owner: str
    due: date | None
    is_done: bool
    done_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentPart:
    """A heading, and what stands under it."""

    heading: str
    words: Markup
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentView:
    """Something that went wrong, in the order stop, pause, analyse."""

    place: str
    title: str
    day: date | None
    status: str
    """As written."""
    is_closed: bool
    promises: tuple[Link, ...]
    parts: tuple[IncidentPart, ...]
    href: str
    """Where it is told at length."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BesideRow:
    """One service: how we do, how each alternative does."""

    service: str
    promise: Link | None
    us: str
    marks: tuple[str, ...]
    evidence: str
    over_and_above: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Us beside the alternatives."""

    title: str
    day: date | None
    alternatives: tuple[str, ...]
    rows: tuple[BesideRow, ...]
    is_private: bool
    """Whether it is for the parties alone."""
    prose: Markup
    lacking: tuple[str, ...]
    """What an alternative has and we have not."""
