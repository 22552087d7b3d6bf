"""Read-only git: what a file said at a commit.

Only `git` itself is run, and only commands that read objects: no hook, filter, pager or helper that a repository names
is ever started, nothing is fetched, and nothing is written.
"""

from __future__ import annotations

import shlex
import subprocess
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
_LINK, _FOLDER = "120000", "tree"
_HISTORY = "git log --oneline --all"
_WHOLE = "git fetch --unshallow"


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


def _expect_repository(root: Path) -> None:
    found = _run(root, "rev-parse", "--git-dir")
    if found.returncode:
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
    if _run(root, "rev-parse", "--is-shallow-repository").stdout.strip() == b"true":
        raise CharterError(
            f'"{ref}" is not in this copy of the repository, which holds only the newest commits',
            f"{_WHOLE}    (in CI: fetch the whole history, and the branch to compare with)",
        )
    remote, _, branch = ref.partition("/")
    if branch and remote in _run(root, "remote").stdout.decode("utf-8", "replace").split():
        raise UsageError(f'there is no "{ref}" here yet', f"git fetch {shlex.quote(remote)} {shlex.quote(branch)}")
    raise UsageError(f'"{ref}" is not a commit, branch or tag of this repository', _HISTORY)


def _read(root: Path, what: str, *arguments: str) -> bytes:
    """Return what git prints of an object that belongs to a commit which is there."""
    done = _run(root, *arguments)
    if done.returncode:
        raise CharterError(f"this copy of the repository lacks {what}", "git fetch --refetch --no-filter")
    return done.stdout


def _run(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603  no shell, and every word is ours or behind --end-of-options
            ["git", *_SAFE, *arguments],  # noqa: S607  people install git where they like
            cwd=root,
            stdin=subprocess.DEVNULL,
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
