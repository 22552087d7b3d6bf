"""Whether the files of the code host are there, say where charter comes from, and are the newest."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from shlex import quote

from charter.cli.ci import FILES, GITLAB_ENTRY, NEWEST, mark_of
from charter.cli.health.finding import Area, Finding
from charter.source import CharterError, Severity

_EMPTY_SOURCE = re.compile(rb"""^\s*CHARTER_SOURCE:[ \t]*(""|'')?[ \t]*\r?$""", re.MULTILINE)

_host = partial(Finding, area=Area.HOST)


def examine_hosts(root: Path, top: Path) -> Iterator[Finding]:
    """Yield what is to be said about the workflows; `top` is the top of the repository that `root` lies in."""
    found = {host: {path: _bytes(top / path) for path in files} for host, files in FILES.items()}
    used = [host for host, files in found.items() if any(mark_of(data) for data in files.values() if data)]
    if not used:
        host = "gitlab" if "gitlab" in _address(root) else "github"
        yield _host(
            name="no-checks",
            severity=Severity.INFO,
            what="no workflow of charter's is here",
            why="Nobody is told on a merge request what it would change, and for whom.",
            hint=f"charter init --ci {host}",
        )
    for host in used:
        for path, data in found[host].items():
            yield from _examine(host, path, data)


def _examine(host: str, path: str, data: bytes | None) -> Iterator[Finding]:
    if data is None:
        yield _host(
            name="missing-workflow",
            severity=Severity.WARNING,
            what=f'"{path}" is not there, but others of its kind are',
            why="They belong together.",
            hint=f"charter init --ci {host}",
        )
        return
    if path == GITLAB_ENTRY and b".gitlab/charter.yml" not in data:
        yield _host(
            name="workflow-not-included",
            severity=Severity.WARNING,
            what=f'"{path}" does not include .gitlab/charter.yml',
            why=f"GitLab reads {GITLAB_ENTRY} alone, so nothing of charter's runs.",
            hint="include: [{local: .gitlab/charter.yml}]",
        )
    mark = mark_of(data)
    if mark is not None and mark < NEWEST:
        yield _host(
            name="old-workflow",
            severity=Severity.WARNING,
            what=f'"{path}" is of template {mark}; there is {NEWEST} now',
            why="A newer one mends something, or goes with what commands say today.",
            hint=f"mv {quote(path)} {quote(f'{path}.mine')} && charter init --ci {host}    (then add your changes)",
        )
    if _EMPTY_SOURCE.search(data):
        yield _host(
            name="no-source",
            severity=Severity.WARNING,
            what=f'"{path}" does not say where charter comes from',
            why="The job stops before it begins.",
            hint='CHARTER_SOURCE: "charter @ git+https://git.example.org/tools/charter@COMMIT"',
        )


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return b""


def _address(root: Path) -> str:
    from charter.git import ask

    try:
        return ask(root, "config", "--get", "remote.origin.url").decode("utf-8", "replace").casefold()
    except CharterError:
        return ""
