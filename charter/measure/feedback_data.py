"""How many remarks there are, for programs; what people said stands on the pages and in the table beside them."""

from __future__ import annotations

from typing import Any

from charter.measure.feedback import Voices


def voices_data(voices: Voices) -> dict[str, Any] | None:
    """Return the counts of what was said about one thing; `None` where nothing was."""
    if not voices.remarks:
        return None
    days = voices.answer_days
    middle = voices.median_days
    return {
        "total": len(voices.remarks),
        "scores": {str(score): count for score, count in voices.counts},
        "unscored": voices.unscored,
        "waiting": len(voices.waiting),
        "answered": len(days),
        "median_days": None if middle is None else f"{middle.normalize():f}",
        "longest_days": days[-1] if days else None,
    }
