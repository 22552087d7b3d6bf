"""A form tool's file, cut into answers."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from charter.config.form import Form
from charter.reading.keywords import fold
from charter.source import UsageError

_LONGEST_CELL = 1 << 20
_SEPARATOR_LINE = re.compile(r"sep=.\s*\n", re.IGNORECASE)
_WORKBOOK = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row of the file, each cell by what it is, and the line it begins in."""

    line: int
    cells: Mapping[str, str]
    key: str
    """What the form tool calls it, or a digest of what was answered and when."""
    problem: str = ""
    """Why the row cannot be told into cells, if it cannot."""


def read_answers(name: str, data: bytes, form: Form) -> tuple[Answer, ...]:
    """Return every answer of the file, cut into cells as `form` says. Raises `UsageError` where the two do not fit."""
    head, rows = _table(name, data, form)
    columns = _columns(name, head, form)
    answers = []
    seen: Counter[str] = Counter()
    for line, row in rows:
        cells = {what: row[at].strip() if at < len(row) else "" for what, at in columns.items()}
        if not any(cells.values()):
            continue
        key = cells.get("id") or _digest(cells)
        seen[key] += 1
        is_shifted = any(cell.strip() for cell in row[len(head) :])
        problem = f"the row has {len(row)} cells, the head {len(head)}" if is_shifted else ""
        named = key if seen[key] == 1 else f"{key}-{seen[key]}"
        answers.append(Answer(line=line, cells=cells, key=named, problem=problem))
    return tuple(answers)


def _table(name: str, data: bytes, form: Form) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    text = _text(name, data, form.encoding)
    csv.field_size_limit(_LONGEST_CELL)
    # Strict: a quote that is never closed would else swallow every answer below it.
    records = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter, strict=True)
    rows = _numbered(name, records, skipped=1 if _SEPARATOR_LINE.match(text) else 0)
    head = next((row for _, row in rows if any(cell.strip() for cell in row)), None)
    if head is None:
        raise UsageError(f'"{name}" is empty', "export it again, with a line of column names on top")
    return [cell.strip() for cell in head], rows


def _text(name: str, data: bytes, encoding: str) -> str:
    if data.startswith(_WORKBOOK):
        raise UsageError(f'"{name}" is a workbook, not a CSV file', "open it in a spreadsheet, and save it as CSV")
    is_utf8 = encoding.lower().replace("_", "-") in {"utf-8", "utf8", "utf-8-sig"}
    try:
        text = data.decode(encoding)
    except UnicodeError:
        other = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "windows-1252" if is_utf8 else "utf-8"
        _refuse_encoding(name, encoding, other)
    if not is_utf8 and not data.isascii() and _is_utf8(data):
        _refuse_encoding(name, encoding, "utf-8")
    return text.removeprefix("\ufeff")


def _is_utf8(data: bytes) -> bool:
    try:
        return "\0" not in data.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _refuse_encoding(name: str, encoding: str, other: str) -> NoReturn:
    hint = f'encoding = "{other}" under [feedback], or as the form saved it'
    raise UsageError(f'"{name}" is not {encoding}', hint)


def _numbered(name: str, records: Iterator[list[str]], *, skipped: int) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = records.line_num + 1  # type: ignore[attr-defined]
        try:
            row = next(records, None)
        except csv.Error as error:
            hint = "write every quote inside quotes twice, and close the last one"
            raise UsageError(f'"{name}" cannot be cut into cells from line {line} on: {error}', hint) from error
        if row is None:
            return
        if line > skipped:
            yield line, row


def _columns(name: str, head: Sequence[str], form: Form) -> dict[str, int]:
    """Return at which place of the head each thing stands."""
    listed = ", ".join(f'"{cell}"' for cell in head[:20])
    if "date" not in form.columns or not {"said", "score"} & {*form.columns}:
        example = '[feedback.columns]\ndate = "Timestamp"\nsaid = "What happened?"'
        message = f'the settings do not say which columns of "{name}" hold the day and what was said; it has {listed}'
        raise UsageError(message, example)
    found = {}
    for what, wanted in form.columns.items():
        same = [at for at, cell in enumerate(head) if cell == wanted] or [
            at for at, cell in enumerate(head) if fold(cell) == fold(wanted)
        ]
        if len(same) > 1:
            raise UsageError(f'"{name}" has two columns "{wanted}"', "give one of them another name")
        if not same:
            near = difflib.get_close_matches(wanted, head, n=1)
            hint = f'[feedback.columns]\n{what} = "{near[0]}"' if near else f"its columns are {listed}"
            if len(head) == 1 and (parts := [sign for sign in (",", ";", "\t", "|") if sign in head[0]]):
                sign = parts[0].replace("\t", "\\t")
                hint = f'delimiter = "{sign}" under [feedback]'
            raise UsageError(f'"{name}" has no column "{wanted}"', hint)
        found[what] = same[0]
    return found


def _digest(cells: Mapping[str, str]) -> str:
    """Return what tells an answer from the others, however the settings change: when it was given, and its words.

    Without words it is the score, of whom, about what.
    """
    words = [cells.get("said", "")]
    if not words[0]:
        words = [cells.get(what, "") for what in ("score", "party", "ref", "charter")]
    return hashlib.sha256("\x1f".join([cells.get("date", ""), *words]).encode()).hexdigest()[:12]
