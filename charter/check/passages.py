"""The words of one promise, piece by piece, each with its place in the file."""

from __future__ import annotations

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
_GAP = r"[\s>*_~`\[\]\\\0]+"
"""What may stand between two words: blanks, line ends, markup."""
_MARKS = r"[*_~`\\]*"
_RUN = re.compile(r"[^\W_]+|[\W_]")
_LEADS_TO = re.compile(r"\]\([^)\n]*\)")
_LEADS = re.compile(r"(?::|\bwill|\bshall|\bto|\bde)\s*$")
"""How words end that lead into a list."""
_LEADING = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_QUOTED = re.compile(r'"[^"\n]*"|«[^»\n]*»')
_MAX_WORDS = 20


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
    quoted: tuple[tuple[int, int], ...]
    """What stands between quotation marks: words that are spoken of, not said."""
    lead: str = ""
    """For a line of a list, what leads into the list: "We will:"."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The words in small letters."""
        return tuple(word.key for word in self.words)

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
        pattern = _pattern(self.words[start:end])
        if self.source is None or self.span.line is None or pattern is None:
            return self.span
        first, last = self.span.line, self.span.end_line or self.span.line
        begin = (self.span.column or 1) - 1
        written = "\n".join(self.source.line(line) for line in range(first, last + 1))
        # Where links lead to is no word of the text; as many other signs stand for it, so that places stay true.
        written = _LEADS_TO.sub(lambda match: "]" + "\0" * (len(match[0]) - 1), written).translate(_SIGNS)
        number = sum(1 for _ in pattern.finditer(self.words, 0, start))
        found = list(pattern.finditer(written, begin))
        if not found:
            return self.span
        match = found[min(number, len(found) - 1)]
        return self.source.span(*_place(written, match.start(), first), *_place(written, match.end(), first))


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
            found.append(Sentence(text, begin, read, quoted, lead))
        begin = after
    return tuple(found)


def _pattern(words: str) -> re.Pattern[str] | None:
    """Return a pattern that finds words with whatever markup and line ends stand between them."""
    parts = words.split()
    if not parts:
        return None
    # A long stretch is found by how it begins.
    return re.compile(r"(?<![^\W_])" + _GAP.join(map(_written, parts[:_MAX_WORDS])))


def _written(word: str) -> str:
    """Return a pattern of one word, with marks of emphasis wherever it is no letter that stands next."""
    return _MARKS.join(re.escape(run) for run in _RUN.findall(word))


def _place(written: str, offset: int, first: int) -> tuple[int, int]:
    """Return the line and column of an offset in lines that begin with line `first`."""
    return first + written.count("\n", 0, offset), offset - written.rfind("\n", 0, offset)
