from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.measure.rhythm import measured_every
from charter.model.prose import Inline
from charter.model.text import Expectation, Field, FieldKey
from tests.builders import charter_text, promise
from tests.check.kept import ask, in_force, places

HEAD = "period,ref,good,total"


def outcomes(*periods: str, ref: str = "first-reply") -> str:
    return "\n".join([HEAD, *(f"{period},{ref},9,10" for period in periods)]) + "\n"


def kept(measured: str | None, *, front: str = "", target: str = "90% within 4 hours") -> dict[str, str]:
    promises = promise(fields=f"- Measured: {measured}" if measured else "", target=target)
    return {
        "charter.md": charter_text(front=front, promises=promises),
        **in_force(charter_text(front=front, promises=promises, version="1.0")),
    }


class TestMissingPeriods:
    """CH444."""

    def missing(
        self, root: Path, measured: str | None, *periods: str, today: str = "2026-11-23", front: str = ""
    ) -> str:
        found = ask(root, "CH444", {**kept(measured, front=front), "outcomes.csv": outcomes(*periods)}, today)
        return found[0].message.partition("for ")[2] if found else ""

    def test_a_gap_between_two_months_is_told_at_the_last_row(self, tmp_path: Path) -> None:
        files = {**kept("monthly"), "outcomes.csv": outcomes("2026-01", "2026-03", "2026-04")}
        (found,) = ask(tmp_path, "CH444", files)
        assert found.message == '"first-reply" was not reported for 2026-02'
        assert places([found]) == [("outcomes.csv", 4, 9)]
        assert found.hint is not None
        assert found.hint.startswith("2026-02,first-reply,")

    @pytest.mark.parametrize(
        ("today", "missing"), [("2026-05-31", ""), ("2026-06-01", "2026-04"), ("2026-07-01", "2026-04, 2026-05")]
    )
    def test_the_last_month_may_be_counted_for_a_month(self, tmp_path: Path, today: str, missing: str) -> None:
        assert self.missing(tmp_path, "monthly", "2026-02", "2026-03", today=today) == missing

    @pytest.mark.parametrize(
        ("measured", "periods", "missing"),
        [
            ("every 3 months, from the register", ["2026-Q1", "2026-Q3"], "2026-Q2"),
            ("quarterly", ["2026-01", "2026-07"], "2026-Q2"),
            ("every month, by the laboratory", ["2025"], ""),
            ("every year", ["2023"], "2024"),
            ("every 6 months", ["2025-Q1", "2026-Q1"], "2025-07 to 2025-12"),
            ("with every change", ["2026-Q1", "2026-Q3"], ""),
            (None, ["2026-01", "2026-02", "2026-03"], "2026-04, 2026-05, 2026-06, 2026-07 and 2 more"),
            (None, ["2026-01", "2026-02", "2026-04"], ""),
            (None, ["2026-01", "2026-02"], ""),
            ("every 9999 years", ["2026-01", "2026-03"], ""),
        ],
    )
    def test_how_often_is_read_from_the_words_or_the_rows(
        self, tmp_path: Path, measured: str | None, periods: list[str], missing: str
    ) -> None:
        assert self.missing(tmp_path, measured, *periods) == missing

    def test_in_french_as_well(self, tmp_path: Path) -> None:
        found = self.missing(
            tmp_path, "chaque mois, par le laboratoire", "2026-07", "2026-09", "2026-10", front="language: fr"
        )
        assert found == "2026-08"

    def test_what_is_older_than_a_year_is_history(self, tmp_path: Path) -> None:
        months = [f"2026-{month:02d}" for month in range(1, 11)]
        assert self.missing(tmp_path, "monthly", "2025-01", "2025-10", "2025-11", "2025-12", *months) == ""

    def test_a_row_without_numbers_says_that_there_were_no_cases(self, tmp_path: Path) -> None:
        rows = outcomes("2026-01", "2026-03", "2026-04") + "2026-02,first-reply,,\n"
        assert ask(tmp_path, "CH444", {**kept("monthly"), "outcomes.csv": rows}) == []

    def test_one_segment_is_enough(self, tmp_path: Path) -> None:
        rows = "\n".join(
            f"2026-0{month},first-reply,9,10,{segment}" for month, segment in ((2, "calls"), (3, ""), (4, "mail"))
        )
        rows = f"{HEAD},segment\n{rows}\n"
        assert ask(tmp_path, "CH444", {**kept("monthly"), "outcomes.csv": rows}) == []

    def test_promises_that_lack_the_same_are_told_together(self, tmp_path: Path) -> None:
        two = "\n\n".join(promise(ref, fields="- Measured: monthly") for ref in ("first-reply", "kindness"))
        rows = outcomes("2026-03") + "2026-03,kindness,9,10\n"
        files = {"charter.md": charter_text(promises=two), **in_force(charter_text(promises=two, version="1.0"))}
        (found,) = ask(tmp_path, "CH444", {**files, "outcomes.csv": rows})
        assert found.message == '"first-reply", "kindness" were not reported for 2026-04'
        assert places([found]) == [("outcomes.csv", 2, 9)]

    def test_a_draft_reports_nothing(self, tmp_path: Path) -> None:
        files = {**kept("monthly"), "outcomes.csv": outcomes("2026-01", "2026-04")}
        del files["versions/1.0.md"]
        assert ask(tmp_path, "CH444", files) == []

    def test_rows_of_the_end_of_time_are_no_trouble(self, tmp_path: Path) -> None:
        assert self.missing(tmp_path, "monthly", "2026-09", "2026-10", "9999-12", "0001-01") == (
            "2025-11, 2025-12, 2026-01, 2026-02 and 6 more"
        )


