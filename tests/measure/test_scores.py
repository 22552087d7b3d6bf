from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.measure.scores import Row, Scores, median, tally, version_on
from charter.measure.yardsticks import Yardstick
from charter.model.text import Role
from tests.builders import promise
from tests.measure.judged import SCALE, SPEED, WORDS, assessed, charter, judged_promise, one, scores, standing_of, text

SINGLE = """\
### Kind

- Rubric: single point
- Ref: kind

| Concerns | Criteria | Advanced |
|---|---|---|
| | You are greeted | |"""


def rows(found: Scores, place: int = -1) -> dict[str, Row]:
    return {f"{row.ref}/{row.name}": row for row in found.periods[place].rows}


def steps(row: Row) -> list[tuple[str, str, int | None]]:
    return [(mark.party, mark.level, mark.steps) for mark in row.marks]


class TestReading:
    def test_both_sides_stand_beside_each_other_providers_first(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Nearly, slow in May, 5"),
            assessed("2026-Q1", "desk", "answer/Speed: met"),
        )
        row = rows(scores(made))["answer/Speed"]
        assert steps(row) == [("desk", "Met", 0), ("staff", "Nearly", -1)]
        assert row.marks[1].evidence == "slow in May"
        assert row.marks[1].importance == 5
        assert row.difference == 1

    def test_a_level_is_read_against_the_version_that_the_assessment_names(self) -> None:
        versions = {
            "1.0": text(
                judged_promise("answer", "| Speed | Days | Hours |", levels="Poor, Fine"),
                front="levels: [Poor, Fine]\nexpected: Fine\n",
                version="1.0",
            ),
            "2.0": text(judged_promise(), version="2.0", day="2026-04-01"),
        }
        made = charter(
            versions,
            assessed("2026-Q1", "staff", "answer/Speed: Poor", version="1.0"),
            assessed("2026-Q2", "staff", "answer/Speed: Nearly", version="2.0"),
        )
        points = scores(made).of("answer")
        (history,) = points.values()
        assert [point.row.marks[0].steps for point in history] == [-1, -1]
        assert [point.is_break for point in history] == [False, True]
        assert [point.row.yardstick.version for point in history] == ["1.0", "2.0"]

    def test_without_a_version_the_one_that_held_longest_in_the_period_is_meant(self) -> None:
        versions = {
            "1.0": text(
                judged_promise("answer", "| Speed | Days | Hours |", levels="Poor, Fine"),
                front="levels: [Poor, Fine]\nexpected: Fine\n",
                version="1.0",
            ),
            "2.0": text(judged_promise(), version="2.0", day="2026-03-01"),
        }
        made = charter(versions, assessed("2026-Q1", "staff", "answer/Speed: Poor"))
        assert steps(rows(scores(made))["answer/Speed"]) == [("staff", "Poor", -1)]

    def test_without_versions_the_working_text_is_judged(self) -> None:
        made = charter(text(judged_promise()), assessed("2026-Q1", "staff", "answer/Speed: Beyond"))
        assert steps(rows(scores(made))["answer/Speed"]) == [("staff", "Beyond", 1)]

    def test_a_level_off_the_scale_is_kept_as_written_and_is_no_steps_from_anything(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Splendid"), assessed("2026-Q1", "desk", "answer/Speed: Met")
        )
        row = rows(scores(made))["answer/Speed"]
        assert steps(row) == [("desk", "Met", 0), ("staff", "Splendid", None)]
        assert row.difference is None

    def test_a_version_that_is_not_there_measures_nothing(self) -> None:
        made = one(assessed("2026-Q1", "staff", "answer/Speed: Met", version="9.0"))
        assert steps(rows(scores(made))["answer/Speed"]) == [("staff", "Met", None)]

    def test_a_promise_that_never_was_is_told_apart(self) -> None:
        found = scores(one(assessed("2026-Q1", "staff", "nothing/Speed: Met")))
        assert not found.periods[0].rows
        assert [item.ref for item in found.periods[0].unknown] == ["nothing"]

    def test_what_is_dated_later_has_not_been_written(self) -> None:
        made = one(assessed("2026-Q1", "staff", "answer/Speed: Met", day="2026-04-09"))
        assert scores(made, date(2026, 4, 8)).periods == ()
        assert len(scores(made, date(2026, 4, 9)).periods) == 1

    def test_periods_stand_in_the_order_in_which_they_ended(self) -> None:
        names = ("2026", "2026-Q2", "2026-03", "2026-Q1")
        made = one(*(assessed(name, "staff", "answer/Speed: Met") for name in names))
        assert [str(item.period) for item in scores(made).periods] == ["2026-Q1", "2026-03", "2026-Q2", "2026"]

    def test_rows_stand_in_the_order_of_the_text(self) -> None:
        promises = [judged_promise("one"), judged_promise("two")]
        judged = assessed("2026-Q1", "staff", "two/Words: Met", "one/Words: Met", "two/Speed: Met", "one/Speed: Met")
        assert [*rows(scores(one(judged, promises=promises)))] == ["one/Speed", "one/Words", "two/Speed", "two/Words"]


