"""Whether numbers keep a target."""

from __future__ import annotations

from datetime import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.measure.judging import Judged, Terms, Why, judge
from charter.measure.numbers import Numbers, add
from charter.model.text import Calendar, OpeningHours
from tests.measure.measured import ruling, target

OPEN = Calendar(hours=(OpeningHours(days=(0, 1, 2, 3, 4), opens=time(8), closes=time(16)),))


@pytest.mark.parametrize(
    ("words", "numbers", "judged"),
    [
        ("90% within 4 hours", "9/10", "kept"),
        ("90% within 4 hours", "8/9", "missed"),
        ("within 4 hours", "10/10", "kept"),
        ("within 4 hours", "9/10", "missed"),
        ("no more than 5% of calls abandoned", "5/100", "kept"),
        ("no more than 5% of calls abandoned", "6/100", "missed"),
        ("less than 5% of calls abandoned", "5/100", "missed"),
        ("no more than 5% of calls abandoned", "4.1 %", "kept"),
        ("at least 48 hours' notice", "10/10", "kept"),
        ("at least 48 hours' notice", "9/10", "missed"),
        ("95% by 17:00 the same working day", "19/20", "kept"),
        ("95% by 17:00 the same working day", "18/20", "missed"),
        ("median under 3 working days", "2.9 working days", "kept"),
        ("median under 3 working days", "3 working days", "missed"),
        ("average no more than 2 hours", "120 minutes", "kept"),
        ("average no more than 2 hours", "121 minutes", "missed"),
        ("updates every 3 working days", "3 working days", "kept"),
        ("updates every 3 working days", "4.1 working days", "missed"),
        ("updates every 3 working days", "20/21", "missed"),
        ("at least 48 hours' notice", "2 days", "kept"),
        ("more than 48 hours' notice", "2 days", "missed"),
        ("4.2 out of 5 or better", "4.2 out of 5", "kept"),
        ("4.2 out of 5 or better", "4.1 out of 5", "missed"),
        ("no more than 3 outages", "3 outages", "kept"),
        ("no missed appointments", "0 appointments", "kept"),
        ("no missed appointments", "1/200", "missed"),
        ("no missed appointments", "0/200", "kept"),
    ],
)
def test_numbers_are_held_against_the_bound(words: str, numbers: str, judged: str) -> None:
    assert ruling(words, numbers).judged == judged


@pytest.mark.parametrize(
    ("words", "numbers", "why"),
    [
        ("as soon as possible", "9/10", Why.IN_WORDS),
        ("level Met or better", "9/10", Why.BY_SCORES),
        ("90% within 4 hours", "3.5 hours", Why.OTHER_KIND),
        ("90% within 4 hours", "12 tickets", Why.OTHER_KIND),
        ("median under 3 days", "9/10", Why.OTHER_KIND),
        ("4.2 out of 5 or better", "8 out of 10", Why.OTHER_KIND),
        ("no more than 3 outages", "3 hours", Why.OTHER_KIND),
        ("90% with at least 48 hours' notice", "3 days", Why.OTHER_KIND),
        ("median under 3 weeks", "14 working days", Why.UNDECIDED),
    ],
)
def test_what_cannot_be_judged_says_why(words: str, numbers: str, why: Why) -> None:
    found = ruling(words, numbers)
    assert (found.judged, found.why) == (Judged.UNCLEAR, why)


def test_business_time_is_converted_by_the_opening_hours() -> None:
    words = "average no more than 2 working days"
    assert ruling(words, "15 business hours", calendar=OPEN).judged is Judged.KEPT
    assert ruling(words, "17 business hours", calendar=OPEN).judged is Judged.MISSED
    assert ruling(words, "15 business hours").why is Why.UNDECIDED


def test_units_are_read_in_the_language_of_the_charter() -> None:
    words = "moyenne d'au plus 3 jours ouvrés"
    assert ruling(words, "2 jours ouvrés", language="fr").judged is Judged.KEPT
    assert ruling(words, "4 working days", language="fr").judged is Judged.MISSED


def test_no_cases_are_neither_kept_nor_missed() -> None:
    for words in ("90% within 4 hours", "no more than 3 outages", "median under 3 days"):
        assert ruling(words, "").judged is Judged.NO_CASES
    assert ruling("every time", "0/0").judged is Judged.NO_CASES


def test_good_cases_without_their_number_decide_nothing() -> None:
    found = judge(target("every time"), Numbers(total=Decimal(12)), Terms())
    assert found.why is Why.INCOMPLETE


@given(good=st.integers(0, 10**9), more=st.integers(0, 10**9), bound=st.integers(1, 99))
def test_shares_are_compared_exactly(good: int, more: int, bound: int) -> None:
    total = good + more
    found = judge(target(f"at least {bound}%"), Numbers(good=Decimal(good), total=Decimal(total)), Terms())
    if total == 0:
        assert found.judged is Judged.NO_CASES
    else:
        assert (found.judged is Judged.KEPT) == (100 * good >= bound * total)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500))))
def test_sums_are_added_and_shares_never_averaged(months: list[tuple[int, int]]) -> None:
    parts = [Numbers(good=Decimal(good), total=Decimal(good + bad)) for good, bad in months]
    whole = add(parts)
    assert (whole.good or 0) == sum(good for good, _ in months)
    assert (whole.total or 0) == sum(good + bad for good, bad in months)
    assert whole.is_empty == (sum(good + bad for good, bad in months) == 0)


def test_under_twenty_cases_are_few() -> None:
    assert Numbers(good=Decimal(19), total=Decimal(19)).is_few
    assert not Numbers(good=Decimal(19), total=Decimal(20)).is_few
    assert not Numbers(value=Decimal(3), unit="days").is_few
    assert not Numbers().is_few
