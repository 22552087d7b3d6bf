"""Which pages a site has. A kind of page is a module with its view, a template, and a row here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from charter.model.charter import Charter
from charter.site.charter_page import charter_pages
from charter.site.comparison_page import comparison_pages
from charter.site.data_page import data_pages
from charter.site.history_page import history_pages
from charter.site.home_page import home_page, not_found_page
from charter.site.links import attached_path, links_of
from charter.site.people_page import people_pages
from charter.site.promise_page import promise_pages
from charter.site.results_page import results_pages
from charter.site.review_page import review_pages
from charter.site.shelf import Page, Shelf, SiteView
from charter.site.summary_page import summary_pages
from charter.site.years_page import years_pages
from charter.standing import Standing

__all__ = ["Page", "SiteView", "attachments", "home_page", "not_found_page", "pages", "pages_of"]

_KINDS: tuple[Callable[[Shelf], Iterator[Page]], ...] = (
    charter_pages,
    history_pages,
    comparison_pages,
    promise_pages,
    results_pages,
    review_pages,
    summary_pages,
    people_pages,
    years_pages,
    data_pages,
)


def pages(
    charter: Charter, standing: Standing, site: SiteView, attached: Collection[str] | None = None
) -> Iterator[Page]:
    """Return every page of one charter.

    `attached` holds those of `attachments(charter)` that are there, `None` all of them; links to others lead nowhere.
    """
    files = frozenset(attachments(charter) if attached is None else attached)
    return pages_of(Shelf(charter, standing, site, files))


def pages_of(shelf: Shelf) -> Iterator[Page]:
    """Yield every page of the charter of a shelf."""
    for kind in _KINDS:
        yield from kind(shelf)


def attachments(charter: Charter) -> tuple[str, ...]:
    """Return the local files that any text of the charter links to, relative to its folder, to be put in `ID/<path>`.

    Only paths inside the folder, of kinds that are safe to publish; no charter texts and no records.
    """
    texts = [version.text for version in charter.versions] + ([charter.text] if charter.text else [])
    targets = {link.target for text in texts for link in links_of(text)}
    paths = (attached_path(charter.id, charter.folder is not None, target) for target in targets)
    return tuple(sorted({path for path in paths if path}))
