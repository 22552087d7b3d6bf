from __future__ import annotations

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.reading.csvtable import CsvRow, is_formula, read_csv_rows
from charter.source import Reading, SourceText

from .found import hints, spots

CELLS = st.text(st.sampled_from('ab",;\n =\té'), max_size=6)


def read(text: str, *, has_head: bool = True) -> Reading[tuple[CsvRow, ...]]:
    return read_csv_rows(SourceText("x.csv", text), ("ref", "good"), ("note",), has_head=has_head)


def place(row: CsvRow, column: str) -> tuple[int | None, ...]:
    span = row.span(column)
    return span.line, span.column, span.end_line, span.end_column


@given(
    st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5),
    st.sampled_from(",;\t"),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
)
def test_what_the_csv_module_writes_is_read_back(rows: list[tuple[str, ...]], delimiter: str, quoting: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(("ref", "good", "note"))
    writer.writerows(rows)
    assert [row.cells for row in read(out.getvalue()).value] == [row for row in rows if any(map(str.strip, row))]


@given(st.text(st.sampled_from('ab",;\n =\t-1'), max_size=40))
def test_any_text_is_read_and_every_place_is_in_it(text: str) -> None:
    source = SourceText("x.csv", "ref,good,note\n" + text)
    reading = read_csv_rows(source, ("ref", "good"), ("note",))
    for row in reading.value:
        for column in ("ref", "good", "note"):
            span = row.span(column)
            assert None not in place(row, column)
            if span.line == span.end_line and row.text(column):
                written = source.line(span.line or 0)[(span.column or 0) - 1 : (span.end_column or 0) - 1]
                assert row.text(column).replace('"', "").strip() == written.replace('"', "").strip()


def test_every_cell_has_its_place() -> None:
    (row,) = read('ref,good,note\na , 12,"two\nlines, ""quoted"""\n').value
    assert (row.text("ref"), row.text("good"), row.text("note")) == ("a", "12", 'two\nlines, "quoted"')
    assert [place(row, name) for name in ("ref", "good", "note")] == [(2, 1, 2, 2), (2, 5, 2, 7), (2, 8, 3, 19)]


def test_the_row_after_a_cell_of_two_lines_has_the_right_line() -> None:
    rows = read('ref,good,note\na,1,"x\ny"\n\n\nb,2,z\n').value
    assert [row.line for row in rows] == [2, 6]


def test_columns_stand_in_any_order_and_heads_in_any_case() -> None:
    (row,) = read("Note,GOOD, Ref \nfine,1,a\n").value
    assert (row.text("ref"), row.text("good"), row.text("note")) == ("a", "1", "fine")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_other_delimiters_are_read_and_reported(delimiter: str) -> None:
    reading = read(delimiter.join(("ref", "good")) + "\n" + delimiter.join(("a", "1,5")) + "\n")
    assert [row.text("good") for row in reading.value] == ["1,5"]
    assert spots(reading) == [("CH416", 1, 1)]


def test_a_line_that_names_the_delimiter_is_no_row() -> None:
    reading = read("sep=;\nref;good\na;1\n")
    assert [(row.text("ref"), row.line) for row in reading.value] == [("a", 3)]


def test_commas_need_no_word() -> None:
    assert spots(read("ref,good,note\na,1,x\n")) == []


def test_a_missing_column_is_reported_and_the_others_are_read() -> None:
    reading = read("note,ref\nx,a\n")
    assert spots(reading) == [("CH409", 1, 1)]
    assert hints(reading) == ["begin the file with ref,good,note"]
    assert reading.value[0].text("ref") == "a"
    assert reading.value[0].text("good") == ""


def test_an_unknown_column_is_reported_with_the_nearest_known_one() -> None:
    reading = read("ref,good,notes,Team\na,1,x,y\n")
    assert spots(reading) == [("CH410", 1, 10), ("CH410", 1, 16)]
    assert hints(reading) == ["write note", "the columns are ref,good,note"]


def test_of_very_many_unknown_columns_the_first_ones_are_reported() -> None:
    assert len(read("ref,good," + ",".join(f"x{n}" for n in range(500)) + "\n").diagnostics) == 20


def test_of_two_columns_with_one_head_the_first_is_read() -> None:
    reading = read("ref,good,ref\na,1,b\n")
    assert spots(reading) == [("CH417", 1, 10)]
    assert reading.value[0].text("ref") == "a"


def test_a_short_row_is_reported_at_its_end_and_read() -> None:
    reading = read("ref,good,note\na\nb,2,\n")
    assert spots(reading) == [("CH415", 2, 2)]
    assert hints(reading) == ["add ,, at the end"]
    assert [row.text("ref") for row in reading.value] == ["a", "b"]


def test_a_long_row_is_reported_at_the_first_cell_too_many_and_read() -> None:
    reading = read("ref,good,note\na,1,late, but told\n")
    assert spots(reading) == [("CH415", 2, 11)]
    assert reading.value[0].text("note") == "late"
    assert reading.value[0].cells[3] == " but told"


def test_empty_rows_and_empty_cells_beyond_the_head_need_no_word() -> None:
    reading = read("\nref,good,note,,\n\na,1,x,,\n,,,,\n   \n")
    assert spots(reading) == []
    assert [row.line for row in reading.value] == [4]


def test_words_under_an_empty_head_are_reported() -> None:
    assert spots(read("ref,good,\na,1,x\n")) == [("CH415", 2, 5)]


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", '"\t=1"', '"=HYPERLINK(""x"")"', " =1"])
def test_a_cell_like_a_formula_is_reported_and_kept(cell: str) -> None:
    reading = read(f"ref,good,note\na,1,{cell}\n")
    assert [code for code, line, _ in spots(reading) if line == 2] == ["CH412"]
    assert reading.value[0].text("note")


def test_a_formula_is_reported_where_it_stands() -> None:
    assert spots(read("ref,good,note\na, =1,x\n")) == [("CH412", 2, 4)]
    assert spots(read("=1,2,x\n", has_head=False)) == [("CH412", 1, 1)]


@pytest.mark.parametrize("cell", ["-2", "+2", "-2.5", "-2,5", "-", "a=b", "1-2", "mail@example.org", ""])
def test_numbers_and_words_are_no_formulas(cell: str) -> None:
    assert not is_formula(cell)


def test_a_quote_that_is_never_closed_takes_in_no_other_row() -> None:
    reading = read('ref,good,note\na,1,"never closed\nb,2,"fine, thanks"\n')
    assert [row.text("note") for row in reading.value] == ['"never closed', "fine, thanks"]
    assert spots(reading) == [("CH411", 2, 5)]
    assert hints(reading) == ['write """never closed"']


def test_quotes_inside_a_cell_are_words() -> None:
    reading = read('ref,good,note\na,1,a 5" pipe\n')
    assert reading.value[0].text("note") == 'a 5" pipe'
    assert spots(reading) == []


def test_a_file_without_words_has_no_rows_and_needs_no_word() -> None:
    assert read("\n\n") == Reading(())


@pytest.mark.parametrize("note", ["fine", '"no, nothing"'])
def test_a_hundred_thousand_rows_are_read_in_well_under_two_seconds(note: str) -> None:
    text = "ref,good,note\n" + "".join(f"ref-{number},12,{note}\n" for number in range(100_000))
    start = time.process_time()
    reading = read(text)
    assert time.process_time() - start < 2
    assert len(reading.value) == 100_000


def test_very_many_unclosed_quotes_take_no_more_than_their_share_of_time() -> None:
    start = time.process_time()
    reading = read("ref,good,note\n" + '"a,"b,"c\n' * 20_000)
    assert time.process_time() - start < 4
    assert len(reading.value) == 20_000
