"""Tables as GitHub reads them, with the place of every cell, and no cell dropped.

markdown-it-py's own rule drops the cells that a row has beyond its head, and does not say in which column a cell is.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.rules_block import StateBlock

_DELIMITERS = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_PIPE = re.compile(r"(?<!\\)\|")
_DIRECTIVE = re.compile(r"<!--\s*charter:(?:(?!-->)[^\0]){0,2000}-->[ \t]*")
_LAST_DIRECTIVE = re.compile(r"(?<=\|)[ \t]*<!--[ \t]*charter:(?:(?!-->).)*-->[ \t]*$")


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table as one `table_open` token, one `inline` token for each cell, and `table_close`.

    `table_open.meta` has `aligns`; a cell's `meta` has its `row` (0 is the head), and `start` and `end`, offsets into
    the text.
    """
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    if state.is_code_block(start) or state.is_code_block(start + 1):
        return False
    aligns = _aligns(_line(state, start + 1))
    if aligns is None:
        return False
    head = _cells(state, start)
    if len(head) != len(aligns) or "|" not in _line(state, start):
        return False
    if silent:
        return True

    parent, state.parentType = state.parentType, "table"
    opening = state.push("table_open", "table", 1)
    opening.meta = {"aligns": aligns}
    _push_row(state, head, start, 0)
    terminators = state.md.block.ruler.getRules("blockquote")
    line = start + 2
    row = 1
    while line < end and not state.isEmpty(line):
        if state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if (below := _below_directive(state, line, end)) > line:
            line = below
            continue
        if any(rule(state, line, end, True) for rule in terminators):  # noqa: FBT003
            break
        _push_row(state, _cells(state, line), line, row)
        row += 1
        line += 1
    opening.map = [start, line]
    state.push("table_close", "table", -1)
    state.parentType = parent
    state.line = line
    return True


def broken_head(lines: Sequence[str]) -> tuple[int, int, int] | None:
    """Return where, in a paragraph, a table was meant whose line of dashes does not fit its head.

    That is the index of its head in `lines`, and how many columns the head and the dashes have.
    """
    for index, (head, dashes) in enumerate(pairwise(lines)):
        if "|" in head and (aligns := _aligns(dashes.strip())) is not None:
            columns = len(_PIPE.findall(head.strip().removeprefix("|").removesuffix("|"))) + 1
            return index, columns, len(aligns)
    return None


def _line(state: StateBlock, line: int) -> str:
    words = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    return _LAST_DIRECTIVE.sub("", words) if words.endswith("-->") else words


def _below_directive(state: StateBlock, line: int, end: int) -> int:
    """Return the line below a `<!-- charter: … -->` that has its lines to itself; `line` when none begins there."""
    match = _DIRECTIVE.match(state.src, state.bMarks[line] + state.tShift[line])
    if match is None:
        return line
    below = line + match[0].count("\n") + 1
    return below if below <= end and match.end() == state.eMarks[below - 1] else line


def _aligns(words: str) -> list[str] | None:
    """Return how each column is aligned, or `None` where the line is not the one below a table's head."""
    # "-" followed by a blank is a list item, not a delimiter.
    if words[:1] not in ("|", "-", ":") or len(words) < 2 or (words[0] == "-" and words[1] in " \t"):
        return None
    if not _DELIMITERS.fullmatch(words):
        return None
    aligns = []
    for cell in words.strip().strip("|").split("|"):
        mark = cell.strip()
        side = (mark[0] == ":", mark[-1] == ":")
        aligns.append({(True, True): "center", (False, True): "right", (True, False): "left"}.get(side, ""))
    return aligns


def _cells(state: StateBlock, line: int) -> list[tuple[int, int]]:
    """Return where the cells of a row begin and end, without the blanks around their words."""
    src = state.src
    first = state.bMarks[line] + state.tShift[line]
    last = first + len(_line(state, line))
    while last > first and src[last - 1] in " \t":
        last -= 1
    edges = [match.start() for match in _PIPE.finditer(src, first, last)]
    starts, ends = [first, *(edge + 1 for edge in edges)], [*edges, last]
    if edges and edges[0] == first:
        del starts[0], ends[0]
    if edges and edges[-1] == last - 1 and starts:
        del starts[-1], ends[-1]
    cells = []
    for begin, finish in zip(starts, ends, strict=True):
        words = src[begin:finish]
        stripped = words.strip(" \t")
        at = begin + (len(words) - len(words.lstrip(" \t")) if stripped else min(1, len(words)))
        cells.append((at, at + len(stripped)))
    return cells


def _push_row(state: StateBlock, cells: list[tuple[int, int]], line: int, row: int) -> None:
    for start, end in cells:
        token = state.push("inline", "", 0)
        token.map = [line, line + 1]
        token.content = state.src[start:end].replace("\\|", "|")
        token.meta = {"row": row, "start": start, "end": end}
