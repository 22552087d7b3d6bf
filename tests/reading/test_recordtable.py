from __future__ import annotations

from charter.reading.markdown import read_nodes
from charter.reading.recordtable import Column, RecordTable, read_record_table, split_body
from charter.source import Diagnostic, Reading, SourceText

from .found import spots

COLUMNS = (Column("Ref", aliases=("Promise",)), Column("Level"), Column("Note", is_required=False))


def read(text: str) -> Reading[RecordTable]:
    (node,) = read_nodes(SourceText("x.md", text)).value
    assert node.table is not None
    return read_record_table(node.table, COLUMNS)


def test_cells_are_found_by_the_name_of_their_column_or_another_name_for_it() -> None:
    reading = read("| level | PROMISE |\n|---|---|\n| *Met* | a \\| b |\n")
    (row,) = reading.value.rows
    assert spots(reading) == []
    assert (row.text("Ref"), row.text("Level"), row.text("Note")) == ("a | b", "Met", "")
    assert (row.span_of("Ref").column, row.span_of("Ref").end_column) == (11, 17)


def test_a_short_row_lacks_its_last_cells() -> None:
    (row,) = read("| Ref | Level | Note |\n|---|---|---|\n| a |\n").value.rows
    assert (row.text("Ref"), row.text("Level")) == ("a", "")
    assert row.span_of("Level").line == 3


def test_an_empty_cell_is_reported_only_in_a_column_that_is_there() -> None:
    found: list[Diagnostic] = []
    (row,) = read("| Ref | Level |\n|---|---|\n| | Met |\n").value.rows
    assert row.required("Ref", str, "CH411", found) is None
    assert row.required("Note", str, "CH411", found) is None
    assert [(one.code, one.span.line, one.span.column) for one in found] == [("CH411", 3, 3)]


def test_rows_without_words_are_left_out() -> None:
    assert [row.text("Ref") for row in read("| Ref | Level |\n|---|---|\n| | |\n| a | |\n").value.rows] == ["a"]


def test_the_tables_with_every_needed_column_are_read_and_the_rest_is_prose() -> None:
    text = "# Title\n\n| Ref | Level |\n|---|---|\n\n| Ref | Note |\n|---|---|\n\nwords\n\n| Level | Ref |\n|---|---|\n"
    body = split_body(read_nodes(SourceText("x.md", text)).value, COLUMNS)
    assert body.title == "Title"
    assert [table.span.line for table in body.tables] == [3, 11]
    assert [block.text for block in body.prose] == ["Ref\nNote", "words"]


def test_without_such_a_table_the_closest_one_is_read() -> None:
    text = "| Colour |\n|---|\n\n| Note |\n|---|\n\n| Ref | Note |\n|---|---|\n"
    body = split_body(read_nodes(SourceText("x.md", text)).value, COLUMNS)
    assert [table.span.line for table in body.tables] == [7]
    assert len(body.prose) == 2
