"""Versions, people and days in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from charter.standing import MissingSignature

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_GROUPS_SHOWN = 3


def day_words(day: date) -> str:
    """Return a day as `5 January 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_fingerprint(fingerprint: str) -> str:
    """Return the beginning of a fingerprint in groups that can be compared by eye: `c1:4f1c 9a07 33d2 …`."""
    scheme, _, digits = fingerprint.rpartition(":")
    groups = [digits[at : at + 4] for at in range(0, 4 * _GROUPS_SHOWN, 4) if digits[at : at + 4]]
    more = " …" if len(digits) > 4 * _GROUPS_SHOWN else ""
    return f"{scheme}:{' '.join(groups)}{more}" if scheme else f"{' '.join(groups)}{more}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def missing_words(missing: Iterable[MissingSignature]) -> str:
    """Return who is still to sign, party by party: `desk (Rosa Lindqvist), residents (2 of A, B and C)`."""
    return ", ".join(f"{item.party.id} ({_candidates(item)})" for item in missing)


def _candidates(item: MissingSignature) -> str:
    names = [person.name for person in item.candidates]
    if len(names) < item.count:
        so_many = "somebody who decides" if item.count == 1 else f"{item.count} people who decide"
        return f"{so_many}; the text names {listed(names) or 'nobody'}"
    if len(names) == item.count:
        return listed(names)
    return listed(names, "or") if item.count == 1 else f"{item.count} of {listed(names)}"


def missing_data(missing: Iterable[MissingSignature]) -> list[dict[str, Any]]:
    """Return who is still to sign, for programs."""
    return [
        {"party": item.party.id, "count": item.count, "names": [person.name for person in item.candidates]}
        for item in missing
    ]
