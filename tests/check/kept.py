"""A charter with records on disk, and what one rule says of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from charter.catalog import load_catalog
from charter.check.subject import Subject
from charter.check.table import RULES
from charter.config import Config
from charter.source import Diagnostic
from charter.standing import stand
from tests.builders import charter_text, project

TODAY = "2026-06-01"
SIGNED = """\
| Party | Name | Decision | Date |
|---|---|---|---|
| desk | Rosa Lindqvist | agree | 2025-12-16 |
| staff | Noor Haddad | agree | 2025-12-17 |
"""
BOTH_SIGN = "agreement: one decider from every party"


def ask(root: Path, code: str, files: Mapping[str, str], today: str = TODAY) -> list[Diagnostic]:
    """Return what the rule with this code says of the charter `desk`, which has these files beside its text."""
    project(root, {"desk": {"charter.md": charter_text(), **files}})
    catalog = load_catalog(root, Config())
    (charter,) = catalog.charters
    day = date.fromisoformat(today)
    subject = Subject(charter=charter, standing=stand(charter, day), catalog=catalog, config=Config(), today=day)
    (rule,) = (rule for rule in RULES if rule.code == code)
    found = list(rule.find(subject))
    assert all(item.code == code for item in found)
    return found


def places(found: list[Diagnostic]) -> list[tuple[str, int | None, int | None]]:
    """Return where diagnostics stand: the file in the charter's folder, line and column."""
    return [(item.span.path.removeprefix("content/desk/"), item.span.line, item.span.column) for item in found]


def in_force(text: str | None = None) -> dict[str, str]:
    """Return the files of a version that is in force from 2026-01-05."""
    return {"versions/1.0.md": text or charter_text(version="1.0")}
