"""Gaps as the page of results tells them: a list, what to mend first on top, and importance against size."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from charter.measure.gaps import MIDDLE, Gap, gaps_of, loose_actions, unknown_of
from charter.measure.scores import Mark
from charter.measure.shortfalls import (
    WIDEST,
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
from charter.site.links import promise_path, relative
from charter.site.measured import result_view
from charter.site.shelf import Shelf
from charter.site.views.gaps import Dark, Doing, GapChart, GapsView, GapView, Spot, Tick, Why

_WIDTH, _LEFT, _FOOT = 248, 40.0, 38.0
_RADIUS, _APART, _PADDING = 9.5, 22.0, 4.0
_IMPORTANCES = (5, 4, 3, 2, 1)


def gaps_view(shelf: Shelf, page: str) -> GapsView | None:
    """Return the gaps of the charter as its page shows it, with addresses as written on `page`.

    `None` for one that nobody has agreed to and of which nothing was measured, judged or said: all its gaps are to
    come.
    """
    standing, records = shelf.standing, shelf.charter.records
    if standing.in_force is None and not (records.outcomes or records.assessments or records.feedback):
        return None
    found = gaps_of(standing, shelf.scores, shelf.results)
    views = [_gap(shelf, gap, number, page) for number, gap in enumerate(found, 1)]
    to_mend = tuple(view for view in views if not view.is_flattering)
    titles = {promise.ref: promise.title.text for promise in shelf.shown[0].expectations}
    return GapsView(
        to_mend=to_mend,
        flattering=tuple(view for view in views if view.is_flattering),
        chart=_chart(to_mend) if len(to_mend) > 1 else None,
        unknown=tuple(
            Dark(kind=item.kind.value, titles=tuple(titles[ref] for ref in item.refs))
            for item in unknown_of(standing, shelf.scores, shelf.results)
        ),
        others=tuple(_doing(action, standing.today) for action in loose_actions(standing, shelf.scores, shelf.results)),
    )


def _gap(shelf: Shelf, gap: Gap, number: int, page: str) -> GapView:
    below = [reason.mark for reason in gap.reasons if isinstance(reason, Below)]
    return GapView(
        number=number,
        kind=gap.kind.value,
        title=gap.title,
        href=relative(page, promise_path(shelf.charter.id, gap.ref)) if gap.ref else "",
        importance=gap.importance,
        counted=gap.importance or MIDDLE,
        size=gap.size,
        weight=gap.weight,
        feedback=gap.feedback,
        reasons=tuple(_why(shelf, reason, page) for reason in gap.reasons),
        actions=tuple(_doing(action, shelf.standing.today) for action in gap.actions),
        is_met=gap.is_met,
        discontent=tuple(dict.fromkeys(_name(shelf, mark) for mark in below)) if gap.is_met else (),
        is_flattering=gap.is_flattering,
    )


def _doing(action: Action, today: date) -> Doing:
    return Doing(
        words=action.words,
        owner=action.owner or "",
        due=action.due,
        is_late=action.due is not None and action.due < today,
    )


def _name(shelf: Shelf, mark: Mark) -> str:
    """Return what a party is called today."""
    party = shelf.shown[0].party(mark.party)
    return party.name if party else mark.name


def _why(shelf: Shelf, reason: Reason, page: str) -> Why:
    match reason:
        case Wanted():
            return Why(
                what="wanted",
                criterion=reason.row.name,
                period=reason.period,
                party=_name(shelf, reason.theirs),
                other=_name(shelf, reason.own),
                importance=reason.theirs.importance or 0,
                other_importance=reason.own.importance or 0,
            )
        case Unheard():
            said = tuple(remark.said for remark in reason.remarks if remark.said)
            return Why(what="unheard" if reason.is_promised else "unasked", count=len(reason.remarks), said=said[:3])
        case Lacking():
            return Why(what="lacking", fields=tuple(key.value for key in reason.fields))
        case Missed():
            view = result_view(shelf.charter.id, reason.result, reason.segment or "", page)
            return Why(
                what="missed",
                segment=view.segment,
                period=view.period,
                figures=view.over or view.figures,
                months=view.over_months if view.over else 0,
                aim=view.aim,
                misses=reason.misses,
                count=reason.periods,
            )
        case Unreported():
            return Why(what="unreported", said=tuple(str(period) for period in reason.periods))
        case NotAgreed():
            return Why(what="not agreed", state=reason.state.value)
        case Translated():
            return Why(what="translated", language=reason.language)
        case Below():
            return Why(
                what="below",
                criterion=reason.row.name,
                period=reason.period,
                party=_name(shelf, reason.mark),
                level=reason.mark.level,
                steps=reason.mark.steps or 0,
                evidence=reason.mark.evidence,
            )
        case Differs():
            return Why(
                what="differs",
                criterion=reason.row.name,
                period=reason.period,
                party=_name(shelf, reason.theirs),
                other=_name(shelf, reason.own),
                level=reason.theirs.level,
                other_level=reason.own.level,
                steps=reason.steps,
            )


def _chart(gaps: Sequence[GapView]) -> GapChart:
    """Return the picture: a column for each size, a row for each importance, each as large as what lies in it."""
    cells: dict[tuple[int, int], list[int]] = {}
    for gap in gaps:
        cells.setdefault((gap.counted, gap.size), []).append(gap.number)
    column = (_WIDTH - _LEFT) / WIDEST
    across = max(1, int((column - 2 * _PADDING) // _APART))
    rows: list[Tick] = []
    spots: list[Spot] = []
    top = 6.0
    for importance in _IMPORTANCES:
        deepest = max((len(cells.get((importance, size), ())) for size in range(1, WIDEST + 1)), default=0)
        height = max(1, -(-deepest // across)) * _APART + 2 * _PADDING
        rows.append(Tick(at=round(top + height / 2, 1), figure=importance))
        for size in range(1, WIDEST + 1):
            for place, number in enumerate(cells.get((importance, size), ())):
                x = _LEFT + (size - 1) * column + _PADDING + (place % across + 0.5) * _APART
                y = top + _PADDING + (place // across + 0.5) * _APART
                spots.append(Spot(x=round(x, 1), y=round(y, 1), number=number))
        top += height
    return GapChart(
        width=_WIDTH,
        height=round(top + _FOOT),
        left=_LEFT,
        bottom=round(top, 1),
        radius=_RADIUS,
        rows=tuple(rows),
        columns=tuple(Tick(at=round(_LEFT + (size - 0.5) * column, 1), figure=size) for size in range(1, WIDEST + 1)),
        spots=tuple(spots),
    )
