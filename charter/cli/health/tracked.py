"""Whether what git keeps is what was written: released files, names, attributes, and what a build made."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from shlex import quote

from charter.catalog.places import VERSIONS
from charter.catalog.records import SIGNOFFS
from charter.cli.health.answers import answer_lines
from charter.cli.health.finding import Area, Finding
from charter.files import read_bytes, shown_path
from charter.git import TreeEntry, ask, blob_id, list_files, read_blobs
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity

_ATTRIBUTES = ("text", "eol", "ident", "filter", "working-tree-encoding", "diff")
_ALTERING = ("ident", "filter", "working-tree-encoding")

_repository = partial(Finding, area=Area.REPOSITORY)


def examine_tracked(root: Path, content: str) -> Iterator[Finding]:
    """Yield what is wrong with the files below `content`, and with what git is told about them."""
    listed = _committed(root, content)
    yield from _released(root, content, listed)
    yield from _other_repositories(root, listed)
    yield from _clashes(root, listed)
    yield from _attributes(root, content, listed)
    yield from _ignored(root)


def _committed(root: Path, content: str) -> tuple[TreeEntry, ...] | None:
    """Return the files of the newest commit in the folder of charters; `None` where there is no commit."""
    try:
        return list_files(root, "HEAD", content)
    except CharterError:
        return None


def _released(root: Path, content: str, listed: tuple[TreeEntry, ...] | None) -> Iterator[Finding]:
    """Yield released files that differ from the newest commit, or that no commit has."""
    entries = {entry.path: entry for entry in listed or () if entry.is_file}
    altered = [entry for path, entry in entries.items() if _is_in(path, content, VERSIONS) and _differs(root, entry)]
    blobs = read_blobs(root, [entry.blob for entry in altered])
    for entry in altered:
        shown = shown_path(root, root / entry.path)
        data = read_bytes(root, root / entry.path, MAX_TEXT_BYTES)
        committed = blobs[entry.blob]
        if isinstance(data, bytes) and committed is not None and _plain(data) == _plain(committed):
            continue
        is_gone = not os.path.lexists(root / entry.path)
        yield _repository(
            name="released-file-changed",
            severity=Severity.ERROR,
            what=f'"{shown}" is {"gone" if is_gone else "not as it was committed"}',
            why="A released version is never edited: people signed it, and every signature is held against it.",
            hint=f"git checkout HEAD -- {quote(shown)}",
        )
    for path in _on_disk(root, content):
        if path not in entries:
            shown = shown_path(root, root / path)
            yield _repository(
                name="not-committed",
                severity=Severity.WARNING,
                what=f'"{shown}" is in no commit yet',
                why="Until it is, others have neither the version nor the signature, and it can be lost.",
                hint=f"git add {quote(shown)} && git commit",
            )


def _is_in(path: str, content: str, folder: str) -> bool:
    """Whether a file is kept in a charter's folder of this name."""
    parts = PurePosixPath(path.removeprefix(f"{content}/")).parts
    return len(parts) == 3 and parts[1] == folder


def _differs(root: Path, entry: TreeEntry) -> bool:
    data = read_bytes(root, root / entry.path, MAX_TEXT_BYTES)
    return isinstance(data, Diagnostic) or blob_id(data, entry.blob) != entry.blob


