"""What happened to charters, in words and newest first, for people who follow them: Atom feeds (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from charter.compare.changes import Change, Changes, Direction, Effect
from charter.model.records import Review, Verdict
from charter.model.text import CharterText, Role
from charter.site.comparisons import GRAVEST_FIRST, WORDS, Comparisons, by_promise, words_of_promises
from charter.site.earlier import WHOLE, step_of
from charter.site.links import comparison_path, feed_path, history_path, index_path, promise_path, version_path
from charter.site.shelf import Page, Shelf, SiteView
from charter.site.views.changes import Summary
from charter.site.views.frame import Frame, Link
from charter.site.views.versions import Step
from charter.standing import State, VersionStanding

MAX_ENTRIES = 50
"""A feed holds the newest; programs that follow it keep what they have read."""
SITE_FEED = "feed.xml"
_MOST_STEPS = 5
_OF_IDS = frozenset({"Promised by", "Promised to"})
_LONG_AGO = date(1970, 1, 1)
_ROOT = "index.html"
"""Links are written as on this page, so that the address of the site before them makes them whole."""
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Happening(StrEnum):
    """What happened, in the order in which it happens on one day."""

    RELEASED = "released"
    AGREED = "agreed"
    IN_FORCE = "in force"
    REVIEWED = "reviewed"


_ORDER = tuple(Happening)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyNews:
    """What changed for one party: links to the promises, the gravest first, each with what it means."""

    party: str
    promises: tuple[tuple[Link, tuple[str, ...]], ...]
    """Of each promise the words of `charter.compare.changes.Effect`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseNews:
    """What changed in one promise; for one that came or went there are no steps."""

    promise: Link
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionNews:
    """What is told of a version."""

    label: str
    href: str
    note: str
    binds_from: date | None
    """The day from which it is to hold, where that is still to come."""
    promises: tuple[Link, ...]
    summary: Summary | None
    """What it changed; `None` for the first one."""
    groups: tuple[tuple[str, tuple[PromiseNews, ...]], ...]
    """Words of `charter.site.comparisons.WORDS`, each with the promises of which it is said."""
    comparison: str | None
    for_parties: tuple[PartyNews, ...]
    sign_again: tuple[str, ...]
    """Names of the parties whose earlier signatures do not hold for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewNews:
    """What is told of a review that was held."""

    version: str
    verdicts: tuple[tuple[str, tuple[Link, ...]], ...]
    """Words of `charter.model.records.Verdict`, each with the promises; `href` is empty for one that never was."""
    actions: int
    """How many were agreed."""
    next: date | None

    @property
    def tally(self) -> tuple[tuple[str, int], ...]:
        """Each verdict with the number of promises it was given to."""
        return tuple((verdict, len(promises)) for verdict, promises in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """One thing that happened. Addresses count from `frame.root`, which is the whole address of the site."""

    frame: Frame
    id: str
    """A whole address that no other entry ever has."""
    day: date
    what: str
    """A word of `Happening`."""
    title: str
    """That of the charter."""
    href: str
    version: VersionNews | None = None
    review: ReviewNews | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed without its words; `path` and `page`, which it belongs to, count from the root of the site."""

    path: str
    page: str
    base_url: str
    language: str
    title: str
    authors: tuple[str, ...]
    entries: tuple[EntryView, ...]
    """Newest first."""


def charter_feed(shelf: Shelf, base_url: str) -> Feed:
    """Return the feed of a charter. Without the address of the site there is none: entries are known by it."""
    text = shelf.shown[0]
    parties = tuple(party.name for party in text.parties if party.role is not Role.OBSERVER)
    return Feed(
        path=feed_path(shelf.charter.id),
        page=index_path(shelf.charter.id),
        base_url=base_url,
        language=text.language,
        title=text.title,
        authors=parties or (shelf.site.title,),
        entries=tuple(_newest(reversed([*_Reporter(shelf, base_url).entries()]))),
    )


def site_feed(site: SiteView, feeds: Iterable[Feed], base_url: str) -> Feed:
    """Return the feed of all charters, made of theirs."""
    return Feed(
        path=SITE_FEED,
        page="index.html",
        base_url=base_url,
        language=site.language,
        title=site.title,
        authors=(site.title,),
        entries=tuple(_newest(entry for feed in feeds for entry in feed.entries)),
    )


