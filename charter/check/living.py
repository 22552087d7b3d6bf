"""The living link that is nearest to a dead one."""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from charter.check.subject import Subject
from charter.files import list_folder
from charter.model.text import CharterText
from charter.reading.keywords import fold, nearest
from charter.site.links import attached_path, text_anchors
from charter.source import Diagnostic

_MOST_FILES = 2000
_DEEPEST = 6
_NEAR = 0.6


def nearest_anchor(anchor: str, texts: Iterable[CharterText]) -> str | None:
    """Return the place in one of `texts` that `anchor` most likely meant; what a ref was called before comes first."""
    texts = tuple(texts)
    renamed = (promise.ref for text in texts for promise in text.expectations if anchor in promise.was)
    known = [place for text in texts for place in text_anchors(text)]
    return next(renamed, None) or nearest(anchor, known)


def nearest_file(path: str, folder: str, subject: Subject) -> str | None:
    """Return the file that a link from `folder` most likely meant by `path`, as such a link is written."""
    living = sorted(set(_living(folder, subject)))
    name = fold(PurePosixPath(path).name)
    if name and name != "charter.md" and "/versions/" not in f"/{path}":
        same = [other for other in living if fold(PurePosixPath(other).name) == name]
        if same:
            return min(same, key=len)
    by_fold = {_told_apart(other): other for other in living}
    found = difflib.get_close_matches(_told_apart(path[-200:]), by_fold, n=1, cutoff=_NEAR)
    return by_fold[found[0]] if found else None


def _told_apart(path: str) -> str:
    """Return what tells a link from others: charters lie in folders, and all their texts have one name."""
    bare = re.sub(r"^(?:\.{0,2}/)+", "", path)
    return fold(bare.removesuffix("/charter.md"))


def _living(folder: str, subject: Subject) -> Iterator[str]:
    """Yield every link to a text, a version or a file that would live."""
    own = subject.charter
    for charter in subject.catalog.charters:
        if charter.source and charter is not own:
            yield posixpath.relpath(charter.source.path, folder)
    if own.source:
        yield posixpath.relpath(own.source.path, folder)
    yield from (posixpath.relpath(version.source.path, folder) for version in own.versions)
    if own.folder and subject.catalog.root:
        for name in _files(subject, own.folder, _DEEPEST):
            if attached_path(own.id, True, name):  # noqa: FBT003 - the charter is a folder
                yield posixpath.relpath(f"{own.folder}/{name}", folder)


def _files(subject: Subject, folder: str, deeper: int) -> Iterator[str]:
    """Yield the files in a folder of the charter, as seen from the charter's own."""
    root = subject.catalog.root
    entries = list_folder(root, root / folder) if root else ()
    if isinstance(entries, Diagnostic):
        return
    for entry in entries[:_MOST_FILES]:
        if entry.name.startswith((".", "_")):
            continue
        inside = f"{folder}/{entry.name}"
        if entry.is_folder and not entry.is_link and deeper:
            yield from _files(subject, inside, deeper - 1)
        elif entry.is_file:
            yield inside.removeprefix(f"{subject.charter.folder}/")
