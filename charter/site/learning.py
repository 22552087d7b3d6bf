"""What a charter learns from: what went wrong and what changed, and how its services stand beside others.

Both are parts of the page of results: they tell how it is going, and are read beside the numbers that they explain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from markupsafe import Markup

from charter.actions import is_closed
from charter.model.prose import Block, BlockKind
from charter.model.records import Action, Incident
from charter.model.text import Visibility
from charter.site.links import index_path, promise_path, relative, results_path
from charter.site.markup import Outline, Typesetter
from charter.site.shelf import Shelf
from charter.site.views.feedback import Beside, BesideRow, Deed, IncidentPart, IncidentView
from charter.site.views.frame import Link

_ITEM = re.compile(r"<li>(.*?)</li>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOTHING = re.compile(r"(?i)(?:none|no|nothing|aucune?|rien|non|[-–—]|)")


def incident_views(shelf: Shelf, page: str, ref: str | None = None) -> tuple[IncidentView, ...]:
    """Return what went wrong by the day of the standing, the newest first; `ref`: with this promise alone."""
    today = shelf.standing.today
    known = [item for item in shelf.charter.records.incidents if item.date is None or item.date <= today]
    if ref is not None:
        name = shelf.lives.name(ref)
        known = [item for item in known if name in {shelf.lives.name(one) for one in item.expectations}]
    known.sort(key=lambda item: (item.date or date.min, item.name), reverse=True)
    return tuple(_incident(shelf, item, page) for item in known)


def _incident(shelf: Shelf, incident: Incident, page: str) -> IncidentView:
    linker = shelf.linker(page, index_path(shelf.charter.id))
    setter = Typesetter(replace(linker, beside="incidents"), Outline.below(4), keeps_ids=False)
    place = f"incident:{incident.name}"
    shown = {ref: moments[-1][1].title.text for ref in incident.expectations if (moments := shelf.lives.moments(ref))}
    today, is_over = shelf.standing.today, is_closed(incident)
    left = list(incident.actions)

    def deeds_of(actions: Iterable[Action]) -> tuple[Deed, ...]:
        return tuple(_deed(action, today, is_over=is_over) for action in actions)

    parts = tuple(
        IncidentPart(
            heading=heading, words=words, deeds=tuple(_deed(action, today, is_over=is_over) for action in deeds)
        )
        for heading, blocks in incident.parts
        for words, deeds in [_part(setter, blocks, left)]
    )
    if left:  # in a list that is not a plain one, where they stand as they are written
        parts = (*parts[:-1], replace(parts[-1], deeds=(*parts[-1].deeds, *deeds_of(left))))
    return IncidentView(
        place=place,
        title=incident.title,
        day=incident.date,
        status=incident.status or "",
        is_closed=is_over,
        promises=tuple(
            Link(words=title, href=relative(page, promise_path(shelf.charter.id, ref))) for ref, title in shown.items()
        ),
        parts=parts,
        href=relative(page, results_path(shelf.charter.id), place),
    )


def _part(setter: Typesetter, blocks: tuple[Block, ...], left: list[Action]) -> tuple[Markup, tuple[Action, ...]]:
    """Return what stands under a heading without its actions, and those; they are taken from `left`."""
    words: list[Markup] = []
    deeds: list[Action] = []
    for block in blocks:
        markup = setter.block(block)
        if block.kind is BlockKind.LIST and markup.count("<li") == len(_ITEM.findall(markup)):
            for item in _ITEM.finditer(markup):
                said = Markup(_TAG.sub("", item[1])).unescape()  # noqa: S704
                action = next((one for one in left if " ".join(one.words.split()) in " ".join(said.split())), None)
                if action:
                    left.remove(action)
                    deeds.append(action)
                    markup = Markup(markup.replace(item[0], "", 1))  # noqa: S704
            if "<li" not in markup:
                continue
        words.append(markup)
    return Markup("\n").join(words), tuple(deeds)


def _deed(action: Action, today: date, *, is_over: bool) -> Deed:
    is_done = is_over or (action.is_done and (action.done_on is None or action.done_on <= today))
    return Deed(
        words=action.words,
        owner=action.owner or "",
        due=action.due,
        is_done=is_done,
        done_on=action.done_on if is_done else None,
        is_late=not is_done and action.due is not None and action.due < today,
    )


def beside_view(shelf: Shelf, page: str) -> Beside | None:
    """Return the comparison with the alternatives; `None` where there is none to be shown."""
    comparison = shelf.charter.records.comparison
    if comparison is None or not comparison.services:
        return None
    setter = Typesetter(shelf.linker(page, index_path(shelf.charter.id)), Outline.below(2), keeps_ids=False)
    rows = tuple(
        BesideRow(
            service=item.service,
            promise=_promise(shelf, item.ref, page),
            us=item.us,
            marks=item.marks,
            evidence=item.evidence,
            over_and_above=item.over_and_above,
        )
        for item in comparison.services
    )
    return Beside(
        title=comparison.title,
        day=comparison.date,
        alternatives=comparison.alternatives,
        rows=rows,
        is_private=comparison.visibility is Visibility.PARTIES,
        prose=setter.blocks(comparison.prose),
        lacking=tuple(_lacking(rows)),
    )


def _promise(shelf: Shelf, ref: str | None, page: str) -> Link | None:
    moments = shelf.lives.moments(ref) if ref else ()
    if not ref or not moments:
        return None
    return Link(words=moments[-1][1].title.text, href=relative(page, promise_path(shelf.charter.id, ref)))


def _lacking(rows: tuple[BesideRow, ...]) -> Iterator[str]:
    """Yield the services that somebody else has and we have not."""
    for row in rows:
        if _NOTHING.fullmatch(row.us) and not all(_NOTHING.fullmatch(mark) for mark in row.marks):
            yield row.service
