"""Block tokens → words, safe HTML and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charter.reading.inline import Notes, collapse, escape, write_inline
from charter.reading.labels import task
from charter.reading.parser import MAX_DEPTH, TOO_DEEP
from charter.source import diagnose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

    from charter.model.prose import Inline, Link

_MAX_PADDING = 20_000
_LANGUAGE = re.compile(r"[A-Za-z0-9_+#.-]{1,40}")
_TAGS = {
    "paragraph_open": "<p>", "paragraph_close": "</p>\n",
    "bullet_list_open": "<ul>\n", "bullet_list_close": "</ul>\n",
    "ordered_list_open": "<ol>\n", "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>", "list_item_close": "</li>\n",
    "blockquote_open": "<blockquote>\n", "blockquote_close": "</blockquote>\n",
    "hr": "<hr>\n",
}  # fmt: skip


@dataclass(slots=True)
class Piece:
    """What was written for a run of tokens: parts of HTML, the words of each paragraph, code block and cell, links."""

    html: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add(self, words: Inline) -> None:
        """Append words that were written."""
        self.html.append(words.html)
        self.text.append(words.text)
        self.links.extend(words.links)

    def since(self, mark: tuple[int, int, int]) -> Piece:
        """Return what was written after `mark`."""
        return Piece(self.html[mark[0] :], self.text[mark[1] :], self.links[mark[2] :])

    @property
    def mark(self) -> tuple[int, int, int]:
        """The place that has been reached."""
        return len(self.html), len(self.text), len(self.links)

    @property
    def words(self) -> str:
        """All words, the parts separated by line ends."""
        return "\n".join(part for part in self.text if part)


class BlockWriter:
    """Writes the tokens of one top-level block, and keeps the parts that readers look at.

    `first_line` is the number of the line on which the parsed text begins, `offset` where it begins in the file.
    """

    def __init__(self, notes: Notes, first_line: int, offset: int) -> None:
        self.notes = notes
        self.first_line = first_line
        self.offset = offset
        self.piece = Piece()
        self.items: list[Piece] = []
        """What stands inside each item of a top-level list."""
        self.rows: list[list[Inline]] = []
        """The cells of the last table, the head first."""

    def write(self, tokens: Sequence[Token]) -> None:
        """Write tokens; every block opened in them is closed in them."""
        html = self.piece.html
        mark = self.piece.mark
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "inline":
                self._inline(token, is_item=index > 1 and tokens[index - 2].type == "list_item_open")
            elif token.hidden:
                if kind == "paragraph_close" and tokens[index + 1].type != "list_item_close":
                    html.append("\n")
            elif kind == "list_item_open" and token.level == 1:
                html.append("<li>")
                mark = self.piece.mark
            elif kind == "list_item_close" and token.level == 1:
                self.items.append(self.piece.since(mark))
                html.append("</li>\n")
            elif kind == "table_open":
                index = self._table(tokens, index)
            else:
                html.append(self._tag(token))
            index += 1

    def line_of(self, token: Token) -> int:
        """Return the number of the line on which a token begins."""
        return self.first_line + token.map[0] if token.map else self.first_line

    def _tag(self, token: Token) -> str:
        kind = token.type
        if kind == "ordered_list_open" and "start" in token.attrs:
            return f'<ol start="{int(token.attrs["start"])}">\n'
        if kind in _TAGS:
            return _TAGS[kind]
        if kind in ("heading_open", "heading_close"):
            return f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>\n"
        self.piece.text.append(token.content.rstrip("\n"))
        if kind == TOO_DEEP:
            self._note_depth(token)
            return f"<pre>{escape(token.content)}</pre>\n"
        words = token.info.split(maxsplit=1)
        named = _LANGUAGE.match(words[0]) if words else None
        language = f' class="language-{named[0]}"' if named else ""
        return f"<pre><code{language}>{escape(token.content)}</code></pre>\n"

    def _inline(self, token: Token, *, is_item: bool) -> None:
        children = token.children or []
        box = task(children) if is_item else None
        if box is None:
            self.piece.add(write_inline(children, self.notes, self.line_of(token)))
            return
        sign = "☑ " if box.is_checked else "☐ "
        self.piece.html.append(sign)
        self.piece.add(write_inline(box.rest, self.notes, self.line_of(token)))
        self.piece.text[-1] = sign + self.piece.text[-1]

    def _note_depth(self, token: Token) -> None:
        shown = collapse(token.content)[:60]
        message = f'"{shown}" is nested more than {MAX_DEPTH} levels deep and is shown as plain text'
        span = self.notes.source.span_of(shown.split(" ")[0], self.line_of(token))
        self.notes.diagnostics.append(diagnose("CH124", span, message, "start a list or a heading of its own for it"))

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """Write a table, and return the index of its last token."""
        aligns = tokens[index].meta["aligns"]
        rows: list[list[Token]] = []
        while tokens[index + 1].type == "inline":
            index += 1
            if tokens[index].meta["row"] == len(rows):
                rows.append([])
            rows[-1].append(tokens[index])
        self.rows = [[self._cell(cell) for cell in row] for row in rows]
        width = max(len(row) for row in rows)
        aligns = [*aligns, *[""] * (width - len(aligns))]
        padding = _MAX_PADDING
        html = self.piece.html
        for number, row in enumerate(self.rows):
            html.append(("<table>\n<thead>\n<tr>", "<tbody>\n<tr>")[number] if number < 2 else "<tr>")
            for words, side in zip(row, aligns, strict=False):
                # A style attribute would break the pages' content security policy; an empty head is no head.
                tag, scope = ("th", ' scope="col"') if number == 0 and words.text else ("td", "")
                html.append(f'<{tag}{scope} class="align-{side}">' if side else f"<{tag}{scope}>")
                self.piece.add(words)
                html.append(f"</{tag}>")
            missing = min(width - len(row), padding)
            padding -= missing
            html.append("<td></td>" * missing + ("</tr>\n" if number else "</tr>\n</thead>\n"))
            if len(row) > len(rows[0]):
                self._note_extra_cells(rows[number], row, len(rows[0]))
        html.append("</tbody>\n</table>\n" if len(rows) > 1 else "</table>\n")
        return index + 1

    def _cell(self, token: Token) -> Inline:
        start, end = token.meta["start"] + self.offset, token.meta["end"] + self.offset
        line, column = self.notes.source.place(start)
        span = self.notes.source.span(line, column, line, column + end - start)
        return write_inline(token.children or (), self.notes, line, column, span)

    def _note_extra_cells(self, tokens: Sequence[Token], row: Sequence[Inline], expected: int) -> None:
        words = tokens[expected].content
        message = f'the row has {len(row)} cells and its head {expected}: "{words[:60]}" has no column head'
        hint = "write \\| for a bar that is part of the words, or give the head as many columns"
        self.notes.diagnostics.append(diagnose("CH134", row[expected].span, message, hint))
