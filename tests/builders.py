"""Small projects on disk, with defaults for everything a test does not care about."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

Files = Mapping[str, str | bytes]


def charter_text(
    *,
    title: str = "Support desk",
    front: str = "",
    promises: str | None = None,
    version: str | None = None,
    effective: str | None = "2026-01-05",
    released: str | None = "2025-12-15",
    note: str | None = None,
) -> str:
    """Return a charter of two parties with one promise, or with `promises` in its place; `version` adds a stamp."""
    stamp = {"version": version and f'"{version}"', "effective": effective, "released": released, "note": note}
    lines = [
        "---",
        f"title: {title}",
        "parties:",
        "  - {id: desk, role: provider, name: Desk, representatives: [{name: Rosa Lindqvist, decides: yes}]}",
        "  - {id: staff, role: customer, name: Staff, representatives: [{name: Noor Haddad, decides: yes}]}",
        *front.splitlines(),
        *(f"{key}: {value}" for key, value in stamp.items() if version and value),
        "---",
        "",
        f"# {title}",
        "",
        "## Our promises",
        "",
        "- Promised by: desk",
        "- Promised to: staff",
        "",
        promise() if promises is None else promises,
    ]
    return "\n".join(lines) + "\n"


def promise(
    ref: str = "first-reply",
    *,
    title: str = "A person answers you quickly",
    words: str = "You hear from a named person.",
    target: str | None = "90% within 4 hours",
    fields: str = "",
    after: str = "",
) -> str:
    """Return one promise; `fields` and `after` are Markdown lines."""
    listed = [*([f"- Target: {target}"] if target else []), *fields.splitlines(), f"- Ref: {ref}"]
    return "\n".join([f"### {title}", "", words, "", *listed, *(["", after] if after else [])])


def project(
    folder: Path,
    charters: Mapping[str, Files | str | bytes] | None = None,
    *,
    config: str | None = 'title = "Our charters"\n',
    files: Files | None = None,
) -> Path:
    """Write a project into `folder` and return it.

    `charters` maps an id to the text of its `charter.md`, or to all its files by their path in its folder; a name that
    ends in `.md` becomes a single file in `content/`. `files` are further files by their path in the project.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "content").mkdir(exist_ok=True)
    if config is not None:
        write(folder / "charter.toml", config)
    for name, held in ({"support-desk": charter_text()} if charters is None else charters).items():
        if isinstance(held, (str, bytes)):
            write(folder / "content" / (name if name.endswith(".md") else f"{name}/charter.md"), held)
            continue
        (folder / "content" / name).mkdir(parents=True, exist_ok=True)
        for path, data in held.items():
            write(folder / "content" / name / path, data)
    for path, data in (files or {}).items():
        write(folder / path, data)
    return folder


def write(path: Path, data: str | bytes) -> Path:
    """Write a file as it stands, line ends included, and the folders it needs."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8") if isinstance(data, str) else data)
    return path
