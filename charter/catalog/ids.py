"""What can be the id of a charter."""

from __future__ import annotations

import re
import unicodedata

RESERVED = frozenset(
    {
        "404.html", "_headers", "accessibility.html", "assets", "favicon.ico", "favicon.svg", "feed.xml", "index.html",
        "index.json", "reviews.html", "reviews.ics", "robots.txt", "search.html", "sitemap.xml", "standards.html",
    }
)  # fmt: skip
"""Names that the site uses itself, in any case."""


def what_is_unsafe(id: str) -> str | None:
    """Return why `id` cannot be a charter's; `None` when it can.

    Letters of any language are fine. What a shell, an address or some disk reads as something else is not.
    """
    if id.casefold() in RESERVED:
        return "the site has a page or folder of that name"
    wrong = sorted({char for char in id if not _is_allowed(char)})
    if wrong:
        if any("\udc80" <= char <= "\udcff" for char in wrong):
            return "the name is not UTF-8"
        shown = ", ".join(
            "a blank" if char == " " else f'"{char}"' if char.isprintable() else ascii(char) for char in wrong
        )
        return f"it has {shown}; letters, digits, - _ and . are allowed"
    if id.startswith(("-", ".")) or id.endswith(".") or ".." in id:
        return "dots stand single and inside a name, and a dash does not begin it"
    return None


def _is_allowed(char: str) -> bool:
    return char in "-_." or unicodedata.category(char)[0] in "LMN"


def better_id(id: str) -> str:
    """Return an id that is close to `id` and safe."""
    words = re.sub(r"-{2,}", "-", "".join(char if _is_allowed(char) else "-" for char in id))
    words = re.sub(r"\.{2,}", ".", words).strip("-._") or "my-charter"
    return f"{words}-charter" if words.casefold() in RESERVED else words


def id_of(name: str) -> str:
    """Return the id that a folder's name makes: some disks hand names back with their accents apart."""
    return unicodedata.normalize("NFC", name)


def same_name(id: str) -> str:
    """Return what ids have in common that some disks take for one name."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", id).casefold())
