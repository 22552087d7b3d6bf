from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell
from tests.measure.judged import judged_promise, text

TODAY = ("--today", "2026-04-10")
WHOLE = {"target": "90% within 4 hours", "fields": "- Measured: monthly\n- Owner: Rosa Lindqvist"}
HEAD = "| Expectation | What we look at | Level | Evidence | Importance |\n|---|---|---|---|---|\n"


def assessment(*rows: str) -> str:
    return '---\nversion: "1.0"\n---\n\n' + HEAD + "".join(f"| {row} |\n" for row in rows)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    promises = (judged_promise(**WHOLE), judged_promise("welcome", **WHOLE))
    files = {
        "charter.md": text(*promises),
        "versions/1.0.md": text(*promises, version="1.0"),
        "outcomes.csv": "period,ref,good,total\n"
        "2026-01,answer,95,100\n2026-02,answer,95,100\n2026-03,answer,95,100\n"
        "2026-01,welcome,8,10\n2026-02,welcome,9,10\n2026-03,welcome,7,10\n",
        "assessments/2026-Q1/staff.md": assessment(
            "answer | Speed | Nearly | the first week | 5", "answer | Words | Met | | 3", "welcome | Speed | Met | | 2"
        ),
        "assessments/2026-Q1/desk.md": assessment("answer | Speed | Met | | 5", "welcome | Speed | Nearly | | 2"),
        "reviews.md": "# Log\n\n## 2026-04-05: review\n\n- Present: Rosa Lindqvist, Noor Haddad\n\n"
        "- Action: a second phone for welcome (Rosa Lindqvist, by 2026-05-01)\n"
        "- Action: buy a bell (Rosa Lindqvist, by 2026-05-01)\n",
    }
    project(tmp_path, {"desk": files})
    return Shell(tmp_path, capsys, monkeypatch)


def test_what_to_mend_first_stands_on_top_with_its_action(shell: Shell) -> None:
    done = shell("gaps", *TODAY)
    assert done.code == 0
    told = " ".join(done.out.split())
    assert told.startswith("Support desk: 3 gaps, what to mend first on top customer Answer answer")
    assert (
        "staff gave “Speed” Nearly, 1 step short, in 2026-Q1: “the first week”. Target met, staff not content." in told
    )
    assert (
        "7 of 10 in 2026-03, where “90% within 4 hours” was promised. It was missed in 2 of the last 3 periods." in told
    )
    assert "Open: a second phone for welcome (Rosa Lindqvist, by 1 May 2026)" in told
    assert "Open actions that name no promise (write its ref into the action): buy a bell" in told


def test_what_was_counted_over_several_periods_says_so(shell: Shell) -> None:
    target = promise("calm", target="no more than 2 outages in any 12 months", fields="- Measured: monthly")
    write(shell.root / "content/other/charter.md", charter_text(promises=target))
    write(shell.root / "content/other/versions/1.0.md", charter_text(promises=target, version="1.0"))
    rows = "2026-01,calm,2,outages\n2026-02,calm,1,outages\n2026-03,calm,0,outages\n"
    write(shell.root / "content/other/outcomes.csv", "period,ref,value,unit\n" + rows)
    told = " ".join(shell("gaps", "other", *TODAY).out.split())
    assert "3 outages in the 12 months up to 2026-03, where" in told
    sheet = shell("review", "prepare", "other", "--format", "markdown", "--output", "sheet.md", *TODAY)
    assert sheet.code == 0
    assert "the 12 months up to 2026-02: 3 outages" in (shell.root / "sheet.md").read_text(encoding="utf-8")


def test_what_they_see_better_comes_last_and_asks_for_nothing(shell: Shell) -> None:
    (report,) = json.loads(shell("gaps", "--format", "json", *TODAY).out)["charters"]
    assert [(gap["kind"], gap["ref"], gap["weight"], gap["to_mend"]) for gap in report["gaps"]] == [
        ("customer", "answer", 5, True),
        ("mirror", "answer", 5, True),
        ("delivery", "welcome", 4, True),
        ("mirror", "welcome", 2, False),
    ]
    assert [gap["met_but_not_content"] for gap in report["gaps"]] == [True, False, False, False]


def test_what_is_not_known_is_said(shell: Shell) -> None:
    write(shell.root / "content/other/charter.md", charter_text(promises=promise(fields="- Measured: monthly")))
    done = shell("gaps", "other", *TODAY)
    assert "Not known, which is not the same as no gap" in done.out
    assert "customer: how those promised to see it, for first-reply" in done.out


def test_json_says_what_is_not_known_and_which_actions_are_left(shell: Shell) -> None:
    told = json.loads(shell("gaps", "--format", "json", *TODAY).out)
    (report,) = told["charters"]
    assert (told["schema"], told["today"]) == (1, "2026-04-10")
    assert report["unknown"] == []
    assert report["other_actions"] == [{"words": "buy a bell", "owner": "Rosa Lindqvist", "due": "2026-05-01"}]


def test_markdown_is_a_list_in_the_same_order(shell: Shell) -> None:
    told = shell("gaps", "--format", "markdown", *TODAY).out
    assert told.startswith("### What to mend first, as of 10 April 2026\n")
    assert "1. **Answer** (`answer`), customer: " in told
    assert "   - Open: a second phone for welcome" in told


def test_words_of_others_are_no_markup(shell: Shell) -> None:
    path = shell.root / "content/desk/assessments/2026-Q1/staff.md"
    path.write_text(path.read_text(encoding="utf-8").replace("the first week", "<b>*week*</b>"), encoding="utf-8")
    assert "<b>" not in shell("gaps", "--format", "markdown", *TODAY).out


@pytest.mark.parametrize(("options", "code"), [((), 0), (("--exit-code",), 1)])
def test_the_exit_code_says_so_only_when_asked(shell: Shell, options: tuple[str, ...], code: int) -> None:
    assert shell("gaps", *options, *TODAY).code == code


def test_a_good_charter_has_no_gap_and_leaves_with_0(shell: Shell) -> None:
    words = judged_promise(**WHOLE)
    write(shell.root / "content/good/charter.md", text(words))
    write(shell.root / "content/good/versions/1.0.md", text(words, version="1.0", day="2026-04-01"))
    done = shell("gaps", "good", "--exit-code", *TODAY)
    assert done.code == 0
    assert "no gap is known" in done.out


def test_a_blind_period_tells_nothing(shell: Shell) -> None:
    path = shell.root / "content/desk/assessments/2026-Q1/staff.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("---\nversion", "---\nblind: yes\nversion").replace("| Met |", "| |"),
        encoding="utf-8",
    )
    told = shell("gaps", *TODAY).out
    assert "Nearly" not in told
    assert "the first week" not in told


def test_a_charter_that_is_not_there(shell: Shell) -> None:
    done = shell("gaps", "nothing", *TODAY)
    assert done.code == 2
    assert "nothing" in done.err
