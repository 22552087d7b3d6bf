"""Version labels: `2.1`, `2.1.1`, or dates for adopted documents."""

from __future__ import annotations

import re
from datetime import date

_NUMBER = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})(?:\.(0|[1-9][0-9]{0,8}))?")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[-.]([1-9][0-9]{0,8}))?")


def parse_label(text: str) -> tuple[int, ...] | None:
    """Return a key that sorts labels oldest first; `None` when `text` is no label.

    Labels with equal keys are one label in two spellings: `2.1` and `2.1.0`, `2024-03-01-2` and `2024-03-01.2`.
    Dates sort before numbers, because a document is dated until it is adopted and numbered from then on.
    """
    if match := _NUMBER.fullmatch(text):
        major, minor, patch = match.groups(default="0")
        return (1, int(major), int(minor), int(patch))
    if match := _DATE.fullmatch(text):
        year, month, day, nth = (int(part) for part in match.groups(default="1"))
        try:
            date(year, month, day)
        except ValueError:
            return None
        return (0, year, month, day, nth)
    return None


def next_label(newest: str | None, bump: str) -> str:
    """Return the label after `newest`, where `bump` is `major`, `minor` or `patch`.

    The first number, after no version or a dated one, is `1.0`. Raises `ValueError` for any other bump and when
    `newest` is no label.
    """
    if bump not in {"major", "minor", "patch"}:
        raise ValueError(f'"{bump}" is not major, minor or patch')
    if newest is None:
        return "1.0"
    key = parse_label(newest)
    if key is None:
        raise ValueError(f'"{newest}" is not a version label')
    if key[0] == 0:
        return "1.0"
    _, major, minor, patch = key
    if bump == "major":
        return f"{major + 1}.0"
    if bump == "minor":
        return f"{major}.{minor + 1}"
    return f"{major}.{minor}.{patch + 1}"
