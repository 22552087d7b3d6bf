"""The text of a charter: promises, targets, rubrics, sections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from markupsafe import Markup

from charter.site.views.changes import Mark
from charter.site.views.feedback import Heard
from charter.site.views.results import Measured
from charter.site.views.scores import Given
from charter.site.views.versions import Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks for a party."""

    name: str
    title: str
    decides: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyView:
    """A party with its people; `role` is a word of `charter.model.text.Role`."""

    id: str
    name: str
    role: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDays:
    """Days one after another with equal hours; Monday is 0."""

    first: int
    last: int
    times: tuple[tuple[time, time], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Opening hours and closed days; empty where there is nothing to say."""

    timezone: str
    hours: tuple[OpenDays, ...]
    closed: tuple[date, ...]
    closed_file: str
    holidays: str


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
    given: tuple[Given, ...] = ()
    """The level that each party gave when it last judged."""
    places: tuple[int | None, ...] = ()
    """Of each of them, the cell it belongs to; `None` where the levels do not reach."""

    def given_in(self, place: int | None) -> tuple[Given, ...]:
        """Return what was given in one cell; for `None`, what belongs to no cell."""
        return tuple(item for item, at in zip(self.given, self.places, strict=True) if at == place)


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
    measured: Measured | None = None
    heard: Heard | None = None
    importance: int | None = None
    """How much it matters to those promised to, 1 to 5; `None` where nobody said, or the page does not tell."""


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

    @property
    def foremost(self) -> tuple[PromiseView, ...]:
        """The promises of the section, what matters most to those promised to first; else in the order of the text."""
        return tuple(sorted(self.promises, key=lambda promise: -(promise.importance or 0)))


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
