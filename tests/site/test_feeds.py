"""Feeds: valid Atom, each thing that happened once, in words; nothing in them comes from the clock."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import feedparser
import pytest
from click.testing import CliRunner

from charter.cli import main
from charter.model.charter import Charter
from charter.model.records import Action, PromiseVerdict, Review, Verdict
from charter.site.feeds import MAX_ENTRIES, charter_feed, feed_bytes, site_feed
from charter.site.shelf import Shelf
from charter.standing import stand
from tests.builders import charter_text, project, promise
from tests.site.builders import TODAY, Anatomy, charter_of, page_of, sign, site_of, site_view, theme

BASE = "https://charters.example.org/our/"
ATOM = "{http://www.w3.org/2005/Atom}"
AGREEMENT = "agreement: one decider from every party"

# RFC 4287, §4.1.1 and §4.1.2: how often each element may stand in a feed and in an entry.
ONCE, AT_MOST_ONCE, AT_LEAST_ONCE, ANY = (1, 1), (0, 1), (1, 99), (0, 99)
IN_FEED = {"id": ONCE, "title": ONCE, "updated": ONCE, "author": AT_LEAST_ONCE, "link": AT_LEAST_ONCE, "entry": ANY}
IN_ENTRY = {
    "id": ONCE, "title": ONCE, "updated": ONCE, "published": AT_MOST_ONCE, "link": AT_LEAST_ONCE, "content": ONCE,
}  # fmt: skip


def version(label: str, effective: str, released: str, *promises: str, front: str = "", **more: Any) -> str:
    words = "\n\n".join(promises) if promises else promise()
    return charter_text(promises=words, version=label, effective=effective, released=released, front=front, **more)


def held(on: str, *verdicts: tuple[str, Verdict | None], actions: int = 0, **more: Any) -> Review:
    return Review(
        held=date.fromisoformat(on),
        verdicts=tuple(PromiseVerdict(ref=ref, verdict=verdict) for ref, verdict in verdicts),
        actions=tuple(Action(words=f"do {number}") for number in range(actions)),
        **more,
    )


def reviewed(charter: Charter, *reviews: Review) -> Charter:
    return replace(charter, records=replace(charter.records, reviews=reviews))


def two_versions(**more: Any) -> Charter:
    """Return a charter whose second version promises more on one thing, less on another, and asks something new."""
    asks = "\n\n## What we ask\n\n- Promised by: staff\n- Promised to: desk\n\n" + promise("tell-us", title="Tell us")
    return charter_of(
        charter_text(front=AGREEMENT),
        versions={
            "1.0": version(
                "1.0", "2026-01-05", "2025-12-01", promise(), promise("phone", title="Phone"), front=AGREEMENT,
            ),
            "2.0": version(
                "2.0", "2026-07-06", "2026-06-01",
                promise(target="95% within 4 hours"),
                promise("phone", title="Phone", target="50% within 4 hours") + asks,
                front=AGREEMENT, note="Faster answers",
            ),
        },
        signed={
            "1.0": [sign(on=date(2025, 12, 10)), sign("Noor Haddad", "staff", on=date(2025, 12, 12))],
            "2.0": [sign(on=date(2026, 6, 3)), sign("Noor Haddad", "staff", on=date(2026, 6, 20))],
        },
        **more,
    )  # fmt: skip


def feed_of(charter: Charter, *, today: date = TODAY, **settings: Any) -> bytes:
    site = site_view(charter, base_url=BASE, **settings)
    shelf = Shelf(charter, stand(charter, today), site, frozenset())
    return feed_bytes(charter_feed(shelf, BASE), theme().render)


def shared_feed(*charters: Charter, today: date = TODAY, **settings: Any) -> bytes:
    site = site_view(*charters, base_url=BASE, **settings)
    shelves = [Shelf(charter, stand(charter, today), site, frozenset()) for charter in charters]
    return feed_bytes(site_feed(site, [charter_feed(shelf, BASE) for shelf in shelves], BASE), theme().render)


def entries(feed: bytes) -> list[Any]:
    """Return the entries as another program reads them."""
    found = feedparser.parse(feed)
    assert not found.bozo, found.get("bozo_exception")
    assert found.version == "atom10"
    return list(found.entries)


def told(feed: bytes, of: str) -> str:
    """Return the words of the entry whose id ends like that."""
    (entry,) = [entry for entry in entries(feed) if entry.id.endswith(of)]
    return Anatomy(entry.content[0].value).text


def faults(feed: bytes) -> list[str]:
    """Return what RFC 4287 forbids."""
    root = ET.fromstring(feed)
    found = [] if root.tag == f"{ATOM}feed" else ["no feed"]
    for element, allowed in ((root, IN_FEED), *((entry, IN_ENTRY) for entry in root.findall(f"{ATOM}entry"))):
        names = [child.tag.removeprefix(ATOM) for child in element]
        found += [f"{name} does not belong here" for name in names if name not in allowed]
        found += [
            f"{name} stands {names.count(name)} times"
            for name, (least, most) in allowed.items()
            if not least <= names.count(name) <= most
        ]
        for child in element:
            name, words = child.tag.removeprefix(ATOM), child.text or ""
            if name in {"updated", "published"} and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", words):
                found.append(f"{words} is no date and time")
            if name in {"id", "title"} and not words.strip():
                found.append(f"{name} is empty")
            if name == "id" and not re.fullmatch(r"https://[!-~]+", words):
                found.append(f"{words} is no whole address")
            if name == "link" and not (child.get("href") or "").startswith(BASE):
                found.append(f"{child.get('href')} is no whole address")
        alternates = [child for child in element.findall(f"{ATOM}link") if child.get("rel") == "alternate"]
        found += [] if len(alternates) == 1 else [f"{len(alternates)} alternates"]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    return found + [f"{one} stands twice" for one in set(ids) if ids.count(one) > 1]


def test_a_feed_is_as_the_standard_asks() -> None:
    charter = reviewed(two_versions(), held("2026-03-01", ("first-reply", Verdict.KEEP), actions=2))
    for feed in (feed_of(charter), shared_feed(charter, charter_of(id="empty")), shared_feed()):
        assert faults(feed) == []


def test_the_check_of_this_test_finds_what_is_wrong() -> None:
    feed = feed_of(two_versions())
    assert faults(re.sub(rb"<updated>.*?</updated>", b"", feed, count=1)) == ["updated stands 0 times"]
    assert faults(feed.replace(b"#agreed", b"#in-force")) != []


def test_each_thing_that_happened_stands_there_once_the_newest_first() -> None:
    charter = reviewed(two_versions(), held("2026-03-01"))
    assert [(entry.id.removeprefix(BASE), entry.updated[:10]) for entry in entries(feed_of(charter))] == [
        ("support/v/2.0.html#in-force", "2026-07-06"),
        ("support/v/2.0.html#agreed", "2026-06-20"),
        ("support/v/2.0.html#released", "2026-06-01"),
        ("support/history.html#review-2026-03-01", "2026-03-01"),
        ("support/v/1.0.html#in-force", "2026-01-05"),
        ("support/v/1.0.html#agreed", "2025-12-12"),
        ("support/v/1.0.html#released", "2025-12-01"),
    ]


def test_what_happened_to_a_version_on_one_day_is_one_entry() -> None:
    charter = charter_of(versions={"1.0": version("1.0", "2026-01-05", "2026-01-05")})
    assert [entry.id for entry in entries(feed_of(charter))] == [f"{BASE}support/v/1.0.html#in-force"]


def test_an_entry_says_what_changed_from_what_to_what() -> None:
    words = told(feed_of(two_versions()), "2.0.html#in-force")
    assert "Faster answers" in words
    assert "One promise is stronger, one is weaker, one asks more of you." in words
    assert "A person answers you quickly: “90% within 4 hours” became “95% within 4 hours”" in words
    assert "Phone: “90% within 4 hours” became “50% within 4 hours”" in words


def test_an_entry_says_what_that_means_for_each_side() -> None:
    words = told(feed_of(two_versions()), "2.0.html#released")
    before, _, staff = words.partition("What this means for Staff")
    assert "What this means for Desk" in before
    assert staff.index("Phone: loses") < staff.index("Tell us: is asked for more") < staff.index("quickly: gains")
    assert "To sign again: Desk and Staff." in staff


def test_ids_of_parties_are_not_words_for_readers() -> None:
    text = charter_text(promises=promise(fields="- Promised to: staff, desk"), version="2.0", effective="2026-02-02")
    charter = charter_of(text, versions={"1.0": version("1.0", "2026-01-05", "2025-12-01"), "2.0": text})
    words = told(feed_of(charter), "2.0.html#in-force")
    assert "for whom, changed" in words
    assert "staff, desk" not in words


def test_the_first_version_says_what_it_holds() -> None:
    words = told(feed_of(two_versions()), "1.0.html#released")
    assert "What it holds, 2 promises: A person answers you quickly Phone" in words
    assert "Released on 1 December 2025. It is meant to be in force from 5 January 2026." in words


def test_a_version_is_announced_before_it_binds_and_nothing_else_lies_ahead() -> None:
    feed = feed_of(two_versions(), today=date(2026, 6, 10))
    assert entries(feed)[0].title == "Support desk: version 2.0 is announced for 6 July 2026"
    assert max(entry.updated for entry in entries(feed)) == "2026-06-01T00:00:00Z"


def test_a_review_says_how_many_promises_stay_and_which_do_not() -> None:
    verdicts = [("first-reply", Verdict.KEEP), ("phone", Verdict.CHANGE), ("gone-long-ago", Verdict.WITHDRAW)]
    review = held("2026-03-01", *verdicts, actions=2, version="1.0", next=date(2026, 6, 1))
    words = told(feed_of(reviewed(two_versions(), review)), "review-2026-03-01")
    assert "1 to keep, 1 to change, 1 to withdraw" in words
    assert "To be changed: Phone To be withdrawn: gone-long-ago" in words
    assert "Version 1.0 was reviewed. 2 actions were agreed. Next review: 1 June 2026." in words


def test_two_reviews_on_one_day_are_two_entries_and_one_to_come_is_none() -> None:
    charter = reviewed(two_versions(), held("2027-03-01"), held("2026-03-01"), held("2026-03-01"))
    ids = [entry.id for entry in entries(feed_of(charter)) if "review" in entry.id]
    assert sorted(ids) == [f"{BASE}support/history.html#review-2026-03-01{end}" for end in ("", "-2")]


def test_ids_stay_when_more_happens() -> None:
    before = [entry.id for entry in entries(feed_of(two_versions(), today=date(2026, 6, 10)))]
    after = [entry.id for entry in entries(feed_of(two_versions()))]
    assert set(before) < set(after)


@pytest.mark.parametrize("days", [1, 400, 4000])
def test_a_feed_is_the_same_on_another_day(days: int) -> None:
    charter = reviewed(two_versions(), held("2026-03-01", ("first-reply", None)))
    assert feed_of(charter) == feed_of(charter, today=TODAY + timedelta(days=days))


def test_a_feed_holds_the_newest_alone() -> None:
    days = [date(2020, 1, 1) + timedelta(days=number) for number in range(MAX_ENTRIES + 9)]
    charter = reviewed(charter_of(), *(held(day.isoformat()) for day in reversed(days)))
    found = entries(feed_of(charter))
    assert len(found) == MAX_ENTRIES
    assert found[0].updated.startswith(days[-1].isoformat())
    assert found[-1].updated.startswith(days[9].isoformat())


def test_long_lists_are_cut_with_how_many_there_are_more() -> None:
    many = [promise(f"p{number}", title=f"Promise {number}") for number in range(25)]
    words = told(feed_of(charter_of(versions={"1.0": version("1.0", "2026-01-05", "2026-01-05", *many)})), "in-force")
    assert "Promise 19 5 more" in words
    assert "Promise 20" not in words


HOSTILE = '"<script>alert(1)</script> ]]> & \\x0b\\uFFFF <b>"'


def test_hostile_words_are_words() -> None:
    text = version(
        "1.0", "2026-01-05", "2025-12-01", promise(title="<script>x</script> & ]]>"), title=HOSTILE, note=HOSTILE
    )
    feed = feed_of(charter_of(text, versions={"1.0": text}))
    assert faults(feed) == []
    for entry in entries(feed):
        assert entry.title_detail.type == "text/plain"
        raw = next(
            one.findtext(f"{ATOM}content") or ""
            for one in ET.fromstring(feed).findall(f"{ATOM}entry")
            if one.findtext(f"{ATOM}id") == entry.id
        )
        assert {tag for tag, _ in Anatomy(raw).tags} <= {"p", "a", "ul", "li", "time", "h3"}
        assert "<script>alert(1)</script> ]]> &" in Anatomy(raw).text


def test_addresses_of_odd_ids_are_written_as_addresses() -> None:
    text = version("1.0", "2026-01-05", "2025-12-01")
    feed = feed_of(charter_of(text, versions={"1.0": text}, id="Über uns"))
    assert faults(feed) == []
    assert entries(feed)[0].id == f"{BASE}%C3%9Cber%20uns/v/1.0.html#in-force"


def test_every_link_of_every_entry_is_whole_and_leads_to_a_page() -> None:
    charter = reviewed(two_versions(), held("2026-03-01", ("phone", Verdict.CHANGE), ("unknown", Verdict.PARK)))
    pages = set(site_of(charter, base_url=BASE))
    for entry in entries(feed_of(charter)):
        links = [entry.link, *Anatomy(entry.content[0].value).hrefs()]
        assert all(link.startswith(BASE) for link in links)
        assert {unquote(link.removeprefix(BASE)) for link in links} <= pages


def test_a_french_charter_is_told_in_french_also_among_others() -> None:
    texts = {label: french_version(label, target) for label, target in (("1.0", "90"), ("2.0", "95"))}
    french = charter_of(texts["2.0"], versions=texts, id="accueil")
    feed = shared_feed(two_versions(), reviewed(french, held("2026-03-01", ("reponse", Verdict.CHANGE))))
    assert faults(feed) == []
    languages = {
        (entry.findtext(f"{ATOM}id") or "", entry.get("{http://www.w3.org/XML/1998/namespace}lang"))
        for entry in ET.fromstring(feed).findall(f"{ATOM}entry")
    }
    assert {lang for one, lang in languages if "accueil" in one} == {"fr"}
    assert {lang for one, lang in languages if "support" in one} == {"en"}
    words = told(feed, "accueil/v/2.0.html#in-force")
    assert "« 90 % dans les 4 heures » est devenu « 95 % dans les 4 heures »" in words
    assert "1 à changer" in told(feed, "accueil/history.html#review-2026-03-01")
    assert next(entry for entry in entries(feed) if "accueil" in entry.id).title.startswith("Support desk : ")


def french_version(label: str, target: str) -> str:
    words = promise("reponse", target=f"{target} % dans les 4 heures")
    text = version(label, f"2026-0{label[0]}-05", "2025-12-01", words, front="language: fr")
    for english, french in {
        "Promised by": "Promis par", "Promised to": "Promis à", "Target": "Cible", "Ref": "Réf",
    }.items():  # fmt: skip
        text = text.replace(f"- {english}:", f"- {french} :")
    return text


def test_pages_name_their_feed_where_programs_and_people_look() -> None:
    charter = two_versions()
    home, page = site_of(charter, base_url=BASE)["index.html"], page_of(charter, base_url=BASE)
    for text in (home, page, page_of(charter, "v/1.0.html", base_url=BASE)):
        links = [held for tag, held in Anatomy(text).tags if tag == "link" and held.get("rel") == "alternate"]
        assert [link["type"] for link in links] == ["application/atom+xml"]
        assert links[0]["href"] in Anatomy(text).hrefs()
    assert 'href="feed.xml"' in home
    assert 'href="../feed.xml"' in page_of(charter, "v/1.0.html", base_url=BASE)


def test_without_the_address_of_the_site_no_feed_is_named() -> None:
    assert "feed.xml" not in "".join(site_of(two_versions()).values())


def built(folder: Path, config: str = "") -> dict[str, bytes]:
    """Return every file, by its path, of a site of one charter for everybody and one for its parties alone."""
    texts = {
        "open": charter_text(title="Open", version="1.0"),
        "closed": charter_text(title="Our secret", front="visibility: parties", version="1.0"),
    }
    charters = {name: {"charter.md": text, "versions/1.0.md": text} for name, text in texts.items()}
    root = project(folder, charters, config=f'title = "Our charters"\n{config}\n')
    done = CliRunner().invoke(main, ["--project", str(root), "build", "--today", "2026-11-22"])
    assert done.exit_code == 0, done.output
    site = root / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_has_its_feeds_when_its_address_is_known(tmp_path: Path) -> None:
    files = built(tmp_path, f'base_url = "{BASE}"')
    assert {path for path in files if path.endswith(".xml")} == {"feed.xml", "open/feed.xml", "sitemap.xml"}
    assert faults(files["feed.xml"]) == faults(files["open/feed.xml"]) == []


def test_a_site_without_an_address_has_none(tmp_path: Path) -> None:
    assert [path for path in built(tmp_path) if path.endswith("feed.xml")] == []


def test_what_is_private_stays_out(tmp_path: Path) -> None:
    files = built(tmp_path, f'base_url = "{BASE}"')
    ids = [f"{BASE}open/v/1.0.html#in-force", f"{BASE}open/v/1.0.html#released"]
    assert [entry.id for entry in entries(files["feed.xml"])] == ids
    assert [path for path, data in files.items() if b"secret" in data or b"closed" in path.encode()] == []


def test_of_two_versions_released_on_one_day_the_later_stands_first() -> None:
    texts = {label: version(label, f"2026-0{label[0]}-05", "2025-12-01") for label in ("1.0", "2.0")}
    ids = [entry.id for entry in entries(feed_of(charter_of(texts["2.0"], versions=texts)))]
    assert ids[-2:] == [f"{BASE}support/v/{label}.html#released" for label in ("2.0", "1.0")]


def test_a_review_of_which_nothing_is_written_down_is_told_all_the_same() -> None:
    feed = feed_of(reviewed(two_versions(), held("2026-03-01")))
    (entry,) = [entry for entry in entries(feed) if "review" in entry.id]
    assert entry.title == "Support desk: reviewed on 1 March 2026"
    assert Anatomy(entry.content[0].value).text == "Read the charter"
