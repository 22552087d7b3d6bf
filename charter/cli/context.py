"""What every command starts from: the project, its configuration, and the day."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from charter.config import Config
    from charter.source import Diagnostic

Command = TypeVar("Command", bound=Callable[..., Any])

_PROJECT = "charter.project"


@dataclass(frozen=True, slots=True)
class Workspace:
    """The project a command works on, and the day it works on it.

    `diagnostics` are those of reading the configuration.
    """

    root: Path
    config: Config
    today: date
    diagnostics: tuple[Diagnostic, ...] = ()


def _read_day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    with contextlib.suppress(ValueError):
        # Alone, fromisoformat reads 20260105 and 2026-W02 as well.
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            return date.fromisoformat(value)
    raise click.BadParameter(f"'{value}' is not a date; write it as 2026-01-05", ctx, param)


def day_option(name: str, help: str) -> Callable[[Command], Command]:
    """Give a command an option that takes a date as `2026-01-05`, as an argument of type `date | None`."""
    return click.option(name, metavar="DATE", callback=_read_day, help=help)


def _keep_project(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    if value is not None:
        ctx.meta[_PROJECT] = value


def project_option(command: Command) -> Command:
    """Give a command `--project DIR`; `open_workspace` knows what was typed."""
    return click.option(
        "--project",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        expose_value=False,
        callback=_keep_project,
        help="The project's folder.  [default: found upwards from here]",
    )(command)


def today_option(command: Command) -> Command:
    """Give a command `--today DATE`, as its argument `today: date | None`, to be handed to `open_workspace`."""
    words = "The day to reckon from, as 2026-01-05.  [default: SOURCE_DATE_EPOCH, else today]"
    return day_option("--today", words)(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """Give a command `--format`, as its argument `format: str`; the first of `formats` is the default."""
    return click.option(
        "--format", type=click.Choice(formats), default=formats[0], show_default=True, help="How to print."
    )


def resolve_day(asked: date | None) -> date:
    """Return `asked`, else the day of `SOURCE_DATE_EPOCH` (UTC), else the system's date.

    Raises `CharterError` when `SOURCE_DATE_EPOCH` is no number of seconds.
    """
    if asked is not None:
        return asked
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now().astimezone().date()
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    except (ValueError, OverflowError, OSError):
        from charter.source import CharterError

        raise CharterError(
            f'SOURCE_DATE_EPOCH is "{epoch}", which is not a number of seconds',
            'export SOURCE_DATE_EPOCH="$(git log -1 --format=%ct)"',
        ) from None


def moment_of(day: date) -> datetime:
    """Return the time that it is now, on `day`."""
    return datetime.combine(day, datetime.now().astimezone().timetz())


def project_root() -> Path:
    """Return the folder given with `--project`, else the project's folder found from here upwards.

    Raises `CharterError` when there is none.
    """
    asked: Path | None = click.get_current_context().meta.get(_PROJECT)
    if asked is not None:
        return asked.resolve()
    from charter.config import find_project
    from charter.source import CharterError

    here = Path.cwd()
    try:
        return find_project(here)
    except CharterError:
        # Charters need no settings: a folder of them is enough.
        if (here / "content").is_dir():
            return here
        raise


def open_workspace(today: date | None = None) -> Workspace:
    """Return the project with its configuration, on the day `today` or, without it, the day it is."""
    from charter.config import read_config

    root = project_root()
    reading = read_config(root)
    if reading.diagnostics and not (root / reading.value.content).exists():
        # The command is about to stop for want of the folder, and this is why it looks in the wrong place.
        print_diagnostics(reading.diagnostics)
        return Workspace(root, reading.value, resolve_day(today))
    return Workspace(root, reading.value, resolve_day(today), reading.diagnostics)


def print_diagnostics(diagnostics: Iterable[Diagnostic], *, err: bool = True) -> None:
    """Print diagnostics for people, on stderr unless told otherwise, in colours where the stream shows them."""
    from charter.report.text import diagnostic_lines

    for line in diagnostic_lines(diagnostics, colours=shows_colours(err=err)):
        click.echo(line, err=err, color=True)


def shows_colours(*, err: bool) -> bool:
    """Whether stderr (or stdout) is a terminal that has colours, and nobody set `NO_COLOR`."""
    stream = sys.stderr if err else sys.stdout
    return wants_colours() and stream.isatty()


def wants_colours() -> bool:
    """Whether whoever reads a terminal can see colours and did not refuse them."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
