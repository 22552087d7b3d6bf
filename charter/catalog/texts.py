"""What a charter says: its working text, its versions and its translations."""

from __future__ import annotations

import os
import re
from pathlib import Path, PurePosixPath
from shlex import quote

from charter.catalog.places import VERSIONS, Place, is_passed_over
from charter.catalog.records import read_closed_days, read_records
from charter.catalog.references import check_references
from charter.catalog.shelf import Shelf, value_span
from charter.catalog.strays import report_strays
from charter.files import Entry
from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint
from charter.model.labels import parse_label
from charter.model.prose import NOWHERE
from charter.model.records import Records
from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.reading.translation import check_translation
from charter.source import Diagnostic, Reading, Severity, SourceText, Span, diagnose

_ATTACHMENTS = frozenset(
    {
        ".asc", ".csv", ".doc", ".docx", ".eml", ".gif", ".htm", ".html", ".jpeg", ".jpg", ".odt", ".p7m", ".p7s",
        ".pdf", ".png", ".sig", ".svg", ".webp", ".zip",
    }
)  # fmt: skip


def read_place(root: Path, place: Place) -> Reading[Charter | None]:
    """Return the charter at a place with everything that belongs to it; `None` when no text of it can be read."""
    shelf = Shelf(root)
    beside = {entry.name: entry for entry in place.entries}
    source = text = None
    if place.folder is None or place.text.name in beside:
        source = shelf.text(place.text)
        text = shelf.keep(read_charter(source)) if source else None
    if source and text and text.translates is not None and _is_translation(shelf, place, source, text):
        return Reading(None, tuple(shelf.diagnostics))
    versions = _read_versions(shelf, beside.get(VERSIONS))
    if text is None and not versions:
        return Reading(None, tuple(shelf.diagnostics))
    translations = _read_translations(shelf, place, text)
    texts = [*([text] if text else ()), *(version.text for version in reversed(versions))]
    closed_days = read_closed_days(shelf, place, texts)
    records = Records(closed_days=closed_days)
    if place.folder is not None:
        records = read_records(shelf, beside, tuple(version.label for version in versions), closed_days)
        report_strays(shelf, place, texts)
    charter = Charter(
        id=place.id,
        folder=None if place.folder is None else Path(os.path.relpath(place.folder, root)).as_posix(),
        text=text,
        fingerprint=fingerprint(text) if text else None,
        source=source,
        versions=versions,
        translations=translations,
        records=records,
        sources=shelf.sources,
        span=text.span if text else Span(shelf.shown(place.folder or place.text)),
    )
    shelf.diagnostics += check_references(charter, shelf.sources)
    return Reading(charter, tuple(shelf.diagnostics))


def _is_translation(shelf: Shelf, place: Place, source: SourceText, text: CharterText) -> bool:
    """Report a text that stands in a charter's place and says it is a translation; whether its original is there."""
    span = value_span(source, "translates")
    original = text.translates or ""
    is_beside = place.folder is None and "/" not in original and original != place.text.name
    is_there = is_beside and (place.text.parent / original).is_file()
    if is_there:
        shown = shelf.shown(place.text)
        better = f"{PurePosixPath(shown).parent}/{original.removesuffix('.md')}.{text.language}.md"
        message = f'"{place.text.name}" is a translation of "{original}", but its name does not say so'
        hint = f"git mv {quote(shown)} {quote(better)}"
    else:
        message = f'"{original}", of which this would be a translation, is not there'
        hint = f"take out: translates: {original}"
    shelf.diagnostics.append(diagnose("CH160", span, message, hint))
    return is_there


def _read_versions(shelf: Shelf, folder: Entry | None) -> tuple[Version, ...]:
    """Return every released version, oldest first."""
    if folder is None:
        return ()
    found: list[tuple[tuple[int, ...], str, Version]] = []
    labelled: dict[tuple[int, ...], str] = {}
    for entry in shelf.entries(folder.path):
        if is_passed_over(entry.name):
            continue
        label = entry.name.removesuffix(".md")
        key = parse_label(label) if entry.name.endswith(".md") else None
        if key is None:
            _report_label(shelf, entry)
            continue
        shown = shelf.shown(entry.path)
        if first := labelled.get(key):
            message = f'"{label}" is the same label as that of "{first}"'
            hint = f"git rm {quote(shown)}, unless both were released; then give it a label of its own"
            shelf.diagnostics.append(diagnose("CH152", Span(shown), message, hint, related=(Span(first),)))
        labelled.setdefault(key, shown)
        source = shelf.text(entry.path)
        if source is not None:
            text = shelf.keep(_worth_saying(read_charter(source, label=label)))
            found.append((key, label, Version(label=label, text=text, fingerprint=fingerprint(text), source=source)))
    return tuple(version for _, _, version in sorted(found, key=lambda item: item[:2]))


