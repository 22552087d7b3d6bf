"""Nodes → the outline of a charter: introduction, sections, and which headings are promises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from charter.model.prose import BlockKind
from charter.model.text import FieldKey, Party, Role
from charter.reading.keywords import Keywords, fold, nearest
from charter.reading.names import read_party_names
from charter.reading.nodes import ListItem, Node
from charter.reading.shapes import quoted
from charter.reading.slugs import slug
from charter.source import Diagnostic, SourceText, Span, diagnose

_SEGMENT = re.compile(r"(.*?)\s*\((.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A `###` heading that is a promise, with everything under it."""

    heading: Node
    nodes: tuple[Node, ...]
    promised_by: tuple[str, ...] = ()
    promised_to: tuple[str, ...] = ()
    """What the section says; the promise's own fields may say otherwise."""
    is_promised: bool = False
    """Whether the section says by or to whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A `##` heading, or a later `#`, and what stands under it. `heading` is `None` for promises above any `##`."""

    heading: Node | None
    items: tuple[Node | Promise, ...]
    promised_by: tuple[str, ...] = ()
    promised_to: tuple[str, ...] = ()
    is_promising: bool = False

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The promises, in order."""
        return tuple(item for item in self.items if isinstance(item, Promise))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A whole text; every node stands in it once, but for the lists of `Promised by` and `Promised to`."""

    heading: Node | None
    introduction: tuple[Node, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is needed to understand a text's words: its source, its language's key words, its parties."""

    source: SourceText
    keywords: Keywords
    parties: tuple[Party, ...]
    is_translation: bool = False
    """Whether parties and levels are given elsewhere, by the original."""


def read_outline(nodes: Sequence[Node], wording: Wording, found: list[Diagnostic]) -> Outline:
    """Return how a text is made up."""
    title: Node | None = None
    lead: list[Node] = []
    groups: list[tuple[Node, list[Node]]] = []
    for node in nodes:
        if node.block.level == 1 and title is None and not groups:
            title = node
        elif node.block.level in (1, 2):
            groups.append((node, []))
        elif groups:
            groups[-1][1].append(node)
        else:
            lead.append(node)
    first = _read_part(None, lead, wording, found)
    begin = next((at for at, item in enumerate(first.items) if isinstance(item, Promise)), len(first.items))
    introduction = tuple(item for item in first.items[:begin] if isinstance(item, Node))
    parts = [_read_part(heading, under, wording, found) for heading, under in groups]
    if first.items[begin:]:
        parts.insert(0, replace(first, items=first.items[begin:]))
    return Outline(heading=title, introduction=introduction, parts=tuple(parts))


def field_key(item: ListItem, keywords: Keywords) -> FieldKey | None:
    """Return the field that a list item gives, or `None` when its key is not known."""
    return keywords.fields.get(fold(split_label(item.label or "")[0]))


def split_label(label: str) -> tuple[str, str | None]:
    """Return the key and what stands in brackets after it: `Target (abroad)` → `Target`, `abroad`."""
    match = _SEGMENT.fullmatch(label)
    return (match[1], match[2].strip()) if match and match[1] else (label.strip(), None)


def is_field_list(node: Node, keywords: Keywords) -> bool:
    """Whether every item of this bullet list is `Key: value` and one key is known."""
    return (
        _is_bullet_list(node)
        and all(item.label is not None for item in node.items)
        and any(field_key(item, keywords) or promised_key(item, keywords) for item in node.items)
    )


def promised_key(item: ListItem, keywords: Keywords) -> str | None:
    """Return `promised_by` or `promised_to` when the item's key says so."""
    return keywords.section_fields.get(fold(item.label or ""))


def read_promised(item: ListItem, wording: Wording, found: list[Diagnostic]) -> tuple[str, ...]:
    """Return the ids of the parties that a `Promised by` or `Promised to` line names, in order."""
    text = item.value.text if item.value else ""
    ids: list[str] = []
    for name in read_party_names(text, wording.parties, wording.keywords):
        ids.append(name.party.id if name.party else name.words)
        if name.party is None and not wording.is_translation:
            found.append(_unknown_party(name.words, item, wording))
    return tuple(dict.fromkeys(ids))


def example_party(wording: Wording, key: str) -> str:
    """Return a `Promised by` or `Promised to` line with a party that is likely meant."""
    is_likely = {"promised_by": (Role.PROVIDER,), "promised_to": (Role.CUSTOMER, Role.OBSERVER)}[key]
    name = next((party.name for party in wording.parties if party.role in is_likely), "the party's name")
    return f"- {wording.keywords.section_labels[key]}: {name}"


def _read_part(heading: Node | None, nodes: Sequence[Node], wording: Wording, found: list[Diagnostic]) -> Part:
    keywords = wording.keywords
    lead, chunks = _chunks(nodes)
    promised: dict[str, tuple[str, ...]] = {}
    naming = next((node for node in lead if _names_parties(node, keywords)), None)
    for item in naming.items if naming else ():
        if key := promised_key(item, keywords):
            found.extend(_repeated(item, key, promised))
            promised.setdefault(key, read_promised(item, wording, found))
    if naming and len(promised) == len(naming.items):
        lead = [node for node in lead if node is not naming]
    by, to = promised.get("promised_by", ()), promised.get("promised_to", ())
    items: list[Node | Promise] = list(lead)
    for above, under in chunks:
        if promised or any(is_field_list(node, keywords) for node in under):
            promise = Promise(heading=above, nodes=tuple(under), promised_by=by, promised_to=to)
            items.append(replace(promise, is_promised=bool(promised)))
        else:
            items.extend([above, *under])
    if naming and any(isinstance(item, Promise) for item in items):
        found.extend(_half_promised(naming, promised, wording))
    return Part(heading=heading, items=tuple(items), promised_by=by, promised_to=to, is_promising=bool(promised))


def _chunks(nodes: Sequence[Node]) -> tuple[list[Node], list[tuple[Node, list[Node]]]]:
    """Return what stands above the first `###`, and each `###` with what stands under it."""
    lead: list[Node] = []
    chunks: list[tuple[Node, list[Node]]] = []
    for node in nodes:
        if node.block.level == 3:
            chunks.append((node, []))
        elif chunks:
            chunks[-1][1].append(node)
        else:
            lead.append(node)
    return lead, chunks


def _is_bullet_list(node: Node) -> bool:
    return node.block.kind is BlockKind.LIST and bool(node.items) and node.items[0].number is None


def _names_parties(node: Node, keywords: Keywords) -> bool:
    return is_field_list(node, keywords) and any(promised_key(item, keywords) for item in node.items)


def _repeated(item: ListItem, key: str, promised: dict[str, tuple[str, ...]]) -> Iterator[Diagnostic]:
    if key in promised:
        message = f'"{item.label}" stands twice in one section; the first is read'
        yield diagnose("CH217", item.span, message, f"- {item.label}: name, name")


def _half_promised(node: Node, promised: dict[str, tuple[str, ...]], wording: Wording) -> Iterator[Diagnostic]:
    labels = wording.keywords.section_labels
    for key in ("promised_by", "promised_to"):
        if not promised.get(key) and not wording.is_translation:
            message = f'the section\'s promises do not say "{labels[key]}"'
            yield diagnose("CH220", node.span, message, example_party(wording, key))


def _unknown_party(words: str, item: ListItem, wording: Wording) -> Diagnostic:
    span = _place_of(words, item.value_span or item.span, wording.source)
    close = nearest(words, [name for party in wording.parties for name in (party.name, party.id)])
    hint = f"- {item.label}: {close}" if close else f"- {{id: {slug(words)}, role: customer, name: {words}}}"
    return diagnose("CH107", span, f"{quoted(words)} is none of the parties in the front matter", hint)


def _place_of(words: str, span: Span, source: SourceText) -> Span:
    """Return where `words` first stand inside `span`, which may go over several lines."""
    first, last = span.line or 1, span.end_line or span.line or 1
    for line in range(first, last + 1):
        place = source.span_of(words, line, after=(span.column or 1) if line == first else 1)
        if place.end_column is not None:
            return place
    return span
