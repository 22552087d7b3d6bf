"""Every charter then and now, past every rule of the gate, and past what somebody answers for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from shlex import quote
from typing import NamedTuple

from charter.catalog import Catalog
from charter.check.gate import promises, released, results, reviews, signed
from charter.check.gate.acks import Ack, expired, stale
from charter.check.gate.base import Base, BaseCharter, Fate
from charter.check.gate.matter import Comparer, Finding, Matter
from charter.check.gate.past import make_past
from charter.check.severities import with_severities
from charter.compare.changes import Bump
from charter.model.charter import Charter, Version
from charter.model.labels import next_label
from charter.model.text import CharterText
from charter.report.changes import Comparison
from charter.report.merge_request import Acknowledged, Gate
from charter.source import Diagnostic, Span, diagnose

_RULES = (
    released.find_edited,
    released.find_removed,
    released.find_reused,
    released.find_out_of_order,
    signed.find_altered,
    signed.find_turned,
    signed.find_voided,
    promises.find_weaker,
    promises.find_small_number,
    promises.find_cut_notice,
    promises.find_reused_refs,
    reviews.find_date_only,
    reviews.find_altered,
    results.find_altered_assessments,
    results.find_altered_outcomes,
    results.find_removed_incidents,
)


def check_against(base: Base, catalog: Catalog, today: date) -> Gate:
    """Return what became of released texts, signatures, promises and reviews since the base, and what is proposed.

    Findings are as severe as the settings at the base say: what a branch did is not for the branch to call harmless.
    What somebody answers for in `acks.toml` is told apart from the others.
    """
    compare = Comparer()
    found = list(_unknown(base))
    comparisons: list[Comparison] = []
    added: list[CharterText] = []
    pairs = _pair(base, catalog)
    for then, was in pairs.gone:
        found += released.find_removed_charter(then, was)
    for pair in pairs.both:
        try:
            matter = _matter(base, pair, today, compare)
            if pair.then.id != pair.now.id and pair.then.files:
                found += released.find_moved(pair.then, matter.was, pair.now)
            for rule in _RULES:
                found += rule(matter)
            if pair.then.files:
                comparisons += _comparisons(matter)
            elif pair.now.text or pair.now.versions:
                added.append(pair.now.text or pair.now.versions[-1].text)
        except Exception as error:
            error.add_note(f"while comparing {pair.now.id} with {base.ref}")
            raise
    acks = [ack for ack in base.acks.value if ack.until >= today]
    open_, acknowledged = _answered(found, acks)
    troubles = [*base.acks.diagnostics, *expired(base.acks.value, today), *stale(_stale(acks, compare, catalog))]
    return Gate(
        ref=base.ref,
        diagnostics=tuple(with_severities([*open_, *troubles], base.config)),
        comparisons=tuple(comparisons),
        added=tuple(added),
        acknowledged=acknowledged,
        note=base.note,
    )


class _Pair(NamedTuple):
    """A charter then and now; one that is new had no files."""

    then: BaseCharter
    now: Charter


class _Pairs(NamedTuple):
    both: list[_Pair]
    gone: list[tuple[BaseCharter, Charter]]
    """Charters that are gone, with those of their versions that are."""


def _pair(base: Base, catalog: Catalog) -> _Pairs:
    """Return which charter of the base is which now: by its id, else by the released texts it holds."""
    old = {then.id: then for then in sorted(base.charters, key=lambda then: then.folder is not None)}
    new = {now.id: now for now in catalog.charters if now.id not in old}
    pairs = _Pairs([], [])
    for then in old.values():
        now = catalog.find(then.id)
        if now is None:
            was = make_past(then, None)
            now = next((other for other in new.values() if _is_same(was, other)), None) if then.is_gone else None
            if now is None:
                lost = {file.path for file in then.files if file.fate is Fate.GONE}
                left = tuple(version for version in was.versions if version.source.path in lost)
                pairs.gone.append((then, replace(was, versions=left)))
                continue
            del new[now.id]
        pairs.both.append(_Pair(then, now))
    for now in new.values():
        pairs.both.append(_Pair(BaseCharter(id=now.id, folder=now.folder, files=(), put_back=""), now))
    pairs.both.sort(key=lambda pair: pair.now.id)
    return pairs


def _is_same(was: Charter, now: Charter) -> bool:
    """Whether a charter under another id holds the released texts of one that is gone, or most of them."""
    held = [
        other is not None and other.source.text == version.source.text
        for version in was.versions
        for other in [now.version(version.label)]
    ]
    return any(held) and 2 * sum(held) >= len(held)


def _matter(base: Base, pair: _Pair, today: date, compare: Comparer) -> Matter:
    return Matter(
        ref=base.ref,
        base=pair.then,
        was=make_past(pair.then, pair.now),
        now=pair.now,
        meanwhile={label: data for (name, label), data in base.meanwhile.items() if name == pair.then.id},
        today=today,
        compare=compare,
    )


def _unknown(base: Base) -> Iterator[Finding]:
    for path, what in base.unknown:
        message = f'"{path}" was {what} at "{base.ref}", so it is not compared'
        hint = f"charter --project {quote(path)} check --against …" if what == "another repository" else None
        yield Finding(diagnose("CH500", Span(path), message, hint))


def _comparisons(matter: Matter) -> Iterator[Comparison]:
    """Yield what a reader of the charter would see change: the versions released, else the working text."""
    was, now, new = matter.was, matter.now, matter.new_versions
    text, then = now.text, was.text
    if new and was.versions:
        yield _released(matter, was.versions[-1], new[-1])
    elif new and then:
        yield _comparison(matter, then, new[-1].text, after_name=new[-1].label)
    if text is None or then is None or text is then or _is_without_change(matter, then, text):
        return
    if not new:
        yield _proposed(matter, then, text)
    elif not _is_without_change(matter, new[-1].text, text):
        yield _comparison(matter, new[-1].text, text, before_name=new[-1].label)


def _is_without_change(matter: Matter, before: CharterText, after: CharterText) -> bool:
    return before == after or matter.compare(before, after).bump is Bump.NONE


def _released(matter: Matter, before: Version, after: Version) -> Comparison:
    made = _comparison(matter, before.text, after.text, before_name=before.label, after_name=after.label)
    bump = made.changes.bump
    return made if bump is Bump.NONE else replace(made, label=next_label(before.label, bump))


def _proposed(matter: Matter, before: CharterText, after: CharterText) -> Comparison:
    """Return what a branch does to the working text; number and signatures count from the newest version."""
    made = _comparison(matter, before, after)
    if not matter.now.versions:
        return made
    newest = matter.now.versions[-1]
    since = matter.compare(newest.text, after)
    if since.bump is Bump.NONE:
        return made
    changes = replace(made.changes, bump=since.bump, sign_again=since.sign_again)
    return replace(made, changes=changes, label=next_label(newest.label, since.bump))


def _comparison(
    matter: Matter,
    before: CharterText,
    after: CharterText,
    before_name: str | None = None,
    after_name: str | None = None,
) -> Comparison:
    return Comparison(
        charter=matter.now.id,
        before=before,
        after=after,
        before_name=before_name or matter.ref,
        after_name=after_name,
        changes=matter.compare(before, after),
    )


def _answered(found: Iterable[Finding], acks: Sequence[Ack]) -> tuple[list[Diagnostic], tuple[Acknowledged, ...]]:
    """Return what nobody answers for, and what somebody does."""
    by_change = {ack.change: ack for ack in acks}
    left: list[Diagnostic] = []
    answered: list[Acknowledged] = []
    for finding in found:
        answers = [next((by_change[name] for name in group if name in by_change), None) for group in finding.causes]
        if answers and all(answers):
            first = next(filter(None, answers))
            answered.append(
                Acknowledged(diagnostic=finding.diagnostic, who=first.who, why=first.why, until=first.until)
            )
        else:
            left.append(finding.diagnostic)
    return left, tuple(answered)


def _stale(acks: Sequence[Ack], compare: Comparer, catalog: Catalog) -> list[Ack]:
    """Return the acknowledgements of a change that is neither looked at here nor between two neighbouring versions."""
    known = compare.fingerprints
    left = [ack for ack in acks if ack.change not in known]
    for charter in catalog.charters:
        wanted = {ack.change for ack in left if ack.charter in {None, charter.id}}
        if not wanted:
            continue
        texts = [*(version.text for version in charter.versions), *([charter.text] if charter.text else ())]
        for before, after in pairwise(texts):
            there = {change.fingerprint for change in compare(before, after).changes}
            left = [ack for ack in left if ack.change not in there & wanted]
    return left
