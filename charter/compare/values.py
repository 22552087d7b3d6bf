"""What must not change unnoticed in wording: numbers, sums of money, negations."""

from __future__ import annotations

import re
from collections import Counter
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
_SIGNS = {"%": "%", "‰": "‰"}

Value = tuple[str, ...]
"""What a number says: its amount and what it is an amount of, so that 2 hours and 120 minutes are one value."""

_ONES: frozenset[Value] = frozenset(
    {
        ("1",),
        *((str(size), family) for family, size in _FAMILIES.values()),
        *(("1", f"business {unit}") for unit in ("day", "week")),
        ("3600", "business s"),
    }
)
"""One of anything, as it may be written with an article."""


def is_other_number(before: Sequence[Token], after: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether a number or a sum of money came, went, changed, or now stands with another word."""
    old, new = _values(before, vocabulary), _values(after, vocabulary)
    gone = Counter(value for value, _ in old) - Counter(value for value, _ in new)
    come = Counter(value for value, _ in new) - Counter(value for value, _ in old)
    _drop_articles(gone, before, after, vocabulary)
    _drop_articles(come, after, before, vocabulary)
    if gone or come:
        return True
    if _is_other_ordinal(before, after, vocabulary):
        return True
    return [value for value, _ in old] != [value for value, _ in new] and _is_swapped(old, new)


_SHORTEST_STEM = 3
"""Letters that a word has at the least to be negated by a prefix: "into" is not "to" with one, "unit" not "it"."""


def is_other_negation(before: Sequence[Token], after: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether a negating word or prefix came, went, or now stands before another word."""
    old, new = _negations(before, vocabulary), _negations(after, vocabulary)
    if Counter(word for word, _ in old) != Counter(word for word, _ in new):
        return True
    was, now = keys(before), keys(after)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    if any(word in now for _, word in gone) and any(word in was for _, word in come):
        return True
    bare, other = Counter(was) - Counter(now), Counter(now) - Counter(was)
    return _has_prefix(bare, other, vocabulary) or _has_prefix(other, bare, vocabulary)


def _has_prefix(bare: Counter[str], prefixed: Counter[str], vocabulary: Vocabulary) -> bool:
    """Whether a word that went came back with a negating prefix; "non-urgent" is read as two words."""
    if any(prefix in prefixed for prefix in vocabulary.hyphened_prefixes):
        return True
    return any(
        word.startswith(prefix) and word.removeprefix(prefix) in bare and len(word) >= len(prefix) + _SHORTEST_STEM
        for word in prefixed
        if word not in vocabulary.lookalikes
        for prefix in vocabulary.prefixes
    )


def _negations(words: Sequence[Token], vocabulary: Vocabulary) -> list[tuple[str, str]]:
    found = [*keys(words), ""]
    return [(word, found[at + 1]) for at, word in enumerate(found) if word in vocabulary.negations]


def _is_swapped(old: Sequence[tuple[object, str]], new: Sequence[tuple[object, str]]) -> bool:
    """Whether a word of both lists is joined to another value now."""
    was = {word: value for value, word in old if word}
    return any(word in was and was[word] != value and (value, word) not in old for value, word in new)


def _is_other_ordinal(before: Sequence[Token], after: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether one of "first", "third" … stands for another; one that only came or went may be mere wording."""
    old = Counter(vocabulary.ordinals[key] for key in keys(before) if key in vocabulary.ordinals)
    new = Counter(vocabulary.ordinals[key] for key in keys(after) if key in vocabulary.ordinals)
    return bool(old - new) and bool(new - old)


def _drop_articles(
    values: Counter[Value], own: Sequence[Token], others: Sequence[Token], vocabulary: Vocabulary
) -> None:
    """Take out what is only "one day" on one side and "a day" on the other."""
    spare = sum(key in vocabulary.articles for key in keys(others)) - sum(
        key in vocabulary.articles for key in keys(own)
    )
    for value in [value for value in values if value in _ONES]:
        taken = max(0, min(spare, values[value]))
        spare -= taken
        values[value] -= taken
        if not values[value]:
            del values[value]


def _values(words: Sequence[Token], vocabulary: Vocabulary) -> list[tuple[Value, str]]:
    """Return every number with what it measures, each with the word after it."""
    found: list[tuple[Value, str]] = []
    at = 0
    while at < len(words):
        number, width = _number(words, at, vocabulary)
        if number is None:
            at += 1
            continue
        before = words[at - 1].key if at else ""
        after = keys(words[at + width : at + width + 3])
        found.append((_value(number, before, after, vocabulary), after[0] if after else ""))
        at += width
    return found


def _number(words: Sequence[Token], at: int, vocabulary: Vocabulary) -> tuple[Decimal | str | None, int]:
    """Return the number that begins here and how many words it takes; a name with digits, as "P1", is its own."""
    key = words[at].key
    if key[0].isdigit():
        return _figure(key, vocabulary), 1
    if any(letter.isdigit() for letter in key):
        return key, 1
    if key not in vocabulary.numbers:
        return None, 1
    number, width = vocabulary.numbers[key], 1
    while at + width < len(words) and words[at + width].key in vocabulary.numbers:
        more = vocabulary.numbers[words[at + width].key]
        if more >= 100 > number or (more >= 1000 > number >= 100):
            number *= more
        elif (20 <= number % 100 <= 90 and 0 < more < 10) or number >= 100 > more:
            number += more
        else:
            break
        width += 1
    return number, width


def _figure(key: str, vocabulary: Vocabulary) -> Decimal | str:
    if ":" in key:
        return ":".join(part.lstrip("0") or "0" for part in key.split(":"))
    plain = key.replace(" ", "")
    thousands = "," if vocabulary.decimal == "." else "."
    plain = re.sub(rf"{re.escape(thousands)}(?=\d{{3}}(?!\d))", "", plain).replace(",", ".")
    try:
        return Decimal(plain)
    except InvalidOperation:
        return plain


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
    unit = vocabulary.units.get(after[1]) if clocked and len(after) > 1 else None
    clock = "" if not clocked or after[0] in {"calendar", "clock", "calendaire", "calendaires"} else "business "
    unit = unit or (vocabulary.units.get(after[0]) if after else None)
    if unit is None and len(after) > 1 and after[1] in vocabulary.clocks:
        unit = vocabulary.units.get(after[0])
    if unit is None:
        return (written,)
    family, size = _FAMILIES[unit]
    if clock and family == "s" and size >= 86_400:
        family, size = unit, 1
    return _written(number * size), clock + family


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f")
