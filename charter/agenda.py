"""Days to come as an iCalendar (RFC 5545) that people subscribe to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, urlsplit

from charter.schedule import meetings
from charter.standing import Standing

REMINDER_DAYS = 14
"""How long before a day the calendar speaks up."""


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
    url: str | None = None


def review_entries(
    standing: Standing, base_url: str | None, count: int, gettext: Callable[[str], str] = str
) -> tuple[Entry, ...]:
    """Return the next `count` reviews of a charter, an overdue one with the day it was due on."""
    charter, text = standing.charter, standing.shown
    title = text.title if text else charter.id
    page = f"{base_url}{quote(charter.id)}/review.html" if base_url else None
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
            url=page,
        )
        for meeting in meetings(charter, standing, count)
    )


def review_host(base_url: str | None) -> str:
    """Return the host of the site, which makes the names of its events its own."""
    return (urlsplit(base_url).hostname if base_url else None) or "charter.invalid"


def calendar_bytes(name: str, entries: Iterable[Entry], *, host: str, stamp: date, language: str = "en") -> bytes:
    """Return the entries as an iCalendar of whole-day events, each with its own date and an alarm.

    Every date is written out: a rule such as "each month on the 31st" would skip months, and a review must not be
    skipped. `host` makes the events' names unique in the world; `stamp` is the day on which anything last changed.
    """
    from icalendar import Alarm, Calendar, Event, vDuration, vText, vUri

    calendar = Calendar()
    calendar.add("prodid", "-//charter//charter//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar["x-wr-calname"] = vText(name)
    calendar["name"] = vText(name, params={"LANGUAGE": language})
    for entry in entries:
        event = Event()
        event.add("uid", f"{entry.key}@{host}")
        event.add("dtstamp", datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC))
        event.add("dtstart", entry.first)
        event.add("dtend", entry.last + timedelta(days=1))
        event.add("summary", entry.summary, parameters={"LANGUAGE": language})
        event.add("description", entry.description)
        if entry.url:
            event["url"] = vUri(entry.url)
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm["trigger"] = vDuration(-timedelta(days=REMINDER_DAYS))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical(sorted=True))
