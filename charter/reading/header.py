"""Front matter keys → what a charter says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from shlex import quote

from charter.model.labels import parse_label
from charter.model.text import AgreementRule, Calendar, Party, Scale, Stamp, Visibility
from charter.reading.agreement import read_agreement
from charter.reading.cadence import read_cadence
from charter.reading.calendar import CALENDAR_KEYS, read_calendar
from charter.reading.keywords import Keywords, keywords_for, nearest, tag_of_language
from charter.reading.nodes import Entry, FrontMatter, Items, Mapping, Scalar, Value
from charter.reading.parties import PARTY_KEYS, PERSON_KEYS, read_parties
from charter.reading.scale import read_scale
from charter.reading.shapes import as_written, is_inside_folder, list_of, quoted, text_of, words_of
from charter.reading.values import Refusal, parse_date
from charter.source import Diagnostic, Reading, Span, diagnose

CHARTER_KEYS = (
    "parties", "audience", "review", "agreement", "levels", "expected", "calendar", "standards", "notice",
    "visibility", "feedback", "translates", "translations",
)  # fmt: skip
"""Keys that only a charter has."""
STAMP_KEYS = ("version", "effective", "released", "note")
KNOWN_KEYS = ("title", *CHARTER_KEYS[:9], "language", *CHARTER_KEYS[9:], *STAMP_KEYS)
_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_FEEDBACK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What the front matter says. `title` is `""` where it says none."""

    title: str
    language: str
    parties: tuple[Party, ...]
    audience: str | None
    review: str | None
    agreement: AgreementRule | None
    scale: Scale
    """Where the front matter lists no levels, `expected` is what it says, on no scale yet."""
    expected_span: Span
    calendar: Calendar | None
    standards: tuple[str, ...]
    notice_days: int | None
    feedback: str | None
    visibility: Visibility
    translates: str | None
    translations: tuple[tuple[str, str], ...]
    stamp: Stamp
    unknown: tuple[Entry, ...]
    extra: tuple[tuple[str, str], ...]
    """Every key that is not known, also inside the parties, with its value as written."""
    stale_stamp: tuple[Entry, ...]
    """Stamp keys of a text that is not a released version."""
    is_charter: bool
    """Whether there is a key that only a charter has."""
    span: Span


def read_header(front: FrontMatter, label: str | None = None) -> Reading[Header]:
    """Return what the front matter says. `label` is the file's name for a released version."""
    found: list[Diagnostic] = []
    mapping = front.mapping
    get = mapping.get
    language = _read_language(get("language"), found)
    keywords = keywords_for(language)
    parties: tuple[Party, ...] = ()
    if (value := get("parties")) is not None:
        reading = read_parties(value, keywords)
        parties = reading.value
        found.extend(reading.diagnostics)
    calendar = None
    if (value := get("calendar")) is not None and as_written(value):
        calendar_reading = read_calendar(value, language=language)
        calendar = calendar_reading.value
        found.extend(calendar_reading.diagnostics)
    header = Header(
        title=text_of(mapping, "title", found, "title: Our service charter"),
        language=language,
        parties=parties,
        audience=text_of(mapping, "audience", found, "audience: Everyone who works here") or None,
        review=_read_review(mapping, language, found),
        agreement=_read_agreement(mapping, parties, language, found),
        scale=read_scale(mapping, found),
        expected_span=(get("expected") or mapping).span,
        calendar=calendar,
        standards=_words(get("standards"), "standards", found, "standards: [ISO 10001:2018]"),
        notice_days=_read_notice(get("notice"), keywords, found),
        feedback=_read_feedback(mapping, found),
        visibility=_read_visibility(get("visibility"), found),
        translates=_read_file(mapping, "translates", found),
        translations=_read_translations(get("translations"), found),
        stamp=_read_stamp(mapping, label, front, found),
        unknown=tuple(entry for entry in mapping.entries if entry.key not in KNOWN_KEYS),
        extra=tuple(_extra(mapping)),
        stale_stamp=tuple(entry for entry in mapping.entries if label is None and entry.key in STAMP_KEYS),
        is_charter=any(entry.key in CHARTER_KEYS for entry in mapping.entries),
        span=mapping.span,
    )
    return Reading(header, tuple(found))


