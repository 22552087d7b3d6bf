from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.charter import Charter
from charter.model.records import Feedback, Incident
from charter.reading.incidents import read_incident
from charter.site.addresses import feedback_address
from charter.source import SourceText
from tests.builders import charter_text, promise
from tests.site.builders import charter_of, page_of, site_of

INCIDENT = """---
date: 2026-02-03
expectations: [first-reply]
status: open
---

# Nobody answered

## Stop

A spare was carried over.

## Pause

We knew *little*.

## Analyse

The rota assumed that nobody is ill. See [the charter](../charter.md).

## What changes

- Action: a second person <on> the rota (Rosa Lindqvist, by 2026-05-01)
- Action: say so at once (Rosa Lindqvist, by 2026-12-24)
- Action: a list of numbers (Rosa Lindqvist, by 2026-03-01), done 2026-02-27
- Told the people affected: 2026-02-04
"""


def with_records(feedback: tuple[Feedback, ...] = (), incidents: tuple[Incident, ...] = ()) -> Charter:
    charter = charter_of(versions={"1.0": charter_text(version="1.0")})
    return replace(charter, records=replace(charter.records, feedback=feedback, incidents=incidents))


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def part(page: str, id: str) -> str:
    """Return the section that has the heading with this id."""
    return page[page.index(f'aria-labelledby="{id}"') :].partition("</section>")[0]


ASKED = Feedback(
    date=date(2026, 11, 2), party="staff", ref="first-reply", said="Who <answers> at night?", channel="phone"
)
THANKS = Feedback(date=date(2026, 3, 2), party="staff", ref="first-reply", score=2, said="You were quick")
ANGRY = Feedback(
    date=date(2026, 3, 2), party="staff", ref="first-reply", score=-2, said="An hour", answered=date(2026, 3, 4)
)


def test_a_promise_says_what_people_said_about_it() -> None:
    told = words(part(page_of(with_records((ASKED, THANKS, ANGRY)), "promises/first-reply.html"), "page:said"))
    assert "3 remarks: one delighted, one upset; one waits for an answer." in told
    assert "1 of 2 answered: half of them within 2 days, the slowest after 2 days." in told
    assert "Who &lt;answers&gt; at night? Staff, phone, 2 November 2026 has waited 20 days for an answer" in told


def test_a_charter_says_in_a_line_what_was_said_and_where_it_is_told() -> None:
    site = site_of(with_records((ASKED, THANKS)))
    page = site["support/index.html"]
    assert 'href="results.html#page%3Asaid">2 remarks: one delighted; one waits for an answer</a>' in page
    assert 'href="promises/first-reply.html#page%3Asaid"' in page
    assert "2 remarks" not in site["support/v/1.0.html"]


def test_thanks_and_anger_stand_apart_on_the_page_of_results() -> None:
    told = part(page_of(with_records((ASKED, THANKS, ANGRY, replace(ASKED, ref=None))), "results.html"), "page:said")
    headings = re.findall(r"<h3[^>]*>(.*?)</h3>", told)
    assert headings == ["Waiting for an answer", "What upset people", "Thanks", "About no promise in particular"]
    assert "The charter as a whole" in told


def test_without_a_remark_nothing_is_said_of_any() -> None:
    pages = site_of(with_records())
    assert not [path for path, page in pages.items() if "What people said" in page]


def test_an_incident_is_told_in_its_three_parts_with_what_became_of_its_actions() -> None:
    incident = read_incident(SourceText("content/support/incidents/2026-02-03-a.md", INCIDENT), "2026-02-03-a").value
    page = page_of(with_records(incidents=(incident,)), "results.html")
    told = part(page, "page:incidents")
    assert re.findall(r"<h4>(.*?)</h4>", told) == ["Stop", "Pause", "Analyse", "What changes"]
    assert '<a href="index.html">the charter</a>' in told
    assert "We knew <em>little</em>." in told
    said = words(told)
    assert "a second person &lt;on&gt; the rota Rosa Lindqvist, by 1 May 2026 overdue" in said
    assert "say so at once Rosa Lindqvist, by 24 December 2026 open" in said
    assert "a list of numbers Rosa Lindqvist, by 1 March 2026 done 27 February 2026" in said
    assert said.count("say so at once") == 1
    assert "Told the people affected: 2026-02-04" in said


def test_the_promise_that_an_incident_names_leads_to_it() -> None:
    incident = Incident(
        name="2026-02-03-a", title="Nobody answered", date=date(2026, 2, 3), expectations=("first-reply",)
    )
    site = site_of(with_records(incidents=(incident,)))
    assert (
        'href="../results.html#incident%3A2026-02-03-a">Nobody answered</a>'
        in site["support/promises/first-reply.html"]
    )
    assert 'id="incident:2026-02-03-a"' in site["support/results.html"]


def test_an_incident_still_to_come_is_not_told() -> None:
    incident = Incident(name="a", title="Tomorrow", date=date(2026, 12, 1), expectations=("first-reply",))
    assert not [page for page in site_of(with_records(incidents=(incident,))).values() if "Tomorrow" in page]


def test_every_promise_has_a_feedback_link_on_every_page_that_shows_what_holds() -> None:
    text = charter_text(promises=promise() + "\n\n" + promise("respect"), front="feedback: mailto:desk@example.org")
    site = site_of(charter_of(text))
    for ref in ("first-reply", "respect"):
        address = f'href="mailto:desk@example.org?subject=support%20draft%20{ref}"'
        assert site["support/index.html"].count(address) == 1
        assert address in site[f"support/promises/{ref}.html"]


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("https://forms.example.org/f", "https://forms.example.org/f?charter=a&version=1.0&ref=b"),
        ("https://forms.example.org/f?x=1#top", "https://forms.example.org/f?x=1&charter=a&version=1.0&ref=b#top"),
        ("https://forms.example.org/f?", "https://forms.example.org/f?charter=a&version=1.0&ref=b"),
        ("https://docs.example.org/f?entry.1={ref}", "https://docs.example.org/f?entry.1=b"),
        ("https://github.com/o/r/issues/new", "https://github.com/o/r/issues/new?title=a%201.0%20b"),
        ("https://github.com/o/r/issues/new?labels=x", "https://github.com/o/r/issues/new?labels=x&title=a%201.0%20b"),
        ("https://gitlab.com/g/p/-/issues/new", "https://gitlab.com/g/p/-/issues/new?issue%5Btitle%5D=a%201.0%20b"),
        ("mailto:a@b.org?body={ref}", "mailto:a@b.org?body=b&subject=a%201.0%20b"),
        ("mailto:a@b.org?Subject=Hello", "mailto:a@b.org?Subject=Hello&body=a%201.0%20b"),
    ],
)
def test_an_address_carries_charter_version_and_ref(template: str, address: str) -> None:
    assert feedback_address(template, "a", "1.0", "b") == address


@given(st.text(min_size=1), st.text(min_size=1), st.text(min_size=1))
def test_whatever_the_names_the_address_gives_them_back(charter: str, version: str, ref: str) -> None:
    address = feedback_address("https://example.org/f?c={charter}&v={version}&r={ref}&x=1", charter, version, ref)
    assert address is not None
    assert parse_qs(urlsplit(address).query) == {"c": [charter], "v": [version], "r": [ref], "x": ["1"]}
