"""When business time runs: the `calendar` of the front matter."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from datetime import date, time
from functools import lru_cache

from charter.model.text import Calendar, OpeningHours
from charter.reading.keywords import DayWords, fold, keywords_for
from charter.reading.names import any_of
from charter.reading.nodes import Items, Mapping, Scalar, Value
from charter.reading.shapes import as_written, inside, is_inside_folder, quoted, unknown_keys
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, Span, diagnose

CALENDAR_KEYS = ("timezone", "hours", "closed", "holidays")
_TIME = r"\d{1,2}\s?h(?:\s?\d{2})?(?!\w)|\d{1,2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?"
_DASH = r"[-–—−]"
_CLOCK = re.compile(r"(\d{1,2})(?:\s?[:.h]\s?(\d{2})?)?\s?(?:([ap])\.?m\.?)?", re.IGNORECASE)
_TIMEZONE_EXAMPLE = "timezone: Europe/London"
_HOURS_EXAMPLE = "hours: Mon-Fri 08:00-17:30"
_HOLIDAYS_EXAMPLE = "holidays: DE, or holidays: DE-BY for a part of it"
_OTHER_CODES = {"UK": "GB", "EL": "GR"}
_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""What the table of regions has besides countries."""
_HOLIDAYS = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,4})?", re.ASCII)


def read_calendar(value: Value, *, language: str = "en") -> Reading[Calendar | None]:
    """Return the calendar that the front matter gives. What cannot be read is left out of it."""
    if not isinstance(value, Mapping):
        hint = f"calendar: {{{_TIMEZONE_EXAMPLE}, {_HOURS_EXAMPLE}}}"
        message = f"{quoted(as_written(value))} is not a calendar: it needs a time zone, hours, or closed days"
        return Reading(None, (diagnose("CH110", value.span, message, hint),))
    found: list[Diagnostic] = []
    found.extend(unknown_keys(value, CALENDAR_KEYS, "a calendar"))
    timezone = _read_timezone(value.get("timezone"), found)
    hours = _read_hours(value.get("hours"), language, found)
    closed, closed_file = _read_closed(value.get("closed"), found)
    holidays = _read_holidays(value.get("holidays"), found)
    calendar = Calendar(
        timezone=timezone, hours=hours, closed=closed, closed_file=closed_file, holidays=holidays, span=value.span
    )
    return Reading(calendar, tuple(found))


def _read_timezone(value: Value | None, found: list[Diagnostic]) -> str | None:
    if value is None:
        return None
    if not isinstance(value, Scalar) or not value.text.strip():
        message = f"{quoted(as_written(value))} is not the name of a time zone"
        found.append(diagnose("CH110", value.span, message, _TIMEZONE_EXAMPLE))
        return None
    name = value.text.strip()
    if _is_timezone(name):
        return name
    found.append(
        diagnose(
            "CH110", value.span, f"{quoted(name)} is not a time zone we know", _timezone_hint(name) or _TIMEZONE_EXAMPLE
        )
    )
    return None


def _is_timezone(name: str) -> bool:
    import zoneinfo

    if not re.fullmatch(r"[A-Za-z][\w+-]*(?:/[A-Za-z][\w+-]*)*", name, re.ASCII):
        return False
    for probe in (name, "Europe/London"):
        try:
            zoneinfo.ZoneInfo(probe)
        except (KeyError, ValueError, OSError):
            continue
        return probe == name
    # This machine has no time zone data at all: the shape is all that can be checked.
    return "/" in name or name == "UTC"


def _timezone_hint(name: str) -> str | None:
    import zoneinfo

    known = {zone.casefold(): zone for zone in zoneinfo.available_timezones()}
    wanted = name[:100].casefold().replace(" ", "_")
    cities = {zone.rsplit("/", 1)[-1]: zone for zone in sorted(known, reverse=True) if "/" in zone}
    close = difflib.get_close_matches(wanted, known, n=1, cutoff=0.75)
    if not close:
        close = [cities[city] for city in difflib.get_close_matches(wanted.rsplit("/", 1)[-1], cities, n=1, cutoff=0.8)]
    return f"timezone: {known[close[0]]}" if close else None


