from __future__ import annotations

import json
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from charter.measuring.engine import Columns
from charter.source import CharterError, UsageError
from tests.builders import charter_text, project, promise, write
from tests.measuring.counting import CALENDAR, PAUSED, count, csv, desk, shares, verdict

SEGMENTED = Columns(start="opened", end="done", segment="priority")
THREE = "opened,done,priority"


@pytest.mark.parametrize(
    ("target", "row", "is_good"),
    [
        # Monday 2026-03-02, nine to five in Berlin.
        ("90% within 4 business hours", ("2026-03-02T10:00", "2026-03-02T14:00"), True),
        ("90% within 4 business hours", ("2026-03-02T10:00", "2026-03-02T14:00:01"), False),
        ("90% in less than 4 business hours", ("2026-03-02T10:00", "2026-03-02T14:00"), False),
        ("90% in less than 4 business hours", ("2026-03-02T10:00", "2026-03-02T13:59:59"), True),
        ("90% within 2 business hours", ("2026-03-02T16:00", "2026-03-03T10:00"), True),
        ("90% within 2 business hours", ("2026-03-06T16:00", "2026-03-09T10:00:01"), False),
        ("90% within 2 business hours", ("2026-03-06T22:00", "2026-03-09T11:00"), True),
        ("90% within 1 working day", ("2026-03-02T09:00", "2026-03-03T23:59"), True),
        ("90% within 1 working day", ("2026-03-06T09:00", "2026-03-09T12:00"), True),
        ("90% within 1 working day", ("2026-03-06T09:00", "2026-03-10T00:00"), False),
        ("90% within 2 calendar days", ("2026-03-06T23:59", "2026-03-08T23:59"), True),
        ("90% within 2 calendar days", ("2026-03-06T00:00", "2026-03-09T00:00"), False),
        ("90% within 24 hours", ("2026-03-28T12:00", "2026-03-29T13:00"), True),
        ("90% within 24 hours", ("2026-03-28T12:00", "2026-03-29T13:01"), False),
        ("90% within 1 month", ("2026-01-31T12:00", "2026-02-28T23:00"), True),
        ("90% within 1 month", ("2026-01-31T12:00", "2026-03-01T00:00"), False),
        ("90% within 1.5 hours", ("2026-03-02T10:00", "2026-03-02T11:30"), True),
        ("at least 48 hours' notice", ("2026-03-02T10:00", "2026-03-04T10:00"), True),
        ("at least 48 hours' notice", ("2026-03-02T10:00", "2026-03-04T09:59"), False),
        ("more than 48 hours' notice", ("2026-03-02T10:00", "2026-03-04T10:00"), False),
        ("at least 5 working days before the start date", ("2026-03-02", "2026-03-09"), True),
        ("at least 5 working days before the start date", ("2026-03-02", "2026-03-08"), False),
        ("no more than 5% of requests reopened within 10 calendar days", ("2026-03-02", "2026-03-12"), True),
    ],
)
def test_a_case_is_good_up_to_the_limit(tmp_path: Path, target: str, row: tuple[str, str], is_good: bool) -> None:
    assert verdict(desk(tmp_path, target), *row) is is_good


@pytest.mark.parametrize(
    "words",
    [
        "2026-03-02T12:00:00Z",
        "2026-03-02 12:00:00 UTC",
        "2026-03-02 12:00:00.999000123Z",
        "2026-03-02T17:30+0530",
        "2026-03-02 07:00:00 -05:00",
        "2026-03-02T13:00+01",
        "  2026-03-02 13:00  ",
    ],
)
def test_times_are_read_with_and_without_an_offset(tmp_path: Path, words: str) -> None:
    root = desk(tmp_path, "within 60 minutes")
    assert verdict(root, "2026-03-02T12:00:00.999+01:00", words) is True
    assert verdict(root, "2026-03-02T11:59:00+01:00", words) is False


