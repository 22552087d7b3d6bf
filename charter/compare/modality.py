"""Whether the verb of those who promise is held back: "we answer" became "we aim to answer"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from charter.compare.changes import Direction, Kind
from charter.compare.tokens import Token, keys, sentences, tokens
from charter.compare.vocabulary import Vocabulary
from charter.compare.wording import differing, judge_sentences, pairs_of
from charter.model.text import Expectation, Party, Role
from charter.model.words import canonical


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who speaks in a promise: words that name those who promise, and words that name the others."""

    own: frozenset[str]
    others: frozenset[str]
    is_providing: bool
    """Whether the party that writes the charter is the one that promises."""


Voices = tuple[Voice, Voice]
"""Of the text before and of the text after: others may promise now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which two wordings differ, with the words it is about."""

    kind: Kind
    direction: Direction
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    words: str
    tokens: tuple[Token, ...]
    core: tuple[Token, ...]
    """The words without hedges and without verbs that hold nothing back."""
    hedged: int
    """In how many clauses a verb is held back."""
    permitted: int
    """How many verbs allow the others something."""
    doubted: int
    """How many verbs say that something might be."""

    def hedged_beside(self, other: _Sentence) -> int:
        """Return in how many clauses a verb is held back, but for what "might" be that the other sentence allows."""
        return self.hedged - min(self.doubted, max(0, other.permitted - self.permitted))


def voice_of(promise: Expectation, parties: Iterable[Party], vocabulary: Vocabulary) -> Voice:
    """Return whom the words of a promise speak of. "We" are the providers, wherever they stand."""
    known = {party.id: party for party in parties}
    roles = [known[name].role for name in promise.promised_by if name in known]
    is_providing = not roles or Role.PROVIDER in roles
    own = _names(promise.promised_by, known, vocabulary)
    others = _names(promise.promised_to, known, vocabulary)
    near, far = vocabulary.we | vocabulary.workers, vocabulary.you | _stems(vocabulary.customers, vocabulary)
    if not is_providing:
        near, far = far, near
    # What a party is called goes before what such words mean elsewhere: staff may be those promised to.
    return Voice(
        own=(own | (near - others)) - (own & others),
        others=(others | (far - own)) - (own & others),
        is_providing=is_providing,
    )


def service_voice(vocabulary: Vocabulary) -> Voice:
    """Return the voice of a service that says "we" to "you"."""
    return Voice(own=vocabulary.we, others=vocabulary.you, is_providing=True)


def compare_wording(before: str, after: str, vocabulary: Vocabulary, voices: Voices) -> tuple[Difference, ...]:
    """Return how two wordings differ: modality, sentence by sentence, then what else is in other words.

    A sentence of which only the verb was held back, or let go, is not told a second time.
    """
    if canonical(before) == canonical(after):
        return ()
    old_words, new_words = differing(sentences(before), sentences(after))
    old = [_read(words, vocabulary, voices[0]) for words in old_words]
    new = [_read(words, vocabulary, voices[1]) for words in new_words]
    held: dict[Direction, list[tuple[int, int]]] = {}
    rest_before: dict[int, Sequence[Token]] = {at: item.tokens for at, item in enumerate(old)}
    rest_after: dict[int, Sequence[Token]] = {at: item.tokens for at, item in enumerate(new)}
    for one, other in pairs_of([item.core for item in old], [item.core for item in new]):
        was, now = old[one], new[other]
        moved = now.hedged_beside(was) - was.hedged_beside(now)
        if not moved:
            continue
        direction = Direction.WEAKER if moved > 0 else Direction.STRONGER
        held.setdefault(direction, []).append((one, other))
        rest_before[one], rest_after[other] = was.core, now.core
        if _is_same(was.core, now.core, vocabulary):
            del rest_before[one], rest_after[other]
    found = [
        Difference(
            kind=Kind.MODALITY,
            direction=way,
            before=" ".join(old[at].words for at in sorted(one for one, _ in said)),
            after=" ".join(new[at].words for at in sorted(other for _, other in said)),
        )
        for way, said in held.items()
    ]
    if rest_before or rest_after or not held:
        kind, direction = judge_sentences(list(rest_before.values()), list(rest_after.values()), vocabulary)
        found.append(Difference(kind=kind, direction=direction, before=before, after=after))
    return tuple(found)


def hedges_in(words: str, vocabulary: Vocabulary, voice: Voice) -> int:
    """Return in how many clauses of a line a verb is held back."""
    return sum(_read(part, vocabulary, voice).hedged for part in sentences(words))


