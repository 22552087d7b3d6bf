"""What pages say of versions that are still to come, and of promises that end with them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from charter.model.charter import Charter
from charter.model.records import Decision, Outcome, Period
from charter.site.words import days, locale_of
from tests.builders import charter_text, promise
from tests.site.builders import Anatomy, charter_of, page_of, sign, site_of

RULE = "agreement: one decider from every party"
BOTH = promise("fast") + "\n\n" + promise("gone", title="Gone")


def coming(words: str, *, is_signed: bool, draft: str | None = None, note: str | None = None) -> Charter:
    """Return a charter of which 1.0 holds two promises, and 2.0 of next February holds `words`."""
    rows = [sign(), sign("Noor Haddad", "staff")]
    later = charter_text(
        front=RULE, promises=words, version="2.0", effective="2027-02-01", released="2026-11-01", note=note
    )
    signed = {"1.0": rows, "2.0": [sign(on=date(2026, 11, 2))]}
    if is_signed:
        signed["2.0"].append(sign("Noor Haddad", "staff", on=date(2026, 11, 3)))
    return charter_of(
        charter_text(front=RULE, promises=draft or words),
        versions={"1.0": charter_text(front=RULE, promises=BOTH, version="1.0"), "2.0": later},
        signed=signed,
    )


def life(charter: Charter, ref: str) -> str:
    return Anatomy(page_of(charter, f"promises/{ref}.html", feedback="mailto:desk@example.org")).text


def test_a_promise_that_a_coming_version_leaves_out_is_still_in_force() -> None:
    page = life(coming(promise("fast"), is_signed=True, note="Nobody asked for it."), "gone")
    assert "Version 2.0 leaves this promise out. It comes into force on 1 February 2027." in page
    assert "Version 2.0: Nobody asked for it." in page
    assert "Read it in the charter Tell us how this one is going" in page
    assert "withdrawn" not in page


def test_a_proposed_version_says_whose_signature_it_waits_for_before_a_promise_ends() -> None:
    page = life(coming(promise("fast"), is_signed=False), "gone")
    assert "Version 2.0 leaves this promise out. It waits for the signature of Noor Haddad" in page


def test_a_promise_that_will_be_renamed_says_so_under_the_name_it_has_today() -> None:
    charter = coming(promise("quick", title="Quick", fields="- Was: fast"), is_signed=True)
    page = life(charter, "fast")
    assert "Version 2.0 gives this promise another name. Quick It comes into force on 1 February 2027." in page
    assert "Tell us how this one is going" in page
    assert "Tell us how" not in life(charter, "quick")


def test_a_promise_that_will_join_another_says_so() -> None:
    charter = coming(promise("all", title="All of it", fields="- Was: fast, gone"), is_signed=True)
    assert "Version 2.0 makes this promise part of another one. All of it" in life(charter, "gone")


def test_a_promise_that_only_the_draft_leaves_out_or_renames_says_so() -> None:
    charter = coming(BOTH, is_signed=True, draft=promise("quick", fields="- Was: fast"))
    assert "The draft of the next version leaves this promise out." in life(charter, "gone")
    assert "The draft of the next version gives this promise another name." in life(charter, "fast")


def test_a_page_has_the_title_that_is_in_force_and_not_that_of_the_draft() -> None:
    charter = coming(BOTH, is_signed=True, draft=promise("fast", title="Not yet agreed", words="New words."))
    page = page_of(charter, "promises/fast.html")
    assert "<h1>A person answers you quickly</h1>" in page
    assert "New words" not in page.partition("</head>")[0]
    assert "Not yet agreed" in Anatomy(page_of(charter, "history.html")).text


def test_targets_of_a_promise_that_was_away_are_not_said_to_have_held_all_the_time() -> None:
    other = promise("other", title="Other")
    held = (promise("a") + "\n\n" + other, other, promise("a") + "\n\n" + other)
    versions = {
        f"{year}.0": charter_text(
            promises=words, version=f"{year}.0", effective=f"202{year}-01-01", released=f"202{year}-01-01"
        )
        for year, words in enumerate(held, 1)
    }
    page = life(charter_of(versions=versions), "a")
    table = page[page.index("Every target") : page.index("Every wording")]
    assert "3.0 since 1 January 2023" in table
    assert "1.0 1 January 2021 – 1 January 2022" in table


def test_results_of_several_sources_name_each() -> None:
    outcomes = [
        Outcome(period=Period(year=2026, month=month), ref="first-reply", source=source, value=Decimal(month))
        for month, source in ((1, "log"), (2, "survey"))
    ]
    page = life(charter_of(versions={"1.0": charter_text(version="1.0")}, outcomes=outcomes), "first-reply")
    assert "Source February 2026 2 not judged survey January 2026 1 not judged log" in page


def test_a_card_says_what_is_coming_and_that_there_is_a_draft() -> None:
    proposed = coming(promise("fast"), is_signed=False, draft=promise("fast", title="Faster"))
    page = site_of(proposed)["index.html"]
    home = Anatomy(page).text
    assert "Version 2.0 is proposed. It waits for the signature of Noor Haddad" in home
    assert "There is a draft of the next version." in home
    assert {"support/v/2.0.html", "support/draft.html"} <= set(Anatomy(page).hrefs())
    agreed = Anatomy(site_of(coming(promise("fast"), is_signed=True))["index.html"]).text
    assert "Version 2.0 is agreed. It comes into force on 1 February 2027." in agreed
    assert "draft" not in agreed


def test_a_card_of_a_draft_does_not_speak_of_a_draft_twice() -> None:
    assert "next version" not in Anatomy(site_of(charter_of())["index.html"]).text


def test_sentences_of_a_banner_stand_apart() -> None:
    page = Anatomy(page_of(coming(promise("fast"), is_signed=False), "v/2.0.html")).text
    assert re.search(r"waits for the signature of Noor Haddad \([^)]*\)\. Read the version in force, 1\.0", page)


def test_of_many_signers_a_few_are_named_and_the_rest_counted() -> None:
    people = "".join(f"{{name: Person {number}, decides: yes}}, " for number in range(9))
    text = charter_text(version="1.0").replace(
        "representatives: [{name: Noor", f"representatives: [{people}{{name: Noor"
    )
    assert "Person 8" in text
    rows = [sign("Rosa Lindqvist")] + [
        sign(f"Person {number}", "staff", decision=Decision.RESERVATION if number > 6 else Decision.AGREE, note="No.")
        for number in range(9)
    ]
    charter = charter_of(text, versions={"1.0": text}, signed={"1.0": rows})
    seal = Anatomy(page_of(charter)).text.partition("Signed by")[2]
    assert seal.startswith(" Rosa Lindqvist Person 0 Person 1 Person 2 and 6 more 2 with a reservation")
    assert "Rosa Lindqvist, Person 0, Person 1 and 7 more" in Anatomy(site_of(charter)["index.html"]).text


def test_of_many_versions_the_margin_names_the_newest_and_the_one_shown() -> None:
    versions = {
        f"{major}.0": charter_text(version=f"{major}.0", effective=f"20{10 + major}-01-01") for major in range(1, 9)
    }
    page = Anatomy(page_of(charter_of(versions=versions), "v/1.0.html"))
    labels = [href[:-5] for href in page.hrefs() if re.fullmatch(r"\d\.0\.html", href)]
    assert labels == ["8.0", "7.0", "6.0", "5.0", "4.0", "1.0"]
    assert "All 8 versions" in page.text


@pytest.mark.parametrize(
    ("language", "last", "words"),
    [
        ("en", date(2027, 10, 8), "4–8 October 2027"),
        ("en", date(2027, 11, 2), "4 October – 2 November 2027"),
        ("en", date(2028, 1, 2), "4 October 2027 – 2 January 2028"),
        ("en", date(2027, 10, 4), "4 October 2027"),
        ("fr", date(2027, 10, 8), "4–8 octobre 2027"),
        ("ja", date(2027, 10, 8), "2027年10月4日～8日"),
    ],
)
def test_a_span_of_days_says_nothing_twice(language: str, last: date, words: str) -> None:
    assert days(date(2027, 10, 4), last, locale_of(language)) == words


def test_the_history_of_a_document_without_promises_counts_none() -> None:
    versions = {label: f"---\nversion: '{label}'\n---\n\n# T\n\nWords of {label}.\n" for label in ("1.0", "2.0")}
    history = Anatomy(page_of(charter_of(versions["2.0"], versions=versions), "history.html")).text
    assert "Version 2.0" in history
    assert "promise" not in history


def test_a_heading_without_words_is_a_place_and_no_heading() -> None:
    page = page_of(charter_of("# T\n\n## One\n\n### \n\nWords.\n"))
    assert '<span id="section"></span>' in page
    assert not re.search(r"<h\d[^>]*>\s*</h\d>", page)


def test_every_page_of_a_charter_has_words_for_search_engines() -> None:
    site = site_of(coming(promise("fast"), is_signed=True))
    found = {path: re.search(r'<meta name="description" content="([^"]+)"', page) for path, page in site.items()}
    assert {path for path, match in found.items() if not match} <= {
        "index.html", "404.html", "reviews.html", "standards.html",
    }  # fmt: skip
    life_words = found["support/promises/fast.html"]
    assert life_words is not None
    assert "named person" in life_words[1]
