from __future__ import annotations

import io
import json
import sys

import pytest

from tests.builders import charter_text, project, promise, write
from tests.cli.commands import Shell, tree

QUARTERLY = "review: every 3 months from 2026-01-05"
TWO = promise() + "\n\n" + promise("respect", title="You are respected", target=None)
LOG = "# Review log\n\n## 2026-01-20: winter\n\n- Action: write the guide (Rosa Lindqvist, by 2026-05-01)\n"
DAY = ("--today", "2026-04-14")
BOTH = ("--present", "Rosa Lindqvist", "--present", "Noor Haddad")
VERDICTS = ("--verdict", "first-reply=keep", "--verdict", "respect=change:nobody knows what it means")


def desk(shell: Shell, *, log: str | None = None, front: str = QUARTERLY, **more: str) -> None:
    files = {
        "charter.md": charter_text(front=front, promises=TWO),
        "versions/1.0.md": charter_text(front=front, promises=TWO, version="1.0"),
        **more,
    }
    project(shell.root, {"desk": files | ({"reviews.md": log} if log is not None else {})})


def written(shell: Shell) -> str:
    return (shell.root / "content/desk/reviews.md").read_bytes().decode()


class TestPrepare:
    def test_it_writes_one_file_and_says_what_is_in_it(self, shell: Shell) -> None:
        desk(shell, log=LOG)
        done = shell("review", "prepare", "desk", "--today", "2026-03-30")
        assert (done.code, done.err) == (0, "")
        assert done.out == (
            "desk-review-2026-04.html\n"
            "  Since 1.0: nothing changed · no results · no scores · every remark answered\n"
            "  1 action open\n"
        )
        page = (shell.root / "desk-review-2026-04.html").read_text(encoding="utf-8")
        assert "<script" not in page
        assert 'src="' not in page
        assert "default-src 'none'" in page
        assert page.count('type="radio" name="verdict-') == 8

    def test_on_a_site_that_is_there_the_page_is_made_anew(self, shell: Shell) -> None:
        desk(shell)
        assert shell("build", "--today", "2026-03-30").code == 0
        page = shell.root / "site/desk/review.html"
        before = page.read_bytes()
        (shell.root / "content/desk/reviews.md").write_text(LOG)
        done = shell("review", "prepare", "--today", "2026-03-30")
        assert done.out.startswith("site/desk/review.html   and, to take along,   desk-review-2026-04.html\n")
        assert b"write the guide" not in before
        assert b"write the guide" in page.read_bytes()
        built = page.read_bytes()
        assert shell("build", "--today", "2026-03-30").code == 0
        assert page.read_bytes() == built

    def test_a_private_charter_is_not_put_on_the_site(self, shell: Shell) -> None:
        desk(shell, front=f"{QUARTERLY}\nvisibility: parties")
        shell("build", "--include-private", "--today", "2026-03-30")
        before = tree(shell.root / "site")
        assert shell("review", "prepare", "--today", "2026-03-30").out.startswith("desk-review-2026-04.html\n")
        assert tree(shell.root / "site") == before

    def test_a_file_that_somebody_filled_in_is_left_alone(self, shell: Shell) -> None:
        desk(shell)
        assert shell("review", "prepare", "--format", "markdown", *DAY).code == 0
        assert shell("review", "prepare", "--format", "markdown", "--today", "2026-04-15").code == 0
        (sheet,) = shell.root.glob("*.md")
        sheet.write_text(sheet.read_text().replace("- Present:", "- Present: Rosa"))
        filled = sheet.read_text()
        done = shell("review", "prepare", "--format", "markdown", "--output", sheet.name, *DAY)
        assert (done.code, sheet.read_text()) == (2, filled)
        assert "may be filled in" in done.err
        assert shell("review", "prepare", "--format", "markdown", "--output", sheet.name, "--force", *DAY).code == 0
        assert sheet.read_text() != filled

    def test_a_dry_run_writes_nothing(self, shell: Shell) -> None:
        desk(shell)
        before = tree(shell.root)
        done = shell("review", "prepare", "--dry-run", *DAY)
        assert done.out.startswith("Would be written: desk-review-2026-04.html\n")
        assert tree(shell.root) == before

    def test_programs_get_everything(self, shell: Shell) -> None:
        rows = "period,ref,segment,good,total\n2026-03,first-reply,,9,10\n"
        desk(shell, log=LOG, **{"outcomes.csv": rows})
        pack = json.loads(shell("review", "prepare", "--format", "json", *DAY).out)
        assert pack["schema"] == 1
        assert pack["version"] == "1.0"
        assert pack["results"] == {"kept": 1, "judged": 1}
        assert pack["actions"][0]["words"] == "write the guide"
        assert pack["promises"][0]["results"][0]["good"] == "9"
        assert (pack["review"]["next"], pack["review"]["overdue"]) == ("2026-04-05", True)


