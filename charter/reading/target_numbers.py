"""What a number in a target line is: a share, a limit, a score, a count, an interval, a notice, or a mistake."""

from __future__ import annotations

from decimal import Decimal

from charter.reading.target_chunks import Chunk, plain
from charter.reading.target_line import Head, Line, Trouble

_WINDOW_UNITS = frozenset({"day", "week", "month", "quarter", "year"})


def take_number(line: Line, index: int, head: Head) -> int:
    """Take the number at `index` for what it is. Raises `Trouble` when it is none we can compute."""
    if head.chunk.kind in {"percent", "amount", "out_of", "number", "interval"} and head.chunk.number is None:
        raise line.fail("CH214", "unclear", head.chunk)
    return _NUMBERS[head.chunk.kind](line, index, head)


def _percent(line: Line, index: int, head: Head) -> int:
    following = line.at(head.after)
    if line.has_core and following.word in line.words.sets["remedies"]:
        line.in_condition = True
        return head.after
    if not line.may_share() or line.level is not None:
        return line.second(index, head.after)
    if following.word in line.words.sets["changes"]:
        raise line.fail("CH205", "relative", head.chunk, following.end)
    if following.word in line.words.sets["remedies"] or head.lead == "within":
        raise line.fail("CH205", "not-a-target", head.chunk)
    line.share = (">=" if head.op in {"", "better"} else head.op, head.chunk.number or Decimal(0))
    line.has_own_op = bool(head.op)
    return line.core(index, head.after, "share")


def _range(line: Line, index: int, head: Head) -> int:
    if line.has_core and line.zone == "rest" and not line.is_joint(index):
        return index + 1
    raise line.fail("CH208", "range", head.chunk)


def _fraction(line: Line, index: int, head: Head) -> int:
    if line.has_core:
        return line.second(index, head.after)
    raise line.fail("CH205", "fraction", head.chunk)


def _compound(line: Line, index: int, head: Head) -> int:
    if line.has_core and line.zone == "rest" and not line.is_joint(index):
        return index + 1
    raise line.fail("CH205", "compound", head.chunk)


def _out_of(line: Line, index: int, head: Head) -> int:
    if line.has_core:
        return line.second(index, head.after)
    if not head.chunk.unit:
        raise line.fail("CH214", "unclear", head.chunk)
    line.score = (">=" if head.op in {"", "better"} else head.op, head.chunk)
    line.has_own_op = bool(head.op)
    return line.core(index, head.after, "share")


def _number(line: Line, index: int, head: Head) -> int:
    following = line.at(head.after)
    if head.chunk.name == "once" and not line.has_core:
        line.count = (head.op or ">=", head.chunk.number or Decimal(0))
        return line.core(index, head.after, "of")
    needs_unit = head.lead == "within" or (
        line.stat is not None and not line.has_core and (head.op or following.kind in {"end", "mark"})
    )
    if needs_unit and (not line.has_core or (head.lead == "within" and line.can_be_due())):
        raise _unitless(line, head)
    if head.op and not line.has_core:
        if following.kind in {"end", "mark"}:
            raise _unitless(line, head)
        if following.kind == "of" and line.at(head.after + 1).kind == "number":
            raise line.fail("CH205", "fraction", head.chunk)
        line.count = (">=" if head.op == "better" else head.op, head.chunk.number or Decimal(0))
        line.has_own_op = True
        return line.core(index, head.after, "of")
    if head.op in {"<", "<="} and line.share is not None and not line.limit and line.zone in {"share", "bare"}:
        raise _unitless(line, head)
    if head.op and line.has_core:
        return line.second(index, head.after)
    late = _later_comparator(line, head) if not line.has_core and line.stat is None else ""
    if late:
        line.count = (late, head.chunk.number or Decimal(0))
        return line.core(index, head.after, "of")
    line.loose = line.loose or head.chunk
    return line.plain_word(index) if head.at == index else index + 1


def _later_comparator(line: Line, head: Head) -> str:
    """Return the comparator after a number and its words: "3 outages or fewer"."""
    for at in range(head.after, head.after + 5):
        chunk = line.at(at)
        if chunk.kind == "comparators_after" and chunk.name != "better":
            return chunk.name
        if chunk.kind == "comparators" and line.head(at) is None:
            return chunk.name
        if chunk.kind not in {"word", "of"}:
            break
    return ""


def _unitless(line: Line, head: Head) -> Trouble:
    following = line.at(head.after)
    if following.kind in {"end", "mark", "joiners", "window", "starts", "in", "of", "quote"}:
        return line.fail("CH204", "unitless", head.chunk)
    return Trouble("CH212", "unit", head.chunk.start, following.end, following)


def _interval(line: Line, index: int, head: Head) -> int:
    if line.has_core or line.stat is not None:
        return line.second(index, head.after)
    if line.window is not None or head.op in {"<", "<="}:
        return line.plain_word(index) if head.at == index else index + 1
    line.interval = head.chunk
    return line.core(index, head.after, "rest")


