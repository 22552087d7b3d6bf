"""Front matter: the YAML between two lines of `---` at the start of a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from charter.reading.nodes import Entry, FrontMatter, Items, Mapping, Scalar
from charter.source import Diagnostic, Reading, SourceText, diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from charter.reading.nodes import Value
    from charter.reading.yamltree import YamlError

_OPENING = re.compile(r"---[ \t]*")
_CLOSING = re.compile(r"(?:---|\.\.\.)[ \t]*")
_KEY_LINE = re.compile(r"""([^\s#:'"\[\]{},&*!|>%@`-][^:#\n]*?|"[^"\n]*"|'[^'\n]*')[ \t]*:(?:[ \t]+|$)""")
HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]|$)")
_TOML_FENCE = re.compile(r"\+\+\+[ \t]*")


def read_front_matter(source: SourceText) -> Reading[FrontMatter]:
    """Return the front matter of a text, every scalar as text with its place, and where the body begins.

    Where a part of it is not YAML, that part is reported (CH105) and the rest is read; so are blank lines above it, and
    a closing `---` that is missing. A text that begins with `---` but holds no keys there has no front matter: it is
    all Markdown.
    """
    opening = next((n for n in range(1, source.line_count + 1) if source.line(n).strip()), 1)
    first = opening + 1
    has_key = _begins_with_key(source, first)
    if not _OPENING.fullmatch(source.line(opening)) or (opening > 1 and not has_key):
        return Reading(_none(source), _toml(source))
    remarks = [_blank_above(source, opening)] if opening > 1 else []
    end = next((n for n in range(first, source.line_count + 1) if _CLOSING.fullmatch(source.line(n))), None)
    body = end and end + 1
    if end is None and has_key:
        end = body = _end_of_keys(source, first)
        remarks.append(_unclosed(source, opening, end))
    if end is None or body is None:
        return Reading(_none(source))
    offset = sum(len(source.line(number)) + 1 for number in range(1, first))
    text = "".join(source.line(number) + "\n" for number in range(first, end))
    value, diagnostics = _read(source, offset, text)
    diagnostics = remarks + diagnostics
    last = max(end - 1, first)
    whole = source.span(first, 1, last, len(source.line(last)) + 1)
    if value is None:
        return Reading(FrontMatter(mapping=Mapping(entries=(), span=whole), body_line=body), tuple(diagnostics))
    if not isinstance(value, Mapping):
        words = next((source.line(n).strip() for n in range(first, end) if source.line(n).strip()), "")
        span = source.span_of(words, first) if words == source.line(first).strip() else whole
        message = f'"{words[:60]}" between the two lines of --- is not "key: value", so it is shown as text'
        found = diagnose("CH105", span, message, "title: The name of this charter")
        return Reading(_none(source), (*diagnostics, found))
    return Reading(FrontMatter(mapping=value, body_line=body), tuple(diagnostics))


def _none(source: SourceText) -> FrontMatter:
    return FrontMatter(mapping=Mapping(entries=(), span=source.span(1, 1)), body_line=1, is_present=False)


def _toml(source: SourceText) -> tuple[Diagnostic, ...]:
    is_toml = _TOML_FENCE.fullmatch(source.line(1)) and any(
        _TOML_FENCE.fullmatch(source.line(number)) for number in range(2, source.line_count + 1)
    )
    if not is_toml:
        return ()
    from charter.source import Severity

    message = '"+++" begins TOML front matter of another tool, which is shown as code and not read'
    hint = "---\ntitle: The name of this charter\n---"
    return (diagnose("CH105", source.span(1, 1, 1, 4), message, hint, severity=Severity.INFO),)


def _blank_above(source: SourceText, opening: int) -> Diagnostic:
    from charter.source import Severity

    message = f'front matter begins with "---" in line 1, and here in line {opening}; it is read all the same'
    hint = f'delete the blank lines above "---" in line {opening}'
    return diagnose("CH105", source.span(opening, 1, opening, 4), message, hint, severity=Severity.WARNING)


def _begins_with_key(source: SourceText, first: int) -> bool:
    number = next((n for n in range(first, min(source.line_count, first + 20) + 1) if source.line(n).strip()), 0)
    return bool(number and _KEY_LINE.match(source.line(number)))


def _end_of_keys(source: SourceText, first: int) -> int:
    """Return the line after the keys that begin at `first` and are never closed."""
    at = next(n for n in range(first, source.line_count + 1) if source.line(n).strip())
    while source.line(at).strip() and not HEADING.match(source.line(at)):
        at += 1
    return at


