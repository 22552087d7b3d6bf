from __future__ import annotations

import pytest

from charter.model.text import Role, Visibility
from charter.reading.frontmatter import read_front_matter
from charter.reading.header import Header, read_header
from charter.source import Diagnostic, SourceText


def read(text: str) -> tuple[Header, tuple[Diagnostic, ...]]:
    reading = read_header(read_front_matter(SourceText("x.md", f"---\n{text}\n---\n")).value)
    return reading.value, reading.diagnostics


def quietly(text: str) -> Header:
    header, found = read(text)
    assert not found, found
    return header


def test_without_front_matter_there_are_defaults() -> None:
    reading = read_header(read_front_matter(SourceText("x.md", "Words.\n")).value)
    header = reading.value
    assert not reading.diagnostics
    assert (header.title, header.language, header.parties, header.agreement) == ("", "en", (), None)
    assert (header.visibility, header.scale.levels, header.scale.is_listed) == (Visibility.PUBLIC, (), False)


@pytest.mark.parametrize("words", ["yes", "Yes", "true", "on", "y", '"yes"'])
def test_a_representative_may_decide(words: str) -> None:
    header = quietly(f"parties: [{{id: a, role: provider, representatives: [{{name: R, decides: {words}}}]}}]")
    assert header.parties[0].representatives[0].decides


@pytest.mark.parametrize("words", ["no", "False", "off", "n"])
def test_a_representative_may_not_decide(words: str) -> None:
    header = quietly(f"parties: [{{id: a, role: provider, representatives: [{{name: R, decides: {words}}}]}}]")
    assert not header.parties[0].representatives[0].decides


@pytest.mark.parametrize(("words", "decides"), [("oui", True), ("Non", False), ("yes", True)])
def test_french_charters_say_oui_and_non(words: str, decides: bool) -> None:
    people = f"parties: [{{id: a, role: provider, representatives: [{{name: R, decides: {words}}}]}}]"
    assert quietly(f"language: fr\n{people}").parties[0].representatives[0].decides is decides


@pytest.mark.parametrize("words", ["4:30", "1.10", "oui", "maybe", "[yes]"])
def test_what_is_neither_yes_nor_no_gives_no_right_to_decide(words: str) -> None:
    header, (found,) = read(f"parties: [{{id: a, role: provider, representatives: [{{name: R, decides: {words}}}]}}]")
    assert not header.parties[0].representatives[0].decides
    assert (found.code, found.hint) == ("CH106", "decides: yes")
    assert words.strip("[]") in found.message


@pytest.mark.parametrize(
    ("words", "role", "hint"),
    [
        ("suplier", Role.CUSTOMER, "role: customer"),
        ("provder", Role.PROVIDER, "role: provider"),
        ("Observers", Role.OBSERVER, "role: observer"),
        ("no", Role.CUSTOMER, "role: customer"),
    ],
)
def test_a_bad_role_is_read_as_the_nearest(words: str, role: Role, hint: str) -> None:
    header, (found,) = read(f"parties: [{{id: a, role: {words}}}]")
    assert header.parties[0].role is role
    assert (found.code, found.hint) == ("CH106", hint)


def test_roles_may_be_written_in_any_case() -> None:
    assert quietly("parties: [{id: a, role: Provider}]").parties[0].role is Role.PROVIDER


@pytest.mark.parametrize(
    ("words", "days"),
    [("14", 14), ("14 days", 14), ("two weeks", 14), ("1 day", 1), ("0", 0), ('"30"', 30), ("14 calendar days", 14)],
)
def test_notice_is_in_days(words: str, days: int) -> None:
    assert quietly(f"notice: {words}").notice_days == days


@pytest.mark.parametrize("words", ["no", "4:30", "1.10", "-3", "14 months", "soon", "[14]", "9" * 5000, "1e3"])
def test_other_notices_are_told(words: str) -> None:
    header, (found,) = read(f"notice: {words}")
    assert header.notice_days is None
    assert (found.code, found.span.line, found.span.column, found.hint) == ("CH106", 2, 9, "notice: 14 days")


@pytest.mark.parametrize(
    ("levels", "expected"),
    [("[A]", "A"), ("[A, B]", "B"), ("[A, B, C]", "C"), ("[A, B, C, D]", "C"), ("[A, B, C, D, E]", "D")],
)
def test_the_expected_level_is_the_last_but_one_of_four_or_more(levels: str, expected: str) -> None:
    assert quietly(f"levels: {levels}").scale.expected == expected


