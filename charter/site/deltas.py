"""The words of each change, marked where they differ, with the markup of both texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup, escape

from charter.compare.blocks import words_of
from charter.compare.calendars import CALENDAR
from charter.compare.changes import Change, Kind
from charter.compare.markup import mark_all, mark_html
from charter.model.prose import Block, BlockKind, Inline
from charter.model.text import CharterText, Criterion, Expectation
from charter.model.words import canonical
from charter.site.comparisons import way_of
from charter.site.frames import calendar_view, party_views
from charter.site.links import blocks_of
from charter.site.markup import Typesetter
from charter.site.views.text import CalendarView, PartyView

_HEADING_ID = re.compile(r'(<h[1-6]) id="[^"]*"')
_ANCHORS = re.compile(r"</?a\b[^>]*>")
_LONGEST_RUN = 60
"""So many lines of a change are looked for as one block: a list, a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Two wordings as one with what came and went marked, and as two, each with what the other does not have."""

    words: Markup
    before: Markup
    after: Markup

    def __bool__(self) -> bool:
        return bool(self.words.strip())


NOTHING = Marked(words=Markup(), before=Markup(), after=Markup())


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedPart:
    """One part of a promise, of the front matter or of the prose that changed, with its words marked."""

    what: str
    """`field`, `target`, `criterion`, `prose`, or the place that the comparison names: `section`, `levels` …"""
    label: str
    """The author's word for it, where there is one."""
    segment: str
    words: Marked
    """Empty where there is nothing to show but that it changed."""
    cells: tuple[tuple[str, Marked], ...] = ()
    """For a criterion: the level and what is said there, of those that changed."""
    ways: tuple[str, ...] = ()
    """What is said of it: words of `charter.site.comparisons.WORDS` or of `charter.compare.changes.Kind`; of a link
    that came or went `linked` or `unlinked`."""
    is_block: bool = False
    """Whether the words are whole paragraphs."""
    parties: tuple[tuple[PartyView, ...], tuple[PartyView, ...]] | None = None
    """The parties of both texts, to be put into words by the page."""
    calendars: tuple[CalendarView | None, CalendarView | None] | None = None
    """What the calendars of both texts say otherwise, to be put into words by the page."""


_OWN_PLACES = frozenset(
    {"section", "Promised by", "Promised to", "levels", "expected", "head", "rubric", "ref", "title", "prose"}
)


def marked_title(before: Expectation | None, after: Expectation | None, setter: Typesetter) -> Markup:
    """Return the title with what changed in it marked, without links."""
    titles = [setter.unlinked(promise.title) for promise in (before, after) if promise]
    return titles[0] if len(titles) == 1 else Markup(mark_html(titles[0], titles[-1]))  # noqa: S704


def mark_promise(
    before: Expectation, after: Expectation, changes: Iterable[Change], side: str, setter: Typesetter
) -> Iterator[MarkedPart]:
    """Yield the parts of a promise that changed, in the order of the changes; the title and terms are told apart."""
    groups: dict[tuple[object, ...], list[Change]] = {}
    for change in changes:
        if change.kind is Kind.DEFINITION or change.place in {"title", "ref"}:
            continue
        key: tuple[object, ...] = (change.place, change.segment)
        if change.kind is Kind.LINK:
            key = (change.kind, change.place, change.before, change.after)
        elif change.place == "Target":
            key = (change.place, change.segment, change.before, change.after)
        groups.setdefault(key, []).append(change)
    for group in groups.values():
        ways = tuple(dict.fromkeys(way_of(change, side) for change in group))
        yield _part(before, after, group[0], ways, setter)


def mark_frame(change: Change, before: CharterText, after: CharterText) -> MarkedPart:
    """Return a key of the front matter with the words marked that changed."""
    place = change.place or ""
    part = MarkedPart(what=place, label=place, segment="", words=_plain(change), ways=(way_of(change, ""),))
    if place == "parties":
        return replace(part, parties=(party_views(before), party_views(after)))
    return replace(part, calendars=_calendars(before, after)) if place == "calendar" else part