def _read_review(mapping: Mapping, language: str, found: list[Diagnostic]) -> str | None:
    words = text_of(mapping, "review", found, "review: every 3 months")
    value = mapping.get("review")
    if words and value is not None and read_cadence(words, language) is None:
        message = f"{quoted(words)} is shown as written, but gives no dates"
        found.append(diagnose("CH112", value.span, message, "review: every 3 months from 2026-01-05"))
    return words or None


def judge_keys(header: Header) -> tuple[Diagnostic, ...]:
    """Return what to say of the keys that are not read, in a text that is a charter."""
    found: list[Diagnostic] = []
    for entry in header.unknown:
        known = entry.key.lower()
        said = f'written "{known}"' if known in KNOWN_KEYS else "not a key we know"
        message = f'"{entry.key}" is {said}; it is kept'
        found.append(diagnose("CH102", entry.key_span, message, hint_of(entry)))
    for entry in header.stale_stamp:
        message = f'"{entry.key}: {as_written(entry.value)}" belongs in versions/ only; here it means nothing'
        hint = "delete the line; charter release writes it into the version"
        found.append(diagnose("CH111", entry.key_span, message, hint))
    return tuple(found)


def hint_of(entry: Entry) -> str | None:
    """Return the line that was likely meant by a key that is not known."""
    close = nearest(entry.key, KNOWN_KEYS)
    return f"{close}: {as_written(entry.value)}" if close else None


def _extra(mapping: Mapping) -> Iterator[tuple[str, str]]:
    for entry in mapping.entries:
        if entry.key not in KNOWN_KEYS:
            yield entry.key, as_written(entry.value)
    yield from _extra_below("parties", mapping.get("parties"), PARTY_KEYS)
    yield from _extra_below("calendar", mapping.get("calendar"), CALENDAR_KEYS)


