"""The page of results: what was measured against the target of its time, in words, as a picture and as a table."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from charter.model.charter import Charter
from tests.builders import charter_text, promise
from tests.measure.measured import outcomes, promises
from tests.site.builders import Anatomy, charter_of, page_of, site_of

MONTHS = "2026-01,fast,,95,100 2026-02,fast,,85,100 2026-03,fast,,, 2026-04,fast,,11,12 2026-05,fast,,99,100"


def measured(rows: str = MONTHS, *targets: str, draft: str | None = None) -> Charter:
    text = promises(*(targets or ("90% within 4 hours",)))
    version = charter_text(promises=text, version="1.0", effective="2026-01-01", released="2026-01-01")
    return charter_of(charter_text(promises=draft or text), versions={"1.0": version}, outcomes=outcomes(rows))


def moved() -> Charter:
    texts = {"1.0": ("2026-01-01", "80% within 4 hours"), "2.0": ("2026-03-01", "90% within 4 hours")}
    versions = {
        label: charter_text(promises=promises(words), version=label, effective=day, released=day)
        for label, (day, words) in texts.items()
    }
    rows = "2026-01,fast,,85,100 2026-02,fast,,95,100 2026-03,fast,,85,100 2026-04,fast,,95,100"
    return charter_of(charter_text(promises=promises("90% within 4 hours")), versions=versions, outcomes=outcomes(rows))


def words(charter: Charter, path: str = "results.html") -> str:
    return Anatomy(page_of(charter, path)).text


def pictures(charter: Charter) -> list[ET.Element]:
    return [
        ET.fromstring(svg)
        for svg in re.findall(
            r'<svg class="chart"[^>]* aria-labelledby="fast:.*?</svg>', page_of(charter, "results.html"), re.S
        )
    ]


def test_the_page_says_how_many_promises_are_kept_and_each_latest_result() -> None:
    page = words(measured())
    assert "1 of 1 promise kept in May 2026." in page
    assert "kept 99% 99 of 100 · May 2026 · against the target “90% within 4 hours”" in page


def test_the_home_page_and_the_charter_say_it_too() -> None:
    charter = measured()
    home = Anatomy(site_of(charter)["index.html"])
    assert "1 of 1 promise kept in May 2026" in home.text
    assert "support/results.html" in home.hrefs()
    page = Anatomy(page_of(charter))
    assert "kept 99% 99 of 100 · May 2026 Every result" in page.text
    assert "results.html#fast" in page.hrefs()


def test_a_table_holds_every_period_with_target_verdict_and_remark() -> None:
    page = words(measured())
    assert "May 2026 99% 99 of 100 kept 90% within 4 hours 1.0" in page
    assert "April 2026 11 of 12 few cases kept" in page
    assert "March 2026 no cases 90% within 4 hours" in page
    assert "February 2026 85% 85 of 100 missed" in page
    assert "2026, sum 92.9% 290 of 312 kept 5 months" in page


def test_a_period_of_two_targets_says_so() -> None:
    versions = {
        label: charter_text(promises=promises(words), version=label, effective=day, released=day)
        for label, day, words in (
            ("1.0", "2026-01-01", "80% within 4 hours"),
            ("2.0", "2026-03-20", "90% within 4 hours"),
        )
    }
    charter = charter_of(versions=versions, outcomes=outcomes("2026-03,fast,,85,100"))
    assert "The target changed in this period; the one that stood longer counts." in words(charter)


def test_what_is_not_judged_says_why() -> None:
    page = words(measured("2026-01,fast,,,,3,hours"))
    assert "not judged 3 hours · January 2026" in page
    assert "The target counts something else." in page


def test_a_sum_over_twelve_months_is_what_is_told() -> None:
    rows = " ".join(f"2026-{month:02d},fast,,,,1,outages" for month in range(1, 13))
    page = words(measured(rows, "no more than 12 outages in any 12 months"))
    assert "kept 12 outages · December 2026 · 12 months" in page
    assert "Judged over 12 months: 12 outages." in page
    assert "no more than 12 outages in any 12 months 12 outages December 2026 · 12 months kept" in page


def test_what_to_mend_says_over_how_long_was_counted() -> None:
    rows = " ".join(f"2026-{month:02d},fast,,,,1,outages" for month in range(1, 8))
    page = words(measured(rows, "no more than 6 outages in any 12 months"))
    assert "7 outages in the 12 months up to July 2026." in page


def test_a_promise_without_results_says_so_and_one_of_levels_says_how_it_is_judged() -> None:
    assert "No result was recorded yet." in words(measured(""))
    assert "Nothing was measured yet." in words(measured(""))
    assert "A level is judged by scores, not by numbers." in words(measured("", "level Met or better"))
    assert "The target is in words that cannot be computed." in words(measured("", "as soon as possible"))


def test_early_warnings_are_told_in_words() -> None:
    rows = "2026-01,fast,,98,100 2026-02,fast,,95,100 2026-03,fast,,91,100"
    page = words(measured(rows))
    assert "Early warning: two periods, each worse than the one before (98% → 95% → 91%)." in page
    assert "Early warning: kept, but close to the target (91%)." in page


def test_a_target_that_moved_shows_the_results_under_each() -> None:
    page = words(moved())
    assert "Periods 80% within 4 hours 1.0 90% within 4 hours 2.0 2026 4 of 4 2 of 4" in page


def test_a_coming_target_is_scored_as_well() -> None:
    page = words(measured(MONTHS, draft=promises("98% within 4 hours")))
    assert "90% within 4 hours 1.0 98% within 4 hours draft 2026 3 of 4 1 of 4" in page


def test_groups_stand_beside_each_other() -> None:
    rows = "2026-01,fast,urgent,19,20 2026-01,fast,everything_else,30,40"
    page = words(measured(rows, "urgent: 90% within 1 hour", "everything else: 80% within 4 hours"))
    assert "urgent 90% within 1 hour kept 95% 19 of 20 January 2026 1 of 1" in page
    assert "everything else 80% within 4 hours missed 75% 30 of 40 January 2026 0 of 1" in page


def test_a_promise_that_ended_keeps_its_results_apart() -> None:
    first = charter_text(promises=promises("every time"), version="1.0", effective="2026-01-01", released="2026-01-01")
    other = promise("other", title="Open on Sundays", words="Somebody opens the door.", target="every time")
    second = charter_text(promises=other, version="2.0", effective="2026-03-01", released="2026-03-01")
    charter = charter_of(
        charter_text(promises=other), versions={"1.0": first, "2.0": second}, outcomes=outcomes("2026-01,fast,,9,10")
    )
    page = words(charter)
    assert page.index("Promises that ended") < page.index("This promise is in force no more.")


def test_a_picture_has_a_title_a_description_and_marks_for_each_verdict() -> None:
    wide, narrow = pictures(measured())
    for picture in (wide, narrow):
        title, desc = picture[0], picture[1]
        assert picture.attrib["role"] == "img"
        assert picture.attrib["aria-labelledby"] == f"{title.attrib['id']} {desc.attrib['id']}"
        said = " ".join((desc.text or "").split())
        assert "From January 2026 to May 2026, between 85% and 99%. Kept in 3 of 4 periods." in said
        assert "The target is now 90%." in said
        marks = [item.attrib["class"] for item in picture.iter("circle")]
        assert marks == ["kept", "missed", "kept", "kept"]
        assert [item.text for item in picture.iter("text") if item.get("class") == "empty"] == ["–"]
        assert not [item for item in picture.iter() if "style" in item.attrib]


def test_a_month_without_cases_is_a_gap_in_the_line() -> None:
    lines = [len(item.attrib["points"].split()) for item in pictures(measured())[0].iter("polyline")]
    assert lines == [2, 2]


def test_the_target_is_drawn_as_it_stood() -> None:
    picture = pictures(moved())[0]
    (path,) = [item.attrib["d"] for item in picture.iter("path") if item.get("class") == "target"]
    assert re.fullmatch(r"M[\d.]+ [\d.]+H[\d.]+V[\d.]+H[\d.]+", path)
    assert [item.text for item in picture.iter("text") if item.get("class") == "turn"] == ["2.0"]


def test_one_period_alone_is_no_picture() -> None:
    assert pictures(measured("2026-01,fast,,95,100")) == []


def test_a_narrow_picture_shows_the_last_twelve_periods() -> None:
    rows = " ".join(f"2026-{month:02d},fast,,9{month % 10},100" for month in range(1, 11))
    charter = charter_of(
        versions={
            "1.0": charter_text(
                promises=promises("90% within 4 hours"), version="1.0", effective="2025-01-01", released="2025-01-01"
            )
        },
        outcomes=outcomes(" ".join(f"2025-{month},fast,,95,100" for month in ("09", "10", "11", "12")) + " " + rows),
    )
    wide, narrow = pictures(charter)
    assert (len([*wide.iter("circle")]), len([*narrow.iter("circle")])) == (14, 12)
    assert "The last 12 periods." in words(charter)


def test_a_slip_in_a_year_does_not_stretch_the_picture() -> None:
    rows = "0001-01,fast,,95,100 2026-01,fast,,95,100 2026-02,fast,,95,100 9999-12,fast,,95,100"
    for picture in pictures(measured(rows)):
        assert len([*picture.iter("circle")]) == 2


def test_numbers_of_any_size_have_a_picture() -> None:
    for value in ("0.0000001", "99999999999999999999999", "0"):
        rows = f"2026-01,fast,,,,{value},outages 2026-02,fast,,,,{value},outages"
        assert len(pictures(measured(rows, "no more than 3 outages"))) == 2


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_other_languages_have_their_own_months(language: str) -> None:
    text = charter_text(
        promises=promises("every time"), front=f"language: {language}", version="1.0", effective="2026-01-01"
    )
    charter = charter_of(versions={"1.0": text}, outcomes=outcomes(MONTHS))
    page = page_of(charter, "results.html")
    assert "March" not in page
    assert ("mars 2026" in page) == (language == "fr")


def test_a_charter_without_promises_has_no_page_of_results() -> None:
    assert "support/results.html" not in site_of(charter_of("# Plain\n\nOnly words.\n"))


def test_results_of_a_period_to_come_are_judged_by_nothing_yet() -> None:
    version = charter_text(
        promises=promises("every time"), version="1.0", effective="2027-01-01", released="2026-01-01"
    )
    page = words(charter_of(versions={"1.0": version}, outcomes=outcomes("2026-01,fast,,9,10")))
    assert date(2027, 1, 1).isoformat() not in page
    assert "No version was in force then." in page
