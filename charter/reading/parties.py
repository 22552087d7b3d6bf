"""Who the charter is between: the `parties` of the front matter."""

from __future__ import annotations

import re
from dataclasses import replace

from charter.model.text import Party, Representative, Role
from charter.reading.keywords import Keywords, nearest
from charter.reading.nodes import Items, Mapping, Scalar, Value
from charter.reading.shapes import as_written, quoted, text_of, unknown_keys
from charter.reading.slugs import slug
from charter.source import Diagnostic, Reading, diagnose

PARTY_KEYS = ("id", "role", "name", "representatives")
PERSON_KEYS = ("name", "title", "decides")
_ID = re.compile(r"\w[\w.-]*")
_EXAMPLE = "- {id: desk, role: provider, name: IT Service Desk}"


def read_parties(value: Value, keywords: Keywords) -> Reading[tuple[Party, ...]]:
    """Return the parties in the order of the list, each with an id of its own."""
    found: list[Diagnostic] = []
    entries: tuple[Value, ...] = value.values if isinstance(value, Items) else (value,)
    if not isinstance(value, Items) and as_written(value):
        message = f"{quoted(as_written(value))} is not a list of parties"
        found.append(diagnose("CH106", value.span, message, f"parties:\n  {_EXAMPLE}"))
    read = [party for entry in entries if (party := _read_party(entry, keywords, found)) is not None]
    taken = {party.id for party in read}
    parties: dict[str, Party] = {}
    for party in read:
        party_id = party.id
        if party_id in parties:
            party_id = next(made for n in range(2, len(read) + 2) if (made := f"{party.id}-{n}") not in taken)
            taken.add(party_id)
            message = f'two parties have the id "{party.id}"; the second is read as "{party_id}"'
            related = (parties[party.id].span,)
            found.append(diagnose("CH108", party.span, message, f"id: {party_id}", related=related))
        parties[party_id] = replace(party, id=party_id)
    return Reading(tuple(parties.values()), tuple(found))


def _read_party(entry: Value, keywords: Keywords, found: list[Diagnostic]) -> Party | None:
    if isinstance(entry, Scalar) and entry.text.strip():
        name = entry.text.strip()
        hint = f"- {{id: {slug(name)}, role: customer, name: {name}}}"
        found.append(diagnose("CH106", entry.span, f"{quoted(name)} names a party without its role", hint))
        return Party(id=slug(name), name=name, role=Role.CUSTOMER, span=entry.span)
    if not isinstance(entry, Mapping):
        if as_written(entry):
            found.append(diagnose("CH106", entry.span, f"{quoted(as_written(entry))} is not a party", _EXAMPLE))
        return None
    found.extend(unknown_keys(entry, PARTY_KEYS, "a party"))
    written = text_of(entry, "id", found, "id: desk")
    name = text_of(entry, "name", found, "name: IT Service Desk") or written
    if not name:
        found.append(diagnose("CH106", entry.span, "a party has neither an id nor a name", _EXAMPLE))
        return None
    party_id = written if _ID.fullmatch(written) else slug(written or name)
    if not written:
        found.append(diagnose("CH106", entry.span, f"the party {quoted(name)} has no id", f"id: {party_id}"))
    elif party_id != written:
        at = entry.get("id") or entry
        found.append(diagnose("CH106", at.span, f'"{written}" cannot be the id of a party', f"id: {party_id}"))
    role = _read_role(entry, name, found)
    people = _read_people(entry.get("representatives"), keywords, found)
    return Party(id=party_id, name=name, role=role, representatives=people, span=entry.span)


def _read_role(entry: Mapping, party: str, found: list[Diagnostic]) -> Role:
    """Return the party's role; one that cannot be read is taken for a customer, who is asked to sign."""
    value = entry.get("role")
    if value is None:
        message = f'the party "{party}" has no role'
        found.append(diagnose("CH106", entry.span, message, "role: customer"))
        return Role.CUSTOMER
    words = as_written(value).strip()
    if words.lower() in tuple(Role):
        return Role(words.lower())
    role = Role(nearest(words, Role) or Role.CUSTOMER)
    message = f"{quoted(words)} is not a role: a party is a provider, a customer or an observer"
    found.append(diagnose("CH106", value.span, message, f"role: {role}"))
    return role


def _read_people(value: Value | None, keywords: Keywords, found: list[Diagnostic]) -> tuple[Representative, ...]:
    if value is None or (isinstance(value, Scalar) and not value.text.strip()):
        return ()
    if not isinstance(value, Items):
        hint = "representatives:\n  - {name: Rosa Lindqvist, title: Manager, decides: yes}"
        found.append(diagnose("CH106", value.span, f"{quoted(as_written(value))} is not a list of people", hint))
    people: list[Representative] = []
    for entry in value.values if isinstance(value, Items) else (value,):
        if isinstance(entry, Mapping):
            found.extend(unknown_keys(entry, PERSON_KEYS, "a representative"))
            name = text_of(entry, "name", found, "name: Rosa Lindqvist")
            title = text_of(entry, "title", found, "title: Manager") or None
            decides = _read_decides(entry.get("decides"), keywords, found)
        else:
            name, title, decides = as_written(entry).strip(), None, False
            if isinstance(value, Items):
                hint = f"- {{name: {name or 'Rosa Lindqvist'}}}"
                found.append(diagnose("CH106", entry.span, f"{quoted(name)} is not a person with a name", hint))
        if name:
            people.append(Representative(name=name, title=title, decides=decides, span=entry.span))
        elif isinstance(entry, Mapping):
            message = f"{quoted(as_written(entry))} is a representative without a name"
            found.append(diagnose("CH106", entry.span, message, "- {name: Rosa Lindqvist, decides: yes}"))
    return tuple(people)


def _read_decides(value: Value | None, keywords: Keywords, found: list[Diagnostic]) -> bool:
    words = "" if value is None else as_written(value).strip()
    if value is None or keywords.is_word("no", words):
        return False
    if not keywords.is_word("yes", words):
        found.append(
            diagnose("CH106", value.span, f"{quoted(words)} does not say whether this person decides", "decides: yes")
        )
        return False
    return True
