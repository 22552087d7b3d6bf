"""Markdown → top-level nodes, each with the words and the safe HTML that a reader sees and its place in the file."""

from __future__ import annotations

import gc
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from charter.model.prose import Block, BlockKind
from charter.reading.nodes import Cell, ListItem, Node, Table
from charter.reading.slugs import Anchors, anchor
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from charter.reading.blocks import Piece

_KINDS = {
    "paragraph_open": BlockKind.PARAGRAPH,
    "heading_open": BlockKind.HEADING,
    "bullet_list_open": BlockKind.LIST,
    "ordered_list_open": BlockKind.LIST,
    "blockquote_open": BlockKind.QUOTE,
    "fence": BlockKind.CODE,
    "code_block": BlockKind.CODE,
    "table_open": BlockKind.TABLE,
    "hr": BlockKind.RULE,
}
_ID = re.compile(r"[\w.:-]+")
_HEADING_MARK = re.compile(r"\s*(?:#{1,6}(?:\s+|$))?")
_AFTER_NUMBER = re.compile(r"[\\.)*_\s]*")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*")


def read_nodes(source: SourceText, first_line: int = 1) -> Reading[tuple[Node, ...]]:
    """Return the top-level blocks of a text from `first_line` on; every word of it is in one of them.

    Raw HTML is shown as text (CH133), links of unknown schemes keep their words only (CH132), what is nested too deep
    is plain text (CH124), and a row's cells beyond the head are kept (CH134). `<!-- charter: … -->` is not shown.
    """
    from charter.reading.parser import RAW_HTML, parse

    # A page makes thousands of small objects and no cycles worth looking for: collecting costs a third of the time.
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        toml = _toml_block(source) if first_line == 1 else None
        reader = _Reader(source, (toml.span.end_line or 0) + 1 if toml else first_line)
        tokens, env = parse(reader.text)
        nodes = tuple(reader.nodes(tokens))
        diagnostics = reader.notes.diagnostics
        if RAW_HTML in env:
            diagnostics.insert(0, reader.raw_html(tokens, env[RAW_HTML]))
    finally:
        if was_enabled:
            gc.enable()
    return Reading((toml, *nodes) if toml else nodes, tuple(diagnostics))


def _toml_block(source: SourceText) -> Node | None:
    """Return the TOML front matter of other tools as code, so that nothing of it is lost."""
    if not _TOML_FENCE.fullmatch(source.line(1)):
        return None
    from charter.reading.inline import escape

    for number in range(2, source.line_count + 1):
        if _TOML_FENCE.fullmatch(source.line(number)):
            words = "\n".join(source.line(line) for line in range(1, number + 1))
            span = source.span(1, 1, number, len(source.line(number)) + 1)
            html = f'<pre><code class="language-toml">{escape(words)}\n</code></pre>\n'
            return Node(block=Block(kind=BlockKind.CODE, text=words, html=html, span=span), span=span)
    return None


def _written_ids(tokens: Sequence[Token]) -> Iterator[str]:
    """Yield what `{#id}` gives to the headings of a text."""
    from charter.reading.labels import without_id

    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.level == 0 and "{#" in inline.content:
            _, written = without_id(inline.children or [])
            if written and _ID.fullmatch(written):
                yield written


