"""What is kept beside a charter: sign-offs, reviews, assessments, outcomes, feedback, incidents, a comparison."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from charter.model.prose import NOWHERE, Block
from charter.model.text import Visibility
from charter.source import Span


class Decision(StrEnum):
    """What a person who signs says."""

    AGREE = "agree"
    RESERVATION = "agree with a reservation"
    DISAGREE = "disagree"
    ABSTAIN = "abstain"


class Verdict(StrEnum):
    """What a review decides about one promise."""

    KEEP = "keep"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    PARK = "park"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Period:
    """A year, a quarter or a month: `2026`, `2026-Q1`, `2026-03`."""

    year: int
    quarter: int | None = None
    month: int | None = None

    def __str__(self) -> str:
        if self.quarter is not None:
            return f"{self.year:04d}-Q{self.quarter}"
        if self.month is not None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}"

    @property
    def first(self) -> date:
        """The first day of the period."""
        if self.quarter is not None:
            return date(self.year, 3 * self.quarter - 2, 1)
        return date(self.year, self.month or 1, 1)

    @property
    def months(self) -> int:
        """How many months long the period is."""
        if self.quarter is not None:
            return 3
        return 12 if self.month is None else 1

    @property
    def last(self) -> date:
        """The last day of the period."""
        month = self.first.month + self.months - 1
        return date(self.year, month, calendar.monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """One row of a sign-off: a person's decision about a version. `party` is as written."""

    party: str
    name: str
    decision: Decision | None
    """`None` when the cell holds none of the four."""
    date: date | None
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOffSheet:
    """The file `signoffs/LABEL.md`."""

    version: str
    fingerprint: str | None
    signoffs: tuple[SignOff, ...] = ()
    title: str = ""
    prose: tuple[Block, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something somebody will do by a date."""

    words: str
    owner: str | None = None
    due: date | None = None
    is_done: bool = False
    done_on: date | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseVerdict:
    """What a review decided about the promise `ref`."""

    ref: str
    verdict: Verdict | None
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One entry of the review log."""

    held: date
    title: str = ""
    due: date | None = None
    version: str | None = None
    present: tuple[str, ...] = ()
    result: str | None = None
    next: date | None = None
    verdicts: tuple[PromiseVerdict, ...] = ()
    actions: tuple[Action, ...] = ()
    changes: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Further `Key: value` lines, as written."""
    prose: tuple[Block, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One row of an assessment; `level` is as written."""

    ref: str
    criterion: str
    level: str
    evidence: str = ""
    importance: int | None = None
    """1 (little) to 5 (most)."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """One party's scores for one period, read against the version it names."""

    period: Period
    party: str
    version: str | None = None
    date: date | None = None
    by: str | None = None
    is_blind: bool = False
    """Whether nobody is to see the scores of the period before both sides have given theirs."""
    judgements: tuple[Judgement, ...] = ()
    title: str = ""
    prose: tuple[Block, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What was measured in a period: `good` of `total` cases, or a value with its unit. Neither: no cases."""

    period: Period
    ref: str
    segment: str | None = None
    good: Decimal | None = None
    total: Decimal | None = None
    value: Decimal | None = None
    unit: str | None = None
    source: str = ""
    note: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One dated remark; `score` from -2 to +2."""

    date: date
    party: str
    channel: str = ""
    ref: str | None = None
    score: int | None = None
    said: str = ""
    answered: dt.date | None = None
    action: str = ""
    source: str = ""
    """What the form tool calls the answer, so that it is taken in once."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """A stop, pause, analyse note. `name` is the file's name without its ending."""

    name: str
    title: str
    date: date | None = None
    expectations: tuple[str, ...] = ()
    status: str | None = None
    parts: tuple[tuple[str, tuple[Block, ...]], ...] = ()
    """Pairs of heading and what stands under it, in order."""
    actions: tuple[Action, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedService:
    """One row of the comparison; `marks` stand in the order of `Comparison.alternatives`."""

    service: str
    ref: str | None
    us: str
    marks: tuple[str, ...]
    evidence: str = ""
    over_and_above: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Us beside the alternatives; private unless it says otherwise."""

    alternatives: tuple[str, ...]
    services: tuple[ComparedService, ...]
    title: str = ""
    date: date | None = None
    visibility: Visibility = Visibility.PARTIES
    prose: tuple[Block, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDay:
    """One row of a CSV file of closed days."""

    date: date
    name: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Every record of one charter."""

    signoffs: tuple[SignOffSheet, ...] = ()
    reviews: tuple[Review, ...] = ()
    """Newest first."""
    assessments: tuple[Assessment, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    feedback: tuple[Feedback, ...] = ()
    incidents: tuple[Incident, ...] = ()
    comparison: Comparison | None = None
    closed_days: tuple[ClosedDay, ...] = ()
