"""A form tool's file of answers becomes remarks, by what the project's settings say its words mean."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar
from urllib.parse import unquote

from charter.config.form import Form
from charter.measure.feedback import SCORES
from charter.model.charter import Charter
from charter.model.records import Feedback
from charter.reading.keywords import fold
from charter.reading.values import Refusal, parse_date
from charter.recording.adding import titles_of
from charter.recording.personal import Discretion, personal_data
from charter.signatures import find_party
from charter.source import UsageError

T = TypeVar("T")

OTHERS = "*"
"""Stands for every other word."""
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?", re.DOTALL)
_LINK = re.compile(r"[/#=]")
_WORD = re.compile(r"[\w-]+")
_LONGEST_CELL = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One row of the file, each cell by what it is, and the line it begins in."""

    line: int
    cells: Mapping[str, str]
    key: str
    """What the form tool calls it, or a digest of what was answered and when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An answer that is left out, and why. `message` quotes no personal data."""

    line: int
    message: str
    hint: str
    is_personal: bool = False
    """Whether it is held back because it tells who somebody is."""


def read_answers(name: str, data: bytes, form: Form) -> tuple[Answer, ...]:
    """Return every answer of the file, cut into cells as `form` says. Raises `UsageError` where the two do not fit."""
    head, rows = _table(name, data, form)
    columns = _columns(name, head, form)
    answers = []
    seen: Counter[str] = Counter()
    for line, row in rows:
        cells = {what: row[at].strip() if at < len(row) else "" for what, at in columns.items()}
        if any(cells.values()):
            key = cells.get("id") or _digest(cells)
            seen[key] += 1
            answers.append(Answer(line=line, cells=cells, key=key if seen[key] == 1 else f"{key}-{seen[key]}"))
    return tuple(answers)


@dataclass(frozen=True)
class FormReader:
    """Reads what answers say about one charter."""

    form: Form
    charter: Charter
    today: date
    party: str | None = None
    """Who speaks where an answer does not say it."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """The promises that an answer may be about."""
        return titles_of(self.charter)

    @cached_property
    def _discretion(self) -> Discretion:
        return Discretion(self.charter)

    def read(self, answer: Answer) -> Feedback | Left:
        """Return what an answer says, or why it is left out."""
        try:
            remark = _Cells(answer, self).remark()
        except _UnreadableError as error:
            return error.left
        personal = next(personal_data(self._discretion, remark), None)
        if personal is None:
            return remark
        column = self.form.columns.get(personal.cell) or self.form.columns.get("id", personal.cell)
        message = f"{column}: here stands {personal.kind}, so the answer is held back"
        hint = "take it out of the file, and import again"
        return Left(line=answer.line, message=message, hint=hint, is_personal=True)


class _UnreadableError(Exception):
    def __init__(self, answer: Answer, message: str, hint: str) -> None:
        super().__init__(message)
        self.left = Left(line=answer.line, message=message, hint=hint)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one answer, each read by what the settings say."""

    answer: Answer
    reader: FormReader

    @property
    def form(self) -> Form:
        return self.reader.form

    @property
    def charter(self) -> Charter:
        return self.reader.charter

    def remark(self) -> Feedback:
        today = self.reader.today
        said, score, day = self._cell("said"), self._score(), self._day("date")
        if day is None:
            raise self._unreadable("date", "the answer has no day", "write the day")
        if day > today:
            raise self._unreadable("date", f"{day} is still to come", 'dates = "%d/%m/%Y", or as the form writes them')
        if not said and score is None:
            raise self._unreadable("said", "there are neither words nor a score", "leave the row out")
        answered = self._day("answered")
        if answered and not day <= answered <= today:
            raise self._unreadable("answered", f"{answered} is before the remark or still to come", "mend the day")
        return Feedback(
            date=day,
            party=self._party(),
            channel=self._cell("channel") or self.form.channel,
            ref=self._ref(),
            score=score,
            said=said,
            answered=answered,
            action=self._cell("action"),
            source=self.answer.key,
        )

    def _cell(self, what: str) -> str:
        return self.answer.cells.get(what, "")

    def _unreadable(self, what: str, message: str, hint: str) -> _UnreadableError:
        column = self.form.columns.get(what)
        return _UnreadableError(self.answer, f"{column}: {message}" if column else message, hint)

    def _day(self, what: str) -> date | None:
        words = self._cell(what)
        if not words:
            return None
        if self.form.dates:
            try:
                return datetime.strptime(words, self.form.dates).date()  # noqa: DTZ007  the day where it was written
            except ValueError:
                hint = 'dates = "…" under [feedback], as the form writes them'
                raise self._unreadable(what, f'"{words}" is not written as {self.form.dates}', hint) from None
        match = _TIMED.fullmatch(words)
        day = parse_date(match[1] if match else words)
        if isinstance(day, Refusal):
            raise self._unreadable(what, day.message, 'dates = "%d/%m/%Y %H:%M:%S" under [feedback], or as it is')
        return day

    def _score(self) -> int | None:
        words = self._cell("score")
        if not words:
            return None
        if self.form.scores:
            score = _meant(self.form.scores, words)
            if score is None:
                raise self._unreadable("score", f'"{words}" is no score', f'[feedback.scores]\n"{words}" = 0')
            return score
        number = words.replace("\u2212", "-").removeprefix("+")
        if number not in map(str, SCORES):
            hint = f'[feedback.scores]\n"{words}" = 2'
            raise self._unreadable("score", f'"{words}" is not -2, -1, 0, 1 or 2', hint)
        return int(number)

    def _party(self) -> str:
        words = self._cell("party")
        meant = (_meant(self.form.parties, words, is_any=False) if words else None) or words
        for name in filter(None, (meant, self.reader.party, self.form.parties.get(OTHERS))):
            for text in self.charter.texts:
                if party := find_party(text, name):
                    return party.id
        hint = f'[feedback.parties]\n"{words or OTHERS}" = "{_parties(self.charter)}"'
        message = f'"{words}" is no party of {self.charter.id}' if words else "it does not say who speaks"
        raise self._unreadable("party", message, hint)

    def _ref(self) -> str | None:
        """Return the promise that the answer names: by words of the settings, its ref, its title, or a link to it."""
        words, titles = self._cell("ref"), self.reader.titles
        if not words:
            return None
        meant = _meant(self.form.refs, words, is_any=False)
        if meant is None and _LINK.search(words):
            named = [word for word in _WORD.findall(unquote(words)) if word in titles]
            meant = named[-1] if named else None
        elif meant is None:
            by_name = {fold(title): ref for ref, title in titles.items()} | {fold(ref): ref for ref in titles}
            # The subject that a link of ours gives a mail or an issue ends in the ref.
            ours = words.split()[-1] if self.charter.id in words.split() else words
            meant = by_name.get(fold(words)) or by_name.get(fold(ours))
        if meant is None:
            meant = self.form.refs.get(OTHERS)
        if meant is None or (meant and meant not in titles):
            near = difflib.get_close_matches(meant or words, titles, n=1) or [""]
            hint = f'[feedback.refs]\n"{words}" = "{near[0]}"'
            raise self._unreadable("ref", f'"{meant or words}" is no promise of {self.charter.id}', hint)
        return meant or None