def _unclosed(source: SourceText, opening: int, end: int) -> Diagnostic:
    """Say that keys follow a `---` that is never closed; without keys it is a rule across the page."""
    last = source.line(end - 1).strip()[:60]
    message = f'front matter begins here but is not closed; it is read as far as "{last}"'
    return diagnose("CH105", source.span(opening, 1, opening, 4), message, f'put a line "---" after "{last}"')


def _read(source: SourceText, offset: int, text: str) -> tuple[Value | None, list[Diagnostic]]:
    from charter.reading.yamltree import Tree, YamlError

    tree = Tree(source, offset, text)
    try:
        return tree.read(), tree.diagnostics
    except YamlError as error:
        entries: dict[str, Entry] = {}
        diagnostics: list[Diagnostic] = []
        for at, part in _parts(text):
            _read_part(source, offset + at, part, entries, diagnostics)
        if not any(found.code == "CH105" for found in diagnostics):
            diagnostics.insert(0, _complaint(source, offset, text, error))
        span = tree.span(0, len(text))
        if not entries:
            return Items(values=(), span=span), diagnostics
        return Mapping(entries=tuple(entries.values()), span=span), diagnostics


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Cut YAML that is broken somewhere into its top-level keys, each with the lines that belong to it."""
    start = at = 0
    for line in text.splitlines(keepends=True):
        if at > start and _KEY_LINE.match(line):
            yield start, text[start:at]
            start = at
        at += len(line)
    if at > start:
        yield start, text[start:at]


def _read_part(
    source: SourceText, offset: int, text: str, entries: dict[str, Entry], diagnostics: list[Diagnostic]
) -> None:
    """Read one top-level key, or keep its first line as text."""
    from charter.reading.yamltree import Tree, YamlError

    tree = Tree(source, offset, text)
    try:
        value = tree.read()
        found = value.entries if isinstance(value, Mapping) else ()
        diagnostics += tree.diagnostics
        if value is not None and not found:
            message = f'"{text.strip()[:60]}" is not "key: value"'
            diagnostics.append(diagnose("CH105", value.span, message, f"note: {text.strip().splitlines()[0][:60]}"))
    except YamlError as error:
        diagnostics.append(_complaint(source, offset, text, error))
        entry = _first_line(source, offset, text)
        found = (entry,) if entry else ()
    for entry in found:
        first = entries.setdefault(entry.key, entry)
        if first is not entry:
            message = f'"{entry.key}" stands twice; the first one, in line {first.key_span.line}, is read'
            hint = f'delete one of the two "{entry.key}:" lines'
            diagnostics.append(diagnose("CH103", entry.key_span, message, hint, related=(first.key_span,)))


def _first_line(source: SourceText, offset: int, text: str) -> Entry | None:
    words = text.split("\n", 1)[0]
    match = _KEY_LINE.match(words)
    if match is None:
        return None
    line, column = source.place(offset)
    value = words[match.end() :].strip()
    begin = column + match.end()
    return Entry(
        key=match[1].strip("\"'"),
        key_span=source.span(line, column, line, column + len(match[1])),
        value=Scalar(text=value, span=source.span(line, begin, line, begin + len(value))),
    )


def _complaint(source: SourceText, offset: int, text: str, error: YamlError) -> Diagnostic:
    """Say in plain words what is wrong with a piece of YAML, and what to write instead."""
    at = min(error.offset, len(text.rstrip()))
    line, column = source.place(offset + at)
    words = source.line(line)
    key = _KEY_LINE.match(words.lstrip(" -"))
    value = words.lstrip(" -")[key.end() :].strip() if key else words.strip()
    quoted = '"' + value.strip("\"'").replace("\\", "\\\\").replace('"', '\\"') + '"'
    hint = f"{key[1]}: {quoted}" if key else quoted
    if "\t" in words[: len(words) - len(words.lstrip())] or "'\\t'" in error.problem:
        problem, hint = "a tab stands where YAML wants blanks", "indent with blanks: " + words.strip()
    elif "levels deep" in error.problem:
        problem, hint = error.problem, "write it flatter"
    elif "document" in error.problem:
        problem, hint = "a second YAML document begins here", "delete this line"
    elif value[:1] in ("'", '"') and value.count(value[0]) > 1:
        problem = f"the quoted words end at the second {value[0]}, before the end of the value"
    elif "mapping values are not allowed" in error.problem:
        problem = "a second colon makes YAML look for a mapping"
    elif value[:1] in ("'", '"', "[", "{"):
        problem = f"the {value[0]} is never closed"
    elif value[:1] in tuple("@`%&*!|>]},"):
        problem = f"a value that begins with {value[0]} needs quotes"
    else:
        problem = "YAML cannot read this"
    shown = words.strip()[:60] or text.strip()[:60]
    return diagnose("CH105", source.span(line, column), f'"{shown}": {problem}', hint)
