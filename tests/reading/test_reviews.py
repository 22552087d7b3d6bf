from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Action, PromiseVerdict, Review, Verdict
from charter.reading.reviews import read_reviews
from charter.source import Reading, SourceText

from .found import hints, spots

ENTRY = """# Review log

How we hold them.

## 2026-04-14: quarterly review

- Due: 2026-04-05
- Reviewed version: 2.0
- Present: Rosa Lindqvist, Noor Haddad; 34 residents
- Result: amend
- Next review: 2026-07-05
- Place: the harbour

What we saw.

| Promise | Verdict | Note |
|---|---|---|
| first-reply | Keep | |
| `newsletter` | withdraw | nobody reads it |
| resolution | | |

- Action: a second person (Rosa Lindqvist, by 2026-05-01)
- Change: add `x`
- one more thought
"""


def read(text: str) -> Reading[tuple[Review, ...]]:
    return read_reviews(SourceText("reviews.md", text))


def item(words: str) -> Reading[tuple[Review, ...]]:
    return read(f"## 2026-04-14\n\n{words}\n")


def test_an_entry_is_read() -> None:
    reading = read(ENTRY)
    assert spots(reading) == []
    (review,) = reading.value
    assert [block.text.split("\n")[0] for block in review.prose] == [
        "What we saw.",
        "Action: a second person (Rosa Lindqvist, by 2026-05-01)",
    ]
    assert review.span.line == 5
    assert review == Review(
        held=date(2026, 4, 14),
        title="quarterly review",
        due=date(2026, 4, 5),
        version="2.0",
        present=("Rosa Lindqvist", "Noor Haddad", "34 residents"),
        result="amend",
        next=date(2026, 7, 5),
        verdicts=(
            PromiseVerdict(ref="first-reply", verdict=Verdict.KEEP),
            PromiseVerdict(ref="newsletter", verdict=Verdict.WITHDRAW, note="nobody reads it"),
            PromiseVerdict(ref="resolution", verdict=None),
        ),
        actions=(Action(words="a second person", owner="Rosa Lindqvist", due=date(2026, 5, 1)),),
        changes=("add x",),
        fields=(("Place", "the harbour"),),
        prose=review.prose,
    )


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("2026-04-14", ""),
        ("2026-04-14: a: b", "a: b"),
        ("2026-04-14 – spring", "spring"),
        ("2026-04-14 - spring", "spring"),
        ("2026-04-14 spring", "spring"),
    ],
)
def test_a_heading_is_a_day_and_a_title(heading: str, title: str) -> None:
    reading = read(f"## {heading}\n")
    assert spots(reading) == []
    assert [(review.held, review.title) for review in reading.value] == [(date(2026, 4, 14), title)]


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("14/04/2026: spring", "write 2026-04-14"),
        ("14 April 2026: spring", "write 2026-04-14"),
        ("2026-02-30: spring", "write a day that exists, e.g. 2026-02-28"),
        ("Spring review", "write year, month and day, e.g. 2026-02-01"),
    ],
)
def test_a_review_without_a_readable_day_is_reported_and_the_others_are_read(heading: str, hint: str) -> None:
    reading = read(f"## {heading}\n\n- Due: 2026-04-05\n\n## 2025-04-14: before\n")
    assert spots(reading) == [("CH420", 1, 1)]
    assert hints(reading) == [hint]
    assert [review.title for review in reading.value] == ["before"]


def test_front_matter_of_a_log_needs_no_word() -> None:
    reading = read("---\nlayout: page\n---\n" + ENTRY)
    assert spots(reading) == []
    assert [review.span.line for review in reading.value] == [8]


def test_a_section_of_prose_is_no_review() -> None:
    assert read("## How we hold them\n\n- Rosa: chairs\n") == Reading(())


def test_reviews_are_given_newest_first_and_another_order_is_reported() -> None:
    reading = read("## 2025-04-14: old\n\n## 2026-04-14: new\n\n## 2025-10-14: middle\n")
    assert spots(reading) == [("CH421", 3, 1)]
    assert [review.title for review in reading.value] == ["new", "middle", "old"]
    assert spots(read("## 2026-04-14: new\n\n## 2026-04-14: same day\n\n## 2025-04-14: old\n")) == []


def test_a_field_that_cannot_be_read_is_reported_at_its_value() -> None:
    reading = item("- Due: 5 April 2026\n- Next review: soon\n- Result: keep")
    assert spots(reading) == [("CH406", 3, 8), ("CH406", 4, 16)]
    assert hints(reading)[0] == "write 2026-04-05"
    assert (reading.value[0].due, reading.value[0].result) == (None, "keep")


def test_a_field_that_stands_twice_is_reported_and_kept() -> None:
    reading = item("- Due: 2026-04-05\n- Due: 2026-04-06")
    assert spots(reading) == [("CH420", 4, 1)]
    assert reading.value[0].due == date(2026, 4, 5)
    assert reading.value[0].fields == (("Due", "2026-04-06"),)


def test_another_verdict_is_reported_and_kept_empty() -> None:
    reading = item("| Expectation | Verdict |\n|---|---|\n| a | kep |\n| b | dunno |\n| | keep |")
    assert spots(reading) == [("CH423", 5, 7), ("CH423", 6, 7), ("CH411", 7, 3)]
    assert hints(reading)[:2] == ["write keep", "write keep, change, withdraw or park"]
    assert [verdict.verdict for verdict in reading.value[0].verdicts] == [None, None, Verdict.KEEP]


