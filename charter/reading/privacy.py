"""Whether a text that reads as public was meant to be."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from charter.model.text import Visibility
from charter.reading.frontmatter import HEADING
from charter.reading.keywords import fold
from charter.reading.nodes import FrontMatter
from charter.reading.shapes import as_written, quoted
from charter.source import Diagnostic, SourceText, Span, diagnose

_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_WISH = re.compile(
    r"""(?<!\w) vis\w*+ ["'`*]*+ [ \t]*+ [:：=]  # a key, maybe with quotes or emphasis around it
        [\s"'`*_\[{>|+-]{0,40} (?:[!&]\S{1,20}\s)?  # the same before its value, or a sign of YAML
        (?P<value> part(?:y|ies?) | priv\w*+ ) (?=[^\w\n]*$ | [,}\]] | \s+only\b)""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)


def doubt_public(source: SourceText, front: FrontMatter) -> Diagnostic | None:
    """Return why it is not certain that a text whose `visibility` reads as public may be published.

    A key that is nearly `visibility`, a second one, or a line like it outside the front matter may be a wish that was
    not understood, and what was meant for the parties alone must not be published by a slip.
    """
    found = _near_key(front) or _wish(source, front)
    if found is None:
        return None
    words, span = found
    message = f"{quoted(words)} may mean that only the parties read this, so it is not published until this is mended"
    return diagnose("CH114", span, message, "visibility: parties")


def _near_key(front: FrontMatter) -> tuple[str, Span] | None:
    for entry in front.mapping.entries:
        key, words = fold(entry.key), as_written(entry.value).strip()
        is_near = key.startswith("visib") or difflib.get_close_matches(key, ["visibility"], cutoff=0.8)
        if entry.key != "visibility" and is_near and fold(words) != Visibility.PUBLIC:
            return f"{entry.key}: {words}", entry.key_span
    return None


def _wish(source: SourceText, front: FrontMatter) -> tuple[str, Span] | None:
    """Find the words that ask for `parties` anywhere above the first heading."""
    match = _WISH.search("\n".join(_lines_above_heading(source, front)))
    if match is None:
        return None
    line = match.string.count("\n", 0, match.start()) + 1
    return match[0], source.span_of(match[0].partition("\n")[0], line)


def _lines_above_heading(source: SourceText, front: FrontMatter) -> Iterator[str]:
    """Yield every line, without comments, up to the first heading; between two lines of text it may be a comment."""
    for number in range(1, source.line_count + 1):
        words = source.line(number)
        is_heading = number >= front.body_line and HEADING.match(words)
        if is_heading and not (source.line(number - 1).strip() and source.line(number + 1).strip()):
            return
        yield _COMMENT.sub("", words)
