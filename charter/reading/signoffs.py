"""Who agreed to a version: `signoffs/LABEL.md`, read and added to."""

from __future__ import annotations

import re
from datetime import date

from charter.model.records import Decision, SignOff, SignOffSheet
from charter.reading.frontmatter import read_front_matter
from charter.reading.keywords import fold
from charter.reading.markdown import read_nodes
from charter.reading.nodes import FrontMatter, Scalar
from charter.reading.recordhead import read_parts
from charter.reading.recordtable import (
    Column,
    RecordRow,
    escaped_cell,
    has_columns,
    missing_table,
    read_record_table,
    split_body,
    table_row,
)
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, SourceText, diagnose

_COLUMNS = (Column("Party"), Column("Name"), Column("Decision"), Column("Date"), Column("Note", is_required=False))
_DECISIONS = {fold(decision): decision for decision in Decision} | {"agree with reservation": Decision.RESERVATION}
_FOUR = f"{', '.join([*Decision][:-1])} or {Decision.ABSTAIN}"
_HEAD = (f"| {' | '.join(column.name for column in _COLUMNS)} |", "|---|---|---|---|---|")
_EMPTY_FINGERPRINT = re.compile(r"""(fingerprint["']?[ \t]*:)(?:[ \t]*(?:""|''))?""")
_BAR = re.compile(r"(?<!\\)\|")


def read_signoffs(source: SourceText, label: str) -> Reading[SignOffSheet]:
    """Return the sign-offs of the version `label`, which is the file's name, in the order of the sheet.

    Who signs again with another decision has changed their mind; with the same one, a row is there twice.
    """
    parts = read_parts(source, ("version", "fingerprint"), "a sign-off")
    found = parts.found
    version = parts.text("version", f'version: "{label}"')
    if version and version != label:
        message = f'the sheet says version "{version}", and its file is called "{label}"'
        found.append(diagnose("CH150", parts.span("version"), message, f'version: "{label}"'))
    fingerprint = parts.text("fingerprint", 'fingerprint: "c1:…"') or None
    body = split_body(parts.nodes, _COLUMNS)
    signoffs: list[SignOff] = []
    last: dict[tuple[str, str], SignOff] = {}
    for table in body.tables:
        reading = read_record_table(table, _COLUMNS)
        found += reading.diagnostics
        for row in reading.value.rows:
            signoff = _signoff(row, found)
            before = last.get(person := (fold(signoff.party), fold(signoff.name)))
            if before and before.decision is signoff.decision:
                found.append(_twice(row, before))
            last[person] = signoff
            signoffs.append(signoff)
    if not body.tables:
        found.append(missing_table(source.span(1, 1), _COLUMNS, "the sign-off"))
    if fingerprint is None and signoffs:
        message = f"the sheet does not say which text of {label} was signed"
        hint = f"write in what charter verify says the file of {label} reads, if that is the text they signed"
        found.append(diagnose("CH407", parts.span("fingerprint"), message, hint))
    return Reading(
        SignOffSheet(
            version=label,
            fingerprint=fingerprint,
            signoffs=tuple(signoffs),
            title=body.title,
            prose=body.prose,
            span=source.span(1, 1),
        ),
        tuple(found),
    )


def signoff_row(party: str, name: str, decision: Decision, date: date, note: str = "") -> str:
    """Return one row of a sign-off's table, without a line end. It is read back as the same words on one line."""
    cells = (party, name, decision.value, date.isoformat(), note)
    return table_row([escaped_cell(cell) for cell in cells])


def append_signoff(source_text: str | None, label: str, fingerprint: str, row: str) -> str:
    """Return a sign-off sheet with `row` added at the end of its table, and nothing else touched.

    Without a sheet, one is made. A sheet without a fingerprint is given this one; one that has another keeps it.
    `row` comes from `signoff_row`; its cells are put under the sheet's own heads.
    """
    stamp = [f'version: "{label}"', f'fingerprint: "{fingerprint}"']
    if source_text is None:
        return "\n".join(["---", *stamp, "---", "", f"# Sign-off of version {label}", "", *_HEAD, row, ""])
    mark = "\ufeff" if source_text.startswith("\ufeff") else ""
    end = "\r" if "\r\n" in source_text else ""
    lines = source_text.removeprefix(mark).split("\n")
    source = SourceText("", "\n".join(line.removesuffix("\r") for line in lines))
    front = read_front_matter(source).value
    place, added = _addition(source, front, row)
    if place == len(lines):  # the last line has no line end
        lines[-1] += end
        lines.append("")
    lines[place:place] = [line + end for line in added]
    entry = next((entry for entry in front.mapping.entries if entry.key == "fingerprint"), None)
    if entry and entry.key_span.line:
        if isinstance(entry.value, Scalar) and not entry.value.text:
            at = entry.key_span.line - 1
            lines[at] = _EMPTY_FINGERPRINT.sub(rf'\1 "{fingerprint}"', lines[at], count=1)
    elif front.is_present:
        lines.insert(1, stamp[1] + end)
    else:
        lines[0:0] = [line + end for line in ("---", *stamp, "---", "")]
    return mark + "\n".join(lines)


def _addition(source: SourceText, front: FrontMatter, row: str) -> tuple[int, list[str]]:
    """Return after how many lines what is to be added: the row under the last table that has room for it."""
    words = dict(zip((fold(column.name) for column in _COLUMNS), _BAR.split(row)[1:-1], strict=True))
    for node in reversed(read_nodes(source, front.body_line).value):
        if node.table and node.span.end_line and has_columns(node.table, _COLUMNS):
            heads = [fold(head.words.text) for head in node.table.head]
            if all(name in heads for name, cell in words.items() if cell.strip()):
                return node.span.end_line, [table_row([words.pop(head, "") for head in heads])]
    last = max((n for n in range(1, source.line_count + 1) if source.line(n).strip()), default=1)
    return last, ["", *_HEAD, row]


def _signoff(row: RecordRow, found: list[Diagnostic]) -> SignOff:
    return SignOff(
        party=row.required("Party", str, "CH411", found, "write the party's id") or "",
        name=row.required("Name", str, "CH411", found, "write who signs") or "",
        decision=row.required("Decision", _parse_decision, "CH405", found, f"write {_FOUR}"),
        date=row.required("Date", parse_date, "CH406", found, "write the day, e.g. 2026-01-05"),
        note=row.text("Note"),
        span=row.span,
    )


def _twice(row: RecordRow, before: SignOff) -> Diagnostic:
    message = f'"{before.name}" ({before.party}) said the same in line {before.span.line} already'
    hint = "keep one of the two rows; a row with another decision says that somebody changed their mind"
    return diagnose("CH408", row.span_of("Name"), message, hint, related=(before.span,))


def _parse_decision(text: str) -> Decision | Refusal:
    decision = _DECISIONS.get(fold(text))
    return decision or Refusal(f'"{text}" is not a decision', f"write {_FOUR}")
