"""What changed between two texts: values without opinion, in the vocabulary of the comparison."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What moved."""

    ADDED = "added"
    WITHDRAWN = "withdrawn"
    TARGET = "target"
    SEGMENT = "segment"
    SCOPE = "scope"
    MODALITY = "modality"
    REMEDY = "remedy"
    STATUS = "status"
    RUBRIC = "rubric"
    DEFINITION = "definition"
    REWORDED = "reworded"
    EDITORIAL = "editorial"
    MEASURED = "measured"
    RENAMED = "renamed"
    MOVED = "moved"
    LINK = "link"
    OWNER = "owner"
    BASIS = "basis"
    FRAME = "frame"


class Direction(StrEnum):
    """Which way a change goes for the party promised to."""

    STRONGER = "stronger"
    WEAKER = "weaker"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    TRADED = "traded"
    UNCLEAR = "unclear"
    NEUTRAL = "neutral"


class Effect(StrEnum):
    """What a change means for one party."""

    GAINS = "gains"
    LOSES = "loses"
    ASKED = "asked"
    EASED = "eased"
    UNCLEAR = "unclear"


class MatchedBy(StrEnum):
    """How the two sides of a change were found to be the same thing; `SIMILARITY` is a guess."""

    REF = "ref"
    WAS = "was"
    TITLE = "title"
    SIMILARITY = "similarity"


class Bump(StrEnum):
    """The version number that the changes deserve."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that changed.

    `ref` is the new ref of the promise, the old one for `withdrawn`, `None` for the frame and for prose outside
    promises. `effects` names each party that the change touches, in the order of the new text's parties.
    """

    kind: Kind
    direction: Direction
    ref: str | None = None
    effects: tuple[tuple[str, Effect], ...] = ()
    matched_by: MatchedBy | None = None
    before: str | None = None
    after: str | None = None
    before_line: int | None = None
    after_line: int | None = None
    segment: str | None = None
    section: str | None = None
    """For prose outside promises: the heading it stands under."""
    place: str | None = None
    """Which part of a promise or which key of the frame: a field's key, `title`, `prose`, a criterion, `parties` …"""
    term: str | None = None
    """For `definition`: the word, or `calendar`."""
    into: str | None = None
    """For a withdrawn promise: the ref of the promise it went into."""
    origin: str | None = None
    """For an added promise: the ref of the promise it came out of (`from` in JSON)."""
    was_ref: str | None = None
    """The old ref of a promise that has another one now."""
    text: str = ""
    """The change in a sentence a customer understands."""

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits over what changed and where, not over lines: stable from commit to commit."""
        what = [self.kind, self.ref, self.segment, self.section, self.place, self.term, self.before, self.after]
        return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Everything that changed between two texts, in the order of the new one; withdrawn promises come last."""

    changes: tuple[Change, ...]
    bump: Bump
    sign_again: tuple[str, ...]
    """Ids of the parties that must sign again, in the order of the new text's parties."""
