"""The words of one promise, piece by piece, each with its place in the file."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from charter.model.prose import Block, BlockKind, Inline
from charter.model.text import Expectation, FieldKey
from charter.source import SourceText, Span

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST})
"""Quotes, code and tables are not what the author promises."""
_FIELDS = (FieldKey.REMEDY, FieldKey.EXCEPT, FieldKey.MEASURED)
_SIGNS = str.maketrans(
    {**dict.fromkeys("‘’‛′`´ʼ", "'"), **dict.fromkeys("“”„‟", '"'), **dict.fromkeys("\u00a0\u202f", " ")}
)
"""One sign for one sign, so that places stay true."""
_WORD = re.compile(r"[^\W_]+")
_END = re.compile(r"(?<=[.!?…])[\"')\]»]*\s+(?=[\"'(\[«]*[^\W\d_a-z]|\d)|\n+")
_LEADS_TO = re.compile(r"\]\([^)\n]*\)")
_LEADS = re.compile(r"(?::|\bwill|\bshall|\bto|\bde)\s*$")
"""How words end that lead into a list."""
_LEADING = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_QUOTED = re.compile(r'"[^"\n]{0,400}"|«[^»\n]{0,400}»')
_LONGEST = 400
"""In words. What is longer is no sentence that anybody wrote; nothing but its length is judged."""
_AHEAD = 40
"""How many words of a file may stand between two words of its text: markup, comments, addresses."""


@dataclass(frozen=True, slots=True)
class Word:
    """One run of letters and digits: `key` in small letters, and where it stands in its sentence."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence; `start` is where it begins in its passage."""

    text: str
    start: int
    words: tuple[Word, ...]
    keys: tuple[str, ...]
    """The words in small letters."""
    quoted: tuple[tuple[int, int], ...]
    """What stands between quotation marks: words that are spoken of, not said."""
    lead: str = ""
    """For a line of a list, what leads into the list: "We will:"."""

    @property
    def is_endless(self) -> bool:
        """Whether it has more words than a sentence has."""
        return len(self.words) > _LONGEST

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text.rstrip(" \"')»").endswith("?")

    def is_quoted(self, at: int) -> bool:
        """Whether the sign at `at` stands between quotation marks."""
        return any(begin < at < end for begin, end in self.quoted)

    def between(self, index: int) -> str:
        """Return what stands between the word at `index` and the one before it."""
        return self.text[self.words[index - 1].end if index else 0 : self.words[index].start]


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A title, a block of prose or the value of a field. `key` is `None` for a title and for prose."""

    words: str
    span: Span
    source: SourceText | None = field(repr=False)
    key: FieldKey | None = None
    is_title: bool = False
    lead: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order; a line of a list is one or more."""
        return _sentences(self.words, self.lead)

    def place(self, start: int, end: int) -> Span:
        """Return where the words from `start` to `end` stand in the file; the whole passage where that is not known."""
        found = _aligned(self)
        first = bisect.bisect_left(found.starts, start)
        last = bisect.bisect_left(found.starts, end) - 1
        if self.source is None or self.span.line is None or not 0 <= first <= last:
            return self.span
        begins, ends = found.written[first], found.written[last] + len(found.keys[last])
        at = found.starts[last] + len(found.keys[last])
        while at < end and found.source.text.startswith(self.words[at], ends):
            at, ends = at + 1, ends + 1
        (line, column), (end_line, end_column) = found.source.place(begins), found.source.place(ends)
        above = self.span.line - 1
        return self.source.span(line + above, column, end_line + above, end_column)


def passages(promise: Expectation, source: SourceText | None) -> Iterator[Passage]:
    """Yield the title, the prose, and the fields in which words promise something; never a target's line."""
    title = passage(promise.title, source, is_title=True)
    yield title
    above = title.words
    for block in (*promise.before, *promise.after):
        if block.kind in _READ:
            lead = above if block.kind is BlockKind.LIST and _LEADS.search(above) else ""
            yield replace(passage(block, source), lead=lead)
        above = block.text.translate(_SIGNS) if block.kind in _LEADING else ""
    for item in promise.fields:
        if item.key in _FIELDS:
            yield passage(item.value, source, key=item.key)


def passage(
    words: Block | Inline, source: SourceText | None, *, key: FieldKey | None = None, is_title: bool = False
) -> Passage:
    """Return a run of words with its place."""
    return Passage(words.text.translate(_SIGNS), words.span, source, key, is_title)


@lru_cache(maxsize=8192)
def _sentences(words: str, lead: str) -> tuple[Sentence, ...]:
    found = []
    begin = 0
    for end, after in (*((match.start(), match.end()) for match in _END.finditer(words)), (len(words), len(words))):
        text = words[begin:end]
        if text.strip():
            read = tuple(Word(match[0].casefold(), *match.span()) for match in _WORD.finditer(text))
            quoted = tuple(match.span() for match in _QUOTED.finditer(text))
            keys = tuple(word.key for word in read)
            found.append(Sentence(text, begin, read, keys, quoted, lead))
        begin = after
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """The words of a passage that were found again in its lines, in order: where they begin in both."""

    source: SourceText
    """The lines of the passage alone."""
    keys: tuple[str, ...]
    starts: tuple[int, ...]
    written: tuple[int, ...]


@lru_cache(maxsize=64)
def _aligned(passage: Passage) -> _Aligned:
    """Return where the words of a passage stand in the file; markup, and where links lead to, stands between them."""
    source, span = passage.source, passage.span
    if source is None or span.line is None:
        return _Aligned(SourceText(span.path, ""), (), (), ())
    text = "\n".join(source.line(line) for line in range(span.line, (span.end_line or span.line) + 1))
    # As many other signs stand for an address, so that places stay true.
    text = _LEADS_TO.sub(lambda match: "]" + "\0" * (len(match[0]) - 1), text).translate(_SIGNS)
    written = list(_WORD.finditer(text, (span.column or 1) - 1))
    found = []
    at = 0
    for match in _WORD.finditer(passage.words):
        ahead = range(at, min(at + _AHEAD, len(written)))
        here = next((place for place in ahead if written[place][0] == match[0]), None)
        if here is not None:
            found.append((match[0], match.start(), written[here].start()))
            at = here + 1
    keys, starts, places = zip(*found, strict=True) if found else ((), (), ())
    return _Aligned(SourceText(span.path, text), keys, starts, places)
