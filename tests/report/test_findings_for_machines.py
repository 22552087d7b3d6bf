from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import jsonschema
import pysarif
import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.codes import CODES
from charter.report.github import github_lines
from charter.report.gitlab import gitlab_json
from charter.report.junit import junit_xml
from charter.report.sarif import sarif
from charter.source import Diagnostic, Severity, Span, diagnose

LINE = {"type": "integer", "minimum": 1}
TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
    "additionalProperties": False,
}


def exactly(required: dict, **optional: object) -> dict:
    """Return the schema of an object with these properties and no others."""
    properties = {**required, **optional}
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = exactly(
    {"uri": {"type": "string", "format": "uri-reference", "pattern": r"^[!-~]+$"}}, uriBaseId={"type": "string"}
)
REGION = exactly({"startLine": LINE}, startColumn=LINE, endLine=LINE, endColumn=LINE)
LOCATION = exactly(
    {"physicalLocation": exactly({"artifactLocation": ARTIFACT}, region=REGION)}, id={"type": "integer", "minimum": 0}
)
RULE = exactly(
    {"id": {"type": "string"}},
    name={"type": "string"},
    shortDescription=TEXT,
    help=TEXT,
    defaultConfiguration=exactly({}, level=LEVEL, enabled={"type": "boolean"}),
)
RESULT = exactly(
    {"message": TEXT},
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level=LEVEL,
    locations={"type": "array", "items": LOCATION},
    relatedLocations={"type": "array", "items": LOCATION, "uniqueItems": True},
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
)
DRIVER = exactly(
    {"name": {"type": "string"}},
    semanticVersion={"type": "string"},
    rules={"type": "array", "items": RULE, "uniqueItems": True},
)
RUN = exactly(
    {"tool": exactly({"driver": DRIVER})},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": exactly({}, description=TEXT)},
    results={"type": "array", "items": RESULT},
)
SARIF = exactly(
    {"version": {"const": "2.1.0"}, "runs": {"type": "array", "items": RUN}}, **{"$schema": {"type": "string"}}
)
"""What the standard (OASIS SARIF 2.1.0, sections 3.13 to 3.52) says of the properties that we write."""

DESK = "content/desk/charter.md"


def finding(
    code: str = "CH204", path: str = DESK, line: int | None = 7, words: str = '"4" does not say 4 of what'
) -> Diagnostic:
    column = None if line is None else 11
    return diagnose(code, Span(path, line, column), words, 'write the unit, e.g. "4 hours"')


def run_of(*items: Diagnostic, prefix: str = "") -> dict:
    log = json.loads(sarif(items, "0.3.0", prefix))
    jsonschema.Draft202012Validator(SARIF).validate(log)
    assert_known(log, pysarif.save_to_dict(pysarif.load_from_dict(log)))
    assert len(log["runs"]) == 1
    return log["runs"][0]


def assert_known(ours: object, read: object) -> None:
    """Every property that we write is one that a reader made from the published schema keeps."""
    if isinstance(ours, dict) and isinstance(read, dict):
        for key, value in ours.items():
            assert key in read or key == "$schema", key
            assert_known(value, read.get(key))
    elif isinstance(ours, list) and isinstance(read, list):
        for one, other in zip(ours, read, strict=True):
            assert_known(one, other)


spans = st.builds(
    Span,
    st.text(min_size=1, max_size=30),
    st.none() | st.integers(1, 9999),
    st.none() | st.integers(1, 9999),
)
found = st.lists(
    st.builds(
        diagnose, st.sampled_from(sorted(CODES)), spans, st.text(max_size=80), st.none() | st.text(max_size=40),
        severity=st.sampled_from(list(Severity)), related=st.lists(spans, max_size=2).map(tuple),
    ),
    max_size=6,
)  # fmt: skip


@given(found)
def test_sarif_of_any_findings_keeps_to_the_standard(items: list[Diagnostic]) -> None:
    assert len(run_of(*items)["results"]) == len(set(items))


