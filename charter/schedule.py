"""When the parties sit down again: review cadences, the dates they give, and what is overdue."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from charter.model.charter import Charter
from charter.model.words import collapse
from charter.standing import Standing

_UNITS = {"day": ("day", 1), "week": ("day", 7), "month": ("month", 1), "quarter": ("month", 3), "year": ("month", 12)}
_ADVERBS = {
    "daily": "every day",
    "weekly": "every week",
    "monthly": "every month",
    "quarterly": "every quarter",
    "half-yearly": "every 6 months",
    "yearly": "every year",
    "annually": "every year",
}
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_MONTHS = [name.casefold() for name in (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)]  # fmt: skip
_EVERY = re.compile(
    r"every (?:(?P<count>\d{1,4}|other|" + "|".join(_NUMBERS) + r") )?(?P<unit>day|week|month|quarter|year)s?"
    r"(?: from (?:(?P<last>(?:the )?last review)|(?P<anchor>\d{4}-\d{2}-\d{2})))?"
)
_SERVICE_WEEK = re.compile(r"(?:every year |each year )?in customer service week")
_DAY = r"(?P<day{0}>\d{{1,2}})(?:st|nd|rd|th)? (?P<month{0}>" + "|".join(_MONTHS) + ")"
_YEARLY_DAY = re.compile(_DAY.format(""))
_YEARLY_DAYS = re.compile(r"(?:every year )?on (?P<days>\d.*)")
_TRIGGER = re.compile(r"within (?:\d+|" + "|".join(_NUMBERS) + r") (?:calendar |working |business )?\w+ of .+")
_LAST_YEAR = 9990
"""Dates are not computed past this year: `date` ends at 9999."""


@dataclass(frozen=True, slots=True)
class Every:
    """A date every `count` days or months after the anchor; a day that a month lacks becomes its last day."""

    count: int
    unit: str
    """`day` or `month`."""
    anchor: date | None = None
    from_last_review: bool = False

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the dates after `anchor`, each counted from it, so that a clamped day does not stay clamped."""
        step = 0
        while True:
            step += self.count
            try:
                day = anchor + timedelta(days=step) if self.unit == "day" else add_months(anchor, step)
            except (OverflowError, ValueError):
                return
            if day.year > _LAST_YEAR:
                return
            yield day


@dataclass(frozen=True, slots=True)
class OnDays:
    """The same days each year, as pairs of month and day; 29 February is the 28th in other years."""

    days: tuple[tuple[int, int], ...]

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the dates after `anchor`."""
        for year in range(anchor.year, _LAST_YEAR):
            for month, day in self.days:
                found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
                if found > anchor:
                    yield found


@dataclass(frozen=True, slots=True)
class ServiceWeek:
    """Customer Service Week: Monday to Friday of the first Monday of October."""

    def dates(self, anchor: date) -> Iterator[date]:
        """Yield the Mondays of the weeks that end after `anchor`."""
        for year in range(anchor.year, _LAST_YEAR):
            monday = service_week(year)
            if monday > anchor:
                yield monday


Rule = Every | OnDays | ServiceWeek


@dataclass(frozen=True, slots=True)
class Cadence:
    """Rules whose dates are taken together, and triggers that are shown but not computed."""

    rules: tuple[Rule, ...]
    triggers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewStatus:
    """When a charter was and will be reviewed; dates are `None` where they cannot be known."""

    cadence: str | None
    """The cadence as written."""
    last: date | None
    next: date | None
    next_ends: date | None
    """The last day that is still in time: the Friday of Customer Service Week, else `next` itself."""
    overdue: bool


def service_week(year: int) -> date:
    """Return the Monday on which Customer Service Week begins: the first Monday of October."""
    first = date(year, 10, 1)
    return first + timedelta(days=-first.weekday() % 7)


def add_months(day: date, months: int) -> date:
    """Return the day `months` later; a day that the month lacks becomes its last day (31 January → 28 February).

    RFC 5545 §3.3.10 would skip that month, and a review must not be skipped.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def read_cadence(words: str) -> Cadence | None:
    """Read a cadence such as `every 3 months from 2026-01-05`; `None` when any part of it cannot be read.

    Parts are joined by commas, semicolons and `and`: `every year in Customer Service Week, and within 30 days of …`.
    """
    rules: list[Rule] = []
    triggers: list[str] = []
    rest = collapse(words).rstrip(".")
    for part in re.split(r"\s*(?:[;,]\s*(?:and\s+)?|\s+and\s+(?=every\b|each\b|on\b|within\b))", rest):
        lowered = part.casefold()
        if _TRIGGER.fullmatch(lowered):
            triggers.append(part)
        elif triggers and not _rule(lowered):
            # A comma inside the words of a trigger: they are shown as one.
            triggers[-1] += f", {part}"
        elif rule := _rule(lowered):
            rules.append(rule)
        else:
            return None
    return Cadence(tuple(rules), tuple(triggers)) if rules or triggers else None


