"""Charters in memory, the pages made of them, and what a page holds when it is taken apart."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint
from charter.model.records import Decision, Outcome, Records, SignOff, SignOffSheet
from charter.reading.charter import read_charter
from charter.site.pages import Page, SiteView, home_page, not_found_page, pages
from charter.site.render import Renderer
from charter.site.reviews_page import reviews_page
from charter.site.standards_page import standards_page
from charter.source import SourceText
from charter.standing import Standing, stand
from tests.builders import charter_text

TODAY = date(2026, 11, 22)
INLINE = frozenset({"a", "b", "code", "em", "i", "q", "s", "span", "strong", "time"})
VOID = frozenset({"meta", "link", "img", "br", "hr", "input"})


def charter_of(
    text: str | None = None,
    *,
    versions: Mapping[str, str] | None = None,
    id: str = "support",
    signed: Mapping[str, Sequence[SignOff]] | None = None,
    outcomes: Sequence[Outcome] = (),
    is_folder: bool = True,
) -> Charter:
    """Return a charter as it would be read from these texts, the versions in the order given."""
    released = tuple(_version(id, label, words) for label, words in (versions or {}).items())
    text = charter_text() if text is None else text
    source = SourceText(f"content/{id}/charter.md", text)
    working = read_charter(source).value
    sheets = tuple(
        SignOffSheet(
            version=label,
            fingerprint=next(item.fingerprint for item in released if item.label == label),
            signoffs=tuple(rows),
        )
        for label, rows in (signed or {}).items()
    )
    return Charter(
        id=id,
        folder=f"content/{id}" if is_folder else None,
        text=working,
        fingerprint=fingerprint(working),
        source=source,
        versions=released,
        records=Records(signoffs=sheets, outcomes=tuple(outcomes)),
    )


def _version(id: str, label: str, words: str) -> Version:
    source = SourceText(f"content/{id}/versions/{label}.md", words)
    text = read_charter(source, label=label).value
    return Version(label=label, text=text, fingerprint=fingerprint(text), source=source)


def sign(
    name: str = "Rosa Lindqvist",
    party: str = "desk",
    *,
    decision: Decision = Decision.AGREE,
    on: date = date(2025, 12, 20),
    note: str = "",
) -> SignOff:
    """Return one row of a sign-off."""
    return SignOff(party=party, name=name, decision=decision, date=on, note=note)


@cache
def theme() -> Renderer:
    """Return the renderer of the theme alone."""
    return Renderer()


def site_of(*charters: Charter, site: SiteView | None = None, **settings: Any) -> dict[str, str]:
    """Return every page of a site of these charters, by path."""
    site = site or site_view(*charters, **settings)
    standings = [stand(charter, TODAY) for charter in charters]
    made: list[Page] = [home_page(standings, site), not_found_page(site)]
    made += [reviews_page(standings, site), standards_page(standings, site)]
    for standing in standings:
        made.extend(pages(standing.charter, standing, site))
    found = {page.path: theme().render(page).decode() for page in made}
    assert len(found) == len(made), "two pages have one path"
    return found


def site_view(*charters: Charter, **settings: Any) -> SiteView:
    """Return a site that publishes these charters."""
    labels = {charter.id: tuple(version.label for version in charter.versions) for charter in charters}
    return SiteView(**{"title": "Our charters", "charters": labels, **settings})


def page_of(
    charter: Charter, path: str = "index.html", *, attached: Collection[str] | None = None, **settings: Any
) -> str:
    """Return one page of a charter; `path` is relative to its folder on the site."""
    standing: Standing = stand(charter, TODAY)
    site = site_view(charter, **settings)
    wanted = f"{charter.id}/{path}"
    found = [page for page in pages(charter, standing, site, attached) if page.path == wanted]
    assert found, f"no page {wanted}"
    return theme().render(found[0]).decode()


def write_template(folder: Path, name: str, text: str) -> Path:
    """Write a template of a user's own and return its folder."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


@dataclass
class Anatomy(HTMLParser):
    """A page taken apart."""

    page: str
    ids: list[str] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    links: list[dict[str, str]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.page)
        self.close()
        if self._open:
            self.wrong.append(f"never closed: {self._open}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.wrong.append(f"an attribute twice: {self.get_starttag_text()}")
        held = {name: value or "" for name, value in attrs}
        self.tags.append((tag, held))
        if "id" in held:
            self.ids.append(held["id"])
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "a":
            if "a" in self._open:
                self.wrong.append(f"a link in a link: {held}")
            self.links.append(held)
        if tag not in VOID:
            self._open.append(tag)
        if tag not in INLINE:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.wrong.append(f"</{tag}> closes {self._open[-1:]} at {self.getpos()}")
        elif tag not in VOID:
            self._open.pop()
        if tag not in INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        """The words of the page, each run of white space one blank."""
        return " ".join("".join(self.words).split())

    def hrefs(self) -> list[str]:
        """Return where the links of the page lead."""
        return [link["href"] for link in self.links if "href" in link]
