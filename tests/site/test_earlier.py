"""What pages say of signatures of earlier versions."""

from __future__ import annotations

from datetime import date

from charter.model.charter import Charter
from tests.builders import charter_text, promise
from tests.site.builders import Anatomy, charter_of, page_of, sign, site_of

RULE = "agreement: one decider from every party"
WORTH = "1 of 2 promises unchanged since then"


def at(share: int) -> str:
    return promise(target=f"{share}% within 4 hours") + "\n\n" + promise("same", title="Same")


def signed_once(*shares: int, draft: int | None = None) -> Charter:
    """Return a charter of which 1.0 was signed by both parties, and nothing since."""
    texts = {
        f"{number}.0": charter_text(
            front=RULE,
            promises=at(share),
            version=f"{number}.0",
            effective=f"2026-{number:02}-05",
            released=f"2026-{number:02}-01",
        )
        for number, share in enumerate(shares, 1)
    }
    rows = [sign(on=date(2026, 1, 2)), sign("Noor Haddad", "staff", on=date(2026, 1, 2))]
    text = charter_text(front=RULE, promises=at(draft or shares[-1]))
    return charter_of(text, versions=texts, signed={"1.0": rows})


def test_the_banner_of_a_proposed_version_says_whose_signature_does_not_hold_and_why() -> None:
    page = Anatomy(page_of(signed_once(95, 80), "v/2.0.html"))
    assert f"Noor Haddad Staff signed version 1.0; the signature does not hold for this one {WORTH} weaker" in page.text
    assert "weaker A person answers you quickly “95% within 4 hours” became “80% within 4 hours”" in page.text
    assert f"since all that changed for them is in their favour {WORTH}" in page.text
    assert {"../compare/1.0..2.0.html", "../compare/1.0..2.0.html#change%3Afirst-reply"} <= set(page.hrefs())


def test_the_page_of_the_charter_says_it_beside_the_signatures() -> None:
    page = Anatomy(page_of(signed_once(95, 80)))
    assert "Signatures for version 2.0 Rosa Lindqvist Desk" in page.text
    assert "signed version 1.0; the signature does not hold for 2.0" in page.text


def test_the_history_says_it_with_each_version_and_the_draft() -> None:
    text = Anatomy(page_of(signed_once(95, 95, draft=80), "history.html")).text
    assert "The draft of the next version draft" in text
    assert "signed version 1.0; the signature would not hold for this draft" in text
    assert "since nothing was taken from them and no more is asked of them 2 of 2 promises unchanged since then" in text


def test_a_draft_says_whose_signatures_would_hold_for_it() -> None:
    page = Anatomy(page_of(signed_once(80, draft=95), "draft.html"))
    assert "Rosa Lindqvist Desk signed version 1.0; the signature would not hold for this draft" in page.text
    assert "stronger is asked for more A person answers you quickly" in page.text
    assert "compare/1.0..draft.html" in page.hrefs()


def test_what_was_taken_and_given_back_leads_to_where_it_was() -> None:
    charter = signed_once(95, 80, 95)
    page = Anatomy(page_of(charter, "v/3.0.html"))
    assert "weaker A person answers you quickly “95% within 4 hours” became “80% within 4 hours” 1.0..2.0" in page.text
    assert "2 of 2 promises unchanged since then" in page.text
    assert "compare/1.0..3.0.html" in "".join(site_of(charter))


def test_every_link_of_such_pages_leads_somewhere() -> None:
    site = site_of(signed_once(95, 80, 95, draft=70))
    for path, page in site.items():
        for href in Anatomy(page).hrefs():
            if "compare/" in href:
                target = href.partition("#")[0].rpartition("compare/")[2]
                assert f"support/compare/{target}" in site, (path, href)


def test_too_many_words_are_told_by_their_kind() -> None:
    long = " and so on" * 12
    texts = [promise(words=f"We answer you{long}."), promise(words=f"We do not answer you{long}.")]
    versions = {
        label: charter_text(front=RULE, promises=words, version=label, effective="2026-01-05", released="2026-01-01")
        for label, words in zip(("1.0", "2.0"), texts, strict=True)
    }
    rows = [sign("Noor Haddad", "staff", on=date(2026, 1, 2))]
    charter = charter_of(charter_text(front=RULE, promises=texts[1]), versions=versions, signed={"1.0": rows})
    text = Anatomy(page_of(charter, "v/2.0.html")).text
    assert "unclear A person answers you quickly a number, or whether something is so or not, changed" in text


def test_who_must_sign_is_told_when_the_agreement_itself_changed() -> None:
    old = charter_text(front=RULE, version="1.0", released="2026-01-01")
    new = charter_text(front="agreement: everyone who decides", version="2.0", released="2026-02-01")
    rows = [sign(on=date(2026, 1, 2))]
    charter = charter_of(new, versions={"1.0": old, "2.0": new}, signed={"1.0": rows})
    text = Anatomy(page_of(charter, "v/2.0.html")).text
    assert "unclear Who must sign “one decider from every party” became “everyone who decides”" in text
