"""Which signatures hold for a later version: those of parties from whom nothing was taken or asked in between."""

from __future__ import annotations

from datetime import date

import pytest

from charter import standing
from charter.model.charter import Version
from charter.model.fingerprint import fingerprint
from charter.reading.charter import read_charter
from charter.source import SourceText
from charter.standing import State, carries_over, stand
from tests.builders import charter_text, promise
from tests.standing.builders import NOOR, ROSA, a_charter, a_row, a_sheet

SIGNED = promise()
BOTH = "agreement: one decider from every party"


def a_version(label: str, promises: str = SIGNED, *, front: str = BOTH) -> Version:
    source = SourceText(
        f"content/support-desk/versions/{label}.md",
        charter_text(front=front, promises=promises, version=label, effective="2026-01-01", released="2026-01-01"),
    )
    text = read_charter(source, label=label).value
    return Version(label=label, text=text, fingerprint=fingerprint(text), source=source)


def held(*versions: Version) -> set[str]:
    """Return the parties whose signature of the first version holds for the last."""
    return {party for party in ("desk", "staff") if carries_over(versions[0], versions[-1], party, versions[1:-1])}


@pytest.mark.parametrize(
    ("after", "parties"),
    [
        (SIGNED, {"desk", "staff"}),
        (promise(words="You hear from a nmaed person."), {"desk", "staff"}),
        (promise(title="Somebody answers you quickly"), {"desk", "staff"}),
        (f"{SIGNED}\n\n{promise('new', title='We are polite')}", {"staff"}),
        (promise(target="95% within 4 hours"), {"staff"}),
        (promise(target="80% within 4 hours"), {"desk"}),
        (promise(target="95% within 8 hours"), set()),
        (promise(words="You do not hear from a named person."), set()),
        ("", {"desk"}),
    ],
    ids=["equal", "typo", "renamed", "added", "stronger", "weaker", "traded", "negation", "withdrawn"],
)
def test_a_signature_holds_while_nothing_is_taken_from_its_party_asked_of_it_or_left_open(
    after: str, parties: set[str]
) -> None:
    assert held(a_version("1.0"), a_version("1.1", after)) == parties


def test_who_decides_matters_to_everybody() -> None:
    assert held(a_version("1.0"), a_version("2.0", front="agreement: desk")) == set()


def test_what_was_taken_and_given_back_was_taken() -> None:
    weaker = a_version("2.0", promise(target="80% within 4 hours"))
    assert held(a_version("1.0"), weaker, a_version("3.0")) == set()
    stronger = a_version("1.1", promise(target="95% within 4 hours"))
    assert held(a_version("1.0"), stronger, a_version("2.0")) == set()
    assert held(a_version("1.0"), a_version("1.0.1"), a_version("1.0.2")) == {"desk", "staff"}


def test_a_new_promise_needs_the_team_alone_and_a_weaker_one_the_customers() -> None:
    first = a_version("1.0")
    sheet = a_sheet(first, a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-02", party="staff"))
    added = a_version("1.1", f"{SIGNED}\n\n{promise('new', title='We are polite')}")
    weaker = a_version("2.0", promise(target="80% within 4 hours"))
    for later, missing in ((added, "desk"), (weaker, "staff")):
        found = stand(a_charter(first, later, sheets=(sheet,)), date(2026, 3, 1))
        assert found.in_force
        assert found.in_force.version is first
        assert found.versions[1].state is State.PROPOSED
        assert [item.party.id for item in found.versions[1].missing] == [missing]


def test_a_typo_voids_nothing() -> None:
    first = a_version("1.0", promise(words="You hear from a nmaed person."))
    sheet = a_sheet(first, a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-02", party="staff"))
    found = stand(a_charter(first, a_version("1.0.1"), sheets=(sheet,)), date(2026, 3, 1))
    assert [item.state for item in found.versions] == [State.SUPERSEDED, State.IN_FORCE]
    assert {item.carried_from for item in found.versions[1].signatures} == {"1.0"}


def test_a_signature_of_the_version_between_is_enough() -> None:
    first, weaker = a_version("1.0"), a_version("2.0", promise(target="80% within 4 hours"))
    last = a_version("2.1", promise(target="85% within 4 hours"))
    sheets = (
        a_sheet(first, a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-02", party="staff")),
        a_sheet(weaker, a_row(NOOR, "2026-01-03", party="staff")),
    )
    found = stand(a_charter(first, weaker, last, sheets=sheets), date(2026, 3, 1)).versions[2]
    assert [(item.party.id, item.carried_from) for item in found.signatures if item.party] == [("staff", "2.0")]
    assert [item.party.id for item in found.missing] == ["desk"]


def test_two_versions_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    standing._who_signs_again.cache_clear()
    compared: list[str] = []
    real = standing.compare

    def counted(before: object, after: object) -> object:
        compared.append("once")
        return real(before, after)  # type: ignore[arg-type]

    monkeypatch.setattr(standing, "compare", counted)
    first, second = a_version("1.0"), a_version("1.1", promise(target="95% within 4 hours"))
    for _ in range(3):
        assert held(first, second) == {"staff"}
    assert compared == ["once"]
