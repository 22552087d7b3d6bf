"""The plan of a site: every file it consists of, and how each is made. Nothing is rendered or written here."""

from __future__ import annotations

import dataclasses
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from gettext import NullTranslations
from pathlib import Path
from typing import Protocol

from charter.build.openness import public_part
from charter.catalog import Catalog
from charter.config import Config
from charter.files import read_bytes, resolve
from charter.model.charter import Charter
from charter.site.calendars import SITE_CALENDAR, charter_calendar, site_calendar
from charter.site.data import charter_data, index_data, json_bytes
from charter.site.downloads import downloads_of
from charter.site.feeds import SITE_FEED, Feed, charter_feed, feed_bytes, site_feed
from charter.site.headers import headers_file
from charter.site.links import calendar_path
from charter.site.pages import Page, SiteView, attachments, home_page, not_found_page, pages_of
from charter.site.reviews_page import REVIEWS_PAGE, reviews_page
from charter.site.shelf import Shelf, has_calendar
from charter.site.sitemap import sitemap
from charter.site.standards_page import STANDARDS_PAGE, standards_page
from charter.source import CharterError, Diagnostic, Severity, Span
from charter.standing import Standing, is_private, stand

MAX_ATTACHMENT_BYTES = 64 * 1024 * 1024
"""A file that a charter links to is not published when it is larger."""
MAX_NAME_BYTES = 255
"""What every file system in use takes as the name of one file."""


class PageRenderer(Protocol):
    """What turns pages into bytes, and has assets beside them."""

    def render(self, page: Page) -> bytes:
        """Return the bytes of a page."""

    def words(self, language: str) -> NullTranslations:
        """Return the words of the theme in a language."""

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of every asset."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: `path` is relative to its root, with `/`; `make` returns its bytes."""

    path: str
    make: Callable[[], bytes]
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """A file, or all of a charter when the path ends in `/`, that could not be made, and why."""

    path: str
    error: Exception


@dataclass(slots=True)
class Plan:
    """Every file of a site, none in the place of another, and what stood in the way of making the plan."""

    outputs: list[Output] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    charters: int = 0
    """How many charters the site shows."""
    left_out: int = 0
    """How many it does not show, because they are for their parties alone."""
    _files: dict[str, str] = field(default_factory=dict)
    """Paths, by what a file system that knows no case would call them."""
    _folders: dict[str, str] = field(default_factory=dict)
    """For each folder, called so as well, the path of a file in it."""

    def add(self, outputs: Iterable[Output]) -> None:
        """Add files; one that cannot have its place is a failure, and the one that came first stays."""
        for output in outputs:
            problem = self._problem(output.path)
            if problem:
                self.failures.append(Failure(output.path, problem))
                continue
            key = _fold(output.path)
            self._files[key] = output.path
            for folder in _parents(key):
                self._folders.setdefault(folder, output.path)
            self.outputs.append(output)

    def _problem(self, path: str) -> CharterError | None:
        if not is_safe_path(path):
            return CharterError(f'"{path}" cannot be the name of a file on the site', "choose a shorter, simpler name")
        key = _fold(path)
        above = (self._files[folder] for folder in _parents(key) if folder in self._files)
        other = self._files.get(key) or self._folders.get(key) or next(above, None)
        if other is None:
            return None
        return CharterError(f'"{path}" and "{other}" want one place on the site', "rename one of the two")


def plan_site(
    root: Path,
    catalog: Catalog,
    today: date,
    config: Config,
    renderer: PageRenderer,
    *,
    include_private: bool = False,
) -> Plan:
    """Return the plan of the site that shows `catalog` on the day `today`.

    A charter that cannot be planned because of a bug or a limit is a failure; the others are planned all the same.
    Charters that are for their parties alone have no place in any file, unless `include_private`.
    """
    plan = Plan(diagnostics=list(catalog.diagnostics))
    shown: list[Standing] = []
    for charter in sorted(catalog.charters, key=lambda charter: charter.id):
        try:
            standing = stand(charter, today)
        except Exception as error:  # noqa: BLE001 - one charter must not take the others with it
            plan.failures.append(Failure(f"{charter.id}/", error))
            continue
        plan.diagnostics += standing.diagnostics
        if include_private:
            shown.append(standing)
        elif is_private(standing):
            plan.left_out += 1
        else:
            shown.append(stand(public_part(standing), today))
    plan.charters = len(shown)
    site = SiteView(
        title=config.title,
        language=config.language,
        description=config.description,
        feedback=config.feedback,
        base_url=config.base_url,
        charters={item.charter.id: tuple(one.version.label for one in item.versions) for item in shown},
    )
    feeds: list[Feed] = []
    plan.add(_shared_files(plan, shown, site, renderer, feeds))
    for standing in shown:
        try:
            outputs = tuple(_charter_files(root, standing, site, renderer, plan, feeds))
        except Exception as error:  # noqa: BLE001 - as above
            plan.failures.append(Failure(f"{standing.charter.id}/", error))
            continue
        plan.add(outputs)
    plan.add(Output(path, partial(bytes, data)) for path, data in renderer.assets())
    return plan


