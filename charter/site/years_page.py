"""The page that tells year by year how it went: what is different from the year before, and what went well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from charter.measure.scores import Mark, median, tally
from charter.measure.years import Praise, Turn, Year
from charter.model.records import Action, Review
from charter.reading.keywords import fold
from charter.site.links import index_path, promise_path, relative, version_path, years_path
from charter.site.shelf import Page, Shelf
from charter.site.views.frame import Frame, Link
from charter.site.views.scores import SideTally

_TRAINING = frozenset({"training", "trained", "practised", "practiced", "formation", "entrainement"})
"""Fields of a review, folded, that say what the team practises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What turned from one year to another; `party` is empty for what was measured."""

    promise: Link
    about: str
    """The kind of cases, or what was looked at; empty for the promise as a whole."""
    party: str
    since: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """A level that is more than was agreed."""

    promise: Link
    criterion: str
    level: str
    party: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Thanks that somebody gave. `promise` is `None` where they are for the whole."""

    words: str
    party: str
    day: date
    promise: Link | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """Something that was to be done and is."""

    words: str
    owner: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """What a review says that the team practises."""

    day: date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class YearView:
    """One year."""

    year: int
    versions: tuple[Link, ...]
    kept: int
    judged: int
    providers: SideTally
    customers: SideTally
    remarks: int
    thanked: int
    """How many of them have the best score."""
    reviews: int
    incidents: int
    closed: tuple[Change, ...]
    opened: tuple[Change, ...]
    beyond: tuple[Beyond, ...]
    thanks: tuple[Quote, ...]
    done: tuple[Done, ...]
    practised: tuple[Practice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsView:
    """`ID/years.html`."""

    frame: Frame
    title: str
    index: str
    years: tuple[YearView, ...]
    """Newest first."""


def years_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of years of a charter to which anything happened."""
    if not shelf.years:
        return
    charter, page = shelf.charter.id, years_path(shelf.charter.id)
    view = YearsView(
        frame=shelf.frame(page, "years", shelf.shown[0]),
        title=shelf.shown[0].title,
        index=relative(page, index_path(charter)),
        years=tuple(_year(shelf, year, page) for year in shelf.years),
    )
    yield Page(page, "years.html", view)


def _year(shelf: Shelf, year: Year, page: str) -> YearView:
    charter = shelf.charter.id
    return YearView(
        year=year.year,
        versions=tuple(
            Link(words=item.version.label, href=relative(page, version_path(charter, item.version.label)))
            for item in year.versions
        ),
        kept=year.kept,
        judged=year.judged,
        providers=_side(year.providers),
        customers=_side(year.customers),
        remarks=len(year.said),
        thanked=len(year.thanks),
        reviews=len(year.reviews),
        incidents=year.incidents,
        closed=tuple(_change(shelf, turn, page) for turn in year.closed),
        opened=tuple(_change(shelf, turn, page) for turn in year.opened),
        beyond=tuple(_beyond(shelf, praise, page) for praise in year.praised),
        thanks=tuple(
            Quote(
                words=said.remark.said,
                party=said.party,
                day=said.remark.date,
                promise=_promise(shelf, said.ref, _title(shelf, said.ref), page) if said.ref else None,
            )
            for said in year.thanks
            if said.remark.said
        ),
        done=tuple(_done(year.done)),
        practised=tuple(_practised(year.reviews)),
    )


def _side(marks: tuple[Mark, ...]) -> SideTally:
    counted, middle = tally(marks), median(marks)
    return SideTally(
        short=counted.short,
        as_agreed=counted.as_agreed,
        beyond=counted.beyond,
        middle=middle.steps if middle else None,
    )


def _change(shelf: Shelf, turn: Turn, page: str) -> Change:
    return Change(
        promise=_promise(shelf, turn.ref, turn.title, page),
        about=turn.segment or turn.criterion,
        party=_party(shelf, turn.party),
        since=turn.since,
    )


def _beyond(shelf: Shelf, praise: Praise, page: str) -> Beyond:
    return Beyond(
        promise=_promise(shelf, praise.ref, praise.title, page),
        criterion=praise.criterion,
        level=praise.mark.level,
        party=_party(shelf, praise.mark.party) or praise.mark.name,
        evidence=praise.mark.evidence,
    )


def _promise(shelf: Shelf, ref: str, title: str, page: str) -> Link:
    return Link(words=title, href=relative(page, promise_path(shelf.charter.id, ref)))


def _title(shelf: Shelf, ref: str) -> str:
    moments = shelf.lives.moments(ref)
    return moments[-1][1].title.text if moments else ref


def _party(shelf: Shelf, party: str) -> str:
    """Return what a party is called today; its id where it is no party any more."""
    found = shelf.shown[0].party(party) if party else None
    return found.name if found else party


def _done(actions: tuple[Action, ...]) -> Iterator[Done]:
    for action in actions:
        if action.done_on:
            yield Done(words=action.words, owner=action.owner or "", day=action.done_on)


def _practised(reviews: tuple[Review, ...]) -> Iterator[Practice]:
    for review in reviews:
        for label, words in review.fields:
            if fold(label) in _TRAINING and words:
                yield Practice(day=review.held, words=words)
