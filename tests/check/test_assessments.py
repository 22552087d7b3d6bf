from __future__ import annotations

from pathlib import Path

import pytest

from charter.source import Severity
from tests.builders import charter_text
from tests.check.kept import ask, places

SCALE = "levels: [Not yet, Nearly, Met, Beyond]\nexpected: Met"
RUBRIC = """\
| What we look at | Not yet | Nearly | Met | Beyond |
|---|---|---|---|---|
| Speed | Days | A day | Hours | Minutes |
| Words | Codes | Some | Plain | Quoted |
| Patience | None | Little | Steady | Cheerful |"""
TEXT = charter_text(
    front=f"{SCALE}\n  ".rstrip(),
    promises=f"### A person answers you\n\n- Ref: answer\n\n{RUBRIC}",
).replace(
    "  - {id: staff,",
    "  - {id: visitors, role: customer, name: Visitors}\n  - {id: town, role: observer, name: Town}\n  - {id: staff,",
)


def assessment(
    party: str,
    levels: str = "Met, Met, Met",
    *,
    period: str = "2026-Q1",
    day: str | None = "2026-04-07",
    evidence: str = "seen",
    blind: bool = False,
) -> dict[str, str]:
    rows = [
        f"| answer | {criterion} | {level} | {evidence} |"
        for criterion, level in zip(("Speed", "Words", "Patience"), levels.split(", "), strict=False)
    ]
    head = ["---", f"party: {party}", *([f"date: {day}"] if day else []), *(["blind: yes"] if blind else []), "---", ""]
    table = ["| Expectation | What we look at | Level | Evidence |", "|---|---|---|---|", *rows]
    return {"charter.md": TEXT, f"assessments/{period}/{party}.md": "\n".join([*head, *table]) + "\n"}


class TestOneSidedAssessment:
    """CH436."""

    @pytest.mark.parametrize(("party", "other"), [("desk", "staff"), ("staff", "desk"), ("visitors", "desk")])
    def test_one_side_alone_is_told_who_is_missing(self, tmp_path: Path, party: str, other: str) -> None:
        (found,) = ask(tmp_path, "CH436", assessment(party))
        assert places([found]) == [(f"assessments/2026-Q1/{party}.md", 2, 8)]
        assert other in found.message.partition(" alone;")[2]

    def test_one_customer_is_enough(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH436", assessment("desk") | assessment("staff")) == []

    def test_an_observer_is_no_side(self, tmp_path: Path) -> None:
        assert len(ask(tmp_path, "CH436", assessment("desk") | assessment("town"))) == 1

    @pytest.mark.parametrize(
        ("day", "today", "count"),
        [
            ("2026-04-07", "2026-05-07", 0),
            ("2026-04-07", "2026-05-08", 1),
            (None, "2026-04-30", 0),
            (None, "2026-05-01", 1),
        ],
    )
    def test_the_other_side_has_a_month(self, tmp_path: Path, day: str | None, today: str, count: int) -> None:
        assert len(ask(tmp_path, "CH436", assessment("desk", day=day), today)) == count

    def test_each_period_is_looked_at_alone(self, tmp_path: Path) -> None:
        files = assessment("desk") | assessment("staff", period="2025-Q4", day="2026-01-07")
        assert len(ask(tmp_path, "CH436", files)) == 2

    def test_the_end_of_time_is_no_trouble(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH436", assessment("desk", period="9999", day="2026-01-01")) == []


class TestEarlyAssessment:
    """CH437."""

    @pytest.mark.parametrize(
        ("day", "severity"),
        [
            ("2025-12-31", Severity.WARNING),
            ("2026-01-01", Severity.INFO),
            ("2026-03-08", Severity.INFO),
            ("2026-03-09", None),
            ("2026-04-07", None),
        ],
    )
    def test_the_last_quarter_of_a_period_is_late_enough(
        self, tmp_path: Path, day: str, severity: Severity | None
    ) -> None:
        found = ask(tmp_path, "CH437", assessment("desk", day=day))
        assert [item.severity for item in found] == ([severity] if severity else [])
        assert places(found) == [("assessments/2026-Q1/desk.md", 3, 7)][: len(found)]

    def test_who_looks_back_is_not_told_of_days_to_come(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH437", assessment("desk", period="2027", day="2026-08-01")) == []


class TestUnevenScores:
    """CH438."""

    @pytest.mark.parametrize(
        ("staff", "visitors", "count"),
        [
            ("Beyond, Met, Met", "Nearly, Met, Met", 1),
            ("Nearly, Met, Met", "Beyond, Met, Met", 1),
            ("Met, Met, Met", "Nearly, Met, Met", 0),
            ("Beyond, Met, Met", "Met, Met, Met", 0),
            ("Beyond, Nearly, Met", "Nearly, Met, Met", 0),
            ("Beyond, Met", "Nearly, Met, Met", 0),
            ("Beyond, Met, Unheard", "Nearly, Met, Met", 0),
        ],
    )
    def test_one_is_always_above_and_another_always_below(
        self, tmp_path: Path, staff: str, visitors: str, count: int
    ) -> None:
        files = assessment("desk") | assessment("staff", staff) | assessment("visitors", visitors)
        assert len(ask(tmp_path, "CH438", files)) == count

    def test_the_one_who_fares_worse_is_named_at_its_own_file(self, tmp_path: Path) -> None:
        files = assessment("staff", "Beyond, Met, Met") | assessment("visitors", "Nearly, Met, Not yet")
        (found,) = ask(tmp_path, "CH438", files)
        assert found.message == 'in "2026-Q1", "visitors" never got more than was agreed, and "staff" never less'
        assert places([found]) == [("assessments/2026-Q1/visitors.md", 2, 8)]

    def test_the_team_is_no_customer(self, tmp_path: Path) -> None:
        files = assessment("desk", "Beyond, Met, Met") | assessment("visitors", "Nearly, Met, Met")
        assert ask(tmp_path, "CH438", files) == []

    def test_scores_that_nobody_may_see_yet_are_not_told(self, tmp_path: Path) -> None:
        customers = assessment("staff", "Beyond, Met, Met", blind=True) | assessment("visitors", "Nearly, Met, Met")
        assert ask(tmp_path / "sealed", "CH438", customers) == []
        assert len(ask(tmp_path / "open", "CH438", customers | assessment("desk", blind=True))) == 1

    def test_how_a_customer_keeps_its_own_promises_is_no_favour(self, tmp_path: Path) -> None:
        asked = "\n\n## What we ask\n\n- Promised by: staff\n- Promised to: desk\n\n### Tell us early\n\n- Ref: tell\n"
        text = {"charter.md": TEXT + asked}
        staff = assessment("staff", "Met, Met, Met")["assessments/2026-Q1/staff.md"] + "| tell | | Beyond | seen |\n"
        files = assessment("visitors", "Nearly, Met, Met") | {"assessments/2026-Q1/staff.md": staff} | text
        assert ask(tmp_path, "CH438", files) == []


class TestEvidence:
    """CH439."""

    def test_levels_without_a_word_are_told_once(self, tmp_path: Path) -> None:
        found = ask(tmp_path, "CH439", assessment("desk", evidence=""))
        assert places(found) == [("assessments/2026-Q1/desk.md", 8, 3)]

    @pytest.mark.parametrize(("levels", "evidence"), [("Met, Met", ""), ("Met, Met, Met", "seen"), ("Met, Met, ", "")])
    def test_a_few_or_one_with_a_reason_are_fine(self, tmp_path: Path, levels: str, evidence: str) -> None:
        assert ask(tmp_path, "CH439", assessment("desk", levels, evidence=evidence)) == []
