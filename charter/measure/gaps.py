"""The gaps between what is expected and what is, and which to mend first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from charter.actions import incident_actions, open_actions
from charter.measure.importance import importance_of
from charter.measure.judging import Judged
from charter.measure.results import Results
from charter.measure.scores import Scores
from charter.measure.shortfalls import (
    Differs,
    Found,
    Ground,
    Reason,
    customer,
    delivery,
    design,
    listening,
    mirror,
    words,
)
from charter.model.records import Action
from charter.model.text import Expectation
from charter.reading.keywords import fold
from charter.standing import Standing

MIDDLE = 3
"""What counts as importance where nobody said how much a promise matters to them."""


class GapKind(StrEnum):
    """Between which two views a gap lies."""

    LISTENING = "listening"
    """What those promised to want, and what those who promise think they want."""
    DESIGN = "design"
    """What they want, and the standard that was set."""
    DELIVERY = "delivery"
    """The standard, and what was delivered."""
    WORDS = "words"
    """What was delivered, and what was said."""
    CUSTOMER = "customer"
    """What was expected, and what was perceived."""
    MIRROR = "mirror"
    """Our view, and theirs."""


_FINDERS: dict[GapKind, Callable[[Ground], Iterator[Found]]] = {
    GapKind.LISTENING: listening,
    GapKind.DESIGN: design,
    GapKind.DELIVERY: delivery,
    GapKind.WORDS: words,
    GapKind.CUSTOMER: customer,
    GapKind.MIRROR: mirror,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One gap of one kind, of one promise or of the charter as a whole."""

    kind: GapKind
    ref: str | None
    """`None` for the charter as a whole."""
    title: str
    """The promise's title; empty for the charter as a whole."""
    reasons: tuple[Reason, ...]
    """The widest first."""
    importance: int | None
    """1 to 5, the most that anybody promised to gave it when they last said; `None` where nobody ever did."""
    feedback: int
    """How many remarks were made about the promise."""
    actions: tuple[Action, ...] = ()
    """The open actions about the promise."""
    is_met: bool = False
    """For a customer gap: the numbers keep the target, and the customers are not content."""

    @property
    def size(self) -> int:
        """How wide it is, 1 to 4: as wide as its widest reason, so that nothing is averaged away."""
        return max(reason.size for reason in self.reasons)

    @property
    def weight(self) -> int:
        """Importance × size, by which gaps are put in order; an importance that nobody gave counts as 3."""
        return (self.importance or MIDDLE) * self.size

    @property
    def is_flattering(self) -> bool:
        """Whether those promised to see it better than those who promise: good to know, and nothing to mend."""
        return all(isinstance(reason, Differs) and reason.steps < 0 for reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """The promises of which nothing says whether there is a gap of this kind. No data is not no gap."""

    kind: GapKind
    refs: tuple[str, ...]


def gaps_of(standing: Standing, scores: Scores, results: Results) -> tuple[Gap, ...]:
    """Return every gap of the charter as its page shows it, what to mend first on top.

    They stand by importance × size, then by the number of remarks, then in the order of the text. Where the other side
    sees a promise better than those who promise it, that comes last.
    """
    ground = Ground(standing, scores, results)
    places = {promise.ref: place for place, promise in enumerate(ground.promises)}
    promises = {promise.ref: promise for promise in ground.promises}
    actions = _actions(ground)
    found: list[Gap] = []
    for kind, find in _FINDERS.items():
        reasons: dict[str | None, list[Reason]] = {}
        for ref, reason in find(ground):
            reasons.setdefault(ref, []).append(reason)
        for ref, held in reasons.items():
            promise = promises.get(ref) if ref else None
            found.append(_gap(ground, kind, promise, held, actions.get(ref or "", ())))
    found.sort(key=lambda gap: (gap.is_flattering, -gap.weight, -gap.feedback, places.get(gap.ref or "", -1)))
    return tuple(found)


def unknown_of(standing: Standing, scores: Scores, results: Results) -> tuple[Unknown, ...]:
    """Return of which promises nothing says whether there is a gap, kind by kind.

    What a promise is designed like and what was said about it is always known.
    """
    ground = Ground(standing, scores, results)
    lacking: dict[GapKind, Callable[[Expectation], bool]] = {
        GapKind.LISTENING: lambda promise: (
            not any(
                any(mark.importance for mark in point.row.theirs) and any(mark.importance for mark in point.row.own)
                for points in ground.newest(promise)
                for point in points
            )
        ),
        GapKind.DELIVERY: lambda promise: ground.is_counted(promise) and not _is_decided(ground, promise),
        GapKind.CUSTOMER: lambda promise: (
            not any(
                mark.steps is not None
                for points in ground.newest(promise)
                for point in points
                for mark in point.row.theirs
            )
        ),
        GapKind.MIRROR: lambda promise: (
            not any(point.row.difference is not None for points in ground.newest(promise) for point in points)
        ),
    }
    told = (
        Unknown(kind=kind, refs=tuple(promise.ref for promise in ground.promises if is_unknown(promise)))
        for kind, is_unknown in lacking.items()
    )
    return tuple(item for item in told if item.refs)


def loose_actions(standing: Standing, scores: Scores, results: Results) -> tuple[Action, ...]:
    """Return the open actions that name no promise, so that no gap shows them."""
    return _actions(Ground(standing, scores, results)).get("", ())


def _is_decided(ground: Ground, promise: Expectation) -> bool:
    held = ground.results_of(promise)
    return held is not None and held.judged in {Judged.KEPT, Judged.MISSED}


def _gap(
    ground: Ground, kind: GapKind, promise: Expectation | None, reasons: Iterable[Reason], actions: tuple[Action, ...]
) -> Gap:
    held = ground.results_of(promise) if promise else None
    return Gap(
        kind=kind,
        ref=promise.ref if promise else None,
        title=promise.title.text if promise else "",
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.size)),
        importance=importance_of(ground.scores, ground.label, promise) if promise else None,
        feedback=len((ground.heard.of(promise.ref) if promise else ground.heard.general).remarks),
        actions=actions if promise else (),
        is_met=kind is GapKind.CUSTOMER and held is not None and held.judged is Judged.KEPT,
    )


