"""A charter as plain text: what is left without any markup, in lines that are short enough for a letter."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from charter.measure.yardsticks import Yardstick, yardstick_of
from charter.model.prose import Block, BlockKind
from charter.model.text import CharterText, Expectation, Rubric, Section

_WIDTH = 76
_LINED = frozenset({BlockKind.LIST, BlockKind.TABLE, BlockKind.CODE})


def plain_text(text: CharterText) -> str:
    """Return every word of a text, with nothing but line ends, underlines and dashes around it."""
    parts = [_headed(text.heading.text if text.heading and text.heading.text else text.title, "=")]
    parts += [words for block in text.introduction if (words := _block(block))]
    for section in text.sections:
        parts += _section(text, section)
    return "\n\n".join(parts) + "\n"


def _section(text: CharterText, section: Section) -> Iterator[str]:
    if section.title is not None:
        yield _headed(section.title.text, "-")
    for item in section.items:
        if isinstance(item, Expectation):
            yield from _promise(text, item)
        elif words := _block(item):
            yield words


def _promise(text: CharterText, promise: Expectation) -> Iterator[str]:
    yield _wrapped(f"* {promise.title.text}", indent="  ")
    yield from _blocks(promise, promise.before, text)
    fields = (
        f"{field.label}{f' ({field.segment})' if field.segment else ''}: {field.value.text}" for field in promise.fields
    )
    if lines := "\n".join(_wrapped(f"- {words}", indent="  ") for words in fields):
        yield lines
    yield from _blocks(promise, promise.after, text)


def _blocks(promise: Expectation, blocks: Iterable[Block], text: CharterText) -> Iterator[str]:
    for block in blocks:
        if block.kind is BlockKind.RUBRIC and promise.rubric:
            yield _rubric(promise.rubric, yardstick_of(text, promise))
        elif words := _block(block):
            yield words


def _rubric(rubric: Rubric, yardstick: Yardstick) -> str:
    lines = []
    for row in rubric.criteria:
        lines.append(_wrapped(f"{row.name.text}:", indent="  "))
        for level, name, cell in zip(yardstick.levels, yardstick.names, row.descriptors, strict=False):
            mark = "=" if level == yardstick.expected else "-"
            lines.append(_wrapped(f"  {mark} {name}: {cell.text}", indent="    "))
    return "\n".join(lines)


def _block(block: Block) -> str:
    lines = [line for line in block.text.split("\n") if line.strip()] if block.kind in _LINED else [block.text]
    if block.kind is BlockKind.CODE:
        return "\n".join(f"    {line}" for line in lines)
    begin = "- " if block.kind is BlockKind.LIST else ""
    return "\n".join(_wrapped(begin + line, indent=" " * len(begin)) for line in lines if line)


def _headed(words: str, line: str) -> str:
    wrapped = _wrapped(words, indent="")
    return f"{wrapped}\n{line * max(map(len, wrapped.split(chr(10))))}"


def _wrapped(words: str, *, indent: str) -> str:
    return textwrap.fill(
        words, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False, drop_whitespace=True
    )
