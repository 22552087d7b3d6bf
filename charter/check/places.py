"""Where in a record a word stands, so that a finding points at the cell and not at its row.

Records keep the place of a row; the text of the file, where the charter has it, tells the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from charter.catalog.shelf import value_span
from charter.model.charter import Charter
from charter.reading.csvtable import CsvRow, read_csv_rows
from charter.reading.keywords import fold
from charter.source import SourceText, Span

_FIELD = re.compile(r"\s*[-*+]\s+(?:\[[ xX]\]\s+)?[*_]*(?P<label>[^:]{1,40}?)[*_]*\s?:[*_]*\s*(?P<value>.*?)\s*$")


def cell_of(charter: Charter, row: Span, column: str) -> Span:
    """Return where the cell of a CSV file's `column` stands in the row that begins at `row`."""
    source = charter.sources.get(row.path)
    if source is None:
        return row
    found = _rows(source, column).get(row.line or 0)
    return found.span(column) if found else row


def words_in_cell(charter: Charter, row: Span, column: str, words: str) -> Span:
    """Return where `words` stand in that cell; the cell where they are written with doubled quotes or line ends."""
    cell = cell_of(charter, row, column)
    return words_after(charter, cell, words) or cell


def words_in_row(charter: Charter, row: Span, words: str, cell: str = "") -> Span:
    """Return where `words` stand in a row of a Markdown table, in its cell that reads `cell` if that is given.

    It is the row where markup divides them.
    """
    inside = words_after(charter, row, cell) if cell else row
    return words_after(charter, inside or row, words) or inside or row


def words_after(charter: Charter, start: Span, words: str) -> Span | None:
    """Return where `words` first stand in the line of `start`, from its column on."""
    source = charter.sources.get(start.path)
    if source is None or start.line is None:
        return None
    found = source.span_of(words, start.line, after=start.column or 1)
    return found if found.end_column else None


def words_below(charter: Charter, start: Span, words: str) -> Span | None:
    """Return where `words`, which may be divided by line ends, first stand from `start` to its end."""
    source = charter.sources.get(start.path)
    if source is None or start.line is None:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    last = start.end_line or source.line_count
    block = SourceText(start.path, "\n".join(source.line(number) for number in range(start.line, last + 1)))
    match = pattern.search(block.text)
    if match is None:
        return None
    (line, column), (end_line, end_column) = block.place(match.start()), block.place(match.end())
    above = start.line - 1
    return Span(start.path, above + line, column, above + end_line, end_column)


def field_of(charter: Charter, heading: Span, *labels: str) -> Span | None:
    """Return where the value of a `- Label: value` stands below a review's heading, before the next review's."""
    wanted = {fold(label) for label in labels}
    for number, line in _lines_below(charter.sources.get(heading.path), heading):
        match = _FIELD.match(line)
        if match and fold(match["label"]) in wanted:
            start = match.start("value") if match["value"] else match.start("label")
            return Span(heading.path, number, start + 1, number, match.end("value") + 1)
    return None


def key_of(charter: Charter, record: Span, key: str) -> Span:
    """Return where the value of a front matter key of a record stands; the record where it has none."""
    source = charter.sources.get(record.path)
    return value_span(source, key) if source else record


@lru_cache(maxsize=16)
def _rows(source: SourceText, column: str) -> dict[int, CsvRow]:
    """Return the rows of a CSV file by the line they begin in; a file with many findings is cut once."""
    return {row.line: row for row in read_csv_rows(source, (column,)).value}


def _lines_below(source: SourceText | None, heading: Span) -> Iterator[tuple[int, str]]:
    if source is None or heading.line is None:
        return
    for number in range(heading.line + 1, source.line_count + 1):
        line = source.line(number)
        if re.match(r"#{1,2} ", line):
            return
        yield number, line
