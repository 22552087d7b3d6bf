"""What a changed calendar is told as: what differs, and nothing else."""

from __future__ import annotations

import pytest

from charter.compare.frame import calendar_words
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.source import SourceText


def text(calendar: str) -> CharterText:
    return read_charter(SourceText("c.md", f"---\ntitle: T\nparties: []\ncalendar: {calendar}\n---\n")).value


@pytest.mark.parametrize(
    ("calendar", "other", "words"),
    [
        ("{timezone: UTC, hours: Mon-Fri 09:00-17:00}", "{timezone: UTC, hours: Mon-Fri 09:00-17:00}", None),
        ("{hours: Mon-Thu 09:00-17:00}", "{hours: Mon-Fri 09:00-17:00}", "Mon-Thu 09:00-17:00"),
        ("{hours: 'Mon, Wed 09:00-17:00'}", "{hours: Mon-Fri 09:00-17:00}", "Mon 09:00-17:00, Wed 09:00-17:00"),
        ("{timezone: Europe/Paris}", "{timezone: UTC}", "Europe/Paris"),
        ("{closed: [2026-12-25, 2026-12-26]}", "{closed: [2026-12-25]}", "closed 2026-12-26"),
        ("{closed: [2026-12-25]}", "{closed: [2026-12-25, 2026-12-26]}", None),
        ("{closed: days.csv}", "{closed: [2026-12-25]}", "closed as in days.csv"),
    ],
)
def test_a_calendar_is_told_by_what_differs(calendar: str, other: str, words: str | None) -> None:
    assert calendar_words(text(calendar), text(other)) == words
