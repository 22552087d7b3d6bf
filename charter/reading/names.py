"""Parties named in running text: `Teaching staff, Office staff and the desk`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charter.model.text import Party
from charter.reading.keywords import Keywords, fold


@dataclass(frozen=True, slots=True)
class NamedParty:
    """A name as written, where it begins in the text, and the party it means, if any."""

    words: str
    offset: int
    party: Party | None


def find_party(name: str, parties: Sequence[Party]) -> Party | None:
    """Return the party whose id or name this is, in any case; ids come first."""
    wanted = fold(name)
    by_id = (party for party in parties if fold(party.id) == wanted)
    return next(by_id, None) or next((party for party in parties if fold(party.name) == wanted), None)


def read_party_names(text: str, parties: Sequence[Party], keywords: Keywords) -> tuple[NamedParty, ...]:
    """Return every party that `text` lists, in order.

    Names stand apart by a comma, a semicolon, or a word for "and". A listed name may itself hold such a word.
    """
    separator = _compiled(separator_pattern(keywords))
    known = _compiled(rf"{article_pattern(keywords)}(?P<name>{party_pattern(parties)})")
    found: list[NamedParty] = []
    at = len(text) - len(text.lstrip())
    end = len(text.rstrip(" ."))
    while at < end:
        match = known.match(text, at, end)
        after = match.end() if match else at
        if match and (after == end or separator.match(text, after, end)):
            found.append(NamedParty(match["name"], match.start("name"), find_party(match["name"], parties)))
        else:
            gap = separator.search(text, at, end)
            after = gap.start() if gap else end
            if words := text[at:after].strip():
                found.append(NamedParty(words, at, find_party(words, parties)))
        gap = separator.match(text, after, end)
        at = gap.end() if gap else end
    return tuple(found)


def party_pattern(parties: Sequence[Party]) -> str:
    """Return a regular expression for any id or name, longest first, blanks, accents and apostrophes in any shape."""
    return any_of(name for party in parties for name in (party.id, party.name)) if parties else r"(?!)"


def separator_pattern(keywords: Keywords) -> str:
    """Return a regular expression for what stands between two names of a list."""
    between = any_of(keywords.words["and"])
    return rf"\s*[,;]\s*(?:{between}\s+)?|\s+{between}\s+"


def article_pattern(keywords: Keywords) -> str:
    """Return a regular expression for an article and the blank after it, or nothing."""
    words = keywords.words["articles"]
    whole = any_of(word for word in words if not word.endswith("'"))
    cut = any_of(word for word in words if word.endswith("'")) if any(word.endswith("'") for word in words) else r"(?!)"
    return rf"(?:{whole}\s+|{cut})?"


def any_of(words: Iterable[str]) -> str:
    """Return a regular expression for one of `words`, longest first."""
    return "(?:" + "|".join(map(_loose, sorted(set(words), key=lambda word: (-len(word), word)))) + ")"


def without_accents(pattern: str) -> str:
    """Return a regular expression in which every accented letter may stand without its accent."""
    return "".join(
        letter if letter.isascii() or unicodedata.normalize("NFKD", letter)[0] == letter
        else f"[{letter}{unicodedata.normalize('NFKD', letter)[0]}]"
        for letter in pattern
    )  # fmt: skip


def _loose(words: str) -> str:
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    return without_accents(re.sub("['’]", "['’]", pattern))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
