"""The text of one charter: what `charter.md` or one file in `versions/` says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from charter.model.prose import NOWHERE, Block, Inline
from charter.model.target import Target
from charter.source import Span


class Role(StrEnum):
    """What a party is to the service."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    OBSERVER = "observer"


class Visibility(StrEnum):
    """Who may read the published charter."""

    PUBLIC = "public"
    PARTIES = "parties"


class FieldKey(StrEnum):
    """The fields an expectation can have; values are the keys of `charter.json`."""

    REF = "ref"
    WAS = "was"
    TARGET = "target"
    MEASURED = "measured"
    OWNER = "owner"
    KIND = "kind"
    DIMENSION = "dimension"
    ALIGNED_TO = "aligned_to"
    BASIS = "basis"
    REMEDY = "remedy"
    EXCEPT = "except"
    DEPENDS_ON = "depends_on"
    STATUS = "status"
    ASKED_BY = "asked_by"
    LOOKS_LIKE = "looks_like"
    LIVES_UP_TO = "lives_up_to"
    WITHDRAW_ON = "withdraw_on"
    RUBRIC = "rubric"


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """A person who speaks for a party; one who `decides` may sign."""

    name: str
    title: str | None = None
    decides: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One of the interested parties."""

    id: str
    name: str
    role: Role
    representatives: tuple[Representative, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """Open from `opens` to `closes` on some weekdays; Monday is 0. `closes` of 00:00 is the end of the day."""

    days: tuple[int, ...]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When business time runs. `closed_file` names a CSV file beside the charter that lists more closed days."""

    timezone: str | None = None
    hours: tuple[OpeningHours, ...] = ()
    closed: tuple[date, ...] = ()
    closed_file: str | None = None
    holidays: str | None = None
    """A country, or a part of one, whose public holidays are closed days: `DE-BY`."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The levels, lowest first, and the one agreed as good enough."""

    levels: tuple[str, ...] = ()
    expected: str | None = None
    is_listed: bool = True
    """Whether the front matter lists the levels; otherwise they were taken from the first rubric, left to right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementClause:
    """So many of a party's deciders must agree."""

    party: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRule:
    """Who must sign before a version binds; every clause must hold. `text` is the rule as written."""

    text: str
    clauses: tuple[AgreementClause, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What `charter release` writes into a version."""

    version: str | None = None
    effective: date | None = None
    released: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One `Key: value` line of an expectation; `key` is `None` for a key that is not known."""

    key: FieldKey | None
    label: str
    """The key as written."""
    value: Inline
    segment: str | None = None
    """The words in brackets after the key."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One row of a rubric; `descriptors` stand in the order of the rubric's levels."""

    name: Inline
    descriptors: tuple[Inline, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """Criteria judged on levels, lowest first. A single-point rubric has short, as described, beyond."""

    levels: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    expected: str | None = None
    is_single_point: bool = False
    head: str = ""
    """The head of the first column, as written."""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One promise. `before` is the prose above its fields, `after` what stands below them."""

    ref: str
    title: Inline
    promised_by: tuple[str, ...] = ()
    """Ids of parties; the words as written where no party has them."""
    promised_to: tuple[str, ...] = ()
    before: tuple[Block, ...] = ()
    fields: tuple[Field, ...] = ()
    after: tuple[Block, ...] = ()
    targets: tuple[Target, ...] = ()
    rubric: Rubric | None = None
    was: tuple[str, ...] = ()
    has_own_ref: bool = field(default=True, compare=False)
    """Whether the ref is written down; otherwise it is the heading's slug."""
    heading_anchor: str = field(default="", compare=False)
    """The id a Markdown reader would give the heading; links to it lead to the ref."""
    span: Span = field(default=NOWHERE, compare=False)

    def field(self, key: FieldKey) -> Inline | None:
        """Return the value of the first field with this key."""
        return next((item.value for item in self.fields if item.key is key), None)

    def field_text(self, key: FieldKey) -> str | None:
        """Return the words of the first field with this key."""
        value = self.field(key)
        return None if value is None else value.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A defined word and its meaning, from a table whose first head is `Term`."""

    word: str
    meaning: Inline
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Principle:
    """One numbered rule under `How we work`."""

    number: int
    words: Inline
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A `##` heading and what stands under it, in order. `title` is `None` only for text with no heading above it."""

    title: Inline | None
    anchor: str
    level: int = 2
    promised_by: tuple[str, ...] = ()
    promised_to: tuple[str, ...] = ()
    is_promising: bool = False
    """Whether the section begins with `Promised by` or `Promised to`."""
    items: tuple[Block | Expectation, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """The promises of this section, in order."""
        return tuple(item for item in self.items if isinstance(item, Expectation))


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterText:
    """One whole text. Anything Markdown can say fits in: without expectations it is all prose."""

    title: str
    heading: Inline | None = None
    """The `#` heading, where there is one."""
    language: str = "en"
    parties: tuple[Party, ...] = ()
    audience: str | None = None
    review: str | None = None
    """The review cadence, as written."""
    agreement: AgreementRule | None = None
    scale: Scale = Scale()
    calendar: Calendar | None = None
    standards: tuple[str, ...] = ()
    notice_days: int | None = None
    feedback: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    translates: str | None = None
    translations: tuple[tuple[str, str], ...] = ()
    """Pairs of language tag and file name."""
    stamp: Stamp = Stamp()
    extra: tuple[tuple[str, str], ...] = ()
    """Front matter keys we do not know, each with its value as written."""
    introduction: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    terms: tuple[Term, ...] = ()
    principles: tuple[Principle, ...] = ()
    anchors: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    """Pairs of heading slug and the id that the page gives that place, where they differ."""
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def expectations(self) -> tuple[Expectation, ...]:
        """Every promise, in the order of the text."""
        return tuple(item for section in self.sections for item in section.expectations)

    def party(self, id: str) -> Party | None:
        """Return the party with this id."""
        return next((party for party in self.parties if party.id == id), None)