def _shared_files(
    plan: Plan, shown: list[Standing], site: SiteView, renderer: PageRenderer, feeds: list[Feed]
) -> Iterator[Output]:
    yield Output("index.html", lambda: renderer.render(home_page(shown, site)), is_page=True)
    yield Output("404.html", lambda: renderer.render(not_found_page(site)), is_page=True)
    yield Output("index.json", lambda: json_bytes(index_data(site.title, shown)))
    yield Output(REVIEWS_PAGE, lambda: renderer.render(reviews_page(shown, site)), is_page=True)
    yield Output(STANDARDS_PAGE, lambda: renderer.render(standards_page(shown, site)), is_page=True)
    if any(map(has_calendar, shown)):
        yield Output(SITE_CALENDAR, lambda: site_calendar(shown, site, renderer))
    # Made when the plan is complete.
    yield Output("sitemap.xml", lambda: sitemap(shown, {output.path for output in plan.outputs}, site.base_url))
    if base := site.base_url:
        yield Output(SITE_FEED, lambda: feed_bytes(site_feed(site, feeds, base), renderer.render))
    yield Output("_headers", headers_file)


def _charter_files(
    root: Path, standing: Standing, site: SiteView, renderer: PageRenderer, plan: Plan, feeds: list[Feed]
) -> Iterator[Output]:
    charter = standing.charter
    attached = _attachments(root, charter, plan.diagnostics)
    shelf = Shelf(charter, standing, site, frozenset(attached))
    for page in pages_of(shelf):
        yield Output(page.path, partial(renderer.render, page), is_page=True)
    if has_calendar(standing):
        yield Output(calendar_path(charter.id), lambda: charter_calendar(standing, site, renderer))
    if site.base_url:
        feed = charter_feed(shelf, site.base_url)
        feeds.append(feed)
        yield Output(feed.path, lambda: feed_bytes(feed, renderer.render))
    for download in downloads_of(shelf):
        yield Output(download.path, download.make)
    yield Output(f"{charter.id}/charter.json", lambda: json_bytes(charter_data(charter, standing)))
    for name, path in attached.items():
        yield Output(f"{charter.id}/{name}", partial(_read, root, path))


def is_safe_path(path: str) -> bool:
    """Whether `path` names a file inside the folder it is relative to, on every file system."""
    parts = path.split("/")
    if any(part in {"", ".", ".."} or len(part.encode("utf-8", "replace")) > MAX_NAME_BYTES for part in parts):
        return False
    return not any(char == "\\" or unicodedata.category(char) in {"Cc", "Cs"} for char in path)


def _attachments(root: Path, charter: Charter, diagnostics: list[Diagnostic]) -> dict[str, Path]:
    """Return the files that a charter links to and that may be published; the others are diagnostics."""
    found: dict[str, Path] = {}
    if charter.folder is None:
        return found
    for name in attachments(charter):
        path = root / charter.folder / name
        real = resolve(root, path)
        if isinstance(real, Diagnostic):
            # The page is whole without it, so the site need not wait for it.
            span = _place_of_link(charter, name) or real.span
            diagnostics.append(dataclasses.replace(real, span=span, severity=Severity.WARNING))
        elif real.is_file():
            found[name] = path
    return found


def _place_of_link(charter: Charter, name: str) -> Span | None:
    """Return where a text of the charter, the working text first, speaks of the file `name`."""
    sources = [charter.source, *(version.source for version in reversed(charter.versions))]
    for source in sources:
        at = source.text.find(name) if source else -1
        if source and at >= 0:
            return source.span(*source.place(at))
    return None


def _read(root: Path, path: Path) -> bytes:
    data = read_bytes(root, path, MAX_ATTACHMENT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    return data


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _parents(path: str) -> Iterator[str]:
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
