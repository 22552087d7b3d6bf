"""`charter check`: what is wrong or missing in the charters."""

from __future__ import annotations

import sys
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter import __version__
from charter.cli.context import (
    Workspace,
    format_option,
    moment_of,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.source import Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--against", metavar="REF", help="Look also at what would become of promises made: a branch or commit.")
@click.option("--fix", is_flag=True, help="Mend first what is safe to mend, and say what was done.")
@click.option("--dry-run", is_flag=True, help="With --fix: show what it would change, and write nothing.")
@click.option("--external", is_flag=True, help="Ask also whether the addresses elsewhere are still there.")
@format_option("text", "json", "sarif", "github", "gitlab", "junit", "markdown")
@today_option
@project_option
@click.pass_context
def check(
    ctx: click.Context,
    paths: tuple[Path, ...],
    against: str | None,
    fix: bool,
    dry_run: bool,
    external: bool,
    format: str,
    today: date | None,
) -> None:
    """Say what is wrong or missing in the charters, all of it at once, or in the files and folders given.

    With --against it is the gate for merge requests: released texts that were edited, promises weakened without the
    number that says so, signatures that fall, reviews that are only a date. Markdown is the comment on the request.
    With --fix it mends what changes nothing that was promised or signed, and then tells what remains.
    Exit code 1 when there are errors or warnings; notes are only for you to know.

    \b
    Example:
      charter check content/support-desk
      charter check --against origin/main --format markdown
      charter check --fix --dry-run
    """  # noqa: D301  click looks for the character \b itself
    from charter.catalog import load_catalog
    from charter.check.run import check_catalog
    from charter.cli.choosing import lies_in

    if dry_run and not fix:
        raise UsageError("--dry-run shows what --fix would change", "charter check --fix --dry-run")
    workspace = open_workspace(today)
    wanted = [_relative(workspace, path) for path in paths] or ["."]
    catalog = load_catalog(workspace.root, workspace.config)
    if fix:
        from charter.cli.fixing import fix_files

        if fix_files(workspace.root, catalog, wanted, is_dry=dry_run, is_for_people=format == "text"):
            catalog = load_catalog(workspace.root, workspace.config)
    elsewhere: list[Diagnostic] = []
    if external:
        from charter.check.external import check_addresses

        if sys.stderr.isatty():
            click.echo("asking addresses elsewhere …", err=True)
        asked = [charter for charter in catalog.charters if _is_wanted(charter, wanted)]
        elsewhere = check_addresses(asked, workspace.root, moment_of(workspace.today))
    others = [*workspace.diagnostics, *elsewhere]
    found = check_catalog(catalog, workspace.config, workspace.today, others)
    gate = None
    if against is not None:
        from charter.check.gate import check_against, read_base
        from charter.check.severities import as_notes_of_time

        base = read_base(workspace.root, workspace.config, against)
        gate = check_against(base, catalog, workspace.today)
        found = [*as_notes_of_time(found, workspace.config), *gate.diagnostics]
    diagnostics = [item for item in found if any(lies_in(item.span.path, path) for path in wanted)]
    checked = [charter.folder or charter.span.path for charter in catalog.charters if _is_wanted(charter, wanted)]
    if format == "text":
        _print_text(diagnostics, len(checked))
        if gate and gate.note:
            click.echo(f"note: {gate.note}", err=True)
    elif format == "markdown":
        from charter.report.merge_request import merge_request_markdown

        click.echo(merge_request_markdown(gate, diagnostics), nl=False)
    else:
        click.echo(_for_machines(format, diagnostics, checked, _place_in_repository(workspace.root)))
    ctx.exit(int(any(item.severity is not Severity.INFO for item in diagnostics)))


def _is_wanted(charter: Charter, wanted: list[str]) -> bool:
    """Whether a charter, or a file of it, lies in one of the places asked for, or one of them in it."""
    from charter.cli.choosing import lies_in

    home = charter.folder or charter.span.path
    return any(lies_in(home, path) or lies_in(path, home) for path in wanted)


def _print_text(diagnostics: list[Diagnostic], checked: int) -> None:
    from charter.report.text import count_words, number_of, ordered

    for _, group in groupby(ordered(diagnostics), key=lambda item: item.span.path):
        print_diagnostics(group, err=False)
        click.echo()
    charters = number_of(checked, "charter", "charters")
    click.echo(f"{count_words(diagnostics)}; {charters} checked" if diagnostics else f"{charters}, nothing to report")
    if not checked and not diagnostics:
        click.echo("  hint: charter new my-charter")


def _for_machines(format: str, diagnostics: list[Diagnostic], checked: list[str], prefix: str) -> str:
    """Return the findings as programs read them.

    `checked` has the folder or file of every charter that was asked for, `prefix` is the project's place in its
    repository.
    """
    if format == "sarif":
        from charter.report.sarif import sarif

        return sarif(diagnostics, __version__, prefix)
    if format == "github":
        from charter.report.github import github_lines

        return "\n".join(github_lines(diagnostics, prefix))
    if format == "gitlab":
        from charter.report.gitlab import gitlab_json

        return gitlab_json(diagnostics, prefix)
    if format == "junit":
        from charter.report.junit import junit_xml

        return junit_xml(diagnostics, checked, prefix)
    from charter.report.data import diagnostics_json

    return diagnostics_json(diagnostics)


def _place_in_repository(root: Path) -> str:
    """Return the project's folder as seen from the top of the repository it lies in; empty when it is the top."""
    whole = root.resolve()
    top = next((folder for folder in (whole, *whole.parents) if (folder / ".git").exists()), whole)
    place = whole.relative_to(top).as_posix()
    return "" if place == "." else place


def _relative(workspace: Workspace, path: Path) -> str:
    whole = path.resolve()
    root = workspace.root.resolve()
    if not whole.is_relative_to(root):
        raise UsageError(f'"{path}" is not in the project "{workspace.root}"', f"charter --project {path.parent} check")
    return whole.relative_to(root).as_posix()
