"""What pages say of changes: which pairs have a page, what it tells, and where it is linked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from charter.compare import compare as comparing
from charter.model.charter import Charter
from charter.model.records import SignOff
from charter.site import comparisons
from charter.site.comparisons import DRAFT, Comparisons
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import TODAY, Anatomy, charter_of, page_of, sign, site_of

ASK = "\n\n## What we ask\n\n- Promised by: staff\n- Promised to: desk\n\n"


def both(*promises: str) -> str:
    return "\n\n".join(promises)


def told(*texts: str, draft: str | None = None, front: str = "") -> Charter:
    """Return a charter with versions 1.0, 2.0 … that hold these promises, each in force a month after the last."""
    versions = {
        f"{number}.0": charter_text(
            front=front,
            promises=text,
            version=f"{number}.0",
            effective=f"2026-{number:02}-05",
            released=f"2026-{number:02}-01",
        )
        for number, text in enumerate(texts, 1)
    }
    return charter_of(charter_text(front=front, promises=texts[-1] if draft is None else draft), versions=versions)


def comparison(charter: Charter, pair: str = "1.0..2.0") -> Anatomy:
    return Anatomy(page_of(charter, f"compare/{pair}.html"))


def unsaid(page: str) -> str:
    """Return a page without the words that its marks have for those who do not see them."""
    return re.sub(r' data-said="[^"]*"', "", page)


def labels(charter: Charter, *, has_draft: bool) -> Sequence[str]:
    pairs = Comparisons(stand(charter, TODAY), has_draft).pairs()
    return [f"{before}..{after}" for before, after in pairs]


def test_neighbours_the_version_in_force_and_the_draft_are_compared() -> None:
    charter = told(*(promise(target=f"{share}% within 4 hours") for share in (80, 85, 90)), draft=promise(target=None))
    assert labels(charter, has_draft=True) == ["1.0..2.0", "2.0..3.0", "1.0..3.0", "3.0..draft"]
    assert labels(told(promise()), has_draft=False) == []


def test_a_version_still_to_come_is_compared_with_the_one_in_force_the_older_one_first() -> None:
    texts = [promise(), promise(target="91% within 4 hours"), promise(target="92% within 4 hours")]
    charter = told(*texts, front="agreement: one decider from every party")
    day = date(2026, 1, 10)
    rows: list[SignOff] = [sign(on=day), sign("Noor Haddad", "staff", on=day)]
    signed = charter_of(
        charter_text(promises=texts[-1]),
        versions={version.label: version.source.text for version in charter.versions},
        signed={"1.0": rows},
    )
    standing = stand(signed, TODAY)
    assert standing.in_force
    assert standing.in_force.version.label == "1.0"
    assert labels(signed, has_draft=True) == ["1.0..2.0", "2.0..3.0", "1.0..3.0", "1.0..draft"]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (promise(), promise(target="95% within 4 hours"), "One promise is stronger; nothing was taken away."),
        (promise(), promise(target="85% within 4 hours"), "One promise is weaker."),
        (promise(), promise(target="95% within 8 hours"), "One promise is better in one way and worse in another."),
        (promise(), promise(title="We answer you quickly"), "One promise has another name; nothing was taken away."),
        (promise(), both(promise(), promise("new", title="New")), "One promise is new; nothing was taken away."),
        (both(promise(), promise("old", title="Old")), promise(), "One promise was withdrawn."),
        (
            both(*(promise(ref, title=ref * 2) for ref in "ab")),
            both(*(promise(ref, title=ref * 2, target="95% within 4 hours") for ref in "ab")) + ASK
            + promise("early", title="Tell us early", target=None),
            "Two promises are stronger, one asks more of you; nothing was taken away.",
        ),
    ],
)  # fmt: skip
def test_a_sentence_says_what_changed(before: str, after: str, sentence: str) -> None:
    charter = told(before, after)
    assert sentence in comparison(charter).text
    assert sentence in Anatomy(page_of(charter, "history.html")).text


TERMS = "\n\n## Words\n\n| Term | Meaning |\n|---|---|\n| Named person | one of {} |\n"


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("90%", "80%", "One promise is weaker."),
        ("90%", "95%", "One promise changed and may be more or less than it was."),
    ],
)
def test_what_is_unclear_hides_no_loss(before: str, after: str, sentence: str) -> None:
    texts = (promise(target=f"{share} within 4 hours") + TERMS.format(share) for share in (before, after))
    page = comparison(told(*texts))
    assert sentence in page.text
    assert "Staff loses may gain or lose" in page.text or "Staff may gain or lose gains" in page.text


def test_what_is_unclear_hides_nothing_that_is_asked() -> None:
    asks = (ASK + promise("early", target=f"{share} within 4 hours") + TERMS.format(share) for share in ("90%", "95%"))
    assert "One promise asks more of you." in comparison(told(*asks)).text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", both(promise("b", title="B", fields="- Was: first-reply"))),
        ("\n\n## How we work\n\nWe tell you why.", promise("b", title="B")),
    ],
)
def test_nothing_was_taken_away_is_said_only_where_that_is_certain(before: str, after: str) -> None:
    page = comparison(told(promise() + before, both(promise(), after)))
    assert "One promise is new." in page.text
    assert "taken away" not in page.text


def test_texts_without_promises_are_told_by_their_passages() -> None:
    charter = charter_of(
        "# Plain\n\nOther words here.\n",
        versions={"1.0": "# Plain\n\nWords there.\n", "2.0": "# Plain\n\nOther words here.\n"},
    )
    page = comparison(charter)
    assert "One passage changed." in page.text
    assert "The rest of the text" in page.text


def test_words_are_marked_and_each_change_has_its_word_and_its_effects() -> None:
    page = page_of(told(promise(), promise(target="95% within 2 hours")), "compare/1.0..2.0.html")
    assert "<del>90%</del><ins>95%</ins> within <del>4</del><ins>2</ins> hours" in unsaid(page)
    text = Anatomy(page).text
    assert "A person answers you quickly stronger Target stronger" in text
    assert "Desk is asked for more Staff gains" in text
    assert "What this means for Staff A person answers you quickly gains" in text
    assert "To sign again: Desk." in text


def test_markup_of_a_promise_stays_in_the_marked_words() -> None:
    old, new = (promise(words=f"You hear from a *named* person, {word}.") for word in ("soon", "today"))
    page = page_of(told(old, new), "compare/1.0..2.0.html")
    assert "<em>named</em> person, <del>soon</del><ins>today</ins>" in unsaid(page)


def test_a_promise_with_another_ref_and_title_is_marked_against_what_it_was() -> None:
    charter = told(promise("quick"), promise("fast", title="You hear from us", fields="- Was: quick"))
    page = page_of(charter, "compare/1.0..2.0.html")
    assert "<del>A person answers you quickly</del>" in unsaid(page)
    assert 'href="../v/2.0.html#fast"' in page


def test_both_wordings_stand_beside_each_other_out_of_sight_until_asked_for() -> None:
    page = page_of(told(promise(), promise(target="95% within 4 hours")), "compare/1.0..2.0.html")
    beside = page[page.index('<div class="as-two" hidden>') :]
    assert '1.0</p><p class="changed-words"><del>90%</del> within 4 hours</p>' in unsaid(beside)
    assert '2.0</p><p class="changed-words"><ins>95%</ins> within 4 hours</p>' in unsaid(beside)


def test_every_mark_says_what_it_means() -> None:
    old = "See [the desk](https://example.org/a) soon.\n\n- one thing\n- two others\n- three more"
    new = "See [the desk](https://example.org/b) today.\n\n- three more\n- one thing\n- two others\n- and the last"
    page = page_of(told(*(f"{promise()}\n\n## Notes\n\n{words}" for words in (old, new))), "compare/1.0..2.0.html")
    assert '<ins class="moved">moved here</ins>three more' in page
    assert '<del class="moved">moved away</del>three more' in page
    assert '<ins data-said="added:">and the last</ins>' in page
    assert '<del class="address" data-said="led to">https://example.org/a</del>' in page
    assert not re.search(r"<(ins|del)>", page)


def test_a_link_that_came_or_went_is_told() -> None:
    linked, plain = promise(words="Ask [the desk](https://example.org/a)."), promise(words="Ask the desk.")
    gone = comparison(told(linked, plain)).text
    assert "Link “the desk” no link any more https://example.org/a" in gone
    assert "Link “the desk” a link now https://example.org/a" in comparison(told(plain, linked)).text


def test_prose_that_moved_is_shown_once_with_where_it_was() -> None:
    old = "\n\n## One\n\nStays.\n\nFirst walks.\n\nSecond walks.\n\n## Two\n\nStays too.\n"
    new = "\n\n## One\n\nStays.\n\n## Two\n\nStays too.\n\nFirst walks.\n\nSecond walks.\n"
    page = comparison(told(promise() + old, promise() + new)).text
    assert "Two From “One” moved First walks. Second walks." in page
    assert page.count("From “One”") == 1


def test_the_heading_of_a_rubric_is_told_only_where_it_changed() -> None:
    table = "\n\n| What | Low | High |\n|---|---|---|\n| Speed | slow | quick |"
    front = "levels: [Low, High]"
    one, two = (promise(words=words, after=f"#### How we know{table}") for words in ("Soon.", "Today."))
    assert "How we know" not in comparison(told(one, two, front=front)).text
    other = promise(words="Soon.", after=f"#### How we judge{table}")
    assert "How we know judge" in comparison(told(one, other, front=front)).text


def test_what_a_party_loses_comes_first() -> None:
    old = both(promise("a", title="A"), promise("b", title="B"))
    new = both(
        promise("a", title="A", target="95% within 4 hours"), promise("b", title="B", target="80% within 4 hours")
    )
    assert "What this means for Staff B loses A gains" in comparison(told(old, new)).text
    assert "What this means for Desk A is asked for more B is asked for less" in comparison(told(old, new)).text


def test_headings_of_a_new_promise_stand_below_its_title() -> None:
    page = comparison(
        told(promise(), both(promise(), promise("new", title="New", after="#### How we will know\n\nSo.")))
    )
    assert page.headings == [1, 2, 2, 2, 3, 4]


def test_promises_that_part_and_join_name_each_other() -> None:
    parted = both(promise("b", fields="- Was: a"), promise("c", title="C", fields="- Was: a"))
    page = comparison(told(promise("a"), parted))
    assert "It came out of A person answers you quickly." in page.text
    joined = comparison(told(both(promise("a"), promise("b", title="B")), promise("a", fields="- Was: a, b")))
    assert "B joined with another It went into A person answers you quickly." in joined.text


def test_a_changed_word_is_told_once_and_linked_from_what_leans_on_it() -> None:
    terms = "\n\n## Words\n\n| Term | Meaning |\n|---|---|\n| Named person | {} |\n"
    charter = told(promise() + terms.format("one of five"), promise() + terms.format("one of six"))
    page = comparison(charter)
    assert "It leans on Named person, which changed." in page.text
    assert "#term%3ANamed-person" in page.hrefs()
    assert "term:Named-person" in page.ids


def test_a_draft_says_which_version_its_changes_call_for() -> None:
    charter = told(promise(), draft=promise(target="85% within 4 hours"))
    text = comparison(charter, f"1.0..{DRAFT}").text
    assert "What would change from 1.0 to the draft" in text
    assert "To sign again: Staff. These changes call for version 2.0." in text
    assert "compare/1.0..draft.html" in Anatomy(page_of(charter, "draft.html")).hrefs()


def test_changed_promises_have_a_mark_that_leads_to_the_comparison() -> None:
    charter = told(
        both(promise(), promise("same", title="Same")),
        both(promise(target="95% within 4 hours"), promise("same", title="Same"), promise("new", title="New")),
        draft=both(promise(target="95% within 4 hours"), promise("same", title="Same")),
    )
    page = Anatomy(page_of(charter))
    assert "A person answers you quickly stronger in 2.0" in page.text
    assert "New new in 2.0" in page.text
    assert "Same You hear" in page.text
    assert "compare/1.0..2.0.html#change%3Afirst-reply" in page.hrefs()
    assert "in this draft" not in Anatomy(page_of(charter, "draft.html")).text
    assert "in 1.0" not in Anatomy(page_of(charter, "v/1.0.html")).text


def test_versions_and_the_list_of_them_link_to_comparisons() -> None:
    charter = told(*(promise(target=f"{share}% within 4 hours") for share in (80, 85, 90)))
    first, second = (Anatomy(page_of(charter, f"v/{label}.html")) for label in ("1.0", "2.0"))
    assert "Compare with the version in force, 3.0" in first.text
    assert "What changed since 1.0" in second.text
    assert {"../compare/1.0..2.0.html", "../compare/2.0..3.0.html"} <= set(second.hrefs())
    assert "compare/1.0..3.0.html" in Anatomy(page_of(charter)).hrefs()


def test_hostile_words_are_words_in_a_comparison() -> None:
    bad = '<script>alert(1)</script> & "x"'
    terms = "\n\n## Words <b>\n\n| Term | Meaning |\n|---|---|\n| Named <i>person</i> | " + bad + " |\n"
    old = charter_text(front='audience: "<script>old"', promises=promise(fields=f"- Remedy: {bad}"), version="1.0")
    new = charter_text(
        front='audience: "<script>new"',
        promises=promise(title=f"Quick {bad}", fields=f"- Owner: {bad}") + terms,
        version="2.0",
    )
    charter = charter_of(new, versions={"1.0": old, "2.0": new})
    for path, page in site_of(charter).items():
        assert "<script" not in page, path
        assert Anatomy(page).wrong == [], path


def test_a_pair_is_compared_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str | None, str | None]] = []

    def counted(before, after):  # type: ignore[no-untyped-def]
        asked.append((before.stamp.version, after.stamp.version))
        return comparing.compare(before, after)

    monkeypatch.setattr(comparisons, "compare", counted)
    site_of(told(*(promise(target=f"{share}% within 4 hours") for share in (80, 85, 90)), draft=promise(target=None)))
    assert len(asked) == len(set(asked)) == 4
