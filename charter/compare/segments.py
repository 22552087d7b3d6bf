"""Target lines of one promise, matched by their labels: who came, who went, and what they get instead."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from charter.compare.axes import combine
from charter.compare.changes import Direction, Kind
from charter.compare.conditions import compare_conditions, conditions_of
from charter.compare.counts import with_period
from charter.compare.lexicon import begins, is_same_thing, letters, lexicon_for
from charter.compare.modality import Voices, hedges_in, service_voice
from charter.compare.targets import Setting, compare_in
from charter.compare.unhedged import unhedged_pairs
from charter.compare.vocabulary import vocabulary_for
from charter.model.target import Target
from charter.model.text import Calendar
from charter.model.words import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentChange:
    """What became of one target line; `segment` is its label, the new one where it has a new one.

    `kind` is one of `target`, `segment`, `scope` (its condition), `modality` and `reworded`.
    """

    kind: Kind
    direction: Direction
    segment: str | None
    before: Target | None
    after: Target | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A target line, and whether it is for everybody whom no other line names."""

    target: Target
    is_rest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting(Setting):
    voices: Voices
    needs_label: tuple[bool, bool]
    """Whether a line for everybody else stands beside lines for some, before and after."""


_Pair = tuple[_Line | None, _Line | None]


def compare_segments(
    before: tuple[Target, ...],
    after: tuple[Target, ...],
    *,
    calendar_before: Calendar | None = None,
    calendar_after: Calendar | None = None,
    levels_before: Sequence[str] = (),
    levels_after: Sequence[str] = (),
    language: str = "en",
    voices: Voices | None = None,
) -> tuple[SegmentChange, ...]:
    """Return what changed between the target lines of a promise, in the order of the new ones; those gone come last.

    Where no line stood before, or none is left, each is a `target` that came or went. Conditions are compared as well,
    and what holds a line back; `voices` say who speaks in it.
    """
    old, new = _lines(before, language), _lines(after, language)
    setting = _Setting(
        calendars=(calendar_before, calendar_after),
        levels=(levels_before, levels_after),
        language=language,
        voices=voices or (service_voice(vocabulary_for(language)),) * 2,
        needs_label=(_names_some(old), _names_some(new)),
    )
    kind = Kind.SEGMENT if old and new else Kind.TARGET
    found: list[SegmentChange] = []
    for one, other in _pairs(setting, old, new):
        if one is not None and other is not None:
            found.extend(_changed(setting, one, other))
        elif other is not None:
            now = _instead(setting, None if other.is_rest else _rest(old), other, missing=Direction.STRONGER)
            found.append(_change(kind, now, None, other))
        elif one is not None:
            now = _instead(setting, one, None if one.is_rest else _rest(new), missing=Direction.WEAKER)
            found.append(_change(kind, now, one, None))
    return tuple(found)


def is_catch_all(label: str | None, *, language: str = "en") -> bool:
    """Whether a label is for everybody whom no other line names; no label is."""
    if label is None:
        return True
    lexicon = lexicon_for(language)
    words = letters(label)
    return words in lexicon.rest or begins(words, lexicon.rest_of) is not None


def _lines(targets: tuple[Target, ...], language: str) -> list[_Line]:
    return [_Line(target, is_catch_all(target.segment, language=language)) for target in targets]


def _names_some(lines: list[_Line]) -> bool:
    return any(not line.is_rest for line in lines)


def _rest(lines: list[_Line]) -> _Line | None:
    """Return the line for everybody else; one that says so goes before one without a label."""
    rest = [line for line in lines if line.is_rest]
    return min(rest, key=lambda line: line.target.segment is None, default=None)


def _pairs(setting: _Setting, old: list[_Line], new: list[_Line]) -> list[_Pair]:
    lexicon = lexicon_for(setting.language)
    rules: tuple[Callable[[_Line, _Line], bool], ...] = (
        lambda one, other: _label(one) == _label(other),
        lambda one, other: one.is_rest and other.is_rest,
        lambda one, other: is_same_thing(_label(one), _label(other), lexicon),
        lambda one, other: not one.is_rest and not other.is_rest and _is_equal(setting, one, other),
    )
    left = list(old)
    partner: dict[int, _Line] = {}
    for rule in rules:
        for at, other in enumerate(new):
            one = next((line for line in left if at not in partner and rule(line, other)), None)
            if one is not None:
                partner[at] = one
                left.remove(one)
    return [*((partner.get(at), other) for at, other in enumerate(new)), *((one, None) for one in left)]


