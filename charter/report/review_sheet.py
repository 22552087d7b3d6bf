"""The review pack as a sheet in Markdown, with the entry of the review to fill in, in the charter's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from charter.compare.changes import Change, Kind
from charter.measure.judging import Judged
from charter.measure.results import Result
from charter.measure.scores import Row
from charter.model.records import PromiseVerdict, Review
from charter.reading.reviewwords import ReviewWords, review_words
from charter.report.changes_markdown import escaped, row
from charter.report.standing import day_words, earlier_lines, missing_words
from charter.reviewing.deciding import Occasion
from charter.reviewing.pack import WORKING, Item, Moved, Pack
from charter.reviewing.record import action_words, blank_entry

_GAPS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class _Say:
    """Says things of the sheet in one language."""

    words: ReviewWords

    def __call__(self, key: str, count: int | None = None, **said: object) -> str:
        forms = self.words.sheet[key]
        form: str = forms if isinstance(forms, str) else forms[0 if count == 1 else 1]
        return form.format(count=count, **said)

    def day(self, day: date) -> str:
        if self.words.tag == "en":
            return day_words(day)
        from babel.dates import format_date

        return format_date(day, "long", locale=self.words.tag)

    def name(self, label: str) -> str:
        return self("working") if label == WORKING else label


def pack_sheet(pack: Pack, occasion: Occasion) -> str:
    """Return the pack as a Markdown file with the entry of the review to fill in, in the charter's language."""
    return "\n".join(
        [*_sheet_lines(pack, _Say(review_words(pack.text.language))), "", "---", "", _blank_entry(pack, occasion)]
    )


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


def _sheet_lines(pack: Pack, say: _Say) -> Iterator[str]:
    yield f"# {say('title', title=escaped(pack.text.title))}"
    yield ""
    yield say("fill_in")
    yield ""
    yield f"    charter review record {pack.standing.charter.id} --from THIS-FILE"
    yield ""
    yield say("verdicts", words=", ".join(words[0] for words in say.words.verdicts.values()))
    yield say("heading")
    yield from _section(say("changed"), _changes(pack, say))
    yield from _section(say("items"), _items(pack, say))
    yield from _section(say("scores"), _scores(pack, say))
    yield from _section(say("gaps"), _gaps(pack, say))
    yield from _section(say("remarks"), _remarks(pack, say))
    dated = ((item.date, item.title) for item in pack.incidents if item.date)
    yield from _section(
        say("incidents"), (f"* {say.day(day)}{say.words.colon} {escaped(title)}" for day, title in dated)
    )
    yield from _section(say("actions"), _actions(pack, say))
    yield from _section(say("signatures"), _signatures(pack))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    told = [*lines]
    if told:
        yield from ("", f"### {title}", "", *told)


def _changes(pack: Pack, say: _Say) -> Iterator[str]:
    for moved, key in ((pack.moved, "since"), (pack.coming, "coming")):
        if moved is None:
            continue
        count = len(moved.changes.changes)
        yield say(key, name=say.name(moved.before), what=say("changes", count) if count else say("nothing"))
        if count:
            yield ""
            yield from (f"* {escaped(_change(change, moved, say))}" for change in moved.changes.changes)
        if moved is pack.moved and pack.coming:
            yield ""


def _change(change: Change, moved: Moved, say: _Say) -> str:
    """Return a change in a sentence, where it has one in this language, else what it was and what it is."""
    if say.words.tag == "en":
        return " ".join(change.text.split())
    titles = {promise.ref: promise.title.text for text in (moved.old, moved.new) for promise in text.expectations}
    title = titles.get(change.ref or "", change.section or change.place or moved.new.title)
    if change.kind in {Kind.ADDED, Kind.WITHDRAWN}:
        return say(change.kind.value, title=title)
    told = " → ".join(" ".join(words.split()) for words in (change.before, change.after) if words)
    return f"{title}{say.words.colon} {told}" if told else title


