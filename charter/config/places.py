"""Where in a file of settings a table or a key stands."""

from __future__ import annotations

import re

from charter.source import SourceText, Span


def header_span(source: SourceText, table: tuple[str, ...]) -> Span:
    """Return where the table begins; the start of the file when it is written in another way."""
    for number, path, _key in _lines(source):
        if path[: len(table)] == table:
            return source.span(number, 1)
    return source.span(1, 1)


def setting_span(source: SourceText, *path: str) -> Span:
    """Return where the key of a setting stands, or else where the nearest table around it begins.

    `tomllib` does not say, so the lines are looked through.
    """
    for number, found, column in _lines(source):
        if found[: len(path)] == path:
            return source.span(number, column)
    return setting_span(source, *path[:-1]) if len(path) > 1 else source.span(1, 1)


def _lines(source: SourceText) -> list[tuple[int, tuple[str, ...], int]]:
    """Return each line that sets a key or opens a table: its number, the whole path of keys, the key's column."""
    found: list[tuple[int, tuple[str, ...], int]] = []
    table: tuple[str, ...] = ()
    inside: str | None = None
    for number in range(1, source.line_count + 1):
        line = source.line(number)
        if inside is None:
            match = _LINE.match(line)
            if match:
                keys = tuple(part[0] or part[1] or part[2] for part in _PART.findall(match["keys"]))
                is_header = bool(match["open"])
                table = keys if is_header else table
                path = keys if is_header else (*table, *keys)
                found.append((number, path, match.start("keys") + 1))
        for quotes in _TRIPLE.findall(line):
            inside = quotes if inside is None else None if inside == quotes else inside
    return found


_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_PART = re.compile(r""""([^"\n]*)"|'([^'\n]*)'|([A-Za-z0-9_-]+)""")
_LINE = re.compile(rf"\s*(?P<open>\[{{1,2}}\s*)?(?P<keys>{_KEY}(?:\s*\.\s*{_KEY})*)\s*(?(open)\]|=)")
_TRIPLE = re.compile(r'"""|' + "'''")
