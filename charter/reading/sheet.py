"""A CSV file of records that rows are put into: everything in it stays as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from charter.reading.csvtable import CsvRow, read_csv_rows, read_head
from charter.reading.decode import decode
from charter.source import CharterError, SourceText

_BLOCKING = frozenset({"CH120", "CH121", "CH122", "CH123", "CH124", "CH409", "CH417"})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that rows can be put into."""

    source: SourceText
    text: str
    """The file as it is, with its own line ends."""
    head: tuple[str, ...]
    """The name of each column, in small letters; there may be columns that we do not know."""
    delimiter: str
    rows: tuple[CsvRow, ...]

    @property
    def line_end(self) -> str:
        """What ends the lines."""
        return "\r\n" if "\r\n" in self.text else "\n"

    def line(self, cells: Sequence[str]) -> str:
        """Return a row as text, without what ends it."""
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return out.getvalue()

    def with_lines(self, text: str, lines: Sequence[str]) -> str:
        """Return `text`, which is the file or what became of it, with lines at its end."""
        gap = "" if not lines or not text or text.endswith(("\n", "\r")) else self.line_end
        return text + gap + "".join(line + self.line_end for line in lines)


def read_sheet(
    path: str, data: bytes | None, columns: tuple[str, ...], *, may_lack: frozenset[str] = frozenset()
) -> Sheet:
    """Return the file `path`, in which `data` stands, or nothing yet; no row has a value without the first two columns.

    Raises `CharterError` when it is not one that rows can be put into, or lacks one of the `columns`.
    """
    if data is None or not data.strip():
        data = f"{','.join(columns)}\n".encode()
    decoded = decode(path, data)
    table = read_csv_rows(decoded.value, columns[:2], columns[2:])
    troubles = [item for item in (*decoded.diagnostics, *table.diagnostics) if item.code in _BLOCKING]
    if troubles:
        raise CharterError(f"nothing can be added to {path}: {troubles[0].message}", troubles[0].hint)
    head, delimiter = read_head(decoded.value, columns)
    lacking = [column for column in columns if column not in head and column not in may_lack]
    if lacking:
        message = f"nothing can be added to {path}: it has no column {', '.join(lacking)}"
        raise CharterError(message, f"make its head {','.join(columns)}")
    return Sheet(decoded.value, data.decode("utf-8"), head, delimiter, table.value)
