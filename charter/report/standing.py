"""Versions, people and days in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from charter.lives.signed import EarlierSignature
from charter.report.changes_json import change_data
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


def earlier_lines(item: EarlierSignature, label: str) -> Iterator[str]:
    """Yield what an earlier signature is worth for the version `label`: in a line, and why it does not hold."""
    names = listed([row.signoff.name for row in item.signatures])
    who = f"{item.party.id} ({names}) signed {item.label}"
    promises = "promise" if item.promises == 1 else "promises"
    count = f"{item.unchanged} of {item.promises} {promises} unchanged since {who}" if item.promises else who
    if item.holds:
        yield f"{count}, which holds for {label} too"
        return
    yield f"{count}, which does not hold for {label}:"
    for one in item.obstacles:
        since = "" if (one.before, one.after) == (item.label, label) else f" (from {one.before} to {one.after})"
        yield f"  {one.effect}: {one.change.text}{since}"


def earlier_data(item: EarlierSignature) -> dict[str, Any]:
    """Return what an earlier signature is worth, for programs."""
    return {
        "party": item.party.id,
        "names": [row.signoff.name for row in item.signatures],
        "version": item.label,
        "promises": item.promises,
        "unchanged": item.unchanged,
        "holds": item.holds,
        "because": [
            {"from": one.before, "to": one.after, "effect": one.effect.value, "change": change_data(one.change)}
            for one in item.obstacles
        ],
    }
