"""A charter year by year: what was kept, how both sides saw it, which gaps closed and which opened, what went well."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from charter.measure.feedback import Heard, Said
from charter.measure.judging import Judged
from charter.measure.results import Results
from charter.measure.scores import Mark, Scores
from charter.model.records import Action, Review
from charter.model.text import Role
from charter.standing import Standing, VersionStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What stood otherwise at the end of a year than at the end of the last year before it that tells of it."""

    ref: str
    """What the promise was called in the end."""
    title: str
    segment: str
    """For what was measured: the cases; empty for all of them."""
    criterion: str
    """For what was judged: what was looked at; empty for the promise as a whole."""
    party: str
    """For what was judged: the id of the party that did; empty for what was measured."""
    since: int
    """The year that it turned from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Praise:
    """A level beyond what was agreed, given by those promised to."""

    ref: str
    title: str
    mark: Mark
    criterion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a charter. Whatever is of several years, such as a review of an earlier period, is of its own day."""

    year: int
    versions: tuple[VersionStanding, ...]
    """Those that came into force."""
    kept: int
    judged: int
    """Of how many results that were kept or missed; each is of one period, one promise and one kind of case."""
    providers: tuple[Mark, ...]
    customers: tuple[Mark, ...]
    said: tuple[Said, ...]
    reviews: tuple[Review, ...]
    """Newest first."""
    done: tuple[Action, ...]
    """Actions that were done, the last first."""
    incidents: int
    closed: tuple[Turn, ...]
    """Gaps that were there at the end of an earlier year and are no more."""
    opened: tuple[Turn, ...]
    """The reverse."""
    praised: tuple[Praise, ...]
    """What those promised to saw beyond what was agreed when they last judged it in this year."""

    @property
    def thanks(self) -> tuple[Said, ...]:
        """The remarks with the best score, newest first."""
        return tuple(said for said in self.said if said.remark.score == 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Whether something was as promised at the end of a year."""

    turn: Turn
    is_good: bool


def years_of(standing: Standing, results: Results, scores: Scores, heard: Heard) -> tuple[Year, ...]:
    """Return every year in which anything happened up to the day of `standing`, the newest first."""
    today, records = standing.today, standing.charter.records
    held = [review for review in records.reviews if review.held <= today]
    done = {(action.words, action.done_on): action for review in held for action in review.actions}
    done |= {(action.words, action.done_on): action for item in records.incidents for action in item.actions}
    finished = [action for action in done.values() if action.is_done and action.done_on and action.done_on <= today]
    incidents = [item.date for item in records.incidents if item.date and item.date <= today]
    begun = [(item.in_force_from, item) for item in standing.versions if item.in_force_from]
    decided = [
        result
        for promise in results.promises
        for series in promise.series
        for result in series.results
        if result.ruling.is_decided
    ]
    states = {**_measured(results), **_seen(scores)}
    years = {
        *(day.year for day, _ in begun if day <= today),
        *(result.period.year for result in decided),
        *(item.period.year for item in scores.periods if item.rows),
        *(said.remark.date.year for said in heard.all.remarks),
        *(review.held.year for review in held),
        *(day.year for day in incidents),
    }
    return tuple(
        Year(
            year=year,
            versions=tuple(item for day, item in begun if day.year == year and day <= today),
            kept=sum(result.judged is Judged.KEPT for result in decided if result.period.year == year),
            judged=sum(result.period.year == year for result in decided),
            providers=_marks(scores, Role.PROVIDER, year),
            customers=_marks(scores, Role.CUSTOMER, year),
            said=tuple(said for said in heard.all.remarks if said.remark.date.year == year),
            reviews=tuple(
                sorted((one for one in held if one.held.year == year), key=lambda one: one.held, reverse=True)
            ),
            done=tuple(
                sorted(
                    (one for one in finished if one.done_on and one.done_on.year == year),
                    key=lambda one: one.done_on or date.min,
                    reverse=True,
                )
            ),
            incidents=sum(day.year == year for day in incidents),
            closed=tuple(_turned(states, year, to_good=True)),
            opened=tuple(_turned(states, year, to_good=False)),
            praised=tuple(_praised(scores, year)),
        )
        for year in sorted(years, reverse=True)
    )


def _marks(scores: Scores, role: Role, year: int) -> tuple[Mark, ...]:
    return tuple(mark for item in scores.periods if item.period.year == year for mark in item.marks(role))


def _measured(results: Results) -> dict[tuple[str, ...], dict[int, _State]]:
    """Return, for each promise and kind of case, whether it was kept when it was last counted in each year."""
    found: dict[tuple[str, ...], dict[int, _State]] = {}
    for promise in results.promises:
        for series in promise.series:
            for result in series.results:
                if result.ruling.is_decided:
                    turn = Turn(
                        ref=promise.ref,
                        title=promise.promise.title.text,
                        segment=series.segment or "",
                        criterion="",
                        party="",
                        since=result.period.year,
                    )
                    key = ("measured", promise.ref, series.segment or "")
                    found.setdefault(key, {})[result.period.year] = _State(
                        turn=turn, is_good=result.judged is Judged.KEPT
                    )
    return found


def _seen(scores: Scores) -> dict[tuple[str, ...], dict[int, _State]]:
    """Return, for each criterion and each party promised to, whether it was as agreed when last judged in each year."""
    found: dict[tuple[str, ...], dict[int, _State]] = {}
    for item in scores.periods:
        for row in item.rows:
            for mark in row.theirs:
                if mark.steps is not None:
                    turn = Turn(
                        ref=row.ref,
                        title=row.promise.title.text if row.promise else row.ref,
                        segment="",
                        criterion=row.name,
                        party=mark.party,
                        since=item.period.year,
                    )
                    key = ("seen", row.ref, row.name, mark.party)
                    found.setdefault(key, {})[item.period.year] = _State(turn=turn, is_good=mark.steps >= 0)
    return found


def _turned(states: dict[tuple[str, ...], dict[int, _State]], year: int, *, to_good: bool) -> Iterator[Turn]:
    """Yield what was otherwise at the end of the last year before `year` that tells of it."""
    for by_year in states.values():
        before = max((other for other in by_year if other < year), default=None)
        if year in by_year and before is not None:
            then, now = by_year[before], by_year[year]
            if then.is_good is not to_good and now.is_good is to_good:
                yield replace(now.turn, since=before)


def _praised(scores: Scores, year: int) -> Iterator[Praise]:
    last: dict[tuple[str, str, str], Praise] = {}
    for item in scores.periods:
        for row in item.rows if item.period.year == year else ():
            for mark in row.theirs:
                if mark.steps is not None:
                    title = row.promise.title.text if row.promise else row.ref
                    last[row.ref, row.name, mark.party] = Praise(
                        ref=row.ref, title=title, mark=mark, criterion=row.name
                    )
    yield from (praise for praise in last.values() if (praise.mark.steps or 0) > 0)
