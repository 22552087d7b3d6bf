from __future__ import annotations

import json

from tests.builders import charter_text, project
from tests.cli.commands import Shell


def test_what_is_printed_is_what_the_build_writes(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(title="Café"), "b": charter_text(title="B")})
    shell("build")
    done = shell("export", "json", "a")
    assert (done.code, done.err) == (0, "")
    assert done.out.encode() == (shell.root / "site/a/charter.json").read_bytes()
    assert "Café" in done.out


def test_the_only_charter_need_not_be_named(shell: Shell) -> None:
    project(shell.root)
    assert json.loads(shell("export", "json").out)["id"] == "support-desk"


def test_one_of_several_must_be_named(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(), "b": charter_text()})
    done = shell("export", "json")
    assert (done.code, done.out) == (2, "")
    assert "a, b" in done.err


def test_a_charter_that_is_not_there_is_a_usage_error(shell: Shell) -> None:
    project(shell.root)
    done = shell("export", "json", "support-dsk")
    assert done.code == 2
    assert "support-desk" in done.err


def test_errors_are_told_beside_what_can_be_read(shell: Shell) -> None:
    project(shell.root, {"a": charter_text(front="title: Twice"), "b": b"\xff"})
    done = shell("export", "json", "a")
    assert done.code == 1
    assert "CH103" in done.err
    assert "content/b" not in done.err
    assert json.loads(done.out)["id"] == "a"
