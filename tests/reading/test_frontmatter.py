"""Front matter: scalars as text, exact places, and what is read of YAML that is broken."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from charter.reading import yamltree
from charter.reading.decode import decode
from charter.reading.frontmatter import read_front_matter
from charter.reading.nodes import FrontMatter, Items, Mapping, Scalar, Value
from charter.source import Reading, SourceText
from tests.corpus import texts

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else [])]


@pytest.fixture(params=LOADERS, ids=lambda loader: loader.__name__)
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(yamltree, "_LOADER", request.param)
    return request.param


def read(yaml_text: str) -> Reading[FrontMatter]:
    return read_front_matter(SourceText("charter.md", f"---\n{yaml_text}---\nbody\n"))


def plain(value: Value | None) -> Any:
    """The value without places."""
    match value:
        case Scalar():
            return value.text
        case Items():
            return [plain(item) for item in value.values]
        case Mapping():
            return {entry.key: plain(entry.value) for entry in value.entries}
        case _:
            return None


def found(reading: Reading[FrontMatter]) -> list[tuple[str, int | None, int | None]]:
    return [(d.code, d.span.line, d.span.column) for d in reading.diagnostics]


def scalars(value: Value) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    elif isinstance(value, Items):
        for item in value.values:
            yield from scalars(item)
    else:
        for entry in value.entries:
            yield Scalar(text=entry.key, span=entry.key_span)
            yield from scalars(entry.value)


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "written",
    ["4:30", "no", "2.0", "1.10", "0x1F", "~", "2026-01-05", "null", "1_000", "0o17",
     "010", "true", "1e3", ".inf", "=", "<<",
     "2026-01-05 10:00:00 +01:00", "12:30:45", "é 日本 🎉", "a:b", "it's",
     'say "x"', "a#1b"],
)  # fmt: skip
def test_every_scalar_is_the_text_that_was_written(written: str) -> None:
    reading = read(f"key: {written}\nlist: [{written}]\n")
    assert plain(reading.value.mapping) == {"key": written, "list": [written]}
    assert not reading.diagnostics


@pytest.mark.usefixtures("loader")
def test_quotes_folds_and_blocks_are_resolved() -> None:
    reading = read(
        "a: \"x\\ty \\u00e9\"\nb: 'it''s'\nc: one\n  two\nd: |\n  keep\n   this\ne: >-\n  fold\n  this\nf:\ng: ''\n"
    )
    assert plain(reading.value.mapping) == {
        "a": "x\ty é", "b": "it's", "c": "one two", "d": "keep\n this\n", "e": "fold this", "f": "", "g": "",
    }  # fmt: skip
    quoted = {entry.key for entry in reading.value.mapping.entries if getattr(entry.value, "is_quoted", False)}
    assert quoted == {"a", "b", "g"}


@pytest.mark.usefixtures("loader")
def test_places_are_exact_behind_wide_characters() -> None:
    reading = read('日本: é # note\nlist:\n  - {🎉:  x, b: "y"}\n  -  z\n')
    places = [(s.text, s.span.line, s.span.column, s.span.end_column) for s in scalars(reading.value.mapping)]
    assert places == [
        ("日本", 2, 1, 3), ("é", 2, 5, 6), ("list", 3, 1, 5), ("🎉", 4, 6, 7), ("x", 4, 10, 11), ("b", 4, 13, 14),
        ("y", 4, 16, 19), ("z", 5, 6, 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "body", "is_present"),
    [
        ("---\na: b\n---\nbody", 4, True),
        ("---  \t\na: b\n...\t\nbody", 4, True),
        ("---\n---\n", 3, True),
        ("---\n\n# only a note\n---\n", 5, True),
        ("---\na: b\n---", 4, True),
        ("", 1, False),
        ("# Heading\n", 1, False),
        ("\n---\na: b\n---\n", 5, True),
        (" \n\t\n---\na: b\n---\n", 6, True),
        ("\n---\n\nWords between rules\n\n---\n", 1, False),
        ("\n---\nHello\n---\n", 1, False),
        ("---\na: b\nc:\n  - d\n\n# Heading\n", 5, True),
        ("---\na: b\n# Heading\n\nwords\n", 3, True),
        ("---\na: b", 3, True),
        ("\n---\na: b\n\nwords\n", 4, True),
        (" ---\na: b\n---\n", 1, False),
        ("----\na: b\n---\n", 1, False),
        ("---\n\nWords after a rule\n", 1, False),
        ("---\nHello\n---\n", 1, False),
        ("---\n- a\n- b\n---\n", 1, False),
    ],
)
def test_where_the_body_begins(text: str, body: int, is_present: bool) -> None:
    front = read_front_matter(SourceText("a.md", text)).value
    assert (front.body_line, front.is_present) == (body, is_present)


def test_what_is_no_front_matter_is_said_only_where_it_looks_like_some() -> None:
    def codes(text: str) -> list[str]:
        return [f"{d.code} {d.severity}" for d in read_front_matter(SourceText("a.md", text)).diagnostics]

    assert codes("---\ntitle: x\n\n# Heading\n") == ["CH105 error"]
    assert codes("---\n\nwords\n") == []
    assert codes("---\nHello\n---\n") == ["CH105 error"]
    assert codes("+++\ntitle = 'x'\n+++\n") == ["CH105 info"]
    assert codes("+++\nnever closed\n") == []


def test_blank_lines_above_front_matter_are_told_and_it_is_read() -> None:
    reading = read_front_matter(SourceText("a.md", "\n\n---\ntitle: é\na: [b\n---\n# T\n"))
    assert plain(reading.value.mapping) == {"title": "é", "a": "[b"}
    assert [(d.code, d.severity, d.span.line) for d in reading.diagnostics] == [
        ("CH105", "warning", 3),
        ("CH105", "error", 5),
    ]
    assert reading.value.mapping.span.line == 4


def test_front_matter_that_is_not_closed_is_read_up_to_the_body() -> None:
    text = "---\ntitle: T\nparties:\n  - {id: a}\n\n# T\n\nwords: yes\n"
    reading = read_front_matter(SourceText("a.md", text))
    assert plain(reading.value.mapping) == {"title": "T", "parties": [{"id": "a"}]}
    (found,) = reading.diagnostics
    assert (found.code, found.severity, found.span.line) == ("CH105", "error", 1)
    assert found.hint == 'put a line "---" after "- {id: a}"'


@pytest.mark.usefixtures("loader")
def test_a_key_that_stands_twice_keeps_its_first_value() -> None:
    reading = read("a: 1\nb: {c: 1, c: 2}\na: 3\n")
    assert plain(reading.value.mapping) == {"a": "1", "b": {"c": "1"}}
    assert found(reading) == [("CH103", 3, 11), ("CH103", 4, 1)]
    assert reading.diagnostics[1].related[0].line == 2


@pytest.mark.usefixtures("loader")
def test_anchors_aliases_and_merge_keys_are_refused_and_the_rest_is_read() -> None:
    reading = read("a: &x 1\nb: *x\nc:\n  <<: *x\n  d: 2\n")
    assert plain(reading.value.mapping) == {"a": "1", "b": "*x", "c": {"<<": "*x", "d": "2"}}
    assert found(reading) == [("CH104", 2, 4), ("CH104", 3, 4), ("CH104", 5, 7), ("CH104", 5, 3)]


@pytest.mark.usefixtures("loader")
def test_tags_and_keys_that_are_no_words_are_reported() -> None:
    reading = read("a: !!python/object:os.system x\n? [b, c]\n: d\ne: !!str 1\n")
    assert plain(reading.value.mapping) == {"a": "x", "[b, c]": "d", "e": "1"}
    assert found(reading) == [("CH105", 2, 4), ("CH105", 5, 4), ("CH105", 3, 3)]


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    ("text", "values", "places", "hint"),
    [
        ("title: A: b\nlanguage: en\n", {"title": "A: b", "language": "en"}, [(2, 9)], 'title: "A: b"'),
        ("a: 1\nb: 'it's'\nc: 3\n", {"a": "1", "b": "'it's'", "c": "3"}, [(3, 8)], 'b: "it\'s"'),
        ('a: "never closed\nb: 2\n', {"a": '"never closed', "b": "2"}, [(2, 17)], 'a: "never closed"'),
        ("a: [1, 2\nb:\n  - c\n  - d: e\n", {"a": "[1, 2", "b": ["c", {"d": "e"}]}, [(2, 9)], 'a: "[1, 2"'),
        ("a: 1\n\tb: 2\nc: 3\n", {"a": "1", "c": "3"}, [(3, 1)], "indent with blanks: b: 2"),
        ("a: @home\nb: 2\n", {"a": "@home", "b": "2"}, [(2, 4)], 'a: "@home"'),
        ("a: 100%\nb: %x\nc: `d`\n", {"a": "100%", "b": "%x", "c": "`d`"}, [(3, 4), (4, 4)], 'b: "%x"'),
        ("a: b\nwords alone\nc: d\n", {"a": "b", "c": "d"}, [(3, 12)], None),
    ],
)
def test_a_broken_line_does_not_lose_the_rest(
    text: str, values: dict[str, Any], places: list[tuple[int, int]], hint: str | None
) -> None:
    reading = read(text)
    assert {d.code for d in reading.diagnostics} <= {"CH105"}
    assert plain(reading.value.mapping) == values
    assert [(d.span.line, d.span.column) for d in reading.diagnostics] == places
    assert hint is None or reading.diagnostics[0].hint == hint


@pytest.mark.usefixtures("loader")
def test_values_that_can_be_kept_are_kept_when_only_the_whole_is_broken() -> None:
    reading = read("a: 1\n--- # another document\nb: 2\n")
    assert plain(reading.value.mapping).get("a") == "1"
    assert {d.code for d in reading.diagnostics} == {"CH105"}


@pytest.mark.usefixtures("loader")
@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)},' * 9}]\n" for n in range(9)),
        "a: " + "[" * 100_000 + "\nb: 2\n",
        "a: " + "{x: " * 20_000 + "\nb: 2\n",
        "a:\n" + "".join("  " * n + "- x:\n" for n in range(1, 300)) + "b: 2\n",
        "a: " + "- " * 10_000 + "\nb: 2\n",
        "? " * 20_000 + "\nb: 2\n",
        "a: 1\n" * 20_000,
        "x" * 100_000 + ": 1\nb: 2\n",
        "a: '" + "''" * 50_000 + "\nb: 2\n",
        "".join(f"k{n}: [\n" for n in range(2_000)) + "b: 2\n",
    ],
    ids=["laughs", "lists", "mappings", "block", "dashes", "keys", "twins", "long key", "quotes", "open"],
)
def test_yaml_that_is_meant_to_hurt_is_refused_in_a_moment(text: str) -> None:
    before = time.process_time()
    reading = read(text)
    assert time.process_time() - before < 10
    assert reading.diagnostics
    assert reading.value.body_line in (1, text.count("\n") + 3)


@pytest.mark.usefixtures("loader")
def test_depth_is_bounded_at_fifty() -> None:
    def nested(depth: int) -> str:
        return "a: " + "[" * depth + "]" * depth + "\n"

    assert not read(nested(49)).diagnostics
    assert found(read(nested(50))) == [("CH105", 2, 53)]


@pytest.mark.skipif(len(LOADERS) < 2, reason="libyaml is not there to be compared with")
def test_both_loaders_read_the_corpus_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in texts():
        source = decode(path.name, path.read_bytes()).value
        read_by = []
        for loader in LOADERS:
            monkeypatch.setattr(yamltree, "_LOADER", loader)
            reading = read_front_matter(source)
            read_by.append((reading.value, found(reading)))
        assert read_by[0] == read_by[1], path


def test_front_matter_of_other_tools_is_read_without_complaint() -> None:
    for path in texts():
        reading = read_front_matter(decode(path.name, path.read_bytes()).value)
        # One document of the corpus really has an apostrophe between apostrophes.
        assert all("the quoted words end" in d.message for d in reading.diagnostics), path
        assert reading.value.is_present == path.read_bytes().startswith(b"---"), path


BROKEN = [
    "a: b: c\n", "a: 'it's'\n", 'a: "x" y\n', 'a: "x\n', "a: [b\n", "a: {b\n", "a: @b\n", "a: %b\n", "a: *\n", "a: &\n",
    "\ta: b\n", "a:\n\t- b\n", "a:\n  - b\n c: d\n", "a: b\nc\n", "a: ]\n", "a: \"\\q\"\n",
    "a: !<x\n", "--- x\n", "- a\nb: c\n",
    "a: |x\n  b\n", "a: b\n  c: d\n", "? a\n? b\n:c\n", "%YAML 9\n", "a: \x01\n", "a: ${{ b }}\n", "a: {{ b }}\n",
]  # fmt: skip


@pytest.mark.skipif(len(LOADERS) < 2, reason="libyaml is not there to be compared with")
@pytest.mark.parametrize("text", BROKEN)
def test_both_loaders_find_the_same_fault(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by = []
    for loader in LOADERS:
        monkeypatch.setattr(yamltree, "_LOADER", loader)
        reading = read(f"first: 1\n{text}last: 2\n")
        read_by.append((plain(reading.value.mapping), [(d.code, d.span.line, d.message) for d in reading.diagnostics]))
    assert read_by[0] == read_by[1]


YAML = st.lists(
    st.sampled_from(
        ["a", "b: ", ": ", "- ", "\n", "  ", "\t", "[", "]", "{", "}", ",", "'", '"', "#", "&x", "*x",
         "!t ", "|\n", ">",
         "? ", "%", "@", "`", "---\n", "...\n", "\\ud800", "\\x00", "é", "\u2028", "\x85", "\x00", "\x1b",
         "\ufeff", "<<: "]
    ),
    max_size=30,
).map("".join)  # fmt: skip


@given(YAML | st.text(max_size=40))
@settings(max_examples=500, deadline=None)
def test_any_front_matter_is_read_with_places_inside_the_file(text: str) -> None:
    source = SourceText("a.md", f"---\n{text}\n---\nbody\n")
    reading = read_front_matter(source)
    assert 1 <= reading.value.body_line <= source.line_count
    spans = [d.span for d in reading.diagnostics]
    for scalar in scalars(reading.value.mapping):
        assert "\ufffd" in scalar.text or scalar.text.encode("utf-8") is not None
        spans.append(scalar.span)
    for span in spans:
        assert 1 <= (span.line or 0) <= source.line_count
        assert 1 <= (span.column or 0) <= len(source.line(span.line or 0)) + 1
