"""What the pages of one charter are made of, each thing made once; and what a page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urljoin, urlsplit

from charter.compare.lives import Lives, lives_of
from charter.measure.feedback import Heard, feedback_of
from charter.measure.importance import importances
from charter.measure.results import Results, results_of
from charter.measure.scores import Scores, scores_of
from charter.measure.years import Year, years_of
from charter.model.charter import Charter
from charter.model.text import CharterText
from charter.schedule import review_status
from charter.site.comparisons import Comparisons
from charter.site.links import (
    Linker,
    calendar_path,
    data_path,
    draft_path,
    feed_path,
    history_path,
    index_path,
    people_path,
    relative,
    results_path,
    review_path,
    summary_path,
    text_anchors,
    version_path,
    years_path,
)
from charter.site.views.frame import CharterLinks, Frame, View
from charter.standing import Standing, VersionStanding

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


@dataclass(frozen=True)
class Shelf:
    """Everything that the pages of one charter are made of."""

    charter: Charter
    standing: Standing
    site: SiteView
    attached: frozenset[str]

    @cached_property
    def shown(self) -> tuple[CharterText, VersionStanding | None]:
        """What the page of the charter shows, see `shown_text`."""
        return shown_text(self.standing)

    @property
    def has_draft(self) -> bool:
        """Whether the working text has a page of its own."""
        return has_draft(self.standing)

    @cached_property
    def lives(self) -> Lives:
        """The life of every promise."""
        return lives_of(self.charter, with_draft=self.has_draft)

    @cached_property
    def results(self) -> Results:
        """What was measured, held against the targets of its time."""
        return results_of(self.charter, self.standing)

    @cached_property
    def scores(self) -> Scores:
        """How both sides saw every period; those of a blind one stay out of sight until both are there."""
        return scores_of(self.charter, self.standing)

    @cached_property
    def heard(self) -> Heard:
        """What people said."""
        return feedback_of(self.charter, self.standing)

    @cached_property
    def importances(self) -> dict[str, int]:
        """How much each promise of the text shown matters to those promised to, by ref, as far as they said."""
        text, version = self.shown
        return importances(self.scores, version.version.label if version else "", text)

    @cached_property
    def years(self) -> tuple[Year, ...]:
        """What happened year by year, the newest first."""
        return years_of(self.standing, self.results, self.scores, self.heard)

    @cached_property
    def has_calendar(self) -> bool:
        """Whether the charter has a calendar."""
        return has_calendar(self.standing)

    @cached_property
    def comparisons(self) -> Comparisons:
        """What changed between any two texts."""
        return Comparisons(self.standing, self.has_draft)

    @cached_property
    def anchors(self) -> dict[str, dict[str, str]]:
        """The anchors of every text of this charter, by the page that shows it."""
        charter, text = self.charter.id, self.charter.text
        found = {version_path(charter, item.label): text_anchors(item.text) for item in self.charter.versions}
        found[index_path(charter)] = text_anchors(self.shown[0])
        if text and self.has_draft:
            found[draft_path(charter)] = text_anchors(text)
        return found

    @cached_property
    def charters(self) -> dict[str, tuple[str, ...]]:
        """The published charters and this one, each with the labels of its versions."""
        return {**self.site.charters, self.charter.id: tuple(item.label for item in self.charter.versions)}

    def linker(self, page: str, text_page: str) -> Linker:
        """Return what says where the links of a text lead: the one at `text_page`, shown on `page`."""
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
        """Return what surrounds a page of this charter, which shows `text`."""
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
                title=self.shown[0].title,
                index=relative(page, index_path(charter)),
                history=relative(page, history_path(charter)) if self.standing.versions else None,
                draft=relative(page, draft_path(charter)) if self.has_draft else None,
                results=relative(page, results_path(charter)) if self.lives.refs else None,
                review=relative(page, review_path(charter)),
                summary=relative(page, summary_path(charter)),
                people=relative(page, people_path(charter)),
                years=relative(page, years_path(charter)) if self.years else None,
                data=relative(page, data_path(charter)),
                current=current,
            ),
            reviews=relative(page, "reviews.html"),
            standards=relative(page, "standards.html"),
            calendar=relative(page, calendar_path(charter)) if self.has_calendar else None,
            feed=relative(page, feed_path(charter)) if self.site.base_url else None,
        )


def shown_text(standing: Standing) -> tuple[CharterText, VersionStanding | None]:
    """Return what the page of a charter shows, and the version that it is; `None` for a working text of its own."""
    charter = standing.charter
    newest = standing.versions[-1] if standing.versions else None
    version = standing.in_force or (None if standing.is_draft_different and charter.text else newest)
    if version:
        return version.version.text, version
    return charter.text or CharterText(title=charter.id), None


def has_draft(standing: Standing) -> bool:
    """Whether the working text says something that no version says."""
    return standing.is_draft_different and standing.charter.text is not None


def has_calendar(standing: Standing) -> bool:
    """Whether a day is known on which the charter is reviewed next: a calendar must hold something."""
    return review_status(standing.charter, standing).next is not None


def site_frame(site: SiteView, path: str, *, is_anywhere: bool = False, has_calendar: bool = False) -> Frame:
    """Return what surrounds a page of no single charter; `is_anywhere`: one that is shown under any address."""
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
        reviews=f"{root}reviews.html",
        standards=f"{root}standards.html",
        calendar=f"{root}reviews.ics" if has_calendar else None,
        feed=f"{root}feed.xml" if site.base_url else None,
    )


def _canonical(site: SiteView, page: str, to: str) -> str:
    return urljoin(site.base_url, quote(to)) if site.base_url else relative(page, to)


def describe(text: CharterText) -> str:
    """Return the first words of a text, for search engines."""
    titles = ", ".join(promise.title.text for promise in text.expectations)
    words = next((block.text for block in text.introduction if block.text), "") or text.audience or titles
    return shortened(words)


def shortened(words: str) -> str:
    """Return the beginning of `words`, as much as search engines show."""
    words = " ".join(words.split())
    if len(words) <= _DESCRIPTION_LENGTH:
        return words
    cut = words[:_DESCRIPTION_LENGTH]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.–—-") + " …"