def test_sarif_says_what_where_and_how_serious() -> None:
    run = run_of(finding(), finding("CH213", line=9, words="days"), prefix="docs/charters")
    first, second = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "docs/charters/content/desk/charter.md", "uriBaseId": "SRCROOT"}
    assert place["region"] == {"startLine": 7, "startColumn": 11}
    assert (first["level"], second["level"]) == ("error", "note")
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CH204", "CH213"]
    assert (first["ruleIndex"], second["ruleIndex"]) == (0, 1)
    assert "hint: write the unit" in first["message"]["text"]


def test_brackets_in_a_message_are_no_links_in_sarif() -> None:
    assert run_of(finding(words="see [this](1)"))["results"][0]["message"]["text"].startswith("see \\[this\\](1)")


def test_a_path_with_spaces_and_accents_is_an_address_in_sarif() -> None:
    place = run_of(finding(path="content/café #1/charter.md"))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/caf%C3%A9%20%231/charter.md"


def test_a_finding_is_known_again_when_lines_above_it_move() -> None:
    marks = [run_of(finding(line=line))["results"][0]["partialFingerprints"]["finding/v1"] for line in (7, 70)]
    assert marks[0] == marks[1]


def test_two_findings_of_the_same_words_are_told_apart() -> None:
    entries = json.loads(gitlab_json([finding(line=7), finding(line=9)]))
    assert len({entry["fingerprint"] for entry in entries}) == 2


def test_github_shows_the_most_serious_first_with_place_and_title() -> None:
    lines = list(github_lines([finding("CH213", line=2, words="days"), finding()], prefix="charters/"))
    assert lines[0] == (
        "::error file=charters/content/desk/charter.md,line=7,col=11,title=CH204 target-without-unit"
        '::"4" does not say 4 of what%0Ahint: write the unit, e.g. "4 hours"'
    )
    assert lines[1].startswith("::notice file=charters/content/desk/charter.md,line=2,col=11,title=CH213 bare-day::")
    assert lines[2] == "1 error, 1 note in 1 file"


def test_a_path_cannot_add_properties_and_a_message_cannot_add_commands_on_github() -> None:
    item = finding(path="content/a,line=1:b/charter.md", words="100%\n::set-env name=X::1")
    (command, _) = github_lines([item])
    assert "file=content/a%2Cline=1%3Ab/charter.md," in command
    assert "100%25%0A::set-env" in command
    assert "\n" not in command


def test_github_without_findings_says_so() -> None:
    assert list(github_lines([])) == ["nothing to report"]


def test_gitlab_entries_have_all_that_gitlab_asks_for() -> None:
    (entry,) = json.loads(gitlab_json([finding(line=None)], prefix="charters"))
    assert entry["location"] == {"path": f"charters/{DESK}", "lines": {"begin": 1}}
    assert entry["check_name"] == "CH204 target-without-unit"
    assert entry["severity"] == "critical"
    assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}


def test_junit_has_a_suite_for_each_charter_and_counts_what_failed() -> None:
    items = [finding(), finding("CH213", line=9), finding("CH140", path="charter.toml")]
    root = ET.fromstring(junit_xml(items, ["content/desk", "content/water"]))
    assert root.attrib | {"tests": "4", "failures": "2", "errors": "0"} == root.attrib
    counts = {suite.get("name"): (suite.get("tests"), suite.get("failures")) for suite in root}
    assert counts == {"content/desk": ("2", "1"), "content/water": ("1", "0"), "charter.toml": ("1", "1")}


def test_junit_of_one_charter_does_not_take_in_a_neighbour_whose_name_begins_alike() -> None:
    root = ET.fromstring(junit_xml([finding(path="content/desk-two/charter.md")], ["content/desk"]))
    assert [suite.get("name") for suite in root] == ["content/desk", "content/desk-two/charter.md"]


@given(found)
def test_junit_of_any_findings_is_xml(items: list[Diagnostic]) -> None:
    root = ET.fromstring(junit_xml(items, ["content/desk"]).encode("utf-8"))
    assert int(root.attrib["failures"]) == len({item for item in items if item.severity is not Severity.INFO})


@pytest.mark.parametrize("report", [sarif, gitlab_json, lambda items, _: junit_xml(items, [])])
def test_the_order_of_findings_changes_nothing(report) -> None:
    items = [finding(), finding("CH213", line=9), finding(path="a.md")]
    assert report(items, "1.0") == report(items[::-1], "1.0")
