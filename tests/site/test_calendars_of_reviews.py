"""Calendars of the reviews to come, read back by another library: stable names, whole days, an alarm, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject
from click.testing import CliRunner

from charter.agenda import MEETINGS_SHOWN, REMINDER_DAYS, last_changed
from charter.cli import main
from charter.model.charter import Charter
from charter.model.records import Review
from charter.site.calendars import charter_calendar, site_calendar
from charter.standing import stand
from tests.builders import charter_text, project
from tests.site.builders import Anatomy, charter_of, page_of, site_of, site_view, theme

BASE = "https://charters.example.org/our/"
CADENCE = "review: every 3 months from 2026-01-31"
TODAY = date(2026, 6, 1)


def desk(*held: str, front: str = CADENCE, **more: Any) -> Charter:
    """Return a charter in force since January that was reviewed on these days."""
    text = charter_text(front=front, **more)
    released = charter_text(front=front, version="1.0", **more)
    charter = charter_of(text, versions={"1.0": released})
    reviews = tuple(Review(held=date.fromisoformat(day)) for day in held)
    return replace(charter, records=replace(charter.records, reviews=reviews))


def calendar(charter: Charter, *, today: date = TODAY, base_url: str | None = BASE) -> bytes:
    return charter_calendar(stand(charter, today), site_view(charter, base_url=base_url), theme())


def events(data: bytes) -> Sequence[Any]:
    """Return the events as another program reads them."""
    return list(vobject.readOne(data.decode()).vevent_list)


def test_every_review_is_a_whole_day_with_its_own_date_and_an_alarm() -> None:
    found = events(calendar(desk("2026-04-30")))
    assert [event.dtstart.value for event in found][:3] == [date(2026, 7, 31), date(2026, 10, 31), date(2027, 1, 31)]
    assert len(found) == MEETINGS_SHOWN
    for event in found:
        assert event.dtend.value - event.dtstart.value == timedelta(days=1)
        assert event.valarm.trigger.value == -timedelta(days=REMINDER_DAYS)
        assert "rrule" not in event.contents


def test_the_service_week_is_five_days() -> None:
    (first, *_) = events(calendar(desk(front="review: every year in Customer Service Week")))
    assert (first.dtstart.value, first.dtend.value) == (date(2026, 10, 5), date(2026, 10, 10))


def test_an_event_says_what_it_is_and_leads_to_the_page_that_prepares_it() -> None:
    (first, *_) = events(calendar(desk("2026-04-30")))
    assert first.summary.value == "Review: Support desk"
    assert first.url.value == f"{BASE}support/review.html"
    assert first.description.value.endswith(f"\n{BASE}support/review.html")
    assert first.uid.value == "support-review-2026-07-31@charters.example.org"


def test_without_the_address_of_the_site_events_lead_nowhere() -> None:
    (first, *_) = events(calendar(desk("2026-04-30"), base_url=None))
    assert "url" not in first.contents
    assert "http" not in first.description.value


@pytest.mark.parametrize("day", [date(2026, 6, 2), date(2026, 7, 31)])
def test_a_calendar_is_the_same_on_another_day_on_which_nothing_changed(day: date) -> None:
    assert calendar(desk("2026-04-30")) == calendar(desk("2026-04-30"), today=day)


def test_its_stamp_is_the_day_on_which_something_last_changed() -> None:
    for held, stamp in (
        ((), date(2026, 1, 5)),
        (("2026-04-30",), date(2026, 4, 30)),
        (("2026-09-09",), date(2026, 1, 5)),
    ):
        (first, *_) = events(calendar(desk(*held), today=date(2026, 4, 30)))
        assert first.dtstamp.value == datetime(stamp.year, stamp.month, stamp.day, tzinfo=UTC)


def test_a_review_that_becomes_overdue_says_so_with_a_new_stamp_and_the_same_name() -> None:
    charter = desk("2026-04-30")
    (due, *_), (late, *_) = (events(calendar(charter, today=day)) for day in (date(2026, 7, 31), date(2026, 8, 20)))
    assert late.summary.value == "Review overdue: Support desk"
    assert late.uid.value == due.uid.value
    assert late.dtstamp.value == datetime(2026, 8, 1, tzinfo=UTC) > due.dtstamp.value


def test_a_review_that_is_long_overdue_stands_for_all_dates_it_missed() -> None:
    found = events(calendar(desk("2026-04-30"), today=date(2031, 8, 20)))
    assert [event.dtstart.value for event in found][:3] == [date(2026, 7, 31), date(2031, 10, 31), date(2032, 1, 31)]
    assert [event.summary.value for event in found][:2] == ["Review overdue: Support desk", "Review: Support desk"]
    assert len(found) == MEETINGS_SHOWN


def test_a_draft_that_was_never_released_has_a_stamp_too() -> None:
    charter = charter_of(charter_text(front=CADENCE))
    assert last_changed(stand(charter, TODAY)) is None
    assert events(calendar(charter, today=date(2026, 4, 1)))[0].dtstamp.value == datetime(1970, 1, 1, tzinfo=UTC)


def test_names_of_events_stay_when_a_review_was_held() -> None:
    before, after = (
        {event.uid.value for event in events(calendar(desk(*held)))}
        for held in (("2026-04-30",), ("2026-04-30", "2026-05-29"))
    )
    assert before == after


def test_a_french_charter_is_reviewed_in_french_also_among_others() -> None:
    french = replace(
        desk(front=f"language: fr\n{CADENCE.replace('every 3 months from', 'tous les 3 mois à partir du')}"),
        id="accueil",
    )
    standings = [stand(charter, TODAY) for charter in (french, desk("2026-04-30"))]
    data = site_calendar(standings, site_view(base_url=BASE), theme())
    said = {event.summary.value for event in events(data)}
    assert said == {"Révision en retard : Support desk", "Révision : Support desk", "Review: Support desk"}
    assert b"SUMMARY;LANGUAGE=fr:" in data
    assert len({event.uid.value for event in events(data)}) == 2 * MEETINGS_SHOWN


def test_odd_titles_break_no_line_and_no_event() -> None:
    title = '"Wörter; viele, \\\\ {title} \\x07\\nEND:VEVENT\\n' + "長い" * 60 + '"'
    data = calendar(desk("2026-04-30", title=title))
    assert len(events(data)) == MEETINGS_SHOWN
    assert max(map(len, data.split(b"\r\n"))) <= 75
    assert b"\x07" not in data
    assert "END:VEVENT" in events(data)[0].summary.value


def test_pages_lead_to_the_calendar_where_there_is_one() -> None:
    assert "review.ics" in Anatomy(page_of(desk())).hrefs()
    assert "reviews.ics" in Anatomy(site_of(desk())["index.html"]).hrefs()
    dateless = desk(front="review: within 30 days of a change of supplier")
    assert [page for page in site_of(dateless).values() if ".ics" in page] == []


def built(folder: Path, **charters: str) -> dict[str, bytes]:
    root = project(folder, charters)
    done = CliRunner().invoke(main, ["--project", str(root), "build", "--today", "2026-06-01"])
    assert done.exit_code == 0, done.output
    site = root / "site"
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_a_site_has_a_calendar_for_each_charter_with_a_date_and_one_for_all(tmp_path: Path) -> None:
    files = built(tmp_path, desk=charter_text(front=CADENCE), other=charter_text(), hidden=charter_text(
        title="Our secret", front=f"visibility: parties\n{CADENCE}",
    ))  # fmt: skip
    assert {path for path in files if path.endswith(".ics")} == {"desk/review.ics", "reviews.ics"}
    assert len(events(files["reviews.ics"])) == MEETINGS_SHOWN
    assert b"secret" not in files["reviews.ics"] + files["reviews.html"]


def test_a_site_without_a_date_has_no_calendar(tmp_path: Path) -> None:
    assert [path for path in built(tmp_path, other=charter_text()) if path.endswith(".ics")] == []


def test_the_command_says_the_same_as_the_site(tmp_path: Path) -> None:
    files = built(tmp_path, desk=charter_text(front=CADENCE))
    done = CliRunner().invoke(main, ["--project", str(tmp_path), "due", "--today", "2026-06-01", "--format", "ics"])
    assert done.stdout_bytes == files["reviews.ics"]
