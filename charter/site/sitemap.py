"""`sitemap.xml`: the pages that say what holds now. Old versions stay readable and are not for search engines."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from xml.sax.saxutils import escape

from charter.agenda import last_changed
from charter.site.data import url
from charter.site.links import history_path, index_path, people_path, promise_path, summary_path
from charter.site.reviews_page import REVIEWS_PAGE
from charter.site.shelf import shown_text
from charter.site.standards_page import STANDARDS_PAGE
from charter.standing import Standing

_NOTE = "<!-- Paths are relative to the root of the site; base_url in charter.toml makes them whole addresses. -->\n"


def sitemap(standings: Iterable[Standing], pages: Collection[str], base_url: str | None) -> bytes:
    """Return the sitemap of those of the `pages` of a site, by their paths, that say what holds now.

    Dates are those of releases and reviews, never of the build.
    """
    items = list(standings)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    if base_url is None:
        lines.append(_NOTE)
    lines.append('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n')
    newest = max((day for item in items if (day := _changed(item))), default=None)
    lines.append(_entry("index.html", newest, base_url))
    if REVIEWS_PAGE in pages:
        told = max((day for item in items if (day := last_changed(item))), default=None)
        lines.append(_entry(REVIEWS_PAGE, told, base_url))
    if STANDARDS_PAGE in pages:
        lines.append(_entry(STANDARDS_PAGE, newest, base_url))
    for item in items:
        lines += [_entry(path, _changed(item), base_url) for path in _paths(item) if path in pages]
    lines.append("</urlset>\n")
    return "".join(lines).encode()


def _paths(standing: Standing) -> Iterator[str]:
    charter = standing.charter.id
    yield index_path(charter)
    yield history_path(charter)
    yield summary_path(charter)
    yield people_path(charter)
    for expectation in shown_text(standing)[0].expectations:
        yield promise_path(charter, expectation.ref)


def _changed(standing: Standing) -> date | None:
    """Return the last day on which what the charter's page shows changed, as far as its versions say."""
    if standing.in_force:
        stamp = standing.in_force.version.text.stamp
        return standing.in_force.in_force_from or stamp.effective or stamp.released
    released = [item.version.text.stamp.released for item in standing.versions]
    return max((day for day in released if day), default=None)


def _entry(path: str, changed: date | None, base_url: str | None) -> str:
    address = escape(f"{base_url or '/'}{url(path)}")
    stamp = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"  <url><loc>{address}</loc>{stamp}</url>\n"
