"""One promise against its match: every way in which a promise can change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.compare.blocks import is_term_table, links_elsewhere, words_of
from charter.compare.changes import Change, Direction, Effect, Kind
from charter.compare.effects import effects_of
from charter.compare.fields import compare_fields
from charter.compare.modality import compare_wording
from charter.compare.pair import Pair
from charter.compare.rubrics import compare_rubrics
from charter.compare.segments import SegmentChange, compare_segments
from charter.compare.wording import judge_wording
from charter.model.prose import Block, BlockKind, Inline
from charter.model.target import Target
from charter.model.text import Expectation, FieldKey
from charter.model.words import without_number


def compare_promises(pair: Pair) -> Iterator[Change]:
    """Yield every change between a promise and its match but its place and the terms it leans on."""
    yield from pair.touching(_name(pair))
    yield from _parties(pair)
    yield from pair.touching(_prose(pair))
    yield from pair.touching(_targets(pair))
    yield from pair.touching(compare_fields(pair))
    yield from pair.touching(compare_rubrics(pair.before.rubric, pair.after.rubric, pair.texts.vocabulary))
    yield from _links(pair)


def _name(pair: Pair) -> Iterator[Change]:
    """Yield a change of title or ref: one, unless a number or a negation in the title changed."""
    before, after = pair.before, pair.after
    was, now = without_number(before.title.text), without_number(after.title.text)
    is_ref_other = before.ref != after.ref and (before.has_own_ref or after.has_own_ref)
    vocabulary = pair.texts.vocabulary
    verdict = judge_wording(was, now, vocabulary)
    told: list[tuple[Kind, Direction, str, str, str]] = []
    if verdict and (verdict[1] is Direction.UNCLEAR or (verdict[0] is Kind.EDITORIAL and not is_ref_other)):
        told.append((*verdict, "title", was, now))
    elif verdict:
        told.append((Kind.RENAMED, Direction.NEUTRAL, "title", was, now))
    if is_ref_other and not any(kind is Kind.RENAMED for kind, *_ in told):
        told.append((Kind.RENAMED, Direction.NEUTRAL, "ref", before.ref, after.ref))
    for kind, direction, place, old, new in told:
        yield Change(
            kind=kind,
            direction=direction,
            place=place,
            before=old,
            after=new,
            before_line=before.span.line,
            after_line=after.span.line,
        )


def _parties(pair: Pair) -> Iterator[Change]:
    """Yield one change where a party left or joined those promised to, or where others promise now."""
    old_by, new_by = pair.promised_by()
    old_to, new_to = pair.promised_to()
    joined = [name for name in new_to if name not in old_to]
    left = [name for name in old_to if name not in new_to]
    parties = pair.texts.parties
    if set(old_by) != set(new_by):
        touched = (*new_by, *old_by, *new_to, *old_to)
        direction = Direction.UNCLEAR
        effects = parties.ordered(dict.fromkeys(touched, Effect.UNCLEAR))
        place = "Promised by"
        was, now = old_by, new_by
    elif joined or left:
        direction = Direction.TRADED if joined and left else Direction.STRONGER if joined else Direction.WEAKER
        found = {
            **dict(effects_of(Direction.STRONGER, (), joined, parties)),
            **dict(effects_of(Direction.WEAKER, (), left, parties)),
            **dict(effects_of(direction, new_by, (), parties)),
        }
        effects = parties.ordered(found)
        place = "Promised to"
        was, now = old_to, new_to
    else:
        return
    yield Change(
        kind=Kind.SCOPE,
        direction=direction,
        effects=effects,
        place=place,
        before=", ".join(was),
        after=", ".join(now),
        before_line=pair.before.span.line,
        after_line=pair.after.span.line,
    )


def _prose(pair: Pair) -> Iterator[Change]:
    old, new = (_blocks(promise, pair) for promise in (pair.before, pair.after))
    for item in compare_wording(_words(old), _words(new), pair.texts.vocabulary, pair.voices):
        yield Change(
            kind=item.kind,
            direction=item.direction,
            place="prose",
            before=item.before or None,
            after=item.after or None,
            before_line=_line(old, pair.before),
            after_line=_line(new, pair.after),
        )


def _targets(pair: Pair) -> list[Change]:
    texts = pair.texts
    found: list[Change] = []
    for item in compare_segments(
        pair.before.targets,
        pair.after.targets,
        calendar_before=texts.before.calendar,
        calendar_after=texts.after.calendar,
        levels_before=texts.before.scale.levels,
        levels_after=texts.after.scale.levels,
        language=texts.after.language,
        voices=pair.voices,
    ):
        change = _target(item, pair)
        if change not in found:
            found.append(change)
    return found


def _target(item: SegmentChange, pair: Pair) -> Change:
    was, now = item.before, item.after
    kind, direction = item.kind, item.direction
    if was and now and was.is_computed is now.is_computed and kind is not Kind.SEGMENT:
        verdict = judge_wording(_line_of(was), _line_of(now), pair.texts.vocabulary)
        if verdict and verdict[0] is Kind.EDITORIAL:
            kind, direction = Kind.EDITORIAL, Direction.NEUTRAL
    return _change(kind, direction, was, now)


def _line_of(target: Target) -> str:
    return f"{target.segment}: {target.text}" if target.segment else target.text


def _change(kind: Kind, direction: Direction, was: Target | None, now: Target | None) -> Change:
    target = now or was
    return Change(
        kind=kind,
        direction=direction,
        segment=target.segment if target else None,
        place="Target",
        before=was.text if was else None,
        after=now.text if now else None,
        before_line=was.span.line if was else None,
        after_line=now.span.line if now else None,
    )


def _links(pair: Pair) -> Iterator[Change]:
    for led in links_elsewhere(_parts(pair.before), _parts(pair.after), pair.texts.refs):
        yield Change(
            kind=Kind.LINK,
            direction=Direction.NEUTRAL,
            place=led.words,
            before=led.before,
            after=led.after,
            before_line=pair.before.span.line,
            after_line=pair.after.span.line,
        )


def _parts(promise: Expectation) -> Iterator[Block | Inline]:
    yield promise.title
    yield from promise.before
    yield from (field.value for field in promise.fields if field.key is not FieldKey.REF)
    yield from promise.after
    for row in promise.rubric.criteria if promise.rubric else ():
        yield row.name
        yield from row.descriptors


def _blocks(promise: Expectation, pair: Pair) -> list[Block]:
    """Return the prose of a promise; the heading of a rubric that came or went goes with the rubric."""
    blocks = [*promise.before, *promise.after]
    has_both = pair.before.rubric is not None and pair.after.rubric is not None
    found: list[Block] = []
    for at, block in enumerate(blocks):
        is_heading = block.kind is BlockKind.HEADING and [item.kind for item in blocks[at + 1 : at + 2]] == [
            BlockKind.RUBRIC
        ]
        if not is_term_table(block, pair.texts.keywords) and (has_both or not is_heading):
            found.append(block)
    return found


def _words(blocks: Sequence[Block]) -> str:
    return "\n".join(words for words in map(words_of, blocks) if words)


def _line(blocks: Sequence[Block], promise: Expectation) -> int | None:
    return next((block.span.line for block in blocks), promise.span.line)
