from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.charter import Charter
from charter.standing import State, stand

from .builders import (
    ABSTAIN,
    AGREE,
    BOTH,
    COUNCIL,
    DESK,
    DISAGREE,
    GWEN,
    LISE,
    NOOR,
    RESERVATION,
    RESIDENTS,
    ROSA,
    SAMUEL,
    TEACHING,
    TOMAS,
    a_charter,
    a_row,
    a_sheet,
    a_text,
    a_version,
    day,
    rule,
)

PANEL = rule(desk=1, residents=2)
RANK = [State.PROPOSED, State.AGREED, State.IN_FORCE, State.SUPERSEDED]


def states(charter: Charter, today: str) -> str:
    return " · ".join(item.state for item in stand(charter, date.fromisoformat(today)).versions)


def signed(version, *rows):  # type: ignore[no-untyped-def]
    return a_charter(version, sheets=(a_sheet(version, *rows),))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-12-01", "proposed"),
        ("2025-12-17", "proposed"),
        ("2025-12-18", "agreed"),
        ("2026-01-04", "agreed"),
        ("2026-01-05", "in force"),
        ("2030-01-01", "in force"),
    ],
)
def test_a_version_is_proposed_then_agreed_then_in_force(today: str, expected: str) -> None:
    version = a_version(agreement=BOTH, released="2025-12-01", effective="2026-01-05")
    assert states(signed(version, a_row(ROSA, "2025-12-17"), a_row(NOOR, "2025-12-18")), today) == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-12-31", "agreed · proposed"),
        ("2026-01-05", "in force · proposed"),
        ("2026-03-01", "in force · proposed"),
        ("2026-03-09", "in force · agreed"),
        ("2026-03-31", "in force · agreed"),
        ("2026-04-01", "superseded · in force"),
    ],
)
def test_the_version_before_stays_until_the_next_one_is_in_force(today: str, expected: str) -> None:
    first = a_version("1.0", released="2025-12-01", effective="2026-01-05")
    second = a_version("2.0", agreement=BOTH, released="2026-02-01", effective="2026-04-01")
    sheet = a_sheet(second, a_row(NOOR, "2026-03-02"), a_row(ROSA, "2026-03-09"))
    assert states(a_charter(first, second, sheets=(sheet,)), today) == expected


def test_a_version_signed_after_its_effective_date_is_in_force_from_the_last_signature() -> None:
    version = a_version(agreement=BOTH, released="2025-12-01", effective="2026-01-05")
    found = stand(signed(version, a_row(ROSA, "2025-12-17"), a_row(NOOR, "2026-02-10")), date(2026, 3, 1)).versions[0]
    assert (found.state, found.agreed_on, found.in_force_from) == (State.IN_FORCE, day("2026-02-10"), day("2026-02-10"))


@pytest.mark.parametrize(
    ("effective", "released", "label", "starts"),
    [
        ("2026-01-05", "2025-12-01", "1.0", "2026-01-05"),
        (None, "2025-12-01", "1.0", "2025-12-01"),
        ("2025-11-01", "2025-12-01", "1.0", "2025-12-01"),
        ("2026-01-05", None, "1.0", "2026-01-05"),
        (None, None, "2024-03-01", "2024-03-01"),
        (None, None, "2024-03-01-2", "2024-03-01"),
        (None, "2025-12-01", "2024-03-01", "2025-12-01"),
        (None, None, "1.0", None),
    ],
)
def test_without_a_rule_a_version_binds_by_date_alone(
    effective: str | None, released: str | None, label: str, starts: str | None
) -> None:
    charter = a_charter(a_version(label, effective=effective, released=released))
    found = stand(charter, date(2027, 1, 1)).versions[0]
    assert (found.state, found.in_force_from) == (State.IN_FORCE, day(starts))
    if starts:
        assert states(charter, (date.fromisoformat(starts) - timedelta(days=1)).isoformat()) == "agreed"


def test_a_version_without_any_date_is_in_force_from_the_beginning() -> None:
    assert states(a_charter(a_version("1.0")), "0001-01-01") == "in force"


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2026-01-31", "agreed · agreed"),
        ("2026-02-01", "superseded · in force"),
        ("2026-03-01", "superseded · in force"),
    ],
)
def test_a_version_overtaken_before_its_day_never_comes_into_force(today: str, expected: str) -> None:
    late = a_version("1.0", released="2026-01-01", effective="2026-03-01")
    early = a_version("1.1", released="2026-01-02", effective="2026-02-01")
    charter = a_charter(late, early)
    assert states(charter, today) == expected
    assert stand(charter, date(2026, 4, 1)).versions[0].in_force_from is None


