"""Where pages lie, and where a link in a text leads from the page that shows it."""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urlsplit

from charter.model.prose import Block, BlockKind, Inline, Link
from charter.model.text import CharterText, Expectation
from charter.reading.keywords import fold
from charter.reading.slugs import anchor as anchor_of

STANDARDS_PAGE = "standards.html"
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
_ATTACHABLE = frozenset(
    {"png", "jpg", "jpeg", "gif", "webp", "avif", "svg", "pdf", "odt", "ods", "odp", "docx", "xlsx", "pptx", "rtf"}
    | {"txt", "csv", "ics", "zip", "mp3", "mp4", "webm", "ogg"}
)
"""Endings of files that a site may show or offer; anything else beside a charter is not published."""
_RECORDS = frozenset({"outcomes.csv", "feedback.csv"})
_LONGEST_NAME = 120
_LANGUAGE = r"(?:\.[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)?"
_TEXT_FILE = re.compile(rf"(?P<id>[^/]+?)(?:/charter{_LANGUAGE}\.md|{_LANGUAGE}\.md)?")
_VERSION_FILE = re.compile(r"(?P<id>[^/]+)/(?P<kind>versions|signoffs)/(?P<label>[^/]+)\.md")


def index_path(charter: str) -> str:
    """Return the path of a charter's own page."""
    return f"{charter}/index.html"


def draft_path(charter: str) -> str:
    """Return the path of the page of the working text."""
    return f"{charter}/draft.html"


def history_path(charter: str) -> str:
    """Return the path of the page that lists the versions."""
    return f"{charter}/history.html"


def results_path(charter: str) -> str:
    """Return the path of the page of what was measured."""
    return f"{charter}/results.html"


def feed_path(charter: str) -> str:
    """Return the path of the feed of what happened to a charter."""
    return f"{charter}/feed.xml"


def review_path(charter: str) -> str:
    """Return the path of the page that prepares the next review."""
    return f"{charter}/review.html"


def calendar_path(charter: str) -> str:
    """Return the path of the calendar of a charter's next reviews."""
    return f"{charter}/review.ics"


def summary_path(charter: str) -> str:
    """Return the path of the charter on one page."""
    return f"{charter}/summary.html"


def people_path(charter: str) -> str:
    """Return the path of the page that says who does what."""
    return f"{charter}/people.html"


def years_path(charter: str) -> str:
    """Return the path of the page that tells year by year how it went."""
    return f"{charter}/years.html"


def data_path(charter: str) -> str:
    """Return the path of the page that says where the numbers come from."""
    return f"{charter}/data.html"


def download_path(charter: str, name: str) -> str:
    """Return the path of a file to take away."""
    return f"{charter}/download/{name}"


def standard_anchor(name: str) -> str:
    """Return the id of a standard on the page of standards."""
    return f"standard-{anchor_of(fold(name))}"


def version_path(charter: str, label: str) -> str:
    """Return the path of the page of one version."""
    return f"{charter}/v/{label}.html"


def comparison_path(charter: str, before: str, after: str) -> str:
    """Return the path of the page that says what changed from one label to another."""
    return f"{charter}/compare/{before}..{after}.html"


def promise_path(charter: str, ref: str) -> str:
    """Return the path of the page of one promise; a ref too long for a file name is cut and numbered by its digest."""
    if len(ref.encode()) > _LONGEST_NAME:
        digest = hashlib.sha256(ref.encode()).hexdigest()[:12]
        ref = ref.encode()[: _LONGEST_NAME - 13].decode(errors="ignore") + "-" + digest
    return f"{charter}/promises/{ref}.html"


def relative(page: str, to: str, anchor: str = "") -> str:
    """Return the address of the file `to` as written on `page`, both relative to the root of the site."""
    address = quote(posixpath.relpath(to, posixpath.dirname(page) or ".")) if to != page or not anchor else ""
    return f"{address}#{quote(anchor)}" if anchor else address


def text_anchors(text: CharterText) -> dict[str, str]:
    """Return every anchor that a link into the text may name, each with the id of that place on the text's page."""
    found = dict(text.anchors)
    for block in blocks_of(text):
        if block.kind is BlockKind.HEADING and block.anchor:
            found.setdefault(block.anchor, block.anchor)
    for section in text.sections:
        found.setdefault(section.anchor, section.anchor)
        for promise in section.expectations:
            found[promise.ref] = promise.ref
    if text.heading and text.heading.text:
        top = anchor_of(text.heading.text)
        found.setdefault(top, "page:main" if "main" in found or top == "main" else "main")
    return {slug: place for slug, place in found.items() if slug and place}


