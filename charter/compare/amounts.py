"""Which of two amounts of time is shorter: exact within one family of units, by range beyond it, else undecided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from charter.model.target import Clock, Target
from charter.model.text import Calendar

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_DAYS = {"month": (28, 31), "quarter": (90, 92), "year": (365, 366)}

Calendars = tuple[Calendar | None, Calendar | None]
"""Of the text before and of the text after."""


@dataclass(frozen=True, slots=True)
class Amount:
    """So many units on one clock; `unit` is an English singular."""

    number: Decimal
    unit: str
    clock: Clock | None

    @property
    def is_business(self) -> bool:
        """Whether time stands still while the service is closed."""
        return self.clock is Clock.BUSINESS

    @property
    def months(self) -> Decimal | None:
        """The amount in months, for units that are whole months."""
        return self.number * _MONTHS[self.unit] if self.unit in _MONTHS else None

    @property
    def seconds(self) -> tuple[Decimal, Decimal]:
        """The shortest and the longest it can be, in seconds, were every hour open."""
        if self.unit in _SECONDS:
            return self.number * _SECONDS[self.unit], self.number * _SECONDS[self.unit]
        least, most = _DAYS[self.unit]
        return self.number * least * _SECONDS["day"], self.number * most * _SECONDS["day"]


def value_of(target: Target) -> Amount:
    """Return the time that a duration or an interval has for its value."""
    return Amount(target.value or Decimal(0), target.unit or "second", target.clock)


def limit_of(target: Target) -> Amount | None:
    """Return the time within which a share is kept, or which a notice gives."""
    if target.threshold is None or target.threshold_unit is None:
        return None
    return Amount(target.threshold, target.threshold_unit, target.clock)


def compare_amounts(before: Amount, after: Amount, calendars: Calendars = (None, None)) -> int | None:
    """Return 1 when `after` is longer, -1 when it is shorter, 0 when they are equal, `None` when nothing decides it.

    `calendars` are those of the two texts; where they differ, what they decide must agree.
    """
    if before.is_business == after.is_business:
        return _business(before, after, calendars) if before.is_business else compare_spans(before, after)
    if before.is_business:
        return -1 if _is_shorter(after, before, calendars) else None
    return 1 if _is_shorter(before, after, calendars) else None


def compare_spans(before: Amount, after: Amount) -> int | None:
    """Compare two amounts as if every hour were open; within the range of a month, its ends too, nothing decides."""
    if before.months is not None and after.months is not None:
        return _sign(after.months - before.months)
    if before.seconds == after.seconds:
        return 0 if before.seconds[0] == before.seconds[1] else None
    if after.seconds[0] > before.seconds[1]:
        return 1
    return -1 if after.seconds[1] < before.seconds[0] else None


def _is_shorter(running: Amount, business: Amount, calendars: Calendars) -> bool:
    """Whether time that always runs is up before business time is: the same amount of it or less always is."""
    if running.months is not None and business.months is not None:
        return business.months >= running.months
    if business.seconds[0] >= running.seconds[1]:
        return True
    if business.unit not in {"second", "minute", "hour"}:
        return False
    days = (running.seconds[1] / _SECONDS["day"]).to_integral_value(ROUND_CEILING)
    return _against_days(business, days, calendars) == -1


def _business(before: Amount, after: Amount, calendars: Calendars) -> int | None:
    if _family(before) == _family(after):
        return compare_spans(before, after)
    if _family(before) == "hour":
        return _against_days(before, after, calendars)
    if _family(after) == "hour":
        order = _against_days(after, before, calendars)
        return None if order is None else -order
    if {before.unit, after.unit} != {"day", "week"}:
        return None
    orders = set()
    for calendar in calendars:
        open_days = len(_open_hours(calendar))
        days = [amount.number * (open_days if amount.unit == "week" else 1) for amount in (before, after)]
        # A closed day may make a week shorter, so that as many days as its open ones are not decided.
        orders.add((_sign(days[1] - days[0]) or None) if open_days else None)
    return orders.pop() if len(orders) == 1 else None


def _family(amount: Amount) -> str:
    return "hour" if amount.unit in {"second", "minute", "hour"} else "month" if amount.unit in _MONTHS else amount.unit


def _against_days(hours: Amount, days: Amount | Decimal, calendars: Calendars) -> int | None:
    """Compare business hours with business days after them: shorter than the shortest, longer than the longest."""
    orders = set()
    for calendar in calendars:
        lengths = _open_hours(calendar)
        number = days if isinstance(days, Decimal) else _open_days(days, len(lengths))
        if not lengths or number is None:
            return None
        length = hours.seconds[0]
        orders.add(1 if length < number * min(lengths) else -1 if length > number * max(lengths) else None)
    return orders.pop() if len(orders) == 1 else None


def _open_days(amount: Amount, week: int) -> Decimal | None:
    return {"day": amount.number, "week": amount.number * week}.get(amount.unit)


def _open_hours(calendar: Calendar | None) -> tuple[Decimal, ...]:
    """Return how many seconds each weekday with opening hours is open."""
    open_for: dict[int, int] = {}
    for day, seconds in _stretches(calendar):
        open_for[day] = open_for.get(day, 0) + seconds
    return tuple(Decimal(seconds) for seconds in open_for.values())


def _stretches(calendar: Calendar | None) -> Iterator[tuple[int, int]]:
    for opening in calendar.hours if calendar is not None else ():
        opens = opening.opens.hour * 3600 + opening.opens.minute * 60
        closes = opening.closes.hour * 3600 + opening.closes.minute * 60 or _SECONDS["day"]
        for day in opening.days:
            yield day, closes - opens


def _sign(number: Decimal) -> int:
    return (number > 0) - (number < 0)
