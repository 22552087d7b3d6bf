"""`charter export`: a charter for other programs."""

from __future__ import annotations

import sys
from datetime import date

import click

from charter.cli.context import open_workspace, print_diagnostics, project_option, today_option
from charter.source import Severity, UsageError


@click.group()
def export() -> None:
    r"""Print a charter for other programs.

    \b
    Example:
      charter export json support-desk
    """


@export.command("json")
@click.argument("charter", required=False)
@today_option
@project_option
@click.pass_context
def json_(ctx: click.Context, charter: str | None, today: date | None) -> None:
    r"""Print what `charter build` writes as charter.json.

    The charter need not be named where there is only one. Exit code 1 when it has errors.

    \b
    Example:
      charter export json support-desk | jq '.expectations[].title'
    """
    from charter.catalog import load_catalog
    from charter.site.data import charter_data, json_bytes
    from charter.standing import stand

    workspace = open_workspace(today)
    catalog = load_catalog(workspace.root, workspace.config)
    ids = [item.id for item in catalog.charters]
    if charter is None and len(ids) == 1:
        charter = ids[0]
    found = catalog.find(charter) if charter is not None else None
    if found is None:
        problem = (
            f'there is no charter "{charter}"' if charter is not None else f"there are {len(ids)} charters; name one"
        )
        raise UsageError(problem, f"the charters are: {', '.join(ids)}" if ids else "charter new NAME")
    standing = stand(found, workspace.today)
    sys.stdout.buffer.write(json_bytes(charter_data(found, standing)))
    place = found.folder or found.span.path
    own = [item for item in catalog.diagnostics if item.span.path == place or item.span.path.startswith(f"{place}/")]
    diagnostics = [*workspace.diagnostics, *own, *standing.diagnostics]
    errors = [item for item in diagnostics if item.severity is Severity.ERROR]
    print_diagnostics(errors)
    ctx.exit(int(bool(errors)))