def _actions(ground: Ground) -> dict[str, tuple[Action, ...]]:
    """Return the open actions about each promise; those about none under an empty ref.

    An action is about a promise whose ref or title stands in its words, or that its incident names.
    """
    standing = ground.standing
    held: dict[str, list[Action]] = {}
    named = {promise.ref: _names(promise) for promise in ground.promises}
    for item in open_actions(standing.charter.records.reviews, standing.today):
        said = fold(item.action.words)
        for ref in [ref for ref, names in named.items() if names.search(said)] or [""]:
            held.setdefault(ref, []).append(item.action)
    for incident, action in incident_actions(standing.charter.records.incidents, standing.today):
        meant = {ground.lives.name(ref) for ref in incident.expectations}
        refs = [promise.ref for promise in ground.promises if ground.lives.name(promise.ref) in meant]
        for ref in refs or [""]:
            if all(fold(other.words) != fold(action.words) for other in held.get(ref, ())):
                held.setdefault(ref, []).append(action)
    return {ref: tuple(actions) for ref, actions in held.items()}


def _names(promise: Expectation) -> re.Pattern[str]:
    """Return what finds a promise in words: its ref or one it had before, as words with endings too, or its title.

    "reporting leaks" is about `report-leaks`.
    """
    refs = (r"\w{0,3}[\s-]".join(map(re.escape, ref.split("-"))) + r"\w{0,3}" for ref in (promise.ref, *promise.was))
    return re.compile(rf"(?<![\w-])(?:{'|'.join((*refs, re.escape(fold(promise.title.text))))})(?![\w-])")
