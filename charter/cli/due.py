"""`charter due`: which reviews come next, and which are overdue."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import click

from charter.cli.context import (
    Workspace,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)

if TYPE_CHECKING:
    from charter.report.due import DueReview
    from charter.standing import Standing

_DAYS = {"d": 1, "w": 7, "m": 31, "y": 366}
_MEETINGS_SHOWN = 8


def _read_span(ctx: click.Context, param: click.Parameter, value: str | None) -> timedelta | None:
    if value is None:
        return None
    match = re.fullmatch(r"([0-9]{1,5})\s*([dwmy])", value.strip().casefold())
    if match is None:
        raise click.BadParameter(f'"{value}" is no length of time; write 30d, 6w, 3m or 1y', ctx, param)
    return timedelta(days=int(match[1]) * _DAYS[match[2]])


@click.command()
@click.argument("charters", nargs=-1, metavar="[CHARTER]...")
@click.option("--within", metavar="TIME", callback=_read_span, help="Only what is due by then: 30d, 6w, 3m, 1y.")
@format_option("text", "json", "ics", "markdown")
@today_option
@project_option
@click.pass_context
def due(
    ctx: click.Context, charters: tuple[str, ...], within: timedelta | None, format: str, today: date | None
) -> None:
    """Say when everybody meets next, and what waits for it: open actions, missing signatures.

    Exit code 1 when a review is overdue. The calendar has the next dates of each charter; markdown is the text of a
    reminder.

    \b
    Example:
      charter due
      charter due --within 30d --format markdown
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import load_charters
    from charter.report.due import due_json, due_lines, due_markdown
    from charter.standing import stand

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    catalog = load_charters(workspace, charters)
    standings = [stand(charter, workspace.today) for charter in catalog.charters]
    reviews = [_review(standing) for standing in standings]
    items = [item for item in reviews if _is_within(item, workspace.today, within)]
    if format == "json":
        click.echo(due_json(items, workspace.today))
    elif format == "markdown":
        click.echo(due_markdown(items, workspace.today), nl=False)
    elif format == "ics":
        click.echo(_calendar(workspace, standings, {item.charter for item in items}), nl=False)
    else:
        click.echo("\n".join(due_lines(items, workspace.today)))
    ctx.exit(int(any(item.status.overdue for item in items)))


def _review(standing: Standing) -> DueReview:
    from charter.actions import open_actions
    from charter.report.due import DueReview
    from charter.schedule import review_status
    from charter.standing import State

    text = standing.shown
    actions = open_actions(standing.charter.records.reviews, standing.today)
    return DueReview(
        charter=standing.charter.id,
        title=text.title if text else standing.charter.id,
        status=review_status(standing.charter, standing),
        open_actions=len(actions),
        overdue_actions=sum(item.action.due is not None and item.action.due < standing.today for item in actions),
        missing_signatures=sum(
            missing.count
            for version in standing.versions
            if version.state is State.PROPOSED
            for missing in version.missing
        ),
    )


def _is_within(item: DueReview, today: date, within: timedelta | None) -> bool:
    if within is None:
        return True
    return item.status.next is not None and item.status.next <= today + within


def _calendar(workspace: Workspace, standings: list[Standing], wanted: set[str]) -> bytes:
    from charter.agenda import calendar_bytes, review_entries, review_host

    host = review_host(workspace.config.base_url)
    entries = [
        entry
        for standing in standings
        if standing.charter.id in wanted
        for entry in review_entries(standing, workspace.config.base_url, _MEETINGS_SHOWN)
    ]
    return calendar_bytes(workspace.config.title, entries, host=host, stamp=workspace.today)
