from __future__ import annotations

import pytest

from charter.model.text import CharterText
from charter.reading.charter import read_charter
from charter.reading.translation import check_translation
from charter.source import Diagnostic, SourceText


def original(*targets: str, ref: str = "water") -> CharterText:
    fields = "\n".join(f"- Target{'' if n == 0 else f' (case {n})'}: {words}" for n, words in enumerate(targets))
    text = f"---\ntitle: T\n---\n## Ours\n\n### Water\n\n{fields}\n- Ref: {ref}\n"
    return read_charter(SourceText("charter.md", text)).value


def translation(*targets: str, ref: str = "water") -> CharterText:
    fields = "\n".join(f"- Cible{'' if n == 0 else f' (cas {n})'} : {words}" for n, words in enumerate(targets))
    text = f"---\ntitle: T\nlanguage: fr\ntranslates: charter.md\n---\n## Nous\n\n### Eau\n\n{fields}\n- Réf. : {ref}\n"
    return read_charter(SourceText("charter.fr.md", text)).value


def check(before: str, after: str) -> tuple[Diagnostic, ...]:
    return check_translation(original(before), translation(after))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("at least 99.8% of samples pass each year", "au moins 99,8 % des échantillons conformes chaque année"),
        ("4.5 out of 5 or better", "4,5 sur 5 ou mieux"),
        ("within 3 hours of a confirmed result", "en moins de 3 heures après un résultat confirmé"),
        ("1,000 or so", "1 000 à peu près"),
        ("1,234.5 or so", "1\u202f234,5 à peu près"),
        ("12,000 or so", "12\u00a0000 à peu près"),
    ],
)
def test_the_same_numbers_may_be_written_in_another_way(before: str, after: str) -> None:
    assert check(before, after) == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("at least 99.8% of samples pass each year", "au moins 98,8 % des échantillons conformes chaque année"),
        ("within 3 hours", "en moins de 4 heures"),
        ("within 3 hours", "en moins de 3 jours"),
        ("4.5 out of 5 or better", "4,5 sur 10 ou mieux"),
        ("at least 48 hours' notice before work of 4 hours", "un préavis d'au moins 48 heures avant 5 heures"),
        ("something vague", "quelque chose de 5"),
    ],
)
def test_other_numbers_are_told(before: str, after: str) -> None:
    (found,) = check(before, after)
    assert (found.code, found.span.path, found.span.line, found.hint) == ("CH161", "charter.fr.md", 10, before)
    assert after in found.message
    assert found.related[0].path == "charter.md"


def test_a_promise_of_its_own_is_told_with_the_ref_that_is_still_free() -> None:
    (found,) = check_translation(original("within 3 hours"), translation("en moins de 3 heures", ref="eau"))
    assert (found.code, found.hint) == ("CH162", "- Ref: water")
    assert '"eau"' in found.message


def test_a_target_too_many_is_an_error_and_one_too_few_is_not() -> None:
    (more,) = check_translation(original("within 3 hours"), translation("en moins de 3 heures", "5 %"))
    (fewer,) = check_translation(original("within 3 hours", "5%"), translation("en moins de 3 heures"))
    assert (more.code, more.severity) == ("CH161", "error")
    assert (fewer.code, fewer.severity) == ("CH161", "info")


def test_targets_are_compared_by_their_position() -> None:
    (found,) = check_translation(
        original("within 3 hours", "within 5 hours"), translation("en moins de 3 heures", "en moins de 6 heures")
    )
    assert found.span.line == 11


def test_what_is_not_translated_is_no_problem() -> None:
    assert check_translation(original("within 3 hours"), read_charter(SourceText("x", "# Rien\n")).value) == ()
    assert check_translation(original("within 3 hours"), translation()) == ()


def test_a_translation_is_not_asked_for_what_the_original_says() -> None:
    text = (
        "---\ntitle: T\nlanguage: fr\ntranslates: charter.md\n---\n## Nous\n\n- Promis par : la ville\n\n"
        "### Eau\n\n- Cible : 90 % en moins de 4 heures ouvrables\n- Réf. : eau\n"
    )
    reading = read_charter(SourceText("charter.fr.md", text))
    assert not {"CH107", "CH219", "CH220"} & {item.code for item in reading.diagnostics}
    assert reading.value.expectations[0].promised_by == ("la ville",)