def _names(ids: Iterable[str], known: dict[str, Party], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words by which parties are spoken of: the heads of their names and ids, in every form."""
    called = [call for name in ids for call in (name.replace("-", " "), *([known[name].name] if name in known else []))]
    return _stems((head for call in called for head in _heads(call, vocabulary)), vocabulary)


def _heads(name: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield what a name calls somebody: "Parents and carers" has two, "Users of the pool" are users."""
    parts: list[list[str]] = [[]]
    for token in tokens(name, vocabulary):
        if token.is_first_in_clause or token.key in {*vocabulary.joins, "&"}:
            parts.append([])
        if token.key not in {*vocabulary.joins, "&"}:
            parts[-1].append(token.key)
    for words in filter(None, parts):
        small = vocabulary.prepositions | vocabulary.belonging
        end = next((at for at, word in enumerate(words) if at and word in small), len(words))
        yield words[end - 1]
        if vocabulary.stems(words[end - 1]) & vocabulary.groups:
            yield words[-1]


def _stems(words: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(stem for word in words for stem in vocabulary.stems(word))


def _read(words: str, vocabulary: Vocabulary, voice: Voice) -> _Sentence:
    found = tokens(words, vocabulary)
    core: list[Token] = []
    clauses: set[int] = set()
    clause = begin = at = 0
    while at < len(found):
        token = found[at]
        if token.is_first_in_clause or token.key in vocabulary.clauses:
            clause, begin = clause + 1, at
        width = hedge_at(found, at, begin, vocabulary, voice)
        if width:
            clauses.add(clause)
            phrase = found[at : at + width]
            if tuple(keys(phrase)) in vocabulary.hedging_phrases:
                core.extend(Token(word, word) for word in sorted(vocabulary.we)[:1])
            core.extend(item for item in phrase if item.key in vocabulary.kept)
        elif token.key not in vocabulary.firm:
            core.append(token)
        at += width or 1
    return _Sentence(
        words,
        found,
        tuple(core),
        hedged=len(clauses),
        permitted=sum(key in vocabulary.permissions for key in keys(core)),
        doubted=sum(key in vocabulary.doubts for key in keys(found)),
    )


def hedge_at(found: Sequence[Token], at: int, begin: int, vocabulary: Vocabulary, voice: Voice) -> int:
    """Return how many words a hedge takes that begins here, 0 when none does."""
    for phrases in (vocabulary.hedging_adverbs, vocabulary.hedging_phrases):
        if width := _phrase(found, at, phrases):
            return width
    width = _phrase(found, at, vocabulary.hedging_verbs)
    if width:
        return 0 if voice.is_providing and _is_others(found, at, begin, vocabulary, voice) else width
    token = found[at]
    if token.key in vocabulary.doubts:
        return 1
    if token.key not in vocabulary.permissions:
        return 0
    if token.raw in vocabulary.months and (at > begin or at + 1 == len(found) or found[at + 1].key[0].isdigit()):
        return 0
    return 0 if _is_others(found, at, begin, vocabulary, voice) else 1


def _phrase(found: Sequence[Token], at: int, phrases: Iterable[tuple[str, ...]]) -> int:
    first = found[at].key
    return next(
        (
            len(phrase)
            for phrase in phrases
            if phrase[0] == first and tuple(keys(found[at : at + len(phrase)])) == phrase
        ),
        0,
    )


def _is_others(found: Sequence[Token], at: int, begin: int, vocabulary: Vocabulary, voice: Voice) -> bool:
    """Whether the nearest party before a verb, in its clause, is one that the promise is made to."""
    words = keys(found[begin:at])
    for place in range(len(words) - 1, -1, -1):
        if _is_after_preposition(words, place, vocabulary):
            continue
        stems = vocabulary.stems(words[place])
        if stems & vocabulary.groups and words[place + 1 : place + 2] and words[place + 1] in vocabulary.belonging:
            # "Members of staff" are staff, and "some of you" are you.
            named = _stems(words[place + 2 :], vocabulary)
            if named & voice.others:
                return True
            if named & (vocabulary.workers | vocabulary.we):
                return False
        if stems & voice.own:
            return False
        if stems & voice.others:
            return True
    return False


def _is_after_preposition(words: Sequence[str], place: int, vocabulary: Vocabulary) -> bool:
    """Whether a word hangs on a preposition, with an article between them or not: "of our library"."""
    first = place - 1 if place and words[place - 1] in vocabulary.determiners else place
    return first > 0 and words[first - 1] in vocabulary.prepositions


def _is_same(before: Sequence[Token], after: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether words are the same but for the endings that a verb takes without its modal."""
    return len(before) == len(after) and all(
        is_same_verb(one, other, vocabulary) for one, other in zip(keys(before), keys(after), strict=True)
    )


def is_same_verb(one: str, other: str, vocabulary: Vocabulary, endings: Iterable[str] = ()) -> bool:
    """Whether two words are one verb but for its endings: those it takes beside a modal verb, and `endings`."""
    one, other = (vocabulary.same_verbs.get(word, word) for word in (one, other))
    for letters, instead in vocabulary.verb_stems:
        one, other = one.replace(letters, instead), other.replace(letters, instead)
    if one == other:
        return True
    shared = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    known = {"", *vocabulary.verb_endings, *endings}
    return any(one[at:] in known and other[at:] in known for at in range(2, shared + 1))
