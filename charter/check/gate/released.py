"""Released texts: edited, taken out, put in before others, under a label that is taken, in a folder that moved."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from shlex import quote

from charter.catalog.places import VERSIONS
from charter.catalog.shelf import value_span
from charter.check.gate.base import BaseCharter, Fate
from charter.check.gate.matter import Finding, Matter
from charter.model.charter import Charter, Version
from charter.model.labels import next_label, parse_label
from charter.model.records import SignOffSheet
from charter.reading.decode import decode
from charter.report.standing import day_words, listed
from charter.report.text import number_of
from charter.signatures import name_key
from charter.source import SourceText, Span, diagnose


def find_edited(matter: Matter) -> Iterator[Finding]:
    """Yield each released version that says something else now; under another stamp it is another version."""
    for version in matter.was.versions:
        now = matter.now.version(version.label)
        file = matter.file(f"{VERSIONS}/{version.label}.md")
        if now is None or now is version:
            continue
        if now.source.text == version.source.text and not (file and file.fate is Fate.CHANGED):
            continue
        then, stamp = version.text.stamp, now.text.stamp
        hint = f"put it back with: {matter.put_back(f'{VERSIONS}/{version.label}.md')}"
        if then.released and stamp.released and then.released != stamp.released:
            message = f"{version.label} was released on {day_words(then.released)} already, as another text"
            yield Finding(diagnose("CH503", value_span(now.source, "released"), message, hint))
            continue
        message = f"{version.label} {_told(version, matter.was.records.signoffs)}"
        related = (first_difference(version.source, now.source),)
        yield Finding(diagnose("CH501", Span(now.source.path, 1, 1), message, hint, related=related))


def find_removed(matter: Matter) -> Iterator[Finding]:
    """Yield each released version that is not there any more; one finding for all of them when none is left."""
    gone = [version for version in matter.was.versions if matter.now.version(version.label) is None]
    if gone and len(gone) == len(matter.was.versions) > 1:
        yield _all_removed(gone, f"{matter.base.folder}/{VERSIONS}", matter)
        return
    for version in gone:
        inside = f"{VERSIONS}/{version.label}.md"
        file = matter.file(inside)
        trouble = "cannot be read" if file and file.fate is Fate.CHANGED else "is gone"
        message = f"{version.label} {_told(version, matter.was.records.signoffs)}, and its file {trouble}"
        hint = f"put it back with: {matter.put_back(inside)}"
        yield Finding(diagnose("CH502", matter.place(inside), message, hint))


def _all_removed(gone: Sequence[Version], folder: str, matter: Matter) -> Finding:
    labels = listed([version.label for version in gone])
    message = f"all {len(gone)} released versions are gone: {labels}"
    hint = f"put them back with: git checkout {quote(matter.ref)} -- {quote(folder)}"
    return Finding(diagnose("CH502", Span(gone[-1].source.path, 1, 1), message, hint))


def find_removed_charter(base: BaseCharter, was: Charter) -> Iterator[Finding]:
    """Yield a charter that is gone with its released versions; a draft may go."""
    if was.versions:
        labels = listed([version.label for version in was.versions])
        noun = number_of(len(was.versions), "released version", "released versions")
        name = was.id.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
        message = f"the charter {name} is gone, with its {noun}: {labels}"
        hint = f"put it back with: {base.put_back}"
        yield Finding(diagnose("CH502", Span(was.versions[-1].source.path, 1, 1), message, hint))


def find_moved(base: BaseCharter, was: Charter, now: Charter) -> Iterator[Finding]:
    """Yield a charter that has another id: what people saved of its pages leads nowhere."""
    message = f"{was.id} is called {now.id} now: every address of its pages, feeds and promises breaks"
    hint = f"git mv {quote(now.folder or '')} {quote(base.folder or '')}"
    yield Finding(diagnose("CH508", Span(now.span.path, 1, 1), message, hint, related=(Span(base.folder or ""),)))


def find_reused(matter: Matter) -> Iterator[Finding]:
    """Yield each new version of which the other side released another text under the same label meanwhile."""
    meanwhile = {parse_label(label): (label, data) for label, data in matter.meanwhile.items()}
    for version in matter.new_versions:
        label, data = meanwhile.get(parse_label(version.label), ("", None))
        if data is None or decode("", data).value.text == version.source.text:
            continue
        newest = max([*matter.meanwhile, *(item.label for item in matter.released)], key=_key)
        message = f'{label} was released on "{matter.ref}" meanwhile, and says something else'
        hint = f"{_withdraw(version)} && charter release {matter.now.id} {next_label(newest, 'minor')}"
        yield Finding(diagnose("CH503", _label_span(version), message, hint))


def find_out_of_order(matter: Matter) -> Iterator[Finding]:
    """Yield each new version whose label comes before one that is released.

    The history of a document from before its first version may be put in: dated texts that are older than all others.
    """
    old = [version.label for version in matter.was.versions]
    first = _first_day(matter.was.versions)
    newest = max([*old, *matter.meanwhile], key=_key, default=None)
    for version in matter.new_versions:
        key = _key(version.label)
        if newest is None or key >= _key(newest):
            continue
        is_history = key[:1] == (0,) and all(key < _key(label) for label in old)
        if is_history and (first is None or date(*key[1:4]) <= first):
            continue
        message = f"{version.label} comes before {newest}, which is released"
        hint = f"{_withdraw(version)} && charter release {matter.now.id} {next_label(newest, 'minor')}"
        yield Finding(diagnose("CH504", _label_span(version), message, hint))


def _key(label: str) -> tuple[int, ...]:
    return parse_label(label) or ()


def _first_day(versions: Sequence[Version]) -> date | None:
    days = [day for item in versions for day in (item.text.stamp.released, item.text.stamp.effective) if day]
    return min(days, default=None)


def _withdraw(version: Version) -> str:
    return f"rm {quote(version.source.path)}"


def _label_span(version: Version) -> Span:
    return value_span(version.source, "version")


def _told(version: Version, sheets: Sequence[SignOffSheet]) -> str:
    """Return what makes a version one that nobody may touch."""
    released = version.text.stamp.released
    words = f"was released on {day_words(released)}" if released else "is a released version"
    signed = {name_key(row.party) for sheet in sheets if sheet.version == version.label for row in sheet.signoffs}
    return f"{words} and signed by {number_of(len(signed), 'party', 'parties')}" if signed else words


def first_difference(then: SourceText, now: SourceText) -> Span:
    """Return the place in `now` at which two texts part; the start of it for texts that say the same."""
    for number in range(1, max(then.line_count, now.line_count) + 1):
        old, new = then.line(number), now.line(number)
        if old != new:
            column = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), None)
            return now.span(min(number, now.line_count), (min(len(old), len(new)) if column is None else column) + 1)
    return now.span(1, 1)
