"""The page that prepares the next review, and the same as one file to take along and fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from charter.measure.gaps import Gap
from charter.measure.judging import Judged
from charter.measure.scores import Row
from charter.model.charter import Charter
from charter.model.records import Feedback, Incident, Period
from charter.reviewing.pack import Item, Measured, Moved, Pack, prepare_pack
from charter.site.comparison_file import without_dead_links
from charter.site.comparisons import DRAFT
from charter.site.earlier import earlier_views
from charter.site.frames import party_views
from charter.site.links import index_path, promise_path, relative, review_path
from charter.site.measured import figures_view, result_view
from charter.site.render import Renderer, theme_folder
from charter.site.shelf import Page, Shelf, SiteView
from charter.site.standings import review_view, version_lines
from charter.site.views.changes import Summary
from charter.site.views.frame import Frame, Link
from charter.site.views.results import Figures, Result
from charter.site.views.text import PartyView
from charter.site.views.versions import Earlier, Review, VersionLine
from charter.standing import Standing

_GAPS_SHOWN = 8
_EMPTY_ACTIONS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How one party saw one thing. `steps` from what was agreed; `None` where that cannot be told."""

    party: str
    level: str
    steps: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One criterion as each party saw it; `criterion` is empty for the promise as a whole."""

    promise: Link
    criterion: str
    levels: tuple[Level, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """The scores of a period on which the two sides differ; `is_sealed` while nobody may see them."""

    period: Period
    is_sealed: bool
    differing: tuple[Seen, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """How one target was kept since the last review."""

    segment: str
    judged: str
    """A word of `charter.measure.judging.Judged`, for all cases together."""
    figures: Figures | None
    """All cases together; `None` where there is no one sum."""
    months: int
    """Over how many months the one period was judged; 0 for the period alone."""
    kept: int
    periods: int
    """How many were kept or missed."""
    missed: tuple[Result, ...]
    """Oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheTable:
    """One promise and what is known of it since the last review."""

    promise: Link
    ref: str
    targets: tuple[str, ...]
    measured: tuple[Since, ...]
    """Empty without a result."""
    differing: int
    """On how many criteria the two sides differ."""
    remarks: int
    decided: str
    """What the last review decided: a word of `charter.model.records.Verdict`, or empty."""
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToMend:
    """A gap. `promise` is `None` for the charter as a whole; `kind` is a word of `charter.measure.gaps.GapKind`."""

    promise: Link | None
    kind: str
    size: int
    importance: int | None
    is_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What somebody said, and nobody answered."""

    date: date
    party: str
    promise: Link | None
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """An incident."""

    date: date
    title: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """An open action, and the day of the review that wrote it down last."""

    words: str
    owner: str
    due: date | None
    is_late: bool
    review: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """What is missing on a version, or does not hold for it any more."""

    label: str
    line: VersionLine
    stale: tuple[Earlier, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewView:
    """`ID/review.html`: the pack for the next review."""

    frame: Frame
    title: str
    index: str
    version: str
    """Of the text that is reviewed; empty for a working text that was never in force."""
    today: date
    review: Review | None
    last: date | None
    since: date | None
    moved: Summary | None
    """What changed since the text that was reviewed last; `None` where there is nothing to compare with."""
    is_same: bool
    """Whether that is the very version."""
    coming: Summary | None
    promises: tuple[OnTheTable, ...]
    kept: int
    judged: int
    scores: tuple[Scored, ...]
    gaps: tuple[ToMend, ...]
    remarks: tuple[Remark, ...]
    incidents: tuple[Happened, ...]
    actions: tuple[ToDo, ...]
    waits: tuple[Waits, ...]
    parties: tuple[PartyView, ...]
    rows: int = _EMPTY_ACTIONS
    """How many empty lines there are for new actions."""


def review_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page that prepares the next review of a charter."""
    path = review_path(shelf.charter.id)
    yield Page(path, "review.html", _view(shelf, path))


def review_file(charter: Charter, standing: Standing, site: SiteView) -> bytes:
    """Return the pack as a whole HTML file in UTF-8 with room to fill in, in the language of the charter.

    It needs no site and loads nothing; of links into a site the words alone are left.
    """
    path = review_path(charter.id)
    view = _view(Shelf(charter, standing, site, frozenset()), path)
    moved, coming = (replace(told, href="") if told else None for told in (view.moved, view.coming))
    view = replace(view, moved=moved, coming=coming)
    page = Renderer([theme_folder() / "single"]).render(Page(path, "pack.html", view)).decode()
    return without_dead_links(page).encode()


