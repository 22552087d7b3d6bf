"""A target's line cut into chunks: amounts, comparators, windows, and plain words, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from charter.model.target import Clock
from charter.reading.target_nouns import is_predicate
from charter.reading.target_spelled import read_spelled
from charter.reading.target_words import Meaning, Token, Words, tokens_of

_SEPARATORS = frozenset(",;:()[]{}|.!?–—-•…")
_QUOTES = frozenset('"“”„«»*_`')
_DEFAULT_CLOCK = {"second": Clock.ELAPSED, "minute": Clock.ELAPSED, "hour": Clock.ELAPSED}
_LONGEST_NUMBER = 15
_PARTS_OF_NUMBERS = frozenset({"percent", "out_of", "fraction", "and_a_half", "clock_after"})
_ONE = Decimal(1)
_YEARS = range(1900, 2100)
_LONGEST_NOUN = 3
_BEFORE_NUMBERS = frozenset({"within", "approximate", "exact", "notice_of"})


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a line. `start` and `end` are offsets; `word` is the folded text of plain words and signs."""

    kind: str
    start: int
    end: int
    word: str = ""
    name: str = ""
    """What it is among its kind: an operator, a statistic, a window."""
    number: Decimal | None = None
    """`None` for a number that can be read in two ways."""
    unit: str = ""
    """For a score or a share of so many cases, the number of them."""
    clock: Clock | None = None
    unit_start: int = 0
    is_article: bool = False
    """Whether the number is only "a"."""
    is_bare_day: bool = False
    is_frequent: bool = False
    """Whether a window alone means "at least once": "every month"."""


@dataclass(frozen=True, slots=True)
class _Number:
    value: Decimal | None
    after: int
    raw: str
    is_article: bool = False


def chunks_of(text: str, words: Words) -> list[Chunk]:
    """Return the chunks of `text`; together they hold every word of it."""
    return _Chunker(tokens_of(text), words).chunks()


