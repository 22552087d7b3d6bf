"""The safe HTML of a text, made ready for one page: links, headings, tables, pictures."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from charter.model.prose import Block, BlockKind, Inline
from charter.site.links import Linker

_LINKED = re.compile(r"<a\b([^>]*)>|</a>|<img\b([^>]*)>")
_HREF = re.compile(r'\bhref="([^"]*)"')
_SRC = re.compile(r'\bsrc="([^"]*)"')
_ALT = re.compile(r'\balt="([^"]*)"')
_HEADING = re.compile(r"<h[1-6]((?: [^>]*)?)>(.*?)</h[1-6]>", re.DOTALL)
_EMPTY_HEADING = re.compile(r"<h[1-6][^>]*>\s*</h[1-6]>")
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_LIST_TAG = re.compile(r"<(/?)(ol|ul|li)\b[^>]*>")
_ANCHOR_TAG = re.compile(r"</?a\b[^>]*>")


@dataclass(slots=True)
class Outline:
    """Gives headings the levels they have on a page, so that none is skipped; the page's title is level 1."""

    _open: list[int] = field(default_factory=list)

    @classmethod
    def below(cls, level: int) -> Outline:
        """Return an outline of which every heading stands below one of this level."""
        return cls(list(range(2 - level, 1)))

    def level(self, written: int) -> int:
        """Return the level, 2 to 6, of the next heading, which the author wrote as level `written`."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(len(self._open) + 1, 6)


@dataclass(slots=True)
class Typesetter:
    """Makes the HTML of one text's blocks ready for one page, in the order in which they stand on it."""

    linker: Linker
    outline: Outline = field(default_factory=Outline)
    keeps_ids: bool = True
    """Whether headings keep their ids; not where one page shows several wordings."""
    _heading: str = ""
    _tables: int = 0

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Return the blocks one after another."""
        return Markup("\n").join(self.block(block) for block in blocks)

    def block(self, block: Block) -> Markup:
        """Return one block; the place of a rubric is empty."""
        text = self._linked(block.html)
        if block.kind is BlockKind.HEADING:
            self._heading = block.text
            if not text or _EMPTY_HEADING.fullmatch(text.strip()):
                return Markup(_HEADING.sub(r"<span\1></span>" if self.keeps_ids else "", text))  # noqa: S704
            level = self.outline.level(block.level or 2)
            attributes = r"\1" if self.keeps_ids else ""
            return Markup(_HEADING.sub(rf"<h{level}{attributes}>\2</h{level}>", text))  # noqa: S704
        # A heading inside a quotation or a list belongs to no part of the page.
        text = _HEADING.sub(r'<p class="heading"\1>\2</p>', text)
        return Markup(_TABLE.sub(self._table, text))  # noqa: S704

    def inline(self, words: Inline) -> Markup:
        """Return a run of words."""
        return Markup(self._linked(words.html)) if words.html else escape(words.text)  # noqa: S704

    def unlinked(self, words: Inline) -> Markup:
        """Return a run of words without its links, to stand in a link itself."""
        return Markup(_ANCHOR_TAG.sub("", self.inline(words)))  # noqa: S704

    def heading(self, words: Inline, written: int) -> tuple[Markup, int]:
        """Return the words and the level of a heading that is not a block."""
        self._heading = words.text
        return self.inline(words), self.outline.level(written)

    def _linked(self, text: str) -> str:
        if "<a" not in text and "<img" not in text:
            return text
        is_open: list[bool] = []

        def replace(match: re.Match[str]) -> str:
            tag = match[0]
            if tag == "</a>":
                return tag if not is_open or is_open.pop() else ""
            if tag.startswith("<img"):
                return self._picture(match[2], is_linked=any(is_open))
            href = _HREF.search(match[1])
            address = self.linker.resolve(html.unescape(href[1])) if href else None
            is_open.append(address is not None)
            if address is None:
                return ""
            rest = _HREF.sub("", match[1]).strip()
            rel = ' rel="external noopener"' if address.is_external else ""
            return f'<a href="{html.escape(address.href)}"{" " + rest if rest else ""}{rel}>'

        return _LINKED.sub(replace, text)

    def _picture(self, attributes: str, *, is_linked: bool) -> str:
        """Return a picture of the site itself; one from elsewhere is not loaded but linked, by its words."""
        src, alt = _SRC.search(attributes), _ALT.search(attributes)
        address = self.linker.resolve(html.unescape(src[1])) if src else None
        words = alt[1] if alt else ""
        if address and not address.is_external:
            return f'<img src="{html.escape(address.href)}" alt="{words}" loading="lazy">'
        if address is None or is_linked:
            return words
        href = html.escape(address.href)
        return f'<a href="{href}" rel="external noopener">{words or href}</a>'

    def _table(self, match: re.Match[str]) -> str:
        self._tables += 1
        caption = f"{self._tables}. {self._heading}" if self._heading else str(self._tables)
        words = html.escape(caption)
        return (
            f'<div class="scroll" role="group" aria-label="{words}" tabindex="0"><table>'
            f'<caption class="unseen">{words}</caption>{match[1]}</table></div>'
        )


def number_items(markup: Markup, ids: Iterable[tuple[int, str]]) -> Markup:
    """Return a list of which the outermost items have the ids given, by their place from 0."""
    wanted = dict(ids)
    depth, place = 0, -1
    out: list[str] = []
    last = 0
    for tag in _LIST_TAG.finditer(markup):
        is_end, name = bool(tag[1]), tag[2]
        if name != "li":
            depth += -1 if is_end else 1
        elif depth == 1 and not is_end:
            place += 1
            if place in wanted:
                out += [markup[last : tag.start()], f'<li id="{html.escape(wanted[place])}">']
                last = tag.end()
    return Markup("".join([*out, markup[last:]]))  # noqa: S704
