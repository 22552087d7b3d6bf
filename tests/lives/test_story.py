"""The story of one promise: how it came, changed, was called, moved, went and came back."""

from __future__ import annotations

from datetime import date

import pytest

from charter.lives.remarks import is_about
from charter.lives.story import Chronicle, Event, Story
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import charter_of

A = promise("a", title="We answer", words="You hear from somebody.")
B = promise("b", title="We repair", words="Broken taps are mended.", target="80% within 3 days")
STRONGER = A.replace("90%", "95%")


def chronicle(*texts: str, draft: str | None = None) -> Chronicle:
    """Return what was told in versions 1.0, 2.0 … of these promises, and in a working text."""
    versions = {
        f"{number}.0": charter_text(promises=text, version=f"{number}.0") for number, text in enumerate(texts, 1)
    }
    working = charter_text(promises=texts[-1] if draft is None else draft)
    return Chronicle(stand(charter_of(working, versions=versions), date(2026, 11, 23)))


def events(story: Story) -> list[tuple[str, str]]:
    return [(step.version.version.label if step.version else "draft", step.event.value) for step in story.steps]


def both(*promises: str) -> str:
    return "\n\n".join(promises)


def test_a_promise_comes_stays_changes_and_the_working_text_is_last() -> None:
    story = chronicle(B, both(A, B), both(A, B), draft=both(STRONGER, B)).story("a")
    assert events(story) == [("2.0", "came"), ("3.0", "unchanged"), ("draft", "changed")]
    assert [change.direction for change in story.steps[0].changes] == ["added"]
    assert [(change.before, change.after) for change in story.steps[-1].changes] == [
        ("90% within 4 hours", "95% within 4 hours")
    ]


def test_a_working_text_that_says_the_same_is_no_step() -> None:
    assert events(chronicle(A, A).story("a")) == [("1.0", "came"), ("2.0", "unchanged")]


def test_a_promise_that_went_is_told_once_and_one_that_came_back_goes_on() -> None:
    found = chronicle(both(A, B), B, B, both(STRONGER, B))
    assert events(found.story("a")) == [("1.0", "came"), ("2.0", "went"), ("4.0", "came")]
    assert found.story("a").steps[1].promise.title.text == "We answer"


@pytest.mark.parametrize("asked", ["a", "new"])
def test_a_promise_is_followed_through_its_names_whichever_is_asked_for(asked: str) -> None:
    renamed = promise("new", title="We answer you", words="You hear from somebody.", fields="- Was: a")
    story = chronicle(A, A, renamed).story(asked)
    assert story.refs == ("a", "new")
    assert story.title == "We answer you"
    assert events(story) == [("1.0", "came"), ("2.0", "unchanged"), ("3.0", "changed")]


def test_a_promise_renamed_without_saying_so_is_followed_where_the_comparison_takes_it_for_one() -> None:
    same_title, alike = A.replace("Ref: a", "Ref: other"), A.replace("Ref: a", "Ref: other").replace("We a", "We do a")
    for renamed in (same_title, alike):
        story = chronicle(both(A, B), both(renamed, B)).story("a")
        assert story.refs == ("a", "other")
        assert events(story) == [("1.0", "came"), ("2.0", "changed")]


def test_a_promise_that_went_into_another_says_into_which() -> None:
    joined = promise("ab", title="We answer and repair", fields="- Was: a, b")
    story = chronicle(both(A, B), joined).story("b")
    assert [step.event for step in story.steps] == [Event.CAME, Event.WENT]
    assert story.steps[-1].changes[0].into == "ab"


def test_a_name_that_no_text_has_is_no_story() -> None:
    with pytest.raises(KeyError):
        chronicle(A).story("nowhere")


def test_without_versions_the_working_text_is_the_whole_life() -> None:
    found = Chronicle(stand(charter_of(charter_text(promises=A)), date(2026, 11, 23)))
    assert events(found.story("a")) == [("draft", "came")]


def test_a_remark_is_about_a_promise_when_it_names_it() -> None:
    text = charter_of(charter_text(promises=both(promise("first-reply", title="We answer"), promise("kind")))).text
    assert text is not None
    reply, kind = text.expectations
    assert is_about("first-reply: four hours are long", reply)
    assert is_about("about “we answer”", reply)
    assert not is_about("you were kind to us", kind)
    assert is_about("kind: not always", kind)
