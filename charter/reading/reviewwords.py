"""The words of a review log, per language: `languages/<tag>/reviewing.toml`.

A log does not say its language, so the words of every language are read in it; they are written in the charter's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from charter.model.records import Verdict
from charter.reading.keywords import fold

_LANGUAGES = Path(__file__).parent / "languages"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewWords:
    """How one language writes a review. Of several words for a thing, the first one is written."""

    log: str
    """The title of a log."""
    review: str
    """What a review is called in its heading."""
    colon: str
    """What stands between a label and its value, before a blank."""
    fields: Mapping[str, tuple[str, ...]]
    """`due`, `version`, `present`, `result`, `next`, `change`, `action`, `done`."""
    columns: Mapping[str, tuple[str, ...]]
    """`Promise`, `Verdict`, `Note`."""
    verdicts: Mapping[Verdict, tuple[str, ...]]
    by: tuple[str, ...]
    """What stands before the day by which an action is to be done."""
    done: tuple[str, ...]
    """What stands before the day on which it was."""
    sheet: Mapping[str, Any]
    """The words of the sheet that is filled in: one, or two of which the first is for one thing."""
    tag: str
    """The language that these words are in."""


@cache
def review_words(language: str) -> ReviewWords:
    """Return the words that a log in `language` is written with; English ones where there are none."""
    import tomllib

    tag = language.replace("_", "-").split("-", 1)[0].lower()
    file = _LANGUAGES / tag / "reviewing.toml"
    if not (tag.isalpha() and file.is_file()):
        file = _LANGUAGES / "en" / "reviewing.toml"
    held = tomllib.loads(file.read_text(encoding="utf-8"))
    return ReviewWords(
        log=held["log"],
        review=held["review"],
        colon=held["colon"],
        fields={key: tuple(words) for key, words in held["fields"].items()},
        columns={key: tuple(words) for key, words in held["columns"].items()},
        verdicts={verdict: tuple(held["verdicts"][verdict.value]) for verdict in Verdict},
        by=tuple(held["notes"]["by"]),
        done=tuple(held["notes"]["done"]),
        sheet=held["sheet"],
        tag=file.parent.name,
    )


@cache
def every_language() -> tuple[ReviewWords, ...]:
    """Return the words of every language, the English ones first."""
    tags = sorted(file.parent.name for file in _LANGUAGES.glob("*/reviewing.toml"))
    return tuple(review_words(tag) for tag in sorted(tags, key=lambda tag: tag != "en"))


@cache
def field_keys() -> Mapping[str, str]:
    """Return what each folded label means: a key of `ReviewWords.fields`."""
    return {fold(label): key for words in every_language() for key, labels in words.fields.items() for label in labels}


@cache
def verdict_words() -> Mapping[str, Verdict]:
    """Return what each folded word of a verdict means."""
    return {fold(word): key for words in every_language() for key, said in words.verdicts.items() for word in said}


@cache
def column_names(name: str) -> tuple[str, ...]:
    """Return every head that the column `name` may have, but its own."""
    heads = (head for words in every_language() for head in words.columns[name])
    return tuple(dict.fromkeys(head for head in heads if head != name))
