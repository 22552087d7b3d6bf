"""`charter init`: start a project."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from charter.cli.context import resolve_day, today_option
from charter.source import UsageError

_IGNORED = ("/.charter/", "/site/")


@click.command()
@click.argument("name", default=".", metavar="[NAME]")
@click.option("--title", help="What the first charter is called.  [default: Support desk]")
@today_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, and touch nothing.")
def init(name: str, title: str | None, today: date | None, dry_run: bool) -> None:
    """Start a project in the folder NAME, or in this one, with one charter to make your own.

    No file that is there is changed, but for lines added to .gitignore.

    \b
    Example:
      charter init support --title "IT support"
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.starter import check_id, read_title, starter_charter, starter_settings, write_files
    from charter.files import write_atomic
    from charter.reading.slugs import slug

    folder = Path(os.path.abspath(name))
    _refuse_project(folder, name)
    words = read_title(title, "support-desk")
    text = f"content/{check_id(slug(words))}/charter.md"
    made = {text: starter_charter(words, resolve_day(today)), "charter.toml": starter_settings()}
    ignored = _ignore(folder / ".gitignore")
    if not dry_run:
        write_files(folder, made)
        if ignored is not None:
            write_atomic(folder / ".gitignore", ignored)

    rows = {
        text: "what you and your customers expect of each other",
        "charter.toml": "the name and address of the site",
    }
    if ignored is not None:
        rows[".gitignore"] = "what the build makes, and git need not keep"
    is_here = folder == Path.cwd()
    shown = "this folder" if is_here else f"{name.rstrip('/')}/"
    click.echo(f"{'Would make' if dry_run else 'Made'} {shown} with one charter to make your own:\n")
    _print_table("  ", rows)
    steps = {} if is_here else {f"cd {name}": ""}
    steps |= {"charter build": "see it: open site/index.html", "charter check": "what it still lacks"}
    click.echo()
    _print_table("Next:  ", steps)


def _print_table(head: str, rows: Mapping[str, str]) -> None:
    width = max(map(len, rows))
    for at, (left, right) in enumerate(rows.items()):
        click.echo(f"{head if at == 0 else ' ' * len(head)}{left:{width}}    {right}".rstrip())


def _refuse_project(folder: Path, name: str) -> None:
    from charter.config import read_config

    if folder.exists() and not folder.is_dir():
        raise UsageError(f'"{name}" is a file; a project needs a folder', "charter init another-name")
    content = folder / "content"
    is_begun = content.is_symlink() or (content.exists() and (not content.is_dir() or any(content.iterdir())))
    if is_begun or read_config(folder).value.file is not None:
        raise UsageError(
            f'"{folder}" holds a project already, and is left as it is', "charter new NAME adds a charter to it"
        )


def _ignore(file: Path) -> bytes | None:
    """Return `.gitignore` with the lines that it lacks; `None` when it lacks none."""
    try:
        before = file.read_bytes()
    except FileNotFoundError:
        before = b""
    there = {line.strip().strip(b"/") for line in before.splitlines()}
    lacking = [line for line in _IGNORED if line.strip("/").encode() not in there]
    if not lacking:
        return None
    if before and not before.endswith(b"\n"):
        before += b"\n"
    return before + "".join(f"{line}\n" for line in lacking).encode()
