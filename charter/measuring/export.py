"""The file that a ticket system gives out: its columns, how it is cut into cells, and in which line a row stands."""

from __future__ import annotations

import codecs
import csv
import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

from charter.source import CharterError, UsageError

_CHUNK_BYTES = 1 << 20
_KINDS = {
    ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".txt": "csv",
    ".parquet": "parquet", ".jsonl": "json", ".ndjson": "json",
}  # fmt: skip
_LONGEST_CELL = 1 << 24
SHOWN = 3
"""Of each kind of trouble, so many rows are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """A file to be counted. `head` are the columns of a CSV file, `delimiter` and `skip` how it begins."""

    path: Path
    kind: str
    head: tuple[str, ...] = ()
    delimiter: str = ","
    skip: int = 0
    """How many lines stand before the head: the line `sep=;` of a spreadsheet."""
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file: the line it begins in and its cells by the name of the column."""

    line: int
    cells: dict[str, str]


class Records(Protocol):
    """What `csv.reader` gives."""

    line_num: int

    def __iter__(self) -> Iterator[list[str]]: ...
    def __next__(self) -> list[str]: ...


def open_export(path: Path) -> Export:
    """Return how the file is to be read. Raises `UsageError` where it is nothing that can be."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        hint = f"save it as one of {', '.join(_KINDS)}"
        raise UsageError(f'"{path.name}" does not end like a table we read', hint)
    if kind != "csv":
        return Export(path=path, kind=kind)
    encoding = _encoding(path)
    with _opened(path, encoding) as file:
        lines = [file.readline(), file.readline()]
    skip = int(lines[0].strip().lower().startswith("sep="))
    line = lines[skip]
    if not line.strip():
        raise UsageError(f'"{path.name}" is empty', "export it again, with a line of column names on top")
    delimiter = max(",;\t|", key=line.count)
    if skip and len(lines[0].strip()) == len("sep=;"):
        delimiter = lines[0].strip()[-1]
    export = Export(path=path, kind=kind, delimiter=delimiter, skip=skip, encoding=encoding)
    with _opened(path, encoding) as file:
        records = _records(file, export)
        head = tuple(name.strip() for name in next(records))
    return Export(path=path, kind=kind, head=head, delimiter=delimiter, skip=skip, encoding=encoding)


def find_column(columns: Collection[str], asked: str, option: str) -> str:
    """Return the column that is meant: of that name, else of that name in any case. Raises `UsageError`."""
    if asked in columns:
        if list(columns).count(asked) > 1:
            raise UsageError(f'the file has two columns "{asked}"', "give one of them another name")
        return asked
    same = [name for name in columns if name.casefold() == asked.strip().casefold()]
    if len(same) == 1:
        return same[0]
    near = difflib.get_close_matches(asked, columns, n=1, cutoff=0.6)
    listed = ", ".join(list(columns)[:20])
    raise UsageError(
        f'the file has no column "{asked}", which {option} names',
        f'{option} "{near[0]}"' if near else f"its columns are {listed}",
    )


def rows_at(export: Export, numbers: Collection[int], rejected: Collection[int]) -> tuple[dict[int, Row], list[int]]:
    """Return the rows of a CSV file with these numbers, and in which lines the first of the `rejected` ones begin.

    Rows that were read are counted from 1. A rejected one is known by its place among all records, of which the head
    is the first and an empty line is one too.
    """
    found: dict[int, Row] = {}
    lines: list[int] = []
    if export.kind != "csv" or not (numbers or rejected):
        return found, lines
    last, last_rejected = max(numbers, default=0), sorted(rejected)[:SHOWN][-1] if rejected else 0
    with _opened(export.path, export.encoding) as file:
        records = _records(file, export)
        number, line = 0, 1
        for place, cells in enumerate(records, 1):
            if place in rejected:
                lines += [line + export.skip] if place <= last_rejected else []
            elif cells and place > 1:
                number += 1
                if number in numbers:
                    found[number] = Row(line=line + export.skip, cells=dict(zip(export.head, cells, strict=False)))
            if number >= last and place >= last_rejected:
                break
            line = records.line_num + 1
    return found, lines


def _records(file: TextIO, export: Export) -> Records:
    for _ in range(export.skip):
        file.readline()
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(file, delimiter=export.delimiter)


def _opened(path: Path, encoding: str) -> TextIO:
    return open(path, encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="", errors="replace")


def _encoding(path: Path) -> str:
    """Return `utf-8`, or `latin-1` where a byte says that it is not: what we read of it are digits and known labels."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(path):
            if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in chunk[:1024]:
                raise UsageError(f'"{path.name}" is UTF-16 or no text at all', "save it as CSV UTF-8")
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "latin-1"
    except OSError as error:
        raise CharterError(f'"{path}" cannot be read: {error.strerror or error}', f"ls -l {path}") from error
    return "utf-8"


def _chunks(path: Path) -> Iterator[bytes]:
    with open(path, "rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
