"""One Markdown file → one charter text and everything that is wrong with it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from charter.model.prose import Block
from charter.model.text import CharterText, Expectation, Principle, Section, Term, Visibility
from charter.reading.citations import Named, judge_citations
from charter.reading.expectations import Measures, is_single_point, read_expectation, title_of, whole_span
from charter.reading.frontmatter import read_front_matter
from charter.reading.header import KNOWN_KEYS, Header, hint_of, judge_keys, read_header
from charter.reading.keywords import Keywords, fold, keywords_for, nearest
from charter.reading.markdown import read_nodes
from charter.reading.nodes import Node
from charter.reading.privacy import doubt_public
from charter.reading.refs import with_unique_refs
from charter.reading.rubrics import infer_scale, joined
from charter.reading.scale import find_level
from charter.reading.sections import Outline, Part, Promise, Wording, read_outline
from charter.source import Diagnostic, Reading, Severity, SourceText, diagnose

_NEEDS_QUOTES = re.compile(r"^[\s\W]|: |:$| #|^(?:yes|no|true|false|null|~)$", re.IGNORECASE)
"""Titles that YAML would read as something else than these words."""


def read_charter(source: SourceText, *, label: str | None = None) -> Reading[CharterText]:
    """Return what a charter says. Any Markdown can be read: without promises it is all prose.

    `label` is the file's name, without its ending, for a released version; only there a stamp is read. Nothing is
    raised for what the text says: every problem is a diagnostic, in the order of the lines, and the rest is read.
    """
    front = read_front_matter(source)
    header_reading = read_header(front.value, label)
    header = header_reading.value
    doubt = doubt_public(source, front.value) if header.visibility is Visibility.PUBLIC else None
    if doubt is not None:
        header = replace(header, visibility=Visibility.PARTIES)
    body = read_nodes(source, front.value.body_line)
    found = [*front.diagnostics, *header_reading.diagnostics, *body.diagnostics, *([doubt] if doubt else [])]
    keywords = keywords_for(header.language)
    wording = Wording(
        source=source, keywords=keywords, parties=header.parties, is_translation=header.translates is not None
    )
    outline = read_outline(body.value, wording, found)
    promises = [promise for part in outline.parts for promise in part.promises]
    header = _with_scale(header, [item for item in promises if not is_single_point(item, wording)], keywords, found)
    measures = Measures(scale=header.scale, has_calendar=header.calendar is not None or wording.is_translation)
    expectations = with_unique_refs([read_expectation(item, wording, measures, found) for item in promises], found)
    sections = _sections(outline, expectations)
    is_charter = header.is_charter or bool(expectations) or any(section.is_promising for section in sections)
    found.extend(_judge_front_matter(header, outline, source, is_charter=is_charter))
    principles = _principles(outline, keywords)
    if is_charter and not wording.is_translation:
        refs = [item.ref for item in expectations]
        named = Named(refs=refs, principles=principles, standards=header.standards)
        found.extend(judge_citations(expectations, named, source))
    if not is_charter:
        # Another tool's front matter, of a document adopted as it stands: it holds nothing that a charter needs.
        found = [replace(item, severity=Severity.WARNING) if item.code == "CH105" else item for item in found]
    introduction = tuple(_place_headings((node.block for node in outline.introduction), _refs(expectations)))
    text = CharterText(
        title=header.title or (outline.heading and outline.heading.block.text) or _name(source.path),
        heading=title_of(outline.heading) if outline.heading else None,
        language=header.language,
        parties=header.parties,
        audience=header.audience,
        review=header.review,
        agreement=header.agreement,
        scale=header.scale,
        calendar=header.calendar,
        standards=header.standards,
        notice_days=header.notice_days,
        feedback=header.feedback,
        visibility=header.visibility,
        translates=header.translates,
        translations=header.translations,
        stamp=header.stamp,
        extra=header.extra,
        introduction=introduction,
        sections=sections,
        terms=_terms(body.value, expectations, keywords, found),
        principles=principles,
        anchors=tuple(
            (item.heading_anchor, item.ref) for item in expectations if item.heading_anchor not in ("", item.ref)
        ),
        span=source.span(1, 1),
    )
    return Reading(text, tuple(sorted(found, key=lambda item: (item.span.line or 0, item.span.column or 0))))


def _with_scale(header: Header, promises: Sequence[Promise], keywords: Keywords, found: list[Diagnostic]) -> Header:
    """Return the header with the scale that the rubrics show, where the front matter lists none."""
    if header.scale.levels:
        return header
    scale = infer_scale([promise.nodes for promise in promises], header.scale.expected, keywords, found)
    wanted = header.scale.expected
    if wanted and not find_level(wanted, scale.levels):
        message = f'"{wanted}" is expected, but is on no scale'
        hint = f"expected: {nearest(wanted, scale.levels) or scale.expected}" if scale.levels else f"levels: [{wanted}]"
        found.append(diagnose("CH305", header.expected_span, message, hint))
    return replace(header, scale=scale)


def _sections(outline: Outline, expectations: Sequence[Expectation]) -> tuple[Section, ...]:
    refs = _refs(expectations)
    promised = iter(expectations)
    return tuple(_section(part, promised, refs) for part in outline.parts)


def _section(part: Part, promised: Iterator[Expectation], refs: frozenset[str]) -> Section:
    items: list[Block | Expectation] = []
    for item in part.items:
        if isinstance(item, Promise):
            expectation = next(promised)
            items.append(
                replace(
                    expectation,
                    before=tuple(_place_headings(expectation.before, refs)),
                    after=tuple(_place_headings(expectation.after, refs)),
                )
            )
        else:
            items.extend(_place_headings([item.block], refs))
    heading = part.heading
    nodes = [
        node for item in part.items for node in ((item.heading, *item.nodes) if isinstance(item, Promise) else (item,))
    ]
    anchor = heading.block.anchor or "" if heading else ""
    return Section(
        title=title_of(heading) if heading else None,
        anchor=_free_anchor(anchor, refs),
        level=heading.block.level or 2 if heading else 2,
        promised_by=part.promised_by,
        promised_to=part.promised_to,
        is_promising=part.is_promising,
        items=tuple(items),
        span=whole_span(heading, nodes),
    )


def _refs(expectations: Sequence[Expectation]) -> frozenset[str]:
    return frozenset(expectation.ref for expectation in expectations)


def _free_anchor(anchor: str, refs: frozenset[str]) -> str:
    """Return a heading's id, changed where a promise has it: a page must not have one id twice."""
    while anchor in refs:
        anchor += "-heading"
    return anchor


