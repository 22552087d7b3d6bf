"""The actions of reviews, where one that nobody closed is carried over to the next one, and those of incidents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from charter.model.records import Action, Incident, Review
from charter.reading.keywords import fold

_CLOSED = frozenset({"closed", "done", "resolved", "finished", "clos", "close", "ferme", "fermee", "termine", "resolu"})


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


def is_closed(incident: Incident) -> bool:
    """Whether the status of an incident says that nothing is left to be done."""
    return fold(incident.status or "") in _CLOSED


def incident_actions(incidents: Sequence[Incident], today: date) -> Iterator[tuple[Incident, Action]]:
    """Yield every action that is open on `today` with the incident it comes from."""
    for incident in incidents:
        if not is_closed(incident) and (incident.date is None or incident.date <= today):
            yield from ((incident, action) for action in incident.actions if not action.is_done)
