from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Feedback
from charter.reading.feedback import read_feedback
from charter.reading.personal import contacts_in
from charter.recording.rows import COLUMNS, add_remarks, as_written
from charter.source import SourceText
from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Done, Shell

FILE = "content/support-desk/feedback.csv"
TEXT = charter_text(promises=promise() + "\n\n" + promise("respect", title="You are treated with respect"))
FORM = """title = "Ours"
[feedback]
dates = "%d/%m/%Y %H:%M"
channel = "form on the site"
[feedback.columns]
date = "When"
said = "What happened?"
score = "How was it?"
party = "Who are you?"
ref = "Which?"
[feedback.scores]
"Very good" = 2
"Bad" = -1
[feedback.parties]
Teacher = "staff"
"""
HEAD = "When,What happened?,How was it?,Who are you?,Which?\n"


@pytest.fixture
def desk(shell: Shell) -> Shell:
    project(shell.root, {"support-desk": {"charter.md": TEXT}}, config=FORM)
    return shell


def rows(shell: Shell, charter: str = "support-desk") -> list[dict[str, str]]:
    text = (shell.root / f"content/{charter}/feedback.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def take(shell: Shell, answers: str, *arguments: str, head: str = HEAD) -> Done:
    write(shell.root / "answers.csv", head + answers)
    return shell("feedback", "import", str(shell.root / "answers.csv"), *arguments)


def test_a_remark_is_written_with_the_party_it_is_from(desk: Shell) -> None:
    done = desk(
        "feedback", "add", "--party", "Staff", "--score", "-2", "--said", "Nobody, for an hour", "--ref", "respect"
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == f'staff on support-desk, respect, 2026-01-05: -2 "Nobody, for an hour"\n  Written: {FILE}\n'
    assert (desk.root / FILE).read_text(encoding="utf-8") == (
        ",".join(COLUMNS) + '\n2026-01-05,staff,,respect,-2,"Nobody, for an hour",,,\n'
    )


def test_what_stands_there_stays_to_the_byte(desk: Shell) -> None:
    before = '\ufeffdate;party;said;answered;action;channel;score;ref;mine\r\n 2025-12-01;staff;"a;b";;;;;;x'
    write(desk.root / FILE, before)
    assert desk("feedback", "add", "--party", "staff", "--score", "1", "--channel", "phone").code == 0
    after = (desk.root / FILE).read_bytes().decode()
    assert after == before + "\r\n2026-01-05;staff;;;;phone;1;;\r\n"


def test_a_dry_run_writes_nothing(desk: Shell) -> None:
    done = desk("feedback", "add", "--party", "staff", "--score", "1", "--dry-run")
    assert "Would be written" in done.out
    assert not (desk.root / FILE).exists()


def test_the_same_remark_is_not_written_twice(desk: Shell) -> None:
    remark = ("feedback", "add", "--party", "staff", "--said", "Thank you", "--score", "2")
    desk(*remark)
    assert "there is nothing to add" in desk(*remark).out
    assert len(rows(desk)) == 1


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--party", "staf", "--score", "1"), '"staf" is no party of support-desk', "--party staff"),
        (("--party", "staff"), "there are neither words nor a score", "--said"),
        (("--party", "staff", "--score", "1", "--ref", "respct"), '"respct" is no promise', "--ref respect"),
        (("--party", "staff", "--score", "3"), "3 is not in the range", ""),
        (("--party", "staff", "--score", "1", "--date", "2026-01-06"), "2026-01-06 is still", "--date 2026-01-05"),
        (("--party", "staff", "--said", "Mail: a.b@example.org"), '"a.b@example.org" reads like an e-mail', ""),
        (("--party", "staff", "--said", "Call me on 030 1234 5678"), "reads like a phone number", ""),
        (("--party", "staff", "--said", "Rosa Lindqvist was rude"), '"Rosa Lindqvist" reads like the name', ""),
        (("--party", "staff", "--score", "1", "--channel", "by Noor Haddad"), '"Noor Haddad" reads like the name', ""),
        (("--party", "staff", "--said", "Ask Mr Smith"), '"Mr Smith" reads like the name of a person', ""),
    ],
)  # fmt: skip
def test_what_must_not_be_written_is_refused_with_the_way_out(
    desk: Shell, arguments: tuple[str, ...], message: str, hint: str
) -> None:
    done = desk("feedback", "add", *arguments)
    assert done.code == 2
    assert message in done.err
    assert hint in done.err
    assert not (desk.root / FILE).exists()


