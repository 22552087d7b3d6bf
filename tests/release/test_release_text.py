from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.compare.changes import Bump
from charter.model.charter import Charter, Version
from charter.model.fingerprint import fingerprint, text_digest
from charter.model.text import CharterText, Stamp
from charter.reading.charter import read_charter
from charter.reading.decode import decode
from charter.release import choose_label, is_too_small, make_version, release_text
from charter.source import CharterError, SourceText, UsageError

STAMP = Stamp(version="1.0", released=date(2025, 12, 1), effective=date(2026, 1, 5))
LINES = 'version: "1.0"\nreleased: 2025-12-01\neffective: 2026-01-05\n'
BODY = "\n# Support desk\n\nHello.\n\n## Us\n\n### Answers\n\nWe do.\n\n- Target: 90% within 4 hours\n- Ref: answers\n"


def read(data: bytes, label: str | None = None) -> CharterText:
    path = f"content/desk/versions/{label}.md" if label else "content/desk/charter.md"
    return read_charter(decode(path, data).value, label=label).value


def a_charter(working: bytes = b"", labels: tuple[str, ...] = ()) -> Charter:
    text = read(working)
    versions = tuple(
        Version(label=label, text=text, fingerprint=fingerprint(text), source=SourceText(f"{label}.md", ""))
        for label in labels
    )
    return Charter(id="desk", folder="content/desk", text=text, fingerprint=fingerprint(text), versions=versions)


@pytest.mark.parametrize(
    ("working", "released"),
    [
        (f"---\ntitle: Desk\nlanguage: en\n---\n{BODY}", f"---\ntitle: Desk\n{LINES}language: en\n---\n{BODY}"),
        (f"---\nlanguage: en\n---\n{BODY}", f"---\n{LINES}language: en\n---\n{BODY}"),
        (f"---\n---\n{BODY}", f"---\n{LINES}---\n{BODY}"),
        (f"---\n# only a remark\n---\n{BODY}", f"---\n{LINES}# only a remark\n---\n{BODY}"),
        ("# Desk\n", f"---\n{LINES}---\n\n# Desk\n"),
        ("", f"---\n{LINES}---\n\n"),
        ("---\n\nA rule, not a front matter.\n", f"---\n{LINES}---\n\n---\n\nA rule, not a front matter.\n"),
        ("---\ntitle: Desk\n...\nHello", f"---\ntitle: Desk\n{LINES}...\nHello"),
        ("---\ntitle: Desk\n---", f"---\ntitle: Desk\n{LINES}---"),
        ("--- \ntitle: Desk\n---\t\nHi\n", f"--- \ntitle: Desk\n{LINES}---\t\nHi\n"),
    ],
)
def test_the_stamp_stands_below_the_title_and_nothing_else_is_touched(working: str, released: str) -> None:
    assert release_text(working.encode(), STAMP).decode() == released


@pytest.mark.parametrize(
    "title",
    [
        "title: Desk   # what it is called",
        "title: >-\n  A long\n\n  title",
        "title: |\n  Desk\n",
        'title: "Desk: at your\n  service"',
        "title:\n  Desk",
        "'title': Desk",
    ],
)
def test_the_stamp_stands_below_a_title_however_it_is_written(title: str) -> None:
    working = f"---\n{title}\nlanguage: en\n---\n{BODY}"
    released = release_text(working.encode(), STAMP)
    assert released.decode().replace(LINES, "") == working
    assert read(released, "1.0").title == read(working.encode()).title


@pytest.mark.parametrize(
    "stale",
    [
        'version: "0.9"',
        "version: 0.9   # long ago",
        "released: 2020-01-01",
        "effective: 2020-01-01",
        "note: old news",
        "note: |\n  old\n  # news\n\n  and more",
        "note: >\n  old\n  news",
        'note: "old\n  news"',
        "'version': '0.9'",
    ],
)
def test_an_old_stamp_is_replaced_wherever_it_stands(stale: str) -> None:
    for front in (f"{stale}\ntitle: Desk\n", f"title: Desk\n{stale}\n", f"title: Desk\n{stale}\nlanguage: en\n"):
        text = read(release_text(f"---\n{front}---\n{BODY}".encode(), STAMP), "1.0")
        assert (text.stamp, text.title) == (STAMP, "Desk")
        plain = front.replace(f"{stale}\n", "").replace("title: Desk\n", f"title: Desk\n{LINES}")
        assert release_text(f"---\n{front}---\n{BODY}".encode(), STAMP).decode() == f"---\n{plain}---\n{BODY}"


