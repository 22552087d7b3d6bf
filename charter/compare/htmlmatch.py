"""Which block, list item, row or column of the old text is which of the new one."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from charter.compare.htmltree import Block, Node

_ALIKE = 0.4
"""Two nodes that share so much of their letters are the same one, edited."""
_MOST_PAIRS = 2_500
"""More pairs of unmatched nodes between two matched ones are not compared with each other."""

_Key: TypeAlias = tuple[str, ...]


@dataclass(slots=True)
class Match:
    """The old partner of each new node that has one; `moved` are those that stand in another order."""

    partners: dict[int, int]
    moved: frozenset[int]
    new_count: int
    removed_after: dict[int, list[int]] = field(default_factory=dict)
    """The old nodes without a partner, by the new node behind which they stood; -1 is the begin."""

    @property
    def in_new_order(self) -> Iterator[int | None]:
        """The old nodes in the order in which they are shown; `None` is a place that only the new text has."""
        yield from self.removed_after.get(-1, ())
        for index in range(self.new_count):
            yield self.partners.get(index)
            yield from self.removed_after.get(index, ())


def match_nodes(
    before: Sequence[Node], after: Sequence[Node], names: tuple[Sequence[_Key], Sequence[_Key]] | None = None
) -> Match:
    """Return which nodes belong together: by equal words, then by name, then by likeness in order.

    `names` gives words by which nodes are known though the rest of them changed, such as a row's first cell.
    """
    old, new = ([(node.kind, *node.keys) for node in nodes] for nodes in (before, after))
    if old > new:
        turned = match_nodes(after, before, (names[1], names[0]) if names else None)
        return _match(dict(turned.partners), {turned.partners[index] for index in turned.moved}, len(old), len(new))
    pairs = _equal(old, new, {})
    if names:
        pairs |= _equal(names[0], names[1], pairs)
    ordered = _in_order(sorted(pairs.items()))
    moved = {index for place, index in pairs.items() if (place, index) not in ordered}
    taken = set(pairs.values())
    at = after_at = 0
    for end, after_end in [*sorted(ordered), (len(old), len(new))]:
        left = [place for place in range(at, end) if place not in pairs]
        right = [index for index in range(after_at, after_end) if index not in taken]
        near = _alike(before, after, left, right, is_between_neighbours=True)
        pairs.update(near)
        taken.update(index for _, index in near)
        at, after_at = end + 1, after_end + 1
    left = [place for place in range(len(old)) if place not in pairs]
    right = [index for index in range(len(new)) if index not in taken]
    elsewhere = _alike(before, after, left, right, is_between_neighbours=False)
    pairs.update(elsewhere)
    moved.update(index for _, index in elsewhere)
    return _match(pairs, moved, len(old), len(new))


def match_columns(before: Sequence[Block], after: Sequence[Block]) -> Match:
    """Return which columns belong together: by their heads; as many others as there were stay in order."""
    pairs = _equal([cell.keys for cell in before], [cell.keys for cell in after], {})
    left = [index for index in range(len(before)) if index not in pairs]
    taken = set(pairs.values())
    right = [index for index in range(len(after)) if index not in taken]
    if len(left) == len(right):
        pairs.update(zip(left, right, strict=True))
    return _match(pairs, set(), len(before), len(after))


def _match(pairs: dict[int, int], moved: Iterable[int], old_count: int, new_count: int) -> Match:
    """Return the match for pairs of old and new places."""
    still = frozenset(moved)
    removed: dict[int, list[int]] = defaultdict(list)
    behind = -1
    for place in range(old_count):
        if place not in pairs:
            removed[behind].append(place)
        elif pairs[place] not in still:
            behind = pairs[place]
    return Match({index: place for place, index in pairs.items()}, still, new_count, dict(removed))


def _equal(before: Sequence[_Key], after: Sequence[_Key], pairs: dict[int, int]) -> dict[int, int]:
    """Return pairs of equal keys among those without a partner, the first with the first."""
    taken = set(pairs.values())
    places: dict[_Key, deque[int]] = defaultdict(deque)
    for index, key in enumerate(after):
        if key and index not in taken:
            places[key].append(index)
    return {
        place: places[key].popleft()
        for place, key in enumerate(before)
        if place not in pairs and key in places and places[key]
    }


def _in_order(pairs: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return a largest part of the pairs that is in the same order on both sides."""
    tails: list[int] = []
    ends: list[int] = []
    shorter: list[int] = []
    for number, (_, index) in enumerate(pairs):
        length = bisect_left(tails, index)
        shorter.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [index]
        ends[length : length + 1] = [number]
    kept = set()
    number = ends[-1] if ends else -1
    while number >= 0:
        kept.add(pairs[number])
        number = shorter[number]
    return kept


def _alike(
    before: Sequence[Node],
    after: Sequence[Node],
    left: Sequence[int],
    right: Sequence[int],
    *,
    is_between_neighbours: bool,
) -> list[tuple[int, int]]:
    """Return the pairs, in order, that have most letters in common in all."""
    if not left or not right:
        return []
    if len(left) * len(right) > _MOST_PAIRS:
        return [
            (place, index)
            for place, index in zip(left, right, strict=False)
            if before[place].kind == after[index].kind and _likeness(before[place].keys, after[index].keys) >= _ALIKE
        ]
    kinds = Counter(before[place].kind for place in left), Counter(after[index].kind for index in right)
    best: list[list[tuple[float, tuple[tuple[int, int], ...]]]] = [[(0.0, ())] * (len(right) + 1)]
    for place in left:
        node = before[place]
        row: list[tuple[float, tuple[tuple[int, int], ...]]] = [(0.0, ())]
        for column, index in enumerate(right):
            choice = max(best[-1][column + 1], row[-1], key=lambda chosen: chosen[0])
            if node.kind == after[index].kind:
                likeness = _likeness(node.keys, after[index].keys)
                # The only paragraph became the only paragraph; an item or a row is one of many.
                is_only = (
                    is_between_neighbours
                    and node.kind not in ("li", "tr")
                    and kinds[0][node.kind] == kinds[1][node.kind] == 1
                )
                if likeness >= _ALIKE or is_only:
                    score, chain = best[-1][column]
                    if score + likeness + 0.01 > choice[0]:
                        choice = (score + likeness + 0.01, (*chain, (place, index)))
            row.append(choice)
        best.append(row)
    return list(best[-1][-1][1])


def are_alike(before: Sequence[Node], after: Sequence[Node]) -> bool:
    """Return whether nodes, taken together, share so many words that one became the other."""
    return bool(before and after) and _likeness(_keys(before), _keys(after)) >= _ALIKE


def _keys(nodes: Sequence[Node]) -> _Key:
    return tuple(key for node in nodes for key in node.keys)


def _likeness(before: _Key, after: _Key) -> float:
    """Return the share of letters that stand in both, whatever their order."""
    counts = Counter(before), Counter(after)
    letters = sum(len(key.strip()) for key in (*before, *after))
    shared = sum(len(key.strip()) * times for key, times in (counts[0] & counts[1]).items())
    return 2 * shared / letters if letters else 1.0
