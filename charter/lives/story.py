"""The story of one promise, text by text: how it came, what changed in it, what it was called, how it went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from charter.compare.changes import Change
from charter.compare.compare import compare
from charter.compare.lives import Edition, Lives, matched_lives_of
from charter.model.records import Outcome, PromiseVerdict, Review
from charter.model.text import CharterText, Expectation
from charter.standing import Standing, VersionStanding


class Event(StrEnum):
    """What became of a promise in one text."""

    CAME = "came"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WENT = "went"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One text in the life of a promise."""

    text: CharterText
    version: VersionStanding | None
    """`None` for the working text."""
    event: Event
    promise: Expectation
    """As this text says it; where it is gone, as it was said last."""
    changes: tuple[Change, ...] = ()
    """What changed since the text before; for a promise that came or went, the one change that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The life of one promise, with what reviews decided about it and what was measured."""

    charter: str
    """The charter's id."""
    refs: tuple[str, ...]
    """Everything the promise was ever called, oldest first."""
    title: str
    steps: tuple[Step, ...]
    """Oldest first; texts before it came and after it went are left out."""
    verdicts: tuple[tuple[Review, PromiseVerdict], ...] = ()
    """Oldest first."""
    results: tuple[Outcome, ...] = ()
    """The oldest period first."""


@dataclass(frozen=True)
class Chronicle:
    """Every text of a charter beside the one before it, the working text last where it says something else."""

    standing: Standing

    @cached_property
    def lives(self) -> Lives:
        """The lives of the promises; one renamed without `Was` goes on where the comparison takes the two for one."""
        return matched_lives_of(self.standing.charter, with_draft=self.standing.is_draft_different)

    @property
    def refs(self) -> tuple[str, ...]:
        """Every ref that any text ever had, in the order of their coming."""
        return self.lives.refs

    def story(self, ref: str) -> Story:
        """Return the life of the promise that is, or was, called `ref`. Raises `KeyError` when none ever was."""
        moments = self.lives.moments(ref)
        if not moments:
            raise KeyError(ref)
        refs = tuple(dict.fromkeys(promise.ref for _, promise in moments))
        records = self.standing.charter.records
        verdicts = [
            (review, verdict) for review in records.reviews for verdict in review.verdicts if verdict.ref in refs
        ]
        results = [outcome for outcome in records.outcomes if outcome.ref in refs]
        return Story(
            charter=self.standing.charter.id,
            refs=refs,
            title=moments[-1][1].title.text,
            steps=tuple(self._steps(moments)),
            verdicts=tuple(sorted(verdicts, key=lambda found: found[0].held)),
            results=tuple(sorted(results, key=lambda found: (found.period.first, str(found.period)))),
        )

    def _steps(self, moments: Sequence[tuple[Edition, Expectation]]) -> Iterator[Step]:
        said = {id(edition): promise for edition, promise in reversed(moments)}
        before: Edition | None = None
        was: Expectation | None = None
        for edition in self.lives.editions:
            now = said.get(id(edition))
            promise = now or was
            if promise:
                changes = self._changes(before, edition, promise.ref) if before else ()
                yield Step(
                    text=edition.text,
                    version=self.standing.version(edition.label) if edition.version else None,
                    event=_event(was, now, changes),
                    promise=promise,
                    changes=changes,
                )
            before, was = edition, now

    def _changes(self, before: Edition, after: Edition, ref: str) -> tuple[Change, ...]:
        return tuple(change for change in compare(before.text, after.text).changes if change.ref == ref)


def _event(was: Expectation | None, now: Expectation | None, changes: Sequence[Change]) -> Event:
    if now is None:
        return Event.WENT
    if was is None:
        return Event.CAME
    return Event.CHANGED if changes else Event.UNCHANGED
