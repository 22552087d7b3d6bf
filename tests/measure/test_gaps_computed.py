from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from charter.measure.gaps import Gap, GapKind, gaps_of, loose_actions, unknown_of
from charter.measure.shortfalls import Below, Differs, Lacking, Missed, NotAgreed, Unheard, Unreported, Wanted
from charter.model.charter import Charter
from charter.model.records import Action, Feedback, Review
from charter.model.text import FieldKey
from charter.standing import State
from tests.builders import promise
from tests.measure.judged import SCALE, SPEED, TODAY, assessed, charter, ground, judged_promise, one, text
from tests.measure.measured import outcomes

WHOLE = {"fields": "- Measured: every month\n- Owner: Rosa Lindqvist", "target": "90% within 4 hours"}


def gaps(made: Charter, today: date = TODAY) -> tuple[Gap, ...]:
    held = ground(made, today)
    return gaps_of(held.standing, held.scores, held.results)


def told(made: Charter, today: date = TODAY) -> list[str]:
    """Return kind, ref and size of every gap, in order."""
    return [f"{gap.kind} {gap.ref} {gap.size}" for gap in gaps(made, today)]


def only(made: Charter, kind: GapKind, today: date = TODAY) -> list[Gap]:
    return [gap for gap in gaps(made, today) if gap.kind is kind]


def remark(
    ref: str | None,
    day: date = date(2026, 12, 1),
    *,
    score: int | None = None,
    action: str = "",
    answered: date | None = None,
) -> Feedback:
    return Feedback(date=day, party="staff", ref=ref, score=score, said="Well", action=action, answered=answered)


def review(*words: str, held: date = date(2026, 11, 1), is_done: bool = False) -> Review:
    return Review(held=held, actions=tuple(Action(words=said, owner="Rosa", is_done=is_done) for said in words))


class TestListening:
    def test_what_matters_more_to_them_than_we_think(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met, , 2"),
            assessed("2026-Q1", "staff", "answer/Speed: Met, , 5"),
            assessed("2026-Q1", "pupils", "answer/Speed: Met, , 3"),
            promises=[judged_promise(**WHOLE)],
        )
        (gap,) = only(made, GapKind.LISTENING)
        (reason,) = gap.reasons
        assert isinstance(reason, Wanted)
        assert (gap.ref, gap.size, reason.theirs.party, reason.own.party) == ("answer", 3, "staff", "desk")
        assert (gap.importance, gap.weight) == (5, 15)

    def test_what_matters_less_to_them_is_no_gap(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met, , 5"),
            assessed("2026-Q1", "staff", "answer/Speed: Met, , 2"),
        )
        assert not only(made, GapKind.LISTENING)

    def test_the_last_period_in_which_both_said_it_counts(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met, , 1"),
            assessed("2026-Q1", "staff", "answer/Speed: Met, , 5"),
            assessed("2026-Q2", "desk", "answer/Speed: Met, , 5"),
            assessed("2026-Q2", "staff", "answer/Speed: Met, , 5"),
            assessed("2026-Q3", "staff", "answer/Speed: Met, , 5"),
        )
        assert not only(made, GapKind.LISTENING)

    @pytest.mark.parametrize(
        ("score", "answered", "waits"),
        [(None, None, True), (0, None, True), (-2, None, True), (1, None, False), (-2, date(2026, 12, 2), False)],
    )
    def test_a_remark_that_nobody_answered(self, score: int | None, answered: date | None, waits: bool) -> None:
        made = charter(text(judged_promise()), feedback=[remark("answer", score=score, answered=answered)])
        assert [gap.ref for gap in only(made, GapKind.LISTENING)] == (["answer"] if waits else [])

    @pytest.mark.parametrize(
        ("ref", "day", "action", "is_open"),
        [
            (None, date(2026, 12, 1), "", True),
            ("never-there", date(2026, 12, 1), "", True),
            (None, date(2026, 12, 1), "a new section", False),
            (None, date(2025, 12, 1), "", False),
            (None, date(2027, 1, 1), "", False),
        ],
    )
    def test_remarks_about_nothing_promised_that_led_to_nothing(
        self, ref: str | None, day: date, action: str, is_open: bool
    ) -> None:
        made = charter({"1.0": text(judged_promise(), version="1.0")}, feedback=[remark(ref, day, action=action)])
        found = only(made, GapKind.LISTENING)
        assert [isinstance(gap.reasons[0], Unheard) and gap.ref is None for gap in found] == ([True] if is_open else [])

    def test_many_remarks_count_for_no_more_than_four(self) -> None:
        made = charter(text(judged_promise()), feedback=[remark("answer")] * 9)
        (gap,) = only(made, GapKind.LISTENING)
        assert (gap.size, gap.feedback) == (4, 9)


