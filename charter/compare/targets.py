"""Which of two targets promises more: by what one implies of the other, else axis by axis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from charter.compare.amounts import Calendars, compare_amounts, limit_of, value_of
from charter.compare.axes import bound_of, combine, compare_bounds, compare_window_names, toward
from charter.compare.changes import Direction
from charter.compare.conditions import compare_deadlines, is_same_but_for_conditions
from charter.compare.counts import compare_counts, compare_recurring, with_period
from charter.compare.lexicon import Lexicon, is_same_thing, letters, lexicon_for
from charter.model.target import Measure, Target
from charter.model.text import Calendar
from charter.model.words import canonical

_SHARES = {Measure.SHARE, Measure.NOTICE, Measure.DEADLINE}
_HUNDRED = Decimal(100)

Scales = tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the words of two targets lean on: each pair is of the text before and of the text after."""

    calendars: Calendars = (None, None)
    levels: Scales = ((), ())
    language: str = "en"


def compare_targets(
    before: Target | None,
    after: Target | None,
    *,
    calendar_before: Calendar | None = None,
    calendar_after: Calendar | None = None,
    levels_before: Sequence[str] = (),
    levels_after: Sequence[str] = (),
    language: str = "en",
) -> Direction | None:
    """Return whether `after` promises more than `before`: stronger, weaker, traded, unclear; neutral in other words.

    `None` when nothing changed but, perhaps, the condition, which `compare_conditions` judges. A target where there
    was none is stronger, one that is gone weaker. Levels are named lowest first.
    """
    setting = Setting(
        calendars=(calendar_before, calendar_after), levels=(levels_before, levels_after), language=language
    )
    return compare_in(setting, before, after)


def compare_in(setting: Setting, before: Target | None, after: Target | None) -> Direction | None:
    """Return what `compare_targets` does, in one setting for many targets."""
    if before is None or after is None:
        return None if before is after else Direction.STRONGER if before is None else Direction.WEAKER
    before, after = (with_period(target, setting.language) for target in (before, after))
    if canonical(before.text) == canonical(after.text):
        return None
    if not before.is_computed or not after.is_computed:
        is_typed_otherwise = letters(before.text) == letters(after.text)
        return Direction.NEUTRAL if is_typed_otherwise else Direction.UNCLEAR
    moved = _moved(setting, before, after)
    if moved is not None:
        return moved
    if before.condition != after.condition and is_same_but_for_conditions(before, after, language=setting.language):
        return None
    return Direction.NEUTRAL


def _moved(setting: Setting, before: Target, after: Target) -> Direction | None:
    lexicon = lexicon_for(setting.language)
    if not is_same_thing(_counted(before, lexicon), _counted(after, lexicon), lexicon):
        return Direction.UNCLEAR
    measures = {before.measure, after.measure}
    if measures == {Measure.COUNT, Measure.INTERVAL}:
        return compare_recurring(before, after, setting.calendars)
    if len(measures) > 1:
        return Direction.UNCLEAR
    if before.measure is Measure.COUNT:
        return compare_counts(before, after)
    return combine(_axes(setting, before, after))


def _counted(target: Target, lexicon: Lexicon) -> str | None:
    return None if letters(target.of or "") in lexicon.times else target.of


def _axes(setting: Setting, before: Target, after: Target) -> Iterable[Direction | None]:
    measure = before.measure
    if measure in _SHARES:
        yield compare_bounds(bound_of(before), bound_of(after))
        yield _threshold(setting, before, after)
        if measure is Measure.DEADLINE:
            yield compare_deadlines(before.condition, after.condition, language=setting.language)
    elif measure is Measure.DURATION:
        yield _statistic(before, after)
        yield _duration(setting, before, after)
    elif measure is Measure.SCORE:
        yield None if (before.stat, before.unit) == (after.stat, after.unit) else Direction.UNCLEAR
        yield compare_bounds(bound_of(before), bound_of(after))
    elif measure is Measure.INTERVAL:
        yield toward(compare_amounts(value_of(before), value_of(after), setting.calendars), better=-1)
    elif measure is Measure.LEVEL:
        yield _level(setting.levels, before, after)
    if not _is_absolute(before) and not _is_absolute(after):
        # What holds in each short window holds in every long one.
        yield compare_window_names(before.window, after.window, better=-1)


