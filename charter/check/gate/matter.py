"""One charter then and now, as the rules of the gate see it, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from charter.check.gate.base import BaseCharter, BaseFile, Fate
from charter.check.gate.past import in_order
from charter.compare.changes import Changes
from charter.compare.compare import compare
from charter.model.charter import Charter, Version
from charter.model.labels import parse_label
from charter.model.text import CharterText
from charter.source import Diagnostic, SourceText, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the gate found.

    `causes` are fingerprints of the changes it is about, in groups: who answers for one change of each group answers
    for the finding. For one without any, nobody can.
    """

    diagnostic: Diagnostic
    causes: tuple[frozenset[str], ...] = ()


class Comparer:
    """Compares texts, each pair once."""

    def __init__(self) -> None:
        self._done: dict[tuple[int, int], tuple[CharterText, CharterText, Changes]] = {}

    def __call__(self, before: CharterText, after: CharterText) -> Changes:
        """Return what changed from one text to another."""
        key = id(before), id(after)
        if key not in self._done:
            # The texts are kept, so that no other text gets their place in memory.
            self._done[key] = before, after, compare(before, after)
        return self._done[key][2]

    @property
    def fingerprints(self) -> set[str]:
        """The fingerprint of every change found so far."""
        return {change.fingerprint for _, _, changes in self._done.values() for change in changes.changes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One charter as it `was` and as it is `now`."""

    ref: str
    """What it is compared with, as it was typed."""
    base: BaseCharter
    was: Charter
    now: Charter
    meanwhile: Mapping[str, bytes | None]
    """What was released on `ref` since, by label."""
    today: date
    compare: Comparer = field(repr=False)

    @property
    def new_versions(self) -> tuple[Version, ...]:
        """The versions that were not there, oldest first."""
        old = {parse_label(version.label) for version in self.was.versions}
        return tuple(version for version in self.now.versions if parse_label(version.label) not in old)

    @property
    def released(self) -> tuple[Version, ...]:
        """Every version, oldest first, as it was before anybody edited it."""
        return in_order((*self.was.versions, *self.new_versions))

    def file(self, inside: str) -> BaseFile | None:
        """Return the file that stood at a path in the charter's folder."""
        return next((file for file in self.base.files if file.inside == inside), None)

    def edited(self, inside: str) -> SourceText | None:
        """Return what a file that changed says now."""
        file = self.file(inside)
        return file.is_now() if file and file.fate is Fate.CHANGED else None

    def put_back(self, inside: str) -> str:
        """Return the command that puts back a file, or where there was none the whole charter."""
        file = self.file(inside)
        return file.put_back if file else self.base.put_back

    def place(self, inside: str) -> Span:
        """Return the beginning of the file that stood at a path in the charter's folder, there or not."""
        file = self.file(inside)
        return Span(file.path if file else f"{self.now.folder}/{inside}", 1, 1)
