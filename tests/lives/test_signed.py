"""What earlier signatures are worth: law and cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from charter.compare.changes import Changes, Effect
from charter.compare.compare import compare
from charter.lives.signed import EarlierSignature, changed_promises, earlier_signatures, text_of
from charter.model.charter import Charter
from charter.model.records import Decision, SignOff
from charter.standing import stand
from tests.builders import charter_text, promise
from tests.site.builders import charter_of, sign

TODAY = date(2026, 11, 22)


def charter(*texts: str, signed: Mapping[str, Sequence[SignOff]], draft: str | None = None, front: str = "") -> Charter:
    """Return a charter with versions 1.0, 2.0 … that hold these promises."""
    versions = {
        f"{number}.0": charter_text(front=front, promises=text, version=f"{number}.0", released=f"2026-{number:02}-01")
        for number, text in enumerate(texts, 1)
    }
    return charter_of(charter_text(front=front, promises=draft or texts[-1]), versions=versions, signed=signed)


def worth(held: Charter, label: str) -> tuple[EarlierSignature, ...]:
    standing = stand(held, TODAY)

    def changes(before: str, after: str) -> Changes:
        return compare(text_of(standing, before), text_of(standing, after))

    return earlier_signatures(standing, label, changes)


def staff(month: int = 1, decision: Decision = Decision.AGREE) -> SignOff:
    return sign("Noor Haddad", "staff", decision=decision, on=date(2026, month, 2))


def at(share: int) -> str:
    return promise(target=f"{share}% within 4 hours") + "\n\n" + promise("same", title="Same")


def test_a_weakened_promise_voids_the_signature_and_is_named() -> None:
    (item,) = worth(charter(at(95), at(80), signed={"1.0": [staff()]}), "2.0")
    assert (item.label, item.party.id, item.holds) == ("1.0", "staff", False)
    assert (item.unchanged, item.promises) == (1, 2)
    (obstacle,) = item.obstacles
    assert (obstacle.change.ref, obstacle.effect, obstacle.before, obstacle.after) == (
        "first-reply", Effect.LOSES, "1.0", "2.0",
    )  # fmt: skip


def test_a_stronger_promise_leaves_the_signature_of_those_who_gain() -> None:
    items = worth(charter(at(80), at(95), signed={"1.0": [staff(), sign(on=date(2026, 1, 2))]}), "2.0")
    assert [(item.party.id, item.holds, item.is_better) for item in items] == [
        ("staff", True, True),
        ("desk", False, False),
    ]


def test_what_was_taken_and_given_back_voids_it_and_says_between_which_versions() -> None:
    (item,) = worth(charter(at(95), at(80), at(95), signed={"1.0": [staff()]}), "3.0")
    assert (item.unchanged, item.promises) == (2, 2)
    assert [(one.before, one.after) for one in item.obstacles] == [("1.0", "2.0")]


def test_who_has_spoken_about_the_version_is_left_out() -> None:
    for decision in (Decision.AGREE, Decision.DISAGREE, Decision.ABSTAIN):
        signed = {"1.0": [staff()], "2.0": [staff(2, decision)]}
        assert worth(charter(at(95), at(80), signed=signed), "2.0") == ()


def test_only_the_last_word_of_a_person_counts() -> None:
    signed = {"1.0": [staff()], "2.0": [staff(2)]}
    (item,) = worth(charter(at(95), at(80), at(80), signed=signed), "3.0")
    assert (item.label, item.holds) == ("2.0", True)
    signed = {"1.0": [staff()], "2.0": [staff(2, Decision.DISAGREE)]}
    assert worth(charter(at(95), at(95), at(95), signed=signed), "3.0") == ()


def test_the_working_text_is_judged_like_a_version() -> None:
    held = charter(at(95), signed={"1.0": [staff()]}, draft=at(80))
    (item,) = worth(held, "draft")
    assert not item.holds


def test_the_first_version_has_nothing_before_it() -> None:
    assert worth(charter(at(95), signed={"1.0": [staff()]}), "1.0") == ()


def test_a_promise_under_another_name_is_not_what_it_was() -> None:
    old, new = promise("quick"), promise("fast", title="You hear from us", fields="- Was: quick")
    (item,) = worth(charter(old, new, signed={"1.0": [staff()]}), "2.0")
    assert (item.unchanged, item.promises, item.holds) == (0, 1, True)


def test_a_closed_day_of_another_year_changes_no_promise() -> None:
    text = "calendar: {{timezone: Europe/London, hours: Mon-Fri 09:00-17:00, closed: [{}]}}"
    versions = {
        label: charter_text(
            front=text.format(days), promises=promise(target="90% within 4 working hours"), version=label
        )
        for label, days in (("1.0", "2026-12-25"), ("2.0", "2026-12-25, 2027-12-27"))
    }
    held = charter_of(versions=versions)
    assert changed_promises(compare(held.versions[0].text, held.versions[1].text)) == frozenset()


@given(st.lists(st.sampled_from([70, 80, 90, 95]), min_size=2, max_size=4), st.lists(st.integers(0, 3), max_size=2))
def test_a_signature_holds_here_when_it_carries_over_there(shares: list[int], signed: list[int]) -> None:
    """The law: the worth that is told and the standing that binds are one."""
    labels = [f"{number}.0" for number in range(1, len(shares) + 1)]
    rows = {labels[at]: [staff(at + 1)] for at in signed if at < len(shares) - 1}
    held = charter(*(at(share) for share in shares), signed=rows, front="agreement: one decider from every party")
    standing = stand(held, TODAY)
    for item in standing.versions:
        carried = {(row.carried_from, row.signoff.name) for row in item.signatures if row.carried_from}
        told = {
            (one.label, row.signoff.name)
            for one in worth(held, item.version.label)
            if one.holds
            for row in one.signatures
        }
        assert told == carried
