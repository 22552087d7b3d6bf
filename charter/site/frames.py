"""Parts of the front matter that a page puts into words of its language: the parties, and the opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from charter.model.text import Calendar, CharterText
from charter.site.views.text import CalendarView, OpenDays, PartyView, Person


def party_views(text: CharterText) -> tuple[PartyView, ...]:
    """Return the parties of a text with their people."""
    return tuple(
        PartyView(
            id=party.id,
            name=party.name,
            role=party.role.value,
            people=tuple(
                Person(name=person.name, title=person.title or "", decides=person.decides)
                for person in party.representatives
            ),
        )
        for party in text.parties
    )


def calendar_view(text: CharterText, other: CharterText) -> CalendarView | None:
    """Return what the calendar of a text says otherwise than that of the other one; `None` where it has none."""
    calendar, beside = text.calendar, other.calendar or Calendar()
    if calendar is None:
        return None
    hours = tuple(_open_days(calendar))
    return CalendarView(
        timezone=calendar.timezone or "" if calendar.timezone != beside.timezone else "",
        hours=hours if hours != tuple(_open_days(beside)) else (),
        closed=tuple(sorted({*calendar.closed} - {*beside.closed})),
        closed_file=calendar.closed_file or "" if calendar.closed_file != beside.closed_file else "",
        holidays=calendar.holidays or "" if calendar.holidays != beside.holidays else "",
    )


def _open_days(calendar: Calendar) -> Iterator[OpenDays]:
    """Yield runs of days with equal hours, Monday first."""
    by_day = {
        day: tuple(sorted((hours.opens, hours.closes) for hours in calendar.hours if day in hours.days))
        for day in range(7)
    }
    opened = enumerate(day for day in range(7) if by_day[day])
    for (times, _), days in groupby(opened, key=lambda one: (by_day[one[1]], one[1] - one[0])):
        run = [day for _, day in days]
        yield OpenDays(first=run[0], last=run[-1], times=times)
