"""Promises that are hard to read, and rubrics by which two people would judge differently."""

from __future__ import annotations

import pytest

from tests.builders import charter_text, promise
from tests.check.promised import find, of_promise, written

LEVELS = "levels: [Not yet, Getting there, Met, Beyond]"


def _sentence(words: int) -> str:
    return " ".join(["We", *["answer"] * (words - 1)]) + "."


def _rubric(*cells: str) -> str:
    head = "| What we look at | Not yet | Getting there | Met | Beyond |\n|---|---|---|---|---|\n"
    table = f"{head}| Speed | {' | '.join(cells)} |"
    return charter_text(front=LEVELS, promises=promise(target=None, after=table))


def test_a_sentence_is_long_past_35_words() -> None:
    assert find(of_promise(_sentence(35)), "CH240") == []
    text = of_promise(f"We answer. {_sentence(36)} We do.")
    (item,) = find(text, "CH240")
    assert "36 words" in item.message
    assert written(text, item).startswith("We answer answer")


def test_the_items_of_a_list_are_sentences_of_their_own() -> None:
    assert find(of_promise("\n".join(f"- {_sentence(20)[:-1]}" for _ in range(4))), "CH240") == []


def test_markup_and_addresses_are_no_words() -> None:
    assert find(of_promise(_sentence(34)[:-1] + " <b> – — https://a.example/b-c-d-e."), "CH240") == []


def test_a_promise_is_long_past_250_words() -> None:
    assert find(of_promise("We answer you. " * 83), "CH241") == []
    text = of_promise("We answer you. " * 84)
    (item,) = find(text, "CH241")
    assert "252 words" in item.message
    assert written(text, item) == "A promise"


@pytest.mark.parametrize(
    "title", ["A person answers you", "The persons answer your", "A Person Answers You.", "A person answer you"]
)
def test_titles_that_say_the_same_are_found(title: str) -> None:
    text = charter_text(promises=promise(title="A person answers you") + "\n\n" + promise("other", title=title))
    assert [written(text, item) for item in find(text, "CH242")] == ([title.rstrip()] if "your" not in title else [])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Priority 1", "Priority 2"),
        ("Answers within 2 days", "Answers within 3 days"),
        ("We answer letters", "We answer calls"),
        ("Inbound", "Onbound"),
    ],
)
def test_titles_that_say_something_else_are_not(one: str, other: str) -> None:
    text = charter_text(promises=promise(title=one) + "\n\n" + promise("other", title=other))
    assert find(text, "CH242") == []


def test_equal_titles_are_found_however_far_apart() -> None:
    between = [promise(f"p{number}", title=f"Promise {number}") for number in range(250)]
    text = charter_text(promises="\n\n".join([promise(title="Courtesy"), *between, promise("other", title="Courtesy")]))
    assert [written(text, item) for item in find(text, "CH242")] == ["Courtesy"]


def test_both_sides_may_promise_the_same() -> None:
    asked = "\n\n## What we ask\n\n- Promised by: staff\n- Promised to: desk\n\n"
    text = charter_text(promises=promise(title="Courtesy") + asked + promise("other", title="Courtesy"))
    assert find(text, "CH242") == []


@pytest.mark.parametrize(
    "words", ["The change advisory board (CAB) meets. The CAB decides.", "CAB (the board) decides.", "Ask in the UK."]
)
def test_explained_and_common_abbreviations_are_fine(words: str) -> None:
    assert find(of_promise(words), "CH243") == []


def test_an_abbreviation_is_told_once() -> None:
    text = of_promise("The CAB decides. The CAB writes.")
    (item,) = find(text, "CH243")
    assert written(text, item) == "CAB"


def test_equal_neighbours_are_found_and_equal_strangers_are_not() -> None:
    text = _rubric("Late", "In time", "in  time.", "Early")
    (item,) = find(text, "CH310")
    assert written(text, item) == "in  time."
    assert find(_rubric("Late", "In time", "Late", "Early"), "CH310") == []
    assert find(_rubric("> 5 days", "< 5 days", "5 days", "Early"), "CH310") == []
    assert find(_rubric("Late", "", "", "Early"), "CH310") == []


@pytest.mark.parametrize("words", ["Satisfactory", "Good.", "meets expectations", "Met"])
def test_an_expected_level_of_praise_alone_is_found(words: str) -> None:
    text = _rubric("Late", "In time", words, "Early")
    (item,) = find(text, "CH311")
    assert written(text, item) == words
    assert find(_rubric(words, "In time", "Early enough", "Early"), "CH311") == []


@pytest.mark.parametrize("words", ["The target is met", "Good news comes first", "Within 2 days"])
def test_an_expected_level_that_says_something_is_fine(words: str) -> None:
    assert find(_rubric("Late", "In time", words, "Early"), "CH311") == []


def test_a_level_nobody_can_fall_short_of_is_found() -> None:
    text = of_promise("We are kind.", "Target: level Not yet or better", front=LEVELS)
    (item,) = find(text, "CH312")
    assert written(text, item) == "level Not yet or better"
    assert item.hint == "level Getting there or better"
    text = of_promise("We are kind.", front=f"{LEVELS}\nexpected: Not yet")
    (item,) = find(text, "CH312")
    assert written(text, item) == "Not yet"
    assert find(of_promise("We are kind.", "Target: level Met or better", front=LEVELS), "CH312") == []
