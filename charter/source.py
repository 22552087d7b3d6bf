"""Texts, places in them, what is wrong with them, and errors a user can cause.

The lowest floor: every other module may import this one, and it imports only `charter.codes`.
"""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from charter.codes import CODES

T = TypeVar("T")

MAX_TEXT_BYTES = 8_000_000
"""A larger file is not read: the longest charter we know is a hundredth of this."""


class Severity(StrEnum):
    """How much a diagnostic matters, most serious first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one file.

    Lines and columns count from 1, columns in code points; ends are exclusive. `None` means unknown.
    `path` is relative to the project and uses `/`.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file: no byte order mark, every line end a line feed."""

    path: str
    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        object.__setattr__(self, "_starts", tuple(starts))

    @property
    def line_count(self) -> int:
        """The number of lines; a text that ends with a line end counts the empty line after it."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """Return line `number`, counted from 1, without its line end; `""` outside the text."""
        if not 1 <= number <= len(self._starts):
            return ""
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[self._starts[number - 1] : end]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and column, both from 1, of the code point at `offset`."""
        line = bisect.bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def span(
        self,
        line: int | None = None,
        column: int | None = None,
        end_line: int | None = None,
        end_column: int | None = None,
    ) -> Span:
        """Return the span of this file that begins at `line` and `column`."""
        return Span(self.path, line, column, end_line, end_column)

    def span_of(self, words: str, line: int, *, after: int = 1) -> Span:
        """Return where `words` stand in `line`, not before column `after`; the start of the line when they do not."""
        at = self.line(line).find(words, after - 1) if words else -1
        if at < 0:
            return Span(self.path, line, 1)
        return Span(self.path, line, at + 1, line, at + 1 + len(words))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Something wrong in a user's file, or worth knowing about it.

    `message` quotes the offending words. `hint` is something that can be pasted. `code` is a key of
    `charter.codes.CODES`.
    """

    code: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Span, ...] = ()

    @property
    def name(self) -> str:
        """The rule's name in words, such as `target-without-unit`."""
        return CODES[self.code].name


def diagnose(
    code: str,
    span: Span,
    message: str,
    hint: str | None = None,
    *,
    severity: Severity | None = None,
    related: tuple[Span, ...] = (),
) -> Diagnostic:
    """Return a diagnostic with the usual severity of its code unless another is given."""
    return Diagnostic(code, severity or Severity(CODES[code].severity), message, span, hint, related)


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What was read from a text, and everything that was wrong with it."""

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()


class CharterError(Exception):
    """An environment problem the user can mend: shown as a sentence with a hint, never as a traceback."""

    exit_code = 3

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CharterError):
    """A command was asked for something it cannot do as asked."""

    exit_code = 2
