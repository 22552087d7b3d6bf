"""The shapes that front matter values have, and what to say when they have another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.reading.keywords import nearest
from charter.reading.nodes import Items, Mapping, Scalar, Value
from charter.source import Diagnostic, Span, diagnose


def as_written(value: Value) -> str:
    """Return a front matter value on one line, as a person would write it."""
    if isinstance(value, Scalar):
        return value.text
    if isinstance(value, Items):
        return f"[{', '.join(map(as_written, value.values))}]"
    return "{" + ", ".join(f"{entry.key}: {as_written(entry.value)}" for entry in value.entries) + "}"


def quoted(words: str) -> str:
    """Return words between quotation marks, on one line, cut where a message would grow too long."""
    line = " ".join(words.split())
    return f'"{line[:77]}…"' if len(line) > 80 else f'"{line}"'


def text_of(mapping: Mapping, key: str, found: list[Diagnostic], example: str) -> str:
    """Return the words of a key that holds words; `""` when it is absent or holds something else."""
    value = mapping.get(key)
    return "" if value is None else words_of(value, key, found, example)


def words_of(value: Value, key: str, found: list[Diagnostic], example: str) -> str:
    """Return the words of a value that must be words, on one line; `""` when it is something else."""
    if isinstance(value, Scalar):
        return " ".join(value.text.split())
    kind = "a list" if isinstance(value, Items) else "a mapping"
    message = f"{quoted(as_written(value))} is {kind}, but {key} holds words"
    found.append(diagnose("CH106", value.span, message, example))
    return ""


def list_of(value: Value, key: str, found: list[Diagnostic], example: str) -> tuple[Scalar, ...]:
    """Return the items of a value that must be a list of words. Words with commas are read as one."""
    if isinstance(value, Scalar):
        parts = _split(value)
        if parts:
            hint = f"{key}: [{', '.join(part.text for part in parts)}]"
            found.append(diagnose("CH106", value.span, f'"{value.text}" is not a list', hint))
        return parts
    if isinstance(value, Mapping):
        found.append(diagnose("CH106", value.span, f"{quoted(as_written(value))} is not a list", example))
        return ()
    items: list[Scalar] = []
    for item in value.values:
        if isinstance(item, Scalar) and item.text.strip():
            items.append(item)
        else:
            found.append(diagnose("CH106", item.span, f"{quoted(as_written(item))} is not a word or a name", example))
    return tuple(items)


def unknown_keys(mapping: Mapping, known: Sequence[str], owner: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each key that `owner` does not have."""
    for entry in mapping.entries:
        if entry.key not in known:
            close = nearest(entry.key, known)
            message = f'"{entry.key}" is not a key of {owner}'
            hint = f"{close}: {as_written(entry.value)}" if close else f"{owner} has {', '.join(known)}"
            yield diagnose("CH102", entry.key_span, message, hint)


def inside(scalar: Scalar, offset: int, length: int) -> Span:
    """Return the place of words inside a scalar; the whole scalar when it goes over several lines."""
    span = scalar.span
    if span.column is None or span.end_line not in (None, span.line):
        return span
    begin = span.column + offset + scalar.is_quoted
    return Span(span.path, span.line, begin, span.line, begin + length)


def is_inside_folder(name: str) -> bool:
    """Whether a file that a text names lies beside it or below, on every system."""
    return not (name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"))


def _split(value: Scalar) -> tuple[Scalar, ...]:
    parts = []
    at = 0
    for part in value.text.split(","):
        words = part.strip()
        if words:
            begin = value.text.index(words, at)
            parts.append(Scalar(text=words, span=inside(value, begin, len(words))))
        at += len(part) + 1
    return tuple(parts)