def _plain(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _on_disk(root: Path, content: str) -> Iterator[str]:
    """Yield every file of the versions and sign-offs, by its path in the project."""
    for folder in (VERSIONS, SIGNOFFS):
        for file in sorted((root / content).glob(f"*/{folder}/*.md")):
            yield file.relative_to(root).as_posix()


def _other_repositories(root: Path, listed: tuple[TreeEntry, ...] | None) -> Iterator[Finding]:
    for entry in listed or ():
        if entry.is_repository:
            shown = shown_path(root, root / entry.path)
            yield _repository(
                name="submodule",
                severity=Severity.WARNING,
                what=f'"{shown}" is another repository',
                why="Its history is not this one's, so what becomes of promises in it cannot be checked here.",
                hint=f"keep the charter itself here, or run charter in that repository: cd {quote(shown)}",
            )


def _clashes(root: Path, listed: Iterable[TreeEntry] | None) -> Iterator[Finding]:
    same: dict[str, list[str]] = defaultdict(list)
    for entry in listed or ():
        same[unicodedata.normalize("NFC", entry.path).casefold()].append(entry.path)
    for paths in same.values():
        shown = [shown_path(root, root / path) for path in paths]
        if len(paths) > 1:
            yield _repository(
                name="names-clash",
                severity=Severity.ERROR,
                what=" and ".join(f'"{path}"' for path in shown) + " are one file on some computers",
                why="Windows and macOS keep only one of two names that differ in case or in how letters are composed.",
                hint=f"git mv {quote(paths[-1])} another-name",
            )
        elif paths[0] != unicodedata.normalize("NFC", paths[0]):
            yield _repository(
                name="name-not-composed",
                severity=Severity.WARNING,
                what=f'"{shown[0]}" is written with letters and marks apart',
                why="The same name typed elsewhere is another one, and links to it are dead there.",
                hint=f"git mv {quote(paths[0])} {quote(unicodedata.normalize('NFC', paths[0]))}",
            )


def _attributes(root: Path, content: str, listed: tuple[TreeEntry, ...] | None) -> Iterator[Finding]:
    """Yield what git would do to released files on their way to the disk, and whether it shows promises."""
    released = next((entry.path for entry in listed or () if _is_in(entry.path, content, VERSIONS)), None)
    text = next((entry.path for entry in listed or () if entry.path.endswith("/charter.md")), None)
    about = _attributes_of(root, released or f"{content}/charter/{VERSIONS}/1.0.md")
    for name in _ALTERING:
        if about.get(name, "unspecified") not in {"unspecified", "unset"}:
            yield _repository(
                name="altered-by-git",
                severity=Severity.WARNING,
                what=f'.gitattributes has "{name}" for released files',
                why="Git then changes the words of a version when it writes it, and signatures no longer hold.",
                hint=f"echo '{content}/** -ident -filter -working-tree-encoding' >> .gitattributes",
            )
    is_free = about.get("text", "unspecified") != "unset" and about.get("eol", "unspecified") == "unspecified"
    if is_free and answer_lines(root, "config", "--get", "core.autocrlf") == ["true"]:
        yield _repository(
            name="line-ends-change",
            severity=Severity.INFO,
            what="git writes released files with other line ends here than elsewhere (core.autocrlf)",
            why="Signatures hold all the same, but other tools see every line of a version as changed.",
            hint=f"echo '{content}/** text eol=lf' >> .gitattributes",
        )
    has_attribute = text is not None and _attributes_of(root, text).get("diff") == "charter"
    has_driver = bool(answer_lines(root, "config", "--get", "diff.charter.command"))
    if has_attribute != has_driver and text is not None:
        yield _repository(
            name="half-a-diff-driver",
            severity=Severity.INFO,
            what="git is told for which files to show promises, but not how"
            if has_attribute
            else "git is told how to show promises, but not for which files",
            why="Until both are there, git diff shows lines.",
            hint='git config diff.charter.command "charter git-diff-driver"'
            if has_attribute
            else f"echo '{content}/**/charter.md diff=charter' >> .gitattributes",
        )


def _attributes_of(root: Path, path: str) -> dict[str, str]:
    try:
        words = ask(root, "check-attr", "-z", *_ATTRIBUTES, "--", path).decode("utf-8", "replace").split("\0")
    except CharterError:
        return {}
    return dict(zip(words[1::3], words[2::3], strict=False))


def _ignored(root: Path) -> Iterator[Finding]:
    """Yield what the build makes and git would keep."""
    for folder, what, made in (
        (".charter", "what charter keeps to be fast", ("cache", "lock")),
        ("site", "the site, which a build makes", ("index.html", "index.json")),
    ):
        if not (root / folder).is_dir():
            continue
        if answer_lines(root, "ls-files", "--", *(f"{folder}/{name}" for name in made)):
            yield _repository(
                name="made-files-committed",
                severity=Severity.WARNING,
                what=f'git keeps "{folder}/", {what}',
                why="It differs from day to day, and every merge request would show that.",
                hint=f"git rm -r -q --cached {folder} && echo '/{folder}/' >> .gitignore",
            )
        elif answer_lines(root, "ls-files", "--others", "--exclude-standard", "--directory", "--", folder):
            yield _repository(
                name="made-files-not-ignored",
                severity=Severity.WARNING,
                what=f'.gitignore does not name "{folder}/", {what}',
                why="git add . would commit it.",
                hint=f"echo '/{folder}/' >> .gitignore",
            )
