"""Where the charters are: one folder one charter, or one file in `content/`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shlex import quote

from charter.catalog.ids import better_id, id_of, same_name, what_is_unsafe
from charter.files import Entry, list_folder, resolve, shown_path
from charter.source import CharterError, Diagnostic, Reading, Span, diagnose

WORKING_TEXT = "charter.md"
VERSIONS = "versions"

_TRANSLATED = re.compile(r"(?P<stem>.+)\.(?P<tag>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.md")
_NEARLY_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd", ".txt"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one charter is. `entries` are what lies beside its text and belongs to it."""

    id: str
    folder: Path | None
    """`None` for a charter that is one file."""
    text: Path
    """Where the working text is, or would be."""
    entries: tuple[Entry, ...] = ()
    translations: tuple[tuple[str, Path], ...] = ()
    """Files that are translations by their names, with the language tag in it."""


def find_places(root: Path, content: str, *, only: Collection[str] | None = None) -> Reading[tuple[Place, ...]]:
    """Return where the charters are, ordered by id; with `only`, those with these ids.

    Raises `CharterError` when the folder `content` is missing or cannot be read.
    """
    folder = root / content
    if not folder.is_dir() and not folder.is_symlink():
        if folder.exists():
            hint = f"mv {quote(content)} another-name"
            raise CharterError(f'the folder for charters, "{content}", is not a folder', hint)
        raise CharterError(f'the folder for charters, "{content}", is not there', "charter new my-charter")
    listed = list_folder(root, folder)
    if isinstance(listed, Diagnostic):
        # Charters that cannot be seen are not charters that were taken out: a build must not remove their pages.
        raise CharterError(f"the folder for charters cannot be read: {listed.message}", listed.hint)
    ids = None if only is None else {id_of(name) for name in only}
    wanted = None if ids is None else {same_name(name) for name in ids}
    candidates: dict[str, list[Place]] = {}
    diagnostics: list[Diagnostic] = []
    for place in _candidates(listed):
        if wanted is None or same_name(place.id) in wanted:
            candidates.setdefault(same_name(place.id), []).append(place)
    if wanted is None:
        diagnostics += _strays(root, listed)
    places: list[Place] = []
    for same in candidates.values():
        chosen = _choose(root, same, diagnostics)
        if chosen is not None and (ids is None or chosen.id in ids):
            places.append(chosen)
    return Reading(tuple(sorted(places, key=lambda place: place.id)), tuple(diagnostics))


def translation_of(name: str) -> tuple[str, str] | None:
    """Return the stem and the language tag of a file that is a translation by its name: `charter.fr.md`."""
    match = _TRANSLATED.fullmatch(name)
    return (match["stem"], match["tag"]) if match else None


def is_passed_over(name: str) -> bool:
    """Whether a file or folder with this name is never a part of a charter: notes to authors, and hidden names."""
    return name.startswith(("_", ".")) or name.casefold() == "readme.md"


def _candidates(listed: tuple[Entry, ...]) -> list[Place]:
    """Return every folder and Markdown file, folders first."""
    entries = [entry for entry in listed if not is_passed_over(entry.name)]
    stems = {entry.name[:-3] for entry in entries if _is_markdown(entry)}
    translations: dict[str, list[tuple[str, Path]]] = {}
    folders: list[Place] = []
    files: list[Place] = []
    for entry in entries:
        if entry.is_folder:
            folders.append(Place(id=id_of(entry.name), folder=entry.path, text=entry.path / WORKING_TEXT))
        elif _is_markdown(entry):
            found = translation_of(entry.name)
            if found and found[0] in stems:
                translations.setdefault(found[0], []).append((found[1], entry.path))
            else:
                files.append(Place(id=id_of(entry.name[:-3]), folder=None, text=entry.path))
    with_translations = (
        Place(id=place.id, folder=None, text=place.text, translations=tuple(translations.get(place.text.name[:-3], ())))
        for place in files
    )
    return [*folders, *with_translations]


def _is_text(entry: Entry) -> bool:
    return entry.path.suffix.casefold() in _NEARLY_MARKDOWN


def _is_markdown(entry: Entry) -> bool:
    """Whether this is a text, or something in a text's place that can be reported when it is read."""
    return not entry.is_folder and entry.name.endswith(".md") and len(entry.name) > len(".md")


def _choose(root: Path, same: list[Place], diagnostics: list[Diagnostic]) -> Place | None:
    """Return the one of several places with one id that is the charter.

    One that has versions goes before one that has none, a folder before a file, then their names decide.
    """
    opened = [place for candidate in same if (place := _open(root, candidate, diagnostics))]
    if not opened:
        return None
    chosen, *others = sorted(opened, key=lambda place: all(entry.name != VERSIONS for entry in place.entries))
    for place in others:
        here, there = _shown(root, place), _shown(root, chosen)
        message = f'"{here}" and "{there}" are both the charter "{chosen.id}"; "{there}" is read'
        better = f"{here.removesuffix('.md')}-2{'' if place.folder else '.md'}"
        hint = f"git mv {quote(here)} {quote(better)}"
        diagnostics.append(diagnose("CH126", Span(here), message, hint, related=(Span(there),)))
    return chosen


