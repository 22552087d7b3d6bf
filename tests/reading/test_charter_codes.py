"""Each thing a charter can be told: a text that earns it, at which place, and one that does not."""

from __future__ import annotations

import pytest

from charter.reading.charter import read_charter
from charter.source import Diagnostic, SourceText

FRONT = """title: Support desk
parties:
  - {id: desk, role: provider, name: Desk, representatives: [{name: Rosa, decides: yes}]}
  - {id: staff, role: customer, name: Staff, representatives: [{name: Noor, decides: yes}]}
levels: [Poor, Fair, Good]
"""
SECTION = "## Ours\n\n- Promised by: Desk\n- Promised to: Staff\n\n"
PROMISE = "### A promise\n\n- Ref: one\n"


def front(line: str) -> str:
    """A charter with one more line of front matter, line 7 of the file."""
    return f"---\n{FRONT}{line}\n---\n"


def promise(fields: str = "", below: str = "", heading: str = "### A promise") -> str:
    """A charter with one promise: its heading is line 13, its fields begin in line 15."""
    return f"---\n{FRONT}---\n{SECTION}{heading}\n\n{fields}\n{below}"


def read(text: str, label: str | None = None) -> tuple[Diagnostic, ...]:
    name = f"versions/{label}.md" if label else "charter.md"
    return read_charter(SourceText(f"content/desk/{name}", text), label=label).diagnostics


CASES = [
    # code, failing text, line:column, quoted words, passing text
    ("CH101", "---\naudience: us\n---\n# Desk\n", "1:1", "Desk", "---\ntitle: Desk\naudience: us\n---\n"),
    ("CH102", front("reveiw: every 3 months"), "7:1", "reveiw", front("review: every 3 months")),
    ("CH103", front("title: Again"), "7:1", "title", front("audience: us")),
    ("CH104", front("audience: *desk"), "7:11", "*desk", front('audience: "*desk"')),
    ("CH106", front("notice: 4:30"), "7:9", "4:30", front("notice: 14")),
    ("CH106", front("visibility: no"), "7:13", "no", front("visibility: parties")),
    ("CH106", front("feedback: javascript:alert(1)"), "7:11", "javascript:", front("feedback: mailto:a@b.org")),
    ("CH107", f"---\n{FRONT}---\n## Ours\n\n- Promised by: Dsk\n", "10:16", "Dsk", f"---\n{FRONT}---\n{SECTION}"),
    (
        "CH108",
        "---\ntitle: T\nparties: [{id: a, role: provider}, {id: a, role: customer}]\n---\n",
        "3:36",
        '"a"',
        "---\ntitle: T\nparties: [{id: a, role: provider}, {id: b, role: customer}]\n---\n",
    ),
    ("CH109", front("agreement: desk and nobody"), "7:21", "nobody", front("agreement: desk and staff")),
    ("CH110", front("calendar: {hours: Mon-Fri 17:00-08:00}"), "7:27", "17:00-08:00", front("calendar: {hours: 24/7}")),
    ("CH111", front("effective: 2026-01-05"), "7:1", "effective", front("audience: us")),
    ("CH113", front("language: en_GB"), "7:11", "en_GB", front("language: en-GB")),
    ("CH130", front("translates: ../x.md"), "7:13", "../x.md", front("translates: charter.md")),
    ("CH201", promise("- Ref: one", PROMISE), "18:1", "one", promise("- Ref: two", PROMISE)),
    ("CH202", promise("- Ref: ../x"), "15:8", "../x", promise("- Ref: x-1")),
    ("CH202", promise(heading="### A promise {#Été}"), "13:1", "Été", promise(heading="### A promise {#ete}")),
    ("CH203", promise("- Owner: Rosa"), "13:1", "A promise", promise("- Ref: a-promise")),
    ("CH211", promise("- Target: 5% of x\n- Target: 6% of x"), "16:1", "target", promise("- Target: 5% of x")),
    ("CH216", promise("- Ref: one\n- Onwer: Rosa"), "16:3", "Onwer", promise("- Ref: one\n- Owner: Rosa")),
    ("CH216", promise("- Ref: one\n- Owner: R\n- call us"), "17:3", "call us", promise("- Ref: one\n- Owner: R")),
    ("CH217", promise("- Owner: A\n- Owner: B"), "16:1", "Owner", promise("- Owner: A")),
    ("CH218", promise("- Kind: no"), "15:9", "no", promise("- Kind: Attitude")),
    ("CH218", promise("- Dimension: trust"), "15:14", "trust", promise("- Dimension: tangibles")),
    ("CH218", promise("- Status: 1.10"), "15:11", "1.10", promise("- Status: trial")),
    ("CH218", promise("- Rubric: single point"), "15:1", "single point", promise("- Ref: one")),
    (
        "CH219",
        promise("- Target: 90% within 4 business hours"),
        "15:22",
        "business",
        promise("- Target: 90% within 4 hours"),
    ),
    ("CH220", f"---\n{FRONT}---\n## Ours\n\n{PROMISE}", "10:1", "A promise", promise("- Ref: one")),
    ("CH221", promise("- Target: level Super or better"), "15:11", "Super", promise("- Target: level good or better")),
    (
        "CH301",
        promise("- Ref: one\n", "| Look | Bad | Good |\n|---|---|---|\n| A | not kind | very kind |\n").replace(
            "levels: [Poor, Fair, Good]\n", ""
        ),
        "16:1",
        "Bad, Good",
        promise("- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n"),
    ),
    (
        "CH302",
        promise("- Ref: one\n", "| Look | Poor | Good |\n|---|---|---|\n| A | b | c |\n"),
        "17:3",
        "Fair",
        promise("- Ref: one\n", "| Look | Good | Poor | Fair |\n|---|---|---|---|\n| A | b | c | d |\n"),
    ),
    (
        "CH303",
        promise(
            "- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n| a | b | c | d |\n"
        ),
        "20:3",
        '"a"',
        promise("- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n"),
    ),
    (
        "CH304",
        promise("- Ref: one\n", 2 * "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n\n"),
        "21:1",
        "second",
        promise("- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n"),
    ),
    ("CH305", front("expected: Super"), "7:11", "Super", front("expected: fair")),
    ("CH306", "---\ntitle: T\nlevels: [A, a]\n---\n", "3:13", '"a"', "---\ntitle: T\nlevels: [A, b]\n---\n"),
    (
        "CH307",
        "| Term | Means |\n|---|---|\n| Day | a |\n| day | b |\n",
        "4:3",
        '"day"',
        "| Term | Means |\n|---|---|\n| Day | a |\n| night | b |\n",
    ),
    (
        "CH308",
        promise("- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | | d |\n"),
        "19:11",
        "Fair",
        promise("- Ref: one\n", "| Look | Poor | Fair | Good |\n|---|---|---|---|\n| A | b | c | d |\n"),
    ),
]


