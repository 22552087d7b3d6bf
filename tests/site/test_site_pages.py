"""Every page: sound HTML, links that lead somewhere, nothing that the policy forbids, no word lost."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise
from urllib.parse import unquote

import pytest

from charter.model.charter import Charter
from charter.model.records import Decision, Outcome, Period
from charter.site.links import blocks_of
from charter.site.pages import attachments
from tests.builders import charter_text, promise
from tests.site.builders import Anatomy, charter_of, page_of, sign, site_of
from tests.site.rich import RICH

FILES = ("/charter.json", "/download/charter.txt", "/download/results.csv", "/download/scores.csv")


def stamped(text: str, label: str, effective: str = "2026-01-05") -> str:
    return text.replace("---\n", f'---\nversion: "{label}"\neffective: {effective}\nreleased: 2025-12-01\n', 1)


def rich_charter() -> Charter:
    first = stamped(RICH.replace("95% within 10", "90% within 20"), "1.0", "2025-01-05")
    rows = [
        sign('Rosa "R" <Lindqvist>'),
        sign("Noor Haddad", "staff", decision=Decision.RESERVATION, note="Too short <for> me: tell-us"),
    ]
    # Nobody's signature carries over to a text that is reviewed in another rhythm.
    last = stamped(RICH.replace("every 3 months", "every 6 months"), "3.0")
    return charter_of(
        RICH.replace("After the rubric", "After"),
        id="rich",
        versions={"1.0": first, "2.0": stamped(RICH, "2.0"), "3.0": last},
        signed={"1.0": rows, "2.0": rows},
    )


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    """Return a site of a rich charter, another in its draft, a single file without promises, and a renamed promise."""
    old = charter_text(promises=promise("quick") + "\n\n" + promise("gone", title="Gone"), version="1.0")
    new = promise("fast", title="Fast", fields="- Was: quick")
    return site_of(
        rich_charter(),
        charter_of("# Plain\n\nJust words.\n", id="plain", is_folder=False),
        charter_of(charter_text(title="Other", promises=promise(title="Their promise")), id="other"),
        charter_of(
            charter_text(promises=new),
            id="renamed",
            versions={"1.0": old, "2.0": charter_text(promises=new, version="2.0")},
        ),
        feedback="https://example.org/say?c={charter}&v={version}&r={ref}",
    )


def test_the_pages_are_where_the_addresses_say(site: dict[str, str]) -> None:
    assert set(site) == {
        "index.html", "404.html", "reviews.html", "standards.html", "plain/index.html", "other/index.html",
        "other/promises/first-reply.html",
        "rich/index.html", "rich/draft.html", "rich/v/1.0.html", "rich/v/2.0.html", "rich/v/3.0.html",
        "rich/history.html", "rich/promises/first-reply.html", "rich/promises/tell-us.html",
        "rich/promises/without-anything.html", "renamed/index.html", "renamed/v/1.0.html", "renamed/v/2.0.html",
        "renamed/history.html", "renamed/promises/quick.html", "renamed/promises/fast.html",
        "renamed/promises/gone.html", "rich/results.html", "renamed/results.html", "other/results.html",
        "rich/review.html", "renamed/review.html", "other/review.html", "plain/review.html",
        "renamed/compare/1.0..2.0.html", "rich/compare/1.0..2.0.html",
        "rich/compare/2.0..3.0.html", "rich/compare/2.0..draft.html",
        *(f"{charter}/{page}.html" for charter in ("plain", "other", "rich", "renamed")
          for page in ("summary", "people", "data")),
        "rich/years.html", "renamed/years.html",
    }  # fmt: skip


def test_html_is_closed_as_it_was_opened_and_no_id_stands_twice(site: dict[str, str]) -> None:
    for path, page in site.items():
        anatomy = Anatomy(page)
        assert anatomy.wrong == [], path
        assert [one for one, count in Counter(anatomy.ids).items() if count > 1] == [], path


def test_a_page_has_one_title_and_skips_no_level_of_heading(site: dict[str, str]) -> None:
    for path, page in site.items():
        levels = Anatomy(page).headings
        assert levels.count(1) == 1, path
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)


def test_every_link_inside_the_site_leads_to_a_page_and_a_place(site: dict[str, str]) -> None:
    ids = {path: set(Anatomy(page).ids) for path, page in site.items()}
    known_files = {"rich/files/map.pdf", "rich/review.ics", "reviews.ics"}
    for path, page in site.items():
        for href in Anatomy(page).hrefs():
            if re.match(r"[a-z]+:", href):
                continue
            file, _, place = href.partition("#")
            to = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))) if file else path
            assert to in site or to in known_files or to.endswith(FILES), (path, href)
            assert not place or unquote(place) in ids[to], (path, href)


def test_labels_that_name_other_elements_name_ones_that_are_there(site: dict[str, str]) -> None:
    for path, page in site.items():
        anatomy = Anatomy(page)
        named = {one for _, held in anatomy.tags for one in held.get("aria-labelledby", "").split()}
        assert named <= set(anatomy.ids), path


def test_no_page_holds_what_the_policy_forbids(site: dict[str, str]) -> None:
    for path, page in site.items():
        for tag, held in Anatomy(page).tags:
            assert tag not in {"script", "style", "iframe", "object", "embed", "base"}, path
            assert not [name for name in held if name == "style" or name.startswith("on")], (path, tag, held)
            loaded = held.get("src", "") if tag != "link" else held["href"] if held["rel"] != "canonical" else ""
            assert not re.match(r"(?:[a-z]+:)?//|data:", loaded), (path, loaded)
        assert "default-src 'self'" in page


def test_tables_have_captions_and_heads_with_a_scope(site: dict[str, str]) -> None:
    for path, page in site.items():
        tags = Anatomy(page).tags
        assert [tag for tag, _ in tags].count("table") == [tag for tag, _ in tags].count("caption"), path
        assert all("scope" in held for tag, held in tags if tag == "th"), path


def test_hostile_names_are_words_everywhere(site: dict[str, str]) -> None:
    for page in site.values():
        assert "<script" not in page
        assert "<Lindqvist" not in page
        assert "<here" not in page
    assert "Rosa &#34;R&#34; &lt;Lindqvist&gt;" in site["rich/index.html"]


@pytest.mark.parametrize("path", ["rich/v/3.0.html", "rich/draft.html"])
def test_every_word_of_a_text_is_on_its_page(site: dict[str, str], path: str) -> None:
    words = set(re.findall(r"\w+", Anatomy(site[path]).text + " ".join(re.findall(r'alt="([^"]*)"', site[path]))))
    charter = rich_charter()
    text = charter.text if path.endswith("draft.html") else charter.versions[-1].text
    assert text is not None
    said = [block.text for block in blocks_of(text)]
    said += [item.title.text for item in text.expectations] + [
        str(part.title and part.title.text) for part in text.sections
    ]
    said += [field.value.text for item in text.expectations for field in item.fields]
    said += [
        cell.text
        for item in text.expectations
        if item.rubric
        for row in item.rubric.criteria
        for cell in row.descriptors
    ]
    assert not [word for words_said in said for word in re.findall(r"\w+", words_said) if word not in words]


def test_two_renderings_are_equal_byte_for_byte() -> None:
    assert site_of(rich_charter()) == site_of(rich_charter())


def test_the_charter_page_shows_the_version_in_force_and_what_is_coming(site: dict[str, str]) -> None:
    page = Anatomy(site["rich/index.html"]).text
    assert "Fingerprint of version 2.0" in page
    assert "Version 3.0 is proposed. It waits for the signature of Rosa" in page


def test_a_version_says_what_it_is_and_search_engines_keep_to_the_one_in_force(site: dict[str, str]) -> None:
    old = site["rich/v/1.0.html"]
    assert "This is version 1.0. It no longer holds. Version 2.0 took its place on 5 January 2026." in Anatomy(old).text
    assert 'content="noindex"' in old
    assert 'rel="canonical" href="../index.html"' in old
    assert 'content="noindex"' not in site["rich/index.html"]
    assert "This is version 3.0. It is proposed. It waits for the signature of" in Anatomy(site["rich/v/3.0.html"]).text


def test_a_draft_page_is_there_only_where_the_working_text_says_something_else(site: dict[str, str]) -> None:
    assert "rich/draft.html" in site
    assert "renamed/draft.html" not in site
    assert "It binds nobody" in Anatomy(site["rich/draft.html"]).text


def test_a_document_without_promises_has_no_empty_boxes(site: dict[str, str]) -> None:
    page = site["plain/index.html"]
    assert "Just words." in page
    assert 'class="seal"' not in page
    assert "<aside" not in page
    assert 'class="contents"' not in page


def test_targets_say_what_is_implied_and_what_is_kept_as_words(site: dict[str, str]) -> None:
    page = Anatomy(site["rich/index.html"]).text
    assert "Target teaching <now> 95% within 10 minutes" in page
    assert "within 4 hours 100% is meant" in page
    assert "on trial" in page


def test_dependencies_and_principles_are_links(site: dict[str, str]) -> None:
    page = site["rich/index.html"]
    assert '<a href="#tell-us">Tell us</a>' in page
    assert "nothing-known" in page
    assert '<a href="#principle-2">2. Second &lt;things&gt;' in page
    assert '<li id="principle-2">' in page


def test_a_reservation_stands_beside_the_promise_that_its_note_names(site: dict[str, str]) -> None:
    page = site["rich/index.html"]
    article = page[page.index('id="tell-us"') :].partition("</article>")[0]
    assert "Noor Haddad" in article
    assert "agrees with a reservation" in article
    assert "Too short &lt;for&gt; me" in article


@pytest.mark.parametrize(
    ("note", "is_named"),
    [
        ("computers: thirty minutes is long", True),
        ("I doubt #computers", True),
        ('I doubt "computers".', True),
        ("A COMPUTER WITHOUT A QUEUE is not enough", True),
        ("We need more computers here", False),
        ("supercomputers: no", False),
        ("", False),
    ],
)
def test_a_note_names_a_promise_by_its_title_or_by_its_ref_as_such(note: str, is_named: bool) -> None:
    text = charter_text(promises=promise("computers", title="A computer without a queue"), version="1.0")
    rows = [sign(), sign("Noor Haddad", "staff", decision=Decision.DISAGREE, note=note)]
    page = page_of(charter_of(text, versions={"1.0": text}, signed={"1.0": rows}))
    article = page[page.index('id="computers"') :].partition("</article>")[0]
    assert ("Noor Haddad" in article) is is_named
    assert "Noor Haddad" in page


def test_the_level_agreed_on_is_marked_in_words(site: dict[str, str]) -> None:
    page = site["rich/index.html"]
    assert "agreed as good enough" in page
    assert 'data-level="Met (agreed as good enough)"' in page


def test_feedback_carries_charter_version_and_ref(site: dict[str, str]) -> None:
    assert 'href="https://example.org/say?c=rich&amp;v=2.0&amp;r=tell-us"' in site["rich/index.html"]
    assert "example.org/say" not in site["rich/v/1.0.html"]


@pytest.mark.parametrize(
    ("template", "address"),
    [
        ("mailto:desk@example.org", "mailto:desk@example.org?subject=support%20draft%20first-reply"),
        ("mailto:a@b.org?subject={charter}:{ref}", "mailto:a@b.org?subject=support:first-reply"),
        ("mailto:a@b.org?cc=c@b.org", "mailto:a@b.org?cc=c@b.org&amp;subject=support%20draft%20first-reply"),
    ],
)
def test_a_mail_address_gets_a_subject(template: str, address: str) -> None:
    assert f'href="{address}"' in page_of(charter_of(charter_text(front=f"feedback: {template}")))


@pytest.mark.parametrize("template", ["javascript:alert(1)", "//example.org", "data:text/html,x", "http://[broken"])
def test_an_address_that_is_none_gives_no_feedback_link(template: str) -> None:
    assert "Tell us how" not in page_of(charter_of(), feedback=template)


def test_history_is_told_in_sentences(site: dict[str, str]) -> None:
    page = Anatomy(site["rich/history.html"]).text
    assert "One promise is stronger; nothing was taken away. What changed from 1.0 to 2.0" in page
    assert "2 promises, one thing asked in return. 2 stayed as they were. 1 stronger A person answers you" in page
    assert "Only what stands around the text changed" in page
    renamed = Anatomy(site["renamed/history.html"]).text
    assert "One promise was withdrawn, one has another name." in renamed
    assert "1 withdrawn Gone" in renamed


def test_the_life_of_a_renamed_promise_is_one(site: dict[str, str]) -> None:
    life = Anatomy(site["renamed/promises/fast.html"]).text
    assert "Was called quick before." in life
    assert "Version 1.0" in life
    assert "A person answers you quickly" in life
    assert "This promise has another name now. Fast" in Anatomy(site["renamed/promises/quick.html"]).text


def test_a_withdrawn_promise_says_since_when(site: dict[str, str]) -> None:
    life = Anatomy(site["renamed/promises/gone.html"]).text
    assert "This promise was withdrawn. It ended on 5 January 2026, when version 2.0 came into force." in life
    assert "Tell us how" not in life


def test_pictures_from_elsewhere_are_linked_and_not_loaded(site: dict[str, str]) -> None:
    page = site["rich/index.html"]
    assert '<img src="files/map.png" alt="A map"' in page
    assert '<a href="https://example.org/x.png" rel="external noopener">a picture from elsewhere</a>' in page
    assert '<a href="https://example.org/" rel="external noopener">linked</a>' in page


def test_attachments_are_files_beside_the_charter_alone() -> None:
    assert attachments(rich_charter()) == ("files/map.pdf", "files/map.png")
    targets = ("../x.pdf", "outcomes.csv", ".env", "a/.b/c.pdf", "x.html", "ok%20file.pdf", "/etc/x.pdf")
    text = "# T\n\n" + " ".join(f"[a]({target})" for target in targets) + "\n"
    assert attachments(charter_of(text)) == ("ok file.pdf",)
    assert attachments(charter_of(text, is_folder=False)) == ()


def test_an_attachment_that_is_not_there_is_no_link() -> None:
    text = "# T\n\nSee [the map](map.pdf) and ![a plan](plan.png).\n"
    page = page_of(charter_of(text), attached=())
    assert "See the map and a plan." in page
    assert 'href="map.pdf"' in page_of(charter_of(text), attached={"map.pdf"})


def test_a_site_with_an_address_says_where_its_pages_are() -> None:
    site = site_of(charter_of(), base_url="https://example.org/charters/")
    assert 'rel="canonical" href="https://example.org/charters/support/index.html"' in site["support/index.html"]
    assert 'href="/charters/assets/charter.css"' in site["404.html"]
    assert 'href="/charters/index.html"' in site["404.html"]


def test_dates_and_words_are_in_the_language_of_the_page() -> None:
    charter = charter_of(
        charter_text(front="language: fr"), versions={"1.0": charter_text(front="language: fr", version="1.0")}
    )
    page = page_of(charter)
    assert '<html lang="fr" dir="ltr">' in page
    assert "En vigueur depuis le" in page
    assert '<time datetime="2026-01-05">5 janvier 2026</time>' in page
    assert "Aller au contenu" in page


def test_a_language_that_is_read_from_the_right_says_so() -> None:
    assert '<html lang="ar" dir="rtl">' in page_of(charter_of(charter_text(front="language: ar")))


@pytest.mark.parametrize("language", ["", "x", "zz-ZZ", "en_US.UTF-8", "../x"])
def test_a_site_in_a_language_nobody_knows_is_still_built(language: str) -> None:
    assert "Our charters" in site_of(charter_of(), language=language)["index.html"]


def test_a_ref_too_long_for_a_file_name_has_a_page() -> None:
    ref = "a" * 300
    site = site_of(charter_of(charter_text(promises=promise(ref) + "\n\n" + promise(ref + "b", title="Two"))))
    names = [posixpath.basename(path) for path in site if "/promises/" in path]
    assert len(names) == 2
    assert all(len(name.encode()) < 200 for name in names)


def test_a_card_says_what_a_visitor_wants_to_know(site: dict[str, str]) -> None:
    home = Anatomy(site["index.html"]).text
    assert "in force version 2.0 Rich" in home
    assert "2 promises 1 asked in return" in home
    assert f"In force since {date(2026, 1, 5).day} January 2026" in home


def test_results_are_shown_against_the_target_of_their_time() -> None:
    def outcome(month: int, **values: Decimal | str | None) -> Outcome:
        return Outcome(period=Period(year=2026, month=month), ref="first-reply", source="log <1>", **values)  # type: ignore[arg-type]

    outcomes = [
        outcome(1, good=Decimal(118), total=Decimal(124), note="two & three"),
        outcome(2, good=Decimal(2399), total=Decimal(2400), segment="boil-water"),
        outcome(3, value=Decimal("2.60"), unit="working days"),
        outcome(4),
        outcome(5, good=Decimal(4), total=Decimal(5)),
        outcome(6, good=Decimal(0), total=Decimal(0)),
        outcome(7, good=Decimal(1), total=Decimal(100000)),
    ]
    charter = charter_of(versions={"1.0": charter_text(version="1.0")}, outcomes=outcomes)
    page = Anatomy(page_of(charter, "promises/first-reply.html")).text
    assert "against the target of its time. Source: log <1>" in page
    assert "January 2026 – 95.2% 118 of 124 kept two & three" in page
    assert "February 2026 boil-water 99.9% 2,399 of 2,400 not judged" in page
    assert "March 2026 – 2.6 working days not judged" in page
    assert "April 2026 – no cases" in page
    assert "May 2026 – 4 of 5 few cases missed" in page
    assert "June 2026 – no cases" in page
    assert "July 2026 – 0.1% 1 of 100,000 missed" in page
    assert page.index("July 2026 –") < page.index("January 2026 –")


def test_a_version_never_in_force_is_not_said_to_have_held() -> None:
    rule = "agreement: one decider from every party"
    unsigned = charter_text(front=rule, version="1.0", effective="2025-01-05", released="2024-12-01")
    charter = charter_of(versions={"1.0": unsigned, "2.0": charter_text(version="2.0")})
    assert "This is version 1.0. It never came into force." in Anatomy(page_of(charter, "v/1.0.html")).text
    undated = {label: charter_text(version=label, effective=None, released=None) for label in ("1.0", "2.0")}
    page = Anatomy(page_of(charter_of(versions=undated), "v/1.0.html")).text
    assert "This is version 1.0. It no longer holds." in page
    assert "never" not in page


def test_a_document_whose_headings_have_the_names_of_ours_keeps_its_anchors() -> None:
    text = "# T\n\n## Main\n\n[there](#main)\n\n## Contents\n\n## Page main\n"
    anatomy = Anatomy(page_of(charter_of(text)))
    assert len(anatomy.ids) == len(set(anatomy.ids))
    assert "#main" in anatomy.hrefs()
    assert "#page:main" in anatomy.hrefs()
