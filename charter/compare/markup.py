"""Safe HTML with `<ins>` and `<del>` where its words differ from an earlier text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charter.compare.htmlmatch import Match, are_alike, match_columns, match_nodes
from charter.compare.htmltree import Block, Leaf, Node, read_html
from charter.compare.htmlwords import View, write_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNITS = frozenset({"p", "heading", "pre"})
_FLOW = _UNITS | {"list", "li", "blockquote"}
_MOVED_KINDS = frozenset({"li", "p"})


def mark_html(before_html: str, after_html: str) -> str:
    """Return `after_html` with what was inserted in `<ins>` and what was removed in `<del>`; nothing is raised.

    Both are safe HTML of one block, one cell or one field, as the reading side writes it. All markup of the new text
    stays, words that were removed keep theirs. List items and table rows are matched before their words are compared;
    one that only moved begins with an empty `<ins class="moved">`. Where a link's address changed and not its words,
    `<ins class="address">` is around the link and the old address comes after it in `<del class="address">`.
    """
    return after_html if before_html == after_html else _inline(read_html(before_html), read_html(after_html))


def mark_sides(before_html: str, after_html: str) -> tuple[str, str]:
    """Return both texts, to be shown side by side: the old one with `<del>` marks, the new one with `<ins>` marks."""
    if before_html == after_html:
        return before_html, after_html
    return _sides(read_html(before_html), read_html(after_html))


def mark_all(before_html: str, after_html: str) -> tuple[str, str, str]:
    """Return what `mark_html` returns, and the two of `mark_sides`; each text is read once."""
    if before_html == after_html:
        return after_html, after_html, after_html
    before, after = read_html(before_html), read_html(after_html)
    return (_inline(before, after), *_sides(before, after))


def _inline(before: Block, after: Block) -> str:
    return _mark(before, after, View(mark="ins", shows_removed=True))


def _sides(before: Block, after: Block) -> tuple[str, str]:
    return (
        _mark(after, before, View(mark="del", shows_removed=False)),
        _mark(before, after, View(mark="ins", shows_removed=False)),
    )


def _mark(before: Block, after: Block, view: View) -> str:
    marker = _Marker(view)
    marker.children(before.children, after.children)
    return "".join(marker.out)


class _Marker:
    def __init__(self, view: View) -> None:
        self.view = view
        self.out: list[str] = []
        self.regrouped: dict[Leaf, tuple[Leaf, list[Block]]] = {}
        """For words that were grouped in other blocks before: what they were, and what was removed behind them."""

    def children(self, before: Sequence[Node], after: Sequence[Node]) -> None:
        """Write the nodes of `after` in order, and those that were removed where they stood."""
        match = match_nodes(before, after)
        self._regroup(before, after, match)
        self._removed(before, match, -1)
        for index, node in enumerate(after):
            partner = match.partners.get(index)
            if partner is None:
                self.whole(node, self.view.mark)
                self._gone(node)
            else:
                self.pair(before[partner], node, is_moved=index in match.moved)
            self._removed(before, match, index)

    def _regroup(self, before: Sequence[Node], after: Sequence[Node], match: Match) -> None:
        """Match the words of nodes without a partner one by one where paragraphs became a list, or the reverse."""
        places = [place for places in match.removed_after.values() for place in places if _flows(before[place])]
        old = [before[place] for place in sorted(places)]
        new = [node for index, node in enumerate(after) if index not in match.partners and _flows(node)]
        if not are_alike(old, new):
            return
        units, leaves = list(_units(old)), [_only_leaf(unit) for unit in _units(new)]
        inner = match_nodes([_only_leaf(unit) for unit in units], leaves)
        for behind, left in match.removed_after.items():
            match.removed_after[behind] = [place for place in left if place not in places]
        for index, leaf in enumerate(leaves):
            was = _only_leaf(units[inner.partners[index]]) if index in inner.partners else Leaf()
            self.regrouped[leaf] = (was, [units[place] for place in inner.removed_after.get(index, ())])
        for unit in [units[place] for place in inner.removed_after.get(-1, ())] if self.view.shows_removed else ():
            self.whole(unit, "del")

    def _removed(self, before: Sequence[Node], match: Match, index: int) -> None:
        if self.view.shows_removed:
            for removed in match.removed_after.get(index, ()):
                self.whole(before[removed], "del")

    def whole(self, node: Node, mark: str) -> None:
        """Write a node with all its words marked."""
        if isinstance(node, Leaf):
            was, _ = self.regrouped.get(node, (Leaf(), []))
            view = self.view if mark == self.view.mark else View(mark=mark, shows_removed=False)
            self.out.append(write_words(was, node, view))
        elif node.name == "hr":
            self.out += (f"<{mark}>", node.opening, f"</{mark}>")
        else:
            self.out.append(node.opening if mark == self.view.mark else node.opening_without_id)
            for child in node.children:
                self.whole(child, mark)
                if node.kind not in _UNITS:
                    self._gone(child)
            self.out.append(node.closing)

    def _gone(self, node: Node) -> None:
        """Write what was removed behind a paragraph that was regrouped."""
        if self.view.shows_removed and node.kind in _UNITS:
            for unit in self.regrouped.get(_only_leaf(node), (Leaf(), []))[1]:
                self.whole(unit, "del")

    def pair(self, before: Node, after: Node, *, is_moved: bool = False) -> None:
        """Write a node whose words are compared with those of the node it was."""
        if isinstance(after, Leaf):
            self.out.append(write_words(_only_leaf(before), after, self.view))
            return
        self.out.append(after.opening)
        if is_moved and after.kind in _MOVED_KINDS:
            self._moved()
        if isinstance(before, Leaf):
            self.children([before], after.children)
        elif not self._table(before, after):
            self.children(before.children, after.children)
        self.out.append(after.closing)

    def _moved(self) -> None:
        self.out.append(f'<{self.view.mark} class="moved"></{self.view.mark}>')

    def _table(self, before: Block, after: Block) -> bool:
        """Write what is inside a table, cell by cell, and return whether both are tables."""
        old, new = before.rows, after.rows
        if not old or not new or after.name != "table":
            return False
        columns = match_columns(old[0].blocks, new[0].blocks)
        head, *bodies = after.blocks
        self.out.append(head.opening)
        self._row(old[0], new[0], columns)
        self.out.append(head.closing)
        if not old[1:] and not new[1:]:
            return True
        body = bodies[0] if bodies else before.blocks[1]
        self.out.append(body.opening)
        first = columns.partners.get(0)
        firsts = [[row.cell_text(first) for row in old[1:]], [row.cell_text(0) for row in new[1:]]]
        match = match_nodes(old[1:], new[1:], (firsts[0], firsts[1]))
        self._removed_rows(old, match, -1, columns)
        for index, row in enumerate(new[1:]):
            partner = match.partners.get(index)
            if partner is None:
                self.whole(row, self.view.mark)
            else:
                self._row(old[partner + 1], row, columns, is_moved=index in match.moved)
            self._removed_rows(old, match, index, columns)
        self.out.append(body.closing)
        return True

    def _removed_rows(self, old: Sequence[Block], match: Match, index: int, columns: Match) -> None:
        if not self.view.shows_removed:
            return
        for removed in match.removed_after.get(index, ()):
            row = old[removed + 1]
            self.out.append(row.opening)
            for column in columns.in_new_order:
                if column is not None and column < len(row.blocks):
                    self.whole(row.blocks[column], "del")
                elif column is None:
                    self.out.append("<td></td>")
            self.out.append(row.closing)

    def _row(self, before: Block, after: Block, columns: Match, *, is_moved: bool = False) -> None:
        self.out.append(after.opening)
        self._removed(before.blocks, columns, -1)
        for index, cell in enumerate(after.blocks):
            partner = columns.partners.get(index)
            self.out.append(cell.opening)
            if is_moved and index == 0:
                self._moved()
            if partner is None or partner >= len(before.blocks):
                for child in cell.children:
                    self.whole(child, self.view.mark)
            else:
                self.children(before.blocks[partner].children, cell.children)
            self.out.append(cell.closing)
            self._removed(before.blocks, columns, index)
        self.out.append(after.closing)


def _only_leaf(node: Node) -> Leaf:
    if isinstance(node, Leaf):
        return node
    return next((child for child in node.children if isinstance(child, Leaf)), Leaf())


def _flows(node: Node) -> bool:
    """Return whether a node is words in paragraphs, lists and quotes and nothing else."""
    return node.kind in _FLOW and (isinstance(node, Leaf) or all(map(_flows, node.children)))


def _units(nodes: Sequence[Node]) -> Iterator[Block]:
    """Yield the paragraphs, headings and code in nodes, however they are grouped."""
    for node in nodes:
        if isinstance(node, Leaf):
            yield Block("p", "<p>", "</p>\n", [node])
        elif node.kind in _UNITS:
            yield node
        else:
            yield from _units(node.children)