class TestDesign:
    def test_each_of_the_four_that_lacks(self) -> None:
        made = charter(text(promise("bare", target=None)))
        (gap,) = only(made, GapKind.DESIGN)
        assert gap.reasons == (Lacking(fields=(FieldKey.TARGET, FieldKey.MEASURED, FieldKey.OWNER, FieldKey.RUBRIC)),)
        assert gap.size == 4

    def test_a_promise_that_has_all_four_is_well_made(self) -> None:
        assert not only(charter(text(judged_promise(**WHOLE))), GapKind.DESIGN)


class TestDelivery:
    def made(self, rows: str, *targets: str) -> Charter:
        lines = "\n".join(f"- Target ({line.partition(': ')[0]}): {line.partition(': ')[2]}" for line in targets)
        promised = (
            promise(target=None, fields=lines) if targets else promise("first-reply", target="90% within 4 hours")
        )
        return charter({"1.0": text(promised, version="1.0")}, outcomes=outcomes(rows))

    def test_the_last_period_with_cases_decides(self) -> None:
        rows = "2026-01,first-reply,,7,10 2026-02,first-reply,,9,10 2026-03,first-reply,,8,10 2026-04,first-reply"
        (gap,) = only(self.made(rows), GapKind.DELIVERY)
        (reason,) = gap.reasons
        assert isinstance(reason, Missed)
        assert str(reason.result.period) == "2026-03"
        assert (reason.misses, reason.periods, gap.size) == (2, 3, 2)

    def test_kept_at_last_is_no_gap(self) -> None:
        assert not only(self.made("2026-01,first-reply,,7,10 2026-02,first-reply,,9,10"), GapKind.DELIVERY)

    def test_only_the_last_four_count(self) -> None:
        rows = " ".join(f"2026-{month:02},first-reply,,1,10" for month in range(1, 10))
        assert only(self.made(rows), GapKind.DELIVERY)[0].size == 4

    def test_each_segment_is_a_reason(self) -> None:
        made = self.made("2026-01,first-reply,now,8,10 2026-01,first-reply,later,9,10", "now: 90%", "later: 80%")
        (gap,) = only(made, GapKind.DELIVERY)
        assert [reason.segment for reason in gap.reasons if isinstance(reason, Missed)] == ["now"]


class TestWords:
    def test_a_period_that_nobody_reported(self) -> None:
        promised = promise(fields="- Measured: monthly")
        rows = "2026-06,first-reply,,9,10 2026-08,first-reply,,9,10 2026-09,first-reply,,9,10 2026-10,first-reply,,9,10"
        made = charter({"1.0": text(promised, version="1.0")}, outcomes=outcomes(rows))
        (gap,) = only(made, GapKind.WORDS, date(2026, 11, 20))
        (reason,) = gap.reasons
        assert isinstance(reason, Unreported)
        assert [str(period) for period in reason.periods] == ["2026-07"]

    def test_a_promise_that_was_never_reported(self) -> None:
        made = charter({"1.0": text(promise(fields="- Measured: monthly"), version="1.0")})
        assert not only(made, GapKind.WORDS, date(2026, 2, 20))
        (gap,) = only(made, GapKind.WORDS, date(2026, 4, 1))
        assert gap.reasons == (Unreported(periods=()),)
        assert gap.size == 4

    def test_a_site_that_shows_what_nobody_agreed_to(self) -> None:
        front = SCALE + "agreement: one decider from every party\n"
        made = charter({"1.0": text(judged_promise(), front=front, version="1.0")})
        (gap,) = only(made, GapKind.WORDS)
        assert (gap.ref, gap.reasons) == (None, (NotAgreed(state=State.PROPOSED),))

    def test_a_translation_with_other_numbers(self) -> None:
        from dataclasses import replace

        from charter.reading.charter import read_charter
        from charter.source import SourceText

        made = charter({"1.0": text(promise(), promise("other"), version="1.0")})
        french = (
            "---\ntitle: Bureau\nlanguage: fr\ntranslates: charter.md\n---\n\n## Promesses\n\n"
            "### Une réponse\n\n- Cible : 95 % en moins de 4 heures\n- Réf. : first-reply\n\n"
            "### Autre\n\n- Cible : 90 % en moins de 4 heures\n- Réf. : other\n"
        )
        read = read_charter(SourceText("content/support/charter.fr.md", french)).value
        found = only(replace(made, translations=(("fr", read),)), GapKind.WORDS)
        assert [gap.ref for gap in found] == ["first-reply"]


