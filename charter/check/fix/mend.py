"""One file mended: every repair in turn, and none that would change what the file says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from charter.check.fix.anatomy import Anatomy, take_apart
from charter.check.fix.edits import Edit, with_edits
from charter.check.fix.fields import order_fields, straighten_bullets, write_refs, write_refs_in_headings
from charter.check.fix.keys import order_keys
from charter.check.fix.spaces import end_last_line, take_out_blanks
from charter.check.fix.tables import align_own_tables, align_record_tables
from charter.model.fingerprint import expectation_fingerprint, fingerprint, text_digest
from charter.model.text import CharterText, Expectation, FieldKey
from charter.reading.decode import decode
from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from charter.site.links import text_anchors
from charter.source import SourceText

_MOST_ATTEMPTS = 100
_MOST_ROUNDS = 10
_UNREADABLE = frozenset({"CH120", "CH121", "CH122", "CH123", "CH124"})


class Repair(NamedTuple):
    """What a repair did, in words, and the function that finds its edits."""

    words: str
    find: Callable[[Anatomy], Iterable[Edit]]


REPAIRS = (
    Repair("blanks at line ends taken out", lambda anatomy: take_out_blanks(anatomy.source)),
    Repair("last line ended", lambda anatomy: end_last_line(anatomy.source)),
    Repair("front matter keys put in order", order_keys),
    Repair("refs written down", write_refs),
    Repair("refs written down", write_refs_in_headings),
    Repair("bullets straightened", straighten_bullets),
    Repair("fields put in order", order_fields),
    Repair("tables aligned", align_own_tables),
)


@dataclass(frozen=True, slots=True)
class Mended:
    """The bytes of a file after its repairs, and what was done, in words."""

    data: bytes
    done: tuple[str, ...] = ()


def mend_text(path: str, data: bytes) -> Mended:
    """Return a working text or a translation with everything repaired that can be without changing what it says.

    A file that cannot be read as it stands is left alone.
    """
    reading = decode(path, data)
    if any(item.code in _UNREADABLE for item in reading.diagnostics):
        return Mended(data)
    raw, anatomy = data.decode("utf-8"), take_apart(reading.value)
    if any(item.code in _UNREADABLE for item in anatomy.diagnostics):
        return Mended(data)
    done: dict[str, None] = {}
    # One repair may make room for another: a field that moves up leaves blanks behind it that broke a line before.
    for _ in range(_MOST_ROUNDS):
        before = raw
        for repair in REPAIRS:
            edits = sorted(repair.find(anatomy), reverse=True)
            # Where all of them together would change something, each is tried alone, from the last to the first.
            for attempt in (edits, *([edit] for edit in edits[:_MOST_ATTEMPTS])):
                changed = with_edits(raw, attempt)
                if changed != raw and is_same(anatomy, after := take_apart(_source(path, changed))):
                    done[repair.words] = None
                    raw, anatomy = changed, after
                    if attempt is edits:
                        break
        if raw == before:
            break
    return Mended(raw.encode("utf-8"), tuple(done))


def mend_record(path: str, data: bytes) -> Mended:
    """Return a record with its tables aligned."""
    reading = decode(path, data)
    if any(item.code in _UNREADABLE for item in reading.diagnostics):
        return Mended(data)
    raw = data.decode("utf-8")
    edits = list(align_record_tables(reading.value))
    changed = with_edits(raw, edits)
    if not edits or _blocks(reading.value) != _blocks(_source(path, changed)):
        return Mended(data)
    return Mended(changed.encode("utf-8"), ("tables aligned",))


def is_same(before: Anatomy, after: Anatomy) -> bool:
    """Whether two texts say the same in every way that somebody could have signed, linked to or been told of."""
    one, other = before.text, after.text
    return (
        fingerprint(one) == fingerprint(other)
        and text_digest(one) == text_digest(other)
        and list(map(expectation_fingerprint, one.expectations))
        == list(map(expectation_fingerprint, other.expectations))
        and _in_any_order(one) == _in_any_order(other)
        and text_anchors(one).keys() <= text_anchors(other).keys()
        and not Counter(item.code for item in after.diagnostics) - Counter(item.code for item in before.diagnostics)
    )


def _in_any_order(text: CharterText) -> CharterText:
    """Return a text without what repairs may change: the order of fields and keys, and whether a ref is written."""
    sections = tuple(
        replace(
            section,
            items=tuple(_bare(item) if isinstance(item, Expectation) else item for item in section.items),
        )
        for section in text.sections
    )
    return replace(text, sections=sections, extra=tuple(sorted(text.extra)))


def _bare(promise: Expectation) -> Expectation:
    fields = [item for item in promise.fields if item.key is not FieldKey.REF]
    return replace(promise, fields=tuple(sorted(fields, key=lambda item: (item.key or "", item.label))))


def _source(path: str, raw: str) -> SourceText:
    return decode(path, raw.encode("utf-8")).value


def _blocks(source: SourceText) -> list[object]:
    return [node.block for node in read_nodes(source, read_front_matter(source).value.body_line).value]
