"""Links, images and refs that lead nowhere, judged by what shows the page: a link that is dead there is dead here.

A released version is never edited, so its links are not judged. In a text without promises, such as a policy brought in
from elsewhere, and in records, which say what was once so, a dead link is worth one note at most for each file.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from shlex import quote
from urllib.parse import unquote, urlsplit

from charter.check.living import nearest_anchor, nearest_file
from charter.check.subject import Subject
from charter.model.charter import Charter
from charter.model.prose import Block, Link
from charter.model.text import CharterText, FieldKey, Visibility
from charter.reading.keywords import nearest
from charter.site.links import Address, Linker, attached_path, index_path, links_of, text_anchors
from charter.source import Diagnostic, Severity, SourceText, Span, diagnose
from charter.standing import is_private, stand

_ELSEWHERE = re.compile(r"(?P<charter>[^\s#/:]+)(?P<sign>[#/])(?P<ref>[a-z0-9-]+)")
_PAGE = re.compile(r"(?P<charter>[^/]+)/(?:v/(?P<label>[^/]+)|index)\.html")
_MAIL = re.compile(r"[^\s/@]+@[^\s/@]+\.[^\s/@]+")
_MOST_RELATED = 20


def find_dead_links(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH190 for each link and image that leads to a file, a charter or a version that is not there."""
    return _find("CH190", subject)


