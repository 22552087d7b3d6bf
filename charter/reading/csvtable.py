"""CSV files with the exact place of every cell.

The module `csv` reads the same cells, but cannot say in which column of the line one begins. Here a line without
quotes is cut at its delimiters; only rows with quotes, or of which a place is asked, are looked at letter by letter.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from charter.reading.values import Parser, Refusal
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

T = TypeVar("T")

_DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs"}
_SEPARATOR_LINE = re.compile(r"sep=([,;\t])", re.IGNORECASE)
_QUOTED = {delimiter: re.compile(rf' *+("(?:[^"]++|"")*+") *+(?=[{delimiter}\n]|\Z)') for delimiter in _DELIMITER_NAMES}
_PLAIN = {delimiter: re.compile(rf"[^{delimiter}\n]*") for delimiter in _DELIMITER_NAMES}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_SIGNED_NUMBER = re.compile(r"[+-][0-9]+(?:[.,][0-9]+)?|[+-]")
_SUSPECT = re.compile(r"(?:^|[,;\t\"]) *[=+\-@\t\r]", re.MULTILINE)
"""Matches every text that holds a formula, and some that hold none."""
_UNKNOWN_COLUMNS_SHOWN = 20


class _Piece(NamedTuple):
    """One cell of a row: its words, where it stands in the text, and whether a quote in it was never closed."""

    text: str
    start: int
    end: int
    is_torn: bool


class _RawRow(NamedTuple):
    """What a `CsvRow` holds beside the layout."""

    cells: tuple[str, ...]
    line: int
    offset: int


@dataclass(frozen=True, slots=True, eq=False)
class CsvLayout:
    """How a CSV file is cut into cells. `columns` gives the index of each known column that the file has."""

    source: SourceText
    delimiter: str
    columns: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row below the head: its cells as written, quotes resolved."""

    layout: CsvLayout
    cells: tuple[str, ...]
    line: int
    offset: int

    def text(self, column: str) -> str:
        """Return the words of the cell in `column`; `""` where the row or the file has none."""
        index = self.layout.columns.get(column)
        return "" if index is None or index >= len(self.cells) else self.cells[index].strip()

    def span(self, column: str | None = None) -> Span:
        """Return where the cell in `column` stands, quotes included and blanks around it not.

        Without a column it is where the row begins; for a cell that the row lacks, where the row ends.
        """
        if column is None:
            return Span(self.layout.source.path, self.line, 1)
        index = self.layout.columns.get(column, len(self.cells))
        return _spans(self.layout.source, self.offset, self.layout.delimiter)[min(index, len(self.cells))]

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
        if not is_formula(text):  # which has its own diagnostic
            found.append(diagnose(code, self.span(column), f"{column}: {value.message}", value.hint))
        return None

    def required(self, column: str, parse: Parser[T], code: str, found: list[Diagnostic]) -> T | None:
        """Return the same as `value`; here an empty cell adds a diagnostic too, if the file has the column at all."""
        value = self.value(column, parse, code, found)
        if value is None and column in self.layout.columns and not self.text(column):
            found.append(diagnose(code, self.span(column), f"{column}: the cell is empty", f"write the {column}"))
        return value


