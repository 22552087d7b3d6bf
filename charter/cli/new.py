"""`charter new`: add a charter."""

from __future__ import annotations

import unicodedata
from datetime import date

import click

from charter.cli.context import Workspace, open_workspace, print_diagnostics, project_option, today_option
from charter.source import UsageError


@click.command()
@click.argument("name")
@click.option("--title", help="What the charter is called.  [default: made from NAME]")
@today_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, and touch nothing.")
@project_option
def new(name: str, title: str | None, today: date | None, dry_run: bool) -> None:
    """Add a charter: NAME is its folder in content/, and its place on the site.

    \b
    Example:
      charter new library --title "Library charter"
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.starter import check_id, read_title, starter_charter, write_files

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    place = check_id(name)
    _refuse_taken(workspace, place)
    path = f"{workspace.config.content}/{place}/charter.md"
    text = starter_charter(read_title(title, place), workspace.today)
    if not dry_run:
        write_files(workspace.root, {path: text})
    click.echo(f"{'Would make' if dry_run else 'Made'} {path}")
    click.echo("Next:  make it your own, then  charter build")


def _refuse_taken(workspace: Workspace, name: str) -> None:
    """Refuse a name that a file or folder has already, also on a disk that knows no case."""
    content = workspace.root / workspace.config.content
    if not content.is_dir():
        return
    for entry in sorted(content.iterdir()):
        if _key(entry.name.removesuffix(".md")) == _key(name):
            shown = f"{workspace.config.content}/{entry.name}"
            raise UsageError(f'there is a charter of that name already: "{shown}"', f"charter new {name}-2")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
