"""Two texts that were compared, and what every printer of the changes between them needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from charter.compare.changes import Bump, Change, Changes, Direction, Effect, Kind, MatchedBy
from charter.compare.worddiff import PieceKind, diff_words
from charter.model.text import CharterText, Expectation, Role
from charter.report.text import number_of

WORKING_TEXT = "working text"
NO_CHANGE = "No word changed."
"""What is said of two texts that differ in nothing but notation."""

NOBODY = "Nobody needs to sign again."

_WEIGHT = {
    Direction.WEAKER: 0,
    Direction.WITHDRAWN: 0,
    Direction.UNCLEAR: 1,
    Direction.TRADED: 1,
    Direction.STRONGER: 2,
    Direction.ADDED: 2,
    Direction.NEUTRAL: 3,
}
_WORDS_AROUND = 12
_TAG = re.compile(r"""<(?:span|font|a|div|p)\s+[\w:-]+\s*=\s*["'][^<>]*>|</(?:span|font|a|div|p)>""")
"""A tag of another tool that stands among the words and says nothing to their reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two texts and what changed between them. A name is a label, a git ref or a file; `None` is the working text."""

    charter: str | None
    """The charter's id; `None` for two files that belong to none."""
    before: CharterText
    after: CharterText
    before_name: str | None
    after_name: str | None
    changes: Changes
    label: str | None = None
    """The label that the next version needs, where the number before it is known."""

    @property
    def title(self) -> str:
        """The title of the new text; of the old one where nothing is left."""
        is_empty = not (self.after.heading or self.after.introduction or self.after.sections)
        return self.before.title if is_empty else self.after.title

    @property
    def ordered(self) -> list[Change]:
        """What takes something away first, then what is not clear, then what gives, then the rest."""
        return sorted(self.changes.changes, key=lambda change: _WEIGHT[change.direction])

    @property
    def names(self) -> str:
        """The two texts in words: `1.0 → working text`."""
        return f"{self.before_name or WORKING_TEXT} → {self.after_name or WORKING_TEXT}"

    @property
    def call(self) -> str | None:
        """What the changes call for: `2.0`, or `a major version`; `None` where nothing changed."""
        if self.changes.bump is Bump.NONE:
            return None
        return self.label or f"a {self.changes.bump} version"

    def title_of(self, change: Change) -> str:
        """Return the name of what changed: the promise's title, a heading, or the front matter."""
        for text in (self.after, self.before):
            for promise in text.expectations:
                if promise.ref == change.ref:
                    return promise.title.text
        return change.ref or change.section or ("Front matter" if change.kind is Kind.FRAME else self.after.title)

    def promise_of(self, change: Change) -> Expectation | None:
        """Return the promise that came or went, if that is the change."""
        if not is_whole(change):
            return None
        text = self.after if change.kind is Kind.ADDED else self.before
        return next((promise for promise in text.expectations if promise.ref == change.ref), None)

    def party_name(self, name: str) -> str:
        """Return what a party is called; its id where neither text has it."""
        party = self.after.party(name) or self.before.party(name)
        return party.name if party else name

    @property
    def parties(self) -> list[str]:
        """The ids of everybody whom the changes may touch: no observers; those of the new text first."""
        known = [party.id for party in (*self.after.parties, *self.before.parties) if party.role is not Role.OBSERVER]
        touched = [name for change in self.changes.changes for name, _ in change.effects]
        return list(dict.fromkeys([*known, *touched]))

    @property
    def untouched(self) -> int:
        """How many promises of the new text are as they were."""
        changed = {change.ref for change in self.changes.changes}
        return sum(promise.ref not in changed for promise in self.after.expectations)

    @property
    def sign_again(self) -> str:
        """Who must sign again, in words."""
        return f"To sign again: {', '.join(self.changes.sign_again)}." if self.changes.sign_again else NOBODY


def tally(comparison: Comparison) -> str:
    """Return how many promises matter to whom: `2 promises matter to Teaching staff, 1 to Desk; 6 are untouched`.

    It is empty for a text without promises, unless the front matter changed for somebody.
    """
    refs: dict[str, set[str]] = {name: set() for name in comparison.parties}
    beside: list[str] = []
    for change in comparison.changes.changes:
        for name, _ in change.effects:
            if change.ref is None:
                beside.append(name)
            else:
                refs[name].add(change.ref)
    parts: list[str] = []
    for name, found in refs.items():
        if found:
            verb = f" {'matters' if len(found) == 1 else 'matter'}" if not parts else ""
            noun = number_of(len(found), "promise", "promises") if not parts else str(len(found))
            parts.append(f"{noun}{verb} to {comparison.party_name(name)}")
    count = comparison.untouched
    told: list[str] = []
    if parts:
        told.append(f"{', '.join(parts)}; {count or 'none'} {'are' if count > 1 else 'is'} untouched.")
    elif comparison.after.expectations:
        none = "No promise is untouched."
        told.append(f"{number_of(count, 'promise is', 'promises are')} untouched." if count else none)
    if beside:
        names = ", ".join(comparison.party_name(name) for name in dict.fromkeys(beside))
        told.append(f"What changed in the front matter matters to {names}.")
    return " ".join(told)