class TestNeverReported:
    """CH445."""

    OTHER = outcomes("2026-05", ref="kindness")

    def test_a_promise_that_was_never_reported_is_told_where_it_says_how_often(self, tmp_path: Path) -> None:
        files = {**kept("monthly, from the ticket system"), "outcomes.csv": self.OTHER}
        (found,) = ask(tmp_path, "CH445", files)
        assert found.message == (
            '"monthly, from the ticket system", says "first-reply", and no result was ever reported'
        )
        line = files["charter.md"].splitlines().index("- Measured: monthly, from the ticket system") + 1
        assert places([found]) == [("charter.md", line, 1)]
        assert found.hint == "outcomes.csv: 2026-05,first-reply,… with how many of how many"

    @pytest.mark.parametrize(
        ("measured", "today", "count"),
        [
            ("monthly", "2026-03-04", 0),
            ("monthly", "2026-03-05", 1),
            ("every 3 months", "2026-07-04", 0),
            ("every 3 months", "2026-07-05", 1),
            ("with every change", "2026-07-05", 0),
            (None, "2026-07-05", 0),
        ],
    )
    def test_it_has_twice_as_long_since_it_is_in_force(
        self, tmp_path: Path, measured: str | None, today: str, count: int
    ) -> None:
        assert len(ask(tmp_path, "CH445", {**kept(measured), "outcomes.csv": self.OTHER}, today)) == count

    def test_levels_need_no_outcome(self, tmp_path: Path) -> None:
        files = kept("monthly", target="level Met or better", front="levels: [Not yet, Met]")
        assert ask(tmp_path, "CH445", files) == []

    def test_a_charter_that_reports_nothing_is_told_once(self, tmp_path: Path) -> None:
        two = "\n\n".join(promise(ref, fields="- Measured: monthly") for ref in ("first-reply", "kindness"))
        files = {"charter.md": charter_text(promises=two), **in_force(charter_text(promises=two, version="1.0"))}
        (found,) = ask(tmp_path, "CH445", files)
        assert found.message == "nothing that was measured was ever reported: first-reply, kindness"

    def test_an_outcome_under_its_old_name_is_one(self, tmp_path: Path) -> None:
        fields = "- Measured: monthly\n- Was: answers"
        text = promise(fields=fields)
        files = {"charter.md": charter_text(promises=text), **in_force(charter_text(promises=text, version="1.0"))}
        assert ask(tmp_path, "CH445", {**files, "outcomes.csv": outcomes("2026-05", ref="answers")}) == []


