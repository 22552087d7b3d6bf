"""The windows over which targets are judged, and what a count in one window says about another."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from charter.compare.amounts import Amount, compare_spans
from charter.model.target import Clock

_NESTED = (
    frozenset({"second", "minute", "hour", "day", "week"}),
    frozenset({"second", "minute", "hour", "day", "month", "quarter", "year"}),
)
"""Calendar windows of which the longer are made of whole shorter ones."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time: each one of the calendar, or any one of that length."""

    length: Amount
    is_rolling: bool


def read_window(name: str) -> Window:
    """Return what a target's `window` says: `month`, `business day`, `6 month`, `rolling 12 month`."""
    words = name.split()
    is_rolling = words[0] == "rolling"
    words = words[is_rolling:]
    number = Decimal(words.pop(0)) if len(words) > 1 and words[0] != "business" else Decimal(1)
    clock = Clock.BUSINESS if words[0] == "business" else Clock.CALENDAR
    return Window(Amount(number, words[-1], clock), is_rolling)


def compare_windows(before: Window, after: Window) -> tuple[int | None, int | None]:
    """Return how the length moved (1 longer, -1 shorter), and whether `after` takes in more windows (1) or fewer (-1).

    Any twelve months take in every calendar year, and days take in working days. `None` where nothing decides it; the
    second is 0 unless the lengths are equal.
    """
    length = compare_spans(before.length, after.length)
    if length != 0:
        return length, 0
    rolling = int(after.is_rolling) - int(before.is_rolling)
    running = int(before.length.is_business) - int(after.length.is_business)
    if rolling * running < 0:
        return 0, None
    return 0, rolling or running


def most_to_cover(window: Window, whole: Window) -> int | None:
    """Return into how many of `window` each of `whole` can be cut at most; `None` where nothing decides it."""
    ratio = _ratio(window, whole)
    if ratio is None:
        return None
    most = int(ratio[1].to_integral_value(ROUND_CEILING))
    return most if window.is_rolling or _is_nested(window, whole) else most + 1


def fewest_inside(window: Window, whole: Window) -> int | None:
    """Return how many of `window` lie side by side in each of `whole` at least; `None` where nothing decides it."""
    ratio = _ratio(window, whole)
    if ratio is None:
        return None
    fewest = int(ratio[0])
    return fewest if window.is_rolling or _is_nested(window, whole) else max(0, fewest - 1)


def _ratio(window: Window, whole: Window) -> tuple[Decimal, Decimal] | None:
    """Return how often `window` goes into `whole`, at least and at most."""
    small, large = window.length, whole.length
    if small.is_business or large.is_business:
        is_same = (small.number, small.unit) == (large.number, large.unit) and window.is_rolling == whole.is_rolling
        return (Decimal(1), Decimal(1)) if is_same and large.is_business else None
    if small.months is not None and large.months is not None:
        return large.months / small.months, large.months / small.months
    return large.seconds[0] / small.seconds[1], large.seconds[1] / small.seconds[0]


def _is_nested(window: Window, whole: Window) -> bool:
    """Whether every `whole` is made of windows that begin where it begins."""
    ratio = _ratio(window, whole)
    if window.is_rolling or whole.is_rolling or ratio is None:
        return False
    if window.length.number != 1:
        return ratio[0] == ratio[1] == ratio[0].to_integral_value()
    if window.length.unit == whole.length.unit:
        return True
    return any({window.length.unit, whole.length.unit} <= units for units in _NESTED)
