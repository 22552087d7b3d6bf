"""The parts of a target made of what was taken from its line, and why there are none when nothing was."""

from __future__ import annotations

from decimal import Decimal

from charter.model.target import Clock, Measure
from charter.reading.target_chunks import Chunk
from charter.reading.target_line import HUNDRED, NUMERIC, Line, Parts, Trouble
from charter.reading.target_nouns import is_predicate, split_predicate


def finish(line: Line) -> Parts:
    """Return the parts of the target that `line` is. Raises `Trouble` when it is none."""
    if line.stat is not None and line.duration is None and line.score is None:
        _return_statistic(line)
    if not line.has_core and not _from_window(line):
        raise _nothing(line)
    _share_alone(line)
    op, parts = _measured(line)
    parts.op = op
    _promote_lead(line)
    if line.has_bare_words and line.stat is None:
        _sort_bare_words(line)
    _sort_predicate(line, op)
    if line.score is not None and line.has_bare_words and line.grammatical:
        raise line.fail("CH205", "fraction", line.score[1])
    parts.of, parts.condition = _words_of(line, "of", line.of_from), _words_of(line, "rest", None)
    parts.window = line.window.name if line.window is not None else None
    parts.hedges = line.hedges
    parts.is_partly = _is_partly(line, parts)
    return parts


def _return_statistic(line: Line) -> None:
    for index, chunk in enumerate(line.chunks):
        if chunk.kind == "statistics":
            line.roles[index] = "rest"
            if line.at(index + 1).kind == "of":
                line.roles[index + 1] = "rest"
    line.stat = None


def _share_alone(line: Line) -> None:
    is_alone = line.share is not None and line.limit is None and not line.is_due and not line.other_core()
    if is_alone and line.vague is not None:
        raise line.fail("CH207", "vague", line.vague)


def _from_window(line: Line) -> bool:
    """Take "every month" as at least once a month, and "every hour until …" as an interval."""
    window = line.window
    if window is None or not window.is_frequent or line.vague is not None:
        return False
    index = line.chunks.index(window)
    opens = line.at(index + 1)
    if window.unit in {"second", "minute", "hour"} or (
        opens.kind == "starts" and line.at(0).kind in {"updates", "window"} and window.unit != ""
    ):
        line.interval = Chunk(
            "interval", window.start, window.end, number=Decimal(1), unit=window.unit, clock=_clock_of(window)
        )
        line.window = None
        return True
    before = line.chunks[:index]
    if any(chunk.kind in NUMERIC or (chunk.kind == "comparators" and chunk.name != ">=") for chunk in before):
        return False
    for at, chunk in enumerate(before):
        if chunk.kind == "comparators":
            line.use(at, at + 1)
    line.count = (">=", Decimal(1))
    if line.lead_end is None:
        line.lead_end = index
    if index == 0:
        _name_counted(line)
    return True


def _name_counted(line: Line) -> None:
    """Take the words right after an opening window as what is counted: "every month a report"."""
    for at in range(1, len(line.chunks)):
        chunk = line.chunks[at]
        is_verb = is_predicate(chunk.word, line.words) or (at == 1 and line.is_preposition(1))
        if chunk.kind != "word" or is_verb:
            break
        line.roles[at] = "of"


def _measured(line: Line) -> tuple[str | None, Parts]:
    parts = Parts()
    op: str | None = None
    if line.level is not None:
        parts.measure, parts.level, op = Measure.LEVEL, line.level, ">" if line.has_own_op else ">="
    elif line.duration is not None:
        op, parts.amount = line.duration
        parts.measure, parts.stat = Measure.DURATION, line.stat
        parts.statistic = next((chunk for chunk in line.chunks if chunk.name == line.stat), None)
    elif line.score is not None:
        op, chunk = line.score
        parts.measure, parts.stat, parts.number = Measure.SCORE, line.stat or "mean", chunk.number
        parts.unit = f"out of {chunk.unit}"
    elif line.count is not None:
        op, parts.number = line.count
        parts.measure = Measure.COUNT
    elif line.interval is not None:
        op, parts.measure, parts.amount = "<=", Measure.INTERVAL, line.interval
    else:
        parts.measure = Measure.SHARE
        if line.notice is not None:
            parts.measure = Measure.NOTICE
        elif line.is_due:
            parts.measure = Measure.DEADLINE
        parts.amount = line.notice or line.limit
        parts.is_strict = line.is_notice_strict if line.notice is not None else line.limit_op == "<"
        parts.is_implied = line.is_implied or line.share is None
        op, parts.number = line.share or (">=", HUNDRED)
        parts.unit = "%"
    return op, parts


def _promote_lead(line: Line) -> None:
    """Words before the number are what is counted when they name a thing: "availability of at least 99.9%"."""
    if "of" in line.roles or not line.lead_end or line.level is not None or line.interval is not None:
        return
    if line.hedges or (line.share is None and (line.notice is not None or line.is_due or line.limit is not None)):
        return
    end = line.lead_end
    while end > 0 and (line.roles[end - 1] == "mark" or line.chunks[end - 1].kind == "of"):
        if line.chunks[end - 1].word not in {":", "–", "—", "-"} and line.chunks[end - 1].kind != "of":
            return
        end -= 1
    lead = [at for at in range(end) if line.roles[at] == "rest"]
    if not lead or any(line.roles[at] == "mark" for at in range(end)):
        return
    first = line.chunks[lead[0]]
    if first.kind in {"starts", "before", "by", "in", "joiners"} or first.word in line.words.sets["for_share"]:
        return
    is_named = end < line.lead_end and line.chunks[end].kind == "of"
    if first.kind == "word" and not is_named and is_predicate(first.word, line.words):
        return
    if first.kind == "article" or first.word in line.words.sets["dropped"]:
        line.use(lead[0], lead[0] + 1)
        lead = lead[1:]
    for at in lead:
        line.roles[at] = "of"
    line.use(end, line.lead_end)


