"""Rules on translations: that they follow their original, as far as their shape can tell."""

from __future__ import annotations

from collections.abc import Iterator

from charter.check.subject import Subject
from charter.model.text import Expectation, Rubric
from charter.source import Diagnostic, diagnose

_SHOWN = 5


def find_untranslated_promises(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the promises that a translation leaves out; readers of it get the original's words."""
    original = subject.charter.text
    for tag, translation in subject.charter.translations if original else ():
        there = {promise.ref for promise in translation.expectations}
        lacking = [promise for promise in original.expectations if promise.ref not in there] if original else []
        if lacking:
            shown = ", ".join(f'"{promise.ref}"' for promise in lacking[:_SHOWN])
            more = f" and {len(lacking) - _SHOWN} more" if len(lacking) > _SHOWN else ""
            message = f'{shown}{more} {"is" if len(lacking) == 1 else "are"} not translated into "{tag}"'
            related = tuple(promise.span for promise in lacking[:_SHOWN])
            yield diagnose("CH164", translation.span, message, f"- Ref: {lacking[0].ref}", related=related)


def find_differing_rubrics(subject: Subject) -> Iterator[Diagnostic]:
    """Yield rubrics of a translation with other rows or levels than the original's.

    Rows and levels are matched by their place, so one that is missing moves all that come after it.
    """
    original = subject.charter.text
    known = {promise.ref: promise for promise in original.expectations} if original else {}
    for _, translation in subject.charter.translations:
        for promise in translation.expectations:
            source = known.get(promise.ref)
            if promise.rubric is None or source is None:
                continue
            here, there = _size(promise.rubric), _size(source.rubric) if source.rubric else "none"
            if here != there:
                message = f'the rubric of "{promise.title.text}" has {here}, the original {there}'
                hint = _hint(source)
                yield diagnose("CH165", promise.rubric.span, message, hint, related=(source.span,))


def _size(rubric: Rubric) -> str:
    rows, levels = len(rubric.criteria), len(rubric.levels)
    return f"{rows} row{'s' * (rows != 1)} and {levels} level{'s' * (levels != 1)}"


def _hint(source: Expectation) -> str | None:
    if source.rubric is None:
        return "leave the table out, or write one in the original as well"
    return "\n".join(f"| {criterion.name.text} |" for criterion in source.rubric.criteria)