class TestCustomer:
    def test_each_party_counts_by_what_it_said_last(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Not yet", "answer/Words: Met"),
            assessed("2026-Q1", "pupils", "answer/Speed: Nearly"),
            assessed("2026-Q2", "staff", "answer/Speed: Met", "answer/Words: Nearly"),
        )
        (gap,) = only(made, GapKind.CUSTOMER)
        reasons = [
            (item.mark.party, item.row.name, str(item.period)) for item in gap.reasons if isinstance(item, Below)
        ]
        assert reasons == [("pupils", "Speed", "2026-Q1"), ("staff", "Words", "2026-Q2")]
        assert gap.size == 1

    def test_the_widest_reason_comes_first_and_nothing_is_averaged(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Beyond", "answer/Words: Nearly"),
            assessed("2026-Q1", "pupils", "answer/Speed: Not yet"),
        )
        (gap,) = only(made, GapKind.CUSTOMER)
        assert gap.size == 2
        assert [item.size for item in gap.reasons] == [2, 1]

    def test_what_the_provider_thinks_of_itself_is_no_customer_gap(self) -> None:
        assert not only(one(assessed("2026-Q1", "desk", "answer/Speed: Not yet")), GapKind.CUSTOMER)

    def test_of_what_is_asked_the_provider_is_the_customer(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "help/Speed: Nearly"), promises=["ASKED\n", judged_promise("help", SPEED)]
        )
        (gap,) = only(made, GapKind.CUSTOMER)
        assert gap.ref == "help"

    @pytest.mark.parametrize(("good", "is_met"), [(9, True), (8, False)])
    def test_target_met_and_customers_not_content(self, good: int, is_met: bool) -> None:
        made = charter(
            {"1.0": text(judged_promise(**WHOLE), version="1.0")},
            assessed("2026-Q1", "staff", "answer/Speed: Nearly"),
            outcomes=outcomes(f"2026-03,answer,,{good},10"),
        )
        (gap,) = only(made, GapKind.CUSTOMER)
        assert gap.is_met is is_met

    def test_without_numbers_no_target_is_met(self) -> None:
        (gap,) = only(one(assessed("2026-Q1", "staff", "answer/Speed: Nearly")), GapKind.CUSTOMER)
        assert not gap.is_met

    def test_a_criterion_that_is_gone_is_nobodys_gap(self) -> None:
        versions = {
            "1.0": text(judged_promise(), version="1.0"),
            "2.0": text(judged_promise("answer", SPEED), version="2.0", day="2026-06-01"),
        }
        made = charter(versions, assessed("2026-Q1", "staff", "answer/Words: Not yet", version="1.0"))
        assert not only(made, GapKind.CUSTOMER)


class TestMirror:
    def test_we_see_it_better_than_they_do(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Met"), assessed("2026-Q1", "staff", "answer/Speed: Not yet")
        )
        (gap,) = only(made, GapKind.MIRROR)
        (reason,) = gap.reasons
        assert isinstance(reason, Differs)
        assert (reason.steps, gap.size, gap.is_flattering) == (2, 2, False)

    def test_they_see_it_better_which_is_told_last(self) -> None:
        made = one(
            assessed("2026-Q1", "desk", "answer/Speed: Not yet"),
            assessed("2026-Q1", "staff", "answer/Speed: Beyond, , 5"),
        )
        found = gaps(made)
        assert found[-1].kind is GapKind.MIRROR
        assert found[-1].is_flattering

    def test_alike_is_no_gap(self) -> None:
        made = one(assessed("2026-Q1", "desk", "answer/Speed: Met"), assessed("2026-Q1", "staff", "answer/Speed: Met"))
        assert not only(made, GapKind.MIRROR)

    def test_what_is_out_of_sight_opens_no_gap(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Not yet", blind="yes"), promises=[judged_promise(**WHOLE)]
        )
        assert not [gap for gap in gaps(made) if gap.kind not in {GapKind.WORDS}]


