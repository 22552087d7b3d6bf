"""What stands on a given day: states of versions, who signed, what is in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from charter.compare.compare import compare
from charter.model.charter import Charter, Version
from charter.model.fingerprint import text_digest
from charter.model.labels import parse_label
from charter.model.records import Decision, SignOff, SignOffSheet
from charter.model.text import CharterText, Party, Representative, Role, Visibility
from charter.signatures import (
    check_signoffs,
    deciders,
    find_party,
    find_representative,
    find_signatory,
    is_valid_signoff,
    name_key,
)
from charter.source import Diagnostic

AGREEING = frozenset({Decision.AGREE, Decision.RESERVATION})


class State(StrEnum):
    """The state of a version or of a whole charter; computed, never typed."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_FORCE = "in force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A row of a sign-off with the party and person it stands for. `counts` says whether it helps to agree."""

    signoff: SignOff
    party: Party | None
    representative: Representative | None
    counts: bool
    carried_from: str | None = None
    """The label of the earlier version that was signed, when the signature carries over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingSignature:
    """A party of which `count` more deciders must agree; `candidates` have not."""

    party: Party
    count: int
    candidates: tuple[Representative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionStanding:
    """Where one version stands on a day."""

    version: Version
    state: State
    signatures: tuple[Signature, ...] = ()
    missing: tuple[MissingSignature, ...] = ()
    agreed_on: date | None = None
    """The day on which the agreement rule was first met; the day of release, if known, where there is no rule."""
    in_force_from: date | None = None
    """The later of the effective date and `agreed_on`.

    `None` while the rule is not met, for a version overtaken before it could come into force, and for one that no
    date is known of: it is in force from the beginning.
    """
    in_force_until: date | None = None
    """The day on which a later version took its place."""

    def days_in_force(self, first: date, last: date) -> int:
        """Return on how many of the days from `first` to `last` the version is in force, or was."""
        if self.state is not State.IN_FORCE and self.in_force_until is None:
            return 0
        begins = max(first, self.in_force_from or date.min)
        ends = min(last, self.in_force_until - timedelta(days=1)) if self.in_force_until else last
        return max(0, (ends - begins).days + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a charter stands on the day `today`."""

    charter: Charter
    today: date
    versions: tuple[VersionStanding, ...]
    """Oldest first."""
    in_force: VersionStanding | None
    is_draft_different: bool
    """Whether the working text says something else than the newest version."""
    state: State
    """Of what the charter's page shows: the version in force, else the working text."""
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def shown(self) -> CharterText | None:
        """The text that the charter's page shows."""
        return self.in_force.version.text if self.in_force else self.charter.text

    def version(self, label: str) -> VersionStanding | None:
        """Return where the version with this label stands."""
        return next((item for item in self.versions if item.version.label == label), None)


def stand(charter: Charter, today: date) -> Standing:
    """Return where a charter and each of its versions stand on `today`.

    Versions rank by label: one that comes into force supersedes every version below it, also one whose own date is
    later. What is in force stays so: somebody who takes a signature back afterwards is shown, and changes nothing
    before the next version. Until the day it binds, a signature can be taken back.
    """
    sheets = {sheet.version: sheet for sheet in charter.records.signoffs}
    heard: list[_Heard] = []
    for version in charter.versions:
        heard.append(_hear(version, sheets.get(version.label), heard))
    judged = [_judge(item, today) for item in heard]
    versions = tuple(_rank(item, judged[place + 1 :]) for place, item in enumerate(judged))
    in_force = next((item for item in versions if item.state is State.IN_FORCE), None)
    is_draft_different = _is_draft_different(charter)
    if in_force:
        state = State.IN_FORCE
    elif is_draft_different or not versions:
        state = State.DRAFT
    else:
        state = versions[-1].state
    return Standing(
        charter=charter,
        today=today,
        versions=versions,
        in_force=in_force,
        is_draft_different=is_draft_different,
        state=state,
        diagnostics=check_signoffs(charter),
    )


def carries_over(earlier: Version, later: Version, party: str, between: Sequence[Version] = ()) -> bool:
    """Whether a signature of `earlier` by the party with the id `party` holds for `later` too.

    It holds while nothing takes something from that party, asks more of it, or leaves that open: neither from one
    version to the next, where `between` are those released between the two, oldest first, nor from the signed text to
    the later one.
    """
    steps = pairwise((earlier, *between, later))
    return all(party not in _who_signs_again(_Step(*step)) for step in (*steps, (earlier, later)))


def is_private(standing: Standing) -> bool:
    """Whether a charter is for its parties alone.

    It is while the working text, the newest version or the one in force says so: a draft does not open what was agreed
    to be closed.
    """
    charter = standing.charter
    newest = (version.text for version in charter.versions[-1:])
    translated = (text for _, text in charter.translations)
    texts = (charter.text, standing.shown, *newest, *translated)
    return any(text is not None and text.visibility is Visibility.PARTIES for text in texts)


def missing_signatures(text: CharterText, signatures: Iterable[Signature]) -> tuple[MissingSignature, ...]:
    """Return what the agreement rule of `text` still asks for beside the `signatures` that count; `()` without one."""
    agreed = {_person(item) for item in signatures if item.counts}
    missing = []
    for clause in text.agreement.clauses if text.agreement else ():
        party = find_party(text, clause.party)
        if party is None:
            # Nobody can sign for a party that is not there, so the rule cannot be met.
            party = Party(id=clause.party, name=clause.party, role=Role.OBSERVER)
        may = deciders(party)
        candidates = tuple(person for person in may if (party.id, name_key(person.name)) not in agreed)
        count = clause.count - (len(may) - len(candidates))
        if count > 0:
            missing.append(MissingSignature(party=party, count=count, candidates=candidates))
    return tuple(missing)


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """Two versions; equal to two others of the same meaning, so that each pair is compared once."""

    earlier: Version
    later: Version

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Step) and self._meanings == other._meanings

    def __hash__(self) -> int:
        return hash(self._meanings)

    @property
    def _meanings(self) -> tuple[str, str]:
        return self.earlier.fingerprint, self.later.fingerprint


@lru_cache(maxsize=1024)
def _who_signs_again(step: _Step) -> frozenset[str]:
    if step.earlier.fingerprint == step.later.fingerprint:
        return frozenset()
    return frozenset(compare(step.earlier.text, step.later.text).sign_again)


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said about one version, whenever: its own rows, and what carries over from earlier versions."""

    version: Version
    rows: tuple[Signature, ...]
    carried: tuple[Signature, ...] = ()

    def agreeing(self, day: date) -> tuple[Signature, ...]:
        """Return the rows that agree on `day`.

        Of several rows by one person the latest speaks, on one day the lower one, and any row of the version's own
        before one that is carried over.
        """
        last: dict[tuple[str, str], Signature] = {}
        for group in (self.carried, self.rows):
            dated = [(row.signoff.date, row) for row in group if row.counts and row.signoff.date]
            for written, row in sorted(dated, key=lambda pair: pair[0]):
                if written <= day:
                    last[_person(row)] = row
        return tuple(row for row in last.values() if row.signoff.decision in AGREEING)

    @property
    def effective(self) -> date | None:
        """The day from which the version is meant to bind."""
        stamp = self.version.text.stamp
        return stamp.effective or stamp.released or _label_date(self.version.label)

    def agreed_on(self, today: date) -> date | None:
        """Return the day since which the agreement rule has been met without a break until it bound, by `today`."""
        rule, released = self.version.text.agreement, self.version.text.stamp.released
        if rule is None or not rule.clauses:
            return None
        days = {row.signoff.date for row in (*self.rows, *self.carried) if row.counts and row.signoff.date}
        since: date | None = None
        for day in sorted({max(day, released or day) for day in days}):
            if day > today:
                break
            if since and max(since, self.effective or since) < day:
                # It was in force before anybody changed their mind.
                return since
            is_met = not missing_signatures(self.version.text, self.agreeing(day))
            since = (since or day) if is_met else None
        return since


def _person(signature: Signature) -> tuple[str, str]:
    return (
        signature.party.id if signature.party else "",
        name_key(signature.representative.name if signature.representative else signature.signoff.name),
    )


def _hear(version: Version, sheet: SignOffSheet | None, earlier: Sequence[_Heard]) -> _Heard:
    """Return the rows about `version`; `counts` says whether a row is valid, not yet what it says or since when."""
    rows = []
    for row in sheet.signoffs if sheet else ():
        party, person = find_signatory(version.text, row)
        is_valid = sheet is not None and is_valid_signoff(row, sheet, version)
        rows.append(Signature(signoff=row, party=party, representative=person, counts=is_valid))
    carried = tuple(
        item
        for place, heard in enumerate(earlier)
        for item in _carry(heard, version, tuple(item.version for item in earlier[place + 1 :]))
    )
    return _Heard(version, tuple(rows), carried)


def _carry(heard: _Heard, version: Version, between: Sequence[Version]) -> Iterator[Signature]:
    label = heard.version.label
    parties = {row.party.id for row in heard.rows if row.party and row.counts}
    held = {party for party in parties if carries_over(heard.version, version, party, between)}
    for row in heard.rows:
        party = version.text.party(row.party.id) if row.counts and row.party and row.party.id in held else None
        person = find_representative(party, row.signoff.name) if party else None
        if person and person.decides:
            yield replace(row, party=party, representative=person, carried_from=label)


def _judge(heard: _Heard, today: date) -> VersionStanding:
    """Return where a version stands as long as no later one is looked at."""
    text = heard.version.text
    agreeing = heard.agreeing(today)
    own = tuple(replace(row, counts=any(row is item for item in agreeing)) for row in heard.rows)
    signatures = (*own, *(row for row in agreeing if row.carried_from))
    agreed_on = heard.agreed_on(today) if text.agreement else text.stamp.released
    if text.agreement and agreed_on is None:
        return VersionStanding(
            version=heard.version,
            state=State.PROPOSED,
            signatures=signatures,
            missing=missing_signatures(text, agreeing),
        )
    start = max((day for day in (heard.effective, agreed_on) if day), default=None)
    return VersionStanding(
        version=heard.version,
        state=State.IN_FORCE if start is None or start <= today else State.AGREED,
        signatures=signatures,
        agreed_on=agreed_on,
        in_force_from=start,
    )


def _rank(standing: VersionStanding, later: Iterable[VersionStanding]) -> VersionStanding:
    """Return `standing`, as superseded if one of the `later` versions has come into force."""
    starts = [item.in_force_from or date.min for item in later if item.state is State.IN_FORCE]
    if not starts:
        return standing
    until = min(starts)
    was_in_force = standing.state is State.IN_FORCE and (standing.in_force_from or date.min) < until
    return replace(
        standing,
        state=State.SUPERSEDED,
        in_force_from=standing.in_force_from if was_in_force else None,
        in_force_until=until if was_in_force else None,
    )


def _label_date(label: str) -> date | None:
    """Return the date that the label of an adopted version is."""
    key = parse_label(label)
    return date(key[1], key[2], key[3]) if key and key[0] == 0 else None


def _is_draft_different(charter: Charter) -> bool:
    if charter.text is None or not charter.versions:
        return False
    newest = charter.versions[-1]
    if charter.fingerprint != newest.fingerprint:
        return True
    # Equal values say the same; a digest, which takes much longer, is needed only for one text in two notations.
    if replace(charter.text, stamp=newest.text.stamp) == newest.text:
        return False
    return text_digest(charter.text) != text_digest(newest.text)
