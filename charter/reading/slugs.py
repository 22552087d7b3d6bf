"""Headings → anchors on a page, and words → refs."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_IN_ASCII_ANCHOR = re.compile(r"[^\w\- ]", re.ASCII)
_NOT_IN_REF = re.compile(r"[^a-z0-9]+")
_SPELLED_OUT = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
        "ŋ": "ng", "ĸ": "k", "ŧ": "t", "ƒ": "f", "’": "", "'": "",
    }
)  # fmt: skip


def slug(text: str) -> str:
    """Return a ref, `[a-z0-9-]+`, made of `text`: accents folded, other signs as hyphens.

    Words of which no letter has a Latin form give `p-` and the first 8 digits of their SHA-256 (NFC).
    """
    folded = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED_OUT))
    words = "".join(letter for letter in folded if not unicodedata.combining(letter)).lower()
    ref = _NOT_IN_REF.sub("-", words).strip("-")
    if ref:
        return ref
    digest = hashlib.sha256(unicodedata.normalize("NFC", text).encode("utf-8", "replace")).hexdigest()
    return f"p-{digest[:8]}"


def anchor(text: str) -> str:
    """Return the id that GitHub gives to a heading with these words; letters of every script stay."""
    words = text.strip().lower()
    if words.isascii():
        made = _NOT_IN_ASCII_ANCHOR.sub("", words)
    else:
        made = "".join(sign for sign in words if sign in " -_" or _is_letter(sign))
    return made.replace(" ", "-") or "section"


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


class Anchors:
    """The ids given so far in one document: a second heading of the same words gets `-1`, a third `-2`.

    Ids that the document writes itself are `reserved`: no heading's words take them.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self._counts = dict.fromkeys(reserved, 0)
        self._unclaimed = set(self._counts)

    def claim(self, written: str) -> str:
        """Return a reserved id, with a number where it was claimed before."""
        if written in self._unclaimed:
            self._unclaimed.remove(written)
            return written
        return self.unique(written)

    def unique(self, wanted: str) -> str:
        """Return `wanted`, with a number where it is taken."""
        made = wanted
        while made in self._counts:
            self._counts[wanted] += 1
            made = f"{wanted}-{self._counts[wanted]}"
        self._counts[made] = 0
        return made