class TestOrder:
    def test_importance_times_size_then_remarks_then_the_order_of_the_text(self) -> None:
        names = ("a", "b", "c", "d")
        said = [("a", "Nearly", "2"), ("b", "Not yet", "2"), ("c", "Nearly", "4"), ("d", "Nearly", "5")]
        made = one(
            assessed("2026-Q1", "staff", *(f"{ref}/Speed: {level}, , {matters}" for ref, level, matters in said)),
            promises=[judged_promise(ref, SPEED, **WHOLE) for ref in names],
        )
        remarks = [remark("c", score=2), remark("a", score=2)]
        held = charter({"1.0": made.versions[0].source.text}, *made.records.assessments, feedback=remarks)
        assert [(gap.ref, gap.weight) for gap in only(held, GapKind.CUSTOMER)] == [
            ("d", 5),
            ("c", 4),
            ("b", 4),
            ("a", 2),
        ]

    def test_importance_that_nobody_gave_counts_as_the_middle(self) -> None:
        (gap,) = only(one(assessed("2026-Q1", "staff", "answer/Speed: Not yet")), GapKind.CUSTOMER)
        assert (gap.importance, gap.weight) == (None, 6)

    def test_importance_is_what_each_party_said_last(self) -> None:
        made = one(
            assessed("2026-Q1", "staff", "answer/Speed: Nearly, , 5"),
            assessed("2026-Q2", "staff", "answer/Speed: Nearly, , 3"),
        )
        assert only(made, GapKind.CUSTOMER)[0].importance == 3


class TestActions:
    def found(self, *reviews: Review, ref: str = "first-reply", title: str = "A person answers") -> Sequence[Action]:
        made = charter({"1.0": text(promise(ref, title=title, target=None), version="1.0")}, reviews=reviews)
        return only(made, GapKind.DESIGN)[0].actions

    @pytest.mark.parametrize(
        ("words", "is_meant"),
        [
            ("write a target for first-reply", True),
            ("write a target for the first reply", True),
            ("look at first replies", False),
            ("count first replys", True),
            ("look again at “A person answers”", True),
            ("look at first-reply-time", False),
            ("answer first, reply later", False),
            ("buy a phone", False),
        ],
    )
    def test_an_action_is_about_the_promise_that_it_names(self, words: str, is_meant: bool) -> None:
        assert [action.words for action in self.found(review(words))] == ([words] if is_meant else [])

    def test_what_is_done_is_not_open(self) -> None:
        assert not self.found(review("mend first-reply", is_done=True))

    def test_actions_that_name_no_promise_are_told_apart(self) -> None:
        made = charter({"1.0": text(promise(), version="1.0")}, reviews=[review("buy a phone", "mend first-reply")])
        held = ground(made)
        assert [action.words for action in loose_actions(held.standing, held.scores, held.results)] == ["buy a phone"]

    def test_an_incident_names_its_promises(self) -> None:
        from dataclasses import replace

        from charter.model.records import Incident

        incident = Incident(
            name="one", title="One", expectations=("first-reply",), actions=(Action(words="a second phone"),)
        )
        made = charter({"1.0": text(promise(target=None), version="1.0")})
        held = replace(made, records=replace(made.records, incidents=(incident,)))
        assert [action.words for action in only(held, GapKind.DESIGN)[0].actions] == ["a second phone"]
        closed = replace(held.records, incidents=(replace(incident, status="closed"),))
        assert not only(replace(held, records=closed), GapKind.DESIGN)[0].actions


class TestUnknown:
    def test_no_data_is_told_and_is_no_gap(self) -> None:
        made = charter({"1.0": text(judged_promise(**WHOLE), version="1.0")})
        held = ground(made, date(2026, 1, 20))
        assert gaps(made, date(2026, 1, 20)) == ()
        assert {item.kind: item.refs for item in unknown_of(held.standing, held.scores, held.results)} == {
            GapKind.LISTENING: ("answer",),
            GapKind.DELIVERY: ("answer",),
            GapKind.CUSTOMER: ("answer",),
            GapKind.MIRROR: ("answer",),
        }

    def test_what_is_known_is_not_unknown(self) -> None:
        made = charter(
            {"1.0": text(judged_promise(**WHOLE), version="1.0")},
            assessed("2026-Q1", "desk", "answer/Speed: Met, , 3"),
            assessed("2026-Q1", "staff", "answer/Speed: Met, , 3"),
            outcomes=outcomes("2026-01,answer,,9,10"),
        )
        held = ground(made, date(2026, 4, 20))
        assert unknown_of(held.standing, held.scores, held.results) == ()


def test_a_charter_that_says_nothing_has_no_gaps_and_raises_nothing() -> None:
    made = charter("---\ntitle: Empty\n---\n")
    assert told(made) == ["words None 4"]
