"""What a changed calendar is told as: what differs, and nothing else."""

from __future__ import annotations

import pytest

from charter.compare.calendars import calendar_words
from charter.compare.compare import compare
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.source import SourceText
from tests.compare.specimens import only, told
from tests.compare.specimens import text as promise


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
        ("{holidays: DE-BY}", "{holidays: DE}", "closed on the holidays of DE-BY"),
        ("{holidays: DE}", "{holidays: DE}", None),
    ],
)
def test_a_calendar_is_told_by_what_differs(calendar: str, other: str, words: str | None) -> None:
    assert calendar_words(text(calendar), text(other)) == words


_OFFICE = "{hours: Mon-Fri 09:00-17:00, closed: [2026-12-25]}"
_SATURDAYS = "{hours: Mon-Sat 09:00-17:00, closed: [2026-12-25]}"
_EARLY = "{hours: Mon-Fri 08:00-17:00, closed: [2026-12-25]}"


@pytest.mark.parametrize(
    ("target", "on_days", "in_hours"),
    [
        ("90% within 2 working days", True, False),
        ("90% within 2 business hours", True, True),
        ("by the end of the next working day", True, False),
        ("by noon on the third business day", True, False),
        ("95% by close of business", True, True),
        ("98% of calls answered during opening hours", True, True),
        ("every working day", True, False),
        ("no more than 3 outages per working day", True, False),
        ("90% within 1 week, excluding non-working days", True, False),
        ("within 2 workdays", True, False),
        ("within 2 days", False, False),
        ("by Friday", False, False),
    ],
)
def test_a_promise_leans_on_the_business_time_that_its_target_names(target: str, on_days: bool, in_hours: bool) -> None:
    old, saturdays, early = (
        promise(target=target, front=f"calendar: {calendar}\n") for calendar in (_OFFICE, _SATURDAYS, _EARLY)
    )
    assert (only(old, saturdays).kind == "definition") == on_days
    assert (only(old, early).kind == "definition") == in_hours
    assert only(saturdays, old).direction == only(old, saturdays).direction


@pytest.mark.parametrize(
    ("target", "on_days", "in_hours"),
    [
        ("avant la fin du jour ouvré suivant", True, False),
        ("au plus tard le troisième jour ouvrable", True, False),
        ("le lendemain ouvré", True, False),
        ("en 2 heures d'ouverture", True, True),
        ("avant la fermeture des bureaux", True, True),
        ("en 2 jours", False, False),
    ],
)
def test_french_targets_name_business_time_too(target: str, on_days: bool, in_hours: bool) -> None:
    old, saturdays, early = (
        promise(target=target, front=f"calendar: {calendar}\n", language="fr")
        for calendar in (_OFFICE, _SATURDAYS, _EARLY)
    )
    assert (only(old, saturdays).kind == "definition") == on_days
    assert (only(old, early).kind == "definition") == in_hours


def test_business_time_in_prose_is_a_matter_of_words() -> None:
    old, new = (
        promise("We answer on the next working day.", target="", front=f"calendar: {calendar}\n")
        for calendar in (_OFFICE, _SATURDAYS)
    )
    assert only(old, new).kind == "frame"


def test_where_a_target_stops_counting_business_time_only_the_target_changed() -> None:
    found = compare(
        promise(target="within 2 working days", front=f"calendar: {_OFFICE}\n"),
        promise(target="within 2 days", front=f"calendar: {_SATURDAYS}\n"),
    )
    assert told(found) == [("frame", "neutral", "calendar"), ("target", "stronger", "Target")]


@pytest.mark.parametrize(
    ("closed", "other", "direction"),
    [
        ("days.csv", "days.csv", None),
        ("days.csv", "./days.csv", None),
        ("days.csv", "holidays.csv", "unclear"),
        ("days.csv", "[2026-12-25]", "unclear"),
        ("days.csv", "[days.csv, 2026-12-26]", "neutral"),
        ("[]", "days.csv", "neutral"),
    ],
)
def test_the_days_in_a_file_are_no_part_of_the_text_that_names_it(
    closed: str, other: str, direction: str | None
) -> None:
    old, new = (
        promise(front=f"calendar: {{hours: Mon-Fri 09:00-17:00, closed: {days}}}\n") for days in (closed, other)
    )
    for found in (compare(old, new), compare(new, old)):
        assert [(change.kind, change.direction) for change in found.changes] == (
            [("definition", direction)] if direction else []
        )


@pytest.mark.parametrize(("name", "other"), [("holidays: DE", "holidays: DE-BY"), ("holidays: DE", "closed: []")])
def test_holidays_of_another_name_make_another_calendar(name: str, other: str) -> None:
    old, new = (promise(front=f"calendar: {{hours: Mon-Fri 09:00-17:00, {words}}}\n") for words in (name, other))
    for found in (compare(old, new), compare(new, old)):
        assert [(change.kind, change.direction) for change in found.changes] == [("definition", "unclear")]
    assert not compare(old, old).changes
