"""The examples of rules about changes, asked of the gate: what was committed, then what lies there now.

A file that says only `# deleted` stands for one that was taken out.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from charter.catalog import load_catalog
from charter.check.gate import check_against, read_base
from charter.config import read_config
from charter.source import Diagnostic
from tests.repositories import commit_all, make_repository


def commit(root: Path) -> None:
    """Make a repository of the project in `root`, with everything in it committed."""
    make_repository(root)
    commit_all(root)


def check_gate(root: Path, today: date) -> list[Diagnostic]:
    """Return what the gate finds in the project, compared with what was committed."""
    for path in root.rglob("*.*"):
        if path.is_file() and path.read_bytes().strip() == b"# deleted":
            path.unlink()
    config = read_config(root).value
    gate = check_against(read_base(root, config, "HEAD"), load_catalog(root, config), today)
    return list(gate.diagnostics)
