"""`charter gaps`: what to mend first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from charter.cli.context import (
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    shows_colours,
    today_option,
)
from charter.source import Severity

if TYPE_CHECKING:
    from charter.report.gaps import GapReport
    from charter.standing import Standing


@click.command()
@click.argument("charters", nargs=-1, metavar="[CHARTER]...")
@click.option("--exit-code", is_flag=True, help="Exit with 1 when there is something to mend.")
@format_option("text", "json", "markdown")
@today_option
@project_option
@click.pass_context
def gaps(ctx: click.Context, charters: tuple[str, ...], exit_code: bool, format: str, today: date | None) -> None:
    """Say what to mend first, and what is being done about it.

    A gap lies between what was expected and what is. There are six kinds: listening, design, delivery, words, customer
    and mirror. They are ordered by importance × size. What is not known is said: no data is not no gap.

    \b
    Example:
      charter gaps
      charter gaps support-desk --format markdown
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import load_charters
    from charter.report.gaps import gap_lines, gaps_json, gaps_markdown
    from charter.standing import stand

    workspace = open_workspace(today)
    catalog = load_charters(workspace, charters)
    print_diagnostics(
        item for item in (*workspace.diagnostics, *catalog.diagnostics) if item.severity is Severity.ERROR
    )
    reports = [_report(stand(charter, workspace.today)) for charter in catalog.charters]
    if format == "json":
        click.echo(gaps_json(reports, workspace.today))
    elif format == "markdown":
        click.echo(gaps_markdown(reports, workspace.today), nl=False)
    else:
        for place, report in enumerate(reports):
            if place:
                click.echo()
            for line in gap_lines(report, colours=shows_colours(err=False)):
                click.echo(line, color=True)
    ctx.exit(int(exit_code and any(report.to_mend for report in reports)))


def _report(standing: Standing) -> GapReport:
    from charter.measure.gaps import gaps_of, loose_actions, unknown_of
    from charter.measure.results import results_of
    from charter.measure.scores import scores_of
    from charter.report.gaps import GapReport

    charter, text = standing.charter, standing.shown
    scores, results = scores_of(charter, standing), results_of(charter, standing)
    return GapReport(
        charter=charter.id,
        title=text.title if text else charter.id,
        gaps=gaps_of(standing, scores, results),
        unknown=unknown_of(standing, scores, results),
        loose=loose_actions(standing, scores, results),
    )
