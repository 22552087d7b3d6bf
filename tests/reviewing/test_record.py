from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.records import Action, PromiseVerdict, Review, Verdict
from charter.reading.reviews import read_reviews
from charter.reviewing.record import add_entry, blank_entry, cut_entry, write_entry
from charter.reviewing.untouched import is_untouched, sealed
from charter.source import CharterError, SourceText, UsageError

DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))
WORDS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"), exclude_characters="\u200e\u200f\ufffd"),
    min_size=1,
    max_size=30,
).map(lambda words: " ".join(words.split()))
PLAIN = WORDS.filter(lambda words: any(sign.isalnum() for sign in words) and words[-1].isalnum())
NAMES = PLAIN.map(lambda words: " ".join("".join(" " if sign in ",;()" else sign for sign in words).split()))
LOG = "# Review log\n\nHow we hold them.\n\n## 2025-07-08: half-yearly review\n\n- Result: rewrite\n\nToo slow.\n"


def review(**changed: object) -> Review:
    usual: dict[str, object] = {
        "held": date(2026, 4, 14),
        "title": "review",
        "due": date(2026, 4, 5),
        "version": "2.0",
        "present": ("Rosa Lindqvist", "Noor Haddad"),
        "result": "amend",
        "next": date(2026, 7, 5),
        "verdicts": (
            PromiseVerdict(ref="first-reply", verdict=Verdict.KEEP),
            PromiseVerdict(ref="newsletter", verdict=Verdict.WITHDRAW, note="nobody reads it"),
        ),
        "actions": (Action(words="a second person", owner="Rosa Lindqvist", due=date(2026, 5, 1)),),
    }
    return Review(**{**usual, **changed})  # type: ignore[arg-type]


def read(text: str) -> tuple[Review, ...]:
    return read_reviews(SourceText("reviews.md", text)).value


ACTIONS = st.builds(
    lambda words, owner, due, done: Action(words=words, owner=owner, due=due, is_done=done is not None, done_on=done),
    words=PLAIN,
    owner=NAMES,
    due=DAYS,
    done=st.none() | DAYS,
)
REVIEWS = st.builds(
    review,
    held=DAYS,
    title=PLAIN,
    due=st.none() | DAYS,
    present=st.lists(NAMES.filter(bool), max_size=3).map(tuple),
    result=st.none() | WORDS.filter(bool),
    next=st.none() | DAYS,
    verdicts=st.lists(
        st.builds(
            PromiseVerdict,
            ref=st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True),
            verdict=st.sampled_from(Verdict),
            note=WORDS,
        ),
        max_size=3,
    ).map(tuple),
    actions=st.lists(ACTIONS, max_size=3).map(tuple),
    changes=st.lists(PLAIN, max_size=2).map(tuple),
)


@given(held=REVIEWS, language=st.sampled_from(["en", "fr"]))
def test_what_is_written_is_read_back(held: Review, language: str) -> None:
    entry = write_entry(held, language)
    (back,) = read(entry.text)
    assert replace(back, prose=()) == held


@given(held=REVIEWS, end=st.sampled_from(["\n", "\r\n"]), mark=st.sampled_from(["", "\ufeff"]))
def test_a_log_with_a_new_entry_holds_every_byte_it_held(held: Review, end: str, mark: str) -> None:
    entry = write_entry(held, "en")
    before = mark + LOG.replace("\n", end)
    after = add_entry(before, entry, "en")
    at = before.index("## 2025")
    assert after.startswith(before[:at])
    assert after.endswith(before[at:])
    assert end == "\r\n" or "\r" not in after


def test_the_new_entry_stands_above_all_others() -> None:
    assert add_entry(LOG, write_entry(review(), "en"), "en") == (
        "# Review log\n\nHow we hold them.\n\n"
        "## 2026-04-14: review\n\n"
        "- Due: 2026-04-05\n- Reviewed version: 2.0\n- Present: Rosa Lindqvist, Noor Haddad\n- Result: amend\n"
        "- Next review: 2026-07-05\n\n"
        "| Promise | Verdict | Note |\n|---|---|---|\n| first-reply | keep | |\n"
        "| newsletter | withdraw | nobody reads it |\n\n"
        "- Action: a second person (Rosa Lindqvist, by 2026-05-01)\n\n"
        "## 2025-07-08: half-yearly review\n\n- Result: rewrite\n\nToo slow.\n"
    )


