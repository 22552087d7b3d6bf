"""The hook that others may use in `.pre-commit-config.yaml`."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import charter_text, write
from tests.cli.commands import Shell

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"


HOOKS: dict[str, dict[str, Any]] = {item["id"]: item for item in yaml.safe_load(MANIFEST.read_text("utf-8"))}


@pytest.fixture(params=["charter-check", "charter-fix"])
def hook(request: pytest.FixtureRequest) -> dict[str, Any]:
    return HOOKS[request.param]


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(tmp_path / "project", capsys, monkeypatch)


def test_pre_commit_takes_the_manifest() -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib", reason="pre-commit is not installed")
    clientlib.load_manifest(str(MANIFEST))


def test_it_runs_a_command_that_the_package_installs(hook: dict[str, Any]) -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    assert shlex.split(hook["entry"])[0] in scripts
    assert hook["language"] == "python"


def test_a_commit_with_findings_is_stopped_and_one_without_is_not(hook: dict[str, Any], shell: Shell) -> None:
    from charter.__main__ import run

    run(["init", str(shell.root), "--today", "2026-01-05"])
    command, *words = shlex.split(hook["entry"])
    assert command == "charter"
    assert shell(*words).code == 0
    write(shell.root / "content/support-desk/charter.md", charter_text(promises="### No\n\n- Target: soon\n- Ref: a"))
    assert shell(*words).code == 1


def test_one_of_them_mends_what_is_safe(shell: Shell) -> None:
    from charter.__main__ import run

    run(["init", str(shell.root), "--today", "2026-01-05"])
    file = shell.root / "content/support-desk/charter.md"
    without = file.read_text("utf-8").replace("- Ref: first-reply\n", "")
    write(file, without)
    shell(*shlex.split(HOOKS["charter-check"]["entry"])[1:])
    assert file.read_text("utf-8") == without
    shell(*shlex.split(HOOKS["charter-fix"]["entry"])[1:])
    assert "- Ref: a-person-answers-you-quickly\n" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "is_looked_at"),
    [
        ("content/desk/charter.md", True),
        ("services/it/content/desk/outcomes.csv", True),
        ("charter.toml", True),
        ("acks.toml", True),
        ("README.md", False),
        ("src/contents.py", False),
        ("my-charter.toml", False),
    ],
)
def test_only_what_a_check_reads_starts_it(hook: dict[str, Any], path: str, is_looked_at: bool) -> None:
    assert bool(re.search(hook["files"], path)) is is_looked_at
