"""The review pack: everything that the parties look at when they sit down, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from charter.actions import OpenAction, open_actions
from charter.compare.changes import Changes
from charter.lives.signed import ChangesBetween, EarlierSignature, earlier_signatures, text_of
from charter.measure.feedback import is_unanswered
from charter.measure.gaps import Gap, gaps_of
from charter.measure.judging import Judged
from charter.measure.results import Result, Results, Series
from charter.measure.scores import PeriodScores, Row, Scores, version_on
from charter.measure.totals import Span, Total, totals_of
from charter.model.charter import Version
from charter.model.records import Feedback, Incident, PromiseVerdict, Review
from charter.model.text import CharterText, Expectation
from charter.reading.keywords import fold
from charter.schedule import ReviewStatus, review_status
from charter.signatures import is_of_another_text
from charter.standing import Standing, State, VersionStanding

WORKING = "draft"
"""What the working text is called where versions have a label; no label is like it."""

_COMING = frozenset({State.PROPOSED, State.AGREED})
_OVER = frozenset({"closed", "done", "clos", "close", "termine"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What changed from one text to another, each with its label or `WORKING`."""

    before: str
    after: str
    old: CharterText
    new: CharterText
    changes: Changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The results of one segment since the last review, the oldest first."""

    series: Series
    results: tuple[Result, ...]

    @property
    def totals(self) -> tuple[Total, ...]:
        """Their sums, one for each target."""
        return totals_of(replace(self.series, results=self.results), Span.ALL)

    @property
    def judged(self) -> Judged:
        """Whether the sums keep their targets; where there is no sum that can be judged, what was counted last does."""
        summed = {total.ruling.judged for total in self.totals if total.ruling.is_decided}
        if summed:
            return Judged.MISSED if Judged.MISSED in summed else Judged.KEPT
        return next((result.judged for result in reversed(self.results) if result.ruling.is_decided), self._undecided)

    @property
    def _undecided(self) -> Judged:
        return Judged.UNCLEAR if any(result.judged is Judged.UNCLEAR for result in self.results) else Judged.NO_CASES


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One promise on the table: what is known about it since the last review."""

    promise: Expectation
    measured: tuple[Measured, ...]
    """Without segments that have no result since."""
    scores: tuple[Row, ...]
    """Of the last period since whose scores may be seen."""
    remarks: tuple[Feedback, ...]
    """Those that wait for an answer."""
    decided: PromiseVerdict | None
    """What the last review decided about it."""

    @property
    def judged(self) -> Judged | None:
        """Whether it was kept since the last review: missed for some cases is missed. `None` without any result."""
        said = {held.judged for held in self.measured}
        order = (Judged.MISSED, Judged.KEPT, Judged.UNCLEAR, Judged.NO_CASES)
        return next((judged for judged in order if judged in said), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What the parties look at in the next review of a charter."""

    standing: Standing
    status: ReviewStatus
    last: Review | None
    """The last one that was held."""
    since: date | None
    """The day of the last review, else the first day on which a version was in force; `None` where none ever was."""
    text: CharterText
    """What is reviewed: the text that the charter's page shows."""
    label: str
    """Of that text, or `WORKING`."""
    moved: Moved | None
    """From what was reviewed last, else from the first version, to what is reviewed now; `None` without versions."""
    coming: Moved | None
    """From what is reviewed to the newest text; `None` where they are one."""
    items: tuple[Item, ...]
    """Every promise of the text, in its order."""
    periods: tuple[PeriodScores, ...]
    """The periods that were scored since the last review, the oldest first."""
    gaps: tuple[Gap, ...]
    """What to mend first on top."""
    unanswered: tuple[Feedback, ...]
    """Questions and complaints of all times, the oldest first."""
    incidents: tuple[Incident, ...]
    """Those since the last review, and earlier ones that are not closed; the oldest first."""
    actions: tuple[OpenAction, ...]
    waiting: tuple[VersionStanding, ...]
    """Versions that lack signatures."""
    stale: tuple[tuple[str, EarlierSignature], ...]
    """Signatures that do not hold for a later version in force, or to come, with its label."""
    unbound: tuple[str, ...]
    """The labels of versions whose file is not the text that their sign-off is for."""

    @property
    def when(self) -> date:
        """The day for which the pack is made: the next date of the schedule, today where that is past or not known."""
        return max(self.status.next or self.standing.today, self.standing.today)

    @property
    def scored(self) -> PeriodScores | None:
        """The last period since whose scores may be seen."""
        return next((item for item in reversed(self.periods) if item.rows), None)

    @property
    def kept(self) -> int:
        """How many promises were kept since the last review."""
        return sum(item.judged is Judged.KEPT for item in self.items)

    @property
    def judged(self) -> int:
        """How many were kept or missed since."""
        return sum(item.judged in {Judged.KEPT, Judged.MISSED} for item in self.items)

    @property
    def overdue(self) -> tuple[OpenAction, ...]:
        """The open actions whose day is past."""
        today = self.standing.today
        return tuple(item for item in self.actions if item.action.due and item.action.due < today)

    @property
    def missing(self) -> int:
        """How many signatures are missing."""
        return sum(one.count for version in self.waiting for one in version.missing)


def prepare_pack(standing: Standing, results: Results, scores: Scores, changes: ChangesBetween) -> Pack:
    """Return the pack for the next review of a charter, as of the day of `standing`.

    `changes` is asked for texts by their labels, the working text by `WORKING`. A period counts as since the last
    review when it was not over on that day; scores also when they were written down after it.
    """
    records, today = standing.charter.records, standing.today
    last = next((review for review in records.reviews if review.held <= today), None)
    since = last.held if last else _first_day(standing)
    text = standing.shown or CharterText(title=standing.charter.id)
    label = standing.in_force.version.label if standing.in_force else WORKING
    periods = tuple(item for item in scores.periods if _is_scored_since(item, since))
    scored = next((item for item in reversed(periods) if item.rows), None)
    unanswered = [item for item in records.feedback if item.date <= today and is_unanswered(item, today)]
    return Pack(
        standing=standing,
        status=review_status(standing.charter, standing),
        last=last,
        since=since,
        text=text,
        label=label,
        moved=_moved(standing, _reviewed(standing, last), label, changes),
        coming=_coming(standing, label, changes),
        items=tuple(_item(promise, results, scored, unanswered, last, (since, today)) for promise in text.expectations),
        periods=periods,
        gaps=tuple(gap for gap in gaps_of(standing, scores, results) if not gap.is_flattering),
        unanswered=tuple(sorted(unanswered, key=lambda item: item.date)),
        incidents=tuple(_incidents(records.incidents, since, today)),
        actions=open_actions(records.reviews, today),
        waiting=tuple(item for item in standing.versions if item.state is State.PROPOSED and item.missing),
        stale=tuple(_stale(standing, changes)),
        unbound=tuple(_unbound(standing)),
    )


def _first_day(standing: Standing) -> date | None:
    starts = [item.in_force_from or item.version.text.stamp.effective for item in standing.versions]
    return next((day for day in starts if day and day <= standing.today), None)


def _is_scored_since(scores: PeriodScores, since: date | None) -> bool:
    if since is None or scores.period.last >= since:
        return True
    return any(item.date is not None and item.date > since for item in scores.assessments)


def _reviewed(standing: Standing, last: Review | None) -> Version | None:
    """Return the version that the last review looked at; the first one where none was held."""
    charter = standing.charter
    if last is None:
        return next(iter(charter.versions), None)
    named = charter.version(last.version) if last.version else None
    held = version_on(standing, last.held)
    return named or (held.version if held else None)


def _moved(standing: Standing, before: Version | None, after: str, changes: ChangesBetween) -> Moved | None:
    if before is None:
        return None
    return _between(standing, before.label, after, changes)


def _coming(standing: Standing, label: str, changes: ChangesBetween) -> Moved | None:
    if label == WORKING:
        return None
    if standing.is_draft_different and standing.charter.text:
        return _between(standing, label, WORKING, changes)
    newest = standing.versions[-1]
    return _between(standing, label, newest.version.label, changes) if newest.state in _COMING else None


def _between(standing: Standing, before: str, after: str, changes: ChangesBetween) -> Moved:
    old, new = text_of(standing, before), text_of(standing, after)
    return Moved(before=before, after=after, old=old, new=new, changes=changes(before, after))


def _item(
    promise: Expectation,
    results: Results,
    scored: PeriodScores | None,
    unanswered: Sequence[Feedback],
    last: Review | None,
    days: tuple[date | None, date],
) -> Item:
    since, today = days
    held = results.of(promise.ref)
    refs = {promise.ref, *(held.refs if held else ())}
    measured = (
        Measured(
            series=series,
            results=tuple(
                result
                for result in series.results
                if result.period.first <= today and (since is None or result.period.last >= since)
            ),
        )
        for series in (held.series if held else ())
        if series.is_current
    )
    return Item(
        promise=promise,
        measured=tuple(one for one in measured if one.results),
        scores=tuple(row for row in scored.rows if row.ref in refs) if scored else (),
        remarks=tuple(remark for remark in unanswered if remark.ref in refs),
        decided=next((row for row in last.verdicts if row.ref in refs), None) if last else None,
    )


def _incidents(incidents: Sequence[Incident], since: date | None, today: date) -> Iterator[Incident]:
    dated = [(item.date, item) for item in incidents if item.date and item.date <= today]
    for day, item in sorted(dated, key=lambda pair: (pair[0], pair[1].name)):
        if since is None or day >= since or (item.status is not None and fold(item.status) not in _OVER):
            yield item


def _stale(standing: Standing, changes: ChangesBetween) -> Iterator[tuple[str, EarlierSignature]]:
    for item in standing.versions:
        if item.state in {State.IN_FORCE, *_COMING}:
            for signed in earlier_signatures(standing, item.version.label, changes):
                if not signed.holds:
                    yield item.version.label, signed


def _unbound(standing: Standing) -> Iterator[str]:
    sheets = {sheet.version: sheet for sheet in standing.charter.records.signoffs}
    for version in standing.charter.versions:
        sheet = sheets.get(version.label)
        if sheet and is_of_another_text(sheet, version):
            yield version.label
