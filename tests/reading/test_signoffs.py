from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Decision, SignOff, SignOffSheet
from charter.reading.signoffs import append_signoff, read_signoffs, signoff_row
from charter.source import Reading, SourceText

from .found import hints, spots

FRONT = '---\nversion: "2.0"\nfingerprint: "c1:4f"\n---\n\n'
HEAD = "| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n"
ROW = "| desk | Rosa | agree | 2025-12-17 | |\n"
WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufeff"), max_size=30
)


def read(text: str, label: str = "2.0") -> Reading[SignOffSheet]:
    return read_signoffs(SourceText("signoffs/2.0.md", text), label)


def rows(text: str) -> list[tuple[str, str, Decision | None, date | None, str]]:
    return [(row.party, row.name, row.decision, row.date, row.note) for row in read(text).value.signoffs]


def test_a_sheet_is_read() -> None:
    reading = read(
        FRONT + "# Agreed\n\nIn the harbour.\n\n" + HEAD + ROW + "| staff | Edwin | Abstain | 2025-12-19 | away |\n"
    )
    assert spots(reading) == []
    sheet = reading.value
    assert (sheet.version, sheet.fingerprint, sheet.title) == ("2.0", "c1:4f", "Agreed")
    assert [block.text for block in sheet.prose] == ["In the harbour."]
    assert sheet.signoffs == (
        SignOff(party="desk", name="Rosa", decision=Decision.AGREE, date=date(2025, 12, 17)),
        SignOff(party="staff", name="Edwin", decision=Decision.ABSTAIN, date=date(2025, 12, 19), note="away"),
    )
    assert [row.span.line for row in sheet.signoffs] == [12, 13]


@pytest.mark.parametrize(
    ("written", "decision"),
    [
        ("Agree", Decision.AGREE),
        ("agree with a reservation", Decision.RESERVATION),
        ("Agree with reservation", Decision.RESERVATION),
        ("DISAGREE", Decision.DISAGREE),
        ("abstain", Decision.ABSTAIN),
    ],
)
def test_the_four_decisions_are_read_in_any_case(written: str, decision: Decision) -> None:
    reading = read(FRONT + HEAD + f"| desk | Rosa | {written} | 2025-12-17 | |\n")
    assert spots(reading) == []
    assert reading.value.signoffs[0].decision is decision


def test_another_decision_is_reported_with_the_four() -> None:
    reading = read(
        FRONT + HEAD + "| desk | Rosa | fine by me | 2025-12-17 | |\n" + "| desk | Tomas | | 2025-12-17 | |\n"
    )
    assert spots(reading) == [("CH405", 8, 17), ("CH405", 9, 18)]
    assert hints(reading)[0] == "write agree, agree with a reservation, disagree or abstain"
    assert [row.decision for row in reading.value.signoffs] == [None, None]


def test_a_date_that_cannot_be_read_is_reported() -> None:
    reading = read(FRONT + HEAD + "| desk | Rosa | agree | 17.12.2025 | |\n")
    assert spots(reading) == [("CH406", 8, 25)]
    assert hints(reading) == ["write 2025-12-17"]
    assert reading.value.signoffs[0].date is None


def test_a_row_without_party_or_name_is_reported() -> None:
    assert spots(read(FRONT + HEAD + "| | | agree | 2025-12-17 | |\n")) == [("CH411", 8, 3), ("CH411", 8, 5)]


def test_columns_stand_in_any_order_and_a_note_is_not_needed() -> None:
    reading = read(
        FRONT + "| date | decision | name | party |\n|---|---|---|---|\n| 2025-12-17 | agree | Rosa | desk |\n"
    )
    assert spots(reading) == []
    assert reading.value.signoffs == (
        SignOff(party="desk", name="Rosa", decision=Decision.AGREE, date=date(2025, 12, 17)),
    )


def test_a_missing_column_is_reported_once_and_the_rest_is_read() -> None:
    reading = read(
        FRONT + "| Party | Name | Decision |\n|---|---|---|\n| desk | Rosa | agree |\n| desk | Tomas | agree |\n"
    )
    assert spots(reading) == [("CH409", 6, 3)]
    assert [row.name for row in reading.value.signoffs] == ["Rosa", "Tomas"]