def test_the_expected_level_may_be_written_in_any_case_and_without_its_number() -> None:
    assert quietly("levels: [1 Poor, 2 Good]\nexpected: good").scale.expected == "2 Good"


def test_an_expected_level_off_the_scale_is_told_and_the_usual_one_taken() -> None:
    header, (found,) = read("levels: [Poor, Fair, Good, Best]\nexpected: Goood")
    assert header.scale.expected == "Good"
    assert (found.code, found.span.line, found.span.column, found.hint) == ("CH305", 3, 11, "expected: Good")


@pytest.mark.parametrize(("written", "tag"), [("fr", "fr"), ("pt-BR", "pt-BR"), ("zh-Hant", "zh-Hant"), ("no", "no")])
def test_language_tags_are_kept(written: str, tag: str) -> None:
    assert quietly(f"language: {written}").language == tag


@pytest.mark.parametrize(
    ("written", "tag"), [("en_GB", "en-GB"), ("French", "fr"), ("français", "fr"), ("4:30", "en"), ("e", "en")]
)
def test_other_languages_are_told_with_the_tag_that_is_read(written: str, tag: str) -> None:
    header, (found,) = read(f"language: {written}")
    assert header.language == tag
    assert (found.code, found.hint) == ("CH113", f"language: {tag}")


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("desk@example.org", "feedback: mailto:desk@example.org"),
        ("javascript:alert(1)", "feedback: https://example.org/form"),
        ("ftp://x", "feedback: https://example.org/form"),
    ],
)
def test_feedback_goes_to_the_web_or_by_mail(words: str, hint: str) -> None:
    header, (found,) = read(f"feedback: {words}")
    assert header.feedback is None
    assert (found.code, found.hint) == ("CH106", hint)
    assert (
        quietly("feedback: https://example.org/{ref}?v={version}").feedback == "https://example.org/{ref}?v={version}"
    )


@pytest.mark.parametrize("words", ["private", "no", "[public]", "parties only"])
def test_a_visibility_that_cannot_be_read_publishes_nothing(words: str) -> None:
    header, (found,) = read(f"visibility: {words}")
    assert (header.visibility, found.code) == (Visibility.PARTIES, "CH106")


def test_two_parties_with_one_id_are_both_kept() -> None:
    header, (found,) = read(
        "parties:\n  - {id: a, role: provider}\n  - {id: a, role: customer}\n  - {id: a-2, role: customer}"
    )
    assert len({party.id for party in header.parties}) == 3
    assert (found.code, found.span.line) == ("CH108", 4)
    assert found.related[0].line == 3


def test_a_party_without_a_name_is_called_by_its_id() -> None:
    assert quietly("parties: [{id: desk, role: provider}]").parties[0].name == "desk"


def test_keys_that_nobody_reads_are_kept_wherever_they_stand() -> None:
    header, found = read(
        "colour: [red, {a: b}]\nparties: [{id: a, role: provider, phone: 5, representatives: [{name: R, room: 12}]}]\n"
        "calendar: {lunch: noon}"
    )
    assert header.extra == (
        ("colour", "[red, {a: b}]"),
        ("parties.1.phone", "5"),
        ("parties.1.representatives.1.room", "12"),
        ("calendar.lunch", "noon"),
    )
    assert [item.code for item in found] == ["CH102"] * 3


def test_empty_values_are_as_good_as_none() -> None:
    keys = ("parties", "audience", "review", "agreement", "levels", "expected", "calendar", "standards", "feedback")
    header = quietly("\n".join(f"{key}:" for key in keys))
    assert (header.parties, header.audience, header.agreement, header.scale.levels) == ((), None, None, ())


def test_lists_written_with_commas_are_read_and_told() -> None:
    header, found = read("standards: ISO 10001, ISO 10002\nlevels: Poor, Good")
    assert header.standards == ("ISO 10001", "ISO 10002")
    assert header.scale.levels == ("Poor", "Good")
    assert [item.hint for item in found] == ["levels: [Poor, Good]", "standards: [ISO 10001, ISO 10002]"]


def test_translations_are_files_beside_the_charter() -> None:
    assert quietly("translations: {fr: charter.fr.md, de: charter.de.md}").translations == (
        ("fr", "charter.fr.md"),
        ("de", "charter.de.md"),
    )
    header, found = read("translations: {fr: ../x.md, en_GB: y.md, de: [z]}")
    assert not header.translations
    assert [item.code for item in found] == ["CH130", "CH113", "CH106"]
