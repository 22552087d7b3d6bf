"""Inline tokens cut in two: labels before a colon, task boxes, the numbers and ids of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_LABEL = 80

_COLON = re.compile(r"[:：﹕]|[()（）]")
_HEADING_NUMBER = re.compile(
    r"\s*(?:"
    r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2}))*[.)]"  # 1.  2.3.  2.3.1)
    r"|(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){2,}"  # 2.3.1
    r"|(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})(?=\s+[^\W\d_a-zß-öø-ÿ])"  # 2.3 Scope, but not 2.5 hours
    r"|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.)]"  # IV.
    r")\s+(?=\S)"
)
_HEADING_ID = re.compile(r"(?:^|\s+)\{#([^\s{}]+)\}\s*$")
_TASK = re.compile(r"\[([ xX])\]\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words before a colon, and the tokens after it."""

    label: str
    value: list[Token]
    is_emphasised: bool
    """Whether the colon stands inside emphasis that began before it."""


def labelled(tokens: Sequence[Token]) -> Labelled | None:
    """Return the label that a list item begins with and the rest, or `None` where there is none.

    The colon stands on the first line, in plain text or emphasis, outside brackets, and is followed by a blank or by
    nothing, so that URLs and times are not labels.
    """
    words = ""
    depth = 0
    opened = 0
    in_link = False
    in_brackets: tuple[str, int, int, int] | None = None
    for index, token in enumerate(tokens):
        kind = token.type
        if kind in ("softbreak", "hardbreak", "image"):
            break
        if kind == "code_inline":
            words += token.content
        elif kind == "text":
            for match in _COLON.finditer(token.content) if not in_link else ():
                at, sign = match.start(), match[0]
                if sign in "(（":
                    depth += 1
                elif sign in ")）":
                    depth = max(0, depth - 1)
                elif _ends_label(tokens, index, at):
                    if not depth:
                        return _cut_label(tokens, words + token.content[:at], index, at, opened)
                    in_brackets = in_brackets or (words + token.content[:at], index, at, opened)
            words += token.content
        elif kind in ("link_open", "link_close"):
            in_link = kind == "link_open"
        else:
            opened += token.nesting
        if len(words) > 4 * MAX_LABEL:
            break
    if in_brackets and depth:  # "Target (all: 95%": the bracket was never closed
        return _cut_label(tokens, *in_brackets)
    return None


def _ends_label(tokens: Sequence[Token], index: int, at: int) -> bool:
    """Whether the colon at `at` of a text token is followed by a blank, the end of the line, or is a wide one."""
    content = tokens[index].content
    if content[at] in "：﹕":
        return True
    rest = content[at + 1 :]
    while not rest:
        index += 1
        if index == len(tokens) or tokens[index].type in ("softbreak", "hardbreak"):
            return True
        if tokens[index].type == "text":
            rest = tokens[index].content
        elif tokens[index].type not in ("strong_close", "em_close", "s_close"):
            return False
    return rest[0].isspace()


def _cut_label(tokens: Sequence[Token], words: str, index: int, at: int, opened: int) -> Labelled | None:
    label = " ".join(words.split())
    if len(label) > MAX_LABEL or not any(sign.isalnum() for sign in label):
        return None
    return Labelled(label, _after(tokens, index, at + 1), opened > 0)


def without_number(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a heading without the number it begins with; the same list where it has none."""
    words = "".join(token.content for token in tokens if token.type == "text")
    match = _HEADING_NUMBER.match(words)
    if match is None:
        return tokens
    left = match.end()
    for index, token in enumerate(tokens):
        if token.type == "text":
            if left <= len(token.content):
                return _after(tokens, index, left)
            left -= len(token.content)
        elif token.type not in ("strong_open", "strong_close", "em_open", "em_close"):
            return tokens
    return tokens


def without_id(tokens: list[Token]) -> tuple[list[Token], str | None]:
    """Return the tokens of a heading without `{#id}` at their end, and the id."""
    last = tokens[-1] if tokens else None
    match = _HEADING_ID.search(last.content) if last is not None and last.type == "text" else None
    if last is None or match is None:
        return tokens, None
    return [*tokens[:-1], Token("text", "", 0, content=last.content[: match.start()])], match[1]


def task(tokens: Sequence[Token]) -> tuple[list[Token], bool] | None:
    """Return the tokens after a task box, `[ ]` or `[x]`, and whether it is checked; `None` where there is none."""
    match = _TASK.match(tokens[0].content) if tokens and tokens[0].type == "text" else None
    return (_after(tokens, 0, match.end()), match[1] != " ") if match else None


def _after(tokens: Sequence[Token], index: int, at: int) -> list[Token]:
    """Return what comes after place `at` of text token `index`, with the emphasis open there opened again."""
    opened: list[Token] = []
    for token in tokens[:index]:
        if token.nesting == 1:
            opened.append(token)
        elif token.nesting == -1:
            opened.pop()
    rest = [*opened, Token("text", "", 0, content=tokens[index].content[at:]), *tokens[index + 1 :]]
    kept: list[Token] = []
    for token in rest:
        if token.type == "text" and not token.content:
            continue
        if token.nesting == -1 and kept and kept[-1].nesting == 1:
            kept.pop()
            continue
        if token.type in ("text", "softbreak") and not any(t.nesting == 0 for t in kept):
            if token.type == "softbreak":
                continue
            token = Token("text", "", 0, content=token.content.lstrip())  # noqa: PLW2901
            if not token.content:
                continue
        kept.append(token)
    return kept
