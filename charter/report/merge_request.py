"""What a branch does to charters, as the comment on its merge request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from charter.model.text import CharterText
from charter.report.changes import Comparison
from charter.report.changes_markdown import changes_markdown
from charter.report.standing import day_words
from charter.report.text import count_words, number_of, ordered, place, visible
from charter.source import Diagnostic, Severity

MARKER = "<!-- charter: what this merge request changes -->"
"""The first line of every comment, by which whoever posts it finds the last one."""

MOST_CHARACTERS = 60_000
"""GitHub takes 65,536; the rest is for what is counted otherwise there."""

_FOR_FINDINGS = 20_000
_FOR_ACKNOWLEDGED = 10_000
_MOST_FINDINGS = 50
_LONGEST_ROW = 4_000
_LONGEST_LINE = 2_000
_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&#$!]")
_AT = re.compile(r"@(?=\w)")
_TICKS = re.compile("`+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """A finding that somebody answers for, until the day `until`."""

    diagnostic: Diagnostic
    who: str
    why: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a branch does to charters, compared with the commit where it left `ref`."""

    ref: str
    diagnostics: tuple[Diagnostic, ...]
    comparisons: tuple[Comparison, ...]
    """What changed, charter by charter: from version to version, or of the working text."""
    added: tuple[CharterText, ...] = ()
    """The texts of charters that are new."""
    acknowledged: tuple[Acknowledged, ...] = ()
    note: str | None = None
    """What a reader must know about the commit that was compared with."""


def merge_request_markdown(gate: Gate | None, diagnostics: Iterable[Diagnostic]) -> str:
    """Return the comment: what changes for whom, then `diagnostics`, which are all findings of the check.

    Without a `gate` nothing was compared, and the comment holds the findings alone.

    Without a gate nothing was compared, and the findings are all there is to say. The same changes give the same
    bytes. No word of a charter can become markup, a mention or a column of its own. What is too long for a comment is
    cut, and the comment says so.
    """
    closing = list(_findings(ordered(diagnostics)))
    if gate is None:
        return "\n".join([MARKER, *closing]) + "\n"
    if gate is None:
        return "\n".join([MARKER, *closing]) + "\n"
    if gate.acknowledged:
        entries = [list(_acknowledged(item)) for item in gate.acknowledged]
        closing += ["", "**Acknowledged**", "", *_as_many_as(entries, _FOR_ACKNOWLEDGED, "acks.toml")]
    if gate.note:
        closing += ["", f"Note: {_escaped(gate.note)}"]
    room = MOST_CHARACTERS - len(MARKER) - sum(len(line) + 1 for line in closing)
    return "\n".join([MARKER, *_changes(gate, room), *closing]) + "\n"


def _changes(gate: Gate, room: int) -> Iterator[str]:
    """Yield the lines about each charter, as many as fit into `room` characters."""
    if not gate.comparisons and not gate.added:
        yield f"No promise changes, compared with {_escaped(gate.ref)}."
        yield ""
        return
    blocks = [[*_new(text), ""] for text in gate.added]
    blocks[:0] = [[*_shortened(changes_markdown(item).splitlines()), ""] for item in gate.comparisons]
    left = 0
    for block in blocks:
        fitting = _fitted(block, room - 200)
        if fitting is None:
            left += 1
            continue
        room -= sum(len(line) + 1 for line in fitting)
        yield from fitting
    if left:
        yield f"{number_of(left, 'more charter changes', 'more charters change')}; this comment has no room for them."
        yield ""


def _fitted(block: list[str], room: int) -> list[str] | None:
    """Return the lines about one charter, without the last rows of its table where there are too many."""
    rows = [at for at, line in enumerate(block) if line.startswith("| ")][1:]
    kept = list(block)
    size = sum(len(line) + 1 for line in kept)
    cut = 0
    while size > room and cut < len(rows):
        cut += 1
        size -= len(block[rows[-cut]]) + 1
        kept[rows[-cut]] = ""
    if size > room:
        return None
    if not cut:
        return kept
    told = f"{number_of(cut, 'more change has', 'more changes have')} no room here: charter diff"
    end = rows[-cut]
    return [*kept[:end], "", told, *kept[rows[-1] + 1 :]]


def _shortened(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines; a row that is longer than a comment can bear keeps its name and what it means for whom."""
    for line in lines:
        if len(line) <= _LONGEST_ROW or not line.startswith("| "):
            yield line
            continue
        cells = re.split(r"(?<!\\)\|", line)
        cells[2] = " too long to be shown here: charter diff "
        yield "|".join(cells)


def _new(text: CharterText) -> Iterator[str]:
    yield f"### *{_escaped(text.title)}* is new"
    yield ""
    promises = text.expectations
    for promise in promises[:_MOST_FINDINGS]:
        yield f"- {_escaped(promise.title.text)}"
    if len(promises) > _MOST_FINDINGS:
        yield f"- and {len(promises) - _MOST_FINDINGS} more"
    if not promises:
        yield "It holds no promise yet."


def _findings(items: Sequence[Diagnostic]) -> Iterator[str]:
    """Yield the most serious findings first, until there is no more room for them."""
    if not items:
        yield "Nothing to report."
        return
    yield f"### {count_words(items)}"
    yield ""
    serious = sorted(items, key=lambda item: list(Severity).index(item.severity))
    yield from _as_many_as([list(_finding(item)) for item in serious], _FOR_FINDINGS, "charter check")


def _as_many_as(entries: Sequence[Sequence[str]], room: int, where: str) -> Iterator[str]:
    """Yield the lines of entries until there is no more room for them, then how many more there are, and where."""
    for shown, lines in enumerate(entries):
        room -= sum(len(line) + 1 for line in lines)
        if shown == _MOST_FINDINGS or room < 0:
            yield f"- and {len(entries) - shown} more: {where}"
            return
        yield from lines


def _finding(item: Diagnostic) -> Iterator[str]:
    yield f"- **{item.severity}** {_code(place(item.span))} {item.code} {item.name}: {_escaped(item.message)}"
    if item.hint:
        yield f"  hint: {_code(item.hint)}"


def _acknowledged(item: Acknowledged) -> Iterator[str]:
    finding = item.diagnostic
    yield f"- {_code(place(finding.span))} {finding.code} {finding.name}: {_escaped(finding.message)}"
    yield f"  {_escaped(item.who)}, until {day_words(item.until)}: {_escaped(item.why)}"


def _code(words: str) -> str:
    """Return words as code on one line: nothing in it is read as markup or as a mention."""
    flat = _flat(words)
    ticks = max((len(run) for run in _TICKS.findall(flat)), default=0)
    fence = "`" * (ticks + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}" if flat else ""


def _escaped(words: str) -> str:
    return _AT.sub("@\u2060", _SPECIAL.sub(r"\\\g<0>", _flat(words)))


def _flat(words: str) -> str:
    flat = " ".join(visible(words).split())
    return flat if len(flat) <= _LONGEST_LINE else f"{flat[:_LONGEST_LINE]} …"
