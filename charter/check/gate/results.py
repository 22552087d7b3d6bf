"""Scores, numbers and incidents of a time that was reviewed already."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from charter.catalog.records import ASSESSMENTS, INCIDENTS, OUTCOMES
from charter.check.gate.matter import Finding, Matter
from charter.model.records import Assessment, Outcome, Period, Review
from charter.report.standing import day_words, listed
from charter.source import Severity, diagnose


def find_altered_assessments(matter: Matter) -> Iterator[Finding]:
    """Yield each assessment that was on the table at a review and says something else now."""
    now = {(item.period, item.party): item for item in matter.now.records.assessments}
    for then in matter.was.records.assessments:
        other = now.get((then.period, then.party))
        review = _review_of(matter, then.date or last_day(then.period))
        if other is then or other == then or review is None:
            continue
        inside = f"{ASSESSMENTS}/{then.period}/{then.party}.md"
        hint = f"put it back with: {matter.put_back(inside)}"
        whose = f"the scores of {then.party} for {then.period}"
        if other is None:
            message = f"{whose} are gone, and were reviewed on {day_words(review.held)}"
            yield Finding(diagnose("CH522", matter.place(inside), message, hint))
            continue
        changed = [row for row in other.judgements if row not in then.judgements]
        is_scored = _scores(then) != _scores(other)
        message = f"{whose} were reviewed on {day_words(review.held)}, and "
        message += "are others now" if is_scored else "are explained in other words now"
        span = changed[0].span if changed else other.span
        severity = None if is_scored else Severity.WARNING
        yield Finding(diagnose("CH522", span, message, hint, severity=severity))


def find_altered_outcomes(matter: Matter) -> Iterator[Finding]:
    """Yield numbers that were altered or taken out after the review of their period.

    What was missing may be added, and a correction whose note says so is what a record is for.
    """
    now = {_key(row): row for row in matter.now.records.outcomes}
    altered: dict[tuple[date, Period], list[Outcome]] = {}
    gone: dict[date, list[Outcome]] = {}
    for then in matter.was.records.outcomes:
        other = now.get(_key(then))
        if other is then:
            continue
        review = _review_of(matter, last_day(then.period))
        if review is None:
            continue
        if other is None:
            gone.setdefault(review.held, []).append(then)
        elif _numbers(other) != _numbers(then) and other.note == then.note:
            altered.setdefault((review.held, then.period), []).append(other)
    put_back = matter.put_back(OUTCOMES)
    for (held, _), rows in altered.items():
        message = f"{_numbers_of(rows)} were reviewed on {day_words(held)}, and are others now"
        hint = f"say why in the column note, or: {put_back}"
        yield Finding(diagnose("CH523", rows[0].span, message, hint))
    for held, rows in gone.items():
        message = f"{_numbers_of(rows)} were reviewed on {day_words(held)}, and are gone"
        yield Finding(diagnose("CH523", matter.place(OUTCOMES), message, f"put them back with: {put_back}"))


def find_removed_incidents(matter: Matter) -> Iterator[Finding]:
    """Yield each incident that is gone; one under another name is not."""
    now = {item.name for item in matter.now.records.incidents}
    said = [replace(item, name="") for item in matter.now.records.incidents if item.name]
    for then in matter.was.records.incidents:
        if then.name in now or replace(then, name="") in said:
            continue
        inside = f"{INCIDENTS}/{then.name}.md"
        message = f'what went wrong, "{then.title or then.name}", is told nowhere any more'
        hint = f"put it back with: {matter.put_back(inside)}"
        yield Finding(diagnose("CH524", matter.place(inside), message, hint))


def _numbers_of(rows: Sequence[Outcome]) -> str:
    periods = listed([str(period) for period in dict.fromkeys(row.period for row in rows)])
    refs = listed([f'"{ref}"' for ref in dict.fromkeys(row.ref for row in rows)])
    return f"the numbers of {periods} for {refs}"


def last_day(period: Period) -> date:
    """Return the last day of a period."""
    month = period.month or (3 * period.quarter if period.quarter else 12)
    return date(period.year, month, calendar.monthrange(period.year, month)[1])


def _review_of(matter: Matter, day: date) -> Review | None:
    """Return the first review, recorded at the base, on that day or after it."""
    held = [review for review in matter.was.records.reviews if review.held >= day]
    return min(held, key=lambda review: review.held, default=None)


def _scores(item: Assessment) -> Any:
    rows = [(row.ref, row.criterion, row.level, row.importance) for row in item.judgements]
    return item.version, sorted(rows, key=str)


def _key(row: Outcome) -> Any:
    return row.period, row.ref, row.segment, row.unit


def _numbers(row: Outcome) -> Any:
    return row.good, row.total, row.value