@pytest.mark.parametrize(
    "words",
    ["soon", "02/03/2026", "2026-02-30", "infinity", "epoch", "2026-03-02T25:00", "20260302", "9999-12-31",
     "0001-01-01", "2026-03-02 (BC)",
     "2026-03-02T10:00 Europe/Berlin", "2026-03-02T10:00+99:00", "2026-3-2", "1772442000"],
)  # fmt: skip
def test_what_is_no_time_is_told_with_its_line_and_not_counted(tmp_path: Path, words: str) -> None:
    root = desk(tmp_path, "within 2 hours")
    found = count(root, csv("2026-03-02T10:00,2026-03-02T11:00", f"2026-03-02T10:00,{words}", f"{words},"))
    assert shares(found) == [("2026-03", None, 1, 1)]
    assert [(item.why, item.count, item.lines, item.words) for item in found.unread] == [
        ("with an end that is no time", 1, (3,), (f"2026-03-02T10:00, {words}",)),
        ("with a start that is no time", 1, (4,), (f"{words}, nothing",)),
    ]
    assert found.rows == 3


def test_each_trouble_is_told_once_with_its_first_lines(tmp_path: Path) -> None:
    root = desk(tmp_path, "within 2 hours")
    rows = [
        "2026-03-02T10:00,2026-03-02T09:00,,",
        ",2026-03-02T09:00,,",
        '"2026-03-02T10:00\n","2026-03-02T11:00",,',
        "2026-03-02T10:00,2026-03-02T11:00,,2026-03-02T10:30",
        "2026-03-02T10:00,2026-03-02T11:00,2026-03-02T10:40,2026-03-02T10:30",
        "2026-03-02T10:00,2026-03-02T11:00,later,",
        "too,few",
        "a,b,c,d,and,more",
        "",
        *["2026-03-02T10:00,2026-03-02T09:00,,"] * 4,
    ]
    found = count(root, csv(*rows, head="opened,done,waits,goes on"), columns=PAUSED)
    assert {item.why: (item.count, item.lines, item.is_more) for item in found.unread} == {
        "with an end before the start": (5, (2, 12, 13), True),
        "without a start": (1, (3,), False),
        "with a pause that ends and never began": (1, (6,), False),
        "with a pause that ends before it begins": (1, (7,), False),
        "with a pause that is no time": (1, (8,), False),
        "cut into other cells than the head": (2, (9, 10), False),
    }
    assert (shares(found), found.rows) == ([("2026-03", None, 1, 1)], 12)


def test_quotes_in_a_wrong_place_do_not_move_the_lines_of_later_rows(tmp_path: Path) -> None:
    found = count(
        desk(tmp_path, "within 2 hours"),
        csv('"x" y,2026-03-02,1', "2026-03-02,soon,1", "\ufeff,,", "2026-03-02,2026-03-02,1", head="opened,done,n"),
    )
    assert [(item.why, item.lines) for item in found.unread if "end" in item.why] == [
        ("with an end that is no time", (3,))
    ]


def test_an_open_case_is_missed_once_it_is_past_the_limit(tmp_path: Path) -> None:
    root = desk(tmp_path, "within 24 hours")
    rows = ("2026-03-02T10:00,", "2026-03-31T10:00,", "2026-03-30T10:00,2026-04-03T10:00", "2026-04-02T11:00,")
    found = count(root, csv(*rows))
    assert shares(found) == [("2026-03", None, 0, 2), ("2026-04", None, 0, 0)]
    assert [(item.late, item.left_out, item.is_running) for item in found.counted] == [(1, 1, False), (0, 1, True)]
    later = count(root, csv(*rows), as_of=datetime.fromisoformat("2026-04-03T11:00"))
    assert shares(later) == [("2026-03", None, 0, 3), ("2026-04", None, 0, 0)]
    latest = count(root, csv(*rows), as_of=datetime.fromisoformat("2026-05-02"))
    assert shares(latest) == [("2026-03", None, 0, 3), ("2026-04", None, 0, 1)]
    assert not any(item.is_running for item in latest.counted)