def test_a_charter_in_one_file_has_no_place_for_it(shell: Shell) -> None:
    project(shell.root, {"alone.md": TEXT})
    done = shell("feedback", "add", "--party", "staff", "--score", "1")
    assert done.code == 2
    assert "mkdir content/alone" in done.err


def test_a_file_with_a_merge_conflict_is_left_alone(desk: Shell) -> None:
    broken = (
        ",".join(COLUMNS) + "\n<<<<<<< HEAD\n2025-12-01,staff,,,,a,,,\n=======\n2025-12-01,staff,,,,b,,,\n>>>>>>> x\n"
    )
    write(desk.root / FILE, broken)
    done = desk("feedback", "add", "--party", "staff", "--score", "1")
    assert done.code == 3
    assert (desk.root / FILE).read_text(encoding="utf-8") == broken


def test_answers_are_read_by_the_words_of_the_settings(desk: Shell) -> None:
    done = take(
        desk,
        '04/01/2026 09:12,"The phone rang,\nand somebody answered",very good,Teacher,https://x.org/support-desk/#first-reply\n'
        "05/01/2026 10:00,-2 degrees in here,Bad,staff,You are treated with respect\n"
        "05/01/2026 10:00,Where?,,Desk,\n",
    )
    assert (done.code, done.err) == (0, "")
    assert done.out == f"support-desk: 3 answers new\n  Written: {FILE}\n"
    assert [(row["date"], row["party"], row["ref"], row["score"], row["said"]) for row in rows(desk)] == [
        ("2026-01-04", "staff", "first-reply", "2", "The phone rang, and somebody answered"),
        ("2026-01-05", "staff", "respect", "-1", "“-2 degrees in here”"),
        ("2026-01-05", "desk", "", "", "Where?"),
    ]
    assert {row["channel"] for row in rows(desk)} == {"form on the site"}


def test_importing_again_adds_nothing_even_after_a_row_was_edited(desk: Shell) -> None:
    answers = "04/01/2026 09:12,So slow,Bad,Teacher,respect\n04/01/2026 09:12,So slow,Bad,Teacher,respect\n"
    take(desk, answers)
    text = (desk.root / FILE).read_text(encoding="utf-8")
    assert len(rows(desk)) == 2
    edited = text.replace("So slow,,,", "Slow,2026-01-05,second person,", 1)
    write(desk.root / FILE, edited)
    done = take(desk, answers + "05/01/2026 09:00,New,Bad,Teacher,\n")
    assert done.out.startswith("support-desk: 1 answer new, 2 there already\n")
    assert (desk.root / FILE).read_text(encoding="utf-8").startswith(edited)
    assert "nothing new, 3 there already" in take(desk, answers + "05/01/2026 09:00,New,Bad,Teacher,\n").out


def test_a_second_form_with_the_same_numbers_is_another_form(desk: Shell) -> None:
    write(desk.root / "charter.toml", FORM.replace("[feedback.scores]", 'id = "No."\n[feedback.scores]'))
    head = HEAD.replace("\n", ",No.\n")
    take(desk, "02/01/2026 09:00,first,Bad,Teacher,,1\n", head=head)
    answers = "04/01/2026 09:00,second,Bad,Teacher,,1\n"
    assert "1 answer new" in take(desk, answers, head=head).out
    assert "nothing new, 1 there already" in take(desk, answers, head=head).out
    assert [(row["said"], row["source"]) for row in rows(desk)] == [("first", "1"), ("second", "1")]


