"""Diagnostics as the workflow commands that GitHub shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charter.report.places import whole_path
from charter.report.text import count_words, ordered, visible
from charter.source import Diagnostic, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github_lines(diagnostics: Iterable[Diagnostic], prefix: str = "") -> Iterator[str]:
    """Yield one command for each diagnostic, the most serious first, then how many there are.

    GitHub shows only the first ten of each severity, hence the order. `prefix` is the project's folder as seen from
    the top of its repository. A place has a line and a column, both from 1.
    """
    items = ordered(diagnostics)
    for severity in Severity:
        for item in items:
            if item.severity is severity:
                yield _command(item, prefix)
    yield count_words(items) or "nothing to report"


def _command(item: Diagnostic, prefix: str) -> str:
    words = visible(item.message if item.hint is None else f"{item.message}\nhint: {item.hint}")
    properties: dict[str, object] = {"file": whole_path(item.span.path, prefix)}
    if item.span.line is not None:
        properties["line"] = item.span.line
        if item.span.column is not None:
            properties["col"] = item.span.column
    properties["title"] = f"{item.code} {item.name}"
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[item.severity]} {written}::{_data(words)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(visible(words)).replace(":", "%3A").replace(",", "%2C")
