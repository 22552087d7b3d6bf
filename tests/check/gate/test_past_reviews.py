from __future__ import annotations

from pathlib import Path

import pytest

from charter.source import Severity
from tests.builders import write
from tests.check.gate.branch import DESK, RULE, committed, desk, found, text, told

LOG = f"{DESK}/reviews.md"
HEAD = "# Review log\n"
SPRING = """
## 2026-04-05: spring review

- Due: 2026-04-05
- Reviewed version: 1.0
- Present: Rosa Lindqvist, Noor Haddad
- Next review: 2026-07-05

We looked at the numbers of the first quarter of 2026.

| Promise | Verdict | Note |
|---|---|---|
| first-reply | keep | 93% in March 2026 |
| fix | change | say how long it takes |

- Action: ask the staff (Rosa Lindqvist, by 2026-05-01)
"""
SUMMER = SPRING.replace("2026-07-05", "2026-10-05").replace("2026-04-05", "2026-07-05").replace("spring", "summer")


def with_log(log: str = HEAD + SPRING, front: str = RULE) -> dict[str, dict[str, str | bytes]]:
    return {"desk": desk(**{"reviews.md": log, "charter.md": text(front=front)})}


def test_a_review_moved_to_another_day_is_found(tmp_path: Path) -> None:
    root = committed(tmp_path, with_log())
    write(root / LOG, HEAD + SUMMER)
    (item,) = found(root)
    assert told([item]) == [("CH520", f"{LOG}:3:1")]
    assert item.severity is Severity.ERROR
    assert item.message == "the review of 5 April 2026 is dated 5 July 2026 now, and says the same"
    assert item.hint == f"put it back with: git checkout main -- {LOG}"


def test_a_copied_review_is_found_also_where_dates_in_its_words_differ(tmp_path: Path) -> None:
    root = committed(tmp_path, with_log())
    copy = SUMMER.replace("first quarter of 2026", "first quarter of 2027").replace("March 2026", "June 2026")
    write(root / LOG, HEAD + copy + SPRING)
    (item,) = found(root)
    assert told([item]) == [("CH520", f"{LOG}:3:1")]
    assert item.message == "the review of 5 July 2026 says word for word what that of 5 April 2026 said"
    assert [span.line for span in item.related] == [19]
    write(root / LOG, HEAD + copy.replace("93%", "94%") + SPRING)
    assert found(root) == []


def test_two_reviews_may_decide_the_same_and_are_only_asked_about(tmp_path: Path) -> None:
    table = "| Promise | Verdict |\n|---|---|\n| first-reply | keep |\n| fix | keep |\n"
    bare = f"\n## {{}}\n\n- Present: Rosa Lindqvist\n\n{table}"
    root = committed(tmp_path, with_log(HEAD + bare.format("2026-04-05")))
    write(root / LOG, HEAD + bare.format("2026-07-05") + bare.format("2026-04-05"))
    (item,) = found(root)
    assert (item.code, item.severity) == ("CH520", Severity.WARNING)


@pytest.mark.parametrize(
    "entry",
    [
        "\n## 2026-07-05\n",
        "\n## 2026-07-05: summer\n\n- Due: 2026-07-05\n- Reviewed version: 1.0\n- Present: Rosa Lindqvist\n",
        "\n## 2026-07-05\n\n- Next review: 2026-10-05\n\n| Promise | Verdict | Note |\n|---|---|---|\n| fix | | |\n",
    ],
)
def test_a_review_that_is_a_date_is_found(tmp_path: Path, entry: str) -> None:
    root = committed(tmp_path, with_log())
    write(root / LOG, HEAD + entry + SPRING)
    (item,) = found(root)
    assert told([item]) == [("CH520", f"{LOG}:3:1")]
    assert item.message == "the review of 5 July 2026 holds a date and nothing that was decided"


def test_the_first_review_of_a_charter_is_looked_at_too(tmp_path: Path) -> None:
    root = committed(tmp_path)
    write(root / LOG, f"{HEAD}\n## 2026-07-05\n")
    assert [item.code for item in found(root)] == ["CH520"]
    write(root / LOG, HEAD + SPRING)
    assert found(root) == []


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("review: every 3 months from 2026-01-05", "review: every 3 months from 2026-07-05", "6:9"),
        ("last_reviewed_on: 2026-01-05", "last_reviewed_on: 2026-07-05", "6:19"),
        ("Reviewed: 5 January 2026", "Reviewed: 5 July 2026", "6:11"),
    ],
)
def test_a_date_moved_in_the_front_matter_is_no_review(tmp_path: Path, before: str, after: str, place: str) -> None:
    root = committed(tmp_path, with_log(front=before))
    write(root / DESK / "charter.md", text(front=after))
    (item,) = found(root)
    assert told([item]) == [("CH520", f"{DESK}/charter.md:{place}")]
    assert item.message.endswith("and nothing else says that anybody met")
    assert item.hint == f"charter review record desk, or: git checkout main -- {DESK}/charter.md"


def test_a_date_moved_with_a_review_a_new_cadence_or_another_text_is_fine(tmp_path: Path) -> None:
    old, new = "review: every 3 months from 2026-01-05", "review: every 3 months from 2026-07-05"
    root = committed(tmp_path, with_log(front=old))
    write(root / DESK / "charter.md", text(front=new))
    write(root / LOG, HEAD + SUMMER.replace("93%", "94%") + SPRING)
    assert found(root) == []
    write(root / LOG, HEAD + SPRING)
    write(root / DESK / "charter.md", text(front="review: every 6 months from 2026-07-05"))
    assert found(root) == []
    write(root / DESK / "charter.md", text(front=new, target="95% within 4 hours"))
    assert found(root) == []


def test_an_action_may_be_ticked_off_in_a_review_of_the_past(tmp_path: Path) -> None:
    root = committed(tmp_path, with_log())
    write(root / LOG, HEAD + SPRING.replace("2026-05-01)", "2026-05-01) done 2026-04-30"))
    assert found(root) == []


@pytest.mark.parametrize(
    ("before", "after", "place", "severity"),
    [
        ("| fix | change |", "| fix | keep |", "15:1", Severity.ERROR),
        (", Noor Haddad", "", "3:1", Severity.ERROR),
        ("by 2026-05-01", "by 2026-09-01", "17:1", Severity.ERROR),
        ("We looked at the numbers", "We looked at some numbers", "3:1", Severity.WARNING),
        ("say how long it takes", "nothing", "15:1", Severity.WARNING),
    ],
)
def test_a_review_of_the_past_that_says_something_else_is_found(
    tmp_path: Path, before: str, after: str, place: str, severity: Severity
) -> None:
    root = committed(tmp_path, with_log())
    write(root / LOG, HEAD + SPRING.replace(before, after))
    (item,) = found(root)
    assert (item.code, item.severity) == ("CH521", severity)
    assert f"{item.span.line}" == place.partition(":")[0]
    assert item.hint == f"say it in a new entry, and put this one back with: git checkout main -- {LOG}"


def test_a_review_taken_out_is_found_and_a_log_taken_out_is_one_finding(tmp_path: Path) -> None:
    other = SUMMER.replace("93%", "94%")
    root = committed(tmp_path, with_log(HEAD + other + SPRING))
    write(root / LOG, HEAD + other)
    (item,) = found(root)
    assert told([item]) == [("CH521", f"{LOG}:1:1")]
    assert item.message == "the review of 5 April 2026 is gone"
    (root / LOG).unlink()
    (item,) = found(root)
    assert item.message == "the review log is gone, with 2 reviews"
