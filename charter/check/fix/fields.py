"""The fields of promises: refs written down, one kind of bullet, one order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.check.fix.anatomy import Anatomy
from charter.check.fix.edits import Edit, line_start, lines_edit
from charter.check.waivers import waive
from charter.config import Config
from charter.model.charter import Charter
from charter.model.text import FieldKey
from charter.reading.nodes import ListItem, Node
from charter.reading.sections import Promise, field_key, is_field_list, promised_key

FIELD_ORDER = (
    FieldKey.TARGET, FieldKey.MEASURED, FieldKey.OWNER, FieldKey.KIND, FieldKey.DIMENSION, FieldKey.ALIGNED_TO,
    FieldKey.BASIS, FieldKey.STATUS, FieldKey.ASKED_BY, FieldKey.DEPENDS_ON, FieldKey.REMEDY, FieldKey.EXCEPT,
    FieldKey.LIVES_UP_TO, FieldKey.LOOKS_LIKE, FieldKey.RUBRIC, FieldKey.WITHDRAW_ON,
)  # fmt: skip
"""Who promises stands before these; fields we do not know, `Was` and `Ref` after them."""
_PROMISED_ORDER = ("promised_by", "promised_to")
_LAST = (None, FieldKey.WAS, FieldKey.REF)
_ITEM = re.compile(r"(?P<mark>[ \t]*[-*+][ \t]+)(?P<label>.*?)(?P<colon>[ \u00a0\u202f]?[:：])")


def write_refs(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield edits that write down the ref of each promise whose heading gave it, unless that is waived.

    It becomes the last field; where there are no fields, a list of its own below all else.
    """
    for promise, fields, ref in _unwritten(anatomy):
        yield _ref_edit(anatomy, promise, fields, ref)


def write_refs_in_headings(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield edits that write refs into the headings of promises without fields, where no list can follow."""
    for promise, fields, ref in _unwritten(anatomy):
        place = promise.heading.heading.span if promise.heading.heading else promise.heading.span
        if fields is None and place.end_line == place.line:
            at = line_start(anatomy.source, place.line or 1) + (place.end_column or 1) - 1
            yield Edit(at, at, f" {{#{ref}}}")


def _unwritten(anatomy: Anatomy) -> Iterator[tuple[Promise, Node | None, str]]:
    """Yield each promise whose ref its heading gives, its fields, and that ref.

    A translation's refs are those of its original, so its headings give none.
    """
    found = [item for item in anatomy.diagnostics if item.code == "CH203"]
    if not found or anatomy.text.translates is not None:
        return
    alone = Charter(id="", folder=None, text=None, fingerprint=None, sources={anatomy.source.path: anatomy.source})
    lines = {item.span.line for item in waive(found, [alone], Config()) if item.code == "CH203"}
    for (promise, fields), expectation in zip(anatomy.promises(), anatomy.text.expectations, strict=True):
        if expectation.span.line in lines:
            yield promise, fields, expectation.ref


def _ref_edit(anatomy: Anatomy, promise: Promise, fields: Node | None, ref: str) -> Edit:
    source = anatomy.source
    label = anatomy.keywords.labels[FieldKey.REF]
    if fields is not None:
        last = fields.items[-1]
        like = _ITEM.match(source.line(last.span.line or 1))
        mark, colon = (like["mark"], like["colon"]) if like else ("- ", ":")
        end = last.span.end_line or last.span.line or 1
        line = f"{mark}{label}{colon} {ref}"
    else:
        below = promise.nodes[-1] if promise.nodes else promise.heading
        end = below.span.end_line or below.span.line or 1
        line = f"\n- {label}: {ref}"
    at = line_start(source, end) + len(source.line(end))
    return Edit(at, at, f"\n{line}")


def straighten_bullets(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield edits that make the bullets of field lists, and of the lines that say who promises, hyphens."""
    for node in _field_lists(anatomy):
        for item in node.items:
            at = line_start(anatomy.source, item.span.line or 1) + (item.span.column or 1) - 1
            if anatomy.source.text[at] in "*+":
                yield Edit(at, at + 1, "-")


def _field_lists(anatomy: Anatomy) -> Iterator[Node]:
    """Yield the fields of promises, and the lists that say for a whole section who promises."""
    fields = {node.span.line for _, node in anatomy.promises() if node}
    for node in anatomy.nodes:
        says_who = any(promised_key(item, anatomy.keywords) for item in node.items)
        if node.span.line in fields or (says_who and is_field_list(node, anatomy.keywords)):
            yield node


def order_fields(anatomy: Anatomy) -> Iterator[Edit]:
    """Yield edits that put fields in order; what stands twice keeps its order among its own."""
    for node in _field_lists(anatomy):
        ranks = [_rank(item, anatomy) for item in node.items]
        if ranks != sorted(ranks) and not _has_comment_line(anatomy, node):
            chunks = [_lines_of(anatomy, item, node, at) for at, item in enumerate(node.items)]
            order = sorted(range(len(chunks)), key=lambda at, ranks=ranks: ranks[at])  # type: ignore[misc]
            for (first, last, text), at in zip(chunks, order, strict=True):
                if chunks[at][2] != text:
                    yield lines_edit(anatomy.source, first, last, chunks[at][2])


def _rank(item: ListItem, anatomy: Anatomy) -> tuple[int, int]:
    key = field_key(item, anatomy.keywords)
    if promised := promised_key(item, anatomy.keywords):
        return 0, _PROMISED_ORDER.index(promised)
    return (1, FIELD_ORDER.index(key)) if key in FIELD_ORDER else (2, _LAST.index(key))


def _lines_of(anatomy: Anatomy, item: ListItem, node: Node, at: int) -> tuple[int, int, str]:
    """Return the first and the last line of an item that are not blank, and what stands there."""
    first = item.span.line or 1
    below = node.items[at + 1].span.line if at + 1 < len(node.items) else (node.span.end_line or first) + 1
    last = (below or first + 1) - 1
    while last > first and not anatomy.source.line(last).strip():
        last -= 1
    return first, last, "\n".join(anatomy.source.line(number) for number in range(first, last + 1))


def _has_comment_line(anatomy: Anatomy, node: Node) -> bool:
    """Whether a comment has a line of the list to itself: it keeps its place."""
    lines = range(node.span.line or 1, (node.span.end_line or 1) + 1)
    return any(anatomy.source.line(number).lstrip().startswith("<!--") for number in lines)
