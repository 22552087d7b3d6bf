"""Where the words of a value stand in its file, though the value has lost its markup and its line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from charter.source import Diagnostic, SourceText, Span


def placed(found: Iterable[Diagnostic], text: str, span: Span, source: SourceText) -> Iterator[Diagnostic]:
    """Yield diagnostics whose columns count through `text`, which stands at `span`, with the places in the file.

    Where the words cannot be found again, as after an entity, a value of several lines is pointed at as a whole.
    """
    line, column = span.line or 1, span.column or 1
    if source.line(line).startswith(text, column - 1):
        yield from found
        return
    places = _places(text, span, source)
    for item in found:
        start = (item.span.column or column) - column
        end = (item.span.end_column or column) - column
        if places and 0 <= start < end <= len(places):
            last_line, last_column = places[end - 1]
            yield replace(item, span=source.span(*places[start], last_line, last_column + 1))
        else:
            yield replace(item, span=span) if span.end_line != line else item


def _places(text: str, span: Span, source: SourceText) -> list[tuple[int, int]]:
    """Return line and column of every sign of `text`; nothing when more than markup stands between its words."""
    line, column = span.line or 1, span.column or 1
    last = max(span.end_line or line, line)
    words = source.line(line)
    found: list[tuple[int, int]] = []
    for sign in text:
        while column > len(words) or not _is_same(sign, words[column - 1]):
            if column <= len(words) and words[column - 1].isalnum():
                return []
            if column <= len(words):
                column += 1
            elif sign == " " and found:
                break
            elif line < last:
                line, column = line + 1, 1
                words = source.line(line)
            else:
                return []
        found.append((line, column))
        column += 1
    return found


def _is_same(sign: str, written: str) -> bool:
    return sign == written or (sign == " " and written.isspace())
