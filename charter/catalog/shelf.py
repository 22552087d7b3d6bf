"""The files of one charter while they are read."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TypeVar

from charter.files import Entry, list_folder, read_bytes, shown_path
from charter.reading.decode import decode
from charter.source import MAX_TEXT_BYTES, Diagnostic, Reading, SourceText, Span, diagnose

T = TypeVar("T")


class Shelf:
    """Reads files of a project and gathers what is wrong with them."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.diagnostics: list[Diagnostic] = []
        self.sources: dict[str, SourceText] = {}
        """Every text read so far, by its path as diagnostics show it."""

    def text(self, path: Path) -> SourceText | None:
        """Return the text of a file; `None`, reported, when it cannot be read."""
        data = read_bytes(self.root, path, MAX_TEXT_BYTES)
        if isinstance(data, Diagnostic):
            self.diagnostics.append(data)
            return None
        source = self.keep(decode(self.shown(path), data))
        self.sources[source.path] = source
        return source

    def entries(self, path: Path) -> tuple[Entry, ...]:
        """Return what lies in a folder, ordered by name; nothing, reported, when it cannot be listed."""
        listed = list_folder(self.root, path)
        if isinstance(listed, Diagnostic):
            self.diagnostics.append(listed)
            return ()
        return listed

    def keep(self, reading: Reading[T]) -> T:
        """Return what was read, and keep what was wrong with it."""
        self.diagnostics += reading.diagnostics
        return reading.value

    def shown(self, path: Path) -> str:
        """Return the path as diagnostics show it."""
        return shown_path(self.root, path)

    def beside(self, folder: Path, name: str, span: Span) -> Path | None:
        """Return the path of a file in `folder` that a text names; `None`, reported, when it is not there.

        The reader has refused names that lead out of the folder. `span` is what names the file; the name is looked for
        from there on.
        """
        path = folder / name
        if os.path.lexists(path):
            return path
        hint = f"write {self.shown(path)}, or take its name out"
        self.diagnostics.append(diagnose("CH131", self.span_of(name, span), f'"{name}" is not there', hint))
        return None

    def span_of(self, words: str, span: Span) -> Span:
        """Return where `words` first stand in the file of `span`, from its line on; `span` when they do not."""
        source = self.sources.get(span.path)
        if source is None or not words:
            return span
        return next(
            (
                source.span_of(words, number)
                for number in range(span.line or 1, source.line_count + 1)
                if words in source.line(number)
            ),
            span,
        )


def value_span(source: SourceText, key: str) -> Span:
    """Return where the value of a front matter key stands; the start of the file when the key does not."""
    match = re.search(rf"^{key}[ \t]*:[ \t]*[\"']?([^\n\"']*)", source.text, re.MULTILINE)
    if match is None:
        return source.span(1, 1)
    line, column = source.place(match.start(1))
    return source.span_of(match[1].strip(), line, after=column)