def test_a_version_never_agreed_is_superseded_once_a_later_one_is_in_force() -> None:
    unsigned = a_version("1.0", agreement=BOTH, effective="2025-01-06")
    charter = a_charter(unsigned, a_version("2.0", effective="2026-01-05"))
    assert states(charter, "2026-01-04") == "proposed · agreed"
    found = stand(charter, date(2026, 1, 5)).versions[0]
    assert (found.state, found.in_force_from, found.in_force_until) == (State.SUPERSEDED, None, None)


def test_a_superseded_version_says_from_when_to_when_it_was_in_force() -> None:
    charter = a_charter(
        a_version("1.0", effective="2025-01-06"),
        a_version("1.1", effective="2025-06-01"),
        a_version("2.0", effective="2026-01-05"),
    )
    found = [(item.in_force_from, item.in_force_until) for item in stand(charter, date(2025, 7, 1)).versions]
    assert found == [
        (day("2025-01-06"), day("2025-06-01")),
        (day("2025-06-01"), None),
        (day("2026-01-05"), None),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], False),
        ([(ROSA, AGREE)], False),
        ([(ROSA, AGREE), (GWEN, AGREE)], False),
        ([(ROSA, AGREE), (GWEN, AGREE), (LISE, AGREE)], True),
        ([(ROSA, AGREE), (GWEN, RESERVATION), (LISE, RESERVATION)], True),
        ([(ROSA, AGREE), (GWEN, AGREE), (LISE, AGREE), (SAMUEL, DISAGREE)], True),
        ([(ROSA, AGREE), (GWEN, AGREE), (LISE, ABSTAIN), (SAMUEL, DISAGREE)], False),
        ([(ROSA, DISAGREE), (GWEN, AGREE), (LISE, AGREE), (SAMUEL, AGREE)], False),
        ([(TOMAS, AGREE), (GWEN, AGREE), (LISE, AGREE)], False),
        ([(ROSA, None), (GWEN, AGREE), (LISE, AGREE)], False),
    ],
)
def test_two_of_three_deciders_and_the_desk_must_agree(rows, expected: bool) -> None:  # type: ignore[no-untyped-def]
    version = a_version(agreement=PANEL, parties=(DESK, RESIDENTS))
    charter = signed(version, *(a_row(person, "2026-01-14", decision) for person, decision in rows))
    assert (states(charter, "2026-01-15") == "in force") is expected


def test_everyone_who_decides_means_every_one_of_them() -> None:
    version = a_version(agreement=rule(desk=1, residents=3), parties=(DESK, RESIDENTS))
    rows = [a_row(person, "2026-01-14") for person in (ROSA, GWEN, SAMUEL)]
    found = stand(signed(version, *rows), date(2026, 2, 1)).versions[0]
    assert found.state is State.PROPOSED
    assert [(item.party.id, item.count, item.candidates) for item in found.missing] == [("residents", 1, (LISE,))]
    assert states(signed(version, *rows, a_row(LISE, "2026-01-20")), "2026-02-01") == "in force"


def test_what_is_missing_counts_deciders_and_names_those_who_have_not_agreed() -> None:
    version = a_version(agreement=PANEL, parties=(DESK, RESIDENTS))
    charter = signed(version, a_row(GWEN, "2026-01-14"), a_row(SAMUEL, "2026-01-14", DISAGREE))
    missing = stand(charter, date(2026, 2, 1)).versions[0].missing
    assert [(item.party.id, item.count, item.candidates) for item in missing] == [
        ("desk", 1, (ROSA,)),
        ("residents", 1, (SAMUEL, LISE)),
    ]


def test_a_rule_about_a_party_that_is_not_there_is_never_met() -> None:
    version = a_version(agreement=rule(desk=1, ghosts=1))
    found = stand(signed(version, a_row(ROSA, "2026-01-14")), date(2026, 2, 1)).versions[0]
    assert found.state is State.PROPOSED
    assert [item.party.id for item in found.missing] == ["ghosts"]


