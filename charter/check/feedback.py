"""Rules on what people said: that it is answered, that not only praise is kept, and that it says nothing about who."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from charter.check.places import cell_of, words_below, words_in_cell, words_in_row
from charter.check.subject import Subject
from charter.model.charter import Charter
from charter.reading.keywords import nearest
from charter.recording.personal import Discretion, kind_of_contact
from charter.signatures import name_key
from charter.source import Diagnostic, Span, diagnose

ANSWER_WITHIN = timedelta(days=30)
"""A question or a complaint without an answer for longer than this is reported."""
_ENOUGH = 10
"""Out of so many remarks with a score one is usually bad."""
_COLUMNS = ("said", "action", "party", "channel")


def find_unanswered_feedback(subject: Subject) -> Iterator[Diagnostic]:
    """Yield remarks that nobody answered in time; praise needs no answer."""
    for remark in subject.charter.records.feedback:
        if remark.answered or (remark.score or 0) > 0:
            continue
        if subject.today - remark.date > ANSWER_WITHIN:
            message = f'"{_short(remark.said)}" was said on {remark.date}, and nobody answered'
            place = cell_of(subject.charter, remark.span, "said")
            yield diagnose("CH452", place, message, "write the day of the answer under answered")


def find_only_good_feedback(subject: Subject) -> Iterator[Diagnostic]:
    """Yield that nothing bad was ever written down, where enough was."""
    scored = [
        item for item in subject.charter.records.feedback if item.score is not None and item.date <= subject.today
    ]
    if len(scored) >= _ENOUGH and min(item.score or 0 for item in scored) >= 0:
        message = f"none of the {len(scored)} remarks with a score is bad; people may not know that they can say so"
        hint = "ask those who stayed away, and write down what they say as well"
        yield diagnose("CH453", Span(scored[0].span.path, 1, 1), message, hint)


def find_contacts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield e-mail addresses and phone numbers in records; those that the charter itself gives are public."""
    discretion = Discretion(subject.charter)
    for cell in _cells(subject.charter):
        for words in discretion.contacts(cell.text):
            message = f'"{words}" reads like {kind_of_contact(words)}, and {cell.record} may be published'
            yield diagnose("CH454", cell.place(words), message, "leave it out; keep it where only you can read it")


def find_names(subject: Subject) -> Iterator[Diagnostic]:
    """Yield names of people in what was said, and in what was noted about it."""
    discretion = Discretion(subject.charter)
    for cell in _cells(subject.charter):
        for words in discretion.names(cell.text, is_said=cell.is_said) if cell.is_about_people else ():
            message = f'"{words}" is the name of a person, and {cell.record} may be published'
            yield diagnose("CH455", cell.place(words), message, "say what the person does: the colleague on the phone")


def find_unknown_parties(subject: Subject) -> Iterator[Diagnostic]:
    """Yield remarks by somebody who is no party of any version."""
    parties = [party for text in subject.charter.texts for party in text.parties]
    known = {name_key(name) for party in parties for name in (party.id, party.name)}
    for remark in subject.charter.records.feedback if known else ():
        if name_key(remark.party) not in known:
            ids = list(dict.fromkeys(party.id for party in parties))
            near = nearest(remark.party, ids)
            message = f'"{remark.party}" is no party of this charter'
            hint = f"write {near}" if near else f"write for whom they speak: {', '.join(ids)}"
            yield diagnose("CH456", cell_of(subject.charter, remark.span, "party"), message, hint)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A piece of a record, and how to find words of it in its file."""

    text: str
    record: str
    place: Callable[[str], Span]
    is_said: bool = False
    """Whether it is what somebody said about the service."""
    is_about_people: bool = False


def _cells(charter: Charter) -> Iterator[_Cell]:
    records = charter.records
    for remark in records.feedback:
        for column, text in zip(_COLUMNS, (remark.said, remark.action, remark.party, remark.channel), strict=True):
            place = _in_column(charter, remark.span, column)
            yield _Cell(text, "feedback", place, is_said=column in {"said", "channel"}, is_about_people=True)
    for assessment in records.assessments:
        for judgement in assessment.judgements:
            place = _in_row(charter, judgement.span, judgement.evidence)
            yield _Cell(judgement.evidence, "an assessment", place, is_about_people=True)
    yield from _notes(charter)
    for span, text in _blocks(charter):
        yield _Cell(text, "a record", _in_block(charter, span))


def _notes(charter: Charter) -> Iterator[_Cell]:
    """Yield the remarks of the parties themselves."""
    records = charter.records
    for outcome in records.outcomes:
        yield _Cell(outcome.note, "outcomes", _in_column(charter, outcome.span, "note"))
    rows = [
        *((verdict.span, verdict.note) for review in records.reviews for verdict in review.verdicts),
        *((row.span, row.note) for sheet in records.signoffs for row in sheet.signoffs),
    ]
    if records.comparison:
        rows += [(service.span, service.evidence) for service in records.comparison.services]
    for span, note in rows:
        yield _Cell(note, "a record", _in_row(charter, span, note))


def _blocks(charter: Charter) -> Iterator[tuple[Span, str]]:
    """Yield the prose of reviews and incidents."""
    records = charter.records
    yield from ((block.span, block.text) for review in records.reviews for block in review.prose)
    for incident in records.incidents:
        yield from ((block.span, block.text) for _, blocks in incident.parts for block in blocks)


def _in_column(charter: Charter, row: Span, column: str) -> Callable[[str], Span]:
    return lambda words: words_in_cell(charter, row, column, words)


def _in_row(charter: Charter, row: Span, cell: str) -> Callable[[str], Span]:
    return lambda words: words_in_row(charter, row, words, cell)


def _in_block(charter: Charter, block: Span) -> Callable[[str], Span]:
    return lambda words: words_below(charter, block, words) or block


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59].rstrip()}…"
