from __future__ import annotations

from pathlib import Path

from charter.source import Severity
from tests.builders import write
from tests.check.gate.branch import DESK, committed, desk, found, told

SCORES = f"{DESK}/assessments/2026-Q1/staff.md"
NUMBERS = f"{DESK}/outcomes.csv"
REVIEW = "# Reviews\n\n## 2026-04-05: spring\n\nWe met.\n"


def scores(level: str = "Met", evidence: str = "they said so", day: str = "") -> str:
    head = "\n".join(
        ["---", 'version: "1.0"', "period: 2026-Q1", "party: staff", *([f"date: {day}"] * bool(day)), "---"]
    )
    table = "| Expectation | What we look at | Level | Evidence |\n|---|---|---|---|"
    rows = f"| first-reply | the answer | Met | always |\n| fix | words | {level} | {evidence} |"
    return f"{head}\n\n# Scores\n\n{table}\n{rows}\n"


def numbers(*rows: str) -> str:
    return "\n".join(["period,ref,good,total,note", *rows]) + "\n"


OLD = numbers("2026-01,first-reply,93,100,", "2026-02,first-reply,80,100,", "2026-05,first-reply,70,100,")


def reviewed(folder: Path, review: str = REVIEW, **more: str) -> Path:
    files: dict[str, str | bytes] = {
        "assessments/2026-Q1/staff.md": scores(), "outcomes.csv": OLD, "reviews.md": review, **more
    }  # fmt: skip
    return committed(folder, {"desk": desk(**files)})


def test_scores_altered_after_their_review_are_found(tmp_path: Path) -> None:
    root = reviewed(tmp_path)
    write(root / SCORES, scores("Above"))
    item = next(item for item in found(root) if item.code == "CH522")
    assert told([item]) == [("CH522", f"{SCORES}:12:3")]
    assert item.message == "the scores of staff for 2026-Q1 were reviewed on 5 April 2026, and are others now"
    assert item.hint == f"put it back with: git checkout main -- {SCORES}"
    write(root / SCORES, scores(evidence="they said so twice"))
    item = next(item for item in found(root) if item.code == "CH522")
    assert item.severity is Severity.WARNING
    (root / SCORES).unlink()
    item = next(item for item in found(root) if item.code == "CH522")
    assert told([item]) == [("CH522", f"{SCORES}:1:1")]


def test_scores_may_be_altered_until_their_review(tmp_path: Path) -> None:
    root = reviewed(tmp_path, REVIEW.replace("2026-04-05", "2026-03-20"))
    write(root / SCORES, scores("Above"))
    assert [item for item in found(root) if item.code == "CH522"] == []


def test_the_day_of_an_assessment_says_which_review_had_it(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "assessments/2026-Q1/staff.md": scores(day="2026-03-18"),
        "reviews.md": REVIEW.replace("2026-04-05", "2026-03-20"),
    }
    root = committed(tmp_path, {"desk": desk(**files)})
    write(root / SCORES, scores("Above", day="2026-03-18"))
    assert [item.code for item in found(root)] == ["CH522"]


def test_numbers_altered_after_their_review_are_one_warning_for_each_period(tmp_path: Path) -> None:
    root = reviewed(tmp_path)
    write(root / NUMBERS, OLD.replace(",80,", ",95,").replace(",70,", ",71,"))
    (item,) = found(root)
    assert told([item]) == [("CH523", f"{NUMBERS}:3:1")]
    assert item.severity is Severity.WARNING
    assert item.message == (
        'the numbers of 2026-02 for "first-reply" were reviewed on 5 April 2026, and are others now'
    )
    write(root / NUMBERS, numbers("2026-01,first-reply,93,100,"))
    (item,) = found(root)
    assert (told([item]), item.message[-9:]) == ([("CH523", f"{NUMBERS}:1:1")], " are gone")


def test_a_correction_that_says_so_and_a_late_number_are_fine(tmp_path: Path) -> None:
    root = reviewed(tmp_path)
    corrected = OLD.replace("80,100,", "81,100,one was counted twice") + "2026-03,first-reply,90,100,\n"
    write(root / NUMBERS, corrected)
    assert found(root) == []


def test_an_incident_that_is_gone_is_found_and_one_renamed_is_not(tmp_path: Path) -> None:
    note = "# Nobody answered\n\n## Stop\n\nWe rang back.\n"
    root = reviewed(tmp_path, **{"incidents/2026-02-03-nobody.md": note})
    old = root / DESK / "incidents/2026-02-03-nobody.md"
    renamed = old.rename(old.with_name("2026-02-03-nobody-answered.md"))
    assert [item for item in found(root) if item.code == "CH524"] == []
    renamed.unlink()
    (item,) = found(root)
    assert told([item]) == [("CH524", f"{DESK}/incidents/2026-02-03-nobody.md:1:1")]
    assert item.message == 'what went wrong, "Nobody answered", is told nowhere any more'
