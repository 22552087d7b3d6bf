"""The grammar of targets: chunks of a line become the parts of one target, or the reason why they do not.

The line is walked once from left to right. What a production needs is taken; every other word is kept, either as what
is counted or as the condition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from charter.model.target import Measure
from charter.reading.target_chunks import Chunk, chunks_of
from charter.reading.target_nouns import is_predicate, split_predicate
from charter.reading.target_words import Words

HUNDRED = Decimal(100)
_NUMERIC = frozenset({"percent", "amount", "out_of", "number", "interval", "range", "compound"})
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
    is_implied: bool = False
    is_partly: bool = False
    hedges: list[Chunk] = field(default_factory=list)


def parse(text: str, words: Words) -> Parts:
    """Return what `text` says as one target. Raises `Trouble` when it is none."""
    return _Line(text, words).parts()


@dataclass(frozen=True, slots=True)
class _Head:
    """A number with what stands around it: `within`, a comparator before it, one after it."""

    chunk: Chunk
    at: int
    after: int
    op: str = ""
    lead: str = ""
    lead_word: str = ""


class _Line:
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

    # Looking.

    def _at(self, index: int) -> Chunk:
        return self.chunks[index] if 0 <= index < len(self.chunks) else _END

    def _is_joint(self, index: int) -> bool:
        """Whether a new piece of the line begins at `index`."""
        index -= 1
        while index >= 0 and self.chunks[index].kind == "quote":
            index -= 1
        return index < 0 or self.chunks[index].kind in _JOINTS

    def _is_final(self, index: int) -> bool:
        """Whether nothing but marks follows in the clause."""
        while self._at(index).kind == "quote":
            index += 1
        return self._at(index).kind in {"end", "mark", "joiners"}

    @property
    def has_core(self) -> bool:
        """Whether the line has said what it is about."""
        return bool(self.share or self.limit or self.is_due) or self._other_core()

    def _other_core(self) -> bool:
        return bool(self.duration or self.score or self.count or self.interval or self.notice or self.level is not None)

    def _head(self, index: int) -> _Head | None:
        """Return the number at `index` with its comparators, or `None`."""
        at, lead, lead_word, op = index, "", "", ""
        if self._at(at).kind in {"within", "in"}:
            lead, lead_word = self._at(at).kind, self._at(at).word
            at += 1
        if self._at(at).kind == "comparators":
            op = self._at(at).name
            if not lead and self._at(at).word in self.words.over:
                lead_word = self._at(at).word
            at += 1
            if self._at(at).kind == "of" and self._at(at + 1).kind in _NUMERIC:
                at += 1
        chunk = self._at(at)
        if chunk.kind == "article" and op and self._at(at + 1).kind == "word":
            chunk = Chunk("number", chunk.start, chunk.end, number=Decimal(1))
        if chunk.kind not in _NUMERIC:
            return None
        after = at + 1
        following = self._at(after)
        if following.kind == "comparators_after" or (following.kind == "comparators" and self._head(after) is None):
            op, after = op or following.name, after + 1
        return _Head(chunk, at, after, op, lead, lead_word)

    def _starts_piece(self, index: int) -> bool:
        """Whether what stands at `index` can only begin a target of its own."""
        kind = self._at(index).kind
        if kind == "amount":
            is_article = self._at(index).is_article
            return self.limit is not None and not is_article and not self._window_at(index + 1)
        if kind in {"percent", "within", "interval", "statistics", "out_of", "level"}:
            return kind != "percent" or self._at(index + 1).word not in self.words.sets["remedies"]
        return kind == "comparators" and self._head(index) is not None

    # Taking.

    def _use(self, start: int, end: int) -> None:
        for index in range(start, end):
            self.roles[index] = "used"

    def _core(self, start: int, end: int, zone: str) -> int:
        """Take `start` to `end` as the number the line is about."""
        if self.lead_end is None:
            self.lead_end = start
        self._use(start, end)
        self.zone = zone
        self.in_condition = False
        return end

    def _fail(self, code: str, reason: str, chunk: Chunk, end: int | None = None) -> Trouble:
        return Trouble(code, reason, chunk.start, chunk.end if end is None else end, chunk)

    def _second(self, index: int, after: int) -> int:
        """Another number after the line has one: a second target, or a condition's own number."""
        if self._is_joint(index):
            raise self._two(index)
        self._pull_back(index)
        self.in_condition = True
        return after

    def _two(self, index: int) -> Trouble:
        while not self._is_joint(index):
            index -= 1
        return self._fail("CH209", "two", self._at(index), len(self.text))

    def _pull_back(self, index: int) -> None:
        """Give the verb or preposition before a condition's number to it: "outages | of more than 4 hours"."""
        while index > 1 and self.roles[index - 1] == "of" and self.roles[index - 2] == "of":
            word = self.chunks[index - 1].word
            if word not in self.words.sets["prepositions"] and not is_predicate(word, self.words):
                break
            index -= 1
            self.roles[index] = "rest"

    # Walking.

    def parts(self) -> Parts:
        index, count = self._levelled(), len(self.chunks)
        while index < count:
            index = self._condition(index) if self.in_condition else self._piece(index)
        return self._finished()

    def _levelled(self) -> int:
        """Take "level NAME or better", whose name can be any words; return where to go on."""
        for index, chunk in enumerate(self.chunks):
            if chunk.kind != "level":
                if chunk.kind in _NUMERIC or chunk.kind in {"within", "mark"}:
                    return 0
                continue
            has_comparator = self._at(index - 1).kind == "comparators" and self._at(index - 1).name in {">=", ">"}
            end = index + 1
            while self._at(end).kind not in {"end", "comparators_after"} and self._at(end).word not in {",", ";", "("}:
                end += 1
            is_closed = self._at(end).kind == "comparators_after" and self._at(end).name in {">=", "better"}
            if end == index + 1 or not (is_closed or has_comparator):
                if index == 0 and end > 1:
                    raise self._fail("CH205", "level", chunk, self.chunks[end - 1].end)
                return 0
            name = self.text[self.chunks[index + 1].start : self.chunks[end - 1].end]
            self.level = " ".join(name.strip("\"“”„«»‘’'`*_. \u00a0").split())
            strict = has_comparator and self._at(index - 1).name == ">"
            self.has_own_op = strict
            self._core(index - has_comparator, end + is_closed, "rest")
            return end + is_closed
        return 0

    def _condition(self, index: int) -> int:
        """Keep words of a condition until a mark, or until what can only be the line's own number or window."""
        chunk = self._at(index)
        kind = chunk.kind
        if kind == "mark":
            self.in_condition = False
            self.zone = "rest" if self.has_core else "lead"
            return self._mark(index)
        if kind == "vague_numbers" and not self.has_core:
            return self._vague_number(index)
        if kind == "joiners" and self.has_core and self._starts_piece(index + 1):
            self.in_condition = False
            return index + 1
        if kind == "window" and self.window is None and self._is_final(index + 1) and self._may_window(index):
            return self._windowed(index)
        if kind == "every_time" and self._is_final(index + 1):
            return self._every_time(index)
        head = self._head(index)
        if head is not None:
            if head.chunk.kind == "percent" and (not self.has_core or (head.lead == "in" and self._may_share())):
                return self._numeric(index, head)
            if head.chunk.kind == "amount" and head.lead == "within" and self.limit is None and not self.is_due:
                if not self._other_core():
                    return self._numeric(index, head)
            if not self.has_core and head.chunk.kind == "amount" and self._notice_after(head) is not None:
                if head.op in {">=", ">"} and self._notice_after(head)[1]:  # type: ignore[index]
                    return self._numeric(index, head)
        if chunk.word in self.words.sets["for_share"] and self._at(index + 1).kind in {"percent", "comparators"}:
            after = self._head(index + 1)
            if after is not None and after.chunk.kind == "percent" and self._may_share():
                self._use(index, index + 1)
                self.in_condition = False
                return index + 1
        return index + 1

    def _may_share(self) -> bool:
        return self.share is None and not (self.duration or self.score or self.count or self.interval)

    def _may_window(self, index: int) -> bool:
        if not self.is_due:
            return True
        chunk = self.chunks[index]
        return self.share is not None and chunk.unit in _LONG_UNITS and self._at(index - 1).kind != "of"

    def _piece(self, index: int) -> int:
        chunk = self._at(index)
        kind = chunk.kind
        if kind == "word":
            return self._plain_word(index)
        if kind == "mark":
            return self._mark(index)
        if kind == "quote":
            self._use(index, index + 1)
            return index + 1
        step = _STEPS.get(kind)
        if step is not None:
            return step(self, index)
        head = self._head(index)
        if head is not None:
            return self._numeric(index, head)
        if kind == "comparators" and not self.has_own_op and self.zone in {"of", "bare"}:
            return self._late_comparator(index)
        if kind == "comparators" and not self.has_core:
            self._refuse_loose(index + 1)
        if kind == "within":
            self._refuse_loose(index + 1)
            raise self._fail("CH205", "not-a-target", chunk, self._at(index + 1).end or chunk.end)
        return self._plain_word(index)

    def _refuse_loose(self, index: int) -> None:
        chunk = self._at(index)
        if chunk.kind == "larger":
            raise self._fail("CH205", "spelled", chunk)
        if chunk.kind in {"approximate", "exact", "vague_numbers"}:
            _STEPS[chunk.kind](self, index)
        for ahead in range(index, index + 3):
            if self._at(ahead).kind in {"vague", "vague_numbers"}:
                raise self._fail("CH207", "vague", self._at(ahead))
        if chunk.word in {"$", "£", "€"}:
            raise self._fail("CH205", "money", chunk, self._at(index + 1).end or chunk.end)

    def _refused(self, index: int) -> int:
        if self.has_core:
            return self._plain_word(index)
        raise self._fail("CH205", "not-a-target", self.chunks[index])

    def _larger(self, index: int) -> int:
        if self.zone in {"of", "bare", "share"} and self._at(index - 1).kind not in {"within", "comparators"}:
            return self._plain_word(index)
        raise self._fail("CH205", "spelled", self.chunks[index])

    def _plain_word(self, index: int) -> int:
        chunk = self.chunks[index]
        if self.zone in {"of", "bare"}:
            self.roles[index] = "of"
        elif self.zone == "share":
            self.zone = "bare"
            self.has_bare_words = True
            self.roles[index] = "of"
        elif chunk.word in self.words.sets["starts_outside_nouns"] and (self.zone == "rest" or self._is_joint(index)):
            if chunk.word in self.words.sets["for_share"] and self._may_share():
                head = self._head(index + 1)
                if head is not None and head.chunk.kind == "percent":
                    self._use(index, index + 1)
                    return index + 1
            self.in_condition = self.zone == "rest" or chunk.word in self.words.sets["for_share"]
        return index + 1

    def _mark(self, index: int) -> int:
        chunk = self.chunks[index]
        if self.zone == "of" and chunk.word == "," and self._is_list(index):
            self.roles[index] = "of"
            return index + 1
        self.roles[index] = "mark"
        if self.zone != "lead":
            self.zone = "rest"
        return index + 1

    def _is_list(self, index: int) -> bool:
        """Whether the comma at `index` is one of a list: "calls, emails and letters"."""
        for ahead in range(index + 1, index + 4):
            kind = self._at(ahead).kind
            if kind == "joiners":
                return ahead > index + 1 and not self._is_final(ahead + 2)
            if self._at(ahead).word == ",":
                return ahead > index + 1 and self._is_list(ahead)
            if kind != "word":
                return False
        return False

    def _joiner(self, index: int) -> int:
        if self.zone in {"of", "bare"} and not self._starts_piece(index + 1):
            return self._plain_word(index)
        if self.zone != "lead":
            self.zone = "rest"
        return index + 1

    def _start(self, index: int) -> int:
        if self.zone == "lead" and not self._is_joint(index) and not self.has_core:
            return index + 1
        self.in_condition = True
        self.zone = "rest"
        return index + 1

    def _hedge(self, index: int) -> int:
        self.hedges.append(self.chunks[index])
        if self._at(index + 1).kind == "word" and self._at(index + 2).kind == "within":
            self._use(index + 1, index + 2)
            return index + 2
        return index + 1

    def _vague(self, index: int) -> int:
        self.vague = self.vague or self.chunks[index]
        return self._plain_word(index)

    def _vague_number(self, index: int) -> int:
        raise self._fail("CH207", "vague", self.chunks[index])

    def _approximate(self, index: int) -> int:
        raise self._fail("CH207", "approximate", self.chunks[index])

    def _exact(self, index: int) -> int:
        raise self._fail("CH205", "exact", self.chunks[index])

    def _every_other(self, index: int) -> int:
        if self.has_core:
            return self._plain_word(index)
        raise self._fail("CH205", "every-other", self.chunks[index])

    def _of(self, index: int) -> int:
        if self.zone == "share" or (self.zone == "stat" and self._at(index - 1).kind == "statistics"):
            self._use(index, index + 1)
            self.zone = "of" if self.zone == "share" else "bare"
            return index + 1
        if self.zone == "rest":
            self.in_condition = True
            return index + 1
        if self.stat is not None and not self.has_core and self._head(index + 1) is not None:
            self._use(index, index + 1)
            return index + 1
        return self._plain_word(index)

    def _statistic(self, index: int) -> int:
        if self.stat is not None or self.has_core:
            if self.limit is not None and self.share is None and not self.stat:
                self.stat = self.chunks[index].name
                self.duration, self.limit = (self.limit_op, self.limit), None
                self._use(index, index + 1)
                return index + 1
            if self.score is not None and self.stat is None and self.chunks[index].name in {"mean", "median"}:
                self.stat = self.chunks[index].name
                self._use(index, index + 1)
                return index + 1
            return self._second(index, index + 1) if self._is_joint(index) else self._plain_word(index)
        self.stat = self.chunks[index].name
        self.loose = self.loose or self.chunks[index]
        self._use(index, index + 1)
        self.zone = "bare"
        self.has_bare_words = True
        if self._at(index + 1).kind == "of":
            self._use(index + 1, index + 2)
            return index + 2
        return index + 1

    def _window_step(self, index: int) -> int:
        chunk = self.chunks[index]
        is_adjective = not chunk.unit and index > 0 and self.zone != "share" and not self._is_final(index + 1)
        if self.window is not None or is_adjective:
            return self._plain_word(index)
        return self._windowed(index)

    def _windowed(self, index: int) -> int:
        self.window = self.chunks[index]
        self._use(index, index + 1)
        if self.zone == "share" and self.window.is_frequent and not self._is_final(index + 1):
            return index + 1
        if self.zone != "lead":
            self.zone = "rest"
        self.in_condition = False
        return index + 1

    def _every_time(self, index: int) -> int:
        if self.share is not None or not self._may_share():
            return self._plain_word(index) if not self.in_condition else index + 1
        self.share, self.is_implied = (">=", HUNDRED), True
        if self.lead_end is None:
            self.lead_end = index
        self._use(index, index + 1)
        self.zone, self.in_condition = "rest", False
        return index + 1

    def _all(self, index: int) -> int:
        before = all(self.chunks[at].kind in {"hedges", "mark", "quote"} for at in range(index))
        if self.has_core or not before or self._at(index + 1).kind not in {"word", "article"}:
            return self._plain_word(index)
        if self._at(index + 1).word in self.words.sets["time_words"]:
            raise self._fail("CH205", "every-other", self.chunks[index], self._at(index + 1).end)
        self.share, self.is_implied = (">=", HUNDRED), True
        return self._core(index, index + 1, "of")

    def _no(self, index: int) -> int:
        if self.has_core or not self._is_opening(index) or self._at(index + 1).kind in {"end", "mark"}:
            return self._plain_word(index)
        self.count = ("<=", Decimal(0))
        return self._core(index, index + 1, "of")

    def _is_opening(self, index: int) -> bool:
        return all(self.chunks[at].kind in {"hedges", "mark", "quote", "window"} for at in range(index))

    def _update(self, index: int) -> int:
        following = self._at(index + 1)
        if following.kind == "interval" or self._is_interval(index + 1):
            if self.has_core:
                return self._second(index, index + 1)
            if self._is_opening(index):
                self._use(index, index + 1)
        return self._plain_word(index) if self.roles[index] == "rest" else index + 1

    def _is_interval(self, index: int) -> bool:
        """Whether "every hour" is every 1 hour: short units, or with "until"."""
        chunk = self._at(index)
        return chunk.kind == "window" and chunk.is_frequent and chunk.unit in {"second", "minute", "hour"}

    def _by(self, index: int) -> int:
        head = self._head(index + 1)
        if head is not None and head.chunk.kind == "percent" and not self.has_core:
            raise self._fail("CH205", "relative", head.chunk)
        if self._can_be_due() and self._is_moment(index):
            return self._due(index)
        return self._start(index) if self.chunks[index].name == "before" else self._plain_word(index)

    def _same_day(self, index: int) -> int:
        return self._due(index) if self._can_be_due() else self._plain_word(index)

    def _can_be_due(self) -> bool:
        return self.limit is None and not self.is_due and not self._other_core() and self.stat is None

    def _is_moment(self, index: int) -> bool:
        if self._at(index + 1).kind in {"end", "mark"}:
            return False
        if index == 0 or self._at(index - 1).kind in {"percent", "hedges", "comparators_after"}:
            return True
        for ahead in range(index + 1, index + 8):
            chunk = self._at(ahead)
            if chunk.kind in {"mark", "end"}:
                return False
            if chunk.kind in {"moment", "same_day", "amount", "window"} or chunk.word in self.words.sets["time_words"]:
                return True
        return False

    def _due(self, index: int) -> int:
        self.is_due = True
        if self.lead_end is None:
            self.lead_end = index
        self.zone = "rest"
        self.in_condition = True
        self.grammatical.add(index)
        return index + 1

    def _notice_of(self, index: int) -> int:
        if self.has_core:
            return self._plain_word(index)
        head = self._head(index + 1)
        if head is None or head.chunk.kind != "amount":
            return self._plain_word(index)
        self._use(index, index + 1)
        self.awaits_notice = True
        return index + 1

    def _late_comparator(self, index: int) -> int:
        """Take a comparator that stands after the words: "5% of calls or less"."""
        op = self.chunks[index].name
        if op == "better" and self.zone in {"of", "bare"}:
            return self._plain_word(index)
        op = ">=" if op == "better" else op
        if self.share is not None:
            self.share = (op, self.share[1])
        elif self.count is not None:
            self.count = (op, self.count[1])
        elif self.score is not None:
            self.score = (op, self.score[1])
        else:
            return self._plain_word(index)
        self.has_own_op = True
        self._use(index, index + 1)
        self.zone = "rest"
        return index + 1

    # Numbers.

    def _numeric(self, index: int, head: _Head) -> int:
        if head.chunk.kind in {"percent", "amount", "out_of", "number", "interval"} and head.chunk.number is None:
            raise self._fail("CH214", "unclear", head.chunk)
        return _NUMBERS[head.chunk.kind](self, index, head)

    def _percent(self, index: int, head: _Head) -> int:
        following = self._at(head.after)
        if self.has_core and following.word in self.words.sets["remedies"]:
            self.in_condition = True
            return head.after
        if not self._may_share() or self.level is not None:
            return self._second(index, head.after)
        if following.word in self.words.sets["changes"]:
            raise self._fail("CH205", "relative", head.chunk, following.end)
        if following.word in self.words.sets["remedies"] or head.lead == "within":
            raise self._fail("CH205", "not-a-target", head.chunk)
        self.share = (">=" if head.op in {"", "better"} else head.op, head.chunk.number or Decimal(0))
        self.has_own_op = bool(head.op)
        return self._core(index, head.after, "share")

    def _range(self, index: int, head: _Head) -> int:
        if self.has_core and self.zone == "rest" and not self._is_joint(index):
            return index + 1
        raise self._fail("CH208", "range", head.chunk)

    def _compound(self, index: int, head: _Head) -> int:
        if self.has_core and self.zone == "rest" and not self._is_joint(index):
            return index + 1
        raise self._fail("CH205", "compound", head.chunk)

    def _out_of(self, index: int, head: _Head) -> int:
        if self.has_core:
            return self._second(index, head.after)
        if not head.chunk.unit:
            raise self._fail("CH214", "unclear", head.chunk)
        self.score = (">=" if head.op in {"", "better"} else head.op, head.chunk)
        self.has_own_op = bool(head.op)
        return self._core(index, head.after, "share")

    def _number(self, index: int, head: _Head) -> int:
        following = self._at(head.after)
        if head.chunk.name == "once" and not self.has_core:
            self.count = (head.op or ">=", head.chunk.number or Decimal(0))
            return self._core(index, head.after, "of")
        needs_unit = head.lead == "within" or (
            self.stat is not None and not self.has_core and (head.op or following.kind in {"end", "mark"})
        )
        if needs_unit and (not self.has_core or (head.lead == "within" and self._can_be_due())):
            raise self._unitless(head)
        if head.op and not self.has_core:
            if following.kind in {"end", "mark"}:
                raise self._unitless(head)
            if following.kind == "of" and self._at(head.after + 1).kind == "number":
                raise self._fail("CH205", "fraction", head.chunk)
            self.count = (">=" if head.op == "better" else head.op, head.chunk.number or Decimal(0))
            self.has_own_op = True
            return self._core(index, head.after, "of")
        if head.op in {"<", "<="} and self.share is not None and not self.limit and self.zone in {"share", "bare"}:
            raise self._unitless(head)
        if head.op and self.has_core:
            return self._second(index, head.after)
        late = self._later_comparator(head) if not self.has_core and self.stat is None else ""
        if late:
            self.count = (late, head.chunk.number or Decimal(0))
            return self._core(index, head.after, "of")
        self.loose = self.loose or head.chunk
        return self._plain_word(index) if head.at == index else index + 1

    def _later_comparator(self, head: _Head) -> str:
        """Return the comparator after a number and its words: "3 outages or fewer"."""
        for at in range(head.after, head.after + 5):
            chunk = self._at(at)
            if chunk.kind == "comparators_after" and chunk.name != "better":
                return chunk.name
            if chunk.kind == "comparators" and self._head(at) is None:
                return chunk.name
            if chunk.kind not in {"word", "of"}:
                break
        return ""

    def _unitless(self, head: _Head) -> Trouble:
        following = self._at(head.after)
        if following.kind in {"end", "mark", "joiners", "window", "starts", "in", "of", "quote"}:
            return self._fail("CH204", "unitless", head.chunk)
        return Trouble("CH212", "unit", head.chunk.start, following.end, following)

    def _every(self, index: int) -> int:
        head = self._head(index + 1)
        if self.has_core or head is None:
            return self._plain_word(index)
        raise self._unitless(head)

    def _interval(self, index: int, head: _Head) -> int:
        if self.has_core or self.stat is not None:
            return self._second(index, head.after)
        if self.window is not None or head.op in {"<", "<="}:
            return self._plain_word(index) if head.at == index else index + 1
        self.interval = head.chunk
        return self._core(index, head.after, "rest")

    def _amount(self, index: int, head: _Head) -> int:
        chunk, op = head.chunk, head.op
        if head.lead_word in self.words.over and self._takes_window(head):
            self.window = Chunk("window", chunk.start, chunk.end, name=_rolling(chunk))
            self._use(index, head.after)
            self.zone = "rest"
            return head.after
        if self.stat is not None and not self.has_core:
            self.duration = ("<=" if op in {"", "better"} else op, chunk)
            self.has_own_op = bool(op)
            return self._core(index, head.after, "rest")
        notice = self._notice_after(head)
        if (self.awaits_notice or notice is not None) and head.lead == "" and op not in {"<", "<=", "better"}:
            return self._noticed(index, head, head.after if notice is None else notice[0])
        if notice is not None and notice[1] and op in {"<", "<="}:
            raise self._fail("CH205", "longest-notice", self._at(index), chunk.end)
        if head.lead or op in {"<", "<=", "better"}:
            if self._counts_units(head):
                return self._counted_units(index, head)
            return self._limited(index, head)
        if op:
            if self.has_core and (self.zone in {"of", "bare", "share"} or self._other_core() or self.limit):
                return self._second(index, head.after)
            if self._at(head.after).kind == "of" or self._window_at(head.after):
                return self._counted_units(index, head)
            if op == ">" or not self._is_opening(index):
                raise self._fail("CH205", "bare-amount", chunk)
            return self._noticed(index, head, head.after)
        return self._bare_amount(index, head)

    def _bare_amount(self, index: int, head: _Head) -> int:
        chunk = head.chunk
        if chunk.is_article and chunk.unit in _WINDOW_UNITS and self.window is None and self.zone not in {"lead"}:
            self.window = Chunk("window", chunk.start, chunk.end, name=_windowed_unit(chunk), unit=chunk.unit)
            self._use(index, head.after)
            self.zone = "rest"
            return head.after
        if self._window_at(head.after):
            self.zone = "rest" if self.zone != "lead" else "lead"
            return head.after + 1
        if self.has_core and self._is_joint(index) and self.zone == "rest":
            raise self._two(index)
        self.loose = self.loose or chunk
        return self._plain_word(index)

    def _window_at(self, index: int) -> bool:
        chunk = self._at(index)
        return chunk.kind == "window" or (chunk.kind == "amount" and chunk.is_article)

    def _takes_window(self, head: _Head) -> bool:
        """Whether "in 12 months" or "over 30 days" is the stretch that the line counts over."""
        if self.window is not None or self.zone not in {"of", "bare", "share", "rest"} or head.chunk.is_article:
            return False
        if head.chunk.unit not in _WINDOW_UNITS or not self._is_final(head.after):
            return False
        if self.count is not None:
            return True
        return head.op == ">" and self.share is not None and self.share[0] in {">=", ">"} and self.limit is None

    def _counts_units(self, head: _Head) -> bool:
        """Whether "no more than 4 hours of downtime a year" counts hours."""
        if head.lead or self.has_core or self._at(head.after).kind not in {"of", "possessive"}:
            return False
        return any(self._window_at(at) for at in range(head.after, min(len(self.chunks), head.after + 12)))

    def _counted_units(self, index: int, head: _Head) -> int:
        self.count = (head.op, head.chunk.number or Decimal(0))
        self.has_own_op = True
        self.of_from = head.chunk.unit_start
        return self._core(index, head.after, "of")

    def _limited(self, index: int, head: _Head) -> int:
        if self.count is not None and self.window is None and head.lead and self.count[0] in {"<=", "<"}:
            if head.chunk.unit in _WINDOW_UNITS:
                self.window = Chunk("window", head.chunk.start, head.chunk.end, name=_rolling(head.chunk))
                self._use(index, head.after)
                self.zone = "rest"
                return head.after
        if self.score is not None and not self._is_joint(index):
            raise self._fail("CH205", "fraction", self.score[1])
        if self.limit is not None and head.lead == "within":
            raise self._two(index)
        if self.limit is not None or self.is_due or self._other_core():
            return self._second(index, head.after)
        self.limit = head.chunk
        self.limit_op = "<" if head.op == "<" else "<="
        return self._core(index, head.after, "rest")

    def _notice_after(self, head: _Head) -> tuple[int, bool] | None:
        """Return where "'s notice" or "before" ends after an amount, and whether it is notice in so many words."""
        at = head.after
        if "before" in {self._at(at).kind, self._at(at).name}:
            return at, False
        while self._at(at).kind == "possessive" and at < head.after + 2:
            at += 1
        for ahead in range(at, at + 3):
            chunk = self._at(ahead)
            if chunk.kind == "notice":
                return ahead + 1, True
            if chunk.kind not in {"word", "of"}:
                return None
        return None

    def _noticed(self, index: int, head: _Head, after: int) -> int:
        if self.limit is not None or self.is_due or self._other_core():
            return self._second(index, head.after)
        if self.stat is not None:
            return self._second(index, head.after)
        self.notice = head.chunk
        self.awaits_notice = False
        self._core(index, head.after, "rest")
        for at in range(head.after, after):
            if self.chunks[at].kind in {"possessive", "notice", "of"}:
                self._use(at, at + 1)
            else:
                self.roles[at] = "rest"
        return after

    # Making parts of what was taken.

    def _finished(self) -> Parts:
        if self.stat is not None and self.duration is None and self.score is None:
            self._return_statistic()
        if not self.has_core and not self._from_window():
            raise self._nothing()
        self._share_alone()
        op, parts = self._measured()
        parts.op = op
        self._promote_lead()
        if self.has_bare_words and self.stat is None:
            self._sort_bare_words()
        self._sort_predicate(op)
        parts.of, parts.condition = self._words_of("of", self.of_from), self._words_of("rest", None)
        parts.window = self.window.name if self.window is not None else None
        parts.hedges = self.hedges
        parts.is_partly = self._is_partly(parts)
        return parts

    def _return_statistic(self) -> None:
        for index, chunk in enumerate(self.chunks):
            if chunk.kind == "statistics":
                self.roles[index] = "rest"
                if self._at(index + 1).kind == "of":
                    self.roles[index + 1] = "rest"
        self.stat = None

    def _share_alone(self) -> None:
        if self.share is not None and self.vague is not None and self.limit is None and not self._other_core():
            if not self.is_due:
                raise self._fail("CH207", "vague", self.vague)

    def _from_window(self) -> bool:
        """Take "every month" as at least once a month, and "every hour until …" as an interval."""
        window = self.window
        if window is None or not window.is_frequent or self.vague is not None:
            return False
        index = self.chunks.index(window)
        opens = self._at(index + 1)
        if window.unit in {"second", "minute", "hour"} or (
            opens.kind == "starts" and self._at(0).kind in {"updates", "window"} and window.unit != ""
        ):
            self.interval = Chunk(
                "interval", window.start, window.end, number=Decimal(1), unit=window.unit, clock=_clock_of(window)
            )
            self.window = None
            return True
        if any(chunk.kind in _NUMERIC for chunk in self.chunks[:index]):
            return False
        for at in range(index):
            if self.chunks[at].kind == "comparators":
                if self.chunks[at].name != ">=":
                    return False
                self._use(at, at + 1)
        self.count = (">=", Decimal(1))
        if self.lead_end is None:
            self.lead_end = index
        if index == 0:
            for at in range(1, len(self.chunks)):
                if self.chunks[at].kind != "word":
                    break
                if is_predicate(self.chunks[at].word, self.words) or (at == 1 and self._is_preposition(1)):
                    break
                self.roles[at] = "of"
        return True

    def _is_preposition(self, index: int) -> bool:
        return self.chunks[index].word in self.words.sets["prepositions"]

    def _measured(self) -> tuple[str | None, Parts]:
        parts = Parts()
        op: str | None = None
        if self.level is not None:
            parts.measure, parts.level, op = Measure.LEVEL, self.level, ">" if self.has_own_op else ">="
        elif self.duration is not None:
            op, parts.amount = self.duration
            parts.measure, parts.stat = Measure.DURATION, self.stat
        elif self.score is not None:
            op, chunk = self.score
            parts.measure, parts.stat, parts.number = Measure.SCORE, self.stat or "mean", chunk.number
            parts.unit = f"out of {chunk.unit}"
        elif self.count is not None:
            op, parts.number = self.count
            parts.measure = Measure.COUNT
        elif self.interval is not None:
            op, parts.measure, parts.amount = "<=", Measure.INTERVAL, self.interval
        else:
            parts.measure = Measure.SHARE
            if self.notice is not None:
                parts.measure = Measure.NOTICE
            elif self.is_due:
                parts.measure = Measure.DEADLINE
            parts.amount = self.notice or self.limit
            parts.is_implied = self.is_implied or self.share is None
            op, parts.number = self.share or (">=", HUNDRED)
            parts.unit = "%"
        return op, parts

    def _promote_lead(self) -> None:
        """Words before the number are what is counted when they name a thing: "availability of at least 99.9%"."""
        if "of" in self.roles or not self.lead_end or self.level is not None or self.interval is not None:
            return
        if self.hedges or (self.share is None and (self.notice is not None or self.is_due or self.limit is not None)):
            return
        end = self.lead_end
        while end > 0 and (self.roles[end - 1] == "mark" or self.chunks[end - 1].kind == "of"):
            if self.chunks[end - 1].word not in {":", "–", "—", "-"} and self.chunks[end - 1].kind != "of":
                return
            end -= 1
        lead = [at for at in range(end) if self.roles[at] == "rest"]
        if not lead or any(self.roles[at] == "mark" for at in range(end)):
            return
        first = self.chunks[lead[0]]
        if first.kind in {"starts", "before", "by", "in", "joiners"} or first.word in self.words.sets["for_share"]:
            return
        is_named = end < self.lead_end and self.chunks[end].kind == "of"
        if first.kind == "word" and not is_named and is_predicate(first.word, self.words):
            return
        if first.kind == "article" or first.word in self.words.sets["dropped"]:
            self._use(lead[0], lead[0] + 1)
            lead = lead[1:]
        for at in lead:
            self.roles[at] = "of"
        self._use(end, self.lead_end)

    def _sort_bare_words(self) -> None:
        """Words right after the number are what is counted, unless they say what it does: "95% answered"."""
        counted = [at for at, role in enumerate(self.roles) if role == "of"]
        if not counted:
            return
        first = self.chunks[counted[0]]
        if first.kind == "word" and not is_predicate(first.word, self.words) and not self._is_preposition(counted[0]):
            return
        if first.kind in {"article"}:
            return
        for at in counted:
            self.roles[at] = "rest"

    def _sort_predicate(self, op: str | None) -> None:
        """Give the verb after what is counted to the condition; of a bad thing it is a part: "calls abandoned"."""
        if op not in {">=", ">"} and self.duration is None:
            return
        counted = [at for at, role in enumerate(self.roles) if role == "of"]
        if self.of_from is not None or len(counted) < 2:
            return
        split = split_predicate([self.chunks[at].word for at in counted], self.words)
        for at in counted[split:]:
            self.roles[at] = "rest"
            self.grammatical.add(at)

    def _words_of(self, role: str, start: int | None) -> str | None:
        """Return the words with `role` as they stand; runs with taken words between them are joined with a comma."""
        runs: list[tuple[int, int]] = []
        is_open = False
        for index, chunk in enumerate(self.chunks):
            if self.roles[index] == role:
                if is_open:
                    runs[-1] = (runs[-1][0], chunk.end)
                else:
                    runs.append((chunk.start, chunk.end))
                is_open = True
            elif self.roles[index] != "mark" and not (chunk.kind == "quote" and is_open):
                is_open = False
        if start is not None and role == "of":
            end = runs[0][1] if runs else next(chunk.end for chunk in self.chunks if chunk.unit_start == start)
            runs = [(start, end), *runs[1:]]
        found = (_trimmed(self.text[begin:end]) for begin, end in runs)
        return ", ".join(words for words in found if words) or None

    def _is_partly(self, parts: Parts) -> bool:
        if parts.condition is None or self.is_due or parts.measure is Measure.LEVEL:
            return False
        return any(
            role == "rest" and at not in self.grammatical and not self._is_own(at, parts.measure)
            for at, role in enumerate(self.roles)
        )

    def _is_own(self, index: int, measure: Measure) -> bool:
        """Whether the grammar itself has a place for this leftover: "until …" and "before …"."""
        opening = index
        while opening > 0 and self.roles[opening - 1] == "rest":
            opening -= 1
        chunk = self.chunks[opening]
        if measure is Measure.INTERVAL:
            return chunk.kind == "starts"
        return measure is Measure.NOTICE and "before" in {chunk.kind, chunk.name}

    def _nothing(self) -> Trouble:
        """Return why a line without any production is not computed."""
        whole = Chunk("line", 0, len(self.text))
        if self.vague is not None:
            return self._fail("CH207", "vague", self.vague)
        if self.loose is not None and self.loose.kind == "amount":
            return self._fail("CH205", "bare-amount", self.loose)
        if self.loose is not None and self.loose.kind == "number":
            after = next(
                (chunk for chunk in self.chunks if chunk.start >= self.loose.end and chunk.kind != "mark"), None
            )
            if after is None:
                return self._fail("CH204", "unitless", self.loose)
            if len(self.chunks) > 1 and self.chunks[0] is self.loose:
                return self._fail("CH205", "bare-count", self.loose, after.end)
        if self.loose is not None and self.loose.kind == "statistics":
            return self._fail("CH205", "bare-statistic", self.loose)
        return self._fail("CH205", "not-a-target", whole)