def _read_hours(value: Value | None, language: str, found: list[Diagnostic]) -> tuple[OpeningHours, ...]:
    if value is None:
        return ()
    days = keywords_for(language).days
    lines = value.values if isinstance(value, Items) else (value,)
    hours: list[OpeningHours] = []
    taken: dict[int, list[tuple[int, int]]] = {}
    for line in lines:
        if not isinstance(line, Scalar) or not line.text.strip():
            message = f"{quoted(as_written(line))} does not say on which days and when you are open"
            found.append(diagnose("CH110", line.span, message, _HOURS_EXAMPLE))
            continue
        for opening, words, span in _read_line(line, days, found):
            if free := _free_days(opening, taken):
                hours.append(OpeningHours(days=free, opens=opening.opens, closes=opening.closes))
            if free != opening.days:
                message = f"{quoted(words)} overlaps with other hours on the same day"
                found.append(diagnose("CH110", span, message, "give each day its hours once, e.g. " + _HOURS_EXAMPLE))
    return tuple(sorted(hours, key=lambda item: (item.days, item.opens)))


def _free_days(opening: OpeningHours, taken: dict[int, list[tuple[int, int]]]) -> tuple[int, ...]:
    """Return the days on which these hours overlap with none before them, and take them."""
    begin, end = _minutes(opening.opens), _minutes(opening.closes) or 24 * 60
    free = tuple(day for day in opening.days if all(end <= b or e <= begin for b, e in taken.get(day, ())))
    for day in free:
        taken.setdefault(day, []).append((begin, end))
    return free


def _minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _read_line(line: Scalar, words: DayWords, found: list[Diagnostic]) -> Iterator[tuple[OpeningHours, str, Span]]:
    """Yield each stretch of open time in a line such as `Mon-Fri 08:00-17:30, Sat 09:00-13:00`."""
    text = line.text
    if fold(text) in words.always:
        yield OpeningHours(days=tuple(range(7)), opens=time(), closes=time()), text, line.span
        return
    days: tuple[int, ...] | None = None
    begin = 0
    at = 0
    for match in _times(words.to).finditer(text):
        named = text[at : match.start()].strip(" ,;&")
        if fold(named) in words.joins:
            named = ""
        place = text.find(named, at) if named else match.start()
        begin = place if named else begin
        if named:
            days = read_days(named, words)
            if days is None:
                message = f'"{named}" is not a day of the week, or days we know'
                found.append(diagnose("CH110", inside(line, place, len(named)), message, _HOURS_EXAMPLE))
        elif days is None and at == 0:
            message = f'"{match[0]}" does not say on which days'
            found.append(
                diagnose("CH110", inside(line, match.start(), len(match[0])), message, f"hours: daily {match[0]}")
            )
        at = match.end()
        opening = _read_times(match, line, found)
        if days and opening:
            whole = text[begin:at]
            yield OpeningHours(days=days, opens=opening[0], closes=opening[1]), whole, inside(line, begin, len(whole))
    rest = text[at:].strip(" ,;&")
    if rest:
        message = f"{quoted(rest)} does not say on which days and when you are open"
        found.append(diagnose("CH110", inside(line, text.rfind(rest), len(rest)), message, _HOURS_EXAMPLE))


def read_days(text: str, words: DayWords) -> tuple[int, ...] | None:
    """Return the weekdays that `text` names, Monday being 0, in the order of the week; `None` for anything else."""
    if fold(text) in words.groups:
        return words.groups[fold(text)]
    parts = [fold(word) for word in re.findall(rf"{_DASH}|[^\s,;&–—−-]+", text)]
    parts = ["-" if word in map(fold, words.to) or re.fullmatch(_DASH, word) else word for word in parts]
    parts = [word for word in parts if word not in words.joins]
    found: set[int] = set()
    previous: int | None = None
    is_range = False
    for word in parts:
        if word == "-":
            if previous is None or is_range:
                return None
            is_range = True
            continue
        group = words.groups.get(word)
        if group is None:
            return None
        if is_range and previous is not None:
            if len(group) != 1:
                return None
            found.update((previous + step) % 7 for step in range((group[0] - previous) % 7 + 1))
        found.update(group)
        previous = group[0] if len(group) == 1 and not is_range else None
        is_range = False
    return tuple(sorted(found)) if found and not is_range else None


