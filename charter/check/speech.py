"""Whether the words of a sentence promise something, and who promises it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from charter.check.passages import Passage, Sentence
from charter.check.phrases import Phrasebook
from charter.compare.modality import Voice
from charter.compare.vocabulary import Vocabulary
from charter.model.prose import NOWHERE
from charter.reading.target_words import words_for

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
        is_same_part = True
        for place in range(at - 1, -1, -1):
            if is_same_part and any(sign in _CLAUSE for sign in sentence.between(place + 1)):
                if self._named(sentence, at) is not None:
                    return False
                is_same_part = False
            if begins(sentence.keys, place, self.book.ends):
                return True
            opens = begins(sentence.keys, place, self.book.cases) or (place == 0 and sentence.keys[0] in self.book.to)
            if is_same_part and opens:
                return True
        return False

    def is_denied(self, sentence: Sentence, at: int) -> bool:
        """Whether a negation stands right before the word."""
        begin = max(_clause(sentence, at, frozenset()), at - _NEAR)
        return any(word.key in self.book.negations for word in sentence.words[begin:at])

    def is_of_others(self, sentence: Sentence, at: int) -> bool:
        """Whether it is the other side that acts here: "you tell us soon", and not "you hear from us soon"."""
        if any(begins(sentence.keys, place, self.book.asks) for place in range(len(sentence.keys))):
            return self.voice.is_providing
        subject = self.subject(sentence, at)
        if subject is None:
            return self._is_asking(sentence, at)
        place, is_own = subject
        if self._asks(sentence, place, at):
            return is_own
        if is_own:
            return False
        after = [word.key for word in sentence.words[place + 1 : at] if word.key not in self.book.auxiliaries]
        return not after or after[0] not in self.book.gets or (len(after) > 1 and after[1] in self.book.gets_not)

    def _asks(self, sentence: Sentence, place: int, at: int) -> bool:
        """Whether the party at `place` asks the other side to act: "we ask you to tell us", "you can expect us to"."""
        for after in range(place + 1, min(place + 3, at)):
            if sentence.words[after].key in self.book.expects:
                others = {*self.vocabulary.we, *self.vocabulary.you, *self.book.us, *self.voice.own, *self.voice.others}
                named = {word.key for word in sentence.words[after + 1 : at]} | {sentence.words[after - 1].key}
                return bool(others.intersection(named - {sentence.words[place].key}))
        return False

    def is_allowing(self, sentence: Sentence, at: int) -> bool:
        """Whether those who promise only may do it: "we can periodically close"."""
        subject = self.subject(sentence, at)
        if subject is None or not subject[1]:
            return False
        return any(word.key in self.book.may for word in sentence.words[subject[0] + 1 : at])

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
            if word.key in self.book.expects and (asking := self._named(lead, at + 1)) is not None:
                return not asking[1]
        last = len(lead.words)
        found = self._named(lead, last) if last else None
        is_case = last > 0 and self.is_case(lead, last - 1)
        return None if found is None or is_case else found[1]

    def _named(self, sentence: Sentence, at: int) -> tuple[int, bool] | None:
        """Return the party that acts in the clause of the word at `at`, or in the one before an "and"."""
        begin = _clause(sentence, at, self.vocabulary.clauses)
        # What a clause begins with acts in it; else the nearest does, unless a verb before it has it for an object.
        for place in (*range(begin, min(begin + 1, at)), *range(at - 1, begin, -1)):
            is_own = self._side(sentence, place, begin)
            if is_own is not None and (place == begin or not self._is_object(sentence, place, at)):
                return place, is_own
        is_joined = begin > 0 and sentence.words[begin].key in self.vocabulary.joins
        return self._named(sentence, begin - 1) if is_joined else None

    def _side(self, sentence: Sentence, place: int, begin: int) -> bool | None:
        """Whether a word names those who promise, or the others; `None` for any other word."""
        word = sentence.words[place]
        around = [other.key for other in sentence.words[max(begin, place - 2) : place]]
        if sentence.text.startswith(("'s ", "' "), word.end) or (around and around[-1] in self.vocabulary.prepositions):
            return None
        names = {word.key, self.vocabulary.singular(word.key)}
        if names & self.voice.own:
            return True
        if not names & self.voice.others:
            return None
        # "Our staff" are the providers' people, though staff may be customers elsewhere.
        return self.voice.is_providing and bool(self.book.ours.intersection(around))

    def _is_object(self, sentence: Sentence, place: int, at: int) -> bool:
        """Whether a party is named after the verb, as in "we give you an answer", and not before it."""
        if place > 0 and sentence.words[place - 1].key in self.vocabulary.joins:
            return False
        determiners = words_for(self.book.language).sets["determiners"]
        following = sentence.words[place + 1].key if place + 1 < at else ""
        return not following or following in determiners or following in self.vocabulary.prepositions

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