def _place_headings(blocks: Iterator[Block] | Sequence[Block], refs: frozenset[str]) -> Iterator[Block]:
    for block in blocks:
        if block.anchor in refs and block.anchor is not None:
            anchor = _free_anchor(block.anchor, refs)
            html = block.html.replace(f'id="{block.anchor}"', f'id="{anchor}"', 1)
            yield replace(block, anchor=anchor, html=html)
        else:
            yield block


def _judge_front_matter(
    header: Header, outline: Outline, source: SourceText, *, is_charter: bool
) -> Iterator[Diagnostic]:
    """Say what is missing or not known; of a document that is plainly no charter, one thing at most."""
    if is_charter:
        yield from judge_keys(header)
    elif header.unknown:
        keys = ", ".join(f'"{entry.key}"' for entry in header.unknown)
        message = f"{keys}: not keys of a charter; they are kept"
        hint = next((hint_of(entry) for entry in header.unknown if entry.key.lower() in KNOWN_KEYS), None)
        yield diagnose("CH102", header.unknown[0].key_span, message, hint, severity=Severity.INFO)
        return
    if not header.title and "title" not in {entry.key.casefold() for entry in header.unknown}:
        shown = outline.heading.block.text if outline.heading else _name(source.path)
        is_empty = not source.text.strip()
        severity = None if is_charter or is_empty else Severity.INFO
        message = "the file is empty" if is_empty else f'the front matter has no title; "{shown}" is used'
        title = json.dumps(shown, ensure_ascii=False) if _NEEDS_QUOTES.search(shown) else shown
        yield diagnose("CH101", source.span(1, 1), message, f"title: {title}", severity=severity)


def _name(path: str) -> str:
    """Return what to call a text without a title: its folder's name, or its own."""
    place = PurePosixPath(path)
    folder = place.parent.parent if place.parent.name == "versions" else place.parent
    is_working_text = place.stem == "charter" or place.stem.startswith("charter.")
    name = folder.name if folder.name and (is_working_text or folder != place.parent) else place.stem
    words = name.replace("-", " ").replace("_", " ").strip() or place.name or "charter"
    return words[:1].upper() + words[1:]


def _terms(
    nodes: Sequence[Node], expectations: Sequence[Expectation], keywords: Keywords, found: list[Diagnostic]
) -> tuple[Term, ...]:
    rubrics = {expectation.rubric.span for expectation in expectations if expectation.rubric}
    terms: dict[str, Term] = {}
    for node in nodes:
        if node.table is None or node.span in rubrics or not keywords.is_word("term", node.table.head[0].words.text):
            continue
        for row in node.table.rows:
            word = row[0].words.text if row else ""
            if not word:
                continue
            if fold(word) in terms:
                message = f'"{word}" is defined twice; the first meaning is read'
                hint = f"{word} (in another sense)"
                found.append(diagnose("CH307", row[0].span, message, hint, related=(terms[fold(word)].span,)))
                continue
            meaning = joined([cell.words for cell in row[1:] if cell.words.text])
            terms[fold(word)] = Term(word=word, meaning=meaning, span=row[0].span)
    return tuple(terms.values())


def _principles(outline: Outline, keywords: Keywords) -> tuple[Principle, ...]:
    """Return the first numbered list under `How we work`."""
    for part in outline.parts:
        heading = part.heading and (part.heading.heading or part.heading.block)
        if not heading or not keywords.is_word("principles", heading.text):
            continue
        for node in part.items:
            if isinstance(node, Node) and node.items and node.items[0].number is not None:
                return tuple(
                    Principle(number=item.number, words=item.words, span=item.span)
                    for item in node.items
                    if item.number is not None
                )
    return ()