def _read_times(match: re.Match[str], line: Scalar, found: list[Diagnostic]) -> tuple[time, time] | None:
    words = match[0]
    span = inside(line, match.start(), len(words))
    if bool(re.search("m", match["opens"], re.I)) != bool(re.search("m", match["closes"], re.I)):
        message = f"{quoted(words)} says am or pm for one time only"
        found.append(diagnose("CH110", span, message, "write both on the 24-hour clock, e.g. 09:00-17:00"))
        return None
    opens, closes = _read_clock(match["opens"]), _read_clock(match["closes"])
    if opens is None or closes is None or opens == 24 * 60:
        bad = match["closes"] if opens is not None and opens < 24 * 60 else match["opens"]
        found.append(diagnose("CH110", span, f'"{bad}" is not a time of day to open or close', "08:00-17:30"))
        return None
    closes = closes or 24 * 60
    if opens >= closes:
        message = f"{quoted(words)} closes before it opens"
        hint = f"{_clock(opens)}-24:00, and the rest on the next day: 00:00-{_clock(closes)}"
        found.append(diagnose("CH110", span, message, hint if opens > closes else "08:00-17:30"))
        return None
    return time(opens // 60, opens % 60), time(closes // 60 % 24, closes % 60)


@lru_cache(maxsize=8)
def _times(to: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w:.])(?P<opens>{_TIME})\s*(?:{_DASH}|{any_of(to)})\s*(?P<closes>{_TIME})(?![\w:])", re.IGNORECASE
    )


def _read_clock(text: str) -> int | None:
    """Return the minutes after midnight."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= 24 * 60 else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _read_closed(value: Value | None, found: list[Diagnostic]) -> tuple[tuple[date, ...], str | None]:
    if value is None:
        return (), None
    days: set[date] = set()
    file: str | None = None
    for item in value.values if isinstance(value, Items) else (value,):
        text = item.text.strip() if isinstance(item, Scalar) else ""
        if not text:
            message = f"{quoted(as_written(item))} is neither a date nor the name of a CSV file"
            found.append(diagnose("CH110", item.span, message, "closed: [2026-12-25]"))
        elif text.lower().endswith(".csv"):
            file = _read_file(text, item.span, file, found)
        elif isinstance(day := parse_date(text), Refusal):
            found.append(diagnose("CH110", item.span, day.message, day.hint))
        else:
            days.add(day)
    return tuple(sorted(days)), file


def _read_holidays(value: Value | None, found: list[Diagnostic]) -> str | None:
    """Return whose public holidays are closed days. Which days these are is not asked here: it is no part of a text."""
    if value is None:
        return None
    name = value.text.strip().upper().replace("_", "-") if isinstance(value, Scalar) else ""
    if _HOLIDAYS.fullmatch(name):
        country, dash, part = name.partition("-")
        if not _is_country(country):
            # It is kept: a fingerprint is bound to the name.
            hint = f"holidays: {_OTHER_CODES[country]}{dash}{part}" if country in _OTHER_CODES else _HOLIDAYS_EXAMPLE
            found.append(diagnose("CH110", value.span, f"{quoted(country)} is not the code of a country", hint))
        return name
    message = f"{quoted(as_written(value))} is not the code of a country, or of a part of one"
    found.append(diagnose("CH110", value.span, message, _HOLIDAYS_EXAMPLE))
    return None


def _is_country(code: str) -> bool:
    from babel import Locale

    return code in Locale("en").territories and code not in _NO_COUNTRIES


def _read_file(name: str, span: Span, before: str | None, found: list[Diagnostic]) -> str | None:
    if not is_inside_folder(name):
        base = re.split(r"[/\\:]", name)[-1]
        found.append(diagnose("CH130", span, f"{quoted(name)} leads out of the charter's folder", f"closed: {base}"))
        return before
    if before:
        found.append(diagnose("CH110", span, f"{quoted(name)} is a second file of closed days", f"closed: {before}"))
        return before
    return name
