"""What changed in the front matter: one change per key. Who is bound, and how, is unclear; the rest is neutral."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from charter.compare.calendars import calendar_words
from charter.compare.changes import Change, Direction, Effect, Kind
from charter.compare.effects import Parties
from charter.compare.vocabulary import Vocabulary
from charter.compare.wording import judge_wording
from charter.model.text import CharterText, Party
from charter.model.words import canonical
from charter.reading.scale import default_expected


def compare_frame(
    before: CharterText,
    after: CharterText,
    parties: Parties,
    vocabulary: Vocabulary,
    *,
    is_calendar_told: bool,
    is_scale_told: bool,
) -> Iterator[Change]:
    """Yield what changed in the front matter, key by key in the order in which it is usually written.

    `is_calendar_told` says that promises which lean on the calendar tell that it changed; `is_scale_told` that a
    promise has a rubric in both texts, which tells of levels and the expected one.
    """
    keys = _keys(before, after, parties, vocabulary, is_calendar_told=is_calendar_told, is_scale_told=is_scale_told)
    for key, was, now, direction in keys:
        if was != now:
            effects = parties.everybody(Effect.UNCLEAR) if direction is Direction.UNCLEAR else ()
            yield Change(kind=Kind.FRAME, direction=direction, effects=effects, place=key, before=was, after=now)


_SIGNS = re.compile("[-_]")
_Key = tuple[str, str | None, str | None, Direction]


def _keys(
    before: CharterText,
    after: CharterText,
    parties: Parties,
    vocabulary: Vocabulary,
    *,
    is_calendar_told: bool,
    is_scale_told: bool,
) -> Iterator[_Key]:
    neutral = Direction.NEUTRAL
    yield "title", title_of(before), title_of(after), neutral
    yield _parties(before, after, parties, vocabulary)
    yield "audience", _words(before.audience), _words(after.audience), neutral
    yield "review", _words(before.review), _words(after.review), _judged(before.review, after.review, vocabulary)
    was, now = (text.agreement.text if text.agreement else None for text in (before, after))
    yield "agreement", _words(was), _words(now), _judged(was, now, vocabulary)
    if not is_scale_told:
        yield from _scale(before, after)
    if not is_calendar_told:
        yield "calendar", calendar_words(before, after), calendar_words(after, before), neutral
    yield "standards", _list(sorted(before.standards)), _list(sorted(after.standards)), neutral
    yield "notice", _days(before), _days(after), neutral
    yield "language", before.language, after.language, neutral
    yield "feedback", before.feedback, after.feedback, neutral
    yield "visibility", before.visibility.value, after.visibility.value, neutral
    yield "translates", before.translates, after.translates, neutral
    yield "translations", _pairs(before.translations), _pairs(after.translations), neutral
    old, new = _extra(before), _extra(after)
    for key in dict.fromkeys((*new, *old)):
        yield key, old.get(key), new.get(key), neutral


def _scale(before: CharterText, after: CharterText) -> Iterator[_Key]:
    """Yield the levels and the expected one; those that came or went together with all rubrics are told by them."""
    old, new = before.scale, after.scale
    has_rubric = any(promise.rubric is not None for text in (before, after) for promise in text.expectations)
    if not has_rubric or (old.levels and new.levels):
        yield "levels", _list(old.levels), _list(new.levels), Direction.UNCLEAR
        if not all(text.scale.expected == default_expected(text.scale.levels) for text in (before, after)):
            yield "expected", _words(old.expected), _words(new.expected), Direction.NEUTRAL


def title_of(text: CharterText) -> str | None:
    """Return the title that the front matter gives, as far as one can tell.

    `None` for a text that is called by its heading or by its file's name. A charter always has a title of its own.
    """
    title = canonical(text.title)
    if text.parties:
        return title
    if text.heading is not None and canonical(text.heading.text) == title:
        return None
    place = PurePosixPath(text.span.path)
    names = (place.stem, place.parent.name, place.parent.parent.name)
    return None if title.casefold() in {_SIGNS.sub(" ", name).strip().casefold() for name in names} else title


def _parties(before: CharterText, after: CharterText, parties: Parties, vocabulary: Vocabulary) -> _Key:
    old = {parties.renamed.get(party.id, party.id): party for party in before.parties}
    new = {party.id: party for party in after.parties}
    is_bound_otherwise = (
        {party.id for party in before.parties} != set(new)
        or any(old[name].role is not party.role for name, party in new.items())
        or any(not _is_same_deciders(old[name], party, vocabulary) for name, party in new.items())
    )
    direction = Direction.UNCLEAR if is_bound_otherwise else Direction.NEUTRAL
    return "parties", _party_list(before), _party_list(after), direction


def _is_same_deciders(before: Party, after: Party, vocabulary: Vocabulary) -> bool:
    """Whether the same people decide; a slip in a name makes nobody else of them."""
    old = sorted(canonical(person.name) for person in before.representatives if person.decides)
    new = sorted(canonical(person.name) for person in after.representatives if person.decides)
    if old == new:
        return True
    verdicts = [judge_wording(one, other, vocabulary) for one, other in zip(old, new, strict=False)]
    return len(old) == len(new) and all(verdict is None or verdict[0] is Kind.EDITORIAL for verdict in verdicts)


def _party_list(text: CharterText) -> str:
    return "\n".join(sorted(_party(party) for party in text.parties))


def _party(party: Party) -> str:
    people = sorted(
        f"{canonical(person.name)}{f', {canonical(person.title)}' if person.title else ''}"
        f"{', decides' if person.decides else ''}"
        for person in party.representatives
    )
    return f"{canonical(party.name)} ({party.id}, {party.role}){': ' if people else ''}{'; '.join(people)}"


def _judged(before: str | None, after: str | None, vocabulary: Vocabulary) -> Direction:
    verdict = judge_wording(before or "", after or "", vocabulary)
    return Direction.NEUTRAL if verdict and verdict[0] is Kind.EDITORIAL else Direction.UNCLEAR


def _extra(text: CharterText) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in text.extra:
        found[key] = canonical(f"{found[key]} {value}" if key in found else value)
    return found


def _words(words: str | None) -> str | None:
    return None if words is None else canonical(words)


def _list(words: tuple[str, ...] | list[str]) -> str | None:
    return ", ".join(map(canonical, words)) or None


def _days(text: CharterText) -> str | None:
    return None if text.notice_days is None else str(text.notice_days)


def _pairs(pairs: tuple[tuple[str, str], ...]) -> str | None:
    return ", ".join(f"{tag}: {name}" for tag, name in sorted(pairs)) or None