class _Reader:
    def __init__(self, source: SourceText, first_line: int) -> None:
        from charter.reading.inline import Notes

        self.source = source
        self.first_line = first_line
        self.offset = 0
        for _ in range(first_line - 1):
            self.offset = source.text.find("\n", self.offset) + 1 or len(source.text)
        # One sign for one sign, so that offsets stay true; `decode` has already reported both.
        self.text = source.text[self.offset :].replace("\0", "\ufffd").replace("\r", " ")
        self.notes = Notes(source)
        self.anchors = Anchors()

    def nodes(self, tokens: Sequence[Token]) -> Iterator[Node]:
        self.anchors = Anchors(_written_ids(tokens))
        start = 0
        for index, token in enumerate(tokens):
            if token.level == 0 and token.nesting <= 0:
                node = self._node(tokens[start : index + 1])
                if node.block.html:
                    yield node
                start = index + 1

    def raw_html(self, tokens: Sequence[Token], tag: str) -> Diagnostic:
        """Say where the first HTML stands."""
        span = self.source.span(self.first_line)
        for token in tokens:
            if token.type == "inline" and tag in token.content:
                above = token.content[: token.content.index(tag)].count("\n")
                span = self.source.span_of(tag.partition("\n")[0], self._line_of(token) + above)
                break
        message = f'"{tag[:60]}" is HTML; in this file all HTML is shown as text'
        return diagnose("CH133", span, message, "write it as Markdown; what is meant as code goes between backticks")

    def _node(self, tokens: Sequence[Token]) -> Node:
        from charter.reading.blocks import BlockWriter

        first = tokens[0]
        span = self._span(first)
        kind = _KINDS.get(first.type, BlockKind.PLAIN)
        if kind is BlockKind.HEADING:
            return self._heading(first, tokens[1], span)
        if kind is BlockKind.PARAGRAPH:
            self._note_broken_table(tokens[1])
        elif first.type == "fence":
            self._note_unclosed(first, span)
        writer = BlockWriter(self.notes, self.first_line, self.offset)
        writer.write(tokens)
        piece = writer.piece
        html = "".join(piece.html)
        if kind is BlockKind.PARAGRAPH and not piece.words and not piece.links:  # it held directives and nothing else
            html = ""
        block = Block(kind=kind, text=piece.words, html=html, links=tuple(piece.links), span=span)
        table = items = None
        if kind is BlockKind.TABLE:
            head, *rows = (tuple(Cell(words=cell, span=cell.span) for cell in row) for row in writer.rows)
            table = Table(head=head, rows=tuple(rows), span=span)
        elif kind is BlockKind.LIST:
            items = tuple(self._items(tokens, writer.items))
        return Node(block=block, table=table, items=items or (), span=span)

    def _line_of(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def _span(self, token: Token) -> Span:
        """Return the lines of a block, from its first sign to the end of its last line that is not blank."""
        line = end_line = self._line_of(token)
        if token.map:
            end_line = token.map[1] + self.first_line - 1
        words = last = self.source.line(line)
        if end_line > line:
            last = self.source.line(end_line)
            while end_line > line and not last.strip():
                end_line -= 1
                last = self.source.line(end_line)
        column = len(words) - len(words.lstrip()) + 1
        return self.source.span(line, column, end_line, len(last.rstrip()) + 1)

    def _note_broken_table(self, inline: Token) -> None:
        from charter.reading.tables import broken_head

        if "|" not in inline.content or (broken := broken_head(inline.content.split("\n"))) is None:
            return
        above, columns, dashes = broken
        line = self._line_of(inline) + above + 1
        words = self.source.line(line).strip()
        message = f'columns in "{words[:60]}": {dashes}, in the head above it: {columns}; so this is shown as text'
        self.notes.diagnostics.append(
            diagnose("CH137", self.source.span_of(words, line), message, "|" + "---|" * min(columns, 100))
        )

    def _note_unclosed(self, fence: Token, span: Span) -> None:
        last = self.source.line(span.end_line or 0).strip()
        if span.end_line == span.line or not last.startswith(fence.markup) or last.strip(fence.markup[0]):
            words = self.source.line(span.line or 0).strip()
            message = f'the code that "{words[:60]}" begins is never closed, so all that follows is shown as code'
            place = self.source.span_of(words, span.line or 1)
            self.notes.diagnostics.append(
                diagnose(
                    "CH138",
                    place,
                    message,
                    f"close it with a line {fence.markup[:10]}{'…' if len(fence.markup) > 10 else ''}",
                )
            )

    def _heading(self, opening: Token, inline: Token, span: Span) -> Node:
        from charter.reading.inline import Notes, escape, write_inline
        from charter.reading.labels import without_id, without_number

        children, written_id = without_id(inline.children or [])
        line = self._line_of(inline)
        words = write_inline(children, self.notes, line)
        unnumbered = without_number(children)
        heading = words if unnumbered is children else write_inline(unnumbered, Notes(self.source), line)
        if written_id and _ID.fullmatch(written_id):
            made = self.anchors.claim(written_id)
        else:
            made = self.anchors.unique(anchor(words.text))
        tag = opening.tag
        block = Block(
            kind=BlockKind.HEADING,
            text=words.text,
            html=f'<{tag} id="{escape(made)}">{words.html}</{tag}>\n',
            links=words.links,
            level=int(tag[1]),
            anchor=made,
            span=span,
        )
        number = words.text.removesuffix(heading.text)
        place = self._heading_place(line, inline.content, number, written_id)
        return Node(block=block, heading=replace(heading, span=place), heading_id=written_id, span=span)

    def _heading_place(self, line: int, content: str, number: str, written_id: str | None) -> Span:
        """Return where the words of a heading stand, between its number and its id."""
        words = self.source.line(line)
        mark = _HEADING_MARK.match(words)
        start = mark.end() if mark else 0
        shown = content.partition("\n")[0]
        end = start + len(shown.rstrip())
        if written_id:
            end = start + len(shown.removesuffix(f"{{#{written_id}}}").rstrip())
        signs = number.strip().rstrip(".)")
        if signs and (at := words.find(signs, start)) >= 0 and (after := _AFTER_NUMBER.match(words, at + len(signs))):
            start = after.end()
        return self.source.span(line, start + 1, line, max(end, start) + 1)

    def _items(self, tokens: Sequence[Token], pieces: Sequence[Piece]) -> Iterator[ListItem]:
        from charter.reading.items import read_item

        number = int(tokens[0].attrs.get("start", 1)) if tokens[0].type == "ordered_list_open" else None
        start = count = 0
        for index, token in enumerate(tokens):
            if token.level != 1:
                continue
            if token.type == "list_item_open":
                start = index
            elif token.type == "list_item_close":
                inner = tokens[start + 1 : index]
                line = self._line_of(inner[0] if inner else tokens[start])
                span = self._span(tokens[start])
                yield read_item(
                    self.source,
                    inner,
                    pieces[count],
                    line=line,
                    number=None if number is None else number + count,
                    span=span,
                )
                count += 1
