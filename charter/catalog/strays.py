"""Files in a charter's folder that look like a part of the charter and would be passed over."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from pathlib import PurePosixPath
from shlex import quote

from charter.catalog.places import VERSIONS, WORKING_TEXT, Place, is_passed_over
from charter.catalog.records import ASSESSMENTS, COMPARISON, FEEDBACK, INCIDENTS, OUTCOMES, REVIEWS, SIGNOFFS
from charter.catalog.shelf import Shelf
from charter.files import Entry, resolve
from charter.model.labels import parse_label
from charter.model.text import CharterText
from charter.reading.values import Refusal, parse_period
from charter.source import Diagnostic, Span, diagnose

_FOLDERS = (VERSIONS, SIGNOFFS, ASSESSMENTS, INCIDENTS)
_FILES = (WORKING_TEXT, REVIEWS, OUTCOMES, FEEDBACK, COMPARISON)
_SUFFIXES = {
    **dict.fromkeys((".md", ".markdown", ".mdown", ".mkd", ".txt"), ".md"),
    **dict.fromkeys((".csv", ".tsv"), ".csv"),
}
"""How files end that may be meant as text or as numbers, and how they should."""
_NEAR = 0.85


def report_strays(shelf: Shelf, place: Place, texts: Iterable[CharterText]) -> None:
    """Report files and folders whose names nearly are those of a record, and links that lead out of the project.

    Pictures, documents and folders with other names are attachments.
    """
    read = {path for _, path in place.translations}
    for text in texts:
        named = [name for _, name in text.translations]
        if text.calendar and text.calendar.closed_file:
            named.append(text.calendar.closed_file)
        read |= {place.text.parent / name for name in named}
    for entry in place.entries:
        if is_passed_over(entry.name) or entry.path in read:
            continue
        known = _FOLDERS if entry.is_folder else _FILES
        if entry.name in known:
            continue
        if entry.is_link and isinstance(problem := resolve(shelf.root, entry.path), Diagnostic):
            shelf.diagnostics.append(problem)
        elif better := _better(entry):
            shown = shelf.shown(entry.path)
            hint = f"git mv {quote(shown)} {quote(f'{PurePosixPath(shown).parent}/{better}')}"
            message = f'"{entry.name}" is not read; "{better}" would be'
            shelf.diagnostics.append(diagnose("CH136", Span(shown), message, hint))


def _better(entry: Entry) -> str | None:
    """Return the name that was meant; `None` for an attachment."""
    if entry.is_folder:
        if not isinstance(parse_period(entry.name), Refusal):
            return f"{ASSESSMENTS}/{entry.name}"
        return _nearest(entry.name, _FOLDERS)
    suffix = _SUFFIXES.get(entry.path.suffix.casefold())
    if suffix is None:
        return None
    if suffix == ".md" and parse_label(entry.path.stem):
        return f"{VERSIONS}/{entry.path.stem}.md"
    return _nearest(entry.path.stem + suffix, _FILES)


def _nearest(name: str, known: tuple[str, ...]) -> str | None:
    near = difflib.get_close_matches(name.casefold(), known, n=1, cutoff=_NEAR)
    return near[0] if near else None
