"""The page of one promise: every wording, every target, every result that was ever recorded for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from charter.compare.lives import Edition, Lives
from charter.measure.results import PromiseResults
from charter.model.text import Expectation
from charter.site.addresses import feedback_address
from charter.site.heard import heard_view
from charter.site.learning import incident_views
from charter.site.links import Linker, draft_path, index_path, promise_path, relative, results_path, version_path
from charter.site.markup import Outline, Typesetter
from charter.site.measured import has_panel, result_views
from charter.site.shelf import Page, Shelf, shortened
from charter.site.standings import version_lines
from charter.site.texts import promise_view
from charter.site.views.feedback import Heard, IncidentView
from charter.site.views.frame import Frame, Link
from charter.site.views.results import Result
from charter.site.views.text import PromiseView, TargetView
from charter.site.views.versions import VersionLine
from charter.standing import Standing, State

_COMING = frozenset({State.PROPOSED.value, State.AGREED.value})

MakeLinker = Callable[[str, str], Linker]
"""From a page, and the page that shows the whole text, to what resolves the links of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of a promise and the versions that hold it, oldest first."""

    promise: PromiseView
    versions: tuple[VersionLine, ...]
    is_draft: bool
    """Whether the working text holds it too."""
    href: str
    """Where it stands in the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """The targets as they stood in some versions, oldest first."""

    versions: tuple[VersionLine, ...]
    is_draft: bool
    targets: tuple[TargetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeView:
    """`ID/promises/REF.html`: the life of one promise."""

    frame: Frame
    ref: str
    title: Markup
    plain_title: str
    charter: Link
    place: str | None
    """Where the promise stands in the text that the charter's page shows; `None` when it is not there."""
    earlier_refs: tuple[str, ...]
    new_name: Link | None
    """The promise that this one is called now."""
    merged_into: Link | None
    left_in: VersionLine | None
    """The version that has no promise of this name any more; `None` where none, or only the working text, does."""
    is_leaving: bool
    """Whether the text without it is still to come."""
    wordings: tuple[Wording, ...]
    """Newest first."""
    targets: tuple[TargetLine, ...]
    """Newest first."""
    results: tuple[Result, ...]
    """Newest period first."""
    all_results: str | None
    """Where the results are told at length."""
    feedback: str | None
    heard: Heard | None = None
    """What people said about it; `None` where nothing was."""
    incidents: tuple[IncidentView, ...] = ()
    """What went wrong with it, the newest first."""

    @property
    def common_source(self) -> str:
        """The source of every result, empty where they differ."""
        sources = {result.source for result in self.results}
        return sources.pop() if len(sources) == 1 else ""

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted beside a result."""
        return any(result.note for result in self.results)

    @property
    def has_target_segments(self) -> bool:
        """Whether any target is for some cases only."""
        return any(target.segment for line in self.targets for target in line.targets)

    @property
    def has_result_segments(self) -> bool:
        """Whether any result is of some cases only."""
        return any(result.segment for result in self.results)


def promise_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of every promise that any text of the charter ever had."""
    text, lives = shelf.shown[0], shelf.lives
    if not lives.editions:
        return
    shown = next((edition for edition in lives.editions if edition.text is text), lives.editions[-1])
    feedback = text.feedback or shelf.site.feedback
    for ref in lives.refs:
        path = promise_path(shelf.charter.id, ref)
        frame = shelf.frame(path, "promise", text, is_indexed=lives.name(ref) == ref)
        if promise := lives.said(ref, shown):
            words = [*(block.text for block in promise.before), *(target.text for target in promise.targets)]
            frame = replace(frame, description=shortened(" ".join(words)) or frame.description)
        results = shelf.results.of(ref)
        view = life_view(ref, lives, shown, shelf.standing, frame, shelf.linker, path, feedback, results)
        told = replace(view, heard=heard_view(shelf, ref, path), incidents=incident_views(shelf, path, ref))
        yield Page(path, "promise.html", told)


def life_view(
    ref: str,
    lives: Lives,
    shown: Edition,
    standing: Standing,
    frame: Frame,
    linker: MakeLinker,
    page: str,
    feedback: str | None,
    measured: PromiseResults | None,
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
        results=result_views(charter.id, measured, page) if measured else (),
        all_results=_panel(charter.id, measured, page),
        feedback=feedback_address(feedback, charter.id, shown.label or State.DRAFT.value, ref)
        if ref in shown.fingerprints
        else None,
    )


def _panel(charter: str, measured: PromiseResults | None, page: str) -> str | None:
    return relative(page, results_path(charter), measured.ref) if measured and has_panel(measured) else None


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
