"""What is asked of an export, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from charter.measure.stood import Held
from charter.measuring.engine import Columns
from charter.model.records import Outcome, Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of an export. Column names are as typed."""

    ref: str
    columns: Columns
    segments: Mapping[str, str]
    """Which label a word in the segment's column stands for."""
    period: str | None = None
    zone: str | None = None
    """Of times that say no offset; without it, that of the charter's calendar."""
    as_of: datetime | None = None
    """When the file was made; without an offset on the charter's clock."""
    time_format: str | None = None
    source: str = ""
    """What the export is called in the file of outcomes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One row of outcomes, the target it was counted for, and what the row does not show."""

    outcome: Outcome
    held: Held
    is_mixed: bool
    """Whether another target stood for a part of the period."""
    is_running: bool
    """Whether the period was not over when the file was made."""
    late: int = 0
    """Cases without an end that were past the limit, and count as missed."""
    left_out: int = 0
    """Cases without an end that were not, and do not count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCounted:
    """Cases of one period and segment that no target judges, and why."""

    period: Period
    segment: str | None
    cases: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Rows with one kind of trouble: how many, the lines of the first, and what stands there."""

    why: str
    count: int
    lines: tuple[int, ...] = ()
    words: tuple[str, ...] = ()
    is_more: bool = False
    """Whether there are more than those."""
    hint: str | None = None
    """What to type."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """Everything that came of an export."""

    rows: int
    counted: tuple[Counted, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()
    unread: tuple[Unread, ...] = ()
    zone: str = "UTC"
    is_zone_assumed: bool = False
    """Whether some time says no offset, and nothing says on which clock it was written."""
    closed: tuple[date, ...] = ()
    """The days that a named calendar of holidays closed."""
