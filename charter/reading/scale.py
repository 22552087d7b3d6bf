"""Levels: which one a name means, which one is expected, which one is lowest."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from charter.model.text import Scale
from charter.reading.keywords import fold, nearest
from charter.reading.nodes import Mapping
from charter.reading.shapes import list_of, quoted, text_of
from charter.source import Diagnostic, diagnose

_NUMBER = re.compile(r"\(?(\d{1,3})\)?\s*[.):–—-]?\s+(?=\S)")


def read_scale(mapping: Mapping, found: list[Diagnostic]) -> Scale:
    """Return what `levels` and `expected` say. Without levels, `expected` is kept for the scale that rubrics show."""
    value = mapping.get("levels")
    levels: dict[str, str] = {}
    example = "levels: [Not yet, Getting there, Met, Above and beyond]"
    for item in list_of(value, "levels", found, example) if value is not None else ():
        name = " ".join(item.text.split())
        if fold(name) in levels:
            message = f'the level "{name}" stands twice on the scale'
            rest = ", ".join(levels.values())
            found.append(diagnose("CH306", item.span, message, f"levels: [{rest}]"))
        else:
            levels[fold(name)] = name
    names = tuple(levels.values())
    wanted = text_of(mapping, "expected", found, "expected: Met")
    if not names:
        return Scale(expected=wanted or None, is_listed=False)
    expected = find_level(wanted, names) if wanted else None
    if wanted and expected is None:
        at = mapping.get("expected") or mapping
        hint = f"expected: {nearest(wanted, names) or default_expected(names)}"
        message = f"{quoted(wanted)} is not on the scale: {', '.join(names)}"
        found.append(diagnose("CH305", at.span, message, hint))
    return Scale(levels=names, expected=expected or default_expected(names))


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
