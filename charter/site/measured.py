"""Results as pages tell them: what was counted, whether it kept the target of its time, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from charter.measure.judging import Judged, Why
from charter.measure.numbers import Numbers
from charter.measure.rescored import Goal, Goalposts, goalposts_of
from charter.measure.results import PromiseResults, Result, Results, Series
from charter.measure.stood import Held
from charter.measure.totals import Span, Total, totals_of
from charter.measure.warnings import EarlyWarning, early_warnings
from charter.model.target import Measure
from charter.site import attainment
from charter.site.links import draft_path, relative, results_path, version_path
from charter.site.views import results as views
from charter.site.views.frame import Link
from charter.standing import State

_SHARES = frozenset({Measure.SHARE, Measure.NOTICE, Measure.DEADLINE})


def tally(charter: str, results: Results, page: str) -> views.Tally | None:
    """Return how many promises of a charter are kept, with the address of the results as written on `page`.

    `None` where none was ever kept or missed.
    """
    count = results.count
    if not count.judged:
        return None
    href = relative(page, results_path(charter))
    return views.Tally(kept=count.kept, judged=count.judged, period=count.period, href=href)


def has_panel(promise: PromiseResults) -> bool:
    """Whether the page of results tells of a promise: of each that is in force, and of those that ever had cases."""
    return promise.is_shown or any(series.has_cases for series in promise.series)


def measured_views(charter: str, results: Results, page: str) -> dict[str, views.Measured]:
    """Return, by ref, the latest result for each target that a promise in force has; nothing for those without any."""
    found = {
        promise.ref: tuple(
            result_view(charter, series.latest, series.segment or "", page)
            for series in promise.series
            if series.latest and series.is_current
        )
        for promise in results.promises
        if promise.is_shown
    }
    path = results_path(charter)
    return {
        ref: views.Measured(latest=latest, href=relative(page, path, ref)) for ref, latest in found.items() if latest
    }


def result_views(charter: str, promise: PromiseResults, page: str) -> tuple[views.Result, ...]:
    """Return every result of a promise, the newest first."""
    found = [(result, series.segment or "") for series in promise.series for result in series.results]
    found.sort(key=lambda item: (item[0].period.last, item[0].period.first), reverse=True)
    return tuple(result_view(charter, result, segment, page) for result, segment in found)


def result_view(charter: str, result: Result, segment: str, page: str) -> views.Result:
    """Return what one period says."""
    recorded = next((outcome.segment for outcome in reversed(result.outcomes) if outcome.segment), None)
    return views.Result(
        period=result.period,
        segment=recorded or segment,
        figures=figures_view(result.numbers),
        judged=result.judged.value,
        why=result.ruling.why.name if result.ruling.why else "",
        aim=_aim(charter, result.held, page),
        is_mixed=result.is_mixed,
        over=figures_view(result.counted) if result.is_windowed else None,
        over_months=result.months,
        source=result.source,
        note=result.note,
    )


def series_view(charter: str, series: Series, place: str, page: str, today: date) -> views.SeriesView:
    """Return everything that is told of one series."""
    judged = [result for result in series.results if result.ruling.is_decided]
    goalposts = goalposts_of(series)
    held = _held_today(series)
    why = held.why if held else None
    return views.SeriesView(
        place=place,
        segment=series.segment or "",
        is_current=series.is_current,
        aim=_aim(charter, held, page) if held else None,
        why_none=why.name if why in {Why.IN_WORDS, Why.BY_SCORES} else "",
        latest=result_view(charter, series.latest, series.segment or "", page) if series.latest else None,
        years=tuple(_years(charter, series, page)),
        kept=views.Kept(kept=sum(result.judged is Judged.KEPT for result in judged), judged=len(judged)),
        warnings=tuple(_warned(warning) for warning in early_warnings(series)),
        goals=_goals(charter, goalposts, page) if goalposts and series.has_cases else None,
        wide=attainment.attainment_of(series, attainment.WIDE, today),
        narrow=attainment.attainment_of(series, attainment.NARROW, today),
    )


def _held_today(series: Series) -> Held | None:
    """Return the target in force; of a promise that is still to come or is over, the newest."""
    held = [one for one in series.held if one.target]
    in_force = [one for one in held if one.version and one.version.state is State.IN_FORCE]
    return next(iter(in_force or held[-1:]), None)


def _years(charter: str, series: Series, page: str) -> Iterator[views.Year]:
    totals: dict[int, list[Total]] = {}
    for total in totals_of(series, Span.YEAR):
        totals.setdefault(total.first.year, []).append(total)
    for year in sorted({result.period.year for result in series.results}, reverse=True):
        results = [result for result in series.results if result.period.year == year]
        summed = [total for total in totals.get(year, ()) if len(total.results) > 1 and not total.numbers.is_empty]
        yield views.Year(
            year=year,
            results=tuple(result_view(charter, result, series.segment or "", page) for result in reversed(results)),
            sums=tuple(_sum(charter, total, page) for total in summed),
        )


def _sum(charter: str, total: Total, page: str) -> views.Sum:
    return views.Sum(
        figures=figures_view(total.numbers),
        judged=total.ruling.judged.value,
        why=total.ruling.why.name if total.ruling.why else "",
        aim=_aim(charter, total.held, page) if total.is_part else None,
        months=total.months,
    )


def _goals(charter: str, goalposts: Goalposts, page: str) -> views.Goals:
    return views.Goals(
        aims=tuple(_goal(charter, goal, page) for goal in goalposts.goals),
        years=tuple(
            views.Rescoring(
                year=item.year,
                scores=tuple(views.Kept(kept=score.kept, judged=score.judged) for score in item.scores),
            )
            for item in goalposts.years
        )
        if goalposts.can_be_compared
        else (),
        others=tuple(_goal(charter, goal, page) for goal in goalposts.others),
    )


def _goal(charter: str, goal: Goal, page: str) -> views.Aim:
    aim = _aim(charter, goal.held, page)
    return aim or views.Aim(words="", version=None)


def _aim(charter: str, held: Held, page: str) -> views.Aim | None:
    if held.target is None:
        return None
    path = version_path(charter, held.label) if held.label else draft_path(charter)
    return views.Aim(
        words=held.target.text,
        version=Link(words=held.label, href=relative(page, path)) if held.label else None,
    )


def _warned(warning: EarlyWarning) -> views.Warned:
    last = warning.results[-1]
    is_share = last.held.target is not None and last.held.target.measure in _SHARES and last.numbers.value is None
    return views.Warned(
        sign=warning.sign.value,
        is_share=is_share,
        figures=tuple(views.rounded_share(figure) if is_share else figure for figure in warning.figures),
        unit=last.numbers.unit or "",
    )


def figures_view(numbers: Numbers) -> views.Figures:
    """Return what was counted."""
    return views.Figures(good=numbers.good, total=numbers.total, value=numbers.value, unit=numbers.unit or "")
