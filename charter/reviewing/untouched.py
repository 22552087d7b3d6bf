"""Whether a file that was written to be filled in still says what was written: only then it may be written over."""

from __future__ import annotations

import hashlib
import re

_MARK = re.compile(r"<!-- as written: ([0-9a-f]{16}) -->\n")


def sealed(text: str) -> str:
    """Return a text with a line in front, a comment that no reader sees, by which a change to it can be told."""
    return f"<!-- as written: {_digest(text)} -->\n{text}"


def is_untouched(text: str) -> bool:
    """Whether nobody changed a text since it was sealed; one that never was is somebody's own."""
    match = _MARK.match(text.replace("\r\n", "\n"))
    return match is not None and match[1] == _digest(text.replace("\r\n", "\n")[match.end() :])


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
