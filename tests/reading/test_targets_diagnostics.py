"""What an author is told about a target line, and where."""

from __future__ import annotations

import re

import pytest

from charter.reading.targets import read_target
from charter.source import Diagnostic, Span
from tests.reading.test_targets import TABLES, reading_of, rows

NOT_COMPUTED = [
    pytest.param(row["phrase"], language, id=row["phrase"])
    for name, language in TABLES.items()
    for row in rows(name)
    if row["measure"] == "none"
]


def only(text: str, **more: object) -> Diagnostic:
    (found,) = reading_of(text, **more).diagnostics  # type: ignore[arg-type]
    return found


def quoted_words(found: Diagnostic, text: str, column: int) -> str:
    assert found.span.column is not None
    assert found.span.end_column is not None
    return text[found.span.column - column : found.span.end_column - column]


@pytest.mark.parametrize(("phrase", "language"), NOT_COMPUTED)
def test_every_rewrite_that_is_offered_reads_as_a_target(phrase: str, language: str) -> None:
    (found,) = reading_of(phrase, language=language).diagnostics

    offers = re.findall(r'"([^"]*)"', found.hint or "")
    assert offers
    for offer in offers:
        assert reading_of(offer, language=language).value.is_computed, offer


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("95% within 4 buisness hours", "CH212", "4 buisness"),
        ("within 1-2 working days", "CH208", "1-2 working days"),
        ("95% within 4 business hours or 99% within 2 working days", "CH209", "99% within 2 working days"),
        ("reply within 4 hours, mend within 2 days", "CH209", "mend within 2 days"),
        ("95% as soon as possible", "CH207", "as soon as possible"),
        ("95% within 0 hours", "CH210", "0 hours"),
        ("average under 4", "CH204", "4"),
        ("within thirteen days", "CH205", "thirteen"),
        ("at least 9 in 10 letters", "CH205", "9 in 10"),
        ("100th percentile under 4 seconds", "CH205", "100th percentile"),
        ("99,8% each month", "CH214", "99,8%"),
        ("within about 2 hours", "CH207", "about"),
        ("we aim to reply within 5 hours", "CH215", "we aim to"),
        ("95% within 3 days", "CH213", "3 days"),
    ],
)
def test_a_diagnostic_stands_where_the_words_do(text: str, code: str, words: str) -> None:
    found = next(each for each in reading_of(text, column=11).diagnostics if each.code == code)

    assert (found.span.path, found.span.line) == ("charter.md", 7)
    assert quoted_words(found, text, 11) == words
    assert words in found.message


def test_columns_count_blanks_before_the_words() -> None:
    found = only("  within 6 rings", column=11)

    assert quoted_words(found, "  within 6 rings", 11) == "6 rings"


def test_a_span_without_column_stays_as_it_is() -> None:
    (found,) = read_target("promptly", span=Span("charter.md", 7)).diagnostics

    assert found.span == Span("charter.md", 7)


def test_two_targets_are_offered_as_two_lines() -> None:
    found = only("95% within 4 business hours or 99% within 2 working days")

    assert '"95% within 4 business hours" and "99% within 2 working days"' in (found.hint or "")


def test_a_range_is_offered_by_its_far_end() -> None:
    assert '"90% within 4 hours"' in (only("90% within 2 to 4 hours").hint or "")


def test_a_misspelt_unit_is_offered_in_business_time() -> None:
    assert '"95% ≤ 4 hours"' in (only("95% ≤ 4 bh").hint or "")


@pytest.mark.parametrize(
    ("text", "language", "offer"),
    [
        ("at least 9 in 10 letters answered within 15 days", "en", "at least 90% of letters answered within 15 days"),
        ("nine out of ten letters answered within 15 days", "en", "90% of letters answered within 15 days"),
        ("fewer than 1 in 100 meter readings wrong", "en", "fewer than 1% of meter readings wrong"),
        ("9 of every 10 calls answered", "en", "90% of calls answered"),
        ("nine letters out of ten answered within 3 weeks", "en", "90% of letters answered within 3 weeks"),
        ("nineteen in twenty letters answered", "en", "95% of letters answered"),
        ("at least 9 in 10", "en", "at least 90%"),
        ("within 2 weeks for at least 9 in 10 letters", "en", "within 2 weeks for at least 90% of letters"),
        ("neuf appels sur dix décrochés en 20 secondes", "fr", "90 % des appels décrochés en 20 secondes"),
        ("within thirteen days", "en", "within 13 days"),
        ("within a hundred and twenty-five days", "en", "within 125 days"),
        ("within two dozen days", "en", "within 24 days"),
        ("sous quatre-vingt-dix jours", "fr", "sous 90 jours"),
        ("sous vingt et un jours", "fr", "sous 21 jours"),
        ("vingt pour cent des appels", "fr", "20 pour cent des appels"),
        ("0% of parcels lost", "en", "no more than 0% of parcels lost"),
        ("6 out of 5", "en", "5 out of 5"),
        ("120% within 3 weeks", "en", "100% within 3 weeks"),
        ("within -2 weeks", "en", "within 2 weeks"),
        ("100th percentile under 4 seconds", "en", "100% under 4 seconds"),
    ],
)  # fmt: skip
def test_a_line_is_offered_that_says_the_same(text: str, language: str, offer: str) -> None:
    reading = reading_of(text, language=language)

    assert not reading.value.is_computed
    (found,) = reading.diagnostics
    assert (found.hint or "").partition("e.g. ")[2] == f'"{offer}"'


def test_an_unclear_number_is_offered_both_ways() -> None:
    hint = only("within 1.500 hours").hint or ""

    assert '"within 1500 hours"' in hint
    assert '"within 1.5 hours"' in hint


def test_bare_days_ask_which_days() -> None:
    found = only("95% within 10 days")

    assert (found.code, found.severity) == ("CH213", "info")
    assert '"10 calendar days" or "10 working days"' in (found.hint or "")


@pytest.mark.parametrize("text", ["95% within 10 working days", "within 2 weeks", "every 24 hours", "99% each day"])
def test_days_that_are_clear_are_not_asked_about(text: str) -> None:
    assert reading_of(text).diagnostics == ()


def test_business_time_without_a_calendar_is_reported_and_read() -> None:
    reading = reading_of("95% within 4 business hours", has_calendar=False)

    assert [each.code for each in reading.diagnostics] == ["CH219"]
    assert reading.value.is_computed


def test_business_time_with_a_calendar_is_not_reported() -> None:
    assert reading_of("95% within 4 business hours").diagnostics == ()


def test_a_hedge_is_reported_with_the_promise_without_it() -> None:
    found = next(each for each in reading_of("we aim to reply within 5 hours").diagnostics if each.code == "CH215")

    assert '"reply within 5 hours"' in (found.hint or "")


def test_words_that_are_left_over_are_named() -> None:
    found = only("95% within 4 business hours, and a phone call for urgent cases")

    assert found.code == "CH206"
    assert '"and a phone call for urgent cases"' in found.message


@pytest.mark.parametrize(
    "text",
    [
        "80% of calls answered within 20 seconds",
        "at least 5 working days before the start date",
        "updates every 24 hours until resolved",
        "by the end of the next working day",
        "level Met or better, scored by the desk",
    ],
)
def test_words_that_the_grammar_has_a_place_for_are_not_left_over(text: str) -> None:
    assert reading_of(text).diagnostics == ()