def test_scores_of_one_day_about_two_promises_are_two_answers(desk: Shell) -> None:
    take(desk, "04/01/2026 09:00,,Bad,Teacher,respect\n")
    done = take(desk, "04/01/2026 09:00,,Bad,Teacher,first-reply\n04/01/2026 09:00,,Bad,Desk,respect\n")
    assert done.out.startswith("support-desk: 2 answers new\n")
    assert len(rows(desk)) == 3


def test_a_file_without_a_source_column_knows_its_rows_by_day_and_words(desk: Shell) -> None:
    before = "date,party,channel,ref,score,said,answered,action\n2026-01-04,staff,phone,respect,-1,so  SLOW,,\n"
    write(desk.root / FILE, before)
    done = take(desk, "04/01/2026 09:12,So slow,Bad,Teacher,respect\n")
    assert "nothing new, 1 there already" in done.out
    assert (desk.root / FILE).read_text(encoding="utf-8") == before


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("13/13/2026 09:00,x,Bad,Teacher,", 'When: "13/13/2026 09:00" is not written as %d/%m/%Y %H:%M'),
        ("06/01/2026 09:00,x,Bad,Teacher,", "When: 2026-01-06 is still to come"),
        (",x,Bad,Teacher,", "When: the answer has no day"),
        ("04/01/2026 09:00,,,Teacher,", "What happened?: there are neither words nor a score"),
        ("04/01/2026 09:00,x,Awful,Teacher,", 'How was it?: "Awful" is no score'),
        ("04/01/2026 09:00,x,Bad,Parent,", 'Who are you?: "Parent" is no party of support-desk'),
        ("04/01/2026 09:00,x,Bad,,", "Who are you?: it does not say who speaks"),
        ("04/01/2026 09:00,x,Bad,Teacher,laptops", 'Which?: "laptops" is no promise of support-desk'),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_left_out(desk: Shell, answer: str, message: str) -> None:
    done = take(desk, f"04/01/2026 09:00,good row,Bad,Teacher,\n{answer}\n")
    assert done.code == 1
    assert f"answers.csv:3: {message}\n" in done.err
    assert [row["said"] for row in rows(desk)] == ["good row"]


@pytest.mark.parametrize(
    "words", ["mail me at a.b@example.org", "my number: +49 30 1234567", "Rosa Lindqvist was rude", "Mrs Jones waited"]
)
def test_personal_data_is_held_back_and_not_repeated(desk: Shell, words: str) -> None:
    done = take(desk, f'04/01/2026 09:00,"{words}",Bad,Teacher,\n')
    assert done.code == 1
    assert "1 left out, 1 of them held back because they tell who somebody is" in done.err
    assert words not in done.err
    assert not (desk.root / FILE).exists()


@pytest.mark.parametrize(
    "answer",
    [
        "04/01/2026 09:00,x,Bad,Jo at a.b@example.org,",
        "04/01/2026 09:00,x,ring 030 1234 5678,Teacher,",
        "04/01/2026 09:00,x,Bad,Teacher,Rosa Lindqvist",
        "a.b@example.org,x,Bad,Teacher,",
    ],
)
@pytest.mark.parametrize("style", ["text", "json"])
def test_personal_data_in_a_wrong_column_is_not_repeated_either(desk: Shell, answer: str, style: str) -> None:
    done = take(desk, f"{answer}\n", "--format", style)
    told = done.out + done.err
    assert done.code == 1
    assert "so the answer is held back" in told
    assert not [words for words in ("a.b@", "1234", "Lindqvist") if words in told]


def test_a_digest_of_digits_is_nobodys_phone_number(desk: Shell) -> None:
    assert take(desk, "04/01/2026 09:00,29346 stars,,Teacher,\n").code == 0
    assert len(rows(desk)) == 1
    assert [*contacts_in(rows(desk)[0]["source"])] != []