def test_a_rule_that_names_nobody_is_never_met() -> None:
    version = a_version(agreement=rule())
    assert states(signed(version, a_row(ROSA, "2026-01-14")), "2026-02-01") == "proposed"


def test_a_later_row_replaces_an_earlier_one_by_the_same_person() -> None:
    version = a_version(agreement=BOTH)
    rows = (a_row(ROSA, "2026-01-10", DISAGREE), a_row(NOOR, "2026-01-11"), a_row(ROSA, "2026-01-12"))
    found = stand(signed(version, *rows), date(2026, 2, 1)).versions[0]
    assert found.agreed_on == day("2026-01-12")
    assert [item.counts for item in found.signatures] == [False, True, True]


def test_who_takes_a_signature_back_before_the_others_sign_has_not_agreed() -> None:
    version = a_version(agreement=BOTH)
    rows = (a_row(ROSA, "2026-01-10"), a_row(ROSA, "2026-01-11", ABSTAIN), a_row(NOOR, "2026-01-12"))
    assert states(signed(version, *rows), "2026-02-01") == "proposed"


def test_on_one_day_the_lower_row_is_the_later_and_rows_may_stand_in_any_order() -> None:
    version = a_version(agreement=BOTH)
    noor = a_row(NOOR, "2026-01-12")
    assert states(
        signed(version, noor, a_row(ROSA, "2026-01-10"), a_row(ROSA, "2026-01-10", DISAGREE)), "2026-02-01"
    ) == ("proposed")
    assert states(
        signed(version, noor, a_row(ROSA, "2026-01-11"), a_row(ROSA, "2026-01-10", DISAGREE)), "2026-02-01"
    ) == ("in force")


def test_a_signature_can_be_taken_back_until_the_day_it_binds() -> None:
    version = a_version(agreement=BOTH, effective="2026-02-01")
    rows = (a_row(ROSA, "2026-01-10"), a_row(NOOR, "2026-01-10"), a_row(NOOR, "2026-01-20", DISAGREE))
    assert states(signed(version, *rows), "2026-01-15") == "agreed"
    assert states(signed(version, *rows), "2026-01-20") == "proposed"
    assert states(signed(version, *rows), "2026-02-01") == "proposed"
    found = stand(signed(version, *rows, a_row(NOOR, "2026-02-05")), date(2026, 2, 10)).versions[0]
    assert (found.state, found.agreed_on, found.in_force_from) == (State.IN_FORCE, day("2026-02-05"), day("2026-02-05"))


def test_what_is_in_force_stays_so_and_the_disagreement_is_shown() -> None:
    version = a_version(agreement=BOTH, effective="2026-02-01")
    rows = (a_row(ROSA, "2026-01-10"), a_row(NOOR, "2026-01-10"), a_row(NOOR, "2026-02-20", DISAGREE))
    found = stand(signed(version, *rows), date(2026, 3, 1)).versions[0]
    assert (found.state, found.missing) == (State.IN_FORCE, ())
    assert [item.counts for item in found.signatures] == [True, False, False]
    assert len(found.signatures) == 3


@pytest.mark.parametrize(
    "row",
    [
        a_row("rosa  LINDQVIST", "2026-01-10", party="desk"),
        a_row("Rosa Lindqvist", "2026-01-10", party="IT Service Desk"),
        a_row("Rosa Lindqvist", "2026-01-10", party="it service  desk"),
    ],
)
def test_parties_and_people_are_found_by_id_or_name_in_any_case(row) -> None:  # type: ignore[no-untyped-def]
    assert states(signed(a_version(agreement=rule(desk=1)), row), "2026-02-01") == "in force"


def test_a_name_counts_in_whichever_way_its_letters_are_encoded() -> None:
    amelie = replace(ROSA, name="Am\u00e9lie Roy")
    version = a_version(agreement=rule(desk=1), parties=(replace(DESK, representatives=(amelie,)),))
    row = a_row("Ame\u0301lie Roy", "2026-01-10", party="desk")
    assert states(signed(version, row), "2026-02-01") == "in force"


