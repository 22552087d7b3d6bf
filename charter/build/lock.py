"""One build at a time per project."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from charter.files import WAIT_SECONDS, take_lock
from charter.source import CharterError

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


@contextlib.contextmanager
def only_build(root: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the project's lock, so that two builds at once do not mix.

    The system gives it back when the process ends, however it ends. Raises `CharterError` when another build still
    holds it after `wait_seconds`. Where the system or the disk knows no such locks, there is none.
    """
    state = root / ".charter"
    if state.is_symlink():
        raise CharterError(f'"{state}" is a link; builds keep nothing behind one', f"rm {state}")
    try:
        state.mkdir(exist_ok=True)
        handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT | _NO_LINK, 0o666)
    except OSError as error:
        raise CharterError(f'"{state}" cannot be written: {error.strerror}', "builds keep their cache there") from error
    try:
        if not take_lock(handle, wait_seconds):
            raise CharterError(
                "another build of this project is still running", "wait until it is done, or end it, and build again"
            )
        yield
    finally:
        os.close(handle)
