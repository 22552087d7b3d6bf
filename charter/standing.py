"""What stands on a given day: states of versions, who signed, what is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from charter.model.charter import Charter, Version
from charter.model.records import SignOff
from charter.model.text import CharterText, Party, Representative
from charter.source import Diagnostic


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
    """The day on which the agreement rule was first met; the day of release where there is no rule."""
    in_force_from: date | None = None
    """The later of the effective date and `agreed_on`; `None` while the rule is not met."""
    in_force_until: date | None = None
    """The day on which a later version took its place."""


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
