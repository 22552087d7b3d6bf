"""What a clock shows at every moment, as straight stretches; what has passed is what it shows later less before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Stretch(NamedTuple):
    """From the moment `at` a meter shows `value`. It runs until `until` and then stands still; moments are integers."""

    at: int
    until: int
    value: int


@dataclass(frozen=True)
class Meter:
    """What a clock shows: seconds, or, where it only steps, days.

    `stretches` are in order; each holds until the next begins, and the first for every moment before it, at its value.
    One that only steps has stretches that stand still from the start.
    """

    stretches: tuple[Stretch, ...]

    def read(self, moment: int) -> int:
        """Return what the clock shows at a moment."""
        stretch = self.stretches[max(0, bisect_right(self._begins, moment) - 1)]
        return stretch.value + max(0, min(moment, stretch.until) - stretch.at)

    def passed(self, first: int, last: int) -> int:
        """Return how much passes on this clock between two moments."""
        return self.read(last) - self.read(first)

    @cached_property
    def _begins(self) -> tuple[int, ...]:
        return tuple(stretch.at for stretch in self.stretches)


def steps(values: Iterable[tuple[int, int]]) -> Meter:
    """Return the meter that shows each value from its moment on, and does not run between."""
    return Meter(tuple(Stretch(at, at, value) for at, value in values))