def _label(line: _Line) -> str:
    return letters(line.target.segment or "")


def _is_equal(setting: _Setting, one: _Line, other: _Line) -> bool:
    return _compared(setting, one, other) in {None, Direction.NEUTRAL}


def _compared(setting: _Setting, one: _Line, other: _Line) -> Direction | None:
    """Return where one target leads to from another, with their conditions and what holds them back."""
    return combine(_differences(setting, one.target, other.target))


class _Differences(NamedTuple):
    """Where the values, the conditions and the hedges of two targets lead; `None` where they are the same."""

    value: Direction | None
    condition: Direction | None
    hedges: Direction | None

    @property
    def weight(self) -> tuple[int, int]:
        """How much there is to tell beside the hedges: what may matter, then other words."""
        moves = [move for move in (self.value, self.condition) if move is not None]
        return sum(move is not Direction.NEUTRAL for move in moves), len(moves)


def _differences(setting: _Setting, before: Target, after: Target) -> _Differences:
    vocabulary, voices, language = vocabulary_for(setting.language), setting.voices, setting.language
    old, new = (
        hedges_in(target.text, vocabulary, voice) for target, voice in zip((before, after), voices, strict=True)
    )
    hedges = None if old == new else Direction.WEAKER if new > old else Direction.STRONGER
    if not old and not new:
        return _Differences(compare_in(setting, before, after), _conditions(setting, before, after), None)
    readings = unhedged_pairs(before, after, vocabulary, voices, language)
    found = [
        _Differences(compare_in(setting, one, other), _conditions(setting, one, other), hedges)
        for one, other in readings
    ]
    return min(found, key=lambda differences: differences.weight)


def _conditions(setting: _Setting, before: Target, after: Target) -> Direction | None:
    if not before.is_computed or not after.is_computed:
        return None
    language = setting.language
    old, new = (conditions_of(with_period(target, language), language=language) for target in (before, after))
    return compare_conditions(old, new, language=language)


def _instead(setting: _Setting, one: _Line | None, other: _Line | None, *, missing: Direction) -> Direction:
    """Return what it means to get one target instead of another; `missing` where there is only one."""
    if one is None or other is None:
        return missing
    return _compared(setting, one, other) or Direction.NEUTRAL


def _changed(setting: _Setting, one: _Line, other: _Line) -> Iterator[SegmentChange]:
    if canonical(one.target.text) == canonical(other.target.text):
        if _is_renamed(setting, one, other):
            yield _change(Kind.REWORDED, Direction.NEUTRAL, one, other)
        return
    value, condition, hedges = _differences(setting, one.target, other.target)
    moves = [
        (kind, move)
        for kind, move in ((Kind.TARGET, value), (Kind.SCOPE, condition), (Kind.MODALITY, hedges))
        if move not in {None, Direction.NEUTRAL}
    ]
    is_reworded = Direction.NEUTRAL in {value, condition} or _is_renamed(setting, one, other)
    if (is_reworded or not moves) and value in {None, Direction.NEUTRAL}:
        yield _change(Kind.REWORDED, Direction.NEUTRAL, one, other)
    for kind, move in moves:
        yield _change(kind, move, one, other)


def _is_renamed(setting: _Setting, one: _Line, other: _Line) -> bool:
    """Whether a line has another label; one that other lines began to call for, or ceased to, is no other name."""
    labels = one.target.segment, other.target.segment
    if None in labels and setting.needs_label[0] != setting.needs_label[1]:
        return False
    return canonical(labels[0] or "") != canonical(labels[1] or "")


def _change(kind: Kind, direction: Direction, one: _Line | None, other: _Line | None) -> SegmentChange:
    line = other or one
    return SegmentChange(
        kind=kind,
        direction=direction,
        segment=line.target.segment if line is not None else None,
        before=one.target if one is not None else None,
        after=other.target if other is not None else None,
    )
