"""The page that says who does what: every party, its people, what each of them answers for, and how to reach them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from charter.actions import incident_actions, open_actions
from charter.model.records import Action
from charter.model.text import CharterText, Expectation, FieldKey, Party
from charter.reading.keywords import fold
from charter.site.addresses import feedback_address
from charter.site.links import index_path, people_path, promise_path, relative
from charter.site.shelf import Page, Shelf
from charter.site.views.frame import Frame, Link
from charter.standing import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A promise that somebody answers for; `judged` is empty where nothing was measured."""

    promise: Link
    judged: str
    """A word of `charter.measure.judging.Judged`."""
    feedback: str | None
    """Where to tell how it is going."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that somebody is to do by a day."""

    words: str
    due: date | None
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """One person, or one role, with what it answers for."""

    name: str
    title: str
    decides: bool
    duties: tuple[Duty, ...]
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One party; `role` is a word of `charter.model.text.Role`."""

    place: str
    name: str
    role: str
    people: tuple[Somebody, ...]
    gives: tuple[Link, ...]
    """What it promises."""
    gets: int
    """How many promises are made to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleView:
    """`ID/people.html`."""

    frame: Frame
    title: str
    index: str
    groups: tuple[Group, ...]
    others: tuple[Somebody, ...]
    """Those who answer for a promise or an action, and speak for no party."""
    unowned: tuple[Link, ...]
    """Promises that nobody answers for."""


def people_pages(shelf: Shelf) -> Iterator[Page]:
    """Yield the page of people."""
    text, page = shelf.shown[0], people_path(shelf.charter.id)
    duties = _Duties(shelf, page)
    groups = tuple(
        Group(
            place=f"party-{party.id}",
            name=party.name,
            role=party.role.value,
            people=tuple(
                duties.take(person.name, person.title or "", decides=person.decides) for person in party.representatives
            ),
            gives=tuple(_link(shelf, item, page) for item in text.expectations if _is_of(text, party, item)),
            gets=sum(party in (text.party(name) for name in item.promised_to) for item in text.expectations),
        )
        for party in text.parties
    )
    view = PeopleView(
        frame=shelf.frame(page, "people", text),
        title=text.title,
        index=relative(page, index_path(shelf.charter.id)),
        groups=groups,
        others=tuple(duties.rest()),
        unowned=tuple(_link(shelf, item, page) for item in text.expectations if not item.field_text(FieldKey.OWNER)),
    )
    yield Page(page, "people.html", view)


class _Duties:
    """Gives out what everybody answers for, by name, each once."""

    def __init__(self, shelf: Shelf, page: str) -> None:
        self._names: dict[str, str] = {}
        self._duties: dict[str, list[Duty]] = {}
        self._tasks: dict[str, list[Task]] = {}
        text, version = shelf.shown
        template = text.feedback or shelf.site.feedback
        label = version.version.label if version else State.DRAFT.value
        for promise in text.expectations:
            for name in _owners(text, promise):
                measured = shelf.results.of(promise.ref)
                duty = Duty(
                    promise=_link(shelf, promise, page),
                    judged=measured.judged.value if measured and measured.judged else "",
                    feedback=feedback_address(template, shelf.charter.id, label, promise.ref),
                )
                self._duties.setdefault(self._key(name), []).append(duty)
        today = shelf.standing.today
        for action in _open(shelf):
            if action.owner:
                task = Task(words=action.words, due=action.due, is_late=action.due is not None and action.due < today)
                self._tasks.setdefault(self._key(action.owner), []).append(task)

    def take(self, name: str, title: str, *, decides: bool) -> Somebody:
        """Return a person with what is theirs."""
        keys = [key for key in (fold(name), fold(title)) if key]
        return Somebody(
            name=name,
            title=title,
            decides=decides,
            duties=tuple(duty for key in keys for duty in self._duties.pop(key, ())),
            tasks=tuple(task for key in keys for task in self._tasks.pop(key, ())),
        )

    def rest(self) -> Iterator[Somebody]:
        """Yield those whom nobody took."""
        for key, name in self._names.items():
            if key in self._duties or key in self._tasks:
                yield self.take(name, "", decides=False)

    def _key(self, name: str) -> str:
        self._names.setdefault(fold(name), name)
        return fold(name)


def _owners(text: CharterText, promise: Expectation) -> Iterator[str]:
    """Yield who answers for a promise: the people of the text whom its field names, else the field as written."""
    written = promise.field_text(FieldKey.OWNER) or ""
    people = [person for party in text.parties for person in party.representatives]
    named = [person.name for person in people if fold(person.name) in fold(written)]
    yield from dict.fromkeys(named or ([written] if written else []))


def _open(shelf: Shelf) -> Iterator[Action]:
    """Yield every action that is open, once."""
    records, today = shelf.charter.records, shelf.standing.today
    found = [item.action for item in open_actions(records.reviews, today)]
    found += [action for _, action in incident_actions(records.incidents, today)]
    yield from {fold(action.words): action for action in reversed(found)}.values()


def _is_of(text: CharterText, party: Party, promise: Expectation) -> bool:
    return any(text.party(name) is party for name in promise.promised_by)


def _link(shelf: Shelf, promise: Expectation, page: str) -> Link:
    return Link(words=promise.title.text, href=relative(page, promise_path(shelf.charter.id, promise.ref)))