def test_another_table_is_prose() -> None:
    reading = item("| Who | Verdict |\n|---|---|\n| a | kept |")
    assert spots(reading) == []
    assert [block.text for block in reading.value[0].prose] == ["Who\nVerdict\na\nkept"]


@pytest.mark.parametrize(
    ("words", "action"),
    [
        ("do it (Rosa, by 2026-05-01)", Action(words="do it", owner="Rosa", due=date(2026, 5, 1))),
        ("do it (Rosa, 2026-05-01).", Action(words="do it", owner="Rosa", due=date(2026, 5, 1))),
        (
            "do it (now) (Rosa (desk), Tomas, by 2026-05-01)",
            Action(words="do it (now)", owner="Rosa (desk), Tomas", due=date(2026, 5, 1)),
        ),
        (
            "do it (Rosa, by 2026-05-01), done 2026-04-28",
            Action(words="do it", owner="Rosa", due=date(2026, 5, 1), is_done=True, done_on=date(2026, 4, 28)),
        ),
        (
            "do it (Rosa, by 2026-05-01, done on 2026-04-28)",
            Action(words="do it", owner="Rosa", due=date(2026, 5, 1), is_done=True, done_on=date(2026, 4, 28)),
        ),
        ("do it (Rosa, by 2026-05-01) – done", Action(words="do it", owner="Rosa", due=date(2026, 5, 1), is_done=True)),
        (
            "do it (Rosa, by 2026-05-01)\n- Done: 2026-04-28",
            Action(words="do it", owner="Rosa", due=date(2026, 5, 1), is_done=True, done_on=date(2026, 4, 28)),
        ),
    ],
)
def test_an_action_says_who_by_when_and_whether_it_is_done(words: str, action: Action) -> None:
    reading = item(f"- Action: {words}")
    assert spots(reading) == []
    assert reading.value[0].actions == (action,)


@pytest.mark.parametrize(("box", "is_done"), [("[x]", True), ("[X]", True), ("[ ]", False)])
def test_a_box_says_whether_an_action_is_done(box: str, is_done: bool) -> None:
    (action,) = item(f"- {box} Action: do it (Rosa, by 2026-05-01)").value[0].actions
    assert (action.words, action.is_done) == ("do it", is_done)


@pytest.mark.parametrize(
    ("words", "spot", "hint"),
    [
        ("do it", (3, 11), "Action: do it (Rosa Lindqvist, by 2026-05-01)"),
        ("do it (soon)", (3, 11), "Action: do it (soon) (Rosa Lindqvist, by 2026-05-01)"),
        ("do it (by 2026-06-15)", (3, 11), "Action: do it (Rosa Lindqvist, by 2026-06-15)"),
        ("do it (Rosa, by 1 May 2026)", (3, 27), "write 2026-05-01"),
        ("do it\n  soon (Rosa, by May)", (4, 18), "write year, month and day, e.g. 2026-02-01"),
    ],
)
def test_an_action_that_does_not_say_it_is_reported_and_kept(words: str, spot: tuple[int, int], hint: str) -> None:
    reading = item(f"- Action: {words}")
    assert spots(reading) == [("CH422", *spot)]
    assert hints(reading) == [hint]
    assert reading.value[0].actions[0].words.startswith("do it")


def test_a_day_that_was_not_read_stays_among_the_words() -> None:
    (action,) = item("- Action: do it (Rosa, by May)").value[0].actions
    assert (action.words, action.owner, action.due) == ("do it (Rosa, by May)", "Rosa", None)


def test_a_closing_line_needs_an_action_above_it() -> None:
    assert spots(item("- Done: 2026-04-28")) == [("CH422", 3, 1)]


@given(st.text() | st.text(st.sampled_from("#-|:()[]x, \n2026")))
def test_any_text_is_read(text: str) -> None:
    read(text)
    item("- Action: " + text)


class TestFrenchWords:
    LOG = """# Journal des revues

## 2026-04-14 : revue de printemps

- Échéance : 2026-04-05
- Version examinée : 2.0
- Présents : Rosa Lindqvist, Noor Haddad
- Résultat : adapter
- Prochaine revue : 2026-07-05

| Engagement | Verdict | Remarque |
|---|---|---|
| accueil | garder | |
| bulletin | retirer | personne ne le lit |

- Action : une deuxième personne au téléphone (Rosa Lindqvist, avant le 2026-05-01)
- Action : refaire le guide (Tomas Beck, d’ici le 2026-04-30), fait le 2026-04-28
- Changement : promettre que cela tienne
"""

    def test_a_log_in_french_is_read_as_one_in_english_is(self) -> None:
        reading = read_reviews(SourceText("reviews.md", self.LOG))
        (review,) = reading.value
        assert reading.diagnostics == ()
        assert review.title == "revue de printemps"
        assert (review.due, review.version, review.next) == (date(2026, 4, 5), "2.0", date(2026, 7, 5))
        assert review.present == ("Rosa Lindqvist", "Noor Haddad")
        assert review.result == "adapter"
        assert [(row.ref, row.verdict, row.note) for row in review.verdicts] == [
            ("accueil", Verdict.KEEP, ""),
            ("bulletin", Verdict.WITHDRAW, "personne ne le lit"),
        ]
        assert [(action.owner, action.due, action.done_on) for action in review.actions] == [
            ("Rosa Lindqvist", date(2026, 5, 1), None),
            ("Tomas Beck", date(2026, 4, 30), date(2026, 4, 28)),
        ]
        assert review.changes == ("promettre que cela tienne",)
        assert review.fields == ()
