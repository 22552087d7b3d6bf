"""The names of promises: written down, in the heading, or made of the heading; each given once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from charter.model.text import Expectation, FieldKey
from charter.reading.nodes import ListItem
from charter.reading.sections import Promise
from charter.reading.shapes import quoted
from charter.reading.slugs import slug
from charter.source import Diagnostic, Span, diagnose

_REF = re.compile(r"[a-z0-9-]{1,80}")


def read_ref(promise: Promise, item: ListItem | None, found: list[Diagnostic]) -> tuple[str, bool]:
    """Return the promise's ref, and whether it is written down rather than made of the heading."""
    given = promise.heading.heading_id
    if item is not None and item.value and item.value.text:
        ref = _checked_ref(item.value.text, item.value_span or item.span, found)
        if given and given != ref:
            message = f'the heading says {{#{given}}} and the field "{ref}"; the field is read'
            found.append(diagnose("CH218", item.value_span or item.span, message, f"{{#{ref}}}"))
        return ref, True
    if given:
        return _checked_ref(given, promise.heading.span, found), True
    words = promise.heading.heading or promise.heading.block
    return _short(slug(words.text)), False


def _checked_ref(words: str, span: Span, found: list[Diagnostic]) -> str:
    if _REF.fullmatch(words):
        return words
    ref = _short(slug(words))
    message = f"{quoted(words)} cannot be a ref: a ref is up to 80 of the signs a-z, 0-9 and -"
    found.append(diagnose("CH202", span, message, f"- Ref: {ref}"))
    return ref


def _short(ref: str) -> str:
    """Return a ref that fits into a file's name, cut between words where it must be."""
    return ref if len(ref) <= 80 else ref[:80].rsplit("-", 1)[0].strip("-") or ref[:80]


def read_was(item: ListItem | None, ref: str, found: list[Diagnostic]) -> tuple[str, ...]:
    """Return the refs that a `Was` line lists; `ref` is the one the promise has now."""
    if item is None or item.value is None:
        return ()
    span = item.value_span or item.span
    refs: list[str] = []
    for words in re.split("[,;]", item.value.text):
        if not words.strip():
            continue
        was = _checked_ref(words.strip(), span, found)
        if was == ref:
            found.append(diagnose("CH218", span, f'"{was}" is the ref the promise has now', f"- {item.label}: old-ref"))
        elif was not in refs:
            refs.append(was)
    return tuple(refs)


def with_unique_refs(expectations: Sequence[Expectation], found: list[Diagnostic]) -> tuple[Expectation, ...]:
    """Return the promises, each with a ref that no other has: the second of two is called `ref-2`."""
    taken: dict[str, Expectation] = {}
    for expectation in expectations:
        if expectation.has_own_ref:
            taken.setdefault(expectation.ref, expectation)
    unique: list[Expectation] = []
    numbers: dict[str, int] = {}
    for expectation in expectations:
        owner = taken.setdefault(expectation.ref, expectation)
        ref = expectation.ref
        if owner is not expectation:
            number = numbers.get(ref, 2)
            while (made := f"{ref}-{number}") in taken:
                number += 1
            numbers[ref] = number + 1
            ref = made
            message = f'two promises have the ref "{expectation.ref}"; this one is read as "{ref}"'
            span = _span_of(expectation, FieldKey.REF)
            related = (_span_of(owner, FieldKey.REF),)
            found.append(diagnose("CH201", span, message, f"- Ref: {ref}", related=related))
        elif not expectation.has_own_ref:
            message = f'"{expectation.title.text}" has no ref of its own; its heading gives "{ref}"'
            found.append(diagnose("CH203", expectation.span, message, f"- Ref: {ref}"))
        unique.append(expectation if ref == expectation.ref else replace(expectation, ref=ref))
        taken[ref] = taken.get(ref, expectation)
    return tuple(unique)


def _span_of(expectation: Expectation, key: FieldKey) -> Span:
    """Return where a field stands, or where the promise begins when it has no such field."""
    return next((field.span for field in expectation.fields if field.key is key), expectation.span)