class _Chunker:
    def __init__(self, tokens: list[Token], words: Words) -> None:
        self.tokens = tokens
        self.words = words
        self.spelled = [token.word for token in tokens]
        self.count = len(tokens)

    def chunks(self) -> list[Chunk]:
        found: list[Chunk] = []
        at = 0
        while at < self.count:
            chunk, at = self._chunk(at)
            found.append(chunk)
        return found

    def _chunk(self, at: int) -> tuple[Chunk, int]:
        token = self.tokens[at]
        if self._is_plus(at):
            return self._made("comparators_after", at, at + 1, name=">="), at + 1
        spelled = self._spelled(at)
        if spelled is not None:
            return self._fraction(spelled, at) or (
                self._made("larger", at, spelled.after, number=spelled.value),
                spelled.after,
            )
        phrase = self._phrase(at)
        if phrase is not None:
            return phrase
        if token.kind == "percentile":
            return self._made("statistics", at, at + 1, name=token.word), at + 1
        if token.kind in {"date", "time"}:
            return self._made("moment", at, at + 1), at + 1
        number = self._number(at)
        if number is not None and not (number.is_article and not self._amount(number, at)):
            return self._counted(number, at)
        return self._made(self._kind_of(token.word), at, at + 1), at + 1

    def _phrase(self, at: int) -> tuple[Chunk, int] | None:
        for phrase, meanings in self.words.phrases.get(self.spelled[at], ()):
            after = at + len(phrase)
            if len(phrase) > 1 and tuple(self.spelled[at:after]) != phrase:
                continue
            for meaning in meanings:
                built = self._meant(meaning, at, after)
                if built is not None:
                    return built
        return None

    def _kind_of(self, word: str) -> str:
        if word in _SEPARATORS:
            return "mark"
        if word in _QUOTES:
            return "quote"
        return "article" if word in self.words.sets["articles"] else "word"

    def _made(self, kind: str, at: int, after: int, **more: object) -> Chunk:
        word = self.spelled[at] if after == at + 1 else " ".join(self.spelled[at:after])
        return Chunk(kind, self.tokens[at].start, self.tokens[after - 1].end, word, **more)  # type: ignore[arg-type]

    def _word(self, at: int) -> str:
        return self.spelled[at] if at < self.count else ""

    # Phrases, some of which mean something only before a number or a unit.

    def _meant(self, meaning: Meaning, at: int, after: int) -> tuple[Chunk, int] | None:
        kind, name = meaning.kind, meaning.name
        build = _BUILDERS.get(kind)
        if build is not None:
            return build(self, at, after)
        if kind in _PARTS_OF_NUMBERS or (kind in _BEFORE_NUMBERS and not self._is_numeric(after)):
            return None
        if kind == "comparators" and self._phrase_at(at, "starts") is not None and not self._is_numeric(after):
            return None
        if kind == "statistics" and name == "percentile":
            return None
        if kind == "by":
            name = "before" if self._phrase_at(at, "before") is not None else ""
        if kind == "once":
            return self._made("number", at, after, name=kind, number=Decimal(name)), after
        if kind == "window_adverb":
            return self._made("window", at, after, name=name, is_frequent=True), after
        return self._made("same_day" if kind == "whole_day" else kind, at, after, name=name), after

    def _is_numeric(self, at: int) -> bool:
        word = self._word(at)
        if self._number(at) is not None or word in self.words.sets["articles"]:
            return True
        if self._spelled(at) is not None:
            return True
        return any(
            meaning.kind in {"approximate", "comparators", "halves", "vague_numbers", "exact"}
            for phrase, meanings in self.words.phrases.get(word, ())
            if tuple(self.spelled[at : at + len(phrase)]) == phrase
            for meaning in meanings
        ) or word in {"$", "£", "€"}

    def _phrase_at(self, at: int, kind: str) -> tuple[str, int] | None:
        for phrase, meanings in self.words.phrases.get(self._word(at), ()):
            if tuple(self.spelled[at : at + len(phrase)]) == phrase:
                for meaning in meanings:
                    if meaning.kind == kind:
                        return meaning.name, at + len(phrase)
        return None

    def _frequent(self, at: int, after: int) -> tuple[Chunk, int] | None:
        return self._window(at, after, is_frequent=True)

    def _single(self, at: int, after: int) -> tuple[Chunk, int] | None:
        return self._window(at, after, is_frequent=False)

    def _window(self, at: int, after: int, *, is_frequent: bool) -> tuple[Chunk, int] | None:
        words = self.words
        while self._word(after) in words.calendar:
            after += 1
        prefix = ""
        if self._word(after) in words.rolling:
            prefix, after = "rolling 1 ", after + 1
        elif words.clocks.get(self._word(after)) == Clock.BUSINESS:
            prefix, after = "business ", after + 1
        unit = words.units.get(self._word(after))
        if unit is None or len(self._word(after)) == 1:
            return None
        after += 1
        clock = self._phrase_at(after, "clock_after")
        if clock is not None and not prefix:
            prefix, after = "business " if clock[0] == Clock.BUSINESS else "", clock[1]
        if self._word(after) in words.rolling and not prefix:
            prefix, after = "rolling 1 ", after + 1
        return self._made("window", at, after, name=prefix + unit, is_frequent=is_frequent, unit=unit), after

    def _rolling(self, at: int, after: int) -> tuple[Chunk, int] | None:
        words = self.words
        while self._word(after) in words.rolling:
            after += 1
        number = self._number(after)
        if number is None or number.value is None or number.is_article:
            return None
        found = self._unit(number.after)
        if found is None:
            return None
        unit, clock, factor, after, _ = found
        while self._word(after) in words.rolling_after or self._word(after) in words.rolling:
            after += 1
        word = f"{clock} {unit}" if clock == Clock.BUSINESS else unit
        name = f"rolling {plain(number.value * factor)} {word}"
        return self._made("window", at, after, name=name, unit=unit), after

    def _every(self, at: int, after: int) -> tuple[Chunk, int] | None:
        half = self._phrase_at(after, "halves")
        number = self._number(after) if half is None else _Number(Decimal("0.5"), half[1], "0.5")
        if number is None and self._word(after) in self.words.multiples:
            number = _Number(_ONE, after, "")
        amount = None if number is None or number.is_article else self._amount(number, at)
        if amount is None and self._word(after) in self.words.sets["every_other"]:
            return self._made("every_other", at, after + 1), after + 1
        if number is None or number.is_article:
            return None
        if amount is None:
            return self._made("every", at, after), after
        chunk, after = amount
        return _as(chunk, "interval", start=self.tokens[at].start), after

    def _between(self, at: int, after: int) -> tuple[Chunk, int] | None:
        first = self._number(after)
        if first is None or first.is_article:
            return None
        middle = self._measured(first)
        if self._word(middle) not in self.words.sets["between_and"]:
            return None
        second = self._number(middle + 1)
        if second is None:
            return None
        end = self._measured(second)
        return self._made("range", at, end, name="between"), end

    def _half(self, at: int, after: int) -> tuple[Chunk, int] | None:
        return self._amount(_Number(Decimal("0.5"), after, "0.5"), at)

    def _same_day(self, at: int, after: int) -> tuple[Chunk, int] | None:
        end = after
        if self._word(end) in self.words.clocks:
            end += 1
        if self._word(end) in self.words.sets["time_words"]:
            return self._made("same_day", at, end + 1), end + 1
        return None

    # Numbers and what they count.

    def _is_plus(self, at: int) -> bool:
        """Whether a plus sign stands right after a number: "85%+"."""
        if self._word(at) not in self.words.sets["plus"] or at == 0 or self.tokens[at - 1].end != self.tokens[at].start:
            return False
        before = at - 1
        if self._phrase_at(before, "percent") is not None:
            before -= 1
        return before >= 0 and self.tokens[before].kind == "number"

    def _spelled(self, at: int) -> _Number | None:
        found = read_spelled(self.spelled, at, self.words) if at < self.count else None
        return None if found is None else _Number(Decimal(found[0]), found[1], "")

    def _fraction(self, number: _Number, at: int) -> tuple[Chunk, int] | None:
        """Return a share in other words: "9 in 10", "nine letters out of ten"."""
        middle = number.after
        while middle < number.after + _LONGEST_NOUN and self._is_noun(middle):
            middle += 1
        has_noun = middle > number.after
        joint = self._phrase_at(middle, "fraction")
        second = None if joint is None else self._spelled(joint[1]) or self._number(joint[1])
        if number.value is None or number.is_article or second is None or second.value is None or second.is_article:
            return None
        if number.value % 1 or second.value % 1 or not 0 <= number.value <= second.value or second.value in _YEARS:
            return None
        if self._measured(second) > second.after:
            return None
        if has_noun and (self._phrase_at(middle, "of") is not None or self._is_noun(second.after)):
            return None
        if not has_noun and self._phrase_at(middle, "out_of") is not None:
            return None
        noun = " ".join(self.spelled[number.after : middle])
        chunk = self._made("fraction", at, second.after, number=number.value, unit=plain(second.value), name=noun)
        return chunk, second.after

    def _is_noun(self, at: int) -> bool:
        """Whether the word at `at` can name what is counted."""
        if at >= self.count or self.tokens[at].kind != "word" or is_predicate(self._word(at), self.words):
            return False
        return self._word(at) not in self.words.phrases and self._word(at) not in self.words.units

    def _number(self, at: int) -> _Number | None:
        if at >= self.count:
            return None
        token = self.tokens[at]
        if token.kind == "number":
            raw, after = token.word.replace("−", "-"), at + 1
            while self._continues(after):
                raw, after = f"{raw} {self.spelled[after]}", after + 1
            return _Number(self._value(raw), after, raw)
        word = token.word
        if word in self.words.numbers:
            return _Number(Decimal(self.words.numbers[word]), at + 1, word, word in self.words.sets["articles"])
        if word in self.words.sets["articles"]:
            return _Number(Decimal(1), at + 1, word, is_article=True)
        return None

    def _continues(self, at: int) -> bool:
        """Whether the number before `at` goes on after a blank: "1 000"."""
        if at >= self.count or self.tokens[at].kind != "number":
            return False
        before, token = self.tokens[at - 1], self.tokens[at]
        head = token.word.split(self.words.decimal)[0]
        return (
            token.start == before.end + 1
            and len(head) == 3
            and head.isdigit()
            and before.word.isdigit()
            and len(before.word) <= 3
        )

    def _value(self, raw: str, *, may_be_decimal: bool = False) -> Decimal | None:
        """Return the number that `raw` is, or `None` when it can be read in two ways.

        `may_be_decimal` says that a number with one separator and three digits after it cannot be thousands here.
        """
        decimal, thousands = self.words.decimal, self.words.thousands
        sign, digits = ("-", raw[1:]) if raw.startswith("-") else ("", raw)
        if len(digits) > _LONGEST_NUMBER:
            return None
        if " " in digits:
            if thousands != " ":
                return None
            digits = digits.replace(" ", "")
        elif thousands in digits:
            whole, _, fraction = digits.partition(decimal)
            groups = whole.split(thousands)
            if not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])) or thousands in fraction:
                return None
            return Decimal(f"{sign}{''.join(groups)}.{fraction or 0}")
        whole, dot, fraction = digits.replace(",", "." if decimal == "," else ",").partition(".")
        if not dot and whole.isdigit():
            return Decimal(sign + whole)
        if not (whole.isdigit() and fraction.isdigit()):
            return None
        could_be_thousands = len(fraction) == 3 and len(whole) <= 3 and int(whole) > 0
        if could_be_thousands and not (may_be_decimal and fraction != "000"):
            return None
        return Decimal(f"{sign}{whole}.{fraction}")

    def _unit(self, at: int) -> tuple[str, Clock | None, Decimal, int, int] | None:
        """Return unit, clock as written, factor, where it ends, and the token the unit begins at."""
        words = self.words
        if self._word(at) == "-" and at + 1 < self.count and self.tokens[at].end == self.tokens[at + 1].start:
            at += 1
        begins = at
        written = words.clocks.get(self._word(at))
        if written is not None:
            at += 1
        while self._word(at) in words.rolling:
            at += 1
        word = self._word(at)
        if word in words.multiples:
            factor, unit, own = words.multiples[word]
            clock = written or own
            return unit, Clock(clock) if clock else None, factor, at + 1, begins
        unit = words.units.get(word, "")
        if not unit:
            return None
        after = self._phrase_at(at + 1, "clock_after")
        if after is not None and written is None:
            return unit, Clock(after[0]), _ONE, after[1], begins
        return unit, Clock(written) if written else None, _ONE, at + 1, begins

    def _amount(self, number: _Number, at: int) -> tuple[Chunk, int] | None:
        found = self._unit(number.after)
        if found is None:
            return None
        unit, clock, factor, after, begins = found
        value = None if number.value is None else Decimal(plain(number.value * factor))
        chunk = self._made(
            "amount",
            at,
            after,
            number=value,
            unit=unit,
            clock=clock or _DEFAULT_CLOCK.get(unit, Clock.CALENDAR),
            unit_start=self.tokens[begins].start,
            is_article=number.is_article,
            is_bare_day=unit == "day" and clock is None,
        )
        if self._phrase_at(after, "and_a_half") is not None:
            return _as(chunk, "compound"), after
        following = self._number(after)
        if following is not None and not following.is_article and self._is_more_time(following):
            return _as(chunk, "compound"), after
        return chunk, after

    def _is_more_time(self, number: _Number) -> bool:
        """Whether `number` goes on with the amount before it: "1 hour | 30 minutes", "1 h | 30"."""
        if self._phrase_at(number.after, "percent") is not None or self._phrase_at(number.after, "out_of") is not None:
            return False
        unit = self._unit(number.after)
        if unit is not None:
            following = self._word(unit[3])
            return following not in self.words.sets["articles"] and self._phrase_at(unit[3], "window_before") is None
        return self._word(number.after) in {"", *_SEPARATORS}

    def _measured(self, number: _Number) -> int:
        """Return where a number ends with its unit or per cent sign, if it has one."""
        percent = self._phrase_at(number.after, "percent")
        if percent is not None:
            return percent[1]
        unit = self._unit(number.after)
        return unit[3] if unit is not None else number.after

    def _counted(self, number: _Number, at: int) -> tuple[Chunk, int]:
        spread = self._spread(number, at)
        if spread is not None:
            return spread
        fraction = self._fraction(number, at)
        if fraction is not None:
            return fraction
        percent = self._phrase_at(number.after, "percent")
        if percent is not None:
            value = number.value if number.value is not None else self._value(number.raw, may_be_decimal=True)
            return self._made("percent", at, percent[1], number=value), percent[1]
        out_of = self._phrase_at(number.after, "out_of")
        top = self._number(out_of[1]) if out_of is not None else None
        if top is not None and not top.is_article:
            value = number.value if number.value is not None else self._value(number.raw, may_be_decimal=True)
            chunk = self._made("out_of", at, top.after, number=value)
            return _as(chunk, "out_of", unit="" if top.value is None else plain(top.value)), top.after
        if self._word(number.after) in self.words.ordinals and self.tokens[at].kind == "number":
            percentile = self._phrase_at(number.after + 1, "statistics")
            if percentile is not None and percentile[0] == "percentile" and number.value is not None:
                return self._made("statistics", at, percentile[1], name=f"p{plain(number.value)}"), percentile[1]
            return self._made("word", at, number.after + 1), number.after + 1
        return self._amount(number, at) or (
            self._made("number", at, number.after, number=number.value),
            number.after,
        )

    def _spread(self, number: _Number, at: int) -> tuple[Chunk, int] | None:
        if number.is_article:
            return None
        middle = self._measured(number)
        joint = self._word(middle)
        if joint not in self.words.sets["range"]:
            return None
        second = self._number(middle + 1)
        if second is None or (second.is_article and joint != "to"):
            return None
        end = self._measured(second)
        has_own, has_second = middle > number.after, end > second.after
        if has_own and ((not joint.startswith(("-", "–", "—")) and joint != "to") or not has_second):
            return None
        if has_own and (self._phrase_at(number.after, "percent") is None) != (
            self._phrase_at(second.after, "percent") is None
        ):
            return None
        if self._phrase_at(second.after, "out_of") is not None:
            return None
        return self._made("range", at, end), end


_BUILDERS = {
    "window_frequent": _Chunker._frequent,  # noqa: SLF001 - the class is this module's own
    "window_before": _Chunker._single,  # noqa: SLF001
    "window_rolling": _Chunker._rolling,  # noqa: SLF001
    "every": _Chunker._every,  # noqa: SLF001
    "between": _Chunker._between,  # noqa: SLF001
    "halves": _Chunker._half,  # noqa: SLF001
    "same_day": _Chunker._same_day,  # noqa: SLF001
}


def plain(number: Decimal) -> str:
    """Return `number` without exponent and without zeros that say nothing."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as(chunk: Chunk, kind: str, *, start: int | None = None, unit: str | None = None) -> Chunk:
    return Chunk(
        kind,
        chunk.start if start is None else start,
        chunk.end,
        chunk.word,
        chunk.name,
        chunk.number,
        chunk.unit if unit is None else unit,
        chunk.clock,
        chunk.unit_start,
        chunk.is_article,
        chunk.is_bare_day,
    )
