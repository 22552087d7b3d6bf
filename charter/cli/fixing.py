"""`charter check --fix`: mends files and says what was done to each."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from charter.cli.choosing import lies_in

if TYPE_CHECKING:
    from charter.catalog import Catalog
    from charter.check.fix.writing import MendedFile


def fix_files(root: Path, catalog: Catalog, wanted: list[str], *, is_dry: bool, is_for_people: bool) -> bool:
    """Mend the files that lie in one of the places `wanted`, tell it, and return whether any was written.

    What programs read stands on stdout alone, so for them it is told on stderr.
    """
    from charter.check.fix.writing import mend_files

    is_written = is_told = False
    for file in mend_files(root, catalog.charters, wanted=lambda path: _lies_in(path, wanted), is_dry=is_dry):
        if is_dry and not file.left_alone:
            for line in _diff(file):
                click.echo(line, nl=False, err=not is_for_people)
        mended = f"{'would be ' if is_dry else ''}mended: {', '.join(file.done)}"
        click.echo(f"{file.path}: {mended if file.done else f'left alone: {file.left_alone}'}", err=not is_for_people)
        is_written = is_written or (bool(file.done) and not is_dry)
        is_told = True
    if is_told and is_for_people:
        click.echo()
    return is_written


def _lies_in(path: str, wanted: list[str]) -> bool:
    return any(lies_in(path, place) for place in wanted)


def _diff(file: MendedFile) -> Iterator[str]:
    """Yield the lines of a unified diff, line ends included."""
    before, after = (re.findall(r"[^\n]*\n|[^\n]+", data.decode("utf-8")) for data in (file.before, file.after))
    for line in difflib.unified_diff(before, after, f"a/{file.path}", f"b/{file.path}"):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
