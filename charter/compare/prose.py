"""What changed in prose outside promises. All of it is neutral: who is promised what stands in promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace

from charter.compare.blocks import links_elsewhere, words_of
from charter.compare.changes import Change, Direction, Kind
from charter.compare.passages import Passage
from charter.compare.tokens import keys, pair_up, similarity, tokens
from charter.compare.vocabulary import Vocabulary
from charter.compare.wording import judge_wording
from charter.model.prose import Block
from charter.model.words import canonical, without_number

ALIKE = 0.4
"""From here on two blocks of one passage are two wordings of one."""
ALIKE_LAST = 0.2
"""The same, where no other block of the passage is without a partner."""

Order = tuple[int, int]
"""Where in the new text a change stands."""
AT_THE_END: Order = (1_000_000_000, 0)
"""Where what is gone stands: after all that is there."""


def compare_prose(
    old: Sequence[Passage],
    new: Sequence[Passage],
    pairs: Sequence[tuple[Passage, Passage]],
    vocabulary: Vocabulary,
    refs: Mapping[str, str],
    *,
    is_title_told: bool,
) -> Iterator[tuple[Order, Change]]:
    """Yield every change of prose outside promises with its place in the new text.

    `refs` says what refs of the old text are called now. `is_title_told` says that the change of the text's own heading
    is told elsewhere, as that of its title.
    """
    partner = {id(other): one for one, other in pairs}
    kept = {id(one) for one, _ in pairs}
    gone, come = _Residue(), _Residue()
    for passage in old:
        gone.put(passage, passage.blocks)
    for passage in new:
        come.put(passage, passage.blocks)
    for one, other in pairs:
        _drop_equal(gone, come, one, other)
    yield from _moved_blocks(gone, come, old, new)
    for passage in new:
        before = partner.get(id(passage))
        if before is not None:
            if not (is_title_told and passage is new[0]):
                yield from _heading(before, passage, vocabulary)
            yield from _place(before, passage, partner)
            yield from _blocks(passage, gone.of(before), come.of(passage), vocabulary)
            yield from _links(before, passage, refs)
        elif _is_first_of_its_kind(passage, partner) and _says_anything(passage, come, partner):
            words = _whole(passage, come, partner)
            yield passage.order, _change(Kind.ADDED, passage, after=words, after_line=passage.line)
    yield from _gone(old, gone, kept)


def _gone(old: Sequence[Passage], residue: _Residue, kept: Container[int]) -> Iterator[tuple[Order, Change]]:
    for passage in old:
        if id(passage) in kept or not _is_first_of_its_kind(passage, kept):
            continue
        if _says_anything(passage, residue, kept):
            words = _whole(passage, residue, kept)
            yield AT_THE_END, _change(Kind.WITHDRAWN, passage, before=words, before_line=passage.line)


def _place(before: Passage, after: Passage, partner: Mapping[int, Passage]) -> Iterator[tuple[Order, Change]]:
    if _is_elsewhere(before, after, partner):
        yield (
            after.order,
            _change(
                Kind.MOVED,
                after,
                before=before.parent.title if before.parent else None,
                after=after.parent.title if after.parent else None,
                before_line=before.line,
                after_line=after.line,
                place="section",
            ),
        )


def _links(before: Passage, after: Passage, refs: Mapping[str, str]) -> Iterator[tuple[Order, Change]]:
    for led in links_elsewhere(before.parts, after.parts, refs):
        change = _change(Kind.LINK, after, before=led.before, after=led.after, place=led.words)
        yield after.order, replace(change, before_line=before.line, after_line=after.line)


class _Residue:
    """The blocks of each passage that have no partner yet."""

    def __init__(self) -> None:
        self._blocks: dict[int, list[Block]] = {}

    def put(self, passage: Passage, blocks: Sequence[Block]) -> None:
        self._blocks[id(passage)] = list(blocks)

    def of(self, passage: Passage) -> list[Block]:
        return self._blocks[id(passage)]


def _drop_equal(gone: _Residue, come: _Residue, one: Passage, other: Passage) -> None:
    """Leave only the blocks that differ; where paragraphs break is no difference."""
    old, new = gone.of(one), come.of(other)
    shared = Counter(map(_said, old)) & Counter(map(_said, new))
    old, new = _without(old, shared), _without(new, shared)
    if canonical(" ".join(map(_said, old))) == canonical(" ".join(map(_said, new))):
        old, new = [], []
    gone.put(one, old)
    come.put(other, new)


def _moved_blocks(
    gone: _Residue, come: _Residue, old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[Order, Change]]:
    """Yield blocks that stand under another heading now, and take them out.

    Of the same words at several places, those under a heading of the same name belong together, then by the headings
    in their alphabet: in which order the parts of a text stand decides nothing.
    """
    were, are = _places(gone, old), _places(come, new)
    for words in filter(were.__contains__, are):
        for (was, before), (passage, block) in _same_names_first(were[words], are[words]):
            gone.of(was).remove(before)
            come.of(passage).remove(block)
            is_same_name = was.key == passage.key
            yield (
                passage.order,
                _change(
                    Kind.MOVED,
                    passage,
                    before=_above(was) if is_same_name else was.title,
                    after=_above(passage) if is_same_name else passage.title,
                    before_line=before.span.line,
                    after_line=block.span.line,
                    place="section",
                ),
            )


def _places(residue: _Residue, passages: Sequence[Passage]) -> dict[str, list[tuple[Passage, Block]]]:
    """Return where each run of words stands, by the headings above it."""
    found: dict[str, list[tuple[Passage, Block]]] = {}
    for passage in sorted(passages, key=lambda passage: _above(passage) or ""):
        for block in residue.of(passage):
            if words := _said(block):
                found.setdefault(words, []).append((passage, block))
    return found


def _same_names_first(
    were: Sequence[tuple[Passage, Block]], are: Sequence[tuple[Passage, Block]]
) -> Iterator[tuple[tuple[Passage, Block], tuple[Passage, Block]]]:
    left, rest = list(were), []
    for place in are:
        same = next((item for item in left if item[0].key == place[0].key), None)
        if same is None:
            rest.append(place)
        else:
            left.remove(same)
            yield same, place
    yield from zip(left, rest, strict=False)


def _above(passage: Passage) -> str | None:
    """Return the headings that a passage stands under, the nearest last: what tells it from another of its name."""
    titles = []
    above: Passage | None = passage
    while above is not None:
        titles.append(above.title or "")
        above = above.parent
    return " › ".join(reversed(titles)) or None


def _heading(before: Passage, after: Passage, vocabulary: Vocabulary) -> Iterator[tuple[Order, Change]]:
    old, new = without_number(before.title or ""), without_number(after.title or "")
    if canonical(old) == canonical(new) or not (before.heading and after.heading):
        return
    verdict = judge_wording(old, new, vocabulary)
    kind = Kind.EDITORIAL if verdict and verdict[0] is Kind.EDITORIAL else Kind.RENAMED
    yield (
        after.order,
        _change(
            kind,
            after,
            before=before.title,
            after=after.title,
            before_line=before.line,
            after_line=after.line,
            place="heading",
        ),
    )


def _blocks(
    passage: Passage, old: list[Block], new: list[Block], vocabulary: Vocabulary
) -> Iterator[tuple[Order, Change]]:
    words = [[keys(tokens(_said(block), vocabulary)) for block in side] for side in (old, new)]
    least = ALIKE_LAST if len(old) == len(new) == 1 else ALIKE
    pairs = pair_up(
        (score, one, other)
        for one in range(len(old))
        for other in range(len(new))
        if (score := similarity(words[0][one], words[1][other])) >= least
    )
    partner = {other: one for one, other in pairs}
    for other, block in enumerate(new):
        before = old[partner[other]] if other in partner else None
        verdict = judge_wording(_said(before), _said(block), vocabulary) if before else None
        if before and verdict:
            yield (
                passage.order,
                _change(
                    verdict[0],
                    passage,
                    before=before.text,
                    after=block.text,
                    before_line=before.span.line,
                    after_line=block.span.line,
                ),
            )
        elif before is None and _said(block):
            yield passage.order, _change(Kind.ADDED, passage, after=block.text, after_line=block.span.line)
    for one, block in enumerate(old):
        if one not in partner.values() and _said(block):
            yield AT_THE_END, _change(Kind.WITHDRAWN, passage, before=block.text, before_line=block.span.line)


def _fresh(passage: Passage, matched: Container[int]) -> Iterator[Passage]:
    """Yield a passage without a partner and those under it that have none either."""
    yield passage
    for child in passage.children:
        if id(child) not in matched:
            yield from _fresh(child, matched)


def _is_first_of_its_kind(passage: Passage, matched: Container[int]) -> bool:
    """Whether the passage above one that came or went has a partner; otherwise it is told with the one above."""
    return passage.parent is None or id(passage.parent) in matched


def _says_anything(passage: Passage, residue: _Residue, matched: Container[int]) -> bool:
    """Whether a passage that came or went says more than its promises and terms, which are told for themselves."""
    if any(residue.of(part) for part in _fresh(passage, matched)):
        return True
    return bool(passage.heading) and not (passage.promises or passage.term_tables or passage.blocks)


def _whole(passage: Passage, residue: _Residue, matched: Container[int]) -> str:
    """Return the words of a passage and of the passages under it that came or went with it."""
    parts = _fresh(passage, matched)
    return "\n".join(words for part in parts for words in (part.title, *(b.text for b in residue.of(part))) if words)


def _is_elsewhere(before: Passage, after: Passage, partner: Mapping[int, Passage]) -> bool:
    """Whether a passage stands under another heading now."""
    if before.parent is None or after.parent is None:
        return False
    return partner.get(id(after.parent)) is not before.parent and before.parent.key != after.parent.key


def _said(block: Block) -> str:
    return canonical(words_of(block))


def _without(blocks: Sequence[Block], shared: Counter[str]) -> list[Block]:
    left = shared.copy()
    found: list[Block] = []
    for block in blocks:
        words = _said(block)
        if left[words] > 0:
            left[words] -= 1
        else:
            found.append(block)
    return found


def _change(
    kind: Kind,
    passage: Passage,
    *,
    before: str | None = None,
    after: str | None = None,
    before_line: int | None = None,
    after_line: int | None = None,
    place: str | None = None,
) -> Change:
    return Change(
        kind=kind,
        direction=Direction.NEUTRAL,
        section=passage.title,
        before=before,
        after=after,
        before_line=before_line,
        after_line=after_line,
        place=place,
    )
