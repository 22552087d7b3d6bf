from __future__ import annotations

import pytest

from charter.model.text import Calendar
from charter.reading.calendar import read_calendar
from charter.reading.frontmatter import read_front_matter
from charter.source import Diagnostic, SourceText
from tests.reading.outline import calendar_line


def read(words: str, language: str = "en") -> tuple[Calendar | None, tuple[Diagnostic, ...]]:
    """Read `words` as the value of `calendar`, in line 2, column 11 of a file."""
    value = read_front_matter(SourceText("x.md", f"---\ncalendar: {words}\n---\n")).value.mapping.get("calendar")
    assert value is not None
    reading = read_calendar(value, language=language)
    return reading.value, reading.diagnostics


def hours(words: str, language: str = "en") -> str:
    calendar, found = read(f'{{timezone: UTC, hours: "{words}"}}', language)
    assert calendar is not None
    assert not found, found
    return calendar_line(calendar).removeprefix("UTC; ")


WEEK = "Mon+Tue+Wed+Thu+Fri"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Mon-Fri 08:00-17:30", f"{WEEK} 08:00-17:30"),
        ("Mon-Fri 08:00-18:00, Sat 09:00-13:00", f"{WEEK} 08:00-18:00; Sat 09:00-13:00"),
        ("Monday – Friday: 8:00 – 17:30", f"{WEEK} 08:00-17:30"),
        ("monday to friday 8.00 to 17.30", f"{WEEK} 08:00-17:30"),
        ("weekdays 9-17", f"{WEEK} 09:00-17:00"),
        ("Mon, Wed and Fri 9am-5pm", "Mon+Wed+Fri 09:00-17:00"),
        ("Mon Wed 09:00-12:00", "Mon+Wed 09:00-12:00"),
        ("Mon-Tue, Thu-Fri 09:00-12:00 and 13:00-17:00", "Mon+Tue+Thu+Fri 09:00-12:00; Mon+Tue+Thu+Fri 13:00-17:00"),
        ("Fri-Mon 10:00-16:00", "Mon+Fri+Sat+Sun 10:00-16:00"),
        ("daily 08:00-20:00", f"{WEEK}+Sat+Sun 08:00-20:00"),
        ("24/7", f"{WEEK}+Sat+Sun 00:00-00:00"),
        ("Sat 18:00-24:00", "Sat 18:00-00:00"),
        ("Sat 18:00-00:00", "Sat 18:00-00:00"),
        ("Sat 12am-12pm; Sun 9:30 a.m.-1 p.m.", "Sat 00:00-12:00; Sun 09:30-13:00"),
        ("Sat 09:00-13:00, Mon 08:00-12:00", "Mon 08:00-12:00; Sat 09:00-13:00"),
    ],
)
def test_hours_are_read_in_many_shapes(words: str, expected: str) -> None:
    assert hours(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("lun-ven 8h30-17h", f"{WEEK} 08:30-17:00"),
        ("lundi à vendredi 8 h 30 à 17 h, sam. 9 h à 12 h", f"{WEEK} 08:30-17:00; Sat 09:00-12:00"),
        ("tous les jours 8:00-20:00", f"{WEEK}+Sat+Sun 08:00-20:00"),
        ("Mon-Fri 08:00-17:00", f"{WEEK} 08:00-17:00"),
    ],
)
def test_hours_may_be_in_french(words: str, expected: str) -> None:
    assert hours(words, "fr") == expected


def test_hours_may_be_a_list() -> None:
    calendar, found = read("{hours: [Mon-Fri 08:00-12:00, Sat 09:00-10:00]}")
    assert calendar is not None
    assert not found
    assert calendar_line(calendar) == f"no time zone; {WEEK} 08:00-12:00; Sat 09:00-10:00"


@pytest.mark.parametrize(
    ("words", "column", "quoted", "kept"),
    [
        ("Mon-Fri 17:00-08:00, Sat 09:00-13:00", 18, '"17:00-08:00" closes before', "Sat 09:00-13:00"),
        ("Mon 09:00-09:00", 14, '"09:00-09:00" closes before', ""),
        ("Mon-Fri 25:00-26:00, Sun 10:00-11:00", 18, '"25:00"', "Sun 10:00-11:00"),
        ("Mon 09:61-10:00", 14, '"09:61"', ""),
        ("Mon 24:00-24:00", 14, '"24:00"', ""),
        ("Mon 9-5pm", 14, "am or pm for one time only", ""),
        ("Mon 13pm-14pm", 14, '"13pm"', ""),
        ("Funday 09:00-10:00, Sun 10:00-11:00", 10, '"Funday"', "Sun 10:00-11:00"),
        ("Mon-Funday 09:00-10:00", 10, '"Mon-Funday"', ""),
        ("09:00-10:00", 10, "on which days", ""),
        (
            "Mon 09:00-12:00, Mon-Tue 11:00-13:00",
            27,
            '"Mon-Tue 11:00-13:00" overlaps',
            "Mon 09:00-12:00; Tue 11:00-13:00",
        ),
        ("Mon 09:00-12:00, whenever", 27, '"whenever"', "Mon 09:00-12:00"),
        ("4:30", 10, '"4:30"', ""),
        ("no", 10, '"no"', ""),
        ("1.10", 10, '"1.10"', ""),
    ],
)
def test_bad_hours_are_told_where_they_stand_and_the_rest_is_kept(
    words: str, column: int, quoted: str, kept: str
) -> None:
    calendar, found = read("\n  hours: " + words)
    assert calendar is not None
    assert [(item.code, item.span.line, item.span.column) for item in found] == [("CH110", 3, column)], found
    assert quoted in found[0].message
    assert found[0].hint
    assert calendar_line(calendar) == "; ".join(part for part in ("no time zone", kept) if part)


