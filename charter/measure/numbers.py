"""What was counted: so many good ones of so many, or a value with its unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from charter.model.records import Outcome

FEW = 20
"""Under so many cases, one more or less moves a share by more than five percentage points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """The numbers of one period or of several together. With none of them there were no cases."""

    good: Decimal | None = None
    total: Decimal | None = None
    value: Decimal | None = None
    unit: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there were no cases: nothing was counted, or nothing of nothing."""
        if self.value is not None:
            return False
        return self.total == 0 if self.total is not None else self.good is None

    @property
    def is_few(self) -> bool:
        """Whether there are too few cases for a share to say much: under 20."""
        return self.value is None and self.total is not None and 0 < self.total < FEW

    @property
    def share(self) -> Decimal | None:
        """The exact share of good cases in per cent, as far as `Decimal` goes; `None` without cases."""
        return None if self.good is None or not self.total else 100 * self.good / self.total

    @property
    def can_be_added(self) -> bool:
        """Whether it is a sum: `good` of `total`, or no cases. A mean or a median is none."""
        return self.value is None and (self.is_empty or (self.good is not None and self.total is not None))


def numbers_of(outcome: Outcome) -> Numbers:
    """Return the numbers of one row."""
    return Numbers(good=outcome.good, total=outcome.total, value=outcome.value, unit=outcome.unit)


def add(parts: Iterable[Numbers]) -> Numbers:
    """Return the sums of what can be added, never a mean of shares; values of one unit are added as counts are."""
    held = [part for part in parts if not part.is_empty]
    shares = [part for part in held if part.value is None]
    values = [part.value for part in held if part.value is not None]
    return Numbers(
        good=sum((part.good or Decimal(0) for part in shares), Decimal(0)) if shares else None,
        total=sum((part.total or Decimal(0) for part in shares), Decimal(0)) if shares else None,
        value=sum(values, Decimal(0)) if values else None,
        unit=next((part.unit for part in held if part.unit), None),
    )