def test_a_quote_that_is_not_closed_swallows_no_answer(desk: Shell) -> None:
    done = take(
        desk, '04/01/2026 09:00,a,Bad,Teacher,\n04/01/2026 09:00,"b,Bad,Teacher,\n04/01/2026 09:00,c,Bad,Teacher,\n'
    )
    assert done.code == 2
    assert "cannot be cut into cells from line 3 on" in done.err
    assert not (desk.root / FILE).exists()


def test_a_row_with_too_many_cells_is_left_out(desk: Shell) -> None:
    done = take(desk, "04/01/2026 09:00,good, but late,Bad,Teacher,respect\n04/01/2026 09:00,whole,Bad,Teacher,,,\n")
    assert "answers.csv:2: the row has 6 cells, the head 5\n" in done.err
    assert [row["said"] for row in rows(desk)] == ["whole"]


def test_signs_that_nobody_sees_do_not_reach_the_file(desk: Shell) -> None:
    take(desk, "04/01/2026 09:00,a\0b \x1b[31mred \u202eedisni,Bad,Teacher,\n")
    assert rows(desk)[0]["said"] == "a\ufffdb \ufffd[31mred \ufffdedisni"
    assert take(desk, "05/01/2026 09:00,c,Bad,Teacher,\n").code == 0
    assert desk("feedback", "add", "--party", "staff", "--said", "d \U0001f469\u200d\U0001f692\x07").code == 0
    assert [row["said"] for row in rows(desk)][1:] == ["c", "d \U0001f469\u200d\U0001f692\ufffd"]


def test_nothing_is_written_while_one_charter_has_no_place_for_it(shell: Shell) -> None:
    config = FORM.replace("[feedback.scores]", 'charter = "Charter"\n[feedback.scores]')
    project(shell.root, {"a": {"charter.md": TEXT}, "b.md": TEXT}, config=config)
    answers = "04/01/2026 09:00,one,Bad,Teacher,,a\n04/01/2026 09:00,two,Bad,Teacher,,b\n"
    done = take(shell, answers, head=HEAD.replace("\n", ",Charter\n"))
    assert done.code == 2
    assert '"b" is a charter in one file' in done.err
    assert not (shell.root / "content/a/feedback.csv").exists()


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        ("", "2025/12/31 1:04:05 PM GMT+1"),
        ("", "2025/12/31 11:04:05 PM GMT-5"),
        ("", "2025-12-31T23:04:05.123Z"),
        ('dates = "%d/%m/%Y"', "31/12/2025, 11:04 p.m."),
        ('dates = "%m/%d/%Y"', "12/31/2025 1:04:05 PM"),
        ('dates = "%Y/%m/%d %I:%M:%S %p"', "2025/12/31 1:04:05 PM GMT+2"),
        ('dates = "%d.%m.%y"', "31.12.25 13:04"),
    ],
)
def test_after_the_day_may_stand_a_time_and_a_zone(desk: Shell, dates: str, words: str) -> None:
    write(desk.root / "charter.toml", FORM.replace('dates = "%d/%m/%Y %H:%M"', dates))
    assert take(desk, f'"{words}",x,Bad,Teacher,\n').code == 0
    assert rows(desk)[0]["date"] == "2025-12-31"


@pytest.mark.parametrize("words", ["31/12/2025", "12/31/2025", "1/2/2025 13:04", "2025/31/12"])
def test_which_number_is_the_month_is_not_guessed(desk: Shell, words: str) -> None:
    write(desk.root / "charter.toml", FORM.replace('dates = "%d/%m/%Y %H:%M"', ""))
    assert take(desk, f"{words},x,Bad,Teacher,\n").code == 1
    assert not (desk.root / FILE).exists()


