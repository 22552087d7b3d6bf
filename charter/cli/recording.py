"""`charter review record`: what a review decided, from flags, from a filled-in sheet, or asked for."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli.context import (
    Workspace,
    day_option,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.cli.dictation import Said, ask_for_entry, entry_from_words
from charter.source import CharterError, Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.catalog import Catalog
    from charter.model.charter import Charter
    from charter.model.records import Action, Review
    from charter.reviewing.deciding import Lack
    from charter.reviewing.record import Entry

_UNREADABLE = frozenset({"CH406", "CH409", "CH411", "CH417", "CH420", "CH422", "CH423"})
"""What makes a sheet say less than whoever filled it in meant."""


@click.command()
@click.argument("charter", required=False)
@day_option("--date", "The day on which you met.  [default: today]")
@click.option("--present", metavar="NAME", multiple=True, help="Who was there, from both sides; may be repeated.")
@click.option(
    "--verdict",
    "verdicts",
    metavar="REF=VERDICT[:NOTE]",
    multiple=True,
    help="keep, change, withdraw or park; once for each promise.",
)
@click.option(
    "--action", "actions", metavar='"WORDS (OWNER, by DATE)"', multiple=True, help="Something somebody will do."
)
@click.option("--change", "changes", metavar="TEXT", multiple=True, help="What the next version is to say.")
@click.option("--close", metavar="WORDS", multiple=True, help="An open action that is done, by its words.")
@day_option("--on", "The day on which those were done.  [default: the day of the review]")
@click.option("--result", metavar="TEXT", help="What came of it, in a word or a sentence.")
@click.option("--said", metavar="TEXT", help="What you saw, in a few sentences.")
@click.option("--title", metavar="TEXT", help="What the review is called.  [default: review]")
@day_option("--next", "When you meet again.  [default: the next date of the schedule]")
@click.option(
    "--from", "sheet", metavar="FILE", type=click.Path(path_type=Path), help="A sheet that somebody filled in."
)
@click.option("--dry-run", is_flag=True, help="Show the entry, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
def record(
    charter: str | None,
    date: date | None,
    present: tuple[str, ...],
    verdicts: tuple[str, ...],
    actions: tuple[str, ...],
    changes: tuple[str, ...],
    close: tuple[str, ...],
    on: date | None,
    result: str | None,
    said: str | None,
    title: str | None,
    next: date | None,
    sheet: Path | None,
    dry_run: bool,
    format: str,
    today: date | None,
) -> None:
    """Write down what a review decided, on top of reviews.md. What stands there is not touched.

    A review has a verdict on every promise and somebody from both sides. Open actions are carried over until they are
    closed. On a terminal, without options, it asks for everything. A sheet is what `charter review prepare --format
    markdown` writes.

    \b
    Example:
      charter review record support-desk
      charter review record support-desk --from support-desk-review-2026-04.md
      charter review record support-desk --present "Rosa Lindqvist" --present "Noor Haddad" \\
        --verdict first-reply=keep --verdict "day-one=change:a loan laptop" \\
        --action "write 2.0 (Rosa Lindqvist, by 2026-05-01)" --close "guide" --on 2026-04-02
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, load_charter

    words = Said(
        present=present, verdicts=verdicts, actions=actions, changes=changes, close=close, on=on, result=result,
        said=said, title=title, next=next,
    )  # fmt: skip
    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    chosen = choose_id(charter_ids(workspace), charter)
    held, _ = load_charter(workspace, chosen)
    if held.folder is None:
        raise UsageError(
            f"{chosen} is one file, and a review log needs a folder",
            f"mkdir content/{chosen} && git mv {held.span.path} content/{chosen}/charter.md",
        )
    language = _language(held)
    is_asked = sheet is None and words.is_empty and sys.stdin.isatty()
    if sheet is not None:
        if not words.is_empty or date is not None:
            raise UsageError("--from takes everything from the sheet", "write it into the sheet, or leave --from out")
        entry = _from_sheet(sheet)
    elif is_asked:
        entry = ask_for_entry(held, date or workspace.today, language)
    elif words.is_empty:
        raise UsageError(
            "nothing says what was decided",
            f"charter review prepare {chosen} --format markdown   writes a sheet to fill in, for --from",
        )
    else:
        entry = entry_from_words(held, date or workspace.today, words, language)
    if is_asked and not dry_run:
        click.echo(f"\n{entry.text}")
        if not click.confirm("Write this?", default=True):
            click.echo("Nothing was written.")
            return
    text = _add(workspace, chosen, entry, language, dry_run=dry_run)
    path = f"{held.folder}/reviews.md"
    if format == "json":
        click.echo(_json(held, entry.review, path, is_written=not dry_run))
        return
    if dry_run:
        click.echo(entry.text, nl=False)
        click.echo(f"Would be written: {path}", err=True)
        return
    _print(held, entry.review, path, text, workspace.today)


def _language(charter: Charter) -> str:
    text = charter.text or (charter.versions[-1].text if charter.versions else None)
    return text.language if text else "en"


