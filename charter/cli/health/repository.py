"""Whether the repository is one that charters can be kept in: history, released files, attributes, leftovers."""

from __future__ import annotations

import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from shlex import quote

from charter.catalog.places import VERSIONS
from charter.catalog.records import SIGNOFFS
from charter.cli.health.finding import Area, Finding
from charter.files import read_bytes, shown_path
from charter.git import TreeEntry, ask, blob_id, find_fork, is_shallow, list_files, read_blobs
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity

_DIFF_DRIVER = "charter git-diff-driver"
_ATTRIBUTES = ("text", "eol", "ident", "filter", "working-tree-encoding", "diff")
_ALTERING = ("ident", "filter", "working-tree-encoding")
_HALFWAY = {
    "MERGE_HEAD": "git merge --abort",
    "CHERRY_PICK_HEAD": "git cherry-pick --abort",
    "REVERT_HEAD": "git revert --abort",
    "rebase-merge": "git rebase --abort",
    "rebase-apply": "git rebase --abort",
}

_repository = partial(Finding, area=Area.REPOSITORY)


def examine_repository(root: Path, content: str, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the repository that `root` lies in; `content` is its folder of charters."""
    try:
        ask(root, "rev-parse", "--git-dir")
    except CharterError as error:
        yield _no_repository(root, error)
        return
    yield from _halfway(root)
    yield from _depth(root)
    yield from _base(root, environment)
    listed = _committed(root, content)
    yield from _released(root, content, listed)
    yield from _other_repositories(root, listed)
    yield from _clashes(root, listed)
    yield from _attributes(root, content, listed)
    yield from _ignored(root)


def newest_commit(root: Path) -> datetime | None:
    """Return when the newest commit was made; `None` where there is none."""
    try:
        return datetime.fromtimestamp(int(ask(root, "show", "-s", "--format=%ct", "HEAD")), UTC)
    except (CharterError, ValueError, OverflowError, OSError):
        return None


def _no_repository(root: Path, error: CharterError) -> Finding:
    if "dubious ownership" in error.message or "safe.directory" in error.message:
        return _repository(
            name="repository-of-another",
            severity=Severity.ERROR,
            what="git reads nothing here, because the folder belongs to another user",
            why="check --against and adopt cannot look at the history.",
            hint=f"git config --global --add safe.directory {quote(str(root))}",
        )
    return _repository(
        name="no-repository",
        severity=Severity.WARNING,
        what="this project is not under git",
        why="Nothing shows who changed what, and no change can be checked against what was agreed.",
        hint='git init && git add . && git commit -m "Our charters"',
    )


def _lines(root: Path, *words: str) -> list[str]:
    """Return the lines that git prints; none where it has no answer."""
    try:
        return ask(root, *words).decode("utf-8", "surrogateescape").splitlines()
    except CharterError:
        return []


def _setting(root: Path, name: str) -> str:
    return "".join(_lines(root, "config", "--get", name)[:1])


def _halfway(root: Path) -> Iterator[Finding]:
    for name, abort in _HALFWAY.items():
        path = "".join(_lines(root, "rev-parse", "--git-path", name))
        if path and os.path.lexists(root / path):
            done = abort.replace("--abort", "--continue")
            yield _repository(
                name="halfway",
                severity=Severity.WARNING,
                what=f"a {abort.split()[1]} was begun and is not finished",
                why="Files are a mixture of two texts until it is.",
                hint=f"{done}    (or give it up: {abort})",
            )
    unmerged = sorted({line.partition("\t")[2] for line in _lines(root, "ls-files", "--unmerged")})
    for path in unmerged:
        yield _repository(
            name="unmerged",
            severity=Severity.ERROR,
            what=f'"{shown_path(root, root / path)}" has conflicts that nobody has settled',
            why="It can be neither committed nor released.",
            hint=f"settle them, then: git add {quote(shown_path(root, root / path))}",
        )


def _depth(root: Path) -> Iterator[Finding]:
    if is_shallow(root):
        yield _repository(
            name="shallow",
            severity=Severity.INFO,
            what="this copy of the repository holds only the newest commits",
            why="Building and checking need no more; adopt does, and so does check --against an older commit.",
            hint="git fetch --unshallow",
        )


def _base(root: Path, environment: Mapping[str, str]) -> Iterator[Finding]:
    remotes = _lines(root, "remote")
    if not remotes:
        return
    remote = "origin" if "origin" in remotes else remotes[0]
    branch = environment.get("GITHUB_BASE_REF") or environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    base = f"{remote}/{branch}" if branch else _known_base(root, remote)
    if base is None:
        fetched = _lines(root, "config", "--get-all", f"remote.{remote}.fetch")
        one = " of one branch" if fetched and not any("/*" in words for words in fetched) else ""
        yield _no_base(f"this copy{one} has no branch of {remote} to compare with", remote, "main")
        return
    try:
        fork = find_fork(root, base)
    except CharterError:
        yield _no_base(f'"{base}" is not in this copy of the repository', remote, base.removeprefix(f"{remote}/"))
        return
    if fork.trouble:
        yield _repository(
            name="no-common-commit",
            severity=Severity.WARNING,
            what=f'where this branch left "{base}" is not known here',
            why=f"check --against {base} would take what others did there since for your doing.",
            hint="git fetch --unshallow" if is_shallow(root) else f"git log --oneline --graph HEAD {quote(base)}",
        )


def _known_base(root: Path, remote: str) -> str | None:
    names = [f"refs/remotes/{remote}/{name}" for name in ("HEAD", "main", "master")]
    return next(iter(_lines(root, "for-each-ref", "--format=%(refname:lstrip=2)", *names)), None)


def _no_base(what: str, remote: str, branch: str) -> Finding:
    return _repository(
        name="no-base-branch",
        severity=Severity.WARNING,
        what=what,
        why="check --against finds out what a change does to promises made only beside the branch it goes to.",
        hint=f"git fetch {quote(remote)} {quote(f'+refs/heads/{branch}:refs/remotes/{remote}/{branch}')}",
    )


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
    kept = (VERSIONS, SIGNOFFS)
    for path in _on_disk(root, content):
        if path not in entries and any(_is_in(path, content, folder) for folder in kept) and path.endswith(".md"):
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
        for file in sorted((root / content).glob(f"*/{folder}/*")):
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
    if is_free and _setting(root, "core.autocrlf") == "true":
        yield _repository(
            name="line-ends-change",
            severity=Severity.INFO,
            what="git writes released files with other line ends here than elsewhere (core.autocrlf)",
            why="Signatures hold all the same, but other tools see every line of a version as changed.",
            hint=f"echo '{content}/** text eol=lf' >> .gitattributes",
        )
    has_attribute = text is not None and _attributes_of(root, text).get("diff") == "charter"
    has_driver = bool(_setting(root, "diff.charter.command"))
    if has_attribute != has_driver and text is not None:
        yield _repository(
            name="half-a-diff-driver",
            severity=Severity.INFO,
            what="git is told for which files to show promises, but not how"
            if has_attribute
            else "git is told how to show promises, but not for which files",
            why="Until both are there, git diff shows lines.",
            hint=f'git config diff.charter.command "{_DIFF_DRIVER}"'
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
        if _lines(root, "ls-files", "--", *(f"{folder}/{name}" for name in made)):
            yield _repository(
                name="made-files-committed",
                severity=Severity.WARNING,
                what=f'git keeps "{folder}/", {what}',
                why="It differs from day to day, and every merge request would show that.",
                hint=f"git rm -r -q --cached {folder} && echo '/{folder}/' >> .gitignore",
            )
        elif _lines(root, "ls-files", "--others", "--exclude-standard", "--directory", "--", folder):
            yield _repository(
                name="made-files-not-ignored",
                severity=Severity.WARNING,
                what=f'.gitignore does not name "{folder}/", {what}',
                why="git add . would commit it.",
                hint=f"echo '/{folder}/' >> .gitignore",
            )
