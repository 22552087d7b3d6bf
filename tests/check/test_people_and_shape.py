"""Who stands behind a charter, and what each promise needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.config import Config
from charter.config.rules import RuleSetting
from charter.source import Diagnostic
from tests.builders import project
from tests.check.page_cases import HEADING, TODAY, complete


def check(folder: Path, texts: str | Mapping[str, str], config: Config | None = None) -> list[Diagnostic]:
    root = project(folder, {"desk": texts} if isinstance(texts, str) else texts)
    wanted = config or Config()
    return check_catalog(load_catalog(root, wanted), wanted, TODAY)


def codes(found: list[Diagnostic]) -> list[str]:
    return sorted(item.code for item in found)


def with_promise(fields: str, *, heading: str = HEADING, ref: str = "answers") -> str:
    return f"{complete()}\n{heading}\n\n{fields}\n- Ref: {ref}\n"


FULL = "- Target: 90% within 4 business hours\n- Measured: every month, from the list\n- Owner: Rosa Lindqvist"
RUBRIC = (
    "\n\n| Look | Not yet | Getting there | Met | Above and beyond |\n|---|---|---|---|---|\n| A | 1 | 2 | 3 | 4 |\n"
)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (FULL, []),
        (FULL.replace("- Target: 90% within 4 business hours\n", ""), ["CH225"]),
        (FULL.replace("- Target: 90% within 4 business hours\n", "- Kind: attitude\n"), []),
        (FULL.replace("- Measured: every month, from the list\n", ""), ["CH226"]),
        (FULL.replace("- Measured: every month, from the list\n", "- Kind: attitude\n"), ["CH226"]),
        (FULL.replace("- Owner: Rosa Lindqvist", "- Kind: process"), ["CH227"]),
        ("- Kind: attitude", ["CH225", "CH227"]),
        ("- Kind: process", ["CH225", "CH227"]),
        (FULL + "\n- Remedy: Rosa Lindqvist calls you", []),
        (
            "- Measured: every month, from the list\n- Owner: Rosa Lindqvist\n- Kind: attitude\n- Remedy: we call",
            ["CH228"],
        ),
        ("- Measured: every month, from the list\n- Owner: Rosa Lindqvist\n- Remedy: we call", ["CH225"]),
    ],
)
def test_a_promise_lacks_what_a_customer_needs(tmp_path: Path, fields: str, expected: list[str]) -> None:
    assert [code for code in codes(check(tmp_path, with_promise(fields))) if "CH225" <= code <= "CH229"] == expected


def test_a_rubric_stands_in_for_a_target(tmp_path: Path) -> None:
    text = with_promise("- Measured: every month, from the list\n- Owner: Rosa Lindqvist\n- Remedy: we call") + RUBRIC
    assert [code for code in codes(check(tmp_path / "process", text)) if "CH225" <= code <= "CH229"] == ["CH228"]
    text = with_promise("- Kind: attitude\n- Owner: Rosa Lindqvist\n- Remedy: we call") + RUBRIC
    assert [code for code in codes(check(tmp_path / "attitude", text)) if "CH225" <= code <= "CH229"] == []


def test_a_target_that_cannot_be_read_is_there_all_the_same(tmp_path: Path) -> None:
    found = codes(check(tmp_path, with_promise(FULL.replace("90% within 4 business hours", "as the law says"))))
    assert "CH225" not in found


def test_promises_of_customers_are_asked_the_same(tmp_path: Path) -> None:
    text = complete().replace("- Owner: Noor Haddad\n", "")
    assert codes(check(tmp_path, text)) == ["CH227"]


def test_hints_are_in_the_charters_language(tmp_path: Path) -> None:
    text = with_promise("- Kind: process").replace("language: en", "language: fr")
    hints = {item.code: item.hint or "" for item in check(tmp_path, text)}
    assert hints["CH225"].startswith("- Cible:")
    assert hints["CH227"] == "- Responsable: Rosa Lindqvist"


@pytest.mark.parametrize(
    "owner",
    ["Rosa Lindqvist", "rosa lindqvist", "Rosa", "R. Lindqvist and Tomas Beck", "Head of the desk", "the desk",
     "The staff", "Noor Haddad (acting)", "Head of the desk; Tomas Beck", "Tomas Beck & Rosa Lindqvist",
     "Rosa Lindqvist, Head of the desk"],
)  # fmt: skip
def test_an_owner_is_known_by_name_title_or_party(tmp_path: Path, owner: str) -> None:
    assert codes(check(tmp_path, with_promise(FULL.replace("Rosa Lindqvist", owner)))) in (
        [],
        ["CH180"] * owner.count("R. "),
    )


def test_an_unknown_owner_is_told_where_the_name_stands(tmp_path: Path) -> None:
    text = with_promise(FULL.replace("Rosa Lindqvist", "Tomas Beck and Rosa Lindquist"))
    (item,) = check(tmp_path, text)
    line = text[: text.index("Lindquist")].count("\n") + 1
    assert (item.code, item.span.line, item.span.column) == ("CH180", line, len("- Owner: Tomas Beck and ") + 1)
    assert item.hint == "- Owner: Rosa Lindqvist"


def test_where_nobody_is_named_an_owner_can_be_anybody(tmp_path: Path) -> None:
    text = with_promise(FULL.replace("Rosa Lindqvist", "Somebody Else"))
    head, rest = text.split("audience:", 1)
    lines = [line for line in head.splitlines(keepends=True) if "name: Rosa" not in line and "name: Tomas" not in line]
    head = "".join(line for line in lines if "name: Noor" not in line and "representatives" not in line)
    found = codes(check(tmp_path, f"{head}audience:{rest}"))
    assert "CH180" not in found
    assert "CH176" in found


def test_customers_deciders_and_both_sides_are_asked_for(tmp_path: Path) -> None:
    text = complete()
    assert "CH175" in codes(check(tmp_path / "a", text.replace("role: customer", "role: observer")))
    assert "CH176" in codes(check(tmp_path / "b", text.replace(", decides: yes", "")))
    ours = text.replace(
        "- Promised by: The staff\n- Promised to: The desk", "- Promised by: The desk\n- Promised to: The staff"
    )
    (item,) = check(tmp_path / "c", ours)
    assert (item.code, item.hint) == ("CH177", "- Promised by: The staff")
    assert codes(check(tmp_path / "d", text.replace("- Kind: attitude", "- Kind: process"))) == ["CH178"]


def test_without_parties_that_alone_is_said(tmp_path: Path) -> None:
    head, rest = complete().split("parties:\n", 1)
    found = check(tmp_path, f"{head}audience:{rest.split('audience:', 1)[1]}")
    assert [item.code for item in found if item.code in {"CH175", "CH176", "CH177"}] == ["CH175"]
    assert next(item for item in found if item.code == "CH175").hint.startswith("parties:\n")  # type: ignore[union-attr]


def test_a_promise_by_somebody_unknown_may_be_a_customers(tmp_path: Path) -> None:
    text = complete().replace("- Promised by: The staff", "- Promised by: The sttaf")
    assert "CH177" not in codes(check(tmp_path, text))


def test_more_promises_than_the_limit_are_told_at_the_first_above_it(tmp_path: Path) -> None:
    text = complete() + "".join(f"\n### Answer {number}\n\n{FULL}\n- Ref: answer-{number}\n" for number in range(1, 12))
    (item,) = [item for item in check(tmp_path, text) if item.code == "CH179"]
    assert item.span.line == text[: text.index("### Answer 11")].count("\n") + 1
    assert "13 promises" in item.message
    more = Config(rules={"CH179": RuleSetting(code="CH179", limit=13)})
    assert "CH179" not in codes(check(tmp_path / "more", text, more))


def leaning(*pairs: tuple[str, str]) -> str:
    return complete() + "".join(
        f"\n### The promise {ref}\n\n{FULL}\n- Depends on: {on}\n- Ref: {ref}\n" for ref, on in pairs
    )


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("a", "b"), ("b", "capable-colleague")], []),
        ([("a", "a")], ['"a" leans on "a": a circle']),
        ([("a", "b"), ("b", "a")], ['"a" leans on "b", which leans on "a": a circle']),
        ([("b", "c, a"), ("c", "a"), ("a", "b")], ['"a" leans on "b", which leans on "a": a circle']),
        ([("x", "a"), ("a", "b; capable-colleague"), ("b", "#a")], ['"a" leans on "b", which leans on "a": a circle']),
        ([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], ['"a" leans on "b", which leans on "a": a circle',
                                                            '"c" leans on "d", which leans on "c": a circle']),
    ],
)  # fmt: skip
def test_a_circle_is_told_once(tmp_path: Path, pairs: list[tuple[str, str]], expected: list[str]) -> None:
    assert [item.message for item in check(tmp_path, leaning(*pairs)) if item.code == "CH229"] == expected


def test_a_circle_through_another_charter_is_told_once(tmp_path: Path) -> None:
    texts = {"one": leaning(("a", "two#b")), "two": leaning(("b", "one#a")), "three": leaning(("c", "one#a"))}
    found = [item for item in check(tmp_path, texts) if item.code == "CH229"]
    assert [(item.span.path, item.message) for item in found] == [
        ("content/one/charter.md", '"a" leans on "two#b", which leans on "a": a circle')
    ]


def test_a_long_way_that_is_no_circle_ends(tmp_path: Path) -> None:
    pairs = [(f"p{number}", f"p{number + 1}, p{number + 2}") for number in range(300)]
    assert "CH229" not in codes(check(tmp_path, leaning(*pairs)))


def test_prose_is_not_asked_for_anything(tmp_path: Path) -> None:
    assert check(tmp_path, "---\ntitle: Leave\n---\n\n# Leave\n\nTwenty-five days.\n") == []
