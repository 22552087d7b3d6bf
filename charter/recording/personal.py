"""What in the records of one charter tells who somebody is, beside what the charter itself makes public."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from charter.model.charter import Charter
from charter.model.records import Feedback
from charter.reading.personal import contacts_in, digits_of, named_people, names_in
from charter.signatures import name_key


@dataclass(frozen=True)
class Discretion:
    """Knows which contacts a charter gives itself, and who speaks for its parties."""

    charter: Charter

    @cached_property
    def people(self) -> dict[str, str]:
        """The name of everybody who speaks, or ever spoke, for a party, with the id of that party."""
        found: dict[str, str] = {}
        for text in self.charter.texts:
            for party in text.parties:
                for person in party.representatives:
                    found.setdefault(name_key(person.name), party.id)
        return found

    def contacts(self, text: str) -> Iterator[str]:
        """Yield the e-mail addresses and phone numbers in `text` that stand in no text of the charter."""
        yield from (words for words in contacts_in(text) if _key(words) not in self._public)

    def names(self, text: str, *, is_said: bool) -> Iterator[str]:
        """Yield the names of people in `text`.

        Who speaks for a party is named in the charter, and may be named where it is said who does something. What
        people say about a person (`is_said`) is nobody else's business.
        """
        found = [*names_in(text), *(named_people(text, self.people) if is_said else ())]
        yield from dict.fromkeys(found)

    @cached_property
    def _public(self) -> set[str]:
        sources = [self.charter.source, *(version.source for version in self.charter.versions)]
        return {_key(words) for source in sources if source for words in contacts_in(source.text)}


@dataclass(frozen=True, slots=True)
class Personal:
    """Words in a cell of a remark that tell who somebody is."""

    cell: str
    words: str
    kind: str
    """What they are."""


def personal_data(discretion: Discretion, remark: Feedback) -> Iterator[Personal]:
    """Yield everything in a remark that tells who somebody is."""
    cells = {"said": remark.said, "action": remark.action, "channel": remark.channel, "source": remark.source}
    for cell, text in cells.items():
        yield from personal_words(discretion, cell, text, is_said=cell in {"said", "channel"})


def personal_words(discretion: Discretion, cell: str, text: str, *, is_said: bool = True) -> Iterator[Personal]:
    """Yield what in the text of one cell tells who somebody is."""
    for words in discretion.contacts(text):
        yield Personal(cell, words, kind_of_contact(words))
    for words in discretion.names(text, is_said=is_said):
        yield Personal(cell, words, "the name of a person")


def kind_of_contact(words: str) -> str:
    """Return what a contact is, in words."""
    return "an e-mail address" if _is_address(words) else "a phone number"


def _key(words: str) -> str:
    return words.casefold() if _is_address(words) else digits_of(words)


def _is_address(words: str) -> bool:
    return not words[-1].isdigit()
