"""Signatures: rows altered or taken out, sheets turned to another text, signatures that a new version voids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.catalog.records import SIGNOFFS
from charter.catalog.shelf import value_span
from charter.check.gate.matter import Finding, Matter
from charter.compare.changes import Effect
from charter.model.charter import Version
from charter.model.records import SignOff, SignOffSheet
from charter.model.text import Role
from charter.report.standing import day_words, listed
from charter.report.text import number_of
from charter.signatures import find_signatory, is_of_another_text, is_same_fingerprint, name_key
from charter.source import Span, diagnose
from charter.standing import Signature, VersionStanding, carries_over, stand

_SIGNING = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})
_SHOWN = 3


def find_altered(matter: Matter) -> Iterator[Finding]:
    """Yield each row that somebody signed and that does not stand there any more as it did.

    Who changes their mind adds a row. A row that never counted, because it could not be read or was signed by somebody
    who may not, may be mended.
    """
    sheets = {sheet.version: sheet for sheet in matter.now.records.signoffs}
    for sheet in matter.was.records.signoffs:
        now = sheets.get(sheet.version)
        if now is sheet or not sheet.signoffs:
            continue
        inside = f"{SIGNOFFS}/{sheet.version}.md"
        if now is None:
            count = len({name_key(row.name) for row in sheet.signoffs})
            signed = number_of(count, "person", "people")
            message = f"the sign-off of {sheet.version} is gone, with what {signed} signed"
            hint = f"put it back with: {matter.put_back(inside)}"
            yield Finding(diagnose("CH505", matter.place(inside), message, hint))
            continue
        version = matter.was.version(sheet.version)
        for row, instead in _lost(sheet, now):
            if version is None or is_binding(row, version):
                yield _altered(matter, sheet, now, row, instead)


def _lost(sheet: SignOffSheet, now: SignOffSheet) -> Iterator[tuple[SignOff, SignOff | None]]:
    """Yield each row that is not in its person's rows any more, in their order, with what stands there instead."""
    people = dict.fromkeys(_person(row) for row in sheet.signoffs)
    old = {key: [row for row in sheet.signoffs if _person(row) == key] for key in people}
    new = {key: [row for row in now.signoffs if _person(row) == key] for key in people}
    for key in people:
        left = list(new[key])
        for row in old[key]:
            if row in left:
                left = left[left.index(row) + 1 :]
            else:
                yield row, next((other for other in new[key] if other not in old[key]), None)


def _person(row: SignOff) -> tuple[str, str]:
    return name_key(row.party), name_key(row.name)


def is_binding(row: SignOff, version: Version) -> bool:
    """Whether a row says something that its version lets this person say."""
    if row.decision is None or row.date is None:
        return False
    released = version.text.stamp.released
    party, person = find_signatory(version.text, row)
    may = party is not None and (party.role is Role.OBSERVER or (person is not None and person.decides))
    return may and (released is None or row.date >= released)


def _altered(matter: Matter, sheet: SignOffSheet, now: SignOffSheet, row: SignOff, instead: SignOff | None) -> Finding:
    said = f'"{row.decision}"' if row.decision else "something"
    day = f" on {day_words(row.date)}" if row.date else ""
    message = f"{row.name} ({row.party}) said {said} of {sheet.version}{day}"
    message += ", and the row says something else" if instead else ", and the row is gone"
    put_back = matter.put_back(f"{SIGNOFFS}/{sheet.version}.md")
    hint = f"who changes their mind adds a row; put this one back with: {put_back}"
    span = instead.span if instead else Span(now.span.path, now.span.line, now.span.column)
    return Finding(diagnose("CH505", span, message, hint))


