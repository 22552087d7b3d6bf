"""Dates, periods and numbers as people and spreadsheets write them.

A reading is a value or a `Refusal` that says why, with words to paste. One notation is read; the others are refused
rather than guessed at, because `01/02/2026` and `1,204` mean different things to different readers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TypeAlias, TypeVar

from charter.model.records import Period

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why some words are not a value, and what to write instead."""

    message: str
    hint: str | None = None


Parser: TypeAlias = Callable[[str], T | Refusal]

_MONTH_NAMES = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january janv janvier",
            "feb february févr février fév fevr fevrier",
            "mar march mars",
            "apr april avr avril",
            "may mai",
            "jun june juin",
            "jul july juil juillet",
            "aug august août aout",
            "sep sept september septembre",
            "oct october octobre",
            "nov november novembre",
            "dec december déc décembre decembre",
        ),
        start=1,
    )
    for name in names.split()
}
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOOSE_DATE = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,2})(?:[T ].*)?", re.DOTALL)
_NUMBERED_DATE = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_DAY_MONTH = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th|er)?[ -]+([^\W\d_]+)\.?,?[ -]+([0-9]{4}|[0-9]{2})")
_MONTH_DAY = re.compile(r"([^\W\d_]+)\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4})")
_SPREADSHEET_DAY = re.compile(r"[34][0-9]{4}(?:\.[0-9]+)?")
_SPREADSHEET_START = date(1899, 12, 30)

_PERIOD = re.compile(r"([0-9]{4})(?:-(?:[Qq]([1-4])|(0[1-9]|1[0-2])))?")
_LOOSE_QUARTER = re.compile(r"([0-9]{4})[ /.-]*[QqTt]([1-4])|[QqTt]([1-4])[ /.-]*([0-9]{4})")
_LOOSE_MONTH = re.compile(r"([0-9]{4})[ /.-]([0-9]{1,2})|([0-9]{1,2})[ /.-]([0-9]{4})")
_NAMED_MONTH = re.compile(r"([^\W\d_]+)\.?[ /-]*([0-9]{4}|[0-9]{2})")

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_GROUPED_NUMBER = re.compile(r"([+-]?)([0-9]{1,3}(?:([,.' \u00a0\u202f’])[0-9]{3})(?:\3[0-9]{3})*)(?:([.,])([0-9]+))?")
_COMMA_NUMBER = re.compile(r"([+-]?[0-9]*),([0-9]+)")
_EXPONENT_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?[eE][+-]?[0-9]{1,2}")
_NUMBER_AND_UNIT = re.compile(r"([+-]?[0-9]+(?:[.,][0-9]+)?)\s*([^\d\s].*)", re.DOTALL)


@lru_cache(maxsize=4096)
def parse_date(text: str) -> date | Refusal:
    """Return the day that `text` names as `2026-02-01`."""
    match = _ISO_DATE.fullmatch(text)
    if match:
        day = _day(match[1], match[2], match[3])
        return day or Refusal(f'"{text}" is not a day of the calendar', "write a day that exists, e.g. 2026-02-28")
    return Refusal(f'"{text}" is not a date we read', _date_hint(text))


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period | Refusal:
    """Return the year, quarter or month that `text` names as `2026`, `2026-Q1` or `2026-03`."""
    match = _PERIOD.fullmatch(text)
    if match and match[1] != "0000":
        return Period(
            year=int(match[1]),
            quarter=int(match[2]) if match[2] else None,
            month=int(match[3]) if match[3] else None,
        )
    return Refusal(f'"{text}" is not a period we read', _period_hint(text))


@lru_cache(maxsize=4096)
def parse_decimal(text: str) -> Decimal | Refusal:
    """Return the number that `text` writes with digits and at most one point. A minus may be the typographic one."""
    plain = text.replace("\u2212", "-")
    if _NUMBER.fullmatch(plain):
        return Decimal(plain)
    return Refusal(f'"{text}" is not a number we read', _number_hint(plain))


@lru_cache(maxsize=4096)
def parse_count(text: str) -> Decimal | Refusal:
    """Return the number of cases that `text` writes: whole, and not below zero."""
    number = parse_decimal(text)
    if isinstance(number, Refusal):
        return number
    if number < 0:
        return Refusal(f'"{text}" is below zero, and this counts cases', "write how many there were, e.g. 0")
    if number != number.to_integral_value():
        return Refusal(f'"{text}" is not a whole number, and this counts cases', "write how many there were, e.g. 12")
    return number


def _day(year: str, month: str | int, day: str) -> date | None:
    full_year = int(year) if len(year) == 4 else 2000 + int(year)
    try:
        return date(full_year, int(month), int(day))
    except ValueError:
        return None


def _date_hint(text: str) -> str:
    days: list[date | None] = []
    if match := _LOOSE_DATE.fullmatch(text):
        days = [_day(match[1], match[2], match[3])]
    elif match := _NUMBERED_DATE.fullmatch(text):
        days = [_day(match[3], match[2], match[1]), _day(match[3], match[1], match[2])]
    elif match := _DAY_MONTH.fullmatch(text):
        days = [_day(match[3], _MONTHS.get(match[2].casefold(), 0), match[1])]
    elif match := _MONTH_DAY.fullmatch(text):
        days = [_day(match[3], _MONTHS.get(match[1].casefold(), 0), match[2])]
    elif _SPREADSHEET_DAY.fullmatch(text):
        days = [_SPREADSHEET_START + timedelta(days=int(text[:5]))]
    found = list(dict.fromkeys(day for day in days if day))
    if not found:
        return "write year, month and day, e.g. 2026-02-01"
    return "write " + ", or ".join(
        f"{day} for {day.day} {_MONTH_NAMES[day.month - 1]}" if len(found) > 1 else str(day) for day in found
    )


def _period_hint(text: str) -> str:
    found = ""
    if match := _LOOSE_QUARTER.fullmatch(text):
        found = f"{match[1] or match[4]}-Q{match[2] or match[3]}"
    elif match := _LOOSE_MONTH.fullmatch(text):
        month = int(match[2] or match[3])
        found = f"{match[1] or match[4]}-{month:02d}" if 1 <= month <= 12 else ""
    elif (match := _NAMED_MONTH.fullmatch(text)) and match[1].casefold() in _MONTHS:
        year = match[2] if len(match[2]) == 4 else f"20{match[2]}"
        found = f"{year}-{_MONTHS[match[1].casefold()]:02d}"
    elif match := _LOOSE_DATE.fullmatch(text):
        month = int(match[2])
        found = f"{match[1]}-{month:02d}" if 1 <= month <= 12 else ""
    if found:
        return f"write {found}"
    return "write a year, a quarter or a month, e.g. 2026, 2026-Q1 or 2026-03"


def _number_hint(text: str) -> str:
    if match := _GROUPED_NUMBER.fullmatch(text):
        sign, digits, separator, point, decimals = match.groups()
        if point != separator:
            whole = sign + digits.replace(separator, "") + (f".{decimals}" if decimals else "")
            if separator == "," and not point and digits.count(",") == 1:
                return f"write {whole}, or with a decimal point {sign}{digits.replace(',', '.')}"
            return f"write {whole}, without separators"
    if match := _COMMA_NUMBER.fullmatch(text):
        return f"write it with a decimal point: {match[1] or '0'}.{match[2]}"
    if _EXPONENT_NUMBER.fullmatch(text):
        return f"write {Decimal(text):f}"
    if match := _NUMBER_AND_UNIT.fullmatch(text):
        return f"write the number alone: {match[1].replace(',', '.')}"
    return "write digits, with a point for decimals, e.g. 4.5"