def test_waiting_for_the_customer_does_not_count(tmp_path: Path) -> None:
    root = desk(tmp_path, "90% within 4 business hours")
    head = "opened,done,waits,goes on"

    def good(*row: str) -> bool | None:
        return verdict(root, *row, columns=PAUSED, head=head)

    assert good("2026-03-02T10:00", "2026-03-03T11:00", "2026-03-02T13:00", "2026-03-03T10:00") is True
    assert good("2026-03-02T10:00", "2026-03-03T11:01", "2026-03-02T13:00", "2026-03-03T10:00") is False
    # What lies before the case or after it takes nothing off.
    assert good("2026-03-02T10:00", "2026-03-02T14:01", "2026-03-01T10:00", "2026-03-02T10:00") is False
    assert good("2026-03-02T10:00", "2026-03-02T14:01", "2026-03-02T14:01", "2026-03-05T10:00") is False
    # A pause that overlaps with closing time takes off its open part alone.
    assert good("2026-03-02T16:00", "2026-03-03T12:01", "2026-03-02T16:59", "2026-03-03T09:00") is True
    assert good("2026-03-02T16:00", "2026-03-03T12:01", "2026-03-02T17:00", "2026-03-03T09:00") is False
    # One without an end lasts as long as the case.
    assert good("2026-03-02T10:00", "2026-03-09T10:00", "2026-03-02T14:00", "") is True
    assert good("2026-03-02T10:00", "", "2026-03-02T11:00", "") is None


def test_waiting_may_be_given_in_minutes(tmp_path: Path) -> None:
    columns = Columns(start="opened", end="done", paused_minutes="waited")
    head = "opened,done,waited"
    root = desk(tmp_path, "within 2 hours")
    assert verdict(root, "2026-03-02T10:00", "2026-03-02T12:30", "30", columns=columns, head=head) is True
    assert verdict(root, "2026-03-02T10:00", "2026-03-02T12:30", "29.5", columns=columns, head=head) is False
    assert verdict(root, "2026-03-02T10:00", "2026-03-02T12:30", "", columns=columns, head=head) is False
    found = count(root, csv("2026-03-02,2026-03-02,-5", "2026-03-02,2026-03-02,some", head=head), columns=columns)
    assert [(item.why, item.count) for item in found.unread] == [("with minutes that are no number", 2)]
    with pytest.raises(UsageError, match="minutes cannot be taken off"):
        count(
            desk(tmp_path / "days", "within 2 working days"), csv("2026-03-02,2026-03-02,5", head=head), columns=columns
        )


@pytest.mark.parametrize(
    ("target", "value", "unit"),
    [
        ("median under 3 working days", "2.5", "business days"),
        ("average under 3 hours", "64", "hours"),
        ("90th percentile no more than 49 calendar days", "5", "calendar days"),
        ("75th percentile under 60 hours", "72", "hours"),
        ("50th percentile under 60 hours", "48", "hours"),
    ],
)
def test_a_time_is_one_figure_of_the_cases_that_ended(tmp_path: Path, target: str, value: str, unit: str) -> None:
    ends = ("2026-03-03T10:00Z", "2026-03-04T10:00Z", "2026-03-05T10:00Z", "2026-03-07T02:00Z", "")
    (item,) = count(desk(tmp_path, target), csv(*(f"2026-03-02T10:00Z,{end}" for end in ends))).counted
    assert f"{item.outcome.value:f} {item.outcome.unit}" == f"{value} {unit}"
    assert (item.outcome.note, item.left_out) == ("4 cases", 1)


def test_a_figure_is_not_rounded_onto_its_limit(tmp_path: Path) -> None:
    root = desk(tmp_path, "average under 2 hours")
    (item,) = count(
        root, csv("2026-03-02T10:00:00.0Z,2026-03-02T12:00:00.1Z", "2026-03-02T10:00Z,2026-03-02T12:00Z")
    ).counted
    assert item.outcome.value is not None
    assert Decimal(2) < item.outcome.value < Decimal("2.0001")


