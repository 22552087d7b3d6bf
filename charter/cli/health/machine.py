"""Whether this machine has what charter needs: Python, libraries, git, letters, a clock, fonts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import partial
from importlib import metadata

from charter.cli.health.finding import Area, Finding
from charter.source import Severity

LEAST_GIT = (2, 30)
"""`--end-of-options` holds everywhere since."""

_SECONDS = 10
_LETTERS = "é → … 水"
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)[^;]*?>=\s*([0-9][0-9.]*)[^;]*(;.*)?")

_machine = partial(Finding, area=Area.MACHINE)


def examine_python() -> Iterator[Finding]:
    """Yield what the metadata of the installed package asks for and this Python does not have."""
    try:
        package = metadata.metadata("charter")
    except metadata.PackageNotFoundError:
        # Run from its source: nothing says what it needs.
        return
    yield from examine_versions(
        package["Requires-Python"] or "",
        package.get_all("Requires-Dist") or (),
        "{}.{}.{}".format(*sys.version_info[:3]),
        _installed,
    )


def examine_versions(
    python: str, requirements: Iterable[str], running: str, installed: Callable[[str], str | None]
) -> Iterator[Finding]:
    """Yield what is older than it must be. `installed` gives the version of a library by name, or `None`."""
    least = re.search(r">=\s*([0-9.]+)", python)
    if least and numbers(running) < numbers(least[1]):
        yield _machine(
            name="old-python",
            severity=Severity.ERROR,
            what=f"this is Python {running}; charter needs {least[1]} or newer",
            why="What charter is written in is not understood by older ones.",
            hint=f"install Python {least[1]} or newer, and charter in it",
        )
    for requirement in requirements:
        found = _REQUIREMENT.fullmatch(requirement.strip())
        if not found or "extra" in (found[3] or ""):
            continue
        name, floor = found[1], found[2]
        version = installed(name)
        if version is not None and numbers(version) >= numbers(floor):
            continue
        yield _machine(
            name="missing-library" if version is None else "old-library",
            severity=Severity.ERROR,
            what=f"{name} is not installed" if version is None else f"{name} {version} is older than {floor}",
            why="Some commands would stop, or read a text differently from everybody else's.",
            hint=f'python -m pip install "{name}>={floor}"',
        )


def numbers(version: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: `2.39.5.windows.1` gives 2, 39, 5."""
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(map(int, found[0].split("."))) if found else ()


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def examine_git(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with git itself."""
    words = _output(environment, "git", "--version")
    if words is None:
        yield _machine(
            name="no-git",
            severity=Severity.ERROR,
            what="there is no git on this machine",
            why="Building needs none, but check --against, adopt, and comparing with a commit do.",
            hint="install git: https://git-scm.com/downloads",
        )
        return
    version = re.search(r"\d+(\.\d+)+", words)
    if version and numbers(version[0]) < LEAST_GIT:
        least = ".".join(map(str, LEAST_GIT))
        yield _machine(
            name="old-git",
            severity=Severity.WARNING,
            what=f"git {version[0]} is older than {least}",
            why="Names that begin with a dash, and copies of a part of the history, are not safe in it.",
            hint=f"install git {least} or newer",
        )


def examine_letters(encoding: str | None) -> Iterator[Finding]:
    """Yield whether a stream with this encoding can show what charters say."""
    try:
        _LETTERS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        yield _machine(
            name="few-letters",
            severity=Severity.WARNING,
            what=f'the terminal takes "{encoding}", which lacks letters that charters use',
            why=r"They are printed as \xe9 and the like.",
            hint="export PYTHONUTF8=1    (or, for everything: export LC_ALL=C.UTF-8)",
        )


def examine_clock(environment: Mapping[str, str], now: datetime, newest_commit: datetime | None) -> Iterator[Finding]:
    """Yield what is odd about the day that commands reckon from."""
    epoch = environment.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            day: date = datetime.fromtimestamp(int(epoch), UTC).date()
        except (ValueError, OverflowError, OSError):
            yield _machine(
                name="bad-day",
                severity=Severity.ERROR,
                what=f"SOURCE_DATE_EPOCH is {epoch!a}, which is not a number of seconds",
                why="No command knows which day it is.",
                hint="unset SOURCE_DATE_EPOCH",
            )
            return
        yield _machine(
            name="day-is-fixed",
            severity=Severity.INFO,
            what=f"SOURCE_DATE_EPOCH says that today is {day.isoformat()}",
            why="What is in force and what is due is reckoned from that day.",
            hint="unset SOURCE_DATE_EPOCH",
        )
    elif newest_commit is not None and newest_commit - now > timedelta(days=1):
        yield _machine(
            name="clock-behind",
            severity=Severity.WARNING,
            what=f"the clock says {now.date().isoformat()}, but the newest commit is of "
            f"{newest_commit.date().isoformat()}",
            why="What is in force and what is due is reckoned from the clock.",
            hint="set the clock, or name the day: --today 2026-01-05",
        )


def examine_fonts(languages: Iterable[str], environment: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the languages for which this machine has no font. Only `fc-list` is asked, where it is there."""
    for language in sorted({tag.partition("-")[0].casefold() for tag in languages}):
        found = _output(environment, "fc-list", f":lang={language}", "family") if language.isalpha() else None
        if found is not None and not found.strip():
            yield _machine(
                name="no-font",
                severity=Severity.INFO,
                what=f'no font on this machine has the letters of "{language}"',
                why="The site does not need it, because readers have their own; a PDF made here does.",
                hint="apt-get install fonts-noto    (or the fonts of that language)",
            )


def _output(environment: Mapping[str, str], program: str, *arguments: str) -> str | None:
    """Return what a program of this machine prints; `None` when it is not there or does not answer."""
    whole = shutil.which(program, path=_absolute_path(environment))
    if whole is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603  no shell, and every word is ours
            [whole, *arguments], capture_output=True, timeout=_SECONDS, check=False, cwd=os.path.abspath(os.sep)
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def _absolute_path(environment: Mapping[str, str]) -> str:
    """Return `PATH` without folders that depend on where one stands: a repository may hold a `git` of its own."""
    return os.pathsep.join(part for part in environment.get("PATH", "").split(os.pathsep) if os.path.isabs(part))
