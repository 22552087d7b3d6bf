"""Whether there is a repository, with the history that comparing needs, and nothing half done in it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from shlex import quote

from charter.cli.ci import repository_top
from charter.cli.health.answers import answer_lines
from charter.cli.health.finding import Area, Finding
from charter.cli.health.tracked import examine_tracked
from charter.files import shown_path
from charter.git import ask, find_fork, is_shallow
from charter.source import CharterError, Severity

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
    yield from examine_tracked(root, content)


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
            hint=f"git config --global --add safe.directory {quote(str(repository_top(root)))}",
        )
    return _repository(
        name="no-repository",
        severity=Severity.WARNING,
        what="this project is not under git",
        why="Nothing shows who changed what, and no change can be checked against what was agreed.",
        hint='git init && git add . && git commit -m "Our charters"',
    )


def _halfway(root: Path) -> Iterator[Finding]:
    for name, abort in _HALFWAY.items():
        path = "".join(answer_lines(root, "rev-parse", "--git-path", name))
        if path and os.path.lexists(root / path):
            done = abort.replace("--abort", "--continue")
            yield _repository(
                name="halfway",
                severity=Severity.WARNING,
                what=f"a {abort.split()[1]} was begun and is not finished",
                why="Files are a mixture of two texts until it is.",
                hint=f"{done}    (or give it up: {abort})",
            )
    unmerged = sorted({line.partition("\t")[2] for line in answer_lines(root, "ls-files", "--unmerged")})
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
    remotes = answer_lines(root, "remote")
    if not remotes:
        return
    remote = "origin" if "origin" in remotes else remotes[0]
    branch = environment.get("GITHUB_BASE_REF") or environment.get("CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
    base = f"{remote}/{branch}" if branch else _known_base(root, remote)
    if base is None:
        fetched = answer_lines(root, "config", "--get-all", f"remote.{remote}.fetch")
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
    return next(iter(answer_lines(root, "for-each-ref", "--format=%(refname:lstrip=2)", *names)), None)


def _no_base(what: str, remote: str, branch: str) -> Finding:
    return _repository(
        name="no-base-branch",
        severity=Severity.WARNING,
        what=what,
        why="check --against finds out what a change does to promises made only beside the branch it goes to.",
        hint=f"git fetch {quote(remote)} {quote(f'+refs/heads/{branch}:refs/remotes/{remote}/{branch}')}",
    )
