"""The page of standards: which promise answers to which clause, and which standard no promise names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from charter.model.text import CharterText, FieldKey
from charter.reading.keywords import fold
from charter.site.links import STANDARDS_PAGE, index_path, promise_path, relative, standard_anchor
from charter.site.shelf import Page, SiteView, shown_text, site_frame
from charter.site.texts import standard_of
from charter.site.views.frame import Frame, Link
from charter.standing import Standing

__all__ = ["STANDARDS_PAGE", "standards_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A promise that answers to a standard. `clause` is which part of it; empty for all of it."""

    clause: str
    promise: Link
    charter: Link
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One standard; `listed_by` are the charters that name it without a promise that does."""

    name: str
    anchor: str
    citations: tuple[Citation, ...]
    listed_by: tuple[tuple[Link, str], ...]
    """Each with the language of its charter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardsView:
    """`standards.html`."""

    frame: Frame
    standards: tuple[Standard, ...]


def standards_page(standings: Sequence[Standing], site: SiteView) -> Page:
    """Return the page `standards.html`: every standard that a shown text lists or a promise of it names."""
    names: dict[str, str] = {}
    cited: dict[str, list[Citation]] = {}
    listed: dict[str, list[tuple[Link, str]]] = {}
    for standing in standings:
        text = shown_text(standing)[0]
        home = Link(words=text.title, href=relative(STANDARDS_PAGE, index_path(standing.charter.id)))
        named = set()
        for name, clause, ref, title in _citations(text):
            key = fold(names.setdefault(fold(name), name))
            promise = Link(words=title, href=relative(STANDARDS_PAGE, promise_path(standing.charter.id, ref)))
            cited.setdefault(key, []).append(
                Citation(clause=clause, promise=promise, charter=home, language=text.language)
            )
            named.add(key)
        for name in text.standards:
            key = fold(names.setdefault(fold(name), name))
            if key not in named:
                listed.setdefault(key, []).append((home, text.language))
    standards = tuple(
        Standard(
            name=names[key],
            anchor=anchor,
            citations=tuple(sorted(cited.get(key, ()), key=_natural)),
            listed_by=tuple(listed.get(key, ())),
        )
        for key, anchor in _anchored(sorted(names), names)
    )
    return Page(
        STANDARDS_PAGE, "standards.html", StandardsView(frame=site_frame(site, STANDARDS_PAGE), standards=standards)
    )


def _citations(text: CharterText) -> Iterator[tuple[str, str, str, str]]:
    """Yield each standard that a promise names, the clause, and the promise's ref and title."""
    for promise in text.expectations:
        for field in promise.fields:
            if field.key is not FieldKey.ALIGNED_TO:
                continue
            for words in filter(None, (part.strip() for part in field.value.text.split(";"))):
                name = standard_of(text, words)
                yield name, words[len(name) :].strip(" ,:–-"), promise.ref, promise.title.text


def _anchored(keys: Iterable[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield each standard with its id; where two names have one, the later gets a number."""
    taken: set[str] = set()
    for key in keys:
        anchor, number = standard_anchor(names[key]), 2
        while anchor in taken:
            anchor, number = f"{standard_anchor(names[key])}-{number}", number + 1
        taken.add(anchor)
        yield key, anchor


def _natural(item: Citation) -> tuple[list[tuple[bool, int, str]], str]:
    """Return a key that puts clause 10 after clause 9."""
    parts = re.findall(r"\d{1,9}|\D+", item.clause)
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in parts], item.promise.words