def _open(root: Path, place: Place, diagnostics: list[Diagnostic]) -> Place | None:
    """Return the place with what lies in its folder; `None`, reported, when no charter is there."""
    if place.folder is None:
        return None if _is_unsafe(root, place, diagnostics) else place
    listed = list_folder(root, place.folder)
    if isinstance(listed, Diagnostic):
        diagnostics.append(listed)
        return None
    nested = [] if place.folder.is_symlink() else _nested(root, place.folder.parent, listed)
    diagnostics += nested
    names = {entry.name for entry in listed}
    if WORKING_TEXT not in names:
        if VERSIONS in names or not nested:
            diagnostics.append(_without_text(root, place, listed))
        if VERSIONS not in names:
            return None
    if _is_unsafe(root, place, diagnostics):
        return None
    return Place(
        id=place.id,
        folder=place.folder,
        text=place.text,
        entries=listed,
        translations=tuple(
            (found[1], entry.path)
            for entry in listed
            if not entry.is_folder and (found := translation_of(entry.name)) and found[0] == "charter"
        ),
    )


def _without_text(root: Path, place: Place, listed: tuple[Entry, ...]) -> Diagnostic:
    shown = _shown(root, place)
    texts = [entry.name for entry in listed if entry.is_file and _is_text(entry) and not is_passed_over(entry.name)]
    meant = [name for name in texts if name.casefold() == WORKING_TEXT] or texts
    if len(meant) == 1:
        hint = f"git mv {quote(f'{shown}/{meant[0]}')} {quote(f'{shown}/{WORKING_TEXT}')}"
    else:
        hint = f"write {shown}/{WORKING_TEXT}, or begin the folder's name with _ when it is no charter"
    if any(entry.name == VERSIONS for entry in listed):
        message = f'"{shown}" has released versions, and no {WORKING_TEXT} that says what the next one will say'
    else:
        message = f'"{shown}" holds no {WORKING_TEXT}'
    return diagnose("CH135", Span(shown), message, hint)


def _nested(root: Path, content: Path, listed: tuple[Entry, ...], *, deeper: int = 3) -> list[Diagnostic]:
    """Report charters in folders inside a charter's folder; links are not followed, nor more than a few levels."""
    found: list[Diagnostic] = []
    for entry in listed:
        if not entry.is_folder or entry.is_link or is_passed_over(entry.name):
            continue
        inside = list_folder(root, entry.path)
        if isinstance(inside, Diagnostic):
            # Whoever wants something from that folder reports it.
            continue
        if any(item.name == WORKING_TEXT for item in inside):
            shown = shown_path(root, entry.path)
            top = shown_path(root, content)
            message = f'"{shown}" lies too deep to be a charter: one folder in "{top}" is one charter'
            hint = f"git mv {quote(shown)} {quote(f'{top}/{entry.name}')}"
            found.append(diagnose("CH128", Span(f"{shown}/{WORKING_TEXT}"), message, hint))
        if deeper:
            found += _nested(root, content, inside, deeper=deeper - 1)
    return found


def _is_unsafe(root: Path, place: Place, diagnostics: list[Diagnostic]) -> bool:
    why = what_is_unsafe(place.id)
    if why is None:
        return False
    shown = _shown(root, place)
    ending = "" if place.folder else ".md"
    better = f"{PurePosixPath(shown).parent}/{better_id(place.id)}{ending}"
    message = f'"{PurePosixPath(shown).name}" cannot be the id of a charter: {why}'
    diagnostics.append(diagnose("CH125", Span(shown), message, f"git mv {quote(shown)} {quote(better)}"))
    return True


def _strays(root: Path, listed: tuple[Entry, ...]) -> list[Diagnostic]:
    """Report what lies in the content folder, looks like a charter, and is none."""
    found: list[Diagnostic] = []
    for entry in listed:
        if entry.is_folder or is_passed_over(entry.name) or _is_markdown(entry):
            continue
        shown = shown_path(root, entry.path)
        if entry.is_file and _is_text(entry):
            hint = f"git mv {quote(shown)} {quote(f'{shown.removesuffix(entry.path.suffix)}.md')}"
            found.append(diagnose("CH136", Span(shown), f'"{shown}" is not read: a charter\'s name ends in .md', hint))
        elif entry.is_link and isinstance(problem := resolve(root, entry.path), Diagnostic):
            found.append(problem)
    return found


def _shown(root: Path, place: Place) -> str:
    return shown_path(root, place.folder or place.text)
