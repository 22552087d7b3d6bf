"""How many words a comparison marks in real documents, and how long it takes: `python benchmarks/words.py [corpus]`.

The corpus is a folder with a `manifest.json`, as in `tests/data/corpus`; without one, that which the tests use.
Blocks, list items and rows are matched first, so that every way of comparing words is given the same pairs of texts.
"""

# ruff: noqa: T201
from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

sys.path.insert(0, str(Path(__file__).parents[1]))

from charter.compare.compare import compare
from charter.compare.htmlmatch import match_nodes
from charter.compare.htmltree import Block, Leaf, Node, read_html
from charter.compare.wordhunks import Hunk, raw_hunks, tidy
from charter.compare.wordtokens import Words, read_words
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.reading.frontmatter import read_front_matter
from charter.reading.markdown import read_nodes
from tests import corpus

Way = Callable[[Words, Words], list[Hunk]]
NOTHING = read_words("")


def ends(before: Sequence[str], after: Sequence[str]) -> tuple[int, int]:
    """Return how many words are equal at the begin and at the end."""
    most = min(len(before), len(after))
    first = next((n for n in range(most) if before[n] != after[n]), most)
    return first, next((n for n in range(most - first) if before[-1 - n] != after[-1 - n]), most - first)


def by_difflib(before: Words, after: Words) -> list[Hunk]:
    """Longest runs first, the common ends trimmed."""
    first, last = ends(before.keys, after.keys)
    old, new = before.keys[first : len(before.keys) - last], after.keys[first : len(after.keys) - last]
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [Hunk(first + a, first + b, first + c, first + d) for tag, a, b, c, d in codes if tag != "equal"]


def by_unique_words(before: Words, after: Words) -> list[Hunk]:
    """Patience: words that stand once in both texts are anchors, and so on between them."""
    hunks: list[Hunk] = []
    todo = [Hunk(0, len(before.keys), 0, len(after.keys))]
    while todo:
        part = todo.pop()
        old, new = before.keys[part.before : part.before_end], after.keys[part.after : part.after_end]
        first, last = ends(old, new)
        if first or last:
            part = Hunk(part.before + first, part.before_end - last, part.after + first, part.after_end - last)
            old, new = old[first : len(old) - last], new[first : len(new) - last]
        anchors = {key for key in old if old.count(key) == new.count(key) == 1} if old and new else set()
        if anchors:
            left = [n for n, key in enumerate(old) if key in anchors]
            right = [n for n, key in enumerate(new) if key in anchors]
            blocks = SequenceMatcher(None, [old[n] for n in left], [new[n] for n in right], autojunk=False)
            at, after_at = part.before, part.after
            for a, b, size in blocks.get_matching_blocks():
                for step in range(size):
                    place, index = part.before + left[a + step], part.after + right[b + step]
                    todo.append(Hunk(at, place, after_at, index))
                    at, after_at = place + 1, index + 1
            todo.append(Hunk(at, part.before_end, after_at, part.after_end))
        elif old or new:
            hunks.append(part)
    return sorted(hunks)


def tidied(way: Way) -> Way:
    """Return a way of comparing that ends as ours does."""
    return lambda before, after: tidy(way(before, after), before, after)


WAYS: dict[str, Way] = {
    "difflib, as it comes": by_difflib,
    "unique words, as they come": by_unique_words,
    "longest common words, as they come": raw_hunks,
    "difflib, tidied": tidied(by_difflib),
    "unique words, tidied": tidied(by_unique_words),
    "**longest common words, tidied**": tidied(raw_hunks),
}


def texts_of(path: Path) -> tuple[Block, list[str]]:
    """Return a document's blocks, and its lines for a line diff."""
    source = decode(path.name, path.read_bytes()).value
    line = read_front_matter(source).value.body_line
    nodes = read_nodes(source, line).value
    return read_html("".join(node.block.html for node in nodes)), source.text.split("\n")[line - 1 :]


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield every paragraph, heading and cell in a node."""
    if isinstance(node, Leaf):
        yield node
    else:
        for child in node.children:
            yield from leaves(child)


def pairs_of(before: Sequence[Node], after: Sequence[Node]) -> Iterator[tuple[Words, Words]]:
    """Yield the words of every paragraph, heading and cell with those it had before."""
    match = match_nodes(before, after)
    for removed in (place for places in match.removed_after.values() for place in places):
        yield from ((leaf.words, NOTHING) for leaf in leaves(before[removed]))
    for index, node in enumerate(after):
        partner = before[match.partners[index]] if index in match.partners else None
        if partner is None:
            yield from ((NOTHING, leaf.words) for leaf in leaves(node))
        elif isinstance(node, Block) and isinstance(partner, Block):
            yield from pairs_of(partner.children, node.children)
        else:
            yield next(leaves(partner), Leaf()).words, next(leaves(node), Leaf()).words


def share_of_lines(before: list[str], after: list[str]) -> float:
    """Return the share of words that stand on lines which a line diff marks."""
    marked = 0
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            marked += len(" ".join(before[a:b] + after[c:d]).split())
    return marked / max(1, len(" ".join(before + after).split()))


def whole_comparisons() -> list[float]:
    """Return how many seconds each pair of neighbouring texts takes, once read, for kinds and directions as well."""
    times = []
    for _, versions in corpus.documents():
        texts = [read_charter(decode(path.name, path.read_bytes()).value).value for path in versions]
        for before, after in pairwise(texts):
            begin = time.process_time()
            compare(before, after)
            times.append(time.process_time() - begin)
    return times


def main() -> None:
    """Print a row for every way."""
    if len(sys.argv) > 1:
        corpus._BESIDE = Path(sys.argv[1])  # noqa: SLF001
    documents = []
    lines = []
    for _, versions in corpus.documents():
        for (before, old_lines), (after, new_lines) in pairwise([texts_of(path) for path in versions]):
            pairs = list(pairs_of(before.children, after.children))
            if any(old.keys != new.keys for old, new in pairs):
                documents.append(pairs)
                lines.append(share_of_lines(old_lines, new_lines))
    times = whole_comparisons()
    seconds, usual = sum(times), median(times) * 1000
    print(f"{len(times)} pairs of neighbouring texts compared in {seconds:.1f} s, half of them within {usual:.1f} ms")
    print(f"{len(documents)} of them differ in their words\n")
    print("| Words | Marked, median | Marked, mean | Hunks a pair | ms a pair, mean |\n|---|---|---|---|---|")
    print(f"| a line diff | {median(lines):.1%} | {mean(lines):.1%} | | |")
    for name, way in WAYS.items():
        shares, hunks, begin = [], 0, time.process_time()
        for pairs in documents:
            marked = 0
            for old, new in pairs:
                found = way(old, new) if old.keys != new.keys else []
                hunks += len(found)
                marked += sum(h.before_end - h.before + h.after_end - h.after for h in found)
            shares.append(marked / sum(len(old.keys) + len(new.keys) for old, new in pairs))
        ms = (time.process_time() - begin) / len(documents) * 1000
        print(f"| {name} | {median(shares):.1%} | {mean(shares):.1%} | {hunks / len(documents):.1f} | {ms:.2f} |")


if __name__ == "__main__":
    main()
