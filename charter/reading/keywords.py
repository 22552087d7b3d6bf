"""The key words of charters, per language, and what they mean.

Each language is a file of data, `languages/<tag>/keywords.toml`. A charter reads its own language's words and the
English ones.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from charter.model.text import FieldKey

_LANGUAGES = Path(__file__).parent / "languages"
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'"})
CHECKED_VALUES = (FieldKey.KIND, FieldKey.DIMENSION, FieldKey.STATUS, FieldKey.RUBRIC)
"""The fields whose values come from a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayWords:
    """How weekdays are written; every key is folded. Days count from Monday, 0."""

    groups: Mapping[str, tuple[int, ...]]
    """`mon`, `daily`, `weekends` …, each with the days it means."""
    to: tuple[str, ...]
    """As written, accents and all."""
    joins: frozenset[str]
    always: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keywords:
    """The words one charter may use: its language's and the English ones. Keys of mappings are folded."""

    language: str
    fields: Mapping[str, FieldKey]
    labels: Mapping[FieldKey, str]
    """How hints write each field."""
    section_fields: Mapping[str, str]
    """To `promised_by` or `promised_to`."""
    section_labels: Mapping[str, str]
    values: Mapping[FieldKey, Mapping[str, str]]
    """To the canonical value, for the fields in `CHECKED_VALUES`."""
    value_labels: Mapping[FieldKey, tuple[str, ...]]
    """How hints write the values, in the charter's language."""
    single_point: Mapping[str, str]
    """Heads of single-point columns to `short`, `as described`, `beyond`."""
    single_point_labels: Mapping[str, str]
    """How the charter's language calls `short`, `as described`, `beyond`."""
    words: Mapping[str, frozenset[str]]
    """`term`, `principles`, `yes`, `no`, `and`, `articles`, `days`, `weeks`."""
    numbers: Mapping[str, int]
    agreement: Mapping[str, tuple[str, ...]]
    """Patterns by kind of clause, the charter's own language first."""
    days: DayWords

    def is_word(self, kind: str, text: str) -> bool:
        """Whether `text` is one of the words of this kind."""
        return fold(text) in self.words[kind]

    def number(self, text: str) -> int | None:
        """Return the whole number that digits or a number word say."""
        words = fold(text)
        return int(words) if re.fullmatch("[0-9]{1,9}", words) else self.numbers.get(words)


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return `text` without case, accents, runs of blanks, curly apostrophes, and a full stop or colon at its end."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(bare.split()).rstrip(".: ")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` most likely meant, or `None` when none is close."""
    if len(word) > 100:
        return None
    by_fold = {fold(name): name for name in known}
    found = difflib.get_close_matches(fold(word), by_fold, n=1, cutoff=0.6)
    return by_fold[found[0]] if found else None


@lru_cache(maxsize=32)
def keywords_for(language: str) -> Keywords:
    """Return the key words of `language`; those of a language without a catalog are the English ones."""
    tag = language.split("-", 1)[0].lower()
    catalogs = [_catalog("en")]
    if tag != "en" and re.fullmatch("[a-z]{2,3}", tag) and (_LANGUAGES / tag / "keywords.toml").is_file():
        catalogs.append(_catalog(tag))
    own = catalogs[-1]
    values: dict[FieldKey, dict[str, str]] = {}
    for key in CHECKED_VALUES:
        values[key] = _reverse(catalog["values"][key.value] for catalog in catalogs)
        values[key].update({fold(canonical): canonical for canonical in own["values"][key.value]})
    return Keywords(
        language=language,
        fields={word: FieldKey(key) for word, key in _reverse(catalog["fields"] for catalog in catalogs).items()},
        labels={FieldKey(key): words[0] for key, words in own["fields"].items()},
        section_fields=_reverse(catalog["sections"] for catalog in catalogs),
        section_labels={key: words[0] for key, words in own["sections"].items()},
        values=values,
        value_labels={key: tuple(words[0] for words in own["values"][key.value].values()) for key in CHECKED_VALUES},
        single_point=_reverse(catalog["single_point"] for catalog in catalogs),
        single_point_labels={level: words[0] for level, words in own["single_point"].items()},
        words={
            kind: frozenset(fold(word) for catalog in catalogs for word in catalog["words"][kind])
            for kind in own["words"]
        },
        numbers={fold(word): number for catalog in catalogs for word, number in catalog["numbers"].items()},
        agreement={
            kind: tuple(pattern for catalog in reversed(catalogs) for pattern in catalog["agreement"][kind])
            for kind in own["agreement"]
        },
        days=_day_words(catalogs),
    )


def languages() -> tuple[str, ...]:
    """Return the tags of the languages that have key words."""
    return tuple(sorted(path.parent.name for path in _LANGUAGES.glob("*/keywords.toml")))


def tag_of_language(name: str) -> str | None:
    """Return the tag of a language that is written out, such as `French`."""
    wanted = fold(name)
    return next((tag for tag in languages() if wanted in map(fold, _catalog(tag)["names"])), None)


def canonical_value(key: FieldKey, text: str, language: str) -> str | None:
    """Return the word that `text` means in every language, `process` for `processus`.

    `None` when the value is not one the field can have. Fields whose values are free are returned as written.
    """
    if key not in CHECKED_VALUES:
        return text
    return keywords_for(language).values[key].get(fold(text))


@lru_cache(maxsize=8)
def _catalog(tag: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((_LANGUAGES / tag / "keywords.toml").read_text(encoding="utf-8"))


def _reverse(tables: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, str]:
    """Turn tables of key to words round; a later table, the charter's own language, wins."""
    return {fold(word): key for table in tables for key, words in table.items() for word in words}


def _day_words(catalogs: list[dict[str, Any]]) -> DayWords:
    groups: dict[str, tuple[int, ...]] = {}
    for calendar in (catalog["calendar"] for catalog in catalogs):
        groups.update({fold(name): (day,) for day, names in enumerate(calendar["days"]) for name in names})
        groups.update({fold(name): tuple(range(7)) for name in calendar["daily"]})
        groups.update({fold(name): tuple(range(5)) for name in calendar["weekdays"]})
        groups.update({fold(name): (5, 6) for name in calendar["weekend"]})
    return DayWords(
        groups=groups,
        to=tuple(word for catalog in catalogs for word in catalog["calendar"]["to"]),
        joins=frozenset(fold(word) for catalog in catalogs for word in catalog["words"]["and"]),
        always=frozenset(fold(word) for catalog in catalogs for word in catalog["calendar"]["always"]),
    )
