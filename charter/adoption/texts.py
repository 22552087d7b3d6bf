"""Editions of a document → the files of a charter, in which not a word is lost."""

from __future__ import annotations

import codecs
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import yaml

from charter.adoption.history import Edition
from charter.model.labels import parse_label
from charter.model.text import Stamp
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.release import FRONT_MATTER, STAMP_KEYS, release_text
from charter.source import Severity, UsageError

_BY_TOOL = " (made by a tool)"
_KEPT = "original-"
_NO_TITLE = "CH101"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedVersion:
    """One edition as a version: its label, its stamp and the bytes of its file."""

    label: str
    edition: Edition
    stamp: Stamp
    data: bytes


def adopted_versions(editions: Sequence[Edition]) -> tuple[AdoptedVersion, ...]:
    """Return the editions as versions, labelled with the day they came.

    The second of a day is `2024-03-01.2`; so is one that git dates before the one it follows, because labels are in
    the order of the history. Its stamp has the day that git gives.
    """
    found: list[AdoptedVersion] = []
    for edition in editions:
        label = _next_label(found[-1].label if found else None, edition)
        note = " ".join(edition.subject.split())
        stamp = Stamp(
            version=label,
            released=edition.date,
            effective=edition.date,
            note=f"{note}{_BY_TOOL}".strip() if edition.by_tool else note or None,
        )
        found.append(AdoptedVersion(label=label, edition=edition, stamp=stamp, data=stamped(edition.data, stamp)))
    return tuple(found)


def working_text(data: bytes) -> bytes:
    """Return a document as a working text: its own words and front matter, as UTF-8, with no stamp of ours."""
    return _keep_keys(_as_utf8(data), label=None)


def with_front_matter(data: bytes, keys: Mapping[str, str]) -> bytes:
    """Return a UTF-8 text with these keys, as YAML, before all others of its front matter."""
    if not keys:
        return data
    text = data.decode("utf-8")
    front = FRONT_MATTER.match(text)
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    if front is None or not _has_lines(front["yaml"]):
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        return f"{mark}---\n{lines}---\n\n{text[len(mark) :]}".encode()
    at = front.start("yaml")
    return f"{text[:at]}{lines}{text[at:]}".encode()


def stamped(data: bytes, stamp: Stamp) -> bytes:
    """Return a document as the version that `stamp` says.

    A key of its front matter that means something else to us is kept under another name: `version` becomes
    `original-version`. Front matter that cannot be read stands below ours, as text.
    """
    whole = _as_utf8(data)
    try:
        return _keep_keys(release_text(_rename(whole, STAMP_KEYS), stamp), label=stamp.version)
    except UsageError:
        # A line of its own before theirs makes theirs the beginning of the text.
        return release_text(b"---\n---\n\n" + whole.removeprefix(codecs.BOM_UTF8), stamp)


def _next_label(before: str | None, edition: Edition) -> str:
    day = edition.date.isoformat()
    if before is None or (parse_label(before) or ()) < (parse_label(day) or ()):
        return day
    last, _, number = before.partition(".")
    return f"{last}.{int(number or 1) + 1}"


def _as_utf8(data: bytes) -> bytes:
    """Return the bytes as UTF-8; an old text that is none is taken for what editors wrote before, Windows-1252."""
    for mark, name in _MARKS:
        if data.startswith(mark) and name != "utf-8-sig":
            return data.decode(name, "replace").encode("utf-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252").encode("utf-8")
        except UnicodeDecodeError:
            return data.decode("latin-1").encode("utf-8")
    return data


def _keep_keys(data: bytes, label: str | None) -> bytes:
    """Return the text with every front matter key renamed that our reader refuses, or takes for a stamp."""
    if label is None:
        data = _rename(data, STAMP_KEYS)
    front = FRONT_MATTER.match(data.decode("utf-8"))
    if front is None:
        return data
    last = front[0].count("\n") + 1
    found = read_charter(decode("charter.md", data).value, label=label).diagnostics
    refused = {item.span.line for item in found if item.severity is Severity.ERROR and item.code != _NO_TITLE}
    data = _rename(data, frozenset(), {line for line in refused if line and line <= last})
    reading = read_charter(decode("charter.md", data).value, label=label)
    if any(item.code == _NO_TITLE and item.severity is Severity.ERROR for item in reading.diagnostics):
        # With keys of a charter, a charter's title is asked for; it is the document's own.
        data = with_front_matter(data, {"title": json.dumps(reading.value.title, ensure_ascii=False)})
    return data


def _rename(data: bytes, keys: frozenset[str], lines: Collection[int] = ()) -> bytes:
    """Return the text with these keys of the front matter, and those that stand around these lines, renamed."""
    text = data.decode("utf-8")
    front = FRONT_MATTER.match(text)
    if front is None:
        return data
    root = _mapping(front["yaml"])
    if root is None:
        return data
    begin, yaml_text = front.start("yaml"), front["yaml"]
    for key, value in reversed(root.value):
        # The line of dashes comes first, and YAML counts from 0.
        first = key.start_mark.line + 2
        last = yaml_text[: value.end_mark.index].rstrip().count("\n") + 2
        # What cannot be read of who may see a text keeps it from being seen, and must go on doing so.
        is_refused = key.value != "visibility" and any(first <= line <= last for line in lines)
        if key.value in keys or is_refused:
            at = begin + key.start_mark.index + (key.style is not None)
            text = text[:at] + _KEPT + text[at:]
    return text.encode("utf-8")


def _mapping(front: str) -> yaml.MappingNode | None:
    """Return front matter whose keys have lines of their own; `None` for any other."""
    try:
        root = yaml.compose(front, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return None
    return root if isinstance(root, yaml.MappingNode) and not root.flow_style else None


def _has_lines(front: str) -> bool:
    return not front.strip() or _mapping(front) is not None
