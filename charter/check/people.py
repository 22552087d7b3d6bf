"""Who stands behind a charter: customers, people who decide, owners, and what is asked of either side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from charter.check.subject import Subject
from charter.model.text import CharterText, Expectation, Field, FieldKey, Role
from charter.reading.keywords import canonical_value, fold, keywords_for, nearest
from charter.source import Diagnostic, Span, diagnose

_WORD = re.compile(r"\w+")


def find_no_customer(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH175 where the front matter lists no customer."""
    text = subject.text
    if text and subject.is_promising and not _ids(text, Role.CUSTOMER):
        message = "none of the parties is a customer" if text.parties else "the front matter lists no parties"
        hint = "- {id: customers, role: customer, name: The people we serve}"
        yield diagnose("CH175", _parties_span(text), message, hint if text.parties else f"parties:\n  {hint}")


def find_no_decider(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH176 where parties are listed and nobody in any of them decides."""
    text = subject.text
    if not (text and subject.is_promising and text.parties):
        return
    people = [person for party in text.parties for person in party.representatives]
    if not any(person.decides for person in people):
        name = people[0].name if people else "Rosa Lindqvist"
        message = "nobody may decide for any party, so nobody can sign" if people else "no party has a representative"
        hint = f"representatives: [{{name: {name}, decides: yes}}]"
        yield diagnose("CH176", _parties_span(text), message, hint)


def find_no_customer_promise(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH177 where customers are listed and promise nothing; a charter is an agreement of both sides."""
    text = subject.text
    if not (text and subject.is_promising and (customers := _ids(text, Role.CUSTOMER))):
        return
    promising = {party for item in text.expectations for party in item.promised_by}
    if promising and not promising & customers and all(text.party(party) for party in promising):
        party = next(party for party in text.parties if party.id in customers)
        labels = keywords_for(text.language).section_labels
        hint = f"- {labels['promised_by']}: {party.name}"
        yield diagnose("CH177", party.span, f'nothing is asked of "{party.name}"', hint)


def find_no_attitude_promise(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH178 where no promise is marked as one of attitude."""
    text = subject.text
    if text and subject.is_promising and not any(is_attitude(item, text.language) for item in text.expectations):
        keywords = keywords_for(text.language)
        word = next(word for word, value in keywords.values[FieldKey.KIND].items() if value == "attitude")
        message = "no promise is about how people are treated"
        yield diagnose("CH178", text.span, message, f"- {keywords.labels[FieldKey.KIND]}: {word}")


def find_unknown_owners(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH180 for each owner who is nobody in the front matter: no representative, title or party.

    One word in common is enough, so that "Rosa" and "the service desk's manager" are understood. Where the front matter
    names no people, an owner can be anybody.
    """
    text = subject.text
    if not text or not any(party.representatives for party in text.parties):
        return
    people = [person.name for party in text.parties for person in party.representatives]
    titles = [person.title for party in text.parties for person in party.representatives if person.title]
    known = [*people, *titles, *(name for party in text.parties for name in (party.name, party.id))]
    for item in text.expectations:
        for field in (field for field in item.fields if field.key is FieldKey.OWNER):
            for owner in _owners(field, text.language):
                if not _is_one_of(owner, known):
                    near = nearest(owner, known)
                    hint = f"- {field.label}: {near}" if near else f"representatives: [{{name: {owner}}}]"
                    message = f'"{owner}" is none of the people, titles and parties in the front matter'
                    yield diagnose("CH180", _place(owner, field, subject), message, hint)


def is_attitude(promise: Expectation, language: str) -> bool:
    """Whether a promise is about how people are treated."""
    kind = promise.field_text(FieldKey.KIND)
    return kind is not None and canonical_value(FieldKey.KIND, kind, language) == "attitude"


def _ids(text: CharterText, role: Role) -> set[str]:
    return {party.id for party in text.parties if party.role is role}


def _parties_span(text: CharterText) -> Span:
    return text.parties[0].span if text.parties else text.span


def _owners(field: Field, language: str) -> Iterator[str]:
    joins = "|".join(re.escape(word) for word in sorted(keywords_for(language).words["and"], key=len, reverse=True))
    for words in re.split(rf"[,;/]|\s(?:{joins})\s", field.value.text, flags=re.IGNORECASE):
        if owner := re.sub(r"\(.*?\)", "", words).strip():
            yield owner


def _is_one_of(owner: str, known: Sequence[str]) -> bool:
    said = _WORD.findall(fold(owner))
    names = [words for name in known if (words := _WORD.findall(fold(name)))]
    return any(_are_in(said, words) or _are_in(words, said) for words in names)


def _are_in(some: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each of some words is one of others; a single letter is the first of a name."""
    return all(any(other == word or (len(word) == 1 and other.startswith(word)) for other in words) for word in some)


def _place(owner: str, field: Field, subject: Subject) -> Span:
    source, span = subject.charter.source, field.value.span
    place = source.span_of(owner, span.line or 1, after=span.column or 1) if source else span
    return span if place.end_column is None else place
