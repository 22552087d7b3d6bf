from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
import vobject

from tests.builders import charter_text, project
from tests.cli.commands import Shell

CADENCE = "review: every 3 months from 2026-01-05"
LOG = """# Review log

## 2026-04-03: spring

- Present: Rosa, Noor

| Promise | Verdict | Note |
|---|---|---|
| first-reply | keep | |

- Action: write the guide (Rosa, by 2026-05-01)
- Action: ask about Fridays (Noor, by 2026-09-01)
- Action: paint the door (Noor, by 2026-02-01), done 2026-02-01
"""


def desk(shell: Shell, *, cadence: str = CADENCE, log: str = "", **others: str) -> None:
    text = charter_text(front=cadence)
    files = {"charter.md": text, "versions/1.0.md": charter_text(front=cadence, version="1.0")}
    project(shell.root, {"desk": files | ({"reviews.md": log} if log else {}), **others})


def reviews(shell: Shell, *words: str) -> list[dict]:
    return json.loads(shell("due", "--format", "json", *words).out)["reviews"]


@pytest.mark.parametrize(
    ("today", "code", "told"),
    [
        ("2026-03-30", 0, "review due 5 April 2026, in 6 days"),
        ("2026-04-05", 0, "review due today"),
        ("2026-04-06", 1, "review overdue by 1 day "),
        ("2026-04-14", 1, "review overdue by 9 days"),
    ],
)
def test_a_review_is_due_and_then_overdue(shell: Shell, today: str, code: int, told: str) -> None:
    desk(shell)
    done = shell("due", "--today", today)
    assert done.code == code
    assert told in done.out
    assert done.out.endswith("1 review is overdue.\n" if code else "No review is overdue.\n")


def test_what_waits_for_the_review_is_counted(shell: Shell) -> None:
    desk(shell, log=LOG)
    done = shell("due", "--today", "2026-06-01")
    assert "review due 5 July 2026, in 34 days     last: 3 April 2026     2 actions (1 overdue)\n" in done.out
    (review,) = reviews(shell, "--today", "2026-06-01")
    assert (review["last"], review["next"], review["days"]) == ("2026-04-03", "2026-07-05", 34)
    assert (review["open_actions"], review["overdue_actions"]) == (2, 1)


def test_signatures_that_a_waiting_version_lacks_are_counted(shell: Shell) -> None:
    rule = f"{CADENCE}\nagreement: one decider from every party"
    desk(shell, cadence=rule)
    assert reviews(shell, "--today", "2026-03-01")[0]["missing_signatures"] == 2


def test_customer_service_week_is_in_time_until_its_friday(shell: Shell) -> None:
    desk(shell, cadence="review: every year in Customer Service Week")
    assert "review due until 9 October 2026" in shell("due", "--today", "2026-10-07").out
    assert "review due today" in shell("due", "--today", "2026-10-09").out
    assert "review overdue by 1 day" in shell("due", "--today", "2026-10-10").out


def test_the_most_urgent_stands_first_and_undated_ones_last(shell: Shell) -> None:
    desk(
        shell,
        aaa=charter_text(front="review: within 30 days of a change of supplier"),
        soon=charter_text(front="review: every 1 month from 2026-01-05"),
        zero=charter_text(),
    )
    assert [review["charter"] for review in reviews(shell, "--today", "2026-01-10")] == ["soon", "desk", "aaa", "zero"]
    lines = shell("due", "--today", "2026-01-10").out.splitlines()
    assert "review within 30 days of a change of supplier" in lines[2]
    assert "no review date" in lines[3]


@pytest.mark.parametrize(("within", "count"), [("5d", 0), ("6d", 1), ("1w", 1), ("1y", 1)])
def test_only_what_is_due_within_a_time(shell: Shell, within: str, count: int) -> None:
    desk(shell)
    assert len(reviews(shell, "--within", within, "--today", "2026-03-30")) == count


@pytest.mark.parametrize("within", ["soon", "30", "-3d", "3.5d"])
def test_a_time_that_is_none_is_a_usage_error(shell: Shell, within: str) -> None:
    desk(shell)
    assert shell("due", "--within", within).code == 2


def test_one_charter_is_asked_for_by_name(shell: Shell) -> None:
    desk(shell, water=charter_text(front=CADENCE))
    assert [review["charter"] for review in reviews(shell, "water")] == ["water"]
    assert shell("due", "wator").code == 2


def test_the_reminder_cannot_be_broken_by_a_title(shell: Shell) -> None:
    desk(shell, odd=charter_text(front="review: every 1 month from 2026-01-05", title="'A | <b> @all'"))
    done = shell("due", "--format", "markdown", "--today", "2026-03-01")
    row = next(line for line in done.out.splitlines() if "all" in line)
    assert "A \\|" in row
    assert "<b>" not in row.replace("\\<b\\>", "")
    assert "@all" not in row
    assert "charter review prepare odd" in done.out


def test_the_calendar_is_read_back_by_another_library(shell: Shell) -> None:
    desk(shell, log=LOG)
    done = shell("due", "--format", "ics", "--today", "2026-06-01")
    calendar = vobject.readOne(done.out)
    events = calendar.vevent_list
    assert [event.dtstart.value for event in events][:3] == [date(2026, 7, 5), date(2026, 10, 5), date(2027, 1, 5)]
    assert all(event.dtend.value - event.dtstart.value == timedelta(days=1) for event in events)
    assert events[0].summary.value == "Review: Support desk"
    assert events[0].uid.value == "desk-review-2026-07-05@charter.invalid"
    assert len({event.uid.value for event in events}) == len(events) == 8
    assert events[0].valarm.trigger.value == timedelta(days=-14)
    assert not any("rrule" in event.contents for event in events)


def test_a_month_end_is_never_skipped_in_the_calendar(shell: Shell) -> None:
    desk(shell, cadence="review: every 1 month from 2026-01-31")
    calendar = vobject.readOne(shell("due", "--format", "ics", "--today", "2026-02-01").out)
    days = [event.dtstart.value for event in calendar.vevent_list]
    assert days[:4] == [date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]


def test_lines_of_the_calendar_are_short_and_end_as_they_must(shell: Shell) -> None:
    desk(shell, long=charter_text(front=CADENCE, title="'" + "Wörter, viele; " * 20 + "'"))
    data = shell("due", "--format", "ics").out.encode()
    lines = data.split(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75


def test_names_of_events_stay_when_a_review_was_held(shell: Shell) -> None:
    desk(shell)
    before = shell("due", "--format", "ics", "--today", "2026-04-01").out
    desk(shell, log=LOG)
    after = shell("due", "--format", "ics", "--today", "2026-04-04").out
    names = [{event.uid.value for event in vobject.readOne(text).vevent_list} for text in (before, after)]
    assert len(names[0] & names[1]) == 7
