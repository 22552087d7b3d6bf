"""What a review is held about, and what one must say before it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from charter.actions import OpenAction, open_actions
from charter.model.charter import Charter
from charter.model.records import Action, Review
from charter.model.text import CharterText
from charter.reading.keywords import fold, nearest
from charter.reading.recordtable import escaped_cell
from charter.reading.reviews import read_reviews
from charter.schedule import date_reviewed, review_status
from charter.source import SourceText, UsageError
from charter.standing import stand


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """A review held on a day: which text it looks at, which date it counts for, and what is still to be done."""

    held: date
    text: CharterText
    version: str | None
    """The label of the text; `None` for a working text that was never in force."""
    due: date | None
    """The date of the schedule that it counts for; `None` for one between two dates."""
    next: date | None
    """The date after that."""
    open_actions: tuple[OpenAction, ...]


def occasion_of(charter: Charter, held: date) -> Occasion:
    """Return what a review held on this day is about, by what stood then."""
    standing = stand(charter, held)
    log = (Review(held=held), *charter.records.reviews)
    reviewed = replace(charter, records=replace(charter.records, reviews=log))
    return Occasion(
        held=held,
        text=standing.shown or CharterText(title=charter.id),
        version=standing.in_force.version.label if standing.in_force else None,
        due=date_reviewed(charter, standing, held),
        next=review_status(reviewed, standing).next,
        open_actions=open_actions(charter.records.reviews, held),
    )


def read_action(words: str) -> Action:
    """Return the action that plain words name: `call everybody (Rosa Lindqvist, by 2026-05-01)`.

    Raises `UsageError` when they do not say who does it, or by when.
    """
    reading = read_reviews(SourceText("", f"## 2026-01-05\n\n- Action: {escaped_cell(words)}\n"))
    if reading.diagnostics or not reading.value[0].actions:
        hint = reading.diagnostics[0].hint if reading.diagnostics else None
        message = reading.diagnostics[0].message if reading.diagnostics else "an action without words"
        raise UsageError(message, f'--action "{(hint or "").removeprefix("Action: ")}"' if hint else None)
    return reading.value[0].actions[0]


def find_action(actions: Sequence[OpenAction], words: str) -> OpenAction:
    """Return the open action of these words, or of which they are a part. Raises `UsageError` unless it is one."""
    said = fold(words)
    same = [item for item in actions if fold(item.action.words) == said]
    found = same or [item for item in actions if said and said in fold(item.action.words)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f'"{words}" is in {len(found)} open actions', f'--close "{found[0].action.words}"')
    near = nearest(words, [item.action.words for item in actions])
    listed = "; ".join(item.action.words for item in actions) or "none"
    raise UsageError(f'"{words}" is no open action', f'--close "{near}"' if near else f"open: {listed}")


def carry_over(held: Sequence[OpenAction], closed: Sequence[OpenAction], on: date) -> tuple[Action, ...]:
    """Return the open actions as the next review writes them: those that are `closed` as done on that day."""
    return tuple(replace(item.action, is_done=True, done_on=on) if item in closed else item.action for item in held)


def with_actions(carried: Sequence[Action], new: Sequence[Action]) -> tuple[Action, ...]:
    """Return the actions of a review; a new one in the words of an open one takes its place."""
    again = {fold(action.words) for action in new}
    return (*(action for action in carried if fold(action.words) not in again), *new)


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that a review must say and does not, or says wrongly; the hint is something to type."""

    message: str
    hint: str


def lacks_of(review: Review, text: CharterText, earlier: Sequence[Review], today: date) -> Iterator[Lack]:
    """Yield why a review of `text` must not be added to the `earlier` ones, however it was written down."""
    yield from _of_days(review, earlier, today)
    held = {(fold(item.action.words), item.action.is_done) for item in open_actions(earlier, review.held)}
    has_done = any((fold(action.words), action.is_done) not in held for action in review.actions)
    is_more = bool(has_done or review.changes or review.result or review.prose)
    if not text.expectations:
        if not review.verdicts and not is_more:
            yield Lack("a new date alone is no review", '--result "what you decided"')
        return
    refs = [promise.ref for promise in text.expectations]
    said = Counter(row.ref for row in review.verdicts if row.verdict)
    silent = [ref for ref in refs if not said[ref]]
    if silent == refs:
        message = "it says of no promise what becomes of it" + ("" if is_more else ": a new date alone is no review")
        yield Lack(message, _verdict_flags(refs))
    elif silent:
        yield Lack(f"it says nothing about {', '.join(silent)}", _verdict_flags(silent))
    for ref, count in said.items():
        if ref not in refs:
            near = nearest(ref, refs)
            yield Lack(f'"{ref}" is no promise of the text', f"write {near or ', '.join(refs)}")
        elif count > 1:
            yield Lack(f'"{ref}" has {count} verdicts', "decide for one of them")


def _of_days(review: Review, earlier: Sequence[Review], today: date) -> Iterator[Lack]:
    if review.held > today:
        yield Lack(f"{review.held} is still to come", f"--date {today}, or wait until you have met")
    last = max((item.held for item in earlier), default=None)
    if any(item.held == review.held for item in earlier):
        yield Lack(f"there is a review of {review.held} in the log already", "add to that one by hand")
    elif last and review.held < last:
        yield Lack(f"{review.held} is before the last review, of {last}", f"--date {today}")


def _verdict_flags(refs: Sequence[str]) -> str:
    return f"keep, change, withdraw or park: {' '.join(f'--verdict {ref}=keep' for ref in refs)}"