def _rolling(chunk: Chunk) -> str:
    from charter.reading.target_chunks import plain

    return f"rolling {plain(chunk.number or Decimal(0))} {_windowed_unit(chunk)}"


def _windowed_unit(chunk: Chunk) -> str:
    return f"business {chunk.unit}" if chunk.clock == "business" else chunk.unit


def _clock_of(window: Chunk):  # type: ignore[no-untyped-def]
    from charter.model.target import Clock

    if window.name.startswith("business"):
        return Clock.BUSINESS
    return Clock.ELAPSED if window.unit in {"second", "minute", "hour"} else Clock.CALENDAR


def _trimmed(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;:.!–—-")
    for opening, closing in ("()", "[]"):
        if text.startswith(opening) and text.find(closing) in {len(text) - 1, -1}:
            text = text[1:].removesuffix(closing)
        elif text.endswith(closing) and opening not in text:
            text = text[:-1]
        elif opening in text and closing not in text:
            text += closing
    return text.strip(" ,;:")


_STEPS = {
    "joiners": _Line._joiner,
    "starts": _Line._start,
    "before": _Line._start,
    "hedges": _Line._hedge,
    "vague": _Line._vague,
    "vague_numbers": _Line._vague_number,
    "approximate": _Line._approximate,
    "exact": _Line._exact,
    "every_other": _Line._every_other,
    "refused": _Line._refused,
    "larger": _Line._larger,
    "every": _Line._every,
    "of": _Line._of,
    "statistics": _Line._statistic,
    "window": _Line._window_step,
    "every_time": _Line._every_time,
    "all": _Line._all,
    "no": _Line._no,
    "updates": _Line._update,
    "by": _Line._by,
    "same_day": _Line._same_day,
    "notice_of": _Line._notice_of,
    "comparators_after": _Line._late_comparator,
}
_NUMBERS = {
    "percent": _Line._percent,
    "amount": _Line._amount,
    "out_of": _Line._out_of,
    "number": _Line._number,
    "interval": _Line._interval,
    "range": _Line._range,
    "compound": _Line._compound,
}
