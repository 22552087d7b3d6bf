from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charter.measure.feedback import feedback_of
from charter.measure.importance import importances
from charter.measure.results import results_of
from charter.measure.scores import scores_of
from charter.measure.years import Year, years_of
from charter.model.charter import Charter
from charter.model.records import Action, Feedback, Review
from tests.measure.judged import assessed, charter, judged_promise, one, standing_of, text
from tests.measure.measured import outcomes

OLD = {"version": "1.0", "day": "2024-01-01"}


def years(made: Charter, today: date = date(2026, 12, 31)) -> dict[int, Year]:
    standing = standing_of(made, today)
    found = years_of(standing, results_of(made, standing), scores_of(made, standing), feedback_of(made, standing))
    assert [year.year for year in found] == sorted((year.year for year in found), reverse=True)
    return {year.year: year for year in found}


def judged(*rows: tuple[str, str, str], promises: Sequence[str] = ()) -> Charter:
    """Return a charter that these periods and parties judged so."""
    said = [assessed(period, party, row) for period, party, row in rows]
    return charter({"1.0": text(*(promises or [judged_promise()]), **OLD)}, *said)


def counted(*rows: str) -> Charter:
    words = judged_promise("fast", target="90% within 4 hours")
    return charter({"1.0": text(words, **OLD)}, outcomes=outcomes(" ".join(rows)))


def test_results_count_in_the_year_of_their_period() -> None:
    found = years(counted("2025-12,fast,,95,100", "2026-01,fast,,95,100", "2026-02,fast,,50,100"))
    assert (found[2025].kept, found[2025].judged, found[2026].kept, found[2026].judged) == (1, 1, 1, 2)


def test_a_period_without_cases_is_neither_kept_nor_missed() -> None:
    found = years(counted("2025-12,fast,,95,100", "2026-01,fast,,0,0"))
    assert 2026 not in found


def test_a_gap_is_closed_when_the_last_word_of_a_year_is_good_and_that_of_the_year_before_was_not() -> None:
    found = years(
        counted("2025-01,fast,,95,100", "2025-12,fast,,50,100", "2026-01,fast,,50,100", "2026-06,fast,,95,100")
    )
    assert [(turn.title, turn.since) for turn in found[2026].closed] == [("Fast", 2025)]
    assert not found[2026].opened
    assert not found[2025].closed


def test_a_gap_opens_the_same_way() -> None:
    found = years(counted("2024-06,fast,,95,100", "2026-06,fast,,50,100"))
    assert [(turn.ref, turn.since) for turn in found[2026].opened] == [("fast", 2024)]


def test_a_level_short_of_what_was_agreed_is_a_gap_of_the_party_that_gave_it() -> None:
    made = judged(
        ("2025-Q4", "staff", "answer/Speed: Nearly"), ("2025-Q4", "pupils", "answer/Speed: Met"),
        ("2026-Q4", "staff", "answer/Speed: Met"), ("2026-Q4", "pupils", "answer/Speed: Nearly"),
    )  # fmt: skip
    found = years(made)[2026]
    assert [(turn.party, turn.criterion) for turn in found.closed] == [("staff", "Speed")]
    assert [(turn.party, turn.criterion) for turn in found.opened] == [("pupils", "Speed")]


def test_the_view_of_those_who_promise_opens_and_closes_nothing() -> None:
    made = judged(("2025-Q4", "desk", "answer/Speed: Nearly"), ("2026-Q4", "desk", "answer/Speed: Met"))
    assert not years(made)[2026].closed


def test_praise_is_what_a_year_ended_with() -> None:
    made = judged(
        ("2026-Q1", "staff", "answer/Speed: Beyond"), ("2026-Q1", "pupils", "answer/Speed: Beyond"),
        ("2026-Q2", "staff", "answer/Speed: Met"), ("2026-Q2", "desk", "answer/Speed: Beyond"),
    )  # fmt: skip
    assert [praise.mark.party for praise in years(made)[2026].praised] == ["pupils"]


def test_thanks_are_the_remarks_with_the_best_score_alone() -> None:
    said = [
        Feedback(date=date(2026, 3, day), party="staff", score=score, said=str(score))
        for day, score in ((1, 2), (2, 1), (3, 2))
    ]
    found = years(charter({"1.0": text(judged_promise(), **OLD)}, feedback=said))[2026]
    assert [one.remark.date.day for one in found.thanks] == [3, 1]
    assert len(found.said) == 3


def test_an_action_written_twice_is_done_once_and_one_to_come_is_not_done() -> None:
    done = Action(words="A second phone", is_done=True, done_on=date(2026, 4, 1))
    later = Action(words="A third phone", is_done=True, done_on=date(2027, 4, 1))
    reviews = [Review(held=date(2026, 6, 1), actions=(done, later)), Review(held=date(2026, 9, 1), actions=(done,))]
    found = years(charter({"1.0": text(judged_promise(), **OLD)}, reviews=reviews))[2026]
    assert found.done == (done,)
    assert [review.held.month for review in found.reviews] == [9, 6]


def test_what_is_still_to_come_is_not_told() -> None:
    said = [Feedback(date=date(2026, 11, 1), party="staff", score=2)]
    made = charter({"1.0": text(judged_promise(), **OLD)}, feedback=said, reviews=[Review(held=date(2026, 11, 2))])
    assert 2026 not in years(made, date(2026, 10, 31))


def test_a_version_counts_in_the_year_that_it_came_into_force() -> None:
    found = years(charter({"1.0": text(judged_promise(), **OLD)}))
    assert [item.version.label for item in found[2024].versions] == ["1.0"]


def test_what_matters_is_what_those_promised_to_said_last() -> None:
    made = one(
        assessed("2026-Q1", "staff", "answer/Speed: Met, , 5"),
        assessed("2026-Q2", "staff", "answer/Speed: Met, , 2"),
        assessed("2026-Q2", "desk", "answer/Speed: Met, , 4"),
        promises=[judged_promise(), judged_promise("other")],
    )
    found = scores_of(made, standing_of(made))
    assert importances(found, "1.0", made.versions[0].text) == {"answer": 2}


def test_what_matters_about_a_criterion_that_is_gone_does_not_count() -> None:
    made = one(assessed("2026-Q1", "staff", "answer/Price: Met, , 5", "answer/Speed: Met, , 3"))
    assert importances(scores_of(made, standing_of(made)), "1.0", made.versions[0].text) == {"answer": 3}
