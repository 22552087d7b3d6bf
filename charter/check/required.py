"""What every charter says somewhere, in its own words: its purpose, for whom it is, the way to complain, its review.

The parts are those of ISO 10001:2018. Each is recognised by meaning, generously. In a language whose words are not
known, nothing but the front matter could show a part, so nothing is called missing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import filterfalse
from pathlib import Path
from typing import Any

from charter.check.subject import Subject
from charter.model.prose import Block, BlockKind
from charter.model.text import CharterText, Expectation, FieldKey
from charter.source import Diagnostic, diagnose

_PARTS = Path(__file__).parent / "parts"
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE, BlockKind.TABLE})
_FEWEST_WORDS = 4
"""Fewer words before the first promise are a label, such as a date, and no purpose."""


def find_missing_purpose(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH170 where no words stand before the first promise and no section is about the purpose."""
    text = subject.text
    if text is None or not subject.is_promising:
        return
    words = _words(text)
    part = words.part("purpose")
    if any(len(block.text.split()) >= _FEWEST_WORDS for block in _blocks_before_promises(text)):
        return
    if part is None or not part.is_in(words):
        first = text.expectations[0].title if text.expectations else None
        where = f'before "{first.text}" ' if first else ""
        message = f"nothing {where}says what the charter is for"
        related = (first.span,) if first else ()
        yield diagnose("CH170", text.span, message, part.example if part else None, related=related)


def find_missing_audience(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH171 where neither the front matter nor the text says who the charter is for."""
    if subject.text and not subject.text.audience:
        yield from _missing(subject, "audience", "CH171", "nothing says who the charter is for")


def find_missing_limits(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH172 where nothing says what the charter does not cover; a promise's exceptions are limits too."""
    if subject.text and not any(item.field(FieldKey.EXCEPT) for item in subject.text.expectations):
        yield from _missing(subject, "limits", "CH172", "nothing says whom or what the charter does not cover")


def find_missing_complaint_route(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH173 where nothing says what a customer can do when a promise is not kept."""
    yield from _missing(subject, "complaints", "CH173", "nothing says what to do when it goes wrong")


def find_missing_review(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH174 where no cadence, no words and no review that was held say when the charter is looked at again."""
    if subject.text and not subject.text.review and not any(held.next for held in subject.charter.records.reviews):
        yield from _missing(subject, "review", "CH174", "nothing says when the charter is looked at again")


def _missing(subject: Subject, name: str, code: str, message: str) -> Iterator[Diagnostic]:
    text = subject.text
    if text is None or not subject.is_promising:
        return
    words = _words(text)
    part = words.part(name)
    if part is not None and not part.is_in(words):
        yield diagnose(code, text.span, message, part.example)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a charter, plain, by where they stand."""

    language: str
    headings: tuple[str, ...]
    prose: str
    promises: str

    def part(self, name: str) -> _Part | None:
        """Return how a part is recognised; `None` in a language whose words are not known."""
        return _parts(self.language.partition("-")[0].casefold()).get(name)


@dataclass(frozen=True, slots=True)
class _Part:
    """How one part of a charter is recognised."""

    headings: re.Pattern[str]
    prose: re.Pattern[str]
    anywhere: re.Pattern[str]
    example: str

    def is_in(self, words: _Words) -> bool:
        return (
            any(self.headings.fullmatch(heading) for heading in words.headings)
            or self.prose.search(words.prose) is not None
            or any(self.anywhere.search(place) for place in (*words.headings, words.prose, words.promises))
        )


@lru_cache(maxsize=8)
def _parts(language: str) -> dict[str, _Part]:
    import tomllib

    path = _PARTS / f"{language}.toml"
    if not re.fullmatch("[a-z]{2,3}", language) or not path.is_file():
        return {}
    parts: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: _Part(
            headings=_any_of(part["headings"]),
            prose=_any_of(part["prose"]),
            anywhere=_any_of(part["anywhere"]),
            example=part["example"],
        )
        for name, part in parts.items()
    }


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    either = "|".join(pattern.replace(" ", r"\s+") for pattern in patterns)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)" if either else r"(?!)")


def _words(text: CharterText) -> _Words:
    outside = [*text.introduction, *(item for part in text.sections for item in part.items if isinstance(item, Block))]
    within = [block for item in text.expectations for block in (*item.before, *item.after)]
    headings = [block.text for block in outside if block.kind is BlockKind.HEADING]
    headings += [section.title.text for section in text.sections if section.title and not section.is_promising]
    return _Words(
        language=text.language,
        headings=tuple(_plain(heading).strip(" .:?!") for heading in headings),
        prose=_plain(
            "\n".join([text.audience or "", *_prose(outside), *(item.words.text for item in text.principles)])
        ),
        promises=_plain("\n".join([*(item.title.text for item in text.expectations), *_prose(within)])),
    )


def _prose(blocks: Iterable[Block]) -> Iterator[str]:
    return (block.text for block in blocks if block.kind in _PROSE)


def _blocks_before_promises(text: CharterText) -> Iterator[Block]:
    yield from (block for block in text.introduction if block.kind in _PROSE)
    for section in text.sections:
        for item in section.items:
            if isinstance(item, Expectation):
                return
            if item.kind in _PROSE:
                yield item


def _plain(words: str) -> str:
    """Return words without case, accents and curly apostrophes."""
    letters = unicodedata.normalize("NFKD", words.replace("’", "'").casefold())
    return letters if letters.isascii() else "".join(filterfalse(unicodedata.combining, letters))