def _from_sheet(sheet: Path) -> Entry:
    """Return the entry of a filled-in sheet. Raises `CharterError` when it cannot be read as it is meant."""
    from charter.cli.choosing import RefusedError
    from charter.reading.decode import decode
    from charter.reviewing.record import cut_entry

    try:
        data = sheet.read_bytes()
    except OSError as error:
        raise UsageError(
            f'"{sheet}" cannot be read: {error.strerror}', "charter review prepare --format markdown"
        ) from None
    source = decode(str(sheet), data)
    entry = cut_entry(source.value)
    wrong = [item for item in (*source.diagnostics, *entry.diagnostics) if _is_wrong(item)]
    if wrong:
        print_diagnostics(wrong)
        raise RefusedError(f'"{sheet}" is not added to the log yet', "mend what is told above")
    return entry


def _is_wrong(item: Diagnostic) -> bool:
    return item.severity is Severity.ERROR or item.code in _UNREADABLE


def _add(workspace: Workspace, id: str, entry: Entry, language: str, *, dry_run: bool) -> str:
    """Add the entry to the log, and return the log. Raises `RefusedError`, and prints why, when it must not be."""
    from charter.cli.choosing import RefusedError, load_charter, refuse_unread_versions
    from charter.files import only_writer, write_atomic
    from charter.reviewing.record import add_entry

    with only_writer(workspace.root / workspace.config.content):
        charter, catalog = load_charter(workspace, id)
        refuse_unread_versions(charter, catalog)
        target = f"{charter.folder}/reviews.md"
        if any(item.code == "CH123" and item.span.path == target for item in catalog.diagnostics):
            raise RefusedError(f'there is a merge conflict in "{target}"', "keep the reviews of both sides first")
        log = _existing(workspace.root, target)
        lacks = [*_lacks(workspace, charter, catalog, entry.review)]
        for lack in lacks:
            click.echo(f"error: {lack.message}", err=True)
            click.echo(f"  hint: {lack.hint}", err=True)
        if lacks:
            raise RefusedError(f"the review of {id} is not written down", "say what it lacks, and record it again")
        text = add_entry(log, entry, language)
        if not dry_run:
            write_atomic(workspace.root / target, text.encode())
    return text


def _existing(root: Path, target: str) -> str | None:
    """Return the log as it is on disk, line ends included; `None` where there is none."""
    from charter.files import read_bytes
    from charter.source import MAX_TEXT_BYTES

    path = root / target
    if not path.exists() and not path.is_symlink():
        return None
    data = read_bytes(root, path, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise CharterError(f'"{target}" is not UTF-8, so nothing can be added to it', "save it as UTF-8") from None


def _lacks(workspace: Workspace, charter: Charter, catalog: Catalog, review: Review) -> Iterator[Lack]:
    """Yield why the review must not be added: what it lacks by itself, and what `charter check` would say of it."""
    from charter.check.reviews import (
        find_next_review_before_review,
        find_one_sided_reviews,
        find_reviews_before_version,
        find_reviews_of_unknown_version,
    )
    from charter.check.subject import Subject
    from charter.model.text import CharterText
    from charter.reviewing.deciding import Lack, lacks_of, occasion_of
    from charter.standing import stand

    earlier = charter.records.reviews
    version = charter.version(review.version) if review.version else None
    text = version.text if version else occasion_of(charter, review.held).text
    yield from lacks_of(review, text or CharterText(title=charter.id), earlier, workspace.today)
    alone = replace(charter, records=replace(charter.records, reviews=(review,)))
    day = max(workspace.today, review.held)
    subject = Subject(charter=alone, standing=stand(alone, day), catalog=catalog, config=workspace.config, today=day)
    rules = (
        find_one_sided_reviews,
        find_next_review_before_review,
        find_reviews_before_version,
        find_reviews_of_unknown_version,
    )
    for rule in rules:
        for item in rule(subject):
            if item.severity is Severity.INFO:
                click.echo(f"note: {item.message}", err=True)
            else:
                yield Lack(item.message, item.hint or "charter explain " + item.code)


def _print(charter: Charter, review: Review, path: str, text: str, today: date) -> None:
    from charter.actions import open_actions
    from charter.reading.reviews import read_reviews
    from charter.report.review import verdicts_line
    from charter.report.standing import day_words
    from charter.report.text import number_of
    from charter.source import SourceText

    click.echo(
        f"Review of {charter.id} on {day_words(review.held)}: {verdicts_line(review) or 'no promises to decide on'}"
    )
    click.echo(f"  Written: {path}   (commit it)")
    left = open_actions(read_reviews(SourceText("", text)).value, today)
    click.echo(f"  {number_of(len(left), 'action', 'actions')} open" if left else "  No action is open.")
    if review.next:
        click.echo(f"  Next review: {day_words(review.next)}")


def _json(charter: Charter, review: Review, path: str, *, is_written: bool) -> str:
    report = {
        "schema": 1,
        "charter": charter.id,
        "date": review.held.isoformat(),
        "due": review.due and review.due.isoformat(),
        "version": review.version,
        "present": list(review.present),
        "result": review.result,
        "verdicts": [{"ref": row.ref, "verdict": row.verdict, "note": row.note} for row in review.verdicts],
        "actions": [_action_data(action) for action in review.actions],
        "changes": list(review.changes),
        "next": review.next and review.next.isoformat(),
        "path": path,
        "written": is_written,
    }
    return json.dumps(report, ensure_ascii=False, indent=2)


def _action_data(action: Action) -> dict[str, object]:
    return {
        "words": action.words,
        "owner": action.owner,
        "due": action.due and action.due.isoformat(),
        "done": action.is_done,
        "done_on": action.done_on and action.done_on.isoformat(),
    }
