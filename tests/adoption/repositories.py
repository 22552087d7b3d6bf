"""Repositories made in one go, with any history."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

WHO = "Rosa Lindqvist <rosa@example.org>"


@dataclass(frozen=True)
class Commit:
    """A commit on main: files to write, paths to delete, other parents by their number (from 1)."""

    files: tuple[tuple[str, bytes], ...] = ()
    gone: tuple[str, ...] = ()
    subject: str = "edit"
    date: str = "2024-03-01T12:00:00+00:00"
    author: str = WHO
    parent: int | None = None
    merged: int | None = None


def a_repository(folder: Path, commits: Iterable[Commit]) -> Path:
    """Return a repository whose branch `main` ends with the last of `commits`, checked out."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "init", "-q", "-b", "main", folder], check=True)
    stream = b"".join(_written(number, commit) for number, commit in enumerate(commits, start=1))
    options = ("--quiet", "--force", "--date-format=raw-permissive")
    subprocess.run(["git", "fast-import", *options], cwd=folder, input=stream, check=True, capture_output=True)
    subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=folder, check=True)
    return folder


def _written(number: int, commit: Commit) -> bytes:
    when = _raw(commit.date)
    subject = commit.subject.encode()
    lines = [
        b"commit refs/heads/main\nmark :%d\n" % number,
        f"author {commit.author} {when}\ncommitter {WHO} {when}\n".encode(),
        b"data %d\n%b\n" % (len(subject), subject),
    ]
    if number > 1:
        lines.append(b"from :%d\n" % (commit.parent or number - 1))
    if commit.merged:
        lines.append(b"merge :%d\n" % commit.merged)
    lines += [f"D {path}\n".encode() for path in commit.gone]
    lines += [b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(data), data) for path, data in commit.files]
    return b"".join(lines) + b"\n"


def _raw(when: str) -> str:
    from datetime import datetime

    moment = datetime.fromisoformat(when)
    return f"{int(moment.timestamp())} {moment.strftime('%z')}"
