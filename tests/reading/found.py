"""What a reading found, short enough to compare."""

from __future__ import annotations

from charter.source import Reading


def spots(reading: Reading[object]) -> list[tuple[str, int | None, int | None]]:
    """Return code, line and column of every diagnostic."""
    return [(found.code, found.span.line, found.span.column) for found in reading.diagnostics]


def hints(reading: Reading[object]) -> list[str | None]:
    """Return the hint of every diagnostic."""
    return [found.hint for found in reading.diagnostics]
