"""How each side saw a period: levels on rubrics, each read against the version that was judged.

Levels are ordinal: they are counted, their median is a level, and they are compared by steps from the level that was
agreed as good enough, so that a scale that grew stays comparable. There are no means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from charter.compare.lives import Edition, Lives, matched_lives_of
from charter.measure.yardsticks import Criteria, CriterionId, Yardstick, yardstick_of
from charter.model.charter import Charter
from charter.model.records import Assessment, Judgement, Period
from charter.model.text import CharterText, Expectation, Role
from charter.standing import Standing, VersionStanding

_SIDES = (Role.PROVIDER, Role.CUSTOMER, Role.OBSERVER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The level that one party gave one criterion in one period."""

    party: str
    """The party's id."""
    name: str
    """The party's name in the version that was judged."""
    role: Role
    level: str
    """As the scale writes it; as the party wrote it where the scale has no such level; empty while none is given."""
    steps: int | None
    """How far it is from the expected level, below zero short of it; `None` where that cannot be told."""
    yardstick: Yardstick
    judgement: Judgement

    @property
    def evidence(self) -> str:
        """What the party says it rests on."""
        return self.judgement.evidence

    @property
    def importance(self) -> int | None:
        """How much it matters to the party, 1 to 5."""
        return self.judgement.importance