def _worth_saying(reading: Reading[CharterText]) -> Reading[CharterText]:
    """Return a released text without the remarks on its words: nobody may edit it to mend them."""
    kept = [item for item in reading.diagnostics if _is_mendable(item)]
    return Reading(reading.value, tuple(kept))


def _is_mendable(item: Diagnostic) -> bool:
    if item.severity is Severity.INFO:
        return item.code.startswith("CH15")
    return item.severity is Severity.ERROR or not item.code.startswith(("CH2", "CH3"))


def _report_label(shelf: Shelf, entry: Entry) -> None:
    """Report what would be passed over among the versions; a PDF of one, a scan or a signature is welcome there."""
    if not entry.is_folder and entry.path.suffix.casefold() in _ATTACHMENTS:
        return
    shown = shelf.shown(entry.path)
    better = f"{PurePosixPath(shown).parent}/{_better_label(entry.name)}.md"
    message = f'"{entry.name}" is not the name of a version: a label such as 2.1, 2.1.1 or 2024-03-01, and .md'
    if entry.is_folder:
        message = f'"{entry.name}" is a folder; a version is one file'
        shown = f"{shown}/charter.md"
    hint = f"git mv {quote(shown)} {quote(better)}"
    shelf.diagnostics.append(diagnose("CH151", Span(shelf.shown(entry.path)), message, hint))


def _better_label(name: str) -> str:
    """Return the label that somebody who named a file so may have meant."""
    if match := re.search(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", name):
        return match[0]
    numbers = [str(int(number)) for number in re.findall(r"[0-9]{1,9}", name)[:3]] or ["1"]
    return ".".join(numbers if len(numbers) > 1 else [*numbers, "0"])


def _read_translations(shelf: Shelf, place: Place, text: CharterText | None) -> tuple[tuple[str, CharterText], ...]:
    """Return the translations that the front matter names and those found beside the text by their names."""
    paths: dict[str, tuple[str, Path]] = {}
    for tag, name in text.translations if text else ():
        path = shelf.beside(place.text.parent, name, text.span if text else NOWHERE)
        if path == place.text:
            message = f'"{name}" is the text itself, not its translation'
            span = shelf.span_of(name, text.span if text else NOWHERE)
            shelf.diagnostics.append(diagnose("CH160", span, message, f"{tag}: {path.stem}.{tag}.md"))
        elif path is not None:
            paths.setdefault(tag.casefold(), (tag, path))
    named = {path for _, path in paths.values()}
    found: list[tuple[str, CharterText]] = []
    for tag, path in place.translations:
        if path in named:
            continue
        if tag.casefold() in paths:
            shown = shelf.shown(path)
            message = f'"{path.name}" is not read: the front matter names "{paths[tag.casefold()][1].name}" for {tag}'
            shelf.diagnostics.append(diagnose("CH136", Span(shown), message, f"translations: {{{tag}: {path.name}}}"))
            continue
        paths[tag.casefold()] = (tag, path)
    for tag, path in sorted(paths.values()):
        translation = _read_translation(shelf, place, text, tag, path, is_named=path in named)
        if translation is not None:
            found.append((tag, translation))
    return tuple(found)


def _read_translation(
    shelf: Shelf, place: Place, text: CharterText | None, tag: str, path: Path, *, is_named: bool
) -> CharterText | None:
    source = shelf.text(path)
    if source is None:
        return None
    translation = shelf.keep(read_charter(source))
    original = place.text.name
    if translation.translates is None and not is_named:
        message = f'"{path.name}" does not say what it is a translation of'
        shelf.diagnostics.append(diagnose("CH160", source.span(1, 1), message, f"translates: {original}"))
        return None
    if translation.translates is not None and Path(translation.translates).as_posix() != original:
        message = f'"{translation.translates}" is not the text beside this translation; "{original}" is'
        span = value_span(source, "translates")
        shelf.diagnostics.append(diagnose("CH160", span, message, f"translates: {original}"))
        return None
    if text is None:
        message = f'"{original}", of which this is a translation, is not there or cannot be read'
        shelf.diagnostics.append(diagnose("CH160", source.span(1, 1), message))
        return None
    if _language(translation.language) != _language(tag):
        message = f'"{path.name}" is the text in "{tag}" and says that its language is "{translation.language}"'
        span = value_span(source, "language")
        shelf.diagnostics.append(diagnose("CH163", span, message, f"language: {tag}"))
    shelf.diagnostics += check_translation(text, translation)
    return translation


def _language(tag: str) -> str:
    return tag.partition("-")[0].casefold()
