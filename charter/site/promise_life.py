"""The page of one promise: every wording, every target, every result that was ever recorded for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from charter.model.records import Outcome
from charter.model.text import Expectation
from charter.site.links import Linker, draft_path, index_path, promise_path, relative, version_path
from charter.site.lives import Edition, Lives
from charter.site.markup import Outline, Typesetter
from charter.site.standings import version_lines
from charter.site.texts import feedback_address, promise_view
from charter.site.views import Frame, LifeView, Link, Result, TargetLine, VersionLine, Wording
from charter.standing import Standing

MakeLinker = Callable[[str, str], Linker]
"""From a page, and the page that shows the whole text, to what resolves the links of the text."""


def life_view(
    ref: str, lives: Lives, standing: Standing, frame: Frame, linker: MakeLinker, page: str, feedback: str | None
) -> LifeView:
    """Return the life of the promise `ref` as the page at `page` tells it."""
    charter = standing.charter
    lines = {line.label: line for line in version_lines(standing, page)}
    wordings = tuple(
        _wording(charter.id, promise, editions, lines, linker, page) for promise, editions in lives.wordings(ref)
    )
    moments = lives.moments(ref)
    name = lives.name(ref)
    gone, into = lives.gone_since(ref), lives.merged_into(ref)
    shown = linker(page, index_path(charter.id)).place(name)
    label = standing.in_force.version.label if standing.in_force else lives.editions[-1].label or "draft"
    return LifeView(
        frame=frame,
        ref=ref,
        title=wordings[-1].promise.title,
        plain_title=moments[-1][1].title.text,
        charter=Link(words=frame.title, href=relative(page, index_path(charter.id))),
        place=shown.href if shown else None,
        earlier_refs=tuple(dict.fromkeys(promise.ref for _, promise in moments if promise.ref != ref)),
        new_name=_promise_link(charter.id, lives, name, page) if name != ref else None,
        merged_into=_promise_link(charter.id, lives, into, page) if into else None,
        withdrawn_in=lines.get(gone.label) if gone else None,
        is_leaving=gone is not None and gone.version is None,
        wordings=tuple(reversed(wordings)),
        targets=tuple(reversed(tuple(_target_lines(wordings)))),
        results=_results(charter.records.outcomes, {ref, *(promise.ref for _, promise in moments)}),
        feedback=feedback_address(feedback, charter.id, label, ref) if gone is None and name == ref else None,
    )


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


def _target_lines(wordings: Iterable[Wording]) -> Iterable[TargetLine]:
    """Yield the targets of each wording, oldest first; wordings of equal targets are one."""
    held: TargetLine | None = None
    for wording in wordings:
        targets = wording.promise.targets
        if held and [(one.segment, one.words) for one in held.targets] == [(one.segment, one.words) for one in targets]:
            versions = (*held.versions, *wording.versions)
            held = TargetLine(versions=versions, is_draft=wording.is_draft, targets=targets)
            continue
        if held and held.targets:
            yield held
        held = TargetLine(versions=wording.versions, is_draft=wording.is_draft, targets=targets)
    if held and held.targets:
        yield held


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