def read_csv_rows(
    source: SourceText, required: tuple[str, ...], optional: tuple[str, ...] = (), *, has_head: bool = True
) -> Reading[tuple[CsvRow, ...]]:
    """Return the rows of a CSV file, its columns in any order.

    Commas, semicolons and tabs are read as delimiters; the head says which. Without a head (`has_head=False`) the
    columns stand in the order given. Empty rows are left out. Rows with more or fewer cells than the head are read as
    far as they go.
    """
    known = (*required, *optional)
    start, delimiter = _first_row(source, known)
    found: list[Diagnostic] = []
    rows = _raw_rows(source, start, delimiter, found)
    if has_head:
        head = next(rows, None)
        if head is None:
            return Reading(())
        columns, names = _columns(head, known), tuple(cell.strip() for cell in head.cells)
        found += _check_head(source, head, delimiter, columns, required, known)
    else:
        columns, names = {name: index for index, name in enumerate(known)}, known
    if delimiter != ",":
        message = f"the cells are separated by {_DELIMITER_NAMES[delimiter]}"
        span = source.span(source.place(start)[0], 1)
        found.append(diagnose("CH416", span, message, "save the file as CSV with commas"))
    layout = CsvLayout(source, delimiter, columns)
    width = None if _SUSPECT.search(source.text, start) or not all(names) else len(names)
    result = []
    for raw in rows:
        if len(raw.cells) != width:
            found += _check_row(source, raw, delimiter, names, is_ragged=not has_head)
        result.append(CsvRow(layout, *raw))
    return Reading(tuple(result), tuple(found))


