"""What changed from one text to another, in few words, wherever a page tells it."""

from __future__ import annotations

from dataclasses import dataclass

from charter.site.views.frame import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a promise changed in the text shown; `word` is one of `charter.site.comparisons.WORDS`."""

    word: str
    label: str
    """Of the version that changed it; empty for the working text."""
    href: str
    """Where the change is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The promises of which one word is said; `word` is one of `charter.site.comparisons.WORDS`."""

    word: str
    promises: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What changed from one text to another, in few words."""

    before: str
    """The label of the older text."""
    after: str
    """The label of the newer text; empty for the working text."""
    href: str
    """The page that tells all of it."""
    groups: tuple[Group, ...]
    """None of them is empty."""
    unchanged: int
    """How many promises of the newer text stayed as they were."""
    passages: int
    """How many changes there are in prose outside promises."""
    has_other_frame: bool
    """Whether the front matter changed."""
    takes_nothing: bool
    """Whether nobody who is promised something has less than before, or may have."""
