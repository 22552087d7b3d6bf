"""A person signs a version: who may, what is in the way, and the sheet with the new row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from charter.files import put_back
from charter.model.charter import Charter, Version
from charter.model.records import Decision, SignOff, SignOffSheet
from charter.model.text import Party, Role
from charter.reading.signoffs import append_signoff, signoff_row
from charter.signatures import (
    deciders,
    find_party,
    find_representative,
    is_of_another_text,
    is_valid_signoff,
    name_key,
    who_may_sign,
)
from charter.source import CharterError, UsageError

NEEDS_NOTE = frozenset({Decision.RESERVATION, Decision.DISAGREE})


class StaleTextError(CharterError):
    """The file of a version does not hold the text that others signed."""

    exit_code = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A row that may be added to the sign-offs of a version."""

    version: Version
    party: Party
    row: SignOff
    repeats: SignOff | None = None
    """The row in which the same person said the same before; then there is nothing to add."""

    def sheet(self, existing: str | None) -> str:
        """Return the text of the sheet with the new row; `existing` is what stands there now, if there is a sheet."""
        written = self.row
        assert written.decision is not None and written.date is not None  # noqa: S101, PT018  prepare_signing sets both
        row = signoff_row(self.party.id, written.name, written.decision, written.date, written.note)
        return append_signoff(existing, self.version.label, self.version.fingerprint, row)


def prepare_signing(
    charter: Charter, *, label: str | None, party: str, name: str, decision: Decision, day: date, note: str = ""
) -> Signing:
    """Return the row by which a person signs the version `label`, by default the newest.

    The names are written as the version itself writes them. Raises `UsageError` when the version, the party or the
    person's right is not there, when `day` is before the release, and when a reservation or disagreement is not
    explained; `StaleTextError` when the version does not read as its signatures say.
    """
    version = _find_version(charter, label)
    sheet = next((item for item in charter.records.signoffs if item.version == version.label), None)
    if sheet and is_of_another_text(sheet, version):
        raise StaleTextError(
            f'{charter.id} {version.label} was signed as "{sheet.fingerprint}", but the file now reads '
            f'"{version.fingerprint}": this is not the text that was released',
            put_back(version.source.path),
        )
    if sheet and not sheet.fingerprint and any(written.decision for written in sheet.signoffs):
        # Filling it in by ourselves would bless whatever the file says today in the name of those who signed before.
        raise StaleTextError(
            f"the sign-off of {charter.id} {version.label} does not say which text the people on it signed",
            f'if it was this one, write into {sheet.span.path}: fingerprint: "{version.fingerprint}"',
        )
    found = _find_party(version, party)
    person = _find_name(version, found, name)
    released = version.text.stamp.released
    if released and day < released:
        raise UsageError(f"{day} is before {version.label} was released, on {released}", f"--date {released} or later")
    row = SignOff(party=found.id, name=person, decision=decision, date=day, note=note)
    repeats = _repeated(sheet, version, found, row)
    if decision in NEEDS_NOTE and not note and repeats is None:
        raise UsageError(
            "a reservation or a disagreement is shown beside what it is about, so it needs words",
            '--note "Five working days is hard for late offers"',
        )
    return Signing(version=version, party=found, row=row, repeats=repeats)


def with_signing(charter: Charter, signing: Signing) -> Charter:
    """Return the charter as it is once the row is written."""
    label, sheets = signing.version.label, charter.records.signoffs
    empty = SignOffSheet(version=label, fingerprint=None)
    sheet = next((item for item in sheets if item.version == label), empty)
    signed = replace(
        sheet, fingerprint=sheet.fingerprint or signing.version.fingerprint, signoffs=(*sheet.signoffs, signing.row)
    )
    others = (item for item in sheets if item.version != label)
    return replace(charter, records=replace(charter.records, signoffs=(*others, signed)))


def _find_version(charter: Charter, label: str | None) -> Version:
    if not charter.versions:
        raise UsageError(f"there is no version of {charter.id} to sign yet", f"charter release {charter.id}")
    if label is None:
        return charter.versions[-1]
    version = charter.version(label)
    if version is None:
        labels = ", ".join(item.label for item in charter.versions)
        raise UsageError(f"{charter.id} has no version {label}", f"its versions are: {labels}")
    return version


def _find_party(version: Version, words: str) -> Party:
    party = find_party(version.text, words)
    if party is None:
        ids = ", ".join(item.id for item in version.text.parties)
        raise UsageError(f'"{words}" is not a party of {version.label}', f"its parties are: {ids}" if ids else None)
    return party


def _find_name(version: Version, party: Party, name: str) -> str:
    """Return the name as the version writes it, of somebody who may sign for `party`."""
    person = find_representative(party, name)
    if person and (person.decides or party.role is Role.OBSERVER):
        return person.name
    if party.role is Role.OBSERVER and name:
        return name
    may = deciders(party)
    raise UsageError(
        f'"{name}" may not sign {version.label} for {party.id}; {who_may_sign(party)}',
        f'--party {party.id} --name "{may[0].name}"' if may else "write decides: yes beside a name, and release that",
    )


def _repeated(sheet: SignOffSheet | None, version: Version, party: Party, row: SignOff) -> SignOff | None:
    """Return what the same person said last about `version`, if it is what `row` says."""
    if sheet is None:
        return None
    said = [
        written
        for written in sheet.signoffs
        if find_party(version.text, written.party) == party
        and name_key(written.name) == name_key(row.name)
        and (party.role is Role.OBSERVER or is_valid_signoff(written, sheet, version))
    ]
    last = max(reversed(said), key=lambda written: written.date or date.min, default=None)
    return last if last and last.decision is row.decision else None