class TestKindsOfRubric:
    def test_a_rubric_of_one_row_needs_no_criterion(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/: Nearly"),
            assessed("2026-Q1", "desk", "answer/Speed: Met"),
            promises=[judged_promise("answer", SPEED)],
        )
        assert steps(rows(scores(made))["answer/Speed"]) == [("desk", "Met", 0), ("staff", "Nearly", -1)]

    def test_a_promise_without_a_rubric_is_judged_as_a_whole_on_the_scale_of_the_text(self) -> None:
        made = one(assessed("2026-Q1", "staff", "plain/: Beyond"), promises=[judged_promise(), promise("plain")])
        assert steps(rows(scores(made))["plain/"]) == [("staff", "Beyond", 1)]

    @pytest.mark.parametrize(
        ("level", "placed"),
        [("short", -1), ("as described", 0), ("beyond", 1), ("Areas for growth", -1), ("Advanced", 1), ("Met", None)],
    )
    def test_a_single_point_rubric_knows_short_as_described_and_beyond(self, level: str, placed: int | None) -> None:
        made = one(assessed("2026-Q1", "staff", f"kind/You are greeted: {level}"), promises=[SINGLE])
        assert steps(rows(scores(made))["kind/You are greeted"])[0][2] == placed

    def test_a_french_single_point_rubric_is_judged_in_french(self) -> None:
        yardstick = Yardstick(
            levels=("short", "as described", "beyond"), expected="as described", is_single_point=True, language="fr"
        )
        assert yardstick.place("En deçà") == ("en deçà", -1)
        assert yardstick.place("short") == ("en deçà", -1)
        assert yardstick.at(1) == "au-delà"


class TestFollowing:
    def versions(self, before: str, after: str) -> dict[str, str]:
        return {
            "1.0": text(before, version="1.0"),
            "2.0": text(after, version="2.0", day="2026-04-01"),
        }

    def judged(self, before: str, after: str, first: str, second: str) -> Scores:
        made = charter(
            self.versions(before, after),
            assessed("2026-Q1", "staff", first, version="1.0"),
            assessed("2026-Q2", "staff", second, version="2.0"),
        )
        return scores(made)

    def test_a_renamed_criterion_goes_on_where_its_descriptors_stayed(self) -> None:
        clear = WORDS.replace("| Words |", "| Clear language |")
        found = self.judged(
            judged_promise(), judged_promise("answer", SPEED, clear), "answer/Words: Met", "answer/Clear language: Met"
        )
        (history,) = found.of("answer").values()
        assert [str(point.period) for point in history] == ["2026-Q1", "2026-Q2"]
        assert history[0].row.name == "Clear language"
        assert not history[1].is_break

    def test_a_renamed_promise_goes_on(self) -> None:
        after = judged_promise("reply", title="Answer", fields="- Was: answer")
        found = self.judged(judged_promise(), after, "answer/Speed: Met", "reply/Speed: Nearly")
        assert [len(points) for points in found.of("answer").values()] == [2]
        assert found.of("answer") == found.of("reply")

    def test_another_criterion_of_the_same_promise_is_another_line(self) -> None:
        found = self.judged(judged_promise(), judged_promise(), "answer/Speed: Met", "answer/Words: Met")
        assert {key.name: len(points) for key, points in found.of("answer").items()} == {"Speed": 1, "Words": 1}

    def test_a_criterion_of_the_text_finds_its_periods_under_every_name(self) -> None:
        clear = WORDS.replace("| Words |", "| Clear language |")
        after = judged_promise("answer", SPEED, clear)
        found = self.judged(judged_promise(), after, "answer/Words: Met", "answer/Clear language: Beyond")
        made = charter(self.versions(judged_promise(), after))
        promise = made.versions[1].text.expectations[0]
        assert [str(point.period) for point in found.points("2.0", promise, "Clear language")] == ["2026-Q1", "2026-Q2"]
        old = made.versions[0].text.expectations[0]
        assert found.points("1.0", old, "Words") == found.points("2.0", promise, "Clear language")


