"""Records are read beside their charter, and what they name is looked for in the texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import charter_text, promise, write

from charter.catalog import Catalog, load_catalog
from charter.config import Config
from charter.source import MAX_TEXT_BYTES

from .loading import found, load, one

RUBRIC = "| What we look at | Not yet | Met |\n|---|---|---|\n| Speed | slow | fast |"
LEVELS = "levels: [Not yet, Met]\nexpected: Met"
OUTCOMES = "period,ref,segment,good,total,value,unit,source,note\n"
FEEDBACK = "date,party,channel,ref,score,said,answered,action\n"


def text(*promises: str, **kwargs: str) -> str:
    return charter_text(front=LEVELS, promises="\n\n".join(promises or [promise(after=RUBRIC)]), **kwargs)


def desk(folder: Path, files: dict[str, str], *, working: str | None = None) -> Catalog:
    """Load one charter with version 1.0 and these files."""
    return load(folder, {"desk": {"charter.md": working or text(), "versions/1.0.md": text(version="1.0"), **files}})


def sheet(label: str) -> str:
    table = "| Party | Name | Decision | Date | Note |\n|---|---|---|---|---|\n"
    row = "| staff | Noor Haddad | agree | 2025-12-20 | |\n"
    return f'---\nversion: "{label}"\nfingerprint: "c1:0"\n---\n\n{table}{row}'


def assessment(*rows: str, version: str | None = "1.0", party: str = "staff") -> str:
    front = "".join(
        [f'version: "{version}"\n' if version else "", f"period: 2026-Q1\nparty: {party}\ndate: 2026-04-01\n"]
    )
    table = "| Expectation | What we look at | Level | Evidence |\n|---|---|---|---|\n"
    return f"---\n{front}---\n\n# How it went\n\n{table}" + "".join(f"{row}\n" for row in rows)


REVIEWS = """# Review log

## 2026-04-14: quarterly review

- Due: 2026-04-05
- Reviewed version: 1.0
- Present: Rosa Lindqvist
"""
INCIDENT = """---
date: 2026-02-03
---

# Nobody answered

## Stop

A spare projector was carried over.

## Pause

Two people were ill.

## Analyse

The rota assumed that nobody would be.
"""
COMPARISON = """---
compared-with: [Outside company]
date: 2025-11-20
---

# How we compare

