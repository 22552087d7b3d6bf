"""`charter measure`: what a ticket system knows, as outcomes of a promise."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import HelpfulGroup
from charter.cli.context import format_option, open_workspace, print_diagnostics, project_option, today_option

if TYPE_CHECKING:
    from charter.cli.context import Workspace
    from charter.measuring.ledger import Merged
    from charter.measuring.measurement import Measurement, Request
    from charter.model.charter import Charter


@click.group(cls=HelpfulGroup)
def measure() -> None:
    """Count what a ticket system knows, by the targets of its time.

    \b
    Example:
      charter measure import tickets.csv --ref first-reply \\
        --start opened --end replied
    """  # noqa: D301  click looks for the character \b itself


def _read_moment(ctx: click.Context, param: click.Parameter, value: str | None) -> datetime | None:
    """Return a moment; a day alone is its end."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(
            f"'{value}' is no time; write it as 2026-01-31 or 2026-01-31T17:00", ctx, param
        ) from None
    return moment + timedelta(days=1) if len(value) <= len("2026-01-31") else moment


def _read_zone(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from charter.clocks.zone import is_zone

    if value is not None and not is_zone(value):
        raise click.BadParameter(f"'{value}' is not a time zone we know; write it as Europe/Berlin", ctx, param)
    return value


def _read_map(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        words, sign, label = (part.strip() for part in value.partition("="))
        if not sign or not label:
            raise click.BadParameter(f"'{value}' maps nothing; write it as P1=outages", ctx, param)
        pairs[words] = label
    return pairs


@measure.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--ref", required=True, metavar="REF", help="The promise that is measured.")
@click.option("--start", required=True, metavar="COLUMN", help="When each case began.")
@click.option("--end", metavar="COLUMN", help="When it was done; empty for a case that is open.")
@click.option("--segment", metavar="COLUMN", help="Which cases they are: the labels of the targets.")
@click.option(
    "--segment-map",
    multiple=True,
    metavar="WORD=LABEL",
    callback=_read_map,
    help="What a word in that column stands for; * for every other. Repeat it, or keep it in charter.toml.",
)
@click.option("--pause-start", metavar="COLUMN", help="Since when a case waited for somebody else.")
@click.option("--pause-end", metavar="COLUMN", help="Until when; empty: to the end.")
@click.option("--paused-minutes", metavar="COLUMN", help="How long it waited, in minutes of the target's clock.")
@click.option("--charter", metavar="ID", help="Which charter.  [default: the only one]")
@click.option(
    "--period", type=click.Choice(("month", "quarter", "year")), help="[default: what the target counts by, or month]"
)
@click.option(
    "--timezone", metavar="ZONE", callback=_read_zone, help="Of times that say no offset.  [default: the calendar's]"
)
@click.option(
    "--time-format", metavar="FORMAT", help="How times are written, as %d/%m/%Y %H:%M.  [default: 2026-01-31T17:00]"
)
@click.option(
    "--as-of", metavar="TIME", callback=_read_moment,
    help="When to look at open cases.  [default: the end of their period, or of the file]",
)  # fmt: skip
@click.option(
    "--source", metavar="WORDS", help="What to call the export under source.  [default: the name of the file]"
)
@click.option("--replace", is_flag=True, help="Write over rows of another source as well.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
@click.pass_context
def import_(ctx: click.Context, /, **options: Any) -> None:
    """Turn the export of a ticket system into rows of outcomes.csv.

    Each case counts in the period in which it began, by the target that was in force then. FILE is CSV or TSV with a
    line of column names, Parquet, or JSON lines; of its columns only the named ones are read, and nothing of a single
    case is kept. The same file twice changes nothing.

    Exit code 1 when a row that somebody else wrote was left alone, or nothing could be counted.

    \b
    Example:
      charter measure import tickets.csv --ref first-reply \\
        --start opened --end replied
      charter measure import tickets.csv --ref first-reply \\
        --start opened --end replied --segment priority \\
        --segment-map P1=outages --segment-map "*=everything else"
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, load_charter
    from charter.files import only_writer, write_atomic

    _refuse_unclear_pauses(options)
    workspace = open_workspace(options["today"])
    print_diagnostics(workspace.diagnostics)
    charter, _ = load_charter(workspace, choose_id(charter_ids(workspace), options["charter"]))
    path = _outcomes_path(charter)
    request = _request(workspace, options)
    found = _measure(workspace, charter, request, options["file"])
    with only_writer(workspace.root / workspace.config.content):
        merged = _merge(workspace, path, found, request, replaces=options["replace"])
        is_written = merged.is_other and not options["dry_run"]
        if is_written:
            write_atomic(workspace.root / path, merged.data)
    _tell(options, charter, path, found, merged, is_written=is_written)
    ctx.exit(int(bool(merged.refused) or not found.counted))


def _refuse_unclear_pauses(options: dict[str, Any]) -> None:
    from charter.source import UsageError

    if bool(options["pause_start"]) != bool(options["pause_end"]):
        raise UsageError("a pause has a beginning and an end", "--pause-start COLUMN --pause-end COLUMN")
    if options["pause_start"] and options["paused_minutes"]:
        raise UsageError("pauses are either two times or a number of minutes", "leave out --paused-minutes")
    if not options["end"] and (options["pause_start"] or options["paused_minutes"]):
        raise UsageError("pauses are taken off how long a case took, and no column says when it ended", "--end COLUMN")


def _outcomes_path(charter: Charter) -> str:
    from charter.source import UsageError

    if charter.folder is None:
        raise UsageError(
            f'"{charter.id}" is a charter in one file, and has no place for records',
            f"mkdir content/{charter.id} && git mv content/{charter.id}.md content/{charter.id}/charter.md",
        )
    return f"{charter.folder}/outcomes.csv"


def _request(workspace: Workspace, options: dict[str, Any]) -> Request:
    from charter.cli.choosing import clean_words
    from charter.measuring.engine import Columns
    from charter.measuring.measurement import Request

    ref = clean_words(options["ref"])
    return Request(
        ref=ref,
        columns=Columns(
            start=options["start"],
            end=options["end"],
            segment=options["segment"],
            pause_start=options["pause_start"],
            pause_end=options["pause_end"],
            paused_minutes=options["paused_minutes"],
        ),
        segments={**workspace.config.measure.get(ref, {}), **options["segment_map"]},
        period=options["period"],
        zone=options["timezone"],
        as_of=options["as_of"],
        time_format=options["time_format"],
        source=clean_words(options["source"]) or options["file"].name,
    )


def _measure(workspace: Workspace, charter: Charter, request: Request, file: Path) -> Measurement:
    from charter.clocks.holidays import holidays_in
    from charter.measuring.export import open_export
    from charter.measuring.run import measure
    from charter.standing import stand

    return measure(charter, stand(charter, workspace.today), open_export(file), request, holidays_in)


def _merge(workspace: Workspace, path: str, found: Measurement, request: Request, *, replaces: bool) -> Merged:
    from charter.files import read_bytes
    from charter.measuring.ledger import merge
    from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic

    data: bytes | Diagnostic | None = None
    target = workspace.root / path
    if target.exists() or target.is_symlink():
        data = read_bytes(workspace.root, target, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    outcomes = [item.outcome for item in found.counted]
    return merge(path, data, outcomes, request.source, replaces=replaces)


def _tell(
    options: dict[str, Any], charter: Charter, path: str, found: Measurement, merged: Merged, *, is_written: bool
) -> None:
    from charter.report.measured import measured_data, measured_lines

    print_diagnostics(merged.refused)
    if options["format"] == "json":
        data = {"schema": 1, "charter": charter.id, "ref": options["ref"], "file": options["file"].name}
        data |= measured_data(found, merged) | {"path": path, "written": is_written}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for line in measured_lines(found, merged, options["file"].name):
        click.echo(line)
    if is_written:
        click.echo(f"Written: {path}")
    elif merged.is_other:
        click.echo(f"Would be written: {path}")
    elif merged.same:
        click.echo(f"Nothing to write: {path} says so already.")
