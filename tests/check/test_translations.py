from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import charter_text, promise
from tests.check.kept import ask, places

SCALE = "levels: [Not yet, Met]\nexpected: Met"
ROWS = "| Look | Not yet | Met |\n|---|---|---|\n| Speed | Days | Hours |\n| Words | Codes | Plain |"
TEXT = charter_text(front=SCALE, promises=promise(after=ROWS) + "\n\n" + promise("kindness"))


def french(promises: str) -> dict[str, str]:
    front = "title: Guichet\nlanguage: fr\ntranslates: charter.md\nlevels: [Pas encore, Atteint]"
    return {"charter.md": TEXT, "charter.fr.md": f"---\n{front}\n---\n\n## Promesses\n\n{promises}\n"}


def promesse(ref: str, rows: str = "") -> str:
    return f"### Une personne répond\n\n- Réf. : {ref}\n\n{rows}\n"


class TestUntranslated:
    """CH164."""

    def test_what_is_left_out_is_named(self, tmp_path: Path) -> None:
        (found,) = ask(tmp_path, "CH164", french(promesse("first-reply")))
        assert found.message == '"kindness" is not translated into "fr"'
        assert places([found]) == [("charter.fr.md", 1, 1)]
        assert [span.path for span in found.related] == ["content/desk/charter.md"]

    def test_a_whole_translation_is_fine(self, tmp_path: Path) -> None:
        assert ask(tmp_path, "CH164", french(promesse("first-reply") + "\n" + promesse("kindness"))) == []


class TestRubrics:
    """CH165."""

    @pytest.mark.parametrize(
        ("rows", "count"),
        [
            (
                "| Vu | Pas encore | Atteint |\n|---|---|---|\n| Vitesse | Jours | Heures |\n| Mots | Codes | Clairs |",
                0,
            ),
            ("| Vu | Pas encore | Atteint |\n|---|---|---|\n| Vitesse | Jours | Heures |", 1),
            ("", 0),
        ],
    )
    def test_rows_are_as_many_as_the_original_s(self, tmp_path: Path, rows: str, count: int) -> None:
        found = ask(tmp_path, "CH165", french(promesse("first-reply", rows)))
        assert places(found) == [("charter.fr.md", 14, 1)][:count]

    def test_a_rubric_that_the_original_has_not_is_one_too_many(self, tmp_path: Path) -> None:
        rows = "| Vu | Pas encore | Atteint |\n|---|---|---|\n| Vitesse | Jours | Heures |"
        (found,) = ask(tmp_path, "CH165", french(promesse("kindness", rows)))
        assert found.message == 'the rubric of "Une personne répond" has 1 row and 2 levels, the original none'
