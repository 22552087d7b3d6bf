"""Files read safely and written whole.

Reading follows no link out of the project, waits for nothing, and takes in no more than it was told to. What is wrong
with a file is a diagnostic. Writing puts a whole file in place or leaves what was there; a disk that cannot be written
to is a `CharterError`.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shlex
import stat
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from charter.source import CharterError, Diagnostic, Span, diagnose

UNREAD = frozenset({"CH122", "CH127", "CH129"})
"""The codes of files and folders that are there, and of which nothing was read."""

TEMPORARY_PREFIX = ".charter-tmp-"
"""How the names of files begin that are being written; one that is left over may be deleted."""

WAIT_SECONDS = 20.0
_STEP_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Entry:
    """One name in a folder. What is neither a folder nor a file is a device, a pipe, or a link that leads nowhere."""

    name: str
    path: Path
    is_folder: bool
    is_file: bool
    is_link: bool


def shown_path(root: Path, path: Path) -> str:
    r"""Return `path` relative to `root` with `/`, fit to be printed: what is not text is written as `\xff`."""
    relative = os.path.relpath(path, root).replace(os.sep, "/")
    words = relative.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(
        char.encode("unicode_escape").decode("ascii")
        if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"}
        else char
        for char in words
    )


def put_back(path: str) -> str:
    """Return the command that brings back a file that is never edited, as it was when it was first committed."""
    quoted = shlex.quote(path)
    return f"git checkout $(git log --diff-filter=A --format=%h -1 -- {quoted}) -- {quoted}"


def resolve(root: Path, path: Path) -> Path | Diagnostic:
    """Return `path` with every link followed, or what forbids to go there.

    A link may lead to another place in the project, but not to a name there that begins with a dot: `.git` and `.env`
    hold what must never be published.
    """
    try:
        real_root = Path(os.path.realpath(root, strict=True))
        real = Path(os.path.realpath(path, strict=True))
    except OSError as error:
        return _unreadable(root, path, error)
    if not real.is_relative_to(real_root):
        return _bad_link(shown_path(root, path), "leads out of the project")
    inside = real.relative_to(real_root).parts
    asked = Path(os.path.relpath(path, root)).parts
    hidden = next((part for part in inside if part.startswith(".") and part not in asked), None)
    if hidden is not None:
        return _bad_link(shown_path(root, path), f'leads to "{hidden}", whose content must not be published')
    return real


def read_bytes(root: Path, path: Path, limit: int) -> bytes | Diagnostic:
    """Return what stands in the file `path` of the project `root`, or why it cannot be read.

    Never blocks: only ordinary files are opened. A file of more than `limit` bytes is not read at all.
    """
    real = resolve(root, path)
    if isinstance(real, Diagnostic):
        return real
    try:
        found = os.stat(real)
        if not stat.S_ISREG(found.st_mode):
            return _not_a_file(root, path, found.st_mode)
        # Between the look and the opening the file may have become another one; a pipe must not block even then.
        handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                return _not_a_file(root, path, found.st_mode)
            data = file.read(limit + 1) if found.st_size <= limit else b""
    except OSError as error:
        return _unreadable(root, path, error)
    size = max(found.st_size, len(data))
    if size <= limit:
        return data
    name = shown_path(root, path)
    message = f'"{name}" has {size / 1_000_000:,.1f} MB; more than {limit / 1_000_000:,.1f} MB is not read'
    return diagnose("CH122", Span(name), message, "keep what people read, and link to the rest")


def list_folder(root: Path, path: Path) -> tuple[Entry, ...] | Diagnostic:
    """Return what lies in the folder `path` of the project `root`, ordered by name, or why it cannot be listed."""
    real = resolve(root, path)
    if isinstance(real, Diagnostic):
        return real
    try:
        with os.scandir(real) as found:
            entries = [_entry(path, item) for item in found]
    except OSError as error:
        return _unreadable(root, path, error)
    return tuple(sorted(entries, key=lambda entry: entry.name))


def write_atomic(path: Path, data: bytes) -> bool:
    """Make `data` the content of the file `path` and return whether it was not that before.

    Missing folders are made. Another process, or a killed one, sees the old file or the new, never a part. The mode of
    a file that is there stays; a link is replaced, not followed. Raises `CharterError` when the disk refuses.
    """
    try:
        mode = _regular_mode(path)
        if mode is not None and path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
        with _temporary(path, data) as temporary:
            if mode is not None:
                os.chmod(temporary, mode)
            os.replace(temporary, path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    return True


def write_new(path: Path, data: bytes) -> None:
    """Write a file that is never edited again. Raises `CharterError` when there is one already, and leaves it alone.

    The name appears with its whole content or not at all, and of two that write at once one is refused.
    """
    try:
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))
        with _temporary(path, data, is_synced=True) as temporary:
            _claim(temporary, path)
    except OSError as error:
        if isinstance(error, FileExistsError) and os.path.lexists(path):
            raise CharterError(
                f'"{path}" is there already and is never written over', f"git log -- {shlex.quote(str(path))}"
            ) from error
        raise _cannot_write(path, error) from error


@contextlib.contextmanager
def only_writer(folder: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold a lock on `folder`, so that of two who read a file in it, add to it and write it anew, none is lost.

    Raises `CharterError` when another process still holds it after `wait_seconds`.
    """
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        # Some systems open no folders.
        yield
        return
    try:
        if not take_lock(handle, wait_seconds):
            raise CharterError(f'another command is still writing in "{folder}"', "wait until it is done, or end it")
        yield
    finally:
        os.close(handle)


