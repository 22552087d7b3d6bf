"""One party's scores for one period: `assessments/PERIOD/PARTY.md`."""

from __future__ import annotations

from charter.model.records import Assessment, Judgement, Period
from charter.reading.keywords import fold, keywords_for
from charter.reading.recordhead import RecordParts, read_parts
from charter.reading.recordtable import Column, RecordRow, missing_table, read_record_table, split_body
from charter.reading.values import Refusal, parse_period
from charter.source import Diagnostic, Reading, SourceText, Span, diagnose

_COLUMNS = (
    Column("Expectation", aliases=("Promise",)),
    Column("What we look at", aliases=("Criterion",)),
    Column("Level"),
    Column("Evidence", is_required=False),
    Column("Importance", is_required=False),
)


def read_assessment(source: SourceText, period: str, party: str) -> Reading[Assessment | None]:
    """Return the scores of a file that lies in the folder `period` and is called after `party`.

    Where the front matter says something else, the folder and the file's name hold. `None` where neither names a
    period.
    """
    parts = read_parts(source, ("version", "period", "party", "date", "by", "blind"), "an assessment")
    found = parts.found
    judged = _period(parts, period)
    written = parts.text("party", f"party: {party}")
    if written and fold(written) != fold(party):
        message = f'the front matter says party "{written}", and the file is called "{party}"'
        found.append(diagnose("CH430", parts.span("party"), message, f"party: {party}"))
    body = split_body(parts.nodes, _COLUMNS)
    judgements: list[Judgement] = []
    first: dict[tuple[str, str], Span] = {}
    for table in body.tables:
        reading = read_record_table(table, _COLUMNS)
        found += reading.diagnostics
        for row in reading.value.rows:
            judgement = _judgement(row, found)
            if judgement is None:
                continue
            related = first.setdefault((fold(judgement.ref), fold(judgement.criterion)), judgement.span)
            if related is not judgement.span:
                message = f'"{judgement.criterion}" of {judgement.ref} was judged in line {related.line} already'
                span = row.span_of("What we look at")
                found.append(diagnose("CH434", span, message, "keep one of the two rows", related=(related,)))
            judgements.append(judgement)
    if not body.tables:
        found.append(missing_table(source.span(1, 1), _COLUMNS, "the assessment"))
    day = parts.date("date")
    if judged is None:
        return Reading(None, tuple(found))
    assessment = Assessment(
        period=judged,
        party=party,
        version=parts.text("version", 'version: "1.0"') or None,
        date=day,
        by=parts.text("by", "by: the team together") or None,
        is_blind=_is_blind(parts),
        judgements=tuple(judgements),
        title=body.title,
        prose=body.prose,
        span=source.span(1, 1),
    )
    return Reading(assessment, tuple(found))


def _period(parts: RecordParts, folder: str) -> Period | None:
    by_folder = parse_period(folder)
    words = parts.text("period", f"period: {folder}")
    written = parse_period(words) if words else None
    if isinstance(by_folder, Refusal):
        span = Span(parts.mapping.span.path, 1, 1)
        message = f"the folder's name: {by_folder.message}"
        parts.found.append(diagnose("CH414", span, message, by_folder.hint))
    if isinstance(written, Refusal):
        parts.found.append(diagnose("CH414", parts.span("period"), written.message, written.hint))
        written = None
    if isinstance(by_folder, Refusal):
        return written
    if written is not None and written != by_folder:
        message = f'the front matter says period "{words}", and the folder is called "{folder}"'
        parts.found.append(diagnose("CH430", parts.span("period"), message, f"period: {folder}"))
    return by_folder


def _is_blind(parts: RecordParts) -> bool:
    """Return what `blind` says. What cannot be read keeps the scores out of sight: they can be shown later."""
    words, keywords = parts.text("blind", "blind: yes"), keywords_for("en")
    if not words or keywords.is_word("no", words):
        return False
    if not keywords.is_word("yes", words):
        message = f'"{words}" does not say whether the other side\'s scores stay out of sight'
        parts.found.append(diagnose("CH411", parts.span("blind"), message, "blind: yes"))
    return True


def _judgement(row: RecordRow, found: list[Diagnostic]) -> Judgement | None:
    ref = row.required("Expectation", str, "CH411", found, "write the promise's ref")
    importance = row.value("Importance", _parse_importance, "CH411", found)
    if ref is None:
        return None
    return Judgement(
        ref=ref,
        criterion=row.text("What we look at"),
        level=row.text("Level"),
        evidence=row.text("Evidence"),
        importance=importance,
        span=row.span,
    )


def _parse_importance(text: str) -> int | Refusal:
    if text in {"1", "2", "3", "4", "5"}:
        return int(text)
    return Refusal(f'"{text}" is not an importance', "write 1 (little), 2, 3, 4 or 5 (most)")