@pytest.mark.parametrize(
    "row",
    [
        a_row(ROSA, None),
        a_row(ROSA, "2026-03-01"),
        a_row(ROSA, "2025-11-30"),
        a_row(TOMAS, "2026-01-10"),
        a_row("Somebody Else", "2026-01-10", party="desk"),
        a_row(ROSA, "2026-01-10", party="teaching"),
        a_row(ROSA, "2026-01-10", party="nobody"),
    ],
)
def test_a_row_that_is_undated_to_come_too_early_or_by_the_wrong_person_does_not_count(row) -> None:  # type: ignore[no-untyped-def]
    charter = signed(a_version(agreement=rule(desk=1), released="2025-12-01"), row)
    found = stand(charter, date(2026, 2, 1)).versions[0]
    assert found.state is State.PROPOSED
    assert [item.counts for item in found.signatures] == [False]


def test_a_sheet_of_another_text_does_not_count() -> None:
    version = a_version(agreement=rule(desk=1))
    row = a_row(ROSA, "2026-01-10")
    assert states(a_charter(version, sheets=(a_sheet(version, row, fingerprint="c1:00"),)), "2026-02-01") == "proposed"
    unsaid = replace(a_sheet(version, row), fingerprint=None)
    assert states(a_charter(version, sheets=(unsaid,)), "2026-02-01") == "in force"
    grouped = f"c1: {version.fingerprint[3:7]} {version.fingerprint[7:].upper()}"
    sheet = a_sheet(version, row, fingerprint=grouped)
    assert states(a_charter(version, sheets=(sheet,)), "2026-02-01") == "in force"


def test_each_version_goes_by_its_own_rule_and_its_own_people() -> None:
    old = a_version("1.0", agreement=rule(desk=1), effective="2026-01-01")
    new = a_version(
        "2.0", agreement=BOTH, parties=(replace(DESK, representatives=(replace(TOMAS, decides=True),)), TEACHING)
    )
    sheets = (
        a_sheet(old, a_row(ROSA, "2026-01-01")),
        a_sheet(new, a_row(ROSA, "2026-02-01"), a_row(NOOR, "2026-02-01")),
    )
    assert states(a_charter(old, new, sheets=sheets), "2026-03-01") == "in force · proposed"


