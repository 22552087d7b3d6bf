"""What machines' formats of findings share: where a file lies, and how one finding is known again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from charter.report.text import ordered
from charter.source import Diagnostic


def whole_path(path: str, prefix: str) -> str:
    """Return a path of the project as seen from the top of its repository; `prefix` is the project's place there."""
    return f"{prefix.strip('/')}/{path}" if prefix.strip("/") else path


def known_again(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Yield each diagnostic in order with 32 hexadecimal digits that stay the same when lines above it move.

    They are unique: of two with the same words in one file, the later counts as the second.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for item in ordered(diagnostics):
        words = (item.code, item.span.path, item.message)
        seen[words] += 1
        parts = "\0".join((*words, str(seen[words])))
        yield item, hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:32]
