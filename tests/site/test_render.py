"""Templates of a user's own, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from charter.site.home_page import HomeView
from charter.site.pages import Page, not_found_page
from charter.site.render import Renderer, theme_folder
from charter.source import CharterError
from charter.standing import stand
from tests.site.builders import TODAY, charter_of, site_view, write_template


def not_found() -> Page:
    return not_found_page(site_view())


def test_a_template_of_ones_own_stands_in_for_the_theme_s(tmp_path: Path) -> None:
    folder = write_template(tmp_path / "templates", "404.html", "<p>{{ view.frame.site_title }}: gone</p>")
    assert Renderer([folder]).render(not_found()) == b"<p>Our charters: gone</p>"


def test_a_template_can_extend_the_one_it_stands_in_for(tmp_path: Path) -> None:
    text = '{% extends "theme/404.html" %}{% block title %}Lost{% endblock %}'
    page = Renderer([write_template(tmp_path, "404.html", text)]).render(not_found()).decode()
    assert "<title>Lost · Our charters</title>" in page or "<title>Lost</title>" in page
    assert "This page is not here" in page


def test_a_part_of_the_theme_can_be_replaced_alone(tmp_path: Path) -> None:
    from charter.site.pages import pages

    folder = write_template(tmp_path, "parts/rubric.html", "{% macro rubric(view) %}<p>RUBRIC</p>{% endmacro %}")
    from tests.site.rich import RICH

    charter = charter_of(RICH)
    standing = stand(charter, TODAY)
    page = next(iter(pages(charter, standing, site_view(charter))))
    assert b"<p>RUBRIC</p>" in Renderer([folder]).render(page)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a\n\n{% if %}", 3, "Expected an expression"),
        ("a\n{{ view.nothing }}", 2, "no attribute 'nothing'"),
        ("{{ nothing }}", 1, "'nothing' is undefined"),
        ("\n\n\n{{ 1 / 0 }}", 4, "division by zero"),
        ("{{ view.frame.language.__class__.__mro__ }}", 1, "unsafe"),
        ('x\n{% include "gone.html" %}', 2, "gone.html"),
        ("{{ view|unknown }}", 1, "unknown"),
    ],
)
def test_a_wrong_template_is_named_with_its_line_and_the_page(text: str, line: int, words: str, tmp_path: Path) -> None:
    folder = write_template(tmp_path, "404.html", text)
    with pytest.raises(CharterError) as caught:
        Renderer([folder]).render(not_found())
    assert f"{folder.resolve() / '404.html'}:{line}: " in caught.value.message
    assert words in caught.value.message
    assert "404.html" in caught.value.message.rpartition("for the page ")[2]
    assert caught.value.hint


def test_a_bug_of_ours_is_not_blamed_on_a_template() -> None:
    view = HomeView(frame=None, title="", description="", cards=())  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        Renderer().render(Page("index.html", "home.html", view))


def test_assets_of_ones_own_stand_in_for_the_theme_s(tmp_path: Path) -> None:
    write_template(tmp_path, "assets/charter.css", "body{}")
    write_template(tmp_path, "assets/fonts/own.woff2", "font")
    write_template(tmp_path, "assets/.hidden", "no")
    assets = dict(Renderer([tmp_path]).assets())
    assert assets["assets/charter.css"] == b"body{}"
    assert assets["assets/fonts/own.woff2"] == b"font"
    assert "assets/favicon.svg" in assets
    assert "assets/.hidden" not in assets
    assert list(assets) == sorted(assets)


def test_an_asset_that_is_a_link_out_of_its_folder_is_left_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    folder = write_template(tmp_path / "templates", "assets/own.css", "")
    (folder / "assets" / "linked.txt").symlink_to(secret)
    assert "assets/linked.txt" not in dict(Renderer([folder]).assets())


def test_a_catalogue_of_words_of_ones_own_is_used(tmp_path: Path) -> None:
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    words = head + 'msgid "This page is not here"\nmsgstr "Perdu"\n'
    folder = write_template(tmp_path, "words/de.po", words)
    assert b"<h1>Perdu</h1>" in Renderer([folder]).render(not_found_page(site_view(language="de-AT")))


def test_a_broken_catalogue_of_words_is_named(tmp_path: Path) -> None:
    folder = write_template(tmp_path, "words/de.po", "these are no words")
    with pytest.raises(CharterError, match=r"de\.po"):
        Renderer([folder]).render(not_found_page(site_view(language="de")))


def test_every_word_of_the_theme_is_there_in_french() -> None:
    from babel.messages.extract import extract_from_dir, extract_from_file
    from babel.messages.pofile import read_po

    options = {"jinja2": {"trimmed": "true", "newstyle_gettext": "true"}}
    found = extract_from_dir(theme_folder(), [("**.html", "jinja2")], {"**.html": options["jinja2"]})
    asked = {message[2] for message in found}
    agenda = Path(__file__).parents[2] / "charter" / "agenda.py"
    asked |= {message[1] for message in extract_from_file("python", agenda)}
    with (theme_folder() / "words" / "fr.po").open("rb") as file:
        catalogue = {message.id for message in read_po(file) if message.id and all(message.string)}
    assert {message if isinstance(message, str) else tuple(message) for message in asked} == catalogue
