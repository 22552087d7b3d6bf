"""`charter verify`: whether every version still says what was signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import Any

import click

from charter.catalog import Catalog
from charter.cli.choosing import lies_in, load_charters
from charter.cli.context import format_option, open_workspace, print_diagnostics, project_option, today_option
from charter.compare.changes import Changes
from charter.compare.compare import compare
from charter.files import UNREAD, put_back
from charter.lives.signed import EarlierSignature, earlier_signatures, text_of
from charter.model.charter import Charter
from charter.model.records import Decision, SignOff
from charter.report.data import diagnostics_json
from charter.report.standing import earlier_data, earlier_lines, listed, short_fingerprint
from charter.report.text import number_of
from charter.signatures import Verification, verify_versions
from charter.source import Diagnostic, Severity
from charter.standing import Standing, stand

_UNREAD_CHARTER = UNREAD | {"CH125", "CH126", "CH128"}


@click.command()
@click.argument("charters", nargs=-1, metavar="[CHARTER]...")
@format_option("text", "json")
@today_option
@project_option
@click.pass_context
def verify(ctx: click.Context, charters: tuple[str, ...], format: str, today: date | None) -> None:
    """Hold every released version against its signatures.

    The fingerprint of each version file is computed anew and compared with the one that people signed. Exit code 1
    when one does not hold or cannot be read, or when somebody signed who may not, or before there was a text. A
    version that nobody signed is said, and is no error. Signatures of earlier versions are told with what they are
    worth for this one: whether they hold, and if not, for which promises.

    \b
    Example:
      charter verify
    """  # noqa: D301  click looks for the character \b itself
    workspace = open_workspace(today)
    catalog = load_charters(workspace, charters)
    found: list[Verification] = []
    earlier: dict[tuple[str, str], tuple[EarlierSignature, ...]] = {}
    diagnostics = list(workspace.diagnostics)
    for charter in catalog.charters:
        found += verify_versions(charter)
        standing = stand(charter, workspace.today)
        earlier |= _earlier(standing)
        diagnostics += standing.diagnostics
        diagnostics += _about_versions(charter, catalog.diagnostics)
    diagnostics += _not_verified(catalog)
    # A sheet that does not say which text was signed holds nothing: it is a finding as well.
    is_broken = any(item.decisions and not item.holds for item in found)
    if format == "json":
        click.echo(
            diagnostics_json(
                diagnostics, versions=[_data(item, earlier[item.charter, item.version.label]) for item in found]
            )
        )
    else:
        for item in found:
            click.echo(_line(item))
            for one in earlier[item.charter, item.version.label]:
                for line in earlier_lines(one, item.version.label):
                    click.echo(f"  {line}")
        print_diagnostics(diagnostics, err=False)
        click.echo(_summary(found))
    ctx.exit(int(is_broken or any(item.severity is Severity.ERROR for item in diagnostics)))


def _earlier(standing: Standing) -> dict[tuple[str, str], tuple[EarlierSignature, ...]]:
    """Return what was signed before each version by those who have not spoken about it, by charter and label."""

    @cache
    def changes(before: str, after: str) -> Changes:
        return compare(text_of(standing, before), text_of(standing, after))

    labels = [version.label for version in standing.charter.versions]
    return {(standing.charter.id, label): earlier_signatures(standing, label, changes) for label in labels}


def _about_versions(charter: Charter, diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return what is wrong with the files of versions and sign-offs as such; what a text lacks is for `check`."""
    signoffs, versions = f"{charter.folder}/signoffs", f"{charter.folder}/versions"
    return [
        item
        for item in diagnostics
        if lies_in(item.span.path, signoffs)
        or (lies_in(item.span.path, versions) and item.severity is Severity.ERROR and item.code.startswith("CH1"))
    ]


def _not_verified(catalog: Catalog) -> list[Diagnostic]:
    """Return why nothing was read of a charter, so that silence about it is not taken for consent."""
    folders = [charter.folder for charter in catalog.charters if charter.folder]
    return [
        item
        for item in catalog.diagnostics
        if item.code in _UNREAD_CHARTER and not any(lies_in(item.span.path, folder) for folder in folders)
    ]


def _line(item: Verification) -> str:
    name = f"{item.charter} {item.version.label}"
    if not item.signed_by:
        return f"{name}: nobody has signed it yet."
    people = listed([_with_decision(row) for row in item.decisions])
    if item.holds is None:
        return (
            f"{name}: signed by {people}, but the sheet does not say which text; the file now reads "
            f"{item.version.fingerprint}"
        )
    if item.holds:
        return f"{name}: holds, as {people} signed it, {short_fingerprint(item.version.fingerprint)}"
    return (
        f"{name}: signed by {people} as {item.signed}, but the file now reads {item.version.fingerprint}; "
        f"put it back with {put_back(item.version.source.path)}"
    )


def _with_decision(row: SignOff) -> str:
    return row.name if row.decision is Decision.AGREE else f"{row.name} ({row.decision})"


def _summary(found: list[Verification]) -> str:
    counts = {
        "as signed": sum(item.holds is True for item in found),
        "not as signed": sum(item.holds is False for item in found),
        "signed without a fingerprint": sum(item.holds is None and bool(item.signed_by) for item in found),
        "not signed": sum(not item.signed_by for item in found),
    }
    parts = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    return f"{number_of(len(found), 'version', 'versions')}{': ' if parts else ''}{parts}."


def _data(item: Verification, earlier: Iterable[EarlierSignature]) -> dict[str, Any]:
    return {
        "charter": item.charter,
        "version": item.version.label,
        "path": item.version.source.path,
        "fingerprint": item.version.fingerprint,
        "signed": item.signed,
        "signed_by": list(item.signed_by),
        "holds": item.holds,
        "earlier": [earlier_data(one) for one in earlier],
    }
