"""Changes as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charter.compare.changes import Change, Direction
from charter.model.text import Expectation
from charter.report.changes import (
    NO_CHANGE,
    Comparison,
    is_whole,
    place_words,
    remark,
    shortened,
    shown_words,
    tally,
)
from charter.report.lines import BOLD, GREEN, RED, WIDTH, YELLOW, columns, marked, padded, painted, wrapped
from charter.report.text import visible

INDENT = " " * 11
_TITLE_WIDTH = 40
_COLOURS = {
    Direction.WEAKER: RED,
    Direction.WITHDRAWN: RED,
    Direction.UNCLEAR: YELLOW,
    Direction.TRADED: YELLOW,
    Direction.STRONGER: GREEN,
    Direction.ADDED: GREEN,
    Direction.NEUTRAL: BOLD,
}


def change_lines(comparison: Comparison, *, head: str | None = None, colours: bool = False) -> Iterator[str]:
    """Yield the lines that show a comparison: what it calls for, a block for each change, and who must sign again.

    `head` stands on the first line instead of the title and the names of the two texts.
    """
    head = visible(head or f"{comparison.title}, {comparison.names}")
    if comparison.call is None:
        yield head
        yield NO_CHANGE
        return
    call = f"calls for {comparison.call}"
    room = WIDTH - columns(head) - len(call)
    if room < 3:
        yield painted(head, BOLD, colours)
        yield f"{call:>{WIDTH}}"
    else:
        yield f"{painted(head, BOLD, colours)}{' ' * room}{call}"
    yield ""
    yield from block_lines(comparison, comparison.ordered, colours=colours)
    yield ""
    yield from wrapped(visible(tally(comparison)))
    yield visible(comparison.sign_again)


def block_lines(comparison: Comparison, changes: Iterable[Change], *, colours: bool = False) -> Iterator[str]:
    """Yield a block of lines for each of the changes: what it is, which promise, and the words."""
    for change in changes:
        title = visible(" ".join(comparison.title_of(change).split()))
        if change.ref:
            title = f"{padded(title, _TITLE_WIDTH)}  {visible(change.ref)}"
        yield from wrapped(title, INDENT, first=direction_word(change, colours=colours))
        promise = comparison.promise_of(change)
        if promise:
            yield from promise_lines(promise)
        yield from detail_lines(change, colours=colours)


def direction_word(change: Change, *, colours: bool = False) -> str:
    """Return the word for a change as it stands before its block: its direction, or its kind where it has none."""
    word = str(change.kind if change.direction is Direction.NEUTRAL else change.direction)
    return painted(f"{word:<{len(INDENT)}}", _COLOURS[change.direction], colours)


def detail_lines(
    change: Change, indent: str = INDENT, *, colours: bool = False, first: str | None = None
) -> Iterator[str]:
    """Yield what a change says: a remark, and the words that are gone and that came; `first` begins the first line."""
    note, place = remark(change), place_words(change)
    words = "" if is_whole(change) else marked(shown_words(change))
    if note:
        yield from wrapped(
            f"{visible(note)}:" if words and change.before != change.after else visible(note), indent, first=first
        )
        first = None
    if words:
        label = f"{visible(place)}   " if place else ""
        yield from wrapped(f"{label}{words}", indent, colours=colours, first=first)


def promise_lines(promise: Expectation, indent: str = INDENT) -> Iterator[str]:
    """Yield what a promise says, in short: its first words and its targets."""
    words = next((block.text for block in promise.before if block.text.strip()), "")
    if words:
        yield from wrapped(visible(shortened(" ".join(words.split()))), indent)
    for target in promise.targets:
        label = f"Target ({target.segment})" if target.segment else "Target"
        yield from wrapped(visible(f"{label}   {target.text}"), indent)
