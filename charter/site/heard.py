"""What people said about a charter and its promises, for its pages."""

from __future__ import annotations

from charter.measure.feedback import Said
from charter.measure.feedback import Voices as Measured
from charter.site.links import promise_path, relative, results_path
from charter.site.shelf import Shelf
from charter.site.views.feedback import Answers, Brief, Counts, Heard, HeardLine, Remark, Voices
from charter.site.views.frame import Link

PLACE = "page:said"
"""The id of the part that tells what people said, on each page that has one; no promise has a colon in its ref."""


def heard_views(shelf: Shelf, page: str) -> dict[str, Heard]:
    """Return, by ref, what was said about each promise of the text shown; nothing for those of which nothing was."""
    refs = [promise.ref for promise in shelf.shown[0].expectations]
    return {ref: view for ref in refs if (view := heard_view(shelf, ref, page))}


def heard_view(shelf: Shelf, ref: str, page: str) -> Heard | None:
    """Return what was said about a promise under whatever name; `None` where nothing was."""
    voices = shelf.heard.of(ref)
    if not voices.remarks:
        return None
    return Heard(
        counts=_counts(voices),
        answers=_answers(voices),
        remarks=tuple(_remark(said, None) for said in voices.remarks),
        href=relative(page, promise_path(shelf.charter.id, ref), PLACE),
    )


def voices_view(shelf: Shelf, page: str) -> Voices | None:
    """Return what was said about a charter; `None` where nothing was."""
    heard = shelf.heard
    if not heard.all.remarks:
        return None
    links = {ref: _link(shelf, ref, page) for ref in heard.promises}

    def told(remarks: tuple[Said, ...]) -> tuple[Remark, ...]:
        return tuple(_remark(said, links.get(said.ref or "")) for said in remarks)

    lines = [HeardLine(promise=links[ref], counts=_counts(voices)) for ref, voices in heard.promises.items()]
    if heard.general.remarks:
        lines.append(HeardLine(promise=None, counts=_counts(heard.general)))
    return Voices(
        counts=_counts(heard.all),
        answers=_answers(heard.all),
        lines=tuple(lines),
        delighted=told(heard.all.delighted),
        upset=told(heard.all.upset),
        waiting=told(heard.all.waiting),
        general=told(heard.general.remarks),
    )


def voices_brief(shelf: Shelf, page: str) -> Brief | None:
    """Return how many remarks there are; `None` where there are none."""
    voices = shelf.heard.all
    if not voices.remarks:
        return None
    href = relative(page, results_path(shelf.charter.id), PLACE) if shelf.results.promises else None
    return Brief(counts=_counts(voices), href=href)


def _link(shelf: Shelf, ref: str, page: str) -> Link:
    moments = shelf.lives.moments(ref)
    words = moments[-1][1].title.text if moments else ref
    return Link(words=words, href=relative(page, promise_path(shelf.charter.id, ref), PLACE))


def _counts(voices: Measured) -> Counts:
    return Counts(
        total=len(voices.remarks), scores=voices.counts, unscored=voices.unscored, waiting=len(voices.waiting)
    )


def _answers(voices: Measured) -> Answers | None:
    days = voices.answer_days
    if voices.median_days is None:
        return None
    return Answers(count=len(days), due=voices.due, median=voices.median_days.normalize(), longest=days[-1])


def _remark(said: Said, promise: Link | None) -> Remark:
    remark = said.remark
    return Remark(
        day=remark.date,
        party=said.party,
        channel=remark.channel,
        score=remark.score,
        said=remark.said,
        answered=remark.answered if said.answer_days is not None else None,
        action=remark.action,
        is_waiting=said.is_waiting,
        age=said.age,
        promise=promise,
    )
