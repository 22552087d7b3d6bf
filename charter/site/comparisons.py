"""Which versions of a charter are compared, each pair once, and what pages say of the outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from charter.compare.changes import Change, Changes, Direction, Effect, Kind
from charter.compare.compare import compare
from charter.lives.signed import EarlierSignature, earlier_signatures, text_of
from charter.model.text import CharterText
from charter.site.links import comparison_path, draft_path, promise_path, relative, version_path
from charter.site.texts import side_of
from charter.site.views.changes import Group, Mark, Summary
from charter.site.views.frame import Link
from charter.standing import Standing

DRAFT = "draft"
"""What the working text is called where others have a label; no label is like it."""

WORDS = (
    "stronger", "weaker", "traded", "unclear", "added", "withdrawn", "merged", "asked", "eased",
    "reworded", "renamed", "moved",
)  # fmt: skip
"""What can be said of a promise that changed, in the order in which it is told."""

GRAVEST_FIRST = (Effect.LOSES, Effect.ASKED, Effect.UNCLEAR, Effect.GAINS, Effect.EASED)
"""What changes mean for a party, in the order in which it is told."""

_TAKES = frozenset({"weaker", "traded", "withdrawn", "merged"})

_OF_AN_ASK = {"stronger": "asked", "added": "asked", "weaker": "eased", "withdrawn": "eased"}


@dataclass(frozen=True, eq=False)
class Comparisons:
    """The comparisons of one charter; `has_draft` says whether the working text says something of its own."""

    standing: Standing
    has_draft: bool
    _made: dict[tuple[str, str], Changes] = field(default_factory=dict)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs that have a page, as labels, the older one first.

        Neighbours, each version with the one in force, the one that the draft would follow with the draft, and what
        somebody signed with what they have not signed yet.
        """
        labels = [item.version.label for item in self.standing.versions]
        found = list(pairwise(labels))
        if in_force := self.standing.in_force:
            place = labels.index(in_force.version.label)
            found += [(label, labels[place]) for label in labels[:place]]
            found += [(labels[place], label) for label in labels[place + 1 :]]
        if base := self.base_of_draft:
            found.append((base, DRAFT))
        for label in (*labels, *([DRAFT] if self.has_draft else ())):
            for item in self.earlier(label):
                found += [(item.label, label), *((one.before, one.after) for one in item.obstacles)]
        return tuple(dict.fromkeys(found))

    def earlier(self, label: str) -> tuple[EarlierSignature, ...]:
        """Return what was signed before the text with this label, by those who have not spoken about it."""
        return earlier_signatures(self.standing, label, self.changes)

    @property
    def base_of_draft(self) -> str | None:
        """The label of what the draft is compared with: the version in force, the newest one where none is."""
        versions = self.standing.versions
        if not self.has_draft or not versions:
            return None
        return (self.standing.in_force or versions[-1]).version.label

    def before(self, label: str) -> str | None:
        """Return what a version, or the draft, is compared with to say what it changed; `None` for the first one."""
        if label == DRAFT:
            return self.base_of_draft
        labels = [item.version.label for item in self.standing.versions]
        place = labels.index(label)
        return labels[place - 1] if place else None

    def text(self, label: str) -> CharterText:
        """Return the text with this label."""
        return text_of(self.standing, label)

    def text_page(self, label: str) -> str:
        """Return the path of the page that shows the text with this label."""
        charter = self.standing.charter.id
        return draft_path(charter) if label == DRAFT else version_path(charter, label)

    def changes(self, before: str, after: str) -> Changes:
        """Return what changed from one label to another; each pair is compared once."""
        pair = (before, after)
        if pair not in self._made:
            self._made[pair] = compare(self.text(before), self.text(after))
        return self._made[pair]

    def summary(self, before: str, after: str, page: str) -> Summary:
        """Return what changed, in few words and counts, with addresses as written on `page`."""
        old, new = self.text(before), self.text(after)
        changes = self.changes(before, after).changes
        titles = {promise.ref: promise.title.text for text in (old, new) for promise in text.expectations}
        words = words_of_promises(changes, old, new)
        charter = self.standing.charter.id
        changed = {ref for ref, word in words.items() if word not in {"withdrawn", "merged"}}
        return Summary(
            before=before,
            after="" if after == DRAFT else after,
            href=relative(page, comparison_path(charter, before, after)),
            groups=tuple(
                Group(
                    word=word,
                    promises=tuple(
                        Link(words=titles[ref], href=relative(page, promise_path(charter, ref)))
                        for ref, said in words.items()
                        if said == word
                    ),
                )
                for word in WORDS
                if word in words.values()
            ),
            unchanged=sum(promise.ref not in changed for promise in new.expectations),
            passages=sum(change.ref is None and change.kind is not Kind.FRAME for change in changes),
            has_other_frame=any(change.kind is Kind.FRAME for change in changes),
            takes_nothing=not (_TAKES & set(words.values()) or any(map(_may_take, changes))),
        )

    def marks(self, label: str, page: str) -> Mapping[str, Mark]:
        """Return a mark for each promise that a version, or the draft, changed, by ref."""
        before = self.before(label)
        if before is None:
            return {}
        words = words_of_promises(self.changes(before, label).changes, self.text(before), self.text(label))
        path = comparison_path(self.standing.charter.id, before, label)
        return {
            ref: Mark(
                word=word,
                label="" if label == DRAFT else label,
                href=relative(page, path, place_of(ref)),
            )
            for ref, word in words.items()
        }


