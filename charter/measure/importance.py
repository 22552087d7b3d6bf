"""How much each promise matters to those it is promised to, as they said when they judged it."""

from __future__ import annotations

from charter.measure.scores import Scores
from charter.model.text import CharterText, Expectation


def importance_of(scores: Scores, version: str, promise: Expectation) -> int | None:
    """Return the most that anybody promised to gave a promise, 1 to 5, each party by what it said last.

    Only criteria count that the promise still has in the text of the version; its label is empty for the working text.
    `None` where nobody said.
    """
    said: dict[tuple[str, str], int] = {}
    for key, points in scores.of(promise.ref).items():
        if scores.has_criterion(version, promise, key):
            for point in reversed(points):
                for mark in point.row.theirs:
                    if mark.importance:
                        said.setdefault((mark.party, point.row.name), mark.importance)
    return max(said.values(), default=None)


def importances(scores: Scores, version: str, text: CharterText) -> dict[str, int]:
    """Return, by ref, how much each promise of a text matters; those of which nobody said so are left out."""
    found = ((promise.ref, importance_of(scores, version, promise)) for promise in text.expectations)
    return {ref: importance for ref, importance in found if importance}