def test_an_unknown_column_is_reported_and_kept_as_prose() -> None:
    reading = read(
        FRONT
        + "| Party | Name | Decision | Date | Notes | Place |\n|---|---|---|---|---|---|\n"
        + "| desk | Rosa | agree | 2025-12-17 | x | Hull |\n"
    )
    assert spots(reading) == [("CH410", 6, 36), ("CH410", 6, 44)]
    assert hints(reading)[0] == "write Note"
    assert "Hull" in reading.value.prose[0].text


def test_of_two_columns_with_one_head_the_first_is_read() -> None:
    reading = read(
        FRONT
        + "| Party | Name | Decision | Date | Name |\n|---|---|---|---|---|\n| desk | Rosa | agree | 2025-12-17 | x |\n"
    )
    assert spots(reading) == [("CH417", 6, 36)]
    assert reading.value.signoffs[0].name == "Rosa"


def test_the_same_words_twice_are_reported() -> None:
    reading = read(
        FRONT + HEAD + ROW + "| staff | Rosa | agree | 2025-12-17 | |\n| Desk | rosa | agree | 2025-12-18 | |\n"
    )
    assert spots(reading) == [("CH408", 10, 10)]
    assert [span.line for span in reading.diagnostics[0].related] == [8]


def test_a_change_of_mind_is_no_repetition() -> None:
    assert spots(read(FRONT + HEAD + ROW + "| desk | Rosa | disagree | 2025-12-18 | |\n")) == []


def test_a_sheet_of_another_version_than_its_name_is_reported() -> None:
    reading = read(FRONT + HEAD + ROW, label="2.1")
    assert spots(reading) == [("CH150", 2, 10)]
    assert hints(reading) == ['version: "2.1"']
    assert reading.value.version == "2.1"


@pytest.mark.parametrize(
    ("front", "place"),
    [
        ('---\nversion: "2.0"\nfingerprint: ""\n---\n\n', (3, 14)),
        ('---\nversion: "2.0"\n---\n\n', (2, 1)),
        ("", (1, 1)),
    ],
)
def test_a_sheet_without_a_fingerprint_is_reported(front: str, place: tuple[int, int]) -> None:
    reading = read(front + HEAD + ROW)
    assert spots(reading) == [("CH407", *place)]
    assert reading.value.fingerprint is None


def test_a_sheet_without_a_table_is_reported() -> None:
    reading = read(FRONT + "Everybody nodded.\n")
    assert spots(reading) == [("CH413", 1, 1)]
    assert [block.text for block in reading.value.prose] == ["Everybody nodded."]


def test_an_unknown_key_is_reported_with_the_nearest_one() -> None:
    reading = read(f'---\nversion: "2.0"\nfingerprnt: "c1:4f"\n---\n\n{HEAD}')
    assert spots(reading) == [("CH102", 3, 1)]
    assert hints(reading) == ["fingerprint: c1:4f"]


@given(st.text() | st.text(st.sampled_from('-|: \n#"agre\\')))
def test_any_text_is_read(text: str) -> None:
    read(text)
    read(FRONT + HEAD + text)


def test_a_new_sheet_is_written() -> None:
    row = signoff_row("desk", "Rosa Lindqvist", Decision.AGREE, date(2025, 12, 17))
    assert append_signoff(None, "2.0", "c1:4f", row) == (
        '---\nversion: "2.0"\nfingerprint: "c1:4f"\n---\n\n# Sign-off of version 2.0\n\n'
        "| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n"
        "| desk | Rosa Lindqvist | agree | 2025-12-17 | |\n"
    )


@given(WORDS, WORDS, st.sampled_from(Decision), st.dates(), st.text(max_size=40) | WORDS)
def test_what_is_written_is_read_back(party: str, name: str, decision: Decision, day: date, note: str) -> None:
    note = "".join(char for char in note if char.isprintable() or char == "\n")
    row = signoff_row(party, name, decision, day, note)
    text = append_signoff(None, "2.0", "c1:4f", row)
    wanted = [(" ".join(party.split()), " ".join(name.split()), decision, day, " ".join(note.split()))]
    assert "\n" not in row
    assert rows(text) == wanted
    assert rows(append_signoff(text, "2.0", "c1:4f", row)) == wanted * 2


