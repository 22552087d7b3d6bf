"""The items of a list: their words, labels, values and boxes, with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charter.model.prose import Inline
from charter.reading.inline import Notes, write_inline
from charter.reading.labels import MAX_LABEL, labelled, task
from charter.reading.nodes import ListItem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from charter.reading.blocks import Piece
    from charter.source import SourceText, Span

_LETTERS = re.compile(r"\w+")
_COLON = re.compile("[:：﹕]")
_BOX = re.compile(r"\[[ xX]\]\s+")


def read_item(
    source: SourceText, inner: Sequence[Token], piece: Piece, *, line: int, number: int | None, span: Span
) -> ListItem:
    """Return one item of a list: `inner` are the tokens between its tags, `piece` is what was written for them.

    `line` is the line of its first paragraph.
    """
    if not inner or inner[0].type != "paragraph_open":
        words = Inline(text=piece.words, html="".join(piece.html), links=tuple(piece.links), span=span)
        return ListItem(words=words, is_simple=False, number=number, span=span)
    children = inner[1].children or []
    box = task(children)
    if box is not None:
        children = box.rest
    first = write_inline(children, Notes(source), line, span=span)
    rest = _rest(inner, piece, len(first.links), has_box=box is not None)
    words = _joined(first, rest, span)
    found = labelled(children)
    value = value_span = None
    if found is not None:
        column = _value_column(source.line(line), inner[1].content, found.label, is_emphasised=found.is_emphasised)
        value_span = source.span(line, column, span.end_line, span.end_column)
        value = write_inline(found.value, Notes(source), line, column, value_span)
        value = _joined(value, rest, value_span)
    return ListItem(
        words=words,
        is_simple=rest is None,
        label=found.label if found else None,
        value=value,
        number=number,
        is_checked=box.is_checked if box else None,
        span=span,
        value_span=value_span,
    )


def _rest(inner: Sequence[Token], piece: Piece, links: int, *, has_box: bool) -> Piece | None:
    """Return what was written for the blocks after an item's first paragraph, which has `links` links."""
    if len(inner) == 3:
        return None
    is_loose = piece.html[0] == "<p>"
    return piece.since((is_loose + has_box + 1 + is_loose, 1, links))


def _joined(words: Inline, rest: Piece | None, span: Span) -> Inline:
    """Return the words of an item's first paragraph, or a part of them, with the blocks that come after it."""
    if rest is None:
        return words
    text = "\n".join(part for part in (words.text, rest.words) if part)
    html = "\n".join((words.html, "".join(rest.html).lstrip("\n")))
    return Inline(text=text, html=html, links=(*words.links, *rest.links), span=span)


def _value_column(words: str, content: str, label: str, *, is_emphasised: bool) -> int:
    """Return the column of the first sign of a value: the parser does not say it, so the label is found again."""
    start = max(words.rfind(content.split("\n", 1)[0].rstrip()), 0)
    if box := _BOX.match(words, start):
        start = box.end()
    wanted = _LETTERS.findall(label)
    colons = [match.end() for match in _COLON.finditer(words, start, start + 4 * MAX_LABEL)]
    # A label with markup of its own is not found by its letters: its colon is the first that ends a word.
    after = next((colon for colon in colons if _LETTERS.findall(words[start : colon - 1]) == wanted), None) or next(
        (colon for colon in colons if not words[colon : colon + 1].strip()), start
    )
    while is_emphasised and words[after : after + 1] in ("*", "_", "~"):
        after += 1
    return len(words) - len(words[after:].lstrip()) + 1
