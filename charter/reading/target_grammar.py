"""The grammar of targets: chunks of a line become the parts of one target, or the reason why they do not.

The line is walked once from left to right. What a production needs is taken; every other word is kept, either as what
is counted or as the condition.
"""

from __future__ import annotations

from decimal import Decimal

from charter.reading.target_finish import finish
from charter.reading.target_line import HUNDRED, NUMERIC, Head, Line, Parts
from charter.reading.target_numbers import take_every, take_number
from charter.reading.target_words import Words

_LONG_UNITS = frozenset({"week", "month", "quarter", "year"})


def parse(text: str, words: Words) -> Parts:
    """Return what `text` says as one target. Raises `Trouble` when it is none."""
    line = Line(text, words)
    index, count = _levelled(line), len(line.chunks)
    while index < count:
        index = _condition(line, index) if line.in_condition else _piece(line, index)
    return finish(line)


def _levelled(line: Line) -> int:
    """Take "level NAME or better", whose name can be any words; return where to go on."""
    for index, chunk in enumerate(line.chunks):
        if chunk.kind != "level":
            if chunk.kind in NUMERIC or chunk.kind in {"within", "mark"}:
                return 0
            continue
        has_comparator = line.at(index - 1).kind == "comparators" and line.at(index - 1).name in {">=", ">"}
        end = index + 1
        while line.at(end).kind not in {"end", "comparators_after"} and line.at(end).word not in {",", ";", "("}:
            end += 1
        is_closed = line.at(end).kind == "comparators_after" and line.at(end).name in {">=", "better"}
        if end == index + 1 or not (is_closed or has_comparator):
            if index == 0 and end > 1:
                raise line.fail("CH205", "level", chunk, line.chunks[end - 1].end)
            return 0
        name = line.text[line.chunks[index + 1].start : line.chunks[end - 1].end]
        line.level = " ".join(name.strip("\"“”„«»‘’'`*_. \u00a0").split())
        strict = has_comparator and line.at(index - 1).name == ">"
        line.has_own_op = strict
        line.core(index - has_comparator, end + is_closed, "rest")
        return end + is_closed
    return 0


def _condition(line: Line, index: int) -> int:
    """Keep words of a condition until a mark, or until what can only be the line's own number or window."""
    chunk = line.at(index)
    kind = chunk.kind
    if kind == "mark":
        line.in_condition = False
        line.zone = "rest" if line.has_core else "lead"
        return _mark(line, index)
    if kind == "vague_numbers" and not line.has_core:
        return _vague_number(line, index)
    if kind == "fraction" and _is_own_fraction(line, index):
        raise line.fail("CH205", "fraction", chunk)
    if kind == "joiners" and line.has_core and line.starts_piece(index + 1):
        line.in_condition = False
        return index + 1
    if kind == "window" and line.window is None and line.is_final(index + 1) and _may_window(line, index):
        return _windowed(line, index)
    if kind == "every_time" and line.is_final(index + 1):
        return _every_time(line, index)
    head = line.head(index)
    if head is not None and _is_own_number(line, head):
        return take_number(line, index, head)
    if line.qualifies(index):
        line.use(index, index + 1)
        line.in_condition = False
    return index + 1


def _is_own_number(line: Line, head: Head) -> bool:
    """Whether a number inside a condition is the line's own after all."""
    if head.chunk.kind == "percent":
        return not line.has_core or (head.lead == "in" and line.may_share())
    if head.chunk.kind != "amount":
        return False
    if head.lead == "within":
        return line.limit is None and not line.is_due and not line.other_core()
    notice = line.notice_after(head)
    return not line.has_core and notice is not None and notice[1] and head.op in {">=", ">"}


def _is_own_fraction(line: Line, index: int) -> bool:
    """Whether a fraction inside a condition is the line's own share: "within 2 days for at least 9 in 10 letters"."""
    if line.at(index - 1).kind == "comparators":
        index -= 1
    return not line.has_core or (line.may_share() and line.at(index - 1).word in line.words.sets["for_share"])


def _may_window(line: Line, index: int) -> bool:
    if not line.is_due:
        return True
    chunk = line.chunks[index]
    return line.share is not None and chunk.unit in _LONG_UNITS and line.at(index - 1).kind != "of"


def _piece(line: Line, index: int) -> int:
    chunk = line.at(index)
    kind = chunk.kind
    if kind == "word":
        return line.plain_word(index)
    if kind == "mark":
        return _mark(line, index)
    if kind == "quote":
        line.use(index, index + 1)
        return index + 1
    step = _STEPS.get(kind)
    if step is not None:
        return step(line, index)
    head = line.head(index)
    if head is not None:
        return take_number(line, index, head)
    if kind == "comparators" and not line.has_own_op and line.zone in {"of", "bare"}:
        return _late_comparator(line, index)
    if kind == "comparators" and not line.has_core:
        _refuse_loose(line, index + 1)
    if kind == "within":
        _refuse_loose(line, index + 1)
        raise line.fail("CH205", "not-a-target", chunk, line.at(index + 1).end or chunk.end)
    return line.plain_word(index)


