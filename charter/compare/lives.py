"""The life of every promise a charter ever made: its wordings, its names, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from charter.compare.partners import partners
from charter.model.charter import Charter, Version
from charter.model.fingerprint import expectation_fingerprint
from charter.model.text import CharterText, Expectation


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """One text of a charter with the fingerprint of each of its promises; `version` is `None` for the working text."""

    text: CharterText
    version: Version | None
    fingerprints: dict[str, str]

    @property
    def label(self) -> str:
        """The version's label, empty for the working text."""
        return self.version.label if self.version else ""


@dataclass(frozen=True)
class Lives:
    """Every text of a charter in order, the working text last where it says something else.

    A promise that was renamed with `Was:` is one life: the first name there is what it was called; what else stands
    there became part of it, as did a promise that stood beside it in some text.
    """

    editions: tuple[Edition, ...]
    matched: tuple[Mapping[str, str], ...] = ()
    """For each text, the promises of the text before that are in it under another name without saying so: the old ref
    and the new one."""

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """Every ref that any text ever had, in the order of their coming."""
        return tuple(dict.fromkeys(promise.ref for edition in self.editions for promise in edition.text.expectations))

    @cached_property
    def _links(self) -> tuple[dict[str, str], dict[str, str]]:
        renamed: dict[str, str] = {}
        merged: dict[str, str] = {}
        for place, edition in enumerate(self.editions):
            here = {promise.ref for promise in edition.text.expectations}
            for promise in edition.text.expectations:
                # A name that is used again belongs to the promise that bears it now.
                renamed.pop(promise.ref, None)
                merged.pop(promise.ref, None)
                for at, old in enumerate(promise.was):
                    if old in here or old == promise.ref or old in renamed or old in merged:
                        continue
                    (merged if at or self._were_two(old, promise.ref) else renamed)[old] = promise.ref
            for old, new in self.matched[place].items() if self.matched else ():
                if old not in merged:
                    renamed.setdefault(old, new)
        return renamed, merged

    def _were_two(self, ref: str, other: str) -> bool:
        """Whether some text has both promises, which so have lives of their own."""
        return any({ref, other} <= edition.fingerprints.keys() for edition in self.editions)

    def name(self, ref: str) -> str:
        """Return what the promise is called in the end."""
        seen = {ref}
        while (later := self._links[0].get(ref)) and later not in seen:
            seen.add(later)
            ref = later
        return ref

    def merged_into(self, ref: str) -> str | None:
        """Return the promise that this one became part of."""
        into = self._links[1].get(ref)
        return self.name(into) if into else None

    @cached_property
    def _by_life(self) -> dict[str, tuple[tuple[Edition, Expectation], ...]]:
        found: dict[str, list[tuple[Edition, Expectation]]] = {}
        for edition in self.editions:
            for promise in edition.text.expectations:
                found.setdefault(self.name(promise.ref), []).append((edition, promise))
        return {ref: tuple(moments) for ref, moments in found.items()}

    def moments(self, ref: str) -> tuple[tuple[Edition, Expectation], ...]:
        """Return every text that holds the promise, oldest first, under whatever name."""
        return self._by_life.get(self.name(ref), ())

    def said(self, ref: str, *editions: Edition) -> Expectation | None:
        """Return the promise as the first of these texts that holds it says it, else as the last text of all does."""
        moments = self.moments(ref)
        held = (promise for edition in editions for moment, promise in moments if moment is edition)
        return next(held, None) or (moments[-1][1] if moments else None)

    def is_next(self, earlier: Edition, later: Edition) -> bool:
        """Whether one text follows the other at once."""
        return self.editions.index(earlier) + 1 == self.editions.index(later)

    def wordings(self, ref: str) -> Iterator[tuple[Expectation, tuple[Edition, ...]]]:
        """Yield each wording of a promise and the texts that hold it one after another, oldest first."""
        held: list[Edition] = []
        wording: Expectation | None = None
        for edition, promise in self.moments(ref):
            if wording is not None and not (
                wording.ref == promise.ref
                and held[-1].fingerprints[wording.ref] == edition.fingerprints[promise.ref]
                and self.is_next(held[-1], edition)
            ):
                yield wording, tuple(held)
                held = []
            wording = promise
            held.append(edition)
        if wording is not None:
            yield wording, tuple(held)

    def without(self, ref: str) -> tuple[Edition, ...]:
        """Return the texts after the last one that holds a promise of this name, oldest first."""
        held = [place for place, edition in enumerate(self.editions) if ref in edition.fingerprints]
        return self.editions[held[-1] + 1 :] if held else ()


def lives_of(charter: Charter, *, with_draft: bool) -> Lives:
    """Return the lives of the promises of a charter; `with_draft` counts the working text in."""
    editions = [_edition(version.text, version) for version in charter.versions]
    if charter.text and (with_draft or not editions):
        editions.append(_edition(charter.text, None))
    return Lives(tuple(editions))


def matched_lives_of(charter: Charter, *, with_draft: bool) -> Lives:
    """Return the lives of the promises; one renamed without `Was` goes on where `compare` takes the two for one."""
    told = lives_of(charter, with_draft=with_draft)
    return Lives(told.editions, ({}, *(_renamed(*pair) for pair in pairwise(told.editions))))


def _renamed(before: Edition, after: Edition) -> Mapping[str, str]:
    """Return which promises have another name in the next text; those with names of their own need no look."""
    if before.fingerprints.keys() <= after.fingerprints.keys():
        return {}
    return {old: new for old, new in partners(before.text, after.text).items() if old != new}


def _edition(text: CharterText, version: Version | None) -> Edition:
    return Edition(text, version, {promise.ref: expectation_fingerprint(promise) for promise in text.expectations})
