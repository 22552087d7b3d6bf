"""One English wording for every target that can be read."""

from __future__ import annotations

from decimal import Decimal

from charter.model.target import Clock, Measure, Target
from charter.reading.target_chunks import plain

_OPERATORS = {">=": "at least", ">": "more than", "<=": "no more than", "<": "less than"}
_STATISTICS = {"mean": "average", "median": "median"}


def write_target(target: Target) -> str:
    """Return the canonical English line of `target`: reading it gives `target` again, but for `text` and `span`.

    A target that is not computed is its own text.
    """
    if target.measure is Measure.NONE:
        return target.text
    core = _CORES[target.measure](target)
    window = _window(target.window)
    if target.measure is Measure.DEADLINE:
        return f"{core}, {window}" if window else core
    line = f"{core} {window}" if window else core
    return f"{line}, {target.condition}" if target.condition else line


def _window(window: str | None) -> str:
    if window is None:
        return ""
    if not window.startswith("rolling "):
        return f"each {window}"
    number, _, unit = window.removeprefix("rolling ").partition(" ")
    return f"in any rolling {number} {unit}{'' if number == '1' else 's'}"


def _amount(number: Decimal | None, unit: str | None, clock: Clock | None) -> str:
    value = number if number is not None else Decimal(0)
    is_default = clock is Clock.ELAPSED and unit in {"second", "minute", "hour"}
    word = "" if clock is None or is_default else f"{clock} "
    return f"{_digits(value)} {word}{unit}{'' if value == 1 else 's'}"


def _digits(number: Decimal) -> str:
    """Write `number` so that three decimals are not taken for thousands."""
    text = plain(number)
    _, dot, fraction = text.partition(".")
    return f"{text}0" if dot and len(fraction) == 3 else text


def _share(target: Target, *, leaves_out_implied: bool = True) -> str:
    of = f" of {target.of}" if target.of else ""
    if target.is_implied and leaves_out_implied:
        return f"all {target.of}" if target.of else ""
    value = target.value if target.value is not None else Decimal(100)
    operator = "" if target.op == ">=" else f"{_OPERATORS[target.op or '>=']} "
    return f"{operator}{_digits(value)}%{of}"


def _of_share(target: Target) -> str:
    share = _share(target)
    if target.threshold is None:
        return share or "every time"
    limit = "in less than" if target.is_strict else "within"
    return f"{share} {limit} {_amount(target.threshold, target.threshold_unit, target.clock)}".strip()


def _of_duration(target: Target) -> str:
    statistic = _STATISTICS.get(target.stat or "", target.stat)
    of = f" {target.of}" if target.of else ""
    return f"{statistic}{of} {_OPERATORS[target.op or '<=']} {_amount(target.value, target.unit, target.clock)}"


def _of_score(target: Target) -> str:
    statistic = "median " if target.stat == "median" else ""
    of = f"{target.of} of " if target.of else ""
    return f"{statistic}{of}{_OPERATORS[target.op or '>=']} {_digits(target.value or Decimal(0))} {target.unit}"


def _of_count(target: Target) -> str:
    value = target.value or Decimal(0)
    if value == 0 and target.op == "<=" and target.of:
        return f"no {target.of}"
    if not target.of and not target.window and target.condition is None:
        return f"{_OPERATORS[target.op or '>=']} {'twice' if value == 2 else 'once'}"
    of = f" {target.of}" if target.of else ""
    return f"{_OPERATORS[target.op or '>=']} {_digits(value)}{of}"


def _of_interval(target: Target) -> str:
    return f"every {_amount(target.value, target.unit, target.clock)}"


def _of_notice(target: Target) -> str:
    share = "" if target.is_implied else f"{_share(target, leaves_out_implied=False)} "
    least = "more than" if target.is_strict else "at least"
    return f"{share}{least} {_amount(target.threshold, target.threshold_unit, target.clock)} notice"


def _of_deadline(target: Target) -> str:
    share = "" if target.is_implied else f"{_share(target)} "
    return f"{share}{target.condition}"


def _of_level(target: Target) -> str:
    return f"{'more than ' if target.op == '>' else ''}level {target.level}{'' if target.op == '>' else ' or better'}"


_CORES = {
    Measure.SHARE: _of_share,
    Measure.DURATION: _of_duration,
    Measure.SCORE: _of_score,
    Measure.COUNT: _of_count,
    Measure.INTERVAL: _of_interval,
    Measure.NOTICE: _of_notice,
    Measure.DEADLINE: _of_deadline,
    Measure.LEVEL: _of_level,
}
