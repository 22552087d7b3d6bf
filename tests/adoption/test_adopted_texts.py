from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.adoption.history import Edition
from charter.adoption.texts import adopted_versions, stamped, working_text
from charter.model.labels import parse_label
from charter.model.text import Stamp, Visibility
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.source import Severity
from tests import corpus

STAMP = Stamp(version="2024-03-01", released=date(2024, 3, 1), effective=date(2024, 3, 1), note="First")


def edition(data: bytes = b"# Support\n", day: date = date(2024, 3, 1), *, by_tool: bool = False) -> Edition:
    return Edition(commit="c" * 40, date=day, subject="Say  it", by_tool=by_tool, path="a.md", data=data)


def read(data: bytes, label: str | None = "2024-03-01"):
    return read_charter(decode("charter.md", data).value, label=label)


def is_kept(before: bytes, after: bytes) -> bool:
    """Whether every line of one text stands in the other, in order, but for keys that were given another name."""
    lines = iter(after.replace(b"original-", b"").split(b"\n"))
    return all(any(line == other for other in lines) for line in before.split(b"\n"))


def test_versions_are_labelled_by_day_and_numbered_within_one() -> None:
    days = [date(2024, 3, 1), date(2024, 3, 1), date(2024, 2, 1), date(2024, 3, 2)]
    versions = adopted_versions([edition(day=day) for day in days])
    assert [version.label for version in versions] == ["2024-03-01", "2024-03-01.2", "2024-03-01.3", "2024-03-02"]
    assert versions[2].stamp.effective == date(2024, 2, 1)


@given(st.lists(st.dates(date(1990, 1, 1), date(2100, 1, 1)), max_size=30))
def test_labels_are_in_the_order_of_the_history(days: list[date]) -> None:
    keys = [parse_label(version.label) for version in adopted_versions([edition(day=day) for day in days])]
    assert all(keys)
    assert keys == sorted(set(keys))


def test_a_version_says_when_it_came_and_what_the_commit_said() -> None:
    (version,) = adopted_versions([edition(by_tool=True)])
    found = read(version.data)
    assert found.value.stamp == version.stamp
    assert version.stamp.note == "Say it (made by a tool)"
    assert not [item for item in found.diagnostics if item.severity is not Severity.INFO]


def test_front_matter_of_another_tool_is_kept_beside_the_stamp() -> None:
    before = b"---\nlayout: page\nversion: 7\nnote: theirs\n---\n# Support\n"
    after = stamped(before, STAMP)
    text = read(after).value
    assert is_kept(before, after)
    assert (text.stamp, dict(text.extra)) == (
        STAMP,
        {"layout": "page", "original-version": "7", "original-note": "theirs"},
    )


@pytest.mark.parametrize(
    "front",
    [
        "parties: everybody",
        "levels: 3",
        "feedback: [a, b]",
        '"parties": everybody',
        "calendar:\n  a: b\n  c: |\n    long\n    words\nlayout: x",
    ],
)
def test_a_key_that_means_something_else_elsewhere_is_kept_under_another_name(front: str) -> None:
    before = f"---\n{front}\n---\n# Support\n".encode()
    for after, label in ((stamped(before, STAMP), "2024-03-01"), (working_text(before), None)):
        found = read(after, label)
        assert is_kept(before, after)
        assert not [item for item in found.diagnostics if item.severity is Severity.ERROR]


@pytest.mark.parametrize("front", ["a: [1", "a: &x 1\nb: *x", "{a: b}", "- a\n- b"])
def test_front_matter_that_cannot_be_read_is_kept_as_it_is(front: str) -> None:
    before = f"---\n{front}\n---\n# Support\n".encode()
    after = stamped(before, STAMP)
    assert is_kept(before, after)
    assert read(after).value.stamp == STAMP


def test_a_text_that_was_not_for_everybody_does_not_become_so() -> None:
    after = stamped(b"---\nvisibility: internal\n---\n# Support\n", STAMP)
    assert read(after).value.visibility is Visibility.PARTIES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("# Caf\xe9 \u2013 \u201copen\u201d\n".encode("cp1252"), "# Caf\xe9 \u2013 \u201copen\u201d\n"),
        (b"# Odd \x81\n", "# Odd \x81\n"),
        ("# Caf\xe9\n".encode("utf-16"), "# Caf\xe9\n"),
        ("\ufeff# Caf\xe9\n".encode(), "# Caf\xe9\n"),
    ],
)
def test_an_old_text_in_another_encoding_keeps_its_letters(data: bytes, words: str) -> None:
    assert stamped(data, STAMP).decode("utf-8").removeprefix("\ufeff").endswith(words)


@pytest.mark.parametrize("path", corpus.texts()[::7], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_line_of_a_real_document_is_lost(path) -> None:
    before = path.read_bytes()
    after = stamped(before, STAMP)
    assert is_kept(before, after)
    assert read(after).value.stamp == STAMP
    assert working_text(before) in {before, before.replace(b"\nversion:", b"\noriginal-version:")}
