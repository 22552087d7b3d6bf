from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.catalog import load_catalog
from charter.config import Config
from charter.reading.assessments import read_assessment
from charter.scoring import period_words, prepare_assessment
from charter.source import SourceText
from tests.builders import project, promise, write
from tests.cli.commands import Shell, tree
from tests.measure.judged import SCALE, charter, judged_promise, standing_of, text

FILE = "content/desk/assessments/2026-Q1/staff.md"
TODAY = ("--today", "2026-04-10")


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    words = text(judged_promise(), "ASKED\n", judged_promise("help"))
    released = text(judged_promise(), "ASKED\n", judged_promise("help"), version="1.0")
    project(tmp_path, {"desk": {"charter.md": words, "versions/1.0.md": released}})
    return Shell(tmp_path, capsys, monkeypatch)


class TestNew:
    def test_the_file_has_a_row_for_everything_that_the_party_judges(self, shell: Shell) -> None:
        done = shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        assert done.code == 0
        assert "Written: content/desk/assessments/2026-Q1/staff.md   (4 rows to fill in)" in done.out
        written = (shell.root / FILE).read_text(encoding="utf-8")
        assert 'version: "1.0"\nperiod: 2026-Q1\nparty: staff\n' in written
        assert "# How it went: Staff, January to March 2026" in written
        assert "Not yet, Nearly, **Met** (agreed as good enough), Beyond" in written
        rows = [line for line in written.splitlines() if line.startswith(("| answer", "| help"))]
        assert [row.split(" | ")[:2] for row in rows] == [
            ["| answer", "Speed"],
            ["| answer", "Words"],
            ["| help", "Speed"],
            ["| help", "Words"],
        ]

    def test_a_party_is_asked_only_about_what_touches_it(self, shell: Shell) -> None:
        shell("assess", "new", "2026-Q1", "--party", "pupils", *TODAY)
        written = (shell.root / FILE).with_name("pupils.md").read_text(encoding="utf-8")
        assert "| answer |" in written
        assert "| help |" not in written

    def test_the_file_is_read_without_a_finding(self, shell: Shell) -> None:
        shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        catalog = load_catalog(shell.root, Config())
        assert not [item for item in catalog.diagnostics if "assessments" in item.span.path]
        (assessment,) = catalog.charters[0].records.assessments
        assert len(assessment.judgements) == 4
        assert not assessment.is_blind

    def test_a_file_that_is_there_is_left_alone(self, shell: Shell) -> None:
        write(shell.root / FILE, "mine")
        done = shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        assert done.code == 2
        assert "already" in done.err
        assert (shell.root / FILE).read_text(encoding="utf-8") == "mine"

    def test_a_dry_run_prints_the_file_and_writes_nothing(self, shell: Shell) -> None:
        before = tree(shell.root)
        done = shell("assess", "new", "2026-Q1", "--party", "staff", "--dry-run", *TODAY)
        assert done.code == 0
        assert done.out.startswith('---\nversion: "1.0"')
        assert "Would be written" in done.err
        assert tree(shell.root) == before

    def test_json_says_what_was_written(self, shell: Shell) -> None:
        done = shell("assess", "new", "2026-Q1", "--party", "Desk", "--blind", "--format", "json", *TODAY)
        told = json.loads(done.out)
        assert (told["party"], told["version"], told["blind"], told["written"]) == ("desk", "1.0", True, True)
        assert {"ref": "help", "criterion": "Words"} in told["rows"]

    def test_a_blind_period_is_blind_for_everybody_who_comes_later(self, shell: Shell) -> None:
        shell("assess", "new", "2026-Q1", "--party", "desk", "--blind", *TODAY)
        done = shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        assert "Blind" in done.out
        assert "\nblind: yes\n" in (shell.root / FILE).read_text(encoding="utf-8")

    def test_charter_and_period_may_be_exchanged(self, shell: Shell) -> None:
        assert shell("assess", "new", "desk", "2026-Q1", "--party", "staff", *TODAY).code == 0
        assert (shell.root / FILE).is_file()

    @pytest.mark.parametrize(
        ("period", "party", "words"),
        [
            ("spring", "staff", "spring"),
            ("2026-Q5", "staff", "2026-Q5"),
            ("../..", "staff", "../.."),
            ("2026-Q3", "staff", "begins on 2026-07-01"),
            ("2025-Q1", "staff", "no version of desk was in force at the end of 2025-Q1"),
            ("2026-Q1", "nobody", '"nobody" is not a party'),
            ("2026-Q1", "town", '"town" observes'),
            ("2026-Q1", "../x", "is not a party"),
            ("2026-Q1", "", "is not a party"),
        ],
    )
    def test_what_cannot_be_asked_is_refused_with_a_reason(
        self, shell: Shell, period: str, party: str, words: str
    ) -> None:
        before = tree(shell.root)
        done = shell("assess", "new", period, "--party", party, *TODAY)
        assert done.code == 2
        assert words in done.err
        assert tree(shell.root) == before

    def test_a_charter_of_one_file_has_no_room_for_it(self, shell: Shell) -> None:
        write(shell.root / "content" / "alone.md", text(judged_promise()))
        done = shell("assess", "new", "2026-Q1", "alone", "--party", "staff", *TODAY)
        assert done.code == 2
        assert "git mv content/alone.md content/alone/charter.md" in done.err

    def test_a_charter_without_levels_cannot_be_judged(self, shell: Shell) -> None:
        write(shell.root / "content/plain/charter.md", text(promise(), front=""))
        done = shell("assess", "new", "2026-Q1", "plain", "--party", "staff", *TODAY)
        assert done.code == 2
        assert "no levels" in done.err

    def test_the_version_in_force_at_the_end_of_the_period_is_judged(self, shell: Shell) -> None:
        write(shell.root / "content/desk/versions/2.0.md", text(judged_promise("new"), version="2.0", day="2026-03-20"))
        shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        written = (shell.root / FILE).read_text(encoding="utf-8")
        assert 'version: "2.0"' in written
        assert "| new |" in written


