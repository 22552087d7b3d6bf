"""Markdown tables whose columns have names → rows of named cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from charter.model.prose import Block
from charter.reading.keywords import fold, nearest
from charter.reading.nodes import Cell, Node, Table
from charter.reading.values import Parser, Refusal
from charter.source import Diagnostic, Reading, Span, diagnose

T = TypeVar("T")

_MARKUP = re.compile(r"[\\`*\[|~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<![^\W_])_|_(?![^\W_])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column that a record's table can have. Heads are read in any case."""

    name: str
    is_required: bool = True
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row; `cells` has the cells that the row and the table have, by the column's name."""

    cells: Mapping[str, Cell]
    columns: frozenset[str]
    """The columns that the table has."""
    span: Span

    def text(self, column: str) -> str:
        """Return the words of the cell in `column`; `""` where the row or the table has none."""
        cell = self.cells.get(column)
        return cell.words.text.strip() if cell else ""

    def span_of(self, column: str) -> Span:
        """Return where the cell in `column` stands; the end of the row where the row has none."""
        cell = self.cells.get(column)
        if cell:
            return cell.span
        row = self.span
        return Span(row.path, row.end_line, row.end_column, row.end_line, row.end_column)

    def value(self, column: str, parse: Parser[T], code: str, found: list[Diagnostic]) -> T | None:
        """Return what `parse` makes of the cell in `column`, `None` for an empty one.

        A refused cell is `None` as well, and adds a diagnostic with this code to `found`.
        """
        text = self.text(column)
        if not text:
            return None
        value = parse(text)
        if not isinstance(value, Refusal):
            return value
        found.append(diagnose(code, self.span_of(column), value.message, value.hint))
        return None

    def required(
        self, column: str, parse: Parser[T], code: str, found: list[Diagnostic], hint: str | None = None
    ) -> T | None:
        """Return the same as `value`; here an empty cell adds a diagnostic too, if the table has the column at all."""
        value = self.value(column, parse, code, found)
        if value is None and column in self.columns and not self.text(column):
            found.append(diagnose(code, self.span_of(column), f'the cell under "{column}" is empty', hint))
        return value


@dataclass(frozen=True, slots=True)
class RecordTable:
    """The rows of one table; `others` are the heads that are no column."""

    rows: tuple[RecordRow, ...]
    others: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RecordBody:
    """The body of a record: its title, the tables that are read, and everything else as prose."""

    title: str
    tables: tuple[Table, ...]
    prose: tuple[Block, ...]


def split_body(nodes: Sequence[Node], columns: Sequence[Column]) -> RecordBody:
    """Return the body's parts. The tables that are read have every required column.

    Where no table has, it is the one that comes closest. A table with further columns is prose as well, so that nothing
    of it is lost.
    """
    heading = next((node for node in nodes if node.heading and node.block.level == 1), None)
    tables = [(node, node.table, len(_known(node.table, columns))) for node in nodes if node.table]
    chosen = [item for item in tables if has_columns(item[1], columns)]
    if not chosen:
        chosen = [item for item in sorted(tables, key=lambda item: item[2], reverse=True) if item[2]][:1]
    whole = [node for node, table, count in chosen if count == len(table.head)]
    return RecordBody(
        title=heading.heading.text if heading and heading.heading else "",
        tables=tuple(table for _, table, _ in chosen),
        prose=tuple(node.block for node in nodes if node is not heading and node not in whole),
    )


def has_columns(table: Table, columns: Sequence[Column]) -> bool:
    """Whether the table has every required column."""
    known = _known(table, columns)
    return all(column.name in known for column in columns if column.is_required)


def read_record_table(table: Table, columns: Sequence[Column]) -> Reading[RecordTable]:
    """Return the rows of a table, its columns in any order. Rows without words are left out.

    Columns that are missing, unknown, or there twice are reported.
    """
    known = _known(table, columns)
    names = _by_head(columns)
    lacking = [column.name for column in columns if column.name not in known]
    others: list[Cell] = []
    found: list[Diagnostic] = []
    for index, head in enumerate(table.head):
        words = head.words.text.strip()
        name = names.get(fold(words))
        if name and known[name] != index:
            message = f'the column "{name}" stands twice; the first one is read'
            first = table.head[known[name]].span
            found.append(diagnose("CH417", head.span, message, "give it another name", related=(first,)))
        elif words and not name:
            others.append(head)
            near = nearest(words, lacking)
            hint = f"write {near}" if near else f"the columns are {_head(columns)}"
            found.append(diagnose("CH410", head.span, f'the column "{words}" is not read', hint))
    for column in columns:
        if column.is_required and column.name not in known:
            message = f'the table has no column "{column.name}"'
            found.append(diagnose("CH409", table.head[0].span, message, f"write the head as {_head(columns)}"))
    present = frozenset(known)
    rows = []
    for row in table.rows:
        if any(cell.words.text.strip() for cell in row):
            cells = {name: row[index] for name, index in known.items() if index < len(row)}
            rows.append(RecordRow(cells, present, _row_span(row)))
    return Reading(RecordTable(tuple(rows), tuple(others)), tuple(found))


def missing_table(span: Span, columns: Sequence[Column], owner: str) -> Diagnostic:
    """Return what to say of a record without a table that can be read."""
    hint = f"{_head(columns)}\n|{'---|' * len(columns)}"
    return diagnose("CH413", span, f"{owner} has no table with these columns", hint)


def escaped_cell(words: str) -> str:
    """Return words as the cell of a table has to write them, to be read back as the same words on one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(words.split()))


def table_row(cells: Sequence[str]) -> str:
    """Return one row of a table, without a line end."""
    return "|" + "".join(f" {words} |" if (words := cell.strip()) else " |" for cell in cells)


def _known(table: Table, columns: Sequence[Column]) -> dict[str, int]:
    """Return the index of each column that the table has."""
    names = _by_head(columns)
    known: dict[str, int] = {}
    for index, head in enumerate(table.head):
        name = names.get(fold(head.words.text))
        if name:
            known.setdefault(name, index)
    return known


def _by_head(columns: Sequence[Column]) -> dict[str, str]:
    return {fold(head): column.name for column in columns for head in (column.name, *column.aliases)}


def _head(columns: Sequence[Column]) -> str:
    return f"| {' | '.join(column.name for column in columns)} |"


def _row_span(row: Sequence[Cell]) -> Span:
    first, last = row[0].span, row[-1].span
    return Span(first.path, first.line, first.column, last.end_line, last.end_column)
