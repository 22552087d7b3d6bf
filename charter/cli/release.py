"""`charter release`: the working text becomes a version."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import click

from charter.cli.choosing import RefusedError, charter_ids, choose_id, clean_words, load_charter, refuse_unread_versions
from charter.cli.context import (
    day_option,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.compare.changes import Bump, Changes
from charter.files import read_bytes, write_new
from charter.model.charter import Charter
from charter.model.labels import next_label, parse_label
from charter.model.text import Stamp
from charter.release import (
    BUMPS,
    calling_changes,
    changes_since_newest,
    choose_label,
    is_too_small,
    make_version,
)
from charter.report.standing import day_words, missing_data, missing_words
from charter.report.text import visible
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity, UsageError
from charter.standing import State, VersionStanding, stand


@click.command()
@click.argument("words", nargs=-1, metavar="[CHARTER] [minor|major|patch|LABEL]")
@day_option("--effective", "The day from which it binds, as 2026-01-05.  [default: today]")
@click.option("--note", metavar="TEXT", help="What is new, in a sentence for its readers.")
@click.option("--force", is_flag=True, help="Take a smaller number than the changes call for; --note says why.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
def release(
    words: tuple[str, ...],
    effective: date | None,
    note: str | None,
    force: bool,
    dry_run: bool,
    format: str,
    today: date | None,
) -> None:
    """Make the working text a version, which is never edited again.

    CHARTER may be left out when there is only one. The first version is 1.0; after that, the changes since the newest
    one say whether the next is major, minor or patch. You can say so yourself, or give a label. A number that is
    smaller than the changes call for needs --force and a --note.

    \b
    Example:
      charter release --effective 2026-04-01 --note "We answer faster"
    """  # noqa: D301  click looks for the character \b itself
    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    name, asked = _sort_words(words, charter_ids(workspace))
    charter, catalog = load_charter(workspace, name)
    if charter.folder is None:
        raise UsageError(
            f"{name} is one file, and versions need a folder",
            f"mkdir content/{name} && git mv {charter.span.path} content/{name}/charter.md",
        )
    path = f"{charter.folder}/charter.md"
    errors = [item for item in catalog.diagnostics if item.severity is Severity.ERROR and item.span.path == path]
    if errors or charter.text is None:
        print_diagnostics(errors)
        raise RefusedError(f"{name} is not released: its working text cannot be read without errors", "charter check")
    if not charter.text.introduction and not charter.text.sections:
        raise RefusedError(f"{name} is not released: {path} promises nothing yet", "charter check")
    refuse_unread_versions(charter, catalog)
    if charter.versions and not stand(charter, workspace.today).is_draft_different:
        raise UsageError(f"there is nothing to release: {path} says what {charter.versions[-1].label} says")
    note = clean_words(note) or None
    changes = changes_since_newest(charter)
    label = choose_label(charter, asked, changes.bump if changes else Bump.NONE)
    if changes:
        _expect_number(charter, label, changes, is_forced=force, note=note)
    working = read_bytes(workspace.root, workspace.root / path, MAX_TEXT_BYTES)
    if isinstance(working, Diagnostic):
        raise CharterError(working.message, working.hint)
    effective = effective or workspace.today
    stamp = Stamp(version=label, effective=effective, released=workspace.today, note=note)
    target = f"{charter.folder}/versions/{label}.md"
    version, data = make_version(charter, working, target, stamp)
    standing = stand(replace(charter, versions=(*charter.versions, version)), workspace.today).versions[-1]
    if not dry_run:
        write_new(workspace.root / target, data)
    if format == "json":
        click.echo(_json(charter, standing, target, changes, is_written=not dry_run))
    else:
        _print(charter, standing, target, changes, is_written=not dry_run)
    for warning in _warnings(charter, stamp, changes):
        click.echo(f"warning: {warning}", err=True)


def _sort_words(words: tuple[str, ...], ids: tuple[str, ...]) -> tuple[str, str | None]:
    """Return the charter and the label among `words`, in whichever order they stand."""
    at = next((place for place, word in enumerate(words) if word in ids), len(words))
    labels = [*words[:at], *words[at + 1 :]]
    for word in labels:
        if word not in BUMPS and parse_label(word) is None and word not in ids:
            near = _nearest_label(word) or next(iter(difflib.get_close_matches(word, (*ids, *BUMPS), n=1)), None)
            hint = f'did you mean "{near}"?' if near else f"a charter is one of: {', '.join(ids)}; a label is like 2.1"
            raise UsageError(f'"{word}" is neither a charter, nor major, minor or patch, nor a label', hint)
    if len(labels) > 1 or any(word not in BUMPS and parse_label(word) is None for word in labels):
        raise UsageError(f'"{" ".join(words)}" is more than one charter and one label', "charter release --help")
    return choose_id(ids, words[at] if at < len(words) else None), labels[0] if labels else None


def _nearest_label(word: str) -> str | None:
    """Return the label that `2`, `v2` or `v2.1` stands for."""
    number = word.lower().removeprefix("v").strip(".")
    return next((label for label in (number, f"{number}.0") if parse_label(label)), None)


def _expect_number(charter: Charter, label: str, changes: Changes, *, is_forced: bool, note: str | None) -> None:
    """Raise `RefusedError`, and print why, when a label promises less change than there is."""
    newest = charter.versions[-1].label
    if not is_too_small(newest, label, changes.bump):
        return
    if is_forced and note:
        return
    if is_forced:
        raise UsageError(
            "--force needs a --note that says why", f'charter release {charter.id} {label} --force --note "…"'
        )
    for change in calling_changes(charter, changes):
        click.echo(visible(change.text), err=True)
    raise RefusedError(
        f"{charter.id} {label} is a smaller number than these changes call for: "
        f"after {newest} comes {next_label(newest, changes.bump)}",
        f'charter release {charter.id} {changes.bump}, or add: --force --note "why it is smaller"',
    )


def _warnings(charter: Charter, stamp: Stamp, changes: Changes | None) -> Iterator[str]:
    released, effective = stamp.released, stamp.effective
    if released is None or effective is None:
        return
    if effective < released:
        yield (
            f"{day_words(effective)} has passed; nothing binds before it is released, so "
            f"{stamp.version} does so from {day_words(released)} at the earliest"
        )
    notice = charter.text.notice_days if charter.text else None
    if changes and changes.sign_again and notice and effective < released + timedelta(days=notice):
        yield (
            f"{charter.id} gives {notice} days' notice of a change that somebody must sign again, and this one gives "
            f"{max((effective - released).days, 0)}; --effective {released + timedelta(days=notice)} would keep to it"
        )


def _print(
    charter: Charter, standing: VersionStanding, target: str, changes: Changes | None, *, is_written: bool
) -> None:
    label, start = standing.version.label, standing.in_force_from or standing.version.text.stamp.effective
    since = f"in force from {day_words(start)}" if start else "in force"
    sides = len(standing.missing)
    if standing.state is State.PROPOSED:
        who = "both sides have" if sides == 2 else f"all {sides} sides have" if sides else "somebody has"
        if sides == 1:
            who = f"{standing.missing[0].party.id} has"
        since += f" once {who} signed"
    click.echo(f"{charter.id} {label}, {since}.")
    click.echo(f"  Written: {target}   (never edit it; commit it)" if is_written else f"  Would be written: {target}")
    if changes:
        click.echo(f"  To sign again: {', '.join(changes.sign_again) or 'nobody'}   (charter diff says why)")
    if standing.missing:
        click.echo(f"  To sign: {missing_words(standing.missing)}")
    for signature in standing.signatures:
        if signature.carried_from:
            click.echo(f"  Signed already, with {signature.carried_from}: {signature.signoff.name}")


def _json(
    charter: Charter, standing: VersionStanding, target: str, changes: Changes | None, *, is_written: bool
) -> str:
    stamp = standing.version.text.stamp
    report = {
        "schema": 1,
        "charter": charter.id,
        "version": standing.version.label,
        "released": str(stamp.released),
        "effective": str(stamp.effective),
        "note": stamp.note,
        "fingerprint": standing.version.fingerprint,
        "state": standing.state.value,
        "path": target,
        "written": is_written,
        "bump": changes.bump.value if changes else None,
        "sign_again": list(changes.sign_again) if changes else [],
        "to_sign": missing_data(standing.missing),
    }
    return json.dumps(report, ensure_ascii=False, indent=2)
