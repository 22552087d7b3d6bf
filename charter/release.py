"""A released version: its label, and its bytes, which are those of the working text with a stamp."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import yaml

from charter.compare.changes import Bump, Change, Changes
from charter.compare.compare import compare
from charter.compare.effects import bump_of, parties_of
from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint, text_digest
from charter.model.labels import next_label, parse_label
from charter.model.text import Stamp
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.source import CharterError, UsageError

BUMPS = ("major", "minor", "patch")

STAMP_KEYS = frozenset({"version", "released", "effective", "note"})
_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
FRONT_MATTER = re.compile(
    r"\ufeff?---[ \t]*(?:\r\n|\n|\r)(?P<yaml>(?:.*?(?:\r\n|\n|\r))??)(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)", re.DOTALL
)
# What YAML does not let stand in a text or reads as a line end; all of it may stand as an escape.
_NOT_IN_YAML = re.compile("[^ -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def changes_since_newest(charter: Charter) -> Changes | None:
    """Return what the working text changes in the newest version; `None` where one of the two is not there."""
    if charter.text is None or not charter.versions:
        return None
    return compare(charter.versions[-1].text, charter.text)


def choose_label(charter: Charter, asked: str | None, called_for: Bump = Bump.NONE) -> str:
    """Return the label of the next version: `asked`, or what one of `BUMPS` makes of the newest.

    Without `asked` it is what the changes call for; other words of no meaning make a patch. The first version is 1.0
    unless a label is asked for. Raises `UsageError` for words that are no label, and for a label that is taken or does
    not come after the newest.
    """
    newest = charter.versions[-1].label if charter.versions else None
    if asked is None:
        return next_label(newest, "patch" if called_for is Bump.NONE else called_for)
    if asked in BUMPS:
        return next_label(newest, asked)
    following = f"charter release {charter.id} {next_label(newest, 'minor')}"
    key = parse_label(asked)
    if key is None:
        raise UsageError(f'"{asked}" is neither major, minor or patch, nor a label such as 2.1', following)
    if any(parse_label(version.label) == key for version in charter.versions):
        raise UsageError(f"{charter.id} {asked} is released already, and no version is ever written over", following)
    if newest is not None and key < (parse_label(newest) or ()):
        raise UsageError(f"{asked} does not come after {newest}, the newest version of {charter.id}", following)
    return asked


def is_too_small(newest: str, label: str, called_for: Bump) -> bool:
    """Whether `label` moves a lower place of `newest` than the changes call for. Dates have no places."""
    old, new = parse_label(newest), parse_label(label)
    if called_for is Bump.NONE or not old or not new or old[0] == 0 or new[0] == 0:
        return False
    moved = next((place for place, name in enumerate(BUMPS, start=1) if old[place] != new[place]), len(BUMPS))
    return moved > BUMPS.index(called_for) + 1


def calling_changes(charter: Charter, changes: Changes) -> tuple[Change, ...]:
    """Return the changes since the newest version of which each alone calls for as much as all of them."""
    if charter.text is None or not charter.versions:
        return ()
    parties = parties_of(charter.versions[-1].text, charter.text)
    return tuple(change for change in changes.changes if bump_of((change,), parties) is changes.bump)


def make_version(charter: Charter, working: bytes, path: str, stamp: Stamp) -> tuple[Version, bytes]:
    """Return the version that `stamp` makes of the working text, and the bytes of its file `path`.

    `working` are the bytes that `charter.text` was read from. Raises `CharterError` unless the file, read back, says
    the same as the working text to the last word.
    """
    try:
        data = release_text(working, stamp)
    except UnicodeDecodeError:
        raise CharterError(f"the working text of {charter.id} is not UTF-8", "save it as UTF-8") from None
    source = decode(path, data).value
    text = read_charter(source, label=stamp.version).value
    if charter.text is None or text_digest(text) != text_digest(charter.text) or text.stamp != _on_one_line(stamp):
        raise CharterError(
            f"{charter.id} {stamp.version} would not say what the working text says, so it is not written",
            "write every key of the front matter on a line of its own, then run the command again",
        )
    return Version(label=stamp.version or "", text=text, fingerprint=fingerprint(text), source=source), data


def release_text(working: bytes, stamp: Stamp) -> bytes:
    """Return the working text, byte for byte, with `stamp` as the only stamp in its front matter.

    Line ends, byte order mark and the other keys stay as they are; a text without front matter gets one. Raises
    `UsageError` when the front matter leaves no place for a line, `UnicodeDecodeError` when `working` is not UTF-8.
    """
    text = working.decode("utf-8")
    front = FRONT_MATTER.match(text)
    found = _BREAK.search(text)
    line_end = found[0] if found and found[0] in {"\r\n", "\n", "\r"} else "\n"
    if front is None:
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        parts = [mark, "---", line_end, _stamp_lines(stamp, "", line_end), "---", line_end, line_end, text[len(mark) :]]
    else:
        start, end = front.span("yaml")
        parts = [text[:start], _with_stamp(front["yaml"], stamp, line_end), text[end:]]
    return "".join(parts).encode("utf-8")


def _with_stamp(front: str, stamp: Stamp, line_end: str) -> str:
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise UsageError("the front matter cannot be read, so it cannot be stamped", "charter check") from error
    if root is None:
        return _stamp_lines(stamp, "", line_end) + front
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise UsageError(
            "the front matter has no lines of its own to put the stamp between", "write title: … on a line of its own"
        )
    first = root.value[0][0].start_mark
    place = _line_start(front, first.index)
    removed: list[tuple[int, int]] = []
    for key, value in root.value:
        begin = key.start_mark.index
        end = _line_end(front, begin + len(front[begin : value.end_mark.index].rstrip()))
        if key.value == "title":
            place = end
        elif key.value in STAMP_KEYS:
            removed.append((_line_start(front, begin), end))
    edits = [(begin, end, "") for begin, end in removed]
    edits.append((place, place, _stamp_lines(stamp, " " * first.column, line_end)))
    for begin, end, words in sorted(edits, reverse=True):
        front = front[:begin] + words + front[end:]
    return front


def _stamp_lines(stamp: Stamp, indent: str, line_end: str) -> str:
    lines = {
        "version": stamp.version and _quoted(stamp.version),
        "released": stamp.released,
        "effective": stamp.effective,
        "note": stamp.note and _quoted(stamp.note),
    }
    return "".join(f"{indent}{key}: {value}{line_end}" for key, value in lines.items() if value)


def _on_one_line(stamp: Stamp) -> Stamp:
    """Return the stamp as it is read back: a note of several lines is one run of words."""
    return replace(stamp, note=" ".join(stamp.note.split()) if stamp.note else None)


def _quoted(words: str) -> str:
    """Return `words` as a YAML scalar in double quotes, on one line."""
    return _NOT_IN_YAML.sub(lambda found: f"\\U{ord(found[0]):08x}", json.dumps(words, ensure_ascii=False))


def _line_start(text: str, at: int) -> int:
    """Return where the line begins in which `at` stands."""
    return max((found.end() for found in _BREAK.finditer(text, 0, at)), default=0)


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins after `at`."""
    found = _BREAK.search(text, at)
    return found.end() if found else len(text)
