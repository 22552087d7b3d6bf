"""Where two texts differ, word by word, as a person would mark it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from charter.compare.wordtokens import PICTURE
from charter.model.words import canonical

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from charter.compare.wordtokens import Words

_KEPT_AT_LEAST = 0.5
"""A sentence with several changes that keeps a smaller share of its letters is shown old, then new, as a whole."""
_SHORT = 3
"""Unchanged words of so few letters do not stand alone between two changes."""
_MOST_PAIRS = 300_000
"""Pairs of equal words that are looked at in one text: about a quarter of a second."""


class Hunk(NamedTuple):
    """Words `before` to `before_end` of the old text became words `after` to `after_end` of the new one."""

    before: int
    before_end: int
    after: int
    after_end: int

    @property
    def mirrored(self) -> Hunk:
        """The way back."""
        return Hunk(self.after, self.after_end, self.before, self.before_end)


class _Chain(NamedTuple):
    before: int
    after: int
    shorter: _Chain | None


def find_hunks(before: Words, after: Words) -> list[Hunk]:
    """Return where the texts differ, in order; mirrored when the texts are swapped."""
    if before.keys == after.keys:
        return []
    if PICTURE not in after.text and canonical(before.text) == canonical(after.text):
        return []
    if (len(before.keys), before.keys) > (len(after.keys), after.keys):
        return [hunk.mirrored for hunk in find_hunks(after, before)]
    return tidy(raw_hunks(before, after), before, after)


def is_gap_shared(before: Words, after: Words, hunk: Hunk) -> bool:
    """Return whether the blank before a hunk belongs to both texts, so that no mark need hold it."""
    if hunk.before < hunk.before_end and not before.stands_apart(hunk.before):
        return False
    if hunk.after < hunk.after_end and not after.stands_apart(hunk.after):
        return False
    if hunk.before < hunk.before_end and hunk.after < hunk.after_end:
        return True
    return hunk.after_end == len(after.keys) or after.stands_apart(hunk.after_end)


def raw_hunks(before: Words, after: Words) -> list[Hunk]:
    """Return where the texts differ, by a longest common run of words, sentence by sentence where that is too much."""
    start, end, after_end = _ends(before.keys, after.keys)
    whole = Hunk(start, end, start, after_end)
    if _cost(before, after, whole) <= _MOST_PAIRS:
        return _common(before.keys, after.keys, whole)
    budget = _MOST_PAIRS
    hunks: list[Hunk] = []
    for part in _sentence_hunks(before, after, whole):
        cost = _cost(before, after, part)
        if cost <= budget:
            budget -= cost
            hunks += _common(before.keys, after.keys, part)
        else:
            hunks.append(part)
    return hunks


def _ends(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[int, int, int]:
    """Return where the first difference begins, and where the last one ends in each."""
    start, end, after_end = 0, len(before), len(after)
    while start < end and start < after_end and before[start] == after[start]:
        start += 1
    while start < end and start < after_end and before[end - 1] == after[after_end - 1]:
        end -= 1
        after_end -= 1
    return start, end, after_end


def _cost(before: Words, after: Words, hunk: Hunk) -> int:
    """Return how many pairs of equal words there are."""
    counts = Counter(after.keys[hunk.after : hunk.after_end])
    return sum(counts[key] for key in before.keys[hunk.before : hunk.before_end])


def _common(before: Sequence[Hashable], after: Sequence[Hashable], hunk: Hunk) -> list[Hunk]:
    """Return the hunks between the longest common subsequence (Hunt and Szymanski, 1977)."""
    places: dict[Hashable, list[int]] = defaultdict(list)
    for index in range(hunk.after_end - 1, hunk.after - 1, -1):
        places[after[index]].append(index)
    tails: list[int] = []
    chains: list[_Chain] = []
    for index in range(hunk.before, hunk.before_end):
        for place in places.get(before[index], ()):
            length = bisect_left(tails, place)
            link = _Chain(index, place, chains[length - 1] if length else None)
            if length == len(tails):
                tails.append(place)
                chains.append(link)
            else:
                tails[length] = place
                chains[length] = link
    pairs: list[tuple[int, int]] = []
    last = chains[-1] if chains else None
    while last:
        pairs.append((last.before, last.after))
        last = last.shorter
    return between(reversed(pairs), hunk)


def between(pairs: Iterable[tuple[int, int]], whole: Hunk) -> list[Hunk]:
    """Return the hunks that lie between pairs of equal words, in order."""
    at, after_at = whole.before, whole.after
    hunks = []
    for index, place in [*pairs, (whole.before_end, whole.after_end)]:
        if at < index or after_at < place:
            hunks.append(Hunk(at, index, after_at, place))
        at, after_at = index + 1, place + 1
    return hunks


def tidy(hunks: Sequence[Hunk], before: Words, after: Words) -> list[Hunk]:
    """Return hunks that say the same and read better: whole sentences, no lone short words between changes."""
    return _whole_sentences(_absorb(_slide(hunks, before, after), before, after), before, after)


def _slide(hunks: Sequence[Hunk], before: Words, after: Words) -> list[Hunk]:
    """Return the hunks, those that only remove or only insert moved to where a sentence or a clause begins."""
    slid: list[Hunk] = []
    for index, hunk in enumerate(hunks):
        moved = hunk
        if (hunk.before == hunk.before_end) != (hunk.after == hunk.after_end):
            lowest = slid[-1].after_end if slid else 0
            highest = hunks[index + 1].after if index + 1 < len(hunks) else len(after.keys)
            steps = _best_steps(hunk, before, after, lowest - hunk.after, highest - hunk.after_end)
            moved = Hunk(*(place + steps for place in hunk))
        if slid and slid[-1].after_end == moved.after and slid[-1].before_end == moved.before:
            slid[-1] = _joined(slid[-1], moved)
        else:
            slid.append(moved)
    return slid


def _best_steps(hunk: Hunk, before: Words, after: Words, lowest: int, highest: int) -> int:
    """Return by how many words a hunk is to be moved: 0 where no other place is better."""
    is_removal = hunk.after == hunk.after_end
    words = before if is_removal else after
    start, end = (hunk.before, hunk.before_end) if is_removal else (hunk.after, hunk.after_end)
    first = last = 0
    while first > lowest and words.keys[start + first - 1] == words.keys[end + first - 1]:
        first -= 1
    while last < highest and words.keys[start + last] == words.keys[end + last]:
        last += 1

    def worth(steps: int) -> tuple[int, int]:
        begin = start + steps
        if words.ends_sentence(begin - 1):
            return 2, -abs(steps)
        return int(not words.keys[begin - 1][-1:].isalnum() and words.stands_apart(begin)), -abs(steps)

    return max(range(first, last + 1), key=worth)


def _absorb(hunks: Sequence[Hunk], before: Words, after: Words) -> list[Hunk]:
    """Return the hunks, joined where what stands unchanged between two of them is shorter than either.

    Unchanged numbers stay unchanged to see, no hunk goes on into the next sentence, and where words are only inserted
    or only removed nothing else is marked.
    """
    kept: list[Hunk] = []
    for hunk in hunks:
        joined = hunk
        while kept and _is_better_joined(kept[-1], joined, before, after):
            joined = _joined(kept.pop(), joined)
        kept.append(joined)
    return kept


def _is_better_joined(left: Hunk, right: Hunk, before: Words, after: Words) -> bool:
    whole = _joined(left, right)
    same = range(left.after_end, right.after)
    letters = after.letters(same.start, same.stop)
    if whole.before_end - whole.before == len(same) or whole.after_end - whole.after == len(same):
        return False
    if any(after.ends_sentence(index) or _has_digit(after.keys[index]) for index in same):
        return False
    return letters <= max(_SHORT, min(_size(left, before, after), _size(right, before, after)))


def _has_digit(key: str) -> bool:
    return any(map(str.isdigit, key))


def _size(hunk: Hunk, before: Words, after: Words) -> int:
    return max(before.letters(hunk.before, hunk.before_end), after.letters(hunk.after, hunk.after_end))


def _joined(left: Hunk, right: Hunk) -> Hunk:
    return Hunk(left.before, right.before_end, left.after, right.after_end)


def _whole_sentences(hunks: Sequence[Hunk], before: Words, after: Words) -> list[Hunk]:
    """Return the hunks, those of a sentence that was mostly rewritten joined to one hunk over the sentence."""
    whole: list[Hunk] = []
    for sentence, inside in _sentences_with_hunks(hunks, before, after):
        removed = sum(before.letters(hunk.before, hunk.before_end) for hunk in inside)
        inserted = sum(after.letters(hunk.after, hunk.after_end) for hunk in inside)
        letters = before.letters(sentence.before, sentence.before_end)
        letters += after.letters(sentence.after, sentence.after_end)
        is_rewritten = len(inside) > 1 and removed and inserted
        if is_rewritten and letters - removed - inserted < _KEPT_AT_LEAST * letters:
            whole.append(sentence)
        else:
            whole += inside
    return whole


def _sentences_with_hunks(hunks: Sequence[Hunk], before: Words, after: Words) -> Iterator[tuple[Hunk, list[Hunk]]]:
    """Yield each stretch from a sentence's begin to a sentence's end in both texts that has hunks, with them."""
    begin = (0, 0)
    inside: list[Hunk] = []
    at = (0, 0)
    for hunk in [*hunks, Hunk(len(before.keys), len(before.keys), len(after.keys), len(after.keys))]:
        # Between two hunks the texts run side by side: an end of a sentence is one in both.
        for steps in range(hunk.after - at[1] + 1):
            place = (at[0] + steps, at[1] + steps)
            if before.ends_sentence(place[0] - 1) and after.ends_sentence(place[1] - 1):
                if inside:
                    yield Hunk(begin[0], place[0], begin[1], place[1]), inside
                    inside = []
                begin = place
        inside.append(hunk)
        at = (hunk.before_end, hunk.after_end)


def _sentence_hunks(before: Words, after: Words, whole: Hunk) -> list[Hunk]:
    """Return where whole sentences differ; all of `whole` where even these are too many."""
    sides = []
    for words, start, end in ((before, whole.before, whole.before_end), (after, whole.after, whole.after_end)):
        stops = [index + 1 for index in range(start, end) if words.ends_sentence(index) or index + 1 == end]
        sides.append([start, *stops])
    texts = [
        [words.keys[start:end] for start, end in pairwise(places)]
        for words, places in zip((before, after), sides, strict=True)
    ]
    counts = Counter(texts[1])
    if sum(counts[sentence] for sentence in texts[0]) > _MOST_PAIRS:
        return [whole]
    hunks = _common(texts[0], texts[1], Hunk(0, len(texts[0]), 0, len(texts[1])))
    return [
        Hunk(sides[0][hunk.before], sides[0][hunk.before_end], sides[1][hunk.after], sides[1][hunk.after_end])
        for hunk in hunks
    ]
