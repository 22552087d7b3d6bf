"""What was read from a charter, in lines that a person can check beside its text."""

from __future__ import annotations

from collections.abc import Iterator

from charter.model.prose import Block
from charter.model.text import Calendar, CharterText, Expectation, Section, Visibility
from charter.source import Reading

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def outline(reading: Reading[CharterText]) -> str:
    """Return every part of a text that is there, then where which diagnostics stand."""
    lines = [*_header(reading.value), *map(_block, reading.value.introduction)]
    for section in reading.value.sections:
        lines += _section(section)
    lines += [f"term {term.word}: {term.meaning.text}" for term in reading.value.terms]
    lines += [f"principle {principle.number}: {principle.words.text}" for principle in reading.value.principles]
    for item in reading.diagnostics:
        lines.append(f"{item.span.line}:{item.span.column} {item.severity} {item.code} {item.message}")
        lines += [f"  hint: {line}" for line in (item.hint or "").splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _header(text: CharterText) -> Iterator[str]:
    yield f"title: {text.title}"
    if text.heading:
        yield f"heading: {text.heading.text}"
    if text.language != "en":
        yield f"language: {text.language}"
    for party in text.parties:
        people = ", ".join(person.name + ("*" if person.decides else "") for person in party.representatives)
        yield f"{party.role} {party.id}: {party.name}" + (f" ({people})" if people else "")
    if text.agreement:
        yield f"agreement: {', '.join(f'{clause.count} of {clause.party}' for clause in text.agreement.clauses)}"
    if text.scale.levels:
        levels = " < ".join(level + ("*" if level == text.scale.expected else "") for level in text.scale.levels)
        yield f"levels: {levels}" + ("" if text.scale.is_listed else " (not listed)")
    if text.calendar:
        yield f"calendar: {calendar_line(text.calendar)}"
    yield from _rest(text)


def _rest(text: CharterText) -> Iterator[str]:
    for name, value in (
        ("audience", text.audience),
        ("review", text.review),
        ("standards", " | ".join(text.standards)),
        ("notice", text.notice_days),
        ("feedback", text.feedback),
        ("translates", text.translates),
        ("visibility", None if text.visibility is Visibility.PUBLIC else text.visibility),
    ):
        if value or value == 0:
            yield f"{name}: {value}"
    for language, file in text.translations:
        yield f"translation {language}: {file}"
    if text.stamp.version or text.stamp.effective:
        stamp = text.stamp
        yield f"stamp: {stamp.version}, effective {stamp.effective}, released {stamp.released}, note {stamp.note}"
    for key, words in text.extra:
        yield f"extra {key}: {words}"


def calendar_line(calendar: Calendar) -> str:
    """Return a calendar on one line."""
    hours = [
        f"{'+'.join(DAYS[day] for day in item.days)} {item.opens:%H:%M}-{item.closes:%H:%M}" for item in calendar.hours
    ]
    closed = [str(day) for day in calendar.closed] + ([calendar.closed_file] if calendar.closed_file else [])
    closed += [f"on the holidays of {calendar.holidays}"] if calendar.holidays else []
    return "; ".join([calendar.timezone or "no time zone", *hours, *(f"closed {day}" for day in closed)])


def _section(section: Section) -> Iterator[str]:
    title = section.title.text if section.title else "(no heading)"
    level = f" level {section.level}" if section.level != 2 else ""
    promising = _who(section.promised_by, section.promised_to) if section.is_promising else ""
    yield f"section{level} {title} #{section.anchor}{promising}"
    for item in section.items:
        if isinstance(item, Block):
            yield "  " + _block(item)
        else:
            yield from ("  " + line for line in _expectation(item))


def _expectation(item: Expectation) -> Iterator[str]:
    ref = item.ref if item.has_own_ref else f"({item.ref})"
    was = f" was {', '.join(item.was)}" if item.was else ""
    yield f"promise {ref}{was}: {item.title.text}{_who(item.promised_by, item.promised_to)}"
    yield from ("  " + _block(block) for block in item.before)
    for line in item.fields:
        segment = f" ({line.segment})" if line.segment else ""
        yield f"  - {line.key or '?'}{segment} = {line.value.text}"
    for block in item.after:
        yield "  " + _block(block)
    if item.rubric:
        levels = " < ".join(level + ("*" if level == item.rubric.expected else "") for level in item.rubric.levels)
        kind = "single point " if item.rubric.is_single_point else ""
        yield f"  {kind}rubric {item.rubric.head}: {levels}"
        for row in item.rubric.criteria:
            yield f"    {row.name.text}: {' < '.join(cell.text or '…' for cell in row.descriptors)}"


def _who(by: tuple[str, ...], to: tuple[str, ...]) -> str:
    return f" [{', '.join(by)} → {', '.join(to)}]"


def _block(block: Block) -> str:
    name = f"{block.kind} #{block.anchor}" if block.anchor else str(block.kind)
    return f"{name} {' / '.join(block.text.splitlines())}"
