"""The past under every target that ever stood, side by side: what moving a goalpost did to the score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from charter.measure.judging import Judged, Ruling
from charter.measure.results import Result, Series
from charter.measure.stood import Held, counts_the_same, is_same_target
from charter.measure.windows import judge_window


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A target, and the labels of the texts that hold it; the working text's label is empty."""

    held: Held
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How many periods keep a target and how many miss it."""

    kept: int
    missed: int

    @property
    def judged(self) -> int:
        """How many periods are kept or missed."""
        return self.kept + self.missed


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """Some results under each goal, in the order of the goals; `year` is `None` for all of them."""

    year: int | None
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goalposts:
    """The targets of one series, the oldest first, and what its results are worth under each.

    `others` are targets that counted something else, under which the same numbers cannot be judged.
    """

    goals: tuple[Goal, ...]
    others: tuple[Goal, ...]
    years: tuple[Rescored, ...]
    """Years with results, oldest first, and then all of them where there is more than one."""

    @property
    def can_be_compared(self) -> bool:
        """Whether there are two targets that the same numbers can be judged by."""
        return len(self.goals) > 1 and bool(self.years)


def goalposts_of(series: Series) -> Goalposts | None:
    """Return the series under each of its targets; `None` where it never had another one.

    Of targets that count different things the newest in force, and those that count what it counts, are compared.
    """
    goals = list(_goals(series.held))
    if len(goals) < 2:
        return None
    latest = series.latest
    told = latest.held.target if latest and latest.held.target else goals[-1].held.target
    same = [goal for goal in goals if told and goal.held.target and counts_the_same(goal.held.target, told)]
    results = [
        result
        for result in series.results
        if told and result.held.target and counts_the_same(result.held.target, told) and not result.numbers.is_empty
    ]
    return Goalposts(
        goals=tuple(same),
        others=tuple(goal for goal in goals if goal not in same),
        years=tuple(_years(same, results, series.results)),
    )


def rule(goal: Goal, result: Result, results: Iterable[Result]) -> Ruling:
    """Return what a result would be under a goal; `results` are those of the same series."""
    if goal.held.target is None:
        return result.ruling
    others = ((other.period, other.numbers) for other in results if other.period != result.period)
    known = [(result.period, result.numbers), *others]
    return judge_window(goal.held.target, result.period, known, goal.held.terms).ruling


def _goals(held: Iterable[Held]) -> Iterator[Goal]:
    """Yield each target once, also one that came back later."""
    found: list[tuple[Held, list[str]]] = []
    for one in held:
        if one.target is None or one.why:
            continue
        labels = next((labels for other, labels in found if is_same_target(one, other)), None)
        if labels is None:
            found.append((one, [one.label]))
        else:
            labels.append(one.label)
    for one, labels in found:
        yield Goal(held=one, labels=tuple(labels))


def _years(goals: Sequence[Goal], results: Sequence[Result], every: Sequence[Result]) -> Iterator[Rescored]:
    years = sorted({result.period.year for result in results})
    rulings = {
        (at, goal): rule(goals[goal], result, every) for at, result in enumerate(results) for goal in range(len(goals))
    }
    for year in (*years, *((None,) if len(years) > 1 else ())):
        inside = [at for at, result in enumerate(results) if year in {None, result.period.year}]
        scores = tuple(_score(rulings[at, goal] for at in inside) for goal in range(len(goals)))
        if any(score.judged for score in scores):
            yield Rescored(year=year, scores=scores)


def _score(rulings: Iterable[Ruling]) -> Score:
    judged = [ruling.judged for ruling in rulings]
    return Score(kept=judged.count(Judged.KEPT), missed=judged.count(Judged.MISSED))
