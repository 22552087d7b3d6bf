from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import charter_text
from tests.check.kept import ask, places
from tests.check.test_assessments import assessment

HEAD = "date,party,score,said,answered,action"


def said(*rows: str) -> dict[str, str]:
    return {"feedback.csv": "\n".join([HEAD, *rows]) + "\n"}


class TestUnanswered:
    """CH452."""

    @pytest.mark.parametrize(
        ("row", "count"),
        [
            ("2026-05-01,staff,-1,Slow,,", 1),
            ("2026-05-02,staff,-1,Slow,,", 0),
            ("2026-05-01,staff,0,How do I start?,,", 1),
            ("2026-05-01,staff,,How do I start?,,", 1),
            ("2026-05-01,staff,1,Quick,,", 0),
            ("2026-05-01,staff,-2,Slow,2026-05-29,", 0),
            ("2026-09-01,staff,-2,Slow,,", 0),
        ],
    )
    def test_questions_and_complaints_are_answered_within_a_month(self, tmp_path: Path, row: str, count: int) -> None:
        found = ask(tmp_path, "CH452", said(row))
        assert places(found) == [("feedback.csv", 2, len(",".join(row.split(",")[:3])) + 2)][:count]

    def test_the_words_are_quoted(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH452", said('2026-04-01,staff,-1,"Slow, as ever",,'))
        assert found.message == '"Slow, as ever" was said on 2026-04-01, and nobody answered'


class TestOnlyGood:
    """CH453."""

    @pytest.mark.parametrize(
        ("scores", "count"),
        [
            ([2] * 10, 1),
            ([0] * 10, 1),
            ([2] * 9, 0),
            ([2] * 10 + [-1], 0),
        ],
    )
    def test_ten_remarks_without_a_bad_one(self, tmp_path: Path, scores: list[int], count: int) -> None:
        rows = [f"2026-05-01,staff,{score},Words,," for score in scores]
        assert places(ask(tmp_path, "CH453", said(*rows))) == [("feedback.csv", 1, 1)][:count]

    def test_remarks_without_a_score_do_not_count(self, tmp_path: Path) -> None:
        rows = ["2026-05-01,staff,2,Words,,"] * 9 + ["2026-05-01,staff,,Words,,"] * 5
        assert ask(tmp_path, "CH453", said(*rows)) == []


class TestContacts:
    """CH454."""

    @pytest.mark.parametrize(
        ("row", "column"),
        [
            ("2026-05-01,staff,1,Write to anna@post.test,,", 29),
            ('2026-05-01,staff,1,"Quick, said anna@post.test",,', 33),
            ("2026-05-01,staff,1,Quick,,wrote to anna@post.test", 36),
            ("2026-05-01,anna@post.test,1,Quick,,", 12),
        ],
    )
    def test_every_cell_is_looked_at_and_the_place_is_exact(self, tmp_path: Path, row: str, column: int) -> None:
        (found,) = ask(tmp_path, "CH454", said(row))
        assert places([found]) == [("feedback.csv", 2, column)]
        assert found.message == '"anna@post.test" reads like an e-mail address, and feedback may be published'

    @pytest.mark.parametrize(
        ("path", "text", "line", "column"),
        [
            ("outcomes.csv", "period,ref,note\n2026-03,first-reply,ask 07700 900123\n", 2, 25),
            ("reviews.md", "## 2026-05-01: review\n\nCall us on\n07700 900123 then.\n", 4, 1),
            (
                "reviews.md",
                "## 2026-05-01: review\n\n"
                "| Promise | Verdict | Note |\n|---|---|---|\n| first-reply | keep | ask 07700 900123 |\n",
                5,
                28,
            ),
            ("incidents/2026-05-01-fire.md", "# Fire\n\n## Stop\n\nWe rang 07700 900123.\n", 5, 9),
            (
                "comparison.md",
                "| Service | Us | Others | How we know |\n|---|---|---|---|\n| Speed | good | poor | 07700 900123 |\n",
                3,
                25,
            ),
        ],
    )
    def test_in_other_records_as_well(self, tmp_path: Path, path: str, text: str, line: int, column: int) -> None:
        assert places(ask(tmp_path, "CH454", {path: text})) == [(path, line, column)]

    def test_in_evidence(self, tmp_path: Path) -> None:
        found = ask(tmp_path, "CH454", assessment("desk", "Met", evidence="told by anna@post.test"))
        assert places(found) == [("assessments/2026-Q1/desk.md", 8, 34)]

    def test_what_the_charter_itself_gives_is_public(self, tmp_path: Path) -> None:
        text = charter_text(front="feedback: mailto:Help@desk.test") + "\nCall us on 07700 900 123.\n"
        rows = said("2026-05-01,staff,1,help@desk.test is quick,,told 07700-900123")
        assert ask(tmp_path, "CH454", rows | {"charter.md": text}) == []


class TestNames:
    """CH455."""

    @pytest.mark.parametrize(
        ("row", "words", "column"),
        [
            ("2026-05-01,staff,-1,Mr Smith sighed,,", "Mr Smith", 21),
            ("2026-05-01,staff,1,So kind of rosa lindqvist,,", "rosa lindqvist", 31),
            ("2026-05-01,staff,1,Quick,,Mme Dupont called back", "Mme Dupont", 27),
            ("2026-05-01,Mrs O'Brien,1,Quick,,", "Mrs O'Brien", 12),
            ("2026-05-01,staff,1,My name is Anna Smith,,", "My name is Anna Smith", 20),
        ],
    )
    def test_names_are_found_where_they_stand(self, tmp_path: Path, row: str, words: str, column: int) -> None:
        (found,) = ask(tmp_path, "CH455", said(row))
        assert found.message == f'"{words}" is the name of a person, and feedback may be published'
        assert places([found]) == [("feedback.csv", 2, column)]

    @pytest.mark.parametrize(
        "row",
        [
            "2026-05-01,staff,1,Quick,,Rosa Lindqvist called back",
            "2026-05-01,staff,1,Rosa was quick,,",
            "2026-05-01,staff,1,Ms Word is slow,,".replace("Ms", "MS"),
        ],
    )
    def test_who_does_something_may_be_named(self, tmp_path: Path, row: str) -> None:
        assert ask(tmp_path, "CH455", said(row)) == []

    def test_evidence_may_name_who_speaks_for_a_party_and_nobody_else(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH455", assessment("desk", "Met", evidence="Rosa Lindqvist stayed on")) == []
        (found,) = ask(tmp_path, "CH455", assessment("desk", "Met", evidence="Dr Patel said so"))
        assert places([found]) == [("assessments/2026-Q1/desk.md", 8, 26)]


class TestUnknownParties:
    """CH456."""

    @pytest.mark.parametrize("party", ["staff", "Staff", "desk"])
    def test_a_party_is_known_by_its_id_and_its_name(self, tmp_path: Path, party: str) -> None:
        assert ask(tmp_path, "CH456", said(f"2026-05-01,{party},1,Quick,,")) == []

    def test_a_party_of_an_earlier_version_is_one(self, tmp_path: Path) -> None:
        old = charter_text(version="1.0").replace("id: staff", "id: teachers").replace("to: staff", "to: teachers")
        files = said("2026-05-01,teachers,1,Quick,,") | {"versions/1.0.md": old}
        assert ask(tmp_path, "CH456", files) == []

    def test_anybody_else_is_told_at_the_cell(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH456", said("2026-05-01,staf,1,Quick,,"))
        assert places([found]) == [("feedback.csv", 2, 12)]
        assert found.hint == "write staff"
