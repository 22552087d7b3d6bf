"""`charter export`: a charter for other programs."""

from __future__ import annotations

import sys
from datetime import date

import click

from charter.cli import HelpfulGroup
from charter.cli.context import open_workspace, print_diagnostics, project_option, today_option
from charter.source import Severity


@click.group(cls=HelpfulGroup)
def export() -> None:
    """Print a charter for other programs.

    \b
    Example:
      charter export json support-desk
    """  # noqa: D301  click looks for the character \b itself


@export.command("json")
@click.argument("charter", required=False)
@today_option
@project_option
@click.pass_context
def json_(ctx: click.Context, charter: str | None, today: date | None) -> None:
    """Print what `charter build` writes as charter.json.

    The charter need not be named where there is only one. Exit code 1 when it has errors.

    \b
    Example:
      charter export json support-desk | jq '.expectations[].title'
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, load_charter
    from charter.site.data import charter_data, json_bytes
    from charter.standing import stand

    workspace = open_workspace(today)
    found, catalog = load_charter(workspace, choose_id(charter_ids(workspace), charter))
    standing = stand(found, workspace.today)
    sys.stdout.buffer.write(json_bytes(charter_data(found, standing)))
    diagnostics = (*workspace.diagnostics, *catalog.diagnostics, *standing.diagnostics)
    errors = [item for item in diagnostics if item.severity is Severity.ERROR]
    print_diagnostics(errors)
    ctx.exit(int(bool(errors)))
