"""A translation beside its original: the same promises, with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from charter.model.target import Target
from charter.model.text import CharterText, Expectation
from charter.source import Diagnostic, Severity, diagnose

_BLANK = r"[ \u00a0\u2009\u202f]"
_COMMA_NUMBER = re.compile(rf"\d{{1,3}}(?:{_BLANK}\d{{3}})+(?:,\d+)?|\d+(?:,\d+)?")
_POINT_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_POINT_LANGUAGES = frozenset({"en", "ga", "zh", "ja", "ko", "he", "hi", "th"})


def check_translation(original: CharterText, translation: CharterText) -> tuple[Diagnostic, ...]:
    """Return where a translation promises something that the original does not, or with other numbers.

    A promise that the translation leaves out is no problem: the original's words stand in for it.
    """
    known = {expectation.ref: expectation for expectation in original.expectations}
    found: list[Diagnostic] = []
    for expectation in translation.expectations:
        if expectation.ref in known:
            found.extend(_compare(known[expectation.ref], original, expectation, translation))
        else:
            message = f'"{expectation.title.text}" has the ref "{expectation.ref}", which the original has not'
            hint = _free_ref(known, translation)
            found.append(diagnose("CH162", expectation.span, message, hint))
    return tuple(found)


def _free_ref(known: dict[str, Expectation], translation: CharterText) -> str | None:
    """Return the ref that is most likely meant: the first of the original that is not translated yet."""
    taken = {expectation.ref for expectation in translation.expectations}
    free = next((ref for ref in known if ref not in taken), None)
    return f"- Ref: {free}" if free else None


def _compare(
    before: Expectation, original: CharterText, after: Expectation, translation: CharterText
) -> Iterator[Diagnostic]:
    if not after.targets:
        return
    if len(before.targets) != len(after.targets):
        message = (
            f'"{after.title.text}" has {_targets(len(after.targets))}, the original {_targets(len(before.targets))}'
        )
        hint = "\n".join(target.text for target in before.targets) or None
        # A target left out is still promised by the original; one too many is promised by nobody.
        severity = Severity.INFO if len(after.targets) < len(before.targets) else None
        yield diagnose("CH161", after.span, message, hint, severity=severity, related=(before.span,))
    for source, target in zip(before.targets, after.targets, strict=False):
        if not _says_the_same(source, original.language, target, translation.language):
            message = f'"{target.text}" has other numbers than the original, "{source.text}"'
            yield diagnose("CH161", target.span, message, source.text, related=(source.span,))


def _says_the_same(source: Target, source_language: str, target: Target, language: str) -> bool:
    """Whether two targets say the same amounts; only their digits can tell where one of them is not computed."""
    has_same_digits = _numbers(source.text, source_language) == _numbers(target.text, language)
    if source.measure is target.measure and source.is_computed:
        has_same_amounts = _amounts(source) == _amounts(target)
        return has_same_amounts and (has_same_digits or source.condition is None or target.condition is None)
    return has_same_digits


def _amounts(target: Target) -> tuple[object, ...]:
    return (target.value, target.unit, target.threshold, target.threshold_unit)


def _numbers(text: str, language: str) -> list[Decimal]:
    """Return the numbers written in digits, smallest first."""
    if language.split("-", 1)[0].lower() in _POINT_LANGUAGES:
        return sorted(Decimal(words.replace(",", "")) for words in _POINT_NUMBER.findall(text))
    found = _COMMA_NUMBER.findall(text)
    return sorted(Decimal(re.sub(_BLANK, "", words).replace(",", ".")) for words in found)


def _targets(count: int) -> str:
    return "1 target" if count == 1 else f"{count} targets"
