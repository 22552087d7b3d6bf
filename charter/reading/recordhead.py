"""The front matter of a record, and the nodes below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from charter.reading.nodes import Mapping, Node
from charter.reading.shapes import text_of, unknown_keys
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, SourceText, Span, diagnose


@dataclass(frozen=True, slots=True)
class RecordParts:
    """A record as read: front matter, body, and the list that its reader adds diagnostics to."""

    mapping: Mapping
    nodes: tuple[Node, ...]
    found: list[Diagnostic]

    def text(self, key: str, example: str) -> str:
        """Return the words of a front matter key; `""` where there are none. `example` is a hint to paste."""
        return text_of(self.mapping, key, self.found, example)

    def date(self, key: str) -> date | None:
        """Return the day that a front matter key names. One that cannot be read is reported."""
        words = self.text(key, f"{key}: 2026-01-05")
        if not words:
            return None
        day = parse_date(words)
        if isinstance(day, Refusal):
            self.found.append(diagnose("CH406", self.span(key), f"{key}: {day.message}", day.hint))
            return None
        return day

    def span(self, key: str) -> Span:
        """Return where the value of a front matter key stands; the front matter where it has none."""
        value = self.mapping.get(key)
        return value.span if value else self.mapping.span


def read_parts(source: SourceText, keys: Sequence[str], owner: str) -> RecordParts:
    """Return the parts of a record. `owner` names its kind for messages: "a sign-off".

    A kind without keys of its own is not asked about those it has.
    """
    front = read_front_matter(source)
    body = read_nodes(source, front.value.body_line)
    unknown = unknown_keys(front.value.mapping, keys, owner) if keys else ()
    found = [*front.diagnostics, *unknown, *body.diagnostics]
    return RecordParts(front.value.mapping, body.value, found)
