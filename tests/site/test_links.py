"""Where links in texts lead, from every kind of page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from charter.reading.charter import read_charter
from charter.site.links import Address, Linker, attached_path, promise_path, relative, text_anchors
from charter.source import SourceText

ANCHORS = {"desk/index.html": {"early": "tell-us", "tell-us": "tell-us"}, "desk/v/1.0.html": {"old": "old"}}


def linker(page: str = "desk/index.html", text_page: str | None = None, *, is_folder: bool = True) -> Linker:
    return Linker(
        page=page,
        text_page=text_page or page,
        charter="desk",
        is_folder=is_folder,
        charters={"desk": ("1.0",), "water": ("3.1",)},
        anchors=ANCHORS,
        attached=frozenset({"files/a map.png"}),
        is_version="/v/" in (text_page or page),
    )


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("#early", "#tell-us"),
        ("#nowhere", None),
        ("charter.md#early", "#tell-us"),
        ("./charter.md", "index.html"),
        ("versions/1.0.md#old", "v/1.0.html#old"),
        ("versions/1.0.md#gone", "v/1.0.html"),
        ("versions/9.9.md", None),
        ("signoffs/1.0.md", "history.html"),
        ("../water/charter.md#any", "../water/index.html#any"),
        ("../water/charter.fr.md", "../water/index.html"),
        ("../water.md", "../water/index.html"),
        ("../water/versions/3.1.md", "../water/v/3.1.html"),
        ("../gone/charter.md", None),
        ("../../README.md", None),
        ("reviews.md", None),
        ("/etc/passwd", None),
        ("files/a%20map.png", "files/a%20map.png"),
        ("files/a%20map.png#page=3", "files/a%20map.png#page=3"),
        ("files/other.png", None),
        ("..\\x.png", None),
        ("", None),
        ("?x=1", None),
    ],
)
def test_a_link_from_the_charter_s_page(target: str, href: str | None) -> None:
    assert linker().resolve(target) == (Address(href) if href else None)


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ("#old", "#old"),
        ("charter.md", "../index.html"),
        ("../charter.md#early", "../index.html#tell-us"),
        ("versions/1.0.md", "1.0.html"),
        ("1.0.md", "1.0.html"),
        ("files/a%20map.png", "../files/a%20map.png"),
    ],
)
def test_a_link_from_a_version_s_page_counts_from_either_folder(target: str, href: str) -> None:
    assert linker("desk/v/1.0.html").resolve(target) == Address(href)


def test_a_link_of_a_record_counts_from_its_own_folder_and_from_the_charter_s() -> None:
    found = replace(linker(), beside="incidents")
    assert found.resolve("../charter.md#early") == Address("#tell-us")
    assert found.resolve("charter.md#early") == Address("#tell-us")
    assert found.resolve("../files/a%20map.png") == Address("files/a%20map.png")


def test_the_title_of_a_text_is_a_place_in_it() -> None:
    text = read_charter(SourceText("content/desk/charter.md", "# Our desk: 2\n\n## Our Desk\n")).value
    assert text_anchors(text) == {"our-desk-2": "main", "our-desk": "our-desk"}
    text = read_charter(SourceText("content/desk/charter.md", "# Desk\n\n## Main\n")).value
    assert text_anchors(text) == {"desk": "page:main", "main": "main"}


def test_a_place_in_the_text_is_a_link_to_the_page_that_shows_the_text() -> None:
    found = linker("desk/promises/tell-us.html", "desk/index.html").resolve("#early")
    assert found == Address("../index.html#tell-us")


def test_a_charter_that_is_one_file_links_from_the_folder_of_all() -> None:
    single = linker(is_folder=False)
    assert single.resolve("water/charter.md") == Address("../water/index.html")
    assert single.resolve("water.md") == Address("../water/index.html")
    assert single.resolve("desk.md#early") == Address("#tell-us")
    assert single.resolve("files/a%20map.png") is None


@pytest.mark.parametrize("target", ["https://example.org/?a=1&b=2#c", "mailto:a@b.org", "tel:+44", "//example.org/x"])
def test_links_that_leave_the_site_stay_as_they_are(target: str) -> None:
    found = linker().resolve(target)
    assert found
    assert found.is_external
    assert found.href.endswith(target)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://[x", "C:/x.png"]
)
def test_a_link_that_is_not_safe_or_none_leads_nowhere(target: str) -> None:
    assert linker().resolve(target) is None


@given(st.text(max_size=40))
def test_no_target_raises_or_leaves_the_folder(target: str) -> None:
    found = linker().resolve(target)
    assert found is None or found.is_external or not found.href.startswith(("/", "../.."))
    path = attached_path("desk", True, target)  # noqa: FBT003
    assert path is None or not path.startswith(("/", ".."))


@given(st.text(alphabet="abcdefghijklmnop-", min_size=1, max_size=400))
def test_every_ref_has_a_file_name_that_fits(ref: str) -> None:
    name = promise_path("desk", ref).rpartition("/")[2]
    assert len(name.encode()) <= 130
    assert promise_path("desk", ref) == promise_path("desk", ref)


def test_an_address_names_a_file() -> None:
    assert relative("a/v/1.0.html", "a/index.html") == "../index.html"
    assert relative("index.html", "a/index.html", "x y") == "a/index.html#x%20y"
    assert relative("a/index.html", "a/index.html", "x") == "#x"
