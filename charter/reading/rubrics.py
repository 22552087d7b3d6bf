"""Tables → rubrics, and the scale of a charter that lists no levels."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from charter.model.prose import Inline
from charter.model.text import Criterion, Rubric, Scale
from charter.reading.keywords import Keywords, fold, nearest
from charter.reading.nodes import Cell, Node, Table
from charter.reading.scale import default_expected, find_level, rising
from charter.reading.shapes import quoted
from charter.source import Diagnostic, Severity, Span, diagnose

SINGLE_POINT_LEVELS = ("short", "as described", "beyond")
_VALUE = re.compile(r"\W*\d")


def infer_scale(
    tables: Sequence[Sequence[Node]], expected: str | None, keywords: Keywords, found: list[Diagnostic]
) -> Scale:
    """Return the scale that the rubrics of a charter without `levels:` show, lowest first.

    `tables` holds the nodes of each promise. A table is taken for a rubric when it has three columns or more, stands
    right under a heading or is the promise's only table, has hardly an empty cell, and most of its cells do not begin
    with a number. The heads
    that most such tables share, the first ones where that is even, are the scale: left to right, or by the numbers
    they begin with.
    """
    shown = [table for nodes in tables for table in _candidates(nodes, keywords)]
    if not shown:
        return Scale(is_listed=False)
    counts = Counter(frozenset(map(fold, _other_heads(table))) for table in shown)
    most = max(counts.values())
    first = next(table for table in shown if counts[frozenset(map(fold, _other_heads(table)))] == most)
    levels = rising(_other_heads(first))
    names = ", ".join(levels)
    hint = f"levels: [{names}]"
    message = f"the levels {names} are taken from this rubric, lowest first; the front matter lists none"
    found.append(diagnose("CH301", first.span, message, hint))
    for table in shown:
        if not any(find_level(head, levels) for head in _other_heads(table)):
            message = f"this table is no rubric, because its heads are not the levels {names}"
            found.append(diagnose("CH301", table.span, message, hint, severity=Severity.INFO))
    wanted = find_level(expected, levels) if expected else None
    return Scale(levels=levels, expected=wanted or default_expected(levels), is_listed=False)


def read_rubric(nodes: Sequence[Node], scale: Scale, found: list[Diagnostic]) -> tuple[Node, Rubric] | None:
    """Return the first table whose other heads are all levels of the scale, read as a rubric."""
    first: tuple[Node, Rubric] | None = None
    for node in nodes:
        columns = _level_columns(node.table, scale, found) if node.table else None
        if node.table is None or columns is None:
            continue
        if first is not None:
            message = "a promise has one rubric; this second one is kept as a table"
            hint = "move its rows into the first rubric"
            found.append(diagnose("CH304", node.span, message, hint, related=(first[0].span,)))
            break
        found.extend(_missing_levels(node.table, columns, scale))
        levels = tuple(level for level in scale.levels if level in columns)
        order = [columns[level] for level in levels]
        rubric = Rubric(
            levels=levels,
            criteria=_criteria(node.table, 0, order, levels, found),
            expected=scale.expected if scale.expected in levels else None,
            head=node.table.head[0].words.text,
            span=node.span,
        )
        first = (node, rubric)
    return first


def read_single_point(nodes: Sequence[Node], keywords: Keywords, found: list[Diagnostic]) -> tuple[Node, Rubric] | None:
    """Return the first table of two to four columns, read as short, as described, beyond.

    With four columns the first names the criterion; with three, the words for "as described" name it too; with two
    they stand alone. Heads that say which column is which are believed, others are read from left to right.
    """
    tables = (node for node in nodes if node.table and 2 <= len(node.table.head) <= 4)
    node = next((node for node in tables if not _is_of_terms(node.table, keywords)), None)
    if node is None or node.table is None:
        return None
    heads = [cell.words.text for cell in node.table.head]
    places: dict[str, int] = {}
    for column, head in enumerate(heads):
        level = keywords.single_point.get(fold(head))
        if level and level not in places:
            places[level] = column
    free = [column for column in range(len(heads)) if column not in places.values()]
    name_column = free.pop(0) if len(heads) != 3 and free else None
    wanted = ("as described",) if len(heads) == 2 else SINGLE_POINT_LEVELS
    places.update(zip((level for level in wanted if level not in places), free, strict=False))
    described = places.get("as described", 0)
    rubric = Rubric(
        levels=SINGLE_POINT_LEVELS,
        criteria=_criteria(
            node.table,
            described if name_column is None else name_column,
            [places.get(level) for level in SINGLE_POINT_LEVELS],
            SINGLE_POINT_LEVELS,
            found,
            may_be_empty=True,
        ),
        expected="as described",
        is_single_point=True,
        head=heads[described if name_column is None else name_column],
        span=node.span,
    )
    return node, rubric


def joined(cells: Sequence[Inline]) -> Inline:
    """Return the words of several cells as one, a bar between them as the author wrote it."""
    if len(cells) == 1:
        return cells[0]
    return Inline(
        text=" | ".join(cell.text for cell in cells),
        html=" | ".join(cell.html for cell in cells),
        links=tuple(link for cell in cells for link in cell.links),
        span=cells[0].span if cells else Span(""),
    )


def _other_heads(table: Table) -> tuple[str, ...]:
    return tuple(cell.words.text for cell in table.head[1:])


def _is_of_terms(table: Table | None, keywords: Keywords) -> bool:
    return table is not None and keywords.is_word("term", table.head[0].words.text)


def _candidates(nodes: Sequence[Node], keywords: Keywords) -> Iterator[Table]:
    tables = [node for node in nodes if node.table]
    for before, node in zip([None, *nodes], nodes, strict=False):
        table = node.table
        if table is None or len(table.head) < 3 or _is_of_terms(table, keywords):
            continue
        heads = [fold(head) for head in _other_heads(table)]
        is_placed = len(tables) == 1 or (before is not None and before.block.level is not None)
        descriptors = [cell.words.text for row in table.rows for cell in row[1:]]
        cells = [words for words in descriptors if words]
        is_full = len(descriptors) - len(cells) <= max(1, len(descriptors) // 4)
        values = sum(1 for cell in cells if _VALUE.match(cell))
        if (
            is_placed
            and all(heads)
            and len(set(heads)) == len(heads)
            and cells
            and is_full
            and values * 2 <= len(cells)
        ):
            yield table


def _level_columns(table: Table, scale: Scale, found: list[Diagnostic]) -> dict[str, int] | None:
    """Return the column of each level, or `None` for a table that is no rubric; say so when it was meant as one."""
    columns: dict[str, int] = {}
    strangers: list[Cell] = []
    for column, cell in enumerate(table.head[1:], start=1):
        level = find_level(cell.words.text, scale.levels)
        if level is None:
            strangers.append(cell)
        elif level in columns:
            message = f'the level "{cell.words.text}" heads two columns, so the table is not read as a rubric'
            found.append(diagnose("CH306", cell.span, message, _head_row(table, scale)))
            return None
        else:
            columns[level] = column
    if not strangers:
        return columns or None
    if len(columns) > len(strangers):
        for cell in strangers:
            words = cell.words.text
            message = f"{quoted(words)} is not a level of the scale, so the table is not read as a rubric"
            found.append(diagnose("CH221", cell.span, message, nearest(words, scale.levels) or _head_row(table, scale)))
    return None


def _head_row(table: Table, scale: Scale) -> str:
    return f"| {' | '.join((table.head[0].words.text, *scale.levels))} |"


def _missing_levels(table: Table, columns: dict[str, int], scale: Scale) -> Iterator[Diagnostic]:
    missing = [level for level in scale.levels if level not in columns]
    if missing:
        names = ", ".join(f'"{level}"' for level in missing)
        message = f"the rubric has no column for {names}"
        yield diagnose("CH302", table.head[0].span, message, _head_row(table, scale))


def _criteria(
    table: Table,
    name_column: int,
    order: Sequence[int | None],
    levels: tuple[str, ...],
    found: list[Diagnostic],
    *,
    may_be_empty: bool = False,
) -> tuple[Criterion, ...]:
    criteria: list[Criterion] = []
    seen: dict[str, Span] = {}
    width = len(table.head)
    for row in table.rows:
        words = [cell.words for cell in row]
        cells = [*words[: width - 1], joined(words[width - 1 :])] if len(words) > width else words
        if not any(cell.text for cell in cells):
            continue
        name = cells[name_column] if name_column < len(cells) else Inline(text="")
        descriptors = tuple(
            cells[column] if column is not None and column < len(cells) else Inline(text="") for column in order
        )
        span = row[0].span
        if name.text and fold(name.text) in seen:
            message = f'two rows of the rubric are called "{name.text}"'
            hint = f"{name.text}, in other words"
            found.append(diagnose("CH303", span, message, hint, related=(seen[fold(name.text)],)))
        seen.setdefault(fold(name.text), span)
        if not may_be_empty:
            found.extend(_empty_cells(name, descriptors, levels, row))
        end = row[-1].span
        criteria.append(
            Criterion(
                name=name,
                descriptors=descriptors,
                span=Span(span.path, span.line, span.column, end.end_line, end.end_column),
            )
        )
    return tuple(criteria)


def _empty_cells(
    name: Inline, descriptors: Sequence[Inline], levels: tuple[str, ...], row: Sequence[Cell]
) -> Iterator[Diagnostic]:
    if not name.text:
        yield diagnose("CH308", row[0].span, "a row of the rubric does not say what it looks at", "Speed")
    for level, words in zip(levels, descriptors, strict=True):
        if not words.text:
            span = words.span if words.span.line else row[0].span
            message = f'the rubric does not say what "{level}" looks like for "{name.text}"'
            yield diagnose("CH308", span, message, f"what a customer would see at {level}")
