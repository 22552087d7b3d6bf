"""Limits that the prose names, beside those of the targets."""

from __future__ import annotations

import pytest

from charter.reading.targets import read_target
from charter.source import Span
from tests.check.promised import find, of_promise, written

CALENDAR = "calendar: {timezone: UTC, hours: Mon-Fri 09:00-17:00}"


@pytest.mark.parametrize(
    ("words", "place", "hint"),
    [
        ("We answer within 10 working days.", "within 10 working days", "- Target: within 10 working days"),
        ("You hear from us within two hours.", "within two hours", "- Target: within two hours"),
        ("Calls are answered in under 20 seconds.", "in under 20 seconds", "- Target: in under 20 seconds"),
        ("We answer 95% of calls within 20 seconds.", "within 20 seconds", "- Target: 95% of calls within 20 seconds"),
        ("We give at least 48 hours' notice.", "48 hours' notice", "- Target: at least 48 hours' notice"),
        ("We will:\n\n- write back within a week", "within a week", "- Target: within a week"),
        ("An answer within 2 days.", "within 2 days", "- Target: within 2 days"),
    ],
)
def test_a_limit_in_prose_alone_is_offered_as_a_target(words: str, place: str, hint: str) -> None:
    text = of_promise(words, "Owner: Rosa Lindqvist")
    (item,) = find(text, "CH237")
    assert written(text, item) == place
    assert item.hint is not None
    assert item.hint == hint or item.hint.endswith(place)
    value = item.hint.removeprefix("- Target: ")
    assert read_target(value, span=Span("x", 1, 1)).value.is_computed


def test_a_limit_is_offered_in_french() -> None:
    (item,) = find(of_promise("Nous répondons dans un délai de 5 jours ouvrables.", language="fr"), "CH237")
    assert item.hint == "- Cible: dans un délai de 5 jours ouvrables"


@pytest.mark.parametrize(
    "words",
    [
        "If you do not hear within 5 days, call Rosa.",
        "You must tell us within 5 days.",
        "You can cancel within 14 days.",
        "Please write to us within 5 days.",
        "We look at appeals sent within 14 days.",
        "Requests made within 30 days of the purchase are looked at.",
        "We may close it within 5 days.",
        "We do not answer within 5 days.",
        "The bus stops within 200 metres.",
        "We ask you to:\n\n- answer within 5 days",
        "| A | B |\n|---|---|\n| Reply | within 5 days |",
    ],
)
def test_limits_of_other_cases_and_sides_are_left_alone(words: str) -> None:
    assert find(of_promise(words), "CH237") == []


def test_a_promise_with_a_target_needs_no_other() -> None:
    assert find(of_promise("We answer within 5 days.", "Target: as soon as we can"), "CH237") == []


@pytest.mark.parametrize(
    ("words", "target", "place"),
    [
        ("We answer within 4 hours.", "95% within 8 hours", "within 4 hours"),
        ("You have an answer within 3 weeks.", "95% within 10 calendar days", "within 3 weeks"),
        ("We give you 48 hours' notice.", "at least 24 hours' notice", "48 hours' notice"),
        ("We answer 95% of calls within 20 seconds.", "90% of calls within 20 seconds", "95%"),
        ("We answer within 5 working days.", "95% within 10 working days", "within 5 working days"),
    ],
)
def test_another_number_than_the_target_is_found(words: str, target: str, place: str) -> None:
    text = of_promise(words, f"Target: {target}", front=CALENDAR)
    (item,) = find(text, "CH238")
    assert written(text, item) == place
    assert target in item.message
    assert item.related


def test_another_number_in_the_title_is_found() -> None:
    text = of_promise("A person reads it.", "Target: 95% within 8 hours", title="An answer within 4 hours")
    (item,) = find(text, "CH238")
    assert written(text, item) == "within 4 hours"


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("We answer within 120 minutes.", ["Target: 95% within 2 hours"]),
        ("We answer within 2 days.", ["Target: 95% within 2 working days"]),
        ("We answer within 48 hours.", ["Target: 95% within 2 working days"]),
        ("We answer within a week.", ["Target: 95% within 5 working days"]),
        ("We write within 1 day, and have solved it within 9 days.", ["Target: 95% within 9 calendar days"]),
        ("We write within 1 day. It is solved within 9 days.", ["Target: 95% within 5 calendar days"]),
        ("We answer within 4 hours.", ["Target (urgent): 1 hour or so", "Target (others): 95% within 8 hours"]),
        ("We answer within 4 hours.", ["Target: average under 2 hours"]),
        ("We answer within 4 hours.", ["Target: 4.5 out of 5 or better"]),
        ("If you hear nothing within 9 days, call us.", ["Target: 95% within 5 calendar days"]),
        ("We refund 50% of the fee.", ["Target: 95% within 5 calendar days"]),
        ("We charge 20% tax.", ["Target: 95% of bills sent on time"]),
        ("We answer within 4 hours.", ["Target: 95% within 4 hours", "Remedy: a call within 1 hour"]),
    ],
)
def test_what_may_be_the_same_or_about_something_else_is_no_contradiction(words: str, fields: list[str]) -> None:
    assert find(of_promise(words, *fields, front=CALENDAR), "CH238") == []


def test_a_measure_that_only_the_team_sees_is_found_in_a_target() -> None:
    text = of_promise("We close tickets.", "Target: 95% of tickets within the SLA")
    (item,) = find(text, "CH239")
    assert written(text, item) == "SLA"
    measured = of_promise("We close tickets.", "Target: 95% of tickets within the SLA", "Measured: monthly, by you")
    assert find(measured, "CH239") == []
