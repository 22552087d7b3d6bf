"""Who must sign: the `agreement` line of the front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from charter.model.text import AgreementClause, AgreementRule, Party, Role
from charter.reading.keywords import Keywords, keywords_for, nearest
from charter.reading.names import (
    any_of,
    article_pattern,
    find_party,
    party_pattern,
    separator_pattern,
    without_accents,
)
from charter.reading.shapes import quoted
from charter.source import Diagnostic, Reading, Span, diagnose

_SIGNING_ROLES = (Role.PROVIDER, Role.CUSTOMER)
_LONGEST_RULE = 1000
_CLAUSES = ("both_of", "all_of", "some_of", "party")


@dataclass(frozen=True, slots=True)
class _Clause:
    """One piece of the rule as written: so many, of so many, of a party."""

    kind: str
    words: str
    offset: int
    party: Party
    count: str | None = None
    total: str | None = None


def read_agreement(text: str, parties: Sequence[Party], span: Span, *, language: str = "en") -> Reading[AgreementRule]:
    """Return who must sign.

    `span` is where `text` begins. A rule that cannot be read does not let a release bind by its date alone: until it
    is mended, one decider from every party is asked for.
    """
    keywords = keywords_for(language)
    words = text.strip().rstrip(".")
    found: list[Diagnostic] = []
    is_readable = True
    if _is_whole(words, keywords, "one_each"):
        clauses = _one_each(parties)
    elif _is_whole(words, keywords, "everyone"):
        clauses = tuple(
            AgreementClause(party=party.id, count=len(_deciders(party)))
            for party in parties
            if party.role in _SIGNING_ROLES and _deciders(party)
        )
    else:
        pieces = _split(words, parties, keywords)
        is_readable = not isinstance(pieces, str)
        if isinstance(pieces, str):
            found.append(_unreadable(text, pieces, parties, span))
            clauses = _one_each(parties)
        else:
            clauses = _merge(_read_clause(piece, keywords, words, span, found) for piece in pieces)
    if is_readable:
        found.extend(_without_decider(clauses, parties, text, span))
    return Reading(AgreementRule(text=text, clauses=clauses, span=span), tuple(found))


def _is_whole(words: str, keywords: Keywords, kind: str) -> bool:
    return any(_compiled(pattern).fullmatch(words) for pattern in _patterns(keywords, kind, ""))


def _one_each(parties: Sequence[Party]) -> tuple[AgreementClause, ...]:
    return tuple(AgreementClause(party=party.id, count=1) for party in parties if party.role in _SIGNING_ROLES)


def _deciders(party: Party) -> tuple[str, ...]:
    return tuple(person.name for person in party.representatives if person.decides)


def _patterns(keywords: Keywords, kind: str, names: str) -> Iterator[str]:
    """Yield the regular expressions of one kind of clause, `names` being one for any party."""
    number = rf"\d+|{any_of(keywords.numbers)}"
    party = rf"{article_pattern(keywords)}(?P<party>{names})(?:['’]s|['’])?"
    for template in keywords.agreement[kind]:
        pattern = without_accents(template).replace(" ", r"\s+").replace("(\\s+", r"(?:\s+")
        yield (
            pattern.replace("{count}", f"(?P<count>{number})")
            .replace("{total}", f"(?P<total>{number})")
            .replace("{party}", party)
        )


def _split(words: str, parties: Sequence[Party], keywords: Keywords) -> list[_Clause] | str:
    """Return the clauses of the rule, or the words from which on it cannot be read."""
    names = party_pattern(parties)
    separator = _compiled(separator_pattern(keywords))
    clauses: list[_Clause] = []
    at = 0
    if len(words) > _LONGEST_RULE:
        return words
    while True:
        clause = _clause_at(words, at, parties, names, separator, keywords)
        if clause is None:
            return words[at:]
        clauses.append(clause)
        at += len(clause.words)
        if at == len(words):
            return clauses
        gap = separator.match(words, at)
        at = gap.end() if gap else at


def _clause_at(
    words: str, at: int, parties: Sequence[Party], names: str, separator: re.Pattern[str], keywords: Keywords
) -> _Clause | None:
    for kind in _CLAUSES:
        for pattern in _patterns(keywords, kind, names):
            match = _compiled(pattern).match(words, at)
            if match and (match.end() == len(words) or separator.match(words, match.end())):
                parts = match.groupdict()
                if party := find_party(parts["party"], parties):
                    return _Clause(kind, match[0], at, party, parts.get("count"), parts.get("total"))
    return None


def _read_clause(piece: _Clause, keywords: Keywords, rule: str, span: Span, found: list[Diagnostic]) -> AgreementClause:
    party = piece.party
    has = len(_deciders(party))
    count = {"both_of": 2, "all_of": has or 1, "party": 1}.get(piece.kind)
    if count is None:
        count = keywords.number(piece.count or "") or 0
    total = 2 if piece.kind == "both_of" else keywords.number(piece.total) if piece.total else has
    message = ""
    if has and total != has:
        message = f"{quoted(piece.words)} speaks of {total} deciders, but {party.name} has {has}"
    elif has and not 1 <= count <= has:
        message = f"{quoted(piece.words)} asks for {count} of the deciders of {party.name}, which has {has}"
    if message:
        owner = f"{party.id}'" if party.id.endswith("s") else f"{party.id}'s"
        possible = f"{min(max(count, 1), has)} of {has} {owner} deciders" if has > 1 else party.name
        hint = f"agreement: {rule[: piece.offset]}{possible}{rule[piece.offset + len(piece.words) :]}"
        found.append(diagnose("CH109", _inside(span, piece.offset, piece.words), message, hint))
    return AgreementClause(party=party.id, count=max(count, 1))


def _merge(clauses: Iterator[AgreementClause]) -> tuple[AgreementClause, ...]:
    """Return one clause for each party, the one that asks most."""
    most: dict[str, AgreementClause] = {}
    for clause in clauses:
        if clause.party not in most or most[clause.party].count < clause.count:
            most[clause.party] = clause
    return tuple(most.values())


def _without_decider(
    clauses: Sequence[AgreementClause], parties: Sequence[Party], text: str, span: Span
) -> Iterator[Diagnostic]:
    must_sign = {clause.party for clause in clauses}
    if not must_sign:
        first = next((party for party in parties if party.role in _SIGNING_ROLES), None)
        message = f"{quoted(text)} asks nobody to sign: no provider or customer has a person who decides"
        yield diagnose(
            "CH109", span, message, _decides_hint(first) if first else "parties: [{id: desk, role: provider}]"
        )
    for party in parties:
        if party.id in must_sign and not _deciders(party):
            message = f"{quoted(text)} asks {party.name} to sign, but nobody in {party.name} decides"
            yield diagnose("CH109", span, message, _decides_hint(party), related=(party.span,))


def _unreadable(text: str, rest: str, parties: Sequence[Party], span: Span) -> Diagnostic:
    offset = len(text) - len(text.lstrip()) + text.strip().rstrip(".").find(rest) if rest else 0
    by_name = {name: party for party in parties for name in (party.name, party.id)}
    counted = re.match(r"([0-9]{1,3})\s+(?:of\s+)?(?:the\s+)?(.+)", re.split("[,;]", rest)[0].strip())
    close = nearest(counted[2] if counted else re.split("[,;]", rest)[0], list(by_name))
    if counted and close and len(_deciders(by_name[close])) >= int(counted[1]) > 0:
        party = by_name[close]
        owned = f"{party.id}'" if party.id.endswith("s") else f"{party.id}'s"
        hint = f"agreement: {counted[1]} of {len(_deciders(party))} {owned} deciders"
    else:
        hint = (f'did you mean "{close}"? ' if close else "") + "agreement: one decider from every party"
    return diagnose(
        "CH109",
        _inside(span, offset, rest),
        f"{quoted(rest or text)} does not say who must sign; until it does, one decider from every party is asked for",
        hint,
    )


def _decides_hint(party: Party) -> str:
    """Say what to write, and after which words: only the author knows who decides."""
    if not party.representatives:
        return f'under "id: {party.id}"{_line(party.span)}: representatives: [{{name: NAME, decides: yes}}]'
    person = party.representatives[0]
    return f'after "name: {person.name}"{_line(person.span)}, or another name of {party.name}: decides: yes'


def _line(span: Span) -> str:
    return f" in line {span.line}" if span.line else ""


def _inside(span: Span, offset: int, words: str) -> Span:
    """Return the place of `words`, `offset` code points after the beginning of `span`."""
    if span.column is None or (span.end_line is not None and span.end_line != span.line):
        return span
    begin = span.column + offset
    return Span(span.path, span.line, begin, span.line, begin + len(words))


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
