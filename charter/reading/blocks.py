"""Block tokens → words, safe HTML and links."""

from __future__ import annotations

import re
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


class BlockWriter:
    """The words, the HTML and the links of a run of block tokens, in order.

    `first_line` is the number of the line on which the parsed text begins, `offset` where it begins in the file.
    """

    def __init__(self, notes: Notes, first_line: int, offset: int) -> None:
        self.notes = notes
        self.first_line = first_line
        self.offset = offset
        self.text: list[str] = []
        self.html: list[str] = []
        self.links: list[Link] = []

    def write(self, tokens: Sequence[Token]) -> None:
        """Write tokens; every block opened in them is closed in them."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            kind = token.type
            if kind == "inline":
                is_item = index > 1 and tokens[index - 2].type == "list_item_open"
                self._inline(token, is_item=is_item)
            elif kind in ("paragraph_open", "paragraph_close") and token.hidden:
                if kind == "paragraph_close":
                    self.html.append("\n")
            elif kind == "ordered_list_open" and "start" in token.attrs:
                self.html.append(f'<ol start="{int(token.attrs["start"])}">\n')
            elif kind in _TAGS:
                self.html.append(_TAGS[kind])
            elif kind in ("heading_open", "heading_close"):
                self.html.append(f"<{token.tag}>" if token.nesting == 1 else f"</{token.tag}>\n")
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "table_open":
                end = next(i for i in range(index, len(tokens)) if tokens[i].type == "table_close")
                self._table(token, tokens[index + 1 : end])
                index = end
            elif kind == TOO_DEEP:
                self._too_deep(token)
            index += 1

    def line_of(self, token: Token) -> int:
        """Return the number of the line on which a token begins."""
        return self.first_line + token.map[0] if token.map else self.first_line

    def cell(self, token: Token) -> Inline:
        """Return the words of a table's cell, with their exact place."""
        start, end = token.meta["start"] + self.offset, token.meta["end"] + self.offset
        line, column = self.notes.source.place(start)
        span = self.notes.source.span(line, column, line, column + end - start)
        return write_inline(token.children or (), self.notes, line, column, span)

    def _inline(self, token: Token, *, is_item: bool) -> None:
        children = token.children or []
        box = task(children) if is_item else None
        if box is not None:
            children, is_checked = box
            self.html.append("☑ " if is_checked else "☐ ")
            self.text.append("☑" if is_checked else "☐")
        self._add(write_inline(children, self.notes, self.line_of(token)))

    def _add(self, words: Inline) -> None:
        self.html.append(words.html)
        self.text.append(words.text)
        self.links.extend(words.links)

    def _code(self, token: Token) -> None:
        words = token.info.split()
        named = _LANGUAGE.match(words[0]) if words else None
        language = f' class="language-{named[0]}"' if named else ""
        self.html.append(f"<pre><code{language}>{escape(token.content)}</code></pre>\n")
        self.text.append(token.content.rstrip("\n"))

    def _too_deep(self, token: Token) -> None:
        line = self.line_of(token)
        shown = collapse(token.content)[:60]
        message = f'"{shown}" is nested more than {MAX_DEPTH} levels deep and is shown as plain text'
        hint = "start a heading of its own for it"
        self.notes.diagnostics.append(diagnose("CH124", self.notes.source.span_of(shown[:20], line), message, hint))
        self.html.append(f"<pre>{escape(token.content)}</pre>\n")
        self.text.append(token.content)

    def _table(self, opening: Token, tokens: Sequence[Token]) -> None:
        aligns = opening.meta["aligns"]
        rows = rows_of(tokens)
        width = max(len(row) for row in rows)
        padding = _MAX_PADDING
        self.html.append("<table>\n<thead>\n")
        for number, row in enumerate(rows):
            if number == 1:
                self.html.append("<tbody>\n")
            self.html.append("<tr>")
            for column, token in enumerate(row):
                words = self.cell(token)
                side = aligns[column] if column < len(aligns) else ""
                self._cell(words, side, is_head=number == 0 and bool(words.text))
            missing = min(width - len(row), padding)
            padding -= missing
            self.html.append("<td></td>" * missing + "</tr>\n")
            if number == 0:
                self.html.append("</thead>\n")
            elif len(row) > len(rows[0]):
                self._extra_cells(row, len(rows[0]))
        self.html.append("</tbody>\n</table>\n" if len(rows) > 1 else "</table>\n")

    def _cell(self, words: Inline, side: str, *, is_head: bool) -> None:
        # A style attribute would break the pages' content security policy.
        placed = f' class="align-{side}"' if side else ""
        self.html.append(f'<th scope="col"{placed}>' if is_head else f"<td{placed}>")
        self._add(words)
        self.html.append("</th>" if is_head else "</td>")

    def _extra_cells(self, row: Sequence[Token], expected: int) -> None:
        span = self.cell(row[expected]).span
        words = row[expected].content
        message = f'the row has {len(row)} cells and its head {expected}: "{words[:60]}" has no column head'
        hint = "write \\| for a bar that is part of the words, or give the head as many columns"
        self.notes.diagnostics.append(diagnose("CH134", span, message, hint))



def rows_of(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return the cells of a table by row, the head first."""
    rows: list[list[Token]] = []
    for token in tokens:
        if token.meta["row"] == len(rows):
            rows.append([])
        rows[-1].append(token)
    return rows
