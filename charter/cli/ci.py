"""What a code host is to do with charters: the files that `init` writes and `doctor` looks at."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from charter.source import CharterError, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter
    from charter.model.text import Party

NEWEST = 1
"""The number of the newest templates; raise it when one of them changes."""

HOSTS = ("github", "gitlab")

GITLAB_ENTRY = ".gitlab-ci.yml"
"""GitLab reads this file alone; it belongs to the whole repository and includes ours."""

FILES: Mapping[str, Mapping[str, str]] = {
    "github": {
        f".github/workflows/charter-{name}.yml": f"github/charter-{name}.yml"
        for name in ("check", "comment", "publish", "reminder")
    },
    "gitlab": {
        ".gitlab/charter.yml": "gitlab/charter.yml",
        ".gitlab/charter_post.py": "gitlab/charter_post.py.txt",
        GITLAB_ENTRY: "gitlab/gitlab-ci.yml",
    },
}
"""Where each file goes, as seen from the top of the repository, and its template, by host."""

_OURS = {"github": "/.github/workflows/charter-*.yml", "gitlab": "/.gitlab/"}
_MARK = re.compile(rb"^# charter-ci: (\d{1,6})\r?$", re.MULTILINE)
_PLACEHOLDER = re.compile(r"@([A-Z]+)@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the files of one repository depend on."""

    source: str
    """Where a job gets charter from, as pip takes it; empty while nobody has said."""
    folder: str
    """The project's folder as seen from the top of the repository; `.` when it is the top."""
    branch: str
    """The branch that is published."""


def ci_files(host: str, setting: Setting) -> dict[str, bytes]:
    """Return every file for `host`, by its path from the top of the repository.

    Raises `UsageError` for a setting that the host would not take as it is written.
    """
    from charter.report.merge_request import MARKER

    for word in (setting.source, setting.folder, setting.branch):
        if "${{" in word or not word.isprintable():
            raise UsageError(f"{word!a} cannot stand in the files of a code host", "write it into them yourself")
    words = {
        "SOURCE": _quoted(setting.source),
        "FOLDER": _quoted(setting.folder),
        "BRANCH": _quoted(setting.branch),
        "CD": _quoted(f"cd {shlex.quote(setting.folder)}"),
        "MARKER": MARKER,
        "INSTALL": indent(_template("install.sh").rstrip("\n"), " " * (10 if host == "github" else 6)),
    }
    made = {path: _template(name) for path, name in FILES[host].items()}
    return {path: _PLACEHOLDER.sub(lambda found: words[found[1]], text).encode() for path, text in made.items()}


def mark_of(data: bytes) -> int | None:
    """Return the number of the template that a file was written from; `None` when it does not say."""
    found = _MARK.search(data)
    return int(found[1]) if found else None


def installed_source() -> str | None:
    """Return where this charter was installed from, as pip takes it, at this very commit.

    `None` where that cannot be told for sure, or is of use on this machine alone. A name without an address is not
    sure: on another index it may be somebody else's. See PEP 610.
    """
    try:
        text = metadata.distribution("charter").read_text("direct_url.json")
        origin = json.loads(text or "null")
    except (metadata.PackageNotFoundError, ValueError):
        return None
    url = origin.get("url") if isinstance(origin, dict) else None
    if not isinstance(url, str) or urlsplit(url).scheme != "https" or "@" in urlsplit(url).netloc:
        return None
    vcs = origin.get("vcs_info")
    if isinstance(vcs, dict):
        return f"charter @ {vcs.get('vcs')}+{url}@{vcs.get('commit_id')}"
    return f"charter @ {url}" if "archive_info" in origin else None


def code_owners(host: str, charters: Iterable[Charter], folder: str) -> Iterator[str]:
    """Yield lines for a `CODEOWNERS` file: whom to ask before what was agreed is touched.

    People are told by their own names between angle brackets, because nobody's name on the host is known.
    `folder` is the project's place in its repository, as in `Setting`.
    """
    from charter.model.text import Role

    top = "/" if folder == "." else f"/{folder}/"
    for charter in charters:
        text = charter.text or (charter.versions[-1].text if charter.versions else None)
        owners = [_owner(party) for party in (text.parties if text else ()) if party.role is not Role.OBSERVER]
        for below in ("versions", "signoffs") if charter.folder and owners else ():
            yield f"{_path(f'{top}{charter.folder}/{below}/')}  {' '.join(owners)}"
    yield f"{_path(f'{top}acks.toml')}  <who may answer for a promise that became weaker>"
    yield f"{_OURS[host]}  <who looks after the checks>"


def _owner(party: Party) -> str:
    """Return who speaks for a party: those who decide, where it says who does."""
    deciders = [person.name for person in party.representatives if person.decides]
    names = ", ".join(deciders or [person.name for person in party.representatives])
    return f"<{party.name}: {names}>" if names else f"<{party.name}>"


def _path(path: str) -> str:
    return path.replace(" ", "\\ ")


def _quoted(words: str) -> str:
    """Return words as a scalar that YAML reads as exactly these."""
    return json.dumps(words)


def _template(name: str) -> str:
    return (files("charter") / "starters" / "ci" / name).read_text(encoding="utf-8")


def repository_top(root: Path) -> Path:
    """Return the top of the repository that `root` lies in; `root` itself where there is none yet."""
    whole = root.resolve()
    return next((folder for folder in (whole, *whole.parents) if (folder / ".git").exists()), whole)


def default_branch(top: Path) -> str:
    """Return the branch that others start from, as far as this copy of the repository knows; else `main`."""
    from charter.git import ask

    for words in (
        ("for-each-ref", "--format=%(symref:lstrip=3)", "refs/remotes/origin/HEAD"),
        ("for-each-ref", "--format=%(refname:lstrip=2)", "refs/heads/main", "refs/heads/master"),
        ("symbolic-ref", "--quiet", "--short", "HEAD"),
    ):
        try:
            found = ask(top, *words).decode("utf-8", "replace").split()
        except CharterError:
            continue
        if found:
            return found[0]
    return "main"
