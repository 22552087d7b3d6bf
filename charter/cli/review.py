"""`charter review`: what to look at when the parties sit down, and what they decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli import HelpfulGroup
from charter.cli.context import (
    Workspace,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.cli.recording import record
from charter.source import Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.reviewing.pack import Pack
    from charter.standing import Standing

_ENDINGS = {"html": "html", "markdown": "md"}


@click.group(cls=HelpfulGroup)
def review() -> None:
    """Prepare a review, and write down what was decided.

    \b
    Example:
      charter review prepare support-desk
      charter review record support-desk
    """  # noqa: D301  click looks for the character \b itself


@review.command()
@click.argument("charter", required=False)
@click.option("--output", "-o", metavar="FILE", help="Where to; - prints it.  [default: CHARTER-review-YYYY-MM.html]")
@click.option("--force", is_flag=True, help="Write over a file that somebody filled in.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("html", "markdown", "json")
@today_option
@project_option
def prepare(
    charter: str | None, output: str | None, force: bool, dry_run: bool, format: str, today: date | None
) -> None:
    """Make the pack for the next review: one page to fill in on screen or on paper, and the page of the site.

    It holds what changed since the last review, results against targets, both sides' scores, what nobody answered,
    open actions, missing signatures, and room for a verdict on each promise. --format markdown writes a sheet that
    `charter review record --from` reads back; --format json prints the pack for programs.

    \b
    Example:
      charter review prepare support-desk
      charter review prepare support-desk --format markdown
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, load_charter, refuse_unread_versions
    from charter.report.review import open_line, pack_json, pack_line
    from charter.standing import stand

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    held, catalog = load_charter(workspace, choose_id(charter_ids(workspace), charter))
    print_diagnostics(item for item in catalog.diagnostics if item.severity is Severity.ERROR)
    refuse_unread_versions(held, catalog)
    standing = stand(held, workspace.today)
    pack = _pack(standing)
    if format == "json" and output in {None, "-"}:
        click.echo(pack_json(pack))
        return
    text = _text(workspace, pack, format)
    if output == "-":
        click.echo(text, nl=False)
        return
    name = output or f"{held.id}-review-{pack.when:%Y-%m}.{_ENDINGS[format]}"
    _write(workspace.root / name, name, text, force=force, dry_run=dry_run)
    page = None if dry_run else _refresh_page(workspace, held.id)
    click.echo(f"{page}   and, to take along,   {name}" if page else f"Would be written: {name}" if dry_run else name)
    click.echo(f"  {pack_line(pack)}")
    if waiting := open_line(pack):
        click.echo(f"  {waiting}")


def _pack(standing: Standing) -> Pack:
    from charter.compare.compare import compare
    from charter.lives.signed import text_of
    from charter.measure.results import results_of
    from charter.measure.scores import scores_of
    from charter.reviewing.pack import prepare_pack

    results, scores = results_of(standing.charter, standing), scores_of(standing.charter, standing)
    return prepare_pack(
        standing, results, scores, lambda old, new: compare(text_of(standing, old), text_of(standing, new))
    )


def _text(workspace: Workspace, pack: Pack, format: str) -> str:
    from charter.reviewing.untouched import sealed

    charter = pack.standing.charter
    if format == "json":
        from charter.report.review import pack_json

        return f"{pack_json(pack)}\n"
    if format == "markdown":
        from charter.report.review_sheet import pack_sheet
        from charter.reviewing.deciding import occasion_of

        return sealed(pack_sheet(pack, occasion_of(charter, pack.when)))
    from charter.site.review_page import review_file
    from charter.site.shelf import SiteView

    site = SiteView(
        title=workspace.config.title, language=workspace.config.language, base_url=workspace.config.base_url
    )
    return sealed(review_file(charter, pack.standing, site).decode())


def _write(path: Path, name: str, text: str, *, force: bool, dry_run: bool) -> None:
    """Write the pack. Raises `UsageError` where a file is there that somebody may have filled in."""
    from charter.files import write_atomic
    from charter.reviewing.untouched import is_untouched

    if path.is_dir():
        raise UsageError(f'"{name}" is a folder', f"--output {name.rstrip('/')}/review.html")
    if path.exists() and not force:
        there = path.read_bytes().decode("utf-8", "replace")
        if there != text and not is_untouched(there):
            raise UsageError(f'"{name}" is there, and may be filled in', "--output another-name, or --force")
    if not dry_run:
        write_atomic(path, text.encode())


def _refresh_page(workspace: Workspace, id: str) -> str | None:
    """Make the page anew on a site that was built before, and return its path; `None` where it is not on the site."""
    import os

    from charter.build.plan import plan_site
    from charter.catalog import load_catalog
    from charter.files import resolve, write_atomic
    from charter.site.links import review_path
    from charter.site.render import Renderer

    root, config = workspace.root, workspace.config
    place = f"site/{review_path(id)}"
    if not (root / place).is_file() or isinstance(resolve(root, root / place), Diagnostic):
        return None
    theme = resolve(root, root / "templates") if os.path.lexists(root / "templates") else None
    renderer = Renderer([theme] if isinstance(theme, Path) else [])
    plan = plan_site(root, load_catalog(root, config), workspace.today, config, renderer)
    output = next((item for item in plan.outputs if item.path == review_path(id)), None)
    if output is None:
        return None
    write_atomic(root / place, output.make())
    return place


review.add_command(record)
