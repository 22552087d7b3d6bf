"""Every charter with all its versions and records, each text read once."""

from __future__ import annotations

from dataclasses import dataclass

from charter.model.charter import Charter
from charter.source import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All charters of a project, ordered by id, and everything that is wrong with their files."""

    charters: tuple[Charter, ...]
    diagnostics: tuple[Diagnostic, ...] = ()

    def find(self, id: str) -> Charter | None:
        """Return the charter with this id."""
        return next((charter for charter in self.charters if charter.id == id), None)