class TestSheet:
    def filled(self, shell: Shell) -> str:
        desk(shell, log=LOG)
        assert shell("review", "prepare", "--format", "markdown", *DAY).code == 0
        (sheet,) = shell.root.glob("*.md")
        text = sheet.read_text().replace("- Present:", "- Present: Rosa Lindqvist, Noor Haddad")
        text = text.replace("| first-reply | | |", "| first-reply | keep | |")
        sheet.write_text(text.replace("| respect | | |", "| respect | park | ask them |"))
        return str(sheet)

    def test_a_sheet_is_prepared_filled_in_and_read_back(self, shell: Shell) -> None:
        done = shell("review", "record", "--from", self.filled(shell), *DAY)
        assert (done.code, done.err) == (0, "")
        assert written(shell) == (
            "# Review log\n\n"
            "## 2026-04-14: review\n\n"
            "- Due: 2026-04-05\n- Reviewed version: 1.0\n- Present: Rosa Lindqvist, Noor Haddad\n"
            "- Next review: 2026-07-05\n\n"
            "| Promise | Verdict | Note |\n|---|---|---|\n"
            "| first-reply | keep | |\n| respect | park | ask them |\n\n"
            "- Action: write the guide (Rosa Lindqvist, by 2026-05-01)\n\n"
        ) + LOG.removeprefix("# Review log\n\n")
        assert "1 kept as they are, 1 parked" in done.out
        assert "Next review: 5 July 2026" in done.out

    def test_what_was_left_empty_is_asked_for(self, shell: Shell) -> None:
        desk(shell, log=LOG)
        shell("review", "prepare", "--format", "markdown", *DAY)
        (sheet,) = shell.root.glob("*.md")
        done = shell("review", "record", "--from", str(sheet), *DAY)
        assert done.code == 1
        assert "it says of no promise what becomes of it: a new date alone is no review" in done.err
        assert "does not say who was present" in done.err
        assert written(shell) == LOG

    def test_a_word_that_is_no_verdict_is_pointed_at(self, shell: Shell) -> None:
        name = self.filled(shell)
        with open(name) as file:
            text = file.read()
        with open(name, "w") as file:
            file.write(text.replace("| keep |", "| kep |"))
        done = shell("review", "record", "--from", name, *DAY)
        assert (done.code, written(shell)) == (1, LOG)
        assert 'CH423 unknown-verdict: "kep" is not a verdict' in done.err

    def test_options_beside_a_sheet_are_refused(self, shell: Shell) -> None:
        done = shell("review", "record", "--from", self.filled(shell), *BOTH, *DAY)
        assert done.code == 2

    def test_a_sheet_that_is_not_there_is_told(self, shell: Shell) -> None:
        desk(shell)
        assert shell("review", "record", "--from", str(shell.root / "none.md"), *DAY).code == 2


