"""What the Markdown and front matter readers hand to the readers of charters and records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from charter.model.prose import Block, Inline
from charter.source import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a Markdown table, with its exact place."""

    words: Inline
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A Markdown table. Rows may be shorter or longer than the head; nothing is dropped."""

    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class ListItem:
    """One item of a top-level list.

    `label` and `value` are set when the item begins with words and a colon (`Key: value`, `Clé : valeur`,
    `**Key:** value`); the colon stands in plain text, not in a link or code.
    """

    words: Inline
    is_simple: bool
    """Whether the item is one paragraph and nothing else."""
    label: str | None = None
    value: Inline | None = None
    number: int | None = None
    is_checked: bool | None = None
    """For `[x]` and `[ ]` at the start of an item."""
    span: Span
    value_span: Span | None = None
    """Where the value begins; the value ends where `span` ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """One top-level block with the structure that readers look at."""

    block: Block
    table: Table | None = None
    items: tuple[ListItem, ...] = ()
    heading: Inline | None = None
    """The words of a heading, without `{#id}` and without its number."""
    heading_id: str | None = None
    """What `{#id}` gives."""
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A YAML scalar as it was written, quotes resolved: `4:30`, `no`, `1.10` stay text. Null is `""`."""

    text: str
    span: Span
    is_quoted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A YAML sequence."""

    values: tuple[Value, ...]
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One key of a mapping with its value."""

    key: str
    key_span: Span
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """A YAML mapping, keys in order, each once."""

    entries: tuple[Entry, ...]
    span: Span

    def get(self, key: str) -> Value | None:
        """Return the value of `key`."""
        return next((entry.value for entry in self.entries if entry.key == key), None)


Value: TypeAlias = Scalar | Items | Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """The front matter of a text; empty where there is none. The body begins at line `body_line`."""

    mapping: Mapping
    body_line: int
    is_present: bool = field(default=True)