@pytest.mark.parametrize(
    ("code", "failing", "place", "words", "passing"), CASES, ids=[f"{case[0]} {case[3]}" for case in CASES]
)
def test_each_code_has_a_text_that_earns_it_and_one_that_does_not(
    code: str, failing: str, place: str, words: str, passing: str
) -> None:
    found = [item for item in read(failing) if item.code == code]
    assert [f"{item.span.line}:{item.span.column}" for item in found] == [place], read(failing)
    assert words in found[0].message
    assert code not in {item.code for item in read(passing)}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case[0] not in ("CH103", "CH104")], ids=lambda case: case[0]
)
def test_each_trouble_comes_with_something_to_paste(case: tuple[str, str, str, str, str]) -> None:
    (found,) = (item for item in read(case[1]) if item.code == case[0])
    assert found.hint


STAMP = '---\ntitle: T\nversion: "2.0"\neffective: 2026-01-05\nreleased: 2025-12-15\nnote: First\n---\n'


def test_a_version_carries_its_stamp() -> None:
    reading = read_charter(SourceText("content/desk/versions/2.0.md", STAMP), label="2.0")
    stamp = reading.value.stamp
    assert (stamp.version, str(stamp.effective), str(stamp.released), stamp.note) == (
        "2.0",
        "2026-01-05",
        "2025-12-15",
        "First",
    )
    assert not reading.diagnostics


def test_a_version_that_contradicts_its_name_is_told() -> None:
    (found,) = read(STAMP, label="2.1")
    assert (found.code, found.span.line, found.span.column) == ("CH150", 3, 10)
    assert '"2.0"' in found.message
    assert found.hint == "git mv content/desk/versions/2.1.md content/desk/versions/2.0.md"


def test_a_version_label_keeps_its_noughts() -> None:
    assert not read("---\ntitle: T\nversion: 1.10\neffective: 2026-01-05\n---\n", label="1.10")


def test_a_version_without_its_stamp_is_told_once() -> None:
    (found,) = [item for item in read("---\ntitle: T\n---\n# T\n", label="2.0") if item.code == "CH153"]
    assert found.message == "the released version 2.0 does not say its version and effective"


def test_a_version_with_a_bad_date_is_told_where() -> None:
    text = "---\ntitle: T\nversion: 2.0\neffective: 5 January 2026\n---\n"
    (found,) = read(text, label="2.0")
    assert (found.code, found.span.line, found.span.column) == ("CH106", 4, 12)
    assert "2026-01-05" in (found.hint or "")


def test_diagnostics_stand_in_the_order_of_the_lines() -> None:
    text = promise("- Onwer: x\n- Kind: no", PROMISE).replace("title:", "titel:")
    lines = [item.span.line or 0 for item in read(text)]
    assert lines == sorted(lines)
    assert len(lines) > 3


def test_an_empty_file_is_an_error() -> None:
    (found,) = [item for item in read("") if item.code == "CH101"]
    assert found.severity == "error"
    assert "empty" in found.message


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("Fees: what you pay", 'title: "Fees: what you pay"'),
        ("#1 in town", 'title: "#1 in town"'),
        ("No", 'title: "No"'),
        ("Library charter", "title: Library charter"),
    ],
)
def test_the_title_that_is_offered_is_one_that_yaml_reads(heading: str, hint: str) -> None:
    (found,) = [item for item in read(f"---\nparties: []\n---\n# {heading}\n") if item.code == "CH101"]
    assert found.hint == hint


def test_fields_that_ran_into_a_list_of_prose_are_told() -> None:
    found = read(promise("- You write.\n- We read.\n- Target: 90% within 2 days"))
    (item,) = [item for item in found if item.code == "CH216"]
    assert (item.span.line, item.hint) == (
        15,
        "begin the fields with another bullet, so that they are a list: * Target: 90% within 2 days",
    )


def test_a_list_of_prose_in_which_one_item_has_a_colon_is_prose() -> None:
    assert not [
        item for item in read(promise("- Owner: whoever is in\n- You write.\n- We read.")) if item.code == "CH216"
    ]


def test_a_table_with_many_empty_cells_is_not_taken_for_the_scale() -> None:
    table = "| Plan | Basic | Plus | Pro |\n|---|---|---|---|\n| Phone |  | yes | yes |\n| Post |  |  | yes |\n"
    text = promise("- Ref: one", f"\n{table}").replace("levels: [Poor, Fair, Good]\n", "")
    assert not [item for item in read(text) if item.code in {"CH301", "CH308"}]
