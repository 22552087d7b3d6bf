"""The page of a charter's history: every version, and what each changed."""

from __future__ import annotations

from charter.site.comparisons import DRAFT, Comparisons
from charter.site.links import draft_path, relative
from charter.site.lives import Lives
from charter.site.standings import review_view, version_lines
from charter.site.texts import side_of
from charter.site.views import Episode, Frame, HistoryView
from charter.standing import Standing


def history_view(lives: Lives, standing: Standing, comparisons: Comparisons, frame: Frame, page: str) -> HistoryView:
    """Return the history of a charter as the page at `page` tells it, the newest version first."""
    charter = standing.charter.id
    lines = {line.label: line for line in version_lines(standing, page)}
    episodes: list[Episode] = []
    for edition in lives.editions:
        line = lines.get(edition.label)
        asks = sum(side_of(edition.text, promise.promised_by) == "ask" for promise in edition.text.expectations)
        label = edition.label or DRAFT
        before = comparisons.before(label)
        episodes.append(
            Episode(
                version=line,
                href=line.href if line else relative(page, draft_path(charter)),
                promise_count=len(edition.text.expectations) - asks,
                ask_count=asks,
                summary=comparisons.summary(before, label, page) if before else None,
            )
        )
    return HistoryView(
        frame=frame,
        title=frame.title,
        episodes=tuple(reversed(episodes)),
        review=review_view(standing.charter, standing),
    )
