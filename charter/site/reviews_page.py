"""The page of all reviews: what is overdue, what comes next and what waits for it, what was held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from charter.agenda import waiting_for
from charter.model.records import Verdict
from charter.site.links import calendar_path, index_path, relative, review_path
from charter.site.review_year import ReviewYear, review_year
from charter.site.shelf import Page, SiteView, has_calendar, shown_text, site_frame
from charter.site.standings import review_view
from charter.site.views.frame import Frame
from charter.site.views.versions import Review
from charter.standing import Standing

REVIEWS_PAGE = "reviews.html"
SOON_DAYS = 30
"""What is due within these days is due soon."""
_GROUPS = ("overdue", "soon", "later", "undated")


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldReview:
    """A review that was held; `tally` has each verdict with the number of promises it was given to."""

    day: date
    tally: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterReviews:
    """The reviews of one charter, the one to come and the last one."""

    title: str
    language: str
    href: str
    state: str
    """`overdue`, `soon`, `later`, or `undated` where no day is known."""
    review: Review | None
    """`None` where the charter says nothing of it."""
    last: HeldReview | None
    open_actions: int
    overdue_actions: int
    missing_signatures: int
    pack: str
    """The page that prepares the next review."""
    calendar: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsView:
    """`reviews.html`."""

    frame: Frame
    groups: tuple[tuple[str, tuple[CharterReviews, ...]], ...]
    """By `CharterReviews.state`, the most urgent first; none of them is empty."""
    year: ReviewYear | None
    soon_days: int = SOON_DAYS


def reviews_page(standings: Sequence[Standing], site: SiteView) -> Page:
    """Return the page `reviews.html`."""
    rows = sorted(((_row(item), item) for item in standings), key=lambda pair: _urgency(*pair))
    groups = groupby((row for row, _ in rows), key=lambda row: row.state)
    view = ReviewsView(
        frame=site_frame(site, REVIEWS_PAGE, has_calendar=any(map(has_calendar, standings))),
        groups=tuple((state, tuple(items)) for state, items in groups),
        year=review_year([standing for _, standing in rows], rows[0][1].today) if rows else None,
    )
    return Page(REVIEWS_PAGE, "reviews.html", view)


def _urgency(row: CharterReviews, standing: Standing) -> tuple[int, date, str]:
    due = row.review.next_ends or row.review.next if row.review else None
    return _GROUPS.index(row.state), due or date.max, standing.charter.id


def _row(standing: Standing) -> CharterReviews:
    charter = standing.charter
    text = shown_text(standing)[0]
    review = review_view(charter, standing)
    waiting = waiting_for(standing)
    return CharterReviews(
        title=text.title,
        language=text.language,
        href=relative(REVIEWS_PAGE, index_path(charter.id)),
        state=_state(review, standing.today),
        review=review,
        last=_last(standing),
        open_actions=waiting.open_actions,
        overdue_actions=waiting.overdue_actions,
        missing_signatures=waiting.missing_signatures,
        pack=relative(REVIEWS_PAGE, review_path(charter.id)),
        calendar=relative(REVIEWS_PAGE, calendar_path(charter.id)) if has_calendar(standing) else None,
    )


def _state(review: Review | None, today: date) -> str:
    if review is None or review.next is None:
        return "undated"
    if review.is_overdue:
        return "overdue"
    return "soon" if review.next <= today + timedelta(days=SOON_DAYS) else "later"


def _last(standing: Standing) -> HeldReview | None:
    held = [review for review in standing.charter.records.reviews if review.held <= standing.today]
    if not held:
        return None
    last = max(held, key=lambda review: review.held)
    given = Counter(one.verdict for one in last.verdicts)
    return HeldReview(
        day=last.held, tally=tuple((verdict.value, given[verdict]) for verdict in Verdict if given[verdict])
    )
