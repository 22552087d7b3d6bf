"""What a promise needs so that a customer can hold somebody to it, and how promises lean on each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from charter.check.people import is_attitude
from charter.check.subject import Subject
from charter.model.text import Expectation, Field, FieldKey
from charter.reading.keywords import keywords_for
from charter.source import Diagnostic, diagnose

_MOST_STEPS = 200
"""A circle through more promises than this is not looked for."""

_Node: TypeAlias = tuple[str, str]
"""A charter's id and a ref in its working text."""


def find_promises_without_target(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH225 for each promise with neither target nor rubric; a measure is enough for one of attitude."""
    for promise, label in _promises(subject, FieldKey.TARGET):
        if _is_open(promise, subject):
            message = f'"{promise.title.text}" has neither a target nor a rubric, so nobody can say whether it is kept'
            yield diagnose("CH225", promise.title.span, message, f"- {label}: 90% within 4 business hours")


def find_promises_without_measure(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH226 for each promise that does not say how it is measured; a rubric is enough for one of attitude."""
    for promise, label in _promises(subject, FieldKey.MEASURED):
        if promise.field(FieldKey.MEASURED) is None and not _is_open(promise, subject):
            if promise.rubric and is_attitude(promise, _language(subject)):
                continue
            message = f'"{promise.title.text}" does not say how it is measured'
            yield diagnose("CH226", promise.title.span, message, f"- {label}: every month, from the list of requests")


def find_promises_without_owner(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH227 for each promise that nobody owns."""
    people = [person.name for party in subject.text.parties for person in party.representatives] if subject.text else []
    for promise, label in _promises(subject, FieldKey.OWNER):
        if promise.field(FieldKey.OWNER) is None:
            message = f'"{promise.title.text}" has no owner'
            yield diagnose(
                "CH227", promise.title.span, message, f"- {label}: {people[0] if people else 'who sees to it'}"
            )


def find_remedies_without_target(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH228 for each remedy of a promise without a target, unless CH225 asks for one already.

    A promise of attitude that a rubric describes falls short of its expected level, and that is when its remedy is due.
    """
    for promise, label in _promises(subject, FieldKey.TARGET):
        remedy = next((field for field in promise.fields if field.key is FieldKey.REMEDY), None)
        if remedy is None or _has_target(promise) or _is_open(promise, subject):
            continue
        if not (promise.rubric and is_attitude(promise, _language(subject))):
            message = f'"{remedy.value.text}" is offered, and no target says when it is due'
            yield diagnose("CH228", remedy.span, message, f"- {label}: 90% within 4 business hours")


def find_too_many_promises(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH179, at the first promise above the limit."""
    limit = subject.config.limit("CH179")
    promises = subject.text.expectations if subject.text else ()
    if limit is not None and len(promises) > limit:
        message = f"{len(promises)} promises are more than {limit}, and more than anybody keeps in mind"
        yield diagnose("CH179", promises[limit].title.span, message, "make two charters of it, or join what is alike")


def find_circles(subject: Subject) -> Iterator[Diagnostic]:
    """Yield CH229 once for each circle of promises that lean on each other, within a charter or across several."""
    charter = subject.charter
    for promise in charter.text.expectations if charter.text else ():
        leaning = _dependencies(promise)
        circle = _circle((charter.id, promise.ref), subject) if leaning else ()
        # Every promise of a circle comes by here: the first by name speaks for all.
        if circle and min(circle) == circle[0]:
            first, *others = [f'"{_shown(node, charter.id)}"' for node in (*circle, circle[0])]
            message = f"{first} leans on {', which leans on '.join(others)}: a circle"
            yield diagnose("CH229", leaning[0].value.span, message, "take one of them out of what it leans on")


def _promises(subject: Subject, key: FieldKey) -> Iterator[tuple[Expectation, str]]:
    """Yield each promise of the working text, and what the field is called in its language."""
    if subject.text is not None:
        label = keywords_for(subject.text.language).labels[key]
        yield from ((promise, label) for promise in subject.text.expectations)


def _language(subject: Subject) -> str:
    return subject.text.language if subject.text else "en"


def _has_target(promise: Expectation) -> bool:
    return promise.field(FieldKey.TARGET) is not None


def _is_open(promise: Expectation, subject: Subject) -> bool:
    """Whether nothing says when the promise is kept."""
    if _has_target(promise) or promise.rubric:
        return False
    return promise.field(FieldKey.MEASURED) is None or not is_attitude(promise, _language(subject))


def _dependencies(promise: Expectation) -> tuple[Field, ...]:
    return tuple(field for field in promise.fields if field.key is FieldKey.DEPENDS_ON)


def _shown(node: _Node, here: str) -> str:
    place, ref = node
    return ref if place == here else f"{place}#{ref}"


def _circle(start: _Node, subject: Subject) -> tuple[_Node, ...]:
    """Return the shortest way from a promise back to itself; `()` when there is none."""
    ways: list[tuple[_Node, ...]] = [(start,)]
    seen: set[_Node] = set()
    for way in ways:
        for node in _leans_on(way[-1], subject):
            if node == start:
                return way
            if node not in seen and len(seen) < _MOST_STEPS:
                seen.add(node)
                ways.append((*way, node))
    return ()


def _leans_on(node: _Node, subject: Subject) -> Iterator[_Node]:
    """Yield the promises that a promise leans on, as they are written."""
    place, ref = node
    charter = subject.charter if place == subject.charter.id else subject.catalog.find(place)
    promises = charter.text.expectations if charter and charter.text else ()
    for field in (field for promise in promises if promise.ref == ref for field in _dependencies(promise)):
        for words in field.value.text.replace(";", ",").split(","):
            other, _, name = words.strip().strip("`").rpartition("#")
            yield other or place, name
