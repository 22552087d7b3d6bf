"""The page of one promise: every wording, every target, every result that was ever recorded for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from charter.model.records import Outcome
from charter.model.text import Expectation
from charter.site.links import Linker, draft_path, index_path, promise_path, relative, version_path
from charter.site.lives import Edition, Lives
from charter.site.markup import Outline, Typesetter
from charter.site.standings import version_lines
from charter.site.texts import feedback_address, promise_view
from charter.site.views import Frame, LifeView, Link, Result, TargetLine, TargetView, VersionLine, Wording
from charter.standing import Standing, State

_COMING = frozenset({State.PROPOSED.value, State.AGREED.value})

MakeLinker = Callable[[str, str], Linker]
"""From a page, and the page that shows the whole text, to what resolves the links of the text."""


def life_view(
    ref: str,
    lives: Lives,
    shown: Edition,
    standing: Standing,
    frame: Frame,
    linker: MakeLinker,
    page: str,
    feedback: str | None,
) -> LifeView:
    """Return the life of the promise `ref` as the page at `page` tells it; `shown` is on the charter's page."""
    charter = standing.charter
    lines = {line.label: line for line in version_lines(standing, page)}
    wordings = tuple(
        _wording(charter.id, promise, editions, lines, linker, page) for promise, editions in lives.wordings(ref)
    )
    moments = lives.moments(ref)
    name, into = lives.name(ref), lives.merged_into(ref)
    after = lives.without(ref)
    left_in = _left_in([lines[edition.label] for edition in after if edition.version])
    place = linker(page, index_path(charter.id)).place(name) or linker(page, index_path(charter.id)).place(ref)
    told = zip(wordings, lives.wordings(ref), strict=True)
    current = next((wording for wording, (_, editions) in told if shown in editions), wordings[-1]).promise
    return LifeView(
        frame=frame,
        ref=ref,
        title=current.title,
        plain_title=current.plain_title,
        charter=Link(words=frame.title, href=relative(page, index_path(charter.id))),
        place=place.href if place else None,
        earlier_refs=tuple(dict.fromkeys(promise.ref for _, promise in moments if promise.ref != ref)),
        new_name=_promise_link(charter.id, lives, name, page) if name != ref else None,
        merged_into=_promise_link(charter.id, lives, into, page) if into else None,
        left_in=left_in,
        is_leaving=bool(after) and (left_in is None or left_in.state in _COMING),
        wordings=tuple(reversed(wordings)),
        targets=tuple(reversed(tuple(_target_lines(lives, ref, wordings)))),
        results=_results(charter.records.outcomes, {ref, *(promise.ref for _, promise in moments)}),
        feedback=feedback_address(feedback, charter.id, shown.label or State.DRAFT.value, ref)
        if ref in shown.fingerprints
        else None,
    )


def _left_in(versions: Sequence[VersionLine]) -> VersionLine | None:
    """Return which of the versions without a promise ended it: one that held before any that is still to come."""
    held = (line for line in versions if line.state not in _COMING and not line.was_never_in_force)
    return next(held, None) or next((line for line in versions if line.state in _COMING), None)


def _promise_link(charter: str, lives: Lives, ref: str, page: str) -> Link | None:
    moments = lives.moments(ref)
    return Link(words=moments[-1][1].title.text, href=relative(page, promise_path(charter, ref))) if moments else None


def _wording(
    charter: str,
    promise: Expectation,
    editions: tuple[Edition, ...],
    lines: dict[str, VersionLine],
    linker: MakeLinker,
    page: str,
) -> Wording:
    newest = editions[-1]
    text_page = version_path(charter, newest.label) if newest.version else draft_path(charter)
    if newest.version is None and not lines:
        text_page = index_path(charter)
    # The versions that hold a wording are a heading of level 3 above it.
    setter = Typesetter(linker(page, text_page), Outline.below(3), keeps_ids=False)
    return Wording(
        promise=promise_view(newest.text, promise, setter),
        versions=tuple(lines[edition.label] for edition in editions if edition.version),
        is_draft=newest.version is None,
        href=relative(page, text_page, promise.ref),
    )


def _target_lines(lives: Lives, ref: str, wordings: Iterable[Wording]) -> Iterable[TargetLine]:
    """Yield the targets of each wording, oldest first; wordings of equal targets one after another are one."""
    held: TargetLine | None = None
    last: Edition | None = None
    for wording, (_, editions) in zip(wordings, lives.wordings(ref), strict=True):
        targets = wording.promise.targets
        is_next = last is not None and lives.is_next(last, editions[0])
        last = editions[-1]
        if held and is_next and _words(held.targets) == _words(targets):
            versions = (*held.versions, *wording.versions)
            held = TargetLine(versions=versions, is_draft=wording.is_draft, targets=targets)
            continue
        if held and held.targets:
            yield held
        held = TargetLine(versions=wording.versions, is_draft=wording.is_draft, targets=targets)
    if held and held.targets:
        yield held


def _words(targets: Iterable[TargetView]) -> list[tuple[str, str]]:
    return [(target.segment, target.words) for target in targets]


def _results(outcomes: Iterable[Outcome], refs: set[str]) -> tuple[Result, ...]:
    """Return what was measured, the newest period first."""
    mine = [outcome for outcome in outcomes if outcome.ref in refs]
    mine.sort(key=lambda outcome: (outcome.period.first, str(outcome.period)), reverse=True)
    return tuple(
        Result(
            year=outcome.period.year,
            quarter=outcome.period.quarter,
            month=outcome.period.month,
            segment=outcome.segment or "",
            good=outcome.good,
            total=outcome.total,
            value=outcome.value,
            unit=outcome.unit or "",
            source=outcome.source,
            note=outcome.note,
        )
        for outcome in mine
    )
