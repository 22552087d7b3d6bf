"""Reviews that changed nothing but a date, and reviews of the past that say something else now."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from charter.catalog.places import WORKING_TEXT
from charter.catalog.records import REVIEWS
from charter.catalog.shelf import value_span
from charter.check.gate.matter import Finding, Matter
from charter.model.records import Action, Review
from charter.model.text import CharterText
from charter.report.standing import day_words
from charter.report.text import number_of
from charter.source import Severity, Span, diagnose

_YEAR = r"(?:19|20)\d{2}"
_DATE = re.compile(
    rf"""\b(?:
        {_YEAR}-\d{{1,2}}(?:-\d{{1,2}})? | {_YEAR}[ -]?[QT][1-4] | [QT][1-4][ -]?{_YEAR}
      | \d{{1,2}}[./]\d{{1,2}}[./]{_YEAR} | {_YEAR}[./]\d{{1,2}}[./]\d{{1,2}}
      | (?:\d{{1,2}}(?:st|nd|rd|th|er)?\ +)?[^\W\d_]{{3,10}}\.?\ +(?:\d{{1,2}}(?:st|nd|rd|th)?,?\ +)?{_YEAR}(?![-./]\w)
      | {_YEAR}
    )\b""",
    re.VERBOSE,
)
_REVIEWED = re.compile(r"review|revu|r[ée]vis", re.IGNORECASE)


def find_date_only(matter: Matter) -> Iterator[Finding]:
    """Yield what looks like a review and is a date: an entry moved, copied or empty, a date in the front matter."""
    old, new = _unpaired(matter)
    moved = [(entry, before) for entry in new for before in old if _moved(before, entry)]
    for entry, before in moved:
        message = f"the review of {day_words(before.held)} is dated {day_words(entry.held)} now, and says the same"
        hint = f"put it back with: {matter.put_back(REVIEWS)}"
        yield Finding(diagnose("CH520", entry.span, message, hint))
    fresh = [entry for entry in new if all(entry is not other for other, _ in moved)]
    for entry in fresh:
        yield from _find_hollow(matter, entry)
    if not new:
        yield from _find_bumped(matter)


def _find_hollow(matter: Matter, entry: Review) -> Iterator[Finding]:
    hint = "say what was seen, and keep, change, withdraw or park for each promise: | Promise | Verdict | Note |"
    if not _content(entry):
        message = f"the review of {day_words(entry.held)} holds a date and nothing that was decided"
        yield Finding(diagnose("CH520", entry.span, message, hint))
        return
    earlier = [other for other in matter.now.records.reviews if other is not entry and other.held <= entry.held]
    copied = next((other for other in earlier if _said(other) == _said(entry)), None)
    if copied is None:
        return
    message = f"the review of {day_words(entry.held)} says word for word what that of {day_words(copied.held)} said"
    # Of a charter that stays as it is, two reviews may well decide the same; nobody writes the same remarks twice.
    is_bare = not any((entry.prose, entry.actions, entry.changes, any(row.note for row in entry.verdicts)))
    severity = Severity.WARNING if is_bare and entry.verdicts else None
    yield Finding(diagnose("CH520", entry.span, message, hint, severity=severity, related=(copied.span,)))


def _find_bumped(matter: Matter) -> Iterator[Finding]:
    """Yield the dates of a review in the front matter, where nothing else in the text changed and nobody met."""
    was, now = matter.was.text, matter.now.text
    source = matter.edited(WORKING_TEXT)
    if was is None or now is None or source is None or was == now:
        return
    if replace(was, review=None, extra=_without_reviews(was)) != replace(now, review=None, extra=_without_reviews(now)):
        return
    old, new = _review_keys(was), _review_keys(now)
    if old.keys() != new.keys() or any(_undated(old[key]) != _undated(new[key]) for key in old):
        return
    for key in old:
        if old[key] != new[key]:
            message = f'"{old[key]}" became "{new[key]}", and nothing else says that anybody met'
            hint = f"charter review record {matter.now.id}, or: {matter.put_back(WORKING_TEXT)}"
            yield Finding(diagnose("CH520", value_span(source, re.escape(key)), message, hint))


def _without_reviews(text: CharterText) -> tuple[tuple[str, str], ...]:
    return tuple((key, value) for key, value in text.extra if not _REVIEWED.search(key))


def _review_keys(text: CharterText) -> dict[str, str]:
    keys = {key: value for key, value in text.extra if _REVIEWED.search(key)}
    return keys if text.review is None else {"review": text.review, **keys}


def find_altered(matter: Matter) -> Iterator[Finding]:
    """Yield each review of the past that says something else now. An action may be ticked off."""
    if matter.was.records.reviews and not matter.now.records.reviews:
        noun = number_of(len(matter.was.records.reviews), "review", "reviews")
        hint = f"put it back with: {matter.put_back(REVIEWS)}"
        yield Finding(diagnose("CH521", matter.place(REVIEWS), f"the review log is gone, with {noun}", hint))
        return
    old, new = _unpaired(matter)
    gone = [entry for entry in old if not any(_moved(entry, other) for other in new)]
    hint = f"say it in a new entry, and put this one back with: {matter.put_back(REVIEWS)}"
    for entry in gone:
        instead = next((other for other in new if other.held == entry.held), None)
        day = day_words(entry.held)
        if instead is None:
            span = Span(matter.place(REVIEWS).path if matter.file(REVIEWS) else "", 1, 1)
            yield Finding(diagnose("CH521", span, f"the review of {day} is gone", hint))
            continue
        is_decision = _decided(entry) != _decided(instead)
        what = "decided something else now" if is_decision else "is told in other words now"
        severity = None if is_decision else Severity.WARNING
        span = _difference(entry, instead)
        yield Finding(diagnose("CH521", span, f"the review of {day} {what}", hint, severity=severity))


def _unpaired(matter: Matter) -> tuple[list[Review], list[Review]]:
    """Return the entries that are no more as they were, and those that were not there so."""
    old = list(matter.was.records.reviews)
    new: list[Review] = []
    for entry in matter.now.records.reviews:
        same = next((other for other in old if _closed(other) == _closed(entry)), None)
        if same is None:
            new.append(entry)
        else:
            old.remove(same)
    return old, new


def _closed(entry: Review) -> Review:
    """Return an entry with all its actions done: they are ticked off in the log."""
    return replace(entry, actions=tuple(replace(item, is_done=True, done_on=None) for item in entry.actions))


def _moved(before: Review, after: Review) -> bool:
    is_dated = (before.held, before.due, before.next) != (after.held, after.due, after.next)
    return is_dated and before.held != after.held and _said(before) == _said(after)


def _content(entry: Review) -> tuple[Any, ...]:
    """Return what an entry holds beside its dates, who was there, and the version it was about."""
    verdicts = [row for row in entry.verdicts if row.verdict or row.note]
    return (*verdicts, *entry.actions, *entry.changes, *entry.fields, *entry.prose, *filter(None, [entry.result]))


def _said(entry: Review) -> tuple[Any, ...]:
    """Return everything that an entry says but for its dates."""
    return (
        entry.version,
        entry.present,
        _undated(entry.result or ""),
        [(row.ref, row.verdict, _undated(row.note)) for row in entry.verdicts],
        [_task(action) for action in entry.actions],
        [_undated(words) for words in entry.changes],
        [(label, _undated(words)) for label, words in entry.fields],
        [_undated(block.text) for block in entry.prose],
    )


def _task(action: Action) -> tuple[str, str | None]:
    return _undated(action.words), action.owner


def _decided(entry: Review) -> tuple[Any, ...]:
    """Return what an entry decided, and who was there."""
    verdicts = [(row.ref, row.verdict) for row in entry.verdicts]
    actions = [(item.words, item.owner, item.due) for item in entry.actions]
    dates = entry.held, entry.due, entry.next
    return *dates, entry.version, entry.present, entry.result, verdicts, actions, entry.changes


def _difference(before: Review, after: Review) -> Span:
    """Return the verdict or action that is not what it was; the heading for any other difference."""
    rows = [row for row in after.verdicts if row not in before.verdicts]
    actions = [item for item in after.actions if item not in before.actions]
    return next(iter([*(row.span for row in rows), *(item.span for item in actions), after.span]))


def _undated(words: str) -> str:
    return _DATE.sub("…", words)
