"""The Markdown parser: CommonMark with tables and strikethrough, raw HTML as text, and nothing ever dropped.

This module imports markdown-it-py; import it late.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import list_block
from markdown_it.token import Token

from charter.reading.tables import table

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline

MAX_DEPTH = 40
"""A quote is one level, a list two. What lies deeper is shown as plain text."""

RAW_HTML = "raw_html"
"""The key of the parser's environment that holds the first tag or comment seen."""

_TUCKED = "tucked"
"""The key of the environment that says that the first list was met."""

TOO_DEEP = "too_deep"
"""The type of a token that holds text nested too deep to be parsed."""

_DIRECTIVE = re.compile(r"<!--\s*charter:")
_DIRECTIVE_ABOVE_ITEM = re.compile(
    r"^[ ]{0,3}<!--\s*charter:(?:(?!-->)[^\0]){0,2000}-->[ \t]*\n(?:[ \t]*\n){0,3}"
    r"(?P<mark>[ ]{0,3}(?:[-+*]|[0-9]{1,9}[.)])[ ]{1,4})(?=\S)",
    re.MULTILINE,
)
_MAX_DIRECTIVE_LINES = 100
_TAG = re.compile(r"<(?:!--|/?[A-Za-z][A-Za-z0-9-]{0,40}(?:\s[^<>]{0,500})?/?>)")
_MARKUP = re.compile(r"[\\`*_\[\]<&~\n]")


def parse(text: str) -> tuple[list[Token], MutableMapping[str, Any]]:
    """Return the tokens of a Markdown text, and the environment in which the parser left its notes."""
    env: MutableMapping[str, Any] = {}
    return _markdown().parse(text, env), env


class _Parser(MarkdownIt):
    """Links stay as written; `charter.reading.links` decides which of them are published."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True


@cache
def _markdown() -> MarkdownIt:
    # maxNesting drops what lies deeper, so the guard must always come first: a list adds two levels at once.
    markdown = _Parser("commonmark", {"html": False, "maxNesting": MAX_DEPTH + 4})
    block = markdown.block.ruler
    block.before("table", "too_deep", _too_deep)
    block.at("table", table, {"alt": ["paragraph", "reference"]})
    block.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    block.at("html_block", _directive_block, {"alt": ["paragraph", "reference", "blockquote"]})
    markdown.inline.ruler.at("html_inline", _directive_or_tag)
    markdown.core.ruler.at("inline", _inline)
    markdown.enable(["table", "strikethrough"])
    markdown.disable("normalize")
    return markdown


def _inline(state: StateCore) -> None:
    """Parse the words of every block; most hold no markup at all and need no parser."""
    parse_inline = state.md.inline.parse
    for token in state.tokens:
        if token.type == "inline":
            if _MARKUP.search(token.content):
                token.children = []
                parse_inline(token.content, state.md, state.env, token.children)
            else:
                token.children = [Token("text", "", 0, content=token.content)]


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the rest of this list item or quote as it stands, where the parser would have dropped it."""
    if silent or state.level <= MAX_DEPTH:
        return False
    line = start
    while line < end and (state.isEmpty(line) or state.sCount[line] >= state.blkIndent):
        line += 1
    token = state.push(TOO_DEEP, "pre", 0)
    token.map = [start, line]
    token.content = state.getLines(start, line, state.blkIndent, keepLastLF=False).rstrip("\n")
    state.line = line
    return True


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a list; `<!-- charter: … -->` on lines between two of its items does not end it."""
    if not silent and _TUCKED not in state.env:
        state.env[_TUCKED] = True
        for match in _DIRECTIVE_ABOVE_ITEM.finditer(state.src):
            first = state.src.count("\n", 0, match.start())
            for line in range(first, first + match[0].count("\n")):
                # As deep as an item's words, so that it belongs to the item above.
                state.sCount[line] = max(state.sCount[line], len(match["mark"]))
    return list_block(state, start, end, silent)


def _directive_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Skip `<!-- charter: … -->` where it has its lines to itself."""
    position = state.bMarks[start] + state.tShift[start]
    if not _DIRECTIVE.match(state.src, position, state.eMarks[start]) or state.is_code_block(start):
        return False
    for line in range(start, min(end, start + _MAX_DIRECTIVE_LINES)):
        if line > start and state.sCount[line] < state.blkIndent and not state.isEmpty(line):
            return False
        closing = state.src.find("-->", max(position, state.bMarks[line]), state.eMarks[line])
        if closing >= 0:
            if state.src[closing + 3 : state.eMarks[line]].strip():
                return False
            if not silent:
                state.line = line + 1
            return True
    return False


def _directive_or_tag(state: StateInline, silent: bool) -> bool:  # noqa: ARG001
    """Skip `<!-- charter: … -->` inside a paragraph, and note the first HTML, which stays text."""
    if state.src[state.pos] != "<":
        return False
    if _DIRECTIVE.match(state.src, state.pos, state.posMax):
        closing = state.src.find("-->", state.pos, state.posMax)
        if closing >= 0:
            state.pos = closing + 3
            return True
    if RAW_HTML not in state.env and (match := _TAG.match(state.src, state.pos, state.posMax)):
        state.env[RAW_HTML] = match[0]
    return False
