"""Refs, criteria, levels and segments that records name, followed to the texts that should have them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from charter.catalog.shelf import value_span
from charter.model.charter import Charter
from charter.model.records import Assessment, Judgement
from charter.model.text import CharterText, Expectation, Rubric
from charter.reading.csvtable import read_csv_rows
from charter.reading.keywords import fold, keywords_for, nearest
from charter.source import Diagnostic, SourceText, Span, diagnose


def check_references(charter: Charter, sources: Mapping[str, SourceText]) -> Iterator[Diagnostic]:
    """Yield what the records of a charter name and none of its texts has.

    A judgement is read against the version it names. An outcome or a remark may be about a promise of any version, or
    of the working text. `sources` are the texts by path; they tell where in a row a name stands.
    """
    records = charter.records
    if not (records.assessments or records.outcomes or records.feedback):
        return
    for assessment in records.assessments:
        yield from _check_assessment(charter, assessment, sources)
    segments = _segments(charter)
    cells = _Cells(sources)
    for outcome in records.outcomes:
        if outcome.ref not in segments:
            place = cells.place(outcome.span, "ref")
            yield diagnose("CH441", place, _no_version_has(outcome.ref), _meant(outcome.ref, segments))
        elif outcome.segment and fold(outcome.segment) not in (labels := segments[outcome.ref]):
            message = f'"{outcome.segment}" is no target\'s label in "{outcome.ref}"'
            hint = _meant(outcome.segment, labels.values()) or "leave the cell empty, or add a target with that label"
            yield diagnose("CH442", cells.place(outcome.span, "segment"), message, hint)
    for remark in records.feedback:
        if remark.ref and remark.ref not in segments:
            place = cells.place(remark.span, "ref")
            yield diagnose("CH451", place, _no_version_has(remark.ref), _meant(remark.ref, segments))


def _segments(charter: Charter) -> dict[str, dict[str, str]]:
    """Return the labels of the targets that each ref had in any text; what a promise was called before included."""
    found: dict[str, dict[str, str]] = {}
    texts = [version.text for version in charter.versions]
    for text in [*texts, *([charter.text] if charter.text else ())]:
        for expectation in text.expectations:
            labels = {fold(target.segment): target.segment for target in expectation.targets if target.segment}
            for ref in (expectation.ref, *expectation.was):
                found.setdefault(ref, {}).update(labels)
    return found


def _check_assessment(
    charter: Charter, assessment: Assessment, sources: Mapping[str, SourceText]
) -> Iterator[Diagnostic]:
    source = sources[assessment.span.path]
    text = charter.text
    if assessment.version is not None:
        version = charter.version(assessment.version)
        text = version.text if version else None
        if version is None:
            message = f'version "{assessment.version}" is not there, so these judgements cannot be checked'
            labels = ", ".join(other.label for other in charter.versions)
            hint = f"name the version that was judged: {labels}" if labels else "take the version out"
            yield diagnose("CH435", value_span(source, "version"), message, hint)
    elif charter.versions:
        text = charter.versions[-1].text
    if text is None:
        return
    if text.parties and text.party(assessment.party) is None:
        message = f'"{assessment.party}" is not the id of a party'
        meant = _meant(assessment.party, [party.id for party in text.parties])
        yield diagnose("CH107", value_span(source, "party"), message, meant)
    promises = {item.ref: item for item in text.expectations}
    for judgement in assessment.judgements:
        yield from _check_judgement(judgement, promises, text, source)


def _check_judgement(
    judgement: Judgement, promises: Mapping[str, Expectation], text: CharterText, source: SourceText
) -> Iterator[Diagnostic]:
    row = _Row(source, judgement.span)
    ref = row.find(judgement.ref)
    promise = promises.get(judgement.ref)
    if promise is None:
        message = f'"{judgement.ref}" is no promise of {_which(text)}'
        yield diagnose("CH431", ref, message, _meant(judgement.ref, promises))
        return
    criterion = row.find(judgement.criterion)
    if judgement.criterion and promise.rubric is None:
        message = f'"{judgement.criterion}" is no criterion: "{promise.ref}" has no rubric'
        yield diagnose("CH432", criterion, message, "leave the cell empty to judge the promise as a whole")
    elif judgement.criterion and promise.rubric:
        criteria = [item.name.text for item in promise.rubric.criteria]
        if not _is_one_of(judgement.criterion, criteria):
            message = f'"{judgement.criterion}" is no criterion of "{promise.ref}"'
            yield diagnose("CH432", criterion, message, _meant(judgement.criterion, criteria))
    levels = promise.rubric.levels if promise.rubric else text.scale.levels
    if judgement.level and levels and not _is_one_of(judgement.level, (*levels, *_other_names(text, promise.rubric))):
        message = f'"{judgement.level}" is not on the scale'
        hint = _meant(judgement.level, levels) or f"the levels are {', '.join(levels)}"
        yield diagnose("CH433", row.find(judgement.level), message, hint)


def _other_names(text: CharterText, rubric: Rubric | None) -> Iterable[str]:
    """Return what the columns of a single-point rubric may be called in the charter's language."""
    return keywords_for(text.language).single_point if rubric and rubric.is_single_point else ()


def _is_one_of(words: str, known: Iterable[str]) -> bool:
    return fold(words) in {fold(name) for name in known}


class _Row:
    """Finds words in one line, each after the ones before it, as cells mostly stand."""

    def __init__(self, source: SourceText, span: Span) -> None:
        self.source, self.line, self.column = source, span.line or 1, 1

    def find(self, words: str) -> Span:
        place = self.source.span_of(words, self.line, after=self.column)
        if place.end_column is None:
            return self.source.span_of(words, self.line)
        self.column = place.end_column
        return place


class _Cells:
    """Finds cells of CSV files; a file is only looked through again when something in it is wrong."""

    def __init__(self, sources: Mapping[str, SourceText]) -> None:
        self.sources = sources
        self.spans: dict[tuple[str, str], dict[int | None, Span]] = {}

    def place(self, span: Span, column: str) -> Span:
        key = (span.path, column)
        if key not in self.spans:
            rows = read_csv_rows(self.sources[span.path], (column,)).value
            self.spans[key] = {row.line: row.span(column) for row in rows}
        return self.spans[key].get(span.line, span)


def _which(text: CharterText) -> str:
    return f"version {text.stamp.version}" if text.stamp.version else "the text"


def _no_version_has(ref: str) -> str:
    return f'"{ref}" is no promise in any version'


def _meant(words: str, known: Iterable[str]) -> str | None:
    near = nearest(words, known)
    return f"write {near}" if near else None
