from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from charter.catalog import load_catalog
from charter.config import read_config
from charter.site.data import charter_data, index_data, json_bytes
from charter.standing import stand
from tests import corpus
from tests.builders import charter_text, project, promise

SAMPLES = corpus.folder().parent / "samples"
CONTENT = Path(__file__).parents[2] / "content"

SHEET = """---
version: "1.0"
---

| Party | Name | Decision | Date | Note |
|---|---|---|---|---|
| desk | Rosa Lindqvist | agree | 2025-12-17 | |
| Staff | Noor Haddad | agree with a reservation | 2025-12-19 | Four hours is long |
| ghosts | Nobody | perhaps | soon | |
"""
EVERY_FIELD = """\
- Was: quick, quicker
- Target (urgent): level Met or better, scored by staff
- Target (all else): 99.90% of calls within 2 working days each month, if we are open
- Measured: monthly
- Owner: Rosa Lindqvist
- Kind: attitude
- Dimension: empathy
- Aligned to: ISO 10002:2018 acknowledgement, and so on; UK Service Standard 10
- Basis: by law
- Remedy: a call
- Except: closure days, and storms
- Depends on: first-reply, other
- Status: trial
- Asked by: Staff
- Looks like: a name; a date
- Lives up to: 2
- Withdraw on: 2027-01-01
- Flavour: sweet
"""
RUBRIC = "| What | Not yet | Met |\n|---|---|---|\n| Speed | slow | *fast* |\n"
FRONT = (
    "levels: [Not yet, Met]\nexpected: Met\nnotice: 30\naudience: All\nreview: every 3 months from 2025-10-05\n"
    "agreement: one decider from every party\nstandards: [ISO 10002:2018]\nfeedback: mailto:a@example.org\n"
    "calendar: {timezone: Europe/London, hours: Mon-Fri 08:00-17:30, closed: [2026-04-03]}"
)
FULL = charter_text(
    front=FRONT,
    promises=promise(target=None, fields=EVERY_FIELD, after=RUBRIC)
    + "\n\n## How we work\n\n1. Be kind.\n\n## Words\n\n| Term | Meaning |\n|---|---|\n| working day | Monday |\n",
)
ODD: dict[str, Any] = {
    "full": {"charter.md": FULL, "versions/1.0.md": charter_text(version="1.0"), "signoffs/1.0.md": SHEET},
    "prose": "Only words.\n",
    "empty": "",
    "french": charter_text(
        title="Accueil",
        front="language: fr",
        promises="### Une réponse\n\n- Cible : 99,5 % en 2 jours ouvrables\n- Nature : processus\n- Réf. : reponse\n",
    ),
    "unreleased": charter_text(front="agreement: everyone who decides\nvisibility: parties"),
    "single.md": charter_text(promises=promise(target="between 1 and 2 days") + "\n" + promise(target="90% 95%")),
    "only-versions": {"versions/1.0.md": charter_text(version="1.0"), "versions/2.0.md": charter_text(version="2.0")},
    "no-stamp": {"charter.md": charter_text(), "versions/1.0.md": charter_text()},
    "single-point": charter_text(
        promises=promise(
            fields="- Rubric: single point",
            after="| What | Short | As described | Beyond |\n|---|---|---|---|\n| A |  | b | |",
        )
    ),
    "numbers": charter_text(
        promises="\n\n".join(
            promise(f"n{at}", target=target)
            for at, target in enumerate(
                ["median under 3.50 working days", "4.5 out of 5 or better", "no incidents in any 12 months",
                 "95th percentile under 20 seconds", "every 3 working days until resolved", "by 09:00", "every time",
                 "at least 48 hours' notice", "100000000% within 0.0000001 hours", "promptly", "under 4"]
            )
        )
    ),
}  # fmt: skip