def _is_absolute(target: Target) -> bool:
    """Whether a share allows no exception: then it holds in every window, or in none."""
    if target.measure not in _SHARES or target.value is None:
        return False
    return (target.op == ">=" and target.value >= _HUNDRED) or (target.op == "<=" and target.value <= 0)


def _threshold(setting: Setting, before: Target, after: Target) -> Direction | None:
    old, new = limit_of(before), limit_of(after)
    if old is None or new is None:
        # Without a limit any time will do.
        moved: int | None = int(old is not None) - int(new is not None)
    else:
        moved = compare_amounts(old, new, setting.calendars)
    wants_long = before.measure is Measure.NOTICE
    wants_strict = True
    if before.op in {"<=", "<"}:
        reversals = {_is_beyond(target, setting.language) for target in (before, after) if limit_of(target) is not None}
        if len(reversals) > 1:
            return Direction.UNCLEAR
        # Few may happen within the time: the longer it is the more is promised.
        wants_long ^= reversals == {False}
        wants_strict = reversals != {False}
    if moved == 0 and old is not None:
        # Of equal limits the one that is out itself is the tighter.
        return toward(int(after.is_strict) - int(before.is_strict), better=1 if wants_strict else -1)
    return toward(moved, better=1 if wants_long else -1)


def _is_beyond(target: Target, language: str) -> bool:
    """Whether a share counts what takes longer than its limit: "no more than 5% answered in more than 2 minutes"."""
    lexicon = lexicon_for(language)
    beyond = "|".join(re.escape(words) for words in lexicon.beyond)
    negation = "|".join(re.escape(words) for words in lexicon.negations)
    words = letters(target.text)
    return any(not match["no"] for match in re.finditer(rf"\b(?P<no>(?:{negation}) )?(?:{beyond})\b", words))


def _duration(setting: Setting, before: Target, after: Target) -> Direction | None:
    old, new = bound_of(before), bound_of(after)
    if old.is_lower != new.is_lower:
        return Direction.UNCLEAR
    moved = compare_amounts(value_of(before), value_of(after), setting.calendars)
    if moved == 0:
        return None if old.is_strict == new.is_strict else Direction.STRONGER if new.is_strict else Direction.WEAKER
    return toward(moved, better=1 if old.is_lower else -1)


def _statistic(before: Target, after: Target) -> Direction | None:
    """Compare percentiles; a mean and a median compare with nothing but themselves."""
    old, new = _percentile(before.stat), _percentile(after.stat)
    if before.stat == after.stat:
        return None
    if old is None or new is None:
        return Direction.UNCLEAR
    higher_is_better = before.op in {"<=", "<"}
    return toward((new > old) - (new < old), better=1 if higher_is_better else -1)


def _percentile(stat: str | None) -> Decimal | None:
    return Decimal(stat[1:]) if stat is not None and re.fullmatch(r"p[0-9.]+", stat) else None


def _level(levels: Scales, before: Target, after: Target) -> Direction | None:
    names = [letters(target.level or "") for target in (before, after)]
    if names[0] == names[1]:
        return toward((after.op == ">") - (before.op == ">"), better=1)
    scales = [[letters(level) for level in scale] for scale in levels]
    ways = set()
    for scale in scales:
        if names[0] not in scale or names[1] not in scale:
            return Direction.UNCLEAR
        # More than one level is the next one or better.
        old, new = (scale.index(name) + (target.op == ">") for name, target in zip(names, (before, after), strict=True))
        ways.add((new > old) - (new < old))
    return toward(ways.pop(), better=1) if len(ways) == 1 else Direction.UNCLEAR
