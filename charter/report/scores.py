"""How both sides saw one period, for a terminal and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from charter.measure.scores import PeriodScores, Row, Seal, tally
from charter.measure.scores_data import row_data
from charter.model.charter import Charter
from charter.model.text import Role
from charter.report.lines import BOLD, WIDTH, YELLOW, columns, padded, painted, wrapped
from charter.report.standing import listed
from charter.report.text import number_of, visible
from charter.standing import Standing

_NAMES = {Role.PROVIDER: "providers", Role.CUSTOMER: "customers", Role.OBSERVER: "observers"}


def scores_lines(charter: Charter, standing: Standing, scores: PeriodScores, *, colours: bool = False) -> Iterator[str]:
    """Yield every criterion with each party's level side by side, and at the end where the two sides differ."""
    text = standing.shown
    yield visible(f"{text.title if text else charter.id}, {scores.period}")
    if scores.seal:
        yield ""
        yield from wrapped(visible(seal_words(scores.seal)))
        return
    for ref, group in groupby(scores.rows, key=lambda row: row.ref):
        rows = list(group)
        yield ""
        yield _heading(rows[0].promise.title.text if rows[0].promise else ref, ref, colours=colours)
        for row in rows:
            yield from _row(row, colours=colours)
    yield ""
    yield from wrapped(visible(summary(scores)))
    for unknown in scores.unknown:
        yield from wrapped(
            visible(f'"{unknown.ref}" is no promise of any version, so what was said of it is left out.')
        )


def summary(scores: PeriodScores) -> str:
    """Return on how many criteria the sides differ, and how many marks of each are short of what was agreed."""
    both = [row for row in scores.rows if row.difference is not None]
    differ = len(scores.differing)
    words = [
        f"The two sides differ on {differ} of {number_of(len(both), 'criterion', 'criteria')}."
        if both
        else "No criterion was judged by both sides."
    ]
    for role, name in _NAMES.items():
        counted = tally(scores.marks(role))
        if counted.placed:
            held = counted.as_agreed + counted.beyond
            words.append(f"{name.capitalize()}: {held} of {counted.placed} as agreed or better, {counted.short} short.")
    return " ".join(words)


def seal_words(seal: Seal) -> str:
    """Return why scores are out of sight, and what they wait for."""
    words = ["This period is scored blind, so no scores are shown before both sides have given all of theirs."]
    if seal.given:
        words.append(f"Given: {listed(seal.given)}.")
    if seal.begun:
        words.append(f"Not complete: {listed(seal.begun)}.")
    if seal.awaited:
        words.append(f"Waiting for the {_NAMES[seal.awaited]}.")
    return " ".join(words)


def steps_words(steps: int | None) -> str:
    """Return how far a level is from the expected one: `as agreed`, `1 step short`, `2 steps beyond`."""
    if steps is None:
        return "not on the scale"
    if steps == 0:
        return "as agreed"
    return f"{number_of(abs(steps), 'step', 'steps')} {'short' if steps < 0 else 'beyond'}"


def difference_words(row: Row) -> str:
    """Return where the sides differ on one criterion; empty where they do not, or where one of them is missing."""
    pair = row.medians
    if not pair or not row.difference:
        return ""
    said = (
        f"{mark.level} from {listed([other.party for other in marks if other.steps == mark.steps])}"
        for mark, marks in zip(pair, (row.own, row.theirs), strict=True)
    )
    return f"{number_of(abs(row.difference), 'step', 'steps')} apart: {', '.join(said)}"


def scores_json(charter: Charter, scores: PeriodScores) -> str:
    """Return one period as a JSON object; while it is sealed it has no rows."""
    report: dict[str, Any] = {
        "schema": 1,
        "charter": charter.id,
        "period": str(scores.period),
        "parties": list(scores.parties),
        "sealed": _seal_data(scores.seal) if scores.seal else None,
        "differing": len(scores.differing),
        "rows": [
            {"ref": row.ref, "title": row.promise.title.text if row.promise else None, **row_data(row)}
            for row in scores.rows
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _seal_data(seal: Seal) -> dict[str, Any]:
    return {
        "given": list(seal.given),
        "begun": list(seal.begun),
        "awaited": seal.awaited.value if seal.awaited else None,
    }


def _heading(title: str, ref: str, *, colours: bool) -> str:
    title, ref = visible(" ".join(title.split())), visible(ref)
    gap = WIDTH - columns(title) - columns(ref)
    return f"{painted(title, BOLD, colours)}{' ' * max(gap, 2)}{ref}"


def _row(row: Row, *, colours: bool) -> Iterator[str]:
    yield visible(f"  {row.name or 'as a whole'}")
    party = max(columns(visible(mark.party)) for mark in row.marks)
    level = max(columns(visible(mark.level)) for mark in row.marks)
    for mark in row.marks:
        steps = steps_words(mark.steps) if mark.level else "not given"
        if mark.steps is not None and mark.steps < 0:
            steps = painted(steps, YELLOW, colours)
        said = f'    "{visible(mark.evidence)}"' if mark.evidence else ""
        yield f"    {padded(visible(mark.party), party)}  {padded(visible(mark.level), level)}  {steps}{said}"
    if words := difference_words(row):
        yield from wrapped(visible(words), "      ", first="    → ")
