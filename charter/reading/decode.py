"""Bytes of a file → its text, with line ends made equal and every oddity reported."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from charter.source import MAX_TEXT_BYTES, Diagnostic, Reading, SourceText, diagnose

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_PLACES = 20
_UTF_16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BAD_BYTES = re.compile("[\udc80-\udcff]+")
_MIDDLE = "======="
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")


def decode(path: str, data: bytes) -> Reading[SourceText]:
    r"""Return the text of a file: UTF-8 without byte order mark, line ends as `\n`, nothing lost but what is no text.

    Each byte that is not UTF-8 becomes one U+FFFD, as does NUL, so that columns stay true. A file of more than
    `MAX_TEXT_BYTES` gives an empty text.
    """
    if len(data) > MAX_TEXT_BYTES:
        source = SourceText(path, "")
        message = f"the file has {len(data):,} bytes, more than the {MAX_TEXT_BYTES:,} that are read"
        hint = "keep long records in CSV files, and link to attachments instead of pasting them"
        return Reading(source, (diagnose("CH122", source.span(1, 1), message, hint),))
    for mark, encoding in _UTF_16:
        if data.startswith(mark):
            return _from_utf_16(path, data[len(mark) :], encoding)
    try:
        text = data.decode("utf-8")
        bad: list[tuple[int, bytes]] = []
    except UnicodeDecodeError:
        escaped = _with_equal_line_ends(data.decode("utf-8", "surrogateescape")).removeprefix("\ufeff")
        bad = [(m.start(), m[0].encode("utf-8", "surrogateescape")) for m in _BAD_BYTES.finditer(escaped)]
        text = _BAD_BYTES.sub(lambda run: "\ufffd" * len(run[0]), escaped)
    text = _with_equal_line_ends(text).removeprefix("\ufeff")
    source, diagnostics = _without_nul(path, text)
    return Reading(source, (*_bad_bytes(source, bad), *diagnostics, *_merge_conflicts(source)))


def _with_equal_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _from_utf_16(path: str, data: bytes, encoding: str) -> Reading[SourceText]:
    text = _with_equal_line_ends(data.decode(encoding, "replace"))
    source, diagnostics = _without_nul(path, text)
    hint = f"iconv -f UTF-16 -t UTF-8 {path} > utf8.tmp && mv utf8.tmp {path}"
    first = diagnose("CH120", source.span(1, 1), "the file is UTF-16, not UTF-8", hint)
    return Reading(source, (first, *diagnostics, *_merge_conflicts(source)))


def _without_nul(path: str, text: str) -> tuple[SourceText, tuple[Diagnostic, ...]]:
    count = text.count("\0")
    source = SourceText(path, text.replace("\0", "\ufffd") if count else text)
    if not count:
        return source, ()
    line, column = source.place(text.index("\0"))
    noun = "a NUL byte" if count == 1 else f"{count} NUL bytes, the first of them"
    hint = "save the file as UTF-8 text; NUL bytes often mean that it is UTF-16 or not a text at all"
    return source, (diagnose("CH121", source.span(line, column, line, column + 1), f"{noun} here", hint),)


def _bad_bytes(source: SourceText, bad: list[tuple[int, bytes]]) -> list[Diagnostic]:
    found = []
    for offset, run in bad[:_MOST_PLACES]:
        line, column = source.place(offset)
        shown = " ".join(f"{byte:02X}" for byte in run[:8])
        meant = run[:8].decode("cp1252", "replace")
        message = f'"{shown}" is not UTF-8; read as Windows-1252 it would be "{meant}"'
        hint = f"iconv -f WINDOWS-1252 -t UTF-8 {source.path} > utf8.tmp && mv utf8.tmp {source.path}"
        found.append(diagnose("CH120", source.span(line, column, line, column + len(run)), message, hint))
    if len(bad) > _MOST_PLACES:
        line, column = source.place(bad[_MOST_PLACES][0])
        message = f"{len(bad) - _MOST_PLACES} more places from here on are not UTF-8"
        found.append(diagnose("CH120", source.span(line, column), message, "save the whole file as UTF-8"))
    return found


def _merge_conflicts(source: SourceText) -> list[Diagnostic]:
    """Find the marks that git leaves, outside fenced code.

    A row of `=` alone is the underline of a heading and `>>>>>>> ` alone is a quote, so only `<<<<<<< `, or
    `>>>>>>> ` somewhere below a bare `=======`, counts.
    """
    if "<<<<<<< " not in source.text and ">>>>>>> " not in source.text:
        return []
    conflicts: list[list[int]] = []
    marks: list[int] = []
    for number, words in _outside_fences(source.text):
        if words.startswith("<<<<<<< "):
            if marks and source.line(marks[0]) != _MIDDLE:
                conflicts.append(marks)
            marks = [number]
        elif words == _MIDDLE:
            # Only the last of many underlines can be half of a conflict.
            marks = [*marks, number] if marks and source.line(marks[0]) != _MIDDLE else [number]
        elif words.startswith(">>>>>>> ") and marks:
            conflicts.append([*marks, number])
            marks = []
    if marks and source.line(marks[0]) != _MIDDLE:
        conflicts.append(marks)
    found = [_conflict(source, marks) for marks in conflicts[:_MOST_PLACES]]
    if len(conflicts) > _MOST_PLACES:
        message = f"{len(conflicts) - _MOST_PLACES} more merge conflicts from here on"
        place = source.span(conflicts[_MOST_PLACES][0], 1)
        found.append(diagnose("CH123", place, message, f"git checkout --merge -- {source.path}, and begin again"))
    return found


def _outside_fences(text: str) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, words in enumerate(text.split("\n"), 1):
        match = _FENCE.match(words)
        if match and not fence:
            fence = match[1]
        elif match and match[1].startswith(fence) and not match[2].strip():
            fence = ""
        if not fence:
            yield number, words


def _conflict(source: SourceText, marks: list[int]) -> Diagnostic:
    first, *others = (source.span(line, 1, line, len(source.line(line)) + 1) for line in marks)
    message = f'"{source.line(marks[0])[:60]}" is the mark of a merge conflict'
    hint = "keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
    return diagnose("CH123", first, message, hint, related=tuple(others))