class TestUnfitOutcomes:
    """CH446."""

    def unfit(self, root: Path, target: str, row: str, *, front: str = "") -> int:
        rows = f"period,ref,segment,good,total,value,unit\n2026-03,first-reply,{row}\n"
        text = charter_text(front=front, promises=promise(target=target))
        return len(ask(root, "CH446", {"charter.md": text, "outcomes.csv": rows}))

    @pytest.mark.parametrize(
        ("target", "row"),
        [
            ("90% within 4 hours", ",9,10,,"),
            ("90% within 4 hours", ",,,92,%"),
            ("90% within 4 hours", ",,,92,percent"),
            ("98% by 09:00 on the start date", ",9,10,,"),
            ("median under 20 working days", ",,,17,working days"),
            ("median under 20 working days", ",,,17,business days"),
            ("average under 4 hours", ",,,230,minutes"),
            ("update every 3 working days", ",,,2.6,working days"),
            ("update every 3 working days", ",9,10,,"),
            ("at least 5 working days' notice", ",9,10,,"),
            ("4.5 out of 5 or better", ",,,4.6,out of 5"),
            ("4.5 out of 5 or better", ",,,4.6,/5"),
            ("no more than 6 incidents in any 12 months", ",,,9,incidents"),
            ("every month", ",11,12,,"),
            ("no more than 5% of calls", ",,,4.1,%"),
            ("we answer promptly", ",,,3,days"),
            ("90% within 4 hours", ",,,,"),
        ],
    )
    def test_numbers_of_the_target_s_own_kind_fit(self, tmp_path: Path, target: str, row: str) -> None:
        assert self.unfit(tmp_path, target, row) == 0

    @pytest.mark.parametrize(
        ("target", "row"),
        [
            ("90% within 4 hours", ",,,3,hours"),
            ("90% within 4 hours", ",,,4.6,out of 5"),
            ("median under 20 working days", ",9,10,,"),
            ("median under 20 working days", ",,,17,days"),
            ("average under 4 hours", ",,,3,business hours"),
            ("average under 4 hours", ",,,92,%"),
            ("4.5 out of 5 or better", ",,,9,out of 10"),
            ("4.5 out of 5 or better", ",9,10,,"),
            ("no more than 6 incidents in any 12 months", ",,,9,%"),
            ("no more than 6 incidents in any 12 months", ",,,9,days"),
        ],
    )
    def test_numbers_of_another_kind_do_not(self, tmp_path: Path, target: str, row: str) -> None:
        assert self.unfit(tmp_path, target, row) == 1

    @pytest.mark.parametrize(
        ("target", "row", "count"),
        [
            ("médiane inférieure à 20 jours ouvrables", ",,,17,jours ouvrables", 0),
            ("médiane inférieure à 20 jours ouvrables", ",,,17,working days", 0),
            ("médiane inférieure à 20 jours ouvrables", ",,,17,heures", 1),
            ("4,5 sur 5 ou mieux", ",,,4.6,sur 5", 0),
            ("4,5 sur 5 ou mieux", ",,,4.6,out of 5", 0),
            ("95 % en moins de 4 heures", ",,,92,pour cent", 0),
            ("95 % en moins de 4 heures", ",,,3,heures", 1),
        ],
    )
    def test_in_french_as_well(self, tmp_path: Path, target: str, row: str, count: int) -> None:
        assert self.unfit(tmp_path, target, row, front="language: fr") == count

    def test_a_segment_has_its_own_target(self, tmp_path: Path) -> None:
        fields = "- Target (calls): 90% within 4 hours\n- Target (letters): median under 20 working days"
        text = charter_text(promises=promise(target=None, fields=fields))
        head = "period,ref,segment,value,unit"
        rows = [f"2026-03,first-reply,{segment},17,working days" for segment in ("calls", "letters")]
        (found,) = ask(tmp_path, "CH446", {"charter.md": text, "outcomes.csv": "\n".join([head, *rows])})
        assert places([found]) == [("outcomes.csv", 2, 30)]
        assert found.message == '"17 working days" cannot be judged by the target "90% within 4 hours"'

    def test_what_counts_is_the_target_of_its_time(self, tmp_path: Path) -> None:
        old = charter_text(
            version="1.0", effective="2025-01-06", released="2024-12-01", promises=promise(target="median under 2 days")
        )
        new = charter_text(version="2.0", effective="2026-01-05", released="2025-12-01")
        rows = "period,ref,value,unit\n2025-06,first-reply,1.5,days\n2026-02,first-reply,1.5,days\n"
        files = {"versions/1.0.md": old, "versions/2.0.md": new, "outcomes.csv": rows}
        assert places(ask(tmp_path, "CH446", files)) == [("outcomes.csv", 3, 25)]

    def test_a_period_is_judged_when_it_is_over(self, tmp_path: Path) -> None:
        rows = "period,ref,value,unit\n2026-06,first-reply,1.5,days\n"
        assert ask(tmp_path, "CH446", {"outcomes.csv": rows}, "2026-06-30") == []
        assert len(ask(tmp_path, "CH446", {"outcomes.csv": rows}, "2026-07-01")) == 1