@cache
def validator(name: str) -> Draft202012Validator:
    schema = json.loads((files("charter") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def exported(root: Path, today: date = date(2026, 1, 5)) -> dict[str, dict[str, Any]]:
    """Return what is published of each charter, read back, and the index under the empty id; each is valid."""
    catalog = load_catalog(root, read_config(root).value)
    standings = [stand(charter, today) for charter in catalog.charters]
    made = {standing.charter.id: charter_data(standing.charter, standing) for standing in standings}
    index = index_data("Our charters", standings)
    validator("index").validate(json.loads(json_bytes(index)))
    for data in made.values():
        validator("charter").validate(json.loads(json_bytes(data)))
    return made | {"": index}


def test_every_odd_charter_fits_the_schemas_on_any_day(tmp_path: Path) -> None:
    root = project(tmp_path, ODD)
    for day in (date(2020, 1, 1), date(2025, 12, 20), date(2026, 1, 5), date(2030, 1, 1)):
        assert set(exported(root, day)) == {"", *(name.removesuffix(".md") for name in ODD)}


@pytest.mark.parametrize("folder", [SAMPLES, CONTENT], ids=["samples", "content"])
def test_charters_of_the_project_fit_the_schemas(folder: Path, tmp_path: Path) -> None:
    if not folder.is_dir() or not any(folder.iterdir()):
        pytest.skip("not beside this checkout")
    root = project(tmp_path, {})
    shutil.copytree(folder, root / "content", dirs_exist_ok=True)
    assert len(exported(root)) > 1


@given(st.lists(st.sampled_from(sorted(FULL.splitlines(keepends=True))), max_size=40))
def test_any_heap_of_lines_fits_the_schemas(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> None:
    root = tmp_path_factory.mktemp("heap")
    exported(project(root, {"a": "".join(lines)}))


def test_a_charter_says_everything(tmp_path: Path) -> None:
    data = exported(project(tmp_path, {"full": ODD["full"]}), date(2025, 12, 20))["full"]
    assert list(data)[:7] == ["schema", "id", "title", "state", "version", "fingerprint", "url"]
    assert (data["state"], data["version"], data["draft"]["differs"]) == ("draft", None, True)
    assert data["fingerprint"] == data["draft"]["fingerprint"]
    assert data["review"] == {
        "cadence": "every 3 months from 2025-10-05",
        "last": None,
        "next": "2026-01-05",
        "overdue": False,
    }
    assert data["calendar"] == {
        "timezone": "Europe/London",
        "hours": [{"days": ["Mon", "Tue", "Wed", "Thu", "Fri"], "opens": "08:00", "closes": "17:30"}],
        "closed": ["2026-04-03"],
        "holidays": None,
    }
    assert (data["notice_days"], data["audience"], data["standards"]) == (30, "All", ["ISO 10002:2018"])
    assert data["principles"] == [{"number": 1, "words": "Be kind."}]
    assert data["terms"] == [{"word": "working day", "meaning": "Monday"}]
    (found,) = data["expectations"]
    assert {key: found[key] for key in ("ref", "owner", "kind", "dimension", "status", "was", "withdraw_on")} == {
        "ref": "first-reply",
        "owner": "Rosa Lindqvist",
        "kind": "attitude",
        "dimension": "empathy",
        "status": "trial",
        "was": ["quick", "quicker"],
        "withdraw_on": "2027-01-01",
    }
    assert found["aligned_to"] == ["ISO 10002:2018 acknowledgement, and so on", "UK Service Standard 10"]
    assert found["depends_on"] == ["first-reply", "other"]
    assert found["looks_like"] == ["a name", "a date"]
    assert found["more"] == [{"label": "Flavour", "value": "sweet"}]
    assert (found["section"], found["prose"]) == ("Our promises", "You hear from a named person.")
    assert found["rubric"] == {
        "levels": ["Not yet", "Met"],
        "expected": "Met",
        "criteria": [{"name": "Speed", "descriptors": ["slow", "fast"]}],
    }
    assert (
        found["line"]
        == (tmp_path / data["source"]).read_text("utf-8").split("\n").index("### A person answers you quickly") + 1
    )


def test_amounts_are_decimal_strings_with_no_figure_too_many(tmp_path: Path) -> None:
    (found,) = exported(project(tmp_path, {"full": ODD["full"]}), date(2025, 1, 1))["full"]["expectations"]
    level, share = found["targets"]
    assert (level["measure"], level["value"], level["segment"]) == ("level", "Met", "urgent")
    assert (share["value"], share["threshold"], share["threshold_unit"], share["clock"]) == (
        "99.9",
        "2",
        "day",
        "business",
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12, places=6))
def test_an_amount_keeps_its_value(number: Decimal) -> None:
    from charter.site.results_data import amount

    words = amount(number)
    assert words is not None
    assert Decimal(words) == number
    assert "E" not in words
    assert not words.endswith((".", "0")) or "." not in words


@pytest.mark.parametrize(
    ("number", "words"),
    [("95", "95"), ("95.0", "95"), ("99.90", "99.9"), ("1E+2", "100"), ("0.00", "0"), ("1E-7", "0.0000001")],
)
def test_amounts_as_written(number: str, words: str) -> None:
    from charter.site.results_data import amount

    assert amount(Decimal(number)) == words


def test_results_are_published_with_what_they_are_held_against(tmp_path: Path) -> None:
    rows = "period,ref,segment,good,total,value,unit,source,note\n"
    rows += (
        "2026-01,first-reply,,95,100,,,log,\n2026-02,first-reply,,,,3.50,hours,,two weeks\n2026-03,first-reply,,,,,,,\n"
    )
    files = {"versions/1.0.md": charter_text(version="1.0"), "charter.md": charter_text(), "outcomes.csv": rows}
    (found,) = exported(project(tmp_path, {"a": files}))["a"]["expectations"]
    first, second, third = found["results"]
    assert found["judged"] == "unclear"
    assert (first["good"], first["judged"], first["version"], first["target"]) == (
        "95", "kept", "1.0", "90% within 4 hours",
    )  # fmt: skip
    assert (second["value"], second["unit"], second["why"], second["note"]) == (
        "3.5",
        "hours",
        "other-kind",
        "two weeks",
    )
    assert (third["judged"], third["good"], third["source"]) == ("no cases", None, None)


def test_what_people_said_is_counted_and_nobody_is_quoted(tmp_path: Path) -> None:
    rows = (
        "date,party,channel,ref,score,said,answered,action\n"
        "2025-12-20,staff,phone,first-reply,-2,Nobody came,2025-12-30,We rang back\n"
        "2025-12-20,staff,,first-reply,-2,Late again,2025-12-21,\n2025-12-22,staff,,first-reply,,A question,,\n"
        "2025-12-23,staff,,,2,Thanks,,\n"
    )
    text = charter_text(promises=promise() + "\n\n" + promise("other"))
    data = exported(project(tmp_path, {"a": {"charter.md": text, "feedback.csv": rows}, "b": charter_text()}))
    first, other = data["a"]["expectations"]
    assert first["remarks"] == {
        "total": 3,
        "scores": {"2": 0, "1": 0, "0": 0, "-1": 0, "-2": 2},
        "unscored": 1,
        "waiting": 1,
        "answered": 2,
        "median_days": "5.5",
        "longest_days": 10,
    }
    assert (data["a"]["remarks"]["total"], data["a"]["remarks"]["scores"]["2"]) == (4, 1)
    assert (other["remarks"], data["b"]["remarks"]) == (None, None)
    assert not [words for words in ("Nobody came", "We rang back", "Thanks") if words in json.dumps(data)]


def test_words_with_few_values_are_english_in_every_language(tmp_path: Path) -> None:
    data = exported(project(tmp_path, {"french": ODD["french"]}))["french"]
    (found,) = data["expectations"]
    assert (found["kind"], data["language"], found["targets"][0]["value"]) == ("process", "fr", "99.5")


def test_signatures_say_what_was_said_and_whether_it_counts(tmp_path: Path) -> None:
    files = {**ODD["full"], "versions/1.0.md": charter_text(version="1.0", front="agreement: everyone who decides")}
    data = exported(project(tmp_path, {"a": files}))["a"]
    said = [(item["party"], item["decision"], item["date"], item["counts"]) for item in data["signatures"]]
    assert said == [
        ("desk", "agree", "2025-12-17", True),
        ("staff", "agree with a reservation", "2025-12-19", True),
        ("ghosts", None, None, False),
    ]
    assert data["signatures"][1]["note"] == "Four hours is long"
    assert (data["state"], data["version"], data["to_sign"]) == ("in force", "1.0", [])


def test_a_proposed_version_says_who_is_still_to_sign(tmp_path: Path) -> None:
    text = charter_text(version="1.0", front="agreement: everyone who decides")
    data = exported(
        project(tmp_path, {"a": {"charter.md": text.replace('version: "1.0"\n', ""), "versions/1.0.md": text}})
    )["a"]
    assert [item["state"] for item in data["versions"]] == ["proposed"]
    assert [(item["party"], item["count"], item["candidates"]) for item in data["to_sign"]] == [
        ("desk", 1, ["Rosa Lindqvist"]),
        ("staff", 1, ["Noor Haddad"]),
    ]


def test_addresses_are_such_that_a_browser_can_ask_for_them(tmp_path: Path) -> None:
    data = exported(
        project(tmp_path, {"café": {"charter.md": charter_text(), "versions/1.0.md": charter_text(version="1.0")}})
    )
    assert data["café"]["url"] == "caf%C3%A9/index.html"
    assert data["café"]["versions"][0]["url"] == "caf%C3%A9/v/1.0.html"
    assert data["café"]["expectations"][0]["url"] == "caf%C3%A9/promises/first-reply.html"
    assert data[""]["charters"][0]["json"] == "caf%C3%A9/charter.json"


def test_the_index_counts_promises_and_names_parties(tmp_path: Path) -> None:
    (entry,) = exported(project(tmp_path, {"a": charter_text()}))[""]["charters"]
    assert (entry["promises"], [party["id"] for party in entry["parties"]]) == (1, ["desk", "staff"])


@pytest.mark.parametrize("name", ["charter", "index"])
def test_every_object_of_a_schema_is_closed_complete_and_described(name: str) -> None:
    def visit(node: Any, path: str) -> None:
        if isinstance(node, dict):
            if node.get("type") == "object":
                assert node["additionalProperties"] is False, path
                assert node["required"] == list(node["properties"]), path
                for key, value in node["properties"].items():
                    assert "description" in value or "$ref" in value, f"{path}/{key}"
            for key, value in node.items():
                visit(value, f"{path}/{key}")
        elif isinstance(node, list):
            for at, value in enumerate(node):
                visit(value, f"{path}/{at}")

    visit(validator(name).schema, "")


def test_the_schema_refuses_what_is_not_a_charter(tmp_path: Path) -> None:
    data = exported(project(tmp_path, {"a": charter_text()}))["a"]
    for key in data:
        lacking = {name: value for name, value in data.items() if name != key}
        assert not validator("charter").is_valid(lacking), key
    assert not validator("charter").is_valid(data | {"more": 1})
    assert not validator("charter").is_valid(data | {"state": "valid"})
    assert not validator("charter").is_valid(data | {"schema": 2})


def test_json_is_utf_8_with_a_line_end(tmp_path: Path) -> None:
    data = json_bytes({"b": "é", "a": None})
    assert data == '{\n  "b": "é",\n  "a": null\n}\n'.encode()
