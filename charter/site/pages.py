"""Which pages a site has, and the view that each page shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from charter.model.charter import Charter
from charter.standing import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteView:
    """What every page may know of the site it belongs to."""

    title: str
    language: str = "en"
    """A language tag: of the pages that belong to no single charter."""
    description: str = ""
    feedback: str | None = None
    """For charters that name none of their own: a `mailto:` or URL template with `{charter}`, `{version}`, `{ref}`."""
    base_url: str | None = None
    """Ends in `/`."""
    charters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the published charters, each with the labels of its versions; links to others lead nowhere."""


@dataclass(frozen=True, slots=True)
class Page:
    """One file of the site: `path` is relative to its root, with `/`; `template` shows the frozen `view`."""

    path: str
    template: str
    view: object


def pages(
    charter: Charter, standing: Standing, site: SiteView, attached: Collection[str] | None = None
) -> Iterator[Page]:
    """Yield every page of one charter.

    `attached` holds those of `attachments(charter)` that are there, `None` all of them; links to others lead nowhere.
    """
    raise NotImplementedError


def home_page(standings: Sequence[Standing], site: SiteView) -> Page:
    """Return the page `index.html`, with every charter in the order given."""
    raise NotImplementedError


def not_found_page(site: SiteView) -> Page:
    """Return the page `404.html`; with a `base_url` it works from any address."""
    raise NotImplementedError


def attachments(charter: Charter) -> tuple[str, ...]:
    """Return the local files that any text of the charter links to, relative to its folder, to be put in `ID/<path>`.

    Only paths inside the folder, of kinds that are safe to publish; no charter texts and no records.
    """
    raise NotImplementedError
