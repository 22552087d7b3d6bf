"""A charter's text taken apart, so that repairs find its promises, fields and tables where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.reading.frontmatter import read_front_matter
from charter.reading.header import read_header
from charter.reading.keywords import Keywords, keywords_for
from charter.reading.markdown import read_nodes
from charter.reading.nodes import FrontMatter, Node
from charter.reading.sections import Outline, Promise, Wording, is_field_list, read_outline
from charter.source import Diagnostic, SourceText


@dataclass(frozen=True, slots=True)
class Anatomy:
    """What one text is made of."""

    source: SourceText
    text: CharterText
    diagnostics: tuple[Diagnostic, ...]
    front: FrontMatter
    nodes: tuple[Node, ...]
    outline: Outline
    keywords: Keywords

    @property
    def is_charter(self) -> bool:
        """Whether the text is meant as a charter, and not a document of another tool."""
        from charter.reading.header import CHARTER_KEYS

        keys = {entry.key for entry in self.front.mapping.entries}
        return bool(self.text.expectations) or not keys.isdisjoint(CHARTER_KEYS)

    def promises(self) -> Iterator[tuple[Promise, Node | None]]:
        """Yield every promise with its list of fields, in order."""
        for part in self.outline.parts:
            for promise in part.promises:
                yield promise, next((node for node in promise.nodes if is_field_list(node, self.keywords)), None)


def take_apart(source: SourceText) -> Anatomy:
    """Return what a text is made of."""
    reading = read_charter(source)
    front = read_front_matter(source).value
    nodes = read_nodes(source, front.body_line).value
    text = reading.value
    keywords = keywords_for(text.language)
    parties = read_header(front).value.parties
    wording = Wording(source=source, keywords=keywords, parties=parties, is_translation=text.translates is not None)
    return Anatomy(
        source=source,
        text=text,
        diagnostics=reading.diagnostics,
        front=front,
        nodes=nodes,
        outline=read_outline(nodes, wording, []),
        keywords=keywords,
    )
