"""Days to come as an iCalendar (RFC 5545) that people subscribe to."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from charter.actions import open_actions
from charter.schedule import Meeting, meetings
from charter.standing import Standing, State

REMINDER_DAYS = 14
"""How long before a day the calendar speaks up."""
MEETINGS_SHOWN = 8
"""How many reviews of each charter a calendar holds."""
_LONG_AGO = date(1970, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happens on whole days, from `first` to `last`.

    `key` is unique in the calendar and stays the same from build to build.
    """

    key: str
    first: date
    last: date
    summary: str
    description: str
    changed: date
    """The day on which what it says last changed."""
    url: str | None = None
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What waits for the next review of a charter."""

    open_actions: int
    overdue_actions: int
    missing_signatures: int


def waiting_for(standing: Standing) -> Waiting:
    """Return how many actions are open, how many of them late, and how many signatures proposed versions lack."""
    today = standing.today
    actions = open_actions(standing.charter.records.reviews, today)
    proposed = (item for item in standing.versions if item.state is State.PROPOSED)
    return Waiting(
        open_actions=len(actions),
        overdue_actions=sum(item.action.due is not None and item.action.due < today for item in actions),
        missing_signatures=sum(missing.count for item in proposed for missing in item.missing),
    )


def review_entries(
    standing: Standing, page: str | None, count: int = MEETINGS_SHOWN, gettext: Callable[[str], str] = str
) -> tuple[Entry, ...]:
    """Return the next `count` reviews of a charter, an overdue one with the day it was due on.

    `page` is the address of the page that prepares them. Nothing in them depends on the day it is but whether a review
    is overdue.
    """
    charter, text = standing.charter, standing.shown
    title = text.title if text else charter.id
    words = gettext("Both sides sit down: what was kept, what changed, and what each promise is worth now.")
    return tuple(
        Entry(
            key=f"{charter.id}-review-{meeting.first.isoformat()}",
            first=meeting.first,
            last=meeting.last,
            summary=(gettext("Review overdue: {title}") if meeting.is_overdue else gettext("Review: {title}")).format(
                title=title
            ),
            description=f"{words}\n{page}" if page else words,
            changed=_changed(standing, meeting),
            url=page,
            language=text.language if text else "en",
        )
        for meeting in meetings(charter, standing, count)
    )


def last_changed(standing: Standing) -> date | None:
    """Return the last day, up to that of `standing`, on which a version or a review changed something."""
    days = [review.held for review in standing.charter.records.reviews]
    for item in standing.versions:
        stamp = item.version.text.stamp
        days += [day for day in (stamp.released, item.agreed_on, item.in_force_from, item.in_force_until) if day]
    return max((day for day in days if day <= standing.today), default=None)


def _changed(standing: Standing, meeting: Meeting) -> date:
    changed = last_changed(standing) or _LONG_AGO
    return max(changed, meeting.last + timedelta(days=1)) if meeting.is_overdue else changed


def review_host(base_url: str | None) -> str:
    """Return the host of the site, which makes the names of its events its own."""
    return (urlsplit(base_url).hostname if base_url else None) or "charter.invalid"


def calendar_bytes(name: str, entries: Iterable[Entry], *, host: str, language: str = "en") -> bytes:
    """Return the entries as an iCalendar of whole-day events, each with its own date and an alarm.

    Every date is written out: a rule such as "each month on the 31st" would skip months, and a review must not be
    skipped. `host` makes the events' names unique in the world; `language` is that of `name`.
    """
    from icalendar import Alarm, Calendar, Event, vDuration, vText, vUri

    calendar = Calendar()
    calendar.add("prodid", "-//charter//charter//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["x-wr-calname"] = vText(_printable(name))
    calendar["name"] = vText(_printable(name), params={"LANGUAGE": language})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", datetime(entry.changed.year, entry.changed.month, entry.changed.day, tzinfo=UTC))
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))
        event.add("summary", _printable(entry.summary), parameters={"LANGUAGE": entry.language})
        event.add("description", _printable(entry.description), parameters={"LANGUAGE": entry.language})
        if entry.url:
            event["url"] = vUri(entry.url)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _printable(entry.summary))
        alarm["trigger"] = vDuration(-timedelta(days=REMINDER_DAYS))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=True))


def _printable(words: str) -> str:
    """Return the words without the signs that a calendar may not hold."""
    return "".join(char for char in words if char == "\n" or unicodedata.category(char) not in {"Cc", "Cs"})
