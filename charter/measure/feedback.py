"""What people said, by promise: how many of which score, how soon they had an answer, and who still waits for one.

Scores are counted one by one and never averaged: one delighted and one furious person are not two content ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import TypeVar

from charter.compare.lives import Lives, matched_lives_of
from charter.model.charter import Charter
from charter.model.records import Feedback
from charter.model.text import CharterText, Role
from charter.signatures import find_party
from charter.standing import Standing

K = TypeVar("K", bound=Hashable)

SCORES = (2, 1, 0, -1, -2)
"""Every score there is, the best first; the outer two are the extremes."""


def is_unanswered(remark: Feedback, today: date) -> bool:
    """Whether a remark waits for an answer on `today`; praise needs none."""
    return (remark.answered is None or remark.answered > today) and (remark.score or 0) <= 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One remark as it stands on a day."""

    remark: Feedback
    ref: str | None
    """What the promise is called in the end; `None` for a remark about none, or about one that never was."""
    party: str
    """The party's own name; as written where the charter has no such party."""
    role: Role | None
    age: int
    """The days since it was said."""
    answer_days: int | None
    """The days until the answer; `None` while there is none, or where the answer is older than the remark."""
    is_waiting: bool
    """Whether an answer is due: praise needs none."""


@dataclass(frozen=True)
class Voices:
    """What was said about one thing. `remarks` stand newest first."""

    remarks: tuple[Said, ...] = ()

    @cached_property
    def counts(self) -> tuple[tuple[int, int], ...]:
        """How many remarks have each score, the best score first; a score that nobody gave counts 0."""
        counted = Counter(said.remark.score for said in self.remarks)
        return tuple((score, counted[score]) for score in SCORES)

    @property
    def unscored(self) -> int:
        """How many remarks have no score."""
        return sum(said.remark.score is None for said in self.remarks)

    @property
    def delighted(self) -> tuple[Said, ...]:
        """The remarks with the best score: thanks to pass on."""
        return self._of_score(SCORES[0])

    @property
    def upset(self) -> tuple[Said, ...]:
        """The remarks with the worst score."""
        return self._of_score(SCORES[-1])

    @property
    def waiting(self) -> tuple[Said, ...]:
        """The remarks that wait for an answer, the one that waits longest first."""
        return tuple(said for said in reversed(self.remarks) if said.is_waiting)

    @property
    def due(self) -> int:
        """How many remarks were answered or wait for it: praise that nobody had to answer is left out."""
        return len(self.answer_days) + len(self.waiting)

    @cached_property
    def answer_days(self) -> tuple[int, ...]:
        """The days until each answer, the soonest first."""
        return tuple(sorted(said.answer_days for said in self.remarks if said.answer_days is not None))

    @property
    def median_days(self) -> Decimal | None:
        """The days within which half of the answers were given; between the two in the middle, where there are two."""
        return median(map(Decimal, self.answer_days)) if self.answer_days else None

    def by_party(self) -> tuple[tuple[str, Voices], ...]:
        """Return what each party said, by its name; who said something last comes first."""
        return tuple((name, Voices(tuple(said))) for name, said in _grouped(self.remarks, lambda said: said.party))

    def _of_score(self, score: int) -> tuple[Said, ...]:
        return tuple(said for said in self.remarks if said.remark.score == score)


@dataclass(frozen=True)
class Heard:
    """Everything that was said about a charter until a day."""

    all: Voices
    general: Voices
    """What was said about no promise that ever was."""
    promises: Mapping[str, Voices]
    """By what a promise is called in the end; those about which anything was said, in the order of their coming."""
    _lives: Lives = field(repr=False)

    def of(self, ref: str) -> Voices:
        """Return what was said about a promise, under whatever name it had."""
        return self.promises.get(self._lives.name(ref), Voices())


def feedback_of(charter: Charter, standing: Standing) -> Heard:
    """Return what people had said about a charter by the day of `standing`, and which answers they had by then."""
    lives = matched_lives_of(charter, with_draft=standing.is_draft_different)
    known = {*lives.refs}
    texts = (*filter(None, [standing.shown]), *charter.texts)
    dated = sorted(
        (remark for remark in charter.records.feedback if remark.date <= standing.today),
        key=lambda remark: remark.date,
        reverse=True,
    )
    every = tuple(
        _said(remark, lives.name(remark.ref) if remark.ref in known and remark.ref else None, texts, standing.today)
        for remark in dated
    )
    held = dict(_grouped(every, lambda said: said.ref))
    order = dict.fromkeys(lives.name(ref) for ref in lives.refs)
    return Heard(
        all=Voices(every),
        general=Voices(tuple(held.get(None, ()))),
        promises={ref: Voices(tuple(held[ref])) for ref in order if ref in held},
        _lives=lives,
    )


def _said(remark: Feedback, ref: str | None, texts: tuple[CharterText, ...], today: date) -> Said:
    party = next((party for text in texts if (party := find_party(text, remark.party))), None)
    is_answered = remark.answered is not None and remark.date <= remark.answered <= today
    return Said(
        remark=remark,
        ref=ref,
        party=party.name if party else remark.party,
        role=party.role if party else None,
        age=(today - remark.date).days,
        answer_days=(remark.answered - remark.date).days if remark.answered and is_answered else None,
        is_waiting=is_unanswered(remark, today),
    )


def _grouped(remarks: Iterable[Said], key: Callable[[Said], K]) -> Iterator[tuple[K, list[Said]]]:
    """Yield the remarks of each key, in the order in which the keys come first."""
    found: dict[K, list[Said]] = {}
    for said in remarks:
        found.setdefault(key(said), []).append(said)
    yield from found.items()
