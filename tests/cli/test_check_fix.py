"""`charter check --fix` and `--external` as typed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from charter.catalog import load_catalog
from charter.check.answers import PLACE
from charter.check.fix import writing
from charter.check.fix.writing import mend_files
from charter.config import Config
from tests.builders import charter_text, project, promise
from tests.cli.commands import Shell, tree

MESSY = charter_text(promises="### One \n\n* Owner: Rosa Lindqvist\n* Measured: monthly")
TIDY = charter_text(promises="### One\n\n- Measured: monthly\n- Owner: Rosa Lindqvist\n- Ref: one")
TABLE = "# Reviews\n\n## 2026-01-04\n\n| Ref | Verdict | Note |\n|-|-|-|\n| one | keep | |\n"


def messy(root: Path) -> Path:
    old = charter_text(version="1.0", promises="### One \n\n* Owner: Rosa")
    sheet = "---\nversion: 1.0 \n---\n\n|Party|Name|Decision|Date|Note|\n|-|-|-|-|-|\n"
    french = "---\ntranslates: charter.md\ntitle: Bureau\nlanguage: fr\n---\n\n# Bureau \n"
    held = {
        "charter.md": MESSY, "charter.fr.md": french, "reviews.md": TABLE, "versions/1.0.md": old,
        "signoffs/1.0.md": sheet, "notes.md": "x \n",
    }  # fmt: skip
    return project(root, {"desk": held, "other": MESSY})


def test_what_is_safe_is_mended_told_and_the_rest_counted(shell: Shell) -> None:
    messy(shell.root)
    before = tree(shell.root)
    done = shell("check", "--fix", str(shell.root / "content/desk"))
    after = tree(shell.root)
    assert {path for path in after if before[path] != after[path]} == {
        "content/desk/charter.md", "content/desk/charter.fr.md", "content/desk/reviews.md",
    }  # fmt: skip
    assert after["content/desk/charter.md"].decode() == TIDY
    assert after["content/desk/charter.fr.md"].decode().startswith("---\ntitle: Bureau\nlanguage: fr\ntranslates:")
    assert "content/desk/charter.md: mended: blanks at line ends taken out, refs written down, " in done.out
    assert "content/desk/reviews.md: mended: tables aligned\n" in done.out
    assert "ref-from-heading" not in done.out
    assert "promise-without-target" in done.out
    assert done.code == 1


def test_a_second_run_mends_nothing(shell: Shell) -> None:
    messy(shell.root)
    shell("check", "--fix")
    before = tree(shell.root)
    assert "mended" not in shell("check", "--fix").out
    assert tree(shell.root) == before


def test_a_dry_run_shows_a_diff_and_writes_nothing(shell: Shell) -> None:
    messy(shell.root)
    before = tree(shell.root)
    done = shell("check", "--fix", "--dry-run")
    assert tree(shell.root) == before
    assert "--- a/content/desk/charter.md\n+++ b/content/desk/charter.md\n@@ " in done.out
    assert "\n-* Owner: Rosa Lindqvist\n" in done.out
    assert "\n+- Ref: one\n" in done.out
    assert "content/desk/charter.md: would be mended: " in done.out
    assert "ref-from-heading" in done.out


def test_a_dry_run_without_fix_is_a_usage_error(shell: Shell) -> None:
    project(shell.root)
    done = shell("check", "--dry-run")
    assert done.code == 2
    assert "charter check --fix --dry-run" in done.err


def test_programs_find_nothing_but_their_format_on_stdout(shell: Shell) -> None:
    messy(shell.root)
    done = shell("check", "--fix", "--format", "json")
    assert json.loads(done.out)["diagnostics"]
    assert "content/desk/charter.md: mended: " in done.err


def test_a_file_behind_a_link_is_left_alone(shell: Shell) -> None:
    project(shell.root, {"desk": charter_text()}, files={"shared/charter.md": MESSY})
    (shell.root / "content/desk/charter.md").unlink()
    (shell.root / "content/desk/charter.md").symlink_to(shell.root / "shared/charter.md")
    done = shell("check", "--fix")
    assert "content/desk/charter.md: left alone: it lies behind a link" in done.out
    assert (shell.root / "shared/charter.md").read_text() == MESSY
    assert (shell.root / "content/desk/charter.md").is_symlink()


def test_what_somebody_else_writes_meanwhile_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, {"desk": MESSY})
    path = root / "content/desk/charter.md"
    mend = writing.mend_text

    def slow(name: str, data: bytes) -> writing.Mended:
        path.write_text("Somebody else's words.\n")
        return mend(name, data)

    monkeypatch.setattr(writing, "mend_text", slow)
    (file,) = mend_files(root, load_catalog(root, Config()).charters)
    assert file.left_alone == "it was changed meanwhile; run the command again"
    assert path.read_text() == "Somebody else's words.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_disk_that_cannot_be_written_is_said(shell: Shell) -> None:
    project(shell.root, {"desk": MESSY})
    (shell.root / "content/desk").chmod(0o555)
    done = shell("check", "--fix")
    (shell.root / "content/desk").chmod(0o755)
    assert done.code == 3


def test_addresses_are_asked_only_when_wanted(shell: Shell) -> None:
    project(shell.root, {"desk": charter_text(promises=promise(words="[x](http://127.0.0.1/x)"))})
    assert "address-not-asked" not in shell("check").out
    assert not (shell.root / PLACE).exists()
    done = shell("check", "--external")
    assert "content/desk/charter.md:17:5: info CH197 address-not-asked: " in done.out
    assert json.loads((shell.root / PLACE).read_text()) == {"format": 1, "links": {}}


def test_only_the_addresses_of_the_charters_asked_for_are_asked(shell: Shell) -> None:
    linking = charter_text(promises=promise(words="[x](http://127.0.0.1/x)"))
    project(shell.root, {"a": linking, "b": linking.replace("/x)", "/y)")})
    out = shell("check", "--external", str(shell.root / "content/a")).out
    assert "/x" in out
    assert "/y" not in out
