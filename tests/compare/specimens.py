"""Small charters to compare, with defaults for everything a test does not care about."""

from __future__ import annotations

from charter.compare.changes import Change, Changes
from charter.compare.compare import compare
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.source import SourceText

FRONT = """---
title: Town Library
parties:
  - {{id: library, role: provider, name: Town Library}}
  - {{id: members, role: customer, name: Library members}}
  - {{id: council, role: observer, name: Council}}
{front}---
"""


def text(
    prose: str = "We shelve what you bring.",
    *,
    title: str = "Books come back quickly",
    target: str = "90% within 2 working days",
    fields: str = "",
    after: str = "",
    ask: str = "You bring books back in time.",
    front: str = "",
    rest: str = "",
    language: str = "en",
) -> CharterText:
    """Return a charter with one promise of the library and one of its members; `rest` stands between them."""
    listed = "".join(f"- {line}\n" for line in (f"Target: {target}" if target else "", *fields.splitlines()) if line)
    body = (
        FRONT.format(front=f"language: {language}\n{front}")
        + "\n# Town Library\n\nHello.\n\n## What we promise\n\n- Promised by: library\n- Promised to: members\n\n"
        + f"### {title}\n\n{prose}\n\n{listed}- Ref: books\n\n{after}\n\n"
        + "## What we ask\n\n- Promised by: members\n- Promised to: library\n\n"
        + f"### Bring books back\n\n{ask}\n\n- Ref: back\n\n{rest}\n"
    )
    return read_charter(SourceText("library/charter.md", body)).value


def plain(body: str) -> CharterText:
    """Return a document without front matter and promises."""
    return read_charter(SourceText("notes/charter.md", body)).value


def told(found: Changes) -> list[tuple[str, str, str | None]]:
    """Return kind, direction and place of every change."""
    return [(change.kind.value, change.direction.value, change.place) for change in found.changes]


def only(before: CharterText, after: CharterText) -> Change:
    """Return the one change between two texts."""
    (change,) = compare(before, after).changes
    return change
