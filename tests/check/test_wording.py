"""Words that leave a promise open are found where they promise something, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.check.phrases import phrasebook_for
from charter.reading.target_words import words_for
from charter.reading.targets import read_target
from charter.source import Span
from tests.builders import charter_text
from tests.check.promised import find, of_promise, quoted, written

WORDS = ("CH230", "CH231", "CH232", "CH233", "CH234", "CH235", "CH236")
RUBRIC = "\n\n| What we look at | Not yet | Met |\n|---|---|---|\n| Speed | Late | In time |\n"


@pytest.mark.parametrize(
    ("code", "words", "phrase"),
    [
        ("CH230", "We answer promptly.", "promptly"),
        ("CH230", "You hear from us as soon as possible.", "as soon as possible"),
        ("CH230", "Our staff reply in a timely manner.", "in a timely manner"),
        ("CH230", "We will:\n\n- Give prompt and accurate advice", "prompt"),
        ("CH230", "You can expect us to:\n\n- respond to your request quickly", "quickly"),
        ("CH230", "You receive regular updates.", "regular"),
        ("CH230", "You can expect us to answer promptly.", "promptly"),
        ("CH230", "We give you a prompt answer.", "prompt"),
        ("CH231", "We give you an efficient service.", "efficient"),
        ("CH231", "We deal with you in a professional manner.", "professional manner"),
        ("CH231", "Your data are treated with appropriate care.", "appropriate"),
        ("CH231", "We are efficient.", "efficient"),
        ("CH232", "We keep delays to a minimum.", "to a minimum"),
        ("CH232", "You reach us most of the time.", "most of the time"),
        ("CH233", "We aim to answer every letter.", "aim to"),
        ("CH233", "The desk strives to help.", "strives to"),
        ("CH233", "Where possible, we call you.", "Where possible"),
        ("CH233", "We normally call you back.", "normally"),
        ("CH233", "Normally, we call you back.", "Normally"),
        ("CH233", "Usually the desk calls you back.", "Usually"),
        ("CH233", "Our aim is to call you back.", "Our aim is to"),
        ("CH233", "In the evening we will:\n\n- try to call you", "try to"),
        ("CH234", "We make all reasonable efforts to help.", "all reasonable efforts"),
        ("CH234", "We do our best to help.", "do our best to"),
        ("CH234", "We will make every effort to help.", "make every effort to"),
        ("CH235", "Refunds are given at our sole discretion.", "at our sole discretion"),
        ("CH235", "We lend laptops, subject to availability.", "subject to availability"),
        ("CH236", "You get excellent service.", "excellent"),
        ("CH236", "We give you the best possible service.", "best possible"),
        ("CH236", "Our world-class team helps you.", "world-class"),
    ],
)
def test_open_words_are_found_at_their_place(code: str, words: str, phrase: str) -> None:
    text = of_promise(words)
    (item,) = [item for item in find(text, *WORDS) if item.code == code]
    assert quoted([item]) == [phrase]
    assert written(text, item) == phrase
    assert item.hint


@pytest.mark.parametrize(
    ("code", "words", "phrase"),
    [
        ("CH230", "Nous répondons rapidement.", "rapidement"),
        ("CH230", "Vous recevez une réponse dans les meilleurs délais.", "dans les meilleurs délais"),
        ("CH230", "Nous vous informons régulièrement.", "régulièrement"),
        ("CH231", "Nous prenons les mesures appropriées.", "appropriées"),
        ("CH232", "Nous répondons la plupart du temps.", "la plupart du temps"),
        ("CH233", "Nous nous efforçons de répondre.", "nous efforçons de"),
        ("CH233", "Dans la mesure du possible, vous recevez une réponse.", "Dans la mesure du possible"),
        ("CH233", "En principe, nous vous rappelons.", "En principe"),
        ("CH233", "Si possible, nous vous rappelons.", "Si possible"),
        ("CH234", "Nous faisons de notre mieux.", "de notre mieux"),
        ("CH235", "Le prêt est accordé à notre discrétion.", "à notre discrétion"),
        ("CH236", "Nous offrons un service excellent.", "excellent"),
    ],
)
def test_open_words_are_found_in_french(code: str, words: str, phrase: str) -> None:
    text = of_promise(words, language="fr")
    (item,) = [item for item in find(text, *WORDS) if item.code == code]
    assert written(text, item) == phrase


@pytest.mark.parametrize(
    "words",
    [
        "If it breaks again soon, that is on us.",
        "You can quickly find the form on our page.",
        "Please tell us as soon as possible.",
        "Tell us as soon as possible, so that we can put it right.",
        "You may try to call us.",
        "We ask you to tell us promptly.",
        "We can periodically close the counter.",
        "In exceptional circumstances we may lend you a laptop.",
        "In return we ask you to:\n\n- report faults promptly",
        "How quickly will you answer?",
        'An automatic "we will answer promptly" does not count.',
        "We tell you when you have to be quick.",
        "The form helps us answer you quickly.",
        "We never promise a quick answer.",
        "We answer as soon as the part is here.",
        "We make reasonable adjustments.",
        "You are passed to the appropriate person.",
        "The Institute for Customer Excellence judges us.",
        "Customers should try to describe the fault.",
        "To give you the best possible care, a nurse calls you first.",
        "> We answer promptly.",
        "```\nwe answer promptly\n```",
        "Frequently asked questions stand on our page.",
        "We answer within 2 hours, quickly.",
        "The energy-efficient lamps are ours.",
        "You have the right to complain from May on.",
    ],
)
def test_words_that_promise_nothing_vague_are_left_alone(words: str) -> None:
    assert quoted(find(of_promise(words), *WORDS)) == []


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("We answer promptly.", "Target: 90% within 4 hours"),
        ("We answer promptly.", "Target: average under 4 hours"),
        ("We tell you early and promptly.", "Target: at least 48 hours' notice"),
        ("We regularly inform you.", "Target: every 4 weeks"),
        ("We answer promptly.", "Target: 4.5 out of 5 or better"),
        ("Bins are emptied promptly.", "Target: 95% of bins emptied on the scheduled day"),
        ("We give you an efficient service.", "Target: 90% within 4 hours"),
        ("We keep delays to a minimum.", "Target: no more than 5 delays a month"),
        ("You get excellent service.", "Target: 4.5 out of 5 or better"),
        ("We normally call you back.", "Target: 90% within 4 hours"),
    ],
)
def test_a_target_makes_words_precise(words: str, target: str) -> None:
    assert find(of_promise(words), *WORDS)
    assert quoted(find(of_promise(words, target), *WORDS)) == []


@pytest.mark.parametrize(
    ("words", "target"),
    [
        ("We answer promptly.", "Target: every time"),
        ("We answer promptly.", "Target: as soon as we can"),
        ("We aim to answer.", "Target: 90% within 4 hours"),
        ("We do our best.", "Target: 90% within 4 hours"),
        ("You get excellent service.", "Target: 90% within 4 hours"),
        ("We normally call you back.", "Target: within 4 hours"),
        ("We normally call you back.", "Target: 4.5 out of 5 or better"),
        ("Lent at our discretion.", "Target: 90% within 4 hours"),
    ],
)
def test_a_target_of_something_else_does_not(words: str, target: str) -> None:
    assert find(of_promise(words, target), *WORDS)


@pytest.mark.parametrize("words", ["We answer promptly.", "We are efficient.", "You get excellent service."])
def test_a_rubric_makes_words_precise(words: str) -> None:
    text = of_promise(words, front="levels: [Not yet, Met]").rstrip() + RUBRIC
    assert quoted(find(text, *WORDS)) == []


def test_a_title_is_a_promise_too() -> None:
    text = of_promise("A person reads your letter.", title="A prompt answer")
    (item,) = find(text, *WORDS)
    assert written(text, item) == "prompt"


def test_a_limit_elsewhere_in_the_prose_says_when() -> None:
    text = of_promise("We answer promptly. You have an answer within 2 working days.")
    assert find(text, *WORDS) == []


def test_a_defined_term_is_not_vague() -> None:
    terms = "\n\n## Words we use\n\n| Term | Meaning |\n|---|---|\n| Promptly | Within 2 hours |\n"
    assert find(of_promise("We answer promptly.") + terms, *WORDS) == []


def test_the_name_of_a_level_is_not_praise() -> None:
    text = of_promise("Judged excellent by you.", front="levels: [Poor, Excellent]")
    assert find(text, "CH236") == []


def test_prose_outside_promises_is_never_judged() -> None:
    prose = "We aim to give you the best possible service promptly, at our discretion."
    text = charter_text() + f"\n{prose}\n\n## Background\n\n{prose}\n\n## Fees\n\n{prose}\n"
    text = text.replace(f"\n{prose}\n\n## Background", "\n\n## Background")
    assert find(text, *WORDS, "CH237", "CH240") == []


def test_a_target_line_is_left_to_those_who_read_it() -> None:
    assert find(of_promise("We answer.", "Target: we aim to answer promptly, where possible"), *WORDS) == []


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("Remedy: a refund as soon as possible", "CH230"),
        ("Remedy: we try to call you", "CH233"),
        ("Measured: regularly, from the ticket system", "CH230"),
        ("Except: circumstances beyond our control", "CH235"),
    ],
)
def test_fields_promise_as_well(field: str, code: str) -> None:
    text = of_promise("We answer.", "Target: 90% within 4 hours", field)
    assert [item.code for item in find(text, *WORDS)] == [code]


def test_what_customers_promise_is_read_from_their_side() -> None:
    ours = of_promise("You tell us promptly.").replace("Promised by: desk", "Promised by: staff")
    theirs = ours.replace("Promised to: staff", "Promised to: desk")
    assert quoted(find(theirs, *WORDS)) == ["promptly"]
    assert find(of_promise("You tell us promptly."), *WORDS) == []


def test_places_hold_across_lines_markup_and_links() -> None:
    text = of_promise("We promptly[^x] **answer as\n> soon** as [possible](https://soon.example/as-soon-as-possible).")
    assert [written(text, item) for item in find(text, "CH230")][:1] == ["promptly"]
    text = of_promise(
        "See [soon](https://a.example/soon), and you hear from us\n*as soon*  as possible: as soon as possible."
    )
    assert [written(text, item) for item in find(text, "CH230")] == [
        "soon",
        "as soon*  as possible",
        "as soon as possible",
    ]


def test_a_language_without_words_is_not_judged() -> None:
    assert find(of_promise("We answer promptly. Excellent!", language="de"), *WORDS) == []


def test_the_hint_of_a_hedge_is_the_sentence_without_it() -> None:
    (item,) = find(of_promise("We always try to answer you, at night too."), "CH233")
    assert item.hint == "We will answer you, at night too."
    (item,) = find(of_promise("We will try to answer you, at night too."), "CH233")
    assert item.hint == "We will answer you, at night too."
    (item,) = find(of_promise("We answer, where possible, at night."), "CH233")
    assert item.hint == "We answer at night."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_hints_of_targets_can_be_pasted(language: str) -> None:
    book = phrasebook_for(language)
    assert book is not None
    for key in ("when", "often", "amount"):
        target = read_target(book.hints[key], language=language, span=Span("x", 1, 1)).value
        assert target.is_computed, book.hints[key]
        assert target.condition is None


def test_every_language_with_target_words_has_open_words() -> None:
    for language in ("en", "fr"):
        assert phrasebook_for(language) is not None
        assert words_for(language) is not None
    assert phrasebook_for("fr-CA") is not None
    assert phrasebook_for("../en") is None


@given(st.text(alphabet="We aim to answer promptly, soon.*_[]()>|`\n'", max_size=120))
def test_any_prose_is_judged_without_an_error(words: str) -> None:
    text = of_promise(words)
    for item in find(text, *WORDS, "CH237", "CH238", "CH240", "CH241", "CH242", "CH243"):
        assert item.span.line is not None
