"""Blanks at the ends of lines, and the end of the last line."""

from __future__ import annotations

from collections.abc import Iterator

from charter.check.fix.edits import Edit
from charter.reading.frontmatter import read_front_matter
from charter.source import SourceText


def take_out_blanks(source: SourceText) -> Iterator[Edit]:
    """Yield edits that take blanks from the ends of lines below the front matter.

    Two blanks that break a line stay, and so does everything in code.
    """
    kept, last = _lines_of_blocks(source)
    at = 0
    for number in range(1, source.line_count + 1):
        line = source.line(number)
        words = line.rstrip(" \t")
        is_last = number in last or not source.line(number + 1).strip()
        if words != line and number not in kept and not _is_break(line, words, is_last=is_last):
            yield Edit(at + len(words), at + len(line), "")
        at += len(line) + 1


def end_last_line(source: SourceText) -> Iterator[Edit]:
    """Yield the edit that ends the last line."""
    if source.text and not source.text.endswith("\n"):
        yield Edit(len(source.text), len(source.text), "\n")


def _is_break(line: str, words: str, *, is_last: bool) -> bool:
    """Whether the blanks mean something, or the backslash before them would; in a block's last line they do not."""
    return words.endswith("\\") or (bool(words) and not is_last and line.endswith("  "))


def _lines_of_blocks(source: SourceText) -> tuple[set[int], set[int]]:
    """Return the lines that are front matter or code, and those that end a paragraph, a heading or a row."""
    from charter.reading.parser import TOO_DEEP, parse

    above = read_front_matter(source).value.body_line - 1
    lines = source.text.split("\n")
    tokens, _ = parse("\n".join(lines[above:]))
    kept, last = set(range(1, above + 1)), set[int]()
    for token in tokens:
        if token.map and token.type in ("fence", "code_block", TOO_DEEP):
            kept.update(range(token.map[0] + above + 1, token.map[1] + above + 1))
        elif token.map and token.type == "inline":
            last.add(token.map[1] + above)
        elif token.map and token.type == "table_open":
            last.update(range(token.map[0] + above + 1, token.map[1] + above + 1))
    return kept, last
