"""Rules on reviews: that they are held, by both sides, decide something, and that what they decided is done.

Reviews after `today` have not been held. Who looks back is not told about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from charter.actions import open_actions
from charter.catalog.shelf import value_span
from charter.check.looking_back import texts_between
from charter.check.places import field_of
from charter.check.subject import Subject
from charter.compare.compare import compare
from charter.model.records import Review, Verdict
from charter.model.text import CharterText, Party, Role
from charter.reading.keywords import fold, nearest
from charter.schedule import review_status
from charter.source import Diagnostic, Severity, Span, diagnose

_TO_CHANGE = frozenset({Verdict.CHANGE, Verdict.WITHDRAW})
_VERDICTS_SHOWN = 5


def find_overdue_review(subject: Subject) -> Iterator[Diagnostic]:
    """Yield that the parties did not sit down again in time; a charter that was never in force has no review yet."""
    records = subject.charter.records
    if subject.standing.in_force is None and not records.reviews:
        return
    status = review_status(subject.charter, subject.standing)
    if not status.overdue or status.next is None:
        return
    source = subject.charter.source or subject.charter.versions[-1].source
    since = f"the last one was held on {status.last}" if status.last else "none was ever held"
    message = f'"{status.cadence}": no review for {status.next} is in reviews.md; {since}'
    hint = f"## {subject.today}: review\n\n- Due: {status.next}\n- Present: {_both_sides(subject)}"
    yield diagnose("CH424", value_span(source, "review"), message, hint)


def find_overdue_actions(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the actions that nobody closed by their day; they are carried over from review to review."""
    for item in open_actions(subject.charter.records.reviews, subject.today):
        action = item.action
        if action.due and action.due < subject.today:
            message = f'"{action.words}" was to be done by {action.due}' + (
                f" ({action.owner})" if action.owner else ""
            )
            hint = f"add after it, once it is done: , done {subject.today}"
            yield diagnose("CH425", action.span, message, hint)


