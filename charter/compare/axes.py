"""The axes along which two targets differ, and which way along each promises more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from charter.compare.changes import Direction
from charter.compare.windows import compare_windows, read_window
from charter.model.target import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """At least a number, or at most; strict when the number itself is out."""

    number: Decimal
    is_lower: bool
    is_strict: bool


def bound_of(target: Target) -> Bound:
    """Return the bound that a target sets to its value."""
    return Bound(
        number=target.value or Decimal(0), is_lower=target.op in {">=", ">"}, is_strict=target.op in {">", "<"}
    )


def toward(moved: int | None, *, better: int) -> Direction | None:
    """Return the direction of a move up (1) or down (-1), where `better` is the way that promises more."""
    if moved is None:
        return Direction.UNCLEAR
    return None if moved == 0 else Direction.STRONGER if moved == better else Direction.WEAKER


def compare_bounds(before: Bound, after: Bound) -> Direction | None:
    """Return which bound is tighter; a strict one is tighter than the same not strict."""
    if before.is_lower != after.is_lower:
        return Direction.UNCLEAR
    old, new = ((bound.number if bound.is_lower else -bound.number, bound.is_strict) for bound in (before, after))
    return None if old == new else Direction.STRONGER if new > old else Direction.WEAKER


def compare_window_names(before: str | None, after: str | None, *, better: int) -> Direction | None:
    """Return what another window means, where `better` is 1 for long ones and -1 for short ones.

    Of equally long ones, those that take in more are stronger either way. A window that came or went is unclear.
    """
    if before == after:
        return None
    if before is None or after is None:
        return Direction.UNCLEAR
    length, coverage = compare_windows(read_window(before), read_window(after))
    return toward(length, better=better) if length != 0 else toward(coverage, better=1)


def combine(directions: Iterable[Direction | None]) -> Direction | None:
    """Return where several moves lead together: all the same way, that way; both ways, traded; any unclear, unclear."""
    ways = {way for way in directions if way is not None}
    if Direction.UNCLEAR in ways:
        return Direction.UNCLEAR
    decided = ways - {Direction.NEUTRAL}
    if len(decided) > 1:
        return Direction.TRADED
    return next(iter(decided or ways), None)


def mirrored(direction: Direction | None) -> Direction | None:
    """Return the direction of the way back."""
    if direction is Direction.STRONGER:
        return Direction.WEAKER
    return Direction.STRONGER if direction is Direction.WEAKER else direction
