"""The pages that show the whole text of a charter: the one that holds, the draft, and every version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from charter.model.text import CharterText
from charter.site.addresses import feedback_address
from charter.site.comparisons import DRAFT
from charter.site.earlier import earlier_views
from charter.site.heard import heard_views, voices_brief
from charter.site.links import comparison_path, draft_path, index_path, promise_path, relative, version_path
from charter.site.markup import Typesetter
from charter.site.measured import measured_views, tally
from charter.site.scores import given_on
from charter.site.shelf import Page, Shelf
from charter.site.standings import grouped, is_coming, review_view, sort_remarks, version_lines
from charter.site.texts import Surroundings, standards_of, text_view
from charter.site.views.feedback import Brief
from charter.site.views.frame import Frame, Link
from charter.site.views.results import Tally
from charter.site.views.text import TextView
from charter.site.views.versions import Earlier, Review, Signed, VersionLine
from charter.standing import State, VersionStanding


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterView:
    """`ID/index.html`, `ID/draft.html`, `ID/v/LABEL.html`: one text of a charter, and where it stands."""

    frame: Frame
    kind: str
    """`index`, `draft` or `version`."""
    text: TextView
    state: str
    version: VersionLine | None
    """The version shown; `None` for a working text that no version holds."""
    in_force: Link | None
    """The version in force, where another one is shown."""
    coming: tuple[VersionLine, ...]
    """Versions that are agreed or wait for signatures."""
    versions: tuple[VersionLine, ...]
    """Newest first."""
    review: Review | None
    agreement: str
    fingerprint: str
    """In groups of four signs."""
    remarks: tuple[Signed, ...]
    """Reservations and disagreements about no single promise."""
    voices: Brief | None = None
    """On the charter's own page: how many remarks there are, and where they are told."""
    tally: Tally | None = None
    """On the charter's own page: how many promises are kept."""
    changes: Link | None = None
    """For a working text: what would change, by the label of the version it is compared with."""
    earlier: tuple[Earlier, ...] = ()
    """For a working text: whose signatures would hold for it."""

    @property
    def has_margin(self) -> bool:
        """Whether there is anything to say beside the text."""
        return bool(self.text.parties or self.review or self.versions or self.agreement or self.voices)


def charter_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of the charter, of its draft where there is one, and of every version."""
    charter = shelf.charter.id
    text, version = shelf.shown
    yield _text_page(shelf, index_path(charter), "index", text, version)
    if shelf.has_draft and shelf.charter.text:
        yield _text_page(shelf, draft_path(charter), "draft", shelf.charter.text, None)
    for item in shelf.standing.versions:
        yield _text_page(shelf, version_path(charter, item.version.label), "version", item.version.text, item)


def _text_page(shelf: Shelf, page: str, kind: str, text: CharterText, at: VersionStanding | None) -> Page:
    charter, standing = shelf.charter.id, shelf.standing
    label = at.version.label if at else None
    lines = version_lines(standing, page, label)
    line = next((_with_earlier(shelf, item, page) for item in lines if item.label == label), None)
    state = (at.state if at else State.DRAFT).value
    by_ref, rest = sort_remarks(text, line.signed if line else ())
    feedback = text.feedback or shelf.site.feedback
    is_over = state == State.SUPERSEDED
    around = Surroundings(
        wordings=lambda ref: relative(page, promise_path(charter, ref)),
        feedback=lambda ref: None if is_over else feedback_address(feedback, charter, label or State.DRAFT.value, ref),
        remarks=by_ref,
        marks=shelf.comparisons.marks(label or DRAFT, page) if label or shelf.has_draft else {},
        measured=measured_views(charter, shelf.results, page) if kind == "index" else {},
        heard=heard_views(shelf, page) if kind == "index" else {},
        given=given_on(shelf, text, label or "") if kind == "index" else {},
        importances=shelf.importances if kind == "index" else {},
        standards=standards_of(shelf.shown[0]),
    )
    in_force = standing.in_force
    is_main = kind == "index" or (kind == "version" and state not in {State.SUPERSEDED, State.DRAFT})
    is_same = kind == "version" and _is_index(shelf, label)
    view = CharterView(
        frame=shelf.frame(
            page,
            kind,
            text,
            is_indexed=is_main,
            canonical=index_path(charter) if is_same or is_over else None,
        ),
        kind=kind,
        text=text_view(text, Typesetter(shelf.linker(page, page)), around),
        state=state,
        version=line,
        in_force=None
        if in_force is None or in_force.version.label == label
        else Link(words=in_force.version.label, href=relative(page, index_path(charter))),
        coming=tuple(_with_earlier(shelf, item, page) for item in lines if item.label != label and is_coming(item)),
        versions=lines,
        review=review_view(shelf.charter, standing) if kind == "index" else None,
        agreement=text.agreement.text if text.agreement else "",
        fingerprint=grouped(at.version.fingerprint if at else shelf.charter.fingerprint or ""),
        remarks=rest,
        tally=tally(charter, shelf.results, page) if kind == "index" else None,
        voices=voices_brief(shelf, page) if kind == "index" else None,
        changes=_draft_changes(shelf, page) if at is None else None,
        earlier=earlier_views(shelf.comparisons, DRAFT, page) if at is None and shelf.has_draft else (),
    )
    return Page(page, _TEMPLATES[kind], view)


def _with_earlier(shelf: Shelf, line: VersionLine, page: str) -> VersionLine:
    return replace(line, earlier=earlier_views(shelf.comparisons, line.label, page))


def _draft_changes(shelf: Shelf, page: str) -> Link | None:
    base = shelf.comparisons.base_of_draft
    return Link(words=base, href=relative(page, comparison_path(shelf.charter.id, base, DRAFT))) if base else None


def _is_index(shelf: Shelf, label: str | None) -> bool:
    version = shelf.shown[1]
    return version is not None and version.version.label == label


_TEMPLATES = {"index": "charter.html", "draft": "draft.html", "version": "version.html"}
