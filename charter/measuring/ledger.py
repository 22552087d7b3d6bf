"""`outcomes.csv` with counted rows in it: own rows anew, all others as they are, to the byte."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from charter.model.records import Outcome, Period
from charter.reading.csvtable import CsvRow, read_csv_rows
from charter.reading.decode import decode
from charter.reading.keywords import fold
from charter.reading.values import parse_decimal, parse_period
from charter.source import CharterError, Diagnostic, diagnose

COLUMNS = ("period", "ref", "segment", "good", "total", "value", "unit", "source", "note")
_NUMBERS = ("good", "total", "value")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_OWN_NOTE = re.compile(r"(?:[0-9]+ cases?)?")
_BLOCKING = frozenset({"CH120", "CH121", "CH122", "CH123", "CH124", "CH409", "CH417"})

Key: TypeAlias = tuple[Period, str, str, str]
"""Period, ref, segment and unit: no two rows have the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The file as it should be, and what became of each outcome: new, other numbers than before, the same, refused."""

    data: bytes
    added: tuple[Outcome, ...] = ()
    changed: tuple[Outcome, ...] = ()
    same: tuple[Outcome, ...] = ()
    others: tuple[Outcome, ...] = ()
    """Those for which there is a row from another source, which stays."""
    refused: tuple[Diagnostic, ...] = ()
    """One for each of `others`."""

    @property
    def is_other(self) -> bool:
        """Whether `data` is another file than before."""
        return bool(self.added or self.changed)


def merge(path: str, data: bytes | None, outcomes: Sequence[Outcome], name: str, *, replaces: bool) -> Merged:
    """Return the file `path` with the outcomes in it.

    A row is our own when its source begins with `name`, what the export is called. `replaces` takes others too.
    Raises `CharterError` when the file is not one that rows can be put into.
    """
    if data is None or not data.strip():
        data = f"{','.join(COLUMNS)}\n".encode()
    sheet = _Sheet.read(path, data)
    added, changed, same, others, refused = [], [], [], [], []
    for outcome in outcomes:
        row = sheet.rows.get(key_of(outcome))
        if row is None:
            added.append(outcome)
        elif sheet.says(row, outcome):
            same.append(outcome)
        elif replaces or _is_own(row.text("source"), name):
            changed.append(outcome)
        else:
            others.append(outcome)
            refused.append(_refusal(row, outcome))
    text = sheet.with_rows({key_of(outcome): outcome for outcome in changed}, added)
    return Merged(
        data=text.encode(),
        added=tuple(added),
        changed=tuple(changed),
        same=tuple(same),
        others=tuple(others),
        refused=tuple(refused),
    )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file of outcomes as lines, and the rows in it."""

    text: str
    head: tuple[str, ...]
    delimiter: str
    rows: Mapping[Key, CsvRow]

    @staticmethod
    def read(path: str, data: bytes) -> _Sheet:
        decoded = decode(path, data)
        table = read_csv_rows(decoded.value, COLUMNS[:2], COLUMNS[2:])
        troubles = [item for item in (*decoded.diagnostics, *table.diagnostics) if item.code in _BLOCKING]
        if troubles:
            raise CharterError(f"nothing can be added to {path}: {troubles[0].message}", troubles[0].hint)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            raise CharterError(f'"{path}" is not UTF-8, so nothing can be added to it', "save it as UTF-8") from None
        head, delimiter = _head(text)
        lacking = [column for column in COLUMNS if column not in head]
        if lacking:
            message = f"nothing can be added to {path}: it has no column {', '.join(lacking)}"
            raise CharterError(message, f"make its head {','.join(COLUMNS)}")
        rows: dict[Key, CsvRow] = {}
        for row in table.value:
            period = parse_period(row.text("period"))
            if isinstance(period, Period):
                key = (period, row.text("ref"), fold(row.text("segment")), fold(row.text("unit")))
                rows.setdefault(key, row)
        return _Sheet(text, head, delimiter, rows)

    def says(self, row: CsvRow, outcome: Outcome) -> bool:
        """Whether a row has the numbers of an outcome, from the same source."""
        wanted = _cells(outcome)
        return row.text("source") == wanted["source"] and all(
            _number(row.text(name)) == _number(wanted[name]) for name in _NUMBERS
        )

    def with_rows(self, changed: Mapping[Key, Outcome], added: Iterable[Outcome]) -> str:
        """Return the text with rows changed in their places, and others added at the end."""
        lines = _LINE.findall(self.text)[:-1]
        end = "\r\n" if lines[0].endswith("\r\n") else "\n"
        for key, outcome in changed.items():
            row = self.rows[key]
            begin, last = row.line - 1, (row.span("\0").end_line or row.line) - 1
            before = [row.cells[index] if index < len(row.cells) else "" for index in range(len(self.head))]
            tail = re.search(r"[\r\n]*\Z", lines[last])
            lines[begin : last + 1] = [self._line(outcome, before) + (tail[0] if tail else end)] + [""] * (last - begin)
        rows = [self._line(outcome, [""] * len(self.head)) + end for outcome in added]
        text = "".join(lines)
        return text + (end if rows and text and not text.endswith(("\n", "\r")) else "") + "".join(rows)

    def _line(self, outcome: Outcome, before: Sequence[str]) -> str:
        """Return a row in the order of the head; what stood in other columns stays, and so does somebody's note."""
        cells = dict(zip(self.head, before, strict=True))
        for name, words in _cells(outcome).items():
            if name != "note" or _OWN_NOTE.fullmatch(cells["note"].strip()):
                cells[name] = words
        out = io.StringIO()
        # Two columns of one name would be one here; such a file is refused.
        csv.writer(out, delimiter=self.delimiter, lineterminator="").writerow(cells[name] for name in self.head)
        return out.getvalue()


