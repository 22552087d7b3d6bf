"""The life of a promise as data for programs; the shape is `charter/schemas/log.schema.json`."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from charter.lives.story import Step, Story
from charter.model.records import Outcome, PromiseVerdict, Review
from charter.report.changes_json import change_data
from charter.standing import Signature, State, VersionStanding


def life_json(story: Story) -> str:
    """Return the life of a promise as one JSON object, texts oldest first; amounts are decimal strings."""
    report = {
        "schema": 1,
        "charter": story.charter,
        "ref": story.refs[-1],
        "was": list(story.refs[:-1]),
        "title": story.title,
        "steps": [_step(step) for step in story.steps],
        "verdicts": [_verdict(review, verdict) for review, verdict in story.verdicts],
        "results": [_result(outcome) for outcome in story.results],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _step(step: Step) -> dict[str, Any]:
    promise = step.promise
    return {
        **_version(step.version),
        "event": step.event.value,
        "ref": promise.ref,
        "title": promise.title.text,
        "targets": [{"segment": target.segment, "text": target.text} for target in promise.targets],
        "changes": [change_data(change) for change in step.changes],
    }


def _version(version: VersionStanding | None) -> dict[str, Any]:
    stamp = version.version.text.stamp if version else None
    return {
        "version": version.version.label if version else None,
        "state": version.state.value if version else State.DRAFT.value,
        "released": _day(stamp.released if stamp else None),
        "effective": _day(stamp.effective if stamp else None),
        "in_force_from": _day(version.in_force_from if version else None),
        "in_force_until": _day(version.in_force_until if version else None),
        "note": stamp.note if stamp else None,
        "signed": [_signature(item) for item in version.signatures] if version else [],
    }


def _signature(item: Signature) -> dict[str, Any]:
    written = item.signoff
    return {
        "name": written.name,
        "party": item.party.id if item.party else written.party,
        "decision": written.decision.value if written.decision else None,
        "date": _day(written.date),
        "note": written.note,
        "counts": item.counts,
        "carried_from": item.carried_from,
    }


def _verdict(review: Review, verdict: PromiseVerdict) -> dict[str, Any]:
    return {
        "held": review.held.isoformat(),
        "version": review.version,
        "ref": verdict.ref,
        "verdict": verdict.verdict.value if verdict.verdict else None,
        "note": verdict.note,
    }


def _result(outcome: Outcome) -> dict[str, Any]:
    return {
        "period": str(outcome.period),
        "ref": outcome.ref,
        "segment": outcome.segment,
        "good": _amount(outcome.good),
        "total": _amount(outcome.total),
        "value": _amount(outcome.value),
        "unit": outcome.unit,
        "source": outcome.source,
        "note": outcome.note,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _amount(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
