"""What a promise names outside itself: other promises, principles, standards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charter.model.text import Expectation, Field, FieldKey, Principle
from charter.reading.keywords import fold, nearest
from charter.source import Diagnostic, SourceText, Span, diagnose

_NUMBER = re.compile(r"(?<![\w.])[0-9]{1,9}(?![\w.]*[0-9])")
_ELSEWHERE = re.compile(r"[#/:]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the fields of a charter's promises can name."""

    refs: Sequence[str]
    principles: Sequence[Principle]
    standards: Sequence[str]


def judge_citations(expectations: Sequence[Expectation], named: Named, source: SourceText) -> Iterator[Diagnostic]:
    """Yield what to say of names that lead nowhere; of standards only where the front matter lists some."""
    for field in (field for expectation in expectations for field in expectation.fields):
        if field.key is FieldKey.DEPENDS_ON:
            yield from _dependencies(field, named, source)
        elif field.key is FieldKey.LIVES_UP_TO:
            yield from _principles(field, named, source)
        elif field.key is FieldKey.ALIGNED_TO and named.standards:
            yield from _standards(field, named, source)


def _dependencies(field: Field, named: Named, source: SourceText) -> Iterator[Diagnostic]:
    for words in _listed(field, ",;"):
        ref = words.strip("`").removeprefix("#")
        close = nearest(ref, named.refs)
        # Several words are somebody or something else, unless they are nearly a ref.
        if ref in named.refs or _ELSEWHERE.search(ref) or (" " in ref and close is None):
            continue
        message = f'"{words}" is the ref of no promise in this charter; one of another is written other-charter#ref'
        hint = f"- {field.label}: {close or f'other-charter#{ref}'}"
        yield diagnose("CH222", _place(words, field, source), message, hint)


def _principles(field: Field, named: Named, source: SourceText) -> Iterator[Diagnostic]:
    numbers = [principle.number for principle in named.principles]
    for match in _NUMBER.finditer(field.value.text):
        if int(match[0]) in numbers:
            continue
        if numbers:
            message = f'there is no principle "{match[0]}"; they go from {min(numbers)} to {max(numbers)}'
            hint = f"- {field.label}: {min(numbers, key=lambda number: abs(number - int(match[0])))}"
        else:
            message = f'"{match[0]}" is the number of a principle, and the charter lists none'
            hint = f"## How we work\n\n{match[0]}. What we live up to"
        yield diagnose("CH223", _place(match[0], field, source), message, hint)


def _standards(field: Field, named: Named, source: SourceText) -> Iterator[Diagnostic]:
    listed = [fold(standard) for standard in named.standards]
    for words in _listed(field, ";"):
        if any(re.match(rf"{re.escape(standard)}(?!\w)", fold(words)) for standard in listed):
            continue
        close = nearest(words, named.standards)
        message = f'"{words}" begins with none of the standards that the front matter lists'
        hint = f"- {field.label}: {close}" if close else f"standards: [{', '.join((*named.standards, words))}]"
        yield diagnose("CH224", _place(words, field, source), message, hint)


def _listed(field: Field, separators: str) -> list[str]:
    return [words for part in re.split(f"[{separators}]", field.value.text) if (words := part.strip())]


def _place(words: str, field: Field, source: SourceText) -> Span:
    """Return where `words` stand in a field's first line; the whole field when they stand elsewhere."""
    span = field.value.span
    place = source.span_of(words, span.line or 1, after=span.column or 1)
    return span if place.end_column is None else place
