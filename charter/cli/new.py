"""`charter new`: add a charter."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from pathlib import Path

import click

from charter.cli.context import Workspace, open_workspace, print_diagnostics, project_option, today_option
from charter.source import UsageError


@click.command()
@click.argument("name")
@click.option("--title", help="What the charter is called.  [default: made from NAME, or the document's own]")
@click.option(
    "--from", "document", metavar="FILE", type=click.Path(path_type=Path), help="An existing document to begin with."
)
@today_option
@click.option("--dry-run", is_flag=True, help="Say what would be written, and touch nothing.")
@project_option
def new(name: str, title: str | None, document: Path | None, today: date | None, dry_run: bool) -> None:
    """Add a charter: NAME is its folder in content/, and its place on the site.

    With --from it begins with every word of a document that you have, and you are told what that lacks to be a
    charter, and which of its sentences read like promises. To keep its history as well, see charter adopt.

    \b
    Example:
      charter new library --title "Library charter"
      charter new support --from handbook/support.md
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.starter import check_id, read_title, starter_charter, write_files

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    place = check_id(name)
    _refuse_taken(workspace, place)
    path = f"{workspace.config.content}/{place}/charter.md"
    if document is None:
        text = starter_charter(read_title(title, place), workspace.today)
    else:
        text = _draft(document, place, title, workspace.config.language)
    if not dry_run:
        write_files(workspace.root, {path: text})
    click.echo(f"{'Would make' if dry_run else 'Made'} {path}{f' with every word of {document}' if document else ''}")
    if document is not None:
        _print_lacking(place, path, text, workspace.today)
    click.echo("Next:  make it your own, then  charter build")


def _draft(document: Path, place: str, title: str | None, language: str) -> bytes:
    """Return a document as a working text, with its title and language where its front matter has none."""
    from charter.adoption.texts import with_front_matter, working_text
    from charter.cli.starter import read_title
    from charter.files import read_bytes
    from charter.reading.charter import read_charter
    from charter.reading.decode import decode
    from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic

    if not document.is_file():
        raise UsageError(f'there is no file "{document}"', f"charter new {place} --from FILE")
    data = read_bytes(document.absolute().parent, document.absolute(), MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        hint = f"save it as Markdown first, for example: pandoc {document.name} -t gfm -o {place}.md"
        raise UsageError(f'"{document}" is not a text', hint)
    text = working_text(data)
    read = read_charter(decode(document.name, text).value)
    lacks_title = any(item.code == "CH101" for item in read.diagnostics)
    if title is not None and not lacks_title:
        raise UsageError(f'"{document}" has a title of its own: "{read.value.title}"', "leave out --title")
    keys = {}
    if lacks_title:
        keys["title"] = json.dumps(read_title(title or read.value.title or None, place), ensure_ascii=False)
    if language != "en" and read.value.language == "en":
        keys["language"] = language
    return with_front_matter(text, keys)


def _print_lacking(place: str, path: str, data: bytes, today: date) -> None:
    from charter.check.lacking import likely_promises, what_is_lacking
    from charter.reading.charter import read_charter
    from charter.reading.decode import decode
    from charter.report.text import place as where

    source = decode(path, data).value
    reading = read_charter(source)
    found = list(likely_promises(reading.value, source))
    click.echo("\nWhat it still lacks:\n")
    if not reading.value.expectations:
        click.echo("  a promise: a heading ###, what you promise, and its facts, in a section that says who promises")
        click.echo("    hint: ## What you can expect\n")
        click.echo("          - Promised by: us\n          - Promised to: you\n")
    for item in what_is_lacking(place, reading.value, source, today):
        click.echo(f"  {item.message}")
        if item.hint:
            click.echo("    hint: " + item.hint.replace("\n", "\n          "))
    if found:
        click.echo("\nThese words read like promises:\n")
    for promise in found:
        click.echo(f'  {where(promise.span)}: "{promise.words}"')
        click.echo(f"    hint: {promise.target}")
    click.echo()


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
