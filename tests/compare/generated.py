"""Charters made up of every kind of part, set in any shape, and edits that a person might make to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.source import SourceText

TARGETS = (
    "90% within 4 hours",
    "95% within 4 hours",
    "90% within 2 working days",
    "90% within 30 days",
    "90% within 1 month",
    "85% of letters answered within 3 working days",
    "we aim to answer 85% of letters within 3 working days",
    "90% within 4 business hours",
    "90% within 4 hours for adults",
    "normally within 4 hours",
    "no more than 3 complaints per month",
    "no more than 12 complaints per year",
    "at least 5 days' notice",
    "by noon on the next working day",
    "by 17:00 on the next working day",
    "level Fair or better",
    "4 out of 5",
    "every 2 weeks",
    "soon enough",
    "within [4 hours](hours.html)",
)
_REST = dict.fromkeys(("", "everything else", "the rest"), "")
"""Labels of which a promise has one at the most: each is for everybody else."""
LABELS = ("", "children", "everything else", "the rest", "new members")
SENTENCES = (
    "We answer every letter.",
    "We aim to answer every letter.",
    "We never lend out your data.",
    "You hear from us within 3 days.",
    "You hear from us within 5 days.",
    "You may call a reader at the desk.",
    "Where possible, the library opens early.",
    "The library opens early.",
    "See [the fees](fees.html) first.",
    "See [the fees](prices.html) first.",
    "See the fees first.",
    "Your _letters_ stay **private**.",
    'We are open "most" days - mostly.',
)
FIELDS = (
    "Owner: Rosa Lindqvist",
    "Owner: Ed Osei",
    "Basis: by law",
    "Measured: monthly; the clock starts when you call",
    "Measured: monthly, from 40 letters",
    "Remedy: we refund $5",
    "Remedy: we refund $6",
    "Remedy: we may refund you",
    "Except: storms, and floods",
    "Except: storms",
    "Status: trial",
    "Status: firm",
    "Aligned to: ISO 10001",
    "Depends on: books",
    "Asked by: members",
    "Lives up to: principle 1",
    "Colour: red",
    "Colour: [red](red.html)",
)
ROWS = (
    "| Speed | slow | fair | fast |",
    "| Speed | slow | fair | very fast |",
    "| Care | none | some | much |",
    "| Tone | not kind | kind | very kind |",
)
ASIDES = (
    "#### Why\n\nLetters matter.",
    "1. first\n2. second",
    "> A quotation.",
    "| Day | Desk |\n|---|---|\n| Monday | open |",
)
TITLES = ("Letters are answered", "Books come back", "2 readers a day", "No fees", "You are welcome", "Quiet rooms")
TERMS = ("| Reader | anyone with a card |", "| Reader | anyone with 2 cards |", "| Letter | what comes by post |")
PROSE = (
    "Come in and look around.",
    "We serve the whole town.",
    "Ask at the desk for 3 things.",
    "Our doors are open. See [the map](map.html).",
    "- one thing\n- another thing",
    "| Floor | Room |\n|---|---|\n| First | Reading |",
    "### Nearby\n\nThe town hall is near.",
)
HEADINGS = ("Where we are", "Who this is for", "If it goes wrong")
CALENDARS = (
    "{timezone: Europe/Oslo, hours: Mon-Fri 09:00-17:00}",
    "{timezone: Europe/Oslo, hours: Mon-Sat 09:00-17:00}",
    "{timezone: Europe/Oslo, hours: Mon-Fri 10:00-17:00, closed: [2026-12-25]}",
    "{timezone: Europe/Oslo, hours: Mon-Fri 09:00-17:00, closed: [2026-12-25, 2027-12-24]}",
    "{timezone: UTC, hours: Mon-Fri 09:00-17:00, closed: days.csv}",
)
FRONT = (
    "expected: Fair",
    "expected: High",
    "notice: 30",
    "audience: everybody",
    "review: every year from 2026-01-05",
    "review: every 6 months from 2026-01-05",
    "agreement: one decider from every party",
    "standards: [ISO 9001]",
    "shelf: north",
    *(f"calendar: {calendar}" for calendar in CALENDARS),
)
PARTIES = {
    "library": "role: provider, name: Library, representatives: [{name: Rosa Lindqvist, decides: yes}]",
    "members": "role: customer, name: Members",
    "guests": "role: customer, name: Guests",
    "council": "role: observer, name: Council",
}
GIVEN, ASKED = ("letters", "books", "rooms", "fees"), ("cards", "quiet")
SECTIONS = ("What we promise", "What we ask", "What guests get")
_PARTIES_OF = {
    SECTIONS[0]: ("library", "members, guests"),
    SECTIONS[1]: ("members", "library"),
    SECTIONS[2]: ("library", "guests"),
}

T = TypeVar("T")
Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True)
class Promise:
    """One promise; `named` are lines of its own such as `Promised to`."""

    ref: str
    title: str
    sentences: tuple[str, ...] = ()
    targets: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    aside: str = ""
    was: str = ""


@dataclass(frozen=True)
class Charter:
    """A charter in parts; promises stand in sections by their place in `sections`."""

    front: tuple[str, ...] = ()
    sections: tuple[tuple[Promise, ...], ...] = ((), (), ())
    others: tuple[tuple[str, tuple[str, ...]], ...] = ()
    terms: tuple[str, ...] = ()

    def read(self, shape: random.Random | None = None) -> CharterText:
        """Return the charter as it is read."""
        return read_charter(SourceText("library/charter.md", self.write(shape))).value

    def write(self, shape: random.Random | None = None) -> str:
        """Return the charter as Markdown; `shape` sets it otherwise without saying anything else."""
        parts = [
            _section(title, promises, shape)
            for title, promises in zip(SECTIONS, self.sections, strict=True)
            if promises
        ]
        parts += [f"## {title}\n\n" + "\n\n".join(_set(words, shape) for words in said) for title, said in self.others]
        if self.terms:
            head = "| Term | Meaning |\n|---|---|\n"
            parts.append("## Words we use\n\n" + head + "\n".join(_shuffled(self.terms, shape)))
        parties = "".join(f"\n  - {{id: {name}, {words}}}" for name, words in _shuffled(list(PARTIES.items()), shape))
        front = "\n".join(
            _shuffled(["title: Library", f"parties:{parties}", "levels: [Low, Fair, High]", *self.front], shape)
        )
        return f"---\n{front}\n---\n\n# Library\n\n" + "\n\n".join(_shuffled(parts, shape)) + "\n"


def _section(title: str, promises: Sequence[Promise], shape: random.Random | None) -> str:
    by, to = _PARTIES_OF[title]
    named = _shuffled([f"Promised by: {by}", f"Promised to: {to}"], shape)
    head = f"## {'3. ' if shape else ''}{title}\n\n{_bullets(named, shape)}\n\n"
    return head + "\n\n".join(_promise(promise, shape) for promise in _shuffled(promises, shape))


def _promise(promise: Promise, shape: random.Random | None) -> str:
    lines = [f"Target ({label}): {words}" if label else f"Target: {words}" for label, words in promise.targets]
    lines = _shuffled([*lines, *promise.fields, *([f"Was: {promise.was}"] if promise.was else [])], shape)
    heading = f"### {'1.2 ' if shape else ''}{promise.title}"
    if shape and any(not line.startswith("Colour") for line in lines):
        heading += f" {{#{promise.ref}}}"
    else:
        lines = [*lines, f"Ref: {promise.ref}"]
    parts = [heading, _set(" ".join(promise.sentences), shape), _bullets(lines, shape), promise.aside]
    if promise.rows:
        parts.append(_table(["| What | Low | Fair | High |", "|---|---|---|---|"], promise.rows, shape))
    return "\n\n".join(part for part in parts if part)


def _table(head: list[str], rows: Sequence[str], shape: random.Random | None) -> str:
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in [*head, *_shuffled(rows, shape)]]
    columns = [0, *_shuffled(range(1, len(cells[0])), shape)]
    return "\n".join("| " + " | ".join(row[at] for at in columns) + " |" for row in cells)


def _bullets(lines: Sequence[str], shape: random.Random | None) -> str:
    return "\n".join(f"{'*' if shape else '-'} {line}" for line in lines)


def _set(words: str, shape: random.Random | None) -> str:
    """Return words with other breaks, other quotes and dashes, other list markers and other emphasis."""
    if shape is None or words.startswith(("|", "#")):
        return words
    if words.startswith("- "):
        return words.replace("- ", shape.choice("*+") + " ")
    words = words.replace(" - ", shape.choice((" – ", " — ", " - ")))
    for mark in ("**", "_"):
        words = words.replace(mark, shape.choice((mark, "")))
    quotes = shape.choice(('""', "“”"))
    words = words.replace('"most"', f"{quotes[0]}most{quotes[1]}")
    return "".join(
        f"\n{word}" if at and word[0].isalnum() and shape.random() < 0.3 else f" {word}"
        for at, word in enumerate(words.split())
    ).strip()


def _shuffled(items: Sequence[T], shape: random.Random | None) -> list[T]:
    found = list(items)
    if shape is not None:
        shape.shuffle(found)
    return found


def _some(values: Sequence[str], most: int, key: Callable[[str], str] = str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique_by=key).map(tuple)


_PARTS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(TITLES),
    "sentences": _some(SENTENCES, 3),
    "targets": st.lists(
        st.tuples(st.sampled_from(LABELS), st.sampled_from(TARGETS)),
        max_size=3,
        unique_by=lambda pair: _REST.get(pair[0], pair[0]),
    ).map(tuple),
    "fields": _some(FIELDS, 4, lambda line: line.split(":")[0]),
    "rows": _some(ROWS, 2, lambda row: row.split("|")[1]),
    "aside": st.sampled_from(("", "", *ASIDES)),
}
_WHOLE: dict[str, st.SearchStrategy[Any]] = {
    "front": _some(FRONT, 4, lambda line: line.split(":")[0]),
    "others": st.lists(
        st.tuples(
            st.sampled_from(HEADINGS), st.lists(st.sampled_from(PROSE), min_size=1, max_size=3, unique=True).map(tuple)
        ),
        max_size=2,
        unique_by=lambda pair: pair[0],
    ).map(tuple),
    "terms": _some(TERMS, 2, lambda row: row.split("|")[1]),
}


def _promises(refs: Sequence[str]) -> st.SearchStrategy[tuple[Promise, ...]]:
    promise = st.builds(Promise, ref=st.sampled_from(refs), **_PARTS)
    return st.lists(promise, max_size=2, unique_by=lambda item: item.ref).map(tuple)


charters = st.builds(
    Charter, sections=st.tuples(_promises(GIVEN[:3]), _promises(ASKED), _promises(GIVEN[3:])), **_WHOLE
)


@st.composite
def edited(draw: Draw, before: Charter) -> Charter:
    """Return a charter after up to five edits, each of one thing."""
    after = before
    for edit in draw(st.lists(st.sampled_from(_EDITS), max_size=5)):
        after = edit(draw, after)
    return after


pairs = st.one_of(
    charters.flatmap(lambda before: st.tuples(st.just(before), edited(before))), st.tuples(charters, charters)
)


def _with(charter: Charter, at: int, promises: Sequence[Promise]) -> Charter:
    sections = list(charter.sections)
    sections[at] = tuple(promises)
    return replace(charter, sections=tuple(sections))


def _pick(draw: Draw, charter: Charter) -> tuple[int, int] | None:
    places = [(at, nth) for at, promises in enumerate(charter.sections) for nth in range(len(promises))]
    return draw(st.sampled_from(places)) if places else None


def _put(charter: Charter, at: int, nth: int, promises: Sequence[Promise]) -> Charter:
    old = charter.sections[at]
    return _with(charter, at, [*old[:nth], *promises, *old[nth + 1 :]])


def _part_changed(draw: Draw, charter: Charter) -> Charter:
    place = _pick(draw, charter)
    if place is None:
        return charter
    name = draw(st.sampled_from(sorted(_PARTS)))
    promise = charter.sections[place[0]][place[1]]
    return _put(charter, *place, [replace(promise, **{name: draw(_PARTS[name])})])


def _whole_changed(draw: Draw, charter: Charter) -> Charter:
    name = draw(st.sampled_from(sorted(_WHOLE)))
    return replace(charter, **{name: draw(_WHOLE[name])})


def _gone(draw: Draw, charter: Charter) -> Charter:
    place = _pick(draw, charter)
    return charter if place is None else _put(charter, *place, [])


def _free(charter: Charter) -> list[str]:
    taken = {promise.ref for promises in charter.sections for promise in promises}
    return [ref for ref in (*GIVEN, *ASKED, *(f"new-{letter}" for letter in "abcdefgh")) if ref not in taken]


def _come(draw: Draw, charter: Charter) -> Charter:
    ref = draw(st.sampled_from(_free(charter)))
    at = draw(st.integers(0, 2))
    return _with(charter, at, [*charter.sections[at], draw(st.builds(Promise, ref=st.just(ref), **_PARTS))])


def _renamed(draw: Draw, charter: Charter) -> Charter:
    place = _pick(draw, charter)
    if place is None:
        return charter
    promise = charter.sections[place[0]][place[1]]
    was = draw(st.sampled_from((promise.ref, "")))
    title = draw(st.sampled_from((promise.title, *TITLES)))
    return _put(charter, *place, [replace(promise, ref=draw(st.sampled_from(_free(charter))), was=was, title=title)])


def _split(draw: Draw, charter: Charter) -> Charter:
    place = _pick(draw, charter)
    if place is None:
        return charter
    promise = charter.sections[place[0]][place[1]]
    parts = [replace(promise, ref=ref, was=promise.ref) for ref in _free(charter)[-2:]]
    return _put(charter, *place, parts)


def _merged(draw: Draw, charter: Charter) -> Charter:
    for at, promises in enumerate(charter.sections):
        if len(promises) > 1:
            one, other, *rest = promises
            ref = draw(st.sampled_from((one.ref, _free(charter)[0])))
            return _with(
                charter,
                at,
                [replace(one, ref=ref, was=f"{one.ref}, {other.ref}" if ref != one.ref else other.ref), *rest],
            )
    return charter


def _moved(draw: Draw, charter: Charter) -> Charter:
    place = _pick(draw, charter)
    if place is None:
        return charter
    promise = charter.sections[place[0]][place[1]]
    left = _put(charter, *place, [])
    to = draw(st.integers(0, 2))
    return _with(left, to, [*left.sections[to], promise])


_EDITS = (
    _part_changed,
    _part_changed,
    _part_changed,
    _whole_changed,
    _whole_changed,
    _gone,
    _come,
    _renamed,
    _split,
    _merged,
    _moved,
)
