"""What the words of a ticket system mean in a charter: `[measure.first-reply.segments]` in the settings."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any

from charter.config.places import setting_span
from charter.config.rules import kind_of
from charter.source import Diagnostic, Reading, SourceText, diagnose

_EXAMPLE = '[measure.first-reply.segments]\nP1 = "outages"\n"*" = "everything else"'


def read_segments(source: SourceText, table: tuple[str, ...], tables: Any) -> Reading[dict[str, dict[str, str]]]:
    """Return, by the ref of a promise, which label of a target each word stands for; `*` is every other word."""
    found: list[Diagnostic] = []
    segments = {}
    for ref, values in _tables(source, table, tables, found):
        path = (*table, ref)
        for key, words in _tables(source, path, values, found):
            if key != "segments":
                near = difflib.get_close_matches(key, ["segments"], n=1)
                hint = 'did you mean "segments"?' if near else _EXAMPLE
                found.append(diagnose("CH141", setting_span(source, *path, key), f'"{key}" is not a setting', hint))
                continue
            segments[ref] = dict(_labels(source, (*path, key), words, found))
    return Reading(segments, tuple(found))


def _labels(
    source: SourceText, path: tuple[str, ...], words: Any, found: list[Diagnostic]
) -> Iterator[tuple[str, str]]:
    for word, label in _tables(source, path, words, found):
        if isinstance(label, str) and label.strip():
            yield word, label.strip()
            continue
        message = f'"{word}" stands for {kind_of(label) if label else "nothing"}, and must for the label of a target'
        found.append(diagnose("CH140", setting_span(source, *path, word), message, _EXAMPLE))


def _tables(
    source: SourceText, path: tuple[str, ...], value: Any, found: list[Diagnostic]
) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from value.items()
        return
    message = f'"{path[-1]}" is {kind_of(value)}, and must be a table'
    found.append(diagnose("CH140", setting_span(source, *path), message, _EXAMPLE))
