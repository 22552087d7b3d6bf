"""Whom a row of a sign-off stands for, and what is wrong with the sign-offs of a charter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from charter.files import put_back
from charter.model.charter import Charter, Version
from charter.model.records import SignOff, SignOffSheet
from charter.model.text import CharterText, Party, Representative, Role
from charter.model.words import canonical
from charter.source import Diagnostic, diagnose


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Whether one version still says what was signed."""

    charter: str
    version: Version
    signed: str | None = None
    """The fingerprint that was signed."""
    decisions: tuple[SignOff, ...] = ()
    """The last word of everybody who took a decision on the version."""
    holds: bool | None = None
    """`None` when nobody signed, or when the sheet has no fingerprint."""

    @property
    def signed_by(self) -> tuple[str, ...]:
        """The names of those who took a decision."""
        return tuple(row.name for row in self.decisions)


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return what two spellings of one name share: case, white space and the coding of letters do not count."""
    return canonical(name).casefold()


def find_party(text: CharterText, words: str) -> Party | None:
    """Return the party of `text` that has `words` as its id or its name; an id goes before a name."""
    key = name_key(words)
    by_id = (party for party in text.parties if name_key(party.id) == key)
    by_name = (party for party in text.parties if name_key(party.name) == key)
    return next(by_id, None) or next(by_name, None)


def find_representative(party: Party, name: str) -> Representative | None:
    """Return the person of this name who speaks for `party`, one who decides before one who does not."""
    key = name_key(name)
    named = [person for person in party.representatives if name_key(person.name) == key]
    return next((person for person in named if person.decides), named[0] if named else None)


def find_signatory(text: CharterText, row: SignOff) -> tuple[Party | None, Representative | None]:
    """Return the party and the person of `text` that a row stands for, as far as there are such."""
    party = find_party(text, row.party)
    return party, find_representative(party, row.name) if party else None


def deciders(party: Party) -> tuple[Representative, ...]:
    """Return who may sign for `party`."""
    return tuple(person for person in party.representatives if person.decides)


def who_may_sign(party: Party) -> str:
    """Return in words who decides for `party`."""
    names = " or ".join(person.name for person in deciders(party))
    return f"{names} may" if names else "its text names nobody who decides"


def is_same_fingerprint(one: str, other: str) -> bool:
    """Whether two fingerprints are one, grouped or not: `c1:4f1c 9a07 …` is read as well."""
    return "".join(one.split()).casefold() == "".join(other.split()).casefold()


def is_of_another_text(sheet: SignOffSheet, version: Version) -> bool:
    """Whether a sheet says that another text was signed than the one that `version` holds now."""
    return bool(sheet.fingerprint) and not is_same_fingerprint(sheet.fingerprint or "", version.fingerprint)


def is_valid_signoff(row: SignOff, sheet: SignOffSheet, version: Version) -> bool:
    """Whether a row is a decision about this very text, by somebody who decides, dated no earlier than its release."""
    if is_of_another_text(sheet, version) or row.decision is None or row.date is None:
        return False
    released = version.text.stamp.released
    person = find_signatory(version.text, row)[1]
    return person is not None and person.decides and (released is None or row.date >= released)


def check_signoffs(charter: Charter) -> tuple[Diagnostic, ...]:
    """Return what is wrong with who signed what, and when.

    A date to come is not wrong: the row counts from that day. Observers may write what they like: it binds nobody.
    """
    return tuple(item for sheet in charter.records.signoffs for item in _check_sheet(charter, sheet))


def verify_versions(charter: Charter) -> Iterator[Verification]:
    """Yield for each version, oldest first, whether its text is the one that was signed."""
    sheets = {sheet.version: sheet for sheet in charter.records.signoffs}
    for version in charter.versions:
        sheet = sheets.get(version.label)
        last = {name_key(row.name): row for row in sheet.signoffs if row.decision} if sheet else {}
        signed = sheet.fingerprint if sheet and last else None
        holds = is_same_fingerprint(signed, version.fingerprint) if signed else None
        decisions = tuple(last.values())
        yield Verification(charter=charter.id, version=version, signed=signed, decisions=decisions, holds=holds)


def _check_sheet(charter: Charter, sheet: SignOffSheet) -> Iterator[Diagnostic]:
    version = charter.version(sheet.version)
    if version is None:
        # The catalog reports a sheet whose name is no version.
        return
    if is_of_another_text(sheet, version):
        yield _stale(charter, sheet, version)
    for row in sheet.signoffs:
        yield from _check_row(charter, version, row)


def _stale(charter: Charter, sheet: SignOffSheet, version: Version) -> Diagnostic:
    signed = sheet.fingerprint or ""
    other = next((item.label for item in charter.versions if is_same_fingerprint(item.fingerprint, signed)), None)
    if other:
        which = f", the text of {other}"
        hint = f"move these rows to signoffs/{other}.md, and sign {version.label} anew"
    else:
        which = ""
        hint = put_back(version.source.path)
    message = f'{version.label} was signed as "{signed}"{which}, but now reads "{version.fingerprint}"'
    return diagnose("CH403", sheet.span, message, hint, related=(version.span,))


def _check_row(charter: Charter, version: Version, row: SignOff) -> Iterator[Diagnostic]:
    label, released = version.label, version.text.stamp.released
    party, person = find_signatory(version.text, row)
    if party is None:
        ids = ", ".join(item.id for item in version.text.parties)
        yield diagnose(
            "CH107",
            row.span,
            f'"{row.party}" is not a party of {label}',
            f"write one of its parties: {ids}" if ids else "name the parties in charter.md, and release that",
        )
        return
    sign = f"charter sign {charter.id} --version {label} --party {party.id}"
    if party.role is not Role.OBSERVER and not (person and person.decides):
        may = deciders(party)
        yield diagnose(
            "CH401",
            row.span,
            f'"{row.name}" may not sign {label} for {party.id}; {who_may_sign(party)}',
            f'{sign} --name "{may[0].name}"'
            if may
            else "write decides: yes beside a name in charter.md, and release that",
        )
    if row.date and released and row.date < released:
        yield diagnose(
            "CH402",
            row.span,
            f'"{row.date}" is before {label} was released, on {released}',
            f"write the day on which {row.name} signed, {released} or later",
        )
