"""One remark as somebody types it: whether it may be written down."""

from __future__ import annotations

import difflib
from datetime import date

from charter.model.charter import Charter
from charter.model.records import Feedback
from charter.recording.personal import Discretion, personal_data
from charter.signatures import find_party
from charter.source import UsageError


def titles_of(charter: Charter) -> dict[str, str]:
    """Return the title of every promise that any text of the charter ever had, by its ref; the newest one."""
    titles: dict[str, str] = {}
    for text in charter.texts:
        for promise in text.expectations:
            titles.setdefault(promise.ref, promise.title.text)
    return titles


def prepare_remark(
    charter: Charter,
    *,
    party: str,
    said: str,
    score: int | None,
    ref: str | None,
    day: date,
    channel: str,
    today: date,
) -> Feedback:
    """Return the remark with the party's id in place of its name.

    Raises `UsageError` where the party or the promise is not known, the day is still to come, nothing is said, or the
    words tell who somebody is.
    """
    if not said and score is None:
        raise UsageError("there are neither words nor a score", '--said "Nobody picked up" --score -2')
    if day > today:
        raise UsageError(f"{day} is still to come", f"--date {today} or earlier")
    found = next((found for text in charter.texts if (found := find_party(text, party))), None)
    if found is None:
        ids = dict.fromkeys(party.id for text in charter.texts for party in text.parties)
        near = difflib.get_close_matches(party.casefold(), ids, n=1)
        hint = f"--party {near[0]}" if near else f"its parties are: {', '.join(ids)}" if ids else None
        raise UsageError(f'"{party}" is no party of {charter.id}', hint)
    if ref is not None and ref not in (titles := titles_of(charter)):
        near = difflib.get_close_matches(ref, titles, n=1)
        hint = f"--ref {near[0]}" if near else f"its promises are: {', '.join(titles)}"
        raise UsageError(f'"{ref}" is no promise of {charter.id}', hint)
    remark = Feedback(date=day, party=found.id, channel=channel, ref=ref, score=score, said=said)
    for personal in personal_data(Discretion(charter), remark):
        message = f'"{personal.words}" reads like {personal.kind}, and feedback may be published'
        raise UsageError(message, "say what the person does, and keep how to reach them where only you can read it")
    return remark
