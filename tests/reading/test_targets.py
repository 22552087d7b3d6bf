"""Target lines against tables of phrases with the readings they should have."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from charter.model.target import Clock, Measure, Target
from charter.reading.targets import read_target, write_target
from charter.source import Reading, Span

SPECIMENS = Path(__file__).parent / "specimens"
TABLES = {"targets.csv": "en", "targets-en.csv": "en", "targets-fr.csv": "fr"}


def rows(name: str) -> list[dict[str, str]]:
    with (SPECIMENS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reading_of(text: str, *, language: str = "en", column: int = 1, has_calendar: bool = True) -> Reading[Target]:
    return read_target(text, language=language, span=Span("charter.md", 7, column), has_calendar=has_calendar)


def columns(target: Target) -> dict[str, object]:
    return {
        "measure": target.measure.value,
        "stat": target.stat,
        "op": target.op,
        "value": target.level if target.value is None else target.value,
        "unit": target.unit,
        "threshold": target.threshold,
        "threshold_unit": target.threshold_unit,
        "clock": target.clock.value if target.clock else None,
        "window": target.window,
        "of": target.of,
        "rest": target.condition,
    }


def expected(row: dict[str, str]) -> dict[str, object]:
    numbers = {"threshold"} if row["measure"] == "level" else {"value", "threshold"}
    found: dict[str, object] = {}
    for column in columns(Target(text="")):
        found[column] = (Decimal(row[column]) if column in numbers else row[column]) if row[column] else None
    return found


CASES = [pytest.param(row, language, id=row["phrase"]) for name, language in TABLES.items() for row in rows(name)]


@pytest.mark.parametrize(("row", "language"), CASES)
def test_a_phrase_is_read_as_the_table_says(row: dict[str, str], language: str) -> None:
    reading = reading_of(row["phrase"], language=language)

    assert columns(reading.value) == expected(row)
    code = row.get("code", "")
    if code.startswith("CH"):
        assert [each.code for each in reading.diagnostics] == [code]
    elif "code" in row and row["measure"] == "share":
        assert reading.value.is_implied is (code == "implied")


@pytest.mark.parametrize(("row", "language"), CASES)
def test_the_shape_of_a_line_does_not_change_its_reading(row: dict[str, str], language: str) -> None:
    phrase = row["phrase"]
    plain = columns(reading_of(phrase, language=language).value)

    def folded(values: dict[str, object]) -> dict[str, object]:
        def fold(value: object) -> object:
            if not isinstance(value, str):
                return value
            return " ".join(value.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).replace(" %", "%")

        return {key: fold(value) for key, value in values.items()}

    shapes = [
        phrase.upper(),
        f"  {phrase}  ",
        phrase.rstrip(".") + ".",
        phrase.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        phrase.replace("%", "\N{NO-BREAK SPACE}%"),
    ]
    if language == "en" and "1 000" not in phrase:
        shapes += [phrase.replace(" ", "   "), phrase.replace(" ", "\N{NO-BREAK SPACE}")]
    for shape in shapes:
        assert folded(columns(reading_of(shape, language=language).value)) == folded(plain), shape


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, id=row["phrase"])
        for name in ("targets.csv", "targets-en.csv")
        for row in rows(name)
        if row["measure"] != "none" and not row["rest"].startswith(("over ", "longer "))
    ],
)
def test_a_target_that_is_written_reads_the_same(row: dict[str, str]) -> None:
    target = reading_of(row["phrase"]).value

    again = reading_of(write_target(target)).value

    assert replace(again, text="") == replace(target, text="")


def test_a_region_does_not_change_the_language() -> None:
    assert reading_of("99,8 % chaque mois", language="fr-CA").value.value == Decimal("99.8")


def test_a_language_without_words_of_its_own_reads_english() -> None:
    assert reading_of("95% within 4 hours", language="nl").value.measure is Measure.SHARE


def test_a_language_cannot_lead_out_of_its_folder() -> None:
    assert reading_of("95% within 4 hours", language="../../x").value.measure is Measure.SHARE


def test_a_french_charter_may_write_a_target_in_english() -> None:
    target = reading_of("at least 5 working days before the start date", language="fr").value

    assert (target.measure, target.threshold, target.clock) == (Measure.NOTICE, Decimal(5), Clock.BUSINESS)


def test_french_groups_digits_with_a_narrow_no_break_space() -> None:
    target = reading_of("au plus 1\N{NARROW NO-BREAK SPACE}500 plaintes par an", language="fr").value

    assert (target.value, target.of, target.window) == (Decimal(1500), "plaintes", "year")


@pytest.mark.parametrize(
    ("text", "language", "is_strict"),
    [
        ("95% under 4 hours", "en", True),
        ("95% in less than 4 hours", "en", True),
        ("95% < 4 hours", "en", True),
        ("95% within 4 hours", "en", False),
        ("95% no more than 4 hours", "en", False),
        ("fewer than 5% within 4 hours", "en", False),
        ("more than 48 hours' notice", "en", True),
        ("at least 48 hours' notice", "en", False),
        ("95 % dans un délai inférieur à 4 heures", "fr", True),
        ("95 % en moins de 4 heures", "fr", False),
    ],
)
def test_a_limit_that_is_itself_out_is_strict(text: str, language: str, is_strict: bool) -> None:
    target = reading_of(text, language=language).value

    assert target.threshold in {Decimal(4), Decimal(48)}
    assert target.is_strict is is_strict


@pytest.mark.parametrize(
    ("text", "language", "wanted"),
    [
        ("85%+", "en", {"op": ">=", "value": Decimal(85), "of": None}),
        ("85%+ of calls within 4 hours", "en", {"op": ">=", "of": "calls", "threshold": Decimal(4)}),
        ("no more than 5% of calls + emails", "en", {"op": "<=", "of": "calls + emails"}),
        ("average under 300 ms", "en", {"op": "<", "value": Decimal("0.3"), "unit": "second"}),
        ("99% within 250 milliseconds", "en", {"threshold": Decimal("0.25"), "threshold_unit": "second"}),
        ("no more than 3.5 faults per year", "en", {"measure": "count", "value": Decimal("3.5")}),
        ("95% within 4 hours (urgent only)", "en", {"rest": "(urgent only)"}),
        ("95% (urgent only) within 4 hours", "en", {"rest": "(urgent only)"}),
        ("95% within 4 hours, by phone (or e-mail)", "en", {"rest": "by phone (or e-mail)"}),
        ("no more than 3 faults in 2026", "en", {"measure": "count", "value": Decimal(3)}),
        (
            "98 % des livres rendus disponibles en moins de 2 semaines", "fr",
            {"of": "livres", "rest": "rendus disponibles"},
        ),
        ("98% of books made available within 2 weeks", "en", {"of": "books", "rest": "made available"}),
    ],
)  # fmt: skip
def test_a_line_is_read(text: str, language: str, wanted: dict[str, object]) -> None:
    read = columns(reading_of(text, language=language).value)

    assert {key: read[key] for key in wanted} == wanted


def test_the_segment_and_the_words_are_kept() -> None:
    target = read_target(" promptly ", segment="urgent", span=Span("charter.md", 7, 3)).value

    assert target == Target(text="promptly", segment="urgent")


def test_a_line_without_words_is_no_target() -> None:
    for empty in ("", "   ", ".", "–"):
        reading = reading_of(empty)
        assert reading.value.measure is Measure.NONE
        assert [each.code for each in reading.diagnostics] == ["CH205"]