class TestSheet:
    def test_a_french_charter_asks_in_french(self) -> None:
        front = f"{SCALE}language: fr\n"
        asked = prepare_assessment(
            standing_of(charter(text(judged_promise(), front=front))), period="2026-Q4", party="staff", is_blind=True
        )
        sheet = asked.sheet()
        assert "Comment cela s'est passé : Staff, octobre à décembre 2026" in sheet
        assert "à l'aveugle" in sheet
        assert "| Expectation | What we look at | Level | Evidence | Importance |" in sheet

    def test_a_single_point_rubric_names_its_levels_in_the_language_of_the_charter(self) -> None:
        single = "### Accueil\n\n- Grille : point unique\n- Réf. : accueil\n\n| Critère |\n|---|\n"
        single = single.replace(
            "| Critère |\n|---|\n", "| En deçà | Critère | Au-delà |\n|---|---|---|\n| | Un salut | |\n"
        )
        asked = prepare_assessment(
            standing_of(charter(text(single, front="language: fr\n"))), period="2026", party="staff"
        )
        assert "en deçà, **comme décrit** (convenu comme suffisant), au-delà" in asked.sheet()

    def test_levels_that_differ_stand_with_their_promise(self) -> None:
        table = "| Short | Criteria | Beyond |\n|---|---|---|\n| | Hello | |\n"
        single = f"### Kind\n\n- Rubric: single point\n- Ref: kind\n\n{table}"
        asked = prepare_assessment(standing_of(charter(text(judged_promise(), single))), period="2026", party="staff")
        assert "the levels of each promise stand below" in asked.sheet()
        assert "| Criteria | short | as described | beyond |" in asked.sheet()

    @pytest.mark.parametrize(
        ("period", "language", "words"),
        [
            ("2026", "en", "2026"),
            ("2026-03", "en", "March 2026"),
            ("2026-Q2", "fr", "avril à juin 2026"),
            ("2026-Q2", "de", "April to June 2026"),
            ("2026-08", "x-none", "August 2026"),
        ],
    )
    def test_periods_in_words(self, period: str, language: str, words: str) -> None:
        from charter.model.records import Period
        from charter.reading.values import parse_period

        read = parse_period(period)
        assert isinstance(read, Period)
        assert period_words(read, language) == words

    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12))
    def test_every_criterion_that_a_charter_can_have_is_read_back(self, name: str) -> None:
        row = f"| {name} | a | b | c | d |".replace("\n", " ")
        made = charter(text(judged_promise("answer", row, SECOND)))
        asked = prepare_assessment(standing_of(made), period="2026", party="staff")
        read = read_assessment(SourceText("staff.md", asked.sheet()), "2026", "staff")
        assert read.value is not None
        assert [item.criterion for item in read.value.judgements] == [item.criterion for item in asked.questions]
        assert not [item for item in read.diagnostics if item.code != "CH434"]


