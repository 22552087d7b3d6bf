"""Edits that must and must not change a fingerprint. The base text holds every kind of thing a charter can hold."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from charter.model.fingerprint import expectation_fingerprint, fingerprint, text_digest
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.source import SourceText

LIBRARY = (
    "  - {id: library, role: provider, name: City Library,"
    " representatives: [{name: Ana Prado, title: Head of branches, decides: yes}]}\n"
)
READERS = (
    "  - {id: readers, role: customer, name: Readers' council,"
    " representatives: [{name: Jo Lim, decides: yes}, {name: Sam Roe, decides: yes}]}\n"
)
BASE = Path(__file__).with_name("base.md").read_text(encoding="utf-8")


def read(text: str) -> CharterText:
    return read_charter(SourceText("content/library/charter.md", text)).value


def edited(*pairs: tuple[str, str]) -> str:
    text = BASE
    for old, new in pairs:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the base text"
        text = text.replace(old, new)
    return text


NO_CHANGE = {
    "reflow": [("looking for a book,\nand we do not hurry you.", "looking for\na book, and we do\nnot hurry you.")],
    "paragraphs joined": [("hurry you.\n\nOn Saturdays", "hurry you. On Saturdays")],
    "field order": [("- Owner: Ana Prado\n- Kind: attitude\n", "- Kind: attitude\n- Owner: Ana Prado\n")],
    "fields with stars": [
        ("- Target: 90% within 5 working days\n- Ref: arrivals", "* Target: 90% within 5 working days\n* Ref: arrivals")
    ],
    "bold field names": [("- Remedy: the fee", "- **Remedy:** the fee")],
    "emphasis": [("a named person", "a **named** _person_")],
    "emphasis by other signs": [("*every* branch", "_every_ branch")],
    "rubric columns": [
        ("| What we look at | Poor | Fair | Good |", "| What we look at | Good | Poor | Fair |"),
        ("| Patience | Sighs | Neutral | Warm |", "| Patience | Warm | Sighs | Neutral |"),
        (
            "| Finding | Alone | Pointed at | Walked to the shelf |",
            "| Finding | Walked to the shelf | Alone | Pointed at |",
        ),
    ],
    "rubric rows": [
        (
            "| Patience | Sighs | Neutral | Warm |\n| Finding | Alone | Pointed at | Walked to the shelf |\n",
            "| Finding | Alone | Pointed at | Walked to the shelf |\n| Patience | Sighs | Neutral | Warm |\n",
        )
    ],
    "table alignment": [("|---|---|---|---|", "|:--|--:|:-:|---|"), ("| Patience | Sighs |", "|Patience|   Sighs |")],
    "columns of a prose table": [
        ("| Branch | Opens |", "| Opens | Branch |"),
        ("| Mill Road | 09:00 |", "| 09:00 | Mill Road |"),
        ("| Harbour | 10:00 |", "| 10:00 | Harbour |"),
    ],
    "columns of the terms": [
        ("| Term | Means |", "| Means | Term |"),
        ("| loan | a book you take home |", "| a book you take home | loan |"),
    ],
    "front matter keys": [("audience: Everyone\nlanguage: en\n", "language: en\naudience: Everyone\n")],
    "audience is no promise": [("audience: Everyone\n", "audience: All who live here\n")],
    "contact address": [("feedback: mailto:library@example.org", "feedback: mailto:books@example.org")],
    "job title": [("title: Head of branches", "title: Director of branches")],
    "party order": [
        (LIBRARY + READERS, READERS + LIBRARY.replace("id: library, role: provider", "role: provider, id: library")),
    ],
    "unknown key": [("audience: Everyone\n", "audience: Everyone\ncolour: green\n")],
    "introduction": [("This charter is for readers.", "Welcome! This charter is for all readers.")],
    "heading numbers": [("## What we promise", "## 1. What we promise"), ("### We listen", "### 1.1 We listen")],
    "curly quotes": [("don't shout", "don’t shout"), ('"ready"', "“ready”")],
    "dashes": [("Mon-Fri only - never", "Mon–Fri only — never")],
    "space before a per cent sign": [("- Target: 95% within", "- Target: 95 % within")],
    "promises in another order": [
        (
            "### Books arrive\n\nA book you asked for comes to your branch.\n\n- Target: 90% within 5 working days\n"
            "- Ref: arrivals\n\n",
            "",
        ),
        (
            "## What we ask of you\n",
            "### Books arrive\n\nA book you asked for comes to your branch.\n\n- Target: 90% within 5 working days\n"
            "- Ref: arrivals\n\n## What we ask of you\n",
        ),
    ],
    "targets in another order": [
        (
            "- Target: 95% within 10 minutes\n- Target (by phone): 90% within 1 hour\n",
            "- Target (by phone): 90% within 1 hour\n- Target: 95% within 10 minutes\n",
        )
    ],
    "a ref on the heading": [("### We listen", "### We listen {#listen}"), ("- Ref: listen\n", "")],
    "what a ref was": [("- Ref: listen\n", "- Ref: listen\n- Was: hearing\n")],
    "a trailing blank": [("hurry you.\n", "hurry you.   \n")],
    "agreement in other words": [("one decider from every party", "One decider from every party")],
    "calendar days one by one": [("Mon-Fri 09:00-18:00", "Mon-Wed 09:00-18:00, Thu, Fri 09:00-18:00")],
    "composed letters": [("Café corner", "Cafe\u0301 corner")],
    "a setext heading": [("## Where else to go\n", "Where else to go\n----------------\n")],
    "hard wrapped field": [("the fee is waived for the whole month", "the fee is waived\n  for the whole month")],
}

CHANGE = {
    "one word in a promise": [("we do not hurry you", "we do hurry you")],
    "a typo mended": [("a named person", "a namde person")],
    "case": [("Readers return", "readers return")],
    "a target's number": [("95% within 10 minutes", "94% within 10 minutes")],
    "a target's unit": [("95% within 10 minutes", "95% within 10 hours")],
    "a segment's name": [("Target (by phone)", "Target (by post)")],
    "a target in other words": [("95% within 10 minutes", "95% in 10 minutes")],
    "a target gone": [("- Target (by phone): 90% within 1 hour\n", "")],
    "a field's words": [("the fee is waived", "the fee is halved")],
    "a field come": [("- Ref: arrivals\n", "- Ref: arrivals\n- Remedy: a free loan\n")],
    "an unknown field": [("- Ref: arrivals\n", "- Ref: arrivals\n- Colour: green\n")],
    "a ref": [("- Ref: arrivals", "- Ref: arrival")],
    "a title": [("### Books arrive", "### Books come")],
    "a number that is the title's": [("### We listen", "### 3 of us listen")],
    "a rubric cell": [("| Warm |", "| Very warm |")],
    "a criterion": [("| Patience |", "| Calm |")],
    "rubric cells exchanged": [("| Sighs | Neutral |", "| Neutral | Sighs |")],
    "expected level": [("expected: Good", "expected: Fair")],
    "levels": [("levels: [Poor, Fair, Good]", "levels: [Poor, Fair, Good, Great]")],
    "a prose cell": [("| Harbour | 10:00 |", "| Harbour | 11:00 |")],
    "a term": [("a book you take home", "a book or a game you take home")],
    "prose of a section": [("the help point", "the front desk")],
    "a section's heading": [("## Where else to go", "## Elsewhere")],
    "a party's role": [("role: customer, name: Readers' council", "role: observer, name: Readers' council")],
    "a party's name": [("name: Readers' council", "name: Readers' board")],
    "who decides": [
        (
            "[{name: Jo Lim, decides: yes}, {name: Sam Roe, decides: yes}]",
            "[{name: Jo Lim, decides: no}, {name: Sam Roe, decides: yes}]",
        )
    ],
    "who promises": [
        (
            "- Promised by: City Library\n- Promised to: Readers' council",
            "- Promised by: Readers' council\n- Promised to: City Library",
        )
    ],
    "agreement": [("one decider from every party", "everyone who decides")],
    "opening hours": [("Mon-Fri 09:00-18:00", "Mon-Fri 09:00-17:00")],
    "time zone": [("timezone: Europe/Lisbon", "timezone: Europe/Madrid")],
    "closed days": [("closed: [2026-12-25]", "closed: [2026-12-25, 2026-12-26]")],
    "whose holidays": [("closed: [2026-12-25]", "closed: [2026-12-25]\n  holidays: PT")],
    "cadence": [("review: every 6 months", "review: every 12 months")],
    "notice": [("notice: 30", "notice: 14")],
    "charter's title": [("title: Library charter", "title: Reading room charter")],
    "a promise gone": [("### We listen\n", "#### We listen\n")],
    "a promise moved to another section": [
        ("### We listen\n\nOnce a month a named person sits in *every* branch.\n\n- Ref: listen\n\n", ""),
        (
            "## How we work\n",
            "### We listen\n\nOnce a month a named person sits in *every* branch.\n\n- Ref: listen\n\n## How we work\n",
        ),
    ],
    "a principle": [("1. We say sorry.", "1. We say so.")],
    "where a link leads": [("(https://example.org/fees)", "(https://example.org/prices)")],
    "words struck out": [("we do not hurry you", "we do ~~not~~ hurry you")],
    "raw HTML": [("a named person", "a <b>named</b> person")],
}


@pytest.mark.parametrize("name", NO_CHANGE)
def test_an_edit_that_changes_no_meaning_leaves_the_fingerprint(name: str) -> None:
    text = edited(*NO_CHANGE[name])
    assert text != BASE
    assert fingerprint(read(text)) == fingerprint(read(BASE))


@pytest.mark.parametrize("name", CHANGE)
def test_an_edit_that_changes_meaning_changes_the_fingerprint(name: str) -> None:
    assert fingerprint(read(edited(*CHANGE[name]))) != fingerprint(read(BASE))


def test_the_base_text_reads_without_error() -> None:
    found = read_charter(SourceText("content/library/charter.md", BASE)).diagnostics
    assert [item for item in found if item.severity == "error"] == []


def test_one_promise_changed_leaves_the_others() -> None:
    before = {item.ref: expectation_fingerprint(item) for item in read(BASE).expectations}
    after = {
        item.ref: expectation_fingerprint(item) for item in read(edited(*CHANGE["a target's number"])).expectations
    }
    assert {ref for ref in before if before[ref] != after[ref]} == {"answers"}


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    from charter.reading.decode import decode

    data = b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode()
    decoded = decode("content/library/charter.md", data)
    assert fingerprint(read_charter(decoded.value).value) == fingerprint(read(BASE))


def test_the_scheme_number_comes_first() -> None:
    found = fingerprint(read(BASE))
    assert found.startswith("c1:")
    assert len(found) == 3 + 64


@pytest.mark.parametrize("name", ["introduction", "audience is no promise", "job title", "unknown key"])
def test_what_stays_out_of_the_fingerprint_is_in_the_digest_of_the_text(name: str) -> None:
    assert text_digest(read(edited(*NO_CHANGE[name]))) != text_digest(read(BASE))


@pytest.mark.parametrize("name", ["reflow", "field order", "rubric columns", "emphasis", "curly quotes"])
def test_what_nobody_sees_is_not_in_the_digest_of_the_text(name: str) -> None:
    assert text_digest(read(edited(*NO_CHANGE[name]))) == text_digest(read(BASE))


def test_a_stamp_is_in_neither() -> None:
    stamped = BASE.replace(
        "language: en\n", 'language: en\nversion: "1.0"\neffective: 2026-01-01\nreleased: 2025-12-01\n', 1
    )
    text = read_charter(SourceText("content/library/versions/1.0.md", stamped), label="1.0").value
    assert text.stamp.version == "1.0"
    assert fingerprint(text) == fingerprint(read(BASE))
    assert text_digest(text) == text_digest(read(BASE))


def test_spans_take_no_part() -> None:
    text = read(BASE)
    moved = dataclasses.replace(text, span=dataclasses.replace(text.span, path="elsewhere.md"))
    assert fingerprint(moved) == fingerprint(text)


def test_hash_seeds_do_not_matter() -> None:
    program = (
        "import sys; from charter.model.fingerprint import fingerprint;"
        "from charter.reading.charter import read_charter; from charter.source import SourceText;"
        "print(fingerprint(read_charter(SourceText('c.md', sys.stdin.read())).value))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            input=BASE,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        ).stdout.strip()
        for seed in ("0", "1", "4242")
    }
    assert found == {fingerprint(read(BASE))}
