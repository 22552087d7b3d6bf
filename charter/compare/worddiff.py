"""What differs between two texts, in pieces that can be read aloud."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from charter.compare.wordhunks import find_hunks, is_gap_shared
from charter.compare.wordtokens import Words, read_words

if TYPE_CHECKING:
    from collections.abc import Iterator


class PieceKind(StrEnum):
    """Whether words stand in both texts, in the old one or in the new one."""

    SAME = "same"
    REMOVED = "removed"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; words of both texts are shown as in the new one."""

    kind: PieceKind
    text: str


class Stretch(NamedTuple):
    """Where a piece stands: from `start` to `end` in the old text if it was removed, else in the new one."""

    kind: PieceKind
    start: int
    end: int
    has_blank: bool
    """Whether a blank comes first that the text does not have there."""

    def text_of(self, before: Words, after: Words) -> str:
        """Return the words of the piece."""
        words = before if self.kind is PieceKind.REMOVED else after
        return " " * self.has_blank + words.text[self.start : self.end]


def diff_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that turn `before` into `after`, in reading order; what was removed comes first.

    What is the same and what was inserted are together the words of `after`; what is the same and what was removed
    those of `before`, in canonical form. Swapped texts give the same pieces, swapped.
    """
    return pieces_of(read_words(before), read_words(after))


def terminal_words(
    before: str,
    after: str,
    removed: tuple[str, str] = ("[-", "-]"),
    inserted: tuple[str, str] = ("{+", "+}"),
) -> str:
    """Return the words of both texts in one line, `[-90%-]{+95%+} within 4 hours`, with the marks asked for."""
    marks = {PieceKind.SAME: ("", ""), PieceKind.REMOVED: removed, PieceKind.INSERTED: inserted}
    parts = ((piece.text, *marks[piece.kind]) for piece in diff_words(before, after))
    return " ".join("".join(f"{begin}{text}{end}" for text, begin, end in parts).split())


def pieces_of(before: Words, after: Words) -> tuple[Piece, ...]:
    """Return the pieces of two texts that were read before."""
    pieces: list[Piece] = []
    for stretch in stretches(before, after):
        text = stretch.text_of(before, after)
        if text and pieces and pieces[-1].kind is stretch.kind:
            pieces[-1] = Piece(stretch.kind, pieces[-1].text + text)
        elif text:
            pieces.append(Piece(stretch.kind, text))
    return tuple(pieces)


def stretches(before: Words, after: Words) -> Iterator[Stretch]:
    """Yield where the pieces of two texts stand in them; between them they hold all words of both."""
    at = 0
    is_first = True
    for hunk in [*find_hunks(before, after), None]:
        same = _stretch(PieceKind.SAME, after, at, hunk.after if hunk else len(after.keys), is_first=is_first)
        if same:
            yield same
            is_first = False
        if hunk is None:
            return
        removed = _stretch(PieceKind.REMOVED, before, hunk.before, hunk.before_end, is_first=is_first)
        inserted = _stretch(PieceKind.INSERTED, after, hunk.after, hunk.after_end, is_first=is_first)
        if not is_first and is_gap_shared(before, after, hunk):
            gap_end = after.spans[hunk.after][0] if inserted else after.spans[hunk.after - 1][1]
            yield Stretch(PieceKind.SAME, after.spans[hunk.after - 1][1], gap_end, not inserted)
            removed = removed and removed._replace(start=before.spans[hunk.before][0], has_blank=False)
            inserted = inserted and inserted._replace(start=after.spans[hunk.after][0], has_blank=False)
        yield from filter(None, (removed, inserted))
        is_first = False
        at = hunk.after_end


def _stretch(kind: PieceKind, words: Words, start: int, end: int, *, is_first: bool) -> Stretch | None:
    """Return where words stand, with the gap before them, or with a blank where their text has no gap to give."""
    if start == end:
        return None
    begin = words.spans[start - 1][1] if start else 0
    has_no_gap = begin == words.spans[start][0]
    return Stretch(kind, begin, words.spans[end - 1][1], not is_first and has_no_gap and words.stands_apart(start))
