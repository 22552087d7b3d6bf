"""`charter due`: which reviews come next, and which are overdue."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
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
    from charter.agenda import waiting_for
    from charter.report.due import DueReview
    from charter.schedule import review_status

    text = standing.shown
    waiting = waiting_for(standing)
    return DueReview(
        charter=standing.charter.id,
        title=text.title if text else standing.charter.id,
        status=review_status(standing.charter, standing),
        open_actions=waiting.open_actions,
        overdue_actions=waiting.overdue_actions,
        missing_signatures=waiting.missing_signatures,
    )


def _is_within(item: DueReview, today: date, within: timedelta | None) -> bool:
    if within is None:
        return True
    return item.status.next is not None and item.status.next <= today + within


def _calendar(workspace: Workspace, standings: list[Standing], wanted: set[str]) -> bytes:
    from urllib.parse import quote

    from charter.agenda import calendar_bytes, review_entries, review_host
    from charter.files import resolve
    from charter.site.render import Renderer

    base = workspace.config.base_url
    own = resolve(workspace.root, workspace.root / "templates")
    renderer = Renderer([own] if isinstance(own, Path) else [])
    entries = [
        entry
        for standing in standings
        if standing.charter.id in wanted
        for entry in review_entries(
            standing,
            f"{base}{quote(standing.charter.id)}/review.html" if base else None,
            gettext=renderer.words(standing.shown.language if standing.shown else "en").gettext,
        )
    ]
    return calendar_bytes(workspace.config.title, entries, host=review_host(base), language=workspace.config.language)
