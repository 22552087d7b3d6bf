from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.kept import ask, places

PATH = "incidents/2026-05-04-no-answer.md"
ACTION = "- Action: a second person (Rosa Lindqvist, by 2026-05-20)"


def incident(
    *, analyse: str = "The rota was thin.", changes: str = "", status: str | None = None, more: str = ""
) -> dict[str, str]:
    head = ["---", f"status: {status}", "---", ""] if status else []
    lines = [*head, "# No answer", "", "## Stop", "", "A laptop.", "", "## Pause", "", "Two were ill.", ""]
    lines += ["## Analyse", "", analyse, ""]
    lines += ["## What changes", "", changes, ""] if changes else []
    return {PATH: "\n".join([*lines, more]) + "\n"}


class TestCulprits:
    """CH461."""

    @pytest.mark.parametrize(
        ("analyse", "line", "column"),
        [
            ("Then Rosa Lindqvist forgot.", 13, 6),
            ("The rota was thin, and Rosa\nLindqvist forgot.", 13, 24),
            ("- It was late.\n- **noor haddad** forgot.", 14, 5),
            ("Mr Smith forgot.", 13, 1),
            ("### Causes\n\nNoor Haddad forgot.", 15, 1),
        ],
    )
    def test_a_name_is_told_at_its_place(self, tmp_path: Path, analyse: str, line: int, column: int) -> None:
        assert places(ask(tmp_path, "CH461", incident(analyse=analyse))) == [(PATH, line, column)]

    @pytest.mark.parametrize("analyse", ["Rosa was ill.", "The rota was thin.", ACTION, "The desk forgot."])
    def test_causes_and_actions_are_welcome(self, tmp_path: Path, analyse: str) -> None:
        assert ask(tmp_path, "CH461", incident(analyse=analyse)) == []

    def test_who_helped_may_be_named_in_the_other_parts(self, tmp_path: Path) -> None:
        text = {
            path: text.replace("A laptop.", "Rosa Lindqvist came.") for path, text in incident(changes=ACTION).items()
        }
        assert ask(tmp_path, "CH461", text) == []


class TestWithoutChange:
    """CH462."""

    @pytest.mark.parametrize(
        ("more", "today", "count"),
        [
            ({}, "2026-06-03", 0),
            ({}, "2026-06-04", 1),
            ({"status": "closed"}, "2026-05-05", 1),
            ({"status": "Closed"}, "2026-05-05", 1),
            ({"status": "closed", "changes": ACTION}, "2026-06-04", 0),
            ({"changes": "We print the numbers on the door."}, "2026-06-04", 0),
            ({"more": "## Ce qui change\n\nUn numéro sur la porte."}, "2026-06-04", 0),
            ({"more": "## What changes"}, "2026-06-04", 1),
            ({"analyse": f"Thin.\n\n{ACTION}"}, "2026-06-04", 0),
        ],
    )
    def test_something_follows_from_an_incident(
        self, tmp_path: Path, more: dict[str, str], today: str, count: int
    ) -> None:
        assert places(ask(tmp_path, "CH462", incident(**more), today)) == [(PATH, 1, 1)][:count]


class TestLeftOpen:
    """CH463."""

    @pytest.mark.parametrize(
        ("status", "changes", "count"),
        [
            ("open", ACTION, 1),
            ("ouvert", ACTION, 1),
            ("open", f"{ACTION}, done 2026-05-19", 1),
            ("closed", ACTION, 0),
            ("Fermé", ACTION, 0),
            (None, ACTION, 0),
            ("open", "", 0),
            ("open", f"{ACTION}\n- Action: more (Noor Haddad, by 2026-06-01)", 0),
        ],
    )
    def test_an_incident_comes_to_an_end(self, tmp_path: Path, status: str | None, changes: str, count: int) -> None:
        found = ask(tmp_path, "CH463", incident(status=status, changes=changes))
        assert places(found) == [(PATH, 2, 9)][:count]