class TestOutcomesToCome:
    """CH447."""

    @pytest.mark.parametrize(
        ("period", "count"), [("2026-06", 0), ("2026-07", 1), ("2026-Q2", 0), ("2026-Q3", 1), ("2026", 0), ("2027", 1)]
    )
    def test_a_period_must_have_begun(self, tmp_path: Path, period: str, count: int) -> None:
        found = ask(tmp_path, "CH447", {"outcomes.csv": outcomes(period)})
        assert places(found) == [("outcomes.csv", 2, 1)][:count]

    def test_a_row_without_numbers_claims_nothing(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH447", {"outcomes.csv": f"{HEAD}\n2027-01,first-reply,,\n"}) == []

    def test_who_looks_back_is_not_told(self, tmp_path: Path) -> None:
        said = "date,party,said\n2026-09-02,staff,Quick\n"
        found = ask(tmp_path, "CH447", {"outcomes.csv": outcomes("2026-08", "2026-10"), "feedback.csv": said})
        assert places(found) == [("outcomes.csv", 3, 1)]


@pytest.mark.parametrize(
    ("words", "language", "months"),
    [
        ("monthly, from the ticket system; the clock starts when you ask", "en", 1),
        ("from the ticket system, every month", "en", 1),
        ("each quarter", "en", 3),
        ("half-yearly", "en", 6),
        ("annually: a survey", "en", 12),
        ("weekly", "en", None),
        ("every opening day at 11:00", "en", None),
        ("in the review meeting", "en", None),
        ("chaque trimestre, d'après le registre", "fr", 3),
        ("tous les 6 mois", "fr", 6),
        ("mensuelle", "fr", 1),
        ("every month", "fr", 1),
    ],
)
def test_how_often_a_promise_is_measured(words: str, language: str, months: int | None) -> None:
    field = Field(key=FieldKey.MEASURED, label="Measured", value=Inline(text=words))
    assert measured_every(Expectation(ref="a", title=Inline(text="A"), fields=(field,)), language) == months


@given(st.text(max_size=60))
def test_no_words_about_measuring_are_too_odd(words: str) -> None:
    field = Field(key=FieldKey.MEASURED, label="Measured", value=Inline(text=words))
    months = measured_every(Expectation(ref="a", title=Inline(text="A"), fields=(field,)), "en")
    assert months is None or 1 <= months <= 60