def _amount(line: Line, index: int, head: Head) -> int:
    chunk, op = head.chunk, head.op
    if head.lead_word in line.words.over and _takes_window(line, head):
        return _counted_over(line, index, head, _rolling(chunk))
    if line.stat is not None and not line.has_core:
        line.duration = ("<=" if op in {"", "better"} else op, chunk)
        line.has_own_op = bool(op)
        return line.core(index, head.after, "rest")
    notice = line.notice_after(head)
    if (line.awaits_notice or notice is not None) and head.lead == "" and op not in {"<", "<=", "better"}:
        return _noticed(line, index, head, head.after if notice is None else notice[0])
    if notice is not None and notice[1] and op in {"<", "<="}:
        raise line.fail("CH205", "longest-notice", line.at(index), chunk.end)
    if head.lead or op in {"<", "<=", "better"}:
        if _counts_units(line, head):
            return _counted_units(line, index, head)
        return _limited(line, index, head)
    return _longer(line, index, head) if op else _bare_amount(line, index, head)


def _longer(line: Line, index: int, head: Head) -> int:
    """Take "at least 48 hours": a notice, a count of units, or part of a condition."""
    if line.has_core and (line.zone in {"of", "bare", "share"} or line.other_core() or line.limit):
        return line.second(index, head.after)
    if line.at(head.after).kind == "of" or line.window_at(head.after):
        return _counted_units(line, index, head)
    if head.op == ">" or not line.is_opening(index):
        raise line.fail("CH205", "bare-amount", head.chunk)
    return _noticed(line, index, head, head.after)


def _counted_over(line: Line, index: int, head: Head, window: str) -> int:
    """Take an amount as the stretch of time that the line counts over."""
    line.window = Chunk("window", head.chunk.start, head.chunk.end, name=window, unit=head.chunk.unit)
    line.use(index, head.after)
    line.zone = "rest"
    return head.after


def _bare_amount(line: Line, index: int, head: Head) -> int:
    chunk = head.chunk
    if chunk.is_article and chunk.unit in _WINDOW_UNITS and line.window is None and line.zone not in {"lead"}:
        return _counted_over(line, index, head, _windowed_unit(chunk))
    if line.window_at(head.after):
        line.zone = "rest" if line.zone != "lead" else "lead"
        return head.after + 1
    if line.has_core and line.is_joint(index) and line.zone == "rest":
        raise line.two(index)
    line.loose = line.loose or chunk
    return line.plain_word(index)


def _takes_window(line: Line, head: Head) -> bool:
    """Whether "in 12 months" or "over 30 days" is the stretch that the line counts over."""
    if line.window is not None or line.zone not in {"of", "bare", "share", "rest"} or head.chunk.is_article:
        return False
    if head.chunk.unit not in _WINDOW_UNITS or not line.is_final(head.after):
        return False
    if line.count is not None:
        return True
    return head.op == ">" and line.share is not None and line.share[0] in {">=", ">"} and line.limit is None


def _counts_units(line: Line, head: Head) -> bool:
    """Whether "no more than 4 hours of downtime a year" counts hours."""
    if head.lead or line.has_core or line.at(head.after).kind not in {"of", "possessive"}:
        return False
    return any(line.window_at(at) for at in range(head.after, min(len(line.chunks), head.after + 12)))


def _counted_units(line: Line, index: int, head: Head) -> int:
    line.count = (head.op, head.chunk.number or Decimal(0))
    line.has_own_op = True
    line.of_from = head.chunk.unit_start
    return line.core(index, head.after, "of")


def _limited(line: Line, index: int, head: Head) -> int:
    is_most = line.count is not None and line.count[0] in {"<=", "<"}
    if is_most and line.window is None and head.lead and head.chunk.unit in _WINDOW_UNITS:
        return _counted_over(line, index, head, _rolling(head.chunk))
    if line.score is not None and not line.is_joint(index):
        raise line.fail("CH205", "fraction", line.score[1])
    if line.limit is not None and head.lead == "within":
        raise line.two(index)
    if line.limit is not None or line.is_due or line.other_core():
        return line.second(index, head.after)
    line.limit = head.chunk
    line.limit_op = "<" if head.op == "<" else "<="
    return line.core(index, head.after, "rest")


def _noticed(line: Line, index: int, head: Head, after: int) -> int:
    if line.limit is not None or line.is_due or line.other_core():
        return line.second(index, head.after)
    if line.stat is not None:
        return line.second(index, head.after)
    line.notice = head.chunk
    line.awaits_notice = False
    line.is_notice_strict = head.op == ">"
    line.core(index, head.after, "rest")
    for at in range(head.after, after):
        if line.chunks[at].kind in {"possessive", "notice", "of"}:
            line.use(at, at + 1)
        else:
            line.roles[at] = "rest"
    return after


def take_every(line: Line, index: int) -> int:
    """Keep "every" as a word, or say that its number has no unit."""
    head = line.head(index + 1)
    if line.has_core or head is None:
        return line.plain_word(index)
    raise _unitless(line, head)


def _rolling(chunk: Chunk) -> str:
    return f"rolling {plain(chunk.number or Decimal(0))} {_windowed_unit(chunk)}"


def _windowed_unit(chunk: Chunk) -> str:
    return f"business {chunk.unit}" if chunk.clock == "business" else chunk.unit


_NUMBERS = {
    "percent": _percent,
    "amount": _amount,
    "out_of": _out_of,
    "number": _number,
    "interval": _interval,
    "range": _range,
    "compound": _compound,
    "fraction": _fraction,
}
