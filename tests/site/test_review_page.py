"""The page that prepares the next review, and the same as one file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from charter.model.charter import Charter
from charter.model.records import Action, Feedback, Incident, PromiseVerdict, Review, Verdict
from charter.site.review_page import review_file
from charter.site.shelf import SiteView
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import TODAY, Anatomy, charter_of, page_of, sign

FRONT = "review: every 3 months from 2026-01-05"


def reviewed(*, language: str = "en", title: str = "A person answers you quickly") -> Charter:
    front = f"{FRONT}\nlanguage: {language}"
    old = charter_text(front=front, version="1.0", promises=promise(title=title))
    new = charter_text(
        front=front, version="2.0", effective="2026-11-01", promises=promise(title=title, target="95% within 4 hours")
    )
    draft = charter_text(front=front, promises=promise(title=title, target="97% within 4 hours"))
    charter = charter_of(draft, versions={"1.0": old, "2.0": new}, signed={"1.0": [sign()]})
    held = Review(
        held=date(2026, 10, 6),
        version="1.0",
        verdicts=(PromiseVerdict(ref="first-reply", verdict=Verdict.CHANGE, note="<b>faster</b>"),),
        actions=(Action(words="a third person", owner="Rosa Lindqvist", due=date(2026, 11, 1)),),
    )
    records = replace(
        charter.records,
        reviews=(held,),
        feedback=(Feedback(date=date(2026, 11, 2), party="staff", ref="first-reply", said="Nobody picked up"),),
        incidents=(Incident(name="x", title="The phones were down", date=date(2026, 11, 3)),),
    )
    return replace(charter, records=records)


def test_the_page_tells_what_is_on_the_table() -> None:
    page = Anatomy(page_of(reviewed(), "review.html"))
    assert page.wrong == []
    for words in (
        "What is on the table is version 2.0",
        "The last one was held on 6 October 2026.",
        "One promise is stronger; nothing was taken away. What changed since 1.0",
        "What the draft would change",
        "Last time: change <b>faster</b>",
        "one remark not answered",
        "Nobody picked up",
        "The phones were down",
        "a third person Rosa Lindqvist, by 1 November 2026 overdue",
        "☐ keep ☐ change ☐ withdraw ☐ park",
    ):
        assert words in page.text, words
    assert "compare/1.0..2.0.html" in page.hrefs()
    assert not any(tag in {"form", "input"} for tag, _ in page.tags)


def test_a_comparison_that_has_no_page_is_told_without_a_link() -> None:
    text = charter_text(front=FRONT, promises=promise(target="80% within 4 hours"))
    versions = {
        label: charter_text(front=FRONT, version=label, effective=f"2026-0{number}-01", released=f"2026-0{number}-01")
        for number, label in enumerate(("1.0", "1.1", "1.2"), 1)
    }
    charter = charter_of(text, versions=versions)
    charter = replace(charter, records=replace(charter.records, reviews=(Review(held=date(2026, 1, 20)),)))
    page = page_of(charter, "review.html")
    assert Anatomy(page).wrong == []
    assert 'href=""' not in page


def test_a_charter_that_was_never_released_has_a_page_too() -> None:
    page = Anatomy(page_of(charter_of(charter_text(promises=promise())), "review.html"))
    assert "What is on the table is the working text" in page.text
    assert "None was held yet." in page.text


def test_the_file_needs_nothing_else_and_can_be_filled_in() -> None:
    charter = reviewed(title="<script>alert(1)</script>")
    page = review_file(charter, stand(charter, TODAY), SiteView(title="Ours")).decode()
    anatomy = Anatomy(page)
    assert anatomy.wrong == []
    assert [tag for tag, _ in anatomy.tags if tag in {"script", "link", "img"}] == []
    assert all(href.startswith("#") for href in anatomy.hrefs())
    fields = [held.get("type") for tag, held in anatomy.tags if tag == "input"]
    assert fields.count("radio") == 4
    assert fields.count("date") >= 3
    labels = sum(tag == "label" for tag, _ in anatomy.tags)
    assert labels == len(fields)
    assert "Rosa Lindqvist" in anatomy.text
    assert "Noor Haddad" in anatomy.text


def test_two_files_of_one_day_are_equal() -> None:
    charter = reviewed()
    made = {review_file(charter, stand(charter, TODAY), SiteView(title="Ours")) for _ in range(2)}
    assert len(made) == 1


def test_a_french_charter_is_reviewed_in_french() -> None:
    charter = reviewed(language="fr")
    _, _, body = review_file(charter, stand(charter, TODAY), SiteView(title="Ours")).decode().partition("<body>")
    text = Anatomy(body).text
    for words in ("La prochaine révision", "garder", "mettre en attente", "Qui est là", "une remarque sans réponse"):
        assert words in text
    for words in ("The next review", "Last time", "remark not answered", "Open actions", "What comes of it"):
        assert words not in text
