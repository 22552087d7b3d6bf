from __future__ import annotations

import json

from charter.report.data import diagnostics_json
from charter.report.text import count_words, diagnostic_lines, number_of, ordered
from charter.source import Diagnostic, Severity, Span, diagnose


def a_diagnostic(code: str = "CH204", path: str = "content/helpdesk.md", line: int | None = 42) -> Diagnostic:
    span = Span(path, line, 11 if line else None)
    return diagnose(code, span, '"under 4" does not say 4 of what', 'write the unit, e.g. "under 4 hours"')


def lines(*diagnostics: Diagnostic, colours: bool = False) -> list[str]:
    return list(diagnostic_lines(diagnostics, colours=colours))


def test_a_diagnostic_names_place_severity_code_and_a_way_out() -> None:
    assert lines(a_diagnostic()) == [
        'content/helpdesk.md:42:11: error CH204 target-without-unit: "under 4" does not say 4 of what',
        '  hint: write the unit, e.g. "under 4 hours"',
    ]


def test_what_is_not_known_of_a_place_is_left_out() -> None:
    assert lines(a_diagnostic(line=None))[0].startswith("content/helpdesk.md: error CH204")
    assert lines(diagnose("CH140", Span(""), "no"))[0].startswith("(no file): error CH140")


def test_other_places_that_matter_are_named() -> None:
    first = diagnose("CH201", Span("a.md", 9, 1), "twice", related=(Span("a.md", 3, 1),))
    assert lines(first)[1] == "  see: a.md:3:1"


def test_diagnostics_come_once_and_in_the_order_of_the_files() -> None:
    late, early, other = a_diagnostic(line=42), a_diagnostic(line=7), a_diagnostic(path="content/a.md")
    assert ordered([late, early, other, late]) == [other, early, late]


def test_at_one_place_the_most_serious_comes_first() -> None:
    note, error = a_diagnostic("CH203"), a_diagnostic("CH204")
    assert [item.severity for item in ordered([note, error])] == [Severity.ERROR, Severity.INFO]


def test_colours_change_nothing_but_colours() -> None:
    import re

    plain, coloured = lines(a_diagnostic()), lines(a_diagnostic(), colours=True)
    assert coloured != plain
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in coloured] == plain


def test_quoted_words_cannot_steer_a_terminal() -> None:
    sly = diagnose("CH102", Span("a\x1b[2J.md", 1, 1), '"\x1b]0;owned\x07" \u202egnp', "\x9b31m")
    for line in lines(sly):
        assert line.isprintable()
    assert "\\u001b]0;owned\\u0007" in lines(sly)[0]


def test_further_lines_of_a_message_are_indented() -> None:
    two = diagnose("CH102", Span("a.md", 1, 1), "one\ntwo", "first\nsecond")
    assert "\n".join(lines(two)).split("\n")[1:] == ["    two", "  hint: first", "        second"]


def test_the_summary_counts_each_severity_and_the_files() -> None:
    assert count_words([]) == ""
    assert count_words([a_diagnostic()]) == "1 error in 1 file"
    many = [a_diagnostic(), a_diagnostic(line=1), a_diagnostic("CH205"), a_diagnostic("CH203", path="b.md")]
    assert count_words(many) == "2 errors, 1 warning, 1 note in 2 files"
    assert number_of(0, "page", "pages") == "0 pages"


def test_json_holds_everything_and_counts() -> None:
    report = json.loads(diagnostics_json([a_diagnostic(), a_diagnostic("CH205")], output="site/"))
    assert report["schema"] == 1
    assert report["output"] == "site/"
    assert report["summary"] == {"error": 1, "warning": 1, "info": 0}
    assert report["diagnostics"][0] == {
        "code": "CH204",
        "name": "target-without-unit",
        "severity": "error",
        "message": '"under 4" does not say 4 of what',
        "hint": 'write the unit, e.g. "under 4 hours"',
        "path": "content/helpdesk.md",
        "line": 42,
        "column": 11,
        "end_line": None,
        "end_column": None,
        "related": [],
    }
