"""Edits of a text, put into the bytes it was read from: everything outside them stays, line ends included."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from charter.source import SourceText

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """`text` in place of what stands from `start` to `end`, offsets into a `SourceText`."""

    start: int
    end: int
    text: str


def line_start(source: SourceText, line: int) -> int:
    """Return the offset at which a line begins, counted from 1."""
    at = 0
    for _ in range(line - 1):
        at = source.text.index("\n", at) + 1
    return at


def lines_edit(source: SourceText, first: int, last: int, text: str) -> Edit:
    """Return the edit that puts `text` in place of the lines from `first` to `last`, the end of the last apart."""
    start = line_start(source, first)
    length = sum(len(source.line(number)) + 1 for number in range(first, last + 1)) - 1
    return Edit(start, start + length, text)


def with_edits(raw: str, edits: Iterable[Edit]) -> str:
    r"""Return a file's text with edits made, which do not overlap.

    `raw` is the text as it stands in the file, with its byte order mark and its own line ends; the offsets of the edits
    count each of those as one `\n` and the mark as nothing. New lines end as the first line of the file does.
    """
    mark = _MARK if raw.startswith(_MARK) else ""
    body = raw.removeprefix(_MARK)
    pairs = [match.start() - number for number, match in enumerate(re.finditer("\r\n", body))]
    first = re.search("\r\n|\r|\n", body)
    line_end = first[0] if first else "\n"
    parts, at = [mark], 0
    for edit in sorted(edits):
        start, end = (offset + bisect_left(pairs, offset) for offset in (edit.start, edit.end))
        parts += [body[at:start], edit.text.replace("\n", line_end)]
        at = end
    return "".join([*parts, body[at:]])
