"""A review as it is told on the command line: in options, or in answers to questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click

from charter.source import UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter
    from charter.model.records import PromiseVerdict
    from charter.reviewing.deciding import Occasion
    from charter.reviewing.record import Entry

_NAMES = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was typed after the command."""

    present: tuple[str, ...]
    verdicts: tuple[str, ...]
    actions: tuple[str, ...]
    changes: tuple[str, ...]
    close: tuple[str, ...]
    on: date | None
    result: str | None
    said: str | None
    title: str | None
    next: date | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said about the review."""
        return self == Said(
            present=(), verdicts=(), actions=(), changes=(), close=(), on=None, result=None, said=None, title=None,
            next=None,
        )  # fmt: skip


def entry_from_words(charter: Charter, held: date, words: Said, language: str) -> Entry:
    """Return the review that options tell of. Raises `UsageError` for one that cannot be meant."""
    from charter.cli.choosing import clean_words
    from charter.model.records import Review
    from charter.reading.reviewwords import review_words
    from charter.reviewing.deciding import carry_over, find_action, occasion_of, read_action, with_actions
    from charter.reviewing.record import write_entry

    occasion = occasion_of(charter, held)
    closed = [find_action(occasion.open_actions, clean_words(said)) for said in words.close]
    if words.on and not closed:
        raise UsageError("--on is the day on which an action was done, and none is closed", '--close "words"')
    if words.on and words.on > held:
        raise UsageError(f"{words.on} is after the review, on {held}", f"--on {held}")
    carried = carry_over(occasion.open_actions, closed, words.on or held)
    names = [name for said in words.present for name in _NAMES.split(clean_words(said)) if name]
    review = Review(
        held=held,
        title=clean_words(words.title) or review_words(language).review,
        due=occasion.due,
        version=occasion.version,
        present=tuple(dict.fromkeys(names)),
        result=_one_line(clean_words(words.result)) or None,
        next=words.next or occasion.next,
        verdicts=_in_order(map(_read_verdict, words.verdicts), occasion),
        actions=with_actions(carried, [read_action(clean_words(said)) for said in words.actions]),
        changes=tuple(_one_line(clean_words(said)) for said in words.changes),
    )
    return write_entry(review, language, said=clean_words(words.said))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _read_verdict(words: str) -> PromiseVerdict:
    """Return the verdict that `ref=keep` or `ref=change:why` gives."""
    from charter.cli.choosing import clean_words
    from charter.model.records import PromiseVerdict, Verdict
    from charter.reading.keywords import fold, nearest
    from charter.reading.reviewwords import verdict_words

    ref, equals, rest = clean_words(words).partition("=")
    said, _, note = rest.partition(":")
    if not equals or not ref.strip():
        raise UsageError(f'"{words}" does not say about which promise', "--verdict first-reply=keep")
    verdict = verdict_words().get(fold(said))
    if verdict is None:
        near = nearest(said, Verdict)
        hint = f"--verdict {ref.strip()}={near}" if near else "keep, change, withdraw or park"
        raise UsageError(f'"{said.strip()}" is not a verdict', hint)
    return PromiseVerdict(ref=ref.strip(), verdict=verdict, note=_one_line(note))


def _in_order(verdicts: Iterable[PromiseVerdict], occasion: Occasion) -> tuple[PromiseVerdict, ...]:
    """Return the verdicts in the order of the text; those about no promise of it last."""
    places = {promise.ref: place for place, promise in enumerate(occasion.text.expectations)}
    return tuple(sorted(verdicts, key=lambda row: places.get(row.ref, len(places))))


def ask_for_entry(charter: Charter, held: date, language: str) -> Entry:
    """Ask for everything, on a terminal."""
    from charter.report.standing import day_words
    from charter.reviewing.deciding import occasion_of
    from charter.reviewing.record import action_words

    occasion = occasion_of(charter, held)
    due = f", due {day_words(occasion.due)}" if occasion.due else ""
    which = f" {occasion.version}" if occasion.version else ""
    click.echo(f"Review of {occasion.text.title}{which} on {day_words(held)}{due}")
    people = [person.name for party in occasion.text.parties for person in party.representatives]
    present = click.prompt(f"Who is here ({', '.join(people)})" if people else "Who is here")
    verdicts = [
        said for promise in occasion.text.expectations if (said := _ask_verdict(promise.ref, promise.title.text))
    ]
    close = []
    for item in occasion.open_actions:
        click.echo(f"\n{action_words(item.action)}")
        if click.confirm("Is it done?", default=False):
            close.append(item.action.words)
    actions = [*_ask_actions()]
    result = click.prompt("\nWhat comes of it, in a word or a sentence", default="", show_default=False)
    words = Said(
        present=(present,), verdicts=tuple(verdicts), actions=tuple(actions), changes=(), close=tuple(close), on=None,
        result=result or None, said=None, title=None, next=_ask_day(occasion.next),
    )  # fmt: skip
    return entry_from_words(charter, held, words, language)


def _ask_verdict(ref: str, title: str) -> str:
    click.echo(f"\n{title} ({ref})")
    while True:
        said = click.prompt("  keep, change, withdraw or park")
        try:
            verdict = _read_verdict(f"{ref}={said}")
        except UsageError as error:
            click.echo(f"  {error.message}")
            continue
        note = verdict.note or click.prompt("  note", default="", show_default=False)
        return f"{ref}={verdict.verdict}:{note}"


def _ask_actions() -> Iterator[str]:
    from charter.reviewing.deciding import read_action

    click.echo("\nWhat will be done, by whom and by when: words (Rosa Lindqvist, by 2026-05-01)")
    while said := click.prompt("  action, or nothing", default="", show_default=False):
        try:
            read_action(said)
        except UsageError as error:
            click.echo(f"  {error.message}")
            continue
        yield said


def _ask_day(usual: date | None) -> date | None:
    from charter.reading.values import Refusal, parse_date

    while said := click.prompt("When do you meet again", default=str(usual or ""), show_default=usual is not None):
        day = parse_date(said)
        if not isinstance(day, Refusal):
            return day
        click.echo(f"  {day.message}; {day.hint}")
    return None
