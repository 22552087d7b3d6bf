"""What must not change unnoticed in wording: numbers, sums of money, negations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from charter.compare.numbers import ONE, Value, values_of
from charter.compare.tokens import Token, keys
from charter.compare.vocabulary import Vocabulary


def is_other_number(
    before: Sequence[Token], after: Sequence[Token], vocabulary: Vocabulary, *, units: bool = True
) -> bool:
    """Whether a number or a sum of money came, went, changed, or now stands with another word.

    A unit that no number counts, as in "every month", may come or go; with `units` it
    may not stand for another amount.
    """
    (old, old_units), (new, new_units) = values_of(before, vocabulary), values_of(after, vocabulary)
    gone = Counter(value for value, _ in old) - Counter(value for value, _ in new)
    come = Counter(value for value, _ in new) - Counter(value for value, _ in old)
    units_gone, units_come = (Counter(units) for units in (old_units, new_units))
    units_gone, units_come = units_gone - units_come, units_come - units_gone
    gone, units_come = gone - units_come, units_come - gone
    come, units_gone = come - units_gone, units_gone - come
    for values, own, others in ((gone, before, after), (come, after, before)):
        _drop_articles(values, own, others, vocabulary)
        _drop_named_times(values, own, others, vocabulary)
    if gone or come or (units and units_gone and units_come):
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
    """Take out what is only "one visit" on one side and "a visit" on the other."""
    spare = sum(key in vocabulary.articles for key in keys(others)) - sum(
        key in vocabulary.articles for key in keys(own)
    )
    values[ONE] -= max(0, min(spare, values[ONE]))
    if not values[ONE]:
        del values[ONE]


def _drop_named_times(
    values: Counter[Value], own: Sequence[Token], others: Sequence[Token], vocabulary: Vocabulary
) -> None:
    """Take out what is only "12:00" on one side and "noon" on the other."""
    named = Counter(vocabulary.named_times.get(key) for key in keys(others))
    named.subtract(vocabulary.named_times.get(key) for key in keys(own))
    for value in list(values):
        if len(value) == 1 and named[value[0]] >= values[value] > 0:
            del values[value]
