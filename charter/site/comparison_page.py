"""The page that says what changed between two texts, promise by promise, with the words marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from charter.compare.calendars import CALENDAR
from charter.compare.changes import Bump, Change, Effect, Kind
from charter.model.labels import next_label, parse_label
from charter.model.prose import BlockKind
from charter.model.text import CharterText, Expectation
from charter.site.comparisons import DRAFT, GRAVEST_FIRST, Comparisons, by_promise, place_of, word_of
from charter.site.deltas import (
    MarkedPart,
    html_by_words,
    mark_frame,
    mark_passage,
    mark_promise,
    mark_term,
    marked_title,
    moved_here,
)
from charter.site.links import blocks_of, comparison_path, draft_path, index_path, promise_path, relative, version_path
from charter.site.markup import Outline, Typesetter
from charter.site.shelf import Page, Shelf
from charter.site.texts import promise_view, side_of
from charter.site.views.changes import Summary
from charter.site.views.frame import Frame, Link
from charter.site.views.text import PromiseView


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEffects:
    """What the changes of one promise mean for one party; `effects` are words of `charter.compare.changes.Effect`."""

    party: str
    effects: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """One promise that changed; `word` is one of `charter.site.comparisons.WORDS`."""

    place: str
    title: Markup
    """With the words marked that changed; without links."""
    plain_title: str
    href: str
    """The promise in the newer text; its life, where it is not in there."""
    side: str
    word: str
    parts: tuple[MarkedPart, ...]
    whole: PromiseView | None
    """For a promise that came or went: all of it."""
    effects: tuple[PartyEffects, ...]
    terms: tuple[Link, ...]
    """Words and the calendar, on which the promise leans and which mean something else now."""
    other: Link | None
    """The promise that this one came out of, or went into."""
    is_guess: bool
    """Whether that it is the same promise was judged by likeness alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForParty:
    """What matters to one party: links to what changed for it, the gravest first, each with what it means."""

    party: str
    changes: tuple[tuple[Link, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageDelta:
    """Prose outside promises that changed, by the heading above it; empty for the introduction."""

    title: str
    parts: tuple[MarkedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermDelta:
    """A defined word that means something else; `word` is empty for the calendar."""

    place: str
    word: str
    part: MarkedPart


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """`ID/compare/A..B.html`."""

    frame: Frame
    charter: Link
    before: Link
    after: Link
    is_draft: bool
    """Whether the newer text is the working text."""
    summary: Summary
    deltas: tuple[Delta, ...]
    """In the order of the newer text; what was withdrawn comes last."""
    terms: tuple[TermDelta, ...]
    frame_parts: tuple[MarkedPart, ...]
    passages: tuple[PassageDelta, ...]
    for_parties: tuple[ForParty, ...]
    sign_again: tuple[str, ...]
    """Names of the parties whose signatures of the older text do not hold for the newer one."""
    next_label: str
    """For a working text: the label that its changes call for; empty where that is not known."""
    bump: str = ""
    """A word of `charter.compare.changes.Bump`, where no more than the kind of the version is known."""


def comparison_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the comparison of every pair of texts that has a page."""
    comparisons = shelf.comparisons
    for before, after in comparisons.pairs():
        page = comparison_path(shelf.charter.id, before, after)
        frame = shelf.frame(page, "comparison", comparisons.text(after), is_indexed=False)
        setter = Typesetter(shelf.linker(page, comparisons.text_page(after)), keeps_ids=False)
        view = comparison_view(comparisons, before, after, replace(frame, main="main"), setter, page)
        yield Page(page, "compare.html", view)


def comparison_view(
    comparisons: Comparisons, before: str, after: str, frame: Frame, setter: Typesetter, page: str
) -> ComparisonView:
    """Return what changed from one label to another as the page at `page` tells it."""
    return _Teller(comparisons, before, after, setter, page).view(frame)


@dataclass(frozen=True)
class _Teller:
    comparisons: Comparisons
    before: str
    after: str
    setter: Typesetter
    page: str

    @property
    def charter(self) -> str:
        return self.comparisons.standing.charter.id

    @property
    def old(self) -> CharterText:
        return self.comparisons.text(self.before)

    @property
    def new(self) -> CharterText:
        return self.comparisons.text(self.after)

    def view(self, frame: Frame) -> ComparisonView:
        found = self.comparisons.changes(self.before, self.after)
        deltas = tuple(self.delta(ref, changes) for ref, changes in by_promise(found.changes).items())
        is_draft = self.after == DRAFT
        return ComparisonView(
            frame=frame,
            charter=Link(words=frame.title, href=relative(self.page, index_path(self.charter))),
            before=Link(words=self.before, href=relative(self.page, version_path(self.charter, self.before))),
            after=Link(
                words="" if is_draft else self.after,
                href=relative(
                    self.page, draft_path(self.charter) if is_draft else version_path(self.charter, self.after)
                ),
            ),
            is_draft=is_draft,
            summary=self.comparisons.summary(self.before, self.after, self.page),
            deltas=deltas,
            terms=tuple(self.terms(found.changes)),
            frame_parts=tuple(
                mark_frame(change, self.old, self.new) for change in found.changes if change.kind is Kind.FRAME
            ),
            passages=tuple(self.passages(found.changes)),
            for_parties=tuple(self.for_parties(found.changes, deltas)),
            sign_again=tuple(self.name(party) for party in found.sign_again),
            next_label=self.label_after(found.bump) if is_draft else "",
        )

    def delta(self, ref: str, changes: Sequence[Change]) -> Delta:
        was, now = self.partners(ref, changes)
        promise = now or was
        if promise is None:
            raise ValueError(f'a change names the promise "{ref}", which neither text has')
        text = self.new if now else self.old
        side = side_of(text, promise.promised_by)
        href = relative(self.page, self.comparisons.text_page(self.after), promise.ref)
        if now is None:
            href = relative(self.page, promise_path(self.charter, ref))
        # The title of the promise is the heading of the change, level 3; headings in its words stand below it.
        setter = Typesetter(self.setter.linker, Outline.below(2), keeps_ids=False)
        is_whole = was is None or now is None
        return Delta(
            place=place_of(ref),
            title=marked_title(was, now, setter),
            plain_title=promise.title.text,
            href=href,
            side=side,
            word=word_of(changes, side),
            parts=() if was is None or now is None else tuple(mark_promise(was, now, changes, side, setter)),
            whole=promise_view(text, promise, setter) if is_whole else None,
            effects=tuple(self.effects(changes)),
            terms=tuple(
                Link(words="" if term == CALENDAR else term, href=relative(self.page, self.page, _term_place(term)))
                for term in dict.fromkeys(change.term for change in changes)
                if term
            ),
            other=self.other(changes),
            is_guess=any(change.matched_by == "similarity" for change in changes),
        )

    def partners(self, ref: str, changes: Sequence[Change]) -> tuple[Expectation | None, Expectation | None]:
        """Return the promise in both texts."""
        old = {promise.ref: promise for promise in self.old.expectations}
        new = {promise.ref: promise for promise in self.new.expectations}
        kinds = {change.kind for change in changes}
        if Kind.ADDED in kinds or Kind.WITHDRAWN in kinds:
            return (None, new[ref]) if Kind.ADDED in kinds else (old[ref], None)
        return old[next((change.was_ref for change in changes if change.was_ref), ref)], new[ref]

    def effects(self, changes: Iterable[Change]) -> Iterator[PartyEffects]:
        found: dict[str, dict[Effect, None]] = {}
        for change in changes:
            for party, effect in change.effects:
                found.setdefault(party, {})[effect] = None
        order = [party.id for text in (self.new, self.old) for party in text.parties]
        for party, effects in sorted(found.items(), key=lambda one: (*order, one[0]).index(one[0])):
            yield PartyEffects(
                party=self.name(party), effects=tuple(effect.value for effect in GRAVEST_FIRST if effect in effects)
            )

    def other(self, changes: Iterable[Change]) -> Link | None:
        ref = next((change.origin or change.into for change in changes if change.origin or change.into), None)
        if ref is None:
            return None
        titles = {promise.ref: promise.title.text for text in (self.old, self.new) for promise in text.expectations}
        return Link(words=titles.get(ref, ref), href=relative(self.page, promise_path(self.charter, ref)))

    def terms(self, changes: Iterable[Change]) -> Iterator[TermDelta]:
        seen: dict[str, Change] = {}
        for change in changes:
            if change.ref and change.term:
                seen.setdefault(change.term, change)
        for term, change in seen.items():
            word = "" if term == CALENDAR else term
            yield TermDelta(place=_term_place(term), word=word, part=mark_term(change, self.old, self.new))

    def passages(self, changes: Iterable[Change]) -> Iterator[PassageDelta]:
        found: dict[str, list[MarkedPart]] = {}
        old, new = html_by_words(self.old), html_by_words(self.new)
        by_line = {block.span.line: block for block in blocks_of(self.new) if block.kind is not BlockKind.HEADING}
        about = (change for change in changes if change.ref is None and change.kind is not Kind.FRAME)
        for (section, origin), group in groupby(about, key=lambda change: (change.section or "", _origin(change))):
            parts = found.setdefault(section, [])
            for is_block, some in groupby(group, key=lambda change: change.after_line in by_line):
                if origin is not None and is_block:
                    parts.append(moved_here(origin, [by_line[change.after_line or 0] for change in some], self.setter))
                else:
                    parts += [mark_passage(change, old, new, self.setter) for change in some]
        for title, parts in found.items():
            yield PassageDelta(title=title, parts=tuple(parts))

    def for_parties(self, changes: Iterable[Change], deltas: Iterable[Delta]) -> Iterator[ForParty]:
        frame = {party for change in changes if change.kind is Kind.FRAME for party, _ in change.effects}
        names = [self.name(party) for party in dict.fromkeys((*(one.id for one in self.new.parties), *frame))]
        touched = [(delta, one) for delta in deltas for one in delta.effects]
        for name in dict.fromkeys((*names, *(one.party for _, one in touched))):
            mine = tuple(
                (Link(words=delta.plain_title, href=relative(self.page, self.page, delta.place)), one.effects)
                for delta, one in touched
                if one.party == name
            )
            if mine:
                yield ForParty(party=name, changes=tuple(sorted(mine, key=lambda one: _gravity(one[1]))))

    def name(self, party: str) -> str:
        found = self.new.party(party) or self.old.party(party)
        return found.name if found else party

    def label_after(self, bump: Bump) -> str:
        """Return the label that the changes call for; none where the draft follows a version that is not the newest."""
        newest = self.comparisons.standing.versions[-1].version.label
        key = parse_label(self.before)
        if bump is Bump.NONE or newest != self.before or key is None or key[0] == 0:
            return ""
        return next_label(self.before, bump.value)


def _gravity(effects: Sequence[str]) -> int:
    return min(GRAVEST_FIRST.index(Effect(effect)) for effect in effects)


def _origin(change: Change) -> str | None:
    """Return the heading under which prose stood before that stands under another one now."""
    return (change.before or "") if change.kind is Kind.MOVED else None


def _term_place(term: str) -> str:
    return "term:" + "-".join(term.split())
