"""How the form tool's file is read: `[feedback.columns]` and its neighbours in the settings."""

from __future__ import annotations

import codecs
import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from charter.config.places import setting_span
from charter.config.rules import kind_of
from charter.source import Diagnostic, Reading, SourceText, diagnose

COLUMNS = ("date", "said", "score", "party", "ref", "channel", "answered", "action", "charter", "id")
"""What a column of the file can be; `id` is the form tool's own number for an answer."""
DELIMITERS = (",", ";", "\t", "|")
_SCORES = range(-2, 3)
_EXAMPLES = {
    "columns": '[feedback.columns]\ndate = "Timestamp"\nsaid = "What happened?"',
    "scores": '[feedback.scores]\n"Very good" = 2\n"Very bad" = -2',
    "parties": '[feedback.parties]\nTeacher = "teaching"\n"*" = "offices"',
    "refs": '[feedback.refs]\n"Answers" = "first-reply"',
    "delimiter": 'delimiter = ";"',
    "encoding": 'encoding = "windows-1252"',
    "dates": 'dates = "%d/%m/%Y %H:%M:%S"',
    "channel": 'channel = "form on the site"',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the words of a form tool's file mean. `*` stands for every other word."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """By one of `COLUMNS`, the head of the column in the file."""
    scores: Mapping[str, int] = field(default_factory=dict)
    """-2 to 2, by the words of an answer; without any, the answers are such numbers themselves."""
    parties: Mapping[str, str] = field(default_factory=dict)
    """The id of a party, by the words of an answer."""
    refs: Mapping[str, str] = field(default_factory=dict)
    """The ref of a promise, by the words of an answer; empty for the charter as a whole."""
    delimiter: str = ","
    encoding: str = "utf-8"
    dates: str | None = None
    """As in `strptime`; `None` for 2026-01-31, with or without a time."""
    channel: str = ""
    """How the remarks came, where no column says it."""


def read_form(source: SourceText, table: tuple[str, ...], values: Mapping[str, Any]) -> Reading[Form]:
    """Return the settings below `[feedback]`; `address`, where remarks go, is not one of them."""
    found: list[Diagnostic] = []
    read: dict[str, Any] = {}
    for key, value in values.items():
        path = (*table, key)
        if key in _TABLES:
            read[key] = dict(_words(source, path, value, found))
        elif key in _TEXTS:
            if isinstance(value, str) and (wrong := _TEXTS[key](value)) is None:
                read[key] = value
            else:
                what = wrong if isinstance(value, str) else f"it is {kind_of(value)}, and must be text"
                message = f'"{value}" cannot be the {key}: {what}'
                found.append(diagnose("CH140", setting_span(source, *path), message, _EXAMPLES[key]))
        elif key != "address":
            known = ("address", *_TABLES, *_TEXTS)
            found.append(_unknown(source, path, known))
    return Reading(Form(**read), tuple(found))


def _words(
    source: SourceText, path: tuple[str, ...], value: Any, found: list[Diagnostic]
) -> Iterator[tuple[str, str | int]]:
    table = path[-1]
    if not isinstance(value, dict):
        message = f'"{table}" is {kind_of(value)}, and must be a table'
        found.append(diagnose("CH140", setting_span(source, *path), message, _EXAMPLES[table]))
        return
    for key, meant in value.items():
        if table == "columns" and key not in COLUMNS:
            found.append(_unknown(source, (*path, key), COLUMNS))
        elif (wrong := _TABLES[table](meant)) is None:
            yield key.strip(), meant.strip() if isinstance(meant, str) else meant
        else:
            message = f'"{key}" stands for "{meant}": {wrong}'
            found.append(diagnose("CH140", setting_span(source, *path, key), message, _EXAMPLES[table]))


def _unknown(source: SourceText, path: tuple[str, ...], known: tuple[str, ...]) -> Diagnostic:
    near = difflib.get_close_matches(path[-1].casefold(), known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"the settings here are {', '.join(known)}"
    return diagnose("CH141", setting_span(source, *path), f'"{path[-1]}" is not a setting', hint)


def _no_name(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "a name in quotes is needed"


def _no_words(value: object) -> str | None:
    return None if isinstance(value, str) else "words in quotes are needed"


def _no_score(value: object) -> str | None:
    return None if type(value) is int and value in _SCORES else "a score is -2, -1, 0, 1 or 2"


def _no_delimiter(words: str) -> str | None:
    return None if words in DELIMITERS else "a comma, a semicolon, a tab or a bar parts the cells"


def _no_encoding(words: str) -> str | None:
    try:
        is_known = codecs.lookup(words).name and "a".encode(words) != b""
    except (LookupError, UnicodeError, ValueError):
        is_known = False
    return None if is_known else "no encoding has that name"


def _no_dates(words: str) -> str | None:
    day = datetime(2026, 1, 31, 13, 45, 59)  # noqa: DTZ001
    try:
        is_day = datetime.strptime(day.strftime(words), words).date() == day.date()  # noqa: DTZ007
    except ValueError as error:
        return str(error)
    return None if is_day else "it does not say day, month and year"


_TABLES: dict[str, Callable[[object], str | None]] = {
    "columns": _no_name,
    "scores": _no_score,
    "parties": _no_name,
    "refs": _no_words,
}
"""Each says what is wrong with the meaning of a word."""
_TEXTS: dict[str, Callable[[str], str | None]] = {
    "delimiter": _no_delimiter,
    "encoding": _no_encoding,
    "dates": _no_dates,
    "channel": _no_words,
}
