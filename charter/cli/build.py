"""`charter build`: write the site."""

from __future__ import annotations

import os
import sys
import time
import traceback
from collections.abc import Iterable, Sequence
from datetime import date
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
from charter.source import CharterError, Diagnostic, Severity

_SHOWN_FAILURES = 20

if TYPE_CHECKING:
    from charter.build.plan import Failure, Plan
    from charter.build.run import Result


@click.command()
@click.option("--output", "-o", metavar="DIR", type=click.Path(path_type=Path), help="Where to.  [default: site]")
@today_option
@click.option("--include-private", is_flag=True, help="Also charters with `visibility: parties`.")
@click.option("--strict", is_flag=True, help="Count warnings as errors.")
@click.option("--dry-run", is_flag=True, help="Say what would be written and removed, and touch nothing.")
@format_option("text", "json")
@project_option
@click.pass_context
def build(
    ctx: click.Context,
    output: Path | None,
    today: date | None,
    include_private: bool,
    strict: bool,
    dry_run: bool,
    format: str,
) -> None:
    """Write the site: every charter, its versions, its history, as pages that need no server.

    Only files that differ are written. Files that an earlier build made and this one does not are removed; nothing
    else in the folder is touched. Exit code 1 when a charter has an error; the rest is built all the same.

    \b
    Example:
      charter build --output public --today 2026-01-05
    """  # noqa: D301  click looks for the character \b itself
    from charter.build.plan import plan_site
    from charter.build.run import check_output_folder, run
    from charter.catalog import load_catalog
    from charter.files import resolve
    from charter.report.text import count_words
    from charter.site.render import Renderer

    started = time.perf_counter()
    workspace = open_workspace(today)
    root, config = workspace.root, workspace.config
    asked = output or root / "site"
    folder = check_output_folder(root, asked, config.content)
    own_theme = resolve(root, root / "templates") if os.path.lexists(root / "templates") else None
    renderer = Renderer([own_theme] if isinstance(own_theme, Path) else [])
    catalog = load_catalog(root, config)
    plan = plan_site(root, catalog, workspace.today, config, renderer, include_private=include_private)
    result = run(plan, root, folder, is_dry=dry_run, progress=_show_progress if _has_terminal() else None)
    diagnostics = [*workspace.diagnostics, *plan.diagnostics]
    diagnostics += [own_theme] if isinstance(own_theme, Diagnostic) else []
    shown = _shown_folder(workspace, asked)
    if format == "json":
        click.echo(_as_json(shown, plan, result, diagnostics))
    else:
        # What is only worth knowing is for `charter check`: a build that has nothing to mend is quiet.
        findings = [item for item in diagnostics if item.severity is not Severity.INFO]
        print_diagnostics(findings)
        if findings:
            click.echo(count_words(findings), err=True)
        if dry_run:
            _print_changes(result)
        _print_summary(shown, plan, result, time.perf_counter() - started, is_dry=dry_run)
    _print_failures(result.failures, shown)
    ctx.exit(_exit_code(diagnostics, result, strict=strict))


def _exit_code(diagnostics: Iterable[Diagnostic], result: Result, *, strict: bool) -> int:
    if result.failures:
        return CharterError.exit_code
    finding = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    return int(any(item.severity in finding for item in diagnostics))


def _shown_folder(workspace: Workspace, folder: Path) -> str:
    whole = Path(os.path.abspath(folder))
    return f"{whole.relative_to(workspace.root) if whole.is_relative_to(workspace.root) else folder}/"


def _print_changes(result: Result) -> None:
    for path in result.written:
        click.echo(f"  write   {path}")
    for path in result.removed:
        click.echo(f"  remove  {path}")


def _print_summary(shown: str, plan: Plan, result: Result, seconds: float, *, is_dry: bool) -> None:
    from charter.report.text import number_of

    charters = number_of(plan.charters, "charter", "charters")
    pages = number_of(_count_pages(plan, result), "page", "pages")
    done = "Would build" if is_dry else "Built"
    changes = [f"{len(result.written)} written"] if result.written else []
    changes += [f"{len(result.removed)} removed"] if result.removed else []
    what = ", ".join(changes) or "nothing changed"
    click.echo(f"{done} {charters}, {pages}, into {shown} ({seconds:.1f} s): {what}")
    if plan.left_out:
        left_out = number_of(plan.left_out, "charter is for its", "charters are for their")
        click.echo(f"  {left_out} parties alone and left out; --include-private builds all")


def _count_pages(plan: Plan, result: Result) -> int:
    failed = {failure.path for failure in result.failures}
    return sum(output.is_page and output.path not in failed for output in plan.outputs)


def _print_failures(failures: Sequence[Failure], shown: str) -> None:
    from charter.report.text import visible

    for failure in failures[:_SHOWN_FAILURES]:
        why, hint = _explain(failure.error)
        click.echo(f"error: {visible(f'{shown}{failure.path}')} was not made: {visible(why)}", err=True)
        if hint:
            click.echo(f"  hint: {visible(hint)}", err=True)
        if os.environ.get("CHARTER_DEBUG"):
            traceback.print_exception(failure.error)
    if len(failures) > _SHOWN_FAILURES:
        click.echo(f"error: {len(failures) - _SHOWN_FAILURES} more files were not made", err=True)


def _explain(error: Exception) -> tuple[str, str | None]:
    if isinstance(error, CharterError):
        return error.message, error.hint
    why = f"a bug in charter, not in your files: {type(error).__name__}: {error}"
    return why, "run the command again with CHARTER_DEBUG=1 and send us what it prints"


def _as_json(shown: str, plan: Plan, result: Result, diagnostics: Iterable[Diagnostic]) -> str:
    from charter.report.data import diagnostics_json

    return diagnostics_json(
        diagnostics,
        output=shown,
        charters=plan.charters,
        left_out=plan.left_out,
        pages=_count_pages(plan, result),
        written=list(result.written),
        removed=list(result.removed),
        unchanged=result.unchanged,
        failures=[{"path": failure.path, "message": _explain(failure.error)[0]} for failure in result.failures],
    )


def _has_terminal() -> bool:
    return sys.stderr.isatty()


def _show_progress(done: int, total: int) -> None:
    if done == total:
        click.echo("\r\x1b[K", nl=False, err=True)
    elif done % 25 == 0:
        click.echo(f"\r{done} of {total}", nl=False, err=True)
