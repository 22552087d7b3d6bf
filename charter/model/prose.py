"""Prose as a reader sees it: blocks of words with their safe HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from charter.source import Span

NOWHERE = Span("")


class BlockKind(StrEnum):
    """What a top-level piece of Markdown is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    CODE = "code"
    TABLE = "table"
    RULE = "rule"
    RUBRIC = "rubric"
    """Where the expectation's rubric stands; `html` is empty, the rubric is in `Expectation.rubric`."""
    PLAIN = "plain"
    """Text shown letter by letter because it is nested too deep to be read as Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link or image as written, before it is resolved for a page."""

    target: str
    text: str
    is_image: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One top-level block of Markdown.

    `text` holds the words a reader sees, markup stripped, each run of white space one blank; lines of code, list items
    and table cells are separated by a line feed. `html` is safe to publish; link targets in it are as written, each in
    an `href="…"` or `src="…"` attribute that no other attribute's value can imitate, so that a page can resolve them.
    """

    kind: BlockKind
    text: str
    html: str
    links: tuple[Link, ...] = ()
    level: int | None = None
    """The level of a heading, 1 to 6."""
    anchor: str | None = None
    """The id that a heading has in `html`."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A run of words inside a block: a field's value, a table cell, a heading."""

    text: str
    html: str = ""
    links: tuple[Link, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
