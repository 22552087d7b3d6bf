"""The picture of a year of reviews: a line for each charter, with a mark for each review that was held or is due."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from charter.model.cadence import add_months
from charter.schedule import meetings
from charter.site.shelf import shown_text
from charter.standing import Standing

MOST_ROWS = 40
"""More lines are no picture any more; the table has them all."""
_MONTHS_BACK, _MONTHS = 5, 12
_LEFT, _WIDTH = 2.5, 95.0
"""Where the year begins and how long it is, in per cent of the picture: a mark at its edge is whole."""
_TOP, _ROW_HEIGHT, _BOTTOM = 36, 46, 8
_LONGEST_NAME = 30
"""In letters of usual width: what fits on the narrowest screen, with a word behind it."""
_EARLIEST, _LATEST = date(2, 1, 1), date(9998, 12, 31)
"""What lies outside has no year around it."""
_MOST_MEETINGS = 400
"""More than a year has days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month; places and widths are per cent of the picture's width."""

    day: date
    """Its first day."""
    x: float
    width: float
    is_now: bool
    has_year: bool
    """Whether the year is written below it."""

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return round(self.x + self.width / 2, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMark:
    """One review; `kind` is `held`, `due` or `overdue`."""

    x: float
    kind: str
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRow:
    """The reviews of one charter in the year, in order; one overdue for longer stands where the year begins."""

    y: int
    title: str
    short: str
    """As much of the title as there is room for."""
    language: str
    marks: tuple[ReviewMark, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether a review is overdue."""
        return any(mark.kind == "overdue" for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewYear:
    """Twelve months: five that are over, this one, and six to come."""

    first: date
    last: date
    height: int
    """In pixels."""
    months: tuple[Month, ...]
    rows: tuple[YearRow, ...]
    every_row: tuple[YearRow, ...]
    """Also those for which there is no room in the picture."""

    def count(self, kind: str) -> int:
        """Return how many marks of this kind the picture has."""
        return sum(mark.kind == kind for row in self.rows for mark in row.marks)


def review_year(standings: Sequence[Standing], today: date) -> ReviewYear | None:
    """Return the year around `today` of these charters, in their order; `None` where no review falls into it."""
    sheet = _Sheet(today)
    rows: list[YearRow] = []
    for standing in standings:
        marks = tuple(sheet.marks(standing))
        if marks:
            text = shown_text(standing)[0]
            rows.append(
                YearRow(
                    y=_TOP + _ROW_HEIGHT * len(rows) + 32,
                    title=text.title,
                    short=_shortened(text.title),
                    language=text.language,
                    marks=marks,
                )
            )
    if not rows:
        return None
    return ReviewYear(
        first=sheet.first,
        last=sheet.after - timedelta(days=1),
        height=_TOP + _ROW_HEIGHT * len(rows[:MOST_ROWS]) + _BOTTOM,
        months=tuple(sheet.months()),
        rows=tuple(rows[:MOST_ROWS]),
        every_row=tuple(rows),
    )


class _Sheet:
    """The twelve months as a line; what is on it changes with the month, not with the day."""

    def __init__(self, today: date) -> None:
        self._now = min(max(today, _EARLIEST), _LATEST).replace(day=1)
        self.first = add_months(self._now, -_MONTHS_BACK)
        self.after = add_months(self.first, _MONTHS)

    def months(self) -> Iterator[Month]:
        for number in range(_MONTHS):
            day = add_months(self.first, number)
            x = self._x(day)
            yield Month(
                day=day,
                x=x,
                width=round(self._x(add_months(day, 1)) - x, 2),
                is_now=day == self._now,
                has_year=number == 0 or day.month == 1,
            )

    def marks(self, standing: Standing) -> Iterator[ReviewMark]:
        charter = standing.charter
        for day in sorted({review.held for review in charter.records.reviews}):
            if self.first <= day <= standing.today:
                yield ReviewMark(x=self._x(day), kind="held", first=day, last=day)
        for meeting in meetings(charter, standing, _MOST_MEETINGS):
            kind = "overdue" if meeting.is_overdue else "due"
            if meeting.is_overdue or self.first <= meeting.first < self.after:
                x = self._x(max(meeting.first, self.first))
                yield ReviewMark(x=x, kind=kind, first=meeting.first, last=meeting.last)

    def _x(self, day: date) -> float:
        return round(_LEFT + _WIDTH * (day - self.first).days / (self.after - self.first).days, 2)


def _shortened(title: str) -> str:
    """Return as much of a title as there is room for: the signs of some scripts are twice as wide as letters."""
    title = " ".join(title.split())
    room = _LONGEST_NAME
    for place, char in enumerate(title):
        room -= 2 if unicodedata.east_asian_width(char) in "WF" else 1
        if room < 0:
            return title[: place - 1].rstrip() + "…"
    return title
