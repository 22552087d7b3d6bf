"""The pages that belong to no single charter: the list of all of them, and the one for what is not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from charter.measure.feedback import feedback_of
from charter.measure.results import results_of
from charter.measure.scores import scores_of
from charter.measure.years import years_of
from charter.model.cadence import service_week
from charter.model.text import Role
from charter.site.links import draft_path, index_path, relative, years_path
from charter.site.measured import tally
from charter.site.shelf import Page, SiteView, has_calendar, has_draft, shown_text, site_frame
from charter.site.standings import is_coming, review_view, version_lines
from charter.site.texts import side_of
from charter.site.views.frame import Frame
from charter.site.views.results import Tally
from charter.site.views.versions import Review, VersionLine
from charter.standing import Standing, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A charter on the home page."""

    title: str
    language: str
    href: str
    parties: tuple[str, ...]
    audience: str
    state: str
    version: VersionLine | None
    promise_count: int
    ask_count: int
    review: Review | None
    tally: Tally | None
    """How many promises are kept; `None` where nothing was measured."""
    coming: tuple[VersionLine, ...] = ()
    """Versions that are agreed or wait for signatures, where another one is shown."""
    draft: str | None = None
    """The address of the working text, where a version is shown and it says something else."""
    good_news: GoodNews | None = None
    """In Customer Service Week; `None` also where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodNews:
    """How often people gave thanks in a year, how many levels were beyond what was agreed, and where it is told."""

    year: int
    thanks: int
    beyond: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """`index.html`: every charter of the site."""

    frame: Frame
    title: str
    description: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """`404.html`."""

    frame: Frame


def home_page(standings: Sequence[Standing], site: SiteView) -> Page:
    """Return the page `index.html`, with every charter in the order given."""
    path = "index.html"
    view = HomeView(
        frame=site_frame(site, path, has_calendar=any(map(has_calendar, standings))),
        title=site.title,
        description=site.description,
        cards=tuple(_card(standing, path) for standing in standings),
    )
    return Page(path, "home.html", view)


def not_found_page(site: SiteView) -> Page:
    """Return the page `404.html`; with a `base_url` it works from any address."""
    path = "404.html"
    return Page(path, "404.html", NotFoundView(frame=site_frame(site, path, is_anywhere=True)))


def _card(standing: Standing, page: str) -> Card:
    charter = standing.charter.id
    text, version = shown_text(standing)
    lines = {line.label: line for line in version_lines(standing, page)}
    line = lines[version.version.label] if version else None
    sides = [side_of(text, promise.promised_by) for promise in text.expectations]
    return Card(
        title=text.title,
        language=text.language,
        href=relative(page, index_path(charter)),
        parties=tuple(party.name for party in text.parties if party.role is not Role.OBSERVER),
        audience=text.audience or "",
        state=(version.state if version else State.DRAFT).value,
        version=line,
        promise_count=len(sides) - sides.count("ask"),
        ask_count=sides.count("ask"),
        review=review_view(standing.charter, standing),
        tally=tally(charter, results_of(standing.charter, standing), page)
        if standing.charter.records.outcomes
        else None,
        coming=tuple(item for item in lines.values() if is_coming(item) and item is not line),
        draft=relative(page, draft_path(charter)) if line and has_draft(standing) else None,
        good_news=_good_news(standing, page) if _is_service_week(standing.today) else None,
    )


def _is_service_week(today: date) -> bool:
    return timedelta(0) <= today - service_week(today.year) < timedelta(days=5)


def _good_news(standing: Standing, page: str) -> GoodNews | None:
    """Return the good news of the newest year that has any."""
    charter = standing.charter
    scores, results = scores_of(charter, standing), results_of(charter, standing)
    years = years_of(standing, results, scores, feedback_of(charter, standing))
    return next(
        (
            GoodNews(
                year=year.year,
                thanks=len(year.thanks),
                beyond=len(year.praised),
                href=relative(page, years_path(charter.id), f"year-{year.year}"),
            )
            for year in years
            if year.thanks or year.praised
        ),
        None,
    )
