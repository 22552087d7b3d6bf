"""What earlier signatures are worth for a text, as pages tell it."""

from __future__ import annotations

from collections.abc import Sequence

from charter.compare.changes import Change, Kind
from charter.lives.signed import EarlierSignature, Obstacle
from charter.site.comparisons import Comparisons, place_of, word_of
from charter.site.links import comparison_path, relative, version_path
from charter.site.standings import signed_view
from charter.site.texts import side_of
from charter.site.views import versions as views
from charter.site.views.frame import Link

_LONGEST_WORDS = 90
"""Longer words are told on the page of the comparison alone."""
WHOLE = frozenset({Kind.ADDED, Kind.WITHDRAWN})
"""Of these there is no more to say."""


def earlier_views(comparisons: Comparisons, label: str, page: str) -> tuple[views.Earlier, ...]:
    """Return what was signed before the text with this label, with addresses as written on `page`."""
    return tuple(_earlier(comparisons, item, label, page) for item in comparisons.earlier(label))


def _earlier(comparisons: Comparisons, item: EarlierSignature, label: str, page: str) -> views.Earlier:
    charter = comparisons.standing.charter.id
    groups: dict[tuple[str | None, str | None], list[Obstacle]] = {}
    for one in item.obstacles:
        groups.setdefault((one.change.ref, one.change.place if one.change.ref is None else None), []).append(one)
    return views.Earlier(
        party=item.party.name,
        people=tuple(signed_view(row) for row in item.signatures),
        signed=Link(words=item.label, href=relative(page, version_path(charter, item.label))),
        comparison=relative(page, comparison_path(charter, item.label, label)),
        promises=item.promises,
        unchanged=item.unchanged,
        is_better=item.is_better,
        obstacles=tuple(_obstacle(comparisons, group, (item.label, label), page) for group in groups.values()),
    )


def _obstacle(
    comparisons: Comparisons, obstacles: Sequence[Obstacle], pair: tuple[str, str], page: str
) -> views.Obstacle:
    """Return what became of one promise, or of one key of the front matter."""
    first = obstacles[0]
    path = comparison_path(comparisons.standing.charter.id, first.before, first.after)
    old, new = comparisons.text(first.before), comparisons.text(first.after)
    ref = first.change.ref
    promise = next((item for text in (new, old) for item in text.expectations if item.ref == ref), None)
    text = new if promise in new.expectations else old
    side = side_of(text, promise.promised_by) if promise else ""
    return views.Obstacle(
        word=word_of([one.change for one in obstacles], side),
        effects=tuple(dict.fromkeys(one.effect.value for one in obstacles)),
        promise=Link(words=promise.title.text, href=relative(page, path, place_of(promise.ref))) if promise else None,
        what="" if promise else first.change.place or "",
        steps=tuple(step_of(one.change) for one in obstacles if one.change.kind not in WHOLE),
        since=None
        if (first.before, first.after) == pair
        else Link(words=f"{first.before}..{first.after}", href=relative(page, path)),
    )


def step_of(change: Change) -> views.Step:
    """Return what a change changed, in the words of both texts where they are few."""
    words = (change.before, change.after)
    is_short = all(len(one or "") <= _LONGEST_WORDS and "\n" not in (one or "") for one in words)
    is_short &= change.place != "parties"
    return views.Step(
        kind=change.place or "" if change.kind is Kind.FRAME else change.kind.value,
        segment=change.segment or "",
        term=change.term or "",
        before=change.before if is_short else None,
        after=change.after if is_short else None,
    )
