"""What changed in a promise's rubric: its scale, the level agreed as good enough, its criteria."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.compare.blocks import words_of
from charter.compare.changes import Change, Direction, Kind
from charter.compare.tokens import keys, pair_up, similarity, tokens
from charter.compare.vocabulary import Vocabulary, vocabulary_for
from charter.compare.wording import Verdict, judge_wording
from charter.model.text import Criterion, Rubric
from charter.model.words import canonical

ALIKE = 0.6
"""From here on two criteria of other names are one: the likeness of their descriptors."""


def compare_rubrics(before: Rubric | None, after: Rubric | None, vocabulary: Vocabulary) -> Iterator[Change]:
    """Yield what changed between two rubrics. One that came or went as a whole is one change."""
    if before is None or after is None:
        if before is not after:
            yield _came_or_went(before, after)
        return
    is_same_scale = _folded(before.levels) == _folded(after.levels) and before.is_single_point == after.is_single_point
    if not is_same_scale:
        yield _change(Direction.UNCLEAR, before, after, "levels", ", ".join(before.levels), ", ".join(after.levels))
    elif canonical(before.expected or "") != canonical(after.expected or ""):
        direction = _toward(before, after)
        if direction is not None:
            yield _change(direction, before, after, "expected", before.expected, after.expected)
    if canonical(before.head).casefold() != canonical(after.head).casefold():
        yield _change(Direction.NEUTRAL, before, after, "head", before.head, after.head)
    yield from _criteria(before, after, vocabulary)


def match_criteria(before: Rubric, after: Rubric, language: str) -> dict[int, int]:
    """Return which row of the old rubric each row of the new one is, as `compare_rubrics` sees it, by their places."""
    pairs = _match(before.criteria, after.criteria, vocabulary_for(language))
    return {other: one for one, other in pairs}


def _came_or_went(before: Rubric | None, after: Rubric | None) -> Change:
    return Change(
        kind=Kind.RUBRIC,
        direction=Direction.STRONGER if before is None else Direction.WEAKER,
        place="rubric",
        before=_names(before) if before else None,
        after=_names(after) if after else None,
        before_line=before.span.line if before else None,
        after_line=after.span.line if after else None,
    )


def _toward(before: Rubric, after: Rubric) -> Direction | None:
    levels = _folded(after.levels)
    was, now = ((canonical(rubric.expected or "").casefold()) for rubric in (before, after))
    if was == now:
        return None
    if was not in levels or now not in levels:
        return Direction.UNCLEAR
    return Direction.STRONGER if levels.index(now) > levels.index(was) else Direction.WEAKER


def _criteria(before: Rubric, after: Rubric, vocabulary: Vocabulary) -> Iterator[Change]:
    pairs = _match(before.criteria, after.criteria, vocabulary)
    partner = {other: one for one, other in pairs}
    columns = _columns(before.levels, after.levels)
    for at, row in enumerate(after.criteria):
        if at not in partner:
            yield _row(Direction.STRONGER, None, row)
            continue
        was = before.criteria[partner[at]]
        if verdict := _judge(was, row, columns, vocabulary):
            kind = Kind.EDITORIAL if verdict[0] is Kind.EDITORIAL else Kind.RUBRIC
            yield _row(verdict[1], was, row, kind)
    for at, row in enumerate(before.criteria):
        if at not in partner.values():
            yield _row(Direction.WEAKER, row, None)


def _match(old: Sequence[Criterion], new: Sequence[Criterion], vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """Return which criteria are the same: by name, then by what they say."""
    names = [[canonical(row.name.text).casefold() for row in side] for side in (old, new)]
    pairs: list[tuple[int, int]] = []
    for other, name in enumerate(names[1]):
        one = next((at for at, was in enumerate(names[0]) if was == name and at not in {a for a, _ in pairs}), None)
        if one is not None:
            pairs.append((one, other))
    left = [at for at in range(len(old)) if at not in {one for one, _ in pairs}]
    come = [at for at in range(len(new)) if at not in {other for _, other in pairs}]
    words = [{at: _said(side[at], vocabulary) for at in places} for side, places in ((old, left), (new, come))]
    scores = ((similarity(words[0][one], words[1][other]), one, other) for one in left for other in come)
    return [*pairs, *pair_up(score for score in scores if score[0] >= ALIKE)]


def _said(row: Criterion, vocabulary: Vocabulary) -> list[str]:
    return keys(tokens(" ".join(cell.text for cell in row.descriptors), vocabulary))


def _columns(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """Return which descriptors stand for one level: by place where there are as many, else by the level's name."""
    if len(before) == len(after):
        return [(at, at) for at in range(len(after))]
    levels = _folded(before)
    return [(levels.index(name), at) for at, name in enumerate(_folded(after)) if name in levels]


def _judge(
    before: Criterion, after: Criterion, columns: Sequence[tuple[int, int]], vocabulary: Vocabulary
) -> Verdict | None:
    cells = [(before.name, after.name)]
    cells.extend(
        (before.descriptors[one], after.descriptors[other])
        for one, other in columns
        if one < len(before.descriptors) and other < len(after.descriptors)
    )
    judged = (judge_wording(words_of(was), words_of(now), vocabulary) for was, now in cells)
    found = [verdict for verdict in judged if verdict is not None]
    if not found:
        return None
    kind = Kind.REWORDED if any(verdict[0] is Kind.REWORDED for verdict in found) else Kind.EDITORIAL
    return kind, Direction.UNCLEAR if any(verdict[1] is Direction.UNCLEAR for verdict in found) else Direction.NEUTRAL


def _row(direction: Direction, before: Criterion | None, after: Criterion | None, kind: Kind = Kind.RUBRIC) -> Change:
    row = after or before
    return Change(
        kind=kind,
        direction=direction,
        place=row.name.text if row else None,
        before=_line(before) if before else None,
        after=_line(after) if after else None,
        before_line=before.span.line if before else None,
        after_line=after.span.line if after else None,
    )


def _names(rubric: Rubric) -> str:
    return "; ".join(row.name.text for row in rubric.criteria)


def _line(row: Criterion) -> str:
    return " | ".join(words_of(cell) for cell in (row.name, *row.descriptors))


def _change(
    direction: Direction, before: Rubric, after: Rubric, place: str, was: str | None, now: str | None
) -> Change:
    return Change(
        kind=Kind.RUBRIC,
        direction=direction,
        place=place,
        before=was,
        after=now,
        before_line=before.span.line,
        after_line=after.span.line,
    )


def _folded(levels: Sequence[str]) -> list[str]:
    return [canonical(level).casefold() for level in levels]