def median(marks: Iterable[Mark]) -> Mark | None:
    """Return the mark in the middle; of two in the middle the lower one. Those that cannot be placed are left out."""
    placed = sorted((mark for mark in marks if mark.steps is not None), key=lambda mark: mark.steps or 0)
    return placed[(len(placed) - 1) // 2] if placed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One criterion in one period, as every party saw it."""

    criterion: CriterionId
    promise: Expectation | None
    """As the version says it that the first party judged; `None` for one that is not known."""
    own_role: Role
    """The side that promises; the other one is promised to."""
    marks: tuple[Mark, ...]
    """Providers first, then customers, then observers; each side in the order of the text."""

    @property
    def ref(self) -> str:
        """What the promise was called in the end."""
        return self.criterion.ref

    @property
    def name(self) -> str:
        """What the criterion was called in the end; empty for the promise as a whole."""
        return self.criterion.name

    @property
    def yardstick(self) -> Yardstick:
        """What the first mark was read against."""
        return self.marks[0].yardstick

    def of(self, role: Role) -> tuple[Mark, ...]:
        """Return the marks of one side."""
        return tuple(mark for mark in self.marks if mark.role is role)

    @property
    def own(self) -> tuple[Mark, ...]:
        """The marks of the side that promises."""
        return self.of(self.own_role)

    @property
    def theirs(self) -> tuple[Mark, ...]:
        """The marks of the side that is promised to."""
        return self.of(_other(self.own_role))

    @property
    def medians(self) -> tuple[Mark, Mark] | None:
        """The median of the side that promises and of the other one; `None` unless both can be placed."""
        own, theirs = median(self.own), median(self.theirs)
        return (own, theirs) if own and theirs else None

    @property
    def difference(self) -> int | None:
        """How many steps the promising side's median is above the other's; `None` unless both can be placed."""
        pair = self.medians
        return (pair[0].steps or 0) - (pair[1].steps or 0) if pair else None

    @property
    def has_one_scale(self) -> bool:
        """Whether every mark was read against the same levels."""
        return all(mark.yardstick.is_same_scale(self.yardstick) for mark in self.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many marks fell short, were as agreed, went beyond, or could not be placed."""

    short: int = 0
    as_agreed: int = 0
    beyond: int = 0
    unplaced: int = 0

    @property
    def placed(self) -> int:
        """How many could be placed."""
        return self.short + self.as_agreed + self.beyond


def tally(marks: Iterable[Mark]) -> Tally:
    """Return how many of the marks are on which side of the expected level; those not given yet are left out."""
    counted = Counter(
        "unplaced" if mark.steps is None else "short" if mark.steps < 0 else "beyond" if mark.steps else "as_agreed"
        for mark in marks
        if mark.level
    )
    return Tally(**counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Why the scores of a blind period are out of sight: who has given all of theirs, and who has not."""

    given: tuple[str, ...]
    """Ids of parties whose scores are complete."""
    begun: tuple[str, ...]
    """Ids of parties whose file still has empty levels."""
    awaited: Role | None
    """The side of which nobody has given all scores; `None` where only somebody who began is waited for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodScores:
    """Everything that was judged about one period. While it is sealed there are no rows."""

    period: Period
    parties: tuple[str, ...]
    """Ids of those who judged, or began to."""
    rows: tuple[Row, ...] = ()
    """In the order of the text that was judged."""
    seal: Seal | None = None
    assessments: tuple[Assessment, ...] = ()
    """Empty while it is sealed."""
    unknown: tuple[Judgement, ...] = ()
    """About promises that no text has."""

    @property
    def differing(self) -> tuple[Row, ...]:
        """The criteria that the two sides see differently."""
        return tuple(row for row in self.rows if row.difference)

    def marks(self, role: Role) -> tuple[Mark, ...]:
        """Return every mark of one side."""
        return tuple(mark for row in self.rows for mark in row.of(role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One criterion in one of its periods. `is_break` says that the scale is another one than the time before."""

    period: Period
    row: Row
    is_break: bool


@dataclass(frozen=True)
class Scores:
    """Every score of one charter, the oldest period first."""

    periods: tuple[PeriodScores, ...]
    _criteria: Criteria = field(default_factory=lambda: Criteria(Lives(())), repr=False, compare=False)

    @property
    def latest(self) -> PeriodScores | None:
        """The last period whose scores may be seen."""
        return next((item for item in reversed(self.periods) if item.rows), None)

    @property
    def sealed(self) -> tuple[PeriodScores, ...]:
        """The periods whose scores are out of sight."""
        return tuple(item for item in self.periods if item.seal)

    def of(self, ref: str) -> Mapping[CriterionId, tuple[Point, ...]]:
        """Return the criteria of the promise that is, or was, called `ref`, each with its periods, oldest first.

        They stand in the order in which they were judged last.
        """
        return self._by_promise.get(self._criteria.lives.name(ref), {})

    def points(self, version: str, promise: Expectation, criterion: str) -> tuple[Point, ...]:
        """Return every period of one criterion as a text calls it, oldest first, under whatever names it had.

        `version` is the text's label, empty for the working text; `criterion` is empty for the promise as a whole.
        """
        key = self._criteria.find(version, promise.ref, criterion, promise)
        return self._by_promise.get(key.ref, {}).get(key, ())

    def has_criterion(self, version: str, promise: Expectation, key: CriterionId) -> bool:
        """Whether a criterion that was judged once is still one of a promise; a promise as a whole always is."""
        rows = promise.rubric.criteria if promise.rubric else ()
        return not key.name or any(
            key == self._criteria.find(version, promise.ref, row.name.text, promise) for row in rows
        )

    @cached_property
    def _by_promise(self) -> dict[str, dict[CriterionId, tuple[Point, ...]]]:
        found: dict[str, dict[CriterionId, list[Point]]] = {}
        for scores in self.periods:
            for row in scores.rows:
                points = found.setdefault(row.ref, {}).setdefault(row.criterion, [])
                is_break = bool(points) and not points[-1].row.yardstick.is_same_scale(row.yardstick)
                points.append(Point(period=scores.period, row=row, is_break=is_break))
        places = {row.criterion: place for scores in self.periods for place, row in enumerate(scores.rows)}
        return {
            ref: {key: tuple(points) for key, points in sorted(held.items(), key=lambda item: places[item[0]])}
            for ref, held in found.items()
        }


def scores_of(charter: Charter, standing: Standing) -> Scores:
    """Return every score of a charter, each read against the version its assessment names.

    An assessment that names none is read against the version that was in force longest in its period. One that is
    dated after the day of `standing`, or of a period that has not begun, has not been written yet.
    """
    lives = matched_lives_of(charter, with_draft=standing.is_draft_different)
    criteria = Criteria(lives)
    reader = _Reader(standing, lives, criteria)
    written = [item for item in charter.records.assessments if (item.date or item.period.first) <= standing.today]
    written.sort(key=lambda item: (item.period.last, item.period.first, item.party))
    groups = groupby(written, key=lambda item: (item.period.last, item.period.first))
    return Scores(tuple(reader.period(list(group)) for _, group in groups), criteria)


def version_on(standing: Standing, day: date) -> VersionStanding | None:
    """Return the version that is in force on `day`, or will be as far as is agreed today."""
    begun = [
        item
        for item in standing.versions
        if item.in_force_from or item.in_force_until or standing.in_force is item
        if (item.in_force_from or date.min) <= day < (item.in_force_until or date.max)
    ]
    return begun[-1] if begun else None


class _Reader:
    """Reads assessments against the texts they judge."""

    def __init__(self, standing: Standing, lives: Lives, criteria: Criteria) -> None:
        self._standing, self._lives, self._criteria = standing, lives, criteria
        self._editions = {edition.label: edition for edition in lives.editions}

    def period(self, judged: Sequence[Assessment]) -> PeriodScores:
        period, parties = judged[0].period, tuple(item.party for item in judged)
        if seal := self._seal(judged):
            return PeriodScores(period=period, parties=parties, seal=seal)
        marks: dict[CriterionId, list[Mark]] = {}
        promises: dict[CriterionId, tuple[Expectation, CharterText]] = {}
        unknown: list[Judgement] = []
        for assessment in judged:
            edition = self._edition(assessment)
            for judgement in assessment.judgements:
                found = self._promise(judgement.ref, edition)
                if found is None:
                    unknown.append(judgement)
                    continue
                text, promise = found
                key = self._criteria.find(edition.label if edition else "", promise.ref, judgement.criterion, promise)
                marks.setdefault(key, []).append(self._mark(assessment, judgement, promise, text, edition))
                promises.setdefault(key, (promise, text))
        rows = [self._row(key, held, *promises[key]) for key, held in marks.items()]
        order = {key: place for place, key in enumerate(self._in_order(judged))}
        return PeriodScores(
            period=period,
            parties=parties,
            rows=tuple(sorted(rows, key=lambda row: order.get(row.criterion, len(order)))),
            assessments=tuple(judged),
            unknown=tuple(unknown),
        )

    def _edition(self, assessment: Assessment) -> Edition | None:
        """Return the text that an assessment judges; `None` where it names a version that is not there."""
        if assessment.version is not None:
            return self._editions.get(assessment.version)
        period = assessment.period
        days = [(item.days_in_force(period.first, period.last), item) for item in self._standing.versions]
        held = max((number for number, _ in days), default=0)
        longest = [item.version.label for number, item in days if number and number == held]
        newest = [edition.label for edition in self._lives.editions if edition.version]
        return self._editions.get((longest or newest or [""])[-1])

    def _promise(self, ref: str, edition: Edition | None) -> tuple[CharterText, Expectation] | None:
        """Return the promise as the judged text has it, else as the newest text does that ever had it."""
        moments = self._lives.moments(ref)
        here = next((item for at, item in moments if at is edition and item.ref == ref), None)
        if here and edition:
            return edition.text, here
        return (moments[-1][0].text, moments[-1][1]) if moments else None

    def _mark(
        self,
        assessment: Assessment,
        judgement: Judgement,
        promise: Expectation,
        text: CharterText,
        edition: Edition | None,
    ) -> Mark:
        is_there = edition is not None and edition.text is text
        yardstick = yardstick_of(text, promise) if is_there else Yardstick(version=assessment.version)
        level, steps = yardstick.place(judgement.level)
        role, name = self._party(assessment.party, text)
        return Mark(
            party=assessment.party,
            name=name,
            role=role,
            level=level,
            steps=steps,
            yardstick=yardstick,
            judgement=judgement,
        )

    def _party(self, id: str, text: CharterText) -> tuple[Role, str]:
        """Return the role and name of a party in a text, else in the newest text that has it."""
        texts = (text, *(edition.text for edition in reversed(self._lives.editions)))
        party = next((party for other in texts if (party := other.party(id))), None)
        return (party.role, party.name) if party else (Role.OBSERVER, id)

    def _row(self, key: CriterionId, marks: list[Mark], promise: Expectation, text: CharterText) -> Row:
        places = {party.id: place for place, party in enumerate(text.parties)}
        marks.sort(key=lambda mark: (_SIDES.index(mark.role), places.get(mark.party, len(places)), mark.party))
        return Row(criterion=key, promise=promise, own_role=own_role(text, promise), marks=tuple(marks))

    def _in_order(self, judged: Sequence[Assessment]) -> Iterator[CriterionId]:
        """Yield the criteria of the texts that were judged, the newest text first, in their order."""
        labels = {edition.label for item in judged if (edition := self._edition(item))}
        for edition in reversed(self._lives.editions):
            for promise in edition.text.expectations if edition.label in labels else ():
                yield self._criteria.find(edition.label, promise.ref, "", promise)
                for row in promise.rubric.criteria if promise.rubric else ():
                    yield self._criteria.find(edition.label, promise.ref, row.name.text, promise)

    def _seal(self, judged: Sequence[Assessment]) -> Seal | None:
        """Return why the scores of a period are out of sight, if they are."""
        if not any(item.is_blind for item in judged):
            return None
        text = next((edition.text for item in judged if (edition := self._edition(item))), None)
        complete = [item for item in judged if item.judgements and all(row.level for row in item.judgements)]
        roles = {item.party: self._party(item.party, text)[0] for item in judged} if text else {}
        lacking = [role for role in _SIDES[:2] if not any(roles.get(item.party) is role for item in complete)]
        begun = tuple(item.party for item in judged if item not in complete)
        if not lacking and not begun:
            return None
        return Seal(given=tuple(item.party for item in complete), begun=begun, awaited=lacking[0] if lacking else None)


def own_role(text: CharterText, promise: Expectation) -> Role:
    """Return which side promises: the providers, unless only customers do."""
    roles = {party.role for name in promise.promised_by if (party := text.party(name))}
    return Role.CUSTOMER if Role.CUSTOMER in roles and Role.PROVIDER not in roles else Role.PROVIDER


def _other(role: Role) -> Role:
    return Role.CUSTOMER if role is Role.PROVIDER else Role.PROVIDER
