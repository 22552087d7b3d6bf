"""The files of a project mended where they lie: working texts, translations and records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from charter.check.fix.mend import Mended, mend_record, mend_text
from charter.files import only_writer, read_bytes, write_atomic
from charter.model.charter import Charter
from charter.source import MAX_TEXT_BYTES, Diagnostic


@dataclass(frozen=True, slots=True)
class MendedFile:
    """One file: what it held, what it holds now or would hold, and what was done to it, in words."""

    path: str
    before: bytes
    after: bytes
    done: tuple[str, ...] = ()
    left_alone: str | None = None
    """Why the file was not written though something in it could be mended."""


def mend_files(
    root: Path,
    charters: Iterable[Charter],
    *,
    wanted: Callable[[str], bool] = lambda path: True,  # noqa: ARG005 - every path
    is_dry: bool = False,
) -> Iterator[MendedFile]:
    """Mend the files of these charters that somebody may edit, and yield those in which something could be mended.

    Files behind links are left alone, and so is one that somebody else writes meanwhile. With `is_dry` nothing is
    written. Raises `CharterError` when the disk refuses.
    """
    for charter in charters:
        for path, mend in _files(charter):
            if not wanted(path):
                continue
            data = read_bytes(root, root / path, MAX_TEXT_BYTES)
            if isinstance(data, Diagnostic):
                # Reading the charters has said so already.
                continue
            mended = mend(path, data)
            if mended.data == data:
                continue
            problem = _link_in(root, path) or (None if is_dry else _write(root, path, data, mended.data))
            done = () if problem else mended.done
            yield MendedFile(path, data, data if problem else mended.data, done, problem)


def _files(charter: Charter) -> Iterator[tuple[str, Callable[[str, bytes], Mended]]]:
    """Yield each file once, with what mends it. Versions and sign-offs are none of them: they were agreed to."""
    if charter.source:
        yield charter.source.path, mend_text
    for _, text in charter.translations:
        yield text.span.path, mend_text
    records = charter.records
    spans = [review.span for review in records.reviews]
    spans += [item.span for item in records.assessments]
    spans += [item.span for item in records.incidents]
    spans += [records.comparison.span] if records.comparison else []
    for path in dict.fromkeys(span.path for span in spans):
        yield path, mend_record


def _write(root: Path, path: str, before: bytes, after: bytes) -> str | None:
    """Write a file unless it is no longer what was read; return why it was not."""
    with only_writer((root / path).parent):
        if read_bytes(root, root / path, MAX_TEXT_BYTES) != before:
            return "it was changed meanwhile; run the command again"
        write_atomic(root / path, after)
    return None


def _link_in(root: Path, path: str) -> str | None:
    place = root
    for part in Path(path).parts:
        place /= part
        if place.is_symlink():
            return "it lies behind a link, and is only mended where it really lies"
    return None
