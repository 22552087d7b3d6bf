"""Rules on incidents: that they look for causes and not for culprits, change something, and come to an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from charter.actions import is_closed
from charter.check.places import key_of, words_below
from charter.check.subject import Subject
from charter.reading.keywords import fold
from charter.recording.personal import Discretion
from charter.source import Diagnostic, diagnose

TIME_TO_LEARN = timedelta(days=30)
"""So long after it happened, an incident that is not closed may say nothing yet of what changes."""
_ANALYSE = frozenset({"analyse", "analyze", "analysis", "analyser"})
_THREE_PARTS = _ANALYSE | {"stop", "pause", "arreter", "faire une pause", ""}


def find_culprits(subject: Subject) -> Iterator[Diagnostic]:
    """Yield people who are named where an incident says how it came about; who does an action may be named."""
    discretion = Discretion(subject.charter)
    for incident in subject.charter.records.incidents:
        for heading, blocks in incident.parts:
            for block in blocks if fold(heading) in _ANALYSE else ():
                lines = [line for line in block.text.split("\n") if not fold(line).startswith(("action", "[x] action"))]
                text = "\n".join(lines)
                for words in discretion.names(text, is_said=True):
                    place = words_below(subject.charter, block.span, words) or block.span
                    message = f'"{words}" is named where this says how it came about'
                    hint = "say what made it possible, not who was there: the rota, the guide, the missing check"
                    yield diagnose("CH461", place, message, hint)


def find_incidents_without_change(subject: Subject) -> Iterator[Diagnostic]:
    """Yield incidents from which nothing follows."""
    for incident in subject.charter.records.incidents:
        since = subject.today - incident.date if incident.date else None
        if not is_closed(incident) and (since is None or since <= TIME_TO_LEARN):
            continue
        if not incident.actions and not any(
            blocks and fold(head) not in _THREE_PARTS for head, blocks in incident.parts
        ):
            message = f'"{incident.title}" does not say what changes, so it can happen again'
            hint = "## What changes\n\n- Action: what will be done (who, by 2026-05-01)"
            yield diagnose("CH462", incident.span, message, hint)


def find_incidents_left_open(subject: Subject) -> Iterator[Diagnostic]:
    """Yield incidents that are not closed though the days of all their actions are past."""
    for incident in subject.charter.records.incidents:
        days = [action.due for action in incident.actions if action.due]
        if incident.status is None or is_closed(incident) or not days or max(days) >= subject.today:
            continue
        late = [action.words for action in incident.actions if not action.is_done]
        what = f'"{late[0]}" is not said to be done' if late else "everything is done"
        message = f'"{incident.status}": the last action was due on {max(days)}, and {what}'
        yield diagnose("CH463", key_of(subject.charter, incident.span, "status"), message, "status: closed")
