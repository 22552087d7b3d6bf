"""Whether HTML is what a reader of charters may be shown: known tags and attributes, every tag closed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "th": {"scope", "class"},
    "td": {"class"}, "code": {"class"}, **{f"h{level}": {"id"} for level in range(1, 7)},
    **{tag: set() for tag in ("p", "ul", "li", "blockquote", "hr", "br", "em", "strong", "s", "pre")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr")},
}  # fmt: skip
VOID = {"hr", "br", "img"}
CLASS = re.compile(r"align-(left|center|right)|language-[A-Za-z0-9_+#.-]+")
SCHEME = re.compile(r"[\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.-]*):")


class _Checker(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.targets = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ATTRIBUTES, tag
        assert len({name for name, _ in attrs}) == len(attrs)
        for name, value in attrs:
            assert name in ATTRIBUTES[tag], (tag, name)
            assert value is not None
            if name == "class":
                assert CLASS.fullmatch(value), value
            if name in ("href", "src"):
                self.targets += 1
                scheme = SCHEME.match(re.sub(r"[\t\n\r]", "", value))
                allowed = {"http", "https"} if name == "src" else {"http", "https", "mailto", "tel"}
                assert scheme is None or scheme[1].lower() in allowed, value
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(data)


def check(html: str) -> str:
    """Return the words in `html`; an assertion fails where it is not safe, or not whole."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert not checker.open
    assert len(re.findall(r'(?:href|src)="', html)) == checker.targets, "an attribute is imitated"
    return checker.text
