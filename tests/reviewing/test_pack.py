from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from charter.catalog import load_catalog
from charter.compare.compare import compare
from charter.config import Config
from charter.lives.signed import text_of
from charter.measure.judging import Judged
from charter.measure.results import results_of
from charter.measure.scores import scores_of
from charter.model.records import Verdict
from charter.reviewing.deciding import occasion_of
from charter.reviewing.pack import WORKING, Pack, prepare_pack
from charter.standing import stand
from tests.builders import charter_text, project, promise

QUARTERLY = "review: every 3 months from 2026-01-05"
SIGNED = f"{QUARTERLY}\nagreement: one decider from every party"
LEVELS = "levels: [No, Nearly, Yes]\nexpected: Yes"
TWO = promise() + "\n\n" + promise("respect", title="You are respected", target=None)
LOG = """## 2026-04-14: spring

- Reviewed version: 1.0

| Promise | Verdict | Note |
|---|---|---|
| first-reply | change | too slow |

- Action: write the guide (Rosa Lindqvist, by 2026-05-01)
- Action: paint the door (Noor Haddad, by 2026-12-01)
"""


def pack(root: Path, files: Mapping[str, str], today: str = "2026-06-01") -> Pack:
    project(root, {"desk": {"charter.md": charter_text(front=QUARTERLY), **files}})
    (charter,) = load_catalog(root, Config()).charters
    standing = stand(charter, date.fromisoformat(today))
    return prepare_pack(
        standing,
        results_of(charter, standing),
        scores_of(charter, standing),
        lambda before, after: compare(text_of(standing, before), text_of(standing, after)),
    )


def version(label: str = "1.0", **changed: str) -> str:
    return charter_text(**{"front": QUARTERLY, "version": label, **changed})  # type: ignore[arg-type]


def outcomes(*rows: str) -> str:
    return "period,ref,segment,good,total,value,unit\n" + "".join(f"{row}\n" for row in rows)


class TestChanges:
    def test_before_any_review_the_first_version_is_compared_with(self, tmp_path: Path) -> None:
        faster = promise(target="95% within 4 hours")
        later = version("2.0", promises=faster, effective="2026-03-01", released="2026-02-01")
        held = pack(tmp_path, {"versions/1.0.md": version(), "versions/2.0.md": later})
        assert held.last is None
        assert held.since == date(2026, 1, 5)
        assert held.moved
        assert (held.moved.before, held.moved.after) == ("1.0", "2.0")
        assert [change.ref for change in held.moved.changes.changes] == ["first-reply"]

    def test_after_a_review_the_version_that_it_looked_at_is(self, tmp_path: Path) -> None:
        later = version("2.0", promises=promise(target="95% within 4 hours"), effective="2026-03-01")
        files = {"versions/1.0.md": version(), "versions/2.0.md": later, "reviews.md": LOG.replace(": 1.0", ": 2.0")}
        held = pack(tmp_path, files)
        assert held.moved
        assert (held.moved.before, held.moved.changes.changes) == ("2.0", ())

    def test_a_review_that_names_no_version_looked_at_the_one_in_force(self, tmp_path: Path) -> None:
        log = LOG.replace("- Reviewed version: 1.0\n", "")
        later = version("2.0", promises=promise(target="95% within 4 hours"), effective="2026-05-01")
        held = pack(tmp_path, {"versions/1.0.md": version(), "versions/2.0.md": later, "reviews.md": log})
        assert held.moved
        assert held.moved.before == "1.0"

    def test_what_is_to_come_is_told_apart(self, tmp_path: Path) -> None:
        text = charter_text(front=QUARTERLY, promises=promise(target="95% within 4 hours"))
        held = pack(tmp_path, {"versions/1.0.md": version(), "charter.md": text})
        assert held.moved
        assert held.moved.changes.changes == ()
        assert held.coming
        assert (held.coming.before, held.coming.after, len(held.coming.changes.changes)) == ("1.0", WORKING, 1)

    def test_a_draft_that_was_never_released_has_no_past(self, tmp_path: Path) -> None:
        held = pack(tmp_path, {})
        assert (held.label, held.moved, held.coming, held.since) == (WORKING, None, None, None)


