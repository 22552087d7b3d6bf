"""`acks.toml`: changes that somebody answers for, with their name, their reason and a last day."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from charter.files import read_bytes
from charter.model.prose import NOWHERE
from charter.reading.decode import decode
from charter.reading.values import parse_date
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

FILE = "acks.toml"
_MAX_BYTES = 1_000_000
_KEYS = ("change", "who", "why", "until", "charter")
_EXAMPLES = {
    "change": 'change = "9f2c41d07ab3"',
    "who": 'who = "Rosa Lindqvist"',
    "why": 'why = "agreed with the staff on 3 March"',
    "until": "until = 2026-12-31",
    "charter": 'charter = "support-desk"',
}
_CHANGE = re.compile(r"[0-9a-f]{12}")
_HEAD = re.compile(r"[ \t]*\[\[[ \t]*(?:ack|\"ack\"|'ack')[ \t]*\]\]")
_TABLE = re.compile(r"[ \t]*\[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ack:
    """One change that somebody answers for, up to and with the day `until`."""

    change: str
    """The fingerprint that `charter diff --format json` gives the change."""
    who: str
    why: str
    until: date
    charter: str | None = None
    """The id of the charter, for those who want to find it fast among many."""
    span: Span = field(default=NOWHERE, compare=False)
    """Where the fingerprint stands."""
    until_span: Span = field(default=NOWHERE, compare=False)


def read_acks(root: Path) -> Reading[tuple[Ack, ...]]:
    """Return what stands in the project's `acks.toml`; one that lacks who, why or until is reported and left out."""
    path = root / FILE
    if not path.is_symlink() and not path.exists():
        return Reading(())
    data = read_bytes(root, path, _MAX_BYTES)
    if isinstance(data, Diagnostic):
        return Reading((), (data,))
    text = decode(FILE, data)
    if text.diagnostics:
        return Reading((), text.diagnostics)
    source = text.value
    try:
        tables = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return Reading((), (_syntax(source, error),))
    except RecursionError:
        return Reading((), (diagnose("CH530", source.span(1, 1), f'"{FILE}" is nested too deep'),))
    found: list[Diagnostic] = [
        diagnose("CH530", _key_span(source, key, 1), f'"{key}" is not read here', "[[ack]]")
        for key in tables
        if key != "ack"
    ]
    rows = tables.get("ack", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        found.append(diagnose("CH530", _key_span(source, "ack", 1), '"ack" is not a list of tables', "[[ack]]"))
        rows = []
    acks: list[Ack] = []
    for place, row in enumerate(rows):
        ack = _ack(_Row(source, place, row), found)
        if ack is None:
            continue
        if first := next((other for other in acks if other.change == ack.change), None):
            message = f'"{ack.change}" stands twice'
            found.append(diagnose("CH530", ack.span, message, "keep one of the two", related=(first.span,)))
            continue
        acks.append(ack)
    return Reading(tuple(acks), tuple(found))


@dataclass(frozen=True, slots=True)
class _Row:
    """One `[[ack]]`, the `place`-th of the file from 0."""

    source: SourceText
    place: int
    values: dict[str, Any]

    @property
    def line(self) -> int:
        """The line of its head; where its change is named, for one written in another way."""
        heads = [number for number in range(1, self.source.line_count + 1) if _HEAD.match(self.source.line(number))]
        if self.place < len(heads):
            return heads[self.place]
        words = str(self.values.get("change", ""))
        at = self.source.text.find(words) if words else -1
        return self.source.place(max(at, 0))[0]

    def span(self, key: str) -> Span:
        """Return where the value of a key stands; the head where there is none."""
        return _key_span(self.source, key, self.line)


def _ack(row: _Row, found: list[Diagnostic]) -> Ack | None:
    before = len(found)
    for key in row.values:
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"the keys are {', '.join(_KEYS)}"
            found.append(diagnose("CH530", row.span(key), f'"{key}" is not a key of an acknowledgement', hint))
    change, who, why = (_words(row, key, found) for key in ("change", "who", "why"))
    charter = _words(row, "charter", found) if "charter" in row.values else None
    until = _day(row, found)
    if change and not _CHANGE.fullmatch(change):
        message = f'"{change}" is not the fingerprint of a change, which has 12 hexadecimal digits'
        found.append(diagnose("CH530", row.span("change"), message, "charter diff --format json"))
    if len(found) > before or until is None:
        return None
    places = {"span": row.span("change"), "until_span": row.span("until")}
    return Ack(change=change, who=who, why=why, until=until, charter=charter, **places)


def _words(row: _Row, key: str, found: list[Diagnostic]) -> str:
    words = row.values.get(key)
    if isinstance(words, str) and words.strip():
        return " ".join(words.split())
    found.append(_lacking(row, key, "is empty" if words == "" else "is not text"))
    return ""


def _day(row: _Row, found: list[Diagnostic]) -> date | None:
    until = row.values.get("until")
    if isinstance(until, str):
        day = parse_date(until.strip())
        until = day if isinstance(day, date) else None
    if isinstance(until, date) and not isinstance(until, datetime):
        return until
    found.append(_lacking(row, "until", "is not a day"))
    return None


def _lacking(row: _Row, key: str, trouble: str) -> Diagnostic:
    about = row.values.get("change")
    name = f'"{about}"' if isinstance(about, str) and about else "an acknowledgement"
    message = f'"{key}" of {name} {trouble}' if key in row.values else f'{name} does not say "{key}"'
    return diagnose("CH530", row.span(key), message, _EXAMPLES[key])


def _key_span(source: SourceText, key: str, line: int) -> Span:
    """Return where the value of `key` stands in the table that begins in `line`, else where the table begins."""
    pattern = re.compile(rf"(?:.*[{{,])?[ \t]*[\"']?{re.escape(key)}[\"']?[ \t]*=[ \t]*[\"']*")
    for number in range(line, source.line_count + 1):
        words = source.line(number)
        if number > line and _TABLE.match(words):
            break
        if match := pattern.match(words):
            return source.span(number, match.end() + 1)
    first = len(source.line(line)) - len(source.line(line).lstrip()) + 1
    return source.span(line, first)


def _syntax(source: SourceText, error: tomllib.TOMLDecodeError) -> Diagnostic:
    what = str(error)
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", what)
    if place and place[1]:
        line, column = int(place[1]), int(place[2])
    else:
        line, column = source.place(len(source.text.rstrip("\n")))
    what = what[: place.start()] if place else what
    message = f'"{source.line(line).strip()}" is not TOML: {what[:1].lower()}{what[1:]}'
    return diagnose("CH530", source.span(line, column), message, "[[ack]]")


def expired(acks: Iterable[Ack], today: date) -> Iterator[Diagnostic]:
    """Yield each acknowledgement whose last day is over."""
    for ack in acks:
        if ack.until < today:
            message = f'what {ack.who} answers for, "{ack.change}", was acknowledged until {ack.until}'
            hint = "take it out, or agree on another day: until = …"
            yield diagnose("CH531", ack.until_span, message, hint)


def stale(acks: Iterable[Ack]) -> Iterator[Diagnostic]:
    """Yield each of the `acks` as one of no change there is."""
    for ack in acks:
        message = f'"{ack.change}" is no change between two versions, nor one that is proposed'
        yield diagnose("CH532", ack.span, message, "take it out; charter diff --format json names the changes")
