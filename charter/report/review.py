"""The review pack in words for people, for programs, and as a sheet to fill in."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from typing import Any

from charter.measure.results import Result
from charter.measure.scores import PeriodScores
from charter.model.records import Review, Verdict
from charter.report.changes_json import change_data
from charter.report.standing import earlier_data, missing_data
from charter.report.text import number_of
from charter.reviewing.pack import WORKING, Item, Moved, Pack


def pack_line(pack: Pack) -> str:
    """Return what the pack holds, in one line: `Since 1.0: 1 change · results: 5 of 6 kept · …`."""
    moved, scored = pack.moved, pack.scored
    since = name_of(moved.before) if moved else "the beginning"
    count = len(moved.changes.changes) if moved else 0
    parts = [f"Since {since}: {number_of(count, 'change', 'changes') if count else 'nothing changed'}"]
    if pack.coming:
        coming = number_of(len(pack.coming.changes.changes), "change", "changes")
        parts.append(f"{coming} to come with {name_of(pack.coming.after)}")
    parts.append(f"results: {pack.kept} of {pack.judged} kept" if pack.judged else "no results")
    if scored:
        parts.append(f"scores differ on {number_of(len(scored.differing), 'criterion', 'criteria')}")
    else:
        parts.append("no scores")
    remarks = number_of(len(pack.unanswered), "remark", "remarks")
    parts.append(f"{remarks} not answered" if pack.unanswered else "every remark answered")
    return " · ".join(parts)


def open_line(pack: Pack) -> str:
    """Return what else waits for the review, in one line; `""` for nothing."""
    parts = []
    if pack.actions:
        late = f" ({len(pack.overdue)} overdue)" if pack.overdue else ""
        parts.append(f"{number_of(len(pack.actions), 'action', 'actions')} open{late}")
    if pack.incidents:
        parts.append(number_of(len(pack.incidents), "incident", "incidents"))
    if pack.missing:
        parts.append(f"{number_of(pack.missing, 'signature', 'signatures')} missing")
    if pack.stale:
        count = sum(len(signed.signatures) for _, signed in pack.stale)
        parts.append(f"{number_of(count, 'signature does', 'signatures do')} not hold any more")
    return " · ".join(parts)


def verdicts_line(review: Review) -> str:
    """Return how many promises are to be what: `6 kept, 1 to change`."""
    counts = Counter(row.verdict for row in review.verdicts)
    told = {
        Verdict.KEEP: "kept as they are",
        Verdict.CHANGE: "to change",
        Verdict.WITHDRAW: "to withdraw",
        Verdict.PARK: "parked",
    }
    return ", ".join(f"{counts[verdict]} {words}" for verdict, words in told.items() if counts[verdict])


def name_of(label: str) -> str:
    """Return how a text is called in words."""
    return "the working text" if label == WORKING else label


def pack_json(pack: Pack, **more: Any) -> str:
    """Return the pack as one JSON object; `more` are further keys."""
    status = pack.status
    report = {
        "schema": 1,
        "charter": pack.standing.charter.id,
        "today": pack.standing.today.isoformat(),
        "version": None if pack.label == WORKING else pack.label,
        "review": {
            "cadence": status.cadence,
            "last": _iso(status.last),
            "next": _iso(status.next),
            "overdue": status.overdue,
        },
        "since": _iso(pack.since),
        "changes": _moved_data(pack.moved),
        "coming": _moved_data(pack.coming),
        "results": {"kept": pack.kept, "judged": pack.judged},
        "promises": [_item_data(item) for item in pack.items],
        "scores": [_scores_data(scores) for scores in pack.periods],
        "gaps": [
            {"kind": gap.kind.value, "ref": gap.ref, "size": gap.size, "importance": gap.importance, "met": gap.is_met}
            for gap in pack.gaps
        ],
        "unanswered": [
            {"date": remark.date.isoformat(), "party": remark.party, "ref": remark.ref, "score": remark.score,
             "said": remark.said}
            for remark in pack.unanswered
        ],
        "incidents": [
            {"date": _iso(item.date), "name": item.name, "title": item.title, "status": item.status}
            for item in pack.incidents
        ],
        "actions": [
            {
                "words": item.action.words,
                "owner": item.action.owner,
                "due": _iso(item.action.due),
                "overdue": item in pack.overdue,
                "review": item.review.held.isoformat(),
            }
            for item in pack.actions
        ],
        "to_sign": [{"version": item.version.label, "missing": missing_data(item.missing)} for item in pack.waiting],
        "stale_signatures": [{"for": label, **earlier_data(signed)} for label, signed in pack.stale],
        "unbound_versions": list(pack.unbound),
        **more,
    }  # fmt: skip
    return json.dumps(report, ensure_ascii=False, indent=2)


def _moved_data(moved: Moved | None) -> dict[str, Any] | None:
    if moved is None:
        return None
    labels = [None if label == WORKING else label for label in (moved.before, moved.after)]
    return {"from": labels[0], "to": labels[1], "changes": [change_data(change) for change in moved.changes.changes]}


def _item_data(item: Item) -> dict[str, Any]:
    decided = item.decided.verdict if item.decided else None
    return {
        "ref": item.promise.ref,
        "title": item.promise.title.text,
        "judged": item.judged.value if item.judged else None,
        "results": [_result_data(held.series.segment, result) for held in item.measured for result in held.results],
        "unanswered": len(item.remarks),
        "last_verdict": decided.value if decided else None,
    }


def _result_data(segment: str | None, result: Result) -> dict[str, Any]:
    numbers, target = result.numbers, result.held.target
    amounts = {"good": numbers.good, "total": numbers.total, "value": numbers.value}
    return {
        "period": str(result.period),
        "segment": segment,
        **{key: None if amount is None else str(amount) for key, amount in amounts.items()},
        "unit": numbers.unit,
        "target": target.text if target else None,
        "judged": result.judged.value,
    }


def _scores_data(scores: PeriodScores) -> dict[str, Any]:
    return {
        "period": str(scores.period),
        "sealed": scores.seal is not None,
        "criteria": [
            {
                "ref": line.ref,
                "criterion": line.name,
                "levels": {mark.party: mark.level for mark in line.marks},
                "difference": line.difference,
            }
            for line in scores.rows
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