def mark_term(change: Change, before: CharterText, after: CharterText) -> MarkedPart:
    """Return the meaning of a word, or the calendar, with the words marked that changed."""
    calendars = _calendars(before, after) if change.term == CALENDAR else None
    return MarkedPart(what="term", label="", segment="", words=_plain(change), calendars=calendars)


def _calendars(before: CharterText, after: CharterText) -> tuple[CalendarView | None, CalendarView | None]:
    return calendar_view(before, after), calendar_view(after, before)


def beside(before: Markup, after: Markup) -> Marked:
    """Return two wordings that a template made as one with marks, and as two."""
    return _wordings(before, after, Markup)


def html_by_words(text: CharterText) -> dict[str, str]:
    """Return the HTML of every block of a text by the words that count of it."""
    return {words: block.html for block in blocks_of(text) if (words := words_of(block))}


def mark_passage(change: Change, before: Mapping[str, str], after: Mapping[str, str], setter: Typesetter) -> MarkedPart:
    """Return prose outside promises with the words marked that changed; the texts are given as `html_by_words`."""
    ways = (way_of(change, ""),)
    if change.kind is Kind.LINK:
        return _link(change)
    if change.kind in {Kind.MOVED, Kind.RENAMED}:
        return MarkedPart(what=change.kind.value, label="", segment="", words=_plain(change), ways=ways)
    was, now = _paragraphs(change.before, before), _paragraphs(change.after, after)
    return MarkedPart(
        what="prose", label="", segment="", words=_marked_blocks(was, now, setter), ways=ways, is_block=True
    )


def moved_here(title: str, blocks: Iterable[Block], setter: Typesetter) -> MarkedPart:
    """Return prose outside promises that stood under another heading before; nothing in it changed."""
    words = replace(setter).blocks(blocks)
    return MarkedPart(
        what="moved here",
        label=title,
        segment="",
        words=Marked(words=words, before=Markup(), after=words),
        ways=(Kind.MOVED.value,),
        is_block=True,
    )


def _part(
    before: Expectation, after: Expectation, change: Change, ways: tuple[str, ...], setter: Typesetter
) -> MarkedPart:
    place = change.place or ""
    if change.kind is Kind.LINK:
        return _link(change)
    if place == "prose":
        words = _marked_blocks(_prose(before, after), _prose(after, before), setter)
        return MarkedPart(what="prose", label="", segment="", words=words, ways=ways, is_block=True)
    was, now = _criterion(before, change.before), _criterion(after, change.after)
    if was or now:
        return _criterion_part(before, after, was, now, ways, setter)
    if place in _OWN_PLACES:
        return MarkedPart(what=place, label="", segment="", words=_plain(change), ways=ways)
    return MarkedPart(
        what="target" if place == "Target" else "field",
        label="" if place == "Target" else place,
        segment=change.segment or "",
        words=_marked(_written(before, change.before), _written(after, change.after), setter),
        ways=ways,
    )


def _link(change: Change) -> MarkedPart:
    """Return where words led and lead, also where they lead nowhere now."""
    way = "link" if change.before and change.after else "linked" if change.after else "unlinked"
    return MarkedPart(what="link", label=change.place or "", segment="", words=_plain(change), ways=(way,))