@pytest.mark.parametrize(
    "words",
    [
        "a | b",
        "a \\| b",
        "two\nlines",
        "*no*",
        "snake_case _x_",
        "`c`",
        "[a](b)",
        "<b> & &amp;",
        "~~x~~",
        "\\",
        "1 < 2",
    ],
)
def test_marks_in_a_note_stay_what_they_are(words: str) -> None:
    text = append_signoff(None, "2.0", "c1:4f", signoff_row("a|b", "C", Decision.AGREE, date(2026, 1, 2), words))
    assert rows(text) == [("a|b", "C", Decision.AGREE, date(2026, 1, 2), " ".join(words.split()))]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_row_is_added_under_the_table_and_nothing_else_is_touched(end: str, mark: str) -> None:
    before = (FRONT + "# Agreed\n\n" + HEAD + "| desk    | Rosa  | agree | 2025-12-17 |   |\n").replace("\n", end)
    after = "\nProse, and a list:\n\n- one\n".replace("\n", end)
    row = signoff_row("staff", "Noor", Decision.ABSTAIN, date(2025, 12, 18), "away")
    assert append_signoff(mark + before + after, "2.0", "c1:9e", row) == mark + before + row + end + after


def test_a_last_line_without_an_end_gets_one() -> None:
    row = signoff_row("staff", "Noor", Decision.AGREE, date(2025, 12, 18))
    assert append_signoff(FRONT + HEAD + ROW.rstrip("\n"), "2.0", "c1:4f", row) == FRONT + HEAD + ROW + row + "\n"


def test_a_row_follows_the_order_of_the_sheets_own_columns() -> None:
    sheet = FRONT + "| Date | Where | Seat | Name | Party | Decision | Note |\n|---|---|---|---|---|---|---|\n"
    row = signoff_row("staff", "Noor", Decision.AGREE, date(2025, 12, 18), "a | b")
    assert append_signoff(sheet, "2.0", "c1:4f", row) == sheet + "| 2025-12-18 | | | Noor | staff | agree | a \\| b |\n"


@pytest.mark.parametrize("written", ['fingerprint: ""', "fingerprint:", "fingerprint: ''"])
def test_an_empty_fingerprint_is_filled_in(written: str) -> None:
    sheet = f'---\nversion: "2.0"\n{written}  # soon\n---\n\n{HEAD}'
    row = signoff_row("staff", "Noor", Decision.AGREE, date(2025, 12, 18))
    wanted = sheet.replace(written, 'fingerprint: "c1:4f"') + row + "\n"
    assert append_signoff(sheet, "2.0", "c1:4f", row) == wanted
    assert spots(read(wanted)) == []
    assert read(wanted).value.fingerprint == "c1:4f"


def test_another_fingerprint_is_kept() -> None:
    row = signoff_row("staff", "Noor", Decision.AGREE, date(2025, 12, 18))
    assert read(append_signoff(FRONT + HEAD, "2.0", "c1:9e", row)).value.fingerprint == "c1:4f"


@pytest.mark.parametrize(
    "sheet",
    [
        "\n",
        "# Agreed\n",
        HEAD,
        FRONT,
        FRONT + "Prose.\n\n\n",
        '---\nversion: "2.0"\n---\n' + HEAD,
        FRONT + "| Party |\n|---|\n| x |\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_sheet_of_which_a_part_is_missing_gets_it(sheet: str, end: str) -> None:
    row = signoff_row("staff", "Noor", Decision.AGREE, date(2025, 12, 18), "away")
    text = append_signoff(sheet.replace("\n", end), "2.0", "c1:4f", row)
    plain = text.replace("\r\n", "\n")
    assert text == plain.replace("\n", end)
    assert rows(plain)[-1:] == [("staff", "Noor", Decision.AGREE, date(2025, 12, 18), "away")]
    assert read(plain).value.fingerprint == "c1:4f"
    assert all(line in plain.split("\n") for line in sheet.split("\n"))
