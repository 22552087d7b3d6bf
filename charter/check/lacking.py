"""What an existing document lacks to be a charter, and which of its sentences read like promises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from charter.catalog import Catalog
from charter.check import people, required
from charter.check.limits import all_limits
from charter.check.passages import passage
from charter.check.phrases import phrasebook_for
from charter.check.subject import Subject
from charter.check.targets import as_target
from charter.config import Config
from charter.model.charter import Charter
from charter.model.prose import Block, BlockKind
from charter.model.text import CharterText, FieldKey
from charter.reading.keywords import keywords_for
from charter.source import Diagnostic, SourceText, Span
from charter.standing import stand

_READ = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST, BlockKind.QUOTE})
_FINDERS = (
    required.find_missing_purpose,
    required.find_missing_audience,
    required.find_missing_limits,
    people.find_no_customer,
    people.find_no_decider,
    people.find_no_customer_promise,
    people.find_no_attitude_promise,
    required.find_missing_complaint_route,
    required.find_missing_review,
)


@dataclass(frozen=True, slots=True)
class LikelyPromise:
    """Words that read like a promise, where they stand, and the target line they would be."""

    words: str
    span: Span
    target: str


def what_is_lacking(id: str, text: CharterText, source: SourceText, today: date) -> list[Diagnostic]:
    """Return what a text would be reported for if it were meant as a charter, in the order a reader asks for it."""
    charter = Charter(id=id, folder=None, text=text, fingerprint=None, source=source, span=text.span)
    subject = Subject(
        charter=charter,
        standing=stand(charter, today),
        catalog=Catalog(charters=(charter,)),
        config=Config(),
        today=today,
        is_meant=True,
    )
    return [item for find in _FINDERS for item in find(subject)]


def likely_promises(text: CharterText, source: SourceText) -> Iterator[LikelyPromise]:
    """Yield each limit that the prose outside promises names; nothing in a language whose words are not known."""
    book = phrasebook_for(text.language)
    if book is None:
        return
    label = keywords_for(text.language).labels[FieldKey.TARGET]
    prose = [*text.introduction, *(item for part in text.sections for item in part.items if isinstance(item, Block))]
    for block in prose:
        if block.kind not in _READ:
            continue
        for limit in all_limits([passage(block, source)], book):
            place = limit.passage.place(limit.start, limit.end)
            yield LikelyPromise(limit.words, place, f"- {label}: {as_target(limit, book)}")
