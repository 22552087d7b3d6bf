"""Promises weakened under a small number, bound too soon, or put under a ref that meant something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from shlex import quote

from charter.catalog.shelf import value_span
from charter.check.gate.acks import FILE
from charter.check.gate.matter import Finding, Matter
from charter.compare.changes import Bump, Change, Direction, Effect, Kind
from charter.compare.effects import bump_of, parties_of
from charter.compare.tokens import keys, similarity, tokens
from charter.compare.vocabulary import vocabulary_for
from charter.model.charter import Version
from charter.model.text import CharterText, Expectation, FieldKey
from charter.release import is_too_small
from charter.report.standing import listed
from charter.report.text import number_of
from charter.source import Span, diagnose
from charter.standing import stand

_SIGNING = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})
_MOST_WORDS = 160
UNLIKE = 0.35
"""Below this share of common words and neighbours of words, two promises under one ref are not the same promise."""


def find_weaker(matter: Matter) -> Iterator[Finding]:
    """Yield each change that calls for a major version, in a new version that is not one."""
    for before, after in _steps(matter):
        changes = matter.compare(before.text, after.text)
        if changes.bump is not Bump.MAJOR or not is_too_small(before.label, after.label, changes.bump):
            continue
        parties = parties_of(before.text, after.text)
        calling = [change for change in changes.changes if bump_of((change,), parties) is Bump.MAJOR]
        for group in causes(calling):
            first = group[0]
            hint = (
                f"rm {quote(after.source.path)} && charter release {matter.now.id} major, "
                f'or record why in {FILE}: [[ack]] change = "{first.fingerprint}"'
            )
            message = f"{_became(first, before.text, after.text, group)}, version {after.label}"
            span, related = _places(matter, after, first)
            finding = diagnose("CH510", span, message, hint, related=related)
            yield Finding(finding, (frozenset(change.fingerprint for change in group),))


def find_small_number(matter: Matter) -> Iterator[Finding]:
    """Yield each new version whose number says that nothing was promised anew, and something was."""
    for before, after in _steps(matter):
        changes = matter.compare(before.text, after.text)
        if changes.bump is not Bump.MINOR or not is_too_small(before.label, after.label, changes.bump):
            continue
        parties = parties_of(before.text, after.text)
        calling = [change for change in changes.changes if bump_of((change,), parties) is Bump.MINOR]
        titles = _titles(calling, before.text, after.text)
        message = f"{after.label} calls itself a correction, and changes {listed(titles)}"
        hint = f"rm {quote(after.source.path)} && charter release {matter.now.id} minor"
        groups = tuple(frozenset(change.fingerprint for change in group) for group in causes(calling))
        yield Finding(diagnose("CH511", value_span(after.source, "version"), message, hint), groups)


def find_cut_notice(matter: Matter) -> Iterator[Finding]:
    """Yield each new version that somebody must sign again and that binds sooner than was agreed.

    What was agreed stands in the version in force, so that no version can cut the notice of itself.
    """
    old = matter.was.versions
    if not old or not matter.new_versions:
        return
    in_force = stand(matter.was, matter.today).in_force
    then = in_force.version if in_force else old[-1]
    for version in matter.new_versions:
        notice = then.text.notice_days if then.text.notice_days is not None else version.text.notice_days
        released, effective = version.text.stamp.released, version.text.stamp.effective
        effective = effective or released
        if not notice or released is None or effective is None or effective >= (due := _after(released, notice)):
            continue
        changes = matter.compare(then.text, version.text)
        asking = [change for change in changes.changes if any(effect in _SIGNING for _, effect in change.effects)]
        if not asking:
            continue
        given = number_of(max((effective - released).days, 0), "day", "days")
        message = (
            f"{version.label} binds {given} after its release; {then.label} gives {number_of(notice, 'day', 'days')}' "
            f"notice of what {listed(changes.sign_again)} must sign again"
        )
        first, *others = [f'"{group[0].fingerprint}"' for group in causes(asking)]
        also = f", and one each for {listed(others)}" if others else ""
        hint = (
            f"rm {quote(version.source.path)} && charter release {matter.now.id} {version.label} --effective {due}, "
            f"or record why in {FILE}: [[ack]] change = {first}{also}"
        )
        groups = tuple(frozenset(change.fingerprint for change in group) for group in causes(asking))
        key = "effective" if version.text.stamp.effective else "released"
        yield Finding(diagnose("CH512", value_span(version.source, key), message, hint), groups)


def _after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def find_reused_refs(matter: Matter) -> Iterator[Finding]:
    """Yield each ref that no text had lately, that an older version had, and that now means something else."""
    text = matter.now.text
    old = matter.was.versions
    if text is None or len(old) < 2:
        return
    lately = {promise.ref for promise in old[-1].text.expectations}
    lately |= {promise.ref for promise in matter.was.text.expectations} if matter.was.text else set()
    for promise in text.expectations:
        found = [(version, item) for version in old for item in version.text.expectations if item.ref == promise.ref]
        if promise.ref in lately or not found:
            continue
        version, before = found[-1]
        if _likeness(before, promise, text.language) >= UNLIKE:
            continue
        message = f'"{promise.ref}" was the ref of "{before.title.text}" until {version.label}'
        hint = f"- Ref: {promise.ref}-2"
        span = _ref_span(promise)
        yield Finding(diagnose("CH513", span, message, hint, related=(before.span,)))


def causes(changes: Sequence[Change]) -> list[list[Change]]:
    """Return changes by what they come from: one term that several promises lean on is one cause."""
    groups: dict[object, list[Change]] = {}
    for place, change in enumerate(changes):
        groups.setdefault(change.term if change.kind is Kind.DEFINITION else place, []).append(change)
    return list(groups.values())


def _steps(matter: Matter) -> Iterator[tuple[Version, Version]]:
    """Yield each version of the branch with the one before it."""
    new = {version.label for version in matter.new_versions}
    return ((before, after) for before, after in pairwise(matter.released) if after.label in new)


def _became(change: Change, before: CharterText, after: CharterText, group: Sequence[Change]) -> str:
    """Return in words what became of what."""
    was, now = (_cut(words) for words in (change.before, change.after))
    about = listed(_titles(group, before, after))
    if change.kind is Kind.DEFINITION:
        what = "the calendar" if change.term == "calendar" else f'"{change.term}"'
        became = f"{what} means something else for {about}"
    elif change.direction is Direction.WITHDRAWN or now is None:
        became = f'"{was}" is not promised any more'
    elif was is None:
        became = f'"{now}" is new in {about}'
    else:
        became = f'"{was}" became "{now}"'
    if change.direction in {Direction.UNCLEAR, Direction.TRADED}:
        return f"{became}, which may be less"
    return f"{became}, which asks more" if change.direction in {Direction.STRONGER, Direction.ADDED} else became


def _titles(changes: Sequence[Change], before: CharterText, after: CharterText) -> list[str]:
    titles = {promise.ref: promise.title.text for text in (before, after) for promise in text.expectations}
    names = [titles.get(change.ref or "") or change.section or change.place or "the text" for change in changes]
    return [f'"{_cut(name)}"' for name in dict.fromkeys(names)]


def _cut(words: str | None) -> str | None:
    if words is None:
        return None
    flat = " ".join(words.split())
    return flat if len(flat) <= _MOST_WORDS else f"{flat[:_MOST_WORDS].rstrip()} …"


def _places(matter: Matter, version: Version, change: Change) -> tuple[Span, tuple[Span, ...]]:
    """Return where a change stands in the working text, if the line is there, and in the version that has it."""
    line = change.after_line
    if line is None:
        return value_span(version.source, "version"), ()
    words = (change.after or "").split("\n")[0]
    there = version.source.span_of(words, line)
    working = matter.now.source
    written = version.source.line(line)
    if working is None or not written.strip():
        return there, ()
    lines = [number for number in range(1, working.line_count + 1) if working.line(number) == written]
    if not lines:
        return there, ()
    return working.span_of(words, min(lines, key=lambda number: abs(number - line))), (there,)


def _ref_span(promise: Expectation) -> Span:
    """Return where a promise writes its ref; its heading when it writes none."""
    return next((item.value.span for item in promise.fields if item.key is FieldKey.REF), promise.span)


def _likeness(before: Expectation, after: Expectation, language: str) -> float:
    vocabulary = vocabulary_for(language)
    old, new = (keys(tokens(_words(promise), vocabulary)) for promise in (before, after))
    return similarity(old, new)


def _words(promise: Expectation) -> str:
    return " ".join([promise.title.text, *(block.text for block in (*promise.before, *promise.after))])
