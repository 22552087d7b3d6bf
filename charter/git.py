"""Read-only git: what files said at a commit, and where a branch left another.

Only `git` itself is run, and only commands that read objects: no hook, filter, pager or helper that a repository names
is ever started, nothing is fetched, and nothing is written.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from charter.source import MAX_TEXT_BYTES, CharterError, UsageError

TIMEOUT_SECONDS = 30
_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--literal-pathspecs",
    # A partial clone would fetch what it lacks, through a program that its configuration names.
    *("-c", "protocol.allow=never"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    # A folder that somebody else prepared must not pass for a repository.
    *("-c", "safe.bareRepository=explicit"),
)
MAX_TOTAL_BYTES = 1_000_000_000
"""More than this is not read at once."""

_LINK, _FOLDER, _REPOSITORY = "120000", "tree", "160000"
_HISTORY = "git log --oneline --all"
_WHOLE = "git fetch --unshallow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fork:
    """Where a branch left the one it is compared with."""

    tip: str
    """The commit that was named."""
    commit: str
    """The newest commit that both have; `tip` where that is not known."""
    trouble: str | None = None
    """Why it is not known, in words, and what to type."""


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """One file at a commit. `path` is relative to the project; what is no text in it is as `os.fsdecode` has it."""

    path: str
    mode: str
    blob: str

    @property
    def is_file(self) -> bool:
        """Whether this is an ordinary file: neither a link nor another repository."""
        return self.mode not in {_LINK, _REPOSITORY}

    @property
    def is_repository(self) -> bool:
        """Whether another repository, a submodule, has this place."""
        return self.mode == _REPOSITORY


def find_fork(root: Path, ref: str) -> Fork:
    """Return where HEAD left `ref`: what was done there since is not what HEAD did.

    Raises like `read_at`. A repository without any commit of its own is compared with `ref` itself.
    """
    _expect_repository(root)
    tip = _commit(root, ref)
    found = _run(root, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    head = found.stdout.decode("ascii", "replace").strip()
    if found.returncode or head == tip:
        return Fork(tip=tip, commit=tip)
    found = _run(root, "merge-base", tip, head)
    commit = found.stdout.decode("ascii", "replace").strip()
    if found.returncode == 0 and commit:
        return Fork(tip=tip, commit=commit)
    if tip in _parents(root, head):
        # What a host tests: a merge of the branch into `ref`, whose own history was not fetched.
        return Fork(tip=tip, commit=tip)
    if is_shallow(root):
        why = "the commit at which this branch left it is not in this copy of the repository"
        return Fork(tip=tip, commit=tip, trouble=f"{why}; to fetch it: {_WHOLE}")
    return Fork(tip=tip, commit=tip, trouble="this branch has no commit in common with it")


def list_files(root: Path, commit: str, *paths: str) -> tuple[TreeEntry, ...]:
    """Return every file below `paths`, relative to the project `root`, at a commit; nothing for a path not there."""
    asked = [f"./{path}" for path in paths]
    listed = _read(root, "a part of its history", "ls-tree", "-r", "-z", "--end-of-options", commit, "--", *asked)
    return tuple(_entry(line) for line in listed.split(b"\0") if line)


def read_blobs(root: Path, blobs: Sequence[str], limit: int = MAX_TEXT_BYTES) -> dict[str, bytes | None]:
    """Return the bytes of each blob; `None` for one of more than `limit` bytes.

    Raises `CharterError` when the repository lacks one, or all of them are more than `MAX_TOTAL_BYTES`.
    """
    names = list(dict.fromkeys(blobs))
    if not names:
        return {}
    sizes = dict(zip(names, _sizes(root, names), strict=True))
    wanted = [name for name in names if sizes[name] <= limit]
    total = sum(sizes[name] for name in wanted)
    if total > MAX_TOTAL_BYTES:
        raise CharterError(
            f"the files to compare with have {total / 1_000_000:,.0f} MB; "
            f"more than {MAX_TOTAL_BYTES / 1_000_000:,.0f} MB is not read",
            "compare with a commit that is nearer",
        )
    read = dict(zip(wanted, _contents(root, wanted, sizes), strict=True))
    return {name: read.get(name) for name in names}


def blob_id(data: bytes, like: str) -> str:
    """Return the name that git gives a file of these bytes, in the repository to which the name `like` belongs."""
    digest = hashlib.sha1 if len(like) == hashlib.sha1(usedforsecurity=False).digest_size * 2 else hashlib.sha256
    return digest(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def read_at(root: Path, ref: str, path: str, limit: int = MAX_TEXT_BYTES) -> bytes:
    """Return the bytes of the file `path`, relative to `root`, at the commit that `ref` names.

    Raises `UsageError` when `ref` names no commit or the commit has no such file, `CharterError` when there is no git,
    `root` is in no repository, or the repository lacks the commit or the file's content. A file of more than `limit`
    bytes is not read.
    """
    _expect_repository(root)
    commit = _commit(root, ref)
    listed = _read(
        root, f'"{path}" in "{ref}"', "ls-tree", "-z", "--long", "--end-of-options", commit, "--", f"./{path}"
    )
    entry, _, _ = listed.partition(b"\0")
    if not entry:
        raise UsageError(f'"{path}" is not in "{ref}"', f"git ls-tree -r --name-only {shlex.quote(ref)}")
    mode, kind, blob, size = entry.partition(b"\t")[0].decode("ascii").split()
    if mode == _LINK or kind != "blob":
        what = "a link" if mode == _LINK else "a folder" if kind == _FOLDER else "another repository"
        raise UsageError(f'"{path}" is {what} in "{ref}", not a file', "name a commit in which it is a file")
    if size.isdigit() and int(size) > limit:
        raise UsageError(
            f'"{path}" has {int(size) / 1_000_000:,.1f} MB in "{ref}"; '
            f"more than {limit / 1_000_000:,.1f} MB is not read",
            "keep what people read, and link to the rest",
        )
    return _read(root, f'"{path}" in "{ref}"', "cat-file", "blob", "--end-of-options", blob)


def find_commit(root: Path, ref: str) -> str:
    """Return the full name of the commit that `ref` names. Raises as `read_at` does."""
    _expect_repository(root)
    return _commit(root, ref)


def is_shallow(root: Path) -> bool:
    """Whether this copy of the repository holds only the newest commits."""
    return _run(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true"


def top_folder(root: Path) -> Path:
    """Return the top of the work tree that `root` lies in. Raises `CharterError` when there is none."""
    _expect_repository(root)
    found = ask(root, "rev-parse", "--show-toplevel").decode("utf-8", "surrogateescape")
    return Path(found.removesuffix("\n"))


def ask(root: Path, *arguments: str) -> bytes:
    """Return what git prints; only commands that read objects may be asked. Raises `CharterError` when it cannot."""
    done = _run(root, *arguments)
    if done.returncode:
        raise CharterError(f"git could not read the repository: {_last_line(done.stderr)}", "git fsck")
    return done.stdout


def _expect_repository(root: Path) -> None:
    found = _run(root, "rev-parse", "--git-dir")
    if found.returncode:
        if b"dubious ownership" in found.stderr:
            raise CharterError(
                "git does not trust this repository: its folder belongs to somebody else",
                f"git config --global --add safe.directory {_last_line(found.stderr).rpartition(' ')[2]}",
            )
        words = _last_line(found.stderr)
        raise CharterError(
            f"git cannot read a repository here{f': {words}' if words else ''}",
            "name a version or a file instead, or: git init && git add . && git commit",
        )


def _commit(root: Path, ref: str) -> str:
    """Return the full name of a commit."""
    if not ref or any(char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff" for char in ref):
        raise UsageError(f"{ref!a} is not the name of a commit, branch or tag", _HISTORY)
    found = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}")
    name = found.stdout.decode("ascii", "replace").strip()
    if found.returncode == 0 and name:
        if _run(root, "cat-file", "-e", "--end-of-options", name).returncode == 0:
            return name
        raise CharterError(f'this copy of the repository lacks the commit "{ref}"', _WHOLE)
    remote, _, branch = ref.partition("/")
    is_remote = branch and remote in _run(root, "remote").stdout.decode("utf-8", "replace").split()
    # A copy of one branch keeps no other by its name unless it is told to.
    fetch = f"{shlex.quote(remote)} {shlex.quote(f'+refs/heads/{branch}:refs/remotes/{ref}')}" if is_remote else ""
    if is_shallow(root):
        raise CharterError(
            f'"{ref}" is not in this copy of the repository, which holds only the newest commits',
            f"{_WHOLE} {fetch}"
            if fetch
            else f"{_WHOLE}    (in CI: fetch the whole history, and the branch to compare with)",
        )
    if is_remote:
        raise UsageError(f'there is no "{ref}" here yet', f"git fetch {fetch}")
    raise UsageError(f'"{ref}" is not a commit, branch or tag of this repository', _HISTORY)


def _parents(root: Path, commit: str) -> Iterator[str]:
    """Yield the parents that a commit names itself, also where this copy does not have them."""
    for line in _run(root, "cat-file", "commit", commit).stdout.split(b"\n"):
        if not line:
            return
        key, _, value = line.partition(b" ")
        if key == b"parent":
            yield value.decode("ascii", "replace")


def _entry(line: bytes) -> TreeEntry:
    about, _, path = line.partition(b"\t")
    mode, _, blob = about.decode("ascii").split()
    return TreeEntry(os.fsdecode(path), mode, blob)


def _sizes(root: Path, blobs: Sequence[str]) -> Iterator[int]:
    for line in _batch(root, "--batch-check", blobs).splitlines():
        name, *about = line.decode("ascii", "replace").split()
        if len(about) != 2 or about[0] != "blob":
            raise _lacks(f"the object {name}")
        yield int(about[1])


def _contents(root: Path, blobs: Sequence[str], sizes: dict[str, int]) -> Iterator[bytes]:
    data = _batch(root, "--batch", blobs)
    at = 0
    for name in blobs:
        begin = data.index(b"\n", at) + 1
        end = begin + sizes[name]
        yield data[begin:end]
        at = end + 1


def _batch(root: Path, option: str, blobs: Sequence[str]) -> bytes:
    done = _run(root, "cat-file", option, given="".join(f"{name}\n" for name in blobs).encode("ascii"))
    if done.returncode:
        raise _lacks("objects that are to be compared")
    return done.stdout


def _lacks(what: str) -> CharterError:
    return CharterError(f"this copy of the repository lacks {what}", "git fetch --refetch --no-filter")


def _read(root: Path, what: str, *arguments: str) -> bytes:
    """Return what git prints of an object that belongs to a commit which is there."""
    done = _run(root, *arguments)
    if done.returncode:
        raise _lacks(what)
    return done.stdout


def _run(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  no shell, and every word is ours or behind --end-of-options
            ["git", *_SAFE, *arguments],  # noqa: S607  people install git where they like
            cwd=root,
            input=given,
            capture_output=True,
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        raise CharterError(
            "there is no git on this machine", "install git, or name versions or files instead"
        ) from None
    except subprocess.TimeoutExpired:
        raise CharterError(
            f"git did not answer within {TIMEOUT_SECONDS} seconds", f"git {' '.join(map(shlex.quote, arguments))}"
        ) from None


def _last_line(data: bytes) -> str:
    lines = data.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else ""
