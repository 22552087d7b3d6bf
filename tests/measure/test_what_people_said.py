from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from charter.measure.feedback import Heard, feedback_of, is_unanswered
from charter.model.records import Feedback
from charter.model.text import Role
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import charter_of

TODAY = date(2026, 11, 22)


def remark(said: str = "", *, on: date = date(2026, 3, 2), **fields: object) -> Feedback:
    return replace(Feedback(date=on, party="staff", ref="first-reply", said=said), **fields)


def heard(*remarks: Feedback, text: str | None = None, versions: dict[str, str] | None = None) -> Heard:
    charter = charter_of(text, versions=versions)
    charter = replace(charter, records=replace(charter.records, feedback=remarks))
    return feedback_of(charter, stand(charter, TODAY))


def test_extremes_are_counted_apart_and_nothing_is_averaged() -> None:
    voices = heard(remark("a", score=2), remark("b", score=-2), remark("c", score=-2), remark("d")).of("first-reply")
    assert voices.counts == ((2, 1), (1, 0), (0, 0), (-1, 0), (-2, 2))
    assert voices.unscored == 1
    assert [said.remark.said for said in voices.delighted] == ["a"]
    assert [said.remark.said for said in voices.upset] == ["b", "c"]


def test_the_newest_comes_first_and_who_waits_longest_leads_the_waiting() -> None:
    voices = heard(remark("old", on=date(2026, 1, 2)), remark("new", on=date(2026, 5, 2))).of("first-reply")
    assert [said.remark.said for said in voices.remarks] == ["new", "old"]
    assert [(said.remark.said, said.age) for said in voices.waiting] == [("old", 324), ("new", 204)]


def test_praise_needs_no_answer() -> None:
    assert not is_unanswered(remark(score=1), TODAY)
    assert is_unanswered(remark(score=0), TODAY)
    assert is_unanswered(remark("Why?"), TODAY)


def test_answers_are_timed_in_days_and_half_came_within_the_median() -> None:
    day = date(2026, 3, 2)
    said = [remark(str(n), answered=day + timedelta(days=n)) for n in (0, 9, 1, 2)]
    voices = heard(*said, remark("waits"), remark("thanks", score=2)).of("first-reply")
    assert voices.answer_days == (0, 1, 2, 9)
    assert voices.median_days == Decimal("1.5")
    assert voices.due == 5
    assert heard().all.median_days is None


def test_what_is_later_than_the_day_is_not_known_yet() -> None:
    answered = remark("said", answered=date(2026, 12, 1))
    voices = heard(remark("tomorrow", on=date(2026, 11, 23)), answered).all
    assert [said.remark.said for said in voices.remarks] == ["said"]
    assert voices.waiting
    assert not voices.answer_days


def test_an_answer_before_the_remark_has_no_time_and_nobody_waits() -> None:
    voices = heard(remark("typo", answered=date(2026, 3, 1))).all
    assert (voices.answer_days, voices.waiting) == ((), ())


def test_a_renamed_promise_keeps_what_was_said_about_it() -> None:
    first = charter_text(version="1.0")
    second = charter_text(promises=promise("answers", fields="- Was: first-reply"))
    found = heard(remark("then"), remark("now", ref="answers"), text=second, versions={"1.0": first})
    assert {said.remark.said for said in found.of("answers").remarks} == {"then", "now"}
    assert found.of("first-reply") == found.of("answers")
    assert list(found.promises) == ["answers"]


def test_a_promise_that_never_was_is_none() -> None:
    found = heard(remark("whole", ref=None), remark("slip", ref="frist-reply"))
    assert {said.remark.said for said in found.general.remarks} == {"whole", "slip"}
    assert not found.promises


def test_a_party_is_called_by_its_own_name() -> None:
    voices = heard(remark("a"), remark("b", party="DESK"), remark("c", party="Passers-by")).all
    assert [(said.party, said.role) for said in voices.remarks] == [
        ("Staff", Role.CUSTOMER),
        ("Desk", Role.PROVIDER),
        ("Passers-by", None),
    ]
    assert [(name, len(said.remarks)) for name, said in voices.by_party()] == [
        ("Staff", 1),
        ("Desk", 1),
        ("Passers-by", 1),
    ]


@given(
    st.lists(
        st.builds(
            remark,
            on=st.dates(date(2025, 1, 1), date(2027, 1, 1)),
            score=st.none() | st.integers(-2, 2),
            ref=st.sampled_from([None, "first-reply", "other"]),
            answered=st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
        )
    )
)
def test_every_remark_until_the_day_is_counted_once(remarks: list[Feedback]) -> None:
    found = heard(*remarks)
    known = [item for item in remarks if item.date <= TODAY]
    assert len(found.all.remarks) == len(known)
    assert sum(count for _, count in found.all.counts) + found.all.unscored == len(known)
    parts = [found.general, *found.promises.values()]
    assert sum(len(voices.remarks) for voices in parts) == len(known)
    assert sum(len(voices.waiting) for voices in parts) == len(found.all.waiting)
    assert all(days >= 0 for days in found.all.answer_days)
