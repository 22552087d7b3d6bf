"""The prose of a text as passages, a heading and what stands under it, matched by heading and then by content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from charter.compare.blocks import is_term_table, words_of
from charter.compare.matching import title_key
from charter.compare.tokens import keys, pair_up, similarity, tokens
from charter.compare.vocabulary import Vocabulary
from charter.model.prose import Block, BlockKind, Inline
from charter.model.text import CharterText, Expectation
from charter.model.words import canonical
from charter.reading.keywords import Keywords

ALIKE = 0.6
"""From here on two passages under other headings are one whose heading was renamed."""

_INTRODUCTION = -1


@dataclass(slots=True, kw_only=True, eq=False)
class Passage:
    """A heading and what stands under it before the next one; the introduction, too."""

    heading: Inline | Block | None
    level: int
    section: int
    """Its section's place in the text, -1 for the introduction."""
    order: tuple[int, int]
    """Where it stands in the text: its section, and the item in it."""
    parent: Passage | None = None
    blocks: list[Block] = field(default_factory=list)
    """Without term tables, which are compared row by row."""
    term_tables: list[Block] = field(default_factory=list)
    promises: list[str] = field(default_factory=list)
    """Refs of the promises that stand in it."""
    children: list[Passage] = field(default_factory=list)

    @property
    def title(self) -> str | None:
        """The heading as written."""
        return None if self.heading is None else self.heading.text

    @property
    def key(self) -> str:
        """The heading as it is compared."""
        return title_key(self.title or "")

    @property
    def line(self) -> int | None:
        """The line of the heading, or of what stands first."""
        first = self.heading or next(iter(self.blocks), None)
        return None if first is None else first.span.line

    @property
    def parts(self) -> tuple[Inline | Block, ...]:
        """Everything of it that may have a link."""
        return (*([self.heading] if self.heading else []), *self.blocks, *self.term_tables)

    @property
    def body(self) -> str:
        """The words under the heading."""
        return canonical("\n".join(words_of(block) for block in self.blocks))

    def whole(self) -> Iterator[str]:
        """Yield the words of the passage and of those under it, without its own heading."""
        yield self.body
        for child in self.children:
            yield child.title or ""
            yield from child.whole()


def passages_of(text: CharterText, keywords: Keywords) -> tuple[Passage, ...]:
    """Return the prose of a text, all of it but the words of promises, in order."""
    heading = text.heading
    found = _divide([*text.introduction], Passage(heading=heading, level=1, section=-1, order=(-1, -1)), keywords)
    for at, section in enumerate(text.sections):
        first = Passage(heading=section.title, level=section.level, section=at, order=(at, -1))
        found.extend(_divide(section.items, first, keywords))
    return tuple(found)


def match_passages(
    old: Sequence[Passage], new: Sequence[Passage], vocabulary: Vocabulary
) -> tuple[tuple[Passage, Passage], ...]:
    """Return which passages are the same: equal ones first, then by heading, then by content, which is a guess."""
    pairs = [(old[0], new[0])]
    left_old, left_new = list(old[1:]), list(new[1:])

    def take(found: Sequence[tuple[int, int]]) -> None:
        pairs.extend((left_old[one], left_new[other]) for one, other in found)
        gone, come = {one for one, _ in found}, {other for _, other in found}
        left_old[:] = [passage for at, passage in enumerate(left_old) if at not in gone]
        left_new[:] = [passage for at, passage in enumerate(left_new) if at not in come]

    take(_equal([_identity(passage) for passage in left_old], [_identity(passage) for passage in left_new]))
    words = {id(passage): _words(passage, vocabulary) for passage in (*left_old, *left_new)}

    def likeness(one: Passage, other: Passage) -> float:
        return max(similarity(words[id(one)], words[id(other)]), _shared(one, other))

    take(
        pair_up(
            (likeness(one, other) + _same_parent(one, other), at, to)
            for at, one in enumerate(left_old)
            for to, other in enumerate(left_new)
            if one.key == other.key
        )
    )
    take(
        pair_up(
            (score, at, to)
            for at, one in enumerate(left_old)
            for to, other in enumerate(left_new)
            if (score := likeness(one, other)) >= ALIKE
        )
    )
    return tuple(pairs)


def sections_of(pairs: Sequence[tuple[Passage, Passage]]) -> dict[int, int]:
    """Return which section of the old text, by its place, is which of the new one."""
    return {
        one.section: other.section
        for one, other in pairs
        if one.section != _INTRODUCTION != other.section and one.order[1] < 0 and other.order[1] < 0
    }


def _divide(items: Sequence[Block | Expectation], first: Passage, keywords: Keywords) -> list[Passage]:
    found = [first]
    for at, item in enumerate(items):
        if isinstance(item, Expectation):
            # A heading in the prose before a promise does not stand above it.
            found[0].promises.append(item.ref)
        elif item.kind is BlockKind.HEADING:
            level = item.level or 6
            above = next((passage for passage in reversed(found) if passage.level < level), None)
            passage = Passage(heading=item, level=level, section=first.section, order=(first.section, at), parent=above)
            if above is not None:
                above.children.append(passage)
            found.append(passage)
        elif is_term_table(item, keywords):
            found[-1].term_tables.append(item)
        elif item.kind is not BlockKind.RULE:
            found[-1].blocks.append(item)
    return found


def _identity(passage: Passage) -> object:
    parent = passage.parent.key if passage.parent else ""
    return parent, passage.key, passage.body, tuple(passage.promises)


def _equal(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    places: dict[object, list[int]] = {}
    for at, value in enumerate(old):
        places.setdefault(value, []).append(at)
    return [(places[value].pop(0), to) for to, value in enumerate(new) if places.get(value)]


def _words(passage: Passage, vocabulary: Vocabulary) -> list[str]:
    """Return the words a passage is known by: its own, or where it has none those of the passages under it."""
    own = passage.body or " ".join(table.text for table in passage.term_tables)
    return keys(tokens(own or " ".join(passage.whole()), vocabulary))


def _shared(one: Passage, other: Passage) -> float:
    """Return the share of promises that stand in both."""
    both = Counter(one.promises) & Counter(other.promises)
    return 2 * both.total() / (len(one.promises) + len(other.promises)) if both else 0.0


def _same_parent(one: Passage, other: Passage) -> float:
    return float((one.parent.key if one.parent else "") == (other.parent.key if other.parent else ""))
