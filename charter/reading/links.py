"""Which link targets are published."""

from __future__ import annotations

import re
from urllib.parse import quote

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
IMAGE_SCHEMES = frozenset({"http", "https"})

_IGNORED_BY_BROWSERS = re.compile(r"[\x00-\x20\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060\ufeff]+")
_SCHEME = re.compile(r"([^/?#]*?):")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\\"<>`\u2028\u2029]")


def target(written: str) -> str:
    """Return a link target as it stands in HTML: as written, but blanks, quotes and controls percent-encoded."""
    return _UNSAFE.sub(lambda sign: quote(sign[0]), written.strip())


def is_publishable(written: str, schemes: frozenset[str] = LINK_SCHEMES) -> bool:
    """Whether a target is relative, or has one of `schemes` once everything that browsers skip is taken out."""
    scheme = _SCHEME.match(_IGNORED_BY_BROWSERS.sub("", written))
    return scheme is None or scheme[1].lower() in schemes
