"""A changed calendar, and the promises that lean on its days and hours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from pathlib import PurePosixPath

from charter.compare.changes import Direction
from charter.compare.vocabulary import Vocabulary
from charter.model.target import Clock, Target
from charter.model.text import Calendar, CharterText, Expectation
from charter.reading.target_words import Meaning, Words, tokens_of, words_for

CALENDAR = "calendar"
_SHORT_UNITS = frozenset({"second", "minute", "hour"})
_BUSINESS = Meaning("clock_after", "business")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarChange:
    """How much of business time is another: on which days, in which hours; `None` where nothing changed."""

    days: Direction | None
    hours: Direction | None

    def direction_for(
        self, before: Expectation, after: Expectation, vocabulary: Vocabulary, language: str
    ) -> Direction | None:
        """Return what the calendar's change is for a promise that counts business time in both texts.

        Where only one of them does, the target itself is another, and is compared by both calendars.
        """
        if self.days is None and self.hours is None:
            return None
        old, new = (
            {unit for target in promise.targets for unit in _business_units(target, vocabulary, language)}
            for promise in (before, after)
        )
        moved = [
            direction
            for direction, is_leaning in (
                (self.days, old and new),
                (self.hours, old & _SHORT_UNITS and new & _SHORT_UNITS),
            )
            if is_leaning and direction is not None
        ]
        return Direction.UNCLEAR if Direction.UNCLEAR in moved else next(iter(moved), None)


def compare_calendars(before: Calendar | None, after: Calendar | None) -> CalendarChange:
    """Return what changed in business time: unclear, or neutral where only a new year's closed days were listed."""
    if before is None or after is None:
        change = None if before is after else Direction.UNCLEAR
        return CalendarChange(days=change, hours=change)
    days = _closed(before, after)
    if _open_days(before) != _open_days(after) or before.holidays != after.holidays:
        days = Direction.UNCLEAR
    is_same = _hours(before) == _hours(after) and before.timezone == after.timezone
    return CalendarChange(days=days, hours=None if is_same else Direction.UNCLEAR)


def calendar_words(text: CharterText, other: CharterText) -> str | None:
    """Return in a line what the calendar of `text` says otherwise than that of `other`; all of it where it has none."""
    calendar, beside = text.calendar, other.calendar or Calendar()
    if calendar is None:
        return None
    closed = sorted({day.isoformat() for day in calendar.closed} - {day.isoformat() for day in beside.closed})
    parts = [
        calendar.timezone or "" if calendar.timezone != beside.timezone else "",
        _hours_words(calendar) if _hours_words(calendar) != _hours_words(beside) else "",
        f"closed {', '.join(closed)}" if closed else "",
        f"closed as in {_file(calendar)}" if _file(calendar) not in {None, _file(beside)} else "",
        f"closed on the holidays of {calendar.holidays}" if calendar.holidays not in {None, beside.holidays} else "",
    ]
    return "; ".join(part for part in parts if part) or None


def _hours_words(calendar: Calendar) -> str:
    """Return opening hours as they are written: `Mon-Fri 08:00-17:30, Sat 09:00-13:00`."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    by_day = {
        day: ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for at, opens, closes in _sorted_hours(calendar) if at == day)
        for day in range(7)
    }
    parts = []
    open_days = enumerate(day for day in range(7) if by_day[day])
    for (hours, _), days in groupby(open_days, key=lambda pair: (by_day[pair[1]], pair[1] - pair[0])):
        run = [names[day] for _, day in days]
        parts.append(f"{run[0]}{f'-{run[-1]}' if len(run) > 1 else ''} {hours}")
    return ", ".join(parts)


def _sorted_hours(calendar: Calendar) -> list[tuple[int, time, time]]:
    return sorted((day, hours.opens, hours.closes) for hours in calendar.hours for day in hours.days)


def _closed(before: Calendar, after: Calendar) -> Direction | None:
    old, new = _by_year(before.closed), _by_year(after.closed)
    if _file(before) != _file(after):
        # The days in a file are no part of a text: only where the other text lists none they are known to be new ones.
        is_first = not (old or _file(before)) or not (new or _file(after))
        return Direction.NEUTRAL if is_first else Direction.UNCLEAR
    if any(old[year] != new[year] for year in old.keys() & new.keys()):
        return Direction.UNCLEAR
    return None if old.keys() == new.keys() else Direction.NEUTRAL


def _file(calendar: Calendar) -> str | None:
    """Return the file of closed days without what says the same, such as `./`."""
    return None if calendar.closed_file is None else PurePosixPath(calendar.closed_file).as_posix()


def _by_year(days: Sequence[date]) -> Mapping[int, set[date]]:
    found: dict[int, set[date]] = {}
    for day in days:
        found.setdefault(day.year, set()).add(day)
    return found


def _open_days(calendar: Calendar) -> set[int]:
    return {day for hours in calendar.hours for day in hours.days}


def _hours(calendar: Calendar) -> set[tuple[int, str, str]]:
    return {(day, hours.opens.isoformat(), hours.closes.isoformat()) for hours in calendar.hours for day in hours.days}


def _business_units(target: Target, vocabulary: Vocabulary, language: str) -> Iterator[str]:
    """Yield the units of business time that a target counts, or names: "by the end of the next working day"."""
    if target.clock is Clock.BUSINESS:
        yield from (unit for unit in (target.threshold_unit, target.unit) if unit is not None)
    words = words_for(language)
    # "Non-working days" are the other days of the same calendar.
    found = tuple(token.word.rpartition("-")[2] for token in tokens_of(target.text))
    for at, word in enumerate(found):
        unit_after = words.units.get(found[at + 1]) if at + 1 < len(found) else None
        if words.clocks.get(word) == Clock.BUSINESS and unit_after:
            yield unit_after
        elif word in words.multiples and words.multiples[word][2] == Clock.BUSINESS:
            yield words.multiples[word][1]
        elif width := _adjective(found, at, words):
            unit_before = words.units.get(found[at - 1]) if at else None
            # "Le lendemain ouvré" is a day without saying so.
            if unit_before or width == 1:
                yield unit_before or "day"
    said = f" {' '.join(found)} "
    if any(f" {phrase} " in said for phrase in vocabulary.open_hours):
        yield "hour"


def _adjective(words: Sequence[str], at: int, known: Words) -> int:
    """Return how many words say here that the unit before them is business time, 0 when none do."""
    return next(
        (
            len(phrase)
            for phrase, meanings in known.phrases.get(words[at], ())
            if _BUSINESS in meanings and words[at : at + len(phrase)] == phrase
        ),
        0,
    )
