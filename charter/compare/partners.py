"""Which promise of one text is which of another, by ref."""

from __future__ import annotations

from collections.abc import Mapping

from charter.compare.matching import match_promises
from charter.compare.passages import match_passages, passages_of, sections_of
from charter.compare.vocabulary import vocabulary_for
from charter.model.text import CharterText
from charter.reading.keywords import keywords_for


def partners(before: CharterText, after: CharterText) -> Mapping[str, str]:
    """Return the old ref and the new one of every promise that is in both texts, as `compare` sees it."""
    keywords, vocabulary = keywords_for(after.language), vocabulary_for(after.language)
    passages = match_passages(passages_of(before, keywords), passages_of(after, keywords), vocabulary)
    matches = match_promises(before, after, sections_of(passages), vocabulary)
    return {match.before.ref: match.after.ref for match in matches if match.before and match.after}
