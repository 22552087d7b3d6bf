"""What changed between any two texts as one HTML file, to be sent or kept: it needs no site and loads nothing."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from urllib.parse import unquote

from charter.compare.changes import Bump
from charter.model.charter import Charter, Version
from charter.model.text import CharterText
from charter.site.comparison_page import comparison_view
from charter.site.comparisons import Comparisons
from charter.site.links import Linker
from charter.site.markup import Typesetter
from charter.site.render import Renderer, theme_folder
from charter.site.shelf import Page
from charter.site.views.frame import Frame, Link
from charter.source import SourceText
from charter.standing import Standing, State

_OLD, _NEW = "before", "after"
_PAGE = "comparison.html"
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'\bhref="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')
_ELSEWHERE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)


def comparison_file(
    before: CharterText,
    after: CharterText,
    *,
    before_name: str,
    after_name: str | None,
    label: str | None = None,
) -> bytes:
    """Return what changed from one text to another as a whole HTML file in UTF-8, in the language of the new text.

    The content is that of a site's page of a comparison, without what leads to other pages. `after_name` is `None` for
    a working text. `label` is the number that the changes call for; without it only its kind is told.
    """
    standing = _standing(before, after)
    title = after.title or before.title
    frame = Frame(
        language=after.language, title=title, site_title=title, site_language=after.language, root="", home=""
    )
    linker = Linker(page=_PAGE, text_page=_PAGE, charter="", is_folder=False)
    comparisons = Comparisons(standing, has_draft=False)
    view = comparison_view(comparisons, _OLD, _NEW, frame, Typesetter(linker, keeps_ids=False), _PAGE)
    bump = comparisons.changes(_OLD, _NEW).bump
    view = replace(
        view,
        charter=Link(words=title, href=""),
        before=Link(words=before_name, href=""),
        after=Link(words=after_name or "", href=""),
        is_draft=after_name is None,
        next_label=label or "",
        bump="" if label or bump is Bump.NONE else bump.value,
    )
    page = Renderer([theme_folder() / "single"]).render(Page(_PAGE, "compare.html", view))
    return without_dead_links(page.decode()).encode()


def _standing(before: CharterText, after: CharterText) -> Standing:
    """Return two texts as the versions of a charter that nobody signed."""
    versions = tuple(
        Version(label=label, text=text, fingerprint="", source=SourceText("", ""))
        for label, text in ((_OLD, before), (_NEW, after))
    )
    charter = Charter(id="", folder=None, text=after, fingerprint=None, versions=versions)
    return Standing(
        charter=charter, today=date.min, versions=(), in_force=None, is_draft_different=False, state=State.DRAFT
    )


def without_dead_links(page: str) -> str:
    """Return the page with the words alone of every link that leads to another page of a site, or to no place here."""
    places = set(_ID.findall(page))

    def keep(link: re.Match[str]) -> str:
        href = _HREF.search(link[1])
        target = html.unescape(href[1]) if href else ""
        leads = bool(_ELSEWHERE.match(target)) or (target.startswith("#") and _place(target) in places)
        return link[0] if leads else link[2]

    return _LINK.sub(keep, page)


def _place(target: str) -> str:
    return html.escape(unquote(target[1:]))
