"""Changes as lines for people at a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from charter.compare.changes import Change, Direction
from charter.compare.worddiff import PieceKind
from charter.report.changes import NO_CHANGE, Comparison, place_words, remark, shown_words, tally
from charter.report.text import visible

_WIDTH = 80
_INDENT = " " * 11
_TITLE_WIDTH = 40
_MARKS = {PieceKind.SAME: ("", ""), PieceKind.REMOVED: ("[-", "-]"), PieceKind.INSERTED: ("{+", "+}")}
_RED, _GREEN, _YELLOW, _BOLD, _PLAIN = "\x1b[31m", "\x1b[32m", "\x1b[33m", "\x1b[1m", "\x1b[0m"
_COLOURS = {
    Direction.WEAKER: _RED,
    Direction.WITHDRAWN: _RED,
    Direction.UNCLEAR: _YELLOW,
    Direction.TRADED: _YELLOW,
    Direction.STRONGER: _GREEN,
    Direction.ADDED: _GREEN,
    Direction.NEUTRAL: _BOLD,
}
# What stands for the beginning and end of a colour while lines are broken; `visible` lets neither into the words.
_REMOVED, _INSERTED, _END = "\x01", "\x02", "\x03"
_STARTS = {PieceKind.SAME: "", PieceKind.REMOVED: _REMOVED, PieceKind.INSERTED: _INSERTED}


def change_lines(comparison: Comparison, *, colours: bool = False) -> Iterator[str]:
    """Yield the lines that show a comparison: what it calls for, a block for each change, and who must sign again."""
    head = visible(f"{comparison.after.title}, {comparison.names}")
    if comparison.call is None:
        yield head
        yield NO_CHANGE
        return
    call = f"calls for {comparison.call}"
    yield f"{_painted(head, _BOLD, colours)}{' ' * max(_WIDTH - len(head) - len(call), 3)}{call}"
    yield ""
    for change in comparison.ordered:
        yield from _block(comparison, change, colours=colours)
    yield ""
    yield from textwrap.wrap(visible(tally(comparison)), _WIDTH)
    yield visible(comparison.sign_again)


def _block(comparison: Comparison, change: Change, *, colours: bool) -> Iterator[str]:
    word = str(change.kind if change.direction is Direction.NEUTRAL else change.direction)
    title = visible(" ".join(comparison.title_of(change).split()))
    ref = f"  {visible(change.ref)}" if change.ref else ""
    yield f"{_painted(f'{word:<11}', _COLOURS[change.direction], colours)}{f'{title:<{_TITLE_WIDTH}}{ref}'.rstrip()}"
    note, place = remark(change), place_words(change)
    words = "".join(_marked(kind, visible(text)) for kind, text in shown_words(change))
    if note:
        yield from _wrapped(f"{visible(note)}:" if words and change.before != change.after else visible(note))
    is_title_alone = change.ref is not None and change.direction in {Direction.ADDED, Direction.WITHDRAWN}
    if words and not is_title_alone:
        label = f"{visible(place)}   " if place else ""
        for line in _wrapped(f"{label}{words}"):
            yield _coloured(line) if colours else _without_colours(line)


def _wrapped(words: str) -> list[str]:
    return textwrap.wrap(
        words,
        _WIDTH,
        initial_indent=_INDENT,
        subsequent_indent=_INDENT,
        break_on_hyphens=False,
        break_long_words=False,
    )


def _marked(kind: PieceKind, text: str) -> str:
    if kind is PieceKind.SAME:
        return text
    begin, end = _MARKS[kind]
    words = text.strip(" ")
    before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
    return f"{before}{_STARTS[kind]}{begin}{words}{end}{_END}{after}" if words else text


def _painted(words: str, colour: str, colours: bool) -> str:
    return f"{colour}{words}{_PLAIN}" if colours else words


def _coloured(line: str) -> str:
    return line.replace(_REMOVED, _RED).replace(_INSERTED, _GREEN).replace(_END, _PLAIN)


def _without_colours(line: str) -> str:
    return line.replace(_REMOVED, "").replace(_INSERTED, "").replace(_END, "")