def _view(shelf: Shelf, page: str) -> ReviewView:
    standing, comparisons = shelf.standing, shelf.comparisons
    pack = prepare_pack(standing, shelf.results, shelf.scores, comparisons.changes)
    frame = shelf.frame(page, "review", pack.text, is_indexed=False)
    return ReviewView(
        frame=frame,
        title=frame.title,
        index=relative(page, index_path(shelf.charter.id)),
        version="" if pack.label == DRAFT else pack.label,
        today=standing.today,
        review=review_view(shelf.charter, standing),
        last=pack.last.held if pack.last else None,
        since=pack.since,
        moved=_summary(shelf, pack.moved, page),
        is_same=pack.moved is not None and pack.moved.before == pack.moved.after,
        coming=_summary(shelf, pack.coming, page),
        promises=tuple(_on_the_table(shelf, item, page) for item in pack.items),
        kept=pack.kept,
        judged=pack.judged,
        scores=tuple(_scored(shelf, pack, page)),
        gaps=tuple(_to_mend(shelf, gap, page) for gap in pack.gaps[:_GAPS_SHOWN]),
        remarks=tuple(_remark(shelf, remark, pack, page) for remark in pack.unanswered),
        incidents=tuple(_happened(pack.incidents)),
        actions=tuple(
            ToDo(
                words=item.action.words,
                owner=item.action.owner or "",
                due=item.action.due,
                is_late=item in pack.overdue,
                review=item.review.held,
            )
            for item in pack.actions
        ),
        waits=tuple(_waits(shelf, pack, page)),
        parties=party_views(pack.text),
    )


def _summary(shelf: Shelf, moved: Moved | None, page: str) -> Summary | None:
    """Return what changed; without an address where no page tells it."""
    if moved is None:
        return None
    summary = shelf.comparisons.summary(moved.before, moved.after, page)
    has_page = (moved.before, moved.after) in shelf.comparisons.pairs()
    return summary if has_page else replace(summary, href="")


def _promise(shelf: Shelf, ref: str, title: str, page: str) -> Link:
    return Link(words=title or ref, href=relative(page, promise_path(shelf.charter.id, ref)))


def _on_the_table(shelf: Shelf, item: Item, page: str) -> OnTheTable:
    promise = item.promise
    return OnTheTable(
        promise=_promise(shelf, promise.ref, promise.title.text, page),
        ref=promise.ref,
        targets=tuple(f"{one.segment}: {one.text}" if one.segment else one.text for one in promise.targets),
        measured=tuple(_since(shelf, held, page) for held in item.measured),
        differing=sum(bool(row.difference) for row in item.scores),
        remarks=len(item.remarks),
        decided=item.decided.verdict.value if item.decided and item.decided.verdict else "",
        note=item.decided.note if item.decided else "",
    )


def _since(shelf: Shelf, held: Measured, page: str) -> Since:
    segment, totals = held.series.segment or "", held.totals
    decided = [result for result in held.results if result.ruling.is_decided]
    missed = [result for result in decided if result.judged is Judged.MISSED]
    one = decided[0] if len(decided) == 1 else None
    only = one.counted if one else totals[0].numbers if len(totals) == 1 else None
    return Since(
        segment=segment,
        judged=held.judged.value,
        figures=None if only is None or only.is_empty else figures_view(only),
        months=one.months if one and one.is_windowed else 0,
        kept=len(decided) - len(missed),
        periods=len(decided),
        missed=tuple(result_view(shelf.charter.id, result, "", page) for result in missed),
    )


def _scored(shelf: Shelf, pack: Pack, page: str) -> Iterator[Scored]:
    for scores in pack.periods:
        if scores.seal or scores is pack.scored:
            yield Scored(
                period=scores.period,
                is_sealed=scores.seal is not None,
                differing=tuple(_seen(shelf, row, page) for row in scores.differing),
            )


def _seen(shelf: Shelf, row: Row, page: str) -> Seen:
    return Seen(
        promise=_promise(shelf, row.ref, row.promise.title.text if row.promise else "", page),
        criterion=row.name,
        levels=tuple(Level(party=mark.name, level=mark.level, steps=mark.steps) for mark in row.marks if mark.level),
    )


def _to_mend(shelf: Shelf, gap: Gap, page: str) -> ToMend:
    return ToMend(
        promise=_promise(shelf, gap.ref, gap.title, page) if gap.ref else None,
        kind=gap.kind.value,
        size=gap.size,
        importance=gap.importance,
        is_met=gap.is_met,
    )


def _remark(shelf: Shelf, remark: Feedback, pack: Pack, page: str) -> Remark:
    party = pack.text.party(remark.party)
    title = next((item.promise.title.text for item in pack.items if item.promise.ref == remark.ref), "")
    is_known = remark.ref is not None and remark.ref in shelf.lives.refs
    return Remark(
        date=remark.date,
        party=party.name if party else remark.party,
        promise=_promise(shelf, remark.ref, title, page) if remark.ref and is_known else None,
        said=remark.said,
    )


def _happened(incidents: tuple[Incident, ...]) -> Iterator[Happened]:
    for incident in incidents:
        if incident.date:
            yield Happened(date=incident.date, title=incident.title, status=incident.status or "")


def _waits(shelf: Shelf, pack: Pack, page: str) -> Iterator[Waits]:
    stale = {label for label, _ in pack.stale}
    lacking = {item.version.label for item in pack.waiting}
    for line in reversed(version_lines(shelf.standing, page)):
        if line.label in stale | lacking:
            held = earlier_views(shelf.comparisons, line.label, page) if line.label in stale else ()
            yield Waits(label=line.label, line=line, stale=tuple(one for one in held if one.obstacles))