def find_dead_anchors(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH191 for each link to a place that its text does not have."""
    return _find("CH191", subject)


def find_unpublished_targets(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH192 for each link to what the site does not publish: it works on a git host, and not on the page."""
    return _find("CH192", subject)


def find_links_to_private(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH193 for each link of a public charter to one that is for its parties alone."""
    return _find("CH193", subject)


def find_unknown_refs_elsewhere(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH222 where a promise leans on one of another charter, as `charter#ref`, that is not there."""
    for field in (field for promise in (subject.text.expectations if subject.text else ()) for field in promise.fields):
        if field.key is not FieldKey.DEPENDS_ON:
            continue
        for words in re.split("[,;]", field.value.text):
            match = _ELSEWHERE.fullmatch(words.strip().strip("`"))
            if match and (found := _dependency_problem(match, subject)):
                message, near = found
                source, span = subject.charter.source, field.value.span
                place = source.span_of(match[0], span.line or 1, after=span.column or 1) if source else span
                hint = f"- {field.label}: {near}" if near else "take it out, or name a promise that is there"
                yield diagnose("CH222", place if place.end_column else span, message, hint)


def _dependency_problem(match: re.Match[str], subject: Subject) -> tuple[str, str | None] | None:
    """Return what is wrong with `charter#ref`, and what may be meant."""
    other = subject.catalog.find(match["charter"])
    if other is None:
        near = nearest(match["charter"], [charter.id for charter in subject.catalog.charters])
        return f'"{match["charter"]}" is no charter of this project', near and f"{near}{match['sign']}{match['ref']}"
    refs = {item.ref: item.was for text in _current_texts(other, subject) for item in text.expectations}
    if match["ref"] in refs:
        return None
    near = next((ref for ref, was in refs.items() if match["ref"] in was), None) or nearest(match["ref"], refs)
    message = f'"{match["ref"]}" is the ref of no promise in "{other.id}"'
    return message, near and f"{other.id}{match['sign']}{near}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """The links of one file, and what resolves them."""

    links: tuple[Link, ...]
    linker: Linker
    folder: str
    """The project's folder from which its links count."""
    text: CharterText | None
    is_record: bool = False
    is_promising: bool = False


def _find(code: str, subject: Subject) -> Iterator[Diagnostic]:
    for page in _pages(subject):
        found = [item for link in page.links if (item := _judge(link, page, subject)) and item.code == code]
        if page.is_promising or not found:
            yield from found
            continue
        first, *others = found
        more = f" (and {len(others)} more like it in this file)" if others else ""
        related = tuple(item.span for item in others[:_MOST_RELATED])
        yield replace(first, severity=Severity.INFO, message=first.message + more, related=related)


def _pages(subject: Subject) -> Iterator[_Page]:
    """Yield every file of the charter that has local links and that somebody may edit."""
    charter = subject.charter
    index = index_path(charter.id)
    folder = charter.folder or posixpath.dirname(charter.span.path)
    text = charter.text
    if text:
        yield from _page(subject, index, links_of(text), folder, text=text, is_promising=subject.is_promising)
    for tag, translation in charter.translations:
        page = f"{charter.id}/index.{tag}.html"
        links = links_of(translation)
        yield from _page(subject, page, links, folder, text=translation, is_promising=subject.is_promising)
    records = charter.records
    prose: list[tuple[Span, Iterable[Block]]] = [
        *((item.span, item.prose) for item in records.reviews),
        *((item.span, item.prose) for item in records.assessments),
        *((item.span, (block for _, blocks in item.parts for block in blocks)) for item in records.incidents),
        *([(records.comparison.span, records.comparison.prose)] if records.comparison else []),
    ]
    by_file: dict[str, list[Link]] = {}
    for span, blocks in prose:
        by_file.setdefault(span.path, []).extend(link for block in blocks for link in block.links)
    for path, found in by_file.items():
        yield from _page(subject, index, found, posixpath.dirname(path), text=text, is_record=True)


def _page(
    subject: Subject,
    page: str,
    links: Iterable[Link],
    folder: str,
    *,
    text: CharterText | None,
    is_record: bool = False,
    is_promising: bool = False,
) -> Iterator[_Page]:
    charter = subject.charter
    local = tuple(link for link in links if not link.target.startswith(("https:", "http:", "mailto:", "tel:")))
    if not local:
        return
    beside = posixpath.relpath(folder, charter.folder) if is_record and charter.folder else "."
    linker = Linker(
        page=page,
        text_page=page,
        charter=charter.id,
        is_folder=charter.folder is not None,
        charters=_charters_named(local, subject),
        anchors={page: text_anchors(text)} if text else {},
        attached=frozenset(_attached(local, folder, subject)),
        beside="" if beside == "." else beside,
    )
    yield _Page(links=local, linker=linker, folder=folder, text=text, is_record=is_record, is_promising=is_promising)


def _charters_named(links: Iterable[Link], subject: Subject) -> dict[str, tuple[str, ...]]:
    """Return the charters that links may lead to, each with its labels."""
    parts = {part for link in links for part in unquote(_path_of(link.target)).split("/")}
    parts |= {part.partition(".")[0] for part in parts} | {part.removesuffix(".md") for part in parts}
    named = [charter for charter in subject.catalog.charters if charter.id in parts] if parts != {""} else []
    return {charter.id: tuple(item.label for item in charter.versions) for charter in (*named, subject.charter)}


def _attached(links: Iterable[Link], folder: str, subject: Subject) -> Iterator[str]:
    """Yield the files in the charter's folder that links lead to and that can be published."""
    charter = subject.charter
    beside = posixpath.relpath(folder, charter.folder) if charter.folder else "."
    for link in links:
        for target in (link.target, posixpath.join(beside, link.target)):
            path = attached_path(charter.id, charter.folder is not None, target)
            if path and _is_there(f"{charter.folder}/{path}", subject):
                yield path


def _is_there(path: str, subject: Subject) -> bool:
    """Whether the project has this file or folder; it is believed to where there is no disk to look at."""
    root = subject.catalog.root
    return root is None or os.path.exists(root / path)


def _judge(link: Link, page: _Page, subject: Subject) -> Diagnostic | None:
    address = page.linker.resolve(link.target)
    if address and address.is_external:
        return None
    try:
        anchor = unquote(urlsplit(link.target).fragment)
    except ValueError:
        return diagnose("CH190", link.span, f'"{link.target[:80]}" cannot be read as an address', "https://…")
    path = _path_of(link.target)
    if address is None:
        if path or not anchor:
            return _judge_path(link, unquote(path), page, subject)
        return None if page.is_record else _dead_anchor(link, "", anchor, (page.text,))
    return _judge_place(link, address, anchor, page, subject)


def _judge_place(link: Link, address: Address, anchor: str, page: _Page, subject: Subject) -> Diagnostic | None:
    """Judge a link that leads to a page: whether everybody may see it, and whether it has that place."""
    path = _path_of(link.target)
    home = posixpath.dirname(page.linker.page)
    match = _PAGE.fullmatch(posixpath.normpath(posixpath.join(home, unquote(urlsplit(address.href).path))))
    if not path or match is None:
        return None
    charter = subject.charter if match["charter"] == subject.charter.id else subject.catalog.find(match["charter"])
    if charter is None:
        return None
    version = charter.version(match["label"]) if match["label"] else None
    is_closed = charter is not subject.charter and is_private(stand(charter, subject.today))
    if (is_closed or (version and version.text.visibility is Visibility.PARTIES)) and not is_private(subject.standing):
        message = f'"{link.target[:80]}" leads to what is for its parties alone, so the public page does not link there'
        return diagnose("CH193", link.span, message, "write the words without the link")
    if not anchor:
        return None
    texts = (version.text,) if version else _current_texts(charter, subject)
    if not version and page.is_record:
        texts += tuple(item.text for item in charter.versions)
    elif charter.text and charter.source and charter is subject.charter and path.endswith(_name_of(charter.source)):
        texts = (charter.text,)
    if any(anchor in text_anchors(text) for text in texts):
        return None
    return _dead_anchor(link, link.target.partition("#")[0], anchor, texts)


def _name_of(source: SourceText) -> str:
    return posixpath.basename(source.path)


def _current_texts(charter: Charter, subject: Subject) -> tuple[CharterText, ...]:
    """Return what the page of a charter shows now, what it will show next, and their translations."""
    shown = stand(charter, subject.today).in_force if charter.versions else None
    texts = [charter.text, shown.version.text if shown else None, *(text for _, text in charter.translations)]
    found = tuple(text for text in texts if text)
    return found or tuple(version.text for version in charter.versions[-1:])


def _dead_anchor(link: Link, path: str, anchor: str, texts: Iterable[CharterText | None]) -> Diagnostic:
    known = [text for text in texts if text]
    where = f'"{path[:80]}"' if path else "this text"
    near = nearest_anchor(anchor, known)
    hint = _written(link, f"{path}#{near}") if near else f"{{#{anchor}}} at the end of the heading that is meant"
    return diagnose("CH191", link.span, f'{where} has no place "#{anchor[:80]}"', hint)


def _judge_path(link: Link, path: str, page: _Page, subject: Subject) -> Diagnostic:
    """Judge a link to a file that has no page and is not published with the charter."""
    shown = link.target[:80]
    kind = "image" if link.is_image else "file"
    if path.startswith(("/", "\\")):
        message = f'"{shown}" begins at the top of a site; a charter links from its own folder, or by full address'
        return diagnose("CH192", link.span, message, _near(link, path, page, subject))
    place = posixpath.normpath(posixpath.join(page.folder, path)) if path else ""
    if place.startswith("../") or place == "..":
        message = f'"{shown}" leads out of the project, so the page cannot show it'
        return diagnose("CH192", link.span, message, _near(link, path, page, subject))
    if not path or not _is_there(place, subject) or "\0" in path:
        label = re.fullmatch(r"(?:.*/)?versions/(?P<label>[^/]+)\.md", path)
        said = f'there is no version "{label["label"]}"' if label else f'"{shown}" is not there'
        message = said if path else f'the link "{link.text[:60]}" leads nowhere'
        return diagnose("CH190", link.span, message, _near(link, path, page, subject))
    home = subject.charter.folder
    if home is None or not place.startswith(f"{home}/"):
        whose = f"the {kind} is not in the charter's folder" if home else "a charter that is one file has no others"
        message = f'"{shown}" is there, but is not published: {whose}'
        hint = "write a full address: https://…"
        if link.is_image and home:
            hint = f"{_written(link, posixpath.basename(place))} after: cp {quote(place)} {quote(home)}/"
        return diagnose("CH192", link.span, message, hint)
    ending = PurePosixPath(place).suffix
    why = "it belongs to the records" if ending in (".md", ".csv") else f"files that end in {ending} are not"
    why = why if ending else "only files are"
    message = f'"{shown}" is there, but is not published: {why}'
    return diagnose("CH192", link.span, message, "write the words without the link")


def _near(link: Link, path: str, page: _Page, subject: Subject) -> str:
    """Return the link that may have been meant."""
    if _MAIL.fullmatch(path):
        return _written(link, f"mailto:{path}")
    if path.startswith("www."):
        return _written(link, f"https://{link.target}")
    near = nearest_file(path, page.folder, subject)
    if near is None:
        return "write the words without the link, or a full address: https://…"
    anchor = link.target.partition("#")[2]
    return _written(link, f"{near}#{anchor}" if anchor else near)


def _written(link: Link, target: str) -> str:
    target = f"<{target}>" if " " in target else target
    return f"{'!' if link.is_image else ''}[{link.text[:60]}]({target})"


def _path_of(target: str) -> str:
    try:
        return urlsplit(target).path
    except ValueError:
        return ""
