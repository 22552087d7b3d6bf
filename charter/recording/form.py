"""The answers of a form become remarks, by what the project's settings say their words mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
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
from charter.recording.answers import Answer
from charter.recording.personal import Discretion, personal_data, personal_words
from charter.signatures import find_party

T = TypeVar("T")

OTHERS = "*"
"""Stands for every other word."""
_TIMED = re.compile(r"([0-9]{4})([-/])([0-9]{2})\2([0-9]{2})(?:[T ].*)?", re.DOTALL)
_BLANK = re.compile(r"\s+|T(?=[0-9])")
_WHOLE = re.compile(r"([+\u2212-]?[0-9]+)[.,]0+")
"""What a spreadsheet between the two makes of a whole number."""
_LINK = re.compile(r"[/#=]")
_WORD = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An answer that is left out, and why. `message` quotes no personal data."""

    line: int
    message: str
    hint: str
    is_personal: bool = False
    """Whether it is held back because it tells who somebody is."""


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
            # What stands in the wrong column is quoted only where it tells nothing about anybody.
            personal = next(personal_words(self._discretion, error.what, answer.cells.get(error.what, "")), None)
            if personal is None:
                return error.left
        else:
            # Digits of our own are nobody's phone number.
            looked_at = remark if answer.cells.get("id") else replace(remark, source="")
            personal = next(personal_data(self._discretion, looked_at), None)
            if personal is None:
                return remark
        column = self.form.columns.get(personal.cell) or self.form.columns.get("id", personal.cell)
        return held_back(answer, column, personal.kind)


def held_back(answer: Answer, column: str, kind: str) -> Left:
    """Return that an answer is left out because there is personal data of a `kind` in a column."""
    message = f"{column}: here stands {kind}, so the answer is held back"
    return Left(line=answer.line, message=message, hint="take it out of the file, and import again", is_personal=True)


class _UnreadableError(Exception):
    def __init__(self, answer: Answer, what: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.what = what
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
        return _UnreadableError(self.answer, what, f"{column}: {message}" if column else message, hint)

    def _day(self, what: str) -> date | None:
        words = self._cell(what)
        if not words:
            return None
        if self.form.dates:
            for start in _starts(words):
                try:
                    return datetime.strptime(start, self.form.dates).date()  # noqa: DTZ007  the day where it was written
                except ValueError:
                    continue
            hint = 'dates = "…" under [feedback], as the form writes them'
            raise self._unreadable(what, f'"{words}" is not written as {self.form.dates}', hint)
        match = _TIMED.fullmatch(words)
        day = parse_date("-".join(match.group(1, 3, 4)) if match else words)
        if isinstance(day, Refusal):
            raise self._unreadable(what, day.message, 'dates = "%d/%m/%Y" under [feedback], or as the form writes them')
        return day

    def _score(self) -> int | None:
        words = self._cell("score")
        if not words:
            return None
        match = _WHOLE.fullmatch(words)
        whole = match[1] if match else words
        if self.form.scores:
            score = _meant(self.form.scores, words, is_any=False)
            score = _meant(self.form.scores, whole) if score is None else score
            if score is None:
                raise self._unreadable("score", f'"{words}" is no score', f'[feedback.scores]\n"{words}" = 0')
            return score
        number = whole.replace("\u2212", "-").removeprefix("+")
        if number not in map(str, SCORES):
            hint = f'[feedback.scores]\n"{words}" = 2'
            raise self._unreadable("score", f'"{words}" is not -2, -1, 0, 1 or 2', hint)
        return int(number)

    def _party(self) -> str:
        words = self._cell("party")
        meant = _meant(self.form.parties, words, is_any=False) if words else None
        others = (words or self.reader.party, self.form.parties.get(OTHERS))
        for name in filter(None, others if meant is None else (meant,)):
            for text in self.charter.texts:
                if party := find_party(text, name):
                    return party.id
        hint = f'[feedback.parties]\n"{words or OTHERS}" = "{_parties(self.charter)}"'
        message = f'"{meant or words}" is no party of {self.charter.id}' if words else "it does not say who speaks"
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


def _starts(words: str) -> Iterator[str]:
    """Yield `words`, and every shorter start of them up to a blank: after the day may stand a time and a zone."""
    yield words
    for blank in reversed([*_BLANK.finditer(words)]):
        yield words[: blank.start()].rstrip(",")


def _parties(charter: Charter) -> str:
    ids = dict.fromkeys(party.id for text in charter.texts for party in text.parties)
    return " or ".join(ids)
