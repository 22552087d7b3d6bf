"""When everybody meets next, for a terminal, a program, and a reminder on a code host."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from charter.report.changes_markdown import escaped
from charter.report.standing import day_words
from charter.report.text import number_of, visible
from charter.schedule import ReviewStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class DueReview:
    """One charter's review and what waits for it."""

    charter: str
    title: str
    status: ReviewStatus
    open_actions: int = 0
    overdue_actions: int = 0
    missing_signatures: int = 0

    def days_left(self, today: date) -> int | None:
        """Return the days until the last one on which the review is in time; negative once that is past."""
        return (self.status.next_ends - today).days if self.status.next_ends else None


def in_order(items: Sequence[DueReview]) -> list[DueReview]:
    """Return the reviews, the most urgent first; those of which no date is known last."""
    return sorted(items, key=lambda item: (item.status.next_ends or date.max, item.charter))


def due_lines(items: Sequence[DueReview], today: date) -> list[str]:
    """Return a line for each review, in columns, and how many are overdue."""
    rows = [(visible(item.title), _when(item, today), _last(item), _waiting(item)) for item in in_order(items)]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    lines = [
        "     ".join(f"{cell:<{width}}" for cell, width in zip(row[:3], widths, strict=True)) + f"     {row[3]}"
        for row in rows
    ]
    return [*(line.rstrip() for line in lines), summary(items)]


def summary(items: Sequence[DueReview]) -> str:
    """Return how many reviews are overdue, as a sentence."""
    overdue = sum(item.status.overdue for item in items)
    if not overdue:
        return "No review is overdue."
    return f"{overdue} review is overdue." if overdue == 1 else f"{overdue} reviews are overdue."


def due_json(items: Sequence[DueReview], today: date) -> str:
    """Return the reviews as one JSON object; days are counted to the last one that is in time."""
    report: dict[str, Any] = {
        "schema": 1,
        "today": today.isoformat(),
        "overdue": sum(item.status.overdue for item in items),
        "reviews": [
            {
                "charter": item.charter,
                "title": item.title,
                "cadence": item.status.cadence,
                "last": _iso(item.status.last),
                "next": _iso(item.status.next),
                "ends": _iso(item.status.next_ends),
                "overdue": item.status.overdue,
                "days": item.days_left(today),
                "open_actions": item.open_actions,
                "overdue_actions": item.overdue_actions,
                "missing_signatures": item.missing_signatures,
            }
            for item in in_order(items)
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def due_markdown(items: Sequence[DueReview], today: date) -> str:
    """Return the text of a reminder: what is overdue first, with what to type for each."""
    ordered = in_order(items)
    lines = [f"### Reviews, as of {day_words(today)}", "", summary(items)]
    if ordered:
        lines += ["", "| Charter | Review | Last | Waiting |", "|---|---|---|---|"]
    for item in ordered:
        when = f"**{_when(item, today)}**" if item.status.overdue else _when(item, today)
        lines.append(f"| {escaped(item.title)} | {when} | {_last(item)} | {_waiting(item) or 'nothing'} |")
    overdue = [item for item in ordered if item.status.overdue]
    if overdue:
        lines += ["", "To prepare one, with the numbers of the period and both sides' scores:", "", "```console"]
        lines += [f"charter review prepare {item.charter}" for item in overdue]
        lines.append("```")
    return "\n".join(lines) + "\n"


def _when(item: DueReview, today: date) -> str:
    days = item.days_left(today)
    if item.status.next is None or item.status.next_ends is None or days is None:
        return "no review date" if item.status.cadence is None else f"review {visible(item.status.cadence)}"
    if item.status.overdue:
        return f"review overdue by {number_of(-days, 'day', 'days')}"
    wait = (item.status.next - today).days
    if wait <= 0:
        return "review due today" if days == 0 else f"review due until {day_words(item.status.next_ends)}"
    return f"review due {day_words(item.status.next)}, in {number_of(wait, 'day', 'days')}"


def _last(item: DueReview) -> str:
    return f"last: {day_words(item.status.last) if item.status.last else 'never'}"


def _waiting(item: DueReview) -> str:
    parts = []
    if item.open_actions:
        late = f" ({item.overdue_actions} overdue)" if item.overdue_actions else ""
        parts.append(number_of(item.open_actions, "action", "actions") + late)
    if item.missing_signatures:
        parts.append(number_of(item.missing_signatures, "signature", "signatures") + " missing")
    return ", ".join(parts)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
