"""`charter log`: the life of one promise."""

from __future__ import annotations

from datetime import date
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
from charter.source import Severity, UsageError

if TYPE_CHECKING:
    from charter.lives.story import Chronicle, Story


@click.command()
@click.argument("ref", metavar="REF")
@click.argument("charter", required=False, metavar="[CHARTER]")
@format_option("text", "json", "markdown")
@today_option
@project_option
def log(ref: str, charter: str | None, format: str, today: date | None) -> None:
    """Tell the life of one promise, version by version.

    REF is what the promise is called now, or was ever called. It tells when the promise came, each change of its words
    and targets, its names, who signed, what reviews decided and what was measured; the working text comes last.
    CHARTER may be left out when only one has such a promise.

    \b
    Example:
      charter log first-reply
      charter log first-reply support-desk --format markdown
    """  # noqa: D301  click looks for the character \b itself
    story = _find(open_workspace(today), ref, charter)
    if format == "json":
        from charter.report.life_json import life_json

        click.echo(life_json(story))
    elif format == "markdown":
        from charter.report.life_markdown import life_markdown

        click.echo(life_markdown(story), nl=False)
    else:
        from charter.report.life_text import life_lines

        for line in life_lines(story, colours=shows_colours(err=False)):
            click.echo(line, color=True)


def _find(workspace: Workspace, ref: str, asked: str | None) -> Story:
    """Return the life of the promise; raises `UsageError` where it is not clear which is meant."""
    from charter.cli.choosing import charter_ids, choose_id, load_charters
    from charter.lives.story import Chronicle
    from charter.standing import stand

    ids = charter_ids(workspace)
    if asked is not None and asked not in ids and ref in ids:
        raise UsageError(f'"{ref}" is a charter, and the promise comes first', f"charter log {asked} {ref}")
    catalog = load_charters(workspace, [choose_id(ids, asked)] if asked or len(ids) < 2 else [])
    print_diagnostics(
        item for item in (*workspace.diagnostics, *catalog.diagnostics) if item.severity is Severity.ERROR
    )
    known = [Chronicle(stand(charter, workspace.today)) for charter in catalog.charters]
    found = [chronicle for chronicle in known if ref in chronicle.refs]
    if len(found) > 1:
        names = ", ".join(chronicle.standing.charter.id for chronicle in found)
        raise UsageError(
            f'{len(found)} charters have a promise "{ref}": {names}',
            f"charter log {ref} {found[0].standing.charter.id}",
        )
    if not found:
        raise _unknown(ref, known)
    return found[0].story(ref)


def _unknown(ref: str, known: list[Chronicle]) -> UsageError:
    """Return what to say of a ref that no promise ever had, with the nearest that one had."""
    import difflib

    refs = [(item, chronicle) for chronicle in known for item in chronicle.refs]
    where = f" of {known[0].standing.charter.id}" if len(known) == 1 else ""
    message = f'no promise{where} is or ever was called "{ref}"'
    if not refs:
        return UsageError(message, "charter check    says what the texts lack")
    near = difflib.get_close_matches(ref.casefold(), [item for item, _ in refs], n=3, cutoff=0.5)
    by_title = [
        item for item, chronicle in refs if ref.casefold() in chronicle.lives.moments(item)[-1][1].title.text.casefold()
    ]
    meant = list(dict.fromkeys((*near, *by_title)))[:3]
    if meant:
        return UsageError(message, f"did you mean {' or '.join(meant)}?")
    shown = list(dict.fromkeys(item for item, _ in refs))
    more = f" … ({len(shown)} in all)" if len(shown) > 12 else ""
    return UsageError(message, f"one of: {', '.join(shown[:12])}{more}")
