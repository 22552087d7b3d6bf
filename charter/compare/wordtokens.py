"""A text as the words that a reader sees, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charter.model.words import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PICTURE = "\ufffc"
"""Stands for a picture among words (Unicode's OBJECT REPLACEMENT CHARACTER)."""

_TAG = r"""</?[a-zA-Z][\w:-]*(?:\s+[\w:-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>"""
"""A tag of another tool that is shown as words: one word, since nobody reads what is in it."""
_TAGS = re.compile(_TAG)
_CHUNK = re.compile(rf"(?:{_TAG}|[^\s<]+|<|(?<=\d)\s+(?=[%‰°€£$¥])|(?<=[€£$¥≥≤<>=±])\s+(?=\d))+")
_OPENING = "\"'“”„‟″‘’‚‛′`´«([{¿¡*_"
_CLOSING = "\"'“”„‟″‘’‚‛′`´»)]}.,;:!?…*_"
_INSIDE = re.compile(
    r"(?<=[^\W\d_])[-‐‑‒–—―−]+(?=[^\W\d_])"  # dashes between letters
    r"|[\u3001-\u303f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff0f\uff1a-\uff1f]"  # written without blanks
    rf"|{PICTURE}"
)
_SENTENCE_ENDS = frozenset(".!?…")
_SENTENCE_ENDS_ANYWHERE = frozenset("。！？")
_AFTER_AN_END = frozenset("\"')]}")


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words and signs, each with its place; what lies between two of them is their gap."""

    text: str
    keys: tuple[str, ...]
    """What is compared: the canonical word, behind a blank unless it stands right behind the word before."""
    spans: tuple[tuple[int, int], ...]

    def gap(self, index: int) -> str:
        """Return what is written before a word."""
        return self.text[self.spans[index - 1][1] if index else 0 : self.spans[index][0]]

    def run(self, start: int, end: int) -> str:
        """Return the words from `start` up to `end` as written, without the gap before them."""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]] if start < end else ""

    def stands_apart(self, index: int) -> bool:
        """Return whether a blank parts a word from the one before."""
        return self.keys[index].startswith(" ")

    def letters(self, start: int, end: int) -> int:
        """Return how many letters and signs the words have; a tag is one sign."""
        return sum(1 if _is_tag(key) else len(key) - key.startswith(" ") for key in self.keys[start:end])

    def ends_sentence(self, index: int) -> bool:
        """Return whether a sentence ends with this word; the begin and the end of the text count as ends."""
        if index < 0 or index + 1 >= len(self.keys):
            return True
        key = self.keys[index]
        if key.strip() in _SENTENCE_ENDS_ANYWHERE:
            return True
        if not self.stands_apart(index + 1):
            return False
        while index and (key in _AFTER_AN_END or key.startswith("</")):
            index -= 1
            key = self.keys[index]
        return key in _SENTENCE_ENDS


def read_words(text: str, pictures: Mapping[int, str] | None = None) -> Words:
    """Return the words of a text; a number and its sign are one word, signs around a word are words of their own.

    `pictures` gives what is compared for a `PICTURE` at an offset.
    """
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    last = ""
    for chunk in _CHUNK.finditer(text):
        for start, end in _untagged(chunk[0], chunk.start()):
            word = text[start:end]
            key = word if word.isascii() and word.isalnum() else canonical(word)
            if not key:  # Marks that nobody sees are part of the gap.
                continue
            if pictures and start in pictures:
                key = f"{PICTURE}{canonical(pictures[start])}"
            gap = text[spans[-1][1] if spans else 0 : start]
            is_apart = not spans or (word != "»" and last != "«" and any(map(str.isspace, gap)))
            keys.append(f" {key}" if is_apart else key)
            spans.append((start, end))
            last = word
    return Words(text, tuple(keys), tuple(spans))


def _is_tag(key: str) -> bool:
    return key.endswith(">") and key.lstrip().startswith("<")


def _untagged(chunk: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where the words, signs and tags of a chunk stand."""
    at = 0
    for tag in _TAGS.finditer(chunk) if "<" in chunk else ():
        if at < tag.start():
            yield from _parts(chunk[at : tag.start()], offset + at)
        yield offset + tag.start(), offset + tag.end()
        at = tag.end()
    if at < len(chunk):
        yield from _parts(chunk[at:], offset + at)


def _parts(chunk: str, offset: int) -> Iterator[tuple[int, int]]:
    """Yield where the words and signs of a chunk without blanks stand."""
    if chunk.isascii() and chunk.isalnum():
        yield offset, offset + len(chunk)
        return
    at = len(chunk) - len(chunk.lstrip(_OPENING))
    end = max(at, len(chunk.rstrip(_CLOSING)))
    yield from ((offset + sign, offset + sign + 1) for sign in range(at))
    for match in _INSIDE.finditer(chunk, at, end):
        if at < match.start():
            yield offset + at, offset + match.start()
        yield offset + match.start(), offset + match.end()
        at = match.end()
    if at < end:
        yield offset + at, offset + end
    yield from ((offset + sign, offset + sign + 1) for sign in range(end, len(chunk)))
