"""The examples on the pages of the rules, as projects that can be checked.

A page is `docs/rules/CODE.md`: `# CODE name`, a paragraph, then `## Why`, `## Fails` and `## Passes`. The blocks of
code under the last two are files. The info string of a block is its language, then `FILE`, or `FILE:LINE:COLUMN` where
the finding is, or `FILE:` for one about the whole file, then if need be `today=2026-01-01`.

- `FILE` is relative to the charter's folder, `content/desk`; `../../charter.toml` is the project's.
- A Markdown text of a charter (`charter.md`, `versions/1.0.md`, also of another charter) that begins neither with `---`
  nor with `# ` is only what stands in a promise: `COMPLETE` and a heading come before it, and the lines of its finding
  count from its own first line. One that begins with `## ` or `### ` stands after `COMPLETE` as it is.
- `charter.md` and `charter.toml` are there anyway, without a finding.
- The files of one section are one project. A file that is there already, or a `###` heading, begins the next project.
- `## Before`, for rules about changes, holds the files as they were; `page_gate.check_gate` is asked about them.
- `## Example`, for what no block of code can show, is read by people alone; see `test_rule_pages.NOT_RUN`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from charter.catalog import load_catalog
from charter.check.run import check_catalog
from charter.codes import CODES
from charter.config import read_config
from charter.source import Diagnostic

RULES = Path(__file__).parents[2] / "docs" / "rules"
FOLDER = PurePosixPath("content/desk")
TODAY = date(2026, 6, 1)
HEADING = "### A person answers you"

COMPLETE = """\
---
title: Help desk
{stamp}language: en
parties:
  - id: desk
    role: provider
    name: The desk
    representatives:
      - {name: Rosa Lindqvist, title: Head of the desk, decides: yes}
      - {name: Tomas Beck, title: Analyst}
  - id: staff
    role: customer
    name: The staff
    representatives:
      - {name: Noor Haddad, title: Speaks for the staff, decides: yes}
audience: Everyone who works here
agreement: one decider from every party
review: every 3 months from 2026-04-20
levels: [Not yet, Getting there, Met, Above and beyond]
expected: Met
calendar:
  timezone: UTC
  hours: Mon-Fri 09:00-17:00
standards: [ISO 10002:2018]
---

# Help desk

We wrote this together, so that all of us know what to expect.

## Who this is for

Everyone who works here.
It does not cover the devices that you bring from home.

## If it goes wrong

Tell Rosa Lindqvist.
If you are still not content, the principal decides within 10 working days.

## What we ask of you

- Promised by: The staff
- Promised to: The desk

### You tell us about moves

- Target: at least 5 working days before the move, for 90% of moves
- Measured: every month, from the list of moves
- Owner: Noor Haddad
- Kind: process
- Ref: tell-about-moves

## What you can expect from us

- Promised by: The desk
- Promised to: The staff

### You are treated as a capable colleague

- Target: level Met or better, scored by the staff
- Measured: every 3 months, in the review meeting
- Owner: Rosa Lindqvist
- Kind: attitude
- Ref: capable-colleague

#### How we will know

