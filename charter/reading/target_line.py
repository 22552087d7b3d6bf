"""One target line while it is read: its chunks, what was taken of them, and what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from charter.model.target import Measure
from charter.reading.target_chunks import Chunk, chunks_of
from charter.reading.target_nouns import is_predicate
from charter.reading.target_words import Words

HUNDRED = Decimal(100)
NUMERIC = frozenset({"percent", "amount", "out_of", "number", "interval", "range", "compound", "fraction"})
_JOINTS = frozenset({"mark", "joiners"})
_LONG_UNITS = frozenset({"week", "month", "quarter", "year"})
_WINDOW_UNITS = frozenset({"day", "week", "month", "quarter", "year"})
_END = Chunk("end", 0, 0)


@dataclass(slots=True)
class Trouble(Exception):  # noqa: N818 - it never leaves this package
    """Why a line is not computed: a code, the words to quote, and what about them."""

    code: str
    reason: str
    start: int
    end: int
    chunk: Chunk | None = None


@dataclass(slots=True)
class Parts:
    """What a line says, before it is a target. Places are offsets into the line."""

    measure: Measure = Measure.NONE
    stat: str | None = None
    op: str | None = None
    number: Decimal | None = None
    unit: str | None = None
    amount: Chunk | None = None
    window: str | None = None
    of: str | None = None
    condition: str | None = None
    level: str | None = None
    is_strict: bool = False
    """Whether the limit, or the notice, is itself out."""
    statistic: Chunk | None = None
    is_implied: bool = False
    is_partly: bool = False
    hedges: list[Chunk] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Head:
    """A number with what stands around it: `within`, a comparator before it, one after it."""

    chunk: Chunk
    at: int
    after: int
    op: str = ""
    lead: str = ""
    lead_word: str = ""


class Line:
    """A line, the slots that its productions fill, and each chunk's role: used, of, rest or mark."""

    def __init__(self, text: str, words: Words) -> None:
        self.text = text
        self.words = words
        self.chunks = chunks_of(text, words)
        self.roles = ["rest"] * len(self.chunks)
        self.zone = "lead"
        self.in_condition = False
        self.share: tuple[str, Decimal] | None = None
        self.is_implied = False
        self.has_own_op = False
        self.limit: Chunk | None = None
        self.limit_op = "<="
        self.stat: str | None = None
        self.duration: tuple[str, Chunk] | None = None
        self.score: tuple[str, Chunk] | None = None
        self.count: tuple[str, Decimal] | None = None
        self.interval: Chunk | None = None
        self.notice: Chunk | None = None
        self.awaits_notice = False
        self.is_notice_strict = False
        self.is_due = False
        self.level: str | None = None
        self.window: Chunk | None = None
        self.has_bare_words = False
        self.of_from: int | None = None
        self.lead_end: int | None = None
        self.hedges: list[Chunk] = []
        self.vague: Chunk | None = None
        self.loose: Chunk | None = None
        self.grammatical: set[int] = set()

    def at(self, index: int) -> Chunk:
        """Return the chunk at `index`, an end outside the line."""
        return self.chunks[index] if 0 <= index < len(self.chunks) else _END

    def is_joint(self, index: int) -> bool:
        """Whether a new piece of the line begins at `index`."""
        index -= 1
        while index >= 0 and self.chunks[index].kind == "quote":
            index -= 1
        return index < 0 or self.chunks[index].kind in _JOINTS

    def is_final(self, index: int) -> bool:
        """Whether nothing but marks follows in the clause."""
        while self.at(index).kind == "quote":
            index += 1
        return self.at(index).kind in {"end", "mark", "joiners"}

    @property
    def has_core(self) -> bool:
        """Whether the line has said what it is about."""
        return bool(self.share or self.limit or self.is_due) or self.other_core()

    def other_core(self) -> bool:
        """Whether the line is about something that no share or limit joins."""
        return bool(self.duration or self.score or self.count or self.interval or self.notice or self.level is not None)

    def head(self, index: int) -> Head | None:
        """Return the number at `index` with its comparators, or `None`."""
        at, lead, lead_word, op = index, "", "", ""
        if self.at(at).kind in {"within", "in"}:
            lead, lead_word, op = self.at(at).kind, self.at(at).word, self.at(at).name
            at += 1
        if self.at(at).kind == "comparators":
            op = self.at(at).name
            if not lead and self.at(at).word in self.words.over:
                lead_word = self.at(at).word
            at += 1
            if self.at(at).kind == "of" and self.at(at + 1).kind in NUMERIC:
                at += 1
        chunk = self.at(at)
        if chunk.kind == "article" and op and self.at(at + 1).kind == "word":
            chunk = Chunk("number", chunk.start, chunk.end, number=Decimal(1))
        if chunk.kind not in NUMERIC:
            return None
        after = at + 1
        following = self.at(after)
        if following.kind == "comparators_after" or (following.kind == "comparators" and self.head(after) is None):
            op, after = op or following.name, after + 1
        return Head(chunk, at, after, op, lead, lead_word)

    def starts_piece(self, index: int) -> bool:
        """Whether what stands at `index` can only begin a target of its own."""
        kind = self.at(index).kind
        if kind == "amount":
            is_article = self.at(index).is_article
            return self.limit is not None and not is_article and not self.window_at(index + 1)
        if kind in {"percent", "within", "interval", "statistics", "out_of", "level"}:
            return kind != "percent" or self.at(index + 1).word not in self.words.sets["remedies"]
        return kind == "comparators" and self.head(index) is not None

    def use(self, start: int, end: int) -> None:
        """Mark chunks as taken by a production."""
        for index in range(start, end):
            self.roles[index] = "used"

    def core(self, start: int, end: int, zone: str) -> int:
        """Take `start` to `end` as the number the line is about."""
        if self.lead_end is None:
            self.lead_end = start
        self.use(start, end)
        self.zone = zone
        self.in_condition = False
        return end

    def fail(self, code: str, reason: str, chunk: Chunk, end: int | None = None) -> Trouble:
        """Return why the line is not computed, quoting `chunk` or from it to `end`."""
        return Trouble(code, reason, chunk.start, chunk.end if end is None else end, chunk)

    def second(self, index: int, after: int) -> int:
        """Another number after the line has one: a second target, or a condition's own number."""
        if self.is_joint(index):
            raise self.two(index)
        self.pull_back(index)
        self.in_condition = True
        return after

    def two(self, index: int) -> Trouble:
        """Return that a second target begins with the piece that `index` is in."""
        while not self.is_joint(index):
            index -= 1
        return self.fail("CH209", "two", self.at(index), len(self.text))

    def pull_back(self, index: int) -> None:
        """Give the verb or preposition before a condition's number to it: "outages | of more than 4 hours"."""
        while index > 1 and self.roles[index - 1] == "of" and self.roles[index - 2] == "of":
            word = self.chunks[index - 1].word
            if word not in self.words.sets["prepositions"] and not is_predicate(word, self.words):
                break
            index -= 1
            self.roles[index] = "rest"

    def plain_word(self, index: int) -> int:
        """Keep a word: as what is counted where that is being named, or as a condition."""
        chunk = self.chunks[index]
        if self.zone in {"of", "bare"}:
            self.roles[index] = "of"
        elif self.zone == "share":
            self.zone = "bare"
            self.has_bare_words = True
            self.roles[index] = "of"
        elif chunk.word in self.words.sets["starts_outside_nouns"] and (self.zone == "rest" or self.is_joint(index)):
            if self.qualifies(index):
                self.use(index, index + 1)
                return index + 1
            self.in_condition = self.zone == "rest" or chunk.word in self.words.sets["for_share"]
        return index + 1

    def qualifies(self, index: int) -> bool:
        """Whether the line's own percentage follows: "for 90% of starters"."""
        if self.chunks[index].word not in self.words.sets["for_share"] or not self.may_share():
            return False
        head = self.head(index + 1)
        return head is not None and head.chunk.kind == "percent"

    def may_share(self) -> bool:
        """Whether the line can still take a percentage."""
        return self.share is None and not (self.duration or self.score or self.count or self.interval)

    def can_be_due(self) -> bool:
        """Whether the line can still take a deadline."""
        return self.limit is None and not self.is_due and not self.other_core() and self.stat is None

    def window_at(self, index: int) -> bool:
        """Whether a stretch of time stands at `index`: "each month", "a month"."""
        chunk = self.at(index)
        return chunk.kind == "window" or (chunk.kind == "amount" and chunk.is_article)

    def is_opening(self, index: int) -> bool:
        """Whether nothing but hedges, marks and windows stands before `index`."""
        return all(self.chunks[at].kind in {"hedges", "mark", "quote", "window"} for at in range(index))

    def notice_after(self, head: Head) -> tuple[int, bool] | None:
        """Return where "'s notice" or "before" ends after an amount, and whether it is notice in so many words."""
        at = head.after
        if "before" in {self.at(at).kind, self.at(at).name}:
            return at, False
        while self.at(at).kind == "possessive" and at < head.after + 2:
            at += 1
        for ahead in range(at, at + 3):
            chunk = self.at(ahead)
            if chunk.kind == "notice":
                return ahead + 1, True
            if chunk.kind not in {"word", "of"}:
                return None
        return None

    def is_preposition(self, index: int) -> bool:
        """Whether the word at `index` is a preposition."""
        return self.chunks[index].word in self.words.sets["prepositions"]
