"""The numbers of a wording and what they measure, however they are written: "2 hours", "two hours", "120 minutes"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from charter.compare.tokens import Token, keys
from charter.compare.vocabulary import Vocabulary

_FAMILIES = {
    "second": ("s", 1),
    "minute": ("s", 60),
    "hour": ("s", 3600),
    "day": ("s", 86_400),
    "week": ("s", 604_800),
    "month": ("m", 1),
    "quarter": ("m", 3),
    "year": ("m", 12),
}
_TIMES = frozenset({"s", "m", "business s", "business m", "business day", "business week"})
_SIGNS = {"%": "%", "‰": "‰"}
_CALENDAR_CLOCKS = frozenset({"calendar", "clock", "calendaire", "calendaires"})
_DAY = 86_400
_ONE = "一"
"""Part of many words that are no numbers."""

Value = tuple[str, ...]
"""What a number says: its amount and what it is an amount of, so that 2 hours and 120 minutes are one value."""

ONE: Value = ("1",)
"""One of anything, as it may be written with an article."""


def values_of(words: Sequence[Token], vocabulary: Vocabulary) -> tuple[list[tuple[Value, str]], list[Value]]:
    """Return every number with what it measures, each with the word after it, and the units that stand without one.

    "Every month", "a month" and "monthly" are such units; "within a month" is a number.
    """
    found: list[tuple[Value, str]] = []
    units: list[Value] = []
    said = keys(words)
    at = 0
    while at < len(said):
        read = _time(said, at, vocabulary) or _fraction(words, said, at, vocabulary)
        unit = None if read else _unit(words, said, at, vocabulary)
        if unit is not None and not (said[at] in vocabulary.articles and at and said[at - 1] in vocabulary.within):
            units.extend(unit[0])
            at += unit[1]
            continue
        values, width = read or unit or _amount(said, at, vocabulary)
        end = at + width
        found.extend((value, said[end] if end < len(said) else "") for value in values)
        at = end
    return found, units


_Read = tuple[list[Value], int]
"""What begins at a word, and how many words it takes."""


def _unit(words: Sequence[Token], said: Sequence[str], at: int, vocabulary: Vocabulary) -> _Read | None:
    """Read a unit of time that no number counts; the words that it takes are those before the unit."""
    if said[at] in vocabulary.adverbs:
        family, size = _FAMILIES[vocabulary.adverbs[said[at]]]
        return [(str(size), family)], 1
    for width in (2, 1):
        number = vocabulary.each.get(tuple(said[at : at + width]))
        after = said[at + width : at + width + 3]
        if number is None or not after:
            continue
        value = _value(number, "", after, vocabulary)
        is_last = len(after) == 1 or words[at + width + 1].is_first_in_clause
        if value[-1] not in _TIMES or (after[0] in vocabulary.ordinals and not is_last):
            # "A second letter" is no time.
            continue
        return [value], width
    return None


def _time(said: Sequence[str], at: int, vocabulary: Vocabulary) -> _Read | None:
    """Read a time of day: 9am, 2.30 p.m., 14 h 30; `None` where none begins here."""
    match = re.fullmatch(r"(\d{1,2})(?:[.:](\d{2}))?", said[at])
    if match is None:
        return None
    hour, minute, width = int(match[1]), int(match[2] or 0), 1
    for size in (1, 2):
        more = vocabulary.halves_of_day.get(tuple(said[at + 1 : at + 1 + size]))
        if more is not None and 1 <= hour <= 12:
            return [_clock(hour % 12 + more, minute)], 1 + size
    named = vocabulary.named_times.get(said[at + 1]) if at + 1 < len(said) else None
    if named == _clock(hour, minute)[0]:
        # "12 noon" is noon: a word, until the other text has a number for it.
        return [], 2
    after = "".join(said[at + 1 : at + 3])
    sign = next((sign for sign in vocabulary.hour_signs if re.match(rf"{re.escape(sign)}\d\d$", after)), None)
    if sign is not None and match[2] is None and hour <= 24:
        width += 2 if said[at + 1] == sign else 1
        return [_clock(hour, int(after[-2:]))], width
    return ([_clock(hour, minute)], 1) if ":" in said[at] and hour <= 24 and minute < 60 else None


def _clock(hour: int, minute: int) -> Value:
    return (f"{hour % 24}:{minute}",)


def _fraction(words: Sequence[Token], said: Sequence[str], at: int, vocabulary: Vocabulary) -> _Read | None:
    """Read a part of a whole, "a third of it", "half an hour": as a share, or as an amount of time."""
    sign = _sign(said[at])
    if sign is not None and sign < 1:
        return [_part(sign, said[at + 1 : at + 5], vocabulary)], 1
    is_one = said[at] in vocabulary.articles or said[at] in vocabulary.wholes
    number, width = (Decimal(1), 1) if is_one else _number(said, at, vocabulary)
    if not isinstance(number, Decimal):
        return None
    if at + width < len(said) and _is_part(words, at + width, number, vocabulary):
        number *= vocabulary.fractions[said[at + width]]
        width += 1
    elif said[at] not in vocabulary.fractions or said[at] not in vocabulary.numbers or width > 1:
        return None
    return [_part(number, said[at + width : at + width + 4], vocabulary)], width


def _part(number: Decimal, after: Sequence[str], vocabulary: Vocabulary) -> Value:
    """Return what a part is a part of: of an hour, so many seconds; of anything else, a share."""
    while len(after) > 1 and (after[0] in vocabulary.of or after[0] in vocabulary.articles):
        after = after[1:]
    value = _value(number, "", after, vocabulary)
    return value if len(value) > 1 and value[-1] in {"s", "m"} else (_written(round(number * 100, 4)), "%")


def _is_part(words: Sequence[Token], at: int, number: Decimal, vocabulary: Vocabulary) -> bool:
    """Whether a word is a part of a whole, and no ordinal ("the third ring") and no unit ("three quarters")."""
    key = words[at].key
    if key not in vocabulary.fractions or words[at].is_first_in_clause:
        return False
    if key in vocabulary.numbers:
        return number == 1
    is_last = at + 1 == len(words) or words[at + 1].is_first_in_clause
    if not is_last and words[at + 1].key in vocabulary.of:
        return True
    return key not in vocabulary.units and (is_last or number > 1)


def _amount(said: Sequence[str], at: int, vocabulary: Vocabulary) -> _Read:
    """Read a number with what it measures; one word and no value where none begins here."""
    key = said[at]
    if key in vocabulary.spans:
        return [_days(vocabulary.spans[key])], 1
    number, width = _number(said, at, vocabulary)
    if number is None:
        return [(_written(sign),) for sign in _signs(key)], 1
    after = said[at + width : at + width + 3]
    if isinstance(number, Decimal) and after and after[0] in vocabulary.spans:
        return [_days(number * vocabulary.spans[after[0]])], width + 1
    return [_value(number, said[at - 1] if at else "", after, vocabulary)], width


def _days(number: Decimal) -> Value:
    return _written(number * _DAY), "s"


def _number(said: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[Decimal | str | None, int]:
    """Return the number that begins here and how many words it takes; a name with digits, as "P1", is its own."""
    key = said[at]
    if key[0].isdigit():
        return _with_half(said, at, _figure(key, vocabulary), 1, vocabulary)
    if any(letter.isdigit() for letter in key):
        return key, 1
    if key not in vocabulary.numbers and key not in vocabulary.dozens:
        return None, 1
    number, width = vocabulary.numbers.get(key) or vocabulary.dozens.get(key, Decimal(0)), 1
    while at + width < len(said):
        word = said[at + width]
        if word in vocabulary.dozens:
            number *= vocabulary.dozens[word]
        elif word not in vocabulary.numbers:
            break
        else:
            more = vocabulary.numbers[word]
            if more >= 100 > number or (more >= 1000 > number >= 100):
                number *= more
            elif (20 <= number % 100 <= 90 and 0 < more < 10) or number >= 100 > more:
                number += more
            else:
                break
        width += 1
    return _with_half(said, at, number, width, vocabulary)


def _with_half(
    said: Sequence[str], at: int, number: Decimal | str, width: int, vocabulary: Vocabulary
) -> tuple[Decimal | str, int]:
    """Add "½" or "and a half" to a number that stands before it."""
    rest = said[at + width : at + width + 3]
    if not isinstance(number, Decimal) or not rest:
        return number, width
    part = _sign(rest[0])
    if part is not None and part < 1:
        return number + part, width + 1
    if rest[0] in vocabulary.ands and len(rest) > 1:
        skipped = 1 + (rest[1] in vocabulary.articles)
        half = rest[skipped] if len(rest) > skipped else ""
        if half in vocabulary.fractions and half in vocabulary.numbers:
            return number + vocabulary.numbers[half], width + skipped + 1
    return number, width


def _figure(key: str, vocabulary: Vocabulary) -> Decimal | str:
    plain = key.replace(" ", "")
    thousands = "," if vocabulary.decimal == "." else "."
    plain = re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", plain).replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return plain


def _signs(key: str) -> list[Decimal]:
    """Return the numbers within a word of a script whose numbers are words or signs: 五日, Ⅳ, ½."""
    if key.isascii():
        return []
    found: list[Decimal] = []
    for run in re.findall(r"[^\W\d]+", key):
        number: list[Decimal] = []
        for letter in [*run, ""]:
            sign = _sign(letter) if letter else None
            if sign is not None:
                number.append(sign)
            elif number:
                found.append(_joined(number))
                number = []
    return [] if key.count(_ONE) and found == [Decimal(1)] else found


def _sign(letter: str) -> Decimal | None:
    """Return the number that a sign is which is no digit."""
    if len(letter) != 1 or letter.isascii():
        return None
    number = unicodedata.numeric(letter, None)
    return None if number is None else round(Decimal(number), 4)


def _joined(signs: Sequence[Decimal]) -> Decimal:
    """Return the number that signs are together: 二百五十 is 250, 二〇 is 20."""
    if all(sign < 10 for sign in signs):
        return Decimal("".join(map(_written, signs))) if len(signs) > 1 else signs[0]
    total = part = digit = Decimal(0)
    for sign in signs:
        if sign < 10:
            digit = sign
        elif sign < 10_000:
            part += (digit or 1) * sign
            digit = Decimal(0)
        else:
            total += (part + digit or 1) * sign
            part = digit = Decimal(0)
    return total + part + digit


def _value(number: Decimal | str, before: str, after: Sequence[str], vocabulary: Vocabulary) -> Value:
    if isinstance(number, str):
        return (number,)
    written = _written(number)
    if currency := vocabulary.money.get(before) or (vocabulary.money.get(after[0]) if after else None):
        return written, currency
    if after and (after[0] in _SIGNS or after[0] in vocabulary.percent):
        return written, _SIGNS.get(after[0], "%")
    if tuple(after[:2]) == ("per", "cent"):
        return written, "%"
    clocked = after and after[0] in vocabulary.clocks
    after = [_bare(word, vocabulary) for word in after]
    unit = vocabulary.units.get(after[1]) if clocked and len(after) > 1 else None
    clock = "" if not clocked or after[0] in _CALENDAR_CLOCKS else "business "
    unit = unit or (vocabulary.units.get(after[0]) if after else None)
    if unit is None and len(after) > 1 and after[1] in vocabulary.clocks:
        unit = vocabulary.units.get(after[0])
    if unit is None:
        return (written,)
    family, size = _FAMILIES[unit]
    if clock and family == "s" and size >= _DAY:
        family, size = unit, 1
    return _written(number * size), clock + family


def _bare(word: str, vocabulary: Vocabulary) -> str:
    """Return a word without the ending of a possessive: "a week's notice"."""
    for ending in vocabulary.possessives:
        word = word.removesuffix(ending)
    return word


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f")