def place_of(ref: str) -> str:
    """Return the id under which the change of a promise stands on the page of a comparison."""
    return f"change:{ref}"


def by_promise(changes: Sequence[Change]) -> dict[str, list[Change]]:
    """Return the changes of each promise by its ref, in order."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        if change.ref is not None:
            found.setdefault(change.ref, []).append(change)
    return found


def words_of_promises(changes: Sequence[Change], before: CharterText, after: CharterText) -> dict[str, str]:
    """Return one of `WORDS` for each promise that changed, by ref.

    A promise did not change where the calendar only lists another year.
    """
    sides = dict(_sides(before)) | dict(_sides(after))
    return {
        ref: word_of(group, sides.get(ref, ""))
        for ref, group in by_promise(changes).items()
        if not all(change.kind is Kind.DEFINITION and change.direction is Direction.NEUTRAL for change in group)
    }


def word_of(changes: Sequence[Change], side: str) -> str:
    """Return the one of `WORDS` that says what became of a promise; `side` is its side, see `side_of`.

    Of a promise that is unclear in one way and worse for its readers in another, the worse is said.
    """
    kinds = {change.kind for change in changes}
    ways = {change.direction for change in changes} - {Direction.NEUTRAL}
    if Kind.ADDED in kinds:
        word = "added"
    elif Kind.WITHDRAWN in kinds:
        word = "merged" if any(change.into for change in changes) else "withdrawn"
    elif Direction.TRADED in ways or ways >= {Direction.STRONGER, Direction.WEAKER}:
        word = "traded"
    elif (burden := Direction.STRONGER if side == "ask" else Direction.WEAKER) in ways:
        # That something else is unclear does not hide what is certain.
        word = burden.value
    elif Direction.UNCLEAR in ways:
        word = "unclear"
    elif ways:
        word = ways.pop().value
    elif len(kinds) == 1 and kinds <= {Kind.RENAMED, Kind.MOVED}:
        word = kinds.pop().value
    else:
        word = "reworded"
    return _OF_AN_ASK.get(word, word) if side == "ask" else word


def _may_take(change: Change) -> bool:
    """Whether a change may leave somebody with less, or takes a passage away."""
    return change.direction in {Direction.UNCLEAR, Direction.TRADED} or (
        change.ref is None and change.kind is Kind.WITHDRAWN
    )


def way_of(change: Change, side: str) -> str:
    """Return what is said of one change: a word of `WORDS`; for a neutral one its kind, `came` or `went`."""
    if change.direction is Direction.NEUTRAL:
        is_of_words = change.kind not in {Kind.MOVED, Kind.RENAMED, Kind.LINK}
        if is_of_words and (change.before is None or change.after is None):
            return "came" if change.before is None else "went"
        return change.kind.value
    return word_of([change], side)


def _sides(text: CharterText) -> Iterator[tuple[str, str]]:
    for promise in text.expectations:
        yield promise.ref, side_of(text, promise.promised_by)
