"""Rules on signatures that a released version still asks for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from charter.catalog.shelf import value_span
from charter.check.subject import Subject
from charter.compare.changes import Effect
from charter.compare.compare import compare
from charter.model.charter import Version
from charter.signatures import name_key
from charter.source import Diagnostic, Severity, diagnose
from charter.standing import AGREEING, MissingSignature, Signature, State, VersionStanding

NEAR = timedelta(days=14)
"""So long before a version is to take effect its missing signatures are worth a word."""
_SIGNS_AGAIN = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})
_SHOWN = 3


def find_missing_signatures(subject: Subject) -> Iterator[Diagnostic]:
    """Yield what the newest version lacks for being agreed, once the day it is to take effect is near or past."""
    waiting = _waiting(subject)
    if waiting is None:
        return
    effective = waiting.version.text.stamp.effective
    is_late = effective is not None and effective <= subject.today
    when = f"was to take effect on {effective}" if is_late else f"is to take effect on {effective}"
    label = waiting.version.label
    place = value_span(waiting.version.source, "effective")
    for gap in waiting.missing:
        message = f'"{label}" {when}, and {_whom(gap)} has not signed; until then it is not in force'
        hint = _command(subject, label, gap)
        yield diagnose("CH418", place, message, hint, severity=None if is_late else Severity.INFO)


def find_voided_signatures(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the signatures of earlier versions that do not hold for the newest one, and are asked for again by then."""
    waiting = _waiting(subject)
    if waiting is None:
        return
    for gap in waiting.missing:
        for signature, earlier in _signed_before(subject.standing.versions[:-1], gap):
            name, label = signature.signoff.name, signature.carried_from or earlier.label
            what = _what_changed(earlier, waiting.version, gap.party.id)
            message = (
                f'"{name}" signed {label} for {gap.party.id}, which does not hold for {waiting.version.label}: {what}'
            )
            hint = _command(subject, waiting.version.label, gap, name)
            yield diagnose("CH419", signature.signoff.span, message, hint, related=(waiting.version.span,))


def _waiting(subject: Subject) -> VersionStanding | None:
    """Return the newest version if it is to take effect soon, or should have, and is not agreed yet.

    Nobody goes on collecting signatures for an older one.
    """
    newest = subject.standing.versions[-1] if subject.standing.versions else None
    effective = newest.version.text.stamp.effective if newest else None
    is_near = effective is not None and effective - subject.today <= NEAR
    return newest if newest and is_near and newest.state is State.PROPOSED else None


def _whom(gap: MissingSignature) -> str:
    names = [person.name for person in gap.candidates]
    if gap.count < len(names):
        return f"{gap.count} of {', '.join(names)} ({gap.party.id})"
    return f"{' and '.join(names)} ({gap.party.id})" if names else gap.party.name


def _command(subject: Subject, label: str, gap: MissingSignature, name: str | None = None) -> str | None:
    name = name or next((person.name for person in gap.candidates), None)
    if name is None:
        return None
    return f'charter sign {subject.charter.id} --version {label} --party {gap.party.id} --name "{name}"'


def _signed_before(versions: Sequence[VersionStanding], gap: MissingSignature) -> Iterator[tuple[Signature, Version]]:
    """Yield what each candidate last agreed to before."""
    wanted = {name_key(person.name) for person in gap.candidates}
    for item in reversed(versions):
        for signature in item.signatures:
            party, key = signature.party, name_key(signature.signoff.name)
            is_theirs = party is not None and party.id == gap.party.id and key in wanted
            if is_theirs and signature.counts and signature.signoff.decision in AGREEING:
                wanted.discard(key)
                yield signature, item.version


def _what_changed(earlier: Version, later: Version, party: str) -> str:
    changes = compare(earlier.text, later.text).changes
    touched = [item for item in changes if dict(item.effects).get(party) in _SIGNS_AGAIN]
    names = list(dict.fromkeys(item.ref or item.place or item.section or "its text" for item in touched))
    if not names:
        return "a version between the two changed what was signed"
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more} changed"
