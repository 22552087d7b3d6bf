"""`charter assess`: how each side saw a period."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click

from charter.cli import HelpfulGroup
from charter.cli.context import (
    Workspace,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    shows_colours,
    today_option,
)
from charter.source import Severity, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter
    from charter.scoring import Assessing


@click.group(cls=HelpfulGroup)
def assess() -> None:
    """Ask both sides how a period went, and show what they say.

    \b
    Example:
      charter assess new 2026-Q1 --party teaching
      charter assess show 2026-Q1
    """  # noqa: D301  click looks for the character \b itself


@assess.command()
@click.argument("period", metavar="PERIOD")
@click.argument("charter", required=False, metavar="[CHARTER]")
@click.option("--party", metavar="ID", required=True, help="Who judges: the id or the name of a party.")
@click.option("--blind", is_flag=True, help="Keep everybody's scores out of sight until both sides gave theirs.")
@click.option("--dry-run", is_flag=True, help="Print the file, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
def new(
    period: str, charter: str | None, party: str, blind: bool, dry_run: bool, format: str, today: date | None
) -> None:
    """Write the file in which a party says how a period went.

    PERIOD is a year, a quarter or a month: 2026, 2026-Q1, 2026-03. The file holds a row for everything that the party
    promises and is promised, in the version in force at the period's end. A file that is there is left alone.

    \b
    Example:
      charter assess new 2026-Q1 --party teaching
      charter assess new 2026-Q1 support-desk --party desk --blind
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, clean_words, load_charter, refuse_unread_versions
    from charter.scoring import prepare_assessment
    from charter.standing import stand

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    period, charter = _in_order(period, charter, charter_ids(workspace))
    held, catalog = load_charter(workspace, choose_id(charter_ids(workspace), charter))
    refuse_unread_versions(held, catalog)
    standing = stand(held, workspace.today)
    asked = prepare_assessment(standing, period=clean_words(period), party=clean_words(party), is_blind=blind)
    _write(workspace, asked, dry_run=dry_run)
    if format == "json":
        click.echo(_json(held, asked, is_written=not dry_run))
    elif dry_run:
        click.echo(asked.sheet(), nl=False)
        click.echo(f"Would be written: {asked.path}", err=True)
    else:
        _print(held, asked)


@assess.command()
@click.argument("period", metavar="PERIOD")
@click.argument("charter", required=False, metavar="[CHARTER]")
@format_option("text", "json")
@today_option
@project_option
def show(period: str, charter: str | None, format: str, today: date | None) -> None:
    """Show how both sides saw a period, and where they differ.

    The scores of a blind period are shown once both sides have given all of theirs.

    \b
    Example:
      charter assess show 2026-Q1
      charter assess show 2026-Q1 support-desk --format json
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, load_charter
    from charter.measure.scores import scores_of
    from charter.reading.values import Refusal, parse_period
    from charter.report.scores import scores_json, scores_lines
    from charter.standing import stand

    workspace = open_workspace(today)
    period, charter = _in_order(period, charter, charter_ids(workspace))
    held, catalog = load_charter(workspace, choose_id(charter_ids(workspace), charter))
    print_diagnostics(
        item for item in (*workspace.diagnostics, *catalog.diagnostics) if item.severity is Severity.ERROR
    )
    asked = parse_period(period)
    if isinstance(asked, Refusal):
        raise UsageError(asked.message, asked.hint)
    standing = stand(held, workspace.today)
    scores = scores_of(held, standing)
    found = next((item for item in scores.periods if item.period == asked), None)
    if found is None:
        known = ", ".join(str(item.period) for item in scores.periods)
        hint = f"judged were: {known}" if known else f"charter assess new {asked} {held.id} --party ID"
        raise UsageError(f"nobody judged {asked} of {held.id}", hint)
    if format == "json":
        click.echo(scores_json(held, found))
        return
    for line in scores_lines(held, standing, found, colours=shows_colours(err=False)):
        click.echo(line, color=True)


def _in_order(period: str, charter: str | None, ids: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the period and the charter, in whichever order they were typed."""
    return (charter, period) if charter is not None and period in ids and charter not in ids else (period, charter)


def _write(workspace: Workspace, asked: Assessing, *, dry_run: bool) -> None:
    """Write the file. Raises `UsageError` where one is there: what somebody wrote is never written over."""
    from charter.files import write_new

    target = workspace.root / asked.path
    if target.exists() or target.is_symlink():
        raise UsageError(
            f'{asked.party.id} has a file for {asked.period} already: "{asked.path}"',
            f"charter assess show {asked.period}",
        )
    if not dry_run:
        write_new(target, asked.sheet().encode())


def _print(charter: Charter, asked: Assessing) -> None:
    which = f"{charter.id} {asked.version}" if asked.version else f"the working text of {charter.id}"
    count = len(asked.questions)
    rows = "1 row" if count == 1 else f"{count} rows"
    click.echo(f"{asked.party.name} ({asked.party.id}) can say now how {asked.period} went, against {which}.")
    click.echo(f"  Written: {asked.path}   ({rows} to fill in)")
    if asked.is_blind:
        click.echo("  Blind: no scores are shown before both sides have given all of theirs.")
    click.echo(f"  Next:    charter assess show {asked.period} {charter.id}")


def _json(charter: Charter, asked: Assessing, *, is_written: bool) -> str:
    report = {
        "schema": 1,
        "charter": charter.id,
        "period": str(asked.period),
        "party": asked.party.id,
        "version": asked.version,
        "blind": asked.is_blind,
        "path": asked.path,
        "written": is_written,
        "rows": [{"ref": item.promise.ref, "criterion": item.criterion or None} for item in asked.questions],
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
