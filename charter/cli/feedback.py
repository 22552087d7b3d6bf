"""`charter feedback`: what people say about a promise, on its way into `feedback.csv`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from charter.cli import HelpfulGroup
from charter.cli.context import (
    day_option,
    format_option,
    open_workspace,
    print_diagnostics,
    project_option,
    today_option,
)
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity, UsageError

if TYPE_CHECKING:
    from charter.cli.context import Workspace
    from charter.model.charter import Charter
    from charter.model.records import Feedback
    from charter.recording.answers import Answer
    from charter.recording.form import Left
    from charter.recording.rows import Added

_SHOWN = 20
"""So many answers that are left out are told one by one."""


@click.group(cls=HelpfulGroup)
def feedback() -> None:
    """Write down what people say about a promise.

    \b
    Example:
      charter feedback add --party teaching --score 2 --said "Answered at once"
      charter feedback import answers.csv
    """  # noqa: D301  click looks for the character \b itself


@feedback.command()
@click.argument("charter", required=False)
@click.option("--party", metavar="ID", required=True, help="Who speaks: the id or the name of a party.")
@click.option("--said", metavar="TEXT", help="What they said, in their words.")
@click.option("--score", type=click.IntRange(-2, 2), metavar="-2…2", help="How they feel about it.")
@click.option("--ref", metavar="REF", help="Which promise.  [default: the charter as a whole]")
@click.option("--channel", metavar="TEXT", help="How they said it: by phone, in person.")
@day_option("--date", "The day they said it, as 2026-01-05.  [default: today]")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
def add(
    charter: str | None,
    party: str,
    said: str | None,
    score: int | None,
    ref: str | None,
    channel: str | None,
    date: date | None,
    dry_run: bool,
    format: str,
    today: date | None,
) -> None:
    """Write down one thing that somebody said.

    CHARTER may be left out when there is only one. Names of people, e-mail addresses and phone numbers are refused:
    feedback is published.

    \b
    Example:
      charter feedback add support-desk --party teaching --ref first-reply \\
        --score -2 --said "A class of 30 waited and nobody picked up" --channel phone
    """  # noqa: D301  click looks for the character \b itself
    from charter.cli.choosing import charter_ids, choose_id, clean_words, load_charter
    from charter.recording.adding import prepare_remark

    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    held, _ = load_charter(workspace, choose_id(charter_ids(workspace), charter))
    path = _feedback_path(held)
    remark = prepare_remark(
        held,
        party=clean_words(party),
        said=clean_words(said),
        score=score,
        ref=clean_words(ref) or None,
        day=date or workspace.today,
        channel=clean_words(channel),
        today=workspace.today,
    )
    added = _write(workspace, path, (remark,), is_dry=dry_run)
    if format == "json":
        report = {"schema": 1, "charter": held.id, "path": path, "written": bool(added.new) and not dry_run}
        click.echo(json.dumps(report | {"remark": _data(remark)}, ensure_ascii=False, indent=2))
        return
    about = f"{held.id}, {remark.ref}" if remark.ref else held.id
    if added.new:
        click.echo(f"{remark.party} on {about}, {remark.date}: {_shown(added.new[0])}")
    else:
        click.echo(f"{remark.party} said so on {remark.date} already; there is nothing to add.")
    _tell_path(path, added, is_dry=dry_run)


@feedback.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--charter", metavar="ID", help="Which charter the answers are about.  [default: as a column says]")
@click.option("--party", metavar="ID", help="Who speaks where the answers do not say it.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@format_option("text", "json")
@today_option
@project_option
@click.pass_context
def import_(
    ctx: click.Context,
    file: Path,
    charter: str | None,
    party: str | None,
    dry_run: bool,
    format: str,
    today: date | None,
) -> None:
    """Take over the answers that a form tool gives out as a CSV file.

    The settings say what its columns and words mean: [feedback.columns] in charter.toml. An answer is taken in once,
    however often its file is imported. Rows that are there already stay as they are.

    Exit code 1 when an answer was left out: it cannot be read, or it tells who somebody is.

    \b
    Example:
      charter feedback import answers.csv --dry-run
      charter feedback import answers.csv --charter support-desk
    """  # noqa: D301  click looks for the character \b itself
    workspace = open_workspace(today)
    print_diagnostics(workspace.diagnostics)
    if any(item.severity is Severity.ERROR for item in workspace.diagnostics):
        raise UsageError("the settings cannot be read, so nothing is imported", "mend what is told above")
    answers = _answers(workspace, file)
    left: list[Left] = []
    # Every charter is looked at before any is written.
    about = [(*item, _feedback_path(item[0])) for item in _by_charter(workspace, charter, answers, left)]
    reports = [_import(workspace, held, own, path, left, party, is_dry=dry_run) for held, own, path in about]
    left.sort(key=lambda item: item.line)
    if format == "json":
        rows = [{"line": item.line, "message": item.message, "personal": item.is_personal} for item in left]
        report = {"schema": 1, "file": file.name, "answers": len(answers), "charters": reports, "left": rows}
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _tell(file.name, answers, reports, left, is_dry=dry_run)
    ctx.exit(int(bool(left)))


def _answers(workspace: Workspace, file: Path) -> tuple[Answer, ...]:
    from charter.files import read_bytes
    from charter.recording.answers import read_answers

    data = read_bytes(file.resolve().parent, file.resolve(), MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise CharterError(data.message, data.hint)
    return read_answers(file.name, data, workspace.config.form)


def _by_charter(
    workspace: Workspace, asked: str | None, answers: tuple[Answer, ...], left: list[Left]
) -> Iterator[tuple[Charter, list[Answer]]]:
    """Yield each charter with the answers about it; those about none are `left` out.

    Answers about another charter than the one that is asked for are somebody else's, and nothing is said of them.
    """
    from charter.cli.choosing import charter_ids, choose_id, load_charter
    from charter.reading.personal import contacts_in
    from charter.recording.form import Left, held_back
    from charter.recording.personal import kind_of_contact

    ids = charter_ids(workspace)
    by_id: dict[str, list[Answer]] = {}
    has_column = "charter" in workspace.config.form.columns
    only = choose_id(ids, asked) if asked is not None or not has_column else None
    for answer in answers:
        named = answer.cells.get("charter") or only or (ids[0] if len(ids) == 1 else "")
        if answer.problem:
            left.append(Left(line=answer.line, message=answer.problem, hint="put words with a comma in quotes"))
        elif named not in ids and (contact := next(contacts_in(named), None)):
            left.append(held_back(answer, workspace.config.form.columns["charter"], kind_of_contact(contact)))
        elif named not in ids:
            message = f'"{named}" is no charter' if named else "it does not say which charter it is about"
            left.append(Left(line=answer.line, message=message, hint=f"one of: {', '.join(ids)}"))
        elif only in {None, named}:
            by_id.setdefault(named, []).append(answer)
    for named, own in by_id.items():
        yield load_charter(workspace, named)[0], own


def _import(
    workspace: Workspace,
    charter: Charter,
    answers: list[Answer],
    path: str,
    left: list[Left],
    party: str | None,
    *,
    is_dry: bool,
) -> dict[str, Any]:
    """Write the answers about one charter, and return what became of them."""
    from charter.recording.form import FormReader, Left

    reader = FormReader(workspace.config.form, charter, workspace.today, party)
    read = [reader.read(answer) for answer in answers]
    left += [item for item in read if isinstance(item, Left)]
    added = _write(workspace, path, [item for item in read if not isinstance(item, Left)], is_dry=is_dry)
    return {
        "charter": charter.id,
        "path": path,
        "written": bool(added.new) and not is_dry,
        "known": added.known,
        "new": [_data(remark) for remark in added.new],
    }


def _write(workspace: Workspace, path: str, remarks: list[Feedback] | tuple[Feedback, ...], *, is_dry: bool) -> Added:
    from charter.files import only_writer, read_bytes, write_atomic
    from charter.recording.rows import add_remarks

    target = workspace.root / path
    with only_writer(workspace.root / workspace.config.content):
        data: bytes | Diagnostic | None = None
        if target.exists() or target.is_symlink():
            data = read_bytes(workspace.root, target, MAX_TEXT_BYTES)
        if isinstance(data, Diagnostic):
            raise CharterError(data.message, data.hint)
        added = add_remarks(path, data, remarks)
        if added.new and not is_dry:
            write_atomic(target, added.data)
    return added


def _feedback_path(charter: Charter) -> str:
    if charter.folder is None:
        raise UsageError(
            f'"{charter.id}" is a charter in one file, and has no place for records',
            f"mkdir content/{charter.id} && git mv content/{charter.id}.md content/{charter.id}/charter.md",
        )
    return f"{charter.folder}/feedback.csv"


def _tell(
    name: str, answers: tuple[Answer, ...], reports: list[dict[str, Any]], left: list[Left], *, is_dry: bool
) -> None:
    for report in reports:
        new, known = len(report["new"]), report["known"]
        what = f"{new} {'answer' if new == 1 else 'answers'} new" if new else "nothing new"
        click.echo(f"{report['charter']}: {what}{f', {known} there already' if known else ''}")
        if new:
            click.echo(f"  {'Would be written' if is_dry else 'Written'}: {report['path']}")
    if not answers:
        click.echo(f"{name} holds no answer.")
    if not left:
        return
    held_back = sum(item.is_personal for item in left)
    back = f", {held_back} of them held back because they tell who somebody is" if held_back else ""
    click.echo(f"{len(left)} left out{back}:", err=True)
    for item in left[:_SHOWN]:
        click.echo(f"{name}:{item.line}: {item.message}", err=True)
        for line in item.hint.splitlines():
            click.echo(f"  {line}", err=True)
    if len(left) > _SHOWN:
        click.echo(f"and {len(left) - _SHOWN} more", err=True)


def _tell_path(path: str, added: Added, *, is_dry: bool) -> None:
    if added.new:
        click.echo(f"  {'Would be written' if is_dry else 'Written'}: {path}")


def _shown(remark: Feedback) -> str:
    score = "" if remark.score is None else f"{remark.score:+d}" if remark.score else "0"
    return " ".join(filter(None, (score, f'"{remark.said}"' if remark.said else "")))


def _data(remark: Feedback) -> dict[str, Any]:
    return {
        "date": str(remark.date),
        "party": remark.party,
        "channel": remark.channel,
        "ref": remark.ref,
        "score": remark.score,
        "said": remark.said,
        "answered": str(remark.answered) if remark.answered else None,
        "action": remark.action,
    }
