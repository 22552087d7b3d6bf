"""Two wordings of one thing: the same, an editor's touch, or other words, and whether they may mean something else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from charter.compare.changes import Direction, Kind
from charter.compare.tokens import Token, keys, letters, pair_up, sentences, similarity, tokens
from charter.compare.values import is_other_negation, is_other_number
from charter.compare.vocabulary import Vocabulary
from charter.model.words import canonical

_LEAST_LETTERS = 5
ALIKE = 0.4
"""From here on two sentences are taken for two wordings of one."""

Verdict = tuple[Kind, Direction]


def judge_wording(before: str, after: str, vocabulary: Vocabulary, *, negations: bool = True) -> Verdict | None:
    """Return how two wordings differ, as `reworded` or `editorial`; `None` when they are the same words.

    Other words are neutral, and unclear where a number, a sum of money or, with `negations`, a negation changed.
    """
    if canonical(before) == canonical(after):
        return None
    old, new = differing(sentences(before), sentences(after))
    return judge_sentences(
        [tokens(words, vocabulary) for words in old],
        [tokens(words, vocabulary) for words in new],
        vocabulary,
        negations=negations,
    )


def judge_sentences(
    before: Sequence[Sequence[Token]],
    after: Sequence[Sequence[Token]],
    vocabulary: Vocabulary,
    *,
    negations: bool = True,
) -> Verdict:
    """Return how sentences differ that are known to differ, each a list of words."""
    old, new = _joined(before), _joined(after)
    if keys(old) == keys(new):
        # Sentences that only changed places leave nothing here, and "don't" is another word than "do not".
        is_typing = bool(old) and letters(old) == letters(new)
        return (Kind.EDITORIAL if is_typing else Kind.REWORDED), Direction.NEUTRAL
    parts = _parts(before, after)
    if is_other_number(old, new, vocabulary) or any(is_other_number(one, two, vocabulary) for one, two in parts):
        return Kind.REWORDED, Direction.UNCLEAR
    if negations and (
        is_other_negation(old, new, vocabulary) or any(is_other_negation(one, two, vocabulary) for one, two in parts)
    ):
        return Kind.REWORDED, Direction.UNCLEAR
    return (Kind.EDITORIAL if is_editorial(old, new) else Kind.REWORDED), Direction.NEUTRAL


def differing(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the sentences that stand on one side alone, in order."""
    gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
    return _only(before, gone), _only(after, come)


def pairs_of(before: Sequence[Sequence[Token]], after: Sequence[Sequence[Token]]) -> list[tuple[int, int]]:
    """Return which sentences are two wordings of one, as pairs of places."""
    old, new = [keys(words) for words in before], [keys(words) for words in after]
    if len(old) == len(new) == 1:
        return [(0, 0)]
    scores = (
        (score, one, other)
        for one, words in enumerate(old)
        for other, others in enumerate(new)
        if (score := similarity(words, others)) >= ALIKE
    )
    return sorted(pair_up(scores))


def is_editorial(before: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether words are equal but for case, punctuation and slips of one letter.

    A hyphen is punctuation, whether a word is joined without it ("e-mail") or parted.
    """
    old, new = keys(before), keys(after)
    if letters(before) == letters(after):
        return True
    return len(old) == len(new) and all(
        one == other or is_slip(one, other) for one, other in zip(old, new, strict=True)
    )


def is_slip(one: str, other: str) -> bool:
    """Whether two words are one slip apart: a letter added, dropped or changed, or two neighbours swapped.

    Never the first letter; both have five letters or more, and no digit. Where a sign is a word or a syllable there
    are no slips of a letter.
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LEAST_LETTERS or len(longer) - len(shorter) > 1 or one[0] != other[0]:
        return False
    if any(letter.isnumeric() or _is_sign(letter) for letter in one + other):
        return False
    at = next((at for at, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter))
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    return shorter[at + 1 :] == longer[at + 1 :] or (
        at > 0 and shorter[at + 2 :] == longer[at + 2 :] and shorter[at : at + 2] == longer[at : at + 2][::-1]
    )


def _is_sign(letter: str) -> bool:
    """Whether a letter is a word or a syllable, in a script that has no blanks: Chinese, Japanese, Thai and others."""
    return "\u3040" <= letter <= "\u9fff" or "\u0e00" <= letter <= "\u0eff" or letter >= "\U00020000"


def _joined(parts: Sequence[Sequence[Token]]) -> list[Token]:
    return [token for part in parts for token in part]


def _parts(
    before: Sequence[Sequence[Token]], after: Sequence[Sequence[Token]]
) -> list[tuple[Sequence[Token], Sequence[Token]]]:
    """Return the pairs of sentences that hold the same values, so that values which changed places are seen."""
    pairs = pairs_of(before, after)
    if len(pairs) < 2 or len(pairs) != len(before) or len(pairs) != len(after):
        return []
    return [(before[one], after[other]) for one, other in pairs]


def _only(words: Sequence[str], wanted: Counter[str]) -> list[str]:
    left = wanted.copy()
    found: list[str] = []
    for sentence in reversed(words):
        if left[sentence] > 0:
            left[sentence] -= 1
            found.append(sentence)
    return found[::-1]