def is_whole(change: Change) -> bool:
    """Whether a whole promise came or went."""
    return change.ref is not None and change.kind in {Kind.ADDED, Kind.WITHDRAWN}


def remark(change: Change) -> str | None:
    """Return what the words before and after do not show by themselves."""
    if change.kind is Kind.DEFINITION:
        what = "the calendar" if change.term == "calendar" else f'"{change.term}"'
        return f"leans on {what}, which changed"
    if change.origin:
        return f'came out of "{change.origin}"'
    if change.into:
        return f'went into "{change.into}"'
    if change.matched_by is MatchedBy.SIMILARITY:
        return "matched by likeness, which is a guess"
    return None


_PLACES = {Kind.RENAMED: "Name", Kind.MOVED: "Section", Kind.STATUS: "Status", Kind.REMEDY: "Remedy"}


def place_words(change: Change) -> str:
    """Return which part changed, as it is written: `Target (everything else)`, `Except`; `""` for prose."""
    words = _PLACES.get(change.kind) or change.place or ""
    if change.kind in {Kind.TARGET, Kind.SEGMENT}:
        words = "Target"
    if change.kind is Kind.RENAMED and change.place == "ref":
        words = "Ref"
    if change.kind is Kind.RUBRIC and change.place != "levels":
        words = "Good enough" if change.place == "expected" else "Rubric"
    if change.kind in {Kind.DEFINITION, Kind.ADDED, Kind.WITHDRAWN} or words in {"prose", "section", "text"}:
        return ""
    return f"{words} ({change.segment})" if change.segment else words[:1].upper() + words[1:]


class Shown(NamedTuple):
    """A run of words as it is to be marked."""

    kind: PieceKind
    text: str


def shown_words(change: Change) -> Iterator[Shown]:
    """Yield the words of a change, on one line; what stays the same is shortened where there is much of it."""
    # Lines of the front matter are items of a list, those of prose go on.
    before, after = (
        words.replace("\n", "; ") if words and change.kind is Kind.FRAME else words
        for words in (change.before, change.after)
    )
    before, after = _without_tags(before, after)
    if before is None or after is None:
        kind = PieceKind.INSERTED if before is None else PieceKind.REMOVED
        words = " ".join((after or before or "").split())
        if words:
            yield Shown(kind, words)
        return
    if change.kind is Kind.RENAMED and change.place == "ref":
        # A ref is one word, whatever dashes are in it.
        yield from (Shown(PieceKind.REMOVED, before), Shown(PieceKind.INSERTED, after))
        return
    pieces = diff_words(before, after)
    for at, piece in enumerate(pieces):
        is_first, is_last = at == 0, at == len(pieces) - 1
        if piece.kind is not PieceKind.SAME:
            yield Shown(piece.kind, _on_one_line(piece.text))
        else:
            text = _on_one_line(_near(piece.text, is_first=is_first, is_last=is_last))
            yield Shown(piece.kind, _shortened(text, is_first=is_first, is_last=is_last))


def _without_tags(before: str | None, after: str | None) -> tuple[str | None, str | None]:
    """Return both texts without tags that only dress words up, where more than such tags changed."""
    old, new = (words and _TAG.sub("", words) for words in (before, after))
    return (before, after) if old == new or "" in {old, new} else (old, new)


def _near(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return a run of equal words without the paragraphs and items before the first change and after the last."""
    if is_first and not is_last and "\n" in text:
        return "… " + text.rpartition("\n")[2]
    if is_last and not is_first and text.partition("\n")[2].strip():
        return text.partition("\n")[0] + " …"
    return text


def _on_one_line(text: str) -> str:
    words = " ".join(text.split())
    begins, ends = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * begins}{words}{' ' * (ends and bool(words))}"


def shortened(text: str, most: int = 2 * _WORDS_AROUND) -> str:
    """Return the first words of a text on one line."""
    words = text.split(" ")
    return text if len(words) <= most + 2 else f"{' '.join(words[:most])} …"


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """Return a run of equal words, without those that are far from any change."""
    words = text.split(" ")
    if is_first and is_last:
        return text
    if is_first:
        return text if len(words) <= _WORDS_AROUND + 2 else f"… {' '.join(words[-_WORDS_AROUND:])}"
    if is_last:
        return shortened(text, _WORDS_AROUND)
    if len(words) <= 2 * _WORDS_AROUND + 2:
        return text
    return f"{' '.join(words[:_WORDS_AROUND])} … {' '.join(words[-_WORDS_AROUND:])}"


EFFECT_WORDS = {
    Effect.GAINS: "stronger",
    Effect.LOSES: "weaker",
    Effect.ASKED: "asks more",
    Effect.EASED: "asks less",
    Effect.UNCLEAR: "unclear",
}
"""What a change means for one party, in words for that party."""
