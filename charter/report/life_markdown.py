"""The life of a promise as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from charter.lives.story import Event, Step, Story
from charter.report.changes_markdown import change_words, escaped, row
from charter.report.life import (
    event_words,
    label_of,
    remarks_on,
    renamed_from,
    result_words,
    signed_words,
    told_changes,
    verdict_words,
    when_words,
)
from charter.report.standing import day_words


def life_markdown(story: Story) -> str:
    """Return the life of a promise as Markdown, oldest first; no word of a charter becomes markup in it."""
    return "\n".join(_lines(story)) + "\n"


def _lines(story: Story) -> Iterator[str]:
    yield f"### The life of *{escaped(story.title)}*"
    yield ""
    if len(story.refs) > 1:
        yield f"Called {escaped(', '.join(story.refs[:-1]))} before, and {escaped(story.refs[-1])} now."
        yield ""
    yield row(["Version", "When", "What became of it"])
    yield "|---|---|---|"
    before = {id(step): earlier for earlier, step in pairwise(story.steps)}
    for step in story.steps:
        when = "<br>".join(escaped(words) for words in _when(step))
        yield row([escaped(label_of(step)), when, "<br>".join(_what(step, before.get(id(step))))])
    if story.verdicts:
        yield ""
        yield row(["Review", "Verdict"])
        yield "|---|---|"
        for review, verdict in story.verdicts:
            yield row([day_words(review.held), escaped(verdict_words(verdict))])
    if story.results:
        yield ""
        yield row(["Period", "For", "Result"])
        yield "|---|---|---|"
        for outcome in story.results:
            yield row([str(outcome.period), escaped(outcome.segment or ""), escaped(result_words(outcome))])


def _when(step: Step) -> Iterator[str]:
    yield when_words(step.version)
    if signed := signed_words(step.version):
        yield signed
    yield from remarks_on(step)


def _what(step: Step, before: Step | None) -> Iterator[str]:
    if step.event is Event.UNCHANGED:
        yield "as it was"
    elif step.event is not Event.CHANGED:
        how = event_words(step) or ("came back" if step.event is Event.CAME and before else str(step.event))
        yield f"**{escaped(how)}**"
        for target in step.promise.targets if step.event is Event.CAME else ():
            yield escaped(f"Target ({target.segment}): {target.text}" if target.segment else f"Target: {target.text}")
    if old := renamed_from(step, before):
        yield f"renamed: ~~{escaped(old)}~~ **{escaped(step.promise.ref)}**"
    for change in told_changes(step):
        yield f"{change.direction if change.direction != 'neutral' else change.kind}: {change_words(change)}"
