"""`charter adopt`: the history of an existing document as versions of a charter."""

from __future__ import annotations

import json
import shlex
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli.context import Workspace, format_option, open_workspace, print_diagnostics, project_option
from charter.source import CharterError, UsageError

if TYPE_CHECKING:
    from charter.adoption.history import History
    from charter.adoption.texts import AdoptedVersion


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--as", "name", metavar="NAME", help="The charter's folder in content/.  [default: made from PATH]")
@click.option("--since", metavar="DATE|COMMIT", help="Leave out what had been replaced by then.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and touch nothing.")
@format_option("text", "json")
@project_option
def adopt(path: Path, name: str | None, since: str | None, dry_run: bool, format: str) -> None:
    """Make the git history of the Markdown file PATH the versions of a charter, one for each text it ever had.

    The document is followed through every move. Each version has the day and the words of its commit; one that a
    tool made says so. Not a word is changed, and no file that is there already is written over: run it again later,
    and it adds what is new.

    \b
    Example:
      charter adopt handbook/support.md
      charter adopt handbook/support.md --since 2022-01-01
    """  # noqa: D301  click looks for the character \b itself
    from charter.adoption.history import read_history
    from charter.adoption.texts import adopted_versions, working_text
    from charter.git import top_folder

    workspace = open_workspace()
    print_diagnostics(workspace.diagnostics)
    document = path.absolute()
    if document.is_dir():
        raise UsageError(
            f'"{path}" is a folder, not a document', f"charter adopt {shlex.quote(str(path / 'index.md'))}"
        )
    top = top_folder(_nearest_folder(document))
    place = _place_in(top, document, path)
    history = read_history(top, place, since=_since(since))
    if not history.editions:
        raise CharterError(f'no text of "{path}" could be read from its history', "name a Markdown file")
    charter = _choose_id(workspace, document, name)
    versions = adopted_versions(history.editions)
    folder = f"{workspace.config.content}/{charter}"
    newest = document.read_bytes() if document.is_file() else history.editions[-1].data
    files = {f"{folder}/versions/{version.label}.md": version.data for version in versions}
    working = working_text(newest)
    written = _write(workspace, folder, files, working, dry_run=dry_run)
    draft = workspace.root / folder / "charter.md"
    is_other = draft.exists() and draft.read_bytes() != working
    if format == "json":
        click.echo(json.dumps(_report(charter, place, history, versions, written), ensure_ascii=False, indent=2))
    else:
        _print(charter, place, history, versions, written, is_other=is_other, dry_run=dry_run)


def _nearest_folder(document: Path) -> Path:
    """Return the nearest folder that is there: the document itself may have been deleted long ago."""
    return next(folder for folder in document.parents if folder.is_dir())


def _place_in(top: Path, document: Path, asked: Path) -> str:
    whole = document.parent.resolve() / document.name
    if not whole.is_relative_to(top.resolve()):
        raise UsageError(f'"{asked}" is not in the repository "{top}"', "name a file that git keeps")
    return whole.relative_to(top.resolve()).as_posix()


def _since(words: str | None) -> date | str | None:
    if words is None:
        return None
    try:
        return date.fromisoformat(words)
    except ValueError:
        return words


def _choose_id(workspace: Workspace, document: Path, name: str | None) -> str:
    """Return the charter's id: `name`, else that of the charter the document is, else one made from its path."""
    from charter.cli.starter import check_id
    from charter.reading.slugs import slug

    if name is not None:
        return check_id(name)
    content = (workspace.root / workspace.config.content).resolve()
    if document.name == "charter.md" and document.parent.resolve().parent == content:
        return document.parent.name
    stem = document.stem
    if stem.casefold() in {"index", "readme", "_index", "charter"} and document.parent.name:
        stem = document.parent.name
    return check_id(slug(stem))


def _write(workspace: Workspace, folder: str, files: dict[str, bytes], working: bytes, *, dry_run: bool) -> list[str]:
    """Write what is not there yet, and return it. Raises `CharterError`, before the first, for a file that differs."""
    from charter.files import only_writer, write_new

    root = workspace.root
    if (root / f"{folder}.md").exists():
        raise UsageError(f'there is a charter of that name already: "{folder}.md"', "charter adopt … --as another-name")
    missing = [path for path in files if not (root / path).exists()]
    for path in files.keys() - set(missing):
        if (root / path).read_bytes() != files[path]:
            raise CharterError(
                f'"{path}" is there already and says something else; nothing was written',
                "charter adopt … --as another-name",
            )
    known = {file.name for file in (root / folder / "versions").glob("*.md")}
    if known - {Path(path).name for path in files}:
        raise CharterError(
            f'"{folder}/versions" has versions that are not in this history; nothing was written',
            "charter adopt … --as another-name",
        )
    charter = f"{folder}/charter.md"
    whole = dict(files)
    if not (root / charter).exists():
        missing.append(charter)
        whole[charter] = working
    if not dry_run:
        (root / folder / "versions").mkdir(parents=True, exist_ok=True)
        with only_writer(root / folder):
            for path in missing:
                write_new(root / path, whole[path])
    return missing


def _report(
    id: str, place: str, history: History, versions: tuple[AdoptedVersion, ...], written: list[str]
) -> dict[str, Any]:
    return {
        "schema": 1,
        "charter": id,
        "path": place,
        "versions": [
            {
                "version": version.label,
                "date": version.edition.date.isoformat(),
                "commit": version.edition.commit,
                "path": version.edition.path,
                "note": version.stamp.note,
                "by_tool": version.edition.by_tool,
            }
            for version in versions
        ],
        "moves": [
            {"commit": move.commit, "from": move.before, "to": move.after, "likeness": round(move.likeness, 2)}
            for move in history.moves
        ],
        "skipped": [{"commit": commit, "why": why} for commit, why in history.skipped],
        "written": written,
    }


def _print(
    id: str,
    place: str,
    history: History,
    versions: tuple[AdoptedVersion, ...],
    written: list[str],
    *,
    is_other: bool,
    dry_run: bool,
) -> None:
    """Say what was found and written; `is_other`: the working text was there, and is not the newest text."""
    from charter.report.text import number_of, visible

    first, last = versions[0].edition.date, versions[-1].edition.date
    count = number_of(len(versions), "version", "versions")
    click.echo(f"{id}: {count} of {visible(place)}, from {first} to {last}")
    for version in versions:
        click.echo(f"  {version.label:<14}{visible(version.stamp.note or '')}")
    for move in history.moves:
        rewritten = "" if move.likeness >= 0.5 else f", {move.likeness:.0%} of its words the same: is it the same one?"
        click.echo(f"  moved: {visible(move.before)} → {visible(move.after)} ({move.commit[:10]}{rewritten})")
    for commit, why in history.skipped:
        click.echo(f"  left out: {commit[:10]}, {why}")
    if not written:
        click.echo("Everything is here already; nothing was written.")
        return
    files = number_of(len(written), "file", "files")
    click.echo(f"{'Would write' if dry_run else 'Written'}: {files} in {_home(written)}")
    look = f"charter diff {id} {versions[0].label} {versions[-1].label}" if len(versions) > 1 else "charter build"
    if is_other:
        click.echo(f"Left as it is: {_home(written)}charter.md, which says something else than {versions[-1].label}")
        look = f"charter diff {id} {versions[-1].label}"
    click.echo(f"Next:  {look}")


def _home(written: list[str]) -> str:
    return "/".join(written[-1].split("/")[: -2 if "/versions/" in written[-1] else -1]) + "/"