def test_a_party_of_the_settings_that_is_none_is_told_and_nobody_else_speaks_for_it(desk: Shell) -> None:
    write(desk.root / "charter.toml", FORM.replace('Teacher = "staff"', 'Teacher = "staf"'))
    done = take(desk, "04/01/2026 09:00,x,Bad,Teacher,\n04/01/2026 09:00,y,Bad,Parent,\n", "--party", "staff")
    assert 'answers.csv:2: Who are you?: "staf" is no party of support-desk' in done.err
    assert 'answers.csv:3: Who are you?: "Parent" is no party of support-desk' in done.err
    assert not (desk.root / FILE).exists()


@pytest.mark.parametrize(("words", "score"), [("5", "2"), ("5.0", "2"), ("5,00", "2"), ("1,0", "-2")])
def test_a_whole_number_is_one_after_a_spreadsheet_too(desk: Shell, words: str, score: str) -> None:
    write(desk.root / "charter.toml", FORM.replace('"Very good" = 2', "5 = 2\n1 = -2"))
    assert take(desk, f'04/01/2026 09:00,x,"{words}",Teacher,\n').code == 0
    assert rows(desk)[0]["score"] == score


@pytest.mark.parametrize(
    ("encoding", "data", "message", "hint"),
    [
        ("windows-1252", f"{HEAD}04/01/2026 09:00,é,Bad,Teacher,\n".encode(), "is not windows-1252", '"utf-8"'),
        ("utf-8", f"{HEAD}04/01/2026 09:00,é,Bad,Teacher,\n".encode("cp1252"), "is not utf-8", '"windows-1252"'),
        ("utf-8", HEAD.encode("utf-16"), "is not utf-8", '"utf-16"'),
        ("utf-8", b"PK\x03\x04\x14\0", "is a workbook", "save it as CSV"),
    ],
)
def test_what_is_not_the_file_that_was_declared_is_refused(
    desk: Shell, encoding: str, data: bytes, message: str, hint: str
) -> None:
    write(desk.root / "charter.toml", FORM.replace("[feedback]", f'[feedback]\nencoding = "{encoding}"'))
    write(desk.root / "answers.csv", data)
    done = desk("feedback", "import", str(desk.root / "answers.csv"))
    assert done.code == 2
    assert message in done.err
    assert hint in done.err


