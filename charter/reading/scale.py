"""Levels: which one a name means, which one is expected, which one is lowest."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from charter.reading.keywords import fold

_NUMBER = re.compile(r"\(?(\d{1,3})\)?\s*[.):–—-]?\s+(?=\S)")


def find_level(name: str, levels: tuple[str, ...]) -> str | None:
    """Return the level that `name` means: any case and blanks, with or without its number."""
    names = _level_names(levels)
    wanted = fold(name)
    return names.get(wanted) or names.get(_without_number(wanted))


def default_expected(levels: tuple[str, ...]) -> str | None:
    """Return the level agreed where none is named: the last but one of four or more, the last of three or fewer."""
    return levels[-2 if len(levels) >= 4 else -1] if levels else None


def rising(heads: tuple[str, ...]) -> tuple[str, ...]:
    """Return level names lowest first: by the numbers they all begin with, else as they stand."""
    numbers = [int(match[1]) for head in heads if (match := _NUMBER.match(head))]
    if len(set(numbers)) == len(heads):
        return tuple(head for _, head in sorted(zip(numbers, heads, strict=True)))
    return heads


@lru_cache(maxsize=64)
def _level_names(levels: tuple[str, ...]) -> dict[str, str]:
    bare = Counter(_without_number(fold(level)) for level in levels)
    names = {_without_number(fold(level)): level for level in levels if bare[_without_number(fold(level))] == 1}
    names.update({fold(level): level for level in levels})
    return names


def _without_number(words: str) -> str:
    return _NUMBER.sub("", words, count=1) if _NUMBER.match(words) else words