def _meant(table: Mapping[str, T], words: str, *, is_any: bool = True) -> T | None:
    """Return what `words` stand for, in whatever case; `is_any`: what every other word does, where they have none."""
    by_fold = {fold(key): value for key, value in table.items() if key != OTHERS}
    found = table.get(words) if words != OTHERS else None
    found = by_fold.get(fold(words)) if found is None else found
    return table.get(OTHERS) if found is None and is_any else found


def _parties(charter: Charter) -> str:
    ids = dict.fromkeys(party.id for text in charter.texts for party in text.parties)
    return " or ".join(ids)


def _table(name: str, data: bytes, form: Form) -> tuple[list[str], Iterator[tuple[int, list[str]]]]:
    encoding = "utf-8-sig" if form.encoding.lower().replace("_", "-") in {"utf-8", "utf8"} else form.encoding
    try:
        text = data.decode(encoding)
    except UnicodeError:
        message = f'"{name}" is not {form.encoding}'
        other = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "windows-1252"
        raise UsageError(message, f'encoding = "{other}" under [feedback], or as the form saved it') from None
    csv.field_size_limit(_LONGEST_CELL)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=form.delimiter)
    try:
        head = next((row for row in records if any(cell.strip() for cell in row)), None)
    except csv.Error as error:
        raise UsageError(f'"{name}" cannot be cut into cells: {error}', "save it as CSV") from error
    if head is None:
        raise UsageError(f'"{name}" is empty', "export it again, with a line of column names on top")
    return [cell.strip() for cell in head], _numbered(name, records)


def _numbered(name: str, records: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    while True:
        line = records.line_num + 1  # type: ignore[attr-defined]
        try:
            row = next(records, None)
        except csv.Error as error:
            raise UsageError(f'"{name}" cannot be cut into cells in line {line}: {error}', "mend the row") from error
        if row is None:
            return
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
    """Return what tells an answer from the others, however the settings change: when it was given, and its words."""
    words = "\x1f".join((cells.get("date", ""), cells.get("said", "") or cells.get("score", "")))
    return hashlib.sha256(words.encode()).hexdigest()[:12]