def feed_bytes(feed: Feed, render: Callable[[Page], bytes]) -> bytes:
    """Return the feed as XML in UTF-8; nothing in it depends on the day on which it is made."""
    newest = feed.entries[0].day if feed.entries else _LONG_AGO
    own, page = feed.base_url + quote(feed.path), feed.base_url + quote(feed.page)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>',
        f"<id>{escape(own)}</id>",
        f"<title>{escape(' '.join(feed.title.split()))}</title>",
        f"<updated>{newest.isoformat()}T00:00:00Z</updated>",
        *(f"<author><name>{escape(' '.join(name.split()))}</name></author>" for name in feed.authors),
        f'<link rel="self" type="application/atom+xml" href={quoteattr(own)}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>',
        *(render(Page(feed.path, "feed-entry.html", entry)).decode().strip() for entry in feed.entries),
        "</feed>\n",
    ]
    return _NOT_IN_XML.sub("", "\n".join(lines)).encode()


def _newest(entries: Iterable[EntryView]) -> Sequence[EntryView]:
    """Return the newest of the entries; of those of one day and kind, given newest first, the order stays."""
    ordered = sorted(entries, key=lambda entry: (entry.day, _ORDER.index(Happening(entry.what))), reverse=True)
    return ordered[:MAX_ENTRIES]


def _steps(changes: Iterable[Change]) -> Iterator[Step]:
    """Yield what made a promise more or less than it was, the first few steps."""
    told = (change for change in changes if change.kind not in WHOLE and change.direction is not Direction.NEUTRAL)
    steps = (_without_ids(step_of(change)) if change.place in _OF_IDS else step_of(change) for change in told)
    yield from islice(dict.fromkeys(steps), _MOST_STEPS)


def _without_ids(step: Step) -> Step:
    """Return a step that says what changed without the ids of parties, which readers do not know."""
    return replace(step, before=None, after=None)


