"""What real documents went through, version by version, comes out as what it was."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from charter.compare.changes import Changes, Direction, Kind
from charter.compare.compare import compare
from charter.model.text import CharterText
from charter.model.words import canonical, without_number
from charter.reading.charter import read_charter
from charter.source import SourceText
from tests import corpus

_HEADING = re.compile(r"^#{1,6}\s+(.*?)(?:\s+#+)?$")
_PAIRS = [(name, *pair) for name, versions in corpus.documents() for pair in itertools.pairwise(versions)]

_FIRST = 4
_SWAPPED = {Kind.ADDED: Kind.WITHDRAWN, Kind.WITHDRAWN: Kind.ADDED}

each_document = pytest.mark.parametrize("name", [name for name, _ in corpus.documents()])


@cache
def _written(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")


@cache
def _text(path: Path) -> CharterText:
    return read_charter(SourceText(f"{path.parent.name}/charter.md", _written(path))).value


@cache
def _compared(before: Path, after: Path) -> Changes:
    return compare(_text(before), _text(after))


def _pairs(name: str) -> Iterator[tuple[Path, Path]]:
    return ((before, after) for document, before, after in _PAIRS if document == name)


def _parted(words: str) -> tuple[str, str]:
    """Return front matter and body."""
    match = re.match(r"---\n.*?\n---\n", words, re.DOTALL)
    return (match[0], words[match.end() :]) if match else ("", words)


@each_document
def test_neighbouring_versions_are_compared_with_neutral_outcome(name: str) -> None:
    for before, after in _pairs(name):
        found = _compared(before, after).changes
        assert {change.direction for change in found} <= {Direction.NEUTRAL}
        assert not any(change.effects for change in found)
        assert all(change.text.endswith(".") for change in found)


@each_document
def test_the_way_back_mirrors_the_way_there(name: str) -> None:
    for before, after in itertools.islice(_pairs(name), _FIRST):
        there, back = _compared(before, after).changes, compare(_text(after), _text(before)).changes
        assert sorted((change.kind.value, change.before or "", change.after or "") for change in there) == sorted(
            (_SWAPPED.get(change.kind, change.kind).value, change.after or "", change.before or "") for change in back
        )


@each_document
def test_a_version_has_no_changes_from_itself(name: str) -> None:
    for path in dict(corpus.documents())[name][:_FIRST]:
        assert compare(_text(path), _text(path)).changes == ()


def test_white_space_alone_is_no_change() -> None:
    pairs = [
        (before, after)
        for _, before, after in _PAIRS
        if _written(before) != _written(after) and _written(before).split() == _written(after).split()
    ]
    assert pairs
    for before, after in pairs:
        assert _compared(before, after).changes == ()


def test_front_matter_alone_is_a_neutral_frame() -> None:
    pairs = [
        (before, after)
        for _, before, after in _PAIRS
        if _parted(_written(before))[0].split() != _parted(_written(after))[0].split()
        and _parted(_written(before))[1].split() == _parted(_written(after))[1].split()
    ]
    assert pairs
    for before, after in pairs:
        found = _compared(before, after).changes
        assert found
        assert {(change.kind, change.direction) for change in found} == {(Kind.FRAME, Direction.NEUTRAL)}


def test_another_heading_over_the_same_words_is_renamed() -> None:
    for _, before, after in _PAIRS:
        told = {(change.before, change.after): change.kind for change in _compared(before, after).changes}
        for names in _renamed(_written(before), _written(after)):
            assert told.get(names) in {Kind.RENAMED, Kind.EDITORIAL}, (before, after, names)


@each_document
def test_a_heading_that_is_called_otherwise_is_the_one_change(name: str) -> None:
    path = dict(corpus.documents())[name][-1]
    words = _written(path)
    titles = [title for title, body in _headed(words) if title and len(body.split()) >= 8]
    title = next(
        (title for title in reversed(titles) if len(re.findall(_line_of(title), words, re.MULTILINE)) == 1), None
    )
    if title is None:
        return
    other = re.sub(_line_of(title), r"## What comes after all that", words, flags=re.MULTILINE)
    found = compare(_text(path), read_charter(SourceText(f"{path.parent.name}/charter.md", other)).value).changes
    assert [(change.kind, change.after) for change in found] == [(Kind.RENAMED, "What comes after all that")]


def _line_of(title: str) -> str:
    return rf"^#{{2,6}}\s+{re.escape(title)}\s*#*$"


def _renamed(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield old and new heading where some words stand under another one, and neither heading is in both texts."""
    old, new = _headed(before), _headed(after)
    known = [{_plain(title) for title, _ in sections} for sections in (old, new)]
    for title, body in old:
        titles = [(was, now) for was, words in old for now, others in new if words == others == body]
        if len(titles) != 1 or len(body.split()) < 8:
            continue
        now = titles[0][1]
        if title and now and _plain(title) not in known[1] and _plain(now) not in known[0]:
            yield title, now


def _headed(words: str) -> list[tuple[str, str]]:
    """Return each plain heading with the words under it; `""` where the heading has markup or there is none."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in words.split("\n"):
        if match := _HEADING.match(line):
            found.append(("" if re.search(r"[*_`<\[\\\x0b&]", match[1]) else match[1], []))
        else:
            found[-1][1].append(line)
    return [(title, canonical(" ".join(lines))) for title, lines in found]


def _plain(title: str) -> str:
    return re.sub(r"\W+", " ", without_number(title)).strip().casefold()
