"""Versions, who signed them, and when the parties meet, wherever a page tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from charter.site.views.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What one person said about a version; `decision` is a word of `charter.model.records.Decision`."""

    name: str
    party: str
    title: str
    decision: str
    date: date | None
    note: str
    counts: bool
    carried_from: str | None

    @property
    def is_remark(self) -> bool:
        """Whether it is shown beside what it is about."""
        return self.decision in {"agree with a reservation", "disagree"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A party of which `count` more people must sign."""

    party: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What something said before and says now; `None` where it was not there, or where there are too many words."""

    kind: str
    """A word of `charter.compare.changes.Kind`; for the front matter its key."""
    segment: str
    term: str
    """The defined word that changed; `calendar` for the opening hours and closed days."""
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A promise, or a key of the front matter, for which an earlier signature does not hold."""

    word: str
    """One of `charter.site.comparisons.WORDS`."""
    effects: tuple[str, ...]
    """What it means for those who signed: words of `charter.compare.changes.Effect`."""
    promise: Link | None
    what: str
    """The key of the front matter; empty for a promise."""
    steps: tuple[Step, ...]
    since: Link | None
    """Where it is told, as `A..B`, when that is another comparison than the one with the text that was signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What people of one party signed before the text shown, and have not signed anew."""

    party: str
    people: tuple[Signed, ...]
    signed: Link
    """The version, by its label."""
    comparison: str
    """The address of what changed since."""
    promises: int
    """How many promises of that version concern the party."""
    unchanged: int
    is_better: bool
    """Whether the party gains anything, or is asked for less."""
    obstacles: tuple[Obstacle, ...]
    """Empty while the signature holds."""

    @property
    def names(self) -> tuple[str, ...]:
        """Who signed."""
        return tuple(person.name for person in self.people)

    @property
    def remarks(self) -> tuple[Signed, ...]:
        """Those who signed with a remark."""
        return tuple(person for person in self.people if person.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version, wherever versions are listed. `state` is a word of `charter.standing.State`."""

    label: str
    href: str
    state: str
    effective: date | None
    released: date | None
    in_force_from: date | None
    in_force_until: date | None
    note: str
    was_never_in_force: bool = False
    is_current: bool = False
    """Whether it is the version that the page shows."""
    signed: tuple[Signed, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    """On pages that tell whose earlier signatures hold."""
    has_rule: bool = False
    """Whether somebody must sign before it binds."""
    superseded_by: Link | None = None
    since_last: Link | None = None
    """What changed since the version before, by its label."""
    to_in_force: Link | None = None
    """What changed between this version and the one in force, by the label of that."""

    @property
    def spoken(self) -> tuple[Signed, ...]:
        """Who spoke about this very version; all who signed, where nothing is told of earlier signatures."""
        return tuple(one for one in self.signed if not one.carried_from) if self.earlier else self.signed

    @property
    def comparison(self) -> Link | None:
        """The comparison that says most: with the version in force, else with the one before."""
        return self.to_in_force or self.since_last


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When the parties sit down again."""

    cadence: str
    last: date | None = None
    next: date | None = None
    next_ends: date | None = None
    is_overdue: bool = False
