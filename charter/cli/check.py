"""`charter check`: what is wrong or missing in the charters."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from charter.cli.context import (
    Workspace,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.source import Severity, UsageError


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@format_option("text", "json")
@today_option
@project_option
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...], format: str, today: date | None) -> None:
    """Say what is wrong or missing in the charters, all of it at once, or in the files and folders given.

    Exit code 1 when there are errors or warnings; notes are only for you to know.

    \b
    Example:
      charter check content/support-desk
    """  # noqa: D301  click looks for the character \b itself
    from charter.catalog import load_catalog
    from charter.check.run import check_catalog
    from charter.cli.choosing import lies_in
    from charter.report.data import diagnostics_json
    from charter.report.text import count_words, number_of

    workspace = open_workspace(today)
    catalog = load_catalog(workspace.root, workspace.config)
    found = [*workspace.diagnostics, *check_catalog(catalog, workspace.config, workspace.today)]
    wanted = [_relative(workspace, path) for path in paths]
    diagnostics = [item for item in found if not wanted or any(lies_in(item.span.path, path) for path in wanted)]
    if format == "json":
        click.echo(diagnostics_json(diagnostics))
    else:
        print_diagnostics(diagnostics, err=False)
        charters = number_of(len(catalog.charters), "charter", "charters")
        click.echo(count_words(diagnostics) or f"{charters}, nothing to report")
        if not catalog.charters and not diagnostics:
            click.echo("  hint: charter new my-charter")
    ctx.exit(int(any(item.severity is not Severity.INFO for item in diagnostics)))


def _relative(workspace: Workspace, path: Path) -> str:
    whole = path.resolve()
    root = workspace.root.resolve()
    if not whole.is_relative_to(root):
        raise UsageError(f'"{path}" is not in the project "{workspace.root}"', f"charter --project {path.parent} check")
    return whole.relative_to(root).as_posix()
