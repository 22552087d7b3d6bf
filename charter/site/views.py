"""What templates see: one frozen view per page, made of words, dates, numbers and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link inside the site."""

    words: str
    href: str
    is_current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page."""

    language: str
    title: str
    site_title: str
    site_language: str
    root: str
    """What addresses relative to the site's root begin with: empty, or ending in `/`."""
    home: str
    description: str = ""
    canonical: str | None = None
    is_indexed: bool = True
    main: str = "main"
    """The id of what a reader comes for; another one where a heading has it."""
    charter: CharterLinks | None = None
    """`None` on pages that belong to no single charter."""


class View(Protocol):
    """What every view has."""

    @property
    def frame(self) -> Frame:
        """What surrounds the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CharterLinks:
    """The pages of one charter, as every one of them lists them."""

    title: str
    index: str
    history: str | None
    """`None` while no version was released."""
    draft: str | None
    current: str
    """Which of them this page is: `index`, `history`, `draft`, `version`, `comparison` or `promise`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What one person said about a version; `decision` is a word of `charter.model.records.Decision`."""

    name: str
    party: str
    title: str
    decision: str
    date: date | None
    note: str
    counts: bool
    carried_from: str | None

    @property
    def is_remark(self) -> bool:
        """Whether it is shown beside what it is about."""
        return self.decision in {"agree with a reservation", "disagree"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A party of which `count` more people must sign."""

    party: str
    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That a promise changed in the text shown; `word` is one of `charter.site.comparisons.WORDS`."""

    word: str
    label: str
    """Of the version that changed it; empty for the working text."""
    href: str
    """Where the change is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The promises of which one word is said; `word` is one of `charter.site.comparisons.WORDS`."""

    word: str
    promises: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What changed from one text to another, in few words."""

    before: str
    """The label of the older text."""
    after: str
    """The label of the newer text; empty for the working text."""
    href: str
    """The page that tells all of it."""
    groups: tuple[Group, ...]
    """None of them is empty."""
    unchanged: int
    """How many promises of the newer text stayed as they were."""
    passages: int
    """How many changes there are in prose outside promises."""
    has_other_frame: bool
    """Whether the front matter changed."""

    @property
    def takes_nothing(self) -> bool:
        """Whether no promise is less than it was, or may be."""
        return not {group.word for group in self.groups} & {"weaker", "traded", "unclear", "withdrawn", "merged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version, wherever versions are listed. `state` is a word of `charter.standing.State`."""

    label: str
    href: str
    state: str
    effective: date | None
    released: date | None
    in_force_from: date | None
    in_force_until: date | None
    note: str
    was_never_in_force: bool = False
    is_current: bool = False
    """Whether it is the version that the page shows."""
    signed: tuple[Signed, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    has_rule: bool = False
    """Whether somebody must sign before it binds."""
    superseded_by: Link | None = None
    since_last: Link | None = None
    """What changed since the version before, by its label."""
    to_in_force: Link | None = None
    """What changed between this version and the one in force, by the label of that."""

    @property
    def comparison(self) -> Link | None:
        """The comparison that says most: with the version in force, else with the one before."""
        return self.to_in_force or self.since_last


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When the parties sit down again."""

    cadence: str
    last: date | None = None
    next: date | None = None
    next_ends: date | None = None
    is_overdue: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks for a party."""

    name: str
    title: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party with its people; `role` is a word of `charter.model.text.Role`."""

    name: str
    role: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetView:
    """A target as written, and what is to be said about how it was read."""

    label: str
    words: Markup
    plain_words: str
    segment: str
    is_computed: bool
    is_implied: bool
    """Whether 100 % is meant and not written."""
    condition: str
    """The words that are kept but not computed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a promise under the author's own key; `key` is ours, empty for one that we do not know."""

    key: str
    label: str
    words: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionView:
    """A row of a rubric; `cells` in the order of the rubric's levels."""

    name: Markup
    cells: tuple[Markup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricView:
    """What a promise looks like on each level."""

    caption: str
    is_caption_seen: bool
    """Whether the caption is shown; otherwise a heading above says the same."""
    head: str
    levels: tuple[str, ...]
    expected: str
    criteria: tuple[CriterionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """One promise as a page shows it. `side` is `promise`, `ask`, or empty where no party is named."""

    ref: str
    place: str
    """The id of the promise on the page; empty on pages that show several wordings of it."""
    aliases: tuple[str, ...]
    """Further ids that lead to it."""
    title: Markup
    unlinked_title: Markup
    plain_title: str
    level: int
    side: str
    promised_by: tuple[str, ...]
    promised_to: tuple[str, ...]
    before: tuple[Markup | RubricView, ...]
    targets: tuple[TargetView, ...]
    facts: tuple[Fact, ...]
    after: tuple[Markup | RubricView, ...]
    is_trial: bool
    is_titled_by_link: bool = True
    """Whether the title can be one link; a title with links of its own cannot."""
    wordings: str | None = None
    feedback: str | None = None
    remarks: tuple[Signed, ...] = ()
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section under the author's heading; `items` are prose and promises in order."""

    place: str
    aliases: tuple[str, ...]
    title: Markup | None
    plain_title: str
    level: int
    side: str
    promised_by: tuple[str, ...]
    promised_to: tuple[str, ...]
    items: tuple[Markup | PromiseView, ...]

    @property
    def promises(self) -> tuple[PromiseView, ...]:
        """The promises of the section."""
        return tuple(item for item in self.items if isinstance(item, PromiseView))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextView:
    """The whole text of a charter."""

    title: Markup
    language: str
    introduction: Markup
    sections: tuple[SectionView, ...]
    parties: tuple[PartyView, ...]
    audience: str

    @property
    def sharing(self) -> tuple[str, ...]:
        """The names of those who expect something of each other: all parties but observers."""
        return tuple(party.name for party in self.parties if party.role != "observer")

    @property
    def headed(self) -> tuple[SectionView, ...]:
        """The sections that have a heading."""
        return tuple(section for section in self.sections if section.title)

    @property
    def promising(self) -> tuple[SectionView, ...]:
        """The sections that hold promises."""
        return tuple(section for section in self.sections if section.promises)


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
    changes: Link | None = None
    """For a working text: what would change, by the label of the version it is compared with."""

    @property
    def has_margin(self) -> bool:
        """Whether there is anything to say beside the text."""
        return bool(self.text.parties or self.review or self.versions or self.agreement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One entry of the history; `version` is `None` for the working text."""

    version: VersionLine | None
    href: str
    promise_count: int
    ask_count: int
    summary: Summary | None
    """What it changed; `None` for the first version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryView:
    """`ID/history.html`."""

    frame: Frame
    title: str
    episodes: tuple[Episode, ...]
    """Newest first."""
    review: Review | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One wording of a promise and the versions that hold it, oldest first."""

    promise: PromiseView
    versions: tuple[VersionLine, ...]
    is_draft: bool
    """Whether the working text holds it too."""
    href: str
    """Where it stands in the newest of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetLine:
    """The targets as they stood in some versions, oldest first."""

    versions: tuple[VersionLine, ...]
    is_draft: bool
    targets: tuple[TargetView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What was measured in one period: `good` of `total` cases, or a value with its unit, or no cases."""

    year: int
    quarter: int | None
    month: int | None
    segment: str
    good: Decimal | None
    total: Decimal | None
    value: Decimal | None
    unit: str
    source: str
    note: str

    @property
    def share(self) -> Decimal | None:
        """The share of good cases in per cent, to one decimal; 0 and 100 only where none or all are good."""
        if self.good is None or not self.total:
            return None
        share = (100 * self.good / self.total).quantize(Decimal("0.1"))
        if share == 100 and self.good < self.total:
            return Decimal("99.9")
        return Decimal("0.1") if share == 0 and self.good else share

    @property
    def is_few(self) -> bool:
        """Whether there are too few cases to say much: under 20."""
        return bool(self.total) and self.total is not None and self.total < 20


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeView:
    """`ID/promises/REF.html`: the life of one promise."""

    frame: Frame
    ref: str
    title: Markup
    plain_title: str
    charter: Link
    place: str | None
    """Where the promise stands in the text that the charter's page shows; `None` when it is not there."""
    earlier_refs: tuple[str, ...]
    new_name: Link | None
    """The promise that this one is called now."""
    merged_into: Link | None
    left_in: VersionLine | None
    """The version that has no promise of this name any more; `None` where none, or only the working text, does."""
    is_leaving: bool
    """Whether the text without it is still to come."""
    wordings: tuple[Wording, ...]
    """Newest first."""
    targets: tuple[TargetLine, ...]
    """Newest first."""
    results: tuple[Result, ...]
    """Newest period first."""
    feedback: str | None

    @property
    def common_source(self) -> str:
        """The source of every result, empty where they differ."""
        sources = {result.source for result in self.results}
        return sources.pop() if len(sources) == 1 else ""

    @property
    def has_notes(self) -> bool:
        """Whether anything is noted beside a result."""
        return any(result.note for result in self.results)

    @property
    def has_target_segments(self) -> bool:
        """Whether any target is for some cases only."""
        return any(target.segment for line in self.targets for target in line.targets)

    @property
    def has_result_segments(self) -> bool:
        """Whether any result is of some cases only."""
        return any(result.segment for result in self.results)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A charter on the home page."""

    title: str
    language: str
    href: str
    parties: tuple[str, ...]
    audience: str
    state: str
    version: VersionLine | None
    promise_count: int
    ask_count: int
    review: Review | None
    coming: tuple[VersionLine, ...] = ()
    """Versions that are agreed or wait for signatures, where another one is shown."""
    draft: str | None = None
    """The address of the working text, where a version is shown and it says something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeView:
    """`index.html`: every charter of the site."""

    frame: Frame
    title: str
    description: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFoundView:
    """`404.html`."""

    frame: Frame
