"""Target lines: the whole line is read, or none of it."""

from __future__ import annotations

import sys
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from charter.model.target import Clock, Measure, Target
from charter.reading.target_grammar import parse
from charter.reading.target_line import Parts, Trouble
from charter.reading.target_troubles import explain, found_impossible
from charter.reading.target_words import Words, words_for
from charter.reading.target_writing import write_target
from charter.source import Diagnostic, Reading, Span, diagnose

__all__ = ["read_target", "write_target"]


def read_target(
    text: str, *, segment: str | None = None, language: str = "en", span: Span, has_calendar: bool = True
) -> Reading[Target]:
    """Return the target that `text` is, with what an author should know about it.

    `span` is where `text` begins. A line that cannot be computed has `Measure.NONE`, and its diagnostic offers lines
    that can. A charter in another language than English may write its targets in English too.
    `has_calendar` says whether the charter defines business hours and working days.
    """
    line = text.rstrip()
    begins = len(line) - len(line.lstrip())
    line = line.strip()
    found, words = _parsed(line, language)
    if isinstance(found, Trouble):
        target = Target(text=line, segment=segment, span=span)
        message, hint = explain(found, line, words, _is_computed)
        place = _place(span, begins + found.start, begins + found.end)
        return Reading(target, (diagnose(found.code, place, message, hint),))
    target = _target(line, found, segment, span)
    return Reading(target, tuple(_remarks(line, found, words, span, begins, has_calendar=has_calendar)))


@lru_cache(maxsize=4096)
def _parsed(line: str, language: str) -> tuple[Parts | Trouble, Words]:
    words = words_for(language)
    own = _attempt(line, words)
    if words is words_for("en"):
        return own, words
    english = _attempt(line, _english_with_numbers_of(language))
    if isinstance(english, Parts) and _left_over(english) < _left_over(own):
        return english, words
    return own, words


def _left_over(found: Parts | Trouble) -> int:
    """Count the letters that a reading does not compute; the language with fewer is the one that was meant."""
    if isinstance(found, Trouble):
        return 1 if found.reason not in {"not-a-target", "unit", "bare-amount", "bare-count"} else sys.maxsize
    return len(found.of or "") + len(found.condition or "")


@lru_cache(maxsize=16)
def _english_with_numbers_of(language: str) -> Words:
    words = words_for(language)
    return replace(words_for("en"), decimal=words.decimal, thousands=words.thousands)


def _attempt(line: str, words: Words) -> Parts | Trouble:
    try:
        parts = parse(line, words)
    except Trouble as trouble:
        return trouble
    return found_impossible(line, parts) or parts


def _is_computed(line: str, words: Words) -> bool:
    return isinstance(_attempt(line, words), Parts)


def _target(line: str, parts: Parts, segment: str | None, span: Span) -> Target:
    amount = parts.amount
    is_value = parts.measure in {Measure.DURATION, Measure.INTERVAL}
    return Target(
        text=line,
        segment=segment,
        measure=parts.measure,
        stat=parts.stat,
        op=parts.op,
        value=amount.number if amount is not None and is_value else parts.number,
        unit=amount.unit if amount is not None and is_value else parts.unit,
        threshold=amount.number if amount is not None and not is_value else None,
        threshold_unit=amount.unit if amount is not None and not is_value else None,
        clock=amount.clock if amount is not None else None,
        window=parts.window,
        of=parts.of,
        condition=parts.condition,
        level=parts.level,
        is_strict=parts.is_strict,
        is_implied=parts.is_implied,
        span=span,
    )


def _remarks(line: str, parts: Parts, words: Words, span: Span, begins: int, *, has_calendar: bool) -> list[Diagnostic]:
    found = []
    whole = _place(span, begins, begins + len(line))
    for hedge in parts.hedges:
        quoted = line[hedge.start : hedge.end]
        without = " ".join((line[: hedge.start] + line[hedge.end :]).split()).strip(" ,")
        hint = (
            f'say what you promise: "{without}"' if _is_computed(without, words) else "say what you promise, without it"
        )
        found.append(
            diagnose(
                "CH215",
                _place(span, begins + hedge.start, begins + hedge.end),
                f'"{quoted}" makes a wish of a promise; it is kept as words and the rest is read',
                hint,
            )
        )
    amount = parts.amount
    if amount is not None and amount.is_bare_day:
        quoted, number = line[amount.start : amount.end], line[amount.start : amount.unit_start].strip()
        examples = words.examples
        found.append(
            diagnose(
                "CH213",
                _place(span, begins + amount.start, begins + amount.end),
                f'"{quoted}" counts every day of the calendar',
                f'say which days: "{number} {_days(amount.number, examples, "calendar")}"'
                f' or "{number} {_days(amount.number, examples, "working")}"',
            )
        )
    if amount is not None and amount.clock is Clock.BUSINESS and not has_calendar:
        found.append(
            diagnose(
                "CH219",
                _place(span, begins + amount.start, begins + amount.end),
                f'"{line[amount.start : amount.end]}" leans on opening hours that the charter does not give',
                "add to the front matter: calendar: {timezone: Europe/London, hours: Mon-Fri 09:00-17:00}",
            )
        )
    if parts.is_partly:
        found.append(
            diagnose("CH206", whole, f'"{parts.condition}" is kept and shown beside the target, but not computed')
        )
    return found


def _days(number: Decimal | None, examples: dict[str, str], which: str) -> str:
    return examples[f"{which}_day"] if number == 1 else examples[f"{which}_days"]


def _place(span: Span, start: int, end: int) -> Span:
    if span.column is None:
        return span
    return Span(span.path, span.line, span.column + start, span.line, span.column + end)
