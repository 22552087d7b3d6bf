"""Which promise of the old text is which of the new one, and how that was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from charter.compare.changes import MatchedBy
from charter.compare.tokens import keys, pair_up, similarity, tokens
from charter.compare.vocabulary import Vocabulary
from charter.model.prose import Block
from charter.model.text import CharterText, Expectation, FieldKey
from charter.model.words import canonical, without_number

ALIKE = 0.6
"""From here on two promises without any written link are taken for one: the share of words and neighbours of words
that both have, in title, prose, targets, remedy and rubric. The other fields say much the same in every promise."""

_TELLING = frozenset({FieldKey.TARGET, FieldKey.REMEDY, FieldKey.LOOKS_LIKE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A promise on both sides, or on one: then `by` is `None`."""

    before: Expectation | None
    after: Expectation | None
    by: MatchedBy | None = None
    into: str | None = None
    """For a promise that is gone: the new ref of the one it went into."""
    origin: str | None = None
    """For a promise that came: the old ref of the one it came out of."""


@dataclass(slots=True)
class _Left:
    """What has no partner yet."""

    old: dict[str, Expectation]
    new: dict[str, Expectation]
    found: dict[str, tuple[str, MatchedBy]]
    """New ref → old ref."""

    def join(self, one: str, other: str, by: MatchedBy) -> None:
        self.found[other] = (one, by)
        del self.old[one], self.new[other]


def match_promises(
    before: CharterText, after: CharterText, sections: Mapping[int, int], vocabulary: Vocabulary
) -> tuple[Match, ...]:
    """Return every promise of both texts once: those of the new text in its order, then those gone in theirs.

    By ref; then by `Was` on either side; then by title in the same section; then by likeness, which is a guess.
    `sections` says which section of the old text, by its place, is which of the new one.
    """
    old = {promise.ref: promise for promise in before.expectations}
    new = {promise.ref: promise for promise in after.expectations}
    left = _Left(dict(old), dict(new), {})
    for ref in [ref for ref in new if ref in old]:
        left.join(ref, ref, MatchedBy.REF)
    _by_was(left)
    origins = {ref: origin for ref, promise in left.new.items() if (origin := _origin(promise, old))}
    into = {ref: target for ref, promise in left.old.items() if (target := _origin(promise, new))}
    for promise in new.values():
        for name in promise.was:
            if name in left.old:
                into.setdefault(name, promise.ref)
    for promise in old.values():
        for name in promise.was:
            if name in left.new:
                origins.setdefault(name, promise.ref)
    _by_title(left, before, after, sections, skip={*origins, *into})
    _by_likeness(left, vocabulary, skip_old=into, skip_new=origins)
    matches = [
        Match(before=old[left.found[ref][0]], after=promise, by=left.found[ref][1])
        if ref in left.found
        else Match(before=None, after=promise, origin=origins.get(ref))
        for ref, promise in new.items()
    ]
    return (*matches, *(Match(before=promise, after=None, into=into.get(ref)) for ref, promise in left.old.items()))


def title_key(title: str) -> str:
    """Return a heading as it is compared: without its number and without case."""
    return canonical(without_number(title)).casefold()


def _by_was(left: _Left) -> None:
    for promise in list(left.new.values()):
        name = next((name for name in promise.was if name in left.old), None)
        if name is not None:
            left.join(name, promise.ref, MatchedBy.WAS)
    for promise in list(left.old.values()):
        name = next((name for name in promise.was if name in left.new), None)
        if name is not None:
            left.join(promise.ref, name, MatchedBy.WAS)


def _origin(promise: Expectation, others: Mapping[str, Expectation]) -> str | None:
    return next((name for name in promise.was if name in others), None)


def _by_title(
    left: _Left, before: CharterText, after: CharterText, sections: Mapping[int, int], skip: Iterable[str]
) -> None:
    skipped = set(skip)
    old_titles: dict[tuple[int | None, str], list[str]] = {}
    for at, promise in _placed(before):
        if promise.ref in left.old and promise.ref not in skipped:
            old_titles.setdefault((sections.get(at), title_key(promise.title.text)), []).append(promise.ref)
    for at, promise in _placed(after):
        candidates = old_titles.get((at, title_key(promise.title.text)))
        if candidates and promise.ref in left.new and promise.ref not in skipped:
            left.join(candidates.pop(0), promise.ref, MatchedBy.TITLE)


def _by_likeness(left: _Left, vocabulary: Vocabulary, skip_old: Iterable[str], skip_new: Iterable[str]) -> None:
    old = [promise for ref, promise in left.old.items() if ref not in set(skip_old)]
    new = [promise for ref, promise in left.new.items() if ref not in set(skip_new)]
    old_words = [_words(promise, vocabulary) for promise in old]
    new_words = [_words(promise, vocabulary) for promise in new]
    scores = (
        (score, one, other)
        for one, words in enumerate(old_words)
        for other, others in enumerate(new_words)
        if (score := similarity(words, others)) >= ALIKE
    )
    for one, other in pair_up(scores):
        left.join(old[one].ref, new[other].ref, MatchedBy.SIMILARITY)


def _placed(text: CharterText) -> Iterator[tuple[int, Expectation]]:
    for at, section in enumerate(text.sections):
        for promise in section.expectations:
            yield at, promise


def _words(promise: Expectation, vocabulary: Vocabulary) -> Sequence[str]:
    parts = [without_number(promise.title.text), *_prose((*promise.before, *promise.after))]
    parts.extend(field.value.text for field in promise.fields if field.key in _TELLING)
    if promise.rubric is not None:
        parts.extend(cell.text for row in promise.rubric.criteria for cell in (row.name, *row.descriptors))
    return keys(tokens(" ".join(parts), vocabulary))


def _prose(blocks: Sequence[Block]) -> Iterator[str]:
    return (block.text for block in blocks)