| Service | Expectation | Us | Outside company |
|---|---|---|---|
| Answers | first-reply | good | poor |
"""


def test_every_record_is_read(tmp_path: Path) -> None:
    files = {
        "signoffs/1.0.md": sheet("1.0"),
        "reviews.md": REVIEWS,
        "assessments/2026-Q1/staff.md": assessment("| first-reply | Speed | Met | |"),
        "outcomes.csv": OUTCOMES + "2026-01,first-reply,,9,10,,,tickets,\n",
        "feedback.csv": FEEDBACK + "2026-01-14,staff,form,first-reply,2,Thank you,,\n",
        "incidents/2026-02-03-no-answer.md": INCIDENT,
        "comparison.md": COMPARISON,
    }
    catalog = desk(tmp_path, files)
    records = catalog.charters[0].records
    assert [item.version for item in records.signoffs] == ["1.0"]
    assert [str(item.held) for item in records.reviews] == ["2026-04-14"]
    assert [(str(item.period), item.party) for item in records.assessments] == [("2026-Q1", "staff")]
    assert [item.ref for item in records.outcomes] == ["first-reply"]
    assert [item.said for item in records.feedback] == ["Thank you"]
    assert [item.name for item in records.incidents] == ["2026-02-03-no-answer"]
    assert records.comparison is not None
    assert found(catalog) == []


def test_a_single_file_has_no_records(tmp_path: Path) -> None:
    catalog = load(tmp_path, {"desk.md": text()}, files={"content/outcomes.csv": OUTCOMES + "2026,x,,1,1,,,,\n"})
    assert catalog.charters[0].records.outcomes == ()


@pytest.mark.parametrize("label", ["1", "1.0.0", "draft"])
def test_a_sign_off_of_no_version_is_reported(tmp_path: Path, label: str) -> None:
    catalog = desk(tmp_path, {f"signoffs/{label}.md": sheet(label)})
    problem = one(catalog, "CH404")
    assert problem.span.path == f"content/desk/signoffs/{label}.md"
    assert problem.hint == f"git mv content/desk/signoffs/{label}.md content/desk/signoffs/1.0.md"


def test_a_sign_off_of_a_version_that_went_away_asks_for_the_version(tmp_path: Path) -> None:
    problem = one(desk(tmp_path, {"signoffs/2.0.md": sheet("2.0")}), "CH404")
    assert problem.message == '"2.0" has a sign-off, and "content/desk/versions/2.0.md" is not there'
    assert problem.hint is not None
    assert problem.hint.endswith(" -- content/desk/versions/2.0.md")


def test_no_sheet_is_told_to_take_the_place_of_another(tmp_path: Path) -> None:
    signed = {"signoffs/1.0.md": sheet("1.0"), "signoffs/draft.md": sheet("draft")}
    problem = one(desk(tmp_path, signed), "CH404")
    assert problem.hint == "git mv content/desk/signoffs/draft.md content/desk/signoffs/_draft.md"


def test_a_version_that_is_there_and_not_read_is_not_said_to_be_gone(tmp_path: Path) -> None:
    signed = {"signoffs/2.0.md": sheet("2.0"), "versions/2.0.md": "x" * (MAX_TEXT_BYTES + 1)}
    catalog = desk(tmp_path, signed)
    assert found(catalog) == [("desk/versions/2.0.md", "CH122")]


class TestJudgements:
    """A judgement is read against the version it names."""

    def load(self, folder: Path, *rows: str, version: str | None = "1.0", party: str = "staff") -> Catalog:
        working = text(promise("renamed", fields="- Was: first-reply"))
        record = assessment(*rows, version=version, party=party)
        return desk(folder, {f"assessments/2026-Q1/{party}.md": record}, working=working)

    def test_what_the_version_has_is_fine_whatever_the_working_text_says(self, tmp_path: Path) -> None:
        assert found(self.load(tmp_path, "| first-reply | speed | MET | |", "| first-reply | | Not  yet | |")) == []

    def test_a_promise_that_the_version_has_not_is_reported(self, tmp_path: Path) -> None:
        problem = one(
            self.load(tmp_path, "| first-reply | Speed | Met | |", "| first-repyl | Speed | Met | |"), "CH431"
        )
        assert (problem.span.line, problem.span.column, problem.hint) == (13, 3, "write first-reply")
        assert '"first-repyl"' in problem.message

    def test_a_criterion_that_the_rubric_has_not_is_reported(self, tmp_path: Path) -> None:
        problem = one(self.load(tmp_path, "| first-reply | Sped | Met | |"), "CH432")
        assert (problem.span.line, problem.span.column, problem.hint) == (12, 17, "write Speed")

    def test_a_level_that_is_not_on_the_scale_is_reported(self, tmp_path: Path) -> None:
        problem = one(self.load(tmp_path, "| first-reply | Speed | Meet | |"), "CH433")
        assert (problem.span.line, problem.span.column, problem.hint) == (12, 25, "write Met")

    def test_a_version_that_is_not_there_is_reported_once(self, tmp_path: Path) -> None:
        catalog = self.load(tmp_path, "| gone | Speed | Met | |", "| away | Speed | Met | |", version="0.9")
        problem = one(catalog, "CH435")
        assert (problem.span.line, problem.span.column) == (2, 11)
        assert problem.hint == "name the version that was judged: 1.0"
        assert found(catalog, "CH431") == []

    def test_a_party_that_the_version_has_not_is_reported(self, tmp_path: Path) -> None:
        problem = one(self.load(tmp_path, "| first-reply | Speed | Met | |", party="staf"), "CH107")
        assert (problem.span.line, problem.hint) == (4, "write staff")


@pytest.mark.parametrize("level", ["Short", "as described", "BEYOND"])
def test_a_single_point_rubric_is_judged_in_its_own_words(tmp_path: Path, level: str) -> None:
    table = "| What we look at | Too little | As agreed | More |\n|---|---|---|---|\n| Speed | slow | fine | fast |"
    single = text(promise(fields="- Rubric: single point", after=table))
    files = {
        "versions/1.0.md": single.replace(
            "---\n\n#", 'version: "1.0"\neffective: 2026-01-05\nreleased: 2025-12-15\n---\n\n#', 1
        )
    }
    record = assessment(f"| first-reply | Speed | {level} | |")
    catalog = desk(tmp_path, {**files, "assessments/2026-Q1/staff.md": record}, working=single)
    assert found(catalog, "CH433") == []


class TestOutcomesAndFeedback:
    """Numbers and remarks may be about a promise of any version."""

    WORKING = text(promise("answer", fields="- Was: first-reply\n- Target (lessons): 95% within 10 minutes"))

    def load(self, folder: Path, outcomes: str = "", feedback: str = "") -> Catalog:
        files = {"outcomes.csv": OUTCOMES + outcomes, "feedback.csv": FEEDBACK + feedback}
        return desk(folder, files, working=self.WORKING)

    def test_old_and_new_promises_are_known(self, tmp_path: Path) -> None:
        outcomes = "2026-01,first-reply,,9,10,,,,\n2026-02,answer,lessons,9,10,,,,\n2026-03,answer,Lessons,9,10,,,,\n"
        remarks = "".join(f"2026-01-14,staff,form,{ref},2,a,,\n" for ref in ("answer", "first-reply", ""))
        assert found(self.load(tmp_path, outcomes, remarks)) == []

    def test_an_outcome_of_no_promise_is_reported_at_its_cell(self, tmp_path: Path) -> None:
        catalog = self.load(tmp_path, '2026-01,answer,,9,10,,,,"two\nlines"\n"2026-02", frist-reply ,,9,10,,,,\n')
        problem = one(catalog, "CH441")
        assert (problem.span.path, problem.span.line, problem.span.column) == ("content/desk/outcomes.csv", 4, 12)
        assert problem.hint == "write first-reply"

    def test_a_segment_of_no_target_is_reported_at_its_cell(self, tmp_path: Path) -> None:
        problem = one(self.load(tmp_path, "2026-01,answer,lesson,9,10,,,,\n"), "CH442")
        assert (problem.span.line, problem.span.column, problem.hint) == (2, 16, "write lessons")

    def test_a_remark_about_no_promise_is_reported_at_its_cell(self, tmp_path: Path) -> None:
        problem = one(self.load(tmp_path, "", "2026-01-14,staff,anser,anser,2,a,,\n"), "CH451")
        assert (problem.span.path, problem.span.line, problem.span.column) == ("content/desk/feedback.csv", 2, 24)
        assert problem.hint == "write answer"


class TestClosedDays:
    """The calendar may name a CSV file beside the charter."""

    @staticmethod
    def text(closed: str, **kwargs: str) -> str:
        front = f"calendar:\n  timezone: Europe/London\n  hours: Mon-Fri 08:00-17:30\n  closed: {closed}"
        return charter_text(front=front, **kwargs)

    def test_the_days_of_every_file_that_a_text_names_are_read_once(self, tmp_path: Path) -> None:
        files = {
            "charter.md": self.text("days.csv"),
            "versions/1.0.md": self.text("old/days-2025.csv", version="1.0"),
            "versions/1.1.md": self.text("days.csv", version="1.1"),
            "days.csv": "date,name\n2026-12-25,Christmas Day\n2026-01-01,New Year\n",
            "old/days-2025.csv": "date,name\n2025-12-25,Christmas Day\n2026-01-01,New Year's Day\n",
        }
        catalog = load(tmp_path, {"desk": files})
        days = [(day.date.isoformat(), day.name) for day in catalog.charters[0].records.closed_days]
        assert days == [("2025-12-25", "Christmas Day"), ("2026-01-01", "New Year"), ("2026-12-25", "Christmas Day")]
        assert found(catalog) == []

    def test_a_single_file_may_name_one_too(self, tmp_path: Path) -> None:
        catalog = load(tmp_path, {"desk.md": self.text("days.csv")}, files={"content/days.csv": "date\n2026-12-25\n"})
        assert len(catalog.charters[0].records.closed_days) == 1

    def test_one_that_is_missing_is_reported_where_it_is_named(self, tmp_path: Path) -> None:
        problem = one(load(tmp_path, {"desk": self.text("days.csv")}), "CH131")
        line = self.text("days.csv").split("\n").index("  closed: days.csv") + 1
        assert (problem.span.path, problem.span.line, problem.span.column) == ("content/desk/charter.md", line, 11)
        assert '"days.csv"' in problem.message

    @pytest.mark.parametrize("name", ["../days.csv", "/etc/days.csv", "a/../../days.csv"])
    def test_one_elsewhere_is_refused(self, tmp_path: Path, name: str) -> None:
        catalog = load(tmp_path, {"desk": self.text(name)}, files={"content/days.csv": "date\n2026-12-25\n"})
        assert found(catalog) == [("desk/charter.md", "CH130")]
        assert catalog.charters[0].records.closed_days == ()


@pytest.mark.parametrize(
    ("name", "better"),
    [
        ("Outcome.csv", "outcomes.csv"), ("OUTCOMES.CSV", "outcomes.csv"), ("feedbacks.csv", "feedback.csv"),
        ("review.md", "reviews.md"), ("Charter.md", "charter.md"), ("comparisons.md", "comparison.md"),
        ("version/1.0.md", "versions"), ("signoff/1.0.md", "signoffs"), ("sign-offs/1.0.md", "signoffs"),
        ("Versions/1.0.md", "versions"), ("assesments/2026-Q1/staff.md", "assessments"), ("incident/a.md", "incidents"),
        ("2026-Q1/staff.md", "assessments/2026-Q1"), ("1.0.md", "versions/1.0.md"), ("reviews.markdown", "reviews.md"),
    ],
)  # fmt: skip
def test_records_under_a_wrong_name_are_reported_with_the_right_one(tmp_path: Path, name: str, better: str) -> None:
    catalog = load(tmp_path, {"desk": {"charter.md": text(), name: "x"}})
    problem = one(catalog, "CH136")
    top = name.partition("/")[0]
    assert problem.hint == f"git mv content/desk/{top} content/desk/{better}"
    assert found(catalog) == [(f"desk/{top}", "CH136")]


def test_attachments_are_welcome(tmp_path: Path) -> None:
    names = [
        "photo.png", "charter.pdf", "versions.pdf", "images/a.png", "docs/notes.md", "notes.md", "data.csv",
        "README.md", "_old/charter.md", "outcomes.xlsx", ".DS_Store", "letter.docx", "holidays-on.csv", "LICENSE",
    ]  # fmt: skip
    assert found(load(tmp_path, {"desk": {"charter.md": text()} | dict.fromkeys(names, "x")})) == []


@pytest.mark.parametrize(
    "name",
    ["signoffs/old/1.0.md", "signoffs/1.0.txt", "assessments/staff.md", "assessments/2026-Q1/old/staff.md",
     "incidents/2026/a.md", "assessments/2026-Q1/staff.csv"],
)  # fmt: skip
def test_records_at_a_wrong_depth_are_reported(tmp_path: Path, name: str) -> None:
    catalog = desk(tmp_path, {name: "x"})
    assert len(found(catalog, "CH136")) == 1


def test_a_file_where_a_folder_belongs_is_reported(tmp_path: Path) -> None:
    catalog = desk(tmp_path, {"signoffs": "x"})
    assert len([item for item in catalog.diagnostics if item.span.path == "content/desk/signoffs"]) == 1


def test_a_bad_record_harms_no_other_record(tmp_path: Path) -> None:
    catalog = desk(tmp_path, {"outcomes.csv": "\0\0\0", "signoffs/1.0.md": sheet("1.0")})
    write(tmp_path / "content/desk/feedback.csv", b"\xff\xfe" + b"x" * 5_000_000)
    catalog = load_catalog(tmp_path, Config())
    assert len(catalog.charters[0].records.signoffs) == 1
    assert {path for path, _ in found(catalog)} == {"desk/outcomes.csv", "desk/feedback.csv"}