def test_cases_are_counted_for_a_count_and_need_no_end(tmp_path: Path) -> None:
    root = desk(tmp_path, "no more than 3 interruptions per month")
    found = count(root, csv("2026-01-02", "2026-01-31", "2026-03-01", head="opened"), columns=Columns(start="opened"))
    assert [(str(item.outcome.period), item.outcome.value, item.outcome.unit) for item in found.counted] == [
        ("2026-01", 2, "interruptions"),
        ("2026-02", 0, "interruptions"),
        ("2026-03", 1, "interruptions"),
    ]


def test_the_month_is_that_of_the_calendars_zone(tmp_path: Path) -> None:
    found = count(desk(tmp_path, "within 2 hours"), csv("2026-01-31T23:30Z,2026-02-01T00:00Z"))
    assert shares(found) == [("2026-02", None, 1, 1)]


@pytest.mark.parametrize(
    ("target", "asked", "periods"),
    [
        ("90% within 2 hours each quarter", None, ["2026-Q1", "2026-Q2"]),
        ("90% within 2 hours each quarter", "month", ["2026-03", "2026-04"]),
        ("90% within 2 hours each year", None, ["2026"]),
        ("90% within 2 hours", "quarter", ["2026-Q1", "2026-Q2"]),
    ],
)
def test_periods_are_those_of_the_target_unless_others_are_asked_for(
    tmp_path: Path, target: str, asked: str | None, periods: list[str]
) -> None:
    found = count(desk(tmp_path, target), csv("2026-03-02,2026-03-02", "2026-04-02,2026-04-02"), period=asked)
    assert [str(item.outcome.period) for item in found.counted] == periods


def test_times_without_an_offset_are_on_the_clock_of_the_calendar_or_the_one_that_is_given(tmp_path: Path) -> None:
    row = ("2026-03-02T10:00", "2026-03-02T10:00Z")
    assert verdict(desk(tmp_path, "within 60 minutes"), *row) is True
    assert verdict(desk(tmp_path, "within 59 minutes"), *row) is False
    found = count(
        desk(tmp_path, "within 60 minutes"), csv("2026-03-02T05:00,2026-03-02T10:30Z"), zone="America/New_York"
    )
    assert (shares(found), found.zone, found.is_zone_assumed) == ([("2026-03", None, 1, 1)], "America/New_York", False)
    assumed = count(desk(tmp_path, "within 60 minutes", calendar=None), csv("2026-03-02T10:00,2026-03-02T10:30Z"))
    assert (shares(assumed), assumed.zone, assumed.is_zone_assumed) == ([("2026-03", None, 1, 1)], "UTC", True)


def test_segments_are_the_labels_of_the_targets_and_others_are_told(tmp_path: Path) -> None:
    root = desk(tmp_path, "- Target (Outages): 100% within 1 hour", "- Target (everything else): 90% within 8 hours")
    rows = [
        "2026-03-02T10:00,2026-03-02T12:00,OUTAGES",
        "2026-03-02T10:00,2026-03-02T12:00, everything  else ",
        "2026-03-02T10:00,2026-03-02T12:00,P3",
        "2026-03-02T10:00,2026-03-02T12:00,",
        "2026-03-02T10:00,2026-03-02T12:00,P3",
    ]
    found = count(root, csv(*rows, head=THREE), columns=SEGMENTED)
    assert shares(found) == [("2026-03", "Outages", 0, 1), ("2026-03", "everything else", 1, 1)]
    (unknown,) = found.unread
    assert (unknown.count, unknown.lines, unknown.words) == (3, (4, 5), ("P3 (2)", "nothing (1)"))
    assert unknown.hint == '--segment-map "P3=Outages"'
    mapped = count(root, csv(*rows, head=THREE), columns=SEGMENTED, segments={"p3": "outages", "*": "everything else"})
    assert shares(mapped) == [("2026-03", "Outages", 0, 3), ("2026-03", "everything else", 2, 2)]
    assert not mapped.unread