def test_a_released_text_can_be_released_again_with_another_stamp() -> None:
    working = f"---\ntitle: Desk\n---\n{BODY}".encode()
    other = replace(STAMP, version="2.0", note="Newer")
    assert release_text(release_text(working, STAMP), other) == release_text(working, other)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("front", ["", "---\ntitle: Desk\nparties: []\n---\n"])
def test_line_ends_and_the_byte_order_mark_stay(line_end: str, mark: str, front: str) -> None:
    working = (mark + (front + BODY).replace("\n", line_end)).encode()
    released = release_text(working, STAMP)
    assert released.startswith(mark.encode())
    assert released.count(b"\xef\xbb\xbf") == len(mark)
    assert released.endswith(BODY.replace("\n", line_end).encode())
    assert (
        released.replace(line_end.encode(), b"").count(b"\n") + released.replace(line_end.encode(), b"").count(b"\r")
        == 0
    )
    assert read(released, "1.0").stamp == STAMP


@pytest.mark.parametrize(
    "note",
    [
        "First charter",
        'She said: "no", twice',
        "#1: yes & *no* {x} [y] |z> 'q' \\ %a @b `c`",
        "two\nlines",
        "a\ttab, \x07 a bell, \x85 a break, \u2028 another, \ufeff a mark, \U0001f600",
        "no",
        "4:30",
        "- a list?",
        "--- a rule",
    ],
)
def test_a_note_is_read_back_as_it_was_typed(note: str) -> None:
    released = release_text(f"---\ntitle: Desk\n---\n{BODY}".encode(), replace(STAMP, note=note))
    assert read(released, "1.0").stamp.note == " ".join(note.split())


def test_a_front_matter_on_one_line_is_refused() -> None:
    with pytest.raises(UsageError, match="no lines of its own"):
        release_text(b"---\n{title: Desk}\n---\n", STAMP)


def test_a_front_matter_that_is_no_yaml_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        release_text(b"---\ntitle: [Desk\n---\n", STAMP)


def test_an_indented_front_matter_keeps_its_indent() -> None:
    released = release_text(b"---\n  title: Desk\n  language: en\n---\n", STAMP)
    assert b'\n  title: Desk\n  version: "1.0"\n  released' in released
    assert read(released, "1.0").stamp == STAMP


words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
titles = st.sampled_from(["title: Desk", 'title: "De: sk"', "title: >\n  De\n  sk", "title: Desk # x", "language: fr"])
extras = st.lists(
    st.sampled_from(
        [
            "audience: everybody",
            "levels: [Not yet, Met]",
            "review: every 3 months from 2026-01-05",
            "parties:\n- {id: desk, role: provider, name: Desk}",
            'version: "9.9"',
            "note: |\n  was\n  here",
            "# a remark",
            "",
            "x-key: {a: b}",
        ]
    ),
    unique=True,
    max_size=6,
)


@given(titles, extras, words, words, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans(), st.booleans())
def test_what_is_released_says_what_the_working_text_says(
    title: str, extra: list[str], prose: str, note: str, line_end: str, has_mark: bool, has_front: bool
) -> None:
    front = "\n".join(["---", *extra[:2], title, *extra[2:], "---", ""]) if has_front else ""
    working = ("\ufeff" * has_mark + (front + BODY + prose).replace("\n", line_end)).encode()
    stamp = replace(STAMP, note=" ".join(note.split()) or None)
    before, after = read(working), read(release_text(working, stamp), "1.0")
    assert text_digest(after) == text_digest(before)
    assert fingerprint(after) == fingerprint(before)
    assert replace(after.stamp, note=None) == STAMP