def _refuse_loose(line: Line, index: int) -> None:
    chunk = line.at(index)
    if chunk.kind == "larger":
        raise line.fail("CH205", "spelled", chunk)
    if chunk.kind in {"approximate", "exact", "vague_numbers"}:
        _STEPS[chunk.kind](line, index)
    for ahead in range(index, index + 3):
        if line.at(ahead).kind in {"vague", "vague_numbers"}:
            raise line.fail("CH207", "vague", line.at(ahead))
    if chunk.word in {"$", "£", "€"}:
        raise line.fail("CH205", "money", chunk, line.at(index + 1).end or chunk.end)


def _refused(line: Line, index: int) -> int:
    if line.has_core:
        return line.plain_word(index)
    raise line.fail("CH205", "not-a-target", line.chunks[index])


def _larger(line: Line, index: int) -> int:
    if line.zone in {"of", "bare", "share"} and line.at(index - 1).kind not in {"within", "comparators"}:
        return line.plain_word(index)
    raise line.fail("CH205", "spelled", line.chunks[index])


def _mark(line: Line, index: int) -> int:
    chunk = line.chunks[index]
    if line.zone == "of" and chunk.word == "," and _is_list(line, index):
        line.roles[index] = "of"
        return index + 1
    line.roles[index] = "mark"
    if line.zone != "lead":
        line.zone = "rest"
    return index + 1


def _is_list(line: Line, index: int) -> bool:
    """Whether the comma at `index` is one of a list: "calls, emails and letters"."""
    for ahead in range(index + 1, index + 4):
        kind = line.at(ahead).kind
        if kind == "joiners":
            return ahead > index + 1 and not line.is_final(ahead + 2)
        if line.at(ahead).word == ",":
            return ahead > index + 1 and _is_list(line, ahead)
        if kind != "word":
            return False
    return False


def _joiner(line: Line, index: int) -> int:
    if line.zone in {"of", "bare"} and not line.starts_piece(index + 1):
        return line.plain_word(index)
    if line.zone != "lead":
        line.zone = "rest"
    return index + 1


def _start(line: Line, index: int) -> int:
    if line.zone == "lead" and not line.is_joint(index) and not line.has_core:
        return index + 1
    line.in_condition = True
    line.zone = "rest"
    return index + 1


def _hedge(line: Line, index: int) -> int:
    line.hedges.append(line.chunks[index])
    if line.at(index + 1).kind == "word" and line.at(index + 2).kind == "within":
        line.use(index + 1, index + 2)
        return index + 2
    return index + 1


def _vague(line: Line, index: int) -> int:
    line.vague = line.vague or line.chunks[index]
    return line.plain_word(index)


def _vague_number(line: Line, index: int) -> int:
    raise line.fail("CH207", "vague", line.chunks[index])


def _approximate(line: Line, index: int) -> int:
    raise line.fail("CH207", "approximate", line.chunks[index])


def _exact(line: Line, index: int) -> int:
    raise line.fail("CH205", "exact", line.chunks[index])


def _every_other(line: Line, index: int) -> int:
    if line.has_core:
        return line.plain_word(index)
    raise line.fail("CH205", "every-other", line.chunks[index])


def _of(line: Line, index: int) -> int:
    if line.zone == "share" or (line.zone == "stat" and line.at(index - 1).kind == "statistics"):
        line.use(index, index + 1)
        line.zone = "of" if line.zone == "share" else "bare"
        return index + 1
    if line.zone == "rest":
        line.in_condition = True
        return index + 1
    if line.stat is not None and not line.has_core and line.head(index + 1) is not None:
        line.use(index, index + 1)
        return index + 1
    return line.plain_word(index)


def _statistic(line: Line, index: int) -> int:
    if line.stat is not None or line.has_core:
        if line.limit is not None and line.share is None and not line.stat:
            line.stat = line.chunks[index].name
            line.duration, line.limit = (line.limit_op, line.limit), None
            line.use(index, index + 1)
            return index + 1
        if line.score is not None and line.stat is None and line.chunks[index].name in {"mean", "median"}:
            line.stat = line.chunks[index].name
            line.use(index, index + 1)
            return index + 1
        return line.second(index, index + 1) if line.is_joint(index) else line.plain_word(index)
    line.stat = line.chunks[index].name
    line.loose = line.loose or line.chunks[index]
    line.use(index, index + 1)
    line.zone = "bare"
    line.has_bare_words = True
    if line.at(index + 1).kind == "of":
        line.use(index + 1, index + 2)
        return index + 2
    return index + 1


def _window_step(line: Line, index: int) -> int:
    chunk = line.chunks[index]
    is_adjective = not chunk.unit and index > 0 and line.zone != "share" and not line.is_final(index + 1)
    if line.window is not None or is_adjective:
        return line.plain_word(index)
    return _windowed(line, index)


