"""What is kept beside a charter."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import PurePosixPath
from shlex import quote
from typing import TypeVar

from charter.catalog.places import VERSIONS, Place, is_passed_over
from charter.catalog.shelf import Shelf
from charter.files import UNREAD, Entry, put_back
from charter.model.labels import parse_label
from charter.model.records import Assessment, ClosedDay, Incident, Records, SignOffSheet
from charter.model.text import CharterText
from charter.reading.assessments import read_assessment
from charter.reading.closed_days import read_closed_days as read_days
from charter.reading.comparison import read_comparison
from charter.reading.feedback import read_feedback
from charter.reading.incidents import read_incident
from charter.reading.outcomes import read_outcomes
from charter.reading.reviews import read_reviews
from charter.reading.signoffs import read_signoffs
from charter.source import Reading, SourceText, Span, diagnose

T = TypeVar("T")

SIGNOFFS = "signoffs"
ASSESSMENTS = "assessments"
INCIDENTS = "incidents"
REVIEWS = "reviews.md"
OUTCOMES = "outcomes.csv"
FEEDBACK = "feedback.csv"
COMPARISON = "comparison.md"


def read_records(
    shelf: Shelf, beside: Mapping[str, Entry], labels: tuple[str, ...], closed_days: tuple[ClosedDay, ...]
) -> Records:
    """Return the records in a charter's folder. `labels` are those of its versions."""
    return Records(
        signoffs=tuple(_read_signoffs(shelf, beside.get(SIGNOFFS), labels)),
        reviews=_read(shelf, beside.get(REVIEWS), read_reviews) or (),
        assessments=tuple(_read_assessments(shelf, beside.get(ASSESSMENTS))),
        outcomes=_read(shelf, beside.get(OUTCOMES), read_outcomes) or (),
        feedback=_read(shelf, beside.get(FEEDBACK), read_feedback) or (),
        incidents=tuple(_read_incidents(shelf, beside.get(INCIDENTS))),
        comparison=_read(shelf, beside.get(COMPARISON), read_comparison),
        closed_days=closed_days,
    )


def read_closed_days(shelf: Shelf, place: Place, texts: Iterable[CharterText]) -> tuple[ClosedDay, ...]:
    """Return the days in every CSV file that the calendar of one of the texts names, in order of date, each once."""
    days: dict[object, ClosedDay] = {}
    names: set[str] = set()
    for text in texts:
        name = text.calendar.closed_file if text.calendar else None
        if text.calendar is None or not name or name in names:
            continue
        names.add(name)
        path = shelf.beside(place.text.parent, name, text.calendar.span)
        source = shelf.text(path) if path else None
        for day in shelf.keep(read_days(source)) if source else ():
            days.setdefault(day.date, day)
    return tuple(sorted(days.values(), key=lambda day: day.date))


def _read(shelf: Shelf, entry: Entry | None, read: Callable[[SourceText], Reading[T]]) -> T | None:
    source = shelf.text(entry.path) if entry else None
    return shelf.keep(read(source)) if source else None


def _read_signoffs(shelf: Shelf, folder: Entry | None, labels: tuple[str, ...]) -> Iterable[SignOffSheet]:
    for entry, source in _texts(shelf, folder, f"{SIGNOFFS}/2.0.md"):
        label = entry.name.removesuffix(".md")
        if label not in labels:
            _report_unknown_version(shelf, source.path, label, labels)
        yield shelf.keep(read_signoffs(source, label))


def _report_unknown_version(shelf: Shelf, sheet: str, label: str, labels: tuple[str, ...]) -> None:
    """Report a sheet of a version that is not there, unless its file is there and said to be unreadable."""
    folder = PurePosixPath(sheet).parents[1] / VERSIONS
    version = f"{folder}/{label}.md"
    if any(item.code in UNREAD and item.span.path in {str(folder), version} for item in shelf.diagnostics):
        return
    key = parse_label(label)
    near = [other for other in labels if parse_label(other) == key] if key else []
    near = near or ([] if key else difflib.get_close_matches(label, labels, n=1) or list(labels[-1:]))
    better = [PurePosixPath(sheet).with_name(f"{other}.md").as_posix() for other in near]
    if better and not os.path.lexists(shelf.root / better[0]):
        message, hint = f'"{label}" is not a version of this charter', f"git mv {quote(sheet)} {quote(better[0])}"
    elif key:
        message, hint = f'"{label}" has a sign-off, and "{version}" is not there', put_back(version)
    else:
        message = f'"{label}" is not a version of this charter'
        hint = f"git mv {quote(sheet)} {quote(str(PurePosixPath(sheet).with_name(f'_{label}.md')))}"
    shelf.diagnostics.append(diagnose("CH404", Span(sheet, 1, 1), message, hint))


def _read_assessments(shelf: Shelf, folder: Entry | None) -> Iterable[Assessment]:
    where = f"{ASSESSMENTS}/2026-Q1/desk.md"
    for period in shelf.entries(folder.path) if folder else ():
        if is_passed_over(period.name):
            continue
        if not period.is_folder:
            _report_misplaced(shelf, period, where)
            continue
        for entry, source in _texts(shelf, period, where):
            assessment = shelf.keep(read_assessment(source, period.name, entry.name.removesuffix(".md")))
            if assessment is not None:
                yield assessment


def _read_incidents(shelf: Shelf, folder: Entry | None) -> Iterable[Incident]:
    for entry, source in _texts(shelf, folder, f"{INCIDENTS}/2026-02-03-what-happened.md"):
        yield shelf.keep(read_incident(source, entry.name.removesuffix(".md")))


def _texts(shelf: Shelf, folder: Entry | None, where: str) -> Iterable[tuple[Entry, SourceText]]:
    """Yield the Markdown files of a folder of records; other texts and folders in it are reported."""
    for entry in shelf.entries(folder.path) if folder else ():
        if is_passed_over(entry.name):
            continue
        if entry.is_folder or not entry.name.endswith(".md"):
            _report_misplaced(shelf, entry, where)
            continue
        source = shelf.text(entry.path)
        if source is not None:
            yield entry, source


def _report_misplaced(shelf: Shelf, entry: Entry, where: str) -> None:
    """Report a folder or a text; pictures and documents may lie anywhere."""
    if not entry.is_folder and entry.path.suffix.casefold() not in {"", ".md", ".markdown", ".mdown", ".txt", ".csv"}:
        return
    shown = shelf.shown(entry.path)
    kind = "folder" if entry.is_folder else "file"
    message = f'"{shown}" is not read: no {kind} is expected there'
    shelf.diagnostics.append(diagnose("CH136", Span(shown), message, f"a record is a file such as {where}"))