class TestSides:
    def test_who_is_asked_is_the_side_that_promises(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "help/Speed: Met"),
            assessed("2026-Q1", "desk", "help/Speed: Nearly"),
            promises=["ASKED\n", judged_promise("help")],
        )
        row = rows(scores(made))["help/Speed"]
        assert row.own_role is Role.CUSTOMER
        assert [mark.party for mark in row.own] == ["staff"]
        assert row.difference == 1

    def test_of_two_in_the_middle_the_lower_one_is_the_median(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met"),
            assessed("2026-Q1", "staff", "answer/Speed: Beyond"),
            assessed("2026-Q1", "pupils", "answer/Speed: Not yet"),
        )
        row = rows(scores(made))["answer/Speed"]
        assert [mark.party for mark in row.marks] == ["desk", "pupils", "staff"]
        assert row.difference == 2

    def test_an_observer_is_on_no_side(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met"), assessed("2026-Q1", "town", "answer/Speed: Not yet")
        )
        row = rows(scores(made))["answer/Speed"]
        assert row.difference is None
        assert [mark.party for mark in row.of(Role.OBSERVER)] == ["town"]

    def test_marks_are_counted_by_the_expected_level(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Nearly", "answer/Words: Beyond"),
            assessed("2026-Q1", "pupils", "answer/Speed: Met", "answer/Words: "),
        )
        counted = tally(scores(made).periods[0].marks(Role.CUSTOMER))
        assert (counted.short, counted.as_agreed, counted.beyond, counted.unplaced) == (1, 1, 1, 0)
        assert counted.placed == 3

    @given(st.lists(st.sampled_from(["Not yet", "Nearly", "Met", "Beyond"]), min_size=1, max_size=7))
    def test_the_median_is_a_level_that_somebody_gave_and_half_are_no_lower(self, levels: list[str]) -> None:
        places = [("desk", "staff", "pupils", "town", "a", "b", "c")[place] for place in range(len(levels))]
        judged = (assessed("2026-Q1", who, f"answer/Speed: {level}") for who, level in zip(places, levels, strict=True))
        marks = rows(scores(one(*judged)))["answer/Speed"].marks
        middle = median(marks)
        assert middle is not None
        assert middle in marks
        assert 2 * sum((mark.steps or 0) >= (middle.steps or 0) for mark in marks) >= len(marks)
        assert 2 * sum((mark.steps or 0) <= (middle.steps or 0) for mark in marks) >= len(marks)


class TestBlind:
    def test_while_one_side_is_missing_nobodys_scores_are_seen(self) -> None:
        found = scores(one(assessed("2026-Q1", "desk", "answer/Speed: Met", blind="yes")))
        (period,) = found.periods
        assert period.rows == ()
        assert period.assessments == ()
        assert period.seal is not None
        assert (period.seal.given, period.seal.begun, period.seal.awaited) == (("desk",), (), Role.CUSTOMER)
        assert found.sealed == (period,)
        assert found.latest is None
        assert found.of("answer") == {}

    def test_a_file_with_an_empty_level_keeps_all_of_them_out_of_sight(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met", blind="yes"),
            assessed("2026-Q1", "staff", "answer/Speed: Met"),
            assessed("2026-Q1", "pupils", "answer/Speed: Met", "answer/Words: "),
        )
        (period,) = scores(made).periods
        assert period.seal is not None
        assert (period.seal.begun, period.seal.awaited) == (("pupils",), None)

    def test_once_both_sides_are_complete_everything_is_seen(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met", blind="yes"),
            assessed("2026-Q1", "staff", "answer/Speed: Nearly"),
        )
        (period,) = scores(made).periods
        assert period.seal is None
        assert [row.difference for row in period.rows] == [1]

    def test_other_periods_stay_in_sight(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met"),
            assessed("2026-Q2", "desk", "answer/Speed: Met", blind="yes"),
        )
        found = scores(made)
        assert found.latest is found.periods[0]

    def test_what_cannot_be_read_counts_as_blind(self) -> None:
        assert assessed("2026-Q1", "desk", "answer/Speed: Met", blind="perhaps").is_blind
        assert not assessed("2026-Q1", "desk", "answer/Speed: Met", blind="no").is_blind


class TestVersionOn:
    def test_the_version_in_force_on_a_day_and_the_one_agreed_to_come(self) -> None:
        versions = {
            "1.0": text(judged_promise(), version="1.0"),
            "2.0": text(judged_promise(), version="2.0", day="2026-07-01"),
        }
        standing = standing_of(charter(versions), date(2026, 3, 1))
        labels = [
            at.version.label if (at := version_on(standing, day)) else None
            for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
        ]
        assert labels == [None, "1.0", "1.0", "2.0"]

    def test_what_nobody_agreed_to_is_in_force_on_no_day(self) -> None:
        front = SCALE + "agreement: one decider from every party\n"
        standing = standing_of(charter({"1.0": text(judged_promise(), front=front, version="1.0")}))
        assert version_on(standing, date(2026, 6, 1)) is None
