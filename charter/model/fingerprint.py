"""Fingerprints: SHA-256 over what a charter means, not over its bytes.

Reflow, order of fields, columns, keys and sections, emphasis, list markers, heading numbers, the shape of quotes and
dashes leave a fingerprint alone; one word in a promise does not. The introduction, contact addresses, job titles, links
to translations and keys we do not know stay out of it. `docs/decisions/fingerprint.md` says why for each.
"""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterable
from typing import Any

from charter.model.prose import Block, BlockKind, Inline, Link
from charter.model.text import Calendar, CharterText, Expectation, Field, FieldKey, Rubric, Section
from charter.model.words import canonical, without_number

SCHEME = "c1"
"""The number of the canonical form. Another form is another scheme: a stored fingerprint keeps its meaning."""

_ROW = re.compile(r"<tr>(.*?)</tr>", re.DOTALL)
_CELL = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_STRUCK = re.compile(r"<s>(.*?)</s>", re.DOTALL)

# What a ref was called before, and which of three rubric shapes a table has, is notation; targets are listed apart.
_NOTATION = frozenset({FieldKey.REF, FieldKey.WAS, FieldKey.TARGET, FieldKey.RUBRIC})


def fingerprint(text: CharterText) -> str:
    """Return the fingerprint of a whole text, as `c1:` and 64 hexadecimal digits."""
    return _digest(_meaning(text))


def expectation_fingerprint(expectation: Expectation) -> str:
    """Return the fingerprint of one promise, so that one can say which promises did not change since a signature."""
    return _digest(_expectation(expectation))


def text_digest(text: CharterText) -> str:
    """Return a digest of everything a reader of `text` sees: its meaning and all that a fingerprint leaves out.

    The stamp is not part of it, so a released version and the working text it was copied from have one digest.
    """
    rest = {
        "audience": _optional(text.audience),
        "extra": sorted((key, canonical(value)) for key, value in text.extra),
        "feedback": text.feedback,
        "heading": text.heading and _inline(text.heading),
        "introduction": _prose(text.introduction),
        "language": text.language,
        "order": [[item.ref for item in section.expectations] for section in text.sections],
        "standards": sorted(map(canonical, text.standards)),
        "titles": [[(person.name, person.title) for person in party.representatives] for party in text.parties],
        "translations": sorted(text.translations),
        "visibility": text.visibility,
    }
    return _digest({"meaning": _meaning(text), "rest": rest})


def _digest(meaning: Any) -> str:
    words = json.dumps([SCHEME, meaning], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{SCHEME}:{hashlib.sha256(words.encode('utf-8', 'surrogatepass')).hexdigest()}"


def _meaning(text: CharterText) -> dict[str, Any]:
    return {
        "agreement": text.agreement and sorted((clause.party, clause.count) for clause in text.agreement.clauses),
        "calendar": text.calendar and _calendar(text.calendar),
        "expected": _optional(text.scale.expected),
        "levels": [canonical(level) for level in text.scale.levels],
        "notice": text.notice_days,
        "parties": sorted(
            [
                party.id,
                party.role,
                canonical(party.name),
                sorted((canonical(person.name), person.decides) for person in party.representatives),
            ]
            for party in text.parties
        ),
        "review": _optional(text.review),
        "sections": sorted((_section(section) for section in text.sections), key=_order),
        "title": canonical(text.title),
    }


def _section(section: Section) -> dict[str, Any]:
    promises = [item for item in section.items if isinstance(item, Expectation)]
    return {
        "expectations": sorted((_expectation(item) for item in promises), key=_order),
        "level": section.level,
        "promised": [sorted(section.promised_by), sorted(section.promised_to)],
        "prose": _prose(item for item in section.items if isinstance(item, Block)),
        "title": section.title and _inline(section.title, is_heading=True),
    }


def _expectation(expectation: Expectation) -> dict[str, Any]:
    return {
        "after": _prose(expectation.after),
        "before": _prose(expectation.before),
        "fields": sorted(
            (_field(item) for item in expectation.fields if item.key not in _NOTATION), key=lambda pair: pair[0]
        ),
        "promised": [sorted(expectation.promised_by), sorted(expectation.promised_to)],
        "ref": expectation.ref,
        "rubric": expectation.rubric and _rubric(expectation.rubric),
        "targets": sorted(
            (
                [_optional(field.segment), _inline(field.value)]
                for field in expectation.fields
                if field.key is FieldKey.TARGET
            ),
            key=_order,
        ),
        "title": _inline(expectation.title, is_heading=True),
    }


def _field(item: Field) -> tuple[str, Any]:
    name = item.key or f"? {canonical(item.label).casefold()}"
    return name, [_optional(item.segment), _inline(item.value)]


def _rubric(rubric: Rubric) -> dict[str, Any]:
    return {
        "criteria": sorted(
            ([_inline(row.name), [_inline(cell) for cell in row.descriptors]] for row in rubric.criteria), key=_order
        ),
        "expected": _optional(rubric.expected),
        "head": canonical(rubric.head),
        "levels": [canonical(level) for level in rubric.levels],
        "single point": rubric.is_single_point,
    }


def _calendar(calendar: Calendar) -> dict[str, Any]:
    # A calendar that names no holidays has the fingerprint it had before there were any.
    named = {"holidays": calendar.holidays} if calendar.holidays else {}
    return named | {
        "closed": sorted({day.isoformat() for day in calendar.closed}),
        # The file's days are listed year by year: a new year's list must not void what was signed.
        "closed file": calendar.closed_file,
        "hours": sorted(
            {(day, hours.opens.isoformat(), hours.closes.isoformat()) for hours in calendar.hours for day in hours.days}
        ),
        "timezone": calendar.timezone,
    }


def _prose(blocks: Iterable[Block]) -> list[Any]:
    """Return running words as one string, so that where paragraphs break does not count; tables stand apart."""
    parts: list[Any] = []
    words: list[str] = []
    for block in blocks:
        if block.kind is BlockKind.TABLE:
            if words:
                parts.append(canonical(" ".join(words)))
                words = []
            parts.append(table_rows(block.html))
        elif block.kind is BlockKind.HEADING:
            words.append(without_number(block.text))
        else:
            words.append(block.text)
        parts_aside = _aside(block.html, block.links)
        if parts_aside:
            parts.append(parts_aside)
    if words:
        parts.append(canonical(" ".join(words)))
    return parts


def table_rows(markup: str) -> list[list[str]]:
    """Return the rows of a table, each as pairs of head and cell in the order of the heads' words."""
    rows = [[_plain(cell) for cell in _CELL.findall(row)] for row in _ROW.findall(markup)]
    if not rows:
        return []
    head, body = rows[0], rows[1:]
    order = sorted(range(len(head)), key=lambda at: head[at])
    return [[head[at] for at in order], *([row[at] for at in order if at < len(row)] for row in body)]


def _inline(value: Inline, *, is_heading: bool = False) -> Any:
    words = canonical(without_number(value.text) if is_heading else value.text)
    aside = _aside(value.html, value.links)
    return [words, aside] if aside else words


def _aside(markup: str, links: tuple[Link, ...]) -> dict[str, Any]:
    """Return what words alone do not say: where links lead, and which words are struck out."""
    found: dict[str, Any] = {}
    if links:
        found["links"] = [link.target for link in links]
    if struck := _STRUCK.findall(markup):
        found["struck"] = [_plain(words) for words in struck]
    return found


def _plain(markup: str) -> str:
    return canonical(html.unescape(_TAG.sub("", markup)))


def _optional(words: str | None) -> str | None:
    return None if words is None else canonical(words)


def _order(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