def _rule(part: str) -> Rule | None:
    part = re.sub(r"^(?:once a|each) (?=day|week|month|quarter|year)", "every ", part)
    first, _, tail = part.partition(" ")
    part = f"{_ADVERBS[first]} {tail}".strip() if first in _ADVERBS else part
    if _SERVICE_WEEK.fullmatch(part):
        return ServiceWeek()
    if found := _EVERY.fullmatch(part):
        written = found["count"] or "1"
        count = 2 if written == "other" else _NUMBERS.index(written) + 1 if written in _NUMBERS else int(written)
        unit, size = _UNITS[found["unit"]]
        try:
            anchor = date.fromisoformat(found["anchor"]) if found["anchor"] else None
        except ValueError:
            return None
        return Every(count * size, unit, anchor, bool(found["last"])) if count else None
    if found := _YEARLY_DAYS.fullmatch(part):
        days = [_YEARLY_DAY.fullmatch(one) for one in re.split(r"\s*,\s*|\s+and\s+", found["days"])]
        pairs = [(_MONTHS.index(one["month"]) + 1, int(one["day"])) for one in days if one]
        if len(pairs) == len(days) and all(1 <= day <= calendar.monthrange(2024, month)[1] for month, day in pairs):
            return OnDays(tuple(sorted(pairs)))
    return None


def next_review(cadence: Cadence, first_effective: date | None, held: Sequence[date]) -> date | None:
    """Return the first date after the last one that a review counts for; `None` when no date can be known.

    Dates count from the anchor: the cadence's own, else the day the first version took effect. A review held up to a
    quarter of the interval early counts for the coming date, any other for the last date before it.
    """
    candidates = [day for rule in cadence.rules if (day := _next(rule, first_effective, held))]
    return min(candidates, default=None)


def _next(rule: Rule, first_effective: date | None, held: Sequence[date]) -> date | None:
    anchor = (rule.anchor if isinstance(rule, Every) else None) or first_effective
    if isinstance(rule, Every) and rule.from_last_review and held:
        return next(rule.dates(max(held)), None)
    if anchor is None:
        # Without a first version there is nothing to count from but the reviews themselves.
        if not held:
            return None
        anchor = min(held)
    counted = anchor
    for day in held:
        counted = max(counted, _counts_for(rule, anchor, day))
    return next((day for day in rule.dates(anchor) if day > counted), None)


def _counts_for(rule: Rule, anchor: date, held: date) -> date:
    """Return the date that a review held on this day counts for; the anchor when it is of no date yet."""
    before = anchor
    for day in rule.dates(anchor):
        if day > held:
            # Four times the wait against the interval: no fractions of days.
            return day if 4 * (day - held) <= day - before else before
        before = day
    return before


def review_status(charter: Charter, standing: Standing) -> ReviewStatus:
    """Return when a charter is to be reviewed, by the text that its page shows, on the day of `standing`."""
    text = standing.shown
    words = text.review if text else None
    held = [review.held for review in charter.records.reviews if review.held <= standing.today]
    last = max(held, default=None)
    cadence = read_cadence(words) if words else None
    if cadence is None:
        return ReviewStatus(words, last, None, None, overdue=False)
    starts = [item.version.text.stamp.effective or item.in_force_from for item in standing.versions]
    due = next_review(cadence, next(filter(None, starts), None), held)
    if due is None:
        return ReviewStatus(words, last, None, None, overdue=False)
    in_week = ServiceWeek() in cadence.rules and due == service_week(due.year)
    ends = due + timedelta(days=4) if in_week else due
    return ReviewStatus(words, last, due, ends, overdue=ends < standing.today)


def upcoming(cadence: Cadence, first_effective: date | None, held: Sequence[date], until: date) -> tuple[date, ...]:
    """Return every date from the next review on, up to and with `until`, each once, in order."""
    due = next_review(cadence, first_effective, held)
    if due is None:
        return ()
    found: set[date] = set()
    for rule in cadence.rules:
        anchor = (rule.anchor if isinstance(rule, Every) else None) or first_effective or min(held, default=due)
        if isinstance(rule, Every) and rule.from_last_review and held:
            anchor = max(held)
        found.update(day for day in takewhile(lambda day: day <= until, rule.dates(anchor)) if day >= due)
    return tuple(sorted(found))
