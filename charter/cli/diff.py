"""`charter diff`: what changed between two texts, for whom, and what it calls for."""

from __future__ import annotations

import difflib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from charter.cli.context import (
    Workspace,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    shows_colours,
    today_option,
)
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter, Version
    from charter.model.text import CharterText
    from charter.report.changes import Comparison


class _Side(NamedTuple):
    """One of the two texts. `name` is `None` for the working text, `label` is that of a version."""

    name: str | None
    text: CharterText
    label: str | None
    diagnostics: tuple[Diagnostic, ...]


@click.command()
@click.argument("words", nargs=-1, metavar="[CHARTER] [FROM] [TO]")
@format_option("text", "json", "markdown")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when something changed.")
@today_option
@project_option
@click.pass_context
def diff(ctx: click.Context, words: tuple[str, ...], format: str, exit_code: bool, today: date | None) -> None:
    """Say what changed for whom, promise by promise.

    FROM is the version in force unless you name another text, TO the working text. Each may be the label of a
    version, a file, or what git calls a commit: there the working text is read as it was. CHARTER may be left out when
    there is only one. Two files need no project. Exit code 0 whatever changed.

    \b
    Example:
      charter diff
      charter diff support-desk 1.0 2.0
      charter diff support-desk origin/main --format markdown
      charter diff before.md after.md
    """  # noqa: D301  click looks for the character \b itself
    if len(words) > 3:
        raise UsageError(f'"{" ".join(words)}" is more than a charter and two texts', "charter diff --help")
    for word in words:
        if word.endswith(".md") and not _is_file(word):
            is_folder = Path(word).is_dir()
            message = f'"{word}" is a folder, not a text' if is_folder else f'there is no file "{word}"'
            raise UsageError(message, "charter diff before.md after.md")
    comparison, diagnostics = _compare_files(words) if _are_two_files(words) else _compare_texts(words, today)
    print_diagnostics(item for item in diagnostics if item.severity is Severity.ERROR)
    if format == "json":
        from charter.report.changes_json import changes_json

        click.echo(changes_json(comparison))
    elif format == "markdown":
        from charter.report.changes_markdown import changes_markdown

        click.echo(changes_markdown(comparison), nl=False)
    else:
        from charter.report.changes_text import change_lines

        for line in change_lines(comparison, colours=shows_colours(err=False)):
            click.echo(line, color=True)
    ctx.exit(int(exit_code and bool(comparison.changes.changes)))


def _are_two_files(words: tuple[str, ...]) -> bool:
    return len(words) == 2 and all(_is_file(word) for word in words)


def _compare_files(words: tuple[str, ...]) -> tuple[Comparison, tuple[Diagnostic, ...]]:
    before, after = (_read_file(word) for word in words)
    return _comparison(None, before, after), (*before.diagnostics, *after.diagnostics)


def _compare_texts(words: tuple[str, ...], today: date | None) -> tuple[Comparison, tuple[Diagnostic, ...]]:
    from charter.cli.choosing import charter_ids, choose_id, load_charter

    workspace = open_workspace(today)
    ids = charter_ids(workspace)
    # Three words are a charter and two texts, even when the charter is misspelt.
    at = next((place for place, word in enumerate(words) if word in ids), 0 if len(words) == 3 else None)
    names = words if at is None else (*words[:at], *words[at + 1 :])
    charter, catalog = load_charter(workspace, choose_id(ids, None if at is None else words[at]))
    sides = [_read(workspace, charter, name, ids, catalog.diagnostics) for name in names]
    before = sides[0] if sides else _version(_usual(charter, workspace.today), catalog.diagnostics)
    after = sides[1] if len(sides) > 1 else _working(charter, catalog.diagnostics)
    return _comparison(charter, before, after), (*workspace.diagnostics, *before.diagnostics, *after.diagnostics)


def _comparison(charter: Charter | None, before: _Side, after: _Side) -> Comparison:
    from charter.compare.changes import Bump
    from charter.compare.compare import compare
    from charter.model.fingerprint import fingerprint
    from charter.model.labels import next_label
    from charter.report.changes import Comparison

    changes = compare(before.text, after.text)
    label = None
    if charter and before.label and changes.bump is not Bump.NONE:
        newest = charter.versions[-1]
        # A text that is not released yet becomes the version after the newest.
        is_released = after.label is not None or fingerprint(after.text) == newest.fingerprint
        label = next_label(before.label if is_released else newest.label, changes.bump)
    return Comparison(
        charter=charter.id if charter else None,
        before=before.text,
        after=after.text,
        before_name=before.name,
        after_name=after.name,
        changes=changes,
        label=label,
    )


def _usual(charter: Charter, today: date) -> Version:
    """Return the version in force, else the newest."""
    from charter.standing import stand

    if not charter.versions:
        raise UsageError(
            f"{charter.id} has no version yet to compare with",
            f"charter diff {charter.id} HEAD    compares with what you committed last",
        )
    in_force = stand(charter, today).in_force
    return in_force.version if in_force else charter.versions[-1]


def _read(
    workspace: Workspace, charter: Charter, name: str, ids: tuple[str, ...], diagnostics: tuple[Diagnostic, ...]
) -> _Side:
    """Return the text that `name` means: a version, else a file, else the working text at a commit."""
    from charter.model.labels import parse_label

    key = parse_label(name)
    version = next((item for item in charter.versions if key and parse_label(item.label) == key), None)
    if version is not None:
        return _version(version, diagnostics)
    if _is_file(name):
        return _read_file(name)
    try:
        return _at_commit(workspace, charter, name)
    except CharterError:
        labels = [item.label for item in charter.versions]
        near = next(iter(difflib.get_close_matches(name, (*ids, *labels), n=1)), None)
        if near is None and key is None:
            raise
        known = f"versions of {charter.id}: {', '.join(labels) or 'none'}"
        raise UsageError(
            f'"{name}" is neither a version of {charter.id}, nor a file, nor what git calls a commit',
            f'did you mean "{near}"?' if near else known,
        ) from None


def _version(version: Version, diagnostics: tuple[Diagnostic, ...]) -> _Side:
    return _Side(version.label, version.text, version.label, _about(version.text, diagnostics))


def _working(charter: Charter, diagnostics: tuple[Diagnostic, ...]) -> _Side:
    if charter.text is None:
        print_diagnostics(item for item in diagnostics if item.severity is Severity.ERROR)
        raise UsageError(f"the working text of {charter.id} cannot be read", "charter check")
    return _Side(None, charter.text, None, _about(charter.text, diagnostics))


def _about(text: CharterText, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(item for item in diagnostics if item.span.path == text.span.path)


def _at_commit(workspace: Workspace, charter: Charter, ref: str) -> _Side:
    from charter.git import read_at

    path = f"{charter.folder}/charter.md" if charter.folder else charter.span.path
    return _side(ref, path, read_at(workspace.root, ref, path))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def _read_file(name: str) -> _Side:
    from charter.files import read_bytes

    # Whoever names a file may mean one behind a link.
    path = Path(name).resolve()
    data = read_bytes(path.parent, path, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise UsageError(data.message, data.hint)
    return _side(name, name, data)


def _side(name: str, path: str, data: bytes) -> _Side:
    from charter.model.labels import parse_label
    from charter.reading.charter import read_charter
    from charter.reading.decode import decode

    source = decode(path, data)
    place = Path(path)
    label = place.stem if place.parent.name == "versions" and parse_label(place.stem) else None
    text = read_charter(source.value, label=label)
    return _Side(name, text.value, None, (*source.diagnostics, *text.diagnostics))
