"""`charter doctor`: what is wrong with a checkout, and what to type."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from charter.cli.context import format_option, project_option, shows_colours

if TYPE_CHECKING:
    from charter.cli.health.finding import Finding


@click.command()
@format_option("text", "json")
@project_option
@click.pass_context
def doctor(ctx: click.Context, format: str) -> None:
    """Say what is wrong with this machine, this copy of the repository, and this project, and what to type.

    Only looks: changes nothing, fetches nothing, and runs nothing of the repository's. What is wrong in the charters
    themselves is for `charter check`. Exit code 1 when something should be mended, 3 when that is the machine.

    \b
    Example:
      charter doctor
      charter doctor --format json
    """  # noqa: D301  click looks for the character \b itself
    findings = list(_findings())
    if format == "json":
        click.echo(_as_json(findings))
    else:
        _print(findings)
    ctx.exit(_exit_code(findings))


def _findings() -> Iterator[Finding]:
    from charter.cli.ci import repository_top
    from charter.cli.context import project_root
    from charter.cli.health import hosts, machine, project, repository
    from charter.config import read_config

    root = project_root()
    settings = read_config(root)
    config = settings.value
    has_git = True
    for finding in machine.examine_git(os.environ):
        has_git = has_git and finding.name != "no-git"
        yield finding
    yield from machine.examine_python()
    yield from machine.examine_letters(sys.stdout.encoding)
    newest = repository.newest_commit(root) if has_git else None
    yield from machine.examine_clock(os.environ, datetime.now(UTC), newest)
    yield from machine.examine_fonts(project.languages_of(root, config), os.environ)
    if has_git:
        yield from _as_far_as_git_answers(repository.examine_repository(root, config.content, os.environ))
    yield from project.examine_settings(settings)
    yield from project.examine_folders(root, config.content)
    yield from project.examine_files(root, config.content)
    yield from hosts.examine_hosts(root, repository_top(root))


def _as_far_as_git_answers(findings: Iterator[Finding]) -> Iterator[Finding]:
    from charter.cli.health.finding import Area, Finding
    from charter.source import CharterError, Severity

    try:
        yield from findings
    except CharterError as error:
        yield Finding(
            name="repository-not-read",
            severity=Severity.ERROR,
            area=Area.REPOSITORY,
            what=error.message,
            why="What is wrong with the rest of the repository is not known.",
            hint=error.hint or "git fsck",
        )


def _exit_code(findings: Sequence[Finding]) -> int:
    from charter.cli.health.finding import Area
    from charter.source import CharterError, Severity

    wrong = [item for item in findings if item.severity is not Severity.INFO]
    if any(item.area is Area.MACHINE for item in wrong):
        return CharterError.exit_code
    return int(bool(wrong))


def _print(findings: Sequence[Finding]) -> None:
    from charter.report.lines import BOLD, painted
    from charter.report.text import visible
    from charter.source import Severity

    colours = shows_colours(err=False)
    ordered = sorted(findings, key=lambda item: list(Severity).index(item.severity))
    for item in ordered:
        head = painted(f"{item.severity} {item.name}", BOLD, colours)
        click.echo(f"{head}: {visible(item.what, indent='    ')}", color=True)
        click.echo(f"  why:  {item.why}")
        click.echo(f"  type: {visible(item.hint, indent='        ')}")
    if findings:
        click.echo()
    click.echo(_summary(findings))


def _summary(findings: Sequence[Finding]) -> str:
    from collections import Counter

    from charter.report.text import number_of
    from charter.source import Severity

    counts = Counter(item.severity for item in findings)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    told = ", ".join(number_of(counts[level], noun, f"{noun}s") for level, noun in nouns.items() if counts[level])
    return told or "Nothing is wrong here."


def _as_json(findings: Sequence[Finding]) -> str:
    from charter import __version__

    items = [
        {
            "name": item.name,
            "severity": str(item.severity),
            "area": str(item.area),
            "what": item.what,
            "why": item.why,
            "hint": item.hint,
        }
        for item in findings
    ]
    report = {"schema": 1, "charter": __version__, "python": sys.version.split()[0], "findings": items}
    return json.dumps(report, ensure_ascii=False, indent=2)
