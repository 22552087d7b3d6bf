"""The words that a target keeps beside its numbers: conditions, and deadlines with their times of day."""

from __future__ import annotations

import re
from collections import Counter

from charter.compare.changes import Direction
from charter.compare.lexicon import Lexicon, begins, is_same_wording, letters, lexicon_for
from charter.model.target import Measure, Target
from charter.model.words import canonical

_CLOCK = re.compile(
    r"""(?<![\w:.])(?:
        (?P<hour>\d{1,2}) \s?[:h]\s? (?P<minute>\d{2}) (?:\s?(?P<half>[ap])\.?\s?m\b\.?)?
      | (?P<hour_12>\d{1,2}) (?:\.(?P<minute_12>\d{2}))? \s?(?P<half_12>[ap])\.?\s?m\b\.?
      | (?P<full_hour>\d{1,2}) \s?(?P<sign>h)\b
    )(?![\w:])""",
    re.VERBOSE,
)


def conditions_of(target: Target, *, language: str = "en") -> str | None:
    """Return the words of a target that are a condition; of a deadline's words, those from "for", "except" … on."""
    if target.measure is not Measure.DEADLINE or target.condition is None:
        return target.condition
    return _parted(target.condition, lexicon_for(language))[1] or None


def compare_conditions(before: str | None, after: str | None, *, language: str = "en") -> Direction | None:
    """Return what other conditions mean for those promised to; `None` when they are the same.

    Conditions are parted at commas. One that narrows ("for", "if", "except" …) makes a promise weaker when it comes
    and stronger when it goes; any other condition, or one in other words, is unclear. Conditions in another order, or
    with other case and punctuation, are neutral.
    """
    before, after = before or "", after or ""
    lexicon = lexicon_for(language)
    old, new = _items(before, lexicon), _items(after, lexicon)
    came, went = list((Counter(new) - Counter(old)).elements()), list((Counter(old) - Counter(new)).elements())
    for item in list(came):
        if slip := next((other for other in went if is_same_wording(other, item)), None):
            came.remove(item)
            went.remove(slip)
    if not came and not went:
        is_typed_otherwise = letters(before) == letters(after) and canonical(before) != canonical(after)
        return Direction.NEUTRAL if old != new or is_typed_otherwise else None
    if (came and went) or not all(begins(item, lexicon.narrowing) for item in came + went):
        return Direction.UNCLEAR
    return Direction.WEAKER if came else Direction.STRONGER


def compare_deadlines(before: str | None, after: str | None, *, language: str = "en") -> Direction | None:
    """Return which deadline asks more: of equal words but for one time of day, the earlier; other words are unclear."""
    lexicon = lexicon_for(language)
    old, old_times = _timed(_parted(before or "", lexicon)[0], lexicon)
    new, new_times = _timed(_parted(after or "", lexicon)[0], lexicon)
    if not is_same_wording(old, new):
        return Direction.UNCLEAR
    moved = [(one, other) for one, other in zip(old_times, new_times, strict=True) if one != other]
    if len(moved) > 1:
        return Direction.UNCLEAR
    return None if not moved else Direction.STRONGER if moved[0][1] < moved[0][0] else Direction.WEAKER


def is_same_but_for_conditions(before: Target, after: Target, *, language: str = "en") -> bool:
    """Whether two lines have the same words but for their conditions."""
    return _without_conditions(before, language) == _without_conditions(after, language)


def _without_conditions(target: Target, language: str) -> str:
    words = letters(target.text)
    for piece in (conditions_of(target, language=language) or "").split(", "):
        words = re.sub(rf"\b{re.escape(letters(piece))}\b", " ", words, count=1)
    return " ".join(words.split())


def _items(conditions: str, lexicon: Lexicon) -> list[str]:
    """Return each condition without "and" before it."""
    found = (_without_joiner(letters(item), lexicon) for item in re.split(r"[,;]\s", conditions))
    return [item for item in found if item]


def _without_joiner(item: str, lexicon: Lexicon) -> str:
    joiner = begins(item, lexicon.joiners)
    return item.removeprefix(joiner).strip() if joiner else item


def _parted(words: str, lexicon: Lexicon) -> tuple[str, str]:
    """Return the words of a deadline, and the conditions after them."""
    for blank in re.finditer(r",?\s+", words):
        if begins(letters(words[blank.end() :]), lexicon.narrowing):
            return words[: blank.start()], words[blank.end() :]
    return words, ""


def _timed(words: str, lexicon: Lexicon) -> tuple[str, list[int]]:
    """Return words with a sign for every time of day, and those times in minutes."""
    times: list[int] = []

    def put(match: re.Match[str]) -> str:
        minutes = _minutes(match, lexicon)
        if minutes is None:
            return match[0]
        times.append(minutes)
        return "@"

    named = canonical(words).casefold()
    for names, clock in ((lexicon.noon, "12:00"), (lexicon.midnight, "24:00")):
        for name in names:
            named = re.sub(rf"\b{re.escape(name)}\b", clock, named)
    return letters(_CLOCK.sub(put, named)), times


def _minutes(match: re.Match[str], lexicon: Lexicon) -> int | None:
    """Return the minutes after midnight; `None` for what is no time of day."""
    if match["sign"] and match["sign"] not in lexicon.hour_signs:
        return None
    hour = int(match["hour"] or match["hour_12"] or match["full_hour"])
    minute = int(match["minute"] or match["minute_12"] or 0)
    half = match["half"] or match["half_12"]
    if half is not None:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute if minute < 60 and hour * 60 + minute <= 24 * 60 else None
