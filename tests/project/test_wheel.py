"""What `pip install` gives to somebody who has no checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str | Path, cwd: Path) -> str:
    plain = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "COV", "PYTEST"))}
    done = subprocess.run(command, cwd=cwd, env=plain, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a wheel of the checkout and return its path."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check", "--wheel-dir"]
    run(sys.executable, "-m", "pip", "wheel", *options, folder, ROOT, cwd=folder)
    (found,) = folder.glob("charter-*.whl")
    return found


def test_the_wheel_carries_theme_schemas_starters_and_words(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "charter/py.typed",
        "charter/templates/base.html",
        "charter/templates/assets/charter.css",
        "charter/schemas/charter.schema.json",
        "charter/schemas/index.schema.json",
        "charter/reading/languages/fr/keywords.toml",
        "charter/reading/languages/en/targets.toml",
        "charter/check/parts/fr.toml",
        "charter/rules/CH101.md",
    } <= names
    assert [name for name in names if name.startswith("charter/starters/")]
    assert not [name for name in names if name.startswith(("tests/", "content/", "site/", "docs/"))]


def test_the_whole_path_works_from_a_wheel_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "env", with_pip=True)
    programs = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    charter = programs / "charter"
    run(charter, "init", "support", cwd=tmp_path)
    desk = tmp_path / "support"
    assert run(charter, "check", cwd=desk)
    assert run(charter, "explain", "missing-title", cwd=desk).startswith("# CH101 missing-title\n")
    run(charter, "release", "--effective", "2026-01-05", "--today", "2026-01-02", cwd=desk)
    assert "Built 1 charter" in run(charter, "build", "--today", "2026-02-01", cwd=desk)
    page = (desk / "site" / "support-desk" / "index.html").read_text(encoding="utf-8")
    assert "charter.css" in page
    assert (desk / "site" / "assets" / "charter.css").stat().st_size > 1000
    assert '"schema": 1' in run(charter, "export", "json", cwd=desk)
    assert "1.0" in run(charter, "verify", cwd=desk)
