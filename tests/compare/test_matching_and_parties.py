"""Which promise is which, for whom a change counts, and what the rest of a text says."""

from __future__ import annotations

import pytest

from charter.compare.changes import Bump, Change
from charter.compare.compare import compare
from charter.reading.charter import read_charter
from charter.source import SourceText
from tests.compare.specimens import only, plain, text, told

_SCALE = "levels: [Low, High]\nexpected: High\n"
_TABLE = "| What | Low | High |\n|---|---|---|\n| Speed | slow | fast |\n"
_TERMS = "## Words\n\n| Term | Meaning |\n|---|---|\n| {} | {} |\n"


def _only_of_two(old: str, new: str) -> Change:
    return only(plain(old), plain(new))


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [
        ("Books come back quickly", "Books return fast", "renamed", "neutral"),
        ("Books come back quickly", "Books come back quikcly", "editorial", "neutral"),
        ("Books come back quickly", "Books never come back quickly", "reworded", "unclear"),
        ("2 books a day", "3 books a day", "reworded", "unclear"),
    ],
)
def test_a_title_is_renamed_unless_it_may_mean_something_else(
    before: str, after: str, kind: str, direction: str
) -> None:
    change = only(text(title=before), text(title=after))
    assert (change.kind, change.direction, change.matched_by) == (kind, direction, "ref")


def test_a_rubric_comes_with_its_heading() -> None:
    change = only(text(front=_SCALE), text(front=_SCALE, after=f"#### How we know\n\n{_TABLE}"))
    assert (change.kind, change.direction) == ("rubric", "stronger")


def test_columns_of_a_rubric_have_no_order() -> None:
    swapped = "| What | High | Low |\n|---|---|---|\n| Speed | fast | slow |\n"
    assert compare(text(front=_SCALE, after=_TABLE), text(front=_SCALE, after=swapped)).changes == ()


def test_a_lower_level_agreed_is_weaker() -> None:
    lower = _SCALE.replace("expected: High", "expected: Low")
    change = only(text(front=_SCALE, after=_TABLE), text(front=lower, after=_TABLE))
    assert (change.kind, change.direction, change.place) == ("rubric", "weaker", "expected")


def test_levels_that_no_rubric_uses_are_one_change_of_the_frame() -> None:
    found = compare(text(front="levels: [Low, High]\n"), text(front="levels: [Low, Fair, High]\n"))
    assert told(found) == [("frame", "unclear", "levels")]
    assert found.sign_again == ("library", "members")


@pytest.mark.parametrize(
    ("front", "after", "expected"),
    [
        (_SCALE, "", [("rubric", "weaker", "rubric")]),
        ("", "", [("rubric", "weaker", "rubric")]),
        ("levels: [Bad, Good]\n", "", [("frame", "unclear", "levels"), ("rubric", "weaker", "rubric")]),
        (
            _SCALE.replace("expected: High", "expected: Low"),
            "",
            [("frame", "neutral", "expected"), ("rubric", "weaker", "rubric")],
        ),
        ("levels: [Bad, Good]\n", _TABLE.replace("Low | High", "Bad | Good"), [("rubric", "unclear", "levels")]),
    ],
)
def test_levels_are_told_where_no_rubric_tells_of_them(
    front: str, after: str, expected: list[tuple[str, str, str]]
) -> None:
    assert told(compare(text(front=_SCALE, after=_TABLE), text(front=front, after=after))) == expected


def test_another_expected_level_that_no_rubric_uses_is_neutral() -> None:
    lower = _SCALE.replace("expected: High", "expected: Low")
    assert told(compare(text(front=_SCALE), text(front=lower))) == [("frame", "neutral", "expected")]


@pytest.mark.parametrize("word", ["Reader", "Readers", "reader", "Reader / guest", "Guest (READER)"])
def test_a_promise_leans_on_a_term_however_it_is_inflected(word: str) -> None:
    old, new = (text("We ask every reader's friends.", rest=_TERMS.format(word, says)) for says in ("one", "two"))
    change = only(old, new)
    assert (change.kind, change.ref, change.term) == ("definition", "books", word)


@pytest.mark.parametrize(
    ("language", "word", "said"),
    [
        *(
            ("en", one, many)
            for one, many in (
                ("Lens", "lenses"),
                ("Buses", "bus"),
                ("Gas", "gases"),
                ("Shelf", "shelves"),
                ("Knives", "knife"),
                ("Hero", "heroes"),
                ("Quizzes", "quiz"),
                ("Analysis", "analyses"),
                ("Criteria", "criterion"),
                ("Mouse", "mice"),
                ("Index", "indices"),
                ("Policeman", "policemen"),
                ("Key person", "key people"),
                ("E-mail", "emails"),
                ("Help desk", "helpdesk's"),
                ("Menu", "menus"),
            )
        ),
        *(
            ("fr", one, many)
            for one, many in (
                ("Abonné", "abonnées"),
                ("Client", "cliente"),
                ("Usager", "usagères"),
                ("Lecteurs", "lectrice"),
                ("Journal", "journaux"),
                ("Travail", "travaux"),
                ("Œil", "yeux"),
                ("Bijou", "bijoux"),
            )
        ),
    ],
)
def test_a_promise_leans_on_a_term_in_any_form_of_its_words(language: str, word: str, said: str) -> None:
    terms = _TERMS.replace("Term | Meaning", "Terme | Signification") if language == "fr" else _TERMS
    old, new = (text(f"See {said} here.", rest=terms.format(word, says), language=language) for says in ("one", "two"))
    assert (only(old, new).kind, only(old, new).term) == ("definition", word)