def _items(pack: Pack, say: _Say) -> Iterator[str]:
    if not pack.items:
        return
    yield row(say.words.sheet["item_heads"])
    yield "|---|---|---|---|"
    for item in pack.items:
        decided = item.decided.verdict if item.decided else None
        yield row(
            [
                f"{escaped(item.promise.title.text)} ({escaped(item.promise.ref)})",
                escaped(_results(item, say)),
                say.words.verdicts[decided][0] if decided else "",
                str(len(item.remarks) or ""),
            ]
        )


def _results(item: Item, say: _Say) -> str:
    """Return how a promise went since the last review: `kept in 2 of 3 periods; 2026-02: 113 of 139`."""
    told = []
    for held in item.measured:
        judged = [result for result in held.results if result.ruling.is_decided]
        kept = sum(result.judged is Judged.KEPT for result in judged)
        missed = [result for result in judged if result.judged is Judged.MISSED]
        words = say("kept", len(judged), kept=kept) if judged else _undecided(held.results, say)
        for result in missed:
            when = say("over", months=result.months, period=result.period) if result.is_windowed else str(result.period)
            words += f"; {when}{say.words.colon} {_figures(result, say)}"
        told.append(f"{held.series.segment}{say.words.colon} {words}" if held.series.segment else words)
    return " · ".join(told) or say("no_results")


def _undecided(results: tuple[Result, ...], say: _Say) -> str:
    return say("no_cases" if all(result.judged is Judged.NO_CASES for result in results) else "not_decided")


def _figures(result: Result, say: _Say) -> str:
    """Return the numbers that were judged."""
    numbers = result.counted
    if numbers.value is not None:
        return f"{numbers.value} {numbers.unit or ''}".strip()
    return say("figures", good=numbers.good, total=numbers.total) if numbers.total is not None else str(numbers.good)


def _scores(pack: Pack, say: _Say) -> Iterator[str]:
    scored = pack.scored
    if scored and scored.differing:
        yield say("differ", len(scored.differing), period=scored.period)
        yield ""
        yield from (f"* {escaped(_score(line, say))}" for line in scored.differing)
    elif scored:
        yield say("alike", period=scored.period)
    for sealed in (item for item in pack.periods if item.seal):
        if scored:
            yield ""
        yield say("sealed", period=sealed.period)


def _score(line: Row, say: _Say) -> str:
    """Return how each party saw a criterion: `first-reply, Speed: Desk Met, Teaching staff Getting there`."""
    marks = ", ".join(f"{mark.name} {mark.level}" for mark in line.marks if mark.level)
    return f"{line.ref}{f', {line.name}' if line.name else ''}{say.words.colon} {marks}"


def _gaps(pack: Pack, say: _Say) -> Iterator[str]:
    kinds = say.words.sheet["kinds"]
    for gap in pack.gaps[:_GAPS_SHOWN]:
        words = say("gap", title=gap.title or pack.text.title, kind=kinds[gap.kind.value], size=gap.size)
        yield f"* {escaped(words)}" + (f", {say('met')}" if gap.is_met else "")


def _remarks(pack: Pack, say: _Say) -> Iterator[str]:
    for remark in pack.unanswered:
        who = say("about", party=remark.party, ref=remark.ref) if remark.ref else remark.party
        yield f"* {say.day(remark.date)}, {escaped(who)}{say.words.colon} {escaped(remark.said) or say('no_words')}"


def _actions(pack: Pack, say: _Say) -> Iterator[str]:
    for item in pack.actions:
        late = f" **{say('overdue')}**" if item in pack.overdue else ""
        words = escaped(action_words(item.action, pack.text.language))
        yield f"* {words}{late}, {say('from', day=say.day(item.review.held))}"


def _signatures(pack: Pack) -> Iterator[str]:
    for version in pack.waiting:
        yield f"* {version.version.label} lacks: {escaped(missing_words(version.missing))}"
    for label, signed in pack.stale:
        first, *rest = earlier_lines(signed, label)
        yield f"* {escaped(first)} {escaped('; '.join(line.strip() for line in rest))}"
    for label in pack.unbound:
        yield f"* {label} was signed as another text than the file holds now: charter verify"