def test_a_signature_carries_over_to_a_version_that_means_the_same() -> None:
    first = a_version("1.0", "We answer.", agreement=BOTH, released="2026-01-01")
    second = a_version("1.0.1", "We answer.", agreement=BOTH, released="2026-02-01")
    charter = a_charter(first, second, sheets=(a_sheet(first, a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-03")),))
    assert states(charter, "2026-01-31") == "in force · proposed"
    found = stand(charter, date(2026, 2, 1)).versions[1]
    assert (found.state, found.agreed_on, found.in_force_from) == (State.IN_FORCE, day("2026-02-01"), day("2026-02-01"))
    assert [(item.carried_from, item.counts) for item in found.signatures] == [("1.0", True), ("1.0", True)]


def test_nothing_carries_over_from_a_signature_that_does_not_count() -> None:
    first = a_version("1.0", "We answer.", agreement=BOTH, released="2026-01-01")
    same = a_version("1.0.1", "We answer.", agreement=BOTH, released="2026-02-01")
    rows = (a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-03"))
    stale = a_sheet(first, *rows, fingerprint="c1:00")
    assert states(a_charter(first, same, sheets=(stale,)), "2026-03-01") == "proposed · proposed"


def test_what_somebody_says_about_a_version_itself_goes_before_what_carries_over() -> None:
    first = a_version("1.0", "We answer.", agreement=BOTH, released="2026-01-01")
    second = a_version("1.0.1", "We answer.", agreement=BOTH, released="2026-02-01")
    sheets = (
        a_sheet(first, a_row(ROSA, "2026-01-02"), a_row(NOOR, "2026-01-03")),
        a_sheet(second, a_row(NOOR, "2026-02-01", DISAGREE)),
    )
    found = stand(a_charter(first, second, sheets=sheets), date(2026, 3, 1)).versions[1]
    assert found.state is State.PROPOSED
    assert [(item.signoff.name, item.carried_from) for item in found.signatures] == [
        (NOOR.name, None),
        (ROSA.name, "1.0"),
    ]


def test_a_charter_without_versions_is_a_draft() -> None:
    found = stand(a_charter(), date(2026, 1, 1))
    assert (found.state, found.in_force, found.is_draft_different) == (State.DRAFT, None, False)


@pytest.mark.parametrize(
    ("today", "working", "expected"),
    [
        ("2026-01-01", "same", State.AGREED),
        ("2026-01-01", "other", State.DRAFT),
        ("2026-01-05", "same", State.IN_FORCE),
        ("2026-01-05", "other", State.IN_FORCE),
    ],
)
def test_a_charter_is_in_force_or_else_a_draft_when_its_working_text_differs(
    today: str, working: str, expected: State
) -> None:
    version = a_version(words="same", released="2026-01-01", effective="2026-01-05")
    found = stand(a_charter(version, text=a_text(working)), date.fromisoformat(today))
    assert (found.state, found.is_draft_different) == (expected, working == "other")
    assert found.shown == (version.text if found.in_force else a_text(working))


def test_a_charter_of_which_only_versions_can_be_read_has_no_draft() -> None:
    charter = replace(a_charter(a_version(effective="2026-01-05")), text=None)
    assert stand(charter, date(2026, 1, 1)).state is State.AGREED
    assert stand(charter, date(2026, 1, 1)).is_draft_different is False


def test_an_observer_may_sign_and_binds_nobody() -> None:
    version = a_version(agreement=rule(desk=1), parties=(DESK, COUNCIL))
    row = a_row("Jo Park", "2026-01-10", party="council")
    found = stand(signed(version, row), date(2026, 2, 1))
    assert found.versions[0].state is State.PROPOSED
    assert [(item.party, item.counts) for item in found.versions[0].signatures] == [(COUNCIL, False)]
    assert found.diagnostics == ()


days = st.dates(date(2026, 1, 1), date(2026, 3, 1))
maybe = st.none() | days.map(str)
rows = st.builds(
    a_row,
    st.sampled_from([ROSA, NOOR, GWEN, SAMUEL, LISE, TOMAS]),
    maybe,
    st.sampled_from([AGREE, AGREE, RESERVATION, DISAGREE, ABSTAIN, None]),
)


@st.composite
def charters(draw: st.DrawFn) -> Charter:
    rules = st.sampled_from([None, BOTH, rule(desk=1), rule(desk=1, teaching=1, residents=2), rule(residents=3)])
    versions, sheets = [], []
    for label in draw(st.sampled_from([["1.0"], ["1.0", "1.1"], ["2026-01-02", "1.0", "1.0.1", "2.0"]])):
        version = a_version(
            label,
            draw(st.sampled_from(["one", "two"])),
            agreement=draw(rules),
            parties=(DESK, TEACHING, RESIDENTS),
            released=draw(maybe),
            effective=draw(maybe),
        )
        versions.append(version)
        sheets.append(a_sheet(version, *draw(st.lists(rows, max_size=7))))
    return a_charter(*versions, sheets=tuple(sheets))


@given(charters(), days, days)
def test_no_version_ever_goes_back_to_an_earlier_state(charter: Charter, one: date, other: date) -> None:
    before, after = stand(charter, min(one, other)), stand(charter, max(one, other))
    for earlier, later in zip(before.versions, after.versions, strict=True):
        assert RANK.index(earlier.state) <= RANK.index(later.state)
        if earlier.agreed_on:
            assert earlier.agreed_on == later.agreed_on
        if earlier.state is State.IN_FORCE:
            assert earlier.in_force_from == later.in_force_from


@given(charters(), days)
def test_at_most_one_version_is_in_force_and_all_below_it_are_superseded(charter: Charter, today: date) -> None:
    found = stand(charter, today)
    states = [item.state for item in found.versions]
    assert states.count(State.IN_FORCE) <= 1
    if found.in_force:
        place = states.index(State.IN_FORCE)
        assert set(states[:place]) <= {State.SUPERSEDED}
        assert set(states[place + 1 :]) <= {State.PROPOSED, State.AGREED}
    else:
        assert State.SUPERSEDED not in states


def test_words_outside_the_meaning_make_a_draft_and_another_notation_does_not() -> None:
    version = a_version(words="same", released="2026-01-01", effective="2026-01-05")
    audience = replace(a_text("same"), audience="Everybody")
    spaced = a_text("same")
    block = replace(spaced.sections[0].items[0], text="  same ", html="<p>\nsame</p>")  # type: ignore[type-var]
    spaced = replace(spaced, sections=(replace(spaced.sections[0], items=(block,)),))
    assert stand(a_charter(version, text=audience), date(2026, 1, 5)).is_draft_different is True
    assert stand(a_charter(version, text=spaced), date(2026, 1, 5)).is_draft_different is False
