"""What to mend first, for a terminal, for programs, and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from charter.measure.gaps import Gap, GapKind, Unknown
from charter.measure.numbers import Numbers
from charter.measure.results import Result
from charter.measure.scores import Mark
from charter.measure.shortfalls import (
    Below,
    Differs,
    Lacking,
    Missed,
    NotAgreed,
    Reason,
    Translated,
    Unheard,
    Unreported,
    Wanted,
)
from charter.model.records import Action
from charter.model.text import FieldKey
from charter.report.changes_markdown import escaped
from charter.report.lines import BOLD, WIDTH, YELLOW, columns, padded, painted, wrapped
from charter.report.scores import steps_words
from charter.report.standing import day_words, listed
from charter.report.text import number_of, visible

NO_ACTION = "No open action names it."
_INDENT = " " * 15
_SHOWN = 3
_FIELDS = {
    FieldKey.TARGET: "no target",
    FieldKey.MEASURED: "nothing about how it is measured",
    FieldKey.OWNER: "no owner",
    FieldKey.RUBRIC: "no rubric",
}
_UNKNOWN = {
    GapKind.LISTENING: "how much each side thinks it matters",
    GapKind.DELIVERY: "whether the target is met",
    GapKind.CUSTOMER: "how those promised to see it",
    GapKind.MIRROR: "whether both sides see it alike",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GapReport:
    """The gaps of one charter."""

    charter: str
    title: str
    gaps: tuple[Gap, ...]
    unknown: tuple[Unknown, ...]
    loose: tuple[Action, ...]
    """Open actions that name no promise."""

    @property
    def to_mend(self) -> tuple[Gap, ...]:
        """The gaps that ask for something to be done."""
        return tuple(gap for gap in self.gaps if not gap.is_flattering)


def gap_lines(report: GapReport, *, colours: bool = False) -> Iterator[str]:
    """Yield what to mend first, gap by gap, then what is not known."""
    yield painted(visible(f"{report.title}: {_count(report)}"), BOLD, colours)
    for gap in report.gaps:
        yield ""
        yield from _gap_lines(gap, colours=colours)
    if report.unknown:
        yield ""
        yield "Not known, which is not the same as no gap:"
        for item in report.unknown:
            yield from wrapped(visible(unknown_words(item)), "  ")
    if report.loose:
        yield ""
        yield "Open actions that name no promise (write its ref into the action):"
        for action in report.loose:
            yield from wrapped(visible(action_words(action)), "  ")


def _gap_lines(gap: Gap, *, colours: bool) -> Iterator[str]:
    yield _heading(gap, colours=colours)
    for reason in gap.reasons:
        yield from wrapped(visible(reason_words(reason)), _INDENT)
    for line in wrapped(visible(met_words(gap)), _INDENT):
        yield f"{_INDENT}{painted(line.removeprefix(_INDENT), YELLOW, colours)}"
    yield from wrapped(weight_words(gap), _INDENT)
    for action in gap.actions:
        yield from wrapped(visible(f"Open: {action_words(action)}"), _INDENT)
    if not gap.actions and not gap.is_flattering:
        yield f"{_INDENT}{NO_ACTION}"


def gaps_markdown(reports: Sequence[GapReport], today: date) -> str:
    """Return the gaps as Markdown: for each charter a list, what to mend first on top."""
    lines = [f"### What to mend first, as of {day_words(today)}"]
    for report in reports:
        lines += ["", f"**{escaped(report.title)}**: {_count(report)}", ""]
        for place, gap in enumerate(report.gaps, 1):
            title = escaped(gap.title) if gap.ref else "The charter as a whole"
            ref = f" (`{gap.ref}`)" if gap.ref else ""
            words = [*(reason_words(reason) for reason in gap.reasons), met_words(gap), weight_words(gap)]
            lines.append(f"{place}. **{title}**{ref}, {gap.kind.value}: {escaped(' '.join(filter(None, words)))}")
            lines += [f"   - Open: {escaped(action_words(action))}" for action in gap.actions]
            if not gap.actions and not gap.is_flattering:
                lines.append(f"   - {NO_ACTION}")
        if report.unknown:
            lines += ["", "Not known, which is not the same as no gap:", ""]
            lines += [f"- {escaped(unknown_words(item))}" for item in report.unknown]
        if report.loose:
            lines += ["", "Open actions that name no promise:", ""]
            lines += [f"- {escaped(action_words(action))}" for action in report.loose]
    return "\n".join(lines) + "\n"


def gaps_json(reports: Sequence[GapReport], today: date) -> str:
    """Return the gaps as one JSON object, those of each charter in order."""
    report = {
        "schema": 1,
        "today": today.isoformat(),
        "charters": [
            {
                "charter": item.charter,
                "title": item.title,
                "gaps": [_gap_data(gap) for gap in item.gaps],
                "unknown": [{"kind": other.kind.value, "refs": list(other.refs)} for other in item.unknown],
                "other_actions": [_action_data(action) for action in item.loose],
            }
            for item in reports
        ],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def reason_words(reason: Reason) -> str:  # noqa: C901  one branch for each kind of reason
    """Return what is the matter, as a sentence."""
    match reason:
        case Wanted():
            what = f"“{reason.row.name}”" if reason.row.name else "This"
            return (
                f"{what} matters {reason.theirs.importance} of 5 to {reason.theirs.party}; "
                f"{reason.own.party} thinks {reason.own.importance}. ({reason.period})"
            )
        case Unheard():
            quoted = "; ".join(f"“{remark.said}”" for remark in reason.remarks[:_SHOWN] if remark.said)
            about = "it, and nobody answered" if reason.is_promised else "no promise, and led to nothing"
            return f"{number_of(len(reason.remarks), 'remark is', 'remarks are')} about {about}: {quoted}."
        case Lacking():
            return f"It has {listed([_FIELDS[key] for key in reason.fields])}."
        case Missed():
            return _missed(reason)
        case Unreported():
            if not reason.periods:
                return "Nothing was ever reported about it."
            names = [str(period) for period in reason.periods]
            more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
            return f"It was not reported for {', '.join(names[:_SHOWN])}{more}."
        case NotAgreed():
            return f"What the site shows is {reason.state.value}: it binds nobody yet."
        case Translated():
            return f"The translation into “{reason.language}” gives other numbers."
        case Below():
            said = f": “{reason.mark.evidence}”" if reason.mark.evidence else ""
            return (
                f"{_level(reason.row.name, reason.mark)}, {steps_words(reason.mark.steps)}, in {reason.period}{said}."
            )
        case Differs():
            steps = number_of(reason.size, "step", "steps")
            what = f"“{reason.row.name}”" if reason.row.name else "As a whole"
            own, theirs = reason.own, reason.theirs
            said = f"{theirs.level} from {theirs.party}, {own.level} from {own.party}"
            return f"{what}: {said}, {steps} apart, in {reason.period}."


def met_words(gap: Gap) -> str:
    """Return that the numbers are fine and the customers are not, where that is so."""
    if not gap.is_met:
        return ""
    parties = dict.fromkeys(reason.mark.party for reason in gap.reasons if isinstance(reason, Below))
    return f"Target met, {listed([*parties])} not content."


def weight_words(gap: Gap) -> str:
    """Return what puts the gap in its place: importance and width."""
    matters = f"Importance {gap.importance} of 5" if gap.importance else "Importance not said, counts as 3"
    said = f"; {number_of(gap.feedback, 'remark', 'remarks')}" if gap.feedback else ""
    return f"{matters}; size {gap.size}{said}."


def action_words(action: Action) -> str:
    """Return an action with who does it and by when."""
    by = f"by {day_words(action.due)}" if action.due else ""
    note = ", ".join(filter(None, (action.owner or "", by)))
    return f"{action.words} ({note})" if note else action.words


def unknown_words(item: Unknown) -> str:
    """Return of which promises something is not known."""
    return f"{item.kind.value}: {_UNKNOWN[item.kind]}, for {', '.join(item.refs)}"


def figures(numbers: Numbers) -> str:
    """Return what was measured in few words: `88.8%`, `11 of 12`, `4.1 working days`."""
    if numbers.value is not None:
        return f"{numbers.value:f} {numbers.unit or ''}".strip()
    if numbers.share is None or numbers.is_few:
        total = f" of {numbers.total:f}" if numbers.total is not None else f" {numbers.unit or ''}".rstrip()
        return f"{numbers.good or 0:f}{total}"
    return f"{numbers.share:.1f}%"


def when_words(result: Result) -> str:
    """Return of which time the numbers are that were judged: `2026-Q3`, or `the 12 months up to 2026-Q3`."""
    return f"the {result.months} months up to {result.period}" if result.is_windowed else str(result.period)


def _missed(reason: Missed) -> str:
    target = reason.result.held.target
    promised = f", where “{target.text}” was promised" if target else ""
    who = f"{reason.segment}: " if reason.segment else ""
    often = f" It was missed in {reason.misses} of the last {reason.periods} periods." if reason.periods > 1 else ""
    return f"{who}{figures(reason.result.counted)} in {when_words(reason.result)}{promised}.{often}"


def _level(name: str, mark: Mark) -> str:
    return f"{mark.party} gave “{name}” {mark.level}" if name else f"{mark.party} gave it {mark.level}"


def _count(report: GapReport) -> str:
    number = len(report.to_mend)
    if not number:
        return "no gap is known" if report.unknown else "no gap"
    return number_of(number, "gap, what to mend first on top", "gaps, what to mend first on top")


def _heading(gap: Gap, *, colours: bool) -> str:
    title, ref = visible(gap.title or "The charter as a whole"), visible(gap.ref or "")
    kind = padded(gap.kind.value, len(_INDENT))
    gap_width = max(WIDTH - len(_INDENT) - columns(title) - columns(ref), 2) if ref else 0
    return f"{kind}{painted(title, BOLD, colours)}{' ' * gap_width}{ref}".rstrip()


def _gap_data(gap: Gap) -> dict[str, Any]:
    return {
        "kind": gap.kind.value,
        "ref": gap.ref,
        "title": gap.title or None,
        "size": gap.size,
        "importance": gap.importance,
        "weight": gap.weight,
        "feedback": gap.feedback,
        "met_but_not_content": gap.is_met,
        "to_mend": not gap.is_flattering,
        "reasons": [{"words": reason_words(reason), "size": reason.size} for reason in gap.reasons],
        "actions": [_action_data(action) for action in gap.actions],
    }


def _action_data(action: Action) -> dict[str, Any]:
    return {
        "words": action.words,
        "owner": action.owner,
        "due": action.due.isoformat() if action.due else None,
    }
