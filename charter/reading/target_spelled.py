"""Numbers above twelve in words: "thirteen", "a hundred and twenty-five", "quatre-vingt-dix"."""

from __future__ import annotations

from collections.abc import Sequence

from charter.reading.target_words import Words

_MULTIPLIERS = frozenset({12, 100, 1000})


def read_spelled(spelled: Sequence[str], at: int, words: Words) -> tuple[int, int] | None:
    """Return the number that the words from `at` on say, and where it ends; `None` where none is above twelve."""
    large = words.larger_numbers
    start = after = at + (spelled[at] in words.sets["articles"])
    total = current = 0
    is_large = False
    while pieces := _pieces(spelled, after, words, may_join=after > start):
        names, after = pieces
        for name in names:
            value = large.get(name, words.numbers.get(name, 0))
            if after == start + 1 and start > at and not (name in large and value in _MULTIPLIERS):
                return None
            is_large = is_large or name in large
            if name not in large or value not in _MULTIPLIERS:
                current += value
            elif value < 1000:
                current = max(current, 1) * value
            else:
                total, current = total + max(current, 1) * value, 0
    return (total + current, after) if is_large else None


def _pieces(spelled: Sequence[str], at: int, words: Words, *, may_join: bool) -> tuple[list[str], int] | None:
    """Return the number words in the word at `at`, or after an "and" there, and where they end."""
    if at >= len(spelled):
        return None
    if may_join and spelled[at] in words.sets["number_joints"]:
        return _pieces(spelled, at + 1, words, may_join=False)
    names: list[str] = []
    parts = [part for part in spelled[at].split("-") if part not in words.sets["number_joints"]]
    index = 0
    while index < len(parts):
        two = "-".join(parts[index : index + 2])
        name = two if two in words.larger_numbers else parts[index]
        if name not in words.larger_numbers and name not in words.numbers:
            return None
        names.append(name)
        index += name.count("-") + 1
    return (names, at + 1) if names else None
