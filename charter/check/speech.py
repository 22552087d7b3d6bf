"""Whether the words of a sentence promise something, and who promises it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from charter.check.passages import Passage, Sentence
from charter.check.phrases import Phrasebook
from charter.compare.modality import Voice
from charter.compare.vocabulary import Vocabulary
from charter.model.prose import NOWHERE

_CLAUSE = frozenset(",;:()–—")
_NEAR = 3
"""How many words before a word a negation may stand that is about it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """How the sentences of one promise are understood."""

    book: Phrasebook
    vocabulary: Vocabulary
    voice: Voice

    def promises(self, sentence: Sentence, at: int) -> bool:
        """Whether the word at `at` is said of what those who promise do, and is neither asked, denied nor quoted."""
        return not (
            sentence.is_question
            or sentence.is_quoted(sentence.words[at].start)
            or self.is_case(sentence, at)
            or self.is_denied(sentence, at)
            or self.is_of_others(sentence, at)
        )

    def is_case(self, sentence: Sentence, at: int) -> bool:
        """Whether the word stands in a part of the sentence that says in which case, or to what end."""
        for place in range(at - 1, -1, -1):
            if any(sign in _CLAUSE for sign in sentence.between(place + 1)):
                return False
            if begins(sentence.keys, place, self.book.cases) or (
                place == 0 and sentence.words[0].key in self.book.ends
            ):
                return True
        return False

    def is_denied(self, sentence: Sentence, at: int) -> bool:
        """Whether a negation stands right before the word."""
        begin = max(_clause(sentence, at, frozenset()), at - _NEAR)
        return any(word.key in self.book.negations for word in sentence.words[begin:at])

    def is_of_others(self, sentence: Sentence, at: int) -> bool:
        """Whether it is the other side that acts here: "you tell us soon", and not "you hear from us soon"."""
        if any(begins(sentence.keys, place, self.book.asks) for place in range(len(sentence.words))):
            return self.voice.is_providing
        subject = self.subject(sentence, at)
        if subject is None:
            return self._is_asking(sentence, at)
        place, is_own = subject
        if is_own:
            return False
        after = [word.key for word in sentence.words[place + 1 : at] if word.key not in self.book.auxiliaries]
        return not after or after[0] not in self.book.gets or (len(after) > 1 and after[1] in self.book.gets_not)

    def is_relative(self, sentence: Sentence, at: int) -> bool:
        """Whether the word stands in a part that a word such as "that" opens: "the tasks that users try to do"."""
        begin = _clause(sentence, at, self.vocabulary.clauses)
        return begin < at and sentence.words[begin].key in self.vocabulary.clauses

    def subject(self, sentence: Sentence, at: int) -> tuple[int, bool] | None:
        """Return the nearest word before `at`, in its clause, that names a party, and whether that one promises.

        In a line of a list it may be the words above the list that name it, as place -1.
        """
        found = self._named(sentence, at)
        if found is not None or not sentence.lead or _clause(sentence, at, self.vocabulary.clauses) > 0:
            return found
        leads = Passage(sentence.lead, NOWHERE, None).sentences
        is_own = self._is_led_by_own(leads[-1]) if leads else None
        return None if is_own is None else (-1, is_own)

    def _is_led_by_own(self, lead: Sentence) -> bool | None:
        """Whether what leads into a list says what those who promise do: "we will:", and not "we ask you to:"."""
        for at, word in enumerate(lead.words):
            if word.key in self.book.expects and (asking := self._named(lead, at)) is not None:
                return not asking[1]
        last = len(lead.words)
        found = self._named(lead, last) if last else None
        is_case = last > 0 and self.is_case(lead, last - 1)
        return None if found is None or is_case else found[1]

    def _named(self, sentence: Sentence, at: int) -> tuple[int, bool] | None:
        words, vocabulary = sentence.words, self.vocabulary
        begin = _clause(sentence, at, vocabulary.clauses)
        found: tuple[int, bool] | None = None
        for place in range(at - 1, begin - 1, -1):
            if found is not None and found[0] != place + 1:
                break
            key = words[place].key
            names = {key, vocabulary.singular(key)}
            is_ours = bool(self.book.ours.intersection(word.key for word in words[max(begin, place - 2) : place]))
            if sentence.text.startswith(("'s ", "' "), words[place].end):
                continue
            if place > begin and words[place - 1].key in vocabulary.prepositions:
                continue
            if names & self.voice.own or (is_ours and names & self.voice.others):
                found = (place, self.voice.is_providing or bool(names & self.voice.own))
            elif names & self.voice.others:
                found = (place, False)
        return found

    def _is_asking(self, sentence: Sentence, at: int) -> bool:
        """Whether a provider's words ask others to do something: "tell us soon"."""
        if not self.voice.is_providing:
            return False
        begin = _clause(sentence, at, frozenset())
        return any(word.key in self.book.us for word in sentence.words[begin + 1 : min(begin + 3, at)])


def _clause(sentence: Sentence, at: int, openings: Collection[str]) -> int:
    """Return where the clause of the word at `at` begins."""
    for place in range(min(at, len(sentence.words) - 1), 0, -1):
        if any(sign in _CLAUSE for sign in sentence.between(place)):
            return place
        if place < at and sentence.words[place].key in openings:
            return place
    return 0


def begins(words: Sequence[str], at: int, phrases: Collection[tuple[str, ...]]) -> bool:
    """Whether one of `phrases` begins at `at`."""
    return any(tuple(words[at : at + len(phrase)]) == phrase for phrase in phrases)
