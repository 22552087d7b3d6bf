"""Rubrics by which two people would judge differently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from charter.check.subject import Subject
from charter.model.target import Measure
from charter.model.text import CharterText, Expectation
from charter.model.words import canonical
from charter.reading.scale import default_expected
from charter.source import Diagnostic, SourceText, diagnose

_AT_THE_END = re.compile(r"[\s.;,!]+$")


def find_equal_descriptors(subject: Subject) -> Iterator[Diagnostic]:
    """Yield cells that say what the level below them says already."""
    for promise in _promises(subject.text):
        rubric = promise.rubric
        if rubric is None:
            continue
        for criterion in rubric.criteria:
            for (lower, one), (higher, other) in pairwise(zip(rubric.levels, criterion.descriptors, strict=True)):
                if one.text and _plain(one.text) == _plain(other.text):
                    message = f'"{other.text}" is what "{lower}" says too, so nobody can tell it from "{higher}"'
                    hint = f"what a customer sees at {higher} and not at {lower}"
                    yield diagnose("CH310", other.span, message, hint, related=(one.span,))


def find_vague_descriptors(subject: Subject) -> Iterator[Diagnostic]:
    """Yield cells of the expected level that only say "good" in other words."""
    for held in subject.spoken:
        rubric = held.promise.rubric
        if rubric is None or rubric.expected not in rubric.levels:
            continue
        at = rubric.levels.index(rubric.expected)
        for criterion in rubric.criteria:
            words = criterion.descriptors[at]
            if _plain(words.text) in held.speech.book.empty_levels or _plain(words.text) == _plain(rubric.expected):
                message = f'"{words.text}" does not say what "{rubric.expected}" looks like for "{criterion.name.text}"'
                yield diagnose("CH311", words.span, message, "what a customer sees, hears or gets")


def find_lowest_expected(subject: Subject) -> Iterator[Diagnostic]:
    """Yield expectations that the lowest level already meets."""
    text = subject.text
    if text is None:
        return
    for promise in text.expectations:
        levels = promise.rubric.levels if promise.rubric is not None else text.scale.levels
        for target in promise.targets:
            if target.measure is Measure.LEVEL and len(levels) > 1 and target.level == levels[0]:
                message = f'"{target.text}" can never be missed: "{levels[0]}" is the lowest level'
                yield diagnose("CH312", target.span, message, target.text.replace(levels[0], levels[1]))
    yield from _lowest_expected(text, subject)


def _lowest_expected(text: CharterText, subject: Subject) -> Iterator[Diagnostic]:
    levels = text.scale.levels
    if len(levels) > 1 and text.scale.is_listed and text.scale.expected == levels[0]:
        source = subject.charter.source
        line = _line_of_expected(source) if source is not None else None
        place = source.span_of(levels[0], line) if source is not None and line is not None else text.span
        message = f'"{levels[0]}" is the lowest level, so whatever happens is as good as expected'
        yield diagnose("CH312", place, message, f"expected: {default_expected(levels)}")


def _line_of_expected(source: SourceText) -> int | None:
    """Return the line of the front matter that names the expected level."""
    return next((line for line in range(1, source.line_count + 1) if source.line(line).startswith("expected:")), None)


def _promises(text: CharterText | None) -> tuple[Expectation, ...]:
    return text.expectations if text is not None else ()


def _plain(words: str) -> str:
    return _AT_THE_END.sub("", canonical(words).casefold())
