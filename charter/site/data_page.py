"""The page that says where the numbers come from, how far they go, and where to take them away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from charter.model.records import Period
from charter.site.downloads import FEEDBACK, RESULTS, SCORES, TEXT, downloads_of
from charter.site.links import data_path, download_path, index_path, promise_path, relative
from charter.site.shelf import Page, Shelf
from charter.site.views.frame import Frame, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something to take away. `what` is our name for it: `json`, or the name of a file of `charter.site.downloads`."""

    what: str
    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where results come from; `name` is empty where nobody said."""

    name: str
    promises: tuple[Link, ...]
    first: Period
    last: Period
    results: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Judges:
    """Who judged: how many periods, from which to which, and when last as far as they say."""

    name: str
    first: Period
    last: Period
    periods: int
    dated: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataView:
    """`ID/data.html`."""

    frame: Frame
    title: str
    index: str
    files: tuple[File, ...]
    sources: tuple[Source, ...]
    judges: tuple[Judges, ...]
    channels: tuple[tuple[str, int], ...]
    """By which way remarks came, empty where nobody said, and how many."""
    first_said: date | None
    last_said: date | None


def data_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of data."""
    charter, page = shelf.charter.id, data_path(shelf.charter.id)
    days = [said.remark.date for said in shelf.heard.all.remarks]
    view = DataView(
        frame=shelf.frame(page, "data", shelf.shown[0]),
        title=shelf.shown[0].title,
        index=relative(page, index_path(charter)),
        files=tuple(_files(shelf, page)),
        sources=tuple(_sources(shelf, page)),
        judges=tuple(_judges(shelf)),
        channels=tuple(_channels(shelf)),
        first_said=min(days, default=None),
        last_said=max(days, default=None),
    )
    yield Page(page, "data.html", view)


def _files(shelf: Shelf, page: str) -> Iterator[File]:
    charter = shelf.charter.id
    yield File(what="json", name="charter.json", href=relative(page, f"{charter}/charter.json"))
    there = {download.path for download in downloads_of(shelf)}
    for name in (TEXT, RESULTS, SCORES, FEEDBACK):
        path = download_path(charter, name)
        if path in there:
            yield File(what=name, name=name, href=relative(page, path))


def _sources(shelf: Shelf, page: str) -> Iterator[Source]:
    """Yield every source, in the order of the promises that it tells of."""
    periods: dict[str, list[Period]] = {}
    promises: dict[str, dict[str, Link]] = {}
    for promise in shelf.results.promises:
        for series in promise.series:
            for result in series.results:
                periods.setdefault(result.source, []).append(result.period)
                href = relative(page, promise_path(shelf.charter.id, promise.ref))
                link = Link(words=promise.promise.title.text, href=href)
                promises.setdefault(result.source, {}).setdefault(promise.ref, link)
    for name, held in periods.items():
        yield Source(
            name=name,
            promises=tuple(promises[name].values()),
            first=min(held, key=lambda period: (period.first, period.last)),
            last=max(held, key=lambda period: (period.last, period.first)),
            results=len(held),
        )


def _judges(shelf: Shelf) -> Iterator[Judges]:
    text = shelf.shown[0]
    parties = dict.fromkeys(item.party for scores in shelf.scores.periods for item in scores.assessments)
    for party in parties:
        held = [item for scores in shelf.scores.periods for item in scores.assessments if item.party == party]
        named = text.party(party)
        yield Judges(
            name=named.name if named else party,
            first=held[0].period,
            last=held[-1].period,
            periods=len(held),
            dated=max((item.date for item in held if item.date), default=None),
        )


def _channels(shelf: Shelf) -> Iterator[tuple[str, int]]:
    said = [remark.remark.channel for remark in shelf.heard.all.remarks]
    for channel in sorted(set(said), key=lambda name: (-said.count(name), name)):
        yield channel, said.count(channel)
