"""Markdown → top-level nodes, each with the words and the safe HTML that a reader sees and its place in the file."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from charter.model.prose import Block, BlockKind, Inline
from charter.reading.nodes import ListItem, Node, Table
from charter.reading.slugs import Anchors, anchor
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

    from charter.reading.blocks import BlockWriter

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
_LETTERS = re.compile(r"\w+")
_ID = re.compile(r"[\w.:-]+")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*")


def read_nodes(source: SourceText, first_line: int = 1) -> Reading[tuple[Node, ...]]:
    """Return the top-level blocks of a text from `first_line` on; every word of it is in one of them.

    Raw HTML is shown as text (CH133), links of unknown schemes keep their words only (CH132), what is nested too deep
    is plain text (CH124), and a row's cells beyond the head are kept (CH134). `<!-- charter: … -->` is not shown.
    """
    from charter.reading.parser import RAW_HTML, parse

    toml = _toml_block(source) if first_line == 1 else None
    if toml is not None:
        first_line = toml.span.end_line + 1 if toml.span.end_line else first_line
    reader = _Reader(source, first_line)
    tokens, env = parse(reader.text)
    nodes = tuple(reader.nodes(tokens))
    if RAW_HTML in env:
        reader.diagnostics.insert(0, reader.raw_html(tokens, env[RAW_HTML]))
    return Reading((toml, *nodes) if toml else nodes, tuple(reader.diagnostics))


def _toml_block(source: SourceText) -> Node | None:
    """Return the TOML front matter of other tools as code, so that nothing of it is lost."""
    if not _TOML_FENCE.fullmatch(source.line(1)):
        return None
    for number in range(2, source.line_count + 1):
        if _TOML_FENCE.fullmatch(source.line(number)):
            from charter.reading.inline import escape

            words = "\n".join(source.line(line) for line in range(1, number + 1))
            span = source.span(1, 1, number, len(source.line(number)) + 1)
            html = f'<pre><code class="language-toml">{escape(words)}\n</code></pre>\n'
            return Node(block=Block(kind=BlockKind.CODE, text=words, html=html, span=span), span=span)
    return None


class _Reader:
    def __init__(self, source: SourceText, first_line: int) -> None:
        from charter.reading.inline import Notes

        self.source = source
        self.first_line = first_line
        offset = 0
        for _ in range(first_line - 1):
            offset = source.text.find("\n", offset) + 1
        self.offset = offset
        # One sign for one sign, so that offsets stay true; `decode` has already reported both.
        self.text = source.text[offset:].replace("\0", "\ufffd").replace("\r", " ")
        self.notes = Notes(source)
        self.anchors = Anchors()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return self.notes.diagnostics

    def nodes(self, tokens: Sequence[Token]) -> Iterator[Node]:
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
            if token.type == "inline" and tag in token.content and token.map:
                above = token.content[: token.content.index(tag)].count("\n")
                span = self.source.span_of(tag.split("\n")[0], self.first_line + token.map[0] + above)
                break
        message = f'"{tag[:60]}" is HTML, which is shown as text here and below'
        return diagnose("CH133", span, message, "write it as Markdown, or put it between backticks: it is code then")

    def _node(self, tokens: Sequence[Token]) -> Node:
        first = tokens[0]
        span = self._span(first)
        kind = _KINDS.get(first.type, BlockKind.PLAIN)
        if kind is BlockKind.HEADING:
            return self._heading(tokens[1], first, span)
        writer = self._writer()
        writer.write(tokens)
        html = "".join(writer.html)
        if kind is BlockKind.PARAGRAPH and html == "<p></p>\n":
            html = ""
        text = "\n".join(part for part in writer.text if part)
        block = Block(kind=kind, text=text, html=html, links=tuple(writer.links), span=span)
        if kind is BlockKind.TABLE:
            return Node(block=block, table=self._table(tokens, span), span=span)
        items = tuple(self._items(tokens)) if kind is BlockKind.LIST else ()
        return Node(block=block, items=items, span=span)

    def _writer(self, *, is_silent: bool = False) -> BlockWriter:
        """Return a writer; a silent one writes what was written before, and must not report it again."""
        from charter.reading.blocks import BlockWriter
        from charter.reading.inline import Notes

        return BlockWriter(Notes(self.source) if is_silent else self.notes, self.first_line, self.offset)

    def _span(self, token: Token) -> Span:
        """Return the lines of a block, from its first sign to the end of its last line that is not blank."""
        first, last = token.map or [0, 1]
        line, end_line = first + self.first_line, last + self.first_line - 1
        while end_line > line and not self.source.line(end_line).strip():
            end_line -= 1
        words = self.source.line(line)
        column = len(words) - len(words.lstrip()) + 1
        return self.source.span(line, column, end_line, len(self.source.line(end_line)) + 1)

    def _heading(self, inline: Token, opening: Token, span: Span) -> Node:
        from charter.reading.inline import Notes, escape, write_inline
        from charter.reading.labels import without_id, without_number

        children, written_id = without_id(inline.children or [])
        line = self.first_line + (inline.map or [0])[0]
        words = write_inline(children, self.notes, line)
        plain = without_number(children)
        heading = words if plain is children else write_inline(plain, Notes(self.source), line)
        given = self.anchors.unique(written_id if written_id and _ID.fullmatch(written_id) else anchor(words.text))
        html = f'<{opening.tag} id="{escape(given)}">{words.html}</{opening.tag}>\n'
        level = int(opening.tag[1])
        block = Block(
            kind=BlockKind.HEADING, text=words.text, html=html, links=words.links, level=level, anchor=given, span=span
        )
        start = self._column_of(inline, line)
        content = self.source.line(line)[start - 1 :].rstrip()
        number = _words_before(content, words.text, heading.text)
        end = len(inline.content.split("\n")[0]) + start
        place = self.source.span(line, start + number, line, end)
        return Node(block=block, heading=replace(heading, span=place), heading_id=written_id, span=span)

    def _column_of(self, inline: Token, line: int) -> int:
        """Return the column at which the words of a block begin."""
        at = self.source.line(line).find(inline.content.split("\n")[0])
        return max(at, 0) + 1

    def _table(self, tokens: Sequence[Token], span: Span) -> Table:
        from charter.reading.blocks import rows_of
        from charter.reading.nodes import Cell

        writer = self._writer(is_silent=True)
        rows = []
        for row in rows_of(tokens[1:-1]):
            words = [writer.cell(token) for token in row]
            rows.append(tuple(Cell(words=cell, span=cell.span) for cell in words))
        return Table(head=rows[0], rows=tuple(rows[1:]), span=span)

    def _items(self, tokens: Sequence[Token]) -> Iterator[ListItem]:
        number = int(tokens[0].attrs.get("start", 1)) if tokens[0].type == "ordered_list_open" else None
        start = 0
        for index, token in enumerate(tokens):
            if token.level != 1:
                continue
            if token.type == "list_item_open":
                start = index
            elif token.type == "list_item_close":
                yield self._item(tokens[start], tokens[start + 1 : index], number)
                number = None if number is None else number + 1

    def _item(self, opening: Token, inner: Sequence[Token], number: int | None) -> ListItem:
        from charter.reading.inline import Notes, write_inline
        from charter.reading.labels import labelled, task

        span = self._span(opening)
        if not inner or inner[0].type != "paragraph_open":
            return ListItem(words=self._rest(inner, None, span), is_simple=False, number=number, span=span)
        inline = inner[1]
        line = self.first_line + (inline.map or [0])[0]
        children = inline.children or []
        box = task(children)
        if box is not None:
            children = box[0]
        first = write_inline(children, Notes(self.source), line, span=span)
        rest = inner[3:]
        words = self._rest(rest, first, span) if rest else first
        found = labelled(children)
        value = value_span = None
        if found is not None:
            column = self._value_column(inline, line, found.label, is_emphasised=found.is_emphasised)
            value_span = self.source.span(line, column, span.end_line, span.end_column)
            value = write_inline(found.value, Notes(self.source), line, column, value_span)
            if rest:
                value = self._rest(rest, value, value_span)
        return ListItem(
            words=words,
            is_simple=not rest,
            label=found.label if found else None,
            value=value,
            number=number,
            is_checked=box[1] if box else None,
            span=span,
            value_span=value_span,
        )

    def _rest(self, tokens: Sequence[Token], first: Inline | None, span: Span) -> Inline:
        """Return the words of an item's first paragraph with the blocks after it."""
        writer = self._writer(is_silent=True)
        writer.write(tokens)
        html, text, links = "".join(writer.html), writer.text, tuple(writer.links)
        if first is not None:
            html = f"{first.html}\n{html}"
            text = [first.text, *text]
            links = (*first.links, *links)
        return Inline(text="\n".join(part for part in text if part), html=html, links=links, span=span)

    def _value_column(self, inline: Token, line: int, label: str, *, is_emphasised: bool) -> int:
        """Return the column of the first sign of a value: the parser does not say it, so the label is found again."""
        words = self.source.line(line)
        start = self._column_of(inline, line) - 1
        wanted = _LETTERS.findall(label)
        colons = [match.start() for match in re.finditer("[:：﹕]", words[start:])]
        at = next((colon for colon in colons if _LETTERS.findall(words[start : start + colon]) == wanted), None)
        if at is None:
            return start + 1
        at += start + 1
        if is_emphasised:
            while at < len(words) and words[at] in "*_~":
                at += 1
        while at < len(words) and words[at].isspace():
            at += 1
        return at + 1


def _words_before(content: str, whole: str, part: str) -> int:
    """Return how many signs of a heading's line come before the words that are left without its number."""
    if whole == part:
        return 0
    number = whole[: len(whole) - len(part)].strip().rstrip(".)")
    at = content.find(number)
    match = re.compile(r"[\\.)*_\s]*").match(content, at + len(number)) if at >= 0 else None
    return match.end() if match else 0