class TestResults:
    def test_a_period_that_was_not_over_at_the_last_review_is_of_this_one(self, tmp_path: Path) -> None:
        rows = outcomes("2026-03,first-reply,,1,10,,", "2026-04,first-reply,,95,100,,", "2026-05,first-reply,,9,10,,")
        held = pack(tmp_path, {"versions/1.0.md": version(), "reviews.md": LOG, "outcomes.csv": rows})
        ((measured,),) = (item.measured for item in held.items)
        assert [str(result.period) for result in measured.results] == ["2026-04", "2026-05"]
        assert (held.kept, held.judged) == (1, 1)

    def test_what_was_measured_after_the_day_is_not_known_yet(self, tmp_path: Path) -> None:
        rows = outcomes("2026-05,first-reply,,9,10,,", "2026-07,first-reply,,0,100,,")
        held = pack(tmp_path, {"versions/1.0.md": version(), "outcomes.csv": rows})
        assert (held.kept, held.judged) == (1, 1)

    def test_cases_are_added_up_before_they_are_judged(self, tmp_path: Path) -> None:
        rows = outcomes("2026-04,first-reply,,8,10,,", "2026-05,first-reply,,98,100,,")
        held = pack(tmp_path, {"versions/1.0.md": version(), "outcomes.csv": rows})
        assert [item.judged for item in held.items] == [Judged.KEPT]

    def test_missed_for_some_is_missed(self, tmp_path: Path) -> None:
        two = promise(fields="- Target (at night): 50% within 4 hours")
        rows = outcomes("2026-05,first-reply,,100,100,,", "2026-05,first-reply,at night,1,100,,")
        held = pack(tmp_path, {"versions/1.0.md": version(promises=two), "outcomes.csv": rows})
        assert [item.judged for item in held.items] == [Judged.MISSED]

    def test_no_cases_are_neither(self, tmp_path: Path) -> None:
        held = pack(tmp_path, {"versions/1.0.md": version(), "outcomes.csv": outcomes("2026-05,first-reply,,,,,")})
        assert [item.judged for item in held.items] == [Judged.NO_CASES]
        assert held.judged == 0


def scores(party: str, level: str, day: str = "2026-04-20") -> str:
    table = "| Expectation | What we look at | Level |\n|---|---|---|\n"
    head = f'---\nversion: "1.0"\nperiod: 2026-Q1\nparty: {party}\ndate: {day}\n---\n\n'
    return f"{head}{table}| first-reply | | {level} |\n"


def test_scores_written_down_after_the_review_are_of_the_next_one(tmp_path: Path) -> None:
    text = version(front=f"{QUARTERLY}\n{LEVELS}")
    files = {"versions/1.0.md": text, "reviews.md": LOG, "assessments/2026-Q1/staff.md": scores("staff", "No")}
    held = pack(tmp_path, {**files, "assessments/2026-Q1/desk.md": scores("desk", "Yes")})
    assert held.scored
    assert [row.difference for row in held.scored.differing] == [2]
    assert [len(item.scores) for item in held.items] == [1]
    early = {name: words.replace("2026-04-20", "2026-04-10") for name, words in files.items() if "assess" in name}
    assert pack(tmp_path / "early", {**files, **early}).scored is None


def test_questions_and_complaints_wait_for_an_answer_whenever_they_came(tmp_path: Path) -> None:
    said = "date,party,ref,score,said,answered\n2026-02-03,staff,first-reply,-2,Nobody picked up,\n"
    said += "2026-02-04,staff,first-reply,-1,Slow,2026-02-05\n2026-02-05,staff,first-reply,2,Thank you,\n"
    said += "2026-09-05,staff,first-reply,-2,Not yet said,\n"
    held = pack(tmp_path, {"versions/1.0.md": version(), "reviews.md": LOG, "feedback.csv": said})
    assert [remark.said for remark in held.unanswered] == ["Nobody picked up"]
    assert [len(item.remarks) for item in held.items] == [1]