def test_the_version_made_is_the_working_text_with_its_stamp() -> None:
    working = f"---\ntitle: Desk\n---\n{BODY}".encode()
    charter = a_charter(working)
    version, data = make_version(charter, working, "content/desk/versions/1.0.md", STAMP)
    assert data == release_text(working, STAMP)
    assert (version.label, version.fingerprint, version.text.stamp) == ("1.0", charter.fingerprint, STAMP)


def test_a_text_that_changed_since_it_was_read_is_not_released() -> None:
    charter = a_charter(b"# Desk\n\nWe answer.\n")
    with pytest.raises(CharterError, match="would not say what the working text says"):
        make_version(charter, b"# Desk\n\nWe never answer.\n", "content/desk/versions/1.0.md", STAMP)


def test_bytes_that_are_not_utf_8_are_not_released() -> None:
    with pytest.raises(CharterError, match="not UTF-8"):
        make_version(a_charter(), b"\xff", "content/desk/versions/1.0.md", STAMP)


@pytest.mark.parametrize(
    ("labels", "asked", "expected"),
    [
        ((), None, "1.0"),
        (("1.0",), None, "1.0.1"),
        ((), "minor", "1.0"),
        ((), "0.1", "0.1"),
        ((), "2026-01-05", "2026-01-05"),
        (("1.0",), "minor", "1.1"),
        (("1.0", "1.9"), "minor", "1.10"),
        (("1.9",), "major", "2.0"),
        (("1.9",), "patch", "1.9.1"),
        (("1.9.1",), "minor", "1.10"),
        (("1.9",), "1.10", "1.10"),
        (("2024-03-01",), "major", "1.0"),
        (("2024-03-01",), "2024-03-02", "2024-03-02"),
    ],
)
def test_the_label_follows_the_newest(labels: tuple[str, ...], asked: str | None, expected: str) -> None:
    assert choose_label(a_charter(labels=labels), asked) == expected


@pytest.mark.parametrize(
    ("bump", "expected"),
    [(Bump.MAJOR, "2.0"), (Bump.MINOR, "1.3"), (Bump.PATCH, "1.2.1"), (Bump.NONE, "1.2.1")],
)
def test_without_a_word_the_label_is_what_the_changes_call_for(bump: Bump, expected: str) -> None:
    assert choose_label(a_charter(labels=("1.2",)), None, bump) == expected


@pytest.mark.parametrize(
    ("newest", "label", "bump", "expected"),
    [
        ("1.0", "1.1", Bump.MAJOR, True),
        ("1.0", "1.0.1", Bump.MAJOR, True),
        ("1.0", "1.0.1", Bump.MINOR, True),
        ("1.0", "2.0", Bump.MAJOR, False),
        ("1.0", "3.4.5", Bump.MAJOR, False),
        ("1.0", "1.1", Bump.MINOR, False),
        ("1.0", "2.0", Bump.PATCH, False),
        ("1.0", "1.0.1", Bump.PATCH, False),
        ("1.0", "1.0.1", Bump.NONE, False),
        ("2025-01-01", "1.0", Bump.MAJOR, False),
        ("2025-01-01", "2025-02-01", Bump.MAJOR, False),
    ],
)
def test_a_label_is_too_small_when_it_moves_a_lower_place(newest: str, label: str, bump: Bump, expected: bool) -> None:
    assert is_too_small(newest, label, bump) is expected


@pytest.mark.parametrize(
    ("labels", "asked", "message"),
    [
        ((), "one", '"one" is neither major, minor or patch, nor a label such as 2.1'),
        (("1.0",), "../2.0", '"../2.0" is neither'),
        (("1.0", "1.1"), "1.0", "desk 1.0 is released already"),
        (("1.1",), "1.1.0", "desk 1.1.0 is released already"),
        (("1.10",), "1.9", "1.9 does not come after 1.10"),
        (("1.0",), "2026-01-05", "2026-01-05 does not come after 1.0"),
    ],
)
def test_a_label_that_cannot_come_next_is_refused(labels: tuple[str, ...], asked: str | None, message: str) -> None:
    with pytest.raises(UsageError) as error:
        choose_label(a_charter(labels=labels), asked)
    assert error.value.message.startswith(message)
    assert error.value.hint
    assert error.value.hint.startswith("charter release desk ")
