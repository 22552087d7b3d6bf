"""Tables whose columns stand below each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from charter.check.fix.anatomy import Anatomy
from charter.check.fix.edits import Edit, lines_edit
from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from charter.reading.nodes import Node
from charter.source import SourceText

WIDEST = 120
"""A table that would be wider keeps one blank on either side of its cells, which nobody could line up anyway."""
_PIPE = re.compile(r"(?<!\\)\|")
_COMMENT = re.compile(r"(?<=\|)[ \t]*<!--[ \t]*charter:(?:(?!-->).)*-->[ \t]*$")
_DASHES = re.compile(r"(:?)-+(:?)")


def align_own_tables(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield edits that align rubrics and tables of terms; other tables are prose, which is never rearranged."""
    rubrics = {promise.rubric.span.line for promise in anatomy.text.expectations if promise.rubric}
    for node in anatomy.nodes:
        is_terms = node.table is not None and anatomy.keywords.is_word("term", node.table.head[0].words.text)
        if node.table and (is_terms or node.span.line in rubrics):
            yield from _align(anatomy.source, node)


def align_record_tables(source: SourceText) -> Iterator[Edit]:
    """Yield edits that align every table of a record."""
    body_line = read_front_matter(source).value.body_line
    for node in read_nodes(source, body_line).value:
        if node.table:
            yield from _align(source, node)


def _align(source: SourceText, node: Node) -> Iterator[Edit]:
    first, last = node.span.line or 1, node.span.end_line or 1
    lines = [source.line(number) for number in range(first, last + 1)]
    aligned = aligned_lines(lines)
    if aligned is not None and aligned != lines:
        yield from (
            lines_edit(source, number, number, new)
            for number, (old, new) in enumerate(zip(lines, aligned, strict=True), first)
            if old != new
        )


def aligned_lines(lines: Sequence[str]) -> list[str] | None:
    """Return the lines of a table with its columns aligned; `None` for one that is not whole.

    Whole is a table whose every line begins and ends with a bar and has as many cells as its head.
    """
    rows: list[list[str]] = []
    asides: list[str] = []
    for line in lines:
        aside = _COMMENT.search(line)
        bare = (line[: aside.start()] if aside else line).strip(" \t")
        edges = [match.start() for match in _PIPE.finditer(bare)]
        if len(edges) < 2 or edges[0] != 0 or edges[-1] != len(bare) - 1:
            return None
        rows.append([bare[at + 1 : end].strip(" \t") for at, end in pairwise(edges)])
        asides.append(f" {aside[0].strip()}" if aside else "")
    sides = [_DASHES.fullmatch(cell) for cell in rows[1]] if len(rows) > 1 else []
    if not sides or any(len(row) != len(rows[0]) for row in rows):
        return None
    marks = [(bool(side and side[1]), bool(side and side[2])) for side in sides]
    widths = [max(3, *(display_width(row[at]) for row in (rows[0], *rows[2:]))) for at in range(len(rows[0]))]
    is_wide = sum(widths) + 3 * len(widths) + 1 > WIDEST
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip(" "))]
    done = []
    for number, row in enumerate(rows):
        if number == 1:
            cells = _dashes(marks, [3] * len(widths) if is_wide else [width + 2 for width in widths])
        else:
            cells = [
                f" {cell} " if is_wide else f" {_padded(cell, width, mark)} "
                for cell, width, mark in zip(row, widths, marks, strict=True)
            ]
        done.append(f"{indent}|{'|'.join(cells)}|{asides[number]}")
    return done


def _dashes(marks: Iterable[tuple[bool, bool]], widths: Iterable[int]) -> list[str]:
    return [
        f"{':' if left else '-'}{'-' * (width - 2)}{':' if right else '-'}"
        for (left, right), width in zip(marks, widths, strict=True)
    ]


def _padded(cell: str, width: int, mark: tuple[bool, bool]) -> str:
    missing = width - display_width(cell)
    if mark == (True, True):
        return " " * (missing // 2) + cell + " " * (missing - missing // 2)
    return " " * missing + cell if mark == (False, True) else cell + " " * missing


def display_width(words: str) -> int:
    """Return how many columns of a terminal the words take: two for wide letters, none for marks that combine."""
    return sum(
        0
        if unicodedata.combining(sign) or unicodedata.category(sign) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(sign) in "WF"
        else 1
        for sign in words
    )
