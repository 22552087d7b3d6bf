"""What became of what people signed: how much of it still stands, whether their signature holds, and if not, why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from charter.compare.changes import Change, Changes, Direction, Effect, Kind
from charter.compare.effects import parties_of
from charter.model.records import Decision
from charter.model.text import CharterText, Party
from charter.signatures import name_key
from charter.standing import Signature, Standing

ChangesBetween = Callable[[str, str], Changes]
"""From the label of an older text and that of a newer one to what changed."""

_ASKS_ANEW = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})
_TAKES_BACK = frozenset({Decision.DISAGREE, Decision.ABSTAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """A change for which a signature does not hold, what it means for the party, and between which texts it was."""

    change: Change
    effect: Effect
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierSignature:
    """What people of one party signed before another text, and what that is worth for it."""

    party: Party
    """As the text that was signed names it."""
    signatures: tuple[Signature, ...]
    label: str
    """Of the version that was signed."""
    promises: int
    """How many promises of that version were made by the party or to it."""
    unchanged: int
    """How many of them are in the other text as they were."""
    is_better: bool
    """Whether the party gains anything, or is asked for less."""
    obstacles: tuple[Obstacle, ...]
    """Empty while the signature holds."""

    @property
    def holds(self) -> bool:
        """Whether the signature carries over."""
        return not self.obstacles


def earlier_signatures(standing: Standing, label: str, changes: ChangesBetween) -> tuple[EarlierSignature, ...]:
    """Return what was signed before the version `label` by those who have not spoken about that version.

    Of everybody only the last version counts that they signed; the newest of those comes first. A label that no version
    has is the working text; `changes` is asked for the texts by their labels, that one among them.
    """
    labels = [item.version.label for item in standing.versions]
    place = labels.index(label) if label in labels else len(labels)
    heard: set[tuple[str, str]] = set()
    groups: dict[tuple[str, str], list[Signature]] = {}
    for at in range(min(place, len(labels) - 1), -1, -1):
        for row in standing.versions[at].signatures:
            is_word = row.counts or row.signoff.decision in _TAKES_BACK
            if row.party is None or row.carried_from or not is_word:
                continue
            person = row.party.id, name_key(row.signoff.name)
            if person not in heard and row.counts and at < place:
                groups.setdefault((labels[at], row.party.id), []).append(row)
            heard.add(person)
    return tuple(
        _earlier(standing, rows, [*labels[labels.index(signed) : place], label], changes)
        for (signed, _), rows in groups.items()
    )


def changed_promises(changes: Changes) -> frozenset[str]:
    """Return the refs, as the older text has them, of promises that are not what they were.

    A promise is what it was where the calendar only lists another year.
    """
    return frozenset(
        change.was_ref or change.ref
        for change in changes.changes
        if change.ref
        and change.kind is not Kind.ADDED
        and not (change.kind is Kind.DEFINITION and change.direction is Direction.NEUTRAL)
    )


def _earlier(
    standing: Standing, rows: Sequence[Signature], labels: Sequence[str], changes: ChangesBetween
) -> EarlierSignature:
    """Return what the rows of one party are worth for the last of `labels`; the first one is what they signed."""
    party = rows[0].party
    if party is None:
        raise ValueError("a signature that counts is a party's")
    first, last = labels[0], labels[-1]
    text = text_of(standing, first)
    since = changes(first, last)
    mine = [item.ref for item in text.expectations if party.id in {*item.promised_by, *item.promised_to}]
    changed = changed_promises(since)
    called = _called(party.id, text, text_of(standing, last))
    return EarlierSignature(
        party=party,
        signatures=tuple(rows),
        label=first,
        promises=len(mine),
        unchanged=sum(ref not in changed for ref in mine),
        is_better=any(
            name == called and effect not in _ASKS_ANEW for change in since.changes for name, effect in change.effects
        ),
        obstacles=tuple(_obstacles(standing, party.id, labels, changes)),
    )


def _obstacles(standing: Standing, party: str, labels: Sequence[str], changes: ChangesBetween) -> Iterator[Obstacle]:
    """Yield what a signature does not survive; what was taken and given back since counts as well."""
    signed = text_of(standing, labels[0])
    for before, after in ((labels[0], labels[-1]), *pairwise(labels)):
        called = _called(party, signed, text_of(standing, after))
        found = [
            Obstacle(change=change, effect=effect, before=before, after=after)
            for change in changes(before, after).changes
            for name, effect in change.effects
            if name == called and effect in _ASKS_ANEW
        ]
        if found:
            yield from found
            return


def _called(party: str, before: CharterText, after: CharterText) -> str:
    return parties_of(before, after).renamed.get(party, party)


def text_of(standing: Standing, label: str) -> CharterText:
    """Return the text of a version; the working text for a label that no version has."""
    version = standing.charter.version(label)
    if version:
        return version.text
    return standing.charter.text or CharterText(title=standing.charter.id)
