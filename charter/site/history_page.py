"""The page of a charter's history: every version, and what each changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from charter.site.comparisons import DRAFT
from charter.site.earlier import earlier_views
from charter.site.links import draft_path, history_path, relative
from charter.site.shelf import Page, Shelf
from charter.site.standings import review_view, version_lines
from charter.site.texts import side_of
from charter.site.views.changes import Summary
from charter.site.views.frame import Frame
from charter.site.views.versions import Earlier, Review, VersionLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One entry of the history; `version` is `None` for the working text."""

    version: VersionLine | None
    href: str
    promise_count: int
    ask_count: int
    summary: Summary | None
    """What it changed; `None` for the first version."""
    earlier: tuple[Earlier, ...]
    """For the working text: whose signatures would hold for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """`ID/history.html`."""

    frame: Frame
    title: str
    episodes: tuple[Episode, ...]
    """Newest first."""
    review: Review | None


def history_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the history of a charter of which there is any."""
    if not shelf.standing.versions:
        return
    page = history_path(shelf.charter.id)
    frame = shelf.frame(page, "history", shelf.shown[0])
    view = HistoryView(
        frame=frame,
        title=frame.title,
        episodes=tuple(reversed([*_episodes(shelf, page)])),
        review=review_view(shelf.charter, shelf.standing),
    )
    yield Page(page, "history.html", view)


def _episodes(shelf: Shelf, page: str) -> Iterator[Episode]:
    """Yield what happened, oldest first."""
    lines = {line.label: line for line in version_lines(shelf.standing, page)}
    comparisons = shelf.comparisons
    for edition in shelf.lives.editions:
        line = lines.get(edition.label)
        asks = sum(side_of(edition.text, promise.promised_by) == "ask" for promise in edition.text.expectations)
        label = edition.label or DRAFT
        before = comparisons.before(label)
        earlier = earlier_views(comparisons, label, page)
        yield Episode(
            version=replace(line, earlier=earlier) if line else None,
            href=line.href if line else relative(page, draft_path(shelf.charter.id)),
            promise_count=len(edition.text.expectations) - asks,
            ask_count=asks,
            summary=comparisons.summary(before, label, page) if before else None,
            earlier=() if line else earlier,
        )
