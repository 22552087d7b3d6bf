"""The review pack as a sheet in Markdown, with the entry of the review to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charter.measure.judging import Judged
from charter.measure.results import Result
from charter.measure.scores import Row
from charter.model.records import PromiseVerdict, Review
from charter.reading.reviewwords import review_words
from charter.report.changes_markdown import escaped, row
from charter.report.gaps import when_words
from charter.report.review import name_of
from charter.report.standing import day_words, earlier_lines, missing_words
from charter.report.text import number_of
from charter.reviewing.deciding import Occasion
from charter.reviewing.pack import Item, Pack
from charter.reviewing.record import action_words, blank_entry

_GAPS_SHOWN = 5


def pack_sheet(pack: Pack, occasion: Occasion) -> str:
    """Return the pack as a Markdown file with the entry of the review to fill in, in the charter's language."""
    return "\n".join([*_sheet_lines(pack), "", "---", "", _blank_entry(pack, occasion)])


def _blank_entry(pack: Pack, occasion: Occasion) -> str:
    """Return the entry of a review of which only the occasion is known."""
    review = Review(
        held=occasion.held,
        title=review_words(pack.text.language).review,
        due=occasion.due,
        version=occasion.version,
        next=occasion.next,
        verdicts=tuple(PromiseVerdict(ref=promise.ref, verdict=None) for promise in occasion.text.expectations),
        actions=tuple(item.action for item in occasion.open_actions),
    )
    return blank_entry(review, pack.text.language)


def _sheet_lines(pack: Pack) -> Iterator[str]:
    yield f"# Review of *{escaped(pack.text.title)}*"
    yield ""
    yield "Fill in the entry at the end, and read it back with:"
    yield ""
    yield f"    charter review record {pack.standing.charter.id} --from THIS-FILE"
    yield ""
    yield f"Verdicts: {', '.join(words[0] for words in review_words(pack.text.language).verdicts.values())}."
    yield "Put the day on which you met into its heading; what stands above it is not kept."
    yield from _section("What changed", _changes(pack))
    yield from _section("Promise by promise", _items(pack))
    yield from _section("How each side saw it", _scores(pack))
    yield from _section("What to mend first", _gaps(pack))
    yield from _section("Not answered yet", _remarks(pack))
    dated = ((item.date, item.title) for item in pack.incidents if item.date)
    yield from _section("Incidents", (f"* {day_words(day)}: {escaped(title)}" for day, title in dated))
    yield from _section("Open actions", _actions(pack))
    yield from _section("Signatures", _signatures(pack))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [*lines]
    if told:
        yield from ("", f"### {title}", "", *told)


def _changes(pack: Pack) -> Iterator[str]:
    for moved, verb in ((pack.moved, "Since"), (pack.coming, "To come after")):
        if moved is None:
            continue
        yield f"{verb} {name_of(moved.before)}: " + (
            number_of(len(moved.changes.changes), "change", "changes") if moved.changes.changes else "nothing changed"
        )
        if moved.changes.changes:
            yield ""
            yield from (f"* {escaped(' '.join(change.text.split()))}" for change in moved.changes.changes)
        if moved is pack.moved and pack.coming:
            yield ""


def _items(pack: Pack) -> Iterator[str]:
    if not pack.items:
        return
    yield row(["Promise", "Results since", "Last verdict", "Not answered"])
    yield "|---|---|---|---|"
    for item in pack.items:
        decided = item.decided.verdict if item.decided else None
        yield row(
            [
                f"{escaped(item.promise.title.text)} ({escaped(item.promise.ref)})",
                escaped(results_words(item)),
                str(decided or ""),
                str(len(item.remarks) or ""),
            ]
        )


def results_words(item: Item) -> str:
    """Return how a promise went since the last review: `kept in 2 of 3 periods; 2026-02: 81.2%, 113 of 139`."""
    told = []
    for held in item.measured:
        judged = [result for result in held.results if result.ruling.is_decided]
        kept = sum(result.judged is Judged.KEPT for result in judged)
        missed = [result for result in judged if result.judged is Judged.MISSED]
        words = (
            f"kept in {kept} of {number_of(len(judged), 'period', 'periods')}" if judged else _undecided(held.results)
        )
        for result in missed:
            words += f"; {when_words(result)}: {figures_words(result)}"
        told.append(f"{held.series.segment}: {words}" if held.series.segment else words)
    return " · ".join(told) or "no results"


def _undecided(results: tuple[Result, ...]) -> str:
    return "no cases" if all(result.judged is Judged.NO_CASES for result in results) else "not decided"


def figures_words(result: Result) -> str:
    """Return the numbers that were judged."""
    numbers = result.counted
    if numbers.value is not None:
        return f"{numbers.value} {numbers.unit or ''}".strip()
    return f"{numbers.good} of {numbers.total}" if numbers.total is not None else str(numbers.good)


def _scores(pack: Pack) -> Iterator[str]:
    scored = pack.scored
    if scored and scored.differing:
        yield f"In {scored.period} the two sides differ on {number_of(len(scored.differing), 'criterion', 'criteria')}:"
        yield ""
        yield from (f"* {escaped(score_words(line))}" for line in scored.differing)
    elif scored:
        yield f"In {scored.period} both sides saw it alike, as far as both said."
    for sealed in (item for item in pack.periods if item.seal):
        yield f"The scores of {sealed.period} are out of sight until both sides have given theirs."


def score_words(line: Row) -> str:
    """Return how each party saw a criterion: `first-reply, Speed: Desk Met, Teaching staff Getting there`."""
    marks = ", ".join(f"{mark.name} {mark.level}" for mark in line.marks if mark.level)
    return f"{line.ref}{f', {line.name}' if line.name else ''}: {marks}"


def _gaps(pack: Pack) -> Iterator[str]:
    for gap in pack.gaps[:_GAPS_SHOWN]:
        yield f"* {escaped(gap.title or pack.text.title)}: {gap.kind} gap, {gap.size} wide" + (
            ", target met, customers not content" if gap.is_met else ""
        )


def _remarks(pack: Pack) -> Iterator[str]:
    for remark in pack.unanswered:
        about = f" about {remark.ref}" if remark.ref else ""
        yield f"* {day_words(remark.date)}, {escaped(remark.party + about)}: {escaped(remark.said) or '(no words)'}"


def _actions(pack: Pack) -> Iterator[str]:
    for item in pack.actions:
        late = " **overdue**" if item in pack.overdue else ""
        yield f"* {escaped(action_words(item.action))}{late}, from {day_words(item.review.held)}"


def _signatures(pack: Pack) -> Iterator[str]:
    for version in pack.waiting:
        yield f"* {version.version.label} lacks: {escaped(missing_words(version.missing))}"
    for label, signed in pack.stale:
        first, *rest = earlier_lines(signed, label)
        yield f"* {escaped(first)} {escaped('; '.join(line.strip() for line in rest))}"
    for label in pack.unbound:
        yield f"* {label} was signed as another text than the file holds now: charter verify"