SECOND = "| Something else | a | b | c | d |"


class TestShow:
    def judge(self, shell: Shell, party: str, level: str = "Met", *, blind: bool = False) -> None:
        shell("assess", "new", "2026-Q1", "--party", party, *(["--blind"] if blind else []), *TODAY)
        path = (shell.root / FILE).with_name(f"{party}.md")
        path.write_text(
            path.read_text(encoding="utf-8").replace("| | | |", f"| {level} | seen | 4 |"), encoding="utf-8"
        )

    def test_both_sides_stand_beside_each_other(self, shell: Shell) -> None:
        self.judge(shell, "desk")
        self.judge(shell, "staff", "Nearly")
        done = shell("assess", "show", "2026-Q1", *TODAY)
        assert done.code == 0
        assert '    desk   Met     as agreed    "seen"' in done.out
        assert '    staff  Nearly  1 step short    "seen"' in done.out
        assert "→ 1 step apart: Met from desk, Nearly from staff" in done.out
        assert "The two sides differ on 4 of 4 criteria." in done.out

    def test_json_has_every_mark_with_its_steps(self, shell: Shell) -> None:
        self.judge(shell, "desk")
        self.judge(shell, "staff", "Beyond")
        told = json.loads(shell("assess", "show", "2026-Q1", "--format", "json", *TODAY).out)
        assert told["schema"] == 1
        assert told["sealed"] is None
        row = told["rows"][0]
        assert (row["ref"], row["criterion"], row["difference"]) == ("answer", "Speed", -1)
        assert [(mark["party"], mark["role"], mark["steps"], mark["importance"]) for mark in row["marks"]] == [
            ("desk", "provider", 0, 4),
            ("staff", "customer", 1, 4),
        ]

    @pytest.mark.parametrize("format", ["text", "json"])
    def test_a_blind_period_shows_nothing_before_both_sides_are_there(self, shell: Shell, format: str) -> None:
        self.judge(shell, "desk", "Nearly", blind=True)
        done = shell("assess", "show", "2026-Q1", "--format", format, *TODAY)
        assert done.code == 0
        assert "Nearly" not in done.out
        assert "seen" not in done.out
        self.judge(shell, "staff")
        assert "Nearly" in shell("assess", "show", "2026-Q1", "--format", format, *TODAY).out

    def test_who_is_waited_for_is_told(self, shell: Shell) -> None:
        self.judge(shell, "desk", blind=True)
        shell("assess", "new", "2026-Q1", "--party", "staff", *TODAY)
        told = " ".join(shell("assess", "show", "2026-Q1", *TODAY).out.split())
        assert "Given: desk. Not complete: staff. Waiting for the customers." in told

    def test_a_period_that_nobody_judged(self, shell: Shell) -> None:
        done = shell("assess", "show", "2026-Q2", *TODAY)
        assert done.code == 2
        assert "charter assess new 2026-Q2 desk --party ID" in done.err

    def test_a_period_that_is_none(self, shell: Shell) -> None:
        assert shell("assess", "show", "yesterday", *TODAY).code == 2

    def test_control_characters_reach_no_terminal(self, shell: Shell) -> None:
        self.judge(shell, "desk", "\x1b[31mMet")
        assert "\x1b" not in shell("assess", "show", "2026-Q1", *TODAY).out
