"""Changes as the comment on a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from charter.compare.changes import Change, Direction, Effect, Kind
from charter.compare.worddiff import PieceKind
from charter.report.changes import (
    EFFECT_WORDS,
    NO_CHANGE,
    NOBODY,
    Comparison,
    is_whole,
    place_words,
    remark,
    shown_words,
)
from charter.report.standing import listed
from charter.report.text import visible

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&#$]")
_AT = re.compile(r"@(?=\w)")
_ASKS_TO_SIGN = frozenset({Effect.LOSES, Effect.ASKED, Effect.UNCLEAR})
_KINDS = {Kind.MODALITY: "how firmly it is promised", Kind.EDITORIAL: "spelling"}
"""Kinds that say nothing to a customer, in words that do."""
_AROUND = {PieceKind.SAME: "", PieceKind.REMOVED: "~~", PieceKind.INSERTED: "**"}


def changes_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown: a table of each change and what it means for whom, and what it calls for.

    What is in bold in a party's column asks for its signature. No word of a charter can become markup, a mention or a
    column of its own.
    """
    return "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"### What this changes in *{escaped(comparison.after.title)}*"
    yield ""
    if comparison.call is None:
        yield NO_CHANGE
        return
    touched = {name for change in comparison.changes.changes for name, _ in change.effects}
    parties = [name for name in comparison.parties if name in touched]
    heads = ["Promise", "Change", *(f"For {escaped(comparison.party_name(name))}" for name in parties)]
    yield row(heads)
    yield "|---" * len(heads) + "|"
    for change in comparison.ordered:
        effects = dict(change.effects)
        cells = [_effect(effects.get(name)) for name in parties]
        yield row([escaped(comparison.title_of(change)), change_words(change), *cells])
    yield ""
    yield " ".join(_closing(comparison))


def row(cells: list[str]) -> str:
    """Return one row of a table."""
    return f"| {' | '.join(cells)} |"


def _effect(effect: Effect | None) -> str:
    if effect is None:
        return ""
    return f"**{EFFECT_WORDS[effect]}**" if effect in _ASKS_TO_SIGN else EFFECT_WORDS[effect]


def change_words(change: Change) -> str:
    """Return what changed, on one line, with the words marked."""
    if change.ref is not None and change.direction is Direction.ADDED:
        return "new"
    if change.ref is not None and change.direction is Direction.WITHDRAWN:
        return "withdrawn"
    word = _KINDS.get(change.kind, str(change.kind))
    words = "" if is_whole(change) else _words(change)
    place, note = place_words(change), remark(change)
    about = ", ".join(escaped(part) for part in (place or ("" if note else word), note) if part)
    return f"{about}: {words}" if words else about


def _words(change: Change) -> str:
    """Return the marked words; a mark that touches a letter outside it would be read as stars."""
    marked = ""
    for kind, text in shown_words(change):
        words, mark = text.strip(" "), _AROUND[kind]
        before, after = text[: len(text) - len(text.lstrip(" "))], text[len(text.rstrip(" ")) :]
        is_joined = bool(marked) and not before and not marked[-1].isspace()
        gap = " " if is_joined and (mark or (marked[-1] in "*~" and words[:1].isalnum())) else ""
        marked += f"{before}{gap}{mark}{escaped(words)}{mark}{after}" if words else text
    return marked


def _closing(comparison: Comparison) -> Iterator[str]:
    changes = comparison.changes
    number = f"version **{comparison.label}**" if comparison.label else f"a **{changes.bump}** version"
    yield f"This needs {number}."
    names = [escaped(comparison.party_name(name)) for name in changes.sign_again]
    yield f"To sign again: {listed(names)}." if names else NOBODY
    total, untouched = len(comparison.after.expectations), comparison.untouched
    if total:
        yield f"{untouched} of {total} {'promise is' if total == 1 else 'promises are'} untouched."


def escaped(words: str) -> str:
    """Return words that are nothing but words in Markdown, also in a cell of a table."""
    flat = " ".join(visible(words).split()) if "\n" in words else visible(words)
    return _AT.sub("@\u2060", _SPECIAL.sub(r"\\\g<0>", flat))
