"""The charter on one page, who does what, year by year, and where the numbers come from."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from charter.model.charter import Charter
from charter.model.records import Action, Feedback, Review
from charter.site.downloads import downloads_of
from charter.site.home_page import home_page
from charter.site.plain import plain_text
from charter.site.shelf import Shelf
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.measure.judged import assessed, charter, judged_promise, text
from tests.measure.measured import outcomes
from tests.site.builders import TODAY, Anatomy, charter_of, page_of, site_view, theme

DAY = date(2026, 3, 1)
ASKED = judged_promise("ask", title="Tell us early", fields="- Owner: Noor Haddad\n- Kind: attitude")


def told(*, feedback: Sequence[Feedback] = (), reviews: Sequence[Review] = (), fields: str = "") -> Charter:
    made = judged_promise(
        "answer", target="90% within 4 hours", title="We answer", fields="- Owner: Rosa Lindqvist\n" + fields
    )
    other = judged_promise("other", title="We call back", fields="- Kind: process\n- Dimension: empathy")
    return charter(
        {"1.0": text(made, other, "ASKED\n", ASKED, version="1.0", day="2025-01-05")},
        assessed("2025-Q4", "staff", "other/Speed: Nearly, slow, 5", "answer/Speed: Met, , 2"),
        assessed("2026-Q1", "staff", "other/Speed: Beyond, by noon, 5", "answer/Speed: Met, , 2"),
        outcomes=outcomes("2026-01,answer,,9,10,,,folder 2026-02,answer,,95,100,,,log"),
        feedback=feedback,
        reviews=reviews,
    )


def words(made: Charter, path: str) -> str:
    return " ".join(Anatomy(page_of(made, path)).text.split())


def shelf_of(made: Charter) -> Shelf:
    return Shelf(made, stand(made, TODAY), site_view(made), frozenset())


def files(made: Charter) -> dict[str, str]:
    return {item.path.rpartition("/")[2]: item.make().decode("utf-8-sig") for item in downloads_of(shelf_of(made))}


class TestSummary:
    def test_what_matters_most_to_those_promised_to_comes_first(self) -> None:
        page = words(told(), "summary.html")
        assert "What matters most We call back matters 5 of 5 We answer 90% within 4 hours" in page
        assert "What is asked in return Tell us early" in page

    def test_without_a_word_on_what_matters_the_order_is_that_of_the_text(self) -> None:
        page = words(
            charter_of(charter_text(promises=promise("b", title="Bee") + "\n\n" + promise("a", title="Ay"))),
            "summary.html",
        )
        assert "What is promised Bee 90% within 4 hours Ay" in page
        assert "matters" not in page

    def test_five_are_told_and_the_others_named(self) -> None:
        many = "\n\n".join(promise(f"p{number}", title=f"Number {number}") for number in range(7))
        page = words(charter_of(charter_text(promises=many)), "summary.html")
        assert "Promised as well: Number 5, Number 6" in page

    def test_the_charter_page_shows_five_too_and_what_matters_first(self) -> None:
        page = words(told(), "index.html")
        assert page.index("We call back") < page.index("We answer")
        assert "What matters most to those promised to comes first." in page

    def test_processes_and_attitudes_stand_apart(self) -> None:
        page = words(told(), "summary.html")
        assert "What we do We call back How we are with each other Tell us early Says neither We answer" in page

    def test_a_dimension_without_a_promise_says_so(self) -> None:
        page = words(told(), "summary.html")
        assert "Empathy: you are seen We call back" in page
        assert "Tangibles: what you see and touch nothing is promised" in page

    def test_without_kinds_and_dimensions_there_is_nothing_to_group(self) -> None:
        page = words(charter_of(charter_text()), "summary.html")
        assert "Processes and attitudes" not in page
        assert "What good service is made of" not in page

    def test_what_leans_on_what_is_listed_also_across_charters(self) -> None:
        two = (
            promise("a", title="Ay", fields="- Depends on: b, other#their-promise, nobody#x")
            + "\n\n"
            + promise("b", title="Bee")
        )
        made = charter_of(charter_text(promises=two))
        page = page_of(made, "summary.html", charters={"support": (), "other": ()})
        assert (
            'href="promises/b.html">Bee</a>, <a href="../other/index.html#their-promise">other#their-promise</a>'
            in page
        )
        assert "nobody" not in page

    def test_a_promise_that_is_named_twice_is_leaned_on_once(self) -> None:
        made = promise("a", title="Ay", fields="- Depends on: b; support#b") + "\n\n" + promise("b", title="Bee")
        page = page_of(charter_of(charter_text(promises=made)), "summary.html")
        assert page.count('href="promises/b.html"') == 1

    def test_the_page_of_a_draft_and_of_plain_words_is_there_too(self) -> None:
        assert "draft" in words(charter_of(charter_text()), "summary.html")
        assert "Plain" in words(charter_of("# Plain\n\nJust words.\n", id="plain"), "summary.html")


class TestPeople:
    def test_everybody_stands_with_what_they_answer_for(self) -> None:
        page = words(told(), "people.html")
        assert "Rosa Lindqvist signs Answers for: We answer kept" in page
        assert "Noor Haddad signs Answers for: Tell us early" in page
        assert "Nobody answers for these yet We call back" in page

    def test_an_owner_who_speaks_for_no_party_is_there_and_an_open_action_with_its_day(self) -> None:
        action = Action(words="Ask the lawyers", owner="Ana Prado", due=date(2026, 2, 1))
        done = Action(words="Nothing left", owner="Ana Prado", is_done=True)
        page = words(told(reviews=[Review(held=date(2026, 1, 5), actions=(action, done))]), "people.html")
        assert "Others who answer for something Ana Prado To do: Ask the lawyers by 1 February 2026 overdue" in page
        assert "Nothing left" not in page

    def test_a_role_is_found_by_its_title(self) -> None:
        front = "feedback: mailto:desk@example.org"
        made = charter_text(front=front, promises=promise(fields="- Owner: Manager"))
        made = made.replace("{name: Rosa Lindqvist, ", "{name: Rosa Lindqvist, title: Manager, ")
        page = page_of(charter_of(made), "people.html")
        assert "Others who answer" not in page
        assert 'href="mailto:desk@example.org?' in page

    def test_somebody_who_is_listed_twice_answers_once(self) -> None:
        made = charter_text(promises=promise(fields="- Owner: Rosa Lindqvist"))
        made = made.replace("[{name: Rosa", "[{name: Rosa Lindqvist}, {name: Rosa", 1)
        assert words(charter_of(made), "people.html").count("Answers for:") == 1

    def test_a_name_does_not_become_markup(self) -> None:
        page = page_of(charter_of(charter_text(promises=promise(fields="- Owner: <b>Eve"))), "people.html")
        assert "&lt;b&gt;Eve" in page


class TestYears:
    def test_what_became_better_and_what_went_well(self) -> None:
        said = [Feedback(date=DAY, party="staff", ref="answer", score=2, said="Quick <and> kind")]
        page = words(told(feedback=said), "years.html")
        assert "Gaps that closed We call back: Speed as Staff saw it in 2025" in page
        assert "Beyond for Speed, from Staff: We call back by noon" in page
        assert "Quick <and> kind Staff, 1 March 2026 · We answer" in page

    def test_what_the_team_practised_is_told_from_the_reviews(self) -> None:
        review = Review(held=DAY, fields=(("Training", "Saying no kindly"), ("Weather", "rain")))
        page = words(told(reviews=[review]), "years.html")
        assert "What the team practised Saying no kindly 1 March 2026" in page
        assert "rain" not in page

    def test_a_charter_to_which_nothing_happened_has_no_such_page(self) -> None:
        with pytest.raises(AssertionError, match=r"no page"):
            page_of(charter_of(charter_text()), "years.html")
        assert "Year by year" not in page_of(charter_of(charter_text()), "index.html")

    @pytest.mark.parametrize(("day", "is_told"), [(5, True), (9, True), (4, False), (10, False)])
    def test_the_front_page_tells_the_good_news_in_customer_service_week(self, day: int, is_told: bool) -> None:
        made = told(feedback=[Feedback(date=DAY, party="staff", score=2, said="Thank you")])
        page = home_page([stand(made, date(2026, 10, day))], site_view(made))
        shown = " ".join(Anatomy(theme().render(page).decode()).text.split())
        assert ("Good news of 2026: one delighted, one level beyond what was agreed" in shown) is is_told


class TestData:
    def test_every_source_says_what_it_tells_of_and_how_far_it_goes(self) -> None:
        page = words(told(), "data.html")
        assert "log February 2026 1 We answer" in page
        assert "Staff: Q4 2025 – Q1 2026 2 periods" in page

    def test_tables_hold_everything_that_was_measured_judged_and_said(self) -> None:
        said = [Feedback(date=DAY, party="staff", channel="phone", score=-2, said='-1 out of ten, "really"\nyes')]
        found = files(told(feedback=said))
        results = list(csv.DictReader(io.StringIO(found["results.csv"])))
        assert [(row["period"], row["good"], row["judged"], row["target"]) for row in results] == [
            ("2026-01", "9", "kept", "90% within 4 hours"), ("2026-02", "95", "kept", "90% within 4 hours"),
        ]  # fmt: skip
        marks = list(csv.DictReader(io.StringIO(found["scores.csv"])))
        levels = {(row["period"], row["ref"]): (row["party"], row["level"], row["steps"]) for row in marks}
        assert levels["2026-Q1", "other"] == ("staff", "Beyond", "1")
        assert levels["2025-Q4", "other"] == ("staff", "Nearly", "-1")
        (remark,) = csv.DictReader(io.StringIO(found["feedback.csv"], newline=""))
        assert (remark["score"], remark["channel"]) == ("-2", "phone")

    def test_no_cell_is_a_formula_and_numbers_stay_numbers(self) -> None:
        said = [Feedback(date=DAY, party="staff", score=-2, said="@SUM(A1)")]
        found = files(told(feedback=said))
        assert "'@SUM(A1)" in found["feedback.csv"]
        assert ",-2," in found["feedback.csv"]

    def test_of_nothing_there_is_no_file(self) -> None:
        assert list(files(charter_of(charter_text()))) == ["charter.txt"]
        assert "results.csv" not in page_of(charter_of(charter_text()), "data.html")

    def test_scores_of_a_blind_period_are_in_no_file(self) -> None:
        made = told()
        sealed = assessed("2026-Q2", "staff", "answer/Speed: Nearly, a secret", blind="yes")
        made = replace(made, records=replace(made.records, assessments=(*made.records.assessments, sealed)))
        assert not [name for name, held in files(made).items() if "a secret" in held]


class TestPlainText:
    def test_no_word_of_the_text_is_lost_and_no_markup_is_left(self) -> None:
        made = told().versions[0].text
        plain = plain_text(made)
        assert "We answer" in plain
        assert "- Target: 90% within 4 hours" in plain
        assert "  = Met: Hours" in plain
        assert "**" not in plain
        assert "|" not in plain

    def test_lists_tables_and_code_keep_their_lines(self) -> None:
        text = "# T\n\nSee *here*.\n\n1. one\n2. two\n\n| A | B |\n|---|---|\n| c | d |\n\n```\nx  y\n```\n"
        plain = plain_text(charter_of(text).text or pytest.fail("no text"))
        assert plain == "T\n=\n\nSee here.\n\n- one\n- two\n\nA\nB\nc\nd\n\n    x  y\n"

    def test_a_line_is_short_enough_for_a_letter(self) -> None:
        plain = plain_text(charter_of("# T\n\n" + "word " * 60).text or pytest.fail("no text"))
        assert max(map(len, plain.splitlines())) <= 76


def test_a_standard_leads_to_the_page_of_standards() -> None:
    made = charter_text(
        front="standards: [ISO 10002:2018]", promises=promise(fields="- Aligned to: ISO 10002:2018 6.2; Ours <1>")
    )
    page = page_of(charter_of(made))
    assert '<a href="../standards.html#standard-iso-100022018">ISO 10002:2018</a> 6.2; ' in page
    assert ">Ours &lt;1&gt;</a>" in page


def test_a_promise_of_another_charter_is_a_link_where_that_is_published() -> None:
    made = charter_of(charter_text(promises=promise(fields="- Depends on: other#fast, gone#fast")))
    page = page_of(made, charters={"support": (), "other": ()})
    assert '<a href="../other/index.html#fast">other#fast</a>, gone#fast' in page
