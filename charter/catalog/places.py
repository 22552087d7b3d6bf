"""Where the charters are: one folder one charter, or one file in `content/`."""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from charter.files import Entry, list_folder, resolve, shown_path
from charter.source import CharterError, Diagnostic, Reading, Span, diagnose

WORKING_TEXT = "charter.md"
VERSIONS = "versions"

RESERVED = frozenset(
    {
        "404.html", "_headers", "accessibility.html", "assets", "favicon.ico", "favicon.svg", "feed.xml", "index.html",
        "index.json", "reviews.html", "reviews.ics", "robots.txt", "search.html", "sitemap.xml", "standards.html",
    }
)  # fmt: skip
"""Names that the site uses itself, in any case."""

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

    Raises `CharterError` when the folder `content` is missing.
    """
    folder = root / content
    if not folder.is_dir() and not folder.is_symlink():
        what = "is not a folder" if folder.exists() else "is not there"
        raise CharterError(f'the folder for charters, "{content}", {what}', "charter init")
    listed = list_folder(root, folder)
    if isinstance(listed, Diagnostic):
        return Reading((), (listed,))
    ids = None if only is None else {_id(name) for name in only}
    wanted = None if ids is None else {_key(name) for name in ids}
    candidates: dict[str, list[Place]] = {}
    diagnostics: list[Diagnostic] = []
    for place in _candidates(listed):
        if wanted is None or _key(place.id) in wanted:
            candidates.setdefault(_key(place.id), []).append(place)
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
            folders.append(Place(id=_id(entry.name), folder=entry.path, text=entry.path / WORKING_TEXT))
        elif _is_markdown(entry):
            found = translation_of(entry.name)
            if found and found[0] in stems:
                translations.setdefault(found[0], []).append((found[1], entry.path))
            else:
                files.append(Place(id=_id(entry.name[:-3]), folder=None, text=entry.path))
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
    """Return the one of several places with one id that is the charter: a folder before a file, then by name."""
    chosen: Place | None = None
    for candidate in same:
        place = _open(root, candidate, diagnostics)
        if place is None:
            continue
        if chosen is None:
            chosen = place
            continue
        here, there = _shown(root, place), _shown(root, chosen)
        message = f'"{here}" and "{there}" are both the charter "{chosen.id}"; "{there}" is read'
        hint = f"git rm {_quoted(here)}, or give it a name of its own"
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
        hint = f"git mv {_quoted(f'{shown}/{meant[0]}')} {_quoted(f'{shown}/{WORKING_TEXT}')}"
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
            hint = f"git mv {_quoted(shown)} {_quoted(f'{top}/{entry.name}')}"
            found.append(diagnose("CH128", Span(f"{shown}/{WORKING_TEXT}"), message, hint))
        if deeper:
            found += _nested(root, content, inside, deeper=deeper - 1)
    return found


def _is_unsafe(root: Path, place: Place, diagnostics: list[Diagnostic]) -> bool:
    why = _what_is_unsafe(place.id)
    if why is None:
        return False
    shown = _shown(root, place)
    ending = "" if place.folder else ".md"
    better = f"{PurePosixPath(shown).parent}/{_better(place.id)}{ending}"
    message = f'"{PurePosixPath(shown).name}" cannot be the id of a charter: {why}'
    diagnostics.append(diagnose("CH125", Span(shown), message, f"git mv {_quoted(shown)} {_quoted(better)}"))
    return True


def _what_is_unsafe(id: str) -> str | None:
    if id.casefold() in RESERVED:
        return "the site has a page or folder of that name"
    wrong = sorted({char for char in id if not _is_allowed(char)})
    if wrong:
        if any("\udc80" <= char <= "\udcff" for char in wrong):
            return "the name is not UTF-8"
        shown = ", ".join(
            "a blank" if char == " " else f'"{char}"' if char.isprintable() else ascii(char) for char in wrong
        )
        return f"it has {shown}; letters, digits, - _ and . are allowed"
    if id.startswith(("-", ".")) or id.endswith(".") or ".." in id:
        return "dots stand single and inside a name, and a dash does not begin it"
    return None


def _is_allowed(char: str) -> bool:
    return char in "-_." or unicodedata.category(char)[0] in "LMN"


def _better(id: str) -> str:
    words = re.sub(r"-{2,}", "-", "".join(char if _is_allowed(char) else "-" for char in id))
    words = re.sub(r"\.{2,}", ".", words).strip("-._") or "my-charter"
    return f"{words}-charter" if words.casefold() in RESERVED else words


def _strays(root: Path, listed: tuple[Entry, ...]) -> list[Diagnostic]:
    """Report what lies in the content folder, looks like a charter, and is none."""
    found: list[Diagnostic] = []
    for entry in listed:
        if entry.is_folder or is_passed_over(entry.name) or _is_markdown(entry):
            continue
        shown = shown_path(root, entry.path)
        if entry.is_file and _is_text(entry):
            hint = f"git mv {_quoted(shown)} {_quoted(f'{shown.removesuffix(entry.path.suffix)}.md')}"
            found.append(diagnose("CH136", Span(shown), f'"{shown}" is not read: a charter\'s name ends in .md', hint))
        elif entry.is_link and isinstance(problem := resolve(root, entry.path), Diagnostic):
            found.append(problem)
    return found


def _id(name: str) -> str:
    # Some disks hand names back with their accents apart.
    return unicodedata.normalize("NFC", name)


def _key(id: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", id).casefold())


def _shown(root: Path, place: Place) -> str:
    return shown_path(root, place.folder or place.text)


def _quoted(name: str) -> str:
    return shlex.quote(name)
