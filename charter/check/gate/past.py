"""One charter as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from charter.catalog.places import VERSIONS, WORKING_TEXT
from charter.catalog.records import ASSESSMENTS, INCIDENTS, OUTCOMES, REVIEWS, SIGNOFFS
from charter.check.gate.base import BaseCharter, Fate
from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint
from charter.model.labels import parse_label
from charter.model.records import Records
from charter.model.text import CharterText
from charter.reading.assessments import read_assessment
from charter.reading.charter import read_charter
from charter.reading.incidents import read_incident
from charter.reading.outcomes import read_outcomes
from charter.reading.reviews import read_reviews
from charter.reading.signoffs import read_signoffs
from charter.source import Reading, SourceText, Span

T = TypeVar("T")


def make_past(base: BaseCharter, now: Charter | None) -> Charter:
    """Return a charter as it was, for the rules of the gate.

    A file that says what it said is not read again: its value is taken from `now`. Closed days, translations, remarks
    and the comparison with others are left out.
    """
    source, text = _working(base, now)
    records = now.records if now else Records()
    return Charter(
        id=base.id,
        folder=base.folder,
        text=text,
        fingerprint=None,
        source=source,
        versions=in_order(_versions(base, now)),
        records=Records(
            signoffs=_each(base, SIGNOFFS, records.signoffs, lambda text, names: read_signoffs(text, names[0]).value),
            reviews=_one(base, REVIEWS, records.reviews, read_reviews),
            assessments=_each(
                base, ASSESSMENTS, records.assessments, lambda text, names: read_assessment(text, *names).value
            ),
            outcomes=_one(base, OUTCOMES, records.outcomes, read_outcomes),
            incidents=_each(base, INCIDENTS, records.incidents, lambda text, names: read_incident(text, *names).value),
        ),
        span=text.span if text else Span(base.folder or ""),
    )


def in_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Return versions oldest first, by their labels."""
    return tuple(sorted(versions, key=lambda version: (parse_label(version.label) or (), version.label)))


def _working(base: BaseCharter, now: Charter | None) -> tuple[SourceText | None, CharterText | None]:
    file = next((file for file in base.files if file.inside == WORKING_TEXT), None)
    if file and file.fate is Fate.SAME:
        return (now.source, now.text) if now else (None, None)
    source = file.was() if file else None
    return source, read_charter(source).value if source else None


def _versions(base: BaseCharter, now: Charter | None) -> Iterator[Version]:
    for file in base.files:
        folder, _, name = file.inside.partition("/")
        if folder != VERSIONS:
            continue
        label = name.removesuffix(".md")
        if file.fate is Fate.SAME:
            version = now.version(label) if now else None
            if version:
                yield version
        elif source := file.was():
            text = read_charter(source, label=label).value
            yield Version(label=label, text=text, fingerprint=fingerprint(text), source=source)


def _one(
    base: BaseCharter, name: str, now: tuple[T, ...], read: Callable[[SourceText], Reading[tuple[T, ...]]]
) -> tuple[T, ...]:
    file = next((file for file in base.files if file.inside == name), None)
    if file is None:
        return ()
    if file.fate is Fate.SAME:
        return now
    source = file.was()
    return read(source).value if source else ()


def _each(
    base: BaseCharter,
    folder: str,
    now: Iterable[T],
    read: Callable[[SourceText, list[str]], T | None],
) -> tuple[T, ...]:
    """Return a record for each file in a folder of them; `read` gets its text and its names without the ending."""
    there = {item.span.path: item for item in now}  # type: ignore[attr-defined]
    found: list[T | None] = []
    for file in base.files:
        top, _, rest = file.inside.partition("/")
        if top != folder:
            continue
        if file.fate is Fate.SAME:
            found.append(there.get(file.path))
        elif source := file.was():
            found.append(read(source, rest.removesuffix(".md").split("/")))
    return tuple(item for item in found if item is not None)