class TestRecord:
    def test_a_review_is_written_above_the_others(self, shell: Shell) -> None:
        desk(shell, log=LOG.replace("\n", "\r\n"))
        new = ("--action", "ask everybody (Noor Haddad, by 2026-06-01)", "--result", "amend", "--said", "It was slow.")
        done = shell("review", "record", "desk", *BOTH, *VERDICTS, *new, *DAY)
        assert (done.code, done.err) == (0, "")
        assert (
            written(shell)
            .replace("\r\n", "\n")
            .startswith(
                "# Review log\n\n## 2026-04-14: review\n\n- Due: 2026-04-05\n- Reviewed version: 1.0\n"
                "- Present: Rosa Lindqvist, Noor Haddad\n- Result: amend\n- Next review: 2026-07-05\n\nIt was slow.\n\n"
                "| Promise | Verdict | Note |\n|---|---|---|\n| first-reply | keep | |\n"
                "| respect | change | nobody knows what it means |\n\n"
                "- Action: write the guide (Rosa Lindqvist, by 2026-05-01)\n"
                "- Action: ask everybody (Noor Haddad, by 2026-06-01)\n\n## 2026-01-20: winter\n"
            )
        )
        assert written(shell).endswith(LOG.replace("\n", "\r\n").removeprefix("# Review log\r\n\r\n"))
        assert "2 actions open" in done.out
        assert " CH4" not in shell("check", *DAY).out

    def test_an_action_is_closed_by_some_of_its_words(self, shell: Shell) -> None:
        desk(shell, log=LOG)
        done = shell("review", "record", *BOTH, *VERDICTS, "--close", "guide", "--on", "2026-04-02", *DAY)
        assert done.code == 0
        assert "- Action: write the guide (Rosa Lindqvist, by 2026-05-01), done 2026-04-02\n" in written(shell)
        assert "No action is open." in done.out

    def test_the_same_words_again_change_who_and_by_when(self, shell: Shell) -> None:
        desk(shell, log=LOG)
        shell("review", "record", *BOTH, *VERDICTS, "--action", "Write the guide (Noor Haddad, by 2026-06-01)", *DAY)
        assert written(shell).count("- Action:") == 2
        assert "- Action: Write the guide (Noor Haddad, by 2026-06-01)\n\n## 2026-01-20" in written(shell)

    @pytest.mark.parametrize(
        ("words", "code", "told"),
        [
            ((*BOTH, "--verdict", "first-reply=keep"), 1, "it says nothing about respect"),
            ((*BOTH, *VERDICTS, "--verdict", "respekt=keep"), 1, '"respekt" is no promise of the text'),
            ((*BOTH, *VERDICTS, "--verdict", "respect=keep"), 1, '"respect" has 2 verdicts'),
            ((*BOTH, "--result", "fine"), 1, "it says of no promise what becomes of it"),
            (("--next", "2026-07-05"), 1, "a new date alone is no review"),
            (("--present", "Rosa Lindqvist", *VERDICTS), 1, "nobody who speaks for the customers"),
            (VERDICTS, 1, "does not say who was present"),
            ((*BOTH, *VERDICTS, "--date", "2026-04-15"), 1, "2026-04-15 is still to come"),
            ((*BOTH, *VERDICTS, "--date", "2026-01-19"), 1, "before the last review, of 2026-01-20"),
            ((*BOTH, *VERDICTS, "--date", "2026-01-20"), 1, "there is a review of 2026-01-20 in the log already"),
            ((*BOTH, *VERDICTS, "--next", "2026-04-01"), 1, "is not after it"),
            ((*BOTH, "--verdict", "first-reply=kep"), 2, '"kep" is not a verdict'),
            ((*BOTH, "--verdict", "keep"), 2, "does not say about which promise"),
            ((*BOTH, *VERDICTS, "--action", "do it"), 2, '"do it" does not say who and by when'),
            ((*BOTH, *VERDICTS, "--action", ""), 2, "an action without words"),
            ((*BOTH, *VERDICTS, "--close", "door"), 2, '"door" is no open action'),
            ((*BOTH, *VERDICTS, "--on", "2026-04-01"), 2, "none is closed"),
            ((*BOTH, *VERDICTS, "--close", "guide", "--on", "2026-05-01"), 2, "is after the review"),
            ((), 2, "nothing says what was decided"),
        ],
    )
    def test_what_is_no_review_is_refused(self, shell: Shell, words: tuple[str, ...], code: int, told: str) -> None:
        desk(shell, log=LOG)
        done = shell("review", "record", "desk", *words, *DAY)
        assert told in done.err
        assert "hint:" in done.err
        assert (done.code, written(shell)) == (code, LOG)

    def test_a_dry_run_shows_the_entry(self, shell: Shell) -> None:
        desk(shell)
        before = tree(shell.root)
        done = shell("review", "record", *BOTH, *VERDICTS, "--dry-run", *DAY)
        assert done.out.startswith("## 2026-04-14: review\n\n- Due: 2026-04-05\n")
        assert tree(shell.root) == before

    def test_programs_are_told_what_was_written(self, shell: Shell) -> None:
        desk(shell, log=LOG)
        told = json.loads(shell("review", "record", *BOTH, *VERDICTS, "--format", "json", *DAY).out)
        assert (told["date"], told["due"], told["next"]) == ("2026-04-14", "2026-04-05", "2026-07-05")
        assert told["verdicts"][1] == {"ref": "respect", "verdict": "change", "note": "nobody knows what it means"}
        assert told["written"] is True

    def test_a_charter_in_one_file_has_no_log(self, shell: Shell) -> None:
        project(shell.root, {"desk.md": charter_text()})
        done = shell("review", "record", *BOTH, "--verdict", "first-reply=keep", *DAY)
        assert done.code == 2
        assert "git mv content/desk.md content/desk/charter.md" in done.err

    def test_a_log_with_a_merge_conflict_is_left_alone(self, shell: Shell) -> None:
        conflict = "# Log\n\n<<<<<<< HEAD\n=======\n>>>>>>> other\n"
        desk(shell, log=conflict)
        done = shell("review", "record", *BOTH, *VERDICTS, *DAY)
        assert (done.code, written(shell)) == (1, conflict)

    def test_a_french_charter_has_a_french_sheet(self, shell: Shell) -> None:
        earlier = "## 2026-04-01 : révision\n\n| Engagement | Verdict |\n|---|---|\n| first-reply | changer |\n\n"
        files = {
            "charter.md": charter_text(front="language: fr", promises=promise(target="95 % en 4 heures")),
            "versions/1.0.md": charter_text(front="language: fr", version="1.0"),
            "reviews.md": earlier + "- Action : appeler (Rosa Lindqvist, avant le 2026-04-10)\n",
            "outcomes.csv": "period,ref,good,total\n2026-04,first-reply,10,100\n",
            "feedback.csv": "date,party,ref,score,said\n2026-04-02,staff,first-reply,-1,Trop tard\n",
        }
        for name, text in files.items():
            write(shell.root / "content/bureau" / name, text)
        assert shell("review", "prepare", "bureau", "--format", "markdown", "--output", "s.md", *DAY).code == 0
        sheet = (shell.root / "s.md").read_text(encoding="utf-8")
        for line in (
            "# Révision de *Support desk*",
            "Depuis 1.0 : rien n'a changé",
            "| changer | 1 |",
            "périodes tenues : 0 sur 1; 2026-04 : 10 sur 100",
            "* 2 avril 2026, staff sur first-reply : Trop tard",
            "* appeler (Rosa Lindqvist, avant le 2026-04-10) **en retard**, du 1 avril 2026",
        ):
            assert line in sheet
        for word in ("Since", "Promise", "What", "kept", "change,"):
            assert word not in sheet.partition("---\n\n## ")[0]

    def test_a_french_charter_has_a_french_log(self, shell: Shell) -> None:
        desk(shell, front=f"{QUARTERLY}\nlanguage: fr")
        assert shell("review", "record", *BOTH, *VERDICTS, *DAY).code == 0
        assert written(shell).startswith(
            "# Journal des révisions\n\n## 2026-04-14 : révision\n\n- Échéance : 2026-04-05\n"
        )
        assert " CH4" not in shell("check", *DAY).out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_everything_is_asked_for(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(shell, log=LOG)
    answers = ["Rosa Lindqvist, Noor Haddad", "kep", "keep", "", "change", "unclear to all", "y"]
    answers += ["do it", "do it (Noor Haddad, by 2026-06-01)", "", "amend", "soon", "2026-07-06", "y"]
    monkeypatch.setattr(sys, "stdin", Terminal("\n".join(answers) + "\n"))
    done = shell("review", "record", "desk", *DAY)
    assert done.code == 0, done.err
    assert '"kep" is not a verdict' in done.out
    assert written(shell).startswith(
        "# Review log\n\n## 2026-04-14: review\n\n- Due: 2026-04-05\n- Reviewed version: 1.0\n"
        "- Present: Rosa Lindqvist, Noor Haddad\n- Result: amend\n- Next review: 2026-07-06\n\n"
        "| Promise | Verdict | Note |\n|---|---|---|\n"
        "| first-reply | keep | |\n| respect | change | unclear to all |\n\n"
        "- Action: write the guide (Rosa Lindqvist, by 2026-05-01), done 2026-04-14\n"
        "- Action: do it (Noor Haddad, by 2026-06-01)\n\n"
    )


def test_who_says_no_at_the_end_has_written_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    desk(shell)
    monkeypatch.setattr(sys, "stdin", Terminal("Rosa Lindqvist\nkeep\n\nkeep\n\n\n\n\nn\n"))
    done = shell("review", "record", "desk", *DAY)
    assert (done.code, done.out.endswith("Nothing was written.\n")) == (0, True)
    assert not (shell.root / "content/desk/reviews.md").exists()
