"""Everyday tasks on a machine with only Python and git: `python3 dev.py site`, `python3 dev.py test`.

Each task makes its own virtual environment in `.venv` and installs what it needs there.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
TASKS = {
    "site": "build the sample site from content/ into site/",
    "test": "run the tests; what follows is given to pytest",
    "lint": "ruff, mypy, import-linter",
}


def python() -> Path:
    """Return the environment's own Python."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def run(*arguments: str | Path) -> int:
    """Run the environment's Python on `arguments` in the project's folder and return its exit code."""
    return subprocess.run([python(), *arguments], cwd=HERE, check=False).returncode


def set_up(extras: str) -> None:
    """Make the environment and install the project with `extras`, unless that was done for this `pyproject.toml`."""
    wanted = hashlib.sha256((HERE / "pyproject.toml").read_bytes() + str(HERE).encode()).hexdigest()
    stamp = VENV / f"installed-{extras or 'plain'}"
    if python().exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not python().exists():
        print(f"Making {VENV.relative_to(HERE)}/ ...", file=sys.stderr, flush=True)
        venv.create(VENV, with_pip=True, clear=VENV.exists())
    print("Installing what the task needs ...", file=sys.stderr, flush=True)
    what = f"{HERE}[{extras}]" if extras else str(HERE)
    code = run("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--editable", what)
    if code:
        sys.exit(code)
    stamp.write_text(wanted)


def site() -> int:
    """Build the sample site and say how to see it."""
    set_up("")
    code = run("-m", "charter", "--project", HERE, "build")
    if not code:
        print("\nOpen site/index.html in a browser, or serve it:\n\n  python3 -m http.server --directory site 8000")
    return code


def test(arguments: list[str]) -> int:
    """Run the tests on all processors."""
    set_up("test")
    return run("-m", "pytest", *(arguments or ["-n", "auto", "-q"]))


def lint() -> int:
    """Run every check that is not a test and return how many failed."""
    set_up("lint")
    floors = "import sys, importlinter.cli; sys.exit(importlinter.cli.lint_imports())"
    return sum(
        bool(run(*command))
        for command in (
            ["-m", "ruff", "check", "."],
            ["-m", "ruff", "format", "--check", "."],
            ["-m", "mypy"],
            ["-c", floors],
        )
    )


def main(arguments: list[str]) -> int:
    """Run the task that `arguments` name."""
    task, *rest = arguments or [""]
    match task:
        case "site":
            return site()
        case "test":
            return test(rest)
        case "lint":
            return lint()
    print("usage: python3 dev.py TASK\n")
    for name, what in TASKS.items():
        print(f"  {name:6} {what}")
    return 2


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit("charter needs Python 3.11 or newer; this is " + sys.version.split()[0])
    sys.exit(main(sys.argv[1:]))
