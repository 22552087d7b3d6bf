"""Labels sort as people count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.model.labels import next_label, parse_label

NUMBERS = st.integers(0, 999_999_998)
NUMERIC = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(lambda parts: "{}.{}".format(*parts)),
    st.tuples(NUMBERS, NUMBERS, NUMBERS).map(lambda parts: "{}.{}.{}".format(*parts)),
)
DATED = st.dates(min_value=date(1, 1, 1)).map(date.isoformat)


def key(label: str) -> tuple[int, ...]:
    found = parse_label(label)
    assert found is not None, label
    return found


def test_labels_sort_oldest_first() -> None:
    labels = [
        "1900-01-01",
        "2024-03-01",
        "2024-03-01-2",
        "2024-03-01.10",
        "2024-03-02",
        "0.1",
        "1.0",
        "1.0.1",
        "1.2",
        "1.10",
        "2.0",
        "10.0",
    ]
    assert sorted(set(labels), key=key) == labels


def test_one_label_in_two_spellings_has_one_key() -> None:
    assert key("2.1") == key("2.1.0")
    assert key("2024-03-01-2") == key("2024-03-01.2")


@pytest.mark.parametrize(
    "text",
    ["", "1", "v1.0", "1.0.0.0", "01.0", "1.01", "1.", ".1", "1.0 ", " 1.0", "1.0\n", "1,0", "-1.0", "1.0-rc1", "1.x",
     "2024-02-30", "2024-13-01", "0000-01-01", "2024-3-1", "2024-03-01-0", "2024-03-01-", "20240301", "١.٠", "1.0/..",
     "9999999999.0", "../1.0"],
)  # fmt: skip
def test_other_words_are_no_labels(text: str) -> None:
    assert parse_label(text) is None


@pytest.mark.parametrize(
    ("newest", "bump", "expected"),
    [
        (None, "minor", "1.0"), (None, "major", "1.0"), (None, "patch", "1.0"),
        ("1.0", "minor", "1.1"), ("1.0", "major", "2.0"), ("1.0", "patch", "1.0.1"),
        ("1.0.1", "patch", "1.0.2"), ("1.0.1", "minor", "1.1"), ("1.9", "minor", "1.10"), ("3.4.5", "major", "4.0"),
        ("2024-03-01", "major", "1.0"), ("2024-03-01-2", "patch", "1.0"),
    ],
)  # fmt: skip
def test_the_next_label(newest: str | None, bump: str, expected: str) -> None:
    assert next_label(newest, bump) == expected


@pytest.mark.parametrize(("newest", "bump"), [("1.0", "none"), ("one", "minor"), (None, "")])
def test_no_label_follows_from_nonsense(newest: str | None, bump: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        next_label(newest, bump)


@given(st.one_of(NUMERIC, DATED), st.sampled_from(["major", "minor", "patch"]))
def test_the_next_label_sorts_after_the_newest(newest: str, bump: str) -> None:
    assert key(next_label(newest, bump)) > key(newest)


@given(NUMERIC)
def test_a_larger_change_gives_a_later_label(newest: str) -> None:
    patch, minor, major = (key(next_label(newest, bump)) for bump in ("patch", "minor", "major"))
    assert patch < minor < major


@given(st.text(alphabet="0123456789.-v ", max_size=12))
def test_any_text_is_a_label_or_none(text: str) -> None:
    found = parse_label(text)
    assert found is None or len(found) in {4, 5}
