"""`outcomes.csv` with counted rows in it: own rows anew, all others as they are, to the byte."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from charter.model.records import Outcome, Period
from charter.reading.csvtable import CsvRow
from charter.reading.keywords import fold
from charter.reading.sheet import Sheet, read_sheet
from charter.reading.values import parse_decimal, parse_period
from charter.source import Diagnostic, diagnose

COLUMNS = ("period", "ref", "segment", "good", "total", "value", "unit", "source", "note")
_NUMBERS = ("good", "total", "value")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_OWN_NOTE = re.compile(r"(?:[0-9]+ cases?)?")

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
    ledger = _Ledger.read(path, data)
    added, changed, same, others, refused = [], [], [], [], []
    for outcome in outcomes:
        row = ledger.rows.get(key_of(outcome))
        if row is None:
            added.append(outcome)
        elif ledger.says(row, outcome):
            same.append(outcome)
        elif replaces or _is_own(row.text("source"), name):
            changed.append(outcome)
        else:
            others.append(outcome)
            refused.append(_refusal(row, outcome))
    text = ledger.with_rows({key_of(outcome): outcome for outcome in changed}, added)
    return Merged(
        data=text.encode(),
        added=tuple(added),
        changed=tuple(changed),
        same=tuple(same),
        others=tuple(others),
        refused=tuple(refused),
    )


@dataclass(frozen=True, slots=True)
class _Ledger:
    """A file of outcomes, and the row of each."""

    sheet: Sheet
    rows: Mapping[Key, CsvRow]

    @staticmethod
    def read(path: str, data: bytes | None) -> _Ledger:
        sheet = read_sheet(path, data, COLUMNS)
        rows: dict[Key, CsvRow] = {}
        for row in sheet.rows:
            period = parse_period(row.text("period"))
            if isinstance(period, Period):
                key = (period, row.text("ref"), fold(row.text("segment")), fold(row.text("unit")))
                rows.setdefault(key, row)
        return _Ledger(sheet, rows)

    def says(self, row: CsvRow, outcome: Outcome) -> bool:
        """Whether a row has the numbers of an outcome, from the same source."""
        wanted = _cells(outcome)
        return row.text("source") == wanted["source"] and all(
            _number(row.text(name)) == _number(wanted[name]) for name in _NUMBERS
        )

    def with_rows(self, changed: Mapping[Key, Outcome], added: Iterable[Outcome]) -> str:
        """Return the text with rows changed in their places, and others added at the end."""
        lines = _LINE.findall(self.sheet.text)[:-1]
        width = len(self.sheet.head)
        for key, outcome in changed.items():
            row = self.rows[key]
            begin, last = row.line - 1, (row.span("\0").end_line or row.line) - 1
            before = [row.cells[index] if index < len(row.cells) else "" for index in range(width)]
            tail = re.search(r"[\r\n]*\Z", lines[last])
            lines[begin : last + 1] = [self._line(outcome, before) + (tail[0] if tail else "")] + [""] * (last - begin)
        return self.sheet.with_lines("".join(lines), [self._line(outcome, [""] * width) for outcome in added])

    def _line(self, outcome: Outcome, before: Sequence[str]) -> str:
        """Return a row in the order of the head; what stood in other columns stays, and so does somebody's note."""
        written = _cells(outcome)
        keeps_note = not _OWN_NOTE.fullmatch(before[self.sheet.head.index("note")].strip())
        names = [name if name != "note" or not keeps_note else "" for name in self.sheet.head]
        return self.sheet.line([written.get(name, cell) for name, cell in zip(names, before, strict=True)])


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