@pytest.mark.parametrize("log", [None, "", "\ufeff", "\n\n"])
def test_without_a_log_one_is_made_in_the_language_of_the_charter(log: str | None) -> None:
    made = add_entry(log, write_entry(review(), "fr"), "fr")
    assert made.startswith(f"{log or ''}# Journal des révisions\n\n## 2026-04-14 : review\n\n- Échéance : 2026-04-05\n")
    assert "| newsletter | retirer | nobody reads it |" in made
    assert "(Rosa Lindqvist, avant le 2026-05-01)" in made


def test_a_log_without_a_review_is_added_to_at_its_end() -> None:
    entry = write_entry(review(), "en")
    assert add_entry("# Log\n\nNothing yet.", entry, "en") == f"# Log\n\nNothing yet.\n\n{entry.text}"


def test_prose_is_kept_as_markdown() -> None:
    entry = write_entry(review(), "en", said="It was *slow*.\n\n- in February")
    assert "- Next review: 2026-07-05\n\nIt was *slow*.\n\n- in February\n\n| Promise" in entry.text
    assert [block.text for block in entry.review.prose] == ["It was slow.", "in February"]


@pytest.mark.parametrize(
    "changed",
    [
        {"present": ("Lindqvist, Rosa",)},
        {"actions": (Action(words="call (Noor, by 2026-05-02)"),)},
        {"title": "a\n\n## 2026-01-01: b"},
    ],
)
def test_words_that_would_be_read_otherwise_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(UsageError, match="read otherwise"):
        write_entry(review(**changed), "en")


def test_prose_must_not_begin_another_review() -> None:
    with pytest.raises(UsageError):
        write_entry(review(), "en", said="## 2026-01-01: another")


def test_a_log_that_ends_in_open_code_is_left_alone() -> None:
    with pytest.raises(CharterError, match="would not be read"):
        add_entry("# Log\n\n```\nnever closed\n", write_entry(review(), "en"), "en")


class TestSheet:
    def test_a_blank_entry_has_room_and_leaves_it_out_when_nothing_was_written_there(self) -> None:
        blank = blank_entry(review(present=(), result=None, actions=()), "en")
        assert "- Present:\n- Result:\n" in blank
        assert blank.endswith("\n- Action:\n")
        entry = cut_entry(SourceText("sheet.md", f"# Pack\n\n## What changed\n\nMuch.\n\n{blank}"))
        assert entry.diagnostics == ()
        assert "Present" not in entry.text
        assert "Action" not in entry.text
        assert entry.text.startswith("## 2026-04-14: review\n\n- Due: 2026-04-05\n- Reviewed version: 2.0\n- Next")

    def test_what_was_written_is_taken_over_as_it_stands(self) -> None:
        table = "| Ref | Verdict |\n|--|--|\n| a | Keep |\n"
        text = f"## 2026-04-14: spring\n\n* Present:   Rosa, *Noor*\n\nWe   saw.\n\n{table}"
        entry = cut_entry(SourceText("sheet.md", f"# Pack\n\n{text}\n## Notes for us\n\nnot this\n"))
        assert entry.text == text
        assert entry.review.present == ("Rosa", "Noor")

    def test_places_count_in_the_sheet(self) -> None:
        text = "# Pack\n\n## 2026-04-14\n\n- Present:\n- Next review: soon\n"
        (found,) = cut_entry(SourceText("sheet.md", text)).diagnostics
        assert (found.code, found.span.line, found.span.column) == ("CH406", 6, 16)

    @pytest.mark.parametrize(
        ("text", "told"), [("# Pack\n", "no review"), ("## 2026-01-01\n\n## 2026-02-01\n", "2 reviews")]
    )
    def test_a_sheet_holds_one_review(self, text: str, told: str) -> None:
        with pytest.raises(UsageError, match=told):
            cut_entry(SourceText("sheet.md", text))

    def test_a_sheet_that_somebody_wrote_in_can_be_told(self) -> None:
        text = sealed("# Pack\n\n- Present:\n")
        assert is_untouched(text)
        assert is_untouched(text.replace("\n", "\r\n"))
        assert not is_untouched(text.replace("Present:", "Present: Rosa"))
        assert not is_untouched("# Pack\n")
