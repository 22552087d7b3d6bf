"""Safe HTML as blocks and the words in them, so that two of them can be laid side by side."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from charter.compare.wordtokens import PICTURE, Words, read_words

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^<>]*)>")
_BLOCKS = frozenset(
    {"p", "ul", "ol", "li", "blockquote", "pre", "hr", "table", "thead", "tbody", "tr", "th", "td"}
    | {f"h{level}" for level in range(1, 7)}
)
_KINDS = {"ul": "list", "ol": "list", "th": "cell", "td": "cell", **{f"h{level}": "heading" for level in range(1, 7)}}
_MAX_DEPTH = 200
"""Blocks within blocks; what is nested deeper than any text is shown without its tags."""
_ID = re.compile(r' id="[^"]*"')


@dataclass(frozen=True, eq=False, slots=True)
class Tag:
    """An inline element, or a picture; two elements are never equal, whatever their tags."""

    name: str
    opening: str
    closing: str

    @property
    def address(self) -> str:
        """Where a link or a picture leads; empty for other elements."""
        found = re.search(r' (?:href|src)="([^"]*)"', self.opening) if self.name in ("a", "img") else None
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Segment:
    """Words inside the same elements, or a picture or line break."""

    text: str
    tags: tuple[Tag, ...]
    atom: Tag | None = None


@dataclass(eq=False)
class Leaf:
    """Words with their inline markup."""

    segments: list[Segment] = field(default_factory=list)

    kind = "p"

    @cached_property
    def words(self) -> Words:
        """The words; they run on from one element into the next."""
        pictures = {}
        at = 0
        for segment in self.segments:
            if segment.atom and segment.text == PICTURE:
                found = re.search(r' alt="([^"]*)"', segment.atom.opening)
                pictures[at] = html.unescape(found[1]) if found else ""
            at += len(segment.text)
        return read_words("".join(segment.text for segment in self.segments), pictures)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """What is compared."""
        return self.words.keys


@dataclass(eq=False)
class Block:
    """A block element; each opening and closing tag has the line end that follows it."""

    name: str
    opening: str
    closing: str = ""
    children: list[Node] = field(default_factory=list)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """All words inside; those of a line below another begin after a blank."""
        return tuple(key for child in self.children for key in child.keys)

    @property
    def kind(self) -> str:
        """Blocks of a kind are compared with each other."""
        return _KINDS.get(self.name, self.name)

    @property
    def opening_without_id(self) -> str:
        """The opening tag for a page on which another element has its id."""
        return _ID.sub("", self.opening)

    @property
    def blocks(self) -> list[Block]:
        """The blocks directly inside."""
        return [child for child in self.children if isinstance(child, Block)]

    @property
    def rows(self) -> list[Block]:
        """The rows of a table, the head first; none where this is no table with one head row."""
        parts = self.blocks
        if [part.name for part in parts] not in (["thead"], ["thead", "tbody"]) or len(parts[0].blocks) != 1:
            return []
        rows = [row for part in parts for row in part.blocks]
        return rows if all(row.name == "tr" and row.blocks for row in rows) else []

    def cell_text(self, column: int | None) -> tuple[str, ...]:
        """Return the words of a row's cell; none where the row has no such cell."""
        return self.blocks[column].keys if column is not None and column < len(self.blocks) else ()


Node: TypeAlias = Block | Leaf


def read_html(text: str) -> Block:
    """Return a block without tags of its own that holds all of `text`; lone tags are closed or left out."""
    reader = _Reader()
    at = 0
    for tag in _TAG.finditer(text):
        reader.words(text[at : tag.start()])
        at = tag.end()
        is_closing, name, _ = tag.groups()
        if name not in _BLOCKS:
            reader.inline(name, tag[0], is_closing=bool(is_closing))
            continue
        written = tag[0]
        if name != "pre" or is_closing:
            while text.startswith("\n", at):
                written += "\n"
                at += 1
        reader.block(name, written, is_closing=bool(is_closing))
    reader.words(text[at:])
    return reader.finish()


class _Reader:
    def __init__(self) -> None:
        self.open = [Block("", "")]
        self.tags: list[Tag] = []
        self.leaf: Leaf | None = None

    def words(self, written: str) -> None:
        if written and (self.leaf or not written.isspace() or self.open[-1].name in ("pre", "p", "td", "th")):
            self._add(Segment(html.unescape(written), tuple(self.tags)))

    def inline(self, name: str, written: str, *, is_closing: bool) -> None:
        if name in ("br", "img"):
            atom = Tag(name, written, "")
            self._add(Segment("\n" if name == "br" else PICTURE, tuple(self.tags), atom))
        elif not is_closing:
            self.tags.append(Tag(name, written, f"</{name}>"))
        elif any(tag.name == name for tag in self.tags):
            while self.tags.pop().name != name:
                pass

    def block(self, name: str, written: str, *, is_closing: bool) -> None:
        self.tags.clear()
        self.leaf = None
        if not is_closing and len(self.open) < _MAX_DEPTH:
            block = Block(name, written, "" if name == "hr" else f"</{name}>")
            self.open[-1].children.append(block)
            if name != "hr":
                self.open.append(block)
        elif any(block.name == name for block in self.open[1:]):
            while (block := self.open.pop()).name != name:
                pass
            block.closing = written

    def finish(self) -> Block:
        return self.open[0]

    def _add(self, segment: Segment) -> None:
        if self.leaf is None:
            self.leaf = Leaf()
            self.open[-1].children.append(self.leaf)
        self.leaf.segments.append(segment)