@pytest.mark.parametrize(
    ("word", "said"), [("News", "new"), ("Princess", "princes"), ("Basis", "base"), ("Bus", "use")]
)
def test_words_that_look_alike_are_no_forms_of_one(word: str, said: str) -> None:
    old, new = (text(f"See {said} here.", rest=_TERMS.format(word, says)) for says in ("one", "two"))
    assert only(old, new).kind == "reworded"


def test_part_of_a_longer_word_is_not_the_term() -> None:
    old, new = (text("We pay proofreaders.", rest=_TERMS.format("Reader", says)) for says in ("one", "some"))
    assert (only(old, new).kind, only(old, new).section) == ("reworded", "Words")


def test_a_slip_in_a_definition_voids_nothing() -> None:
    old, new = (text("We ask readers.", rest=_TERMS.format("Reader", says)) for says in ("anyone here", "anyome here"))
    assert compare(old, new).bump is Bump.PATCH


def test_opening_hours_matter_to_business_hours_and_not_to_business_days() -> None:
    old, new = (f"calendar:\n  hours: Mon-Fri {hours}\n" for hours in ("09:00-17:00", "10:00-16:00"))
    in_hours = only(
        text(front=old, target="90% within 4 business hours"), text(front=new, target="90% within 4 business hours")
    )
    in_days = only(text(front=old), text(front=new))
    assert (in_hours.kind, in_hours.term, in_hours.direction) == ("definition", "calendar", "unclear")
    assert (in_days.kind, in_days.place, in_days.direction) == ("frame", "calendar", "neutral")


def test_a_party_with_another_id_and_its_name_is_one_change_of_the_frame() -> None:
    words = text().title
    old, new = (
        read_charter(
            SourceText(
                "x/charter.md",
                f"---\ntitle: {words}\nparties:\n  - {{id: a, role: provider, name: Desk}}\n"
                f"  - {{id: {party}, role: customer, name: Staff}}\n---\n\n# {words}\n\n## Ours\n\n"
                f"- Promised by: a\n- Promised to: {party}\n\n### Help\n\nWe help.\n\n- Ref: help\n",
            )
        ).value
        for party in ("staff", "people")
    )
    assert told(compare(old, new)) == [("frame", "unclear", "parties")]


def test_a_promise_to_nobody_still_counts_when_it_gets_weaker() -> None:
    old, new = (f"## Ours\n\n### Help\n\n- Target: {share}% within 1 hour\n- Ref: help\n" for share in (90, 80))
    assert compare(plain(old), plain(new)).bump is Bump.MAJOR


def test_prose_is_told_by_section_and_block() -> None:
    assert _only_of_two("# A\n\n## B\n\nOne two three.\n", "# A\n\n## C\n\nOne two three.\n").kind == "renamed"
    assert _only_of_two("# A\n\n## B\n\nOne.\n", "# A\n\n## B\n\nOne.\n\nTwo.\n").kind == "added"
    assert _only_of_two("# A\n\n## B\n\nOne 2.\n", "# A\n\n## B\n\nOne 3.\n").direction == "neutral"
    assert (
        _only_of_two("## B\n\nOne.\n\nTwo.\n\n## C\n\nThree.\n", "## B\n\nOne.\n\n## C\n\nThree.\n\nTwo.\n").kind
        == "moved"
    )
    assert _only_of_two("## B\n\n[x](a.html) y.\n", "## B\n\n[x](b.html) y.\n").kind == "link"


def test_a_section_that_came_is_one_change_with_all_under_it() -> None:
    change = _only_of_two("# A\n\nHi.\n", "# A\n\nHi.\n\n## B\n\nOne.\n\nTwo.\n\n### C\n\nThree.\n")
    assert (change.kind, change.direction, change.section) == ("added", "neutral", "B")
    assert change.after == "B\nOne.\nTwo.\nC\nThree."


def test_sections_in_another_order_are_no_change() -> None:
    old, new = "## B\n\nOne.\n\n## C\n\nTwo.\n", "## C\n\nTwo.\n\n## B\n\nOne.\n"
    assert compare(plain(old), plain(new)).changes == ()