def find_reviews_without_verdicts(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the last review if it decided nothing about any promise of the text it looked at."""
    for review, text in _last_with_text(subject):
        if not review.verdicts and text.expectations:
            rows = "\n".join(f"| {promise.ref} | keep | |" for promise in text.expectations)
            hint = f"| Promise | Verdict | Note |\n|---|---|---|\n{rows}"
            message = f"the review of {review.held} says of no promise what becomes of it"
            if not (review.actions or review.changes or review.prose):
                message += ": a new date alone is no review"
            yield diagnose("CH426", review.span, message, hint)


def find_one_sided_reviews(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the last review if it does not say who was there, or if nobody of one side was.

    A name that no party lists may be anybody's; then it is only a remark.
    """
    for review, text in _last_with_text(subject):
        place = field_of(subject.charter, review.span, "present") or review.span
        if not review.present:
            message = f"the review of {review.held} does not say who was present"
            yield diagnose("CH427", place, message, f"- Present: {_both_sides(subject)}")
            continue
        texts = (text, *subject.charter.texts)
        roles = {name: _roles(name, texts) for name in review.present}
        strangers = [f'"{name}"' for name, found in roles.items() if not found]
        for role, name in ((Role.PROVIDER, "the team"), (Role.CUSTOMER, "the customers")):
            parties = [party for party in text.parties if party.role is role]
            if not parties or any(role in found for found in roles.values()):
                continue
            message = f"nobody who speaks for {name} was at the review of {review.held}"
            people = [person.name for party in parties for person in party.representatives]
            hint = f"ask {' or '.join(people)} as well" if people else f"list who speaks for {parties[0].id}"
            if strangers:
                message += f", unless {' or '.join(strangers)} does"
                hint = f"list under representatives of {parties[0].id}: {{name: {strangers[0]}}}"
            yield diagnose("CH427", place, message, hint, severity=Severity.INFO if strangers else None)


def find_unknown_verdict_refs(subject: Subject) -> Iterator[Diagnostic]:
    """Yield verdicts about promises that the reviewed version does not have."""
    for review, text in _with_text(subject, subject.charter.records.reviews):
        refs = {promise.ref for promise in text.expectations}
        which = f"version {text.stamp.version}" if text.stamp.version else "the text"
        for verdict in review.verdicts if refs else ():
            if verdict.ref and verdict.ref not in refs:
                near = nearest(verdict.ref, refs)
                message = f'"{verdict.ref}" is no promise of {which}, which was reviewed'
                yield diagnose("CH428", _cell(verdict.span, verdict.ref), message, f"write {near}" if near else None)


def find_promises_without_verdict(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the promises about which the last review is silent, though it decided about others."""
    for review, text in _last_with_text(subject):
        decided = {verdict.ref for verdict in review.verdicts}
        left_out = [promise.ref for promise in text.expectations if promise.ref not in decided]
        if review.verdicts and left_out:
            shown = ", ".join(f'"{ref}"' for ref in left_out[:_VERDICTS_SHOWN])
            more = f" and {len(left_out) - _VERDICTS_SHOWN} more" if len(left_out) > _VERDICTS_SHOWN else ""
            message = f"the review of {review.held} says nothing about {shown}{more}"
            hint = "\n".join(f"| {ref} | keep | |" for ref in left_out)
            yield diagnose("CH429", review.span, message, hint)


def find_verdicts_not_followed(subject: Subject) -> Iterator[Diagnostic]:
    """Yield the verdicts "change" and "withdraw" of the review before the last one that led to nothing.

    The parties had until their next review; whatever was released or drafted since counts, if it touches the promise.
    """
    for review, text in _with_text(subject, _held(subject)[1:2]):
        newest = subject.charter.text or subject.charter.versions[-1].text
        kept = {promise.ref for promise in newest.expectations}
        decided = [item for item in review.verdicts if item.verdict in _TO_CHANGE and item.ref in kept]
        touched = {change.ref for change in compare(text, newest).changes} if decided else set()
        for verdict in decided:
            if verdict.ref not in touched:
                message = f'"{verdict.verdict}" was decided about "{verdict.ref}" on {review.held}; it reads as before'
                hint = f"change {verdict.ref} in charter.md, or say in the next review why it stays"
                yield diagnose("CH465", _cell(verdict.span, verdict.ref), message, hint)


def find_next_review_before_review(subject: Subject) -> Iterator[Diagnostic]:
    """Yield reviews whose next date is no later than the day on which they were held."""
    for review in subject.charter.records.reviews:
        if review.next and review.next <= review.held:
            place = field_of(subject.charter, review.span, "next review", "next") or review.span
            message = f'"{review.next}" is to be the review after the one of {review.held}, and is not after it'
            yield diagnose("CH466", place, message, "write the day on which you meet again")


def find_reviews_before_version(subject: Subject) -> Iterator[Diagnostic]:
    """Yield reviews held before the version that they say they looked at was released."""
    for review in subject.charter.records.reviews:
        version = subject.charter.version(review.version) if review.version else None
        released = version.text.stamp.released if version else None
        if released and review.held < released:
            place = field_of(subject.charter, review.span, "reviewed version", "version") or review.span
            message = f'"{review.version}" was released on {released}, after the review of {review.held}'
            before = [
                item.label
                for item in subject.charter.versions
                if item.text.stamp.released and item.text.stamp.released <= review.held
            ]
            yield diagnose("CH467", place, message, f"- Reviewed version: {before[-1]}" if before else None)


def find_reviews_of_unknown_version(subject: Subject) -> Iterator[Diagnostic]:
    """Yield reviews of a version that is not there; nobody can tell what their verdicts are about."""
    labels = [version.label for version in subject.charter.versions]
    for review in subject.charter.records.reviews:
        if review.version and labels and review.version not in labels:
            place = field_of(subject.charter, review.span, "reviewed version", "version") or review.span
            message = f'"{review.version}" is not a version of this charter'
            yield diagnose("CH468", place, message, f"name the version that was reviewed: {', '.join(labels)}")


def _held(subject: Subject) -> tuple[Review, ...]:
    """Return the reviews held by `today`, newest first."""
    return tuple(review for review in subject.charter.records.reviews if review.held <= subject.today)


def _last_with_text(subject: Subject) -> Iterator[tuple[Review, CharterText]]:
    """Yield the last review and what it looked at. Nobody can hold an earlier one again."""
    return _with_text(subject, _held(subject)[:1])


def _with_text(subject: Subject, reviews: Iterable[Review]) -> Iterator[tuple[Review, CharterText]]:
    """Yield each review with the text it names; where it names none, what was in force on its day."""
    for review in reviews:
        version = subject.charter.version(review.version) if review.version else None
        text = version.text if version else None
        if review.version is None:
            text = next(texts_between(subject.standing, review.held, review.held), None)
            if text is None and not subject.charter.versions:
                text = subject.charter.text
        if text is not None:
            yield review, text


def _both_sides(subject: Subject) -> str:
    """Return the names to write under `Present`: one of each side."""
    text = subject.standing.shown
    parties = [party for party in text.parties if party.role is not Role.OBSERVER] if text else []
    names = [party.representatives[0].name for party in parties if party.representatives]
    return ", ".join(names) or "Rosa Lindqvist, Noor Haddad"


def _roles(name: str, texts: Iterable[CharterText]) -> set[Role]:
    """Return the roles of the parties that `name` stands for; a stranger has none."""
    return {party.role for text in texts for party in text.parties if _is_of(name, party)}


def _is_of(name: str, party: Party) -> bool:
    """Whether "Rosa Lindqvist (desk)", "R. Lindqvist", "Rosa" or "41 residents" stands for the party."""
    words = _words(name)
    for person in party.representatives:
        known = _words(person.name)
        if known and words and (known <= words or words <= known or _is_initialled(name, person.name)):
            return True
    return any(_words(title) <= words for title in (party.id, party.name) if _words(title))


def _is_initialled(name: str, known: str) -> bool:
    """Whether one of the names is the other with letters for some of its words: "R. Lindqvist"."""
    short, long = fold(name).replace(".", " ").split(), fold(known).split()
    return len(short) == len(long) and all(
        one == other or (len(one) == 1 and other.startswith(one)) for one, other in zip(short, long, strict=True)
    )


def _words(text: str) -> set[str]:
    return {word.strip("()[],;.'’") for word in fold(text).split()} - {""}


def _cell(row: Span, words: str) -> Span:
    """Return where the first cell of a row stands, which is where the row begins."""
    return Span(row.path, row.line, row.column, row.line, (row.column or 1) + len(words))
