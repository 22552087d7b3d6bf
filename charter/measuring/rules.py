"""What a target asks of two moments: on which clock, and up to which limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from charter.measure.judging import Why
from charter.measure.stood import Held
from charter.model.target import Clock, Measure, Target
from charter.model.text import Calendar

MICRO = 1_000_000
"""Meters are read in millionths: of a second, or of a day."""

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Runs(StrEnum):
    """What time is counted in; the words say it to people."""

    ELAPSED = "elapsed time"
    OPEN_TIME = "business hours"
    OPEN_DAYS = "business days"
    CALENDAR_DAYS = "calendar days"


class Counts(StrEnum):
    """What is counted for a target."""

    WITHIN = "within"
    """Cases that took no longer than the limit, of all."""
    BEFORE = "before"
    """Cases with at least the limit between the two moments, of all."""
    TIME = "time"
    """One figure for how long the cases took."""
    CASES = "cases"
    """How many cases there were."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the cases of a target are counted.

    `limit` is the last reading that is good, in millionths; `months` is there instead where the limit is so many
    months after the first day, and `is_strict` where that very day is too late. `unit` is how much one of `unit_words`
    is, in millionths.
    """

    counts: Counts
    runs: Runs = Runs.ELAPSED
    calendar: Calendar | None = None
    limit: int | None = None
    months: int | None = None
    is_strict: bool = False
    stat: str = ""
    unit: int = MICRO
    unit_words: str = ""


def rule_of(held: Held) -> Rule | str:
    """Return how to count for the target that stood, or why two moments say nothing about it."""
    target = held.target
    if target is None or held.why:
        return str(held.why or Why.NO_TARGET)
    if target.measure is Measure.COUNT:
        return Rule(counts=Counts.CASES, unit_words=target.of or target.unit or "cases")
    if target.measure is Measure.DURATION:
        return _time(target, held.terms.calendar)
    if target.measure in {Measure.SHARE, Measure.NOTICE}:
        return _share(target, held.terms.calendar)
    return f"two times do not measure a {target.measure}"


def _share(target: Target, calendar: Calendar | None) -> Rule | str:
    if target.threshold is None or target.threshold_unit is None:
        return "the target has no time limit"
    is_notice = target.measure is Measure.NOTICE
    counts = Counts.BEFORE if is_notice else Counts.WITHIN
    if target.threshold_unit in _MONTHS:
        months = target.threshold * _MONTHS[target.threshold_unit]
        if target.clock is Clock.BUSINESS or months != months.to_integral_value():
            return f"it is not known how long {target.threshold:f} {target.threshold_unit}s are on its clock"
        return Rule(counts=counts, runs=Runs.CALENDAR_DAYS, months=int(months), is_strict=target.is_strict)
    meter = _meter(target.clock, target.threshold_unit, calendar)
    if isinstance(meter, str):
        return meter
    runs, unit = meter
    limit = target.threshold * unit
    if is_notice:
        bound = _floor(limit) + 1 if target.is_strict else _ceiling(limit)
    else:
        bound = _ceiling(limit) - 1 if target.is_strict else _floor(limit)
    return Rule(counts=counts, runs=runs, calendar=calendar, limit=bound)


def _time(target: Target, calendar: Calendar | None) -> Rule | str:
    if target.unit is None or target.unit in _MONTHS:
        return f"a time cannot be told in {target.unit or 'no unit'}s"
    meter = _meter(target.clock, target.unit, calendar)
    if isinstance(meter, str):
        return meter
    word = f"{target.clock} " if target.clock in {Clock.BUSINESS, Clock.CALENDAR} else ""
    return Rule(
        counts=Counts.TIME,
        runs=meter[0],
        calendar=calendar,
        stat=target.stat or "mean",
        unit=meter[1],
        unit_words=f"{word}{target.unit}s",
    )


def _meter(clock: Clock | None, unit: str, calendar: Calendar | None) -> tuple[Runs, int] | str:
    """Return what runs for a target, and how much one unit is there, in millionths."""
    is_day = unit in {"day", "week"}
    if clock is Clock.BUSINESS:
        if calendar is None or not calendar.hours:
            return "it counts business time, and its calendar has no opening hours"
        if not is_day:
            return Runs.OPEN_TIME, _SECONDS[unit] * MICRO
        week = len({day for hours in calendar.hours for day in hours.days})
        return Runs.OPEN_DAYS, (week if unit == "week" else 1) * MICRO
    if clock is Clock.ELAPSED or not is_day:
        return Runs.ELAPSED, _SECONDS[unit] * MICRO
    return Runs.CALENDAR_DAYS, (7 if unit == "week" else 1) * MICRO


def _floor(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_FLOOR))


def _ceiling(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_CEILING))
