"""The page of all reviews: the most urgent first, what waits, what was decided, and a year as a picture."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from charter.model.charter import Charter
from charter.model.records import Action, PromiseVerdict, Review, Verdict
from charter.site.pages import SiteView
from charter.site.review_year import MOST_ROWS, ReviewYear, review_year
from charter.site.reviews_page import ReviewsView, reviews_page
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import Anatomy, charter_of, theme

TODAY = date(2026, 6, 10)


def charter(
    id: str = "desk",
    cadence: str | None = "every 3 months from 2026-01-05",
    *,
    reviews: tuple[Review, ...] = (),
    **more: Any,
) -> Charter:
    """Return a charter in force since January 2026."""
    front = "\n".join([*([f"review: {cadence}"] if cadence else []), more.pop("front", "")])
    texts = {"1.0": charter_text(front=front, version="1.0", **more)}
    made = charter_of(charter_text(front=front, **more), versions=texts, id=id)
    return replace(made, records=replace(made.records, reviews=reviews))


def held(day: str, *verdicts: Verdict | None, actions: tuple[Action, ...] = ()) -> Review:
    given = tuple(PromiseVerdict(ref=f"p{number}", verdict=verdict) for number, verdict in enumerate(verdicts))
    return Review(held=date.fromisoformat(day), verdicts=given, actions=actions)


def view_of(*charters: Charter, today: date = TODAY) -> ReviewsView:
    view = reviews_page([stand(one, today) for one in charters], SiteView(title="Our charters")).view
    assert isinstance(view, ReviewsView)
    return view


def page_of(*charters: Charter, today: date = TODAY, language: str = "en") -> str:
    site = SiteView(title="Our charters", language=language)
    return theme().render(reviews_page([stand(one, today) for one in charters], site)).decode()


def year_of(*charters: Charter, today: date = TODAY) -> ReviewYear:
    year = review_year([stand(one, today) for one in charters], today)
    assert year
    return year


def test_the_most_urgent_stands_first() -> None:
    view = view_of(
        charter("a-none", None, title="Without"),
        charter("b-later", "every year in Customer Service Week", title="Later"),
        charter("c-soon", "every 6 months from 2026-01-05", title="Soon"),
        charter("d-late", title="Late"),
        charter("e-later", "every 1 year from 2025-09-01", title="Before that"),
        charter("f-event", "within 30 days of a change of supplier", title="On an event"),
    )
    assert [(state, [row.title for row in rows]) for state, rows in view.groups] == [
        ("overdue", ["Late"]), ("soon", ["Soon"]), ("later", ["Before that", "Later"]),
        ("undated", ["Without", "On an event"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("today", "state"),
    [("2026-06-04", "later"), ("2026-06-05", "soon"), ("2026-07-05", "soon"), ("2026-07-06", "overdue")],
)
def test_due_soon_is_within_thirty_days_and_overdue_is_the_day_after(today: str, state: str) -> None:
    view = view_of(charter(cadence="every 6 months from 2026-01-05"), today=date.fromisoformat(today))
    assert [found for found, _ in view.groups] == [state]


def test_the_last_review_is_told_with_its_verdicts() -> None:
    reviews = (
        held("2026-12-01", Verdict.PARK),
        held("2026-04-06", Verdict.KEEP, Verdict.CHANGE, Verdict.KEEP, None),
        held("2026-01-05", Verdict.PARK),
    )
    text = Anatomy(page_of(charter(reviews=reviews))).text
    assert "Last review 6 April 2026: 2 to keep, 1 to change" in text
    assert "put off" not in text
    assert "Next review 5 July 2026" in text


def test_what_waits_is_counted() -> None:
    actions = (
        Action(words="late", due=date(2026, 5, 1)), Action(words="open", due=date(2026, 9, 1)),
        Action(words="done", is_done=True),
    )  # fmt: skip
    text = Anatomy(
        page_of(
            charter(reviews=(held("2026-04-06", actions=actions),), front="agreement: one decider from every party")
        )
    ).text
    assert "Waiting 2 actions open (one late), 2 signatures missing" in text


def test_a_charter_that_was_never_reviewed_says_so() -> None:
    text = Anatomy(page_of(charter())).text
    assert "none was held yet" in text
    assert "Waiting" not in text


def test_links_lead_to_the_charter_the_preparation_and_the_calendar() -> None:
    assert Anatomy(page_of(charter("Über uns"))).hrefs()[2:5] == [
        "%C3%9Cber%20uns/index.html", "%C3%9Cber%20uns/review.html", "%C3%9Cber%20uns/review.ics",
    ]  # fmt: skip
    assert "desk/review.ics" not in page_of(charter(cadence=None))


def test_dates_are_whole_ones() -> None:
    page = page_of(charter(reviews=(held("2026-04-06"),)))
    assert re.findall(r'<dd><time datetime="([^"]*)">([^<]*)</time>', page) == [
        ("2026-07-05", "5 July 2026"), ("2026-04-06", "6 April 2026"),
    ]  # fmt: skip


def test_a_site_without_charters_says_so() -> None:
    page = page_of()
    assert "There are no charters here yet." in page
    assert "<svg" not in page


def test_the_year_is_five_months_back_this_one_and_six_to_come() -> None:
    year = year_of(charter(reviews=(held("2026-04-06"),)))
    assert (year.first, year.last) == (date(2026, 1, 1), date(2026, 12, 31))
    assert [month.day.month for month in year.months if month.is_now] == [6]
    assert [month.day for month in year.months if month.has_year] == [date(2026, 1, 1)]


def test_marks_say_what_was_held_what_is_to_come_and_what_is_overdue() -> None:
    year = year_of(
        charter(reviews=(held("2026-01-05"), held("2025-10-05"))), charter("b", "every 1 year from 2025-09-01")
    )
    first, second = year.rows
    assert [(mark.kind, mark.first.isoformat()) for mark in first.marks] == [
        ("held", "2026-01-05"), ("overdue", "2026-04-05"), ("due", "2026-07-05"), ("due", "2026-10-05"),
    ]  # fmt: skip
    assert first.is_overdue
    assert [mark.kind for mark in second.marks] == ["due"]
    assert 0 < first.marks[0].x < first.marks[1].x < first.marks[3].x < 100


def test_a_review_overdue_since_before_the_year_stands_at_its_beginning() -> None:
    year = year_of(charter(cadence="every 1 year from 2023-09-01"), today=date(2026, 6, 10))
    (mark, *_) = year.rows[0].marks
    assert (mark.kind, mark.first, mark.x) == ("overdue", date(2024, 9, 1), year.months[0].x)


def test_the_picture_is_the_same_all_month() -> None:
    one = charter(reviews=(held("2026-04-06"),))
    assert year_of(one, today=date(2026, 6, 1)) == year_of(one, today=date(2026, 6, 30))


def test_a_picture_of_many_charters_shows_the_most_urgent_and_the_table_all() -> None:
    many = [charter(f"c{number:03}", title=f"Charter {number:03}") for number in range(MOST_ROWS + 5)]
    page = Anatomy(page_of(*many))
    assert f"The {MOST_ROWS} most urgent of {MOST_ROWS + 5} charters" in page.text
    assert len(re.findall(r'class="name"', page.page)) == MOST_ROWS
    assert page.page.count('role="rowheader"') == MOST_ROWS + 5


def test_the_picture_has_a_title_a_description_and_a_table_with_the_same_days() -> None:
    page = page_of(charter(reviews=(held("2026-01-05"),)))
    anatomy = Anatomy(page)
    (svg,) = [held for tag, held in anatomy.tags if tag == "svg" and held.get("role") == "img"]
    assert set(svg["aria-labelledby"].split()) <= set(anatomy.ids)
    assert "One review was held. 2 are to come. One is overdue." in anatomy.text
    table = page[page.index("<table") :]
    assert re.findall(r'datetime="([^"]*)"', table) == ["2026-01-05", "2026-04-05", "2026-07-05", "2026-10-05"]
    assert "style=" not in page
    assert "<script" not in page


def test_overdue_is_said_in_shape_and_word() -> None:
    svg = re.search(r"<svg class=.*?</svg>\s*</figure>|<svg class.*?</g>\s*</svg>", page_of(charter()), re.DOTALL)
    assert svg
    assert re.search(r'<path class="late"', svg[0])
    assert re.search(r'<tspan class="late"[^>]*>overdue</tspan>', svg[0])
    assert "<circle" in svg[0]


def test_long_and_wide_titles_are_cut_in_the_picture_alone() -> None:
    for title in ("A charter of many words that nobody can say in one breath", "長い名前の憲章" * 8, "<b>&"):
        year = year_of(charter(title=f"'{title}'"))
        assert len(year.rows[0].short) <= 30
        assert Anatomy(page_of(charter(title=f"'{title}'"))).text.count(title) >= 2


@pytest.mark.parametrize("today", ["0001-01-01", "0001-12-31", "9998-12-31", "9999-12-31"])
def test_days_at_the_end_of_time_make_a_page(today: str) -> None:
    assert "<h1>" in page_of(charter(), today=date.fromisoformat(today))


def test_the_page_is_in_the_language_of_the_site_and_titles_in_their_own() -> None:
    page = page_of(charter(promises=promise(), front="language: nl"), language="fr")
    assert '<html lang="fr"' in page
    assert '<h3 lang="nl">' in page
    assert "Dernière révision" in page
    assert "overdue" not in Anatomy(page).text


def test_a_page_is_sound_html() -> None:
    anatomy = Anatomy(page_of(charter(reviews=(held("2026-01-05"),)), charter("b", None)))
    assert anatomy.wrong == []
    assert len(anatomy.ids) == len(set(anatomy.ids))