def test_lines_of_unknown_segments_count_the_rows_that_were_not_read(tmp_path: Path) -> None:
    root = desk(tmp_path, "- Target (outages): 100% within 1 hour")
    found = count(root, csv("1,2", "1,2,3,4", "2026-03-02,2026-03-02,P3", head=THREE), columns=SEGMENTED)
    assert [(item.lines, item.count) for item in found.unread] == [((2, 3), 2), ((4,), 1)]


def test_a_segment_without_cases_in_a_month_is_recorded_as_such(tmp_path: Path) -> None:
    root = desk(tmp_path, "- Target (outages): 100% within 1 hour", "- Target (everything else): 90% within 8 hours")
    rows = ["2026-01-02,2026-01-02,outages", "2026-03-02,2026-03-02,outages", "2026-03-02,2026-03-02,everything else"]
    found = count(root, csv(*rows, head=THREE), columns=SEGMENTED)
    assert [total for _, _, _, total in shares(found)] == [1, 0, 0, 0, 1, 1]


def test_targets_for_different_cases_need_the_column_that_parts_them(tmp_path: Path) -> None:
    root = desk(tmp_path, "- Target (outages): 100% within 1 hour", "- Target (requests): 90% within 8 hours")
    found = count(root, csv("2026-03-02,2026-03-02"))
    assert not found.counted
    assert "--segment COLUMN" in found.not_counted[0].why
    rest = desk(
        tmp_path / "rest", "- Target (outages): 100% within 1 hour", "- Target (everything else): 90% within 8 hours"
    )
    assert "--segment COLUMN" in count(rest, csv("2026-03-02,2026-03-02")).not_counted[0].why
    alone = desk(tmp_path / "alone", "- Target (everyone): 90% within 8 hours")
    assert shares(count(alone, csv("2026-03-02,2026-03-02"))) == [("2026-03", None, 1, 1)]
    plain = desk(tmp_path / "plain", "100% within 1 hour", "- Target (large print): 90% within 8 hours")
    assert shares(count(plain, csv("2026-03-02,2026-03-02"))) == [("2026-03", None, 1, 1)]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("level Met or better", "judged by scores"),
        ("promptly", "words that cannot be computed"),
        ("4.2 out of 5 or better", "do not measure a score"),
        ("by the end of the next working day", "do not measure a deadline"),
        ("99.9% each month", "no time limit"),
        ("updates every 24 hours until resolved", "do not measure a interval"),
    ],
)
def test_what_two_times_cannot_measure_is_said(tmp_path: Path, target: str, why: str) -> None:
    found = count(desk(tmp_path, target), csv("2026-03-02,2026-03-02"))
    assert not found.counted
    assert [(item.cases, why in item.why) for item in found.not_counted] == [(1, True)]


def test_business_time_needs_opening_hours(tmp_path: Path) -> None:
    found = count(desk(tmp_path, "within 2 business hours", calendar="{timezone: UTC}"), csv("2026-03-02,2026-03-02"))
    assert "no opening hours" in found.not_counted[0].why


def test_closed_days_are_listed_or_stand_in_a_file_or_are_public_holidays(tmp_path: Path) -> None:
    # Friday 2026-12-25 and Tuesday 2026-12-22 to Monday 2026-12-28.
    row = ("2026-12-22T16:00", "2026-12-28T09:30")
    hours = "timezone: Europe/Berlin, hours: Mon-Fri 09:00-17:00"
    open_hours = {}
    for name, closed in {
        "open": "",
        "listed": ", closed: [2026-12-25]",
        "in a file": ", closed: days.csv",
        "holidays": ", holidays: DE-BY",
        "both": ", closed: [2026-12-24], holidays: DE-BY",
    }.items():
        root = desk(tmp_path / name, "average under 9 business hours", calendar=f"{{{hours}{closed}}}",
                    **{"days.csv": "2026-12-25,Christmas\n2026-12-24,Eve\n"})  # fmt: skip
        found = count(root, csv(",".join(row)))
        open_hours[name] = found.counted[0].outcome.value
        assert bool(found.closed) == ("holidays" in closed)
    assert open_hours == {"open": Decimal("25.5"), "listed": Decimal("17.5"), "in a file": Decimal("9.5"),
                          "holidays": Decimal("17.5"), "both": Decimal("9.5")}  # fmt: skip
    assert date(2026, 12, 25) in found.closed


