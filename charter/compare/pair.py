"""What two promises are compared with: the languages, parties and scales of both texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from charter.compare.changes import Change, Direction
from charter.compare.effects import Parties, effects_of
from charter.compare.modality import Voices, voice_of
from charter.compare.vocabulary import Vocabulary
from charter.model.text import CharterText, Expectation
from charter.reading.keywords import Keywords


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Two texts and what both lean on."""

    before: CharterText
    after: CharterText
    parties: Parties
    vocabulary: Vocabulary
    keywords: Keywords
    refs: Mapping[str, str]
    """What a ref of the old text is called now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A promise as it was and as it is."""

    before: Expectation
    after: Expectation
    texts: Texts

    @property
    def voices(self) -> Voices:
        """Who spoke in the promise, and who speaks."""
        parties = (*self.texts.before.parties, *self.texts.after.parties)
        old, new = (voice_of(side, parties, self.texts.vocabulary) for side in (self.before, self.after))
        return old, new

    def promised_by(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who promised and who promises, both as the new text calls them."""
        return self.texts.parties.now(self.before.promised_by), self.after.promised_by

    def promised_to(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return who was and who is promised to, both as the new text calls them."""
        return self.texts.parties.now(self.before.promised_to), self.after.promised_to

    def touching(self, changes: Iterable[Change]) -> Iterable[Change]:
        """Yield changes with their effects on those who promise, and are promised to, in both texts."""
        by, to = (_both(*sides) for sides in (self.promised_by(), self.promised_to()))
        for change in changes:
            if change.direction is Direction.NEUTRAL or change.effects:
                yield change
            else:
                yield replace(change, effects=effects_of(change.direction, by, to, self.texts.parties))


def _both(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in after if name in before)
