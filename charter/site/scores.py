"""Both sides' scores as pages tell them: every period, every promise, and the latest marks on a rubric."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from charter.measure.scores import Mark, PeriodScores, Point, Row, Scores, Seal, median, tally
from charter.measure.yardsticks import Yardstick, yardstick_of
from charter.model.text import CharterText, Expectation, Role
from charter.site.links import draft_path, promise_path, relative, version_path
from charter.site.marks_chart import NARROW, WIDE, marks_chart
from charter.site.shelf import Shelf
from charter.site.texts import side_of
from charter.site.views.frame import Link
from charter.site.views.scores import (
    Given,
    Judge,
    Judged,
    JudgedCriterion,
    JudgedPeriod,
    JudgedPromise,
    ScoresView,
    Sealed,
    SideTally,
)

_CUSTOMER_SHAPES = ("up", "down", "diamond", "square")
_SIDES = {Role.PROVIDER: "promise", Role.CUSTOMER: "ask", Role.OBSERVER: ""}
_ORDER = (Role.PROVIDER, Role.CUSTOMER, Role.OBSERVER)


def scores_view(shelf: Shelf, page: str) -> ScoresView | None:
    """Return how both sides saw every period, with addresses as written on `page`; `None` where nobody judged."""
    scores = shelf.scores
    if not scores.periods:
        return None
    judges = _judges(shelf.shown[0], scores)
    return ScoresView(
        periods=tuple(_period(shelf, item, judges, page) for item in reversed(scores.periods)),
        judges=tuple(judges.values()),
        promises=tuple(_promises(shelf, judges, page)),
    )


def given_on(shelf: Shelf, text: CharterText, version: str) -> dict[tuple[str, str], tuple[Given, ...]]:
    """Return what each party gave each criterion of a text when it last judged it, by ref and the criterion's name.

    `version` is the text's label. A mark that was read on other levels stands as many steps from the expected one.
    """
    judges = _judges(text, shelf.scores)
    found: dict[tuple[str, str], tuple[Given, ...]] = {}
    for promise in text.expectations:
        yardstick = yardstick_of(text, promise)
        for row in promise.rubric.criteria if promise.rubric else ():
            points = shelf.scores.points(version, promise, row.name.text)
            if given := tuple(_latest(points, judges, yardstick)):
                found[promise.ref, row.name.text] = given
    return found


def _latest(points: Iterable[Point], judges: Mapping[str, Judge], yardstick: Yardstick) -> Iterator[Given]:
    newest: dict[str, tuple[Point, Mark]] = {}
    for point in points:
        newest.update({mark.party: (point, mark) for mark in point.row.marks if mark.level})
    for party, judge in judges.items():
        if party in newest:
            point, mark = newest[party]
            yield _given(point, mark, judge, yardstick)


def _judges(text: CharterText, scores: Scores) -> dict[str, Judge]:
    """Return every party that judged, by its id: providers, then customers, in the order of the text."""
    places = {party.id: place for place, party in enumerate(text.parties)}
    marks = {mark.party: mark for item in scores.periods for row in item.rows for mark in row.marks}
    ordered = sorted(
        marks.values(), key=lambda mark: (_ORDER.index(mark.role), places.get(mark.party, len(places)), mark.party)
    )
    customers = [mark.party for mark in ordered if mark.role is Role.CUSTOMER]
    found: dict[str, Judge] = {}
    for mark in ordered:
        party = text.party(mark.party)
        shape = {Role.PROVIDER: "disc", Role.OBSERVER: "ring"}.get(mark.role)
        found[mark.party] = Judge(
            name=party.name if party else mark.name,
            shape=shape or _CUSTOMER_SHAPES[customers.index(mark.party) % len(_CUSTOMER_SHAPES)],
            side=_SIDES[mark.role],
        )
    return found


def _period(shelf: Shelf, item: PeriodScores, judges: Mapping[str, Judge], page: str) -> JudgedPeriod:
    versions = dict.fromkeys(mark.yardstick.version for row in item.rows for mark in row.marks)
    return JudgedPeriod(
        period=item.period,
        judges=tuple(judge.name for party, judge in judges.items() if party in item.parties),
        versions=tuple(link for label in versions if (link := _version(shelf, label, page))),
        providers=_tally(item.marks(Role.PROVIDER)),
        customers=_tally(item.marks(Role.CUSTOMER)),
        differing=len(item.differing),
        compared=sum(row.difference is not None for row in item.rows),
        sealed=_sealed(shelf.shown[0], item.seal) if item.seal else None,
    )


def _tally(marks: tuple[Mark, ...]) -> SideTally:
    counted, middle = tally(marks), median(marks)
    return SideTally(
        short=counted.short,
        as_agreed=counted.as_agreed,
        beyond=counted.beyond,
        middle=middle.steps if middle else None,
    )


def _sealed(text: CharterText, seal: Seal) -> Sealed:
    def named(ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(party.name if (party := text.party(one)) else one for one in ids)

    return Sealed(given=named(seal.given), begun=named(seal.begun), awaited=seal.awaited.value if seal.awaited else "")


def _promises(shelf: Shelf, judges: Mapping[str, Judge], page: str) -> Iterator[JudgedPromise]:
    text = shelf.shown[0]
    shown = {promise.ref: promise for promise in text.expectations}
    seen: set[int] = set()
    for ref in dict.fromkeys([*shown, *(row.ref for item in shelf.scores.periods for row in item.rows)]):
        held = shelf.scores.of(ref)
        if held and id(held) not in seen:
            seen.add(id(held))
            lines = [*held.values()]
            promise = shown.get(ref) or lines[0][-1].row.promise
            if promise:
                yield _promise(shelf, promise, ref, lines, judges, page)


def _promise(
    shelf: Shelf,
    promise: Expectation,
    ref: str,
    lines: list[tuple[Point, ...]],
    judges: Mapping[str, Judge],
    page: str,
) -> JudgedPromise:
    there = {mark.party for points in lines for point in points for mark in point.row.marks}
    mine = {party: judge for party, judge in judges.items() if party in there}
    places = {id(point): place for place, points in enumerate(lines) for point in points}
    every = sorted(
        (point for points in lines for point in points),
        key=lambda point: (-point.period.last.toordinal(), point.period.first, places[id(point)]),
    )
    return JudgedPromise(
        ref=ref,
        title=promise.title.text,
        place=f"{ref}:scores",
        href=relative(page, promise_path(shelf.charter.id, ref)),
        side=side_of(shelf.shown[0], promise.promised_by),
        judges=tuple(mine.values()),
        criteria=tuple(_criterion(points, mine, f"{ref}:marks:{place}") for place, points in enumerate(lines, 1)),
        rows=tuple(_judged(shelf, point, mine, page) for point in every),
    )


def _criterion(points: tuple[Point, ...], judges: Mapping[str, Judge], place: str) -> JudgedCriterion:
    narrow = marks_chart(points, judges, place, NARROW)
    is_enough = narrow is None or narrow.is_whole
    wide = None if is_enough else marks_chart(points, judges, f"{place}:wide", WIDE)
    return JudgedCriterion(name=points[-1].row.name, narrow=narrow, wide=wide)


def _judged(shelf: Shelf, point: Point, judges: Mapping[str, Judge], page: str) -> Judged:
    row: Row = point.row
    marks = {mark.party: mark for mark in row.marks}
    return Judged(
        period=point.period,
        criterion=row.name,
        version=_version(shelf, row.yardstick.version, page),
        given=tuple(
            _given(point, marks[party], judge, row.yardstick) if party in marks else None
            for party, judge in judges.items()
        ),
        difference=row.difference,
        is_break=point.is_break,
    )


def _given(point: Point, mark: Mark, judge: Judge, yardstick: Yardstick) -> Given:
    return Given(
        judge=judge,
        level=mark.level,
        steps=mark.steps,
        period=point.period,
        version=mark.yardstick.version or "",
        evidence=mark.evidence,
        importance=mark.importance,
        is_other_scale=not mark.yardstick.is_same_scale(yardstick),
    )


def _version(shelf: Shelf, label: str | None, page: str) -> Link | None:
    charter = shelf.charter
    if label is None:
        return Link(words="", href=relative(page, draft_path(charter.id))) if shelf.has_draft else None
    if charter.version(label) is None:
        return None
    return Link(words=label, href=relative(page, version_path(charter.id, label)))
