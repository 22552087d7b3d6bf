"""Which charter a command is about."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

from charter.catalog import Catalog, load_catalog
from charter.catalog.places import find_places
from charter.cli.context import Workspace, print_diagnostics
from charter.files import UNREAD
from charter.model.charter import Charter
from charter.source import CharterError, UsageError


class RefusedError(CharterError):
    """A command found in the user's files why it must not do as asked."""

    exit_code = 1


def charter_ids(workspace: Workspace) -> tuple[str, ...]:
    """Return the ids of the project's charters, in order; nothing is read."""
    return tuple(place.id for place in find_places(workspace.root, workspace.config.content).value)


def choose_id(ids: Collection[str], asked: str | None) -> str:
    """Return the charter that is `asked` for, or the only one there is. Raises `UsageError` when that is not clear."""
    if asked is None:
        if len(ids) == 1:
            return next(iter(ids))
        if not ids:
            raise UsageError("there is no charter in this project yet", "charter new my-charter")
        raise UsageError(f"there are {len(ids)} charters; say which one", f"one of: {', '.join(sorted(ids))}")
    if asked in ids:
        return asked
    near = difflib.get_close_matches(asked, ids, n=1)
    raise UsageError(
        f'there is no charter "{asked}"', f'did you mean "{near[0]}"?' if near else f"one of: {', '.join(sorted(ids))}"
    )


def load_charter(workspace: Workspace, id: str) -> tuple[Charter, Catalog]:
    """Return one charter, and the catalog that holds it alone with what is wrong with its files.

    Raises `UsageError` when nothing of it can be read.
    """
    catalog = load_catalog(workspace.root, workspace.config, only=[id])
    charter = catalog.find(id)
    if charter is None:
        raise UsageError(f'nothing of the charter "{id}" can be read', "charter check")
    return charter, catalog


def load_charters(workspace: Workspace, asked: Sequence[str]) -> Catalog:
    """Return the charters that are `asked` for, or all. Raises `UsageError` for one that is not there."""
    if not asked:
        return load_catalog(workspace.root, workspace.config)
    ids = charter_ids(workspace)
    return load_catalog(workspace.root, workspace.config, only={choose_id(ids, name) for name in asked})


def lies_in(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or in it; both are relative to the project, which is `.`."""
    return folder == "." or path == folder or path.startswith(f"{folder}/")


def refuse_unread_versions(charter: Charter, catalog: Catalog) -> None:
    """Raise `RefusedError`, and print why, when a version is there that was not read: it may be the newest."""
    unread = [
        item
        for item in catalog.diagnostics
        if item.code in UNREAD | {"CH151"} and lies_in(item.span.path, f"{charter.folder}/versions")
    ]
    if unread:
        print_diagnostics(unread)
        raise RefusedError(f"which version of {charter.id} is the newest is not known", "charter check")


def clean_words(words: str | None) -> str:
    """Return what was typed as text, without blanks around it. Raises `UsageError` when it is not UTF-8."""
    words = (words or "").strip()
    if any("\ud800" <= char <= "\udfff" for char in words):
        raise UsageError(f"{words!a} is not UTF-8", "type it in a terminal that is set to UTF-8")
    return words
