"""The page of a charter's history: every version, and what each made of the promises before it."""

from __future__ import annotations

from collections.abc import Sequence

from charter.site.links import draft_path, promise_path, relative
from charter.site.lives import Edition, Lives, turn
from charter.site.standings import review_view, version_lines
from charter.site.texts import side_of
from charter.site.views import Episode, Frame, HistoryView, Link, Step
from charter.standing import Standing


def history_view(lives: Lives, standing: Standing, frame: Frame, page: str) -> HistoryView:
    """Return the history of a charter as the page at `page` tells it, the newest version first."""
    charter = standing.charter.id
    lines = {line.label: line for line in version_lines(standing, page)}
    episodes: list[Episode] = []
    before: Edition | None = None
    for edition in lives.editions:
        line = lines.get(edition.label)
        asks = sum(side_of(edition.text, promise.promised_by) == "ask" for promise in edition.text.expectations)
        episodes.append(
            Episode(
                version=line,
                href=line.href if line else relative(page, draft_path(charter)),
                promise_count=len(edition.text.expectations) - asks,
                ask_count=asks,
                step=_step(lives, before, edition, charter, page) if before else None,
            )
        )
        before = edition
    return HistoryView(
        frame=frame,
        title=frame.title,
        episodes=tuple(reversed(episodes)),
        review=review_view(standing.charter, standing),
    )


def _step(lives: Lives, before: Edition, after: Edition, charter: str, page: str) -> Step:
    made = turn(lives, before, after)

    def links(refs: Sequence[str]) -> tuple[Link, ...]:
        promises = ((ref, lives.said(ref, after, before)) for ref in refs)
        return tuple(
            Link(words=promise.title.text, href=relative(page, promise_path(charter, ref)))
            for ref, promise in promises
            if promise
        )

    return Step(came=links(made.came), went=links(made.went), changed=links(made.changed), kept=links(made.kept))
