"""Diagnostics as lines for people."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from charter.source import Diagnostic, Severity, Span

_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;36m"}
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_NOUNS = {
    Severity.ERROR: ("error", "errors"),
    Severity.WARNING: ("warning", "warnings"),
    Severity.INFO: ("note", "notes"),
}
# Controls, and marks that turn the direction of text: a quoted file must not be able to steer a terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def ordered(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each diagnostic once, by file, then by place, the most serious first where they share one."""
    return sorted(dict.fromkeys(diagnostics), key=_place)


def _place(item: Diagnostic) -> tuple[str, int, int, int, str, str]:
    seriousness = list(Severity).index(item.severity)
    return item.span.path, item.span.line or 0, item.span.column or 0, seriousness, item.code, item.message


def diagnostic_lines(diagnostics: Iterable[Diagnostic], *, colours: bool = False) -> Iterator[str]:
    """Yield the lines that show `diagnostics`: `file:line:column: severity CODE name: message`, then the hint."""
    for item in ordered(diagnostics):
        severity, where = str(item.severity), place(item.span)
        message, code = visible(item.message, indent="    "), f"{item.code} {item.name}"
        if colours:
            severity = f"{_COLOURS[item.severity]}{severity}{_PLAIN}"
            where, code = f"{_BOLD}{where}{_PLAIN}", f"{_DIM}{code}{_PLAIN}"
        yield f"{where}: {severity} {code}: {message}"
        for span in item.related:
            yield f"  see: {place(span)}"
        if item.hint:
            yield f"  hint: {visible(item.hint, indent='        ')}"


def place(span: Span) -> str:
    """Return `file:line:column`, as far as it is known."""
    known = [span.path or "(no file)"]
    if span.line is not None:
        known.append(str(span.line))
        if span.column is not None:
            known.append(str(span.column))
    return visible(":".join(known))


def visible(words: str, *, indent: str = "") -> str:
    """Return `words` with controls written out, and every further line indented."""
    shown = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", words)
    return shown.replace("\n", f"\n{indent}")


def count_words(diagnostics: Iterable[Diagnostic]) -> str:
    """Return how many there are of each severity, in how many files: `2 errors, 1 note in 1 file`; `""` for none."""
    items = ordered(diagnostics)
    numbers = Counter(item.severity for item in items)
    parts = [number_of(numbers[severity], *_NOUNS[severity]) for severity in Severity if numbers[severity]]
    files = len({item.span.path for item in items})
    return f"{', '.join(parts)} in {number_of(files, 'file', 'files')}" if parts else ""


def number_of(count: int, one: str, many: str) -> str:
    """Return `1 page`, `2 pages`."""
    return f"{count} {one if count == 1 else many}"
