"""Dates, numbers and lists of names in the words of a page's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from charter.model.records import Period
from charter.site.deltas import beside
from charter.site.spoken import spoken

_SHORT_MONTH = re.compile(r"(?<!M)MMM(?!M)")
_REGION = {"en": "en_GB"}
"""Where a language without a region is written in many ways: `5 January 2026` reads well everywhere."""


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """Return the locale of a language tag, or of the language it begins with; English when it is not known."""
    tag = language.replace("_", "-")
    for wanted in (_REGION.get(tag.lower(), tag), tag.partition("-")[0]):
        try:
            return Locale.parse(wanted.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_GB")


def direction(language: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    return "rtl" if locale_of(language).character_order == "right-to-left" else "ltr"


def day(value: date, locale: Locale) -> str:
    """Return a date in full, such as `5 January 2026`."""
    return format_date(value, "long", locale=locale)


def days(first: date, last: date, locale: Locale) -> str:
    """Return a span of dates in full, such as `4–8 October 2027`."""
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    patterns = locale.interval_formats.get("yMMMd", {}).get(differs, ())
    if first == last or len(patterns) != 2:
        return day(first, locale) if first == last else f"{day(first, locale)} – {day(last, locale)}"
    # Locales have spans with short months alone; the months of ours are whole words, as everywhere.
    spans = (
        format_date(value, _SHORT_MONTH.sub("MMMM", pattern), locale=locale)
        for value, pattern in zip((first, last), patterns, strict=True)
    )
    return "".join(spans).replace("\N{THIN SPACE}", " ")


def weekday(value: int, locale: Locale) -> str:
    """Return a day of the week, of which Monday is 0."""
    return str(locale.days["stand-alone"]["wide"][value])


def clock(value: time, locale: Locale) -> str:
    """Return a time of day in hours and minutes; as the language writes it."""
    return format_time(value, "short", locale=locale)


def names(values: Iterable[object], locale: Locale) -> str:
    """Return names as a list in words: `A, B and C`."""
    return format_list([str(value) for value in values], locale=locale)


def number(value: Decimal | int, locale: Locale) -> str:
    """Return a number with every decimal that counts."""
    return format_decimal(value, locale=locale, decimal_quantization=False)


def percent(value: Decimal, locale: Locale) -> str:
    """Return a share, given in per cent, with all its decimals but no `.0`."""
    return format_percent((value / 100).normalize(), locale=locale, decimal_quantization=False)


def period(value: Period, locale: Locale) -> str:
    """Return a period as people say it: `2026`, `Q1 2026`, `January 2026`."""
    if value.month:
        return format_skeleton("yMMMM", value.first, locale=locale)
    if value.quarter:
        return format_skeleton("yQQQ", value.first, locale=locale)
    return str(value.year)


def tick(value: date, width: str, locale: Locale) -> str:
    """Return a short name for the time that begins on a day: `Jan`, `J`, `Q1` or `2026`, see `Tick.width`."""
    patterns = {"month": "LLL", "letter": "LLLLL", "quarter": "QQQ", "year": "y"}
    return format_date(value, patterns[width], locale=locale)


def filters(language: str) -> dict[str, Callable[..., Any]]:
    """Return the pure functions that templates of pages in this language may use."""
    locale = locale_of(language)
    bound = (day, days, names, number, percent, period, tick, weekday, clock)
    return {
        **{function.__name__: partial(function, locale=locale) for function in bound},
        **{function.__name__: function for function in (direction, spoken, beside)},
    }