def test_what_the_last_review_decided_stands_beside_the_promise(tmp_path: Path) -> None:
    held = pack(tmp_path, {"versions/1.0.md": version(promises=TWO), "reviews.md": LOG})
    decided = [item.decided for item in held.items]
    assert decided[0]
    assert (decided[0].verdict, decided[0].note, decided[1]) == (Verdict.CHANGE, "too slow", None)


def test_a_promise_that_was_renamed_is_the_same(tmp_path: Path) -> None:
    named = promise("quick", fields="- Was: first-reply")
    later = version("2.0", promises=named, effective="2026-05-01")
    rows = outcomes("2026-04,first-reply,,10,10,,")
    files = {"versions/1.0.md": version(), "versions/2.0.md": later, "reviews.md": LOG, "outcomes.csv": rows}
    (item,) = pack(tmp_path, files).items
    assert item.promise.ref == "quick"
    assert item.decided
    assert len(item.measured) == 1


def test_actions_stay_until_they_are_closed_and_may_be_late(tmp_path: Path) -> None:
    held = pack(tmp_path, {"versions/1.0.md": version(), "reviews.md": LOG})
    assert [item.action.words for item in held.actions] == ["write the guide", "paint the door"]
    assert [item.action.words for item in held.overdue] == ["write the guide"]


def test_incidents_since_and_open_ones_are_told(tmp_path: Path) -> None:
    def incident(day: str, status: str) -> str:
        return f"---\ndate: {day}\nstatus: {status}\n---\n\n# Of {day}\n\n## Stop\n\n## Pause\n\n## Analyse\n"

    files = {"versions/1.0.md": version(), "reviews.md": LOG}
    days = {"2026-02-01": "closed", "2026-02-02": "open", "2026-05-01": "closed", "2026-08-01": "open"}
    files |= {f"incidents/{day}-x.md": incident(day, status) for day, status in days.items()}
    assert [item.title for item in pack(tmp_path, files).incidents] == ["Of 2026-02-02", "Of 2026-05-01"]


def test_missing_and_stale_signatures_are_told(tmp_path: Path) -> None:
    weaker = promise(target="50% within 4 hours")
    later = version("2.0", front=SIGNED, promises=weaker, effective="2026-05-01", released="2026-04-20")
    rows = "| Party | Name | Decision | Date |\n|---|---|---|---|\n"
    rows += "| desk | Rosa Lindqvist | agree | 2025-12-16 |\n| staff | Noor Haddad | agree | 2025-12-17 |\n"
    sheet = f'---\nversion: "1.0"\n---\n\n{rows}'
    held = pack(
        tmp_path,
        {"versions/1.0.md": version(front=SIGNED), "versions/2.0.md": later, "signoffs/1.0.md": sheet},
    )
    assert [item.version.label for item in held.waiting] == ["2.0"]
    assert [(label, signed.party.id) for label, signed in held.stale] == [("2.0", "staff")]
    assert held.missing == 1
    other = sheet.replace('version: "1.0"', 'version: "1.0"\nfingerprint: "c1:0000"')
    assert pack(tmp_path / "x", {"versions/1.0.md": version(), "signoffs/1.0.md": other}).unbound == ("1.0",)


class TestOccasion:
    def test_a_review_counts_for_the_date_it_is_near_and_the_next_follows(self, tmp_path: Path) -> None:
        held = pack(tmp_path, {"versions/1.0.md": version()})
        found = occasion_of(held.standing.charter, date(2026, 4, 14))
        assert (found.version, found.due, found.next) == ("1.0", date(2026, 4, 5), date(2026, 7, 5))

    def test_a_review_between_two_dates_counts_for_none(self, tmp_path: Path) -> None:
        held = pack(tmp_path, {"versions/1.0.md": version(), "reviews.md": LOG})
        found = occasion_of(held.standing.charter, date(2026, 5, 10))
        assert (found.due, found.next) == (None, date(2026, 7, 5))
        assert [item.action.words for item in found.open_actions] == ["write the guide", "paint the door"]
