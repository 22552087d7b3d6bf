"""`charter.json` and `index.json`: what a charter says, for programs.

The shapes are `charter/schemas/charter.schema.json` and `index.schema.json`. Amounts are decimal strings, dates ISO
dates, addresses relative to the root of the site, and what is absent is `null`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import quote

from charter.measure.feedback import Heard, feedback_of
from charter.measure.feedback_data import voices_data
from charter.measure.results import PromiseResults, results_of
from charter.measure.scores import Scores, scores_of
from charter.measure.scores_data import scores_data
from charter.model.charter import Charter
from charter.model.fingerprint import expectation_fingerprint, fingerprint
from charter.model.prose import Block, BlockKind
from charter.model.target import Measure, Target
from charter.model.text import Calendar, CharterText, Expectation, FieldKey, Party, Rubric, Section
from charter.reading.keywords import canonical_value
from charter.schedule import review_status
from charter.site.links import index_path, promise_path, version_path
from charter.site.results_data import amount, results_data
from charter.site.shelf import shown_text
from charter.standing import Standing, State

SCHEMA = 1
"""The number of the shapes. It changes when a program that reads them would have to."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def json_bytes(data: dict[str, Any]) -> bytes:
    """Return `data` as it is published and printed: UTF-8, keys in the order given, a line end last."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def charter_data(charter: Charter, standing: Standing) -> dict[str, Any]:
    """Return what `ID/charter.json` holds: the version in force, or the working text where there is none."""
    shown = _shown(charter, standing)
    text = shown.text
    measured = results_of(charter, standing) if charter.records.outcomes else None
    scores = scores_of(charter, standing) if charter.records.assessments else None
    heard = feedback_of(charter, standing) if charter.records.feedback else None
    return {
        "schema": SCHEMA,
        "id": charter.id,
        "title": text.title,
        "state": standing.state.value,
        "version": shown.version,
        "fingerprint": shown.fingerprint,
        "url": url(index_path(charter.id)),
        "source": text.span.path,
        "language": text.language,
        "visibility": text.visibility.value,
        "audience": text.audience,
        "parties": [_party(party) for party in text.parties],
        "versions": [
            {
                "version": item.version.label,
                "effective": _day(item.version.text.stamp.effective),
                "released": _day(item.version.text.stamp.released),
                "state": item.state.value,
                "fingerprint": item.version.fingerprint,
                "url": url(version_path(charter.id, item.version.label)),
            }
            for item in standing.versions
        ],
        "draft": {"differs": standing.is_draft_different, "fingerprint": charter.fingerprint},
        "expectations": [
            _expectation(charter, text, section, item, measured.of(item.ref) if measured else None, scores, heard)
            for section in text.sections
            for item in section.expectations
        ],
        "review": _review(charter, standing),
        "levels": list(text.scale.levels),
        "expected": text.scale.expected,
        "calendar": _calendar(charter, text.calendar) if text.calendar else None,
        "standards": list(text.standards),
        "agreement": text.agreement.text if text.agreement else None,
        "notice_days": text.notice_days,
        "signatures": _signatures(standing),
        "to_sign": _to_sign(standing),
        "feedback": text.feedback,
        "remarks": voices_data(heard.all) if heard else None,
        "translations": [language for language, _ in charter.translations],
        "introduction": _words(text.introduction),
        "sections": [_section(section) for section in text.sections],
        "terms": [{"word": term.word, "meaning": term.meaning.text} for term in text.terms],
        "principles": [{"number": item.number, "words": item.words.text} for item in text.principles],
    }


def index_data(title: str, standings: Iterable[Standing]) -> dict[str, Any]:
    """Return what `index.json` holds: every charter of the site in a few words, with the address of its JSON."""
    return {"schema": SCHEMA, "title": title, "charters": [_entry(standing) for standing in standings]}


def url(path: str) -> str:
    """Return the address of a file of the site, relative to the site's root."""
    return quote(path)


class _Shown(NamedTuple):
    """What the page of a charter shows. `version` is `None` for a working text that no version holds."""

    text: CharterText
    version: str | None
    fingerprint: str


def _shown(charter: Charter, standing: Standing) -> _Shown:
    text, at = shown_text(standing)
    if at:
        return _Shown(text, at.version.label, at.version.fingerprint)
    return _Shown(text, None, charter.fingerprint or fingerprint(text))


def _entry(standing: Standing) -> dict[str, Any]:
    charter = standing.charter
    shown = _shown(charter, standing)
    return {
        "id": charter.id,
        "title": shown.text.title,
        "state": standing.state.value,
        "version": shown.version,
        "fingerprint": shown.fingerprint,
        "url": url(index_path(charter.id)),
        "json": url(f"{charter.id}/charter.json"),
        "language": shown.text.language,
        "parties": [{"id": party.id, "role": party.role.value, "name": party.name} for party in shown.text.parties],
        "promises": len(shown.text.expectations),
        "review": _review(charter, standing),
    }


def _party(party: Party) -> dict[str, Any]:
    return {
        "id": party.id,
        "role": party.role.value,
        "name": party.name,
        "representatives": [
            {"name": person.name, "title": person.title, "decides": person.decides} for person in party.representatives
        ],
    }


