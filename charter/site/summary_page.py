"""The charter on one page: what matters most, what it is made of, what leans on what. Made to be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from charter.model.text import CharterText, Expectation, FieldKey
from charter.reading.keywords import canonical_value
from charter.site.links import index_path, promise_path, relative, summary_path
from charter.site.measured import measured_views, tally
from charter.site.shelf import Page, Shelf
from charter.site.standings import review_view, version_lines
from charter.site.texts import side_of
from charter.site.views.frame import Frame, Link
from charter.site.views.results import Result, Tally
from charter.site.views.versions import Review, VersionLine
from charter.standing import State

FOREMOST = 5
"""So many promises are told first."""
_KINDS = ("process", "attitude")
_DIMENSIONS = ("reliability", "assurance", "tangibles", "empathy", "responsiveness")
_REF = re.compile(r"(?:(?P<charter>[^\s#/:,;`]+)[#/:])?(?P<ref>[^\s#/:,;`]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A promise in a few words; `targets` pairs each target with the kind of cases, empty for all of them."""

    promise: Link
    targets: tuple[tuple[str, str], ...]
    importance: int | None
    latest: tuple[Result, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Promises of one kind or dimension; `word` is ours, empty for those that name none."""

    word: str
    promises: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lean:
    """A promise that can only be kept when others are."""

    promise: Link
    on: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryView:
    """`ID/summary.html`."""

    frame: Frame
    title: str
    index: str
    audience: str
    state: str
    version: VersionLine | None
    review: Review | None
    tally: Tally | None
    foremost: tuple[Short, ...]
    """The promises that matter most to those promised to; the first ones, where nobody said what matters."""
    is_ranked: bool
    """Whether anybody said."""
    others: tuple[Link, ...]
    """The rest of what is promised."""
    asks: tuple[Short, ...]
    kinds: tuple[Group, ...]
    """Processes, attitudes, then what says neither; the first two also when they are empty."""
    dimensions: tuple[Group, ...]
    """The five ways in which service is felt, also those of which there is no promise."""
    leans: tuple[Lean, ...]


def summary_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the charter on one page."""
    charter, page = shelf.charter.id, summary_path(shelf.charter.id)
    text, version = shelf.shown
    shorts = {promise.ref: short for promise, short in zip(text.expectations, _shorts(shelf, page), strict=True)}
    given = [promise for promise in text.expectations if side_of(text, promise.promised_by) != "ask"]
    ranked = sorted(given, key=lambda promise: -(shorts[promise.ref].importance or 0))
    lines = version_lines(shelf.standing, page)
    view = SummaryView(
        frame=shelf.frame(page, "summary", text),
        title=text.title,
        index=relative(page, index_path(charter)),
        audience=text.audience or "",
        state=(version.state if version else State.DRAFT).value,
        version=next((line for line in lines if version and line.label == version.version.label), None),
        review=review_view(shelf.charter, shelf.standing),
        tally=tally(charter, shelf.results, page),
        foremost=tuple(shorts[promise.ref] for promise in ranked[:FOREMOST]),
        is_ranked=any(shorts[promise.ref].importance for promise in given),
        others=tuple(shorts[promise.ref].promise for promise in ranked[FOREMOST:]),
        asks=tuple(shorts[promise.ref] for promise in text.expectations if side_of(text, promise.promised_by) == "ask"),
        kinds=_groups(text, shorts, FieldKey.KIND, _KINDS),
        dimensions=_groups(text, shorts, FieldKey.DIMENSION, _DIMENSIONS),
        leans=tuple(_leans(shelf, text, page)),
    )
    yield Page(page, "summary.html", view)


def _shorts(shelf: Shelf, page: str) -> Iterator[Short]:
    charter = shelf.charter.id
    measured = measured_views(charter, shelf.results, page)
    for promise in shelf.shown[0].expectations:
        held = measured.get(promise.ref)
        yield Short(
            promise=Link(words=promise.title.text, href=relative(page, index_path(charter), promise.ref)),
            targets=tuple((target.text, target.segment or "") for target in promise.targets),
            importance=shelf.importances.get(promise.ref),
            latest=held.latest if held else (),
        )


def _groups(text: CharterText, shorts: Mapping[str, Short], key: FieldKey, words: Sequence[str]) -> tuple[Group, ...]:
    """Return the promises by what a field of theirs says; empty where no promise says it."""
    held: dict[str, list[Link]] = {word: [] for word in words}
    for promise in text.expectations:
        held.setdefault(_word(text, promise, key, words), []).append(shorts[promise.ref].promise)
    if not any(held[word] for word in words):
        return ()
    return tuple(Group(word=word, promises=tuple(links)) for word, links in held.items())


def _word(text: CharterText, promise: Expectation, key: FieldKey, words: Sequence[str]) -> str:
    said = canonical_value(key, promise.field_text(key) or "", text.language)
    return said if said and said in words else ""


def _leans(shelf: Shelf, text: CharterText, page: str) -> Iterator[Lean]:
    titles = {promise.ref: promise.title.text for promise in text.expectations}
    for promise in text.expectations:
        on = []
        for match in _REF.finditer(promise.field_text(FieldKey.DEPENDS_ON) or ""):
            charter, ref = match["charter"] or shelf.charter.id, match["ref"]
            if charter == shelf.charter.id and ref in titles:
                on.append(Link(words=titles[ref], href=relative(page, promise_path(charter, ref))))
            elif match["charter"] and charter in shelf.charters:
                # What another charter says is its own business: its titles may change without this page.
                on.append(Link(words=match[0], href=relative(page, index_path(charter), ref)))
        if on:
            href = relative(page, promise_path(shelf.charter.id, promise.ref))
            yield Lean(promise=Link(words=promise.title.text, href=href), on=tuple(dict.fromkeys(on)))
