from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.measuring.ledger import Merged, merge
from charter.model.records import Outcome, Period
from charter.reading.outcomes import read_outcomes
from charter.source import CharterError, SourceText

HEAD = "period,ref,segment,good,total,value,unit,source,note\n"


def row(
    month: int, good: int = 8, total: int = 10, *, segment: str | None = None, source: str = "t.csv, elapsed time"
) -> Outcome:
    period = Period(year=2026, month=month)
    return Outcome(period=period, ref="reply", segment=segment, good=Decimal(good), total=Decimal(total), source=source)


def figure(month: int, value: str, note: str) -> Outcome:
    return Outcome(
        period=Period(year=2026, month=month),
        ref="reply",
        value=Decimal(value),
        unit="hours",
        source="t.csv",
        note=note,
    )


def put(text: str | bytes | None, *outcomes: Outcome, replaces: bool = False) -> Merged:
    data = text.encode() if isinstance(text, str) else text
    return merge("content/desk/outcomes.csv", data, outcomes, "t.csv", replaces=replaces)


@pytest.mark.parametrize("before", [None, b"", b"\n \n"])
def test_a_file_that_is_not_there_is_begun(before: bytes | None) -> None:
    merged = put(before, row(1), row(2, segment='large, "new"'))
    assert merged.data.decode() == (
        HEAD + '2026-01,reply,,8,10,,,"t.csv, elapsed time",\n'
        '2026-02,reply,"large, ""new""",8,10,,,"t.csv, elapsed time",\n'
    )
    assert (len(merged.added), merged.is_other) == (2, True)


def test_the_same_twice_changes_nothing() -> None:
    once = put(HEAD, row(1), figure(2, "3.25", "12 cases"))
    twice = put(once.data, row(1), figure(2, "3.25", "12 cases"))
    assert (twice.data, len(twice.same), twice.is_other) == (once.data, 2, False)


def test_own_rows_are_written_anew_in_their_place_and_other_bytes_stay() -> None:
    before = (
        "\ufeffref;period;segment;good;total;value;unit;Source;note;seen by\r\n"
        'reply;2026-01;;1;1;;;t.csv, business hours;"with; a\r\nnote";Ana\r\n'
        "\r\n"
        'other;2026-01;;"3" ;4;;;;;\r\n'
        "reply ; 2026-02;;5;5;;;t.csv;;"
    )
    merged = put(before, row(1), row(2), row(3))
    assert merged.data.decode() == (
        "\ufeffref;period;segment;good;total;value;unit;Source;note;seen by\r\n"
        'reply;2026-01;;8;10;;;t.csv, elapsed time;"with; a\nnote";Ana\r\n'
        "\r\n"
        'other;2026-01;;"3" ;4;;;;;\r\n'
        "reply;2026-02;;8;10;;;t.csv, elapsed time;;\r\n"
        "reply;2026-03;;8;10;;;t.csv, elapsed time;;\r\n"
    )
    assert [len(group) for group in (merged.added, merged.changed, merged.same, merged.refused)] == [1, 2, 0, 0]


def test_the_number_of_cases_in_a_note_is_counted_again_and_words_stay() -> None:
    before = HEAD + "2026-01,reply,,,,1,hours,t.csv,3 cases\n2026-02,reply,,,,1,hours,t.csv,strike\n"
    merged = put(before, figure(1, "2", "5 cases"), figure(2, "2", "5 cases"))
    assert (
        merged.data.decode() == HEAD + "2026-01,reply,,,,2,hours,t.csv,5 cases\n2026-02,reply,,,,2,hours,t.csv,strike\n"
    )


@pytest.mark.parametrize(
    ("source", "numbers", "said"),
    [
        ("", "7,9,,", "typed by hand: 7 of 9"),
        ("tickets.csv", "7,9,,", 'from "tickets.csv": 7 of 9'),
        ("", ",,,", "no cases"),
    ],
)
def test_a_row_from_elsewhere_stays_until_it_is_to_be_replaced(source: str, numbers: str, said: str) -> None:
    before = HEAD + "2025-12,reply,,1,1,,,,\n" + f"2026-01,reply,,{numbers},{source},mine\n"
    merged = put(before, row(1), row(2))
    assert merged.data.decode() == before + '2026-02,reply,,8,10,,,"t.csv, elapsed time",\n'
    (refused,) = merged.refused
    assert (refused.code, refused.span.line, refused.span.column) == ("CH443", 3, 1)
    assert said in refused.message
    assert "8 of 10" in refused.message
    assert "--replace" in str(refused.hint)
    replaced = put(before, row(1), replaces=True)
    assert replaced.data.decode().endswith('2026-01,reply,,8,10,,,"t.csv, elapsed time",mine\n')
    assert (len(replaced.changed), replaced.refused) == (1, ())


def test_another_unit_or_segment_is_another_row() -> None:
    before = HEAD + "2026-01,reply,,,,4,hours,,\n2026-01,reply,Large,1,2,,,,\n"
    assert len(put(before, row(1)).added) == 1
    assert len(put(before, row(1, segment="large")).refused) == 1


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("period,ref,good,total\n", "it has no column segment, value"),
        ("ref,good\n", '"period"'),
        (HEAD + "<<<<<<< ours\n2026-01,reply,,1,1,,,,\n=======\n>>>>>>> theirs\n", "merge conflict"),
        (HEAD.encode() + b"2026-01,r\xe9ply,,1,1,,,,\n", "UTF-8"),
        (HEAD.encode("utf-16"), "UTF-8"),
        ("period,ref,segment,good,total,value,unit,source,note,note\n", "stands twice"),
    ],
)
def test_a_file_that_is_not_in_order_is_left_alone(before: str | bytes, words: str) -> None:
    with pytest.raises(CharterError, match=words):
        put(before, row(1))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(st.lists(st.tuples(st.integers(1, 6), cells, cells), max_size=5), st.sets(st.integers(1, 12)))
def test_what_is_put_in_is_read_back_and_every_other_row_is_still_there(
    others: list[tuple[int, str, str]], months: set[int]
) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(
        [f"2026-{month:02}", "other", f"s{place}", 1, 2, "", "", source, note]
        for place, (month, source, note) in enumerate(others)
    )
    before = HEAD + out.getvalue()
    merged = put(before, *(row(month) for month in sorted(months)))
    text = merged.data.decode()
    assert text.startswith(before)
    read = read_outcomes(SourceText("o.csv", text.replace("\r\n", "\n").replace("\r", "\n"))).value
    assert [outcome.period.month for outcome in read if outcome.ref == "reply"] == sorted(months)
    again = put(merged.data, *(row(month, 9) for month in sorted(months)))
    assert again.data.decode().startswith(before)
    assert len(again.changed) == len(months)


def test_columns_of_one_name_that_are_not_ours_keep_their_own_cells() -> None:
    head = HEAD.replace("\n", ",mine,mine,,\n")
    merged = put(head + "2026-01,reply,,1,1,,,t.csv,,a,b,c,d\n", row(1))
    assert merged.data.decode() == head + '2026-01,reply,,8,10,,,"t.csv, elapsed time",,a,b,c,d\n'


def test_a_head_with_other_signs_in_it_is_cut_where_the_rows_are() -> None:
    head = HEAD.replace("\n", ',"mine; or; yours; or; theirs; or; nobody\'s; at; all"\n')
    merged = put(head, row(1))
    assert merged.data.decode() == head + '2026-01,reply,,8,10,,,"t.csv, elapsed time",,\n'
