"""What git answers to a question that it may have no answer to."""

from __future__ import annotations

from pathlib import Path

from charter.git import ask
from charter.source import CharterError


def answer_lines(root: Path, *words: str) -> list[str]:
    """Return the lines that git prints; none where it has no answer."""
    try:
        return ask(root, *words).decode("utf-8", "surrogateescape").splitlines()
    except CharterError:
        return []
