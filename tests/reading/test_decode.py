"""Bytes as text: encodings, line ends, and the marks of a merge conflict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.reading.decode import decode
from charter.source import MAX_TEXT_BYTES, Diagnostic


def text(data: bytes) -> str:
    return decode("a.md", data).value.text


def found(data: bytes) -> list[tuple[str, int | None, int | None]]:
    return [(d.code, d.span.line, d.span.column) for d in decode("a.md", data).diagnostics]


def diagnostics(data: bytes) -> tuple[Diagnostic, ...]:
    return decode("a.md", data).diagnostics


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_all_line_ends_are_read_as_one(end: str) -> None:
    assert text(f"a{end}{end}b".encode()) == "a\n\nb"


def test_a_byte_order_mark_is_not_part_of_the_text() -> None:
    assert decode("a.md", b"\xef\xbb\xbf---\n").value.text == "---\n"
    assert not diagnostics(b"\xef\xbb\xbf---\n")
    assert text(b"\xef\xbb\xbfcaf\xe9") == "caf\ufffd"
    assert found(b"\xef\xbb\xbfcaf\xe9") == [("CH120", 1, 4)]


def test_bytes_that_are_not_utf_8_are_shown_and_placed_exactly() -> None:
    data = "é日\r\ncaf".encode() + b"\xe9 ol\xe9\x80" + "é".encode()
    assert text(data) == "é日\ncaf\ufffd ol\ufffd\ufffdé"
    assert found(data) == [("CH120", 2, 4), ("CH120", 2, 8)]
    first, second = diagnostics(data)
    assert '"E9"' in first.message
    assert '"é"' in first.message
    assert '"E9 80"' in second.message
    assert second.span.end_column == 10


def test_only_the_first_twenty_bad_places_are_listed() -> None:
    several = diagnostics(b"\xff\n" * 50)
    assert [d.span.line for d in several] == list(range(1, 22))
    assert "30 more places" in several[-1].message
    assert len(diagnostics(b"\xff\n" * 20)) == 20


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_reported_with_the_command_that_mends_it(encoding: str) -> None:
    data = "\ufeffcafé\r\n日".encode(encoding)
    assert text(data) == "café\n日"
    assert found(data) == [("CH120", 1, 1)]
    assert "UTF-16" in (diagnostics(data)[0].hint or "")


def test_nul_bytes_are_shown_and_counted() -> None:
    assert text(b"a\nb\0c\0") == "a\nb\ufffdc\ufffd"
    assert found(b"a\nb\0c\0") == [("CH121", 2, 2)]
    assert "2 NUL bytes" in diagnostics(b"a\nb\0c\0")[0].message


def test_a_file_that_is_too_large_gives_an_empty_text_at_once() -> None:
    data = b"x" * (MAX_TEXT_BYTES + 1)
    assert text(data) == ""
    assert found(data) == [("CH122", 1, 1)]
    assert not found(b"x\n" * (MAX_TEXT_BYTES // 2))


CONFLICT = b"a\n<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> branch\nb\n"


def test_a_merge_conflict_is_reported_once_and_its_text_is_kept() -> None:
    assert found(CONFLICT + CONFLICT) == [("CH123", 2, 1), ("CH123", 9, 1)]
    assert text(CONFLICT) == CONFLICT.decode()
    assert [span.line for span in diagnostics(CONFLICT)[0].related] == [4, 6]


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        (b"<<<<<<< HEAD\na\n||||||| base\nb\n=======\nc\n>>>>>>> x\n", [1]),
        (b"<<<<<<< HEAD\na\n", [1]),
        (b"<<<<<<< HEAD\n<<<<<<< HEAD\n=======\n>>>>>>> x\n", [1, 2]),
        (b"a\n=======\nb\n>>>>>>> x\n", [2]),
        (b"<<<<<<< HEAD\n```\na\n=======\nb\n```\n>>>>>>> x\n", [1]),
        (b"Heading\n=======\n", []),
        (b">>>>>>> a quote in quotes\n", []),
        (b">>>>>>> quote\n\nHeading\n=======\n", []),
        (b"```\n<<<<<<< HEAD\n=======\n>>>>>>> x\n```\n", []),
        (b"~~~~ diff\n```\n<<<<<<< HEAD\n=======\n>>>>>>> x\n~~~~\n", []),
        (b"text <<<<<<< HEAD\n", []),
        (b"<<<<<<<\n", []),
    ],
)
def test_conflicts_are_told_from_headings_quotes_and_examples(data: bytes, lines: list[int]) -> None:
    assert [line for code, line, _ in found(data) if code == "CH123"] == lines


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda words: words.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read(data: bytes) -> None:
    reading = decode("a.md", data)
    assert not set(reading.value.text) & set("\r\0")
    reading.value.text.encode("utf-8")
    for diagnostic in reading.diagnostics:
        assert 1 <= (diagnostic.span.line or 0) <= reading.value.line_count
        line = reading.value.line(diagnostic.span.line or 0)
        assert 1 <= (diagnostic.span.column or 0) <= len(line) + 1
        assert diagnostic.hint


@given(st.text(alphabet=st.characters(exclude_characters="\r\0\ufeff", exclude_categories=["Cs"])))
def test_utf_8_is_read_as_it_is(words: str) -> None:
    assert text(words.encode()) == words


@pytest.mark.parametrize("data", [b"\xff", b"\xff ", b"\0", b"<<<<<<< a\n", b"=======\n", b"\r", b"```\n"])
def test_however_often_something_is_wrong_it_is_told_in_a_few_lines(data: bytes) -> None:
    reading = decode("a.md", data * (1_000_000 // len(data)))
    assert len(reading.diagnostics) <= 21
