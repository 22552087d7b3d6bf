"""Comments to charter in a Markdown text, `<!-- charter: … -->`, and the lines that each of them is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from charter.source import SourceText, Span

if TYPE_CHECKING:
    from markdown_it.token import Token

_OPENING = re.compile(r"<!--\s*charter:")
_COMMENT = re.compile(
    r"""\\. | (?P<ticks>(?<!`)`+(?!`)) (?:(?!\n[ \t]*\n).){1,2000}? (?<!`)(?P=ticks)(?!`)
    | (?P<comment> <!--\s*charter: (?P<words>.*?) (?P<end>-->|\Z) )""",
    re.VERBOSE | re.DOTALL,
)
_SCOPE_LEVEL = 3
"""A promise is a heading of this level; deeper headings stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment. `words` are what it says; `span` is all of it."""

    words: str
    words_offset: int
    """Where in the file the words begin."""
    is_closed: bool
    span: Span
    first_line: int
    """The lines that it is about."""
    last_line: int
    is_about_file: bool
    """Whether it is about the whole file, and so also about what stands on no line of it."""


def has_comments(source: SourceText) -> bool:
    """Whether there may be a comment to charter in this text; quickly."""
    return "<!--" in source.text and source.path.endswith(".md") and _OPENING.search(source.text) is not None


def find_comments(source: SourceText) -> Iterator[Comment]:
    """Yield the comments of a text, in order; what stands in code is no comment.

    One at the end of a line is about the row, list item, heading or paragraph that it stands in. One that has its lines
    to itself is about the promise or section whose heading is above it, or above the first `##` about the whole file.
    """
    from charter.reading.frontmatter import read_front_matter
    from charter.reading.parser import parse

    above = read_front_matter(source).value.body_line - 1
    lines = source.text.split("\n")
    tokens, _ = parse("\n".join(lines[above:]))
    shown = SourceText(source.path, _without_code(lines, above, tokens))
    headings = list(_headings(tokens, above))
    for match in _COMMENT.finditer(shown.text):
        if match["comment"] is None:
            continue
        (line, column), (end_line, end_column) = shown.place(match.start()), shown.place(match.end())
        before, after = shown.line(line)[: column - 1], shown.line(end_line)[end_column - 1 :]
        if before.strip() or after.strip():
            first, last = _block_around(tokens, above, line, end_line)
            is_about_file = False
        else:
            first, last = _heading_around(headings, line, source.line_count)
            is_about_file = all(heading > line for heading, _ in headings)
        yield Comment(
            words=match["words"],
            words_offset=match.start("words"),
            is_closed=bool(match["end"]),
            span=source.span(line, column, end_line, end_column),
            first_line=first,
            last_line=last,
            is_about_file=is_about_file,
        )


def _without_code(lines: list[str], above: int, tokens: list[Token]) -> str:
    """Return the text with blanks for every sign of front matter and code."""
    from charter.reading.parser import TOO_DEEP

    shown = list(lines)
    code = (token.map for token in tokens if token.map and token.type in ("fence", "code_block", TOO_DEEP))
    for first, end in [(0, above), *((first + above, end + above) for first, end in code)]:
        shown[first:end] = [" " * len(line) for line in shown[first:end]]
    return "\n".join(shown)


def _headings(tokens: list[Token], above: int) -> Iterator[tuple[int, int]]:
    """Yield line and level of each heading that begins a section or a promise; the title above them is none."""
    is_title = True
    for token in tokens:
        if token.type == "heading_open" and token.level == 0 and token.map:
            level = int(token.tag[1])
            if level == 1 and is_title:
                is_title = False
            elif level <= _SCOPE_LEVEL:
                is_title = is_title and level > 2
                yield token.map[0] + above + 1, max(level, 2)


def _heading_around(headings: list[tuple[int, int]], line: int, last: int) -> tuple[int, int]:
    """Return from where to where the section or promise goes in which `line` stands."""
    over = [heading for heading in headings if heading[0] < line]
    if not over:
        return 1, last
    first, level = over[-1]
    return first, next((below - 1 for below, other in headings if below > first and other <= level), last)


def _block_around(tokens: list[Token], above: int, line: int, end_line: int) -> tuple[int, int]:
    """Return the lines of the paragraph, item, row or heading in which the lines from `line` to `end_line` stand."""
    for token in tokens:
        if token.type == "inline" and token.map and token.map[0] + above < line <= token.map[1] + above:
            return token.map[0] + above + 1, max(token.map[1] + above, end_line)
    return line, end_line
