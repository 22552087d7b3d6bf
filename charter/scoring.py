"""A party is asked how a period went: which promises it judges, on which levels, and the file to fill in."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names

from charter.measure.scores import version_on
from charter.measure.yardsticks import Yardstick, yardstick_of
from charter.model.charter import Charter
from charter.model.records import Period
from charter.model.text import CharterText, Expectation, Party, Role
from charter.reading.recordtable import escaped_cell, table_row
from charter.reading.values import Refusal, parse_period
from charter.signatures import find_party
from charter.source import UsageError
from charter.standing import Standing

_HEAD = ("| Expectation | What we look at | Level | Evidence | Importance |", "|---|---|---|---|---|")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row to fill in. `criterion` is empty where the promise is judged as a whole."""

    promise: Expectation
    criterion: str
    yardstick: Yardstick


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessing:
    """A file in which a party says how a period went."""

    path: str
    """Where it belongs, relative to the project."""
    period: Period
    party: Party
    text: CharterText
    """What is judged."""
    version: str | None
    """The label of what is judged; `None` for a working text that no version holds."""
    questions: tuple[Question, ...]
    is_blind: bool = False

    def sheet(self) -> str:
        """Return the file: a table with a row for each question, and what each level looks like."""
        words = _words_for(self.text.language)
        head = [f'version: "{self.version}"'] if self.version else []
        head += [f"period: {self.period}", f"party: {self.party.id}", "date:", "by:"]
        head += ["blind: yes"] if self.is_blind else []
        period = period_words(self.period, self.text.language)
        title = words["title"].format(party=escaped_cell(self.party.name), period=period)
        guide = [self._levels(words), words["evidence"], words["rows"], *([words["blind"]] if self.is_blind else [])]
        rows = [
            table_row([question.promise.ref, escaped_cell(question.criterion), "", "", ""])
            for question in self.questions
        ]
        body = [f"# {title}", *guide, "\n".join([*_HEAD, *rows]), *self._descriptions(words)]
        return "\n".join(["---", *head, "---", ""]) + "\n" + "\n\n".join(body) + "\n"

    def _levels(self, words: dict[str, str]) -> str:
        first = self.questions[0].yardstick
        if any(not question.yardstick.is_same_scale(first) for question in self.questions):
            return words["levels_below"]
        return words["levels"].format(levels=_named(first, words))

    def _descriptions(self, words: dict[str, str]) -> Iterator[str]:
        yield f"## {words['looks_like']}"
        promises = {question.promise.ref: question for question in self.questions}
        for question in promises.values():
            promise, rubric = question.promise, question.promise.rubric
            yield f"### {escaped_cell(promise.title.text)} ({promise.ref})"
            if rubric is None:
                yield words["whole"].format(levels=_named(question.yardstick, words))
                continue
            names = question.yardstick.names
            lines = [table_row([escaped_cell(rubric.head), *map(escaped_cell, names)]), "|---" * (len(names) + 1) + "|"]
            lines += [
                table_row([escaped_cell(cell.text) for cell in (row.name, *row.descriptors)]) for row in rubric.criteria
            ]
            yield "\n".join(lines)


def prepare_assessment(standing: Standing, *, period: str, party: str, is_blind: bool = False) -> Assessing:
    """Return the file in which a party judges a period, against the version in force at the period's end.

    The party judges what it promises and what is promised to it. A period that somebody is scoring blind is blind for
    all. Raises `UsageError` when the period, the party or something to judge is not there.
    """
    charter = standing.charter
    if charter.folder is None:
        raise UsageError(
            f"{charter.id} is one file, and assessments need a folder",
            f"mkdir content/{charter.id} && git mv {charter.span.path} content/{charter.id}/charter.md",
        )
    judged = parse_period(period)
    if isinstance(judged, Refusal):
        raise UsageError(judged.message, judged.hint)
    if judged.first > standing.today:
        message = f"{judged} begins on {judged.first}, and nobody can say yet how it went"
        raise UsageError(message, "name a period that has begun")
    text, version = _text_at_end(standing, judged)
    judge = _judge(text, party, version)
    questions = tuple(_questions(text, judge))
    if not questions:
        which = f"version {version}" if version else "the working text"
        raise UsageError(
            f"{which} has no levels on which {judge.id} could judge anything",
            "levels: [Not yet, Getting there, Met, Above and beyond]",
        )
    written = [item for item in charter.records.assessments if item.period == judged]
    return Assessing(
        path=f"{charter.folder}/assessments/{judged}/{judge.id}.md",
        period=judged,
        party=judge,
        text=text,
        version=version,
        questions=questions,
        is_blind=is_blind or any(item.is_blind for item in written),
    )


def period_words(period: Period, language: str) -> str:
    """Return a period in words: `2026`, `March 2026`, `October to December 2026`."""
    months = get_month_names("wide", context="stand-alone", locale=_locale(language))
    if period.quarter:
        first, last = months[period.first.month], months[period.last.month]
        return _words_for(language)["quarter"].format(first=first, last=last, year=period.year)
    return f"{months[period.month]} {period.year}" if period.month else str(period.year)


def _text_at_end(standing: Standing, period: Period) -> tuple[CharterText, str | None]:
    at = version_on(standing, period.last)
    if at:
        return at.version.text, at.version.label
    charter: Charter = standing.charter
    if charter.versions:
        starts = [item.in_force_from for item in standing.versions if item.in_force_from]
        since = f"; the first one is, from {min(starts)}" if starts else ""
        raise UsageError(
            f"no version of {charter.id} was in force at the end of {period}{since}",
            "name a period that ended later" if starts else "charter sign --help",
        )
    if charter.text is None:
        raise UsageError(f"nothing of {charter.id} can be read", "charter check")
    return charter.text, None


def _judge(text: CharterText, words: str, version: str | None) -> Party:
    which = f"version {version}" if version else "the working text"
    party = find_party(text, words)
    able = ", ".join(item.id for item in text.parties if item.role is not Role.OBSERVER)
    if party is None:
        raise UsageError(f'"{words}" is not a party of {which}', f"its parties are: {able}" if able else None)
    if party.role is Role.OBSERVER:
        raise UsageError(f'"{party.id}" observes: nothing is promised by it or to it', f"who judges: {able}")
    return party


def _questions(text: CharterText, party: Party) -> Iterator[Question]:
    for promise in text.expectations:
        named = {*promise.promised_by, *promise.promised_to}
        yardstick = yardstick_of(text, promise)
        if not yardstick.levels or (named and party.id not in named):
            continue
        rows = promise.rubric.criteria if promise.rubric else ()
        for name in [row.name.text for row in rows] or [""]:
            yield Question(promise=promise, criterion=name, yardstick=yardstick)


def _named(yardstick: Yardstick, words: dict[str, str]) -> str:
    named = zip(yardstick.levels, map(escaped_cell, yardstick.names), strict=True)
    return ", ".join(
        words["expected"].format(level=name) if level == yardstick.expected else name for level, name in named
    )


@lru_cache(maxsize=16)
def _words_for(language: str) -> dict[str, str]:
    folder = files("charter.reading") / "languages"
    tag = language.partition("-")[0].lower()
    own = folder / tag / "assessing.toml"
    held = own if tag.isalpha() and own.is_file() else folder / "en" / "assessing.toml"
    words: dict[str, str] = tomllib.loads(held.read_text(encoding="utf-8"))
    return words


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    tag = language.partition("-")[0].lower()
    if _words_for(tag) == _words_for("en"):
        return Locale("en")
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError):
        return Locale("en")
