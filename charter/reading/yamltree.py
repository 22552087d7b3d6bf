"""YAML → values whose scalars are text as written, each with its place; nothing is resolved, nothing recurses.

This module imports PyYAML; import it late.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from charter.reading.nodes import Entry, Items, Mapping, Scalar
from charter.source import Diagnostic, SourceText, Span, diagnose

if TYPE_CHECKING:
    from charter.reading.nodes import Value

MAX_DEPTH = 50

# The C parser is seven times as fast, and not everywhere; both give the same events.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class YamlError(Exception):
    """The text is not YAML, or more of it than we read; `offset` counts from the start of the parsed text."""

    def __init__(self, problem: str, offset: int) -> None:
        super().__init__(problem)
        self.problem = problem
        self.offset = offset


@dataclass(slots=True)
class _Open:
    """A mapping or a sequence whose end has not been seen; in a mapping, keys and values take turns."""

    is_mapping: bool
    start: int
    values: list[Value] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The value of one YAML text that begins at `offset` of a file, and what was odd about it."""

    source: SourceText
    offset: int
    text: str
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self) -> Value | None:
        """Return the value, or `None` where there is none. Raises `YamlError` where the text is not YAML."""
        try:
            return self._read()
        except yaml.reader.ReaderError as error:
            raise YamlError("a sign that YAML cannot hold", int(error.position)) from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise YamlError(str(error.problem or error.context), mark.index if mark else 0) from None

    def span(self, start: int, end: int) -> Span:
        """Return the place of a stretch of the parsed text."""
        line, column = self.source.place(self.offset + start)
        end_line, end_column = self.source.place(self.offset + max(start, end))
        return self.source.span(line, column, end_line, end_column)

    def _read(self) -> Value | None:
        root: Value | None = None
        stack: list[_Open] = []
        event: Any
        for event in yaml.parse(_UNPRINTABLE.sub("\ufffd", self.text), Loader=_LOADER):
            start, end = event.start_mark.index, event.end_mark.index
            made: Value
            if isinstance(event, yaml.CollectionStartEvent):
                self._refuse_anchor_and_tag(event, start)
                if len(stack) == MAX_DEPTH:
                    raise YamlError(f"nested more than {MAX_DEPTH} levels deep", start)
                stack.append(_Open(isinstance(event, yaml.MappingStartEvent), start))
                continue
            if isinstance(event, yaml.CollectionEndEvent):
                made = self._close(stack.pop(), end)
            elif isinstance(event, yaml.ScalarEvent):
                self._refuse_anchor_and_tag(event, start)
                text = _LONE_SURROGATE.sub("\ufffd", event.value)
                made = Scalar(text=text, span=self.span(start, end), is_quoted=event.style in ("'", '"'))
            elif isinstance(event, yaml.AliasEvent):
                self._refuse(f"*{event.anchor}", start, end)
                made = Scalar(text=f"*{event.anchor}", span=self.span(start, end))
            elif isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise YamlError("a second document begins", start)
            else:
                continue
            if stack:
                stack[-1].values.append(made)
            else:
                root = made
        return root

    def _close(self, opened: _Open, end: int) -> Value:
        last = self.text[opened.start : end].rstrip()
        span = self.span(opened.start, opened.start + len(last))
        if not opened.is_mapping:
            return Items(values=tuple(opened.values), span=span)
        entries: dict[str, Entry] = {}
        for key, value in zip(opened.values[::2], opened.values[1::2], strict=True):
            entry = Entry(key=self._key(key), key_span=key.span, value=value)
            first = entries.setdefault(entry.key, entry)
            if first is not entry:
                message = f'"{entry.key}" stands twice; the first one, in line {first.key_span.line}, is read'
                hint = f'delete one of the two "{entry.key}:" lines'
                self.diagnostics.append(diagnose("CH103", key.span, message, hint, related=(first.key_span,)))
        return Mapping(entries=tuple(entries.values()), span=span)

    def _key(self, key: Value) -> str:
        if isinstance(key, Scalar):
            if key.text == "<<" and not key.is_quoted:
                message = '"<<" merges another mapping into this one in YAML; here it is a key like any other'
                self.diagnostics.append(diagnose("CH104", key.span, message, "write the keys out"))
            return key.text
        start = (key.span.line or 1, key.span.column or 1)
        end = (key.span.end_line or 1, key.span.end_column or 1)
        words = " ".join(_between(self.source, start, end).split())
        message = f'"{words[:60]}" is a list or a mapping and cannot be a key'
        self.diagnostics.append(diagnose("CH105", key.span, message, "write one word or a few, then a colon"))
        return words

    def _refuse_anchor_and_tag(self, event: Any, start: int) -> None:
        if event.anchor:
            self._refuse(f"&{event.anchor}", start, start + len(event.anchor) + 1)
        if event.tag and event.tag != "!":
            at = self.text.find("!", start)
            written = (re.match(r"!\S*", self.text[at:]) if at >= 0 else None) or re.match("", "")
            words = written[0] if written else event.tag
            message = f'"{words}" is a tag, which is not read; what follows is kept as it is written'
            span = self.span(max(at, start), max(at, start) + len(words))
            self.diagnostics.append(diagnose("CH105", span, message, f'delete "{words}"'))

    def _refuse(self, words: str, start: int, end: int) -> None:
        message = f'"{words}" is an anchor or alias, which is not read'
        hint = "write the value out in each place"
        self.diagnostics.append(diagnose("CH104", self.span(start, end), message, hint))


def _between(source: SourceText, start: tuple[int, int], end: tuple[int, int]) -> str:
    if start[0] == end[0]:
        return source.line(start[0])[start[1] - 1 : end[1] - 1]
    middle = [source.line(line) for line in range(start[0] + 1, end[0])]
    return "\n".join([source.line(start[0])[start[1] - 1 :], *middle, source.line(end[0])[: end[1] - 1]])
