"""Lines for a terminal: how wide words are, where lines break, and colours that survive a break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from charter.compare.worddiff import PieceKind
from charter.report.changes import Shown
from charter.report.text import visible

WIDTH = 80
RED, GREEN, YELLOW, BOLD, PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
# What stands for the beginning and end of a colour while lines are broken; `visible` lets neither into the words.
_REMOVED, _INSERTED, _END = "\x01", "\x02", "\x03"
_COLOURS = {_REMOVED: RED, _INSERTED: GREEN}
_MARKS = {PieceKind.REMOVED: (f"{_REMOVED}[-", f"-]{_END}"), PieceKind.INSERTED: (f"{_INSERTED}{{+", f"+}}{_END}")}

_LETTER = re.compile(r"(?:\x01\[-|\x02\{\+)?.(?:(?:-\]|\+\})\x03)?", re.DOTALL)
"""A letter with the marks that belong to it."""


def columns(words: str) -> int:
    """Return how many columns of a terminal words take: two for a wide letter, none for what joins another."""
    if words.isascii():
        return sum(char >= " " for char in words)
    return sum(map(_columns_of, words))


def _columns_of(char: str) -> int:
    if char < " " or unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def padded(words: str, width: int) -> str:
    """Return words with blanks after them, to be `width` columns wide at least."""
    return words + " " * max(width - columns(words), 0)


def painted(words: str, colour: str, colours: bool) -> str:
    """Return words in a colour, where there are colours."""
    return f"{colour}{words}{PLAIN}" if colours else words


def marked(shown: Iterable[Shown]) -> str:
    """Return `[-gone-]` and `{+new+}` words among those that stayed, to be given to `wrapped`."""
    return "".join(_marked(kind, visible(text)) for kind, text in shown)


def _marked(kind: PieceKind, text: str) -> str:
    words = text.strip(" ")
    if kind is PieceKind.SAME or not words:
        return text
    begin, end = _MARKS[kind]
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}{begin}{words}{end}{after}"


def wrapped(words: str, indent: str = "", *, colours: bool = False, first: str | None = None) -> Iterator[str]:
    """Yield words, marked or not, as indented lines of no more than `WIDTH` columns where words allow it.

    `first` stands before the first line in place of the indent. A colour that is open at the end of a line is closed
    there and opened again in the next: pagers show each line by itself.
    """
    is_open = ""
    for place, line in enumerate(_broken(words, WIDTH - columns(indent))):
        begin = first if first is not None and not place else indent
        shown = _COLOURS.get(is_open, "") if colours else ""
        for char in line:
            if char in _COLOURS or char == _END:
                is_open = "" if char == _END else char
                shown += (_COLOURS.get(char, PLAIN)) if colours else ""
            else:
                shown += char
        yield f"{begin}{shown}{PLAIN if colours and is_open else ''}"


def _broken(words: str, room: int) -> Iterator[str]:
    line, width = "", 0
    for word in words.split(" "):
        for part in _parts(word, room):
            wide = columns(part)
            if line and width + 1 + wide > room:
                yield line.rstrip()
                line, width = part, wide
            else:
                line, width = (f"{line} {part}", width + 1 + wide) if line else (part, wide)
    if line.strip():
        yield line.rstrip()


def _parts(word: str, room: int) -> Iterator[str]:
    """Yield a word whole, or in lines where it is a text written without blanks; addresses are not broken."""
    if columns(word) <= room or not any(_columns_of(char) == 2 for char in word):
        yield word
        return
    part, width = "", 0
    for letter in _LETTER.findall(word):
        wide = columns(letter)
        if width + wide > room:
            yield part
            part, width = "", 0
        part, width = part + letter, width + wide
    yield part
