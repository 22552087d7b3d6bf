"""The life of a promise as lines for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from charter.compare.worddiff import PieceKind
from charter.lives.story import Event, Step, Story
from charter.report.changes import Shown
from charter.report.changes_text import INDENT, detail_lines, direction_word, promise_lines
from charter.report.life import (
    event_words,
    label_of,
    remarks_on,
    renamed_from,
    result_words,
    runs,
    signed_words,
    told_changes,
    verdict_words,
    when_words,
)
from charter.report.lines import BOLD, GREEN, RED, WIDTH, columns, marked, padded, painted, wrapped
from charter.report.standing import day_words
from charter.report.text import visible

_EVENT_COLOURS = {Event.CAME: GREEN, Event.WENT: RED}


def life_lines(story: Story, *, colours: bool = False) -> Iterator[str]:
    """Yield the lines that tell the life of a promise, oldest first: each text, and what it made of the promise."""
    title, names = visible(" ".join(story.title.split())), visible(f"{story.charter}  {story.refs[-1]}")
    if columns(title) + columns(names) + 3 <= WIDTH:
        yield f"{painted(title, BOLD, colours)}{' ' * (WIDTH - columns(title) - columns(names))}{names}"
    else:
        yield from (painted(line, BOLD, colours) for line in wrapped(title))
        yield names
    if len(story.refs) > 1:
        yield from wrapped(visible(f"was called {', '.join(story.refs[:-1])} before"))
    before = {id(step): earlier for earlier, step in pairwise(story.steps)}
    for run in runs(story.steps):
        yield ""
        if run[0].event is Event.UNCHANGED:
            yield from _unchanged(run, colours=colours)
        else:
            yield from _step(run[0], before.get(id(run[0])), colours=colours)
    yield from _records("Reviews", _verdicts(story), colours=colours)
    yield from _records("Results", _results(story), colours=colours)


def _unchanged(run: tuple[Step, ...], *, colours: bool) -> Iterator[str]:
    labels = visible(", ".join(map(label_of, run)))
    more = f", {when_words(run[0].version)}" if len(run) == 1 else ""
    if columns(labels) > WIDTH // 2:
        labels, more = visible(f"{label_of(run[0])} … {label_of(run[-1])}"), f", in {len(run)} texts"
    yield from wrapped(f"as it was{more}", INDENT, first=_label(labels, colours))


def _label(words: str, colours: bool) -> str:
    return painted(padded(words, len(INDENT) - 1), BOLD, colours) + " "


def _step(step: Step, before: Step | None, *, colours: bool) -> Iterator[str]:
    yield from wrapped(visible(when_words(step.version)), INDENT, first=_label(visible(label_of(step)), colours))
    note = step.version.version.text.stamp.note if step.version else None
    for words in (note and f"“{' '.join(note.split())}”", signed_words(step.version), *remarks_on(step)):
        if words:
            yield from wrapped(visible(words), INDENT)
    if step.event in _EVENT_COLOURS:
        word = "came back" if step.event is Event.CAME and before else str(step.event)
        first = painted(f"{word:<{len(INDENT)}}", _EVENT_COLOURS[step.event], colours)
        yield from wrapped(visible(" ".join(step.promise.title.text.split())), INDENT, first=first)
        if how := event_words(step):
            yield from wrapped(visible(how), INDENT)
        if step.event is Event.CAME:
            yield from promise_lines(step.promise)
    if old := renamed_from(step, before):
        shown = (Shown(PieceKind.REMOVED, old), Shown(PieceKind.INSERTED, step.promise.ref))
        yield from wrapped(f"Ref   {marked(shown)}", INDENT, colours=colours, first=f"{'renamed':<{len(INDENT)}}")
    for change in told_changes(step):
        lines = list(detail_lines(change, colours=colours, first=direction_word(change, colours=colours)))
        yield from lines or [direction_word(change, colours=colours).rstrip()]


def _records(title: str, records: list[tuple[str, str]], *, colours: bool) -> Iterator[str]:
    if records:
        yield ""
        yield painted(title, BOLD, colours)
    width = max((columns(visible(name)) for name, _ in records), default=0) + 3
    for name, words in records:
        yield from wrapped(visible(words), " " * width, first=padded(visible(name), width))


def _verdicts(story: Story) -> list[tuple[str, str]]:
    return [
        (
            f"{day_words(review.held)}{f' ({review.version})' if review.version else ''}",
            verdict_words(verdict),
        )
        for review, verdict in story.verdicts
    ]


def _results(story: Story) -> list[tuple[str, str]]:
    return [
        (
            " ".join(filter(None, (str(outcome.period), outcome.segment))),
            "   ".join(filter(None, (result_words(outcome), outcome.note))),
        )
        for outcome in story.results
    ]
