"""A project under git with one charter of one signed version, to do harm to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from charter.catalog import load_catalog
from charter.check.gate import check_against, read_base
from charter.config import read_config
from charter.model.fingerprint import fingerprint
from charter.reading.charter import read_charter
from charter.report.merge_request import Gate
from charter.source import Diagnostic, SourceText
from tests.builders import Files, charter_text, project, promise
from tests.repositories import commit_all, make_repository

TODAY = date(2026, 6, 1)
DESK = "content/desk"
TWO = promise() + "\n" + promise("fix", title="We fix it", words="We fix it, or say why.", target=None)
RULE = "agreement: one decider from every party"
ROWS = ("| desk | Rosa Lindqvist | agree | 2025-12-16 | |", "| staff | Noor Haddad | agree | 2025-12-17 | |")


def text(version: str | None = None, *, target: str = "90% within 4 hours", front: str = RULE, **more: str) -> str:
    """Return a charter of two promises, as the working text or as a version."""
    promises = more.pop("promises", TWO.replace("90% within 4 hours", target))
    return charter_text(title="Desk", front=front, version=version, promises=promises, **more)


def sheet(signed: str, *rows: str, label: str = "1.0") -> str:
    """Return the sign-off of a version that says `signed`."""
    print_ = signed if signed.startswith("c") and ":" in signed[:4] else fingerprint_of(signed)
    head = ["| Party | Name | Decision | Date | Note |", "|---|---|---|---|---|"]
    lines = ["---", f'version: "{label}"', f'fingerprint: "{print_}"', "---", "", f"# Sign-off of {label}", ""]
    return "\n".join([*lines, *head, *(rows or ROWS)]) + "\n"


def fingerprint_of(words: str) -> str:
    return fingerprint(read_charter(SourceText("charter.md", words)).value)


def desk(**files: str | bytes) -> dict[str, str | bytes]:
    """Return the files of a charter with one version that both sides signed; `files` are put over them."""
    return {"charter.md": text(), "versions/1.0.md": text("1.0"), "signoffs/1.0.md": sheet(text("1.0")), **files}


def committed(folder: Path, charters: dict[str, Files | str | bytes] | None = None, files: Files | None = None) -> Path:
    """Return a repository in which `charters` are committed on the branch `main`."""
    project(folder, {"desk": desk()} if charters is None else charters, files=files)
    make_repository(folder)
    commit_all(folder)
    return folder


def gate(root: Path, ref: str = "main", today: date = TODAY) -> Gate:
    """Return what the gate finds in the project as it lies there, compared with `ref`."""
    config = read_config(root).value
    return check_against(read_base(root, config, ref), load_catalog(root, config), today)


def found(root: Path, ref: str = "main", today: date = TODAY) -> list[Diagnostic]:
    """Return the findings, without those that only tell."""
    return [item for item in gate(root, ref, today).diagnostics if item.code != "CH507"]


def told(items: list[Diagnostic]) -> list[tuple[str, str]]:
    """Return code and place of each finding."""
    return [(item.code, f"{item.span.path}:{item.span.line}:{item.span.column}") for item in items]
