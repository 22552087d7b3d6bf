"""The order of front matter keys."""

from __future__ import annotations

from collections.abc import Iterator

from charter.check.fix.anatomy import Anatomy
from charter.check.fix.edits import Edit, lines_edit
from charter.source import SourceText

KEY_ORDER = (
    "title", "language", "translates", "translations", "parties", "audience", "agreement", "review", "levels",
    "expected", "calendar", "standards", "notice", "feedback", "visibility",
)  # fmt: skip
"""Keys that stand nowhere in it follow, as they stand."""
_BROKEN = frozenset({"CH103", "CH104", "CH105"})


def order_keys(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield the edit that puts the keys of a charter's front matter in order; the comments above a key go with it."""
    source, entries = anatomy.source, anatomy.front.mapping.entries
    lines = [entry.key_span.line or 0 for entry in entries]
    is_plain = all(entry.key_span.column == 1 for entry in entries) and lines == sorted(set(lines))
    if not anatomy.is_charter or not is_plain or any(item.code in _BROKEN for item in anatomy.diagnostics):
        return
    ranks = [KEY_ORDER.index(entry.key) if entry.key in KEY_ORDER else len(KEY_ORDER) for entry in entries]
    if ranks == sorted(ranks):
        return
    opening = next(number for number in range(1, source.line_count + 1) if source.line(number).strip())
    starts = [_with_comments(source, line, above=opening) for line in lines]
    if detached := [at for at in range(starts[0], lines[0]) if not source.line(at).strip()]:
        # What is said at the top, an empty line above the first key, is said of all of them.
        starts[0] = detached[-1] + 1
    end = anatomy.front.body_line - 2
    while end > lines[-1] and _is_aside(source.line(end)):
        end -= 1
    chunks = [
        "\n".join(source.line(number) for number in range(start, last + 1))
        for start, last in zip(starts, [*(start - 1 for start in starts[1:]), end], strict=True)
    ]
    order = sorted(range(len(chunks)), key=lambda at: ranks[at])
    yield lines_edit(source, starts[0], end, "\n".join(chunks[at] for at in order))


def _with_comments(source: SourceText, line: int, above: int) -> int:
    while line - 1 > above and _is_aside(source.line(line - 1)):
        line -= 1
    return line


def _is_aside(line: str) -> bool:
    return not line.strip() or line.startswith("#")
