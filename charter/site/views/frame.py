"""What surrounds a page, and what every view has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside the site."""

    words: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page."""

    language: str
    title: str
    site_title: str
    site_language: str
    root: str
    """What addresses relative to the site's root begin with: empty, or ending in `/`."""
    home: str
    description: str = ""
    canonical: str | None = None
    is_indexed: bool = True
    main: str = "main"
    """The id of what a reader comes for; another one where a heading has it."""
    charter: CharterLinks | None = None
    """`None` on pages that belong to no single charter."""
    reviews: str | None = None
    """The page of all reviews."""
    standards: str | None = None
    """The page of standards."""
    calendar: str | None = None
    """The reviews to come, of this charter or of all, for a calendar; `None` where no date is known."""
    feed: str | None = None
    """What happened, to this charter or to all; `None` where the address of the site is not known."""


class View(Protocol):
    """What every view has."""

    @property
    def frame(self) -> Frame:
        """What surrounds the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterLinks:
    """The pages of one charter, as every one of them lists them."""

    title: str
    index: str
    history: str | None
    """`None` while no version was released."""
    draft: str | None
    results: str | None
    """`None` where nothing is promised."""
    review: str
    """What prepares the next review."""
    summary: str
    people: str
    years: str | None
    """`None` where nothing happened yet."""
    data: str
    current: str
    """Which page this is: `index`, `draft`, `results`, `review`, `history`, `version`, `comparison`, `promise`,
    `summary`, `people`, `years` or `data`."""
