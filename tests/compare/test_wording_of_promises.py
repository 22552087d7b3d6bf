"""Other words in a promise: harmless, an editor's touch, held back, or not clear."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from charter.compare.compare import compare
from charter.model.text import CharterText
from tests.compare.specimens import only, text, told


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("We answer calls.", "We pick up calls.", "reworded", "neutral"),
        ("We answer calls.", "We answer Calls!", "editorial", "neutral"),
        ("We recieve your letter.", "We receive your letter.", "editorial", "neutral"),
        ("We answer e-mail.", "We answer email.", "editorial", "neutral"),
        ("We call back.", "We call-back.", "editorial", "neutral"),
        ("We read form A.", "We read farm A.", "reworded", "neutral"),
        ("We help the county.", "We help the bounty.", "reworded", "neutral"),
        ("We call within 2 hours.", "We call within 3 hours.", "reworded", "unclear"),
        ("We call within 2 hours.", "We call within two hours.", "reworded", "neutral"),
        ("We call within 2 hours.", "We call within 120 minutes.", "reworded", "neutral"),
        ("We call within 2 hours.", "We call within 2 days.", "reworded", "unclear"),
        ("We call within one hour.", "We call within an hour.", "reworded", "neutral"),
        ("We call within seven days.", "We call within eleven days.", "reworded", "unclear"),
        ("We keep twenty-four books.", "We keep 24 books.", "reworded", "neutral"),
        ("We lend 2 books for 5 days.", "We lend 5 books for 2 days.", "reworded", "unclear"),
        ("We lend 2 books and keep 5 tapes.", "We lend 5 books and keep 2 tapes.", "reworded", "unclear"),
        ("Two books are lent.", "We lend two books.", "reworded", "neutral"),
        ("We charge €5.", "We charge 5 euros.", "reworded", "neutral"),
        ("We charge €5.", "We charge £5.", "reworded", "unclear"),
        ("We charge €1,000.", "We charge €1000.", "reworded", "neutral"),
        ("We open at 09:00.", "We open at 9:00.", "reworded", "neutral"),
        ("We open at 09:00.", "We open at 10:00.", "reworded", "unclear"),
        ("On the third day we call.", "On the fourth day we call.", "reworded", "unclear"),
        ("Your first letter is answered.", "Your letter is answered.", "reworded", "neutral"),
        ("We do not share it.", "We share it.", "reworded", "unclear"),
        ("We do not share it.", "We don't share it.", "reworded", "neutral"),
        ("We cannot share it.", "We can't share it.", "reworded", "neutral"),
        ("We never share it and keep it.", "We share it and never keep it.", "reworded", "unclear"),
        ("We never share it unasked.", "It is never shared unasked.", "reworded", "neutral"),
        ("It is reasonable.", "It is unreasonable.", "reworded", "unclear"),
        ("It is an urgent case.", "It is a non-urgent case.", "reworded", "unclear"),
        ("We file letters at the hall.", "We file letters in the hall.", "reworded", "neutral"),
        ("It is paid into your account.", "It is paid to your account.", "reworded", "neutral"),
        ("You get an invoice.", "You get a voice.", "reworded", "neutral"),
        ("We serve less.", "We serve unless.", "reworded", "neutral"),
        ("It is legible.", "It is illegible.", "reworded", "unclear"),
        ("The room is fit.", "The room is unfit.", "reworded", "unclear"),
        ("We help. We call you.", "We call you. We help.", "reworded", "neutral"),
        ("We will reply.", "We must reply.", "reworded", "neutral"),
        ("You get a reply.", "You may get a reply.", "reworded", "neutral"),
        ("Books can be renewed by members.", "Members may renew books.", "reworded", "neutral"),
        ("We aim to reply.", "We try to reply.", "reworded", "neutral"),
        ("We reply.", "We aim to reply.", "modality", "weaker"),
        ("We do not close.", "We aim not to close.", "modality", "weaker"),
        ("We hope to reply.", "We shall reply.", "modality", "stronger"),
        ("The library replies.", "The library tries to reply.", "modality", "weaker"),
        ("The library closes at noon.", "The library will normally close at noon.", "modality", "weaker"),
        ("Calls are answered.", "Calls may be answered.", "modality", "weaker"),
        ("We reply, where possible, at once.", "We reply at once.", "modality", "stronger"),
        ("You may call, and we reply.", "You may call, and we might reply.", "modality", "weaker"),
        ("We reply in May 2027.", "We may reply in May 2027.", "modality", "weaker"),
    ],
)
def test_prose_differs_in_one_way(before: str, after: str, kind: str, direction: str) -> None:
    change = only(text(before), text(after))
    assert (change.kind, change.direction, change.ref, change.place) == (kind, direction, "books", "prose")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("We answer calls\nand letters.", "We  answer\ncalls and letters."),
        ("We answer **calls**.", "We _answer_ calls."),
        ("“Calls” – and so on", '"Calls" - and so on'),
        ("We keep 90% of it.", "We keep 90 % of it."),
        ("We answer.\n\nWe call.", "We answer. We call."),
        ("#### 1. Calls\n\nWe answer.", "#### 2. Calls\n\nWe answer."),
        ("1. We answer.\n2. We call.", "1) We answer.\n2) We call."),
    ],
)
def test_typing_is_no_change(before: str, after: str) -> None:
    assert compare(text(before), text(after)).changes == ()


def test_a_hedged_sentence_is_told_once_and_other_words_besides() -> None:
    found = compare(text("We answer. We call. We write."), text("We answer. We aim to call. We write to you."))
    assert told(found) == [("modality", "weaker", "prose"), ("reworded", "neutral", "prose")]


def test_one_sentence_held_back_and_one_let_go_are_two_changes() -> None:
    found = compare(text("We answer calls. We try to find books."), text("We try to answer calls. We find books."))
    assert [way for _, way, _ in told(found)] == ["weaker", "stronger"]


def test_customers_who_promise_are_held_to_their_verbs() -> None:
    change = only(text(ask="You bring books back."), text(ask="You try to bring books back."))
    assert (change.kind, change.direction) == ("modality", "weaker")
    assert dict(change.effects) == {"library": "loses", "members": "eased"}


def test_what_the_library_may_do_is_no_hedge_of_a_promise_by_members() -> None:
    assert only(text(ask="We remind you."), text(ask="We may remind you.")).kind == "reworded"


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("", "Owner: Ed", "owner", "neutral"),
        ("Owner: Rosa Lindqvist", "Owner: Rosa Lindqvst", "editorial", "neutral"),
        ("Basis: by law", "Basis: by choice", "basis", "neutral"),
        ("Measured: monthly", "Measured: quarterly", "measured", "neutral"),
        ("Measured: 20 cases", "Measured: 30 cases", "measured", "unclear"),
        ("Measured: monthly; the clock starts when you call", "Measured: monthly", "measured", "unclear"),
        (
            "Measured: by Ed, the clock stops at night",
            "Measured: by Eve, the clock stops at night",
            "measured",
            "neutral",
        ),
        ("", "Remedy: we refund you", "remedy", "stronger"),
        ("Remedy: we refund you", "", "remedy", "weaker"),
        ("Remedy: we refund you", "Remedy: we pay you back", "remedy", "neutral"),
        ("Remedy: we refund $5", "Remedy: we refund $4", "remedy", "unclear"),
        ("Remedy: we refund you", "Remedy: we may refund you", "modality", "weaker"),
        ("", "Except: storms", "scope", "weaker"),
        ("Except: storms", "Except: storms, and floods", "scope", "weaker"),
        ("Except: storms and floods", "Except: floods", "scope", "stronger"),
        ("Except: storms", "Except: floods", "scope", "unclear"),
        ("Except: storms, floods", "Except: floods and storms", "reworded", "neutral"),
        ("Except: public holidays", "Except: public hollidays", "editorial", "neutral"),
        ("", "Except: none", "reworded", "neutral"),
        ("Status: trial", "", "status", "stronger"),
        ("Status: firm", "Status: trial", "status", "weaker"),
        ("", "Aligned to: ISO 10002", "reworded", "neutral"),
        ("Aligned to: ISO 10001", "Aligned to: ISO 10002", "reworded", "neutral"),
        ("Aligned to: HouseMark", "Aligned to: HouseMark, ISO 41001", "reworded", "neutral"),
        ("Lives up to: 2", "Lives up to: 3", "reworded", "unclear"),
        ("Remedy: a third of the fee", "Remedy: a quarter of the fee", "remedy", "unclear"),
        ("Colour: red", "Colour: blue", "reworded", "neutral"),
        ("Withdraw on: 2027-01-01", "Withdraw on: 2028-01-01", "reworded", "unclear"),
    ],
)
def test_a_field_differs_in_one_way(before: str, after: str, kind: str, direction: str) -> None:
    change = only(text(fields=before), text(fields=after))
    assert (change.kind, change.direction) == (kind, direction)
    assert change.place == (after or before).split(":")[0]


def test_words_are_read_in_the_language_of_the_charter() -> None:
    old = text("Nous répondons aux lettres.", language="fr")
    assert only(old, text("Nous essayons de répondre aux lettres.", language="fr")).kind == "modality"
    assert only(old, text("Nous ne répondons pas aux lettres.", language="fr")).direction == "unclear"


def test_a_slip_in_a_target_is_an_editors_touch() -> None:
    change = only(text(target="90% of requests within 4 hours"), text(target="90% of requets within 4 hours"))
    assert (change.kind, change.direction) == ("editorial", "neutral")


def test_a_hedge_in_a_target_is_modality() -> None:
    change = only(text(target="90% within 4 hours"), text(target="90% within 4 hours where possible"))
    assert (change.kind, change.direction) == ("modality", "weaker")


def test_every_change_says_what_it_is_in_a_sentence() -> None:
    change = only(text("We reply."), text("We aim to reply."))
    assert change.text == (
        'Books come back quickly: it is promised less firmly, from "We reply." to "We aim to reply.".'
    )


_RUBRIC = "| What | Low | High |\n|---|---|---|\n| Speed | {} | soon |\n"
_TERMS = "## Words\n\n| Term | Meaning |\n|---|---|\n| Fine | {} |\n"


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(lambda words: text(f"See {words} first."), id="prose"),
        pytest.param(lambda words: text(target=f"{words} within 2 days"), id="target"),
        pytest.param(lambda words: text(title=f"You see {words}"), id="title"),
        pytest.param(lambda words: text(fields=f"Remedy: see {words}"), id="field"),
        pytest.param(lambda words: text(fields=f"Colour: {words}"), id="unknown field"),
        pytest.param(lambda words: text(after=f"| A | B |\n|---|---|\n| a | {words} |"), id="table"),
        pytest.param(lambda words: text(front="levels: [Low, High]\n", after=_RUBRIC.format(words)), id="rubric"),
        pytest.param(lambda words: text(rest=f"## More\n\nSee {words}."), id="prose outside"),
        pytest.param(lambda words: text(rest=f"## More on {words}\n\nSee."), id="heading outside"),
        pytest.param(lambda words: text(rest=_TERMS.format(words)), id="term"),
    ],
)
@pytest.mark.parametrize(
    ("before", "after", "led"),
    [
        ("[our fees](a.html)", "our fees", ("a.html", None)),
        ("[our fees](a.html)", "[our fees](b.html)", ("a.html", "b.html")),
        ("[our **fees**](a.html)", "[our fees](a.html)", None),
    ],
)
def test_a_link_that_leads_elsewhere_or_nowhere_is_seen_everywhere(
    place: Callable[[str], CharterText], before: str, after: str, led: tuple[str, str | None] | None
) -> None:
    there, back = compare(place(before), place(after)).changes, compare(place(after), place(before)).changes
    assert [(change.kind, change.before, change.after) for change in there] == ([("link", *led)] if led else [])
    assert [(change.kind, change.after, change.before) for change in back] == ([("link", *led)] if led else [])


def test_a_link_whose_words_changed_their_case_is_still_that_link() -> None:
    found = compare(text("[The fees](a.html) are low."), text("[the fees](b.html) are low."))
    assert told(found) == [("editorial", "neutral", "prose"), ("link", "neutral", "the fees")]
