"""A project decides how much a rule matters, and says why."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.check.severities import OF_TIME, is_silent
from charter.codes import CODES
from charter.config import Config, read_config
from charter.config.rules import RuleSetting
from charter.source import Diagnostic
from tests.builders import project
from tests.check.page_cases import TODAY, complete

VAGUE = complete().replace("- Target: at least 5 working days before the move, for 90% of moves", "- Target: promptly")


def check(folder: Path, config: str, text: str = VAGUE) -> list[Diagnostic]:
    root = project(folder, {"desk": text}, config=config)
    reading = read_config(root)
    return check_catalog(load_catalog(root, reading.value), reading.value, TODAY, reading.diagnostics)


def told(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(item.code, str(item.severity)) for item in found]


def test_without_a_setting_a_rule_has_its_usual_severity(tmp_path: Path) -> None:
    assert told(check(tmp_path, "")) == [("CH207", "warning")]


@pytest.mark.parametrize("rule", ["vague-time", "CH207", "ch207", "Vague_Time"])
@pytest.mark.parametrize("level", ["error", "info", "off"])
def test_a_setting_counts_whatever_the_rule_is_called(tmp_path: Path, rule: str, level: str) -> None:
    found = check(tmp_path, f'[rules.{rule}]\nseverity = "{level}"\nreason = "we agreed so"\n')
    assert told(found) == ([] if level == "off" else [("CH207", level)])


def test_settings_stand_in_pyproject_too(tmp_path: Path) -> None:
    text = '[tool.charter.rules.vague-time]\nseverity = "off"\nreason = "x"\n'
    root = project(tmp_path, {"desk": VAGUE}, config=None, files={"pyproject.toml": text})
    assert read_config(root).value.rules == {"CH207": RuleSetting(code="CH207", level="off", reason="x")}


def test_a_changed_severity_without_a_reason_counts_and_is_reported(tmp_path: Path) -> None:
    found = check(tmp_path, '[rules.vague-time]\nseverity = "off"\n')
    assert [(item.code, item.span.path, item.span.line, item.span.column) for item in found] == [
        ("CH144", "charter.toml", 2, 1)
    ]
    assert told(check(tmp_path, '[rules.vague-time]\nseverity = "warning"\n')) == [("CH207", "warning")]


def test_a_setting_for_some_files_leaves_the_others(tmp_path: Path) -> None:
    for number, (files, is_told) in enumerate(
        {"content/desk/charter.md": False, "content/desk": False, "content/*.md": False, "content/des": True}.items()
    ):
        config = f'[rules.vague-time]\nseverity = "off"\nreason = "x"\nfiles = ["{files}"]\n'
        assert told(check(tmp_path / str(number), config)) == ([("CH207", "warning")] if is_told else [])


@pytest.mark.parametrize(
    ("config", "code", "line", "words"),
    [
        ('[rules.vage-time]\nseverity = "off"\n', "CH145", 1, "[rules.vague-time]"),
        ('[rules.CH2O7]\nseverity = "off"\n', "CH145", 1, "[rules.CH207]"),
        ("[rules.xyzzy]\n", "CH145", 1, "charter explain"),
        ('[rules.vague-time]\nseverety = "off"\n', "CH141", 2, 'did you mean "severity"?'),
        ("[rules.vague-time]\nlimit = 3\n", "CH141", 2, "the settings of this rule are"),
        ('[rules.vague-time]\n\nseverity = "eror"\n', "CH140", 3, 'severity = "error"'),
        ('[rules.vague-time]\nseverity = "of"\n', "CH140", 2, 'severity = "off"'),
        ("[rules.vague-time]\nseverity = false\n", "CH140", 2, 'severity = "off"'),
        ("[rules.vague-time]\nreason = 3\n", "CH140", 2, "reason ="),
        ('[rules.vague-time]\nfiles = "a"\n', "CH140", 2, 'files = ["'),
        ('[rules.vague-time]\nfiles = [""]\n', "CH140", 2, 'files = ["'),
        ("[rules.too-many-promises]\nlimit = 0\n", "CH140", 2, "limit = 12"),
        ('[rules.too-many-promises]\nlimit = "12"\n', "CH140", 2, "limit = 12"),
        ("[rules.too-many-promises]\nlimit = true\n", "CH140", 2, "limit = 12"),
        ('[rules]\nvague-time = "off"\n', "CH140", 2, "[rules.vague-time]"),
        ('rules = "off"\n', "CH140", 1, "[rules.vague-time]"),
        ("[rules.vague-time]\n[rules.CH207]\n", "CH140", 2, "put both into one table"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_reported_at_its_line(
    tmp_path: Path, config: str, code: str, line: int, words: str
) -> None:
    (item,) = [item for item in check(tmp_path, config) if item.span.path == "charter.toml"]
    assert (item.code, item.span.line) == (code, line)
    assert words in (item.hint or "")


def test_a_limit_is_the_projects_own(tmp_path: Path) -> None:
    assert Config().limit("CH179") == 12
    root = project(tmp_path, {}, config="[rules.too-many-promises]\nlimit = 3\n")
    assert read_config(root).value.limit("CH179") == 3


def test_everything_that_is_told_can_be_set_findings_of_readers_and_settings_too(tmp_path: Path) -> None:
    broken = VAGUE.replace("title: Help desk\n", "title: Help desk\ntitle: Again\n")
    config = 'colour = "red"\n' + "".join(
        f'[rules.{rule}]\nseverity = "info"\nreason = "x"\n' for rule in ("CH103", "CH141", "CH207")
    )
    assert sorted(told(check(tmp_path, config, broken))) == [("CH103", "info"), ("CH141", "info"), ("CH207", "info")]


def test_a_rule_is_silent_only_where_none_of_its_findings_can_be_told() -> None:
    def config(**setting: object) -> Config:
        return Config(rules={"CH207": RuleSetting(code="CH207", **setting)})  # type: ignore[arg-type]

    assert not is_silent("CH207", Config())
    assert is_silent("CH207", config(level="off"))
    assert not is_silent("CH207", config(level="off", files=("a",)))
    assert not is_silent("CH207", config(level="info"))
    assert not is_silent("CH207", config(reason="x"))


def test_the_page_of_the_gate_names_what_only_time_does() -> None:
    page = Path(__file__).parents[2] / "docs/gate.md"
    section = page.read_text(encoding="utf-8").partition("## What only time did")[2].partition("\n## ")[0]
    assert set(re.findall("`([a-z][a-z-]+)`", section)) == {CODES[code].name for code in OF_TIME}