def _extra_below(place: str, value: Value | None, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield the keys that nobody reads inside a value, as `parties.2.phone`."""
    if isinstance(value, Items):
        for number, item in enumerate(value.values, start=1):
            yield from _extra_below(f"{place}.{number}", item, known)
    elif isinstance(value, Mapping):
        for entry in value.entries:
            if entry.key not in known:
                yield f"{place}.{entry.key}", as_written(entry.value)
            elif entry.key == "representatives":
                yield from _extra_below(f"{place}.representatives", entry.value, PERSON_KEYS)


def _read_language(value: Value | None, found: list[Diagnostic]) -> str:
    if value is None:
        return "en"
    words = words_of(value, "language", found, "language: en")
    tag = words.replace("_", "-")
    if not _TAG.fullmatch(tag):
        tag = tag_of_language(words) or "en"
    if tag != words and words:
        found.append(diagnose("CH113", value.span, f"{quoted(words)} is not a language tag", f"language: {tag}"))
    return tag or "en"


def _read_agreement(
    mapping: Mapping, parties: tuple[Party, ...], language: str, found: list[Diagnostic]
) -> AgreementRule | None:
    value = mapping.get("agreement")
    text = text_of(mapping, "agreement", found, "agreement: one decider from every party")
    if not isinstance(value, Scalar) or not text:
        return None
    if "\n" not in value.text:
        text = value.text
    span = value.span
    if value.is_quoted and span.column is not None:
        span = Span(span.path, span.line, span.column + 1, span.end_line, span.end_column)
    reading = read_agreement(text, parties, span, language=language)
    found.extend(reading.diagnostics)
    return reading.value


def _words(value: Value | None, key: str, found: list[Diagnostic], example: str) -> tuple[str, ...]:
    items = list_of(value, key, found, example) if value is not None else ()
    return tuple(" ".join(item.text.split()) for item in items)


def _read_notice(value: Value | None, keywords: Keywords, found: list[Diagnostic]) -> int | None:
    if value is None:
        return None
    words = as_written(value).strip()
    match = re.fullmatch(r"(\d+|[^\W\d_]+)(?:\s*([^\W\d].*))?", words)
    count = keywords.number(match[1]) if match else None
    unit = match[2] if match else None
    weeks = unit is not None and keywords.is_word("weeks", unit)
    if count is None or count > 3660 or not (unit is None or weeks or keywords.is_word("days", unit)):
        found.append(diagnose("CH106", value.span, f"{quoted(words)} is not a number of days", "notice: 14 days"))
        return None
    return count * 7 if weeks else count


def _read_feedback(mapping: Mapping, found: list[Diagnostic]) -> str | None:
    words = text_of(mapping, "feedback", found, "feedback: mailto:desk@example.org")
    if not words:
        return None
    if _FEEDBACK.fullmatch(words):
        return words
    hint = (
        f"feedback: mailto:{words}"
        if re.fullmatch(r"[^\s@/]+@[^\s@/]+", words)
        else "feedback: https://example.org/form"
    )
    at = mapping.get("feedback") or mapping
    found.append(diagnose("CH106", at.span, f"{quoted(words)} is neither a web address nor mailto:", hint))
    return None


def _read_visibility(value: Value | None, found: list[Diagnostic]) -> Visibility:
    """Return who may read it. What cannot be read is not published."""
    if value is None:
        return Visibility.PUBLIC
    words = as_written(value).strip()
    if words.lower() in tuple(Visibility):
        return Visibility(words.lower())
    message = f"{quoted(words)} is neither public nor parties; the charter is not published until it is"
    found.append(diagnose("CH106", value.span, message, f"visibility: {nearest(words, Visibility) or 'parties'}"))
    return Visibility.PARTIES


def _read_file(mapping: Mapping, key: str, found: list[Diagnostic]) -> str | None:
    value = mapping.get(key)
    name = text_of(mapping, key, found, f"{key}: charter.md")
    if value is None or not name:
        return None
    return _checked_file(name, f"{key}: ", value.span, found)


def _checked_file(name: str, before: str, span: Span, found: list[Diagnostic]) -> str | None:
    if is_inside_folder(name):
        return name
    base = re.split(r"[/\\:]", name)[-1] or "charter.md"
    found.append(diagnose("CH130", span, f"{quoted(name)} leads out of the charter's folder", f"{before}{base}"))
    return None


def _read_translations(value: Value | None, found: list[Diagnostic]) -> tuple[tuple[str, str], ...]:
    if value is None or not as_written(value).strip():
        return ()
    example = "translations: {fr: charter.fr.md}"
    if not isinstance(value, Mapping):
        found.append(
            diagnose(
                "CH106",
                value.span,
                f"{quoted(as_written(value))} does not say which language is in which file",
                example,
            )
        )
        return ()
    pairs: list[tuple[str, str]] = []
    for entry in value.entries:
        name = words_of(entry.value, "translations", found, example)
        if not _TAG.fullmatch(entry.key):
            tag = entry.key.replace("_", "-")
            hint = f"{{{tag if _TAG.fullmatch(tag) else tag_of_language(entry.key) or 'fr'}: {name}}}"
            found.append(diagnose("CH113", entry.key_span, f'"{entry.key}" is not a language tag', hint))
        elif name and (file := _checked_file(name, f"{entry.key}: ", entry.value.span, found)):
            pairs.append((entry.key, file))
    return tuple(pairs)


def _read_stamp(mapping: Mapping, label: str | None, front: FrontMatter, found: list[Diagnostic]) -> Stamp:
    if label is None:
        return Stamp()
    version = text_of(mapping, "version", found, f'version: "{label}"') or None
    effective = _read_day(mapping, "effective", found)
    if version is not None and version != label:
        at = mapping.get("version") or mapping
        message = f'the stamp says version "{version}", the file is called "{label}"'
        # A released file is never edited: what went wrong is its name.
        folder = at.span.path.rpartition("/")[0]
        hint = f"git mv {quote(at.span.path)} {quote(f'{folder}/{version}.md')}"
        found.append(diagnose("CH150", at.span, message, hint if parse_label(version) else f'version: "{label}"'))
    missing = [key for key in ("version", "effective") if mapping.get(key) is None]
    if missing:
        # No hint: a released file is not edited. Its name says the version, and without a date it binds from the start.
        message = f"the released version {label} does not say its {' and '.join(missing)}"
        found.append(diagnose("CH153", front.mapping.span, message))
    return Stamp(
        version=version,
        effective=effective,
        released=_read_day(mapping, "released", found),
        note=text_of(mapping, "note", found, "note: First charter") or None,
    )


def _read_day(mapping: Mapping, key: str, found: list[Diagnostic]) -> date | None:
    value = mapping.get(key)
    words = text_of(mapping, key, found, f"{key}: 2026-01-05")
    if value is None or not words:
        return None
    day = parse_date(words)
    if isinstance(day, Refusal):
        found.append(diagnose("CH106", value.span, f"{key}: {day.message}", day.hint))
        return None
    return day