@pytest.mark.parametrize(("name", "hint"), [("XX", "closed: ["), ("DE-ZZ", "DE-BY")])
def test_holidays_of_nowhere_are_told(tmp_path: Path, name: str, hint: str) -> None:
    root = desk(tmp_path, "within 2 working days", calendar=f"{{hours: Mon-Fri 09:00-17:00, holidays: {name}}}")
    with pytest.raises(CharterError, match="no public holidays are known") as raised:
        count(root, csv("2026-03-02,2026-03-02"))
    assert hint in str(raised.value.hint)


@pytest.mark.parametrize(("module", "extra"), [("holidays", "charter[holidays]"), ("duckdb", "charter[measure]")])
def test_without_the_extra_it_is_said_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, extra: str
) -> None:
    root = desk(tmp_path, "within 2 working days", calendar="{hours: Mon-Fri 09:00-17:00, holidays: DE}")
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(CharterError) as raised:
        count(root, csv("2026-03-02,2026-03-02"))
    assert raised.value.hint == f'pip install "{extra}"'
    assert not isinstance(raised.value, UsageError)


def test_a_case_is_counted_by_the_target_that_stood_in_its_period(tmp_path: Path) -> None:
    def text(target: str, version: str, effective: str) -> str:
        return charter_text(
            front=f"calendar: {CALENDAR}",
            promises=promise(target=target, ref="old-name" if version == "1.0" else "reply",
                             fields="- Was: old-name" if version == "2.0" else ""),
            version=version, effective=effective, released=effective,
        )  # fmt: skip

    first, second = text("90% within 1 hour", "1.0", "2026-01-01"), text("90% within 3 hours", "2.0", "2026-02-11")
    root = project(
        tmp_path, {"support-desk": {"charter.md": second, "versions/1.0.md": first, "versions/2.0.md": second}}
    )
    rows = [f"2026-{month:02}-10T10:00,2026-{month:02}-10T12:00" for month in (1, 2, 3)] + ["2025-12-30,2025-12-30"]
    found = count(root, csv(*rows), ref="reply")
    assert shares(found) == [("2026-01", None, 0, 1), ("2026-02", None, 1, 1), ("2026-03", None, 1, 1)]
    assert [(item.held.label, item.is_mixed) for item in found.counted] == [
        ("1.0", False),
        ("2.0", True),
        ("2.0", False),
    ]
    assert [(str(item.period), item.why) for item in found.not_counted] == [("2025-12", "no version was in force")]


def test_an_unknown_promise_and_an_unknown_column_are_told_with_the_nearest(tmp_path: Path) -> None:
    root = desk(tmp_path, "within 2 hours")
    with pytest.raises(UsageError) as raised:
        count(root, csv(), ref="first-replay")
    assert raised.value.hint == "--ref first-reply"
    with pytest.raises(UsageError) as raised:
        count(root, csv(), columns=Columns(start="openned", end="done"))
    assert raised.value.hint == '--start "opened"'
    with pytest.raises(UsageError, match="two columns"):
        count(root, csv(head="opened,done,opened"))
    with pytest.raises(UsageError, match="needs the column of its end"):
        count(root, csv("2026-03-02,2026-03-02"), columns=Columns(start="opened"))


