"""`charter sign`: somebody agrees to a version."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from charter.catalog import Catalog
from charter.cli.choosing import RefusedError, charter_ids, choose_id, clean_words, load_charter, refuse_unread_versions
from charter.cli.context import (
    day_option,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.files import only_writer, read_bytes, write_atomic
from charter.model.records import Decision
from charter.report.standing import day_words, missing_data, missing_words, short_fingerprint
from charter.signing import Signing, prepare_signing, with_signing
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic
from charter.standing import Standing, State, VersionStanding, stand

_DECISIONS = {
    "agree": Decision.AGREE,
    "reservation": Decision.RESERVATION,
    "disagree": Decision.DISAGREE,
    "abstain": Decision.ABSTAIN,
}
_SAYS = {
    Decision.AGREE: "agrees to {}",
    Decision.RESERVATION: "agrees to {} with a reservation",
    Decision.DISAGREE: "disagrees with {}",
    Decision.ABSTAIN: "abstains on {}",
}


@click.command()
@click.argument("charter", required=False)
@click.option("--party", metavar="ID", required=True, help="For whom: the id or the name of a party.")
@click.option("--name", metavar="NAME", required=True, help="Who: somebody who decides for that party.")
@click.option(
    "--decision", type=click.Choice(list(_DECISIONS)), default="agree", show_default=True, help="What they say to it."
)
@click.option("--version", "label", metavar="LABEL", help="Which version.  [default: the newest]")
@click.option("--note", metavar="TEXT", help="What they say beside it; a reservation or a disagreement needs one.")
@day_option("--date", "The day they signed, as 2026-01-05.  [default: today]")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
def sign(
    charter: str | None,
    party: str,
    name: str,
    decision: str,
    label: str | None,
    note: str | None,
    date: date | None,
    dry_run: bool,
    format: str,
    today: date | None,
) -> None:
    """Record what somebody says to a released version, bound to the words of that version.

    CHARTER may be left out when there is only one. Whoever signs again with another decision has changed their mind:
    the later row counts.

    \b
    Example:
      charter sign support-desk --party teaching --name "Noor Haddad"
    """  # noqa: D301  click looks for the character \b itself
    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    chosen = choose_id(charter_ids(workspace), charter)
    with only_writer(workspace.root / workspace.config.content):
        held, catalog = load_charter(workspace, chosen)
        if label is None or held.version(label) is None:
            refuse_unread_versions(held, catalog)
        signing = prepare_signing(
            held,
            label=label,
            party=clean_words(party),
            name=clean_words(name),
            decision=_DECISIONS[decision],
            day=date or workspace.today,
            note=clean_words(note),
        )
        target = f"{held.folder}/signoffs/{signing.version.label}.md"
        _refuse_conflict(catalog, target)
        if signing.repeats is None:
            sheet = signing.sheet(_existing(workspace.root, target))
            if not dry_run:
                write_atomic(workspace.root / target, sheet.encode())
            held = with_signing(held, signing)
    standing = stand(held, workspace.today)
    if format == "json":
        click.echo(_json(standing, signing, target, is_written=signing.repeats is None and not dry_run))
        return
    _print(standing, signing)
    if dry_run:
        click.echo(f"  Would be written: {target}")
    if label is None and standing.is_draft_different:
        click.echo(
            f"note: the working text says something else by now; what was signed is {signing.version.label}", err=True
        )


def _refuse_conflict(catalog: Catalog, target: str) -> None:
    """Raise `RefusedError` for a sheet with a merge conflict: a row would land on one of its sides, and go with it."""
    if any(item.code == "CH123" and item.span.path == target for item in catalog.diagnostics):
        raise RefusedError(f'there is a merge conflict in "{target}"', "keep the rows of both sides, and sign again")


def _existing(root: Path, target: str) -> str | None:
    """Return the sheet as it is on disk, line ends included; `None` where there is none."""
    path = root / target
    if not path.exists() and not path.is_symlink():
        return None
    data = read_bytes(root, path, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CharterError(f'"{target}" is not UTF-8, so nothing can be added to it', "save it as UTF-8") from None


def _print(standing: Standing, signing: Signing) -> None:
    version, row = signing.version, signing.repeats or signing.row
    says = _SAYS[row.decision or Decision.AGREE].format(f"{standing.charter.id} {version.label}")
    who = f"{signing.row.name} ({signing.party.id})"
    if signing.repeats and row.date:
        click.echo(f"{who} {says}, and said so on {day_words(row.date)}; there is nothing to add.")
        if signing.row.note not in {"", row.note}:
            click.echo(
                f"  The note stays as it is; another one can be written in {row.span.path}, line {row.span.line}."
            )
    else:
        click.echo(f"{who} {says}, fingerprint {short_fingerprint(version.fingerprint)}")
        if row.date and row.date > standing.today:
            click.echo(f"  It counts from {day_words(row.date)}.")
    at = standing.version(version.label)
    if at:
        click.echo(f"  {_outcome(at)}")


def _outcome(at: VersionStanding) -> str:
    """Return what the signatures so far have brought about."""
    rule, label = at.version.text.agreement, at.version.label
    asked = sum(clause.count for clause in rule.clauses) if rule else 0
    so_many = f"{asked - sum(item.count for item in at.missing)} of {asked} signatures. " if rule else ""
    if at.missing:
        return f"{so_many}Still to sign: {missing_words(at.missing)}"
    if at.state is State.SUPERSEDED:
        return f"{so_many}A later version has taken the place of {label}."
    if not rule:
        so_many = f"{label} asks nobody to sign. "
    if at.state is State.PROPOSED:
        return f"{so_many}Proposed."
    return f"{so_many}In force from {day_words(at.in_force_from)}." if at.in_force_from else f"{so_many}In force."


def _json(standing: Standing, signing: Signing, target: str, *, is_written: bool) -> str:
    at, row = standing.version(signing.version.label), signing.repeats or signing.row
    report = {
        "schema": 1,
        "charter": standing.charter.id,
        "version": signing.version.label,
        "fingerprint": signing.version.fingerprint,
        "party": signing.party.id,
        "name": signing.row.name,
        "decision": row.decision,
        "date": str(row.date),
        "note": row.note,
        "path": target,
        "written": is_written,
        "state": at and at.state,
        "to_sign": missing_data(at.missing if at else ()),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
