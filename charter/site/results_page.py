"""The page of what was measured: each promise's results against the target of their time, and how both sides see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.measure.judging import Judged
from charter.measure.results import PromiseResults
from charter.site.gaps import gaps_view
from charter.site.heard import voices_view
from charter.site.learning import beside_view, incident_views
from charter.site.links import index_path, promise_path, relative, results_path
from charter.site.measured import has_panel, series_view, tally
from charter.site.scores import scores_view
from charter.site.shelf import Page, Shelf
from charter.site.texts import side_of
from charter.site.views.feedback import Beside, IncidentView, Voices
from charter.site.views.frame import Frame
from charter.site.views.gaps import GapsView
from charter.site.views.results import SeriesView, Tally
from charter.site.views.scores import ScoresView


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredPromise:
    """A promise with its results. `side` is `promise`, `ask`, or empty where no party is named."""

    ref: str
    title: str
    place: str
    """The id of the promise on the page."""
    href: str
    """The page of its life."""
    side: str
    judged: str
    """A word of `charter.measure.judging.Judged`; empty where nothing was recorded."""
    is_shown: bool
    """Whether it stands in the text that the charter's page shows."""
    series: tuple[SeriesView, ...]

    @property
    def has_results(self) -> bool:
        """Whether any period was recorded."""
        return any(item.latest for item in self.series)

    @property
    def compared(self) -> tuple[SeriesView, ...]:
        """The segments with results, where there are several to hold beside each other."""
        found = tuple(item for item in self.series if item.latest and item.is_current)
        return found if len(found) > 1 else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    """`ID/results.html`."""

    frame: Frame
    title: str
    index: str
    tally: Tally | None
    promises: tuple[MeasuredPromise, ...]
    """Those of the text in force, in its order, then those with results that ended."""
    scores: ScoresView | None
    """How both sides see it; `None` where nobody judged."""
    gaps: GapsView | None
    """What to mend first; `None` where there is nothing to look for it in."""
    voices: Voices | None
    """What people said; `None` where nothing was."""
    incidents: tuple[IncidentView, ...]
    """Newest first."""
    beside: Beside | None
    """Us beside the alternatives; `None` where nobody wrote it down, or it is not to be published."""

    @property
    def current(self) -> tuple[MeasuredPromise, ...]:
        """The promises of the text in force."""
        return tuple(promise for promise in self.promises if promise.is_shown)

    @property
    def ended(self) -> tuple[MeasuredPromise, ...]:
        """Promises with results that are in force no more."""
        return tuple(promise for promise in self.promises if not promise.is_shown)


def results_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of results of a charter that promises anything."""
    if not shelf.results.promises:
        return
    charter, page = shelf.charter.id, results_path(shelf.charter.id)
    view = ResultsView(
        frame=shelf.frame(page, "results", shelf.shown[0]),
        title=shelf.shown[0].title,
        index=relative(page, index_path(charter)),
        tally=tally(charter, shelf.results, page),
        promises=tuple(_promise(shelf, promise, page) for promise in shelf.results.promises if has_panel(promise)),
        scores=scores_view(shelf, page),
        gaps=gaps_view(shelf, page),
        voices=voices_view(shelf, page),
        incidents=incident_views(shelf, page),
        beside=beside_view(shelf, page),
    )
    yield Page(page, "results.html", view)


def _promise(shelf: Shelf, promise: PromiseResults, page: str) -> MeasuredPromise:
    charter = shelf.charter.id
    return MeasuredPromise(
        ref=promise.ref,
        title=promise.promise.title.text,
        place=promise.ref,
        href=relative(page, promise_path(charter, promise.ref)),
        side=side_of(shelf.shown[0], promise.promise.promised_by),
        judged=(promise.judged or Judged.NO_CASES).value if promise.has_results else "",
        is_shown=promise.is_shown,
        series=tuple(
            series_view(charter, series, f"{promise.ref}:{at}", page, shelf.standing.today)
            for at, series in enumerate(promise.series, 1)
            if series.results or series.is_current
        ),
    )
