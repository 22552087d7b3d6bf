"""The life of a promise in words that every printer of it shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from charter.compare.changes import Change, Kind
from charter.lives.remarks import is_about
from charter.lives.story import Event, Step
from charter.model.records import Decision, Outcome, PromiseVerdict
from charter.report.standing import day_words, listed, missing_words
from charter.standing import AGREEING, Signature, State, VersionStanding

DRAFT = "draft"
"""What the working text is called where others have a label."""

_REMARKS = frozenset({Decision.RESERVATION, Decision.DISAGREE})


def label_of(step: Step) -> str:
    """Return what a text is called."""
    return step.version.version.label if step.version else DRAFT


def runs(steps: Sequence[Step]) -> Iterator[tuple[Step, ...]]:
    """Yield the steps in order, those that changed nothing one after another as one run."""
    held: list[Step] = []
    for step in steps:
        if held and not (step.event is held[-1].event is Event.UNCHANGED):
            yield tuple(held)
            held = []
        held.append(step)
    if held:
        yield tuple(held)


def when_words(version: VersionStanding | None) -> str:
    """Return since when a version is in force, or why it is not."""
    if version is None:
        return "the working text, not released"
    begin, end, state = version.in_force_from, version.in_force_until, version.state
    if begin and end:
        return f"in force from {day_words(begin)} until {day_words(end)}"
    if state is State.IN_FORCE:
        return f"in force since {day_words(begin)}" if begin else "in force"
    if state is State.AGREED and begin:
        return f"agreed, in force from {day_words(begin)}"
    released = version.version.text.stamp.released
    on = f", released on {day_words(released)}" if released else ""
    missing = f"; still to sign: {missing_words(version.missing)}" if state is State.PROPOSED else ""
    return f"{state}{on}{missing}"


def signed_words(version: VersionStanding | None) -> str:
    """Return who signed, in words; empty where nobody did."""
    agreed = [item for item in version.signatures if item.counts] if version else []
    return f"signed by {listed([_signed(item) for item in agreed])}" if agreed else ""


def _signed(item: Signature) -> str:
    party = item.party.id if item.party else item.signoff.party
    return f"{item.signoff.name} ({party}{f', of {item.carried_from}' if item.carried_from else ''})"


def remarks_on(step: Step) -> Iterator[str]:
    """Yield reservations and disagreements, each with its note; those about other promises are left out."""
    others = [promise for promise in step.text.expectations if promise.ref != step.promise.ref]
    for item in step.version.signatures if step.version else ():
        written = item.signoff
        is_elsewhere = any(is_about(written.note, other) for other in others)
        if written.decision in _REMARKS and not item.carried_from:
            if is_elsewhere and not is_about(written.note, step.promise):
                continue
            said = "agrees with a reservation" if written.decision in AGREEING else "disagrees"
            yield f"{written.name} {said}{f': {written.note}' if written.note else ''}"


def renamed_from(step: Step, before: Step | None) -> str | None:
    """Return what the promise was called before, where no change of the step says so."""
    if before is None or before.promise.ref == step.promise.ref:
        return None
    is_told = any(change.kind is Kind.RENAMED and change.place == "ref" for change in step.changes)
    return None if is_told else before.promise.ref


def told_changes(step: Step) -> tuple[Change, ...]:
    """Return the changes of a step that its event does not tell."""
    return tuple(change for change in step.changes if change.kind not in {Kind.ADDED, Kind.WITHDRAWN})


def event_words(step: Step) -> str:
    """Return how a promise came or went: `came out of "a"`, `went into "b"`."""
    for change in step.changes:
        if change.origin:
            return f'came out of "{change.origin}"'
        if change.into:
            return f'went into "{change.into}"'
    return ""


def verdict_words(verdict: PromiseVerdict) -> str:
    """Return what a review decided."""
    words = str(verdict.verdict) if verdict.verdict else "no verdict"
    return f"{words}: {verdict.note}" if verdict.note else words


def result_words(outcome: Outcome) -> str:
    """Return what was measured: `93.3 % (140 of 150)`, `12 minutes`, `no cases`; a share has one decimal."""
    if outcome.good is not None and outcome.total:
        return f"{100 * outcome.good / outcome.total:.1f}% ({outcome.good} of {outcome.total})"
    value = outcome.value if outcome.value is not None else outcome.good if outcome.total is None else None
    return f"{value} {outcome.unit or ''}".strip() if value is not None else "no cases"
