"""One measurable line of a promise."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from charter.model.prose import NOWHERE
from charter.source import Span


class Measure(StrEnum):
    """What a target counts; `NONE` when its words cannot be computed."""

    SHARE = "share"
    DURATION = "duration"
    SCORE = "score"
    COUNT = "count"
    INTERVAL = "interval"
    NOTICE = "notice"
    DEADLINE = "deadline"
    LEVEL = "level"
    NONE = "none"


class Clock(StrEnum):
    """How time runs: always, in opening hours or open days only, or in calendar days."""

    ELAPSED = "elapsed"
    BUSINESS = "business"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A target line, read whole or not at all.

    A share says that `op value %` of cases keep within `threshold threshold_unit` on `clock`, over `window`. Amounts
    are `Decimal`, units English singulars (`second` … `year`, `%`, `out of 5`). For a notice, longer is better. For a
    level, `level` is the name and `value` is `None`. With `Measure.NONE` only `segment` and `text` are set.
    """

    text: str
    segment: str | None = None
    measure: Measure = Measure.NONE
    stat: str | None = None
    """`mean`, `median`, or a percentile as `p95`."""
    op: str | None = None
    """One of `>=`, `>`, `<=`, `<`."""
    value: Decimal | None = None
    unit: str | None = None
    threshold: Decimal | None = None
    threshold_unit: str | None = None
    clock: Clock | None = None
    window: str | None = None
    """`month`, `quarter`, `year` …, or `rolling 12 month`."""
    of: str | None = None
    """What is counted, in the author's words."""
    condition: str | None = None
    """Words that are kept and shown but not computed."""
    level: str | None = None
    is_strict: bool = False
    """Whether the limit itself is out: "in less than 4 hours", "more than 48 hours' notice"."""
    is_implied: bool = False
    """Whether the share of 100 % is implied rather than written."""
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def is_computed(self) -> bool:
        """Whether the line could be read."""
        return self.measure is not Measure.NONE
