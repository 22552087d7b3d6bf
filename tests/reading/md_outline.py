"""Nodes as lines that a person can check beside the Markdown they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from charter.reading.markdown import read_nodes
from charter.reading.nodes import ListItem, Node
from charter.source import SourceText, Span


def outline(markdown: str) -> str:
    """Return every part of every node, then the diagnostics."""
    reading = read_nodes(SourceText("charter.md", markdown))
    lines = [line for node in reading.value for line in _node(node)]
    lines += [f"{at(d.span)} {d.code} {d.message}" for d in reading.diagnostics]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def at(span: Span) -> str:
    """Return a place as line:column-line:column."""
    return f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"


def _node(node: Node) -> Iterator[str]:
    block = node.block
    yield f"{block.kind} {at(node.span)} {block.text!r}"
    yield from (f"    {line}" for line in block.html.splitlines())
    if node.heading:
        told = f" id={node.heading_id}" if node.heading_id else ""
        yield f"  heading {at(node.heading.span)} {node.heading.text!r}{told} {node.heading.html}"
    for item in node.items:
        yield from _item(item)
    if node.table:
        for row in (node.table.head, *node.table.rows):
            yield "  row " + " | ".join(f"{at(cell.span)} {cell.words.text!r}" for cell in row)
    for link in block.links:
        yield f"  {'image' if link.is_image else 'link'} {at(link.span)} {link.text!r} {link.target}"


def _item(item: ListItem) -> Iterator[str]:
    told = "" if item.number is None else f" {item.number}."
    told += {None: "", True: " [x]", False: " [ ]"}[item.is_checked]
    told += "" if item.is_simple else " not simple"
    yield f"  item{told} {at(item.span)} {item.words.text!r} {item.words.html!r}"
    if item.label is not None and item.value and item.value_span:
        yield f"    {item.label!r} {at(item.value_span)} {item.value.text!r} {item.value.html!r}"


def cases(path: Path) -> list[tuple[str, str, str]]:
    """Return the name, the Markdown and the outline of every case in a file: three parts, a line `.` after each."""
    parts = path.read_text("utf-8").split("\n.\n")
    assert len(parts) % 3 == 1, f"{path.name}: a part is missing"
    assert not parts[-1].strip()
    triples = zip(parts[:-1:3], parts[1::3], parts[2::3], strict=True)
    return [(name.strip(), text + "\n", expected + "\n") for name, text, expected in triples]


def rewrite(path: Path) -> None:
    """Write the outlines anew; for a person who then reads the difference."""
    parts = [f"{name}\n.\n{text}.\n{outline(text)}.\n" for name, text, _ in cases(path)]
    path.write_text("\n".join(parts), "utf-8")
