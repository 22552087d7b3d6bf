"""When the parties sit down again: what a review counts for, what is due, and what is overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from itertools import takewhile

from charter.model.cadence import Cadence, Every, Rule, ServiceWeek, add_months, service_week
from charter.model.charter import Charter
from charter.reading.cadence import read_cadence
from charter.standing import Standing

_LONGEST_VIEW_YEARS = 20
"""Nobody puts a meeting into a calendar that is further away."""


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


def next_review(cadence: Cadence, first_effective: date | None, held: Sequence[date]) -> date | None:
    """Return the first date after the last one that a review counts for; `None` when no date can be known.

    Dates count from the anchor: the cadence's own, else the day the first version took effect. A review held up to a
    quarter of the interval early counts for the coming date, any other for the last date before it.
    """
    candidates = [day for rule in cadence.rules if (day := _next(rule, first_effective, held))]
    return min(candidates, default=None)


def counted_date(cadence: Cadence, first_effective: date | None, held: Sequence[date], day: date) -> date | None:
    """Return the date that a review on `day` counts for, after those that were `held`; `None` for one of no date."""
    found = []
    for rule in cadence.rules:
        anchor = _anchor(rule, first_effective, held)
        if anchor and (counted := _counts_for(rule, anchor, [day])) > _counts_for(rule, anchor, held):
            found.append(counted)
    return max(found, default=None)


def _next(rule: Rule, first_effective: date | None, held: Sequence[date]) -> date | None:
    anchor = _anchor(rule, first_effective, held)
    if anchor is None:
        return None
    counted = _counts_for(rule, anchor, held)
    return next((day for day in rule.dates(anchor) if day > counted), None)


def _anchor(rule: Rule, first_effective: date | None, held: Sequence[date]) -> date | None:
    """Return the day from which the dates of a rule count; `None` where there is none."""
    if isinstance(rule, Every) and rule.from_last_review and held:
        return max(held)
    anchor = rule.anchor if isinstance(rule, Every) else None
    # Without a first version there is nothing to count from but the reviews themselves.
    return anchor or first_effective or min(held, default=None)


def _counts_for(rule: Rule, anchor: date, held: Sequence[date]) -> date:
    """Return the date that the last of the reviews held counts for; the anchor when it is of no date."""
    last, before = max(held, default=anchor), anchor
    for day in rule.dates(anchor):
        if day > last:
            # Four times the wait against the interval: no fractions of days.
            return day if 4 * (day - last) <= day - before else before
        before = day
    return before


def review_status(charter: Charter, standing: Standing) -> ReviewStatus:
    """Return when a charter is to be reviewed, by the text that its page shows, on the day of `standing`."""
    text = standing.shown
    words = text.review if text else None
    held = [review.held for review in charter.records.reviews if review.held <= standing.today]
    last = max(held, default=None)
    cadence = read_cadence(words, text.language) if words and text else None
    if cadence is None:
        return ReviewStatus(words, last, None, None, overdue=False)
    due = next_review(cadence, _first_effective(standing), held)
    if due is None:
        return ReviewStatus(words, last, None, None, overdue=False)
    ends = _last_day(cadence, due)
    return ReviewStatus(words, last, due, ends, overdue=ends < standing.today)


def date_reviewed(charter: Charter, standing: Standing, held: date) -> date | None:
    """Return the date of the schedule that a review held on a day counts for, after all before it; `None` if none."""
    text = standing.shown
    cadence = read_cadence(text.review, text.language) if text and text.review else None
    if cadence is None:
        return None
    earlier = [review.held for review in charter.records.reviews if review.held < held]
    return counted_date(cadence, _first_effective(standing), earlier, held)


def _first_effective(standing: Standing) -> date | None:
    """Return the day the first version took effect."""
    starts = [item.version.text.stamp.effective or item.in_force_from for item in standing.versions]
    return next(filter(None, starts), None)


def _last_day(cadence: Cadence, due: date) -> date:
    """Return the last day on which a review due on this day is in time."""
    in_week = ServiceWeek() in cadence.rules and due == service_week(due.year)
    return due + timedelta(days=4) if in_week else due


def upcoming(cadence: Cadence, first_effective: date | None, held: Sequence[date], until: date) -> tuple[date, ...]:
    """Return every date from the next review on, up to and with `until`, each once, in order."""
    due = next_review(cadence, first_effective, held)
    if due is None:
        return ()
    found: set[date] = set()
    for rule in cadence.rules:
        if anchor := _anchor(rule, first_effective, held):
            found.update(day for day in takewhile(lambda day: day <= until, rule.dates(anchor)) if day >= due)
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One review to come, or overdue: from `first` to `last`, which are one day but for Customer Service Week."""

    first: date
    last: date
    is_overdue: bool = False


def meetings(charter: Charter, standing: Standing, count: int) -> tuple[Meeting, ...]:
    """Return the next `count` reviews of a charter, in order, an overdue one first; none where no date is known.

    Dates that passed after the overdue one are left out: it stands for them. But for that they do not depend on the
    day it is, so that a calendar of them changes only when something else did.
    """
    status = review_status(charter, standing)
    text = standing.shown
    cadence = read_cadence(status.cadence, text.language) if status.cadence and text else None
    if status.next is None or cadence is None:
        return ()
    anchor = _first_effective(standing)
    held = [review.held for review in charter.records.reviews if review.held <= standing.today]
    now = max(status.next, standing.today)
    until = add_months(now, 12 * _LONGEST_VIEW_YEARS) if now.year < MAXYEAR - _LONGEST_VIEW_YEARS else date.max
    known = upcoming(cadence, anchor, held, until)
    days = [day for day in known if day == status.next or _last_day(cadence, day) >= standing.today][:count]
    return tuple(
        Meeting(
            first=day,
            last=_last_day(cadence, day),
            is_overdue=day == status.next and status.overdue,
        )
        for day in days
    )
