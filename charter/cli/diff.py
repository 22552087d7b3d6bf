"""`charter diff`: what changed between two texts, for whom, and what it calls for."""

from __future__ import annotations

import difflib
from dataclasses import replace
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
    shows_colours,
    today_option,
)
from charter.cli.sides import Side, commit_side, file_side, is_file, version_side, working_side
from charter.source import CharterError, Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter, Version
    from charter.model.text import CharterText
    from charter.report.changes import Comparison


@click.command()
@click.argument("words", nargs=-1, metavar="[CHARTER] [FROM] [TO]")
@format_option("text", "json", "markdown", "html")
@click.option("--exit-code", is_flag=True, help="Leave with 1 when something changed.")
@today_option
@project_option
@click.pass_context
def diff(ctx: click.Context, words: tuple[str, ...], format: str, exit_code: bool, today: date | None) -> None:
    """Say what changed for whom, promise by promise.

    FROM is the version in force unless you name another text, TO the working text. Each may be the label of a
    version, a file, or what git calls a commit: there the working text is read as it was. CHARTER may be left out when
    there is only one. Two files need no project. Exit code 0 whatever changed. --format html prints one page that needs
    no other file.

    \b
    Example:
      charter diff
      charter diff support-desk 1.0 2.0
      charter diff support-desk origin/main --format markdown
      charter diff before.md after.md
      charter diff --format html > what-changed.html
    """  # noqa: D301  click looks for the character \b itself
    if len(words) > 3:
        raise UsageError(f'"{" ".join(words)}" is more than a charter and two texts', "charter diff --help")
    for word in words:
        if word.endswith(".md") and not is_file(word):
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
    elif format == "html":
        from charter.report.changes import WORKING_TEXT
        from charter.site.comparison_file import comparison_file

        before_name, after_name = _short(comparison.before_name or WORKING_TEXT, comparison.after_name)
        page = comparison_file(
            comparison.before,
            comparison.after,
            before_name=before_name,
            after_name=after_name,
            label=comparison.label,
        )
        click.echo(page, nl=False)
    else:
        from charter.report.changes_text import change_lines

        for line in change_lines(comparison, colours=shows_colours(err=False)):
            click.echo(line, color=True)
    ctx.exit(int(exit_code and bool(comparison.changes.changes)))


def _short(before: str, after: str | None) -> tuple[str, str | None]:
    """Return the names of the texts, those of files without the folders that do not tell them apart."""
    parts = [Path(name).parts if name and is_file(name) else (name,) for name in (before, after)]
    for count in range(1, max(map(len, parts))):
        old, new = (name[-count:] for name in parts)
        if old != new:
            return "/".join(map(str, old)), after and "/".join(map(str, new))
    return before, after


def _are_two_files(words: tuple[str, ...]) -> bool:
    return len(words) == 2 and all(is_file(word) for word in words)


def _compare_files(words: tuple[str, ...]) -> tuple[Comparison, tuple[Diagnostic, ...]]:
    before, after = (file_side(word) for word in words)
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
    before = sides[0] if sides else version_side(charter, _usual(charter, workspace.today), catalog.diagnostics)
    after = sides[1] if len(sides) > 1 else working_side(charter, catalog.diagnostics)
    return _comparison(charter, before, after), (*workspace.diagnostics, *before.diagnostics, *after.diagnostics)


def _comparison(charter: Charter | None, before: Side, after: Side) -> Comparison:
    from charter.compare.changes import Bump
    from charter.compare.compare import compare
    from charter.model.fingerprint import fingerprint
    from charter.model.labels import next_label
    from charter.report.changes import Comparison

    old, new = _with_closed_days(before, after)
    changes = compare(old, new)
    label = None
    if charter and before.label and changes.bump is not Bump.NONE:
        newest = charter.versions[-1]
        # A text that is not released yet becomes the version after the newest.
        is_released = after.label is not None or fingerprint(after.text) == newest.fingerprint
        label = next_label(before.label if is_released else newest.label, changes.bump)
    return Comparison(
        charter=charter.id if charter else None,
        before=old,
        after=new,
        before_name=before.name,
        after_name=after.name,
        changes=changes,
        label=label,
    )


def _with_closed_days(before: Side, after: Side) -> tuple[CharterText, CharterText]:
    """Return both texts; where one file of closed days said different things beside them, with those days listed."""
    old, new = before.text.calendar, after.text.calendar
    listed = before.closed_days, after.closed_days
    if not (old and new and old.closed_file == new.closed_file) or None in listed or listed[0] == listed[1]:
        return before.text, after.text
    whole = (
        replace(text, calendar=replace(calendar, closed=tuple(sorted({*calendar.closed, *(days or ())}))))
        for text, calendar, days in zip((before.text, after.text), (old, new), listed, strict=True)
    )
    return next(whole), next(whole)


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
) -> Side:
    """Return the text that `name` means: a version, else a file, else the working text at a commit."""
    from charter.model.labels import parse_label

    key = parse_label(name)
    version = next((item for item in charter.versions if key and parse_label(item.label) == key), None)
    if version is not None:
        return version_side(charter, version, diagnostics)
    if is_file(name):
        return file_side(name)
    try:
        return commit_side(workspace.root, charter, name)
    except CharterError:
        labels = [item.label for item in charter.versions]
        if name in ids:
            raise UsageError(
                f'"{name}" is a charter, and here a version, a file or a commit is meant',
                f"charter diff {name} {labels[-1] if labels else 'HEAD'}",
            ) from None
        begun = [label for label in labels if label.startswith(f"{name.removeprefix('v')}.")]
        near = next(iter([*begun, *difflib.get_close_matches(name, (*ids, *labels), n=1)]), None)
        if near is None and key is None:
            raise
        known = f"versions of {charter.id}: {', '.join(labels) or 'none'}"
        raise UsageError(
            f'"{name}" is neither a version of {charter.id}, nor a file, nor what git calls a commit',
            f'did you mean "{near}"?' if near else known,
        ) from None
