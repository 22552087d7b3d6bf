"""Public holidays by name: an optional library knows them, and its version decides what they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from charter.source import CharterError


def holidays_in(name: str, years: Collection[int]) -> Mapping[date, str]:
    """Return the public holidays of a country (`DE`) or a part of it (`DE-BY`) in some years, by day, with their names.

    Raises `CharterError` where the extra is not installed, or the library knows no such place.
    """
    try:
        import holidays
    except ImportError as error:
        message = (
            f'the calendar is closed on the holidays of "{name}", and the library that knows them is not installed'
        )
        raise CharterError(message, 'pip install "charter[holidays]"') from error
    country, _, part = name.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        raise CharterError(f'no public holidays are known of "{country}"', "list the days: closed: [2026-12-25]")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=years, language="en_US")
    except NotImplementedError as error:
        parts = ", ".join(f"{country}-{item}" for item in known[country])
        hint = f"holidays: one of {parts}" if parts else f"holidays: {country}"
        raise CharterError(f'no public holidays are known of "{part}" in {country}', hint) from error
    return {day: found[day] for day in sorted(found) if day.year in years}