@pytest.mark.parametrize("before", ["", "\ufeff", "sep=,\n", "\ufeffsep=,\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "UTF_8", "utf-8-sig", "utf-16-le"])
def test_a_mark_or_a_line_for_a_spreadsheet_is_no_head(desk: Shell, encoding: str, before: str) -> None:
    write(desk.root / "charter.toml", FORM.replace("[feedback]", f'[feedback]\nencoding = "{encoding}"'))
    text = f"{before}{HEAD}04/01/2026 09:00,é,Bad,Teacher,\n,,Bad,,\n"
    write(desk.root / "answers.csv", text.encode(encoding))
    done = desk("feedback", "import", str(desk.root / "answers.csv"))
    assert [row["said"] for row in rows(desk)] == ["é"]
    assert f"answers.csv:{4 if 'sep' in before else 3}: When: the answer has no day" in done.err


def test_delimiter_encoding_and_id_are_declared(desk: Shell) -> None:
    settings = FORM.replace("[feedback]", '[feedback]\ndelimiter = ";"\nencoding = "windows-1252"')
    write(desk.root / "charter.toml", settings.replace("[feedback.scores]", 'id = "No."\n[feedback.scores]'))
    head = HEAD.replace(",", ";").replace("\n", ";No.\n")
    write(desk.root / "answers.csv", (head + "04/01/2026 09:00;Déjà vu;Bad;Teacher;;R-17\n").encode("cp1252"))
    assert desk("feedback", "import", str(desk.root / "answers.csv")).code == 0
    assert [(row["said"], row["source"]) for row in rows(desk)] == [("Déjà vu", "R-17")]


@pytest.mark.parametrize(
    ("head", "message", "hint"),
    [
        ("Timestamp,What happened?,How was it?,Who are you?,Which?\n", 'has no column "When"', "its columns are"),
        (HEAD.replace(",", ";"), 'has no column "When"', 'delimiter = ";"'),
        (HEAD.replace("Which?", "When"), 'has two columns "When"', "another name"),
        ("", "is empty", "export it again"),
    ],
)
def test_a_file_that_does_not_fit_the_settings_is_refused(desk: Shell, head: str, message: str, hint: str) -> None:
    done = take(desk, "", head=head)
    assert done.code == 2
    assert message in done.err
    assert hint in done.err


def test_without_settings_the_columns_of_the_file_are_told(shell: Shell) -> None:
    project(shell.root, {"support-desk": {"charter.md": TEXT}})
    done = take(shell, "04/01/2026 09:00,x,Bad,Teacher,\n")
    assert done.code == 2
    assert '"What happened?"' in done.err
    assert "[feedback.columns]" in done.err


def test_a_column_can_say_which_charter_is_meant(shell: Shell) -> None:
    config = FORM.replace("[feedback.scores]", 'charter = "Charter"\n[feedback.scores]')
    project(shell.root, {"a": {"charter.md": TEXT}, "b": {"charter.md": TEXT}}, config=config)
    head = HEAD.replace("\n", ",Charter\n")
    answers = (
        "04/01/2026 09:00,one,Bad,Teacher,,a\n04/01/2026 09:00,two,Bad,Teacher,,b\n04/01/2026 09:00,x,Bad,Teacher,,c\n"
    )
    done = take(shell, answers, head=head)
    assert 'answers.csv:4: "c" is no charter' in done.err
    assert [row["said"] for row in rows(shell, "a")] == ["one"]
    assert [row["said"] for row in rows(shell, "b")] == ["two"]


def test_a_form_for_one_party_names_it_once(desk: Shell) -> None:
    assert take(desk, "04/01/2026 09:00,x,Bad,,\n", "--party", "staff").code == 0
    assert rows(desk)[0]["party"] == "staff"


def test_json_says_what_is_new_and_what_was_left(desk: Shell) -> None:
    done = take(desk, "04/01/2026 09:00,x,Bad,Teacher,\n04/01/2026 09:00,a@b.org,Bad,Teacher,\n", "--format", "json")
    report = json.loads(done.out)
    assert report["charters"][0]["new"][0]["said"] == "x"
    assert report["left"] == [
        {
            "line": 3,
            "message": "What happened?: here stands an e-mail address, so the answer is held back",
            "personal": True,
        }
    ]


def test_settings_that_say_what_cannot_be_are_told(desk: Shell) -> None:
    write(desk.root / "charter.toml", '[feedback.scores]\n"Good" = 5\n')
    done = take(desk, "04/01/2026 09:00,x,Good,Teacher,\n")
    assert done.code == 2
    assert (
        'charter.toml:2:1: error CH140 bad-configuration: "Good" stands for "5": a score is -2, -1, 0, 1 or 2'
        in done.err
    )


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


@given(
    st.lists(
        st.builds(
            Feedback,
            date=st.dates(),
            party=st.sampled_from(["staff", "desk"]),
            channel=TEXTS,
            ref=st.none() | st.just("respect"),
            score=st.none() | st.integers(-2, 2),
            said=TEXTS,
            answered=st.none() | st.dates(),
            action=TEXTS,
            source=st.uuids().map(str),
        ),
        max_size=6,
    )
)
def test_what_is_written_is_read_back_and_taken_in_once(remarks: list[Feedback]) -> None:
    added = add_remarks("feedback.csv", None, remarks)
    reading = read_feedback(SourceText("feedback.csv", added.data.decode()))
    assert reading.diagnostics == ()
    assert reading.value == tuple(map(as_written, remarks)) == added.new
    again = add_remarks("feedback.csv", added.data, remarks)
    assert (again.new, again.data) == ((), added.data)
