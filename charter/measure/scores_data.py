"""Both sides' scores, for programs: every level that was given of a promise; those of a blind period stay away."""

from __future__ import annotations

from typing import Any

from charter.measure.scores import Mark, Row, Scores


def scores_data(scores: Scores, ref: str) -> list[dict[str, Any]]:
    """Return every criterion of a promise in every period, the oldest period first."""
    points = [point for held in scores.of(ref).values() for point in held]
    points.sort(key=lambda point: (point.period.last, point.period.first))
    return [{"period": str(point.period), **row_data(point.row)} for point in points]


def row_data(row: Row) -> dict[str, Any]:
    """Return one criterion in one period; steps count from the expected level, below zero short of it."""
    return {
        "criterion": row.name or None,
        "difference": row.difference,
        "marks": [_mark(mark) for mark in row.marks],
    }


def _mark(mark: Mark) -> dict[str, Any]:
    return {
        "party": mark.party,
        "role": mark.role.value,
        "level": mark.level or None,
        "steps": mark.steps,
        "expected": mark.yardstick.expected,
        "version": mark.yardstick.version,
        "evidence": mark.evidence or None,
        "importance": mark.importance,
    }