def _windowed(line: Line, index: int) -> int:
    line.window = line.chunks[index]
    line.use(index, index + 1)
    if line.zone == "share" and line.window.is_frequent and not line.is_final(index + 1):
        return index + 1
    if line.zone != "lead":
        line.zone = "rest"
    line.in_condition = False
    return index + 1


def _every_time(line: Line, index: int) -> int:
    if line.share is not None or not line.may_share():
        return line.plain_word(index) if not line.in_condition else index + 1
    line.share, line.is_implied = (">=", HUNDRED), True
    if line.lead_end is None:
        line.lead_end = index
    line.use(index, index + 1)
    line.zone, line.in_condition = "rest", False
    return index + 1


def _all(line: Line, index: int) -> int:
    before = all(line.chunks[at].kind in {"hedges", "mark", "quote"} for at in range(index))
    if line.has_core or not before or line.at(index + 1).kind not in {"word", "article"}:
        return line.plain_word(index)
    if line.at(index + 1).word in line.words.sets["time_words"]:
        raise line.fail("CH205", "every-other", line.chunks[index], line.at(index + 1).end)
    line.share, line.is_implied = (">=", HUNDRED), True
    return line.core(index, index + 1, "of")


def _no(line: Line, index: int) -> int:
    if line.has_core or not line.is_opening(index) or line.at(index + 1).kind in {"end", "mark"}:
        return line.plain_word(index)
    line.count = ("<=", Decimal(0))
    return line.core(index, index + 1, "of")


def _update(line: Line, index: int) -> int:
    following = line.at(index + 1)
    if following.kind == "interval" or _is_interval(line, index + 1):
        if line.has_core:
            return line.second(index, index + 1)
        if line.is_opening(index):
            line.use(index, index + 1)
    return line.plain_word(index) if line.roles[index] == "rest" else index + 1


def _is_interval(line: Line, index: int) -> bool:
    """Whether "every hour" is every 1 hour: short units, or with "until"."""
    chunk = line.at(index)
    return chunk.kind == "window" and chunk.is_frequent and chunk.unit in {"second", "minute", "hour"}


def _by(line: Line, index: int) -> int:
    head = line.head(index + 1)
    if head is not None and head.chunk.kind == "percent" and not line.has_core:
        raise line.fail("CH205", "relative", head.chunk)
    if line.can_be_due() and _is_moment(line, index):
        return _due(line, index)
    return _start(line, index) if line.chunks[index].name == "before" else line.plain_word(index)


def _same_day(line: Line, index: int) -> int:
    return _due(line, index) if line.can_be_due() else line.plain_word(index)


def _is_moment(line: Line, index: int) -> bool:
    if line.at(index + 1).kind in {"end", "mark"}:
        return False
    if index == 0 or line.at(index - 1).kind in {"percent", "hedges", "comparators_after"}:
        return True
    for ahead in range(index + 1, index + 8):
        chunk = line.at(ahead)
        if chunk.kind in {"mark", "end", "within"}:
            return False
        is_ordinal = chunk.kind == "word" and chunk.word[:1].isdigit()
        if chunk.kind in {"moment", "same_day"} or is_ordinal or chunk.word in line.words.sets["time_words"]:
            return True
    return False


def _due(line: Line, index: int) -> int:
    line.is_due = True
    if line.lead_end is None:
        line.lead_end = index
    line.zone = "rest"
    line.in_condition = True
    line.grammatical.add(index)
    return index + 1


def _notice_of(line: Line, index: int) -> int:
    if line.has_core:
        return line.plain_word(index)
    head = line.head(index + 1)
    if head is None or head.chunk.kind != "amount":
        return line.plain_word(index)
    line.use(index, index + 1)
    line.awaits_notice = True
    return index + 1


def _late_comparator(line: Line, index: int) -> int:
    """Take a comparator that stands after the words: "5% of calls or less"."""
    op = line.chunks[index].name
    if op == "better" and line.zone in {"of", "bare"}:
        return line.plain_word(index)
    op = ">=" if op == "better" else op
    if line.share is not None:
        line.share = (op, line.share[1])
    elif line.count is not None:
        line.count = (op, line.count[1])
    elif line.score is not None:
        line.score = (op, line.score[1])
    else:
        return line.plain_word(index)
    line.has_own_op = True
    line.use(index, index + 1)
    line.zone = "rest"
    return index + 1


_STEPS = {
    "joiners": _joiner,
    "starts": _start,
    "before": _start,
    "hedges": _hedge,
    "vague": _vague,
    "vague_numbers": _vague_number,
    "approximate": _approximate,
    "exact": _exact,
    "every_other": _every_other,
    "refused": _refused,
    "larger": _larger,
    "every": take_every,
    "of": _of,
    "statistics": _statistic,
    "window": _window_step,
    "every_time": _every_time,
    "all": _all,
    "no": _no,
    "updates": _update,
    "by": _by,
    "same_day": _same_day,
    "notice_of": _notice_of,
    "comparators_after": _late_comparator,
}
