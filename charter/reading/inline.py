"""Inline tokens → words, safe HTML and links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from charter.model.prose import NOWHERE, Inline, Link
from charter.reading.links import IMAGE_SCHEMES, LINK_SCHEMES, is_publishable, target
from charter.source import Diagnostic, SourceText, Span, diagnose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_ESCAPED = re.compile(r'[&<>"]')
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_BARE_URL = re.compile(r"(?<![\w/@])(?:https?://|www\.)[^\s<>\"`]+", re.IGNORECASE)
_SENTENCE_ENDS = frozenset("?!.,:;*_~'’”»]}…")
_TAGS = {
    "em_open": "<em>", "em_close": "</em>", "strong_open": "<strong>", "strong_close": "</strong>",
    "s_open": "<s>", "s_close": "</s>",
}  # fmt: skip


def escape(text: str) -> str:
    """Return `text` for HTML; quotes too, so that no words can look like an attribute."""
    return text.translate(_ENTITIES) if _ESCAPED.search(text) else text


def attribute(text: str) -> str:
    """Return `text` for the inside of an attribute.

    With the quote that closes it, a value that ends in `href=` would look like the begin of another attribute.
    """
    escaped = escape(text)
    return f"{escaped[:-1]}&#61;" if escaped.endswith("=") else escaped


def collapse(text: str) -> str:
    """Return `text` with each run of white space one blank, and none at the ends."""
    return " ".join(text.split())


@dataclass(slots=True)
class Notes:
    """The text being read, and what was wrong with it so far."""

    source: SourceText
    diagnostics: list[Diagnostic] = field(default_factory=list)


def write_inline(tokens: Sequence[Token], notes: Notes, line: int, column: int = 1, span: Span = NOWHERE) -> Inline:
    """Return the words, the HTML and the links of inline tokens that begin at `line` and `column`."""
    if len(tokens) == 1 and tokens[0].type == "text":
        content = tokens[0].content
        if "://" not in content and "www." not in content:
            return Inline(text=collapse(content), html=escape(content), span=span)
    writer = _Writer(notes, line, column)
    writer.write(tokens)
    html = "".join(writer.html).strip()
    return Inline(text=collapse("".join(writer.text)), html=html, links=tuple(writer.links), span=span)


class _Writer:
    def __init__(self, notes: Notes, line: int, column: int) -> None:
        self.notes = notes
        self.line = line
        self.column = column
        self.text: list[str] = []
        self.html: list[str] = []
        self.links: list[Link] = []
        self.link: _OpenLink | None = None

    def write(self, tokens: Sequence[Token]) -> None:
        for token in tokens:
            kind = token.type
            if kind == "text":
                self._words(token.content)
            elif kind in _TAGS:
                self.html.append(_TAGS[kind])
            elif kind == "softbreak":
                self._break("\n")
            elif kind == "hardbreak":
                self._break("<br>\n")
            elif kind == "code_inline":
                self.text.append(token.content)
                self.html.append(f"<code>{escape(token.content)}</code>")
            elif kind == "link_open":
                self._open(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
            elif kind == "link_close":
                self._close()
            elif kind == "image":
                self._image(token)
            else:
                # A token type that a later parser brings: its words are shown, its markup is not.
                self._words(token.content)

    def _words(self, words: str) -> None:
        at = 0
        if self.link is None and ("://" in words or "www." in words):
            for match in _BARE_URL.finditer(words):
                url = _without_punctuation(match[0])
                self._plain(words[at : match.start()])
                self._open(url if "://" in url else f"http://{url}", "")
                self._plain(url)
                self._close()
                at = match.start() + len(url)
        self._plain(words[at:])

    def _plain(self, words: str) -> None:
        self.text.append(words)
        self.html.append(escape(words))

    def _break(self, html: str) -> None:
        self.text.append(" ")
        self.html.append(html)
        self.line += 1
        self.column = 1

    def _open(self, href: str, title: str) -> None:
        self.link = _OpenLink(href, len(self.text), is_publishable(href, LINK_SCHEMES))
        if self.link.is_shown:
            told = f' title="{attribute(title)}"' if title else ""
            self.html.append(f'<a href="{attribute(target(href))}"{told}>')

    def _close(self) -> None:
        link, self.link = self.link, None
        if link is None:
            return
        words = collapse("".join(self.text[link.start :]))
        span = self._place(link.href, words)
        if link.is_shown:
            self.html.append("</a>")
            self.links.append(Link(target=target(link.href), text=words, span=span))
            return
        shown = collapse(link.href)[:80]
        message = f'the link to "{shown}" is not published: its scheme is not http, https, mailto or tel'
        self.notes.diagnostics.append(diagnose("CH132", span, message, f"[{words[:60]}](https://…)"))

    def _image(self, token: Token) -> None:
        src = str(token.attrs.get("src", ""))
        title = str(token.attrs.get("title", ""))
        words = collapse(_words_of(token.children or ()))
        span = self._place(src, words)
        self.text.append(words)
        if not is_publishable(src, IMAGE_SCHEMES):
            message = f'the image "{collapse(src)[:80]}" is not published: its scheme is not http or https'
            self.notes.diagnostics.append(diagnose("CH132", span, message, f"![{words[:60]}](picture.png)"))
            self.html.append(escape(words))
            return
        told = f' title="{attribute(title)}"' if title else ""
        self.html.append(f'<img src="{attribute(target(src))}" alt="{attribute(words)}"{told}>')
        self.links.append(Link(target=target(src), text=words, is_image=True, span=span))

    def _place(self, written: str, words: str) -> Span:
        """Return where a target stands on this line; where it is written otherwise or elsewhere, where its words do."""
        source = self.notes.source
        for sought, skipped in ((written, 0), (f"[{words}", 1), (words, 0)):
            at = source.line(self.line).find(sought, self.column - 1) if sought else -1
            if at >= 0:
                begin, self.column = at + skipped + 1, at + len(sought) + 1
                return source.span(self.line, begin, self.line, self.column)
        return source.span(self.line, self.column)


@dataclass(slots=True)
class _OpenLink:
    href: str
    start: int
    """How many parts of text come before the link's words."""
    is_shown: bool


def _words_of(tokens: Sequence[Token]) -> str:
    """Return the words of an image's description."""
    words = []
    for token in tokens:
        if token.type == "image":
            words.append(_words_of(token.children or ()))
        else:
            words.append(" " if token.type in ("softbreak", "hardbreak") else token.content)
    return "".join(words)


def _without_punctuation(url: str) -> str:
    """Return a bare URL without what ends the sentence around it (GFM, extended autolinks)."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while end:
        sign = url[end - 1]
        if sign == ")" and unopened > 0:
            unopened -= 1
        elif sign not in _SENTENCE_ENDS:
            break
        end -= 1
    return url[:end]