def test_columns_are_found_in_any_case_and_anywhere(tmp_path: Path) -> None:
    root = desk(tmp_path, "within 2 hours")
    found = count(root, "Id;Done;Note;Opened\n1;2026-03-02T11:00;a,b;2026-03-02T10:00\n")
    assert shares(found) == [("2026-03", None, 1, 1)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.tsv", b"opened\tdone\n2026-03-02T10:00\t2026-03-02T11:00\n"),
        ("t.csv", b"\xef\xbb\xbfopened,done\r\n2026-03-02T10:00,2026-03-02T11:00\r\n"),
        ("t.csv", b"sep=;\nopened;done\n2026-03-02T10:00;2026-03-02T11:00"),
        ("t[1]*.csv", b"opened,done\n2026-03-02T10:00,2026-03-02T11:00\n"),
        ("t.csv", "who,opened,done\nRen\xe9,2026-03-02T10:00,2026-03-02T11:00\n".encode("latin-1")),
        ("t.csv", b'"opened","the\nend","done"\n2026-03-02T10:00,x,2026-03-02T11:00\n'),
        ("t.jsonl", b'{"opened":"2026-03-02T09:00:00Z","done":"2026-03-02T11:00:00+01:00","x":{"y":[1]}}\n'),
    ],
)
def test_tables_come_in_many_shapes(tmp_path: Path, name: str, data: bytes) -> None:
    root = desk(tmp_path / "p", "within 1 hour")
    assert shares(count(root, write(tmp_path / name, data))) == [("2026-03", None, 1, 1)]


def test_parquet_is_read_as_well(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "t.parquet"
    with duckdb.connect() as database:
        database.execute(
            f"""copy (
                select timestamptz '2026-03-02 10:00+01' as opened, timestamp '2026-03-02 11:00' as done, 3 as "n""x"
            ) to '{path}' (format parquet)"""
        )
    root = desk(tmp_path / "p", "within 1 hour")
    assert shares(count(root, path)) == [("2026-03", None, 1, 1)]
    with pytest.raises(UsageError, match="cannot be read"):
        count(root, write(tmp_path / "bad.parquet", "no parquet"))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("t.xlsx", b"PK", "does not end like a table"),
        ("t.csv", b"", "is empty"),
        ("t.csv", "opened,done\n".encode("utf-16"), "UTF-16"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        count(desk(tmp_path / "p", "within 1 hour"), write(tmp_path / name, data))


def test_a_file_without_rows_counts_nothing(tmp_path: Path) -> None:
    found = count(desk(tmp_path, "within 1 hour"), csv())
    assert (found.rows, found.counted, found.unread) == (0, (), ())


def test_times_may_be_written_in_any_way_that_is_said(tmp_path: Path) -> None:
    root = desk(tmp_path, "within 2 hours")
    rows = csv("02/03/2026 10:00,02/03/2026 12:00", "2026-03-02,02/03/2026 12:00")
    found = count(root, rows, time_format="%d/%m/%Y %H:%M")
    assert shares(found) == [("2026-03", None, 1, 1)]
    assert [item.why for item in found.unread] == ["with a start that is no time"]
    zoned = count(root, csv("02/03/2026 10:00 +0100,02/03/2026 11:00 +0000"), time_format="%d/%m/%Y %H:%M %z")
    assert shares(zoned) == [("2026-03", None, 1, 1)]
    for bad in ("%Q", "it's %Y %"):
        with pytest.raises(UsageError, match="does not say how times are written"):
            count(root, rows, time_format=bad)


def test_nothing_of_a_single_case_is_kept(tmp_path: Path) -> None:
    root = desk(tmp_path, "- Target (outages): 100% within 1 hour", "- Target (requests): 90% within 8 hours")
    head = "opened,done,priority,who"
    found = count(
        root, csv("2026-03-02,2026-03-02,outages,Wilma Roth", "soon,,requests,Ana Prado", head=head), columns=SEGMENTED
    )
    assert "Wilma" not in repr(found)
    assert "Ana" not in repr(found)
    assert json.dumps([item.lines for item in found.unread]) == "[[3]]"