def blocks_of(text: CharterText) -> Iterator[Block]:
    """Yield every block of prose of a text, in order, also those inside promises."""
    yield from text.introduction
    for section in text.sections:
        for item in section.items:
            if isinstance(item, Expectation):
                yield from item.before
                yield from item.after
            else:
                yield item


def links_of(text: CharterText) -> Iterator[Link]:
    """Yield every link and image of a text."""
    for block in blocks_of(text):
        yield from block.links
    for words in _runs_of(text):
        yield from words.links


def _runs_of(text: CharterText) -> Iterator[Inline]:
    if text.heading:
        yield text.heading
    for section in text.sections:
        if section.title:
            yield section.title
        for promise in section.expectations:
            yield promise.title
            yield from (item.value for item in promise.fields)
            for row in promise.rubric.criteria if promise.rubric else ():
                yield row.name
                yield from row.descriptors


def attached_path(charter: str, is_folder: bool, target: str) -> str | None:
    """Return the path in the charter's folder of a file that can be published, if `target` is a link to one."""
    path = _local_path(charter if is_folder else "", html.unescape(target))
    if path is None or not is_folder or not path.startswith(f"{charter}/"):
        return None
    inside = path.removeprefix(f"{charter}/")
    parts = inside.split("/")
    ending = parts[-1].rpartition(".")[2].lower()
    is_hidden = any(part.startswith((".", "_")) for part in parts)
    return None if is_hidden or ending not in _ATTACHABLE or inside in _RECORDS else inside


def _local_path(base: str, target: str) -> str | None:
    """Return the path, relative to the folder of all charters, that a relative link leads to."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return None
    path = unquote(parts.path)
    if parts.scheme or parts.netloc or not path or path.startswith("/") or "\\" in path or "\0" in path:
        return None
    joined = posixpath.normpath(posixpath.join(base, path))
    return None if joined in {".", ".."} or joined.startswith("../") else joined


@dataclass(frozen=True, slots=True)
class Address:
    """Where a link leads, as written in `href`."""

    href: str
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Linker:
    """Resolves the links of one text for the page at `page`; the whole text is shown on `text_page`."""

    page: str
    text_page: str
    charter: str
    is_folder: bool = True
    charters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The ids of the published charters, each with the labels of its versions."""
    anchors: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The anchors of this charter's texts by the page that shows them, see `text_anchors`."""
    attached: frozenset[str] = frozenset()
    """Files beside the charter that are published with it."""
    is_version: bool = False
    beside: str = ""
    """The folder, in the charter's, of the record whose links these are: its links may count from there."""

    def resolve(self, target: str) -> Address | None:
        """Return where a link with this target leads; `None` where there is nothing."""
        try:
            parts = urlsplit(target)
        except ValueError:
            return None
        if parts.scheme or parts.netloc:
            known = parts.scheme.lower() in _SCHEMES or not parts.scheme
            prefix = "" if parts.scheme else "https:"
            return Address(prefix + target, is_external=True) if known else None
        anchor = unquote(parts.fragment)
        if not parts.path:
            return self.place(anchor)
        # A version is a copy of the working text, so its links count from the charter's folder too.
        folder = self.charter if self.is_folder else ""
        beside = "versions" if self.is_version else self.beside
        for base in (folder, f"{self.charter}/{beside}") if beside else (folder,):
            path = _local_path(base, target)
            found = self._file(path, anchor) if path else None
            if found:
                return found
        return None

    def place(self, anchor: str) -> Address | None:
        """Return the address of a place in the text itself."""
        place = self.anchors.get(self.text_page, {}).get(anchor)
        return Address(relative(self.page, self.text_page, place)) if place else None

    def to(self, path: str, anchor: str = "") -> str:
        """Return the address of a page of the site."""
        return relative(self.page, path, anchor)

    def _file(self, path: str, anchor: str) -> Address | None:
        if version := _VERSION_FILE.fullmatch(path):
            charter, label = version["id"], version["label"]
            if label not in self.charters.get(charter, ()):
                return None
            if version["kind"] == "signoffs":
                return Address(relative(self.page, history_path(charter)))
            return self._page(version_path(charter, label), anchor)
        inside = path.removeprefix(f"{self.charter}/")
        if self.is_folder and inside != path and inside in self.attached:
            # What stands after the # of a PDF or a film is its reader's business: `#page=3`.
            return Address(relative(self.page, path) + (f"#{quote(anchor, safe='=&,:/')}" if anchor else ""))
        text = _TEXT_FILE.fullmatch(path)
        return self._page(index_path(text["id"]), anchor) if text and text["id"] in self.charters else None

    def _page(self, path: str, anchor: str) -> Address:
        # The anchors of other charters are their own business: a page must not change when another charter does.
        known = self.anchors.get(path)
        place = anchor if known is None else known.get(anchor, "")
        return Address(relative(self.page, path, place))
