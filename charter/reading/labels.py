"""Inline tokens cut in two: labels before a colon, task boxes, the numbers and ids of headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LABEL = 80

_COLON = re.compile(r"[:：﹕]|[()（）]")
_BRACKETS = {"(": 1, "（": 1, ")": -1, "）": -1}
_HEADING_NUMBER = re.compile(
    r"\s*(?:"
    r"(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2}))*[.)]"  # 1.  2.3.  2.3.1)
    r"|(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){2,}"  # 2.3.1
    r"|(?P<decimal>(?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2}))"  # 2.3
    r"|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})[.)]"  # IV.
    r")\s+(?=\S)"
)
_HEADING_ID = re.compile(r"\{#([^\s{}]+)\}")
_TASK = re.compile(r"\[([ xX])\]\s+")


@dataclass(frozen=True, slots=True)
class Labelled:
    """The words before a colon, and the tokens after it."""

    label: str
    value: list[Token]
    is_emphasised: bool
    """Whether the colon stands inside emphasis that began before it."""


@dataclass(frozen=True, slots=True)
class Box:
    """A task box, and the tokens after it."""

    is_checked: bool
    rest: list[Token]


def labelled(tokens: Sequence[Token]) -> Labelled | None:
    """Return the label that a list item begins with and the rest, or `None` where there is none.

    The colon stands on the first line, in plain text or emphasis, outside brackets, and is followed by a blank or by
    nothing, so that URLs and times are not labels. Where a bracket is never closed the first colon in it counts.
    """
    words = ""
    depth = 0
    in_brackets: tuple[str, int, int] | None = None
    for index, token in enumerate(_first_line(tokens)):
        if token.type == "text":
            for match in _COLON.finditer(token.content[: 4 * MAX_LABEL]):
                at, sign = match.start(), match[0]
                if sign in _BRACKETS:
                    depth = max(0, depth + _BRACKETS[sign])
                elif _ends_label(tokens, index, at):
                    place = (words + token.content[:at], index, at)
                    if not depth:
                        return _cut_label(tokens, *place)
                    in_brackets = in_brackets or place
        words += token.content
        if len(words) > 4 * MAX_LABEL:
            return None
    return _cut_label(tokens, *in_brackets) if in_brackets and depth else None


def _first_line(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield tokens up to the first line end or image; the words of a link as code, which holds no colon of ours."""
    in_link = False
    for token in tokens:
        if token.type in ("softbreak", "hardbreak", "image"):
            return
        in_link = token.type == "link_open" or (in_link and token.type != "link_close")
        yield Token("code_inline", "", 0, content=token.content) if in_link else token


def _ends_label(tokens: Sequence[Token], index: int, at: int) -> bool:
    """Whether the colon at `at` of a text token is a wide one, or followed by a blank or the end of the line."""
    content = tokens[index].content
    if content[at] != ":":
        return True
    following = content[at + 1 : at + 2]
    for token in tokens[index + 1 :] if not following else ():
        if token.type not in ("strong_close", "em_close", "s_close"):
            following = " " if token.type in ("softbreak", "hardbreak") else token.content[:1] or "x"
            break
    return not following or following.isspace()


def _cut_label(tokens: Sequence[Token], words: str, index: int, at: int) -> Labelled | None:
    label = " ".join(words.split())
    if len(label) > MAX_LABEL or "://" in label or not any(sign.isalnum() for sign in label):
        return None
    is_emphasised = sum(token.nesting for token in tokens[:index]) > 0
    return Labelled(label, _after(tokens, index, at + 1), is_emphasised)


def without_number(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a heading without the number it begins with; the same list where it has none."""
    words = "".join(token.content for token in tokens if token.type == "text")
    match = _HEADING_NUMBER.match(words)
    if match is None or (match["decimal"] and not _begins_title(words[match.end()])):
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


def _begins_title(sign: str) -> bool:
    """Whether words that begin with this sign make of 2.3 before them a number of a heading, as in 2.5 hours not."""
    return sign.isalpha() and not sign.islower()


def without_id(tokens: list[Token]) -> tuple[list[Token], str | None]:
    """Return the tokens of a heading without `{#id}` at their end, and the id."""
    last = tokens[-1] if tokens else None
    if last is None or last.type != "text":
        return tokens, None
    words = last.content.rstrip()
    at = words.rfind("{#")
    match = _HEADING_ID.fullmatch(words, at) if at >= 0 else None
    if match is None:
        return tokens, None
    return [*tokens[:-1], Token("text", "", 0, content=words[:at].rstrip())], match[1]


def task(tokens: Sequence[Token]) -> Box | None:
    """Return the task box, `[ ]` or `[x]`, that a list item begins with; `None` where there is none."""
    match = _TASK.match(tokens[0].content) if tokens and tokens[0].type == "text" else None
    return Box(match[1] != " ", _after(tokens, 0, match.end())) if match else None


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
