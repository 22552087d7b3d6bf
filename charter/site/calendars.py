"""The reviews to come as calendars that people subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from gettext import NullTranslations
from typing import Protocol
from urllib.parse import quote

from charter.agenda import Entry, calendar_bytes, review_entries, review_host
from charter.site.links import review_path
from charter.site.shelf import SiteView, shown_text
from charter.standing import Standing

SITE_CALENDAR = "reviews.ics"


class Words(Protocol):
    """What has the words of the theme."""

    def words(self, language: str) -> NullTranslations:
        """Return the words in a language; English where nobody has put them into it."""


def charter_calendar(standing: Standing, site: SiteView, theme: Words) -> bytes:
    """Return the calendar of one charter."""
    text = shown_text(standing)[0]
    entries = _entries(standing, site, theme)
    return calendar_bytes(text.title, entries, host=review_host(site.base_url), language=text.language)


def site_calendar(standings: Iterable[Standing], site: SiteView, theme: Words) -> bytes:
    """Return the calendar of all charters."""
    entries = [entry for standing in standings for entry in _entries(standing, site, theme)]
    return calendar_bytes(site.title, entries, host=review_host(site.base_url), language=site.language)


def _entries(standing: Standing, site: SiteView, theme: Words) -> tuple[Entry, ...]:
    charter = standing.charter.id
    page = f"{site.base_url}{quote(review_path(charter))}" if site.base_url else None
    return review_entries(standing, page, gettext=theme.words(shown_text(standing)[0].language).gettext)