@pytest.mark.parametrize("name", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"])
def test_time_zones_are_known(name: str) -> None:
    calendar, found = read(f"{{timezone: {name}}}")
    assert calendar is not None
    assert (calendar.timezone, found) == (name, ())


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Europe/Lodnon", "timezone: Europe/London"),
        ("london", "timezone: Europe/London"),
        ("europe/paris", "timezone: Europe/Paris"),
        ("Europe", "timezone: Europe/London"),
        ("../../etc/passwd", "timezone: Europe/London"),
        ("4:30", "timezone: Europe/London"),
        ("[Europe/London]", "timezone: Europe/London"),
    ],
)
def test_other_time_zones_are_told_with_the_nearest_one(name: str, hint: str) -> None:
    calendar, (found,) = read("\n  timezone: " + name)
    assert calendar is not None
    assert calendar.timezone is None
    assert (found.code, found.span.line, found.span.column, found.hint) == ("CH110", 3, 13, hint)


def test_without_time_zone_data_the_shape_is_checked_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import zoneinfo

    def missing(key: str) -> None:
        raise zoneinfo.ZoneInfoNotFoundError(key)

    monkeypatch.setattr(zoneinfo, "ZoneInfo", missing)
    calendar, found = read("{timezone: Europe/London}")
    assert calendar is not None
    assert (calendar.timezone, found) == ("Europe/London", ())
    assert len(read("{timezone: soon}")[1]) == 1


def test_closed_days_are_dates_or_a_file() -> None:
    for words, expected in (
        ("[2026-12-25, 2026-01-01, 2026-12-25]", "closed 2026-01-01; closed 2026-12-25"),
        ("2026-12-25", "closed 2026-12-25"),
        ("holidays-on.csv", "closed holidays-on.csv"),
        ("[2026-12-25, days/more.csv]", "closed 2026-12-25; closed days/more.csv"),
    ):
        calendar, found = read(f"{{closed: {words}}}")
        assert calendar is not None
        assert not found
        assert calendar_line(calendar) == f"no time zone; {expected}"


@pytest.mark.parametrize(
    ("words", "code", "column", "quoted", "hint"),
    [
        ("[2026-12-25, 2026-02-30]", "CH110", 24, "2026-02-30", None),
        ("[2026-12-25, 25/12/2026]", "CH110", 24, "25/12/2026", "write 2026-12-25"),
        ("[2026-12-25, [x]]", "CH110", 24, "[x]", "closed: [2026-12-25]"),
        ("[2026-12-25, 4:30]", "CH110", 24, "4:30", None),
        ("[2026-12-25, ../days.csv]", "CH130", 24, "../days.csv", "closed: days.csv"),
        ("[2026-12-25, /etc/days.csv]", "CH130", 24, "/etc/days.csv", "closed: days.csv"),
        ("[2026-12-25, 'C:\\days.csv']", "CH130", 24, "C:", "closed: days.csv"),
        ("[2026-12-25, 'a\\..\\days.csv']", "CH130", 24, "a\\", "closed: days.csv"),
    ],
)
def test_bad_closed_days_are_told_and_the_rest_is_kept(
    words: str, code: str, column: int, quoted: str, hint: str | None
) -> None:
    calendar, (found,) = read("\n  closed: " + words)
    assert calendar is not None
    assert [str(day) for day in calendar.closed] == ["2026-12-25"]
    assert calendar.closed_file is None
    assert (found.code, found.span.line, found.span.column) == (code, 3, column)
    assert quoted in found.message
    assert found.hint
    assert hint is None or found.hint == hint


def test_a_second_file_is_told() -> None:
    calendar, (found,) = read("{closed: [a.csv, b.csv]}")
    assert calendar is not None
    assert (calendar.closed_file, found.code) == ("a.csv", "CH110")


@pytest.mark.parametrize(
    ("words", "name"), [("DE", "DE"), ("de-by", "DE-BY"), ("NO", "NO"), ("us_ca", "US-CA"), (" FR ", "FR")]
)
def test_holidays_are_those_of_a_country_or_a_part_of_it(words: str, name: str) -> None:
    calendar, found = read(f"{{holidays: {words}}}")
    assert calendar is not None
    assert (calendar.holidays, found) == (name, ())


@pytest.mark.parametrize(
    ("words", "hint"), [("XX", "holidays: DE, or"), ("uk-sct", "holidays: GB-SCT"), ("EU", "holidays: DE")]
)
def test_a_country_that_is_none_is_told_and_its_name_is_kept(words: str, hint: str) -> None:
    calendar, (found,) = read(f"{{holidays: {words}}}")
    assert calendar
    assert calendar.holidays == words.upper()
    assert (found.code, found.hint.startswith(hint) if found.hint else None) == ("CH110", True)


@pytest.mark.parametrize("words", ["Germany", "[DE]", "D", "DE-", "DE-BAVARIA", "2026-12-25"])
def test_what_names_no_country_is_told(words: str) -> None:
    calendar, (found,) = read(f"\n  holidays: {words}")
    assert calendar is not None
    assert calendar.holidays is None
    assert (found.code, found.span.line, found.span.column) == ("CH110", 3, 13)
    assert words in found.message
    assert found.hint == "holidays: DE, or holidays: DE-BY for a part of it"


def test_unknown_keys_are_told_with_the_nearest_one() -> None:
    _, (found,) = read("{timezon: UTC}")
    assert (found.code, found.span.column, found.hint) == ("CH102", 12, "timezone: UTC")


@pytest.mark.parametrize("words", ["4:30", "[a]", "no"])
def test_what_is_no_calendar_is_told(words: str) -> None:
    calendar, (found,) = read(words)
    assert (calendar, found.code) == (None, "CH110")
