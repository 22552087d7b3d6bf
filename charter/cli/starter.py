"""The texts that `init` and `new` begin with, and how they are put in place."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.resources import files
from pathlib import Path
from string import Template

from charter.source import CharterError, UsageError


def starter_charter(title: str, today: date) -> bytes:
    """Return the text of a first charter, with nothing in it that `charter check` would report."""
    heading = re.sub(r"([\\`*_\[\]<>#&~|])", r"\\\1", title)
    template = Template(_starter("charter.md"))
    text = template.substitute(
        yaml_title=json.dumps(title, ensure_ascii=False), heading=heading, today=today.isoformat()
    )
    return text.encode()


def starter_settings() -> bytes:
    """Return the text of a first `charter.toml`."""
    return _starter("charter.toml").encode()


def _starter(name: str) -> str:
    return (files("charter") / "starters" / name).read_text(encoding="utf-8")


def read_title(title: str | None, name: str) -> str:
    """Return the title as one line, or one made from `name`: `support-desk` is `Support desk`.

    Raises `UsageError` for a title that has no letter or digit in it, or holds controls.
    """
    words = " ".join((re.sub(r"[-_.]+", " ", name) if title is None else title).split())
    if not any(char.isalnum() for char in words) or not words.isprintable():
        raise UsageError(f"{words!r} cannot be a title", '--title "Support desk"')
    return words if title is not None else words[0].upper() + words[1:]


def check_id(name: str) -> str:
    """Return `name`. Raises `UsageError`, with a better one in the hint, when it cannot be the id of a charter."""
    from charter.reading.slugs import slug

    why = _why_not(name)
    if why is None:
        return name
    near = slug(name) if any(map(str.isalnum, name)) else "my-charter"
    better = near if _why_not(near) is None else f"{near}-charter"
    raise UsageError(f'"{name}" cannot be the name of a charter: {why}', f"charter new {better}")


def _why_not(name: str) -> str | None:
    from charter.catalog.ids import what_is_unsafe
    from charter.catalog.places import is_passed_over

    if not name:
        return "it is empty"
    if is_passed_over(f"{name}.md") and not name.startswith("."):
        return "such a name is for notes to authors, and is passed over"
    return what_is_unsafe(name)


def write_files(root: Path, texts: dict[str, bytes]) -> None:
    """Write new files. Raises `CharterError`, before the first is written, when one of them is there already."""
    from charter.files import write_new

    for name in texts:
        if (root / name).exists() or (root / name).is_symlink():
            raise CharterError(f'"{root / name}" is there already, and is left as it is')
    for name, data in texts.items():
        write_new(root / name, data)
