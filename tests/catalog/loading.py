"""What the tests of the catalog share: load a project and look at what was found."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builders import Files, project

from charter.catalog import Catalog, load_catalog
from charter.config import Config
from charter.source import Diagnostic

CONTENT = "content"


def load(
    folder: Path, charters: Mapping[str, Files | str | bytes] | None = None, *, files: Files | None = None
) -> Catalog:
    """Write a project and load it."""
    return load_catalog(project(folder, charters, files=files), Config())


def ids(catalog: Catalog) -> list[str]:
    return [charter.id for charter in catalog.charters]


def found(catalog: Catalog, code: str | None = None) -> list[tuple[str, str]]:
    """Return the path and code of each diagnostic, or of those with `code`; paths are in `content/`."""
    return [
        (item.span.path.removeprefix("content/"), item.code)
        for item in catalog.diagnostics
        if code is None or item.code == code
    ]


def one(catalog: Catalog, code: str) -> Diagnostic:
    """Return the only diagnostic with this code."""
    wanted = [item for item in catalog.diagnostics if item.code == code]
    assert len(wanted) == 1, catalog.diagnostics
    return wanted[0]
