"""A trouble in a value is shown where the words stand, though the value lost its markup and its line ends."""

from __future__ import annotations

import pytest

from charter.reading.charter import read_charter
from charter.source import SourceText

FRONT = "---\ntitle: T\nparties: [{id: a, role: provider}]\nlevels: [Poor, Good]\n---\n"
HEAD = f"{FRONT}\n## P\n\n- Promised by: a\n\n### One\n\n"


def shown(target: str, code: str) -> str:
    """Return the words of the file that a diagnostic of the target points at."""
    source = SourceText("charter.md", f"{HEAD}- Ref: one\n- Target: {target}\n- Owner: Ann\n")
    (found,) = (item for item in read_charter(source).diagnostics if item.code == code)
    span = found.span
    lines = [source.line(number) for number in range(span.line or 1, (span.end_line or 1) + 1)]
    lines[-1] = lines[-1][: (span.end_column or 1) - 1]
    lines[0] = lines[0][(span.column or 1) - 1 :]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        ("95% of calls\n  within 3 days", "CH213", "3 days"),
        ("95% of calls within 3\n  days", "CH213", "3\n  days"),
        ("95% of *urgent* calls within 3 days", "CH213", "3 days"),
        ("**95%** of\n  `urgent` calls\n  within 3 rings", "CH212", "3 rings"),
        ("95%   of calls within 3 days", "CH213", "3 days"),
        ("95% of calls within 3 days", "CH213", "3 days"),
        ("95% of&nbsp;calls\n  within 3 days", "CH213", "95% of&nbsp;calls\n  within 3 days"),
    ],
)
def test_a_trouble_is_shown_where_the_words_stand(target: str, code: str, words: str) -> None:
    assert shown(target, code) == words


def test_a_level_is_spelled_as_on_the_scale() -> None:
    source = SourceText("charter.md", f"{HEAD}- Target: level GOOD or better\n")
    assert read_charter(source).value.expectations[0].targets[0].level == "Good"
