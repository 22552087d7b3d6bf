"""Which pages a site has, and the view that each page shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit

from charter.model.charter import Charter
from charter.model.text import CharterText, Role
from charter.site.comparison_page import comparison_view
from charter.site.comparisons import DRAFT, Comparisons
from charter.site.history import history_view
from charter.site.links import (
    Linker,
    attached_path,
    comparison_path,
    draft_path,
    history_path,
    index_path,
    links_of,
    promise_path,
    relative,
    text_anchors,
    version_path,
)
from charter.site.lives import Lives, lives_of
from charter.site.markup import Typesetter
from charter.site.promise_life import life_view
from charter.site.standings import grouped, review_view, sort_remarks, version_lines
from charter.site.texts import Surroundings, feedback_address, side_of, text_view
from charter.site.views import (
    Card,
    CharterLinks,
    CharterView,
    Frame,
    HomeView,
    Link,
    NotFoundView,
    VersionLine,
    View,
)
from charter.standing import Standing, State, VersionStanding

_DESCRIPTION_LENGTH = 160


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
    view: View


def pages(
    charter: Charter, standing: Standing, site: SiteView, attached: Collection[str] | None = None
) -> Iterator[Page]:
    """Yield every page of one charter.

    `attached` holds those of `attachments(charter)` that are there, `None` all of them; links to others lead nowhere.
    """
    files = frozenset(attachments(charter) if attached is None else attached)
    return _Shelf(charter, standing, site, files).pages()


def home_page(standings: Sequence[Standing], site: SiteView) -> Page:
    """Return the page `index.html`, with every charter in the order given."""
    path = "index.html"
    view = HomeView(
        frame=_site_frame(site, path),
        title=site.title,
        description=site.description,
        cards=tuple(_card(standing, path) for standing in standings),
    )
    return Page(path, "home.html", view)


def not_found_page(site: SiteView) -> Page:
    """Return the page `404.html`; with a `base_url` it works from any address."""
    path = "404.html"
    return Page(path, "404.html", NotFoundView(frame=_site_frame(site, path, is_anywhere=True)))


def attachments(charter: Charter) -> tuple[str, ...]:
    """Return the local files that any text of the charter links to, relative to its folder, to be put in `ID/<path>`.

    Only paths inside the folder, of kinds that are safe to publish; no charter texts and no records.
    """
    texts = [version.text for version in charter.versions] + ([charter.text] if charter.text else [])
    targets = {link.target for text in texts for link in links_of(text)}
    paths = (attached_path(charter.id, charter.folder is not None, target) for target in targets)
    return tuple(sorted({path for path in paths if path}))


def shown_text(standing: Standing) -> tuple[CharterText, VersionStanding | None]:
    """Return what the page of a charter shows, and the version that it is; `None` for a working text of its own."""
    charter = standing.charter
    newest = standing.versions[-1] if standing.versions else None
    version = standing.in_force or (None if standing.is_draft_different and charter.text else newest)
    if version:
        return version.version.text, version
    return charter.text or CharterText(title=charter.id), None


def describe(text: CharterText) -> str:
    """Return the first words of a text, for search engines."""
    titles = ", ".join(promise.title.text for promise in text.expectations)
    words = next((block.text for block in text.introduction if block.text), "") or text.audience or titles
    return _shortened(words)


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= _DESCRIPTION_LENGTH:
        return words
    cut = words[:_DESCRIPTION_LENGTH]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.–—-") + " …"


def _site_frame(site: SiteView, path: str, *, is_anywhere: bool = False) -> Frame:
    root = urlsplit(site.base_url).path if is_anywhere and site.base_url else ""
    return Frame(
        language=site.language,
        title=site.title,
        site_title=site.title,
        site_language=site.language,
        root=root,
        home=f"{root}index.html",
        description=site.description,
        canonical=_canonical(site, path, path) if not is_anywhere else None,
        is_indexed=not is_anywhere,
    )


def _canonical(site: SiteView, page: str, to: str) -> str:
    return urljoin(site.base_url, quote(to)) if site.base_url else relative(page, to)


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
        coming=tuple(item for item in lines.values() if _is_coming(item) and item is not line),
        draft=relative(page, draft_path(charter)) if line and _has_draft(standing) else None,
    )


def _has_draft(standing: Standing) -> bool:
    return standing.is_draft_different and standing.charter.text is not None


def _is_coming(line: VersionLine) -> bool:
    return line.state in {State.PROPOSED, State.AGREED}


@dataclass(frozen=True)
class _Shelf:
    """Everything that the pages of one charter are made of."""

    charter: Charter
    standing: Standing
    site: SiteView
    attached: frozenset[str]

    def pages(self) -> Iterator[Page]:
        charter, standing = self.charter.id, self.standing
        text, version = shown_text(standing)
        yield self.text_page(index_path(charter), "index", text, version)
        if self.has_draft and self.charter.text:
            yield self.text_page(draft_path(charter), "draft", self.charter.text, None)
        for item in standing.versions:
            yield self.text_page(version_path(charter, item.version.label), "version", item.version.text, item)
        if standing.versions:
            yield self.history_page()
        for before, after in self.comparisons.pairs():
            yield self.comparison_page(before, after)
        editions = self.lives.editions
        if not editions:
            return
        shown = next((edition for edition in editions if edition.text is text), editions[-1])
        for ref in self.lives.refs:
            path = promise_path(charter, ref)
            frame = self.frame(path, "promise", text, is_indexed=self.lives.name(ref) == ref)
            if promise := self.lives.said(ref, shown):
                words = [*(block.text for block in promise.before), *(target.text for target in promise.targets)]
                frame = replace(frame, description=_shortened(" ".join(words)) or frame.description)
            feedback = text.feedback or self.site.feedback
            view = life_view(ref, self.lives, shown, standing, frame, self.linker, path, feedback)
            yield Page(path, "promise.html", view)

    @property
    def has_draft(self) -> bool:
        return _has_draft(self.standing)

    @cached_property
    def lives(self) -> Lives:
        return lives_of(self.charter, with_draft=self.has_draft)

    @cached_property
    def comparisons(self) -> Comparisons:
        return Comparisons(self.standing, self.has_draft)

    @cached_property
    def anchors(self) -> dict[str, dict[str, str]]:
        """The anchors of every text of this charter, by the page that shows it."""
        charter, text = self.charter.id, self.charter.text
        found = {version_path(charter, item.label): text_anchors(item.text) for item in self.charter.versions}
        found[index_path(charter)] = text_anchors(shown_text(self.standing)[0])
        if text and self.has_draft:
            found[draft_path(charter)] = text_anchors(text)
        return found

    @cached_property
    def charters(self) -> dict[str, tuple[str, ...]]:
        """The published charters and this one, each with the labels of its versions."""
        return {**self.site.charters, self.charter.id: tuple(item.label for item in self.charter.versions)}

    def linker(self, page: str, text_page: str) -> Linker:
        return Linker(
            page=page,
            text_page=text_page,
            charter=self.charter.id,
            is_folder=self.charter.folder is not None,
            charters=self.charters,
            anchors=self.anchors,
            attached=self.attached,
            is_version=text_page.startswith(f"{self.charter.id}/v/"),
        )

    def frame(
        self, page: str, current: str, text: CharterText, *, is_indexed: bool = True, canonical: str | None = None
    ) -> Frame:
        charter = self.charter.id
        return Frame(
            language=text.language,
            title=text.title,
            site_title=self.site.title,
            site_language=self.site.language,
            root="../" * page.count("/"),
            home=relative(page, "index.html"),
            description=describe(text),
            canonical=_canonical(self.site, page, canonical or page),
            main="page:main" if "main" in text_anchors(text) else "main",
            is_indexed=is_indexed,
            charter=CharterLinks(
                title=shown_text(self.standing)[0].title,
                index=relative(page, index_path(charter)),
                history=relative(page, history_path(charter)) if self.standing.versions else None,
                draft=relative(page, draft_path(charter)) if self.has_draft else None,
                current=current,
            ),
        )

    def text_page(self, page: str, kind: str, text: CharterText, at: VersionStanding | None) -> Page:
        charter, standing = self.charter.id, self.standing
        label = at.version.label if at else None
        lines = version_lines(standing, page, label)
        line = next((item for item in lines if item.label == label), None)
        state = (at.state if at else State.DRAFT).value
        by_ref, rest = sort_remarks(text, line.signed if line else ())
        feedback = text.feedback or self.site.feedback
        is_over = state == State.SUPERSEDED
        around = Surroundings(
            wordings=lambda ref: relative(page, promise_path(charter, ref)),
            feedback=lambda ref: (
                None if is_over else feedback_address(feedback, charter, label or State.DRAFT.value, ref)
            ),
            remarks=by_ref,
            marks=self.comparisons.marks(label or DRAFT, page) if label or self.has_draft else {},
        )
        in_force = standing.in_force
        is_main = kind == "index" or (kind == "version" and state not in {State.SUPERSEDED, State.DRAFT})
        is_same = kind == "version" and self._is_index(label)
        view = CharterView(
            frame=self.frame(
                page,
                kind,
                text,
                is_indexed=is_main,
                canonical=index_path(charter) if is_same or is_over else None,
            ),
            kind=kind,
            text=text_view(text, Typesetter(self.linker(page, page)), around),
            state=state,
            version=line,
            in_force=None
            if in_force is None or in_force.version.label == label
            else Link(words=in_force.version.label, href=relative(page, index_path(charter))),
            coming=tuple(item for item in lines if _is_coming(item) and item.label != label),
            versions=lines,
            review=review_view(self.charter, standing) if kind == "index" else None,
            agreement=text.agreement.text if text.agreement else "",
            fingerprint=grouped(at.version.fingerprint if at else self.charter.fingerprint or ""),
            remarks=rest,
            changes=self.draft_changes(page) if at is None else None,
        )
        return Page(page, _TEMPLATES[kind], view)

    def draft_changes(self, page: str) -> Link | None:
        base = self.comparisons.base_of_draft
        return Link(words=base, href=relative(page, comparison_path(self.charter.id, base, DRAFT))) if base else None

    def _is_index(self, label: str | None) -> bool:
        version = shown_text(self.standing)[1]
        return version is not None and version.version.label == label

    def history_page(self) -> Page:
        page = history_path(self.charter.id)
        frame = self.frame(page, "history", shown_text(self.standing)[0])
        return Page(page, "history.html", history_view(self.lives, self.standing, self.comparisons, frame, page))

    def comparison_page(self, before: str, after: str) -> Page:
        page = comparison_path(self.charter.id, before, after)
        frame = self.frame(page, "comparison", self.comparisons.text(after), is_indexed=False)
        frame = replace(frame, main="main")
        setter = Typesetter(self.linker(page, self.comparisons.text_page(after)), keeps_ids=False)
        return Page(page, "compare.html", comparison_view(self.comparisons, before, after, frame, setter, page))


_TEMPLATES = {"index": "charter.html", "draft": "draft.html", "version": "version.html"}
