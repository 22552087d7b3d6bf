"""`feedback.csv` with remarks added at its end; what stands there stays as it is, to the byte."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from charter.model.records import Feedback
from charter.reading.csvtable import is_formula
from charter.reading.feedback import read_feedback
from charter.reading.keywords import fold
from charter.reading.sheet import read_sheet

COLUMNS = ("date", "party", "channel", "ref", "score", "said", "answered", "action", "source")
_MAY_LACK = frozenset({"source"})
"""A file that people keep by hand has no use for it."""
_UNSEEN = re.compile(r"[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
"""Signs that steer a terminal, or turn the order of what stands after them; NUL makes a file no text at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The file with the remarks in it, and which of them are new; the others stood there already."""

    data: bytes
    new: tuple[Feedback, ...]
    known: int


def add_remarks(path: str, data: bytes | None, remarks: Sequence[Feedback]) -> Added:
    """Return the file `path`, of which `data` is there now, with those of the `remarks` that it lacks.

    A remark stands there already when a row has its source and its day (two forms may both begin with number 1), or
    else when a row without a source has its day and its words; so many equal rows, so many
    equal remarks. Raises `CharterError` when the file is not one that rows can be put into.
    """
    sheet = read_sheet(path, data, COLUMNS, may_lack=_MAY_LACK)
    rows = read_feedback(sheet.source).value
    sources = {(row.source, row.date) for row in rows if row.source}
    unnamed = Counter(_identity(row) for row in rows if not row.source)
    new: list[Feedback] = []
    for remark in map(as_written, remarks):
        if (remark.source, remark.date) in sources:
            continue
        if unnamed[_identity(remark)]:
            unnamed[_identity(remark)] -= 1
            continue
        new.append(remark)
        if remark.source:
            sources.add((remark.source, remark.date))
    lines = [sheet.line([cells.get(name, "") for name in sheet.head]) for cells in map(_cells, new)]
    result = sheet.with_lines(sheet.text, lines).encode() if new else (data or b"")
    return Added(data=result, new=tuple(new), known=len(remarks) - len(new))


def as_written(remark: Feedback) -> Feedback:
    """Return a remark as a row says it: on one line, and in quotes where a spreadsheet would compute it."""
    return replace(
        remark,
        said=_cell(remark.said),
        action=_cell(remark.action),
        channel=_cell(remark.channel),
        source=_cell(remark.source),
    )


def _cell(words: str) -> str:
    words = " ".join(_UNSEEN.sub("\ufffd", words).split())
    return f"“{words}”" if is_formula(words) else words


def _identity(remark: Feedback) -> Hashable:
    if remark.said:
        return remark.date, fold(remark.said)
    return remark.date, fold(remark.party), remark.ref, remark.score


def _cells(remark: Feedback) -> dict[str, str]:
    return {
        "date": str(remark.date),
        "party": remark.party,
        "channel": remark.channel,
        "ref": remark.ref or "",
        "score": "" if remark.score is None else str(remark.score),
        "said": remark.said,
        "answered": str(remark.answered or ""),
        "action": remark.action,
        "source": remark.source,
    }
