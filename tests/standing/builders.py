"""Charters, versions and sign-offs with defaults, so that a test says only what it is about."""

from __future__ import annotations

from datetime import date

from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint
from charter.model.prose import Block, BlockKind
from charter.model.records import Decision, Records, SignOff, SignOffSheet
from charter.model.text import (
    AgreementClause,
    AgreementRule,
    CharterText,
    Party,
    Representative,
    Role,
    Section,
    Stamp,
)
from charter.source import SourceText, Span

AGREE = Decision.AGREE
DISAGREE = Decision.DISAGREE
ABSTAIN = Decision.ABSTAIN
RESERVATION = Decision.RESERVATION

ROSA = Representative(name="Rosa Lindqvist", decides=True)
TOMAS = Representative(name="Tomas Beck")
NOOR = Representative(name="Noor Haddad", decides=True)
GWEN = Representative(name="Gwen Tremblay", decides=True)
SAMUEL = Representative(name="Samuel Ade", decides=True)
LISE = Representative(name="Lise Martel", decides=True)

DESK = Party(id="desk", name="IT Service Desk", role=Role.PROVIDER, representatives=(TOMAS, ROSA))
TEACHING = Party(id="teaching", name="Teaching staff", role=Role.CUSTOMER, representatives=(NOOR,))
RESIDENTS = Party(
    id="residents", name="Residents' water panel", role=Role.CUSTOMER, representatives=(GWEN, SAMUEL, LISE)
)
COUNCIL = Party(id="council", name="Town Council", role=Role.OBSERVER)


def day(words: str | None) -> date | None:
    return date.fromisoformat(words) if words else None


def rule(**counts: int) -> AgreementRule:
    clauses = tuple(AgreementClause(party=party, count=count) for party, count in counts.items())
    return AgreementRule(text="as tested", clauses=clauses)


BOTH = rule(desk=1, teaching=1)


def a_text(
    words: str = "We answer.",
    *,
    agreement: AgreementRule | None = None,
    parties: tuple[Party, ...] = (DESK, TEACHING),
    effective: str | None = None,
    released: str | None = None,
) -> CharterText:
    block = Block(kind=BlockKind.PARAGRAPH, text=words, html=f"<p>{words}</p>")
    return CharterText(
        title="Support desk",
        parties=parties,
        agreement=agreement,
        stamp=Stamp(effective=day(effective), released=day(released)),
        sections=(Section(title=None, anchor="", items=(block,)),),
    )


def a_version(label: str = "1.0", words: str | None = None, **more: object) -> Version:
    text = a_text(words or f"We answer, says {label}.", **more)  # type: ignore[arg-type]
    path = f"content/support-desk/versions/{label}.md"
    return Version(label=label, text=text, fingerprint=fingerprint(text), source=SourceText(path, ""))


def a_row(
    person: Representative | str, when: str | None, decision: Decision | None = AGREE, party: str = ""
) -> SignOff:
    name = person if isinstance(person, str) else person.name
    homes = {ROSA: "desk", TOMAS: "desk", NOOR: "teaching", GWEN: "residents", SAMUEL: "residents", LISE: "residents"}
    home = party or (homes[person] if isinstance(person, Representative) else "")
    return SignOff(party=home, name=name, decision=decision, date=day(when), span=Span("signoffs/1.0.md", 8, 1))


def a_sheet(version: Version | str, *rows: SignOff, fingerprint: str | None = None) -> SignOffSheet:
    label = version if isinstance(version, str) else version.label
    signed = fingerprint or (None if isinstance(version, str) else version.fingerprint)
    return SignOffSheet(
        version=label, fingerprint=signed, signoffs=rows, span=Span(f"content/support-desk/signoffs/{label}.md", 1, 1)
    )


def a_charter(*versions: Version, sheets: tuple[SignOffSheet, ...] = (), text: CharterText | None = None) -> Charter:
    working = text or (versions[-1].text if versions else a_text())
    return Charter(
        id="support-desk",
        folder="content/support-desk",
        text=working,
        fingerprint=fingerprint(working),
        versions=versions,
        records=Records(signoffs=sheets),
    )
