"""What was measured, wherever a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured in one period: `good` of `total` cases, or a value with its unit, or no cases."""

    year: int
    quarter: int | None
    month: int | None
    segment: str
    good: Decimal | None
    total: Decimal | None
    value: Decimal | None
    unit: str
    source: str
    note: str

    @property
    def share(self) -> Decimal | None:
        """The share of good cases in per cent, to one decimal; 0 and 100 only where none or all are good."""
        if self.good is None or not self.total:
            return None
        share = (100 * self.good / self.total).quantize(Decimal("0.1"))
        if share == 100 and self.good < self.total:
            return Decimal("99.9")
        return Decimal("0.1") if share == 0 and self.good else share

    @property
    def is_few(self) -> bool:
        """Whether there are too few cases to say much: under 20."""
        return bool(self.total) and self.total is not None and self.total < 20