def _sort_bare_words(line: Line) -> None:
    """Words right after the number are what is counted, unless they say what it does: "95% answered"."""
    counted = [at for at, role in enumerate(line.roles) if role == "of"]
    if not counted:
        return
    first = line.chunks[counted[0]]
    if first.kind == "word" and not is_predicate(first.word, line.words) and not line.is_preposition(counted[0]):
        return
    if first.kind in {"article"}:
        return
    for at in counted:
        line.roles[at] = "rest"


def _sort_predicate(line: Line, op: str | None) -> None:
    """Give the verb after what is counted to the condition; of a bad thing it is a part: "calls abandoned"."""
    if op not in {">=", ">"} and line.duration is None:
        return
    counted = [at for at, role in enumerate(line.roles) if role == "of"]
    if line.of_from is not None or len(counted) < 2:
        return
    split = split_predicate([line.chunks[at].word for at in counted], line.words)
    for at in counted[split:]:
        line.roles[at] = "rest"
        line.grammatical.add(at)


def _words_of(line: Line, role: str, start: int | None) -> str | None:
    """Return the words with `role` as they stand; runs with taken words between them are joined with a comma."""
    runs: list[tuple[int, int]] = []
    is_open = False
    for index, chunk in enumerate(line.chunks):
        is_hanging = chunk.kind == "joiners" and _role_at(line, index + 1) == "used"
        if line.roles[index] == role and not is_hanging:
            if is_open:
                runs[-1] = (runs[-1][0], chunk.end)
            else:
                runs.append((chunk.start, chunk.end))
            is_open = True
        elif line.roles[index] != "mark" and not (chunk.kind == "quote" and is_open):
            is_open = False
    if start is not None and role == "of":
        end = runs[0][1] if runs else next(chunk.end for chunk in line.chunks if chunk.unit_start == start)
        runs = [(start, end), *runs[1:]]
    found = (_trimmed(_with_brackets(line.text, begin, end)) for begin, end in runs)
    return ", ".join(words for words in found if words) or None


def _role_at(line: Line, index: int) -> str:
    return line.roles[index] if index < len(line.roles) else ""


def _is_partly(line: Line, parts: Parts) -> bool:
    if parts.condition is None or line.is_due or parts.measure is Measure.LEVEL:
        return False
    return any(
        role == "rest" and at not in line.grammatical and not _is_own(line, at, parts.measure)
        for at, role in enumerate(line.roles)
    )


def _is_own(line: Line, index: int, measure: Measure) -> bool:
    """Whether the grammar itself has a place for this leftover: "until …" and "before …"."""
    opening = index
    while opening > 0 and line.roles[opening - 1] == "rest":
        opening -= 1
    chunk = line.chunks[opening]
    if measure is Measure.INTERVAL:
        return chunk.kind == "starts"
    return measure is Measure.NOTICE and "before" in {chunk.kind, chunk.name}


def _nothing(line: Line) -> Trouble:
    """Return why a line without any production is not computed."""
    whole = Chunk("line", 0, len(line.text))
    if line.vague is not None:
        return line.fail("CH207", "vague", line.vague)
    if line.loose is not None and line.loose.kind == "amount":
        return line.fail("CH205", "bare-amount", line.loose)
    if line.loose is not None and line.loose.kind == "number":
        after = next((chunk for chunk in line.chunks if chunk.start >= line.loose.end and chunk.kind != "mark"), None)
        if after is None:
            return line.fail("CH204", "unitless", line.loose)
        if len(line.chunks) > 1 and line.chunks[0] is line.loose:
            return line.fail("CH205", "bare-count", line.loose, after.end)
    if line.loose is not None and line.loose.kind == "statistics":
        return line.fail("CH205", "bare-statistic", line.loose)
    return line.fail("CH205", "not-a-target", whole)


def _clock_of(window: Chunk) -> Clock:
    if window.name.startswith("business"):
        return Clock.BUSINESS
    return Clock.ELAPSED if window.unit in {"second", "minute", "hour"} else Clock.CALENDAR


def _with_brackets(text: str, begin: int, end: int) -> str:
    """Return the words from `begin` to `end` with the brackets that open before them or close after them."""
    for opening, closing in ("()", "[]"):
        before, words, after = text[:begin].rstrip(), text[begin:end], text[end:]
        is_closed = words.count(closing) > words.count(opening) or after.lstrip().startswith(closing)
        if before.endswith(opening) and is_closed:
            begin = len(before) - 1
        if after.lstrip().startswith(closing) and text[begin:end].count(opening) > words.count(closing):
            end += after.index(closing) + 1
    return text[begin:end]


def _trimmed(text: str) -> str:
    text = " ".join(text.split()).strip(" ,;:.!–—-")
    for opening, closing in ("()", "[]"):
        if text.startswith(opening) and closing not in text:
            text = text[1:]
        elif text.endswith(closing) and opening not in text:
            text = text[:-1]
        elif opening in text and closing not in text:
            text += closing
    return text.strip(" ,;:")
