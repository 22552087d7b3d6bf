"""What a change means for each party, which number it deserves, and who must sign again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from charter.compare.changes import Bump, Change, Direction, Effect, Kind
from charter.model.text import CharterText, Party, Role

_TO = {
    Direction.STRONGER: Effect.GAINS,
    Direction.ADDED: Effect.GAINS,
    Direction.WEAKER: Effect.LOSES,
    Direction.WITHDRAWN: Effect.LOSES,
    Direction.TRADED: Effect.UNCLEAR,
    Direction.UNCLEAR: Effect.UNCLEAR,
}
_BY = {
    Direction.STRONGER: Effect.ASKED,
    Direction.ADDED: Effect.ASKED,
    Direction.WEAKER: Effect.EASED,
    Direction.WITHDRAWN: Effect.EASED,
    Direction.TRADED: Effect.UNCLEAR,
    Direction.UNCLEAR: Effect.UNCLEAR,
}
_PATCHES = frozenset({Kind.RENAMED, Kind.MOVED, Kind.LINK, Kind.EDITORIAL})
_HARMFUL = frozenset({Direction.WEAKER, Direction.WITHDRAWN, Direction.TRADED, Direction.UNCLEAR})
_SIGNING = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})

Effects = tuple[tuple[str, Effect], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """The parties of two texts as one list: those of the new text in its order, then those that are gone."""

    roles: Mapping[str, Role]
    renamed: Mapping[str, str]
    """Ids of the old text by which the new one calls a party of the same name."""

    def now(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return ids of the old text as the new one writes them."""
        return tuple(self.renamed.get(name, name) for name in ids)

    def ordered(self, effects: Mapping[str, Effect]) -> Effects:
        """Return effects in the order of the parties, without observers; a party nobody lists comes last."""
        known = [(name, effects[name]) for name, role in self.roles.items() if name in effects and not _watches(role)]
        return (*known, *((name, effect) for name, effect in effects.items() if name not in self.roles))

    def everybody(self, effect: Effect) -> Effects:
        """Return one effect on every party but observers."""
        return self.ordered(dict.fromkeys(self.roles, effect))


def parties_of(before: CharterText, after: CharterText) -> Parties:
    """Return the parties of two texts; one with another id and the same name is the same party."""
    new = {party.id for party in after.parties}
    old = {party.id for party in before.parties}
    by_name = {party.name.casefold(): party.id for party in after.parties if party.id not in old}
    renamed = {
        party.id: by_name[party.name.casefold()]
        for party in before.parties
        if party.id not in new and party.name.casefold() in by_name
    }
    gone: Iterable[Party] = (party for party in before.parties if party.id not in new and party.id not in renamed)
    return Parties(roles={party.id: party.role for party in (*after.parties, *gone)}, renamed=renamed)


def effects_of(direction: Direction, by: Iterable[str], to: Iterable[str], parties: Parties) -> Effects:
    """Return what a change means for those who promise and those promised to; unclear for who does both."""
    if direction is Direction.NEUTRAL:
        return ()
    found = dict.fromkeys(to, _TO[direction])
    for name in by:
        found[name] = Effect.UNCLEAR if name in found else _BY[direction]
    return parties.ordered(found)


def bump_of(changes: Sequence[Change], parties: Parties) -> Bump:
    """Return the version number that changes deserve.

    A promise that names no party has nobody to lose by it: there a harmful direction counts as a loss.
    """
    if not changes:
        return Bump.NONE
    customers = {name for name, role in parties.roles.items() if role is Role.CUSTOMER}
    for change in changes:
        if any(effect in {Effect.LOSES, Effect.UNCLEAR} for _, effect in change.effects):
            return Bump.MAJOR
        if any(effect is Effect.ASKED and name in customers for name, effect in change.effects):
            return Bump.MAJOR
        if not change.effects and change.direction in _HARMFUL:
            return Bump.MAJOR
    if any(change.kind not in _PATCHES or change.effects for change in changes):
        return Bump.MINOR
    return Bump.PATCH


def sign_again(changes: Iterable[Change], parties: Parties) -> tuple[str, ...]:
    """Return the parties that lose something, are asked for more, or cannot tell."""
    signing = {name: effect for change in changes for name, effect in change.effects if effect in _SIGNING}
    return tuple(name for name, _ in parties.ordered(signing))


def _watches(role: Role) -> bool:
    return role is Role.OBSERVER
