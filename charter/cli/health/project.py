"""Whether the project can be read and written: settings, folders, leftovers of other tools."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from shlex import quote

from charter.cli.health.finding import Area, Finding
from charter.config import Config
from charter.files import TEMPORARY_PREFIX, read_bytes, shown_path
from charter.source import MAX_TEXT_BYTES, Diagnostic, Reading, Severity

_POINTER = b"version https://git-lfs.github.com/spec/"
_CONFLICT = re.compile(rb"^(<<<<<<<|>>>>>>>) ", re.MULTILINE)
_LEFT_OVER = re.compile(r".*(\.orig|\.rej|~)$|.*_(BACKUP|BASE|LOCAL|REMOTE)_\d+(\.\w+)?$")
_TEXTS = (".md", ".csv", ".toml")
_MOST_FILES = 100_000
_LANGUAGE = re.compile(rb"^language:[ \t]*[\"']?([A-Za-z]{2,3})\b", re.MULTILINE)

_project = partial(Finding, area=Area.PROJECT)


def examine_settings(settings: Reading[Config]) -> Iterator[Finding]:
    """Yield what is wrong in `charter.toml`, and what it lacks."""
    for item in settings.diagnostics:
        place = ":".join(str(part) for part in (item.span.path, item.span.line, item.span.column) if part is not None)
        yield _project(
            name=item.name,
            severity=item.severity,
            what=f"{place}: {item.message}",
            why="The setting has its default until it can be read.",
            hint=item.hint or f"charter explain {item.code}",
        )
    if settings.value.file is None:
        yield _project(
            name="no-settings",
            severity=Severity.INFO,
            what="there is no charter.toml",
            why="Every setting has its default: the site has no name and no address of its own.",
            hint="""printf 'title = "Our charters"\\n' > charter.toml""",
        )
    elif settings.value.base_url is None:
        yield _project(
            name="no-base-url",
            severity=Severity.INFO,
            what=f'"{settings.value.file}" does not say where people find the site',
            why="Feeds, calendars and the sitemap carry whole addresses, and are left out or name no host without one.",
            hint='base_url = "https://charters.example.org/"',
        )


def examine_folders(root: Path, content: str) -> Iterator[Finding]:
    """Yield folders that are missing or cannot be written to."""
    if not (root / content).is_dir():
        yield _project(
            name="no-content",
            severity=Severity.ERROR,
            what=f'the folder for charters, "{content}", is not there',
            why="There is nothing to build or to check.",
            hint="charter new my-charter",
        )
    for name in (content, ".charter", "site"):
        folder = root / name
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            yield _project(
                name="not-writable",
                severity=Severity.WARNING,
                what=f'you may not write to "{name}/"',
                why="release, sign and build would stop halfway." if name == content else "build would stop.",
                hint=f"chmod u+wx {quote(name)}",
            )


def examine_files(root: Path, content: str) -> Iterator[Finding]:
    """Yield files that are not what they seem: pointers, conflicts, what other tools and killed commands left."""
    files = [root / name for name in ("charter.toml", "acks.toml") if (root / name).is_file()]
    for file in (*files, *_below(root / content)):
        shown = shown_path(root, file)
        if file.name.startswith(TEMPORARY_PREFIX):
            yield _left_over(shown, "a command left it when it was ended")
            continue
        if _LEFT_OVER.fullmatch(file.name):
            yield _left_over(shown, "another tool left it, after a merge, say")
            continue
        data = read_bytes(root, file, MAX_TEXT_BYTES)
        if isinstance(data, Diagnostic):
            # What cannot be read is told by check, with its place.
            continue
        if data.startswith(_POINTER):
            yield _project(
                name="lfs-pointer",
                severity=Severity.ERROR,
                what=f'"{shown}" is only a pointer: its content is kept by Git LFS, and is not here',
                why="Nothing of what it says can be read.",
                hint=f"git lfs pull --include {quote(shown)}",
            )
        elif file.name.endswith(_TEXTS) and (found := _CONFLICT.search(data)):
            line = data.count(b"\n", 0, found.start()) + 1
            yield _project(
                name="conflict",
                severity=Severity.ERROR,
                what=f'"{shown}" holds both sides of a conflict, from line {line}',
                why="Until one is chosen, nobody can say what it promises.",
                hint=f"choose, then: git add {quote(shown)}",
            )


def languages_of(root: Path, config: Config) -> set[str]:
    """Return the languages that charters say they are in."""
    found = {config.language}
    for file in _below(root / config.content):
        if file.name == "charter.md" or file.parent == root / config.content:
            data = read_bytes(root, file, MAX_TEXT_BYTES)
            match = None if isinstance(data, Diagnostic) else _LANGUAGE.search(data[:4_000])
            found |= {match[1].decode()} if match else set()
    return found


def _below(folder: Path) -> Iterator[Path]:
    """Yield files below a folder, by name. Links to folders are not followed."""
    left = _MOST_FILES
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != ".git")
        for name in sorted(names):
            left -= 1
            if left < 0:
                return
            yield Path(place) / name


def _left_over(shown: str, what: str) -> Finding:
    return _project(
        name="left-over",
        severity=Severity.WARNING,
        what=f'"{shown}" is no part of a charter: {what}',
        why="Nobody reads it, and git add . would commit it.",
        hint=f"rm {quote(shown)}",
    )
