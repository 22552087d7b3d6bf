"""A comparison as one file: it says what the page of a site says, and needs nothing beside it."""

from __future__ import annotations

import re

import pytest

from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.site.comparison_file import comparison_file
from charter.source import SourceText
from tests.builders import charter_text, promise
from tests.site.builders import Anatomy

OLD = "\n\n".join([promise(), promise("repair", title="We repair it", target="80% within 3 days"), promise("gone")])
MARKED = r"<del\b[^>]*>90%</del><ins\b[^>]*>95%</ins> within 4 hours"


def read(text: str) -> CharterText:
    return read_charter(SourceText("charter.md", text)).value


def page_of(old: str, new: str, *, before: str = "1.0", after: str | None = "2.0", label: str | None = None) -> str:
    return comparison_file(read(old), read(new), before_name=before, after_name=after, label=label).decode()


def of_promises(old: str, new: str) -> Anatomy:
    return Anatomy(page_of(charter_text(promises=old), charter_text(promises=new)))


def test_it_says_what_changed_for_whom_and_who_must_sign() -> None:
    new = "\n\n".join(
        [promise(target="95% within 4 hours"), promise("repair", title="We repair it", target="70% within 3 days")]
    )
    found = of_promises(OLD, new)
    assert found.wrong == []
    assert "What changed from 1.0 to 2.0" in found.text
    assert "One promise is stronger, one is weaker, one was withdrawn." in found.text
    assert "To sign again: Desk and Staff. These changes call for a major version." in found.text
    for_staff = found.text[found.text.index("for Staff") : found.text.index("Promise by promise")]
    assert "A person answers you quickly gains" in for_staff
    assert "We repair it loses" in for_staff
    assert re.search(MARKED, found.page)


def test_a_working_text_is_called_a_draft_and_the_number_is_told_where_it_is_known() -> None:
    page = page_of(charter_text(), charter_text(promises=promise(target="95% within 4 hours")), after=None, label="1.1")
    assert "What would change from 1.0 to the draft" in Anatomy(page).text
    assert "These changes call for version 1.1." in Anatomy(page).text


@pytest.mark.parametrize("name", ["draft", "before", "after", "content/../<b>.md"])
def test_texts_may_be_called_anything(name: str) -> None:
    page = Anatomy(page_of(charter_text(), charter_text(promises=promise("b", title="B")), before=name, after=name))
    assert page.wrong == []
    assert f"What changed from {name} to {name}" in page.text


def test_nothing_is_loaded_and_no_link_leads_nowhere() -> None:
    linked = promise(
        "first-reply",
        words="See [more](other.md), [us](https://example.org/a?b=1&c=2), ![a picture](x.png), "
        "![far](https://example.org/x.png) and [there](#repair).",
        fields="- Lives up to: 1\n- Depends on: repair",
    )
    rules = "\n\n## How we work\n\n1. We are kind.\n"
    for new in (
        f"{linked}\n\n{promise('repair')}{rules}",
        f"{promise()}\n\n{linked.replace('first-reply', 'x')}{rules}",
    ):
        found = of_promises(promise(), new)
        assert found.wrong == []
        assert {tag for tag, _ in found.tags} & {"script", "link", "img", "iframe", "object", "base", "form"} == set()
        assert "url(" not in found.page
        assert "@import" not in found.page
        assert all("style" not in held and "src" not in held for _, held in found.tags)
        inside = [href for href in found.hrefs() if not href.startswith("https://example.org/")]
        assert all(href.startswith("#") for href in inside)
        assert {href[1:].replace("%3A", ":") for href in inside} <= set(found.ids)
        assert "https://example.org/a?b=1&c=2" in found.hrefs()
    policy = next(held["content"] for _, held in found.tags if held.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")


def test_the_style_of_the_theme_is_in_it_for_screens_of_any_width_dark_rooms_and_paper() -> None:
    page = page_of(charter_text(), charter_text())
    style = page[page.index("<style>") : page.index("</style>")]
    assert all(words in style for words in ("light-dark(", "@media print", "max-width: 40rem", "color-scheme"))
    assert page.count("<style>") == 1


def test_words_of_a_text_stay_words() -> None:
    sly = charter_text(title="A <script>alert(1)</script>", promises=promise(title="<b>x</b> {{ 7*7 }}"))
    page = page_of(sly, sly.replace("90%", "95%"), before="</style><script>x</script>.md")
    assert "<script" not in page
    assert "{{ 7*7 }}" in Anatomy(page).text


def test_it_speaks_the_language_of_the_new_text() -> None:
    page = page_of(charter_text(), charter_text(front="language: fr", promises=promise(target="95% within 4 hours")))
    assert '<html lang="fr" dir="ltr">' in page
    assert "À signer de nouveau" in page
    assert "Ces changements appellent" in page


def test_equal_texts_and_texts_without_promises_have_a_page_too() -> None:
    assert "Nothing changed but how it is written." in Anatomy(page_of(charter_text(), charter_text())).text
    prose = Anatomy(page_of("# A\n\nWe clean every day.\n", "# A\n\nWe clean every week.\n"))
    assert "One passage changed." in prose.text
    assert prose.wrong == []
    assert Anatomy(page_of(charter_text(), "")).wrong == []


def test_tags_of_another_tool_stay_words_and_step_back() -> None:
    texts = (charter_text(promises=promise(words=f'<span id="{n}">Staff</span> ![<b>{n}](x.png) a <b.')) for n in "12")
    page = Anatomy(page_of(*texts))
    assert page.wrong == []
    assert '<span class="notation">&lt;span id="2"&gt;</span>' in page.page.replace("&quot;", '"')
    assert page.page.count('class="notation"') == page.page.count('class="notation">&lt;')
    assert "Staff" in page.text
    assert "a <b." in page.text