| What we look at | Not yet | Getting there | Met | Above and beyond |
|---|---|---|---|---|
| Plain words | Full of codes | Codes are explained | They make sense | People repeat them |
"""
"""A charter that nothing is to be said about."""

_FENCE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)[ \t]*$", re.MULTILINE | re.DOTALL
)
_SECTION = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)
_INFO = re.compile(
    r"(?P<language>\S+) +(?P<file>[^\s:]+)(?P<place>:(?:(?P<line>\d+):(?P<column>\d+))?)?(?: +today=(?P<today>\S+))?\s*"
)


@dataclass(frozen=True)
class Block:
    """One file of an example."""

    path: str
    """In the project."""
    text: str
    place: tuple[int | None, int | None] | None = None
    """Line and column of the finding, in the whole file."""
    today: date | None = None


@dataclass(frozen=True)
class Case:
    """One project; `places` are where the code must be reported, none for one that passes."""

    code: str
    number: int
    blocks: tuple[Block, ...]
    before: tuple[Block, ...] = ()

    @property
    def places(self) -> set[tuple[str, int | None, int | None]]:
        return {(block.path, *block.place) for block in self.blocks if block.place}

    @property
    def today(self) -> date:
        return next((block.today for block in self.blocks if block.today), TODAY)


@dataclass(frozen=True)
class Page:
    """What a page says."""

    code: str
    name: str
    text: str
    about: str
    sections: dict[str, str] = field(default_factory=dict)
    fails: tuple[Case, ...] = ()
    passes: tuple[Case, ...] = ()


def complete(label: str | None = None, *, front: str = "") -> str:
    """Return the standard charter, as the working text or as a released version; `front` is line 3."""
    stamp = f'version: "{label}"\neffective: 2026-01-05\nreleased: 2025-12-15\nnote: First version\n' if label else ""
    return COMPLETE.replace("{stamp}", stamp + (f"{front}\n" if front else ""))


def read_page(path: Path) -> Page:
    """Return what a page says. Raises `ValueError` for one that has another form."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"# (CH\d{3}) (\S+)\n\n(?P<about>[^#`\s].*?)\n\n## ", text, re.DOTALL)
    if head is None:
        raise ValueError(f'{path.name} must begin with "# CODE name", an empty line, and a paragraph')
    # Headings inside a block of code are the example's, not the page's.
    bare = _FENCE.sub(lambda match: re.sub(r"[^\n]", "x", match[0]), text)
    heads = list(_SECTION.finditer(bare))
    ends = [*(head.start() for head in heads[1:]), len(text)]
    sections = {head[1]: text[head.end() : end] for head, end in zip(heads, ends, strict=True)}
    code = head[1]
    before = tuple(block for blocks in _projects(sections.get("Before", "")) for block in blocks)
    fails, passes = (
        tuple(
            Case(code=code, number=number, blocks=tuple(blocks), before=before)
            for number, blocks in enumerate(_projects(sections.get(name, "")), 1)
        )
        for name in ("Fails", "Passes")
    )
    return Page(code=code, name=head[2], text=text, about=head["about"], sections=sections, fails=fails, passes=passes)


def find(case: Case, root: Path) -> list[Diagnostic]:
    """Write the project of a case into `root` and return everything that `charter check` reports."""
    if case.before:
        from tests.check.page_gate import check_gate, commit

        _write(replace(case, blocks=case.before), root)
        commit(root)
        _write(replace(case, blocks=(*case.before, *case.blocks)), root)
        return check_gate(root, case.today)
    _write(case, root)
    config = read_config(root)
    catalog = load_catalog(root, config.value)
    return check_catalog(catalog, config.value, case.today, config.diagnostics)


def _projects(section: str) -> Iterator[list[Block]]:
    """Yield the files of each project in a section."""
    blocks: list[Block] = []
    end = 0
    for match in _FENCE.finditer(section):
        if not match["info"].strip():
            continue
        block = _block(match["info"].strip(), match["text"])
        is_next = re.search(r"^### ", section[end : match.start()], re.MULTILINE) is not None
        if blocks and (is_next or block.path in {other.path for other in blocks}):
            yield blocks
            blocks = []
        blocks.append(block)
        end = match.end()
    if blocks:
        yield blocks


def _block(info: str, text: str) -> Block:
    match = _INFO.fullmatch(info)
    if match is None:
        raise ValueError(f'"{info}" is not LANGUAGE FILE, or LANGUAGE FILE:LINE:COLUMN')
    path = _path(match["file"])
    line = int(match["line"]) if match["line"] else None
    place = (line, int(match["column"]) if match["column"] else None) if match["place"] else None
    if _is_charter_text(path) and not text.startswith(("---\n", "# ")):
        above = complete(path.stem if path.parent.name == "versions" else None) + "\n"
        if not text.startswith(("## ", "### ")):
            above += f"{HEADING}\n\n"
        text = above + text
        place = (line + above.count("\n"), place[1]) if place and line else place
    return Block(str(path), text, place, date.fromisoformat(match["today"]) if match["today"] else None)


def _path(name: str) -> PurePosixPath:
    parts: list[str] = []
    for part in (FOLDER / name).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def _is_charter_text(path: PurePosixPath) -> bool:
    is_single_file = path.suffix == ".md" and path.parent.as_posix() == "content"
    return path.name == "charter.md" or path.parent.name == "versions" or is_single_file


def _write(case: Case, root: Path) -> None:
    files = {str(FOLDER / "charter.md"): complete(), "charter.toml": _settings(case.code)}
    files.update({block.path: block.text for block in case.blocks})
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="")


def _settings(code: str) -> str:
    """Return the settings of a project that asks for the rule even where it is off."""
    row = CODES[code]
    if row.is_on:
        return 'title = "Our charters"\n'
    return f'title = "Our charters"\n\n[rules.{row.name}]\nseverity = "{row.severity}"\nreason = "we asked for it"\n'