def _criterion_part(
    before: Expectation,
    after: Expectation,
    was: Criterion | None,
    now: Criterion | None,
    ways: tuple[str, ...],
    setter: Typesetter,
) -> MarkedPart:
    """Return a criterion with the descriptors that differ, each under its level."""
    old_levels, new_levels = _levels(before), _levels(after)
    cells: list[tuple[str, Marked]] = []
    for at, level in enumerate(new_levels if now else old_levels):
        # As many levels are the same levels, whatever they are called; else their names tell.
        same = at if len(old_levels) == len(new_levels) or not now else _place(level, old_levels)
        old, new = _descriptor(was, same), _descriptor(now, at)
        if old != new:
            cells.append((level, _marked(old, new, setter)))
    names = [row.name for row in (was, now) if row]
    is_renamed = names[0].text != names[-1].text
    return MarkedPart(
        what="criterion",
        label=names[-1].text,
        segment="",
        words=_marked(_html(names[0]), _html(names[-1]), setter) if is_renamed else NOTHING,
        cells=tuple(cells),
        ways=ways,
    )


def _levels(promise: Expectation) -> tuple[str, ...]:
    return promise.rubric.levels if promise.rubric else ()


def _place(level: str, levels: tuple[str, ...]) -> int | None:
    return next(
        (at for at, name in enumerate(levels) if canonical(name).casefold() == canonical(level).casefold()), None
    )


def _descriptor(row: Criterion | None, at: int | None) -> str:
    return _html(row.descriptors[at]) if row and at is not None and at < len(row.descriptors) else ""


def _criterion(promise: Expectation, words: str | None) -> Criterion | None:
    rows = promise.rubric.criteria if promise.rubric and words else ()
    return next(
        (row for row in rows if " | ".join(words_of(cell) for cell in (row.name, *row.descriptors)) == words), None
    )


def _written(promise: Expectation, words: str | None) -> str:
    """Return the HTML of the field whose words these are, the words where there is none."""
    if words is None:
        return ""
    same = (item.value for item in promise.fields if canonical(item.value.text) == canonical(words))
    return _html(next(same, None)) or str(escape(words))


def _html(words: Inline | None) -> str:
    return "" if words is None else words.html or str(escape(words.text))


def _prose(promise: Expectation, other: Expectation) -> str:
    """Return the HTML of a promise's prose, without the rubric, and without its heading where that is the same."""
    heading = _rubric_heading(promise)
    is_same = heading == _rubric_heading(other)
    blocks = (block for block in (*promise.before, *promise.after) if block.kind is not BlockKind.RUBRIC)
    return "\n".join(block.html for block in blocks if not (is_same and block == heading))


def _rubric_heading(promise: Expectation) -> Block | None:
    pairs = pairwise((*promise.before, *promise.after))
    headings = (one for one, then in pairs if one.kind is BlockKind.HEADING and then.kind is BlockKind.RUBRIC)
    return next(headings, None)


def _paragraphs(words: str | None, known: Mapping[str, str]) -> str:
    """Return the HTML of the blocks of which these are the words; lines of no block are paragraphs of their own."""
    lines = words.split("\n") if words else []
    out: list[str] = []
    at = 0
    while at < len(lines):
        ends = range(min(len(lines), at + _LONGEST_RUN), at, -1)
        end = next((end for end in ends if "\n".join(lines[at:end]) in known), at + 1)
        run = "\n".join(lines[at:end])
        out.append(known.get(run, f"<p>{escape(run)}</p>"))
        at = end
    return "\n".join(out)


def _plain(change: Change) -> Marked:
    return _wordings(str(escape(change.before or "")), str(escape(change.after or "")), Markup)


def _marked(before: str, after: str, setter: Typesetter) -> Marked:
    return _wordings(before, after, lambda html: setter.inline(Inline(text="", html=html)))


def _marked_blocks(before: str, after: str, setter: Typesetter) -> Marked:
    def block(html: str) -> Markup:
        # The same table has the same number in each view.
        return replace(setter).block(Block(kind=BlockKind.PARAGRAPH, text="", html=html))

    before, after = (_HEADING_ID.sub(r"\1", html) for html in (before, after))
    return _wordings(before, after, block)


def _wordings(before: str, after: str, make: Callable[[str], Markup]) -> Marked:
    words, was, now = map(make, mark_all(before, after))
    return Marked(words=words, before=was, after=now)
