"""Whether numbers keep a target: decided by what was promised, or said to be undecided and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from charter.compare.amounts import Amount, compare_amounts, limit_of, value_of
from charter.measure.numbers import Numbers
from charter.measure.units import Unit, read_unit
from charter.model.target import Measure, Target
from charter.model.text import Calendar
from charter.reading.keywords import fold

_SHARES = frozenset({Measure.SHARE, Measure.NOTICE, Measure.DEADLINE})
_HUNDRED = Decimal(100)


class Judged(StrEnum):
    """What numbers say about a target."""

    KEPT = "kept"
    MISSED = "missed"
    NO_CASES = "no cases"
    """Nothing happened: neither kept nor missed."""
    UNCLEAR = "unclear"


class Why(StrEnum):
    """Why numbers decide nothing."""

    NOT_IN_FORCE = "no version was in force"
    NOT_PROMISED = "no version in force held the promise"
    NO_TARGET = "the promise had no target"
    NO_SEGMENT = "the promise had no target for these cases"
    IN_WORDS = "the target is in words that cannot be computed"
    BY_SCORES = "a level is judged by scores, not by numbers"
    OTHER_KIND = "the numbers are of another kind than the target"
    INCOMPLETE = "the numbers are not complete"
    UNDECIDED = "nothing says how long one of the times is on the clock of the other"
    WINDOW_OPEN = "the target is for a longer time than was measured so far"
    WINDOW_SHORT = "the target is for shorter times than were measured together"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What numbers say about a target. `why` is there when it is unclear."""

    judged: Judged
    why: Why | None = None

    @property
    def is_decided(self) -> bool:
        """Whether the promise was kept or missed."""
        return self.judged in {Judged.KEPT, Judged.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What the words of a target lean on: the language of its text, and its opening hours."""

    language: str = "en"
    calendar: Calendar | None = None


KEPT = Ruling(judged=Judged.KEPT)
MISSED = Ruling(judged=Judged.MISSED)
NO_CASES = Ruling(judged=Judged.NO_CASES)


def unclear(why: Why) -> Ruling:
    """Return that nothing is decided, and why."""
    return Ruling(judged=Judged.UNCLEAR, why=why)


def why_not_judged(target: Target) -> Why | None:
    """Return why no numbers could ever judge a target; `None` where some can."""
    if not target.is_computed:
        return Why.IN_WORDS
    return Why.BY_SCORES if target.measure is Measure.LEVEL else None


def judge(target: Target, numbers: Numbers, terms: Terms) -> Ruling:
    """Return whether the numbers of one stretch of time keep the target, as if its window were that stretch.

    `good` counts what the target counts: those in time for "90% within 4 hours", those reopened for "no more than 5%
    reopened". What has no share of its own holds for every case. Nothing is rounded before it is compared.
    """
    if why := why_not_judged(target):
        return unclear(why)
    if numbers.is_empty:
        return NO_CASES
    if numbers.value is not None:
        return _value(target, numbers.value, read_unit(numbers.unit or "", terms.language), terms)
    if numbers.good is None or numbers.total is None:
        return unclear(Why.INCOMPLETE)
    if target.measure in _SHARES:
        return _ruling(_is_within(target, numbers.good * _HUNDRED, (target.value or Decimal(0)) * numbers.total))
    if target.measure is Measure.INTERVAL:
        return _ruling(numbers.good == numbers.total)
    if target.measure is Measure.COUNT:
        return _ruling(_is_within(target, numbers.good, target.value or Decimal(0)))
    return unclear(Why.OTHER_KIND)


def measured_in(target: Target, numbers: Numbers, terms: Terms) -> Decimal | None:
    """Return the numbers on the scale of the target's bound: a share in per cent, a time in the target's unit.

    `None` where they are of another kind, or where no exact figure can be given in that unit.
    """
    if numbers.value is None:
        is_count = target.measure is Measure.COUNT
        return numbers.good if is_count else numbers.share if target.measure in _SHARES else None
    unit = read_unit(numbers.unit or "", terms.language)
    if not unit.is_time:
        return numbers.value if _is_fit(target, unit) else None
    wanted = _bound(target)
    if wanted is None:
        return None
    measured, one = Amount(numbers.value, unit.name, unit.clock), Amount(Decimal(1), wanted.unit, wanted.clock)
    if measured.unit == one.unit and measured.is_business == one.is_business:
        return numbers.value
    if measured.is_business or one.is_business:
        return None
    if measured.months is not None and one.months is not None:
        return measured.months / one.months
    shortest, longest = measured.seconds
    return shortest / one.seconds[0] if shortest == longest and one.seconds[0] == one.seconds[1] else None


def _value(target: Target, value: Decimal, unit: Unit, terms: Terms) -> Ruling:
    if unit.is_time:
        return _time(target, Amount(value, unit.name, unit.clock), terms)
    if not _is_fit(target, unit):
        return unclear(Why.OTHER_KIND)
    return _ruling(_is_within(target, value, target.value or Decimal(0)))


def _is_fit(target: Target, unit: Unit) -> bool:
    """Whether a number that is no time can be held against the target."""
    if unit.name == "%":
        return target.measure in _SHARES
    if target.measure is Measure.SCORE:
        return fold(unit.name) == fold(target.unit or "")
    return target.measure is Measure.COUNT and not unit.name.startswith("out of ")


def _bound(target: Target) -> Amount | None:
    if target.measure in {Measure.DURATION, Measure.INTERVAL}:
        return value_of(target)
    return limit_of(target) if target.measure is Measure.NOTICE else None


def _time(target: Target, measured: Amount, terms: Terms) -> Ruling:
    bound = _bound(target)
    # The shortest notice that was given decides a notice for every case; of nine in ten it says nothing.
    if bound is None or (target.measure is Measure.NOTICE and target.value != _HUNDRED):
        return unclear(Why.OTHER_KIND)
    order = compare_amounts(bound, measured, (terms.calendar, terms.calendar))
    if order is None:
        return unclear(Why.UNDECIDED)
    if target.measure is Measure.NOTICE:
        return _ruling(order > 0 or (order == 0 and not target.is_strict))
    if target.op in {">", ">="}:
        return _ruling(order > 0 or (order == 0 and target.op == ">="))
    return _ruling(order < 0 or (order == 0 and target.op != "<"))


def _is_within(target: Target, number: Decimal, bound: Decimal) -> bool:
    if target.op == ">":
        return number > bound
    if target.op == "<":
        return number < bound
    return number <= bound if target.op == "<=" else number >= bound


def _ruling(is_kept: bool) -> Ruling:
    return KEPT if is_kept else MISSED
