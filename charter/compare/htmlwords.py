"""The words of one paragraph, heading or cell with `<ins>` and `<del>`, inside the markup they have."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from charter.compare.htmltree import Leaf, Segment, Tag
from charter.compare.worddiff import PieceKind, stretches
from charter.compare.wordhunks import Hunk, find_hunks
from charter.reading.inline import escape

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class View:
    """How words are marked that only the text being written has, and whether those of the other one are shown."""

    mark: str
    shows_removed: bool


def write_words(before: Leaf, after: Leaf, view: View) -> str:
    """Return the HTML of `after` with marks; every element of it stays whole."""
    removed = _Run(before)
    shown = _Run(_with_addresses(before, after, view))
    writer = _Writer()
    mark = Tag(view.mark, f"<{view.mark}>", f"</{view.mark}>")
    gone = Tag("del", "<del>", "</del>")
    at = 0
    for stretch in stretches(before.words, after.words):
        if stretch.kind is PieceKind.REMOVED:
            if view.shows_removed:
                around = shown.around(at)
                if stretch.has_blank:
                    writer.write(" ", _common(*around))
                for segment in removed.part(stretch.start, stretch.end):
                    writer.write(_without_break(segment), (*_place(segment.tags, *around), gone))
            continue
        if stretch.has_blank and view.shows_removed:
            writer.write(" ", _common(*shown.around(at)))
        for segment in shown.part(stretch.start, stretch.end):
            marks = (mark,) if stretch.kind is PieceKind.INSERTED else ()
            writer.write(_html(segment), (*segment.tags, *marks))
        at = stretch.end
    for segment in shown.part(at, len(after.words.text)):
        writer.write(_html(segment), segment.tags)
    writer.write("", ())
    return "".join(writer.out)


class _Run:
    """The segments of a leaf, found by the places of their words."""

    def __init__(self, leaf: Leaf) -> None:
        self.segments = leaf.segments
        self.ends = list(accumulate(len(segment.text) for segment in leaf.segments))

    def part(self, start: int, end: int) -> Iterator[Segment]:
        """Yield the segments from `start` to `end`, the first and the last cut to their part."""
        index = bisect_right(self.ends, start)
        while start < end:
            segment = self.segments[index]
            cut = min(end, self.ends[index])
            begin = self.ends[index] - len(segment.text)
            yield Segment(segment.text[start - begin : cut - begin], segment.tags, segment.atom)
            start = cut
            index += 1

    def leading(self, at: int) -> dict[str, Tag]:
        """Return the link and the picture at a place, by the names of their elements."""
        segment = self.segments[bisect_right(self.ends, at)]
        tags = (*segment.tags, *((segment.atom,) if segment.atom else ()))
        return {tag.name: tag for tag in tags if tag.name in ("a", "img")}

    def around(self, at: int) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
        """Return the elements that the words before and behind a place are in."""
        before = bisect_right(self.ends, at - 1)
        behind = bisect_right(self.ends, at)
        return (
            self.segments[before].tags if at > 0 else (),
            self.segments[behind].tags if behind < len(self.segments) else (),
        )


class _Writer:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: tuple[Tag, ...] = ()

    def write(self, text: str, tags: tuple[Tag, ...]) -> None:
        """Write text inside `tags`; those that are open stay open."""
        kept = len(_common(self.open, tags))
        self.out += (tag.closing for tag in reversed(self.open[kept:]))
        self.out += (tag.opening for tag in tags[kept:])
        self.out.append(text)
        self.open = tags


def _common(left: Sequence[Tag], right: Sequence[Tag]) -> tuple[Tag, ...]:
    """Return the elements that both are in."""
    count = 0
    for one, other in zip(left, right, strict=False):
        if one is not other:
            break
        count += 1
    return tuple(left[:count])


def _place(tags: Sequence[Tag], before: Sequence[Tag], behind: Sequence[Tag]) -> tuple[Tag, ...]:
    """Return the elements for words that were removed between two places of the new text.

    An element of the new text that goes on there stays whole. Beyond it the words get their own elements, and where
    one of those is also the element before or behind them, they join it.
    """
    base = _common(before, behind)
    if [tag.opening for tag in base] == [tag.opening for tag in tags[: len(base)]]:
        for beside in (before, behind):
            joined = len(base)
            while joined < min(len(beside), len(tags)) and beside[joined].opening == tags[joined].opening:
                joined += 1
            if joined > len(base):
                return (*beside[:joined], *tags[joined:])
        return (*base, *tags[len(base) :])
    names = {tag.name for tag in base}
    return (*base, *(tag for tag in tags if tag.name not in names))


def _html(segment: Segment) -> str:
    return segment.atom.opening + segment.atom.closing if segment.atom else escape(segment.text)


def _without_break(segment: Segment) -> str:
    return " " if segment.text == "\n" and segment.atom else _html(segment)


def _with_addresses(before: Leaf, after: Leaf, view: View) -> Leaf:
    """Return `after` with its links and pictures marked that had the same words and another address before."""
    if not any(segment.atom or segment.tags for segment in after.segments):
        return after
    old, new = _Run(before), _Run(after)
    changed: dict[Tag, list[str]] = {}
    at = after_at = 0
    end = len(before.words.keys), len(after.words.keys)
    for hunk in [*find_hunks(before.words, after.words), Hunk(end[0], end[0], end[1], end[1])]:
        for place, index in zip(range(at, hunk.before), range(after_at, hunk.after), strict=False):
            old_tags = old.leading(before.words.spans[place][0])
            for name, tag in new.leading(after.words.spans[index][0]).items():
                address = old_tags[name].address if name in old_tags else ""
                if address != tag.address and address not in changed.setdefault(tag, []):
                    changed[tag].append(address)
        at, after_at = hunk.before_end, hunk.after_end
    marked = {tag: _with_address(tag, olds, view) for tag, olds in changed.items() if olds}
    return Leaf(
        [
            Segment(
                segment.text,
                tuple(marked.get(tag, tag) for tag in segment.tags),
                segment.atom and marked.get(segment.atom, segment.atom),
            )
            for segment in after.segments
        ]
    )


def _with_address(tag: Tag, olds: Sequence[str], view: View) -> Tag:
    """Return a link or a picture with the marks of a new address, and the old ones behind it."""
    shown = "".join(f'<del class="address">{old}</del>' for old in olds if old) if view.shows_removed else ""
    begin, end = f'<{view.mark} class="address">', f"</{view.mark}>"
    return Tag(tag.name, begin + tag.opening, tag.closing + end + shown)
