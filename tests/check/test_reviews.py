from __future__ import annotations

from pathlib import Path

import pytest

from charter.source import Severity
from tests.builders import charter_text, promise
from tests.check.kept import ask, in_force, places

QUARTERLY = "review: every 3 months from 2026-01-05"


def review(
    day: str = "2026-05-20",
    *,
    present: str | None = "Rosa Lindqvist, Noor Haddad",
    verdicts: str = "",
    more: str = "",
) -> str:
    lines = [f"## {day}: review", ""]
    lines += [f"- Present: {present}"] if present is not None else []
    lines += [*more.splitlines()]
    if verdicts:
        lines += ["", "| Promise | Verdict | Note |", "|---|---|---|", *verdicts.splitlines()]
    return "\n".join(lines) + "\n\n"


KEPT = review(verdicts="| first-reply | keep | |")


class TestOverdueReview:
    """CH424."""

    def files(self, *held: str, front: str = QUARTERLY) -> dict[str, str]:
        text = charter_text(front=front)
        log = "".join(review(day) for day in held)
        version = charter_text(front=front, version="1.0")
        return {"charter.md": text, "versions/1.0.md": version, **({"reviews.md": log} if held else {})}

    def test_it_stands_at_the_cadence_and_says_which_date_was_missed(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH424", self.files())
        assert (
            found.message
            == '"every 3 months from 2026-01-05": no review for 2026-04-05 is in reviews.md; none was ever held'
        )
        assert places([found]) == [("charter.md", 6, 9)]
        assert found.hint == ("## 2026-06-01: review\n\n- Due: 2026-04-05\n- Present: Rosa Lindqvist, Noor Haddad")

    @pytest.mark.parametrize(("today", "count"), [("2026-04-05", 0), ("2026-04-06", 1)])
    def test_on_its_own_day_a_review_is_in_time(self, tmp_path: Path, today: str, count: int) -> None:
        assert len(ask(tmp_path, "CH424", self.files(), today)) == count

    def test_a_review_held_counts(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH424", self.files("2026-04-20")) == []

    def test_a_review_of_later_days_does_not_count_yet(self, tmp_path: Path) -> None:
        assert len(ask(tmp_path, "CH424", self.files("2026-06-20"))) == 1

    def test_a_draft_that_was_never_in_force_has_none_to_miss(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH424", {"charter.md": charter_text(front=QUARTERLY)}) == []

    def test_a_cadence_in_french_is_read(self, tmp_path: Path) -> None:
        front = "language: fr\nreview: tous les 3 mois à partir du 2026-01-05"
        (found,) = ask(tmp_path, "CH424", self.files(front=front))
        assert places([found]) == [("charter.md", 7, 9)]


class TestOverdueAction:
    """CH425."""

    ACTION = "- Action: a second person on the phone (Rosa Lindqvist, by 2026-05-20)"

    def test_an_action_past_its_day_is_told_at_its_line(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH425", {"reviews.md": review("2026-04-20", more=self.ACTION)})
        assert found.message == '"a second person on the phone" was to be done by 2026-05-20 (Rosa Lindqvist)'
        assert places([found]) == [("reviews.md", 4, 1)]

    @pytest.mark.parametrize(
        "action",
        [
            f"{ACTION}, done 2026-05-19",
            f"{ACTION}, done",
            ACTION.replace("- ", "- [x] "),
            f"{ACTION}\n- Done: 2026-06-19",
            ACTION.replace("2026-05-20", "2026-06-01"),
        ],
    )
    def test_one_that_is_done_or_not_due_yet_is_not(self, tmp_path: Path, action: str) -> None:
        assert ask(tmp_path, "CH425", {"reviews.md": review("2026-04-20", more=action)}) == []

    def test_it_is_carried_over_until_it_is_closed(self, tmp_path: Path) -> None:
        log = review("2026-05-25") + review("2025-04-20", more=self.ACTION)
        assert len(ask(tmp_path, "CH425", {"reviews.md": log})) == 1

    @pytest.mark.parametrize(
        ("again", "count"),
        [
            ("- Action: A second person on the phone. (Tomas Beck, by 2026-07-01)", 0),
            ("- [x] Action: a second person on the phone (Tomas Beck, by 2026-07-01)", 0),
            ("- Action: a second person on the phone (Tomas Beck, by 2026-05-28)", 1),
        ],
    )
    def test_written_down_again_it_replaces_the_earlier_one(self, tmp_path: Path, again: str, count: int) -> None:
        log = review("2026-05-25", more=again) + review("2026-04-20", more=self.ACTION)
        found = ask(tmp_path, "CH425", {"reviews.md": log})
        assert len(found) == count
        assert all("2026-05-28" in item.message for item in found)

    def test_an_action_of_a_review_to_come_is_not_looked_at(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH425", {"reviews.md": review("2026-07-20", more=self.ACTION)}) == []


class TestReviewWithoutVerdicts:
    """CH426."""

    def test_a_date_alone_is_no_review(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH426", {"reviews.md": "# Log\n\n" + review()})
        assert places([found]) == [("reviews.md", 3, 1)]
        assert found.hint == "| Promise | Verdict | Note |\n|---|---|---|\n| first-reply | keep | |"

    @pytest.mark.parametrize(
        ("more", "end"), [("", "new date alone is no review"), ("\nWe talked.", "what becomes of it")]
    )
    def test_one_that_says_something_else_is_more_than_a_date(self, tmp_path: Path, more: str, end: str) -> None:
        (found,) = ask(tmp_path, "CH426", {"reviews.md": review() + more})
        assert found.message.endswith(end)

    def test_only_the_last_review_is_asked(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH426", {"reviews.md": KEPT + review("2026-02-20")}) == []

    def test_a_document_without_promises_has_nothing_to_decide(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH426", {"charter.md": "# A policy\n\nWords.\n", "reviews.md": review()}) == []


class TestOneSidedReview:
    """CH427."""

    @pytest.mark.parametrize(
        "present",
        [
            "Rosa Lindqvist, Noor Haddad",
            "rosa lindqvist; NOOR HADDAD",
            "Rosa Lindqvist and Noor Haddad",
            "Rosa, Noor",
            "R. Lindqvist, N. Haddad",
            "Rosa Lindqvist (desk), Noor Haddad (for the staff)",
            "Rosa Lindqvist, 14 of the staff",
            "the desk, the staff",
            "Rosa Lindqvist, Noor Haddad, Anna from the town council",
        ],
    )
    def test_both_sides_are_known_however_they_are_written(self, tmp_path: Path, present: str) -> None:
        assert ask(tmp_path, "CH427", {"reviews.md": review(present=present)}) == []

    def test_the_side_that_was_not_there_is_named(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH427", {"reviews.md": review(present="Rosa Lindqvist")})
        assert found.message == "nobody who speaks for the customers was at the review of 2026-05-20"
        assert found.hint == "ask Noor Haddad as well"
        assert found.severity is Severity.WARNING
        assert places([found]) == [("reviews.md", 3, 12)]

    def test_customers_alone_are_one_side_too(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH427", {"reviews.md": review(present="Noor Haddad")})
        assert "the team" in found.message

    def test_a_stranger_may_be_of_either_side(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH427", {"reviews.md": review(present="Rosa Lindqvist, Anna Smith")})
        assert found.severity is Severity.INFO
        assert '"Anna Smith"' in found.message

    def test_a_review_must_say_who_was_there(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH427", {"reviews.md": review(present=None)})
        assert found.message == "the review of 2026-05-20 does not say who was present"
        assert places([found]) == [("reviews.md", 1, 1)]

    def test_an_empty_list_is_told_at_its_line(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH427", {"reviews.md": review(present="")})
        assert places([found]) == [("reviews.md", 3, 3)]


class TestVerdicts:
    """CH428, CH429, CH465."""

    def test_a_verdict_about_no_promise_is_told_at_its_ref(self, tmp_path: Path) -> None:
        log = review(verdicts="| first-reply | keep | |\n| first-repl | keep | |")
        (found,) = ask(tmp_path, "CH428", {"reviews.md": log})
        assert places([found]) == [("reviews.md", 8, 3)]
        assert found.hint == "write first-reply"

    def test_a_verdict_is_read_against_the_version_that_was_reviewed(self, tmp_path: Path) -> None:
        old = charter_text(version="1.0", promises=promise("newsletter"))
        log = review(verdicts="| newsletter | withdraw | |", more="- Reviewed version: 1.0")
        assert ask(tmp_path, "CH428", {"reviews.md": log, **in_force(old)}) == []

    def test_without_a_version_it_is_the_one_in_force_that_day(self, tmp_path: Path) -> None:
        old = charter_text(version="1.0", promises=promise("newsletter"))
        log = review(verdicts="| newsletter | withdraw | |")
        assert ask(tmp_path, "CH428", {"reviews.md": log, **in_force(old)}) == []
        early = review("2026-01-02", verdicts="| newsletter | withdraw | |\n| first-reply | keep | |")
        assert ask(tmp_path, "CH428", {"reviews.md": early, **in_force(old)}) == []

    def test_promises_without_a_verdict_are_named(self, tmp_path: Path) -> None:
        two = charter_text(promises=promise() + "\n\n" + promise("kindness"))
        (found,) = ask(tmp_path, "CH429", {"charter.md": two, "reviews.md": KEPT})
        assert found.message == 'the review of 2026-05-20 says nothing about "kindness"'
        assert found.hint == "| kindness | keep | |"

    def test_a_review_with_all_of_them_is_complete(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH429", {"reviews.md": KEPT}) == []

    def decided(self, verdict: str, target: str) -> dict[str, str]:
        before = review("2026-02-20", verdicts=f"| first-reply | {verdict} | |", more="- Reviewed version: 1.0")
        now = charter_text(promises=promise(target=target))
        return {"charter.md": now, "reviews.md": KEPT + before, **in_force()}

    @pytest.mark.parametrize(
        ("verdict", "target", "count"),
        [
            ("change", "90% within 4 hours", 1),
            ("withdraw", "90% within 4 hours", 1),
            ("change", "95% within 4 hours", 0),
            ("keep", "90% within 4 hours", 0),
            ("park", "90% within 4 hours", 0),
        ],
    )
    def test_a_verdict_to_change_leads_to_a_change_until_the_next_review(
        self, tmp_path: Path, verdict: str, target: str, count: int
    ) -> None:
        found = ask(tmp_path, "CH465", self.decided(verdict, target))
        assert places(found) == [("reviews.md", 16, 3)][:count]

    def test_the_last_review_has_time_until_the_next_one(self, tmp_path: Path) -> None:
        log = review(verdicts="| first-reply | change | |", more="- Reviewed version: 1.0")
        assert ask(tmp_path, "CH465", {"reviews.md": log, **in_force()}) == []


class TestDatesOfReviews:
    """CH466, CH467, CH468."""

    @pytest.mark.parametrize(("day", "count"), [("2026-05-19", 1), ("2026-05-20", 1), ("2026-05-21", 0)])
    def test_the_next_review_is_after_this_one(self, tmp_path: Path, day: str, count: int) -> None:
        found = ask(tmp_path, "CH466", {"reviews.md": review(more=f"- **Next review**: {day}")})
        assert places(found) == [("reviews.md", 4, 20)][:count]

    @pytest.mark.parametrize(("day", "count"), [("2025-12-14", 1), ("2025-12-15", 0)])
    def test_what_was_reviewed_was_there(self, tmp_path: Path, day: str, count: int) -> None:
        log = review("2026-05-20") + review(day, more="- Reviewed version: 1.0")
        found = ask(tmp_path, "CH467", {"reviews.md": log, **in_force()})
        assert places(found) == [("reviews.md", 8, 21)][:count]

    def test_the_version_before_is_offered(self, tmp_path: Path) -> None:
        files = in_force() | {"versions/1.1.md": charter_text(version="1.1", released="2026-05-25")}
        (found,) = ask(tmp_path, "CH467", files | {"reviews.md": review(more="- Version: 1.1")})
        assert found.hint == "- Reviewed version: 1.0"

    def test_a_version_that_is_not_there_was_not_reviewed(self, tmp_path: Path) -> None:
        log = {"reviews.md": review(more="- Reviewed version: 9.0")}
        (found,) = ask(tmp_path, "CH468", log | in_force())
        assert places([found]) == [("reviews.md", 4, 21)]
        assert found.hint == "name the version that was reviewed: 1.0"
        assert ask(tmp_path / "drafts", "CH468", log) == []