def read_head(source: SourceText, known: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Return the names of all columns, as `read_csv_rows` compares them, and what parts the cells."""
    start, delimiter = _first_row(source, known)
    head = next(_raw_rows(source, start, delimiter, []), None)
    return (tuple(map(_name, head.cells)) if head else ()), delimiter


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take `text` for a formula. A signed number and a lone dash are none."""
    if text.startswith(("\t", "\r")):
        return True
    text = text.strip()
    return text.startswith(_FORMULA_STARTS) and not _SIGNED_NUMBER.fullmatch(text)


def _first_row(source: SourceText, known: tuple[str, ...]) -> tuple[int, str]:
    """Return where the first row begins, and the delimiter. Excel's line `sep=;` is no row."""
    start = _next_line_with_words(source.text, 0)
    line = source.line(source.place(start)[0])
    separator = _SEPARATOR_LINE.fullmatch(line)
    if separator:
        return _next_line_with_words(source.text, start + len(line)), separator[1]

    def worth(delimiter: str) -> tuple[int, int]:
        names = [_name(cell.strip(' "')) for cell in line.split(delimiter)]
        return sum(name in known for name in names), len(names)

    return start, max(_DELIMITER_NAMES, key=worth)


def _next_line_with_words(text: str, offset: int) -> int:
    while offset < len(text):
        end = text.find("\n", offset)
        end = len(text) if end < 0 else end
        if text[offset:end].strip():
            return offset
        offset = end + 1
    return len(text)


def _raw_rows(source: SourceText, offset: int, delimiter: str, found: list[Diagnostic]) -> Iterator[_RawRow]:
    """Yield every row with words from `offset` on."""
    text, size = source.text, len(source.text)
    line = source.place(offset)[0]
    while offset < size:
        end = text.find("\n", offset)
        if end < 0:
            end = size
        words = text[offset:end]
        height = 1
        if '"' not in words:
            cells = tuple(words.split(delimiter))
        else:
            cut = words.rfind(delimiter, 0, words.index('"')) + 1
            pieces = tuple(_pieces(text, offset + cut, delimiter))
            cells = (*(words[: cut - 1].split(delimiter) if cut else ()), *(piece.text for piece in pieces))
            end = text.find("\n", pieces[-1].end)
            if end < 0:
                end = size
            height += text.count("\n", offset, end)
            found += (_torn(source, piece) for piece in pieces if piece.is_torn)
        if any(cell and not cell.isspace() for cell in cells):
            yield _RawRow(cells, line, offset)
        line += height
        offset = end + 1


def _pieces(text: str, offset: int, delimiter: str) -> Iterator[_Piece]:
    """Yield the cells of the row that begins at `offset`."""
    quoted, plain = _QUOTED[delimiter], _PLAIN[delimiter]
    while True:
        match = quoted.match(text, offset)
        if match:
            yield _Piece(match[1][1:-1].replace('""', '"'), match.start(1), match.end(1), is_torn=False)
        else:
            match = plain.match(text, offset)
            assert match is not None  # noqa: S101  the pattern matches nothing as well
            words = match[0].strip()
            start = offset + (match[0].index(words) if words else 0)
            yield _Piece(match[0], start, start + len(words), is_torn=words.startswith('"'))
        offset = match.end()
        if not text.startswith(delimiter, offset):
            return
        offset += 1


def _spans(source: SourceText, offset: int, delimiter: str) -> list[Span]:
    """Return where each cell of the row at `offset` stands, and, last, where the row ends."""
    spans = [_span(source, piece.start, piece.end) for piece in _pieces(source.text, offset, delimiter)]
    end = spans[-1]
    return [*spans, Span(source.path, end.end_line, end.end_column, end.end_line, end.end_column)]


def _span(source: SourceText, start: int, end: int) -> Span:
    return Span(source.path, *source.place(start), *source.place(end))


def _torn(source: SourceText, piece: _Piece) -> Diagnostic:
    words = piece.text.strip()
    mended = words.replace('"', '""')
    message = f"{words} begins with a quote, and no quote ends the cell"
    return diagnose("CH411", _span(source, piece.start, piece.end), message, f'write "{mended}"')


def _name(head: str) -> str:
    return head.strip().casefold().replace(" ", "_")


def _columns(head: _RawRow, known: tuple[str, ...]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(head.cells):
        if (name := _name(cell)) in known:
            columns.setdefault(name, index)
    return columns


def _check_head(
    source: SourceText,
    head: _RawRow,
    delimiter: str,
    columns: Mapping[str, int],
    required: tuple[str, ...],
    known: tuple[str, ...],
) -> Iterator[Diagnostic]:
    spans = _spans(source, head.offset, delimiter)
    lacking = [name for name in known if name not in columns]
    unknown = 0
    for index, cell in enumerate(head.cells):
        name = _name(cell)
        if name in columns:
            first = columns[name]
            if index != first:
                message = f'the column "{name}" stands twice; the first one is read'
                yield diagnose("CH417", spans[index], message, "give it another name", related=(spans[first],))
        elif name:
            unknown += 1
            if unknown <= _UNKNOWN_COLUMNS_SHOWN:
                near = difflib.get_close_matches(name, lacking, 1)
                hint = f"write {near[0]}" if near else f"the columns are {','.join(known)}"
                yield diagnose("CH410", spans[index], f'the column "{cell.strip()}" is not read', hint)
    for name in required:
        if name not in columns:
            hint = f"begin the file with {','.join(known)}"
            yield diagnose("CH409", spans[0], f'the column "{name}" is missing', hint)


def _check_row(
    source: SourceText, row: _RawRow, delimiter: str, names: Sequence[str], *, is_ragged: bool
) -> Iterator[Diagnostic]:
    cells, width = row.cells, len(names)
    formulas = [index for index, cell in enumerate(cells) if cell and cell[0] in "=+-@\t\r \n" and is_formula(cell)]
    stray = [index for index, cell in enumerate(cells) if (index >= width or not names[index]) and cell.strip()]
    if not formulas and not stray and (len(cells) >= width or is_ragged):
        return
    spans = _spans(source, row.offset, delimiter)
    for index in formulas:
        cell = cells[index].strip()
        words = cell.lstrip("=+-@ \t\r")
        message = f'"{cell}" begins like a spreadsheet formula'
        yield diagnose("CH412", spans[index], message, f"write {words}" if words else "leave the cell empty")
    size = f"the row has {len(cells)} cell{'s' * (len(cells) != 1)}, the head {width}"
    if stray:
        message = f'"{cells[stray[0]].strip()}" stands under no head; {size}'
        yield diagnose("CH415", spans[stray[0]], message, 'put words with a comma in quotes, e.g. "late, but told"')
    elif len(cells) < width and not is_ragged:
        missing = delimiter * (width - len(cells))
        yield diagnose("CH415", spans[-1], size, f"add {missing} at the end" if delimiter != "\t" else None)
