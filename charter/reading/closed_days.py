"""Days on which nobody works: a CSV file that a charter's calendar names."""

from __future__ import annotations

from charter.model.records import ClosedDay
from charter.reading.csvtable import CsvRow, read_csv_rows
from charter.reading.values import parse_date
from charter.source import Diagnostic, Reading, SourceText


def read_closed_days(source: SourceText) -> Reading[tuple[ClosedDay, ...]]:
    """Return the closed days of a CSV file `date,name`, in its order. The head may be left out."""
    rows = read_csv_rows(source, ("date",), ("name",), has_head=not _begins_with_a_day(source))
    found = list(rows.diagnostics)
    days = [day for row in rows.value if (day := _closed_day(row, found))]
    return Reading(tuple(days), tuple(found))


def _closed_day(row: CsvRow, found: list[Diagnostic]) -> ClosedDay | None:
    day = row.required("date", parse_date, "CH406", found)
    return None if day is None else ClosedDay(date=day, name=row.text("name"), span=row.span())


def _begins_with_a_day(source: SourceText) -> bool:
    """Whether the first line with words is no head: heads have no digits."""
    first = next((line for line in source.text.split("\n") if line.strip()), "")
    return any(char.isdigit() for char in first)
