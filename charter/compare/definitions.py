"""Changed terms, and the promises that lean on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charter.compare.blocks import words_of
from charter.compare.changes import Kind
from charter.compare.tokens import keys, tokens
from charter.compare.vocabulary import Vocabulary
from charter.compare.wording import judge_wording
from charter.model.text import CharterText, Expectation, FieldKey, Term

_SHORTEST_COMPOUND = 5
"""Letters that a word has at the least to be looked for in parts as well."""
_NO_WORDS = frozenset({FieldKey.REF, FieldKey.WAS})
_BRACKETS = re.compile(r"\(([^()]*)\)")
_OR = re.compile(r"\s+/\s+|\s*[;,]\s+|\s+or\s+|\s+ou\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """A term that is defined otherwise, or came, or went; `kind` tells a slip from other words."""

    before: Term | None
    after: Term | None
    kind: Kind

    @property
    def word(self) -> str:
        """The term as the new text writes it, or the old one where it is gone."""
        return next(term.word for term in (self.after, self.before) if term is not None)


def compare_terms(before: CharterText, after: CharterText, vocabulary: Vocabulary) -> tuple[TermChange, ...]:
    """Return every term that changed, in the order of the new text, those that are gone last."""
    old, new = _by_word(before, vocabulary), _by_word(after, vocabulary)
    found: list[TermChange] = []
    for name, term in new.items():
        was = old.get(name)
        verdict = judge_wording(_defined(was), _defined(term), vocabulary) if was else (Kind.REWORDED, None)
        if verdict:
            found.append(TermChange(before=was, after=term, kind=verdict[0]))
    found.extend(
        TermChange(before=term, after=None, kind=Kind.REWORDED) for name, term in old.items() if name not in new
    )
    return tuple(found)


def leans(change: TermChange, before: Expectation, after: Expectation, vocabulary: Vocabulary) -> bool:
    """Whether a promise leans, or leaned, on a term: its words stand there, inflected or not.

    Who relied on the old text leaned on what the term meant there, even when the promise says it otherwise now.
    """
    sides = ((change.before, before), (change.after, after))
    return any(term is not None and _has_words(term, promise, vocabulary) for term, promise in sides)


def _by_word(text: CharterText, vocabulary: Vocabulary) -> dict[tuple[str, ...], Term]:
    found: dict[tuple[str, ...], Term] = {}
    for term in text.terms:
        found.setdefault(tuple(map(vocabulary.singular, _keys(term.word, vocabulary))), term)
    return found


def _defined(term: Term) -> str:
    return words_of(term.meaning)


def _keys(words: str, vocabulary: Vocabulary) -> list[str]:
    return keys(tokens(words, vocabulary))


def _names(term: Term, vocabulary: Vocabulary) -> Iterator[list[str]]:
    """Yield the words that a term is written with: "Working day / business day" has two, "Agreement (SLA)" too."""
    yield _keys(term.word, vocabulary)
    outside = _BRACKETS.sub(" ", term.word)
    short = [words for words in _BRACKETS.findall(term.word) if words.isupper()]
    for name in (*_OR.split(outside.strip()), *short):
        yield _keys(name, vocabulary)


def _has_words(term: Term, promise: Expectation, vocabulary: Vocabulary) -> bool:
    names = [name for name in _names(term, vocabulary) if name]
    return any(
        _stands_in(name, said, vocabulary)
        for said in (_keys(words, vocabulary) for words in _words(promise))
        for name in names
    )


def _stands_in(name: Sequence[str], said: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether words stand in a text in any form, or written apart or together otherwise: "e-mail", "emails"."""
    joined = "".join(name)
    widths = {len(name), *((len(name) - 1, len(name) + 1) if len(joined) >= _SHORTEST_COMPOUND else ())} - {0}
    for width in widths:
        for at in range(len(said) - width + 1):
            run = said[at : at + width]
            if width != len(name):
                run, wanted = ["".join(run)], [joined]
            else:
                wanted = list(name)
            if all(map(vocabulary.is_form, run, wanted)):
                return True
    return False


def _words(promise: Expectation) -> Iterator[str]:
    yield promise.title.text
    for block in (*promise.before, *promise.after):
        yield block.text
    for field in promise.fields:
        if field.key not in _NO_WORDS:
            yield field.value.text
            yield field.segment or ""
    if promise.rubric is not None:
        for row in promise.rubric.criteria:
            yield from (cell.text for cell in (row.name, *row.descriptors))