def _head(text: str) -> tuple[tuple[str, ...], str]:
    lines = [line for line in text.removeprefix("\ufeff").splitlines()[:3] if line.strip()]
    line = lines[1] if lines[0].lower().startswith("sep=") else lines[0]
    delimiter = max(",;\t", key=line.count)
    cells = next(csv.reader([line], delimiter=delimiter))
    return tuple(cell.strip().casefold().replace(" ", "_") for cell in cells), delimiter


def key_of(outcome: Outcome) -> Key:
    """Return what tells an outcome from every other."""
    return outcome.period, outcome.ref, fold(outcome.segment or ""), fold(outcome.unit or "")


def _cells(outcome: Outcome) -> dict[str, str]:
    return {
        "period": str(outcome.period),
        "ref": outcome.ref,
        "segment": outcome.segment or "",
        "good": _written(outcome.good),
        "total": _written(outcome.total),
        "value": _written(outcome.value),
        "unit": outcome.unit or "",
        "source": outcome.source,
        "note": outcome.note,
    }


def _written(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _number(words: str) -> object:
    return parse_decimal(words) if words else None


def _is_own(source: str, name: str) -> bool:
    return source == name or source.startswith(f"{name}, ")


def _refusal(row: CsvRow, outcome: Outcome) -> Diagnostic:
    words = ", ".join(filter(None, (str(outcome.period), outcome.ref, outcome.segment)))
    source = f'from "{row.text("source")}"' if row.text("source") else "typed by hand"
    message = (
        f'"{words}" is there already, {source}: {_said(row.text)}; counted were {_said(_cells(outcome).__getitem__)}'
    )
    return diagnose("CH443", row.span("period"), message, "leave it as it is, or take what was counted with --replace")


def _said(cell: object) -> str:
    assert callable(cell)  # noqa: S101
    if cell("value"):
        return f"{cell('value')} {cell('unit')}".strip()
    return f"{cell('good')} of {cell('total')}" if cell("total") else "no cases"
