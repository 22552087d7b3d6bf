"""What stood in the project at the commit that a branch is compared with."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from shlex import quote

from charter.catalog.ids import id_of
from charter.catalog.places import VERSIONS, WORKING_TEXT, is_passed_over
from charter.catalog.records import ASSESSMENTS, INCIDENTS, OUTCOMES, REVIEWS, SIGNOFFS
from charter.check.gate.acks import Ack, read_acks
from charter.config import SETTINGS_FILES, Config, config_of
from charter.files import read_bytes, shown_path
from charter.git import TreeEntry, blob_id, find_fork, list_files, read_blobs
from charter.model.labels import parse_label
from charter.reading.decode import decode
from charter.source import MAX_TEXT_BYTES, Diagnostic, Reading, SourceText

_SINGLE = frozenset({WORKING_TEXT, REVIEWS, OUTCOMES})
_FOLDERS = {VERSIONS: 2, SIGNOFFS: 2, INCIDENTS: 2, ASSESSMENTS: 3}
"""How many names lead from the charter's folder to a record."""


class Fate(StrEnum):
    """What became of a file since."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFile:
    """One file of a charter as it was. Line ends and a byte order mark are no difference."""

    path: str
    """Where it is now or would be, as diagnostics show it."""
    inside: str
    """Its path in the charter's folder; `charter.md` for a charter that is one file."""
    fate: Fate
    then: bytes | None = None
    """What it said; `None` for a file that still says the same, and for one that is too large to be read."""
    now: bytes | None = None
    """What it says, for a file that changed."""
    put_back: str = ""
    """The command that makes it what it was."""

    def was(self) -> SourceText | None:
        """Return the text as it was, of a file that changed or is gone."""
        return None if self.then is None else decode(self.path, self.then).value

    def is_now(self) -> SourceText | None:
        """Return the text as it is, of a file that changed."""
        return None if self.now is None else decode(self.path, self.now).value


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseCharter:
    """One charter as it was."""

    id: str
    folder: str | None
    """Where it would be now, as diagnostics show it; `None` for a charter that is one file."""
    files: tuple[BaseFile, ...]
    put_back: str
    """The command that brings back all of it."""

    @property
    def is_as_it_was(self) -> bool:
        """Whether every file says what it said; there may be more of them."""
        return all(file.fate is Fate.SAME for file in self.files)

    @property
    def is_gone(self) -> bool:
        """Whether no file of it is there any more."""
        return all(file.fate is Fate.GONE for file in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """The charters at the commit where a branch left `ref`, and what the branch says in its own defence."""

    ref: str
    """As it was typed."""
    charters: tuple[BaseCharter, ...]
    unknown: tuple[tuple[str, str], ...] = ()
    """Places that cannot be compared, and what they were."""
    config: Config
    """The settings as they were."""
    meanwhile: Mapping[tuple[str, str], bytes | None]
    """What was released on `ref` since, by the charter's id and the label."""
    note: str | None = None
    """What a reader of the findings must know about the commit."""
    acks: Reading[tuple[Ack, ...]] = Reading(())


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of a charter at the base: the charter's name in the content folder, and the path inside the charter."""

    entry: TreeEntry
    top: str
    inside: str
    here: str
    """Where it is in the project, or would be."""

    @property
    def label(self) -> str | None:
        """The label of the version that this file is."""
        folder, _, name = self.inside.partition("/")
        return name.removesuffix(".md") if folder == VERSIONS else None


def read_base(root: Path, config: Config, ref: str) -> Base:
    """Return the charters of the project in `root` at the commit where HEAD left `ref`, and what became of each file.

    Where that commit is not known, it is `ref` itself. Only git's objects and the files of the work tree are read.
    Raises `UsageError` when `ref` names no commit, `CharterError` when there is no git, no repository, or the commit
    is not in this copy of it.
    """
    fork = find_fork(root, ref)
    then = _config_then(root, fork.commit)
    content = then.content if then else config.content
    listed = list_files(root, fork.commit, content)
    later = list_files(root, fork.tip, content) if fork.tip != fork.commit else listed
    found = list(_found(listed, content, config.content))
    paths = {entry.path for entry in listed}
    since = [entry for entry in later if entry.path not in paths]
    meanwhile = [item for item in _found(since, content, config.content) if item.label]
    seen = [(item, *_look(root, item)) for item in found]
    wanted = [item.entry.blob for item, fate, _ in seen if fate is not Fate.SAME]
    blobs = read_blobs(root, [*wanted, *(item.entry.blob for item in meanwhile)])
    at_tip = {entry.path: entry.blob for entry in later}
    charters: dict[str, list[BaseFile]] = {}
    for item, fate, now in seen:
        # What was taken out on the other side since can only come from the commit itself.
        source = ref if at_tip.get(item.entry.path) == item.entry.blob else fork.commit[:12]
        words = None if fate is Fate.SAME else blobs[item.entry.blob]
        file = _file(root, item, fate, words, now, source)
        charters.setdefault(item.top, []).append(file)
    large = [_shown(root, item.here) for item in found if blobs.get(item.entry.blob, b"") is None]
    return Base(
        ref=ref,
        charters=tuple(_charter(root, config.content, top, files, ref) for top, files in charters.items()),
        unknown=(*_unknown(root, listed, content), *((path, "a file too large to be read") for path in large)),
        config=then or Config(),
        meanwhile={(id_of(item.top), item.label or ""): blobs[item.entry.blob] for item in meanwhile},
        note=f'compared with "{ref}" as it is now: {fork.trouble}' if fork.trouble else None,
        acks=read_acks(root),
    )


def _config_then(root: Path, commit: str) -> Config | None:
    """Return the settings at a commit; `None` where they cannot be read."""
    entries = {entry.path: entry.blob for entry in list_files(root, commit, *SETTINGS_FILES) if entry.is_file}
    blobs = read_blobs(root, list(entries.values()))
    return config_of({name: data for name, blob in entries.items() if (data := blobs[blob]) is not None})


def _found(entries: Iterable[TreeEntry], content: str, now: str) -> Iterator[_Found]:
    """Yield the texts and records of charters; `content` is the folder they were in, `now` the one they are in now."""
    above = f"{content}/"
    for entry in entries:
        if not entry.is_file or not entry.path.startswith(above):
            continue
        top, _, inside = entry.path.removeprefix(above).partition("/")
        here = f"{now}/{entry.path.removeprefix(above)}"
        if not inside and top.endswith(".md") and len(top) > len(".md") and not is_passed_over(top):
            yield _Found(entry, top.removesuffix(".md"), WORKING_TEXT, here)
        elif inside and not is_passed_over(top) and _is_read(inside):
            yield _Found(entry, top, inside, here)


def _is_read(inside: str) -> bool:
    if inside in _SINGLE:
        return True
    parts = inside.split("/")
    if len(parts) != _FOLDERS.get(parts[0]) or not inside.endswith(".md") or any(map(is_passed_over, parts)):
        return False
    return parts[0] != VERSIONS or parse_label(parts[1].removesuffix(".md")) is not None


def _look(root: Path, item: _Found) -> tuple[Fate, bytes | None]:
    """Return what became of a file, and what it says when that may be something else."""
    path = root / item.here
    if not os.path.lexists(path):
        return Fate.GONE, None
    data = read_bytes(root, path, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        return Fate.CHANGED, None
    if blob_id(data, item.entry.blob) == item.entry.blob:
        return Fate.SAME, None
    return Fate.CHANGED, data


def _file(root: Path, item: _Found, fate: Fate, then: bytes | None, now: bytes | None, source: str) -> BaseFile:
    shown, was = _shown(root, item.here), _shown(root, item.entry.path)
    if then is not None and now is not None and _plain(then) == _plain(now):
        return BaseFile(path=shown, inside=item.inside, fate=Fate.SAME)
    if was == shown:
        put_back = f"git checkout {quote(source)} -- {quote(shown)}"
    else:
        put_back = f"git show {quote(f'{source}:./{was}')} > {quote(shown)}"
    return BaseFile(path=shown, inside=item.inside, fate=fate, then=then, now=now, put_back=put_back)


def _plain(data: bytes) -> bytes:
    """Return bytes without what editors and git change by themselves: line ends, and a mark at the beginning."""
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _charter(root: Path, content: str, top: str, files: list[BaseFile], ref: str) -> BaseCharter:
    is_folder = files[0].inside != WORKING_TEXT or files[0].path.endswith(f"/{WORKING_TEXT}")
    where = _shown(root, f"{content}/{top}") if is_folder else None
    put_back = f"git checkout {quote(ref)} -- {quote(where or files[0].path)}"
    return BaseCharter(id=id_of(top), folder=where, files=tuple(files), put_back=put_back)


def _unknown(root: Path, entries: Iterable[TreeEntry], content: str) -> Iterator[tuple[str, str]]:
    """Yield the links and the other repositories among the charters: what was in them is not known here."""
    for entry in entries:
        if entry.is_file:
            continue
        parts = PurePosixPath(entry.path).relative_to(content).parts
        if not any(map(is_passed_over, parts)):
            yield _shown(root, entry.path), "another repository" if entry.is_repository else "a link"


def _shown(root: Path, path: str) -> str:
    """Return a path in the project as diagnostics show it."""
    return path if path.isascii() and path.isprintable() else shown_path(root, root / path)
