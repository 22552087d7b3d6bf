"""Two texts → what changed, for whom, which number it deserves, and who must sign again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from charter.compare.calendars import CALENDAR, CalendarChange, calendar_words, compare_calendars
from charter.compare.changes import Change, Changes, Direction, Kind
from charter.compare.definitions import TermChange, compare_terms, leans
from charter.compare.effects import Parties, bump_of, effects_of, parties_of, sign_again
from charter.compare.frame import compare_frame, title_of
from charter.compare.matching import Match, match_promises
from charter.compare.pair import Pair, Texts
from charter.compare.passages import Passage, match_passages, passages_of, sections_of
from charter.compare.phrases import phrase
from charter.compare.promises import compare_promises
from charter.compare.prose import AT_THE_END, Order, compare_prose
from charter.compare.vocabulary import vocabulary_for
from charter.model.fingerprint import expectation_fingerprint
from charter.model.text import CharterText, Expectation
from charter.model.words import canonical
from charter.reading.keywords import keywords_for

_FIRST: Order = (-2, 0)


def compare(before: CharterText, after: CharterText) -> Changes:
    """Return what changed from one text to another, in the order of the new one.

    The front matter comes first, what was withdrawn last. Words are read in the language of the new text. Equal texts,
    and texts that differ in white space, order and notation alone, have no changes.
    """
    keywords, vocabulary = keywords_for(after.language), vocabulary_for(after.language)
    parties = parties_of(before, after)
    old, new = passages_of(before, keywords), passages_of(after, keywords)
    passages = match_passages(old, new, vocabulary)
    sections = sections_of(passages)
    matches = match_promises(before, after, sections, vocabulary)
    refs = {match.before.ref: match.after.ref for match in matches if match.before and match.after}
    texts = Texts(before=before, after=after, parties=parties, vocabulary=vocabulary, keywords=keywords, refs=refs)
    terms = compare_terms(before, after, vocabulary)
    calendar = compare_calendars(before.calendar, after.calendar)
    promised = list(_promises(texts, matches, sections, terms, calendar))
    told = {change.term for _, change in promised if change.kind is Kind.DEFINITION}
    frame = compare_frame(
        before,
        after,
        parties,
        vocabulary,
        is_calendar_told=CALENDAR in told,
        is_scale_told=any(_has_scale(match.before) and _has_scale(match.after) for match in matches),
    )
    is_title_told = _is_heading_the_title(before) and _is_heading_the_title(after)
    found = [
        *((_FIRST, change) for change in frame),
        *compare_prose(old, new, passages, vocabulary, refs, is_title_told=is_title_told),
        *_untold_terms(terms, told, old, new),
        *promised,
    ]
    found.sort(key=lambda item: item[0])
    titles = {promise.ref: promise.title.text for text in (before, after) for promise in text.expectations}
    changes = tuple(replace(change, text=phrase(change, titles)) for _, change in found)
    return Changes(changes=changes, bump=bump_of(changes, parties), sign_again=sign_again(changes, parties))


def _is_heading_the_title(text: CharterText) -> bool:
    """Whether the heading repeats the title of the front matter, so that a change of both is one."""
    return text.heading is not None and title_of(text) == canonical(text.heading.text)


def _has_scale(promise: Expectation | None) -> bool:
    """Whether a promise has a rubric whose columns are levels."""
    return promise is not None and promise.rubric is not None and not promise.rubric.is_single_point


def _promises(
    texts: Texts,
    matches: Sequence[Match],
    sections: dict[int, int],
    terms: Sequence[TermChange],
    calendar: CalendarChange,
) -> Iterator[tuple[Order, Change]]:
    places, old_places = dict(_places(texts.after)), dict(_places(texts.before))
    for match in matches:
        if match.before is None or match.after is None:
            if match.after is not None:
                yield places[match.after.ref], _came(match.after, match.origin, texts.parties)
            elif match.before is not None:
                yield AT_THE_END, _went(match.before, match.into, texts.parties)
            continue
        pair = Pair(before=match.before, after=match.after, texts=texts)
        ref, order = match.after.ref, places[match.after.ref]
        was, now = old_places[match.before.ref], order
        changes: list[Change] = []
        if sections.get(was[0]) != now[0]:
            changes.append(_moved(texts, was, now, pair))
        if not _is_equal(pair):
            changes.extend(compare_promises(pair))
        changes.extend(pair.touching(_definitions(pair, terms, calendar)))
        was_ref = match.before.ref if match.before.ref != ref else None
        for change in changes:
            yield order, replace(change, ref=ref, was_ref=was_ref, matched_by=match.by)


def _is_equal(pair: Pair) -> bool:
    """Whether a promise says what it said to whom it said it; refs and parties may be called otherwise."""
    if pair.before.ref != pair.after.ref or pair.texts.parties.renamed:
        return False
    if pair.before == pair.after:
        return True
    return expectation_fingerprint(pair.before) == expectation_fingerprint(pair.after)


def _came(promise: Expectation, origin: str | None, parties: Parties) -> Change:
    """Return the change for a new promise; one that came out of another is unclear."""
    direction = Direction.UNCLEAR if origin else Direction.ADDED
    return Change(
        kind=Kind.ADDED,
        direction=direction,
        ref=promise.ref,
        effects=effects_of(direction, promise.promised_by, promise.promised_to, parties),
        origin=origin,
        after=promise.title.text,
        after_line=promise.span.line,
    )


def _went(promise: Expectation, into: str | None, parties: Parties) -> Change:
    """Return the change for a promise that is gone; one that went into another is unclear."""
    direction = Direction.UNCLEAR if into else Direction.WITHDRAWN
    by, to = parties.now(promise.promised_by), parties.now(promise.promised_to)
    return Change(
        kind=Kind.WITHDRAWN,
        direction=direction,
        ref=promise.ref,
        effects=effects_of(direction, by, to, parties),
        into=into,
        before=promise.title.text,
        before_line=promise.span.line,
    )


def _moved(texts: Texts, was: Order, now: Order, pair: Pair) -> Change:
    old, new = texts.before.sections[was[0]].title, texts.after.sections[now[0]].title
    return Change(
        kind=Kind.MOVED,
        direction=Direction.NEUTRAL,
        place="section",
        before=old.text if old else None,
        after=new.text if new else None,
        before_line=pair.before.span.line,
        after_line=pair.after.span.line,
    )


def _definitions(pair: Pair, terms: Sequence[TermChange], calendar: CalendarChange) -> Iterator[Change]:
    """Yield each term that the promise leans on and that is defined otherwise; the calendar is one."""
    for item in terms:
        if item.kind is not Kind.EDITORIAL and leans(item, pair.before, pair.after, pair.texts.vocabulary):
            was, now = (term.meaning.text if term else None for term in (item.before, item.after))
            yield _definition(item.word, Direction.UNCLEAR, was, now)
    texts = pair.texts
    direction = calendar.direction_for(pair.before, pair.after, texts.vocabulary, texts.after.language)
    if direction is not None:
        old, new = calendar_words(texts.before, texts.after), calendar_words(texts.after, texts.before)
        yield _definition(CALENDAR, direction, old, new)


def _definition(term: str, direction: Direction, before: str | None, after: str | None) -> Change:
    return Change(kind=Kind.DEFINITION, direction=direction, term=term, place="term", before=before, after=after)


def _untold_terms(
    terms: Sequence[TermChange], told: set[str | None], old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[Order, Change]]:
    """Yield changed terms on which no promise leans, as prose of the section where they stand."""
    for item in terms:
        if item.word in told:
            continue
        passage = _passage_of(item, new if item.after else old)
        yield (
            (passage.order if passage and item.after else AT_THE_END),
            Change(
                kind=item.kind,
                direction=Direction.NEUTRAL,
                section=passage.title if passage else None,
                place=item.word,
                before=f"{item.before.word}: {item.before.meaning.text}" if item.before else None,
                after=f"{item.after.word}: {item.after.meaning.text}" if item.after else None,
                before_line=item.before.span.line if item.before else None,
                after_line=item.after.span.line if item.after else None,
            ),
        )


def _passage_of(item: TermChange, passages: Sequence[Passage]) -> Passage | None:
    """Return the passage in whose table a term stands."""
    word = item.word
    return next(
        (passage for passage in passages if any(word in table.text.split("\n") for table in passage.term_tables)), None
    )


def _places(text: CharterText) -> Iterator[tuple[str, Order]]:
    for at, section in enumerate(text.sections):
        for item, promise in enumerate(section.items):
            if isinstance(promise, Expectation):
                yield promise.ref, (at, item)
