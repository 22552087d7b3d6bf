"""Review cadences: the words of `review:` become rules.

The grammar is English; another language is a list of patterns that turn its wording into that of the grammar.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from charter.model.cadence import Cadence, Every, OnDays, Rule, ServiceWeek
from charter.model.words import canonical, collapse

_LANGUAGES = Path(__file__).parent / "languages"
_UNITS = {"day": ("day", 1), "week": ("day", 7), "month": ("month", 1), "quarter": ("month", 3), "year": ("month", 12)}
_ADVERBS = {
    "daily": "every day",
    "weekly": "every week",
    "monthly": "every month",
    "quarterly": "every quarter",
    "half-yearly": "every 6 months",
    "yearly": "every year",
    "annually": "every year",
}
_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_MONTHS = [name.casefold() for name in (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)]  # fmt: skip
_EVERY = re.compile(
    r"every (?:(?P<count>\d{1,4}|other|" + "|".join(_NUMBERS) + r") )?(?P<unit>day|week|month|quarter|year)s?"
    r"(?: from (?:(?P<last>(?:the )?last review)|(?P<anchor>\d{4}-\d{2}-\d{2})))?"
)
_SERVICE_WEEK = re.compile(r"(?:every year |each year )?in customer service week")
_DAY, _MONTH = r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?", f"({'|'.join(_MONTHS)})"
_DAY_FIRST, _MONTH_FIRST = re.compile(f"{_DAY}(?: of)? {_MONTH}"), re.compile(f"{_MONTH} {_DAY}")
_YEARLY_DAYS = re.compile(r"(?:every year )?on (?P<days>.+)")
_TRIGGER = re.compile(r"within (?:\d+|" + "|".join(_NUMBERS) + r") (?:calendar |working |business )?\w+ of .+")


def read_cadence(words: str, language: str = "en") -> Cadence | None:
    """Read a cadence such as `every 3 months from 2026-01-05`; `None` when any part of it cannot be read.

    Parts are joined by commas, semicolons and `and`: `every year in Customer Service Week, and within 30 days of …`.
    A charter reads its own language's wording and the English one; triggers keep their words.
    """
    return _read(words) or _read(_in_grammar(words, language))


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    file = _LANGUAGES / language.partition("-")[0].casefold() / "cadence.toml"
    if not file.is_file():
        return ()
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["patterns"]
    return tuple((re.compile(row["from"], re.IGNORECASE), row["to"]) for row in rows)


def _in_grammar(words: str, language: str) -> str:
    words = canonical(words)
    for pattern, replacement in _patterns(language):
        words = pattern.sub(replacement, words)
    return words


def _read(words: str) -> Cadence | None:
    rules: list[Rule] = []
    triggers: list[str] = []
    rest = collapse(words).rstrip(".")
    for part in re.split(r"\s*(?:[;,]\s*(?:and\s+)?|\s+and\s+(?=every\b|each\b|on\b|within\b))", rest):
        lowered = part.casefold()
        if _TRIGGER.fullmatch(lowered):
            triggers.append(part)
            continue
        if triggers and not _rule(lowered):
            # A comma inside the words of a trigger: they are shown as one.
            triggers[-1] += f", {part}"
            continue
        last = rules[-1] if rules else None
        rule = _rule(lowered) or (_on_days(lowered) if isinstance(last, OnDays) else None)
        if rule is None:
            return None
        if isinstance(rule, OnDays) and isinstance(last, OnDays):
            # A comma among days: "on 1 March, 1 June and 1 September".
            rules[-1] = OnDays(tuple(sorted({*last.days, *rule.days})))
        else:
            rules.append(rule)
    return Cadence(tuple(rules), tuple(triggers)) if rules or triggers else None


def _rule(part: str) -> Rule | None:
    part = re.sub(r"^(?:once a|each) (?=day|week|month|quarter|year)", "every ", part)
    first, _, tail = part.partition(" ")
    part = f"{_ADVERBS[first]} {tail}".strip() if first in _ADVERBS else part
    if _SERVICE_WEEK.fullmatch(part):
        return ServiceWeek()
    if found := _EVERY.fullmatch(part):
        written = found["count"] or "1"
        count = 2 if written == "other" else _NUMBERS.index(written) + 1 if written in _NUMBERS else int(written)
        unit, size = _UNITS[found["unit"]]
        try:
            anchor = date.fromisoformat(found["anchor"]) if found["anchor"] else None
        except ValueError:
            return None
        return Every(count * size, unit, anchor, bool(found["last"])) if count else None
    if found := _YEARLY_DAYS.fullmatch(part):
        return _on_days(found["days"])
    return None


def _on_days(words: str) -> OnDays | None:
    pairs = [_month_and_day(one) for one in re.split(r"\s+and\s+", words)]
    days = [pair for pair in pairs if pair and 1 <= pair[1] <= calendar.monthrange(2024, pair[0])[1]]
    return OnDays(tuple(sorted(set(days)))) if len(days) == len(pairs) else None


def _month_and_day(words: str) -> tuple[int, int] | None:
    if found := _DAY_FIRST.fullmatch(words):
        return _MONTHS.index(found[2]) + 1, int(found[1])
    found = _MONTH_FIRST.fullmatch(words)
    return (_MONTHS.index(found[1]) + 1, int(found[2])) if found else None
