"""`feedback.csv` with remarks added at its end; what stands there stays as it is, to the byte."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace

from charter.model.records import Feedback
from charter.reading.csvtable import is_formula, read_csv_rows
from charter.reading.decode import decode
from charter.reading.feedback import read_feedback
from charter.reading.keywords import fold
from charter.source import CharterError, SourceText

COLUMNS = ("date", "party", "channel", "ref", "score", "said", "answered", "action", "source")
_MAY_LACK = frozenset({"source"})
"""A file that people keep by hand has no use for it."""
_UNSEEN = re.compile(r"[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal, or turn the order of what stands after them; NUL makes a file no text at all."""
_BLOCKING = frozenset({"CH120", "CH121", "CH122", "CH123", "CH124", "CH409", "CH417"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The file with the remarks in it, and which of them are new; the others stood there already."""

    data: bytes
    new: tuple[Feedback, ...]
    known: int


def add_remarks(path: str, data: bytes | None, remarks: Sequence[Feedback]) -> Added:
    """Return the file `path`, of which `data` is there now, with those of the `remarks` that it lacks.

    A remark stands there already when a row has its source, or else when a row without one has its day and its words;
    so many equal rows, so many equal remarks. Raises `CharterError` when the file is not one that rows can be put into.
    """
    before = data if data and data.strip() else f"{','.join(COLUMNS)}\n".encode()
    source = _readable(path, before)
    head, delimiter = _head(source)
    rows = read_feedback(source).value
    sources = {row.source for row in rows if row.source}
    unnamed = Counter(_identity(row) for row in rows if not row.source)
    new: list[Feedback] = []
    for remark in map(as_written, remarks):
        if remark.source in sources:
            continue
        if unnamed[_identity(remark)]:
            unnamed[_identity(remark)] -= 1
            continue
        new.append(remark)
        sources |= {remark.source} - {""}
    end = "\r\n" if b"\r\n" in before else "\n"
    gap = "" if before.endswith((b"\n", b"\r")) else end
    result = before + (gap + _lines(new, head, delimiter, end)).encode() if new else (data or b"")
    return Added(data=result, new=tuple(new), known=len(remarks) - len(new))


def as_written(remark: Feedback) -> Feedback:
    """Return a remark as a row says it: on one line, and in quotes where a spreadsheet would compute it."""
    return replace(
        remark,
        said=_cell(remark.said),
        action=_cell(remark.action),
        channel=_cell(remark.channel),
        source=_cell(remark.source),
    )


def _cell(words: str) -> str:
    words = " ".join(_UNSEEN.sub("\ufffd", words).split())
    return f"“{words}”" if is_formula(words) else words


def _identity(remark: Feedback) -> Hashable:
    if remark.said:
        return remark.date, fold(remark.said)
    return remark.date, fold(remark.party), remark.ref, remark.score


def _readable(path: str, data: bytes) -> SourceText:
    decoded = decode(path, data)
    table = read_csv_rows(decoded.value, COLUMNS[:2], COLUMNS[2:])
    troubles = [item for item in (*decoded.diagnostics, *table.diagnostics) if item.code in _BLOCKING]
    if troubles:
        raise CharterError(f"nothing can be added to {path}: {troubles[0].message}", troubles[0].hint)
    return decoded.value


def _head(source: SourceText) -> tuple[tuple[str, ...], str]:
    """Return the columns of the file, and what parts its cells."""
    path = source.path
    lines = [line for line in source.text.split("\n") if line.strip()]
    line = lines[1] if lines[0].lower().startswith("sep=") and len(lines) > 1 else lines[0]
    delimiter = max(",;\t", key=line.count)
    head = tuple(cell.strip().casefold() for cell in next(csv.reader([line], delimiter=delimiter)))
    lacking = [column for column in COLUMNS if column not in head and column not in _MAY_LACK]
    if lacking:
        message = f"nothing can be added to {path}: it has no column {', '.join(lacking)}"
        raise CharterError(message, f"make its head {','.join(COLUMNS)}")
    return head, delimiter


def _lines(remarks: Iterable[Feedback], head: Sequence[str], delimiter: str, end: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    for remark in remarks:
        cells = {
            "date": str(remark.date),
            "party": remark.party,
            "channel": remark.channel,
            "ref": remark.ref or "",
            "score": "" if remark.score is None else str(remark.score),
            "said": remark.said,
            "answered": str(remark.answered or ""),
            "action": remark.action,
            "source": remark.source,
        }
        writer.writerow(cells.get(name, "") for name in head)
    return out.getvalue()