@dataclass(frozen=True)
class _Reporter:
    """Tells what happened to one charter."""

    shelf: Shelf
    base: str

    @property
    def charter(self) -> str:
        return self.shelf.charter.id

    @property
    def comparisons(self) -> Comparisons:
        return self.shelf.comparisons

    def entries(self) -> Iterator[EntryView]:
        pages = frozenset(self.comparisons.pairs())
        for version in self.shelf.standing.versions:
            for what, day in self._days(version):
                yield self._version_entry(version, what, day, pages)
        yield from self._reviews()

    def _days(self, item: VersionStanding) -> Iterator[tuple[Happening, date]]:
        """Yield what happened to a version until today; of several things on one day, the last."""
        text = item.version.text
        known = {
            Happening.RELEASED: text.stamp.released,
            Happening.AGREED: item.agreed_on if text.agreement else None,
            Happening.IN_FORCE: item.in_force_from if item.state in {State.IN_FORCE, State.SUPERSEDED} else None,
        }
        by_day = {day: what for what, day in known.items() if day and day <= self.shelf.standing.today}
        yield from ((what, day) for day, what in by_day.items())

    def _version_entry(
        self, item: VersionStanding, what: Happening, day: date, pages: frozenset[tuple[str, str]]
    ) -> EntryView:
        label, text = item.version.label, item.version.text
        page = version_path(self.charter, label)
        before = self._held_before(item) if what is Happening.IN_FORCE else self.comparisons.before(label)
        changes = self.comparisons.changes(before, label) if before else None
        binds_from = text.stamp.effective if what is Happening.RELEASED else item.in_force_from
        return self._entry(
            text,
            page,
            f"{page}#{what.replace(' ', '-')}",
            day,
            what,
            version=VersionNews(
                label=label,
                href=quote(page),
                note=text.stamp.note or "",
                binds_from=binds_from if binds_from and binds_from > day else None,
                promises=tuple(self._link(promise.ref, promise.title.text) for promise in text.expectations),
                summary=self.comparisons.summary(before, label, _ROOT) if before else None,
                groups=tuple(self._groups(changes, self.comparisons.text(before), text)) if changes and before else (),
                comparison=quote(comparison_path(self.charter, before, label))
                if before and (before, label) in pages
                else None,
                for_parties=tuple(self._for_parties(changes, self.comparisons.text(before), text))
                if changes and before
                else (),
                sign_again=tuple(party.name if (party := text.party(one)) else one for one in changes.sign_again)
                if changes and what is Happening.RELEASED and text.agreement
                else (),
            ),
        )

    def _held_before(self, item: VersionStanding) -> str | None:
        """Return the version whose place this one took."""
        label: str | None = None
        for other in self.shelf.standing.versions:
            if other is item:
                break
            if other.in_force_until is not None:
                label = other.version.label
        return label

    def _groups(
        self, changes: Changes, old: CharterText, new: CharterText
    ) -> Iterator[tuple[str, tuple[PromiseNews, ...]]]:
        titles = {promise.ref: promise.title.text for text in (old, new) for promise in text.expectations}
        words = words_of_promises(changes.changes, old, new)
        by_ref = by_promise(changes.changes)
        for word in WORDS:
            refs = [ref for ref, said in words.items() if said == word]
            if refs:
                yield (
                    word,
                    tuple(
                        PromiseNews(promise=self._link(ref, titles.get(ref, ref)), steps=tuple(_steps(by_ref[ref])))
                        for ref in refs
                    ),
                )

    def _for_parties(self, changes: Changes, old: CharterText, new: CharterText) -> Iterator[PartyNews]:
        titles = {promise.ref: promise.title.text for text in (old, new) for promise in text.expectations}
        found: dict[str, dict[str, set[Effect]]] = {}
        for change in changes.changes:
            for party, effect in change.effects if change.ref else ():
                found.setdefault(party, {}).setdefault(change.ref or "", set()).add(effect)
        order = [party.id for text in (new, old) for party in text.parties]
        for party in sorted(found, key=lambda one: (*order, one).index(one)):
            told = [
                (self._link(ref, titles.get(ref, ref)), tuple(effect for effect in GRAVEST_FIRST if effect in effects))
                for ref, effects in found[party].items()
            ]
            told.sort(key=lambda one: GRAVEST_FIRST.index(one[1][0]))
            named = new.party(party) or old.party(party)
            yield PartyNews(
                party=named.name if named else party,
                promises=tuple((link, tuple(effect.value for effect in effects)) for link, effects in told),
            )

    def _reviews(self) -> Iterator[EntryView]:
        taken: dict[date, int] = {}
        # The log has the newest first: of two on one day, the upper one came later.
        for review in reversed(self.shelf.charter.records.reviews):
            if review.held > self.shelf.standing.today:
                continue
            taken[review.held] = number = taken.get(review.held, 0) + 1
            place = f"{history_path(self.charter)}#review-{review.held.isoformat()}"
            yield self._entry(
                self.shelf.shown[0],
                index_path(self.charter),
                place if number == 1 else f"{place}-{number}",
                review.held,
                Happening.REVIEWED,
                review=self._review(review),
            )

    def _review(self, review: Review) -> ReviewNews:
        titles = {
            promise.ref: promise.title.text
            for edition in self.shelf.lives.editions
            for promise in edition.text.expectations
        }
        held = self.shelf.charter.version(review.version or "")
        titles |= {promise.ref: promise.title.text for promise in held.text.expectations} if held else {}
        return ReviewNews(
            version=review.version or "",
            verdicts=tuple(
                (
                    verdict.value,
                    tuple(
                        self._link(one.ref, titles[one.ref]) if one.ref in titles else Link(words=one.ref, href="")
                        for one in review.verdicts
                        if one.verdict is verdict
                    ),
                )
                for verdict in Verdict
                if any(one.verdict is verdict for one in review.verdicts)
            ),
            actions=len(review.actions),
            next=review.next,
        )

    def _link(self, ref: str, words: str) -> Link:
        return Link(words=words, href=quote(promise_path(self.charter, ref)))

    def _entry(
        self,
        text: CharterText,
        page: str,
        place: str,
        day: date,
        what: Happening,
        *,
        version: VersionNews | None = None,
        review: ReviewNews | None = None,
    ) -> EntryView:
        site = self.shelf.site
        return EntryView(
            frame=Frame(
                language=text.language,
                title=text.title,
                site_title=site.title,
                site_language=site.language,
                root=self.base,
                home=self.base,
            ),
            id=self.base + quote(place, safe="/#"),
            day=day,
            what=what.value,
            title=" ".join(text.title.split()),
            href=quote(page),
            version=version,
            review=review,
        )
