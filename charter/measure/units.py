"""What a measured number counts: read from the words of its unit, in the charter's language or in English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from charter.model.target import Clock
from charter.reading.target_chunks import chunks_of
from charter.reading.target_words import words_for


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit counts: `%`, `out of 5`, a length of time on a clock (`day`), or things in the author's words."""

    name: str
    is_time: bool = False
    clock: Clock | None = None


@lru_cache(maxsize=256)
def read_unit(words: str, language: str) -> Unit:
    """Return what `words` say: `working days` is `day` in business time."""
    for tag in (language, "en"):
        chunks = chunks_of(f"2 {words}", words_for(tag))
        if len(chunks) == 1 and chunks[0].kind == "amount":
            return Unit(chunks[0].unit, is_time=True, clock=chunks[0].clock)
        if len(chunks) == 1 and chunks[0].unit:
            return Unit(f"out of {chunks[0].unit}")
        if len(chunks) == 1 and chunks[0].kind == "percent":
            return Unit("%")
    return Unit(words)
