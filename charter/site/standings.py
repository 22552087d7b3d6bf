"""Where versions stand, and who signed them, as pages say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from charter.lives.remarks import is_about
from charter.model.charter import Charter
from charter.model.text import CharterText
from charter.schedule import review_status
from charter.site.links import comparison_path, relative, version_path
from charter.site.views.frame import Link
from charter.site.views.versions import Awaited, Review, Signed, VersionLine
from charter.standing import Signature, Standing, State, VersionStanding


def version_lines(standing: Standing, page: str, current: str | None = None) -> tuple[VersionLine, ...]:
    """Return every version, newest first, with addresses as written on `page`; `current` is the label shown there."""
    lines = []
    later: VersionStanding | None = None
    labels = [item.version.label for item in standing.versions]
    for place, item in reversed([*enumerate(standing.versions)]):
        line = _line(standing.charter.id, item, later, page, current)
        since_last, to_in_force = _comparisons(standing, labels, place, page)
        lines.append(replace(line, since_last=since_last, to_in_force=to_in_force))
        if item.state in {State.IN_FORCE, State.SUPERSEDED} and item.in_force_from:
            later = item
    return tuple(lines)


def is_coming(line: VersionLine) -> bool:
    """Whether a version is agreed or waits for signatures."""
    return line.state in {State.PROPOSED, State.AGREED}


def _comparisons(standing: Standing, labels: Sequence[str], place: int, page: str) -> tuple[Link | None, Link | None]:
    """Return links to what changed since the version before, and between the version and the one in force."""

    def link(other: int) -> Link | None:
        older, newer = sorted((other, place))
        path = comparison_path(standing.charter.id, labels[older], labels[newer])
        return Link(words=labels[other], href=relative(page, path))

    held = labels.index(standing.in_force.version.label) if standing.in_force else place
    return link(place - 1) if place else None, link(held) if held != place else None


def _line(
    charter: str, item: VersionStanding, later: VersionStanding | None, page: str, current: str | None
) -> VersionLine:
    label, text = item.version.label, item.version.text
    successor = later.version.label if later and item.state is State.SUPERSEDED else None
    return VersionLine(
        label=label,
        href=relative(page, version_path(charter, label)),
        state=item.state.value,
        effective=text.stamp.effective,
        released=text.stamp.released,
        in_force_from=item.in_force_from,
        in_force_until=item.in_force_until,
        note=text.stamp.note or "",
        was_never_in_force=_was_never_in_force(item, later),
        is_current=label == current,
        signed=tuple(signed_view(signature) for signature in item.signatures),
        awaited=tuple(
            Awaited(party=one.party.name, count=one.count, names=tuple(person.name for person in one.candidates))
            for one in item.missing
        ),
        has_rule=text.agreement is not None,
        superseded_by=Link(words=successor, href=relative(page, version_path(charter, successor)))
        if successor
        else None,
    )


def _was_never_in_force(item: VersionStanding, later: VersionStanding | None) -> bool:
    """Whether a superseded version is known never to have held; without dates nobody knows."""
    if item.state is not State.SUPERSEDED or item.in_force_from:
        return False
    dated = item.agreed_on or item.version.text.stamp.effective
    return bool(item.missing) or bool(dated and later and later.in_force_from)


def signed_view(signature: Signature) -> Signed:
    """Return what one person said."""
    written, person = signature.signoff, signature.representative
    return Signed(
        name=written.name,
        party=signature.party.name if signature.party else written.party,
        title=(person.title if person else None) or "",
        decision=written.decision.value if written.decision else "",
        date=written.date,
        note=written.note,
        counts=signature.counts,
        carried_from=signature.carried_from,
    )


def sort_remarks(
    text: CharterText, signed: Iterable[Signed]
) -> tuple[Mapping[str, tuple[Signed, ...]], tuple[Signed, ...]]:
    """Return reservations and disagreements by the ref of the promise that their note names, and all the others."""
    by_ref: dict[str, tuple[Signed, ...]] = {}
    rest: list[Signed] = []
    for remark in signed:
        if not remark.is_remark:
            continue
        refs = [promise.ref for promise in text.expectations if is_about(remark.note, promise)]
        for ref in refs:
            by_ref[ref] = (*by_ref.get(ref, ()), remark)
        if not refs:
            rest.append(remark)
    return by_ref, tuple(rest)


def review_view(charter: Charter, standing: Standing) -> Review | None:
    """Return when the parties meet again; `None` where the text says nothing of it."""
    status = review_status(charter, standing)
    if not status.cadence:
        return None
    return Review(
        cadence=status.cadence,
        last=status.last,
        next=status.next,
        next_ends=status.next_ends if status.next_ends != status.next else None,
        is_overdue=status.overdue,
    )


def grouped(fingerprint: str) -> str:
    """Return a fingerprint in groups of four signs, after its scheme."""
    scheme, _, digits = fingerprint.rpartition(":")
    groups = " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))
    return f"{scheme}:{groups}" if scheme else groups
