"""Each change in a sentence that a customer understands."""

from __future__ import annotations

from collections.abc import Mapping

from charter.compare.changes import Change, Direction, Kind, MatchedBy

_WAYS = {
    Direction.STRONGER: "stronger",
    Direction.WEAKER: "weaker",
    Direction.TRADED: "better in one way and worse in another",
    Direction.UNCLEAR: "other than it was; whether it is more or less is not clear",
}


def phrase(change: Change, titles: Mapping[str, str]) -> str:
    """Return what changed, where and how, in one sentence; `titles` are those of the promises by ref."""
    where = _where(change, titles)
    sentence = _SENTENCES[change.kind](change)
    guess = " (matched by likeness, which is a guess)" if change.matched_by is MatchedBy.SIMILARITY else ""
    return f"{where}: {sentence}{guess}."


def _where(change: Change, titles: Mapping[str, str]) -> str:
    if change.ref is not None:
        return titles.get(change.ref, change.ref).rstrip(".")
    if change.kind is Kind.FRAME:
        return "Front matter"
    return change.section.rstrip(".:") if change.section else "The text"


def _added(change: Change) -> str:
    if change.ref is None:
        return "this is new"
    return f'this came out of "{change.origin}"' if change.origin else "this promise is new"


def _withdrawn(change: Change) -> str:
    if change.ref is None:
        return "this is gone"
    return f'this went into "{change.into}"' if change.into else "this promise is gone"


def _target(change: Change) -> str:
    what = f'the target for "{change.segment}"' if change.segment else "the target"
    if change.before is None:
        return f"{what} is new, {_quoted(change.after)}"
    if change.after is None:
        return f"{what} is gone, {_quoted(change.before)}"
    return f"{what} is {_WAYS.get(change.direction, 'the same in other words')}, {_from_to(change)}"


def _segment(change: Change) -> str:
    what = f'a target of its own for "{change.segment}"' if change.segment else "a target for everybody else"
    came = (
        f"{what} came, {_quoted(change.after)}"
        if change.before is None
        else f"{what} is gone, {_quoted(change.before)}"
    )
    way = _WAYS.get(change.direction)
    return f"{came}; for them that is {way}" if way else f"{came}, with no difference to what they get"


def _scope(change: Change) -> str:
    if change.place == "Promised by":
        return f"others promise it now, {_from_to(change)}"
    if change.place == "Promised to":
        return f"it is promised to others now, {_from_to(change)}"
    what = {
        Direction.STRONGER: "it holds in more cases",
        Direction.WEAKER: "it holds in fewer cases",
    }.get(change.direction, "it holds in other cases")
    return f"{what}, {_from_to(change)}"


def _modality(change: Change) -> str:
    what = "it is promised less firmly" if change.direction is Direction.WEAKER else "it is promised more firmly"
    return f"{what}, {_from_to(change)}"


def _remedy(change: Change) -> str:
    if change.before is None:
        return f"there is a remedy now, {_quoted(change.after)}"
    if change.after is None:
        return f"the remedy is gone, {_quoted(change.before)}"
    return f"the remedy says other words, {_from_to(change)}"


def _status(change: Change) -> str:
    if change.direction is Direction.WEAKER:
        return "it is on trial now"
    return "it is firm now" if change.direction is Direction.STRONGER else f"its status is another, {_from_to(change)}"


def _rubric(change: Change) -> str:
    if change.place == "expected":
        way = "higher" if change.direction is Direction.STRONGER else "lower"
        return f"the level that is good enough is {way}, {_from_to(change)}"
    if change.place == "levels":
        return f"it is judged on another scale, {_from_to(change)}"
    if change.before is None:
        return f"one can judge it by more, {_quoted(change.after)}"
    if change.after is None:
        return f"one can judge it by less, {_quoted(change.before)} is gone"
    return f'what "{change.place}" looks like is in other words'


def _definition(change: Change) -> str:
    if change.term == "calendar":
        return f"the calendar it counts on changed, {_from_to(change)}"
    return f'"{change.term}" means something else now, {_from_to(change)}'


def _reworded(change: Change) -> str:
    if change.before is None or change.after is None:
        return f"{_part(change)} is {'new' if change.before is None else 'gone'}"
    note = ", and a number or a negation changed" if change.direction is Direction.UNCLEAR else ""
    return f"{_part(change)} is in other words{note}"


def _editorial(change: Change) -> str:
    return f"spelling or punctuation of {_part(change)} was mended"


def _measured(change: Change) -> str:
    return f"it is measured in another way, {_from_to(change)}"


def _renamed(change: Change) -> str:
    return f"it has another name, {_from_to(change)}"


def _moved(change: Change) -> str:
    return f"it stands in another section, {_from_to(change)}"


def _link(change: Change) -> str:
    return f'the link "{change.place}" leads elsewhere, {_from_to(change)}'


def _owner(change: Change) -> str:
    return f"somebody else is responsible, {_from_to(change)}"


def _basis(change: Change) -> str:
    return f"it rests on something else, {_from_to(change)}"


def _frame(change: Change) -> str:
    return f'"{change.place}" changed, {_from_to(change)}'


def _part(change: Change) -> str:
    if change.place in {None, "prose"}:
        return "the text"
    return f'"{change.place}"'


def _from_to(change: Change) -> str:
    if change.before is None:
        return f"now {_quoted(change.after)}"
    if change.after is None:
        return f"before {_quoted(change.before)}"
    return f"from {_quoted(change.before)} to {_quoted(change.after)}"


def _quoted(words: str | None) -> str:
    flat = " ".join((words or "nothing").split())
    return f'"{flat}"'


_SENTENCES = {
    Kind.ADDED: _added,
    Kind.WITHDRAWN: _withdrawn,
    Kind.TARGET: _target,
    Kind.SEGMENT: _segment,
    Kind.SCOPE: _scope,
    Kind.MODALITY: _modality,
    Kind.REMEDY: _remedy,
    Kind.STATUS: _status,
    Kind.RUBRIC: _rubric,
    Kind.DEFINITION: _definition,
    Kind.REWORDED: _reworded,
    Kind.EDITORIAL: _editorial,
    Kind.MEASURED: _measured,
    Kind.RENAMED: _renamed,
    Kind.MOVED: _moved,
    Kind.LINK: _link,
    Kind.OWNER: _owner,
    Kind.BASIS: _basis,
    Kind.FRAME: _frame,
}
