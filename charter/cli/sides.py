"""The texts that a comparison can have on either side: a version, the working text, a file, a commit's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from charter.cli.context import print_diagnostics
from charter.source import MAX_TEXT_BYTES, CharterError, Diagnostic, Severity, SourceText, UsageError

if TYPE_CHECKING:
    from charter.model.charter import Charter, Version
    from charter.model.text import CharterText

_MOST_SLIPS = 20
"""So many places of a text may be in another encoding; with more it is no text at all."""


class Side(NamedTuple):
    """One of two texts. `name` is `None` for the working text, `label` is that of a version."""

    name: str | None
    text: CharterText
    label: str | None
    diagnostics: tuple[Diagnostic, ...]
    closed_days: tuple[date, ...] | None
    """Those in the CSV file that the calendar names, as it was beside this text; `None` where it lists none."""


def version_side(charter: Charter, version: Version, diagnostics: tuple[Diagnostic, ...]) -> Side:
    """Return a version, with those of the `diagnostics` that are about it."""
    about = _about(version.text, diagnostics)
    expect_text(version.source, about)
    return Side(version.label, version.text, version.label, about, _recorded(charter, version.text))


def working_side(charter: Charter, diagnostics: tuple[Diagnostic, ...]) -> Side:
    """Return the working text, with those of the `diagnostics` that are about it. Raises `UsageError` without one."""
    if charter.text is None or charter.source is None:
        print_diagnostics(item for item in diagnostics if item.severity is Severity.ERROR)
        raise UsageError(f"the working text of {charter.id} cannot be read", "charter check")
    about = _about(charter.text, diagnostics)
    expect_text(charter.source, about)
    return Side(None, charter.text, None, about, _recorded(charter, charter.text))


def _about(text: CharterText, diagnostics: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    return tuple(item for item in diagnostics if item.span.path == text.span.path)


def _recorded(charter: Charter, text: CharterText) -> tuple[date, ...] | None:
    """Return the days of the file of closed days that lies beside the charter now; `None` where it lists none."""
    name = text.calendar.closed_file if text.calendar else None
    if not name:
        return None
    return tuple(day.date for day in charter.records.closed_days if day.span.path.endswith(f"/{name}")) or None


def commit_side(root: Path, charter: Charter, ref: str) -> Side:
    """Return the working text of a charter of the project `root` as it was at a commit. Raises what `read_at` does."""
    from charter.git import read_at

    path = f"{charter.folder}/charter.md" if charter.folder else charter.span.path
    folder = Path(path).parent

    def beside(name: str) -> bytes | None:
        try:
            return read_at(root, ref, (folder / name).as_posix())
        except CharterError:
            # An older commit cannot be mended, and the days may have been listed elsewhere then.
            return None

    return read_side(ref, path, read_at(root, ref, path), beside)


def is_file(name: str) -> bool:
    """Whether `name` is a file, whatever it is otherwise."""
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False


def file_side(name: str) -> Side:
    """Return the text of a file. Raises `UsageError` when it cannot be read."""
    from charter.files import read_bytes

    # Whoever names a file may mean one behind a link.
    path = Path(name).resolve()
    data = read_bytes(path.parent, path, MAX_TEXT_BYTES)
    if isinstance(data, Diagnostic):
        raise UsageError(data.message, data.hint)

    def beside(other: str) -> bytes | None:
        found = read_bytes(path.parent, path.parent / other, MAX_TEXT_BYTES)
        return None if isinstance(found, Diagnostic) else found

    return read_side(name, name, data, beside)


def read_side(name: str, path: str, data: bytes, beside: Callable[[str], bytes | None]) -> Side:
    """Return the text in `data`; `beside` gives what stands in another file of its folder, if it can be read."""
    from charter.reading.charter import read_charter
    from charter.reading.closed_days import read_closed_days
    from charter.reading.decode import decode

    source = decode(path, data)
    expect_text(source.value, source.diagnostics)
    text = read_charter(source.value, label=label_of(path))
    closed = text.value.calendar.closed_file if text.value.calendar else None
    listed = beside(closed) if closed else None
    days = () if listed is None else read_closed_days(decode(closed or "", listed).value).value
    return Side(
        name,
        text.value,
        None,
        (*source.diagnostics, *text.diagnostics),
        tuple(day.date for day in days) or None,
    )


def expect_text(source: SourceText, diagnostics: tuple[Diagnostic, ...]) -> None:
    """Raise `UsageError`, once, for bytes that are no text: what would be compared is not what was written."""
    bad = [item for item in diagnostics if item.code in {"CH120", "CH121"}]
    if not bad or "\ufffd" not in source.text:
        return
    where = f"{source.path}:{bad[0].span.line}:{bad[0].span.column}"
    if len(bad) > _MOST_SLIPS or "CH121" in {item.code for item in bad}:
        raise UsageError(f"{where}: this is not text in UTF-8", "name a Markdown file: charter diff before.md after.md")
    raise UsageError(f"{where}: {bad[0].message}", bad[0].hint)


def label_of(path: str) -> str | None:
    """Return the label of a released text; `None` for any other."""
    from charter.model.labels import parse_label

    place = Path(path)
    return place.stem if place.parent.name == "versions" and parse_label(place.stem) else None