def take_lock(handle: int, wait_seconds: float) -> bool:
    """Take the system's lock on an open file or folder; `False` when another process holds it all that time.

    The system gives it back when `handle` is closed or the process ends, however it ends. Where the system or the disk
    knows no such locks, there is none to wait for.
    """
    try:
        import fcntl
    except ImportError:
        return True
    for _ in range(max(1, round(wait_seconds / _STEP_SECONDS))):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_STEP_SECONDS)
        except OSError:
            # Some network disks have no locks at all.
            return True
        else:
            return True
    return False


def _claim(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}:
            raise
        # This disk has no hard links. Renaming is whole as well, but would replace a file made since we looked.
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from error
        os.rename(temporary, path)


@contextlib.contextmanager
def _temporary(path: Path, data: bytes, *, is_synced: bool = False) -> Iterator[Path]:
    missing = list(takewhile(lambda folder: not os.path.exists(folder), path.parents))
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}"
    try:
        with open(temporary, "xb") as file:
            file.write(data)
            if is_synced:
                file.flush()
                os.fsync(file.fileno())
        yield temporary
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        with contextlib.suppress(OSError):
            # Folders made for a file that could not be written; one that holds something stays.
            for folder in missing:
                folder.rmdir()


def _regular_mode(path: Path) -> int | None:
    try:
        kind = os.lstat(path)
    except FileNotFoundError:
        return None
    return stat.S_IMODE(kind.st_mode) if stat.S_ISREG(kind.st_mode) else None


def _entry(folder: Path, item: os.DirEntry[str]) -> Entry:
    try:
        return Entry(item.name, folder / item.name, item.is_dir(), item.is_file(), item.is_symlink())
    except OSError:
        # A link in a circle. Reading it says so.
        return Entry(item.name, folder / item.name, is_folder=False, is_file=False, is_link=True)


def _unreadable(root: Path, path: Path, error: OSError) -> Diagnostic:
    name = shown_path(root, path)
    span, quoted = Span(name), shlex.quote(name)
    if error.errno == errno.ELOOP:
        return _bad_link(name, "leads back to itself")
    if isinstance(error, FileNotFoundError) and path.is_symlink():
        target = shown_path(path.parent, path.parent / os.readlink(path))
        return _bad_link(name, f'leads to "{target}", which is not there')
    if isinstance(error, FileNotFoundError):
        return diagnose("CH131", span, f'"{name}" is not there')
    if isinstance(error, PermissionError):
        mode = "u+rx" if os.path.isdir(path) else "u+r"
        return diagnose("CH129", span, f'"{name}" may not be read', f"chmod {mode} {quoted}")
    if isinstance(error, NotADirectoryError):
        return diagnose("CH129", span, f'"{name}" is a file where a folder belongs', f"git mv {quoted} another-name")
    return diagnose("CH129", span, f'"{name}" cannot be read: {error.strerror or error}')


def _not_a_file(root: Path, path: Path, mode: int) -> Diagnostic:
    name = shown_path(root, path)
    kind = "a folder" if stat.S_ISDIR(mode) else "a pipe, socket or device"
    return diagnose("CH129", Span(name), f'"{name}" is {kind}, not a file', f"mv {shlex.quote(name)} another-name")


def _bad_link(name: str, why: str) -> Diagnostic:
    hint = f"put the file itself in place of the link: git rm {shlex.quote(name)}"
    return diagnose("CH127", Span(name), f'"{name}" is a link that {why}', hint)


def _cannot_write(path: Path, error: OSError) -> CharterError:
    folder = next((folder for folder in path.parents if os.path.exists(folder)), path.parent)
    hints = {
        errno.ENOSPC: "make room on the disk and run the command again",
        errno.EDQUOT: "make room in your quota and run the command again",
        errno.EROFS: "the disk is read-only; write to another folder",
        errno.EACCES: f"let yourself write there: chmod u+w {shlex.quote(str(folder))}",
        errno.EPERM: f"let yourself write there: chmod u+w {shlex.quote(str(folder))}",
        errno.ENAMETOOLONG: "choose a shorter name",
        errno.ENOTDIR: "a file stands where a folder is needed; rename it",
        errno.EEXIST: "a file stands where a folder is needed; rename it",
        errno.EISDIR: "a folder stands where the file belongs; rename it",
    }
    return CharterError(f'"{path}" cannot be written: {error.strerror or error}', hints.get(error.errno or 0))