def _expectation(
    charter: Charter,
    text: CharterText,
    section: Section,
    item: Expectation,
    measured: PromiseResults | None,
    scores: Scores | None,
    heard: Heard | None,
) -> dict[str, Any]:
    known = {key: _known(key, item.field_text(key), text.language) for key in FieldKey}
    return {
        "ref": item.ref,
        "title": item.title.text,
        "promised_by": list(item.promised_by),
        "promised_to": list(item.promised_to),
        "owner": known[FieldKey.OWNER],
        "kind": known[FieldKey.KIND],
        "dimension": known[FieldKey.DIMENSION],
        "fingerprint": expectation_fingerprint(item),
        "line": item.span.line,
        "targets": [_target(target) for target in item.targets],
        "rubric": _rubric(item.rubric) if item.rubric else None,
        "remedy": known[FieldKey.REMEDY],
        "except": known[FieldKey.EXCEPT],
        "measured": known[FieldKey.MEASURED],
        "aligned_to": _listed(known[FieldKey.ALIGNED_TO], ";"),
        "basis": known[FieldKey.BASIS],
        "depends_on": _listed(known[FieldKey.DEPENDS_ON], ",;"),
        "status": known[FieldKey.STATUS],
        "asked_by": known[FieldKey.ASKED_BY],
        "looks_like": _listed(known[FieldKey.LOOKS_LIKE], ";"),
        "lives_up_to": known[FieldKey.LIVES_UP_TO],
        "withdraw_on": known[FieldKey.WITHDRAW_ON],
        "was": list(item.was),
        "more": [{"label": field.label, "value": field.value.text} for field in item.fields if field.key is None],
        "section": section.title.text if section.title else None,
        "prose": _words((*item.before, *item.after)),
        "judged": measured.judged.value if measured and measured.judged else None,
        "results": results_data(measured),
        "scores": scores_data(scores, item.ref) if scores else [],
        "remarks": voices_data(heard.of(item.ref)) if heard else None,
        "url": url(promise_path(charter.id, item.ref)),
    }


def _known(key: FieldKey, words: str | None, language: str) -> str | None:
    """Return a field's words, in English where the field takes one of a few: `process` for `processus`."""
    return (canonical_value(key, words, language) or words) if words else None


def _target(target: Target) -> dict[str, Any]:
    is_level = target.measure is Measure.LEVEL
    return {
        "segment": target.segment,
        "text": target.text,
        "measure": target.measure.value,
        "stat": target.stat,
        "op": target.op,
        "value": target.level if is_level else amount(target.value),
        "unit": target.unit,
        "threshold": amount(target.threshold),
        "threshold_unit": target.threshold_unit,
        "clock": target.clock.value if target.clock else None,
        "window": target.window,
        "of": target.of,
        "condition": target.condition,
    }


def _rubric(rubric: Rubric) -> dict[str, Any]:
    return {
        "levels": list(rubric.levels),
        "expected": rubric.expected,
        "criteria": [
            {"name": row.name.text, "descriptors": [cell.text for cell in row.descriptors]} for row in rubric.criteria
        ],
    }


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title.text if section.title else None,
        "promised_by": list(section.promised_by),
        "promised_to": list(section.promised_to),
        "prose": _words(item for item in section.items if isinstance(item, Block)),
        "expectations": [item.ref for item in section.expectations],
    }


def _calendar(charter: Charter, calendar: Calendar) -> dict[str, Any]:
    closed = set(calendar.closed)
    if calendar.closed_file:
        closed.update(day.date for day in charter.records.closed_days)
    return {
        "timezone": calendar.timezone,
        "hours": [
            {
                "days": [_WEEKDAYS[day] for day in hours.days],
                "opens": f"{hours.opens:%H:%M}",
                "closes": f"{hours.closes:%H:%M}",
            }
            for hours in calendar.hours
        ],
        "closed": [day.isoformat() for day in sorted(closed)],
        "holidays": calendar.holidays,
    }


def _signatures(standing: Standing) -> list[dict[str, Any]]:
    return [
        {
            "version": item.version.label,
            "party": signature.party.id if signature.party else signature.signoff.party,
            "name": signature.signoff.name,
            "decision": signature.signoff.decision.value if signature.signoff.decision else None,
            "date": _day(signature.signoff.date),
            "note": signature.signoff.note or None,
            "counts": signature.counts,
            "carried_from": signature.carried_from,
        }
        for item in standing.versions
        for signature in item.signatures
    ]


def _to_sign(standing: Standing) -> list[dict[str, Any]]:
    return [
        {
            "version": item.version.label,
            "party": missing.party.id,
            "count": missing.count,
            "candidates": [person.name for person in missing.candidates],
        }
        for item in standing.versions
        if item.state is State.PROPOSED
        for missing in item.missing
    ]


def _review(charter: Charter, standing: Standing) -> dict[str, Any]:
    status = review_status(charter, standing)
    return {
        "cadence": status.cadence,
        "last": _day(status.last),
        "next": _day(status.next),
        "overdue": status.overdue,
    }


def _words(blocks: Iterable[Block]) -> str | None:
    """Return the words of prose, paragraphs apart by an empty line; `None` when there are none."""
    parts = [block.text for block in blocks if block.text and block.kind is not BlockKind.RUBRIC]
    return "\n\n".join(parts) or None


def _listed(words: str | None, separators: str) -> list[str]:
    """Return the items of a field that holds several."""
    parts = re.split(f"[{re.escape(separators)}]", words or "")
    return [part.strip() for part in parts if part.strip()]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
