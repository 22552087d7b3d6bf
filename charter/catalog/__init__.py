"""Every charter with all its versions and records, each text read once.

`places` finds the charters, `texts` reads what they say, `records` what is kept beside them, `references` follows refs
from the records to the texts, `strays` reports files that nobody would read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from charter.config import Config
from charter.model.charter import Charter
from charter.source import Diagnostic


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All charters of a project, ordered by id, and everything that is wrong with their files."""

    charters: tuple[Charter, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    root: Path | None = field(default=None, compare=False)
    """The project's folder, where there is one: to look for files that texts link to."""

    def find(self, id: str) -> Charter | None:
        """Return the charter with this id."""
        return next((charter for charter in self.charters if charter.id == id), None)


def load_catalog(root: Path, config: Config, *, only: Collection[str] | None = None) -> Catalog:
    """Return every charter of the project in `root`; with `only`, those with these ids and what is wrong with them.

    Nothing in a charter's files keeps another charter from being read. Raises `CharterError` when the folder for
    charters is missing or cannot be read.
    """
    from charter.catalog.places import find_places
    from charter.catalog.texts import read_place

    places = find_places(root, config.content, only=only)
    readings = [read_place(root, place) for place in places.value]
    diagnostics = [*places.diagnostics, *(item for reading in readings for item in reading.diagnostics)]
    return Catalog(
        charters=tuple(reading.value for reading in readings if reading.value is not None),
        diagnostics=tuple(sorted(set(diagnostics), key=_order)),
        root=root,
    )


def _order(item: Diagnostic) -> tuple[str, int, int, str, str]:
    return item.span.path, item.span.line or 0, item.span.column or 0, item.code, item.message
