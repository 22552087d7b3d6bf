"""What holds for every target line, whatever its words."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.model.target import Clock, Measure, Target
from charter.reading.targets import read_target, write_target
from charter.source import Span
from tests.reading.test_targets import TABLES, reading_of, rows

AMOUNTS = st.sampled_from(
    [
        (unit, clock)
        for unit in ("second", "minute", "hour", "day", "week", "month", "quarter", "year")
        for clock in (Clock.BUSINESS, Clock.CALENDAR, Clock.ELAPSED)
        if clock is not Clock.CALENDAR or unit not in {"second", "minute", "hour"}
    ]
)
POSITIVE = st.decimals(min_value="0.01", max_value="9999", places=2).map(Decimal.normalize)
PERCENTS = st.decimals(min_value="0.001", max_value="99.999", places=3)
WINDOWS = st.none() | st.sampled_from(["day", "week", "month", "quarter", "year", "rolling 12 month", "rolling 1 year"])
NOUNS = st.none() | st.sampled_from(["calls", "urgent repairs", "loan applications", "samples"])
CONDITIONS = st.none() | st.sampled_from(
    ["and a phone call", "for urgent cases", "except on holidays", "day and night", "of receipt", "answered"]
)
OPERATORS = st.sampled_from([">=", ">", "<=", "<"])


@st.composite
def targets(draw: st.DrawFn) -> Target:
    measure = draw(st.sampled_from([each for each in Measure if each is not Measure.NONE]))
    base = Target(text="", measure=measure, op=">=", window=draw(WINDOWS), condition=draw(CONDITIONS))
    unit, clock = draw(AMOUNTS)
    amount = draw(POSITIVE)
    if measure is Measure.SHARE:
        op = draw(OPERATORS)
        has_limit = draw(st.booleans())
        return replace(
            base, op=op, value=draw(PERCENTS), unit="%", of=draw(NOUNS),
            threshold=amount if has_limit else None,
            threshold_unit=unit if has_limit else None,
            clock=clock if has_limit else None,
            is_strict=has_limit and draw(st.booleans()),
        )  # fmt: skip
    if measure is Measure.DURATION:
        stat = draw(st.sampled_from(["mean", "median", "p95", "p99.9"]))
        return replace(base, op=draw(OPERATORS), stat=stat, value=amount, unit=unit, clock=clock, of=draw(NOUNS))
    if measure is Measure.SCORE:
        stat = draw(st.sampled_from(["mean", "median"]))
        return replace(base, stat=stat, value=draw(st.sampled_from([Decimal("4.2"), Decimal(3)])), unit="out of 5")
    if measure is Measure.COUNT:
        value = Decimal(draw(st.integers(1, 99_999)))
        return replace(base, op=draw(OPERATORS), value=value, of=draw(NOUNS.filter(bool)))
    if measure is Measure.INTERVAL:
        return replace(base, op="<=", value=amount, unit=unit, clock=clock, window=None)
    if measure is Measure.NOTICE:
        return replace(
            base,
            value=Decimal(100),
            unit="%",
            threshold=amount,
            threshold_unit=unit,
            clock=clock,
            is_implied=True,
            is_strict=draw(st.booleans()),
        )
    if measure is Measure.DEADLINE:
        words = draw(st.sampled_from(["by 17:00", "by the end of the next working day", "same day"]))
        return replace(base, value=draw(PERCENTS), unit="%", of=draw(NOUNS), condition=words, window=None)
    return replace(base, level=draw(st.sampled_from(["Met", "Above and beyond", "3"])))


@given(targets())
@settings(max_examples=400, deadline=None)
def test_reading_what_was_written_gives_the_target(target: Target) -> None:
    assert replace(reading_of(write_target(target)).value, text="") == target


WORDS = st.sampled_from(
    [
        "95%",
        "105%",
        "4",
        "0",
        "12",
        "-3",
        "1.000",
        "99,8",
        "½",
        "a",
        "an",
        "the",
        "no",
        "not",
        "at",
        "least",
        "most",
        "more",
        "than",
        "less",
        "within",
        "in",
        "under",
        "over",
        "by",
        "before",
        "every",
        "each",
        "any",
        "all",
        "until",
        "hour",
        "hours",
        "day",
        "days",
        "working",
        "business",
        "calendar",
        "month",
        "quarter",
        "year",
        "notice",
        "'",
        "'s",
        ",",
        ";",
        ":",
        ".",
        "(",
        ")",
        "–",
        "-",
        "to",
        "or",
        "and",
        "out",
        "of",
        "/",
        "average",
        "median",
        "p95",
        "95th",
        "percentile",
        "level",
        "Met",
        "better",
        "fewer",
        "we",
        "aim",
        "promptly",
        "about",
        "$",
        "£",
        "same",
        "next",
        "rolling",
        "24/7",
        "17:00",
        "5pm",
        "calls",
        "answered",
        "time",
        "updates",
        "for",
        "if",
        "when",
        "exactly",
        "few",
        "twenty",
        "1-2",
        "≥",
        "≤",
        "dans",
        "moins",
        "de",
        "heures",
        "sur",
        "chaque",
    ]
)


@given(st.text(max_size=80) | st.lists(WORDS, max_size=14).map(" ".join), st.sampled_from(["en", "fr", "xx"]))
@settings(max_examples=600, deadline=None)
def test_any_text_is_read_without_raising_and_keeps_its_place(text: str, language: str) -> None:
    reading = reading_of(text, language=language, column=5)

    assert reading.value.text == text.strip()
    for found in reading.diagnostics:
        assert found.message
        assert found.span.column is not None
        assert found.span.end_column is not None
        assert 5 <= found.span.column <= found.span.end_column <= 5 + len(text)
    if not reading.value.is_computed:
        assert len(reading.diagnostics) == 1
        assert reading.diagnostics[0].hint


@given(
    st.lists(
        st.sampled_from(["please", "urgent", "phone", "garden", "our", "residents", "blue"]), min_size=1, max_size=9
    )
)
@settings(max_examples=100, deadline=None)
def test_no_word_that_is_left_over_is_dropped(words: list[str]) -> None:
    target = reading_of(f"95% of calls within 4 hours each month, {' '.join(words)}").value

    assert target.condition == " ".join(words)


@pytest.mark.parametrize(
    "piece",
    ["within ", "95% of calls ", "1 ", "a ", ", ", "1-", "(", "'", "9", "a-", "1,", "level a ", "every 2 ",
     "in any 12 ",
     "between 2 and ", "95% within 4 hours or ", "no more than 3 x ", "or less ", "at least "],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_very_long_line_is_read_quickly(piece: str, language: str) -> None:
    line = (piece * 10_000)[:10_000]
    started = time.process_time()

    reading_of(line, language=language)

    assert time.process_time() - started < 2


def test_a_thousand_different_lines_are_read_quickly() -> None:
    phrases = [row["phrase"] for row in rows("targets-en.csv")]
    lines = [f"{phrase} {mark}" for mark in ("", ".", "!") for phrase in phrases]
    started = time.process_time()

    for line in lines:
        read_target(line, span=Span("charter.md", 1, 1))

    assert time.process_time() - started < len(lines) / 1000


def test_the_tables_hold_enough_phrases() -> None:
    assert sum(len(rows(name)) for name in TABLES) > 500
