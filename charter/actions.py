"""The actions of reviews: one that nobody closed is carried over to the next review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charter.model.records import Action, Review
from charter.reading.keywords import fold


@dataclass(frozen=True, slots=True)
class OpenAction:
    """An action that nobody closed, and the review that wrote it down last."""

    action: Action
    review: Review


def open_actions(reviews: Sequence[Review], today: date) -> tuple[OpenAction, ...]:
    """Return every action that is open on `today`, the oldest first.

    An action that a later review writes down again, in the same words, replaces the earlier one: its owner, its day,
    and whether it is done. One that is said to be done is not open, whenever it was closed.
    """
    last: dict[str, OpenAction] = {}
    for review in sorted(reviews, key=lambda review: review.held):
        if review.held > today:
            break
        for action in review.actions:
            last[fold(action.words)] = OpenAction(action, review)
    return tuple(item for item in last.values() if not item.action.is_done)