def find_turned(matter: Matter) -> Iterator[Finding]:
    """Yield each sheet whose fingerprint was made that of another text than the people on it signed."""
    sheets = {sheet.version: sheet for sheet in matter.now.records.signoffs}
    for sheet in matter.was.records.signoffs:
        now, version = sheets.get(sheet.version), matter.was.version(sheet.version)
        if now is None or now is sheet or version is None or not sheet.signoffs:
            continue
        signed = sheet.fingerprint or ""
        if is_same_fingerprint(signed, now.fingerprint or ""):
            continue
        if is_same_fingerprint(now.fingerprint or "", version.fingerprint) and not _is_known_as_other(matter, sheet):
            continue
        source = matter.edited(f"{SIGNOFFS}/{sheet.version}.md")
        span = value_span(source, "fingerprint") if source and now.fingerprint else now.span
        message = (
            f'"{now.fingerprint}" was not signed; those on this sheet signed "{signed}"'
            if now.fingerprint and signed
            else f'"{now.fingerprint}" is not the fingerprint of {sheet.version}'
            if now.fingerprint
            else f'the sheet does not say any more that "{signed}" was signed'
        )
        hint = f"put it back with: {matter.put_back(f'{SIGNOFFS}/{sheet.version}.md')}"
        yield Finding(diagnose("CH506", span, message, hint))


def _is_known_as_other(matter: Matter, sheet: SignOffSheet) -> bool:
    """Whether what was signed is known, in the scheme of today, to be another text than the version's."""
    version = matter.was.version(sheet.version)
    if version is None or not is_of_another_text(sheet, version):
        return False
    scheme = (sheet.fingerprint or "").partition(":")[0]
    return scheme == version.fingerprint.partition(":")[0]


def find_voided(matter: Matter) -> Iterator[Finding]:
    """Yield, for each party, whose signatures do not carry over to the newest version of the branch, and why."""
    if not matter.new_versions or not matter.was.versions:
        return
    newest = matter.new_versions[-1]
    held = _held(matter)
    if held is None or newest is not matter.released[-1]:
        return
    place = [item.label for item in matter.released].index(held.version.label)
    between = matter.released[place + 1 : -1]
    parties: dict[str, list[Signature]] = {}
    for signature in held.signatures:
        if signature.counts and signature.party:
            parties.setdefault(signature.party.id, []).append(signature)
    sheets = [sheet for sheet in matter.now.records.signoffs if sheet.version == newest.label]
    signed = {name_key(row.name) for sheet in sheets for row in sheet.signoffs}
    for party, signatures in parties.items():
        names = [item.signoff.name for item in signatures if name_key(item.signoff.name) not in signed]
        if not names or carries_over(held.version, newest, party, between):
            continue
        why = _why(matter, held.version, newest, party)
        whose = listed([f"{name}'s" for name in names])
        noun = "signature" if len(names) == 1 else "signatures"
        message = f"{whose} {noun} of {held.version.label} for {party} will not hold for {newest.label}{why}"
        hint = f'charter sign {matter.now.id} --version {newest.label} --party {party} --name "{names[0]}"'
        yield Finding(diagnose("CH507", value_span(newest.source, "version"), message, hint))


def _held(matter: Matter) -> VersionStanding | None:
    """Return the version in force at the base, else the newest one that somebody signed."""
    standing = stand(matter.was, matter.today)
    signed = [item for item in standing.versions if any(row.counts for row in item.signatures)]
    return standing.in_force or (signed[-1] if signed else None)


def _why(matter: Matter, then: Version, now: Version, party: str) -> str:
    changes = matter.compare(then.text, now.text).changes
    touching = [change for change in changes if dict(change.effects).get(party) in _SIGNING]
    titles = {promise.ref: promise.title.text for text in (then.text, now.text) for promise in text.expectations}
    names = list(dict.fromkeys(f'"{titles.get(change.ref or "", change.place or "")}"' for change in touching))
    return f": {listed(_shortened(names))} changed" if names else ""


def _shortened(names: Sequence[str]) -> list[str]:
    more = len(names) - _SHOWN
    return [*names[:_SHOWN], f"{more} more"] if more > 0 else list(names)
