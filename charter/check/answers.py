"""What addresses elsewhere were answered with, from one run to the next: `.charter/cache/links.json`.

The file may be deleted at any time; one that is damaged or of another format counts as empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from charter.check.web import Answer, Outcome
from charter.files import read_bytes, resolve, write_atomic
from charter.source import CharterError, Diagnostic

FORMAT = 1
PLACE = ".charter/cache/links.json"
KEPT_DAYS = 7
"""So long an answer is believed."""
AGAIN_DAYS = 1
"""After so long a miss is looked at again, and counts."""
_FORGOTTEN_DAYS = 90
_MISSES = frozenset({Outcome.GONE, Outcome.SILENT})
_MAX_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of one address."""

    outcome: Outcome
    said: str
    asked: datetime
    since: datetime | None = None
    """Since when every answer was a miss."""

    @property
    def is_miss(self) -> bool:
        """Whether there was no answer, or the answer was that there is nothing."""
        return self.outcome in _MISSES

    @property
    def is_confirmed(self) -> bool:
        """Whether there were two misses, a day or more apart, and no other answer between them."""
        return self.is_miss and self.since is not None and self.asked - self.since >= timedelta(days=AGAIN_DAYS)

    def is_due(self, now: datetime) -> bool:
        """Whether the address is to be asked again."""
        days = AGAIN_DAYS if self.is_miss else KEPT_DAYS
        return not timedelta(0) <= now - self.asked < timedelta(days=days)


def with_answer(known: Known | None, answer: Answer, now: datetime) -> Known:
    """Return what is known of an address once it was answered so."""
    since = None
    if answer.outcome in _MISSES:
        since = known.since if known and known.is_miss and known.since and known.since <= now else now
    return Known(outcome=answer.outcome, said=answer.said, asked=now, since=since)


def read_answers(root: Path, now: datetime) -> dict[str, Known]:
    """Return what is known of each address that was asked in the last months."""
    data = read_bytes(root, root / PLACE, _MAX_BYTES)
    if isinstance(data, Diagnostic):
        return {}
    try:
        held = json.loads(data)
        if held["format"] != FORMAT:
            return {}
        known = {str(url): _known(entry) for url, entry in held["links"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {url: item for url, item in known.items() if now - item.asked < timedelta(days=_FORGOTTEN_DAYS)}


def write_answers(root: Path, known: Mapping[str, Known]) -> None:
    """Keep what is known. Raises `CharterError` when the disk refuses, or a link leads the file out of the project."""
    folder = root
    for name in (root / PLACE).parent.relative_to(root).parts:
        folder /= name
        if folder.is_symlink() or (folder.exists() and isinstance(resolve(root, folder), Diagnostic)):
            raise CharterError(f'"{folder}" is a link, and nothing is kept behind it', f"rm {folder}")
    links = {url: _entry(item) for url, item in sorted(known.items())}
    data = json.dumps({"format": FORMAT, "links": links}, ensure_ascii=False, indent=1) + "\n"
    write_atomic(root / PLACE, data.encode("utf-8", "replace"))


def _entry(item: Known) -> dict[str, str]:
    entry = {"outcome": item.outcome.value, "said": item.said, "asked": item.asked.isoformat()}
    return {**entry, "since": item.since.isoformat()} if item.since else entry


def _known(entry: Mapping[str, str]) -> Known:
    since = entry.get("since")
    return Known(
        outcome=Outcome(entry["outcome"]),
        said=str(entry["said"]),
        asked=_moment(entry["asked"]),
        since=_moment(since) if since else None,
    )


def _moment(words: str) -> datetime:
    moment = datetime.fromisoformat(words)
    if moment.tzinfo is None:
        raise ValueError(words)
    return moment
